"""The rule by which a group is quorate: data of the group, in versions, each from a day on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from domain.groups.vocabulary import Substitutes
from domain.kernel.item import in_a_row
from domain.kernel.words import FREE
from domain.partnership.agency import AgencyKind

RuleContent = Annotated[dict[str, Any], FREE]
"""A rule as plain values, as the log holds it."""
PARTNER_WORDS = {
    AgencyKind.LOCAL_AUTHORITY: "the Local Authority",
    AgencyKind.HEALTH: "Health",
    AgencyKind.POLICE: "the Police",
    AgencyKind.RELEVANT: "a Relevant Agency",
}


@dataclass(frozen=True)
class QuorumRule:
    """Who must be represented for a group to decide (ToR 3.5, 3.6).

    `each_of`: one member of each of these kinds of agency; `members`: so many members in all.
    Neither: the rule is not known, and nobody can say whether the group is quorate. `source` is
    where it is written.
    """

    each_of: tuple[AgencyKind, ...] = ()
    members: int = 0
    chair_counts: bool = False
    substitutes: Substitutes = Substitutes.IF_ABLE
    source: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a rule that can be tested."""
        return bool(self.each_of or self.members)

    @property
    def in_words(self) -> str:
        """The rule in a sentence."""
        if not self.known:
            return "Its quorum is not known to this ledger."
        asked = []
        if self.each_of:
            asked.append(f"one member each of {in_a_row(PARTNER_WORDS[k] for k in self.each_of)}")
        if self.members:
            asked.append(f"{self.members} members in all")
        chair = "the chair counted" if self.chair_counts else "the chair not counted"
        substitutes = {
            Substitutes.IF_ABLE: "a substitute only if judged able to contribute and to "
            "commission work",
            Substitutes.ALWAYS: "substitutes counted",
            Substitutes.NEVER: "no substitute counted",
        }[self.substitutes]
        where = f" ({self.source})" if self.source else ""
        return f"It needs {in_a_row(asked)}, {chair}, {substitutes}{where}."

    def content(self) -> RuleContent:
        """It as an event holds it."""
        return asdict(self) | {"each_of": [str(each) for each in self.each_of]}


def rule_of(content: RuleContent) -> QuorumRule:
    """The rule that an event holds."""
    return QuorumRule(
        tuple(AgencyKind(each) for each in content["each_of"]),
        content["members"],
        content["chair_counts"],
        Substitutes(content["substitutes"]),
        content["source"],
    )


NOT_KNOWN = QuorumRule()
