"""The register of disputes, what is on the clock, one dispute, and everything done with it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for
from sqlalchemy import Connection

from application.doing import access
from application.ledger.clock import today
from application.ledger.ledger import Outcome
from application.nouns.catalogue import CATALOGUE
from application.nouns.disputes import RECORD, procedure_of
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import Kind
from domain.disputes.words import ACTIONS_DONE
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE, Procedure
from projections.actions import actions
from projections.audit.audit_trail import sentences_after
from projections.disputes import dispute_stages
from projections.disputes import disputes as register_of
from projections.disputes.disputes import OPEN_STATUS, SOONEST_FIRST, SORTS, Filters
from projections.listed import each_of
from projections.partnership.agencies import AgencyNamesAt, list_agencies
from projections.versioned import Moment, Row
from web.acting import act_on
from web.disputes.facts import (
    RECORD_GROUPS,
    by_agency,
    dissents_of,
    ending_of,
    facts_of,
    notes_of,
    starts,
    urgency_of,
    ways_meant,
    who_can,
)
from web.disputes.moves import href_of, moves_of, next_steps
from web.disputes.track import track_of
from web.disputes.words import state_of_dispute, waits_for
from web.exporting import DISPUTE_COLUMNS, csv_download
from web.linked import linked_items
from web.lists import applied_filters, filters_asked_for, page_asked_for, sort_asked_for
from web.security import allow
from web.story import entries
from web.view import View, ledger, moment_asked_for, person
from web.wording import state_of_action

pages = Blueprint("disputes", __name__)


@pages.get("/disputes")
@allow("see.disputes")
def register() -> str:
    """The disputes: filtered, sorted, fifty to a page, now or as at any moment."""
    sort, page = sort_asked_for(SORTS, SOONEST_FIRST), page_asked_for()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        stages = register_of.stages_there_are(connection, moment=view.moment)
        filters = _filters(stages)
        found = register_of.disputes_page(
            connection, moment=view.moment, filters=filters, sort=sort, page=page
        )
        summary = register_of.summary(connection, moment=view.moment)
        names = _names(connection, view)
    query = list(request.args.items(multi=True))
    words = {
        "status": {"": "Open and ended", "open": "Open", "ended": "Ended"}[filters.status],
        "stage": dict(stages).get(filters.stage, ""),
        "kind": dict(_KINDS).get(filters.kind, ""),
        "agency": names.get(filters.agency, filters.agency),
        "overdue": "Overdue",
        "urgent": "Urgent",
        "reopened": "Reopened before",
        "beyond": "At the Executive or beyond",
        "search": f"“{filters.search}”",
    }
    return render_template(
        "disputes/register.html",
        found=found,
        summary=summary,
        filters=filters,
        applied=applied_filters(filters, words),
        stages=stages,
        kinds=_KINDS,
        agencies=list(names.items()),
        sort=sort,
        page=page,
        query=query,
        may_record=access.may(person(), "dispute.record") is not None,
        csv_href=f"{url_for('disputes.download')}?{urlencode(query)}",
        **_rows_in_words(names, view),
    )


@pages.get("/disputes.csv")
@allow("see.disputes")
def download() -> Response:
    """The same list as a CSV file, whole."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        stages = register_of.stages_there_are(connection, moment=view.moment)
        rows = register_of.whole_register(
            connection,
            moment=view.moment,
            filters=_filters(stages),
            sort=sort_asked_for(SORTS, SOONEST_FIRST),
        )
        position = view.position
    return csv_download(
        rows, DISPUTE_COLUMNS, noun="disputes", moment=view.moment, position=position
    )


@pages.get("/disputes/clock")
@allow("see.disputes")
def clock() -> str:
    """What is on the clock, the soonest due first, under its stage or under each agency in it."""
    by = "agency" if request.args.get("by") == "agency" else "stage"
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        rows = register_of.disputes_that(connection, register_of.ON_THE_CLOCK, moment=view.moment)
        summary = register_of.summary(connection, moment=view.moment)
        names = _names(connection, view)
    groups = _by_agency(rows, names) if by == "agency" else _by_stage(rows)
    return render_template(
        "disputes/clock.html",
        by=by,
        groups=groups,
        summary=summary,
        breadcrumbs=_crumbs("On the clock", view),
        **_rows_in_words(names, view),
    )


