"""Signing in and out, what a stranger may learn of it, and the access log."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from application.accounts import passwords, signing_in
from application.accounts.access_log import KEPT_FOR, latest_access
from application.accounts.people import accounts
from application.accounts.side import access_log, sessions
from application.accounts.signing_in import Visitor
from application.ledger.ledger import Ledger
from tests.application.accounts.conftest import NINE, PASSWORD, SECOND, Door
from tests.databases import databases as databases  # on both dialects


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def test_somebody_signs_in_with_their_password(door: Door, person: str) -> None:
    assert door.enter(" Auditor@KENT")
    assert door.log() == [("signed in", person, "192.0.2.1")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "wrong"},
        {"password": ""},
        {"password": PASSWORD.upper()},
        {"name": "somebody else"},
        {"name": ""},
        {"name": "auditor@kent\x00"},
        {"name": "x" * 100_000},
        {"name": "\ud800"},
        {"name": "' OR ''='"},
        {"password": "x" * 2_000_000},
        {"address": "x" * 1000, "password": "wrong"},
    ],
    ids=lambda wrong: ", ".join(f"{name} {value[:12]!r}" for name, value in wrong.items()),
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    door: Door, person: str, wrong: dict[str, str]
) -> None:
    assert door.enter(**wrong) is None
    [(what, _, _)] = door.log()
    assert what == "failed"


def test_neither_passwords_nor_tokens_are_kept_as_they_are(door: Door, person: str) -> None:
    token = door.token()
    with door.ledger.reading() as here, door.side.reading() as beside:
        kept = [
            *here.execute(select(accounts)).all(),
            *beside.execute(select(sessions)).all(),
            *beside.execute(select(access_log)).all(),
        ]
    assert len(kept) == 3
    assert PASSWORD not in str(kept)
    assert token not in str(kept)
    assert "$argon2id$" in str(kept)


class ListeningHasher:
    """Keeps the hashes that it was asked about, and finds no password right."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def verify(self, hashed: str, password: str) -> bool:
        self.asked.append(hashed)
        return False

    def hash(self, password: str) -> str:
        return "$argon2id$ of nobody"


@pytest.mark.parametrize("name", ["auditor@kent", "somebody else"])
def test_the_time_it_takes_does_not_tell_whether_there_is_such_an_account(
    door: Door, person: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    hasher = ListeningHasher()
    monkeypatch.setattr(passwords, "hasher", hasher)
    assert door.enter(name) is None
    [hashed] = hasher.asked
    assert hashed.startswith("$argon2id$")


def test_a_disabled_account_does_not_sign_in(door: Door, person: str) -> None:
    with door.ledger.writing() as connection:
        connection.execute(update(accounts).values(disabled_at=NINE.isoformat()))
    assert door.enter() is None


def test_the_access_log_says_who_what_when_and_from_where(door: Door, person: str) -> None:
    door.fail(1, address="192.0.2.9")
    door.fail(1, name="Somebody", address="192.0.2.9")
    token = door.token()
    later = NINE + 60 * SECOND
    signing_in.sign_out(door.side, token, visitor=Visitor("192.0.2.1"), now=later)
    assert door.log() == [
        ("failed", person, "192.0.2.9"),
        ("failed", "", "192.0.2.9"),
        ("signed in", person, "192.0.2.1"),
        ("signed out", person, "192.0.2.1"),
    ]
    with door.side.reading() as connection:
        [newest] = latest_access(connection, limit=1)
    assert newest["at"] == later.isoformat(timespec="microseconds")


def test_lines_that_are_too_old_are_forgotten(door: Door, person: str) -> None:
    door.fail(1)
    door.now += KEPT_FOR + SECOND
    door.token()
    assert [what for what, *_ in door.log()] == ["signed in"]
