"""People's accounts, their sessions and the access log: kept apart from the business history.

The history names people by their account's id only, so that a name can be erased without
touching it. Somebody who acts without signing in, such as a user of the server, has an account,
too: that has no password, and nobody can sign in to it. Passwords are kept as argon2 hashes,
sessions as SHA-256 of a random token.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import (
    Column,
    Connection,
    Index,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from application.ledger.database import permanent
from application.ledger.recorder import whole_number
from domain.kernel.errors import DomainError

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TRIES = 5
TRY_WINDOW = timedelta(minutes=15)
SHORTEST_PASSWORD = 12

accounts = Table(
    "accounts",
    permanent,
    Column("person", String(64), primary_key=True),
    Column("sign_in", String(200), nullable=False, unique=True),  # case-folded
    Column("name", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("disabled_at", String(32), nullable=False),
)
sessions = Table(
    "sessions",
    permanent,
    Column("token", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
)
access_log = Table(
    "access_log",
    permanent,
    Column("id", whole_number, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("what", String(20), nullable=False),
    Column("person", String(64), nullable=False),
    Column("sign_in", String(200), nullable=False),
    Column("address", String(64), nullable=False),
    Index("ix_access_log_sign_in", "sign_in", "at"),
    Index("ix_access_log_address", "address", "at"),
)

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex())
"""Checked when there is no such account, so that the time taken does not tell."""


class TooManyTriesError(DomainError):
    """Signing in was tried too often; the sentence says when to try again."""


@dataclass(frozen=True)
class Account:
    """Somebody who acts, or acted. `signs_in`: by this account one can sign in."""

    person: str
    sign_in: str
    name: str
    signs_in: bool = True


def add_account(
    connection: Connection, *, sign_in: str, name: str, password: str, now: datetime
) -> str:
    """Make an account and return the person's id. Raises DomainError on a name already taken."""
    sign_in = _spelt(sign_in)
    if not sign_in or not name.strip():
        raise DomainError("Give a sign-in name and a name.", field="sign_in")
    if len(password) < SHORTEST_PASSWORD:
        raise DomainError(
            f"The password must have {SHORTEST_PASSWORD} characters or more.", field="password"
        )
    if connection.scalar(select(accounts.c.person).where(accounts.c.sign_in == sign_in)):
        raise DomainError(f"There is already an account {sign_in}.", field="sign_in")
    return _add(connection, sign_in=sign_in, name=name, password=_hasher.hash(password), now=now)


def account_outside(connection: Connection, *, known_as: str, name: str, now: datetime) -> str:
    """The id of somebody who acts without signing in; the first time, an account is made.

    `known_as` is unique, and stands where others have their sign-in name.
    """
    found = person_called(connection, known_as)
    return found or _add(connection, sign_in=_spelt(known_as), name=name, password="", now=now)


def _add(connection: Connection, *, sign_in: str, name: str, password: str, now: datetime) -> str:
    person = uuid4().hex
    connection.execute(
        insert(accounts).values(
            person=person,
            sign_in=sign_in,
            name=name.strip(),
            password=password,
            created_at=_text(now),
            disabled_at="",
        )
    )
    return person


def sign_in(
    connection: Connection, *, sign_in: str, password: str, address: str, now: datetime
) -> tuple[str, Account] | None:
    """Start a session: its token and the account, or None when name or password is wrong.

    Raises TooManyTriesError after five failures for a name, or fifty from an address, within
    fifteen minutes. Every try that was let through is written to the access log.
    """
    sign_in, address = _spelt(sign_in), address[:64]
    _throttle(connection, sign_in=sign_in, address=address, now=now)
    query = select(accounts).where(accounts.c.sign_in == sign_in, accounts.c.disabled_at == "")
    found = connection.execute(query).first()
    hashed = found.password if found and found.password else _NOBODY
    if not _matches(hashed, password) or found is None or not found.password:
        _write(connection, "failed", sign_in=sign_in, address=address, now=now)
        return None
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(sessions).values(
            token=_fingerprint(token),
            person=found.person,
            started_at=_text(now),
            seen_at=_text(now),
        )
    )
    _write(connection, "signed in", person=found.person, sign_in=sign_in, address=address, now=now)
    return token, Account(found.person, found.sign_in, found.name)


