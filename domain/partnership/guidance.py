"""The statutory guidance on which rules of the ledger lean: its editions, each in force from a day.

That the three Safeguarding Partners are equal, and that the Lead Safeguarding Partners agree how a
disagreement is resolved, is said there (Working Together 2023, chapter 2). A page that leans on it
names the edition that was in force at its moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """One edition; `from_on` is the ISO date from which it is in force."""

    title: str
    from_on: str


@dataclass(frozen=True)
class Guidance:
    """The editions, the earliest first."""

    editions: tuple[Edition, ...] = ()

    def on(self, day: str) -> Edition | None:
        """The edition in force on an ISO date; None where none is known of that day."""
        return next((each for each in reversed(self.editions) if each.from_on <= day), None)

    def with_one(self, edition: Edition) -> Guidance:
        """The same with one more."""
        return Guidance(tuple(sorted((*self.editions, edition), key=lambda each: each.from_on)))

    def without(self, title: str) -> Guidance:
        """The same without the edition of that title."""
        return Guidance(tuple(each for each in self.editions if each.title != title))

    def faults(self) -> Iterator[str]:
        """Why it cannot be: two editions in one day, or of one title."""
        for what, found in (
            ("title", [each.title for each in self.editions]),
            ("day", [each.from_on for each in self.editions]),
        ):
            if len({*found}) < len(found):
                yield f"guidance: two editions have one {what}."


NO_GUIDANCE = Guidance()


def guidance_of(editions: Iterable[Mapping[str, str]]) -> Guidance:
    """The editions out of plain values."""
    found = (Edition(each["title"], each["from_on"]) for each in editions)
    return Guidance(tuple(sorted(found, key=lambda each: each.from_on)))
