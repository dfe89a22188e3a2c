"""Whether a group can decide on an item, and why not: a pure function of its rule and who is there.

The rule is the group's data (ToR 3.5, 3.6). Whoever chairs is not counted, one person counts for
one agency, a vacancy lowers nothing, and a substitute counts only if judged able to contribute and
to commission work; so one matters only where that agency has nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.groups.rule import PARTNER_WORDS, QuorumRule
from domain.groups.vocabulary import Substitutes
from domain.kernel.item import in_a_row
from domain.kernel.vocabulary import sentence_case
from domain.partnership.agency import AgencyKind


@dataclass(frozen=True)
class Judged:
    """What was judged of a substitute; None: nobody has judged it."""

    contributes: bool | None = None
    commissions: bool | None = None

    @property
    def able(self) -> bool:
        """Whether they can contribute to the meeting, and commission work in their agency."""
        return bool(self.contributes and self.commissions)

    @property
    def why_not(self) -> str:
        """What is said of one who does not count."""
        if self.contributes is None or self.commissions is None:
            return "a substitute whom nobody has judged"
        if not self.contributes:
            return "a substitute who cannot contribute meaningfully"
        return "a substitute who cannot commission work"


@dataclass(frozen=True)
class Present:
    """Somebody who is there for an item, or would be but for an interest of their own.

    `kind` is that of their one agency, None for nobody's; `substitute` what was judged of them,
    None where they are no substitute.
    """

    kind: AgencyKind | None
    agency: str = ""
    member: bool = True
    chairs: bool = False
    conflicted: bool = False
    substitute: Judged | None = None


@dataclass(frozen=True)
class Quorum:
    """Whether there is one (None: nobody can say), and why, in words that follow a colon."""

    holds: bool | None
    why: str

    @property
    def sentence(self) -> str:
        """It in a sentence."""
        if self.holds is None:
            return sentence_case(f"{self.why}.")
        return f"{'Quorate' if self.holds else 'Not quorate'}: {self.why}."


def quorum_of(
    rule: QuorumRule, there: Sequence[Present], *, partners: Mapping[AgencyKind, str]
) -> Quorum:
    """Whether those who are there make a group quorate.

    `partners` are the names of the Safeguarding Partners that day, by their kind.
    """
    if not rule.known:
        return Quorum(None, "its quorum is not known to this ledger")
    if not rule.chair_counts and not any(each.chairs for each in there):
        return Quorum(False, "nobody is recorded as chairing it, so nobody can say who counts")
    missing = [
        _missing(rule, kind, there, partners)
        for kind in rule.each_of
        if not any(counts(rule, each) for each in there if each.kind is kind)
    ]
    counted = sum(counts(rule, each) for each in there)
    if counted < rule.members:
        missing.append(f"{counted} of the {rule.members} members that it needs")
    if missing:
        return Quorum(False, "; ".join(missing))
    chair = "the chair counted" if rule.chair_counts else "the chair not counted"
    if not rule.each_of:
        return Quorum(True, f"{counted} members, {chair}")
    return Quorum(
        True, f"{in_a_row(_name(kind, partners) for kind in rule.each_of)} represented, {chair}"
    )


def counts(rule: QuorumRule, each: Present) -> bool:
    """Whether somebody counts at all."""
    if not each.member or each.conflicted or (each.chairs and not rule.chair_counts):
        return False
    if each.substitute is None or rule.substitutes is Substitutes.ALWAYS:
        return True
    return rule.substitutes is Substitutes.IF_ABLE and each.substitute.able


def _missing(
    rule: QuorumRule,
    kind: AgencyKind,
    there: Sequence[Present],
    partners: Mapping[AgencyKind, str],
) -> str:
    """That an agency is not represented, and why not those who are there of it."""
    reasons = dict.fromkeys(_why_not(rule, each) for each in there if each.kind is kind)
    nobody = f"nobody from {_name(kind, partners)}"
    return f"{nobody} but {in_a_row(reasons)}" if reasons else nobody


def _why_not(rule: QuorumRule, each: Present) -> str:
    """What is said of somebody who does not count."""
    if each.chairs and not rule.chair_counts:
        return "the chair, who is not counted"
    if each.conflicted:
        return "somebody who left because of an interest of their own"
    if each.substitute is not None:
        if rule.substitutes is Substitutes.NEVER:
            return "a substitute, who is not counted"
        return each.substitute.why_not
    return "somebody who attends without being a member"


def _name(kind: AgencyKind, partners: Mapping[AgencyKind, str]) -> str:
    return partners.get(kind, PARTNER_WORDS[kind])
