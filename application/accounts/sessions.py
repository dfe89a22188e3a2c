"""Sessions: begun by signing in, ended by signing out, by idleness, by age, or by somebody."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from application.accounts.side import sessions

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Session:
    """A session that has not ended. `proved_at`: when the person last proved who they are."""

    key: str
    person: str
    started_at: str
    seen_at: str
    proved_at: str
    address: str
    browser: str


def start(
    connection: Connection,
    person: str,
    *,
    proved: bool,
    address: str,
    browser: str,
    now: datetime,
) -> str:
    """Begin a session and return the token for the browser. `proved`: no code is wanted still."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(sessions).values(
            token=fingerprint(token),
            person=person,
            started_at=_text(now),
            seen_at=_text(now),
            proved_at=_text(now) if proved else "",
            address=address[:64],
            browser=browser[:200],
        )
    )
    return token


def fresh(*, now: datetime) -> ColumnElement[bool]:
    """The condition that a session has neither been idle too long nor is too old."""
    return and_(
        sessions.c.seen_at >= _text(now - IDLE), sessions.c.started_at >= _text(now - LONGEST)
    )


def session_of(connection: Connection, token: str, *, now: datetime) -> Session | None:
    """The session that a browser's token stands for; None when it has ended."""
    found = connection.execute(_OF_TOKEN, asked(token, now=now)).first()
    return Session(*found) if found else None


def asked(token: str, *, now: datetime) -> dict[str, str]:
    """The values of `STANDS`, for a browser's token."""
    return {
        "token": fingerprint(token),
        "idle": _text(now - IDLE),
        "oldest": _text(now - LONGEST),
    }


def seen_lately(session: Session, *, now: datetime) -> bool:
    """Whether the session was noted as seen within the last minute, so need not be again."""
    return session.seen_at > _text(now - NOTED_EVERY)


def ends_at(session: Session, *, now: datetime) -> datetime:
    """When a session ends that is being used now, if it is used no more until then."""
    seen = datetime.fromisoformat(session.seen_at) if seen_lately(session, now=now) else now
    return min(seen + IDLE, datetime.fromisoformat(session.started_at) + LONGEST)


def note_seen(connection: Connection, session: Session, *, now: datetime) -> None:
    """Put off the end of an idle session."""
    here = sessions.c.token == session.key
    connection.execute(update(sessions).where(here).values(seen_at=_text(now)))


def prove(connection: Connection, session: Session, *, now: datetime) -> None:
    """Note that whoever sits there has just proved again who they are."""
    here = sessions.c.token == session.key
    connection.execute(update(sessions).where(here).values(proved_at=_text(now)))


def sessions_of(connection: Connection, person: str, *, now: datetime) -> list[Session]:
    """Every session of a person that has not ended, the one seen last first."""
    query = (
        select(*FIELDS)
        .where(sessions.c.person == person, fresh(now=now))
        .order_by(sessions.c.seen_at.desc())
    )
    return [Session(*row) for row in connection.execute(query)]


def end(connection: Connection, key: str) -> None:
    """End one session."""
    connection.execute(delete(sessions).where(sessions.c.token == key))


def end_all(connection: Connection, person: str, *, but: str = "") -> int:
    """End every session of a person, but for one; return how many there were."""
    theirs = (sessions.c.person == person, sessions.c.token != but)
    return connection.execute(delete(sessions).where(*theirs)).rowcount


def forget_ended(connection: Connection, *, now: datetime) -> None:
    """Remove the sessions that have run out."""
    old = or_(sessions.c.seen_at < _text(now - IDLE), sessions.c.started_at < _text(now - LONGEST))
    connection.execute(delete(sessions).where(old))


def fingerprint(token: str) -> str:
    """By which a session is known here: from it nobody can make the browser's token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


FIELDS = (
    sessions.c.token,
    sessions.c.person,
    sessions.c.started_at,
    sessions.c.seen_at,
    sessions.c.proved_at,
    sessions.c.address,
    sessions.c.browser,
)
"""The fields of `Session`, in their order."""
STANDS = (
    sessions.c.token == bindparam("token"),
    sessions.c.seen_at >= bindparam("idle"),
    sessions.c.started_at >= bindparam("oldest"),
)
"""That a session is the one of a token and has not ended."""
_OF_TOKEN = select(*FIELDS).where(*STANDS)
