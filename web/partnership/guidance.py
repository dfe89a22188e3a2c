"""The editions of the statutory guidance, and which is in force."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from application.ledger.commands import Outcome
from application.nouns.partnership.partnerships import ADOPT_GUIDANCE, END_GUIDANCE
from domain.partnership.partnership import Partnership
from web.forms.acting import act_on, moves_for
from web.items.story import story_of
from web.security import allow
from web.view import ledger, the_view

pages = Blueprint("guidance", __name__)


@pages.get("/partnership/guidance")
@allow("see.partnership")
def guidance() -> str:
    """Every edition with the day from which it is in force."""
    view = the_view()
    story = story_of(ledger(), Partnership, Partnership.only, view)
    return render_template(
        "partnership/guidance.html",
        editions=[*reversed(view.settled.guidance.editions)],
        in_force=view.settled.guidance.on(view.today),
        moves=[
            (intent.title, url_for(f"guidance.{endpoint}"))
            for intent, endpoint in ((ADOPT_GUIDANCE, "adopt"), (END_GUIDANCE, "end"))
            if view.now and moves_for(story.item, [intent])
        ],
        breadcrumbs=[
            {"text": "The partnership", "href": url_for("partnership.partnership")},
            {"text": "Statutory guidance"},
        ],
    )


@pages.route("/partnership/guidance/new", methods=["GET", "POST"])
@allow("partnership.adopt_guidance")
def adopt() -> Any:
    """Record an edition."""
    back = url_for("guidance.guidance")
    return act_on(ADOPT_GUIDANCE, Partnership.only, cancel=back, then=_to_them)


@pages.route("/partnership/guidance/end", methods=["GET", "POST"])
@allow("partnership.end_guidance")
def end() -> Any:
    """Take back one that was recorded by mistake."""
    back = url_for("guidance.guidance")
    return act_on(END_GUIDANCE, Partnership.only, cancel=back, then=_to_them)


def _to_them(outcome: Outcome) -> str:
    return url_for("guidance.guidance")
