"""Accounts: who there is, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from application.accounts.people import (
    Account,
    account_outside,
    add_account,
    everybody,
    names,
    person_called,
)
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from tests.application.accounts.conftest import NINE


@pytest.fixture
def connection(ledger: Ledger, person: str) -> Iterator[Connection]:
    with ledger.writing() as connection:
        yield connection


def test_an_account_is_known_by_its_sign_in_name_in_any_letters(
    connection: Connection, person: str
) -> None:
    assert person_called(connection, " AUDITOR@kent ") == person
    assert person_called(connection, "somebody else") == ""
    assert names(connection) == {person: "The auditor"}
    assert everybody(connection) == [Account(person, "auditor@kent", "The auditor")]


def test_a_sign_in_name_belongs_to_one_person(connection: Connection) -> None:
    with pytest.raises(DomainError, match="already an account auditor@kent") as refused:
        add_account(connection, sign_in="AUDITOR@KENT", name="x", hashed="x", now=NINE)
    assert refused.value.field == "sign_in"


@pytest.mark.parametrize(("sign_in", "name"), [("", "x"), ("  ", "x"), ("x", " ")])
def test_an_account_has_a_sign_in_name_and_a_name(
    connection: Connection, sign_in: str, name: str
) -> None:
    with pytest.raises(DomainError, match="Give a sign-in name and a name"):
        add_account(connection, sign_in=sign_in, name=name, hashed="x", now=NINE)


@pytest.mark.parametrize(
    ("sign_in", "name", "field"),
    [
        ("an\x1bn", "Ann", "sign_in"),
        ("ann", "Ann\x1b[2J", "name"),
        ("ann", "A\u202en", "name"),
        ("an\u200bn", "Ann", "sign_in"),
        ("ann", "A\nB", "name"),
        ("x" * 201, "Ann", "sign_in"),
        ("ann", "x" * 201, "name"),
    ],
)
def test_a_name_can_be_seen_and_has_an_end(
    connection: Connection, sign_in: str, name: str, field: str
) -> None:
    with pytest.raises(DomainError, match="A name has") as refused:
        add_account(connection, sign_in=sign_in, name=name, hashed="x", now=NINE)
    assert refused.value.field == field


def test_who_acts_without_signing_in_has_one_account(connection: Connection) -> None:
    first = account_outside(connection, known_as="os-user:ann", name="OS user ann", now=NINE)
    again = account_outside(connection, known_as="os-user:ann", name="OS user ann", now=NINE)
    assert first == again
    assert everybody(connection)[-1] == Account(first, "os-user:ann", "OS user ann", signs_in=False)


def test_accounts_are_no_part_of_the_business_history(ledger: Ledger, person: str) -> None:
    assert ledger.position() == 0
