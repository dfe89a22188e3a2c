"""What the first page of a long list costs beyond the queries behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from application.ledger.clock import today
from benchmarks.figures import PROCESSOR, Figure, in_turn, middle
from benchmarks.partnership import RECOMMENDATIONS, RISKS, Partnership
from benchmarks.plain import plain_sqlite
from benchmarks.visitor import Visitor
from domain.kernel.terms import Sight
from projections.partnership.agencies import list_agencies
from projections.recommendations import follow_up
from projections.risks.risk_register import Filters, register_page
from projections.versioned import Moment

_ROUNDS = 40


def first_page(partnership: Partnership) -> Figure:
    """/risks through the WSGI application, and its two queries as bare SQL: processor time."""
    return _figure(partnership, "/risks", _first_page, f"{RISKS:,} risks", aim=12)


def follow_up_page(partnership: Partnership) -> Figure:
    """/recommendations, and the queries of its list and its figures: processor time."""
    what = f"{RECOMMENDATIONS:,} recommendations"
    return _figure(partnership, "/recommendations", _follow_up_page, what, aim=15)


def _figure(
    partnership: Partnership,
    path: str,
    read: Callable[[Partnership], None],
    what: str,
    *,
    aim: float,
) -> Figure:
    visitor = Visitor(partnership)
    queries = _queries_of(partnership, lambda: read(partnership))
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


def _first_page(partnership: Partnership) -> None:
    with partnership.ledger.reading() as connection:
        register_page(
            connection, moment=Moment(today()), sight=Sight(everything=True), filters=Filters()
        )


def _follow_up_page(partnership: Partnership) -> None:
    ledger, moment = partnership.ledger, Moment(today())
    limits = follow_up.limits_on(moment.on, deadlines=ledger.deadlines, calendar=ledger.calendar)
    with ledger.reading() as connection:
        follow_up.follow_up_page(
            connection, moment=moment, limits=limits, filters=follow_up.Filters()
        )
        follow_up.figures(connection, moment=moment, limits=limits)
        follow_up.themes(connection)
        list_agencies(connection)


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
