"""Accounts on the command line: made, disabled, renamed, erased, on both databases."""

from __future__ import annotations

import pytest

from application.accounts.people import accounts, person_called
from application.accounts.side import SideRecords
from application.accounts.signing_in import Visitor, sign_in
from tests.databases import databases as databases  # on both dialects
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger

PASSWORD = "a password of the tests"
ANN = "ann@kent.example"


@pytest.fixture(autouse=True)
def ann(scrutiny: Scrutiny) -> None:
    scrutiny.says(
        "user", "add", ANN, "--name", "Ann", "--role", "auditor", "--password-file", "-",
        typed=PASSWORD,
    )  # fmt: skip


def enters(scrutiny: Scrutiny, password: str = PASSWORD, name: str = ANN) -> bool:
    ledger = open_ledger(scrutiny.database_url)
    side = SideRecords(ledger.engine)
    token = sign_in(ledger, side, name=name, password=password, visitor=Visitor("192.0.2.1", "Fx"))
    side.close()
    ledger.close()
    return token is not None


def another_administrator(scrutiny: Scrutiny, name: str) -> None:
    scrutiny.says(
        "user", "add", name, "--name", name, "--role", "administrator", "--password-file", "-",
        typed=PASSWORD,
    )  # fmt: skip


def row_of(scrutiny: Scrutiny, sign_in: str) -> str:
    return next(line for line in scrutiny.says("user", "list").splitlines() if sign_in in line)


def test_everybody_is_listed_with_their_roles_and_their_state(scrutiny: Scrutiny) -> None:
    assert row_of(scrutiny, ANN).split("  ")[-1].strip() == "First password not changed yet"
    assert "Auditor" in row_of(scrutiny, ANN)
    scrutiny.says("user", "give-role", ANN, "--role", "saas-chair")
    assert "SAAS Chair" in row_of(scrutiny, ANN)
    assert "Without sign-in" in row_of(scrutiny, "os-user:")


def test_somebody_is_disabled_and_enabled_again(scrutiny: Scrutiny) -> None:
    assert scrutiny.says("user", "disable", "ANN@kent.example") == (
        f"{ANN} is disabled, and signed out.\n"
    )
    assert not enters(scrutiny)
    assert "Disabled" in row_of(scrutiny, ANN)
    assert scrutiny.refuses("user", "disable", ANN) == "This account is disabled already."
    assert scrutiny.says("user", "enable", ANN) == f"{ANN} can sign in again.\n"
    assert enters(scrutiny)


def test_a_new_password_is_given(scrutiny: Scrutiny) -> None:
    said = scrutiny.says("user", "password", ANN, "--password-file", "-", typed="three other words")
    assert said == f"{ANN} has a new password, to be changed when they next sign in.\n"
    assert not enters(scrutiny)
    assert enters(scrutiny, "three other words")
    refused = scrutiny.refuses(
        "user", "password", ANN, "--password-file", "-", typed="password123!"
    )
    assert refused == "That password is among the first that anybody would try. Choose another."


def test_somebody_is_called_otherwise(scrutiny: Scrutiny) -> None:
    said = scrutiny.says("user", "rename", ANN, "--to", "Anna@kent.example", "--name", "Anna")
    assert said == f"{ANN} is now anna@kent.example, called Anna.\n"
    assert enters(scrutiny, name="anna@kent.example")
    assert "Give --to, --name or both." in scrutiny.refuses("user", "rename", ANN)


def test_somebody_is_erased_for_good_and_the_history_stays(scrutiny: Scrutiny) -> None:
    ledger = open_ledger(scrutiny.database_url)
    with ledger.reading() as connection:
        person = person_called(connection, ANN)
    ledger.close()
    assert scrutiny("user", "erase", ANN, typed="n\n").exit_code == 130
    assert enters(scrutiny)
    said = scrutiny.says("user", "erase", ANN, typed="y\n")
    assert said.endswith("Erased. Copies of the database from before still hold the name.\n")
    assert scrutiny.refuses("user", "enable", ANN).startswith(f"There is no account {ANN}.")
    ledger = open_ledger(scrutiny.database_url)
    with ledger.reading() as connection:
        assert person not in connection.scalars(accounts.select()).all()
    [given, ended] = [event for _, event in ledger.events_after(0)]
    assert (given.person, type(ended).__name__) == (person, "Ended")
    ledger.close()
    assert "is whole" in scrutiny.says("verify")


def test_the_only_administrator_cannot_leave(scrutiny: Scrutiny) -> None:
    another_administrator(scrutiny, "one")
    for command in ("disable", "erase"):
        yes = ["--yes"] if command == "erase" else []
        assert "the only administrator" in scrutiny.refuses("user", command, "one", *yes)
    assert "Administrator" in row_of(scrutiny, "one")
    another_administrator(scrutiny, "two")
    scrutiny.says("user", "erase", "one", "--yes")
    assert "the only administrator" in scrutiny.refuses("user", "disable", "two")


def test_where_somebody_is_signed_in_is_shown_and_ended(scrutiny: Scrutiny) -> None:
    assert enters(scrutiny)
    [_, _, row] = scrutiny.says("user", "sessions", ANN).splitlines()
    assert "192.0.2.1" in row
    assert row.endswith("Fx")
    assert scrutiny.says("user", "sessions", ANN, "--end") == "Ended: 1.\n"
    assert len(scrutiny.says("user", "sessions", ANN).splitlines()) == 2


@pytest.mark.parametrize("command", ["disable", "enable", "erase", "sessions", "password"])
def test_whom_nobody_knows_is_said_in_a_sentence(scrutiny: Scrutiny, command: str) -> None:
    assert scrutiny.refuses("user", command, "nobody@kent.example") == (
        "There is no account nobody@kent.example. “scrutiny user list” shows them."
    )


@pytest.mark.parametrize(
    ("sign_in", "name", "sentence"),
    [(ANN, "Ann", f"There is already an account {ANN}."), ("x", " ", "name")],
)
def test_nobody_is_asked_for_a_password_in_vain(
    scrutiny: Scrutiny, sign_in: str, name: str, sentence: str
) -> None:
    """There is nobody here to type one."""
    add = ("user", "add", sign_in, "--name", name, "--role", "auditor")
    assert sentence in scrutiny.refuses(*add)
