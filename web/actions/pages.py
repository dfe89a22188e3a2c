"""The actions, one action, and everything done with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for

from application.doing import access
from application.ledger.ledger import Outcome
from application.nouns.actions import ACTION_INTENTS, SET
from application.nouns.catalogue import CATALOGUE
from domain.actions.action import Action, Status
from domain.kernel.item import long_date
from domain.kernel.terms import Noun, Role
from projections.actions import actions as register_of
from projections.actions.actions import SOONEST_FIRST, SORTS, Filters
from projections.listed import each_of
from projections.partnership.agencies import AgencyNamesAt, list_agencies
from projections.versioned import Row
from web.acting import act_on, moves_for
from web.exporting import ACTION_COLUMNS, csv_download
from web.followed.claims import claims_in
from web.linked import PAGES, linked_items
from web.lists import (
    applied_filters,
    filters_asked_for,
    grouped,
    page_asked_for,
    sort_asked_for,
)
from web.security import allow
from web.story import entries, people_and_names
from web.view import View, ledger, moment_asked_for, person, sight
from web.wording import ACTION_STATUSES, state_of_action, times

pages = Blueprint("actions", __name__)


@pages.get("/actions")
@allow("see.actions")
def register() -> str:
    """The actions: filtered, sorted, fifty to a page, now or as at any moment."""
    filters, sort, page = _filters(), sort_asked_for(SORTS, SOONEST_FIRST), page_asked_for()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        found = register_of.actions_page(
            connection, moment=view.moment, filters=filters, sort=sort, page=page
        )
        open_ones, overdue, awaiting = (
            register_of.actions_page(connection, moment=view.moment, filters=counted, size=1)
            for counted in (Filters(), Filters(overdue=True), Filters(awaiting=True))
        )
        agencies = {
            row["reference"]: row["name"]
            for row in list_agencies(connection, position=view.moment.position)
        }
    query = list(request.args.items(multi=True))
    words = {
        "status": ({"": "Open and ended", **dict(_STATUSES)})[filters.status],
        "owner_agency": agencies.get(filters.owner_agency, filters.owner_agency),
        "overdue": "Overdue",
        "awaiting": "Awaiting verification",
        "search": f"“{filters.search}”",
    }
    return render_template(
        "actions/register.html",
        found=found,
        filters=filters,
        applied=applied_filters(filters, words),
        agencies=list(agencies.items()),
        statuses=_STATUSES,
        state_of=state_of_action,
        served=_served,
        open=open_ones.total,
        overdue=overdue.total,
        awaiting=awaiting.total,
        sort=sort,
        page=page,
        view=view,
        as_at_banner=view.banner,
        query=query,
        may_set=access.may(person(), "action.set") is not None,
        csv_href=f"{url_for('actions.download')}?{urlencode(query)}",
    )


@pages.get("/actions.csv")
@allow("see.actions")
def download() -> Response:
    """The same list as a CSV file, whole."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        rows = register_of.whole_list(
            connection,
            moment=view.moment,
            filters=_filters(),
            sort=sort_asked_for(SORTS, SOONEST_FIRST),
        )
        position = view.position
    return csv_download(rows, ACTION_COLUMNS, noun="actions", moment=view.moment, position=position)


@pages.route("/actions/new", methods=["GET", "POST"])
@allow("action.set")
def set_action() -> Any:
    """Ask somebody to do something by a date."""
    return act_on(SET, cancel=url_for("actions.register"), then=_to_action)


@pages.get("/actions/<reference>")
@allow("see.actions")
def action(reference: str) -> str:
    """One action: how it stands, what it serves, what can be done, its history."""
    reference = reference.upper()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        row = register_of.action_row(connection, reference, moment=view.moment)
        if row is None:
            abort(404)
        history = entries(connection, ledger(), reference, position=view.moment.position)
        state = ledger().get(Action, reference, version=row["version"])
        now = ledger().get(Action, reference)
        linked = linked_items(connection, state.links, view)
        who = people_and_names(connection)
        names = dict(AgencyNamesAt(connection, view.moment.position))
    events = ledger().history(reference)[: row["version"]]
    return render_template(
        "actions/action.html",
        row=row,
        item=state,
        state=state_of_action(row),
        facts=_facts(row),
        redate_by=who(state.redate.person) if state.redate else "",
        verifiers=[role.label for role in Role if role in access.MAY["action.verify"]],
        claims=claims_in(events, who=who, agencies=names, calendar=ledger().calendar),
        history=history,
        linked=linked,
        moves=[] if view.banner else grouped(moves_for(now, ACTION_INTENTS), _GROUPS),
        view=view,
        as_at_banner=view.banner,
        breadcrumbs=[
            {"text": "Actions", "href": url_for("actions.register", **view.query)},
            {"text": reference},
        ],
    )


@pages.route("/actions/<reference>/<move>", methods=["GET", "POST"])
@allow("action.*")
def act(reference: str, move: str) -> Any:
    """Do one thing with one action."""
    reference = reference.upper()
    intent = CATALOGUE.get(f"action.{move.replace('-', '_')}")
    if intent is None or intent.creates:
        abort(404)
    title = ledger().get(Action, reference).title
    return act_on(
        intent,
        reference,
        cancel=url_for("actions.action", reference=reference),
        then=_to_action,
        caption=f"{reference}: {title}",
    )


def _filters() -> Filters:
    return filters_asked_for(Filters, {"status": {"open", "ended", *Status}})


def _served(row: Row, view: View) -> list[tuple[str, str]]:
    """What it serves, each with its address; no address for a risk that the reader may not see."""
    found = []
    for reference in each_of(row["serves"]):
        noun = Noun(reference[:3])
        page = PAGES[noun] if noun is not Noun.RISK or sight().everything else ""
        found.append((reference, url_for(page, reference=reference, **view.query) if page else ""))
    return found


def _facts(row: Row) -> list[dict[str, Any]]:
    moved = f", moved {times(row['moves'])}" if row["moves"] else ""
    known = {
        "Owner": ", ".join(filter(None, [row["owner_role"], row["owner_name"]])),
        "Due date": long_date(row["due_on"]) + moved,
        "First due date": long_date(row["first_due_on"]) if row["moves"] else "",
        "How success is seen": row["measure"],
        "Set on": long_date(row["set_on"]),
        "Last update": long_date(row["updated_on"]),
        "Ended": long_date(row["ended_on"]),
    }
    return [{"key": {"text": key}, "value": {"text": text}} for key, text in known.items() if text]


_STATUSES = [
    ("open", "Open"),
    ("ended", "Ended"),
    *((status.value, words) for status, words in ACTION_STATUSES.items() if status != "open"),
]
_GROUPS = (
    ("Do", ("report_progress", "add_evidence", "submit")),
    ("Check", ("check_evidence", "verify", "return_it")),
    ("Dates and owner", ("ask_redate", "approve_redate", "refuse_redate", "assign_owner")),
    ("Other", ("link", "unlink", "cancel")),
)


def _to_action(outcome: Outcome) -> str:
    return url_for("actions.action", reference=outcome.reference)
