"""What it costs to make every register anew from the log, beside the least that it could cost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from benchmarks.figures import PROCESSOR, Figure, in_turn, middle
from benchmarks.partnership import Partnership
from benchmarks.plain import plain_sqlite
from projections.rebuild import rebuild
from web.nouns import every_projection


def rebuilt(partnership: Partnership) -> Figure:
    """All registers, beside decoding the log once and a bare `executemany` of the same rows into
    tables without indexes: processor time."""
    ledger, events = partnership.ledger, partnership.ledger.position()
    tables = _tables(partnership)

    def bare() -> None:
        for _ in ledger.events_after(0):
            pass
        with closing(sqlite3.connect(":memory:")) as memory:
            for table in tables:
                memory.execute(table.creation)
                memory.executemany(table.insertion, table.rows)

    rounds = in_turn(lambda: rebuild(ledger, every_projection()), bare, rounds=3, clock=PROCESSOR)
    ours, theirs = (middle(each) for each in zip(*rounds, strict=True))
    count = sum(len(table.rows) for table in tables)
    return Figure(
        f"Decoding {events:,} events and inserting {count:,} rows, to all registers anew",
        middle(theirs / ours for ours, theirs in rounds),
        "",
        aim=0.5,
        at_least=True,
        details=f"{theirs:.1f} s and {ours:.1f} s",
    )


@dataclass(frozen=True)
class _Table:
    """A register's table as it stands, and how to make the like of it."""

    creation: str
    insertion: str
    rows: list[tuple[object, ...]]


def _tables(partnership: Partnership) -> list[_Table]:
    found = []
    with plain_sqlite(partnership.database) as plain:
        for name in (each.table.name for each in every_projection()):
            (creation,) = plain.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [name]
            ).fetchone()
            rows = plain.execute(f'SELECT * FROM "{name}"')
            places = ", ".join("?" * len(rows.description))
            insertion = f'INSERT INTO "{name}" VALUES ({places})'
            found.append(_Table(creation, insertion, rows.fetchall()))
    return found
