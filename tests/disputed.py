"""Disputes as tests of the domain meet them: four agencies, a calendar, and each state in a word.

`recorded()`, `at_stage("saas")`, `ended(Ending.AGREED)` and so on give a dispute with nothing
pending, so that `news` and `told` say only what the test itself did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from domain.disputes.dispute import Dispute
from domain.disputes.known_minutes import KnownMinutes
from domain.disputes.vocabulary import Kind
from domain.kernel.days.calendar import Calendar
from domain.kernel.terms import Occasion
from domain.partnership.agency import Agency, AgencyKind, Partners
from domain.procedure.procedure import Procedure
from domain.procedure.rules import Decider, Ending, HowDecided, Rules, Stage
from tests.examples import NOW, finds, given, happened
from tests.followed import EXECUTIVE, LSP, TEAM, by, settled
from tests.kent import placeholder
from tests.minuted import NOT_MINUTED

URGENT: dict[str, Any] = {
    "urgent_reason": "Discussions have stopped.",
    "authorised_by": "Director",
    "protective_step": "The duty manager chairs them.",
    "contact": "Duty manager, 01632 960001",
}
"""What makes a dispute urgent from the start."""
FOUNDED = date(2019, 9, 17)
MET = date(2026, 5, 6)
"""A Wednesday: five working days later it is 13 May, the day after every test's NOW."""
CALENDAR = Calendar(
    frozenset(
        {
            date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25),
            date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1),
        }
    )
)  # fmt: skip


def agency(reference: str, name: str, kind: AgencyKind, joined: date = FOUNDED) -> Agency:
    """A member since a day."""
    member = Agency.join(by(TEAM, joined), name=name, kind=kind, find=finds())
    assert member.reference == reference
    return settled(member)


KENT_POLICE = agency("kent-police", "Kent Police", AgencyKind.POLICE)
COUNCIL = agency("kent-county-council", "Kent County Council", AgencyKind.LOCAL_AUTHORITY)
HEALTH_BOARD = agency("nhs-kent-and-medway", "NHS Kent and Medway", AgencyKind.HEALTH)
PARTNERS = Partners([KENT_POLICE, COUNCIL, HEALTH_BOARD])
PROBATION = agency("probation-service", "Probation Service", AgencyKind.RELEVANT)


@cache
def procedure(rules: Rules | None = None, number: int = 1) -> Procedure:
    """A procedure with one published version, of the placeholder unless other rules are given."""
    content = (rules or placeholder()).as_content()
    published = happened(Procedure.Published, number=number, content=content, from_on="2000-01-01")
    made: Procedure = given(Procedure.Begun, published)
    return made


def shipped(**changes: Any) -> Rules:
    """The placeholder with other rules for every stage."""
    return replace(placeholder(), **changes)


def with_stage(key: str, rules: Rules | None = None, **changes: Any) -> Rules:
    """The placeholder with one stage changed."""
    rules = rules or placeholder()
    stages = (replace(each, **changes) if each.key == key else each for each in rules.stages)
    return replace(rules, stages=tuple(stages))


def unrecorded(rules: Rules | None = None) -> Rules:
    """Rules whose stages ask for nothing to be put on record."""
    rules = rules or placeholder()
    stages: list[Stage] = [replace(each, entry=(), exit=()) for each in rules.stages]
    return replace(rules, stages=tuple(stages))


def record(
    occasion: Occasion = NOW,
    *,
    others: Sequence[Agency] = (COUNCIL,),
    positions: Sequence[str] = ("The council.", "The police."),
    rules: Rules | None = None,
    past: bool = False,
    **facts: Any,
) -> Dispute:
    """Record a dispute of Kent Police with the council, out of the minutes of 6 May 2026.

    `positions` are those of Kent Police and of the others, in that order; `past`: it is loaded as
    one that ran before.
    """
    usual: dict[str, Any] = {
        "reference": "DSP-2026-001",
        "kind": Kind.DISPUTE,
        "title": "Who chairs strategy discussions",
        "issue": "Each holds that the other should.",
        "impact": "Discussions start late.",
        "outcome_sought": "One rule for all districts.",
        "raised_by": KENT_POLICE,
        "meeting": "SAAS, 6 May 2026",
        "minute": "minute 5.2",
        "met_on": MET,
        "procedure": procedure(rules),
        "calendar": CALENDAR,
        **dict(zip(("other_agency", "third_agency"), others, strict=False)),
        **dict(zip(("position", "other_position", "third_position"), positions, strict=False)),
    }
    if past:
        return Dispute.load_past(occasion, **{**usual, **facts})
    return Dispute.record(occasion, **{**usual, "known": KnownMinutes(lambda _: None), **facts})


