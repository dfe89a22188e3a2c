"""The Independent Scrutineer's page: everything recommended, its state, and what changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from sqlalchemy import select

from application.doing import access
from application.nouns.indicators import RATE
from domain.indicators.indicator import EXTENTS, SCRUTINY_ACTED_UPON, Extent
from domain.kernel.terms import Role
from domain.recommendations.vocabulary import Source
from projections.audit.audit_trail import lines_between
from projections.indicators.indicators import INDICATORS
from projections.recommendations.figures import figures
from projections.recommendations.follow_up import FOLLOW_UP, of_source
from projections.register import PAGE, Asked
from web.forms.acting import act_on
from web.items.story import full_sentence, people_by_id
from web.security import allow
from web.since import since_asked_for, since_in_words
from web.view import person, the_view
from web.wording import state_of_recommendation

pages = Blueprint("scrutineer", __name__)


@pages.get("/scrutineer")
@allow("see.scrutineer")
def scrutineer() -> str:
    """The figures of the SAF indicator beside its human rating, then the recommendations.

    Of each list fifty, and the rest behind a link.
    """
    view, earlier = the_view(), since_asked_for()
    mine = of_source(Source.INDEPENDENT_SCRUTINY)
    found = FOLLOW_UP.page(view, Asked({"status": "all", "source": Source.INDEPENDENT_SCRUTINY}))
    rated = INDICATORS.one_row(view, SCRUTINY_ACTED_UPON)
    recommended = FOLLOW_UP.narrowed(select(FOLLOW_UP.c.reference), view, mine)
    changes = lines_between(earlier, view, recommended, most=PAGE)
    who = people_by_id(view.connection)
    return render_template(
        "scrutineer.html",
        found=found,
        shown=PAGE,
        figures=figures(view, mine),
        rated=rated,
        extent=EXTENTS[Extent(rated["extent"])] if rated else "",
        judge=_names(who(rated["rated_by"]), Role(rated["role"]).label) if rated else "",
        changes=[(line, full_sentence(line["sentence"])) for line in changes],
        who=who,
        state_of=state_of_recommendation,
        earlier=earlier,
        since=since_in_words(earlier),
        may_audit=access.may(person(), "see.audit") is not None,
        may_rate=view.now and access.may(person(), "indicator.rate") is not None,
    )


@pages.route("/scrutineer/rate", methods=["GET", "POST"])
@allow("indicator.rate")
def rate() -> Any:
    """Record the rating, with reasons."""
    back = url_for("scrutineer.scrutineer")
    return act_on(RATE, cancel=back, then=lambda _: back)


def _names(person: str, role: str) -> str:
    """Who judged, and in which role, where the name does not say so."""
    return person if role in person else f"{person}, {role}"
