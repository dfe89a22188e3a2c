"""What is decided about of a dispute: what is disagreed about, what each party holds and replied,
and how its stage stands."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from application.nouns.about.evidence import the_evidence
from domain.actions.action import Action
from domain.actions.words import STATUSES
from domain.disputes.dispute import Dispute
from domain.kernel.item import long_date, post_of
from domain.procedure.rules import ENDINGS


def the_disagreement(dispute: Dispute, known: Known) -> Iterator[Point]:
    """What it is about, and what each party holds and has replied at this stage."""
    yield from what_it_is_about(dispute, known)
    for reply in dispute.visit.answers:
        words = f"{reply.words} ({long_date(reply.on)})"
        yield Point(f"Reply of {known.agency(reply.agency)}", words)


def what_is_to_be_decided(dispute: Dispute, known: Known) -> Iterator[Point]:
    """The same, who convenes it, and who has assented to what."""
    yield from the_disagreement(dispute, known)
    visit = dispute.visit
    yield Point("Convener", post_of(visit.convener_role, known.agency(visit.convener_agency)))
    for agency, assent in visit.assents.items():
        words = f"{assent.decision} ({long_date(assent.on)})"
        yield Point(f"{known.agency(agency)} assented to", words)
    yield from the_evidence(dispute, known)


def what_it_is_about(dispute: Dispute, known: Known) -> Iterator[Point]:
    """The issue, the outcome sought, and what each party holds."""
    yield Point("What it is about", dispute.issue)
    yield Point("Impact on children", dispute.impact)
    yield Point("Outcome sought", dispute.outcome_sought)
    for agency, position in dispute.positions.items():
        yield Point(f"{known.agency(agency)} holds", position)


def the_clock(dispute: Dispute, known: Known) -> Iterator[Point]:
    """When its stage is due and why, and for whom it waits."""
    visit = dispute.visit
    yield Point("Stage", visit.name)
    yield Point("Due now", f"{long_date(visit.due_on)} ({visit.working})" if visit.due_on else "")
    if visit.more_time:
        yield Point("First due", f"{long_date(visit.first_due_on)} ({visit.first_working})")
    yield Point("Still to reply", ", ".join(map(known.agency, dispute.awaited)))
    yield from what_it_is_about(dispute, known)


def who_was_told(dispute: Dispute, known: Known) -> Iterator[Point]:
    """Who outside was told, when and under what reference, and about what."""
    for told in dispute.notified:
        words = f"{told.told}, {long_date(told.on)}, reference {told.reference}"
        yield Point("Notified", words)
    yield from what_it_is_about(dispute, known)


def what_was_agreed(dispute: Dispute, known: Known) -> Iterator[Point]:
    """How it ended, and how each action stands that serves it."""
    if dispute.ending:
        yield Point("How it ended", f"{ENDINGS[dispute.ending]}, {long_date(dispute.ended_on)}")
    yield Point("In what words", dispute.outcome)
    actions = [each for each in dispute.links if each.startswith(Action.prefix)]
    if not actions:
        yield Point("Linked actions", "None.")
    for reference in actions:
        action = known.find(Action, reference)
        how = f"{STATUSES[action.status].lower()}, due {long_date(action.due_on)}"
        yield Point(reference, f"{action.title} ({how})")
