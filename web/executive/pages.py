"""The Executive's page: the outstanding risks, on one page that can be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from sqlalchemy import Connection

from domain.kernel.bodies import BODY_NAMES, Body
from domain.kernel.terms import Noun
from domain.risks.matrix import Matrix
from projections.disputes import disputes
from projections.listed import each_of
from projections.recommendations import follow_up
from projections.risks import risk_register
from projections.risks.risk_register import Comparison
from projections.versioned import Row
from web.security import allow
from web.view import View, ledger, limits, moment_asked_for, sight, since_asked_for

pages = Blueprint("executive", __name__)

_CHIPS = 6


@pages.get("/executive")
@allow("see.executive")
def executive() -> str:
    """Counts by band, heat map, movements, escalations, and what is not as it should be."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        earlier = since_asked_for(connection, view.moment)
        here: dict[str, Any] = {"moment": view.moment, "sight": sight()}
        comparison = risk_register.compare(
            connection, earlier=earlier, moment=view.moment, sight=sight()
        )
        escalations = risk_register.awaiting_answer(connection, **here)
        page = {
            "bands": risk_register.band_counts(connection, **here),
            "bands_earlier": risk_register.band_counts(connection, moment=earlier, sight=sight()),
            "above_appetite": risk_register.above_appetite(connection, **here),
            "target_dates": risk_register.target_dates(connection, **here),
            "overdue_reviews": risk_register.open_risks(
                connection, risk_register.overdue(view.moment), **here
            ),
            "hygiene": risk_register.hygiene_counts(connection, **here),
            **_recommendations(connection, view),
            "disputes": _disputes(connection, view),
        }
        position = view.position
    matrix = ledger().matrix
    outstanding = [movement for movement in comparison.movements if movement.change != "closed"]
    return render_template(
        "executive.html",
        **page,
        view=view,
        as_at_banner=view.banner,
        as_at=view.moment.on,
        position=position,
        earlier=earlier,
        matrix=matrix,
        outstanding=outstanding,
        comparison=comparison,
        moved=comparison.of("up", "down", "scored", "new", "closed", "reopened"),
        grid=heat_map(matrix, comparison, view),
        off_the_map=_off_the_map(comparison),
        escalations=[(row, _age(row["escalated_on"], view.moment.on)) for row in escalations],
        body_names={body.value: BODY_NAMES[body] for body in Body},
        stage_count=disputes.stage_count,
        printed_at=ledger().now(),
    )


def _recommendations(connection: Connection, view: View) -> dict[str, Any]:
    """How the recommendations stand, and the overdue ones that a risk is linked to."""
    here: dict[str, Any] = {"moment": view.moment, "limits": limits(view.moment.on)}
    outstanding = follow_up.follow_up_page(connection, filters=follow_up.Filters(), size=1, **here)
    late = follow_up.recommendations_that(
        connection, follow_up.overdue(view.moment), follow_up.linked_to(Noun.RISK), **here
    )
    return {
        "recommendations": follow_up.figures(connection, **here),
        "recommendations_outstanding": outstanding.total,
        "late_recommendations": [(row, _risks_linked(row)) for row in late],
    }


def _disputes(connection: Connection, view: View) -> list[tuple[Row, int]]:
    """Those that SAAS can no longer settle, each with its working days at the stage."""
    rows = disputes.disputes_that(
        connection, disputes.OPEN, disputes.BEYOND_SAAS, moment=view.moment
    )
    between = ledger().calendar.between
    return [(row, between(date.fromisoformat(row["entered_on"]), view.moment.on)) for row in rows]


def _risks_linked(row: Row) -> list[str]:
    return [other for other in each_of(row["links"]) if other.startswith(Noun.RISK)]


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


def heat_map(matrix: Matrix, comparison: Comparison, view: View) -> Grid:
    """Where each open risk stands, and where it stood at the earlier moment if elsewhere."""
    chips: dict[tuple[int, int], list[Chip]] = {}
    for movement in comparison.movements:
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


def _off_the_map(comparison: Comparison) -> list[Row]:
    return [
        movement.now
        for movement in comparison.movements
        if movement.change != "closed" and _place(movement.now) is None
    ]
