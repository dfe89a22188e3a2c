"""Up to where somebody has marked what changed as seen: a position of the log, for each person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from application.accounts.side import seen_up_to


@dataclass(frozen=True)
class Seen:
    """Everything up to `position` is seen; it was said at a moment in ISO's form."""

    position: int
    at: str


def seen_by(connection: Connection, person: str) -> Seen | None:
    """Up to where a person has seen what changed; None where they have never said so."""
    row = connection.execute(select(seen_up_to).where(seen_up_to.c.person == person)).first()
    return Seen(row.position, row.at) if row else None


def mark_as_seen(connection: Connection, person: str, position: int, *, now: datetime) -> None:
    """Note that a person has seen everything up to a position; never less than before."""
    before = seen_by(connection, person)
    position = max(position, before.position if before else 0)
    forget_seen(connection, person)
    at = now.isoformat(timespec="microseconds")
    connection.execute(insert(seen_up_to).values(person=person, position=position, at=at))


def forget_seen(connection: Connection, person: str) -> None:
    """Forget what a person has seen."""
    connection.execute(delete(seen_up_to).where(seen_up_to.c.person == person))
