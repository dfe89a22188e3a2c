"""Who claimed that a recommendation or an action is done, who verified it, and on what evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.kernel.claims import Claim, Verdict
from domain.kernel.followed import Followed
from domain.kernel.item import post_of
from domain.kernel.terms import Actor
from domain.recommendations.vocabulary import CLOSINGS, Closing
from projections.view import View
from web.items.evidence import who_was
from web.wording import days_left


def claims_of(item: Followed, *, who: Callable[[str], str], view: View) -> list[dict[str, Any]]:
    """The claims, the latest first, each with its verdict.

    `verdict` is "" while it waits. `late` says how late the verdict came, where it did. Where an
    outside body decided unasked, the parts of the claim are "".
    """

    def called(by: Actor) -> str:
        return who_was(by, who=who, view=view)

    return [
        {
            "words": claim.words,
            "by": called(claim.by) if claim.by else "",
            "on": claim.on,
            "evidence": [_titled(item, number) for number in claim.evidence],
            "verify_by": claim.verify_by,
            "working": claim.working,
            "verdict": _said(claim.verdict) if claim.verdict else "",
            "finding": claim.verdict.finding if claim.verdict else "",
            "decided_by": called(claim.verdict.by) if claim.verdict else "",
            "decided_on": claim.verdict.on if claim.verdict else "",
            "decision_reference": _written(claim.verdict, view) if claim.verdict else "",
            "unchecked": claim.verdict.unchecked if claim.verdict else "",
            "late": _late(claim, view),
        }
        for claim in reversed(item.claims)
    ]


def _titled(item: Followed, number: int) -> str:
    evidence = item.evidence[number]
    return f"{number}. {evidence.title}{' (withdrawn since)' if evidence.withdrawn else ''}"


def _said(verdict: Verdict) -> str:
    if not verdict.verified:
        return "Returned"
    if verdict.closing in ("", Closing.IMPLEMENTED):
        return "Verified"
    return f"Verified: {CLOSINGS[Closing(verdict.closing)].lower()}"


def _written(verdict: Verdict, view: View) -> str:
    """Where the decision is written down, and who from outside its owners took part."""
    outsider = post_of(verdict.outsider_role, view.named(verdict.outsider_agency))
    known = [verdict.decision_reference or verdict.minute.words]
    if outsider:
        known.append(f"with {outsider}, from outside its owners")
    return "; ".join(filter(None, known))


def _late(claim: Claim, view: View) -> str:
    if claim.verdict is None or not claim.verify_by or claim.verdict.on <= claim.verify_by:
        return ""
    by, decided = date.fromisoformat(claim.verify_by), date.fromisoformat(claim.verdict.on)
    return days_left(-view.calendar.between(by, decided), "working day")
