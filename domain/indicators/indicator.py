"""The human rating of an indicator of the Scrutiny and Assurance Framework (SAF 4).

Computed figures stand beside it; they are never the rating. Its events first, then its rules.
"""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.finder import Finder
from domain.kernel.item import Item
from domain.kernel.moves import move
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Code, Words


class Extent(StrEnum):
    """To what extent something holds, as somebody judges it."""

    FULLY = "fully"
    LARGELY = "largely"
    PARTLY = "partly"
    NOT_YET = "not_yet"


EXTENTS = {
    Extent.FULLY: "Fully",
    Extent.LARGELY: "Largely",
    Extent.PARTLY: "Partly",
    Extent.NOT_YET: "Not yet",
}
SCRUTINY_ACTED_UPON = "saf-scrutiny-acted-upon"
"""“Extent to which recommendations from Independent Scrutiny have been acted upon.” (SAF 4)"""


class Indicator(Item):
    """One indicator, and every rating it has been given."""

    word = "indicator"
    only = SCRUTINY_ACTED_UPON

    class Event(Item.Event):
        """Anything that happens to an indicator."""

    class FirstRated(Event, Item.Created):
        """Somebody judged it for the first time, with reasons."""

        extent: Code
        reason: Words

        def apply(self, aggregate: Indicator) -> None:
            aggregate._judged(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"rated the indicator: {EXTENTS[Extent(self.extent)].lower()}"

    class Rated(Event):
        """Somebody judged it again, with reasons."""

        extent: Code
        reason: Words

        def apply(self, aggregate: Indicator) -> None:
            aggregate._judged(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"rated the indicator again: {EXTENTS[Extent(self.extent)].lower()}"

    def _judged(self, event: FirstRated | Rated) -> None:
        self.extent = Extent(event.extent)
        self.rated_on, self.reason = event.on, event.reason
        self.rated_by, self.role = event.by.person, event.by.role

    @classmethod
    @move()
    def rate(cls, occasion: Occasion, *, extent: Extent, reason: str, find: Finder) -> Indicator:
        """Judge the one indicator that is rated, for the first time or again."""
        try:
            indicator = find(Indicator, cls.only)
        except NotFoundError:
            return cls._begin(
                occasion, cls.FirstRated, reference=cls.only, extent=extent.value, reason=reason
            )
        if occasion.on.isoformat() < indicator.rated_on:
            raise DomainError("The rating is dated before the last one.", field="on")
        indicator._record(occasion, cls.Rated, extent=extent.value, reason=reason)
        return indicator
