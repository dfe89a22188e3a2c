"""Signing in and out, sessions that end, throttling, and the access log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, select, update

from application import accounts
from application.accounts import (
    IDLE,
    LONGEST,
    TRIES,
    TRY_WINDOW,
    Account,
    TooManyTriesError,
    add_account,
    everybody,
    latest_access,
    names,
    note_seen,
    person_called,
    seen_lately,
    sign_out,
    signed_in,
)
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError

NINE = datetime(2026, 5, 12, 9, tzinfo=UTC)
PASSWORD = "correct horse battery"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 as it is, with less work in it."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", quick)
    monkeypatch.setattr(accounts, "_NOBODY", quick.hash("nobody"))


@pytest.fixture
def connection(ledger: Ledger) -> Iterator[Connection]:
    with ledger.writing() as connection:
        yield connection


@pytest.fixture
def person(connection: Connection) -> str:
    return add_account(
        connection, sign_in="Auditor@Kent", name="The auditor", password=PASSWORD, now=NINE
    )


def try_to_sign_in(
    connection: Connection,
    *,
    sign_in: str = "auditor@kent",
    password: str = PASSWORD,
    address: str = "192.0.2.1",
    now: datetime = NINE,
) -> tuple[str, Account] | None:
    return accounts.sign_in(
        connection, sign_in=sign_in, password=password, address=address, now=now
    )


def token_of(connection: Connection, **circumstances: Any) -> str:
    found = try_to_sign_in(connection, **circumstances)
    assert found
    return found[0]


def log(connection: Connection) -> list[tuple[str, str, str, str]]:
    """The access log, oldest first."""
    return [
        (line["what"], line["person"], line["sign_in"], line["address"])
        for line in reversed(latest_access(connection))
    ]


# Accounts


def test_an_account_is_known_by_its_sign_in_name_in_any_letters(
    connection: Connection, person: str
) -> None:
    assert person_called(connection, " AUDITOR@kent ") == person
    assert person_called(connection, "somebody else") == ""
    assert names(connection) == {person: "The auditor"}
    assert everybody(connection) == [Account(person, "auditor@kent", "The auditor")]


def test_a_sign_in_name_belongs_to_one_person(connection: Connection, person: str) -> None:
    with pytest.raises(DomainError, match="already an account auditor@kent") as refused:
        add_account(connection, sign_in="AUDITOR@KENT", name="x", password=PASSWORD, now=NINE)
    assert refused.value.field == "sign_in"


@pytest.mark.parametrize(("sign_in", "name"), [("", "x"), ("  ", "x"), ("x", " ")])
def test_an_account_has_a_sign_in_name_and_a_name(
    connection: Connection, sign_in: str, name: str
) -> None:
    with pytest.raises(DomainError, match="Give a sign-in name and a name"):
        add_account(connection, sign_in=sign_in, name=name, password=PASSWORD, now=NINE)


def test_a_password_has_twelve_characters(connection: Connection) -> None:
    with pytest.raises(DomainError, match="12 characters or more") as refused:
        add_account(connection, sign_in="x", name="x", password="x" * 11, now=NINE)
    assert refused.value.field == "password"
    assert add_account(connection, sign_in="x", name="x", password="x" * 12, now=NINE)


def test_neither_passwords_nor_tokens_are_kept_as_they_are(
    connection: Connection, person: str
) -> None:
    token = token_of(connection)
    kept = [
        *connection.execute(select(accounts.accounts)).all(),
        *connection.execute(select(accounts.sessions)).all(),
        *connection.execute(select(accounts.access_log)).all(),
    ]
    assert kept
    assert PASSWORD not in str(kept)
    assert token not in str(kept)
    assert "$argon2id$" in str(kept)


# Signing in


def test_somebody_signs_in_with_their_password(connection: Connection, person: str) -> None:
    token = token_of(connection, sign_in=" Auditor@KENT")
    assert signed_in(connection, token, now=NINE) == Account(person, "auditor@kent", "The auditor")


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "wrong"},
        {"password": ""},
        {"password": PASSWORD.upper()},
        {"sign_in": "somebody else"},
        {"sign_in": ""},
        {"sign_in": "auditor@kent\x00"},
        {"sign_in": "x" * 100_000},
        {"sign_in": "' OR ''='"},
        {"address": "x" * 1000, "password": "wrong"},
    ],
    ids=lambda wrong: ", ".join(f"{name} {value[:12]!r}" for name, value in wrong.items()),
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    connection: Connection, person: str, wrong: dict[str, str]
) -> None:
    assert try_to_sign_in(connection, **wrong) is None
    [(what, who, _, _)] = log(connection)
    assert (what, who) == ("failed", "")


class ListeningHasher:
    """Keeps the hashes that it was asked about, and finds no password right."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def verify(self, hashed: str, password: str) -> bool:
        self.asked.append(hashed)
        return False


