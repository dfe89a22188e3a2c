"""Item: what a risk, an agency and a role grant have in common, so that each says only its own."""

from __future__ import annotations

from collections.abc import Iterable, Set
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Self
from zoneinfo import ZoneInfo

from eventsourcing.domain import Aggregate
from eventsourcing.utils import register_topic

from domain.kernel.errors import DomainError
from domain.kernel.moves import guards_of, move
from domain.kernel.terms import Actor, AgencyNames, Occasion, item_id
from domain.kernel.words import Code, Day, Ref, Words

LONDON = ZoneInfo("Europe/London")

_NOTHING: Set[str] = frozenset()
KINDS: list[type[Item]] = []
"""Every kind of item, as soon as its module is loaded."""
TOPICS: dict[str, type[Item.Event]] = {}
"""Every event that the log can hold, by the topic that the log has: `Risk.Assessed`."""


class Item(Aggregate):
    """An aggregate with a reference people can say, whose whole history is its events."""

    # No annotations on this class: eventsourcing would make a dataclass of it.
    word = "item"
    """What people call such an item, in the singular and without a capital. A class that says its
    own is a kind of item, and its events are registered under their topics."""
    prefix = ""
    """What its references start with (`RSK`); "" where they are words."""
    only = ""
    """The reference of the one item of this kind; "" where there can be many."""
    none_yet = "There is none yet."
    """What to say where that one is needed and has not been made."""
    alike_by = ""
    """What two have in common that are likely one thing, recorded twice; "" where nobody asks."""

    def __init_subclass__(cls, **options: Any) -> None:
        if "Event" not in vars(cls):
            _take_events_as_they_are(cls)
        super().__init_subclass__(**options)
        if "word" in vars(cls):
            _register(cls)

    def __init__(self, reference: Ref) -> None:
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

        reference: Ref
        by: Actor
        on: Day

        # Without annotations: none is stored. domain/kernel/deciding/decisions.py says what of.
        bears_on = rests_on = _NOTHING
        """What it changes of that on which decisions rest; and on what it rests, being one."""
        undoes = False
        """Whether no decision from before holds any longer."""
        stands_as = ""
        """What tells a decision apart from others that hold beside it; "" where it settles all."""

        goes_along = False
        """Whether it only goes along where something else happens with it: that is told first."""

        decided_as = ""
        """What it is called, being a decision or something else that evidence may show."""

        def is_news_to(self, decision: int) -> bool:
            """Whether what it changes was not part of the decision with that version itself."""
            return True

        def mutate(self, aggregate: Any) -> Any:
            item: Any = super().mutate(aggregate)
            if self.bears_on or self.rests_on or self.undoes:
                item._weigh(self)
            return item

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

    class WordsConfirmed(Event):
        """Words that were written just before look like a child's details; somebody looked and
        said that they are not.

        `fields` names what they were written under, `looks_like` says what they look like. The
        words themselves are not repeated here (UK GDPR: data minimisation).
        """

        fields: list[Code]
        looks_like: list[Code]

        def sentence(self, names: AgencyNames) -> str:
            where = in_a_row(f"“{field}”" for field in self.fields)
            what = in_a_row(self.looks_like)
            return (
                f"confirmed that the words under {where}, which look like {what}, "
                "do not identify a child"
            )

    class RecordedAnyway(Event):
        """It was recorded although what was there already looked like the same thing; `reason`
        says why it is another one."""

        like: list[Ref]
        reason: Words

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded it as another one than {in_a_row(self.like)}"

    @property
    def likeness(self) -> str:
        """What it is compared by where the same may be on record already; "": by nothing."""
        return ""

    def is_like(self, other: Any) -> bool:
        """Whether it may be the same thing as another of its kind that has the same likeness."""
        return True

    def record_anyway(self, occasion: Occasion, *, like: list[str], reason: str) -> None:
        """Say why it is another one than those that look like it."""
        self._record(occasion, self.RecordedAnyway, like=like, reason=reason)

    def why_not(self, move: str) -> str | None:
        """Why the command of that name is not possible in the item's present state.

        None when it is. Pages ask it before they offer a form; the command itself asks the same
        guards. Raises UnknownMoveError, as `not_by` does.
        """
        return guards_of(type(self), move).why_not(self)

    def not_by(self, move: str, by: Actor) -> str | None:
        """Why this person in particular may not do it, whatever state the item is in.

        None when they may. Pages ask it with `why_not`, so that they offer nothing that the
        command would refuse.
        """
        return guards_of(type(self), move).not_by(self, by)

    def why_over(self) -> str | None:
        """Why nothing more is done with it: how it ended, or None while it is open."""
        return None

    def why_void(self) -> str | None:
        """Why it counts for nothing, so that nothing is done with it; None where it counts."""
        return None

    def confirm_words(
        self, occasion: Occasion, *, fields: list[str], looks_like: list[str]
    ) -> None:
        """Record that somebody looked at words which look like a child's details, and that they
        identify no child. Whatever was written could be written, so this is always possible."""
        self._record(occasion, self.WordsConfirmed, fields=fields, looks_like=looks_like)

    def _weigh(self, event: Any) -> None:
        """See what an event means for the decisions that hold."""

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


def still_open(item: Item) -> str | None:
    """A guard: it has not ended."""
    return item.why_over()