def recorded(occasion: Occasion = NOW, **facts: Any) -> Dispute:
    """One at its first stage."""
    return settled(record(occasion, **facts))


def issue(**facts: Any) -> Dispute:
    """An issue that SAAS cannot resolve, at the Executive."""
    return recorded(**{"kind": Kind.ISSUE, "others": (), "positions": (), **facts})


def complete(dispute: Dispute, occasion: Occasion = NOW) -> None:
    """Put on record everything that its stage asks for."""
    for each in dispute.missing:
        dispute.keep_record(occasion, record=each, words="As minuted.")


def raise_it(dispute: Dispute, occasion: Occasion = NOW, to: str = "") -> None:
    """Complete the record of its stage, with its convener if it needs one, and escalate it."""
    complete(dispute, occasion)
    if dispute.stage.decided_by is Decider.CONVENER and not dispute.visit.convener_role:
        dispute.name_convener(occasion, role="Head of Service", agency=PROBATION)
    dispute.escalate(occasion, reason="No agreement.", calendar=CALENDAR, to=to)


def by_the_neutral(rules: Rules) -> Rules:
    """The same rules, but bodies decide by all of them who are neutral."""
    stages = (
        replace(each, how=HowDecided.ALL_NEUTRAL) if each.how else each for each in rules.stages
    )
    return replace(rules, stages=tuple(stages))


def at_stage(key: str, dispute: Dispute | None = None, **facts: Any) -> Dispute:
    """One that was escalated up to a stage, on the day of every test."""
    dispute = dispute or recorded(**facts)
    while dispute.visit.stage != key:
        raise_it(dispute)
    return settled(dispute)


def ready_at(key: str, dispute: Dispute | None = None, **facts: Any) -> Dispute:
    """One at a stage that has everything on record, and its convener if it needs one."""
    dispute = at_stage(key, dispute, **facts)
    complete(dispute)
    if key == "saas":
        dispute.name_convener(NOW, role="Head of Service", agency=PROBATION)
    return settled(dispute)


def end(dispute: Dispute, ending: Ending, occasion: Occasion = NOW) -> Dispute:
    """The dispute, ended in that way."""
    match ending:
        case Ending.AGREED:
            complete(dispute)
            dispute.agree(occasion, terms="They take turns.")
        case Ending.DECIDED:
            at_stage("executive", dispute)
            complete(dispute)
            dispute.decide(
                replace(occasion, by=EXECUTIVE),
                decision="The council.",
                assenting=PARTNERS,
                chair_role="Independent chair",
                minute=NOT_MINUTED,
                partners=PARTNERS,
            )
        case Ending.WITHDRAWN:
            dispute.withdraw(occasion, reason="It has been put right.")
        case Ending.SUPERSEDED:
            dispute.supersede(occasion, other=recorded(reference="DSP-2026-002"), reason="Wider.")
        case Ending.NO_LONGER:
            dispute.drop(occasion, reason="Guidance has settled it.")
        case Ending.ANSWERED:
            ready_at("external", dispute)
            dispute.notify(
                replace(occasion, by=LSP), told="DfE", told_reference="17", reason="No way left."
            )
            dispute.record_answer(occasion, answer="As last year.", answered_by="DfE")
    assert dispute.ending is ending
    return dispute


def ended(ending: Ending = Ending.AGREED, **facts: Any) -> Dispute:
    """One that has ended so."""
    return settled(end(recorded(**facts), ending))
