"""A dispute in words: how it stands, whom it waits for, and everything that makes up its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from application.nouns.disputes import WHAT_IT_IS as KINDS
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import BODIES
from domain.disputes.words import ACTIONS_DONE
from domain.kernel.bodies import BODY_NAMES
from domain.kernel.item import long_date
from domain.procedure.rules import BY_PARTIES, ENDINGS, Decider, Ending
from projections.listed import each_of
from projections.versioned import Row


def state_of_dispute(row: Row) -> str:
    """How it ended; while it is open, the stage that it is at."""
    return ENDINGS[Ending(row["ending"])] if row["ending"] else str(row["stage_name"])


def waits_for(row: Row, names: Mapping[str, str]) -> str:
    """What an open dispute waits for, and from whom; "" once it has ended."""
    decider = row["decided_by"]
    if row["ending"] or not decider:
        return ""
    if silent := [names.get(agency, agency) for agency in each_of(row["awaited"])]:
        return f"{'Reply' if len(silent) == 1 else 'Replies'} of {together(silent)}"
    if decider in BY_PARTIES:
        return "Agreement of the parties, or escalation"
    if decider == Decider.CONVENER:
        agency = row["convener_agency"]
        if not agency:
            return "A convener to be named"
        return f"Decision of the convener, {row['convener_role']}, {names.get(agency, agency)}"
    if decider == Decider.NOBODY:
        return "External notification"
    return f"Decision of {BODY_NAMES[BODIES[Decider(decider)]]}"


def together(words: list[str], joint: str = "and") -> str:
    """Several names in a sentence."""
    *first, last = words or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def dispute_in_words(dispute: Dispute, agencies: Mapping[str, str]) -> dict[str, str]:
    """Everything that a reader would call its state, each thing in words."""

    def named(agency: str) -> str:
        return agencies.get(agency, dispute.names.get(agency, agency)) if agency else ""

    words = {
        "What it is": KINDS[dispute.kind],
        "Title": dispute.title,
        "What it is about": dispute.issue,
        "Impact on children": dispute.impact,
        "Outcome sought": dispute.outcome_sought,
        "Theme": dispute.theme,
        "Raised by": named(dispute.raised_by),
        "Parties": "; ".join(named(agency) for agency in dispute.parties),
        **{f"Position of {named(each)}": held for each, held in dispute.positions.items()},
        "Meeting": dispute.meeting,
        "Minute": dispute.minute,
        "Date of the meeting": long_date(dispute.met_on),
        "Minutes circulated": long_date(dispute.circulated_on),
        "Minutes approved": long_date(dispute.approved_on),
        "Procedure followed": f"Version {dispute.procedure}",
        "Urgent": "Yes" if dispute.urgent else "",
    }
    if dispute.visits:
        words |= _stage(dispute, named)
    for visit in dispute.visits:
        for item, text in visit.records.items():
            label = f"On record: {item}"
            words[label] = "\n".join(filter(None, [words.get(label, ""), text]))
    return words | {
        "Facilitated by": "; ".join(sorted(dispute.facilitators)),
        "Ending": ENDINGS[dispute.ending] if dispute.ending else "",
        "Ended": long_date(dispute.ended_on),
        "Outcome": dispute.outcome,
        "Dissent": "\n".join(_dissent(each, named) for each in dispute.dissents),
        "Learning": "\n".join(dispute.learning),
        "Agreed actions done": ACTIONS_DONE[dispute.actions_done] if dispute.actions_done else "",
        "Linked items": "; ".join(sorted(dispute.links)),
    }


def _stage(dispute: Dispute, named: Callable[[str], str]) -> dict[str, str]:
    """Where it is; the replies and recusals of every stage that it has been at."""
    now = dispute.visit
    convener = (now.convener_role, named(now.convener_agency))
    replies = [
        f"{named(agency)}, {long_date(day)}"
        for visit in dispute.visits
        for agency, day in visit.replies.items()
    ]
    aside = [
        ", ".join(filter(None, [each.role, named(each.agency)]))
        for visit in dispute.visits
        for each in visit.recusals
    ]
    return {
        "Stage": dispute.stage.name,
        "At this stage since": long_date(now.entered_on),
        "Due date": long_date(now.due_on),
        "How the due date was worked out": now.working,
        "Overdue since": long_date(now.overdue_on),
        "Convener": ", ".join(filter(None, convener)),
        "Replies": "; ".join(replies),
        "Stood aside": "; ".join(aside),
    }


def _dissent(words: str, named: Callable[[str], str]) -> str:
    agency, _, dissent = words.partition(": ")
    return f"{named(agency)}: {dissent}"
