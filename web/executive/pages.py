"""The Executive's page: the outstanding risks, on one page that can be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for

from domain.kernel.bodies import BODY_NAMES
from domain.risks.matrix import Matrix
from domain.risks.risk import Risk
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.listed import each_of
from projections.recommendations import follow_up
from projections.recommendations.figures import figures
from projections.recommendations.follow_up import FOLLOW_UP
from projections.risks import risk_register
from projections.risks.movements import Movements, movements_between
from projections.risks.risk_register import (
    above_appetite,
    awaiting_answer,
    band_counts,
    hygiene_counts,
    open_risks,
    target_dates,
)
from projections.versioned import Row
from projections.view import View
from web.security import allow
from web.view import since_asked_for, the_view

pages = Blueprint("executive", __name__)

_CHIPS = 6


@pages.get("/executive")
@allow("see.executive")
def executive() -> str:
    """Counts by band, heat map, movements, escalations, and what is not as it should be."""
    view, earlier = the_view(), since_asked_for()
    movements = movements_between(earlier, view)
    return render_template(
        "executive.html",
        bands=band_counts(view),
        bands_earlier=band_counts(earlier),
        above_appetite=open_risks(view, above_appetite(view)),
        target_dates=target_dates(view),
        overdue_reviews=open_risks(view, risk_register.overdue(view)),
        hygiene=hygiene_counts(view),
        recommendations=figures(view),
        late_recommendations=_late_recommendations(view),
        disputes=_disputes(view),
        as_at=view.on,
        position=view.position,
        earlier=earlier,
        matrix=view.matrix,
        outstanding=[each for each in movements.movements if each.change != "closed"],
        moved=movements.of("up", "down", "scored", "new", "closed", "reopened"),
        grid=heat_map(view.matrix, movements, view),
        off_the_map=_off_the_map(movements),
        escalations=[(row, _age(row["escalated_on"], view.on)) for row in awaiting_answer(view)],
        body_names=BODY_NAMES,
    )


def _late_recommendations(view: View) -> list[tuple[Row, list[str]]]:
    """The overdue recommendations that a risk is linked to, each with those risks."""
    late = FOLLOW_UP.rows(view, follow_up.overdue(view), follow_up.linked_to(Risk))
    return [(row, _risks_linked(row)) for row in late]


def _disputes(view: View) -> list[tuple[Row, int]]:
    """Those that the group can no longer settle, each with its working days at the stage."""
    rows = DISPUTES.rows(view, disputes.is_open(), disputes.beyond())
    between = view.calendar.between
    return [(row, between(date.fromisoformat(row["entered_on"]), view.on)) for row in rows]


def _risks_linked(row: Row) -> list[str]:
    return [other for other in each_of(row["links"]) if other.startswith(Risk.prefix)]


def _age(day: str, on: date) -> int:
    """Days from an ISO date to a day."""
    return (on - date.fromisoformat(day)).days


# ---------------------------------------------------------------- the heat map


@dataclass(frozen=True)
class Chip:
    """A risk in a cell; `earlier`: it only stood there at the earlier moment."""

    reference: str
    title: str
    href: str
    note: str = ""
    earlier: bool = False


@dataclass(frozen=True)
class Cell:
    """One product of likelihood and impact."""

    score: int
    band: str
    chips: Sequence[Chip]
    more: dict[str, Any] | None


@dataclass(frozen=True)
class Axis:
    """One value of likelihood or impact; a row has its cells."""

    value: int
    word: str
    cells: Sequence[Cell] = ()


@dataclass(frozen=True)
class Grid:
    """The heat map: impacts from left to right, rows from the likeliest down."""

    impacts: Sequence[Axis]
    rows: Sequence[Axis]


def heat_map(matrix: Matrix, movements: Movements, view: View) -> Grid:
    """Where each open risk stands, and where it stood at the earlier moment if elsewhere."""
    chips: dict[tuple[int, int], list[Chip]] = {}
    for movement in movements.movements:
        now, then = _place(movement.now), _place(movement.earlier)
        if movement.earlier and movement.earlier["current_figure"] != movement.before:
            then = None  # It was corrected since, so it never stood there.
        href = url_for("risks.risk", reference=movement.now["reference"], **view.query)
        name, title = movement.now["reference"], movement.now["title"]
        closed = movement.change == "closed"
        if now and not closed:
            note = {"new": "new", "reopened": "reopened"}.get(movement.change, "")
            if then and then != now:
                note = f"was {then[0]} × {then[1]}"
            chips.setdefault(now, []).append(Chip(name, title, href, note))
        if then and (closed or then != now):
            gone = "closed since" if closed else f"now {now[0]} × {now[1]}" if now else "moved"
            chips.setdefault(then, []).append(Chip(name, title, href, gone, earlier=True))
    impacts = [Axis(value, word) for value, word in enumerate(matrix.impacts, 1)]
    rows = [
        Axis(value, word, [_cell(matrix, value, impact.value, chips, view) for impact in impacts])
        for value, word in reversed(list(enumerate(matrix.likelihoods, 1)))
    ]
    return Grid(impacts, rows)


def _cell(
    matrix: Matrix,
    likelihood: int,
    impact: int,
    chips: dict[tuple[int, int], list[Chip]],
    view: View,
) -> Cell:
    score = likelihood * impact
    here = sorted(chips.get((likelihood, impact), []), key=lambda chip: chip.earlier)
    hidden = len(here) - _CHIPS
    band = matrix.band_of(score)
    whole_band = url_for("risks.register", band=band, **view.query)
    more = {"count": hidden, "href": whole_band} if hidden > 0 else None
    return Cell(score, band, here[:_CHIPS], more)


def _place(row: Row | None) -> tuple[int, int] | None:
    """Likelihood and impact of an open risk's current score, where both are known."""
    if row is None or row["status"] != "open":
        return None
    likelihood, impact = row["current_likelihood"], row["current_impact"]
    return (likelihood, impact) if likelihood and impact else None


def _off_the_map(movements: Movements) -> list[Row]:
    return [
        movement.now
        for movement in movements.movements
        if movement.change != "closed" and _place(movement.now) is None
    ]
