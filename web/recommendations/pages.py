"""The follow-up of recommendations, one recommendation, and everything done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for

from application.doing import access
from application.ledger.ledger import Outcome
from application.nouns.catalogue import CATALOGUE
from application.nouns.recommendations import (
    RECEIVE,
    RECOMMENDATION_INTENTS,
)
from domain.kernel.item import long_date
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSERS, CLOSINGS, Closing, Source, Status
from domain.recommendations.vocabulary import Response as Answered
from domain.recommendations.words import RESPONSES_GIVEN as RESPONSE_WORDS
from domain.recommendations.words import SOURCES
from projections.actions import actions
from projections.partnership.agencies import AgencyNamesAt, list_agencies
from projections.recommendations import follow_up
from projections.recommendations.follow_up import SOONEST_FIRST, SORTS, Filters
from projections.versioned import Row
from web.acting import act_on, moves_for
from web.exporting import RECOMMENDATION_COLUMNS, csv_download
from web.followed.claims import claims_in
from web.linked import linked_items
from web.lists import (
    applied_filters,
    filters_asked_for,
    grouped,
    page_asked_for,
    sort_asked_for,
)
from web.security import allow
from web.story import entries, people_and_names
from web.view import View, ledger, limits, moment_asked_for, person
from web.wording import (
    COLOURS,
    IMPACTS,
    RECOMMENDATION_STATUSES,
    partial_date,
    source_words,
    state_of_action,
    state_of_recommendation,
    times,
)

pages = Blueprint("recommendations", __name__)


@pages.get("/recommendations")
@allow("see.recommendations")
def register() -> str:
    """The follow-up: figures, then the list, filtered, sorted, now or as at any moment."""
    filters, sort, page = _filters(), sort_asked_for(SORTS, SOONEST_FIRST), page_asked_for()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        here: dict[str, Any] = {"moment": view.moment, "limits": limits(view.moment.on)}
        found = follow_up.follow_up_page(connection, filters=filters, sort=sort, page=page, **here)
        figures = follow_up.figures(connection, **here)
        themes = follow_up.themes(connection)
        agencies = {
            row["reference"]: row["name"]
            for row in list_agencies(connection, position=view.moment.position)
        }
    query = list(request.args.items(multi=True))
    return render_template(
        "recommendations/register.html",
        found=found,
        figures=figures,
        filters=filters,
        applied=applied_filters(filters, _words(filters, agencies)),
        agencies=list(agencies.items()),
        sources=[(source.value, words) for source, words in SOURCES.items()],
        source_words=source_words,
        statuses=[("open", "Open"), *_pairs(RECOMMENDATION_STATUSES)],
        state_of=state_of_recommendation,
        colours=list(COLOURS.items()),
        closings=_pairs(CLOSINGS),
        themes=[(theme, theme) for theme in themes],
        stale_after=ledger().deadlines.stale_after,
        sorts=_SORTS,
        sort=sort,
        page=page,
        view=view,
        as_at_banner=view.banner,
        query=query,
        may_receive=access.may(person(), "recommendation.receive") is not None,
        may_import=access.may(person(), "see.import") is not None,
        csv_href=f"{url_for('recommendations.download')}?{urlencode(query)}",
    )


@pages.get("/recommendations.csv")
@allow("see.recommendations")
def download() -> Response:
    """The same list as a CSV file, whole."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        rows = follow_up.whole_follow_up(
            connection,
            moment=view.moment,
            limits=limits(view.moment.on),
            filters=_filters(),
            sort=sort_asked_for(SORTS, SOONEST_FIRST),
        )
        position = view.position
    return csv_download(
        rows, RECOMMENDATION_COLUMNS, noun="recommendations", moment=view.moment,
        position=position,
    )  # fmt: skip


@pages.route("/recommendations/new", methods=["GET", "POST"])
@allow("recommendation.receive")
def receive() -> Any:
    """Record what a source recommended."""
    return act_on(RECEIVE, cancel=url_for("recommendations.register"), then=_to_item)


@pages.get("/recommendations/<reference>")
@allow("see.recommendations")
def recommendation(reference: str) -> str:
    """One recommendation: how it stands, who may close it, what can be done, its history."""
    reference = reference.upper()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        row = follow_up.recommendation_row(
            connection, reference, moment=view.moment, limits=limits(view.moment.on)
        )
        if row is None:
            abort(404)
        history = entries(connection, ledger(), reference, position=view.moment.position)
        state = ledger().get(Recommendation, reference, version=row["version"])
        now = ledger().get(Recommendation, reference)
        names = dict(AgencyNamesAt(connection, view.moment.position))
        who = people_and_names(connection)
        linked = linked_items(connection, state.links, view)
        first = linked_items(connection, state.depends_on, view)
        serving = actions.actions_that(connection, actions.serving(reference), moment=view.moment)
    events = ledger().history(reference)[: row["version"]]
    return render_template(
        "recommendations/recommendation.html",
        row=row,
        item=state,
        state=state_of_recommendation(row),
        facts=_facts(row, state, names),
        redate_by=who(state.redate.person) if state.redate else "",
        worsened=_why_worse(events) if row["worsened"] and not row["closing"] else "",
        closers=CLOSERS[state.source],
        claims=claims_in(events, who=who, agencies=names, calendar=ledger().calendar),
        history=history,
        linked=[other for other in linked if not other.reference.startswith("ACT")],
        first=first,
        serving=serving,
        state_of_action=state_of_action,
        all_done=bool(serving) and all(each["ended_on"] for each in serving),
        moves=[] if view.banner else grouped(moves_for(now, RECOMMENDATION_INTENTS), _GROUPS),
        may_set_action=not view.banner and access.may(person(), "action.set") is not None,
        view=view,
        as_at_banner=view.banner,
        breadcrumbs=crumbs(reference, view),
    )