@pages.get("/disputes/figures")
@allow("see.disputes")
def figures() -> str:
    """Where disputes are, how long stages take, where they are settled, who replies late."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        found = dispute_stages.figures(connection, moment=view.moment, calendar=ledger().calendar)
        reopened = register_of.disputes_that(connection, register_of.REOPENED, moment=view.moment)
        names = _names(connection, view)
    return render_template(
        "disputes/figures.html",
        figures=found,
        open_rows=[(each.name, each.open, each.overdue) for each in found.stages],
        settled_rows=[(each.name, each.settled) for each in found.stages],
        reply_rows=[(names.get(agency, agency), late) for agency, late in found.overdue_replies],
        reopened=reopened,
        breadcrumbs=_crumbs("Figures", view),
        **_rows_in_words(names, view),
    )


@pages.route("/disputes/new", methods=["GET", "POST"])
@allow("dispute.record")
def record() -> Any:
    """Record a dispute, or an issue, from the minute of a meeting."""
    return act_on(
        RECORD,
        cancel=url_for("disputes.register"),
        then=_to_dispute,
        listed={"start_at": starts(procedure_of(ledger()).version_for(today()).rules)},
        template="disputes/form.html",
        beside={"groups": RECORD_GROUPS, "notes": []},
    )


@pages.get("/disputes/<reference>")
@allow("see.disputes")
def dispute(reference: str) -> str:
    """One dispute: what it needs next, its way through the stages, its facts, its history."""
    reference = reference.upper()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        row = register_of.dispute_row(connection, reference, moment=view.moment)
        if row is None:
            abort(404)
        history = entries(connection, ledger(), reference, position=view.moment.position)
        state = ledger().get(Dispute, reference, version=row["version"])
        linked = linked_items(connection, state.links, view)
        serving = actions.actions_that(connection, actions.serving(reference), moment=view.moment)
        agencies = list_agencies(connection, position=view.moment.position)
        names = dict(AgencyNamesAt(connection, view.moment.position))
        version = _version_at(connection, view.moment)
    procedure = ledger().get(Procedure, PROCEDURE, version=version)
    events = ledger().history(reference)[: row["version"]]
    possible, refused = ([], []) if view.banner else moves_of(state)
    return render_template(
        "disputes/dispute.html",
        row=row,
        item=state,
        state=state_of_dispute(row),
        of=len(state.rules.stages),
        confirmed=procedure.numbered(state.procedure).confirmed,
        steps=next_steps(
            state,
            agencies=agencies,
            calendar=ledger().calendar,
            actions=serving,
            now=not view.banner,
        ),
        track=track_of(state, events, calendar=ledger().calendar, names=names),
        facts=facts_of(state, names),
        positions=by_agency(state.positions, names),
        urgency=urgency_of(events),
        how_it_ended=ending_of(events, names) if state.ending else [],
        dissents=dissents_of(state, names),
        actions_done=ACTIONS_DONE[state.actions_done] if state.actions_done else "",
        linked=[other for other in linked if not other.reference.startswith("ACT")],
        serving=serving,
        counted=[each for each in serving if each["status"] != "cancelled"],
        state_of_action=state_of_action,
        may_set_action=not view.banner and access.may(person(), "action.set") is not None,
        history=history,
        possible=possible,
        refused=refused,
        href_of=lambda move: href_of(state, move),
        view=view,
        as_at_banner=view.banner,
        breadcrumbs=_crumbs(reference, view),
    )


@pages.route("/disputes/<reference>/<move>", methods=["GET", "POST"])
@allow("dispute.*")
def act(reference: str, move: str) -> Any:
    """Do one thing with one dispute."""
    reference = reference.upper()
    intent = CATALOGUE.get(f"dispute.{move.replace('-', '_')}")
    if intent is None or intent.creates:
        abort(404)
    item = ledger().get(Dispute, reference)
    with ledger().reading() as connection:
        agencies = list_agencies(connection)
    by = access.actor(person(), intent.name, item)
    own = by.agency if by.role is Role.SAAS_MEMBER else ""
    listed = who_can(item, intent.move, agencies, own=own)
    ways = ways_meant(item, intent.move, request.form.get("to", ""))
    starting = {}
    if own and own in dict(listed.get("agency", ())):
        starting["agency"] = own
    if ways and (up := item.ways_up()):
        starting["to"] = up[0].key
    return act_on(
        intent,
        reference,
        cancel=url_for("disputes.dispute", reference=reference),
        then=_to_dispute,
        caption=f"{reference}: {item.title}",
        listed={**listed, **ways},
        starting=starting,
        settled=() if item.missing_at_exit else ("for_the_record",),
        template="disputes/form.html",
        beside={"groups": [], "notes": notes_of(item, intent.move, agencies)},
    )


def _version_at(connection: Connection, moment: Moment) -> int | None:
    """The version that the procedure had at the moment, as an item of the log."""
    if moment.position is None:
        return None
    rows = sentences_after(connection, PROCEDURE, version=0)
    return max(int(row["version"]) for row in rows if row["position"] <= moment.position)


def _to_dispute(outcome: Outcome) -> str:
    return url_for("disputes.dispute", reference=outcome.reference)


# ---------------------------------------------------------------- the register in words


def _filters(stages: Sequence[tuple[str, str]]) -> Filters:
    known: dict[str, Container[str]] = {
        "status": {OPEN_STATUS, "ended"},
        "kind": set(Kind),
        "stage": {key for key, _ in stages},
    }
    return filters_asked_for(Filters, known)


def _names(connection: Connection, view: View) -> dict[str, str]:
    rows = list_agencies(connection, position=view.moment.position)
    return {row["reference"]: row["name"] for row in rows}


def _rows_in_words(names: Mapping[str, str], view: View) -> dict[str, Any]:
    """What every table of disputes needs of the page that it is on."""
    return {
        "names": names,
        "waits_for": waits_for,
        "state_of": state_of_dispute,
        "stage_count": register_of.stage_count,
        "view": view,
        "as_at_banner": view.banner,
    }


def _by_stage(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["stage_number"], row["stage_name"]), []).append(row)
    return [(f"Stage {number}: {name}", groups[number, name]) for number, name in sorted(groups)]


def _by_agency(rows: Sequence[Row], names: Mapping[str, str]) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for agency in each_of(row["parties"]) or [row["raised_by"]]:
            groups.setdefault(names.get(agency, agency), []).append(row)
    return sorted(groups.items())


def _crumbs(here: str, view: View) -> list[dict[str, str]]:
    return [
        {"text": "Disputes", "href": url_for("disputes.register", **view.query)},
        {"text": here},
    ]


_KINDS = [("dispute", "Dispute"), ("issue", "Issue")]