def signed_in(connection: Connection, token: str, *, now: datetime) -> Account | None:
    """Whose session it is; None when it has ended, was idle too long or is too old."""
    query = (
        select(accounts, sessions.c.started_at, sessions.c.seen_at)
        .join(sessions, sessions.c.person == accounts.c.person)
        .where(sessions.c.token == _fingerprint(token), accounts.c.disabled_at == "")
    )
    found = connection.execute(query).first()
    if (
        found is None
        or found.seen_at < _text(now - IDLE)
        or found.started_at < _text(now - LONGEST)
    ):
        return None
    return Account(found.person, found.sign_in, found.name)


def seen_lately(connection: Connection, token: str, *, now: datetime) -> bool:
    """Whether the session was noted as seen within the last minute, so need not be again."""
    query = select(sessions.c.seen_at).where(sessions.c.token == _fingerprint(token))
    seen = connection.scalar(query)
    return bool(seen and seen > _text(now - timedelta(minutes=1)))


def note_seen(connection: Connection, token: str, *, now: datetime) -> None:
    """Put off the end of an idle session."""
    here = sessions.c.token == _fingerprint(token)
    connection.execute(update(sessions).where(here).values(seen_at=_text(now)))


def sign_out(connection: Connection, token: str, *, address: str, now: datetime) -> None:
    """End a session, and forget those that have run out."""
    here = sessions.c.token == _fingerprint(token)
    person = connection.scalar(select(sessions.c.person).where(here))
    old = or_(sessions.c.seen_at < _text(now - IDLE), sessions.c.started_at < _text(now - LONGEST))
    connection.execute(delete(sessions).where(or_(here, old)))
    if person:
        _write(connection, "signed out", person=person, address=address[:64], now=now)


def names(connection: Connection) -> dict[str, str]:
    """The name of every person by id."""
    return {row.person: row.name for row in connection.execute(select(accounts))}


def everybody(connection: Connection) -> list[Account]:
    """Every account that is not disabled, by name; those without sign-in last."""
    query = (
        select(accounts)
        .where(accounts.c.disabled_at == "")
        .order_by(accounts.c.password == "", accounts.c.name)
    )
    return [
        Account(row.person, row.sign_in, row.name, row.password != "")
        for row in connection.execute(query)
    ]


def person_called(connection: Connection, sign_in: str) -> str:
    """The id of the person with that sign-in name, or ""."""
    query = select(accounts.c.person).where(accounts.c.sign_in == _spelt(sign_in))
    return connection.scalar(query) or ""


def latest_access(connection: Connection, *, limit: int = 200) -> list[Mapping[Any, Any]]:
    """The latest lines of the access log, newest first."""
    query = select(access_log).order_by(access_log.c.id.desc()).limit(limit)
    return list(connection.execute(query).mappings())


def _throttle(connection: Connection, *, sign_in: str, address: str, now: datetime) -> None:
    lately = (access_log.c.what == "failed", access_log.c.at > _text(now - TRY_WINDOW))
    for column, value, most in (
        (access_log.c.sign_in, sign_in, TRIES),
        (access_log.c.address, address, TRIES * 10),
    ):
        failed = connection.scalar(
            select(func.count()).select_from(access_log).where(column == value, *lately)
        )
        if (failed or 0) >= most:
            minutes = int(TRY_WINDOW.total_seconds() // 60)
            raise TooManyTriesError(
                f"Signing in was tried too often. Wait {minutes} minutes and try again."
            )


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _write(
    connection: Connection,
    what: str,
    *,
    now: datetime,
    person: str = "",
    sign_in: str = "",
    address: str = "",
) -> None:
    connection.execute(
        insert(access_log).values(
            at=_text(now), what=what, person=person, sign_in=sign_in, address=address
        )
    )


def _spelt(sign_in: str) -> str:
    """A sign-in name as it is kept. PostgreSQL keeps no NUL, and no account has one."""
    return sign_in.strip().casefold().replace("\0", "\N{REPLACEMENT CHARACTER}")[:200]


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
