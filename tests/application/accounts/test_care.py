"""Looking after accounts: on both databases, with what it leaves on record."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from application.accounts import sessions, side
from application.accounts.access_log import latest_access
from application.accounts.care import Caretaker, Details, details_of, every_account
from application.accounts.minute_drafts import MinuteDraft, draft_of, save_draft
from application.accounts.people import account_outside, names
from application.accounts.seen import mark_as_seen, seen_by
from application.accounts.side import SideRecords, side_file
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError, NotFoundError
from tests.acts import do
from tests.application.accounts.conftest import NINE, PASSWORD, Door
from tests.databases import databases as databases  # on both dialects


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


@pytest.fixture
def caretaker(door: Door) -> Caretaker:
    return Caretaker(door.ledger, door.side, by="the administrator", address="192.0.2.5")


def details(door: Door, person: str) -> Details:
    with door.ledger.reading() as connection:
        return details_of(connection, person)


def still_in(door: Door, token: str) -> bool:
    with door.side.reading() as connection:
        return sessions.session_of(connection, token, now=door.now) is not None


def last_line(door: Door) -> tuple[str, str, str, str]:
    with door.side.reading() as connection:
        [line] = latest_access(connection, limit=1)
    return (line["what"], line["person"], line["by"], line["address"])


def test_a_new_account_has_a_password_to_be_changed(door: Door, caretaker: Caretaker) -> None:
    person = caretaker.add(sign_in="Ann@Kent", name="Ann", password=PASSWORD)
    assert details(door, person).state == "First password not changed yet"
    assert door.enter("ann@kent")
    assert door.log()[0] == ("account made", person, "192.0.2.5")


def test_a_disabled_account_is_out_at_once(door: Door, person: str, caretaker: Caretaker) -> None:
    token = door.token()
    caretaker.disable(person)
    assert not still_in(door, token)
    assert last_line(door) == ("account disabled", person, "the administrator", "192.0.2.5")
    assert door.enter() is None
    assert details(door, person).state == "Disabled"
    with pytest.raises(DomainError, match="disabled already"):
        caretaker.disable(person)
    caretaker.enable(person)
    assert door.enter()
    with pytest.raises(DomainError, match="not disabled"):
        caretaker.enable(person)


def test_a_password_that_is_given_ends_every_session(
    door: Door, person: str, caretaker: Caretaker
) -> None:
    token = door.token()
    caretaker.give_password(person, "another of the same kind")
    assert not still_in(door, token)
    assert door.enter() is None
    assert door.enter(password="another of the same kind")
    assert details(door, person).first_password


def test_no_password_is_given_where_the_sessions_of_the_old_one_cannot_end(
    door: Door, person: str, caretaker: Caretaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = door.token()
    lock = "LOCK TABLE sessions" if door.side.in_ledger else "DELETE FROM sign_in_tries"
    other = SideRecords(door.ledger.engine)
    monkeypatch.setattr(side, "PATIENCE", 1)
    with other.writing() as connection:
        connection.execute(text(lock))
        with pytest.raises(SQLAlchemyError):
            caretaker.give_password(person, "another of the same kind")
    other.close()
    assert still_in(door, token)
    assert door.enter(), "the old password holds"


def test_somebody_is_called_otherwise_from_now_on(
    door: Door, person: str, caretaker: Caretaker
) -> None:
    other = caretaker.add(sign_in="other", name="Other", password=PASSWORD)
    with pytest.raises(DomainError, match="already an account other"):
        caretaker.rename(person, sign_in="OTHER", name="x")
    caretaker.rename(other, sign_in="Other", name="Another")
    caretaker.rename(person, sign_in="New@Kent", name=" The new name ")
    assert door.enter("new@kent")
    with door.ledger.reading() as connection:
        assert names(connection) == {person: "The new name", other: "Another"}
    for sign_in, name in (("", "x"), ("x", " ")):
        with pytest.raises(DomainError, match="Give a sign-in name and a name"):
            caretaker.rename(person, sign_in=sign_in, name=name)


def test_a_person_who_was_erased_is_nowhere_any_more(
    door: Door, person: str, caretaker: Caretaker
) -> None:
    token = door.token()
    door.fail(1)
    caretaker.erase(person)
    assert not still_in(door, token)
    with door.ledger.reading() as connection:
        assert every_account(connection) == []
    assert {address for _, who, address in door.log() if who == person} == {"", "192.0.2.5"}
    assert last_line(door)[:3] == ("person erased", person, "the administrator")
    assert door.enter() is None
    for act in (caretaker.erase, caretaker.disable, caretaker.enable):
        with pytest.raises(NotFoundError, match="no such account"):
            act(person)


def test_what_they_have_seen_and_what_they_could_not_save_goes_with_them(
    door: Door, person: str, caretaker: Caretaker
) -> None:
    with door.side.writing() as connection:
        mark_as_seen(connection, person, 7, now=NINE)
        for by, words in (("somebody", "First."), (person, "Too late.")):
            save_draft(connection, "MTG-2026-001", 1, MinuteDraft(words, by=by), now=NINE)
        assert draft_of(connection, "MTG-2026-001", 1, person=person).words == "Too late."
    caretaker.erase(person)
    with door.side.reading() as connection:
        assert seen_by(connection, person) is None
        assert draft_of(connection, "MTG-2026-001", 1, person=person).words == ""
        assert draft_of(connection, "MTG-2026-001", 1).words == "First."


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_no_file_holds_an_erased_name(door: Door, person: str, caretaker: Caretaker) -> None:
    database = str(door.ledger.engine.url.database)
    door.token()
    assert _holds(database, b"The auditor")
    caretaker.erase(person)
    assert not _holds(database, b"The auditor")
    assert not _holds(database, b"auditor@kent")


def _holds(database: str, words: bytes) -> bool:
    files = [f"{each}{end}" for each in (database, side_file(database)) for end in ("", "-wal")]
    return any(words in Path(file).read_bytes() for file in files if Path(file).exists())


def test_the_only_administrator_can_neither_be_disabled_nor_erased(
    door: Door, person: str, caretaker: Caretaker
) -> None:
    do(door.ledger, "role.give", person=person, role="administrator")
    for act in (caretaker.disable, caretaker.erase):
        with pytest.raises(DomainError, match="the only administrator"):
            act(person)
    second = caretaker.add(sign_in="second", name="Second", password=PASSWORD)
    do(door.ledger, "role.give", person=second, role="administrator", to_on="2099-12-31")
    with pytest.raises(DomainError, match="the only administrator"):
        caretaker.disable(person)  # the other one's role will end
    do(door.ledger, "role.give", person=second, role="administrator")
    caretaker.disable(person)
    with pytest.raises(DomainError, match="the only administrator"):
        caretaker.erase(second)  # whoever is disabled does not count


def test_an_account_of_the_server_is_left_alone(door: Door, caretaker: Caretaker) -> None:
    with door.ledger.writing() as connection:
        server = account_outside(connection, known_as="os-user:x", name="OS user x", now=NINE)
    assert details(door, server).state == "Without sign-in"
    with pytest.raises(DomainError, match="acts for the server"):
        caretaker.erase(server)
    with pytest.raises(DomainError, match="acts for the server"):
        caretaker.give_password(server, PASSWORD)
    with pytest.raises(DomainError, match="acts for the server"):
        caretaker.rename(server, sign_in="x", name="x")


def test_sessions_are_ended_one_by_one_or_all(
    door: Door, person: str, caretaker: Caretaker
) -> None:
    one, two, three = door.token(), door.token(), door.token()
    assert caretaker.end_sessions(person, key=sessions.fingerprint(one)) == 1
    assert (still_in(door, one), still_in(door, two)) == (False, True)
    assert caretaker.end_sessions(person) == 2
    assert not still_in(door, three)
    assert caretaker.end_sessions(person) == 0
    assert last_line(door)[0] == "session ended"


def test_what_is_done_to_accounts_is_no_business_history(
    door: Door, person: str, caretaker: Caretaker
) -> None:
    caretaker.disable(person)
    caretaker.erase(person)
    assert door.ledger.position() == 0
    with door.ledger.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM stored_events")) == 0
