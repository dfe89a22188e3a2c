"""How many times a second a decision can be recorded, beside plain durable inserts."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from application.doing.intents import perform
from application.ledger.log.log_tables import stored_events
from application.nouns.risks import ASSESS
from benchmarks.figures import Figure, in_turn, middle
from benchmarks.partnership import Partnership, somebody
from benchmarks.plain import plain_sqlite

_EACH = 100
_ROUNDS = 15
_STATE = b"x" * 300
"""As long as what an assessment is stored as."""
_REST = ("RSK-2026-001", "2026-11-25T10:02:11.123456Z", b"x" * 32)


def decisions(partnership: Partnership) -> Figure:
    """Load a risk, decide, append and project, beside inserting a row like the event's.

    Both are a transaction each, and on the disk when it is over.
    """
    references, numbers = partnership.references, count()
    person = somebody(partnership.ledger)

    def decide() -> None:
        for _ in range(_EACH):
            number = next(numbers)
            assessment = {
                "measure": "current",
                "likelihood": str(1 + number % 5),
                "impact": str(1 + number % 4),
                "reason": "Two more vacancies since the last meeting.",
            }
            perform(
                partnership.ledger,
                ASSESS,
                assessment,
                person=person,
                reference=references[number % len(references)],
                command=f"decision {number}",
            )

    with plain_sqlite(partnership.database.with_name("plain.db")) as plain:
        plain.execute(str(CreateTable(stored_events).compile(dialect=sqlite.dialect())))
        positions = count(1)

        def insert() -> None:
            for _ in range(_EACH):
                event = (next(positions), uuid4().hex, 1, "Risk.Assessed", _STATE, *_REST)
                plain.execute("BEGIN IMMEDIATE")
                plain.execute("INSERT INTO stored_events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", event)
                plain.execute("COMMIT")

        rounds = in_turn(decide, insert, rounds=_ROUNDS)
    decided = _EACH / middle(ours for ours, _ in rounds)
    inserted = _EACH / middle(theirs for _, theirs in rounds)
    return Figure(
        "Decisions recorded, to plain durable inserts",
        middle(theirs / ours for ours, theirs in rounds),
        "",
        aim=0.3,
        at_least=True,
        details=f"{decided:,.0f} and {inserted:,.0f} a second",
    )
