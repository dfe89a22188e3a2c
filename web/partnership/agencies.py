"""The agencies: everybody sees them, an administrator keeps them up to date."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from application.doing import access
from application.ledger.commands import Outcome
from application.nouns.catalogue import CATALOGUE
from application.nouns.partnership.agencies import AGENCY_INTENTS, JOIN
from domain.kernel.errors import NotFoundError
from domain.partnership.agency import AGENCY_KINDS, Agency, AgencyKind
from projections.across.kinds import LATE, UNANSWERED
from projections.executive.by_agency import owed
from projections.listed import each_of
from projections.partnership.agencies import AGENCIES, list_agencies
from web.forms.acting import act_on, moves_for
from web.forms.showing import Around
from web.items.story import story_of
from web.partnership.across import Across
from web.security import allow
from web.view import ledger, person, the_view

pages = Blueprint("agencies", __name__)


@pages.get("/agencies")
@allow("see.agencies")
def agencies() -> str:
    """Every member agency, and those that have left, with what each owes."""
    view = the_view()
    return render_template(
        "agencies/agencies.html",
        rows=list_agencies(view),
        owed=owed(view),
        kind_names={kind.value: words for kind, words in AGENCY_KINDS.items()},
        partners={kind.value for kind in AgencyKind} - {AgencyKind.RELEVANT.value},
        may_change=access.may(person(), "agency.join") is not None,
        themes=[each.name for each in view.settled.themes.offered],
    )


@pages.route("/agencies/new", methods=["GET", "POST"])
@allow("agency.join")
def join() -> Any:
    """Add an agency."""
    return act_on(JOIN, cancel=url_for("agencies.agencies"), then=_to_agency)


@pages.get("/agencies/<reference>")
@allow("see.agencies")
def agency(reference: str) -> str:
    """One agency: what it has not answered, what is late, all that it owns, and its history."""
    view = the_view()
    row = AGENCIES.one_row(view, reference)
    if row is None:
        raise NotFoundError(f"There is no agency {reference}.")
    story = story_of(ledger(), Agency, reference, view)
    across = Across(view, agency=reference)
    return render_template(
        "agencies/agency.html",
        row=row,
        aliases=each_of(row["aliases"]),
        kind=AGENCY_KINDS[story.item.kind],
        across=across,
        unanswered=across.parts(UNANSWERED),
        late=across.parts(LATE),
        course=across.course(row["name"]),
        history=story.history,
        moves=moves_for(story.item, AGENCY_INTENTS) if view.now else [],
        breadcrumbs=[
            {"text": "Agencies", "href": url_for("agencies.agencies")},
            {"text": row["name"]},
        ],
    )


@pages.route("/agencies/<reference>/<move>", methods=["GET", "POST"])
@allow("agency.*")
def act(reference: str, move: str) -> Any:
    """Record a change of an agency."""
    intent = CATALOGUE.get(f"agency.{move.replace('-', '_')}")
    if intent is None or intent.creates:
        abort(404)
    cancel = url_for("agencies.agency", reference=reference)
    return act_on(
        intent, reference, cancel=cancel, then=_to_agency, around=lambda item: Around(item.name)
    )


def _to_agency(outcome: Outcome) -> str:
    return url_for("agencies.agency", reference=outcome.reference)
