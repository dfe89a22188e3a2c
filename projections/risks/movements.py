"""What became of risks between two moments. A correction is no movement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, and_, or_, select

from projections.columns import NUMBER, Column
from projections.comparing import CHANGE, Comparison, is_corrected
from projections.risks.risk_register import RISKS, is_closed, is_open
from projections.versioned import Row
from projections.view import View


@dataclass(frozen=True)
class Movement:
    """What became of one risk between two moments.

    `change` is new, up, down, same, scored (it had no figure before), closed or reopened;
    `before` is the earlier figure with later corrections applied: a correction is no movement.
    """

    change: str
    now: Row
    earlier: Row | None = None
    before: int | None = None


@dataclass(frozen=True)
class Movements:
    """Every risk that was open at either moment."""

    movements: list[Movement] = field(default_factory=list)

    def of(self, *changes: str) -> list[Movement]:
        return [movement for movement in self.movements if movement.change in changes]


def movements_between(earlier: View, view: View) -> Movements:
    """The register of `view` against that of `earlier`, the highest score first."""
    rows = RISKS.rows(view)
    found = movements_of(rows, earlier=earlier, view=view)
    return Movements([found[row["reference"]] for row in rows if row["reference"] in found])


def moved_between(earlier: View, view: View, *, most: int) -> list[Movement]:
    """Those that moved, came or went, the highest score first: the first of them."""
    found = [
        *_moved(earlier, view, is_open(), most=most),
        *_moved(earlier, view, is_closed(), most=most),
    ]
    return sorted(found, key=_highest_first)[:most]


def _moved(
    earlier: View, view: View, which: ColumnElement[bool], *, most: int
) -> Iterator[Movement]:
    """In the order of the register, so that it is read no further than needed."""
    now, then = RISKS.c, RISKS.table.alias("then")
    stood = and_(then.c.reference == now.reference, earlier.at(then))
    other = or_(
        then.c.reference.is_(None),
        then.c.status != now.status,
        then.c.assessment.is_distinct_from(now.assessment),
    )
    query = (
        RISKS.select(view)
        .select_from(RISKS.table.outerjoin(then, stood))
        # A row from before has not moved; to look that up for each would take the time.
        .where(now.since > earlier.position, which, other)
        .where(or_(now.status == "open", then.c.status == "open"))
        .order_by(*RISKS.order("", view))
        .limit(_AT_ONCE)
    )
    given = 0
    for skipped in range(0, _LOOKED_AT, _AT_ONCE):
        rows = [RISKS.told(view, row) for row in view.rows(query.offset(skipped))]
        found = movements_of(rows, earlier=earlier, view=view)
        moved = [each for row in rows if (each := found.get(row["reference"]))]
        for movement in moved:
            if movement.change != "same" and given < most:
                given += 1
                yield movement
        if given == most or len(rows) < _AT_ONCE:
            return


_AT_ONCE = 200
_LOOKED_AT = 2_000
"""Risks that were judged again; to a score like the one before they have not moved."""


def _highest_first(movement: Movement) -> tuple[bool, int, str]:
    figure = movement.now["current_figure"]
    return figure is None, -(figure or 0), movement.now["reference"]


def changes(earlier: View, view: View) -> list[Row]:
    """The same as rows: each risk with what became of it, and its score before."""
    found = movements_between(earlier, view).movements
    return [{**each.now, "change": _told(each), "before": each.before} for each in found]


def _told(movement: Movement) -> str:
    corrected = movement.earlier is not None and is_corrected(movement.earlier, movement.now)
    return "corrected" if movement.change == "same" and corrected else movement.change


RISK_MOVEMENTS = Comparison(
    changes,
    [
        CHANGE,
        RISKS.column("reference"),
        RISKS.column("title"),
        Column("before", "Score before", NUMBER),
        replace(RISKS.column("current_figure"), label="Score now"),
        replace(RISKS.column("current_band"), label="Band now"),
        replace(RISKS.column("movement_reason"), label="Reason"),
    ],
)


def movements_of(rows: Sequence[Row], *, earlier: View, view: View) -> dict[str, Movement]:
    """What became of the risks of these rows, as they stand in `view`, since `earlier`."""
    asked = RISKS.c.reference.in_([row["reference"] for row in rows])
    then = {row["reference"]: row for row in RISKS.rows(earlier, asked)}
    moved = [
        row for row in rows
        if row["reference"] in then and then[row["reference"]]["assessment"] != row["assessment"]
    ]  # fmt: skip
    settled = _settled_figures(moved, view)
    found = {}
    for row in rows:
        earlier_row = then.get(row["reference"])
        before = row["current_figure"]
        if earlier_row and earlier_row["assessment"] != row["assessment"]:
            before = settled.get((row["reference"], earlier_row["assessment"]))
        if movement := _movement(row, earlier_row, before if earlier_row else None):
            found[row["reference"]] = movement
    return found


def _settled_figures(rows: Sequence[Row], view: View) -> dict[tuple[str, int], int | None]:
    """The figure that each assessment of the current score came to once it was corrected."""
    row = RISKS.c
    query = (
        select(row.reference, row.assessment, row.current_figure)
        .where(row.reference.in_([each["reference"] for each in rows]), row.since <= view.position)
        .order_by(row.since)
    )
    lines = view.connection.execute(query)
    return {(line.reference, line.assessment): line.current_figure for line in lines}


def _movement(now: Row, then: Row | None, before: int | None) -> Movement | None:
    was_open = then is not None and then["status"] == "open"
    is_open = now["status"] == "open"
    if not was_open and not is_open:
        return None
    if not is_open:
        return Movement("closed", now, then, before)
    if then is None:
        return Movement("new", now)
    if not was_open:
        return Movement("reopened", now, then, before)
    figure = now["current_figure"]
    if figure is None or before is None:
        change = "same" if figure == before else "scored"
    else:
        change = "up" if figure > before else "down" if figure < before else "same"
    return Movement(change, now, then, before)
