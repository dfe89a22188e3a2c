"""Who claimed that a recommendation or an action is done, who verified it, and on what evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.actions.action import Action
from domain.kernel.calendar import Calendar
from domain.kernel.followed import Followed
from domain.kernel.item import Item
from domain.kernel.terms import Actor
from domain.recommendations.events import RecommendationEvents
from domain.recommendations.vocabulary import CLOSINGS, Closing
from web.wording import days_left

Verified = RecommendationEvents.Verified | Action.Verified


@dataclass(frozen=True)
class Claim:
    """One claim and what came of it. Where an outside body decided unasked there was no claim.

    `verdict` is "" while it waits. `late` says how late the verdict came, where it did.
    """

    words: str = ""
    by: str = ""
    on: str = ""
    evidence: Sequence[str] = ()
    verify_by: str = ""
    working: str = ""
    verdict: str = ""
    finding: str = ""
    decided_by: str = ""
    decided_on: str = ""
    decision_reference: str = ""
    late: str = ""


def claims_in(
    history: Iterable[Item.Event],
    *,
    who: Callable[[str], str],
    agencies: Mapping[str, str],
    calendar: Calendar,
) -> list[Claim]:
    """The claims in an item's history, the latest first, each with its verdict."""
    found: list[Claim] = []
    titles: dict[int, str] = {}

    def called(by: Actor) -> str:
        words = (who(by.person), by.role.label, agencies.get(by.agency, by.agency))
        return ", ".join(dict.fromkeys(filter(None, words)))

    for event in history:
        if isinstance(event, Followed.EvidenceAdded):
            titles[event.evidence] = event.title
        elif isinstance(event, Followed.Submitted):
            found.append(
                Claim(
                    event.claim,
                    called(event.by),
                    event.on,
                    _cited(event.evidence, titles),
                    event.verify_by,
                    event.working,
                )
            )
        elif isinstance(event, Followed.Returned | Verified):
            claim = found.pop() if found and not found[-1].verdict else Claim()
            claim = replace(
                claim, decided_by=called(event.by), decided_on=event.on, **_verdict(event)
            )
            if isinstance(event, Verified) and not claim.evidence:
                claim = replace(claim, evidence=_cited(event.evidence, titles))
            found.append(replace(claim, late=_late(claim, calendar)))
    return found[::-1]


def _verdict(event: Followed.Returned | Verified) -> dict[str, str]:
    if isinstance(event, Followed.Returned):
        cited = event.decision_reference
        return {"verdict": "Returned", "finding": event.reason, "decision_reference": cited}
    if isinstance(event, Action.Verified):
        return {"verdict": "Verified", "finding": event.finding}
    other = Closing(event.closing) is not Closing.IMPLEMENTED
    return {
        "verdict": f"Verified: {CLOSINGS[Closing(event.closing)].lower()}" if other else "Verified",
        "finding": event.finding,
        "decision_reference": event.decision_reference,
    }


def _cited(numbers: Iterable[int], titles: Mapping[int, str]) -> list[str]:
    return [f"{number}. {titles[number]}" for number in numbers]


def _late(claim: Claim, calendar: Calendar) -> str:
    if not claim.verify_by or claim.decided_on <= claim.verify_by:
        return ""
    by, decided = date.fromisoformat(claim.verify_by), date.fromisoformat(claim.decided_on)
    return days_left(-calendar.between(by, decided), "working day")
