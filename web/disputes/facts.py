"""What is known of a dispute, as its page and its forms tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from application.ledger.clock import now
from application.nouns.disputes_recorded import WHAT_IT_IS as KINDS
from domain.disputes.dispute import Dispute
from domain.kernel.days.when import moment_text
from domain.kernel.item import in_a_row, long_date, post_of
from domain.kernel.vocabulary import sentence_case
from domain.procedure.rules import Decider, HowDecided, Rules, Stage
from projections.versioned import Row
from projections.view import View
from web.disputes.moves import (
    how_it_decides,
    neutral_agencies,
    neutral_partners,
    who_decide,
)
from web.forms.filled import Option
from web.procedure.words import hours, working_days

_CONVENER = (Decider.CONVENER,)


def facts_of(
    dispute: Dispute,
    view: View,
    *,
    agency: Callable[[str], str],
    theme: Callable[[str], str] = str,
) -> list[tuple[str, str]]:
    """What it is about and where it comes from; what is not known is left out. A page gives ways
    to say an `agency` and a `theme` that lead somewhere."""
    known = {
        "What it is": KINDS[dispute.kind],
        "Raised by": agency(dispute.raised_by),
        "What it is about": dispute.issue,
        "Impact on children": dispute.impact,
        "Outcome sought": dispute.outcome_sought,
        "Theme": theme(view.settled.themes.shown(dispute.theme)),
        "Minuted": sentence_case(dispute.minuted.words),
        "Minutes circulated": long_date(dispute.circulated_on) or "Not yet known",
        "Minutes approved": long_date(dispute.approved_on) or "Not yet known",
        "Notified externally": "; ".join(
            f"{each.told}, {long_date(each.on)}, {each.reference}" for each in dispute.notified
        ),
        "Facilitated by": ", ".join(sorted(dispute.facilitators)),
    }
    return [(key, text) for key, text in known.items() if text]


def urgency_of(dispute: Dispute) -> list[tuple[str, str]]:
    """Why it is urgent, who authorised it, what was done meanwhile and who can be reached; nothing
    when it is not."""
    if not dispute.urgent:
        return []
    told = {
        "Reason": dispute.urgent_reason,
        "Declared": long_date(dispute.urgent_at or dispute.urgent_on),
        "Authorised by": dispute.authorised_by,
        "Done to protect children": dispute.protective_step,
        "Out-of-hours contact": dispute.contact,
    }
    return [(key, words or "Not on record") for key, words in told.items()]


def ending_of(dispute: Dispute, events: Sequence[Any], view: View) -> list[tuple[str, str]]:
    """Who decided and in which minute, or what took its place: of the last time that it ended."""
    last = next((each for each in reversed(events) if isinstance(each, Dispute.EndedEvent)), None)
    if isinstance(last, Dispute.Decided):
        taken = dispute.taken[last.originator_version]
        deciders = [f"{view.named(each)}, {long_date(on)}" for each, on in taken.assents.items()]
        absent = [f"{view.named(agency)}: {why}" for agency, why in last.absent.items()]
        minute = taken.minute or last.minuted
        told = [
            ("Decided by", "; ".join(deciders)),
            ("Absent", "; ".join(absent)),
            ("Chaired by", post_of(taken.chair.role, view.named(taken.chair.agency))),
            ("Minuted", sentence_case(minute.words)),
        ]
        return [(key, words) for key, words in told if words]
    if isinstance(last, Dispute.Answered):
        told = [("Answered by", last.answered_by), ("Reference", last.answer_reference)]
        return [(key, words) for key, words in told if words]
    if isinstance(last, Dispute.Superseded):
        return [("Takes its place", last.other)]
    return []


def by_agency(words: Mapping[str, str], view: View) -> list[tuple[str, str]]:
    """What agencies hold, by their names."""
    return [(view.named(agency), each) for agency, each in words.items()]


def dissents_of(dispute: Dispute, view: View) -> list[tuple[str, str]]:
    """Each dissent with the agency whose it is."""
    parted = (each.partition(": ") for each in dispute.dissents)
    return [(view.named(agency), words) for agency, _, words in parted]


def starts(rules: Rules) -> list[Option]:
    """The stages that an urgent case may start at: up to the first that it may not skip."""
    found: list[Option] = []
    for stage in rules.in_order():
        found.append((stage.key, stage.name))
        if not stage.urgent_may_skip:
            break
    return found


def who_can(
    dispute: Dispute, move: str, agencies: Sequence[Row], *, own: str = ""
) -> dict[str, list[Option]]:
    """The agencies that a form offers, where not every one can. `own`: whom a member speaks for."""
    if own and move in _SPEAKING:
        names = {row["reference"]: row["name"] for row in agencies}
        speaks = move == "record_dissent" or own in dispute.names
        return {"agency": [(own, names.get(own, own))] if speaks else []}
    if move == "name_convener":
        return {"agency": neutral_agencies(dispute, agencies)}
    if move == "decide":
        return {
            "assenting": who_decide(dispute, agencies),
            "absent": neutral_partners(dispute, agencies),
            "chair_agency": neutral_agencies(dispute, agencies),
        }
    if move == "end_recusal":
        names = {row["reference"]: row["name"] for row in agencies}
        return {
            "recusal": [
                (str(at), post_of(each.role, names.get(each.agency, each.agency)))
                for at, each in dispute.stand_aside.items()
            ]
        }
    if move == "assent":
        return {"agency": who_decide(dispute, agencies)}
    if move == "add_party":
        others = [row for row in agencies if row["reference"] not in dispute.names]
        return {"agency": [(row["reference"], row["name"]) for row in others if not row["left_on"]]}
    return {}


_SPEAKING = {"reply", "state_position", "record_dissent"}
"""What is said for one agency: a member of the group says it only for their own."""


def ways_meant(dispute: Dispute, move: str, meant: str) -> dict[str, list[Option]]:
    """The stages that a form of escalation offers: its ways up, and the one first meant.

    Where somebody else has escalated it meanwhile, the form that comes back still says what it
    said, and is not taken for a step further.
    """
    if move != "escalate":
        return {}
    stages = [
        stage
        for stage in dispute.rules.in_order()
        if stage in dispute.ways_up() or stage.key == meant
    ]
    return {"to": [(stage.key, stage.name) for stage in stages]}


def notes_of(dispute: Dispute, move: str, agencies: Sequence[Row], view: View) -> list[str]:
    """What somebody should know before they fill in a form, in sentences."""
    notes = _of_the_move(dispute, move, agencies, view)
    if move in _LEAVING and (asked := dispute.missing_at_exit):
        notes.append(f"As this stage ends, the procedure asks for: {'; '.join(asked)}.")
    return notes + asked_at_entry(_could_begin(dispute, move))


def asked_at_entry(stages: Sequence[Stage]) -> list[str]:
    """What the procedure asks for as each of some stages begins, in sentences."""
    asking = [stage for stage in stages if stage.entry]
    notes = [
        f"As the stage {stage.name} begins, the procedure asks for: {'; '.join(stage.entry)}."
        for stage in asking
    ]
    if asking:
        notes.append(
            "If you leave that empty, the dispute is shown as one whose stage began without its "
            "record, until it is given."
        )
    return notes


def settled_for(dispute: Dispute, move: str) -> list[str]:
    """The fields that a form need not show: nothing is asked for as the stage ends, or begins, or
    by the way in which its body decides."""
    by_a_body, of_the_neutral = dispute.stage.how, dispute.stage.how is HowDecided.ALL_NEUTRAL
    asked = {
        "assenting": by_a_body,
        "chair_role": by_a_body,
        "chair_agency": by_a_body,
        "absent": of_the_neutral,
        "absence": of_the_neutral,
        "for_the_record": dispute.missing_at_exit,
        "time": dispute.urgent or move == "declare_urgent",
        "days": move != "extend" or not dispute.visit.in_hours,
        "hours": move != "extend" or dispute.visit.in_hours,
        "to_begin_with": [each for each in _could_begin(dispute, move) if each.entry],
    }
    return [name for name, each in asked.items() if not each]


def _could_begin(dispute: Dispute, move: str) -> Sequence[Stage]:
    """The stages that a move may begin."""
    match move:
        case "escalate":
            return dispute.ways_up()
        case "return_it":
            return dispute.ways_down()
        case "reopen":
            return [dispute.stage]
    return []


_LEAVING = {"escalate", "agree", "decide", "notify"}


def _of_the_move(dispute: Dispute, move: str, agencies: Sequence[Row], view: View) -> list[str]:
    decider = dispute.stage.decided_by
    parties = in_a_row(dispute.names.values(), joint="or")
    if move == "name_convener" and parties:
        council = next((row for row in agencies if row["kind"] == "local_authority"), None)
        chair = (
            " So neither the Chair nor the deputy can: both are of the local authority."
            if council and council["reference"] in dispute.names
            else ""
        )
        return [f"Nobody from {parties} can convene it.{chair}"]
    if move == "decide" and dispute.stage.how:
        return how_it_decides(dispute, agencies, view)
    if move == "decide" and decider in _CONVENER:
        return ["The convener decides."]
    if move == "escalate":
        return [f"The next stage is {stage.name}." for stage in dispute.ways_up()[:1]]
    if move == "extend":
        rules, due = dispute.rules, long_date(dispute.visit.due_on)
        most = working_days(rules.extension_days)
        if dispute.visit.in_hours:
            most = hours(rules.urgent_hours)
        notes = [f"It is due on {due}. At most {most} more."]
        if dispute.is_overdue(moment_text(now())):
            notes.append("Only an extension agreed by then can be recorded, with its date.")
        return notes
    return []
