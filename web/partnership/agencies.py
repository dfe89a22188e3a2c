"""The agencies: everybody sees them, an administrator keeps them up to date."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from application.doing import access
from application.ledger.ledger import Outcome
from application.nouns.agencies import AGENCY_INTENTS, JOIN
from application.nouns.catalogue import CATALOGUE
from domain.partnership.agency import AGENCY_KINDS, Agency, AgencyKind
from projections.partnership.agencies import AgencyNamesAt, list_agencies
from web.acting import act_on, moves_for
from web.security import allow
from web.story import entries
from web.view import ledger, moment_asked_for, person

pages = Blueprint("agencies", __name__)


@pages.get("/agencies")
@allow("see.agencies")
def agencies() -> str:
    """Every member agency, and those that have left."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        rows = list_agencies(connection, position=view.moment.position)
        names = dict(AgencyNamesAt(connection, view.moment.position))
    return render_template(
        "agencies/agencies.html",
        rows=rows,
        names=names,
        kind_names={kind.value: words for kind, words in AGENCY_KINDS.items()},
        partners={kind.value for kind in AgencyKind} - {AgencyKind.RELEVANT.value},
        may_change=access.may(person(), "agency.join") is not None,
        view=view,
        as_at_banner=view.banner,
    )


@pages.route("/agencies/new", methods=["GET", "POST"])
@allow("agency.join")
def join() -> Any:
    """Add an agency."""
    return act_on(JOIN, cancel=url_for("agencies.agencies"), then=_to_agency)


@pages.get("/agencies/<reference>")
@allow("see.agencies")
def agency(reference: str) -> str:
    """One agency and its history."""
    with ledger().reading() as connection:
        item = ledger().get(Agency, reference)
        history = entries(connection, ledger(), reference)
        row = next(row for row in list_agencies(connection) if row["reference"] == reference)
        names = dict(AgencyNamesAt(connection))
    return render_template(
        "agencies/agency.html",
        row=row,
        names=names,
        kind=AGENCY_KINDS[item.kind],
        history=history,
        moves=moves_for(item, AGENCY_INTENTS),
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
    name = ledger().get(Agency, reference).name
    cancel = url_for("agencies.agency", reference=reference)
    return act_on(intent, reference, cancel=cancel, then=_to_agency, caption=name)


def _to_agency(outcome: Outcome) -> str:
    return url_for("agencies.agency", reference=outcome.reference)
