"""Correcting a mistake: what was wrongly written is put right by an event of its own.

A correction is not a movement: nothing is counted as moved, extended or late because of it. A kind
of item declares its facts that can be corrected in one table, `can_be_corrected`. What somebody
decided is not among them: only a new decision changes that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.kernel.days.calendar import Calendar
from domain.kernel.days.dates import read_date
from domain.kernel.days.published import ask_due, ask_published
from domain.kernel.days.times import read_moment, read_time
from domain.kernel.deciding.basis import ALL
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.item import KINDS, as_day, in_a_row, long_date
from domain.kernel.mending.in_error import MayBeInError
from domain.kernel.moves import move
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Code, Ref, Words


class FactKind(StrEnum):
    """What a fact holds, and so how it is typed and told."""

    LINE = "line"
    PROSE = "prose"
    DAY = "day"
    PUBLISHED = "published"
    DUE = "due"
    MOMENT = "moment"
    TAGS = "tags"
    CODE = "code"
    AGENCY = "agency"
    AGENCIES = "agencies"


_SEVERAL = {FactKind.TAGS, FactKind.AGENCIES}
_ASKED = {FactKind.PUBLISHED: ask_published, FactKind.DUE: ask_due}
"""Words that are kept as they were published, where they come to a date."""


@dataclass(frozen=True)
class Fact:
    """A recorded fact that can be corrected.

    `key` is the attribute of the item's state that holds it. `choices` are the codes of a `CODE`
    in words. `holds` makes what the state holds of the text. `known`: whether there is such a fact
    to correct. An event holds each as text, several joined by commas, a date as an ISO date.
    """

    key: str
    label: str
    kind: FactKind = FactKind.LINE
    required: bool = False
    choices: Mapping[Any, str] = field(default_factory=dict)
    holds: Callable[[str], Any] | None = None
    known: Callable[[Any], bool] = lambda item: True

    def text(self, item: Any) -> str:
        """What the item holds, as an event does."""
        value = getattr(item, self.key)
        return ", ".join(value) if self.kind in _SEVERAL else str(value or "")

    def take(self, item: Any, text: str) -> None:
        """Let the item hold what a correction says."""
        value: Any = self.holds(text) if self.holds else text
        setattr(item, self.key, parts_of(text) if self.kind in _SEVERAL else value)

    def read(self, typed: str) -> str:
        """The text that an event holds, from what was typed. Raises DomainError."""
        if not typed:
            if self.required:
                raise DomainError(f"Enter what “{self.label}” should be.")
            return ""
        if self.kind is FactKind.DAY:
            found = read_date(typed)
            if found.day is None or found.told:
                raise DomainError("Enter a real date of one day, such as 14 January 2026.")
            return found.day.isoformat()
        if self.kind in _ASKED:
            return _ASKED[self.kind](self.label, typed)
        if self.kind is FactKind.MOMENT:
            if not (moment := read_moment(typed)):
                raise DomainError("Give a day and a time, such as 14 January 2026, 16:30.")
            return moment
        if self.kind is FactKind.CODE and typed not in [str(each) for each in self.choices]:
            offered = in_a_row(self.choices.values(), joint="or")
            raise DomainError(f"It must be one of: {offered}.")
        return ", ".join(parts_of(typed)) if self.kind in _SEVERAL else typed

    def in_words(self, text: str, names: AgencyNames) -> str:
        """A text as people read it; "nothing" for none."""
        if self.kind in {FactKind.DAY, FactKind.MOMENT} or (
            self.kind in _ASKED and read_date(text).iso == as_day(read_date(text).day) == text
        ):
            text = long_date(text)
        elif self.kind is FactKind.CODE:
            text = next((each for key, each in self.choices.items() if str(key) == text), text)
        elif self.kind in {FactKind.AGENCY, FactKind.AGENCIES}:
            text = in_a_row(names.get(each, each) for each in parts_of(text))
        return f"“{text}”" if text else "nothing"


@dataclass(frozen=True)
class ClockFact(Fact):
    """A time of day, held as 14:00."""

    def read(self, typed: str) -> str:
        words = super().read(typed)
        if words and not (time := read_time(words)):
            raise DomainError("Give a time of day, such as 14:00 or 2pm.")
        return f"{time:%H:%M}" if words and time else ""


@dataclass(frozen=True)
class NumberFact(Fact):
    """A whole number."""

    def read(self, typed: str) -> str:
        words = super().read(typed)
        if words and not (words.isascii() and words.isdigit() and len(words) < 5):
            raise DomainError("Give a whole number, such as 90.")
        return str(int(words)) if words else ""

    def take(self, item: Any, text: str) -> None:
        setattr(item, self.key, int(text or 0))


def parts_of(text: str) -> list[str]:
    """Several in one text, without repeats."""
    return list(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))


_NONE: Sequence[Fact] = ()


class Correctable(MayBeInError):
    """An item of which recorded facts can be corrected."""

    # Without an annotation: eventsourcing would make a dataclass of it.
    can_be_corrected = _NONE
    """The facts of such an item that can be corrected: each kind's own table."""

    class Event(MayBeInError.Event):
        """Anything that happens to it."""

    class Corrected(Event):
        """A fact had been written down wrongly.

        `reckoned` holds the dates that are worked out anew because of it and how, `reckoned_was`
        what they were before. `named` are the names of the agencies that it becomes.
        """

        bears_on = ALL

        fact: Code
        was: Words
        becomes: Words
        named: dict[Ref, Words]
        reckoned: dict[Code, Code]
        reckoned_was: dict[Code, Code]
        reason: Words

        def apply(self, aggregate: Any) -> None:
            aggregate._take_correction(self)

        def sentence(self, names: AgencyNames) -> str:
            kind = next(each for each in KINDS if getattr(each, "Corrected", None) is type(self))
            fact = kind.fact(self.fact)  # type: ignore[attr-defined]
            was, now = (fact.in_words(text, names) for text in (self.was, self.becomes))
            return f"corrected “{fact.label}” from {was} to {now}{self._both_sums()}"

        def _both_sums(self) -> str:
            told = ""
            for key in self.reckoned:
                what = key.removesuffix("due_on")
                if what == key:
                    continue
                now, was = _due(self.reckoned, what), _due(self.reckoned_was, what)
                of = f" of the {what.rstrip('_')}" if what else ""
                if now != was:
                    told += f"; the due date{of} that follows is {now}, where it was {was}"
            return told

    def __init__(self, reference: Ref) -> None:
        super().__init__(reference)
        self.corrections = 0

    @classmethod
    def fact(cls, key: str) -> Fact:
        """The fact of that name. Raises DomainError where there is none to correct."""
        for each in cls.can_be_corrected:
            if each.key == key:
                return each
        raise DomainError("That cannot be corrected. Choose a fact that can.", field="fact")

    def facts_to_correct(self) -> list[Fact]:
        """Those that can be corrected as it stands now, ended or not."""
        return [each for each in self.can_be_corrected if each.known(self)]

    @move()
    def correct(
        self,
        occasion: Occasion,
        *,
        fact: str,
        becomes: str = "",
        reason: str,
        calendar: Calendar,
        find: Finder,
    ) -> None:
        """Put right a fact that was written down wrongly, whatever has become of the item since.

        Dates that hang on it are worked out anew. Nothing counts as moved because of it.
        """
        asked = self.fact(fact)
        if not asked.known(self):
            raise DomainError(f"{self.reference} has no such fact to correct.", field="fact")
        was = asked.text(self)
        try:
            text = asked.read(becomes)
            if text == was:
                raise DomainError("That is what is on record already.")
            named = self._fits(asked, text, occasion, find)
        except DomainError as error:
            raise DomainError(error.sentence, field="becomes") from error
        reckoned = self._reckon_anew(asked, text, calendar)
        self._record(
            occasion,
            self.Corrected,
            fact=fact,
            was=was,
            becomes=text,
            named=dict(named),
            reckoned=reckoned,
            reckoned_was=self._reckoned(asked) if reckoned else {},
            reason=reason,
        )

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> Mapping[str, str]:
        """See that the item can have that fact; return the names of agencies that it becomes.

        Raises DomainError.
        """
        return {}

    def _reckon_anew(self, fact: Fact, text: str, calendar: Calendar) -> dict[str, str]:
        """The dates that follow from the corrected fact, where any does."""
        return {}

    def _reckoned(self, fact: Fact) -> dict[str, str]:
        """What those dates are now."""
        return {}

    def _take_correction(self, event: Correctable.Corrected) -> None:
        self.corrections += 1
        self.fact(event.fact).take(self, event.becomes)


def _due(reckoned: Mapping[str, str], what: str) -> str:
    """A due date of something with its sum, in words."""
    day, sum_ = reckoned.get(f"{what}due_on", ""), reckoned.get(f"{what}working", "")
    if not day:
        return "none" + (f" ({sum_})" if sum_ else "")
    return long_date(day) + (f" ({sum_})" if sum_ else "")


def not_after(fact: Fact, text: str, occasion: Occasion) -> None:
    """See that what has happened is not dated in the future. Raises DomainError."""
    if text > occasion.on.isoformat():
        raise DomainError(f"“{fact.label}” must not be in the future.")
