"""Facts of one of several parts of an item, such as the title of its third paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.kernel.mending.correcting import Fact


@dataclass(frozen=True)
class PartFact(Fact):
    """A fact of the part with a `number` among those that the item holds under `of`."""

    of: str = ""
    number: int = 0
    part: str = ""

    def text(self, item: Any) -> str:
        parts = getattr(item, self.of)
        return str(getattr(parts[self.number], self.part) or "") if self.number in parts else ""

    def take(self, item: Any, text: str) -> None:
        parts = getattr(item, self.of)
        value = self.holds(text) if self.holds else text
        changed = replace(parts[self.number], **{self.part: value})
        setattr(item, self.of, {**parts, self.number: changed})


@dataclass(frozen=True)
class Parts:
    """What can be corrected of each of several parts: those that the item holds under `of`, by
    number, called `word` in a label. `facts` are those of each, by attribute; `told` says of a part
    whether everybody may know of it, as everybody reads of a correction."""

    of: str
    word: str
    facts: Sequence[Fact]
    told: Callable[[Any], bool] = lambda part: True

    def fact(self, key: str) -> PartFact | None:
        """The fact that is known by a key, such as `papers_title_3`; None for none of these."""
        before, _, number = key.rpartition("_")
        part = before.removeprefix(f"{self.of}_")
        each = next((each for each in self.facts if each.key == part), None)
        if part == before or each is None or not (number.isascii() and number.isdigit()):
            return None
        at = int(number[:9])
        return PartFact(
            key, f"{each.label} of {self.word} {at}", each.kind, required=each.required,
            choices=each.choices, holds=each.holds,
            known=lambda item: self._has(item, at, part, required=each.required),
            of=self.of, number=at, part=part,
        )  # fmt: skip

    def facts_of(self, item: Any) -> list[Fact]:
        """Those that there are of an item."""
        keys = [
            f"{self.of}_{each.key}_{at}" for at in getattr(item, self.of) for each in self.facts
        ]
        return [fact for fact in map(self.fact, keys) if fact and fact.known(item)]

    def _has(self, item: Any, number: int, part: str, *, required: bool) -> bool:
        """A part that is there; what it may have, a correction may fill."""
        found = getattr(item, self.of).get(number)
        if found is None or not self.told(found):
            return False
        return not required or bool(getattr(found, part))


def part_fact(kinds: Sequence[Parts], key: str) -> PartFact | None:
    """The fact of any of several kinds of parts that is known by a key."""
    return next((found for each in kinds if (found := each.fact(key))), None)