@pages.route("/recommendations/<reference>/<move>", methods=["GET", "POST"])
@allow("recommendation.*")
def act(reference: str, move: str) -> Any:
    """Do one thing with one recommendation."""
    reference = reference.upper()
    intent = CATALOGUE.get(f"recommendation.{move.replace('-', '_')}")
    if intent is None or intent.creates:
        abort(404)
    words = ledger().get(Recommendation, reference).words
    return act_on(
        intent,
        reference,
        cancel=url_for("recommendations.recommendation", reference=reference),
        then=_to_item,
        caption=f"{reference}: {words if len(words) < 80 else words[:79] + '…'}",
    )


def crumbs(here: str, view: View) -> list[dict[str, str]]:
    """The way back from a page under the list, at the moment that the page shows."""
    return [
        {"text": "Recommendations", "href": url_for("recommendations.register", **view.query)},
        {"text": here},
    ]


def _filters() -> Filters:
    known = {
        "status": {"open", *Status},
        "source": set(Source),
        "colour": set(COLOURS),
        "closing": set(Closing),
    }
    return filters_asked_for(Filters, known)


def _words(filters: Filters, agencies: Mapping[str, str]) -> dict[str, str]:
    states = {"": "Open and closed", "open": "Open"} | dict(_pairs(RECOMMENDATION_STATUSES))
    return {
        "status": states[filters.status],
        "source": source_words(filters.source) if filters.source else "",
        "owner_agency": agencies.get(filters.owner_agency, filters.owner_agency),
        "theme": filters.theme,
        "colour": COLOURS.get(filters.colour, ""),
        "closing": CLOSINGS[Closing(filters.closing)] if filters.closing else "",
        "overdue": "Overdue",
        "stale": "No update lately",
        "awaiting": "Awaiting verification",
        "returned": "Returned before",
        "reopened": "Reopened before",
        "impact_due": "Impact review due",
        "search": f"“{filters.search}”",
    }


def _pairs(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(member.value, text) for member, text in words.items()]


def _facts(row: Row, item: Recommendation, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where it comes from and how it stands, as a summary list; what is not known is left out."""
    moved = f", moved {times(row['moves'])}" if row["moves"] else ""
    due = long_date(row["due_on"]) + moved if row["due_on"] else ""
    same = row["due_words"] == row["first_due_on"]
    addressed = [names.get(each, each) for each in item.agencies]
    known = {
        "Source": source_words(row["source"]),
        "Report": row["title"],
        "Published by": row["publisher"],
        "Published": partial_date(row["published"]),
        "Its number there": row["number"],
        "Received": long_date(row["received_on"]),
        "Addressed to": ", ".join(addressed),
        "Owner": ", ".join(filter(None, [row["owner_role"], row["owner_name"]])) or "No owner",
        "Due, as published": "" if same else partial_date(row["due_words"]),
        "Due date": due or "None follows from what was published",
        "First due date": long_date(row["first_due_on"]) if row["moves"] else "",
        "Recurs": f"every {row['recurs']} months" if row["recurs"] else "",
        "Response": RESPONSE_WORDS[Answered(row["response"])] if row["response"] else "None yet",
        "Plan": item.method,
        "Last progress": row["progress"],
        "Last update": long_date(row["updated_on"]),
        "Last reported elsewhere": row["reported"],
        "Themes": ", ".join(item.themes),
        "Closed": long_date(row["closed_on"]),
        "Why": row["closing_words"],
        "Next impact review": long_date(row["impact_on"]),
        "Impact found": IMPACTS.get(row["impact"], ""),
    }
    return [{"key": {"text": key}, "value": {"text": text}} for key, text in known.items() if text]


def _why_worse(events: list[Any]) -> str:
    """Why its owner says that it goes worse than its dates show."""
    said = (event for event in events[::-1] if isinstance(event, Recommendation.ColourWorsened))
    return next((event.reason for event in said), "")


_SORTS = [
    ("due", "Soonest due"),
    ("age", "Longest open"),
    ("updated", "Longest without an update"),
    ("-moves", "Re-dated most often"),
    ("reference", "Reference"),
    ("source", "Source"),
    ("owner", "Owner"),
    ("status", "Status"),
]
_GROUPS = (
    ("Answer and do", ("respond", "plan", "report_progress", "add_evidence", "submit", "worsen")),
    ("Check and close", ("check_evidence", "verify", "return_it", "review_impact", "reopen")),
    ("Dates and owner", ("ask_redate", "approve_redate", "refuse_redate", "assign_owner")),
    ("Close otherwise", ("accept_risk", "supersede", "withdraw")),
    ("Connect", ("tag", "link", "unlink", "depend", "report_status")),
)  # fmt: skip


def _to_item(outcome: Outcome) -> str:
    return url_for("recommendations.recommendation", reference=outcome.reference)
