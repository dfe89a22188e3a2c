"""What the first page of a large register costs beyond the queries behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from application.clock import today
from benchmarks.figures import PROCESSOR, Figure, in_turn, middle
from benchmarks.partnership import RISKS, Partnership
from benchmarks.plain import plain_sqlite
from benchmarks.visitor import Visitor
from domain.terms import Sight
from projections.risk_register import Filters, register_page
from projections.versioned import Moment

_ROUNDS = 40


def first_page(partnership: Partnership) -> Figure:
    """/risks through the WSGI application, and its two queries as bare SQL: processor time."""
    visitor = Visitor(partnership)
    queries = _queries_of(partnership, lambda: _first_page(partnership))
    with plain_sqlite(partnership.database) as plain:

        def query() -> None:
            for statement, values in queries:
                plain.execute(statement, values).fetchall()

        rounds = in_turn(lambda: visitor.get("/risks"), query, rounds=_ROUNDS, clock=PROCESSOR)
    page = middle(ours for ours, _ in rounds) * 1000
    bare = middle(theirs for _, theirs in rounds) * 1000
    return Figure(
        f"First page of {RISKS:,} risks: Python on top of SQL",
        middle(ours - theirs for ours, theirs in rounds) * 1000,
        "ms",
        aim=12,
        details=f"page {page:.1f} ms, its SQL {bare:.1f} ms",
    )


def _first_page(partnership: Partnership) -> None:
    with partnership.ledger.reading() as connection:
        register_page(
            connection, moment=Moment(today()), sight=Sight(everything=True), filters=Filters()
        )


def _queries_of(partnership: Partnership, act: Callable[[], None]) -> list[tuple[str, Any]]:
    """The SELECT statements that `act` executes, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, _many: bool) -> None:
        if statement.startswith("SELECT"):
            found.append((statement, values))

    event.listen(partnership.ledger.engine, "before_cursor_execute", note)
    act()
    event.remove(partnership.ledger.engine, "before_cursor_execute", note)
    return found
