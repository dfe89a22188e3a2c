"""The tables that committees ask for: what became of the late, re-dates, closings, themes."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from domain.recommendations.vocabulary import CLOSINGS
from projections.followed.redates import redates_since
from projections.followed.slips import slips
from projections.recommendations.figures import (
    became_of_the_late,
    claims_by_source,
    closed_between,
    themes_across_sources,
)
from projections.recommendations.follow_up import FOLLOW_UP, impact_due
from web.exports.registers import LATE_COLUMNS, REDATE_COLUMNS, download
from web.items.story import people_by_id
from web.recommendations.pages import crumbs
from web.recommendations.pictures import FURTHEST, claims_picture, slips_picture
from web.security import allow
from web.since import since_asked_for, since_in_words
from web.view import the_view, with_this_query
from web.wording import source_words

pages = Blueprint("tables", __name__)
"""Under the blueprint of the recommendations."""


@pages.get("/recommendations/tables")
@allow("see.recommendations")
def tables() -> str:
    """All of them, between two dates."""
    view, earlier = the_view(), since_asked_for()
    closed_ones = closed_between(earlier, view)
    by_reason = [
        (words, [row for row in closed_ones if row["closing"] == reason])
        for reason, words in CLOSINGS.items()
    ]
    return render_template(
        "recommendations/tables.html",
        claims=(claims := claims_by_source(view)),
        claims_picture=claims_picture(claims),
        slipped=(slipped := slips(view))[:FURTHEST],
        slipped_in_all=len(slipped),
        slips_picture=slips_picture(slipped[:FURTHEST], view),
        became=became_of_the_late(earlier, view),
        redates=redates_since(view, earlier.on),
        closed=[(words, len(rows), rows) for words, rows in by_reason],
        recurring=themes_across_sources(view),
        impact=FOLLOW_UP.rows(view, impact_due(view)),
        source_words=source_words,
        who=people_by_id(view.connection),
        earlier=earlier,
        since=since_in_words(earlier),
        csv={
            name: with_this_query(f"recommendations.tables.{name}")
            for name in ("late", "redates", "closed")
        },
        breadcrumbs=crumbs("Tables for committees", view),
    )


@pages.get("/recommendations/late.csv")
@allow("see.recommendations")
def late() -> Response:
    """Those late at the earlier date, each with what became of it."""
    view = the_view()
    rows = [
        {**row, "became": words}
        for words, found in became_of_the_late(since_asked_for(), view)
        for row in found
    ]
    return download("csv", rows, LATE_COLUMNS, noun="late", view=view)


@pages.get("/recommendations/re-dates.csv")
@allow("see.recommendations")
def redates() -> Response:
    """The re-dates asked for between the two dates."""
    view = the_view()
    rows = redates_since(view, since_asked_for().on)
    return download("csv", rows, REDATE_COLUMNS, noun="re-dates", view=view)


@pages.get("/recommendations/closed.csv")
@allow("see.recommendations")
def closed() -> Response:
    """Those closed between the two dates, each with its reason."""
    view = the_view()
    rows = closed_between(since_asked_for(), view)
    return download("csv", rows, FOLLOW_UP.exported(), noun="closed", view=view)
