"""The register of disputes, what is on the clock, one dispute, and everything done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from application.doing import access
from application.ledger.clock import today
from application.ledger.commands import Outcome
from application.nouns.catalogue import CATALOGUE
from application.nouns.disputes import procedure_of
from application.nouns.disputes_recorded import RECORD
from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import Kind
from domain.disputes.words import ACTIONS_DONE
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE, Procedure
from domain.procedure.rules import Rules, Stage
from projections.actions.actions import ACTIONS, serving
from projections.disputes import figures as in_figures
from projections.disputes.disputes import DISPUTES, on_the_clock, reopened
from projections.listed import each_of
from projections.partnership.agencies import list_agencies
from projections.versioned import Row
from projections.view import View
from web.disputes.facts import (
    asked_at_entry,
    by_agency,
    dissents_of,
    ending_of,
    facts_of,
    notes_of,
    settled_for,
    starts,
    urgency_of,
    ways_meant,
    who_can,
)
from web.disputes.moves import LIKELY, href_of, likely, moves_of, next_steps, the_others
from web.disputes.stage_picture import stage_picture
from web.disputes.track import track_of
from web.disputes.words import state_of_dispute, waits_for
from web.forms.acting import act_on
from web.forms.showing import Around
from web.items.correcting import correct_on
from web.items.evidence import add_evidence_files, evidence_of
from web.items.linked import linked_items
from web.items.story import story_of
from web.naming import agency_link, theme_link
from web.registers import add_register
from web.security import allow
from web.view import ledger, person, the_view
from web.wording import state_of_action

pages = Blueprint("disputes", __name__)


def _in_words(view: View, rows: Sequence[Row] = ()) -> Mapping[str, Any]:
    """What every table of disputes needs."""
    return {"waits_for": waits_for, "state_of": state_of_dispute}


def _beside_the_register(view: View, rows: Sequence[Row]) -> Mapping[str, Any]:
    return {
        **_in_words(view),
        "summary": in_figures.summary(view),
        "may_record": access.may(person(), "dispute.record") is not None,
    }


add_register(
    pages, DISPUTES, deed="see.disputes", title="Disputes", item="disputes.dispute",
    template="disputes/register.html", more=_beside_the_register,
)  # fmt: skip


@pages.get("/disputes/clock")
@allow("see.disputes")
def clock() -> str:
    """What is on the clock, the soonest due first, under its stage or under each agency in it."""
    view, by = the_view(), "agency" if request.args.get("by") == "agency" else "stage"
    rows = DISPUTES.rows(view, on_the_clock())
    return render_template(
        "disputes/clock.html",
        by=by,
        groups=_by_agency(rows, view) if by == "agency" else _by_stage(rows),
        summary=in_figures.summary(view),
        breadcrumbs=_crumbs("On the clock", view),
        **_in_words(view),
    )


@pages.get("/disputes/figures")
@allow("see.disputes")
def figures() -> str:
    """Where disputes are, how long stages take, where they are settled, who replies late."""
    view = the_view()
    found = in_figures.figures(view)
    return render_template(
        "disputes/figures.html",
        figures=found,
        open_rows=[(each.name, each.open, each.overdue) for each in found.stages],
        settled_rows=[(each.name, each.settled) for each in found.stages],
        reply_rows=[(view.named(agency), late) for agency, late in found.overdue_replies],
        reopened=DISPUTES.rows(view, reopened()),
        breadcrumbs=_crumbs("Figures", view),
        **_in_words(view),
    )


@pages.route("/disputes/new", methods=["GET", "POST"])
@allow("dispute.record")
def record() -> Any:
    """Record a dispute, or an issue, from the minute of a meeting."""
    return act_on(
        RECORD,
        cancel=url_for("disputes.register"),
        then=_to_dispute,
        around=lambda _: around_recording(),
    )


def around_recording() -> Around:
    """What surrounds the form by which a dispute is recorded."""
    rules = procedure_of(ledger()).version_for(today()).rules
    return Around(
        listed={"start_at": starts(rules)},
        template="disputes/form.html",
        beside={"notes": ()},
        hints=lambda typed: {"to_begin_with": " ".join(asked_at_entry(_first(rules, typed)))},
    )


def _first(rules: Rules, typed: Mapping[str, Any]) -> list[Stage]:
    """The stages at which it may start, as far as it is known what it is."""
    starts_at = {Kind.DISPUTE: rules.first, Kind.ISSUE: rules.stage(rules.issues_start_at)}
    known = [stage for kind, stage in starts_at.items() if kind == typed.get("kind")]
    return known or list(starts_at.values())


@pages.get("/disputes/<reference>")
@allow("see.disputes")
def dispute(reference: str) -> str:
    """One dispute: what it needs next, its way through the stages, its facts, its history."""
    view, reference = the_view(), reference.upper()
    row = DISPUTES.one_row(view, reference) or abort(404)
    story = story_of(ledger(), Dispute, reference, view)
    item = story.item
    procedure = story_of(ledger(), Procedure, PROCEDURE, view).item
    served_by = ACTIONS.rows(view, serving(reference))
    linked = linked_items(item.links, view)
    possible, refused = moves_of(item) if view.now else ([], [])
    steps = next_steps(item, agencies=list_agencies(view), actions=served_by, view=view)
    return render_template(
        "disputes/dispute.html",
        row=row,
        item=item,
        state=state_of_dispute(row, view),
        of=len(item.rules.stages),
        confirmed=procedure.numbered(item.procedure).confirmed,
        steps=steps,
        buttons=LIKELY,
        track=track_of(item, view=view),
        stages=stage_picture(item, view),
        facts=facts_of(item, view, agency=agency_link, theme=theme_link),
        evidence=evidence_of(item, pages="disputes", view=view),
        positions=by_agency(item.positions, view),
        urgency=urgency_of(item),
        how_it_ended=ending_of(item, story.events, view) if item.ending else [],
        dissents=dissents_of(item, view),
        actions_done=ACTIONS_DONE[item.actions_done] if item.actions_done else "",
        linked=[other for other in linked if not other.reference.startswith(Action.prefix)],
        serving=served_by,
        counted=[each for each in served_by if each["status"] != "cancelled"],
        state_of_action=state_of_action,
        may_set_action=view.now and access.may(person(), "action.set") is not None,
        decided=story.decided,
        history=story.history,
        shows_history=request.args.get("show") == "history",
        possible=the_others(possible, likely(steps)),
        refused=refused,
        href_of=lambda move: href_of(item, move),
        breadcrumbs=_crumbs(reference, view),
    )


add_evidence_files(pages, DISPUTES, Dispute, deed="see.disputes")


@pages.route("/disputes/<reference>/<move>", methods=["GET", "POST"])
@allow("dispute.*")
def act(reference: str, move: str) -> Any:
    """Do one thing with one dispute."""
    reference = reference.upper()
    intent = CATALOGUE.get(f"dispute.{move.replace('-', '_')}")
    if intent is None or intent.creates:
        abort(404)
    if intent.move == "correct":
        return correct_on(
            intent,
            reference,
            cancel=url_for("disputes.dispute", reference=reference),
            then=_to_dispute,
            called=lambda item: str(item.title),
        )
    return act_on(
        intent,
        reference,
        cancel=url_for("disputes.dispute", reference=reference),
        then=_to_dispute,
        around=lambda item: _around(item, intent.name, intent.move),
    )


def _around(item: Dispute, deed: str, move: str) -> Around:
    """What surrounds the form of a move: whom it offers, and what to know before."""
    agencies = list_agencies(the_view())
    by = access.actor(person(), deed, item)
    own = by.agency if by.role is Role.SAAS_MEMBER else ""
    listed = who_can(item, move, agencies, own=own)
    ways = ways_meant(item, move, request.form.get("to", ""))
    starting = {}
    if own and own in dict(listed.get("agency", ())):
        starting["agency"] = own
    if ways and (up := item.ways_up()):
        starting["to"] = up[0].key
    return Around(
        caption=f"{item.reference}: {item.title}",
        listed={**listed, **ways},
        starting=starting,
        settled=settled_for(item, move),
        template="disputes/form.html",
        beside={"notes": notes_of(item, move, agencies, the_view())},
    )


def _to_dispute(outcome: Outcome) -> str:
    return url_for("disputes.dispute", reference=outcome.reference)


# ---------------------------------------------------------------- on the clock


def _by_stage(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["stage_number"], row["stage_name"]), []).append(row)
    return [(f"Stage {number}: {name}", groups[number, name]) for number, name in sorted(groups)]


def _by_agency(rows: Sequence[Row], view: View) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for agency in each_of(row["parties"]) or [row["raised_by"]]:
            groups.setdefault(view.named(agency), []).append(row)
    return sorted(groups.items())


def _crumbs(here: str, view: View) -> list[dict[str, str]]:
    return [
        {"text": "Disputes", "href": url_for("disputes.register")},
        {"text": here},
    ]
