"""What can be corrected of one stay of a dispute at a stage: when it came there, which is when it
left the stage before, and who was named to convene it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.kernel.mending.correcting import Fact, FactKind

ENTERED_ON, ENTERED_AT = "entered_on", "entered_at"
CONVENER_ROLE, CONVENER_AGENCY = "convener_role", "convener_agency"
_LABELS = {
    ENTERED_ON: ("When it came to its {} stage", FactKind.DAY),
    ENTERED_AT: ("When it came to its {} stage, by the minute", FactKind.MOMENT),
    CONVENER_ROLE: ("Convener of its {} stage", FactKind.LINE),
    CONVENER_AGENCY: ("Agency of the convener of its {} stage", FactKind.AGENCY),
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True)
class StayFact(Fact):
    """A fact of one stay; stays are counted from 0, as the dispute went from stage to stage."""

    stay: int = 0
    part: str = ""

    @property
    def says_when(self) -> bool:
        """Whether it is when it came there, rather than who convened."""
        return self.part in {ENTERED_ON, ENTERED_AT}

    def text(self, item: Any) -> str:
        there_is = 0 <= self.stay < len(item.visits)
        return str(getattr(item.visits[self.stay], self.part)) if there_is else ""

    def take(self, item: Any, text: str) -> None:
        item._update(self.stay, **{self.part: text})


def stay_fact(key: str) -> StayFact | None:
    """The fact of a stay that is known by a key, such as `entered_on_2` of the second; None where
    the key is of no such fact."""
    part, _, number = key.rpartition("_")
    if part not in _LABELS or not (number.isascii() and number.isdecimal()):
        return None
    at = int(number) - 1
    label, kind = _LABELS[part]
    ordinal = _ORDINALS[at] if 0 <= at < len(_ORDINALS) else f"{number}th"
    return StayFact(
        key, label.format(ordinal), kind, required=part != CONVENER_AGENCY,
        known=lambda dispute: _is_known(dispute, at, part), stay=at, part=part,
    )  # fmt: skip


def facts_of_stays(dispute: Any) -> list[Fact]:
    """Those that there are of a dispute."""
    keys = [f"{part}_{at + 1}" for at in range(len(dispute.visits)) for part in _LABELS]
    return [fact for fact in map(stay_fact, keys) if fact and fact.known(dispute)]


def _is_known(dispute: Any, at: int, part: str) -> bool:
    """The first stay began with the meeting; what time itself did is dated by the clock."""
    if not 0 <= at < len(dispute.visits):
        return False
    visit = dispute.visits[at]
    if part in {CONVENER_ROLE, CONVENER_AGENCY}:
        return bool(visit.convener_role)
    timed = bool(visit.entered_at) == (part == ENTERED_AT)
    return at > 0 and timed and not visit.automatic