class Linkable(Item):
    """An item that can have to do with others, of its own kind or another; links show on both."""

    class Event(Item.Event):
        """Anything that happens to it."""

    class Linked(Event):
        """Another item has to do with this one."""

        other: Ref
        reason: Words

        def apply(self, aggregate: Any) -> None:
            aggregate._link(self.other)

        def sentence(self, names: AgencyNames) -> str:
            return f"linked it to {self.other}"

    class Unlinked(Event):
        """A link was removed."""

        other: Ref
        reason: Words

        def apply(self, aggregate: Any) -> None:
            aggregate._unlink(self.other)

        def sentence(self, names: AgencyNames) -> str:
            return f"removed the link to {self.other}"

    def __init__(self, reference: Ref) -> None:
        super().__init__(reference)
        self.links: list[str] = []
        self.owner_role = self.owner_agency = ""

    def _link(self, other: str) -> None:
        """Have to do with another item; the one that was linked last stands last."""
        self._unlink(other)
        self.links.append(other)

    def _unlink(self, other: str) -> None:
        """Have nothing to do with it any more; where only one side knew of the link, nothing."""
        self.links = [each for each in self.links if each != other]

    @property
    def owning_agencies(self) -> set[str]:
        """The agencies whose members act on it as their own."""
        return {self.owner_agency} - {""}

    @property
    def interested_agencies(self) -> set[str]:
        """The agencies whose people are never neutral about it, whatever role they act in."""
        return self.owning_agencies

    @move()
    def link(self, occasion: Occasion, *, other: Linkable, reason: str = "") -> None:
        """Link two items; the link shows on both."""
        if other.id == self.id:
            raise DomainError(f"A {self.word} cannot be linked to itself.", field="other")
        if other.reference in self.links:
            raise DomainError(f"It is already linked to {other.reference}.", field="other")
        self._record(occasion, self.Linked, other=other.reference, reason=reason)
        other._record(occasion, other.Linked, other=self.reference, reason=reason)

    def _has_links(self) -> str | None:
        return None if self.links else f"{self.reference} has no links."

    @move(_has_links)
    def unlink(self, occasion: Occasion, *, other: Linkable, reason: str) -> None:
        """Remove a link from both items."""
        if other.reference not in self.links:
            raise DomainError(f"It is not linked to {other.reference}.", field="other")
        self._record(occasion, self.Unlinked, other=other.reference, reason=reason)
        other._record(occasion, other.Unlinked, other=self.reference, reason=reason)


def _take_events_as_they_are(part: type[Item]) -> None:
    """Let a class without an Event of its own have the very events of the class it stands on.

    So a kind of item can be written in several files. eventsourcing would otherwise make a new
    class of each event, and an event would be none of those that it was written as one of.
    """
    for base in part.__bases__:
        for name, each in vars(base).items():
            if isinstance(each, type) and issubclass(each, Aggregate.Event):
                setattr(part, name, each)


def _register(kind: type[Item]) -> None:
    """Make a kind of item and its events known by their names, whatever module they live in."""
    KINDS.append(kind)
    kind.TOPIC = kind.__name__  # type: ignore[attr-defined]
    register_topic(kind.__name__, kind)
    for name, each in vars(kind).items():
        if isinstance(each, type) and issubclass(each, Item.Event) and name != "Event":
            topic = f"{kind.__name__}.{name}"
            each.TOPIC = topic  # type: ignore[attr-defined]
            each.__qualname__ = topic
            register_topic(topic, each)
            TOPICS[topic] = each


_COMMON = {
    "originator_id", "originator_version", "originator_topic", "timestamp", "reference", "by", "on",
}  # fmt: skip


def _happened_already(occasion: Occasion) -> None:
    if occasion.on > london_date(occasion.at):
        raise DomainError("The date it happened must not be in the future.", field="on")


def in_a_row(words: Iterable[str], *, joint: str = "and") -> str:
    """Words as a sentence lists them: one, two and three; "" for none."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} {joint} {last}" if others else last


def post_of(role: str, agency: str) -> str:
    """A role and the name of its agency, as people say them: “Superintendent, Police”.

    Either may be "".
    """
    return ", ".join(filter(None, [role, agency]))


def london_date(moment: datetime) -> date:
    """The calendar date in London at an aware moment."""
    return moment.astimezone(LONDON).date()


@lru_cache(maxsize=4096)
def long_date(day: str) -> str:
    """An ISO date as people write it: 14 January 2026; a moment with its weekday and time, as
    London's clocks show it: Thursday 24 December 2026, 16:30. Other words stay as they are."""
    with suppress(ValueError):
        found = date.fromisoformat(day)
        return f"{found.day} {found:%B %Y}"
    with suppress(ValueError):
        moment = datetime.fromisoformat(day)
        if moment.tzinfo:
            return _with_time(moment.astimezone(LONDON))
    return day


def _with_time(moment: datetime) -> str:
    """An hour that the clocks show twice is told apart: 01:30 BST, and an hour later 01:30 GMT."""
    twice = moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()
    which = f" {moment:%Z}" if twice else ""
    return f"{moment:%A} {moment.day} {moment:%B %Y}, {moment:%H:%M}{which}"


def long_moment(moment: datetime) -> str:
    """An aware moment as people write it, in London: 14 January 2026 at 3:07pm."""
    day = london_date(moment).isoformat()
    return f"{long_date(day)} at {clock_time(moment)}"


def clock_time(moment: datetime) -> str:
    """The time of an aware moment as people write it, in London: 3:07pm."""
    local = moment.astimezone(LONDON)
    hour, half = local.hour % 12 or 12, "am" if local.hour < 12 else "pm"
    return f"{hour}:{local:%M}{half}"


def day_of(day: str) -> date | None:
    """The date of an ISO day; None for ""."""
    return date.fromisoformat(day) if day else None


def as_day(day: date | None) -> str:
    """A date as events hold it; "" for none."""
    return day.isoformat() if day else ""
