"""Recommendations and actions as tests meet them: people, and each state in a word.

`received()`, `submitted()` and so on give an item with nothing pending, so that `news` and `told`
say only what the test itself did.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from domain.actions.action import Action
from domain.kernel.bodies import Body
from domain.kernel.days.calendar import Calendar
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.followed import DEADLINES, Followed
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Occasion, Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Closing, Response, Source
from tests.examples import NOW
from tests.minuted import MINUTE

ItemType = TypeVar("ItemType", bound=Item)
FollowedType = TypeVar("FollowedType", bound=Followed)

TEAM = Actor("b7e1", Role.BUSINESS_TEAM)
CHAIR = Actor("c4a1", Role.SAAS_CHAIR)
POLICE = Actor("c0ffee", Role.SAAS_MEMBER, "kent-police")
POLICE_COLLEAGUE = Actor("c0de", Role.SAAS_MEMBER, "kent-police")
COUNCIL = Actor("cc01", Role.SAAS_MEMBER, "kent-county-council")
HEALTH = Actor("4ea1", Role.SAAS_MEMBER, "nhs-kent-and-medway")
SCRUTINEER = Actor("5c12", Role.SCRUTINEER)
EXECUTIVE = Actor("e5ec", Role.EXECUTIVE)
LSP = Actor("15b0", Role.LSP)
OF_EACH_ROLE = {
    role: Actor(f"some {role}", role, "nhs-kent-and-medway" if role is Role.SAAS_MEMBER else "")
    for role in Role
}
"""Somebody of each role, of no agency that owns anything in these tests."""

VERIFYING: dict[str, Any] = {
    "calendar": Calendar(frozenset({date(2026, 5, 25)})),
    "deadlines": DEADLINES,
}
"""What a claim needs besides its words: it is to be verified by 27 May 2026."""


def by(actor: Actor, day: date | None = None) -> Occasion:
    """An occasion at which somebody acts: that of every test, or the morning of another day."""
    if day is None:
        return replace(NOW, by=actor)
    return replace(NOW, by=actor, on=day, at=datetime.combine(day, time(9), tzinfo=UTC))


def settled(item: ItemType) -> ItemType:
    """The item with everything that happened to it behind it."""
    item.collect_events()
    return item


def received(reference: str = "REC-2026-001", **facts: Any) -> Recommendation:
    """A recommendation that Kent Police owns and that is addressed to the council too."""
    given: dict[str, Any] = {
        "source": Source.INDEPENDENT_SCRUTINY,
        "title": "Review of the front door",
        "words": "Agree one threshold document.",
        "owner_role": "Superintendent",
        "owner_agency": "kent-police",
        "agencies": ["kent-county-council"],
        "due_words": "2026-06-30",
    }
    return settled(Recommendation.receive(by(TEAM), reference=reference, **{**given, **facts}))


def responded(reference: str = "REC-2026-001", **facts: Any) -> Recommendation:
    """One that is accepted."""
    item = received(reference, **facts)
    item.respond(by(POLICE), response=Response.ACCEPTED)
    return settled(item)


def evidenced(reference: str = "REC-2026-001", **facts: Any) -> Recommendation:
    """One that is accepted, with a piece of evidence."""
    item = responded(reference, **facts)
    add_evidence(item)
    return settled(item)


def submitted(reference: str = "REC-2026-001", **facts: Any) -> Recommendation:
    """One that Kent Police claims to have done."""
    item = evidenced(reference, **facts)
    item.submit(by(POLICE), claim="It is agreed.", **VERIFYING)
    return checked(item)


def verified(reference: str = "REC-2026-001", **facts: Any) -> Recommendation:
    """One of independent scrutiny that the Independent Scrutineer found to be done."""
    item = submitted(reference, **facts)
    item.verify(by(SCRUTINEER), finding="Seen in use.", impact_months=6)
    return settled(item)


def closed(closing: Closing) -> Recommendation:
    """One that was closed, after it had been submitted, for that reason."""
    item = submitted()
    match closing:
        case Closing.IMPLEMENTED | Closing.RESOLVED_OTHERWISE:
            item.verify(by(SCRUTINEER), finding="Seen.", closing=closing)
        case Closing.NOT_ACCEPTED:
            item.respond(by(POLICE), response=Response.NOT_ACCEPTED, reason="Not ours.")
        case Closing.RISK_ACCEPTED:
            item.accept_risk(by(EXECUTIVE), to=Body.EXECUTIVE, reason="Too dear.", minute=MINUTE)
        case Closing.SUPERSEDED:
            item.supersede(by(TEAM), by_other=received("REC-2026-009"), reason="Said again.")
        case Closing.WITHDRAWN:
            item.withdraw(by(TEAM), reason="A mistake.")
    assert item.closing is closing
    return settled(item)


def set_action(reference: str = "ACT-2026-001", **facts: Any) -> Action:
    """An action that Kent Police owns."""
    given: dict[str, Any] = {
        "title": "Write the threshold document",
        "owner_role": "Superintendent",
        "owner_agency": "kent-police",
        "due_on": date(2026, 6, 30),
    }
    return settled(Action.set(by(TEAM), reference=reference, **{**given, **facts}))


def submitted_action(reference: str = "ACT-2026-001", **facts: Any) -> Action:
    """An action that Kent Police claims to have done."""
    item = set_action(reference, **facts)
    add_evidence(item)
    item.submit(by(POLICE), claim="Written.", **VERIFYING)
    return checked(item)


def checked(item: FollowedType) -> FollowedType:
    """The item, with its first piece of evidence checked by somebody who does not own it."""
    item.check_evidence(by(SCRUTINEER), evidence=1, finding="It says so.")
    return settled(item)


def add_evidence(item: Followed, actor: Actor = POLICE) -> None:
    """Put a link forward."""
    item.add_evidence(
        by(actor), kind=EvidenceKind.DOCUMENT, title="Document", link="https://kent.example/it"
    )
