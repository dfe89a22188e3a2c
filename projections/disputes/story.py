"""What the history of a dispute tells, and a search finds it by, besides its register’s columns."""

from __future__ import annotations

from collections.abc import Iterator

from domain.disputes.dispute import Dispute
from domain.kernel.item import long_date, post_of
from projections.evidenced import story_of_evidence
from projections.passages import Passage
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


def passages_of_dispute(dispute: Dispute) -> Iterator[Passage]:
    """What its parties hold, what is on record, who disagrees and what was learnt."""
    for agency, held in dispute.positions.items():
        yield Passage("Position", held, of=agency)
    for label, words in _on_record(dispute).items():
        yield Passage(label, words)
    for each in dispute.dissents:
        agency, _, words = each.partition(": ")
        yield Passage("Dissent", words, of=agency)
    for each in dispute.learning:
        yield Passage("Learning", each)
