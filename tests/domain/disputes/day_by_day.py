"""A dispute as a test lets it happen day by day, and the breaches that are found in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, cast

from domain.disputes.audit.breach_kinds import BreachKind
from domain.disputes.audit.conformance import breaches
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import Kind
from domain.kernel.days.calendar import Calendar
from domain.kernel.deciding.minutes import Minute
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Occasion, Role
from domain.partnership.agency import Agency, AgencyKind, Partners
from domain.procedure.rules import Decider, Rules
from tests.disputed import by_the_neutral, record
from tests.examples import finds
from tests.kent import placeholder

TEAM = Actor("b7e1", Role.BUSINESS_TEAM)
CALENDAR = Calendar(frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
NAMES = {"nhs": "NHS Kent", "cafcass": "Cafcass"}
RULES = placeholder()
NEUTRAL = by_the_neutral(RULES)
"""The same, but its bodies decide by all who are neutral."""
FIRST = "The stage Direct resolution between the agencies"
DECIDED_ON = {"decided_version": 1, "decided_position": 1}


URGENCY = {
    "reason": "Now.", "authorised_by": "Director", "protective_step": "Moved.",
    "contact": "Duty manager, 01632 960001",
}  # fmt: skip
"""What an urgent case must say."""


def on(day: str, clock: str = "", *, by: Actor = TEAM) -> Occasion:
    """Something that happened on a day, perhaps at a known time, and was recorded in June."""
    recorded, at = datetime(2026, 6, 1, 9, tzinfo=UTC), time.fromisoformat(clock) if clock else None
    return Occasion(by, recorded, date.fromisoformat(day), 41, at)


def agency(name: str, kind: AgencyKind = AgencyKind.RELEVANT) -> Agency:
    return Agency.join(on("2020-01-06"), name=name, kind=kind, find=finds())


POLICE = agency("Kent Police", AgencyKind.POLICE)
COUNCIL = agency("Kent County Council", AgencyKind.LOCAL_AUTHORITY)
HEALTH = agency("NHS", AgencyKind.HEALTH)
CAFCASS = agency("Cafcass")
PROBATION = agency("Probation Service")
PARTNERS = Partners([POLICE, COUNCIL, HEALTH])


def dispute(rules: Rules = RULES, *, day: str = "2026-01-14", **facts: Any) -> Dispute:
    """One between the police and the council, from a meeting on Wednesday 14 January 2026.

    Its first stage is due on Wednesday 21 January.
    """
    usual: dict[str, Any] = {
        "title": "Thresholds",
        "issue": "Who convenes?",
        "impact": "Children wait.",
        "outcome_sought": "One rule.",
        "raised_by": POLICE,
        "others": [COUNCIL],
        "positions": ["Yes.", "No."],
        "meeting": "SAAS",
        "minute": "5.2",
        "met_on": date(2026, 1, 14),
        "calendar": CALENDAR,
    }
    return record(on(day), rules=rules, **{**usual, **facts})


def issue(**facts: Any) -> Dispute:
    """An issue, which starts at the Executive."""
    return dispute(kind=Kind.ISSUE, others=[], positions=[], **facts)


def urgent(day: str, clock: str, rules: Rules = RULES, **facts: Any) -> Dispute:
    """One that was declared urgent at a moment, from the start."""
    return dispute(
        rules,
        day=day,
        **{("urgent_reason" if name == "reason" else name): each for name, each in URGENCY.items()},
        declared_on=date.fromisoformat(day),
        declared_time=time.fromisoformat(clock),
        **facts,
    )


def keep_all(item: Dispute, day: str) -> None:
    for asked in item.missing:
        item.keep_record(on(day), record=asked, words="It is.")


def escalate(item: Dispute, day: str, clock: str = "", **facts: Any) -> None:
    keep_all(item, day)
    if item.stage.decided_by is Decider.CONVENER and not item.visit.convener_role:
        item.name_convener(on(day), role="Manager", agency=PROBATION)
    item.escalate(on(day, clock), reason="No agreement.", calendar=CALENDAR, **facts)


def decide(item: Dispute, day: str) -> None:
    """All three assent, and somebody of no agency chairs."""
    item.decide(
        on(day), decision="One rule.", assenting=PARTNERS, chair_role="Independent chair",
        minute=Minute(meeting="Executive", number="7.1", date=day), partners=PARTNERS,
    )  # fmt: skip


def happen(item: Dispute, day: str, event: type[Dispute.Event], **facts: Any) -> None:
    """Something that no command lets happen, but that may be in a log."""
    by, clock = facts.pop("by", TEAM), facts.pop("clock", "")
    item._record(on(day, clock, by=by), event, **facts)


def events_of(item: Dispute) -> list[Item.Event]:
    return cast("list[Item.Event]", list(item.pending_events))


def found(item: Dispute, day: str = "") -> list[tuple[BreachKind, str]]:
    """Each breach and its sentence."""
    asked = date.fromisoformat(day) if day else None
    events = events_of(item)
    return [(each.kind, each.sentence) for each in breaches(events, on=asked, names=NAMES)]


def at_saas() -> Dispute:
    item = dispute()
    escalate(item, "2026-01-15")
    escalate(item, "2026-01-16")
    return item
