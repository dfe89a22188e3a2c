"""The Executive's page: what it must decide, and how the risks stand, on one sheet; then every
outstanding risk with what is wrong with it."""

from __future__ import annotations

from flask import Blueprint, render_template

from projections.executive.outstanding import outstanding
from projections.executive.standing import places, standing
from projections.register import PAGE
from projections.risks.movements import moved_between
from projections.risks.risk_register import hygiene_counts
from web.executive.deciding import to_decide
from web.executive.heat import heat_map
from web.executive.telling import AHEAD, by_partner, dates_ahead, flagged, most_telling
from web.proof.code import short_code
from web.security import allow
from web.since import since_asked_for, since_in_words
from web.view import the_view

pages = Blueprint("executive", __name__)
_MOVED = 5
"""Movements that are told with their reasons; all are drawn on the map."""


@pages.get("/executive")
@allow("see.executive")
def executive() -> str:
    """What to decide, four figures, where the risks stand and what moved, what partners owe, and
    what comes. Then fifty outstanding risks, and the rest behind a link: the page does not grow
    with the register."""
    view, earlier = the_view(), since_asked_for()
    moved = most_telling(moved_between(earlier, view, most=PAGE))
    found, totals = outstanding(view, most=PAGE)
    return render_template(
        "executive/sheet.html",
        decide=to_decide(view),
        then=standing(earlier),
        stands=standing(view),
        grid=heat_map(view.matrix, places(view), moved),
        moved=moved[:_MOVED],
        more_moved=len(moved) - _MOVED,
        partners=by_partner(view),
        dates=dates_ahead(view),
        ahead=AHEAD,
        found=found,
        totals=totals,
        hygiene=[each for each in hygiene_counts(view) if each[2]],
        outstanding=flagged(found.rows, earlier=earlier, view=view),
        code=short_code(view),
        earlier=earlier,
        since=since_in_words(earlier),
        can_look_back=False,  # the page asks for its dates itself
    )