@pytest.mark.parametrize("sign_in", ["auditor@kent", "somebody else"])
def test_the_time_it_takes_does_not_tell_whether_there_is_such_an_account(
    connection: Connection, person: str, monkeypatch: pytest.MonkeyPatch, sign_in: str
) -> None:
    hasher = ListeningHasher()
    monkeypatch.setattr(accounts, "_hasher", hasher)
    try_to_sign_in(connection, sign_in=sign_in)
    [hashed] = hasher.asked
    assert hashed.startswith("$argon2id$")


def test_a_disabled_account_neither_signs_in_nor_goes_on(
    connection: Connection, person: str
) -> None:
    token = token_of(connection)
    connection.execute(update(accounts.accounts).values(disabled_at=NINE.isoformat()))
    assert signed_in(connection, token, now=NINE) is None
    assert try_to_sign_in(connection) is None
    assert everybody(connection) == []
    assert names(connection) == {person: "The auditor"}


def test_every_session_has_its_own_token(connection: Connection, person: str) -> None:
    one, two = token_of(connection), token_of(connection)
    assert one != two
    sign_out(connection, one, address="", now=NINE)
    assert signed_in(connection, one, now=NINE) is None
    assert signed_in(connection, two, now=NINE)


@pytest.mark.parametrize("token", ["", "x", "\x00", "x" * 100_000], ids=["", "x", "NUL", "long"])
def test_what_is_no_token_is_nobodys(connection: Connection, person: str, token: str) -> None:
    token_of(connection)
    assert signed_in(connection, token, now=NINE) is None


# Sessions end


def test_a_session_ends_after_thirty_idle_minutes(connection: Connection, person: str) -> None:
    token = token_of(connection)
    assert signed_in(connection, token, now=NINE + IDLE)
    assert signed_in(connection, token, now=NINE + IDLE + SECOND) is None
    assert timedelta(minutes=30) == IDLE


def test_a_session_in_use_goes_on(connection: Connection, person: str) -> None:
    token = token_of(connection)
    note_seen(connection, token, now=NINE + IDLE)
    assert signed_in(connection, token, now=NINE + 2 * IDLE)
    assert signed_in(connection, token, now=NINE + 2 * IDLE + SECOND) is None


def test_a_session_ends_after_twelve_hours_whatever_happens(
    connection: Connection, person: str
) -> None:
    token = token_of(connection)
    note_seen(connection, token, now=NINE + LONGEST)
    assert signed_in(connection, token, now=NINE + LONGEST)
    assert signed_in(connection, token, now=NINE + LONGEST + SECOND) is None
    assert timedelta(hours=12) == LONGEST


def test_a_session_is_noted_as_seen_once_a_minute(connection: Connection, person: str) -> None:
    token = token_of(connection)
    assert seen_lately(connection, token, now=NINE + 59 * SECOND)
    assert not seen_lately(connection, token, now=NINE + 60 * SECOND)
    assert not seen_lately(connection, "nobody’s", now=NINE)


