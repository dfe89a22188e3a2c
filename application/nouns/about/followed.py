"""What is decided about of a recommendation and an action: the claim, the evidence, the dates."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from application.nouns.about.evidence import the_evidence
from domain.actions.action import Action
from domain.kernel.bodies import BODY_NAMES
from domain.kernel.followed import Followed
from domain.kernel.item import in_a_row, long_date, post_of
from domain.kernel.vocabulary import sentence_case
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSINGS
from domain.recommendations.words import RESPONSES_GIVEN, SOURCES


def the_claim(item: Followed, known: Known) -> Iterator[Point]:
    """What was asked, what its owner says was done, and the evidence for it."""
    yield from _asked(item, known)
    yield from _due(item)
    claim = item.claims[-1] if item.claims and item.claims[-1].verdict is None else None
    if claim:
        who = f"{known.by(claim.by)}, " if claim.by else ""
        yield Point("Claimed to be done", claim.words)
        yield Point("Claimed by", f"{who}{long_date(claim.on)}")
        yield Point("To be verified by", f"{long_date(claim.verify_by)} ({claim.working})")
    yield from the_evidence(item, known)
    if isinstance(item, Recommendation):
        yield Point("Who may decide", sentence_case(item.closers.words))


def another_date(item: Followed, known: Known) -> Iterator[Point]:
    """The date that is asked for, why and by whom, and how often it has moved before."""
    yield from _asked(item, known)
    yield from _due(item)
    if asked := item.redate:
        yield Point("Asked to be due on", long_date(asked.due_on))
        yield Point("Reason", asked.reason)
        yield Point("Asked by", f"{known.person(asked.asked_by)}, {long_date(asked.asked_on)}")
    yield Point("Progress", item.progress)


def what_it_asks(item: Recommendation, known: Known) -> Iterator[Point]:
    """Who asks for what, of whom, and by when."""
    yield from _asked(item, known)
    yield from _due(item)
    yield Point("Response", RESPONSES_GIVEN[item.response] if item.response else "None yet")
    yield Point("Progress", item.progress)


def what_was_done(item: Recommendation, known: Known) -> Iterator[Point]:
    """How it was closed, and on what evidence."""
    yield from _asked(item, known)
    if item.closing:
        yield Point("Closed", f"{CLOSINGS[item.closing]}, {long_date(item.closed_on)}")
        yield Point("On what grounds", item.closing_words)
    yield from the_evidence(item, known)


def _asked(item: Followed, known: Known) -> Iterator[Point]:
    """What is to be done, in the words in which it was asked for, and by whom."""
    if isinstance(item, Recommendation):
        report = ", ".join(filter(None, [item.publisher, item.title, item.number]))
        yield Point("Recommendation", item.words)
        yield Point("Recommended by", f"{report} ({SOURCES[item.source]})")
        body = BODY_NAMES[item.to_body] if item.to_body else ""
        addressed = filter(None, [body, *map(known.agency, item.agencies)])
        yield Point("Addressed to", sentence_case(in_a_row(addressed)))
    if isinstance(item, Action):
        yield Point("What must be done", item.title)
        yield Point("How success is seen", item.measure)
    yield Point("Owner", post_of(item.owner_role, known.agency(item.owner_agency)) or "None")


def _due(item: Followed) -> Iterator[Point]:
    words = long_date(item.due_on) or "No date"
    if item.moves:
        times = "once" if item.moves == 1 else f"{item.moves} times"
        words += f"; first due {long_date(item.first_due_on) or 'on no date'}, moved {times}"
    yield Point("Due now", words)
