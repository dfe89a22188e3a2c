"""What `scrutiny verify` found when it last ran, kept for the page that shows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from application.accounts.side import SideRecords, verifications
from application.proof.verifying import Verified

KEPT = 100
"""Runs that are remembered."""


@dataclass(frozen=True)
class AreaRun:
    """What was looked at of an area, how many faults there were, and the first in words."""

    name: str
    covers: str
    count: int
    first: str


@dataclass(frozen=True)
class Run:
    """One run; `at` is an aware moment."""

    at: datetime
    size: int
    root: str
    seconds: int
    areas: Sequence[AreaRun]

    @property
    def whole(self) -> bool:
        return not any(each.count for each in self.areas)


def keep_run(side: SideRecords, verified: Verified, *, now: datetime) -> None:
    """Keep what was found. Raises one of FAULTS."""
    areas = [
        [each.name, each.covers, each.count, str(each.faults[0]) if each.faults else ""]
        for each in verified.areas
    ]
    row = {
        "at": now.isoformat(timespec="microseconds"),
        "size": verified.size,
        "root": verified.root.hex(),
        "seconds": round(verified.seconds),
        "found": json.dumps(areas, ensure_ascii=False),
    }
    with side.writing() as connection:
        c = verifications.c
        connection.execute(delete(verifications).where(c.at == row["at"]))
        connection.execute(insert(verifications).values(row))
        oldest = select(c.at).order_by(c.at.desc()).offset(KEPT).limit(1)
        if (before := connection.scalar(oldest)) is not None:
            connection.execute(delete(verifications).where(c.at <= before))


def last_run(connection: Connection) -> Run | None:
    """The last run, by a connection that reads the side records; None: there was none."""
    query = select(verifications).order_by(verifications.c.at.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    areas = [AreaRun(*each) for each in json.loads(row.found)]
    return Run(datetime.fromisoformat(row.at), row.size, row.root, row.seconds, areas)
