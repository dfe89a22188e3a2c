"""The Partnership Risk Register as a paper: where the risks stand, and each that is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.kernel.bodies import BODIES, Body
from domain.kernel.vocabulary import said
from domain.risks.words import RESPONSES_CHOSEN
from projections.executive.standing import places
from projections.register import PAGE
from projections.risks.movements import Movement, moved_between, movements_of
from projections.risks.risk_register import RISKS, is_closed, is_open
from projections.versioned import Row
from projections.view import View
from web.executive.heat import heat_map
from web.executive.telling import most_telling, moved_in_words
from web.papers.brief import Brief
from web.papers.kinds.executive import change_words, map_of, moved
from web.papers.kinds.some import Some, some
from web.papers.paper import (
    Block,
    Head,
    Place,
    Section,
    Table,
    Value,
    brief_date,
    day_of,
)
from web.wording import counted, owner_words, state_of_risk, times


def sections(brief: Brief) -> Iterator[Section]:
    """The map and what moved, then every open risk, and what was closed since."""
    view, earlier = brief.view, brief.earlier
    movements = most_telling(moved_between(earlier, view, most=PAGE))
    grid = heat_map(view.matrix, places(view), movements)
    yield Section("Where they stand", [map_of(grid)], Place.LEFT)
    told = moved(moved_in_words(movements[:_MOVED]), earlier)
    yield Section("What moved, and why", [told], Place.RIGHT)
    found = some(RISKS, view, is_open())
    yield Section(f"Open risks ({counted(found.total)})", list(_open(found, brief)))
    closed = some(RISKS, view, is_closed(), RISKS.c.closed_on > earlier.today)
    title = f"Closed since {brief_date(earlier.on)} ({counted(closed.total)})"
    yield Section(title, [_closed(closed.rows), *closed.cut])


_MOVED = 8
_HEADS = [
    Head("Ref", 1.3), Head("Risk: cause, and what may come of it", 4.6), Head("Accountable", 1.7),
    Head("Inherent", 0.9), Head("Now", 1.2), Head("Since", 1), Head("Target", 1.3),
    Head("Controls", 0.8, number=True), Head("Response, appetite", 1.3),
    Head("Asked, decided", 2.2), Head("Next review", 1),
]  # fmt: skip


def _open(found: Some, brief: Brief) -> Iterator[Block]:
    moves = movements_of(found.rows, earlier=brief.earlier, view=brief.view)
    lines = [_line(each, moves[each["reference"]], brief.view) for each in found.rows]
    yield Table("Open", _HEADS, lines, "No risk is open.")
    yield from found.cut


def _line(row: Row, move: Movement, view: View) -> list[Value]:
    told = [row["title"], row["cause"], row["consequence"]]
    response = RESPONSES_CHOSEN.get(row["response"], "")
    appetite = "" if row["appetite"] is None else f"appetite {row['appetite']}"
    return [
        row["reference"],
        "\n".join(filter(None, told)),
        owner_words(row, view) or "Nobody yet",
        row["inherent_figure"],
        state_of_risk(row, view),
        change_words(move),
        _target(row),
        row["controls"],
        ", ".join(filter(None, [response, appetite])),
        _asked(row),
        day_of(row["review_on"]) or "None planned",
    ]


def _target(row: Row) -> str:
    figure = "" if row["target_figure"] is None else str(row["target_figure"])
    due = f"by {brief_date(day)}" if not isinstance(day := day_of(row["target_on"]), str) else ""
    moves = f"moved {times(row['target_moves'])}" if row["target_moves"] else ""
    return ", ".join(filter(None, [" ".join(filter(None, [figure, due])), moves]))


def _asked(row: Row) -> str:
    """What was asked of whom, or what was decided last."""
    if row["escalated_to"]:
        return f"{BODIES[Body(row['escalated_to'])]}: {row['question']}"
    return said(row["decision"]) if row["decision"] else ""


def _closed(rows: Sequence[Row]) -> Table:
    heads = [Head("Ref", 1), Head("Risk", 3), Head("Closed", 1), Head("Why", 4)]
    lines: list[list[Value]] = [
        [row["reference"], row["title"], day_of(row["closed_on"]), row["closing"]] for row in rows
    ]
    return Table("Closed", heads, lines, "None was closed.")
