"""What the first page of a long list costs beyond the queries behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from benchmarks.figures import PROCESSOR, Figure, in_turn, middle
from benchmarks.partnership import RECOMMENDATIONS, RISKS, Partnership
from benchmarks.plain import plain_sqlite
from benchmarks.visitor import Visitor

_ROUNDS = 40


def first_page(partnership: Partnership) -> Figure:
    """/risks through the WSGI application, and its queries as bare SQL: processor time."""
    return _figure(partnership, "/risks", f"{RISKS:,} risks", aim=12)


def follow_up_page(partnership: Partnership) -> Figure:
    """/recommendations, and its queries as bare SQL: processor time."""
    what = f"{RECOMMENDATIONS:,} recommendations"
    return _figure(partnership, "/recommendations", what, aim=15)


def _figure(
    partnership: Partnership,
    path: str,
    what: str,
    *,
    aim: float,
) -> Figure:
    visitor = Visitor(partnership)
    queries = _queries_of(partnership, lambda: visitor.get(path))
    with plain_sqlite(partnership.database) as plain:

        def query() -> None:
            for statement, values in queries:
                plain.execute(statement, values).fetchall()

        rounds = in_turn(lambda: visitor.get(path), query, rounds=_ROUNDS, clock=PROCESSOR)
    page = middle(ours for ours, _ in rounds) * 1000
    bare = middle(theirs for _, theirs in rounds) * 1000
    return Figure(
        f"First page of {what}: Python on top of SQL",
        middle(ours - theirs for ours, theirs in rounds) * 1000,
        "ms",
        aim=aim,
        details=f"page {page:.1f} ms, its SQL {bare:.1f} ms",
    )


def _queries_of(partnership: Partnership, act: Callable[[], object]) -> list[tuple[str, Any]]:
    """The SELECT statements that `act` executes, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, _many: bool) -> None:
        if statement.startswith("SELECT"):
            found.append((statement, values))

    event.listen(partnership.ledger.engine, "before_cursor_execute", note)
    act()
    event.remove(partnership.ledger.engine, "before_cursor_execute", note)
    return found