def test_signing_out_ends_the_session(connection: Connection, person: str) -> None:
    token = token_of(connection)
    sign_out(connection, token, address="192.0.2.1", now=NINE)
    assert signed_in(connection, token, now=NINE) is None
    sign_out(connection, token, address="192.0.2.1", now=NINE)
    assert [what for what, *_ in log(connection)] == ["signed in", "signed out"]


def test_sessions_that_have_run_out_are_forgotten_when_somebody_signs_out(
    connection: Connection, person: str
) -> None:
    for _ in range(3):
        token_of(connection)
    last = token_of(connection, now=NINE + timedelta(hours=1))
    going_on = token_of(connection, now=NINE + timedelta(hours=1))
    sign_out(connection, last, address="", now=NINE + timedelta(hours=1))
    assert len(connection.execute(select(accounts.sessions)).all()) == 1
    assert signed_in(connection, going_on, now=NINE + timedelta(hours=1))


# Too many tries


def fail(connection: Connection, times: int, **circumstances: Any) -> None:
    for _ in range(times):
        assert try_to_sign_in(connection, password="wrong", **circumstances) is None


def test_after_five_failures_a_name_has_to_wait(connection: Connection, person: str) -> None:
    fail(connection, TRIES - 1)
    assert try_to_sign_in(connection)
    fail(connection, 1)
    with pytest.raises(TooManyTriesError, match="Wait 15 minutes and try again"):
        try_to_sign_in(connection)
    assert TRIES == 5


def test_another_address_does_not_help(connection: Connection, person: str) -> None:
    for number in range(TRIES):
        fail(connection, 1, address=f"192.0.2.{number}")
    with pytest.raises(TooManyTriesError):
        try_to_sign_in(connection, address="192.0.2.200", sign_in="AUDITOR@kent ")


def test_after_fifteen_minutes_a_name_may_try_again(connection: Connection, person: str) -> None:
    fail(connection, TRIES)
    with pytest.raises(TooManyTriesError):
        try_to_sign_in(connection, now=NINE + TRY_WINDOW - SECOND)
    assert try_to_sign_in(connection, now=NINE + TRY_WINDOW)


def test_other_names_do_not_have_to_wait(connection: Connection, person: str) -> None:
    fail(connection, TRIES, sign_in="somebody else")
    assert try_to_sign_in(connection)


def test_after_fifty_failures_an_address_has_to_wait(connection: Connection, person: str) -> None:
    for number in range(TRIES * 10):
        fail(connection, 1, sign_in=f"guess {number}")
    with pytest.raises(TooManyTriesError):
        try_to_sign_in(connection)
    assert try_to_sign_in(connection, address="192.0.2.2")


# The access log


def test_the_access_log_says_who_what_when_and_from_where(
    connection: Connection, person: str
) -> None:
    fail(connection, 1, sign_in="Somebody", address="192.0.2.9")
    token = token_of(connection)
    sign_out(connection, token, address="192.0.2.1", now=NINE + IDLE)
    assert log(connection) == [
        ("failed", "", "somebody", "192.0.2.9"),
        ("signed in", person, "auditor@kent", "192.0.2.1"),
        ("signed out", person, "", "192.0.2.1"),
    ]
    newest = latest_access(connection)[0]
    assert datetime.fromisoformat(newest["at"]) == NINE + IDLE


def test_the_latest_lines_come_first_and_no_more_than_asked_for(
    connection: Connection, person: str
) -> None:
    for number in range(3):
        fail(connection, 1, sign_in=f"guess {number}")
    assert [line["sign_in"] for line in latest_access(connection, limit=2)] == [
        "guess 2", "guess 1",
    ]  # fmt: skip


def test_the_access_log_is_no_part_of_the_business_history(
    ledger: Ledger, connection: Connection, person: str
) -> None:
    token_of(connection)
    assert ledger.position() == 0
