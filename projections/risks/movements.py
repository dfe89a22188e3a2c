"""What became of risks between two moments. A correction is no movement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from projections.columns import NUMBER, Column
from projections.comparing import CHANGE, Comparison
from projections.risks.risk_register import RISKS
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


def changes(earlier: View, view: View) -> list[Row]:
    """The same as rows: each risk with what became of it, and its score before."""
    found = movements_between(earlier, view).movements
    return [{**each.now, "change": each.change, "before": each.before} for each in found]


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
