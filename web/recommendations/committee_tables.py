"""The tables that committees ask for: what became of the late, re-dates, closings, themes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy import Connection

from domain.recommendations.vocabulary import CLOSINGS, Closing
from projections.followed.redates import redates_between
from projections.recommendations import follow_up
from projections.recommendations.follow_up import follow_up as table
from projections.versioned import Moment, Row
from web.exporting import LATE_COLUMNS, RECOMMENDATION_COLUMNS, REDATE_COLUMNS, csv_download
from web.recommendations.pages import crumbs
from web.security import allow
from web.story import people_and_names
from web.view import View, ledger, limits, moment_asked_for, since_asked_for
from web.wording import source_words

pages = Blueprint("tables", __name__)
"""Under the blueprint of the recommendations."""


@pages.get("/recommendations/tables")
@allow("see.recommendations")
def tables() -> str:
    """All of them, between two dates."""
    with ledger().reading() as connection:
        view, earlier = _dates(connection)
        here = _at(view.moment)
        became = follow_up.became_of_the_late(connection, earlier=earlier, **here)
        asked = redates_between(connection, since=earlier.on, moment=view.moment)
        reasons = follow_up.closed_by_reason(connection, since=earlier.on, moment=view.moment)
        rows = _closed(connection, view, earlier)
        recurring = follow_up.themes_across_sources(connection, **here)
        impact = follow_up.recommendations_that(
            connection, follow_up.impact_due(view.moment), **here
        )
        who = people_and_names(connection)
    query = urlencode(list(request.args.items(multi=True)))
    return render_template(
        "recommendations/tables.html",
        became=became,
        redates=asked,
        closed=[
            (CLOSINGS[Closing(reason)], count, [row for row in rows if row["closing"] == reason])
            for reason, count in reasons
        ],
        recurring=recurring,
        impact=impact,
        source_words=source_words,
        who=who,
        earlier=earlier,
        view=view,
        as_at_banner=view.banner,
        csv={
            name: f"{url_for(f'recommendations.tables.{name}')}?{query}"
            for name in ("late", "redates", "closed")
        },
        breadcrumbs=crumbs("Tables for committees", view),
    )


@pages.get("/recommendations/late.csv")
@allow("see.recommendations")
def late() -> Response:
    """Those late at the earlier date, each with what became of it."""
    with ledger().reading() as connection:
        view, earlier = _dates(connection)
        became = follow_up.became_of_the_late(connection, earlier=earlier, **_at(view.moment))
        then = {
            row["reference"]: row["due_on"]
            for row in follow_up.recommendations_that(
                connection, follow_up.overdue(earlier), **_at(earlier)
            )
        }
        position = view.position
    rows = [
        {**row, "became": words, "due_then": then[row["reference"]]}
        for words, found in became
        for row in found
    ]
    return csv_download(rows, LATE_COLUMNS, noun="late", moment=view.moment, position=position)


@pages.get("/recommendations/re-dates.csv")
@allow("see.recommendations")
def redates() -> Response:
    """The re-dates asked for between the two dates."""
    with ledger().reading() as connection:
        view, earlier = _dates(connection)
        rows = redates_between(connection, since=earlier.on, moment=view.moment)
        position = view.position
    return csv_download(
        rows, REDATE_COLUMNS, noun="re-dates", moment=view.moment, position=position
    )


@pages.get("/recommendations/closed.csv")
@allow("see.recommendations")
def closed() -> Response:
    """Those closed between the two dates, each with its reason."""
    with ledger().reading() as connection:
        view, earlier = _dates(connection)
        rows = _closed(connection, view, earlier)
        position = view.position
    return csv_download(
        rows, RECOMMENDATION_COLUMNS, noun="closed", moment=view.moment, position=position
    )


def _dates(connection: Connection) -> tuple[View, Moment]:
    """What the page shows, and the moment that it looks back to."""
    view = moment_asked_for(connection)
    return view, since_asked_for(connection, view.moment)


def _at(moment: Moment) -> dict[str, Any]:
    return {"moment": moment, "limits": limits(moment.on)}


def _closed(connection: Connection, view: View, earlier: Moment) -> list[Row]:
    return follow_up.recommendations_that(
        connection,
        table.c.closed_on >= earlier.on.isoformat(),
        table.c.closed_on <= view.moment.on.isoformat(),
        **_at(view.moment),
    )
