"""The Executive's page: the outstanding risks, on one page that can be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, render_template, url_for
from sqlalchemy import ColumnElement, and_

from domain.kernel.bodies import BODY_NAMES
from domain.risks.matrix import Matrix
from domain.risks.risk import Risk
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.filters import Condition
from projections.firsts import Firsts, Listed
from projections.listed import each_of
from projections.questions import Remembered
from projections.recommendations import follow_up
from projections.recommendations.figures import figures
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import PAGE, Page
from projections.risks import risk_register
from projections.risks.movements import Movement, moved_between, movements_of
from projections.risks.risk_register import RISKS, band_counts, hygiene_counts, is_open
from projections.versioned import Row
from projections.view import View
from web.proof.code import short_code
from web.security import allow
from web.since import since_asked_for, since_in_words
from web.view import the_view

pages = Blueprint("executive", __name__)

_CHIPS = 6
"""Risks that a cell of the heat map shows."""
_IN_A_CELL = 1_000
"""How far the risks of a cell are counted."""


@pages.get("/executive")
@allow("see.executive")
def executive() -> str:
    """Counts by band, heat map, movements, escalations, and what is not as it should be.

    Of each list fifty rows, and the rest behind a link: the page does not grow with the register.
    """
    view, earlier = the_view(), since_asked_for()
    lists = _lists(view)
    moved = moved_between(earlier, view, most=PAGE)
    outstanding = lists["outstanding"].rows
    return render_template(
        "executive.html",
        bands=band_counts(view),
        bands_earlier=band_counts(earlier),
        lists=lists,
        hygiene=hygiene_counts(view),
        recommendations=figures(view),
        late_recommendations=[(row, _risks_linked(row)) for row in lists["late"].rows],
        disputes=[(row, _working_days(row, view)) for row in lists["disputes"].rows],
        as_at=view.on,
        position=view.position,
        code=short_code(view),
        earlier=earlier,
        since=since_in_words(earlier),
        matrix=view.matrix,
        outstanding=movements_of(outstanding, earlier=earlier, view=view).values(),
        moved=moved,
        shown=PAGE,
        grid=heat_map(view.matrix, _cells(view), moved, earlier=earlier, view=view),
        escalations=[
            (row, _age(row["escalated_on"], view.on)) for row in lists["escalations"].rows
        ],
        body_names=BODY_NAMES,
    )


def _open_and(which: Condition) -> Condition:
    return lambda view: and_(is_open(), which(view))


def _beyond(view: View) -> ColumnElement[bool]:
    return and_(disputes.is_open(), disputes.beyond())


def _late_and_linked(view: View) -> ColumnElement[bool]:
    return and_(follow_up.overdue(view), follow_up.linked_to(Risk))


_LISTS: Mapping[str, Listed] = {
    "escalations": Listed(
        RISKS, _open_and(lambda view: risk_register.escalated()), sort="escalated"
    ),
    "disputes": Listed(DISPUTES, _beyond),
    "appetite": Listed(RISKS, _open_and(risk_register.above_appetite)),
    "target_dates": Listed(RISKS, risk_register.target_passed_or_moved),
    "overdue": Listed(RISKS, _open_and(risk_register.overdue), sort="review"),
    "off_the_map": Listed(RISKS, risk_register.off_the_map),
    "late": Listed(FOLLOW_UP, _late_and_linked),
    "outstanding": Listed(RISKS, lambda view: is_open()),
}
_FIRSTS: Remembered[Firsts] = Remembered()


def _lists(view: View) -> dict[str, Page]:
    """The first rows of each list, and how many there are."""
    firsts = _FIRSTS.get(
        (view.now, view.sight),
        lambda: Firsts([*_LISTS.values()], now=view.now, sight=view.sight),
    )
    return dict(zip(_LISTS, firsts.of(view, most=PAGE), strict=True))


def _working_days(row: Row, view: View) -> int:
    """How long a dispute has been at its stage."""
    return view.calendar.between(date.fromisoformat(row["entered_on"]), view.on)


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


Place = tuple[int, int]
"""Likelihood and impact."""


def _cells(view: View) -> dict[Place, Page]:
    """The first open risks at each place of the map, and how many there are."""
    places = [
        (likelihood, impact)
        for likelihood in range(1, len(view.matrix.likelihoods) + 1)
        for impact in range(1, len(view.matrix.impacts) + 1)
    ]

    def made() -> Firsts:
        lists = [Listed(RISKS, _open_and(partial(_at, place))) for place in places]
        return Firsts(lists, now=view.now, sight=view.sight, counted_to=_IN_A_CELL + 1)

    firsts = _FIRSTS.get((view.now, view.sight, *places), made)
    return dict(zip(places, firsts.of(view, most=_CHIPS), strict=True))


def _at(place: Place, view: View) -> ColumnElement[bool]:
    return risk_register.at_place(*place)


def heat_map(
    matrix: Matrix,
    cells: Mapping[Place, Page],
    moved: Sequence[Movement],
    *,
    earlier: View,
    view: View,
) -> Grid:
    """Where each open risk stands, and where those that moved stood at the earlier moment."""
    rows = [row for page in cells.values() for row in page.rows]
    movements = movements_of(rows, earlier=earlier, view=view)
    chip = partial(_chip, view=view)
    chips = {
        place: [chip(row, _since(movements.get(row["reference"]), place)) for row in page.rows]
        for place, page in cells.items()
    }
    for movement in moved:
        now, then = _place(movement.now), _stood(movement)
        if then and then != now and len(here := chips.setdefault(then, [])) < _CHIPS:
            closed = movement.change == "closed"
            gone = "closed since" if closed else f"now {now[0]} × {now[1]}" if now else "moved"
            here.append(chip(movement.now, gone, earlier=True))

    def cell(likelihood: int, impact: int) -> Cell:
        place, score = (likelihood, impact), likelihood * impact
        band = matrix.band_of(score)
        return Cell(score, band, chips.get(place, []), _more(cells.get(place), band, view))

    impacts = [Axis(value, word) for value, word in enumerate(matrix.impacts, 1)]
    return Grid(
        impacts,
        [
            Axis(value, word, [cell(value, impact.value) for impact in impacts])
            for value, word in reversed(list(enumerate(matrix.likelihoods, 1)))
        ],
    )


def _chip(row: Row, note: str, *, view: View, earlier: bool = False) -> Chip:
    href = url_for("risks.risk", reference=row["reference"], **view.query)
    return Chip(row["reference"], row["title"], href, note, earlier)


def _since(movement: Movement | None, place: Place) -> str:
    """What a chip says of how the risk came to its place."""
    if movement is None:
        return ""
    then = _stood(movement)
    if then and then != place:
        return f"was {then[0]} × {then[1]}"
    return {"new": "new", "reopened": "reopened"}.get(movement.change, "")


def _stood(movement: Movement) -> Place | None:
    """Where a risk stood at the earlier moment; if that was corrected since, it never did."""
    if movement.earlier and movement.earlier["current_figure"] != movement.before:
        return None
    return _place(movement.earlier)


def _more(page: Page | None, band: str, view: View) -> dict[str, Any] | None:
    """The way to the risks of a cell that are not shown, which are those of its band."""
    if page is None or page.total <= _CHIPS:
        return None
    count = page.total - _CHIPS if page.total <= _IN_A_CELL else None
    return {"count": count, "href": url_for("risks.register", band=band, **view.query)}


def _place(row: Row | None) -> Place | None:
    """Likelihood and impact of an open risk's current score, where both are known."""
    if row is None or row["status"] != "open":
        return None
    likelihood, impact = row["current_likelihood"], row["current_impact"]
    return (likelihood, impact) if likelihood and impact else None
