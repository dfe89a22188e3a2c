"""Signing in and out. Nothing here waits for the log's lock, and argon2 runs in no transaction."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from application.accounts import kept_words, passwords, sessions, tries
from application.accounts.access_log import Noted, forget_old_lines, note
from application.accounts.people import accounts, spelt
from application.accounts.reads import forget_old_reads
from application.accounts.side import SideRecords, at_once
from application.accounts.tries import TooManyTriesError, network_of
from application.ledger.ledger import Ledger
from application.ledger.storage.faults import FAULTS, explain

_log = logging.getLogger("scrutiny.accounts")
"""What is said is a dictionary: the site makes a line of it as of all else."""


@dataclass(frozen=True)
class Visitor:
    """From where somebody comes: the address, and what their browser says that it is."""

    address: str = ""
    browser: str = ""


@dataclass(frozen=True)
class _Known:
    """What the account that is meant says; all "" where there is none that can be used."""

    person: str = ""
    password: str = ""
    asks_for_code: bool = False


def sign_in(
    ledger: Ledger,
    side: SideRecords,
    *,
    name: str,
    password: str,
    visitor: Visitor,
) -> str | None:
    """Begin a session: the token for the browser, or None when name or password is wrong.

    Raises TooManyTriesError or TooBusyError. Whatever comes of it is in the access log.
    """
    now = ledger.now()
    with ledger.reading() as connection:
        known = _known(connection, name)
    stranger = "" if known.person else side.digest(f"name {spelt(name)}")[:12]
    line = Noted("failed", known.person, stranger=stranger, address=visitor.address)
    who = side.digest(f"try {spelt(name)} from {network_of(visitor.address)}")
    take_a_try(side, who, line, now=now)
    if not passwords.matches(known.password, password):
        with side.writing() as connection:
            note(connection, line, now=now)
        return None
    with side.writing() as connection:
        tries.forget(connection, who)
        sessions.forget_ended(connection, now=now)
        kept_words.forget_old(connection, now=now)
        forget_old_lines(connection, now=now)
        forget_old_reads(connection, now=now)
        token = sessions.start(
            connection, known.person, proved=not known.asks_for_code,
            address=visitor.address, browser=visitor.browser, now=now,
        )  # fmt: skip
        note(connection, Noted("signed in", known.person, address=visitor.address), now=now)
    if passwords.outdated(known.password):
        _hash_anew(ledger, known, password)
    return token


def _hash_anew(ledger: Ledger, known: _Known, password: str) -> None:
    """Keep the password as is right today. It may wait, and keeps nobody out where it fails."""
    hashed = passwords.hashed_anew(password)
    here = (accounts.c.person == known.person, accounts.c.password == known.password)
    try:
        with at_once(ledger.engine) as connection:
            connection.execute(update(accounts).where(*here).values(password=hashed))
    except FAULTS as error:
        _log.info({"event": "password not hashed anew", "name": explain(error).name})


def take_a_try(side: SideRecords, who: str, line: Noted, *, now: datetime) -> None:
    """Count a try. Raises TooManyTriesError, and puts the first such refusal on record."""
    try:
        with side.writing() as connection:
            tries.take(connection, who, now=now)
    except TooManyTriesError as refusal:
        if not refusal.noted:
            with side.writing() as connection:
                tries.note_refusal(connection, who)
                refused = Noted(
                    "refused", line.person, stranger=line.stranger, address=line.address
                )
                note(connection, refused, now=now)
            who_was = {"account": line.person} if line.person else {"stranger": line.stranger}
            told = {"address": line.address, "seconds": refusal.seconds}
            _log.warning({"event": "try refused", **who_was, **told})
        raise


def sign_out(side: SideRecords, token: str, *, visitor: Visitor, now: datetime) -> None:
    """End a session, and forget those that have run out."""
    with side.writing() as connection:
        session = sessions.session_of(connection, token, now=now)
        sessions.end(connection, sessions.fingerprint(token))
        sessions.forget_ended(connection, now=now)
        if session:
            note(connection, Noted("signed out", session.person, address=visitor.address), now=now)


def _known(connection: Connection, name: str) -> _Known:
    query = select(accounts.c.person, accounts.c.password, accounts.c.second_factor != "").where(
        accounts.c.sign_in == spelt(name), accounts.c.disabled_at == ""
    )
    found = connection.execute(query).first()
    return _Known(*found) if found and found.password else _Known()
