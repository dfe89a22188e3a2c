"""Moments as people type them: a date, an instant, or a position of the log."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from application.ledger.clock import now, today
from application.ledger.ledger import Ledger
from domain.kernel.days.dates import read_date
from domain.kernel.errors import DomainError
from domain.kernel.item import LONDON, london_date, long_date
from domain.kernel.terms import Sight
from projections.audit.audit_trail import audit_trail, end_of, position_at, recorded_at
from projections.view import EVERYTHING, View

EARLIEST = 1900


class Moment(NamedTuple):
    """A day in London and a position of the log; and the moment itself."""

    on: date
    position: int
    instant: datetime


def look(
    ledger: Ledger, connection: Connection, words: str = "", *, sight: Sight = EVERYTHING
) -> View:
    """The ledger at the moment that the words name; without words, now.

    Raises DomainError where they name none.
    """
    words = words.strip()
    found = parse_when(connection, words) if words else Moment(today(), ledger.position(), now())
    return View(
        connection,
        found.on,
        found.position,
        now=not words,
        sight=sight,
        listed=ledger.listed,
        asked=words,
        unfounded=ledger.unfounded,
        instant=found.instant,
    )


def look_back(view: View, words: str) -> View:
    """The same reader's look at the earlier moment that the words name. Raises DomainError."""
    found = parse_when(view.connection, words)
    return view.back_to(on=found.on, position=found.position, instant=found.instant)


def parse_when(connection: Connection, text: str) -> Moment:
    """The moment that `text` names.

    A date, however it is written, is the end of that day in London, a month or a year the end of
    its last; an ISO instant without an offset is London time; `#42` is the log just after its
    event 42, and `2026-01-14T09:30#42` the same on a later day: what was overdue hangs on the day,
    what had happened on the position. Raises DomainError for anything else, for the future, and
    for a position that the log has not reached.
    """
    words = text.strip()
    if words.startswith("#"):
        return _at_position(connection, words)
    instant, at, position = words.partition("#")
    if at:
        return _at_both(connection, instant, f"#{position}")
    with suppress(ValueError):
        return at_end_of(connection, date.fromisoformat(words))
    with suppress(ValueError):
        return _at_instant(connection, datetime.fromisoformat(words))
    found = read_date(words)
    if found.end and not found.told:
        return at_end_of(connection, found.end)
    raise DomainError(
        f"“{text}” is not a moment. Write a date such as 14 January 2026, an instant such as "
        "2026-01-14T09:30, or a position of the log such as #42."
    )


def at_end_of(connection: Connection, day: date) -> Moment:
    """The end of a day in London. Raises DomainError for one in the future."""
    _must_be_sensible(day, latest=today())
    end = end_of(day)
    return Moment(day, position_at(connection, end), min(end, now()))


def _at_position(connection: Connection, words: str) -> Moment:
    number = words[1:].strip()
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise DomainError(f"“{words}” is not a position of the log. Write one such as #42.")
    position = int(number)
    last = connection.scalar(select(func.max(audit_trail.c.position))) or 0
    if position > last:
        raise DomainError(f"The log has no position {position} yet; its last is {last}.")
    recorded = recorded_at(connection, position) or recorded_at(connection, min(1, last))
    moment = datetime.fromisoformat(recorded) if recorded else now()
    return Moment(london_date(moment), position, moment)


def _at_both(connection: Connection, words: str, position: str) -> Moment:
    try:
        instant = datetime.fromisoformat(words)
    except ValueError as error:
        raise DomainError(f"“{words}” is not an instant such as 2026-01-14T09:30.") from error
    known, then = _at_position(connection, position), _at_instant(connection, instant)
    if known.position > then.position:
        raise DomainError(f"Event {known.position} was recorded later than {words}.")
    return Moment(then.on, known.position, then.instant)


def _at_instant(connection: Connection, moment: datetime) -> Moment:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    # Somewhere east of London it may be tomorrow already.
    _must_be_sensible(moment.date(), latest=today() + timedelta(days=1))
    if moment > now():
        raise DomainError("That moment is in the future.")
    return Moment(london_date(moment), position_at(connection, moment), moment)


def _must_be_sensible(day: date, *, latest: date) -> None:
    if day.year < EARLIEST:
        raise DomainError(f"There was no ledger in the year {day.year}.")
    if day > latest:
        raise DomainError(f"{long_date(day.isoformat())} is in the future.")
