"""The Independent Scrutineer's page: everything recommended, its state, and what changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from application.doing import access
from application.nouns.indicators import RATE
from domain.indicators.indicator import EXTENTS, SCRUTINY_ACTED_UPON, Extent
from domain.kernel.terms import Role
from domain.recommendations.vocabulary import Source
from projections.audit.audit_trail import sentences_between
from projections.indicators.indicators import rating
from projections.recommendations import follow_up
from projections.recommendations.follow_up import follow_up as table
from web.acting import act_on
from web.security import allow
from web.story import full_sentence, people_and_names
from web.view import ledger, limits, moment_asked_for, person, since_asked_for
from web.wording import state_of_recommendation

pages = Blueprint("scrutineer", __name__)


@pages.get("/scrutineer")
@allow("see.scrutineer")
def scrutineer() -> str:
    """The figures of the SAF indicator beside its human rating, then every recommendation."""
    mine = table.c.source == Source.INDEPENDENT_SCRUTINY.value
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        earlier = since_asked_for(connection, view.moment)
        here: dict[str, Any] = {"moment": view.moment, "limits": limits(view.moment.on)}
        rows = follow_up.recommendations_that(connection, mine, **here)
        figures = follow_up.figures(connection, mine, **here)
        rated = rating(connection, SCRUTINY_ACTED_UPON, moment=view.moment)
        changes = sentences_between(
            connection,
            [row["reference"] for row in rows],
            after=earlier.position or 0,
            upto=view.moment.position,
        )
        who = people_and_names(connection)
    return render_template(
        "scrutineer.html",
        rows=rows,
        figures=figures,
        rated=rated,
        extent=EXTENTS[Extent(rated["extent"])] if rated else "",
        judge=_names(who(rated["rated_by"]), Role(rated["role"]).label) if rated else "",
        changes=[(line, full_sentence(line["sentence"])) for line in changes],
        who=who,
        state_of=state_of_recommendation,
        earlier=earlier,
        view=view,
        as_at_banner=view.banner,
        may_rate=not view.banner and access.may(person(), "indicator.rate") is not None,
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
