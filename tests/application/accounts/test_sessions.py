"""Sessions, which end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from application.accounts import sessions, signing_in
from application.accounts.sessions import IDLE, LONGEST, Session
from application.accounts.side import SideRecords
from application.accounts.signing_in import Visitor
from tests.application.accounts.conftest import NINE, SECOND, Door


def session_of(side: SideRecords, token: str, *, now: datetime) -> Session | None:
    with side.reading() as connection:
        return sessions.session_of(connection, token, now=now)


def seen(side: SideRecords, token: str, *, now: datetime) -> None:
    session = session_of(side, token, now=now)
    assert session
    with side.writing() as connection:
        sessions.note_seen(connection, session, now=now)


def sign_out(side: SideRecords, token: str, *, now: datetime = NINE) -> None:
    signing_in.sign_out(side, token, visitor=Visitor("192.0.2.1"), now=now)


def test_a_session_says_whose_it_is_and_where_it_began(door: Door, person: str) -> None:
    session = session_of(door.side, door.token(), now=NINE)
    assert session
    assert (session.person, session.address, session.browser) == (person, "192.0.2.1", "A browser")
    assert {session.started_at, session.seen_at, session.proved_at} == {
        NINE.isoformat(timespec="microseconds")
    }


def test_every_session_has_its_own_token(door: Door, person: str) -> None:
    one, two = door.token(), door.token()
    assert one != two
    sign_out(door.side, one)
    assert session_of(door.side, one, now=NINE) is None
    assert session_of(door.side, two, now=NINE)


@pytest.mark.parametrize(
    "token", ["", "x", "\x00", "\ud800", "x" * 100_000], ids=["", "x", "NUL", "half", "long"]
)
def test_what_is_no_token_is_nobodys(door: Door, person: str, token: str) -> None:
    door.token()
    assert session_of(door.side, token, now=NINE) is None


def test_a_session_ends_after_thirty_idle_minutes(door: Door, person: str) -> None:
    token = door.token()
    assert session_of(door.side, token, now=NINE + IDLE)
    assert session_of(door.side, token, now=NINE + IDLE + SECOND) is None
    assert timedelta(minutes=30) == IDLE


def test_a_session_in_use_goes_on(door: Door, person: str) -> None:
    token = door.token()
    seen(door.side, token, now=NINE + IDLE)
    assert session_of(door.side, token, now=NINE + 2 * IDLE)
    assert session_of(door.side, token, now=NINE + 2 * IDLE + SECOND) is None


def test_a_session_ends_after_twelve_hours_whatever_happens(door: Door, person: str) -> None:
    token, now = door.token(), NINE
    while now + IDLE <= NINE + LONGEST:
        now += IDLE
        seen(door.side, token, now=now)
    assert now == NINE + LONGEST
    assert session_of(door.side, token, now=now + SECOND) is None
    assert timedelta(hours=12) == LONGEST


def test_a_session_is_noted_as_seen_once_a_minute(door: Door, person: str) -> None:
    session = session_of(door.side, door.token(), now=NINE)
    assert session
    assert sessions.seen_lately(session, now=NINE + 59 * SECOND)
    assert not sessions.seen_lately(session, now=NINE + 60 * SECOND)


def test_signing_out_ends_the_session(door: Door, person: str) -> None:
    token = door.token()
    sign_out(door.side, token)
    assert session_of(door.side, token, now=NINE) is None
    sign_out(door.side, token)
    assert [what for what, *_ in door.log()] == ["signed in", "signed out"]


def test_sessions_that_have_run_out_are_forgotten_when_somebody_signs_in(
    door: Door, person: str
) -> None:
    for _ in range(3):
        door.token()
    door.now = NINE + timedelta(hours=1)
    door.token()
    with door.side.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(sessions.sessions)) == 1


def test_of_several_sessions_all_others_can_be_ended(door: Door, person: str) -> None:
    mine, other = door.token(), door.token()
    here = session_of(door.side, mine, now=NINE)
    assert here
    with door.side.writing() as connection:
        assert len(sessions.sessions_of(connection, person, now=NINE)) == 2
        assert sessions.end_all(connection, person, but=here.key) == 1
    assert session_of(door.side, mine, now=NINE)
    assert session_of(door.side, other, now=NINE) is None
