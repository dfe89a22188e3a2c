"""Signs of life: when something was last done that nobody would miss at once.

`scrutiny tick` leaves one each time that it runs, also where nothing was overdue, so that it shows
when it has stopped running. A sign is no event: it says nothing of the partnership's business.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text

from application.accounts.side import SideRecords, signs

TICK = "tick"
TRIAL = "trial"
"""Left by whoever tries whether anything can be written."""

BACKUP = "backup"
"""Left by `scrutiny backup` where what it wrote is whole."""

LONGEST_WITHOUT_TICK = timedelta(hours=26)
"""A tick is meant to run once a day, and may be late for a morning's sake."""


def leave_sign(side: SideRecords, name: str, *, now: datetime, wait: bool = True) -> None:
    """Note that it was done now. Raises one of FAULTS."""
    with side.writing(wait=wait) as connection:
        connection.execute(_LEAVE, {"name": name, "at": now.isoformat(timespec="microseconds")})


def last_sign(connection: Connection, name: str) -> datetime | None:
    """When it was last done, by a connection that reads the side records; None: never."""
    at = connection.scalar(select(signs.c.at).where(signs.c.name == name))
    return datetime.fromisoformat(at) if at else None


def tick_is_late(last: datetime | None, *, now: datetime) -> bool:
    """Whether `scrutiny tick` should have run again by now."""
    return last is None or now - last > LONGEST_WITHOUT_TICK


_LEAVE = text(
    "INSERT INTO signs (name, at) VALUES (:name, :at) "
    "ON CONFLICT (name) DO UPDATE SET at = excluded.at"
)
