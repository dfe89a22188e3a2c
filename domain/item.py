"""Item: what a risk, an agency and a role grant have in common, so that each says only its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from eventsourcing.domain import Aggregate

from domain.errors import DomainError
from domain.terms import Actor, AgencyNames, Occasion, item_id

LONDON = ZoneInfo("Europe/London")


class Item(Aggregate):
    """An aggregate with a reference people can say, whose whole history is its events."""

    # No annotations on this class: eventsourcing would make a dataclass of it.
    word = "item"
    """What people call such an item, in the singular and without a capital."""

    def __init__(self, reference: str) -> None:
        # eventsourcing passes the first event's `reference`; the rest of the state is set by
        # that event's `apply`.
        self.reference = reference

    @staticmethod
    def spelt(reference: str) -> str:
        """A reference as the log has it, in whatever letters it was typed."""
        return reference.upper()

    class Event(Aggregate.Event):
        """What every event holds besides its own facts.

        `timestamp` is when it was recorded (*as at*); `on` is the ISO date on which it
        happened (*as of*); `by` is who did it. Every event names its item's reference, so that
        the log can be read without any other table.
        """

        reference: str
        by: Actor
        on: str

        def sentence(self, names: AgencyNames) -> str:
            """What happened, as the rest of a sentence that starts with whoever did it."""
            raise NotImplementedError(type(self).__qualname__)

        @property
        def why(self) -> str:
            """The reason that was given, or "" where none is asked for."""
            return str(getattr(self, "reason", ""))

        @property
        def facts(self) -> dict[str, Any]:
            """The event's own fields, without those that every event has."""
            return {name: value for name, value in vars(self).items() if name not in _COMMON}

    class Created(Event, Aggregate.Created):
        """The first event of an item."""

    def why_not(self, move: str) -> str | None:
        """Why the command named `move` is not possible in the item's present state.

        None when it is possible. Pages ask it before they offer a form, and every command
        asks it before it decides, so the rule has one home.
        """
        raise NotImplementedError(type(self).__qualname__)

    @classmethod
    def _begin(
        cls, occasion: Occasion, event_class: type[Created], *, reference: str, **facts: Any
    ) -> Self:
        _happened_already(occasion)
        return cls._create(
            event_class,
            id=item_id(reference),
            timestamp=occasion.at,
            by=occasion.by,
            on=occasion.on.isoformat(),
            reference=reference,
            **facts,
        )

    def _record(self, occasion: Occasion, event_class: type[Event], **facts: Any) -> None:
        _happened_already(occasion)
        self.trigger_event(
            event_class,
            timestamp=occasion.at,
            reference=self.reference,
            by=occasion.by,
            on=occasion.on.isoformat(),
            **facts,
        )

    def _must_allow(self, move: str) -> None:
        if reason := self.why_not(move):
            raise DomainError(reason)


_COMMON = {
    "originator_id", "originator_version", "originator_topic", "timestamp", "reference", "by", "on",
}  # fmt: skip


def _happened_already(occasion: Occasion) -> None:
    if occasion.on > london_date(occasion.at):
        raise DomainError("The date it happened must not be in the future.", field="on")


def london_date(moment: datetime) -> date:
    """The calendar date in London at an aware moment."""
    return moment.astimezone(LONDON).date()


def long_date(day: str) -> str:
    """An ISO date as people write it: 14 January 2026. Other words stay as they are."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{found.day} {found:%B %Y}"
