"""The partnership: what it calls things, its thresholds and its risk matrix, and their history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from application.ledger.commands import Outcome
from application.nouns.partnership.partnerships import CHANGE
from domain.partnership.partnership import Partnership
from projections.partnership.partnership import PARTNERSHIP
from web.forms.acting import act_on, moves_for
from web.items.story import story_of
from web.security import allow
from web.view import ledger, the_view

pages = Blueprint("partnership", __name__)


@pages.get("/partnership")
@allow("see.partnership")
def partnership() -> str:
    """What it has settled, now or at any moment, and how that came about."""
    view = the_view()
    row = PARTNERSHIP.one_row(view, Partnership.only) or abort(404)
    story = story_of(ledger(), Partnership, Partnership.only, view)
    columns = [column for column in PARTNERSHIP.columns if column.in_story]
    return render_template(
        "partnership/partnership.html",
        settled=[(column.label, column.words(row, view)) for column in columns],
        name=row["name"],
        history=story.history,
        moves=moves_for(story.item, [CHANGE]) if view.now else [],
    )


@pages.route("/partnership/change", methods=["GET", "POST"])
@allow("partnership.change")
def change() -> Any:
    """Change what is settled, in the form of its file."""
    back = url_for("partnership.partnership")
    return act_on(CHANGE, Partnership.only, cancel=back, then=_to_it)


def _to_it(outcome: Outcome) -> str:
    return url_for("partnership.partnership")
