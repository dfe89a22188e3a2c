"""The access log: who came and went, who was refused, and what was done to accounts.

Names stand in it as the ids of accounts. What somebody typed as a name that is no account's may be
a password that slipped into the wrong field: of that only a keyed digest is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from application.accounts.side import access_log

KEPT_FOR = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Noted:
    """One line. `by` is whoever did it to somebody else's account, `stranger` a digest."""

    what: str
    person: str = ""
    by: str = ""
    stranger: str = ""
    address: str = ""


def note(connection: Connection, line: Noted, *, now: datetime) -> None:
    """Write a line of the access log."""
    connection.execute(
        insert(access_log).values(
            at=_text(now),
            what=line.what,
            person=line.person,
            by=line.by,
            stranger=line.stranger,
            address=line.address[:64],
        )
    )


def latest_access(connection: Connection, *, limit: int = 200) -> list[Mapping[Any, Any]]:
    """The latest lines of the access log, newest first."""
    query = select(access_log).order_by(access_log.c.id.desc()).limit(limit)
    return list(connection.execute(query).mappings())


def forget_addresses(connection: Connection, person: str) -> None:
    """Take out of the lines about a person from where they came."""
    here = access_log.c.person == person
    connection.execute(update(access_log).where(here).values(address=""))


def forget_old_lines(connection: Connection, *, now: datetime) -> None:
    """Remove what is older than is kept."""
    connection.execute(delete(access_log).where(access_log.c.at < _text(now - KEPT_FOR)))


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
