"""What the history of a dispute tells besides the columns of its register."""

from __future__ import annotations

from domain.disputes.dispute import Dispute
from domain.kernel.item import long_date, post_of
from projections.evidenced import story_of_evidence
from projections.view import View


def story_of_dispute(dispute: Dispute, view: View) -> dict[str, str]:
    """What its parties hold, what is on record, who stood aside, who disagrees and what shows
    it, in words."""
    replies = [
        f"{view.named(agency)}, {long_date(day)}"
        for visit in dispute.visits
        for agency, day in visit.replies.items()
    ]
    aside = [
        post_of(each.role, view.named(each.agency))
        for visit in dispute.visits
        for each in visit.recusals
    ]
    return {
        **{f"Position of {view.named(each)}": held for each, held in dispute.positions.items()},
        **_on_record(dispute),
        "Replies": "; ".join(replies),
        "Stood aside": "; ".join(aside),
        "Facilitated by": "; ".join(sorted(dispute.facilitators)),
        "Dissent": "\n".join(_dissent(each, view) for each in dispute.dissents),
        "Learning": "\n".join(dispute.learning),
        **story_of_evidence(dispute, view),
    }


def _on_record(dispute: Dispute) -> dict[str, str]:
    found: dict[str, str] = {}
    for visit in dispute.visits:
        for item, text in visit.records.items():
            label = f"On record: {item}"
            found[label] = "\n".join(filter(None, [found.get(label, ""), text]))
    return found


def _dissent(words: str, view: View) -> str:
    agency, _, dissent = words.partition(": ")
    return f"{view.named(agency)}: {dissent}"
