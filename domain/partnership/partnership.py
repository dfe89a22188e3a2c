"""The partnership whose ledger it is: what it calls things, its thresholds, risk matrix, themes.

They are on record, so that what is looked at as of a past day is seen by what held then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Annotated, Any

from domain.kernel.days.calendar import Calendar
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.finder import Finder
from domain.kernel.followed import Deadlines
from domain.kernel.item import Item, in_a_row, long_date
from domain.kernel.moves import move
from domain.kernel.plain import normal
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.vocabulary import Vocabulary
from domain.kernel.words import FREE, Day, Words
from domain.partnership.guidance import Edition
from domain.partnership.settled import Settled
from domain.partnership.themes import Theme
from domain.risks.matrix import Band, Matrix

PARTNERSHIP = "partnership"
"""The reference of the one partnership of a ledger."""
Bands = Annotated[list[dict[str, Any]], FREE]
"""Bands of a matrix, as plain values: the name, and the lowest and the highest score."""


@dataclass(frozen=True)
class Proclaimed:
    """A bank holiday that no list has, and where it was proclaimed."""

    day: str
    name: str
    source: str


class Partnership(Item):
    """The partnership of a ledger."""

    word = "partnership"
    only = PARTNERSHIP
    none_yet = "No partnership has founded this ledger. Run “scrutiny init”."

    @staticmethod
    def spelt(reference: str) -> str:
        return reference.lower()

    class Event(Item.Event):
        """Anything that happens to the partnership."""

    class Founded(Event, Item.Created):
        """The ledger became that of a partnership, with what that calls things."""

        name: Words
        short: Words
        group: Words
        group_chair: Words
        group_member: Words
        sub_group: Words
        executive: Words
        executive_member: Words
        lead_partners: Words
        lead_partner: Words
        arrangements: Words
        procedure: Words
        contact: Words

        def apply(self, aggregate: Partnership) -> None:
            aggregate._start(Vocabulary(**self.facts))

        def sentence(self, names: AgencyNames) -> str:
            return f"founded the ledger of {self.name}"

    class Renamed(Event):
        """The partnership calls itself, or something of its own, otherwise."""

        name: Words
        short: Words
        group: Words
        group_chair: Words
        group_member: Words
        sub_group: Words
        executive: Words
        executive_member: Words
        lead_partners: Words
        lead_partner: Words
        arrangements: Words
        procedure: Words
        contact: Words
        reason: Words

        def apply(self, aggregate: Partnership) -> None:
            words = {name: word for name, word in self.facts.items() if name != "reason"}
            aggregate.settled = replace(aggregate.settled, vocabulary=Vocabulary(**words))

        def sentence(self, names: AgencyNames) -> str:
            return f"changed what things are called at {self.name}"

    class ThresholdsSet(Event):
        """From when on a claim waits too long, an update is stale and a due date is near.

        The first two are working days, the last calendar days.
        """

        verify_within: int
        stale_after: int
        due_soon: int
        reason: Words

        def apply(self, aggregate: Partnership) -> None:
            deadlines = Deadlines(self.verify_within, self.stale_after, self.due_soon)
            aggregate.settled = replace(aggregate.settled, deadlines=deadlines)

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"set the thresholds: verify within {_days(self.verify_within, 'working day')}, "
                f"stale after {_days(self.stale_after, 'working day')}, "
                f"due soon from {_days(self.due_soon, 'day')} before"
            )

    class MatrixAdopted(Event):
        """Risks are judged by this matrix from now on. Scores keep the bands they were given."""

        name: Words
        likelihoods: list[Words]
        impacts: list[Words]
        bands: Bands
        reason: Words

        def apply(self, aggregate: Partnership) -> None:
            bands = tuple(Band(**band) for band in self.bands)
            matrix = Matrix(self.name, tuple(self.likelihoods), tuple(self.impacts), bands)
            aggregate.settled = replace(aggregate.settled, matrix=matrix)

        def sentence(self, names: AgencyNames) -> str:
            bands = in_a_row(
                f"{each['name']} from {each['lowest']} to {each['highest']}" for each in self.bands
            )
            return f"adopted the risk matrix “{self.name}”: {bands}"

    class ThemeAdded(Event):
        """The list of themes has one more."""

        theme: int
        name: Words

        def apply(self, aggregate: Partnership) -> None:
            aggregate._change_theme(self.theme, name=self.name)

        def sentence(self, names: AgencyNames) -> str:
            return f"added the theme “{self.name}”"

    class ThemeRenamed(Event):
        """A theme is called otherwise; the words that it had still mean it."""

        theme: int
        name: Words
        was: Words
        reason: Words

        def apply(self, aggregate: Partnership) -> None:
            also = (*aggregate._theme(self.theme).also, self.was)
            aggregate._change_theme(self.theme, name=self.name, also=also)

        def sentence(self, names: AgencyNames) -> str:
            return f"renamed the theme “{self.was}”: “{self.name}”"

    class ThemeWordsMapped(Event):
        """Words that somebody wrote mean a theme of the list."""

        theme: int
        name: Words
        words: Words

        def apply(self, aggregate: Partnership) -> None:
            also = (*aggregate._theme(self.theme).also, self.words)
            aggregate._change_theme(self.theme, also=also)

        def sentence(self, names: AgencyNames) -> str:
            return f"let “{self.words}” mean the theme “{self.name}”"

    class ThemesMerged(Event):
        """A theme became part of another; what was written of it counts there from now on."""

        theme: int
        name: Words
        into: int
        into_name: Words
        reason: Words

        def apply(self, aggregate: Partnership) -> None:
            aggregate._change_theme(self.theme, into=self.into)

        def sentence(self, names: AgencyNames) -> str:
            return f"merged the theme “{self.name}” into “{self.into_name}”"

    class ThemeRetired(Event):
        """A theme is not chosen any longer. What was written of it stays."""

        theme: int
        name: Words
        reason: Words

        def apply(self, aggregate: Partnership) -> None:
            aggregate._change_theme(self.theme, retired=True)

        def sentence(self, names: AgencyNames) -> str:
            return f"retired the theme “{self.name}”"

    class ThemeBroughtBack(Event):
        """A theme that was retired is chosen again."""

        theme: int
        name: Words

        def apply(self, aggregate: Partnership) -> None:
            aggregate._change_theme(self.theme, retired=False)

        def sentence(self, names: AgencyNames) -> str:
            return f"brought the theme “{self.name}” back"

    class HolidayProclaimed(Event):
        """A bank holiday was proclaimed that no list has. Nothing that was set moves."""

        day: Day
        name: Words
        source: Words

        def apply(self, aggregate: Partnership) -> None:
            aggregate.holidays[self.day] = Proclaimed(self.day, self.name, self.source)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded a bank holiday, {long_date(self.day)}: {self.name} ({self.source})"

    class HolidayEnded(Event):
        """A day had been recorded as a bank holiday by mistake, or was called off."""

        day: Day
        name: Words
        reason: Words

        def apply(self, aggregate: Partnership) -> None:
            del aggregate.holidays[self.day]

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {long_date(self.day)} is no bank holiday ({self.name})"

    class GuidanceAdopted(Event):
        """An edition of the statutory guidance is in force from a day."""

        title: Words
        from_on: Day
        source: Words

        def apply(self, aggregate: Partnership) -> None:
            guidance = aggregate.settled.guidance.with_one(Edition(self.title, self.from_on))
            aggregate.settled = replace(aggregate.settled, guidance=guidance)

        def sentence(self, names: AgencyNames) -> str:
            source = f" ({self.source})" if self.source else ""
            return f"recorded that {self.title} is in force from {long_date(self.from_on)}{source}"

    class GuidanceEnded(Event):
        """An edition of the statutory guidance had been recorded by mistake."""

        title: Words
        from_on: Day
        reason: Words

        def apply(self, aggregate: Partnership) -> None:
            guidance = aggregate.settled.guidance.without(self.title)
            aggregate.settled = replace(aggregate.settled, guidance=guidance)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.title} had been recorded by mistake"

    def _start(self, vocabulary: Vocabulary) -> None:
        self.settled = Settled(vocabulary)
        self.holidays: dict[str, Proclaimed] = {}

    @property
    def proclaimed(self) -> frozenset[date]:
        """The bank holidays that no list has."""
        return frozenset(map(date.fromisoformat, self.holidays))

    @move()
    def proclaim_holiday(
        self, occasion: Occasion, *, day: date, name: str, source: str, calendar: Calendar
    ) -> None:
        """Record a bank holiday that no list has. It counts in every sum from now on."""
        if not calendar.is_worked(day):
            raise DomainError(
                f"{day:%A} {long_date(day.isoformat())} is no working day already.", field="day"
            )
        self._record(
            occasion, self.HolidayProclaimed, day=day.isoformat(), name=name, source=source
        )

    def _has_holidays(self) -> str | None:
        return None if self.holidays else "No bank holiday has been recorded."

    @move(_has_holidays)
    def end_holiday(self, occasion: Occasion, *, day: str, reason: str) -> None:
        """Record that a day is no bank holiday: it was a mistake, or was called off."""
        if day not in self.holidays:
            raise DomainError("That day has not been recorded as a bank holiday.", field="day")
        name = self.holidays[day].name
        self._record(occasion, self.HolidayEnded, day=day, name=name, reason=reason)

    @move()
    def adopt_guidance(self, occasion: Occasion, *, title: str, from_on: date, source: str) -> None:
        """Record an edition of the statutory guidance, with the day from which it is in force."""
        edition = Edition(title, from_on.isoformat())
        for each in self.settled.guidance.editions:
            if each.from_on == edition.from_on:
                raise DomainError(f"{each.title} is in force from that day.", field="from_on")
            if normal(each.title) == normal(title):
                raise DomainError(f"{each.title} has been recorded already.", field="title")
        self._record(occasion, self.GuidanceAdopted, **asdict(edition), source=source)

    def _has_guidance(self) -> str | None:
        return None if self.settled.guidance.editions else "No edition has been recorded."

    @move(_has_guidance)
    def end_guidance(self, occasion: Occasion, *, edition: str, reason: str) -> None:
        """Record that an edition had been recorded by mistake. One that another follows stays."""
        for each in self.settled.guidance.editions:
            if each.from_on == edition:
                self._record(occasion, self.GuidanceEnded, **asdict(each), reason=reason)
                return
        raise DomainError("There is no such edition.", field="edition")

    def _change_theme(self, number: int, **changes: Any) -> None:
        themes = self.settled.themes.with_changed(number, **changes)
        self.settled = replace(self.settled, themes=themes)

    @classmethod
    @move()
    def found(cls, occasion: Occasion, *, settled: Settled, find: Finder) -> Partnership:
        """Make the ledger that of a partnership. There is never a second one."""
        _must_work(settled)
        try:
            known = find(Partnership, cls.only)
        except NotFoundError:
            words = asdict(settled.vocabulary)
            founded = cls._begin(occasion, cls.Founded, reference=cls.only, **words)
            founded._set(occasion, settled.deadlines, reason="")
            founded._adopt(occasion, settled.matrix, reason="")
            for theme in settled.themes.all:
                founded.add_theme(occasion, name=theme.name)
            for edition in settled.guidance.editions:
                founded._record(occasion, cls.GuidanceAdopted, **asdict(edition), source="")
            return founded
        raise DomainError(f"This ledger is that of {known.settled.vocabulary.name} already.")

    @move()
    def change(self, occasion: Occasion, *, settled: Settled, reason: str) -> None:
        """Settle otherwise whatever differs: words, thresholds, matrix. Each is an event.

        The themes and the editions of the guidance have moves of their own.
        """
        _must_work(settled)
        was = self.settled
        if settled.themes.all and settled.themes != was.themes:
            raise DomainError(
                "The themes are changed on their own page: leave them out of the file.",
                field="text",
            )
        if settled.guidance.editions and settled.guidance != was.guidance:
            raise DomainError(
                "Editions of the guidance are recorded on their own page: leave them out of the "
                "file.",
                field="text",
            )
        settled = replace(settled, themes=was.themes, guidance=was.guidance)
        if settled == was:
            raise DomainError("That is what holds already.", field="text")
        if settled.vocabulary != was.vocabulary:
            words = asdict(settled.vocabulary)
            self._record(occasion, self.Renamed, **words, reason=reason)
        if settled.deadlines != was.deadlines:
            self._set(occasion, settled.deadlines, reason=reason)
        if settled.matrix != was.matrix:
            self._adopt(occasion, settled.matrix, reason=reason)

    # ------------------------------------------------------------ themes

    @move()
    def add_theme(self, occasion: Occasion, *, name: str) -> None:
        """Put a theme on the list, or back on it."""
        known = self.settled.themes.called(name)
        if known and known.retired and normal(known.name) == normal(name):
            self._record(occasion, self.ThemeBroughtBack, theme=known.number, name=known.name)
            return
        self._must_mean_nothing(name, field="name")
        number = len(self.settled.themes.all) + 1
        self._record(occasion, self.ThemeAdded, theme=number, name=name)

    def _no_themes(self) -> str | None:
        return None if self.settled.themes.offered else "There is no theme on the list yet."

    @move(_no_themes)
    def rename_theme(self, occasion: Occasion, *, theme: int, name: str, reason: str) -> None:
        """Call a theme otherwise. Its words from before still mean it."""
        was = self._offered(theme)
        if name == was.name:
            raise DomainError("That is its name already.", field="name")
        if self.settled.themes.called(name) != was:
            self._must_mean_nothing(name, field="name")
        self._record(
            occasion, self.ThemeRenamed, theme=theme, name=name, was=was.name, reason=reason
        )

    @move(_no_themes)
    def map_words(self, occasion: Occasion, *, words: str, theme: int) -> None:
        """Let words that somebody wrote mean a theme."""
        meant = self._offered(theme)
        self._must_mean_nothing(words, field="words")
        self._record(occasion, self.ThemeWordsMapped, theme=theme, name=meant.name, words=words)

    @move(_no_themes)
    def merge_themes(self, occasion: Occasion, *, theme: int, into: int, reason: str) -> None:
        """Let a theme be part of another one from now on."""
        merged, stays = self._offered(theme), self._offered(into, field="into")
        if theme == into:
            raise DomainError("A theme cannot be merged into itself.", field="into")
        self._record(
            occasion, self.ThemesMerged, theme=theme, name=merged.name, into=into,
            into_name=stays.name, reason=reason,
        )  # fmt: skip

    @move(_no_themes)
    def retire_theme(self, occasion: Occasion, *, theme: int, reason: str) -> None:
        """Offer a theme no longer. What was written of it stays."""
        name = self._offered(theme).name
        self._record(occasion, self.ThemeRetired, theme=theme, name=name, reason=reason)

    def _theme(self, number: int) -> Theme:
        theme = self.settled.themes.numbered(number)
        assert theme is not None
        return theme

    def _offered(self, number: int, *, field: str = "theme") -> Theme:
        theme = self.settled.themes.numbered(number)
        if theme is None or not theme.offered:
            raise DomainError("Choose a theme of the list.", field=field)
        return theme

    def _must_mean_nothing(self, words: str, *, field: str) -> None:
        if not normal(words):
            raise DomainError("Write it with letters.", field=field)
        if known := self.settled.themes.called(words):
            there = "was retired" if known.retired else "is on the list"
            raise DomainError(f"That means the theme “{known.name}”, which {there}.", field=field)

    def _set(self, occasion: Occasion, deadlines: Deadlines, *, reason: str) -> None:
        self._record(occasion, self.ThresholdsSet, **asdict(deadlines), reason=reason)

    def _adopt(self, occasion: Occasion, matrix: Matrix, *, reason: str) -> None:
        self._record(
            occasion,
            self.MatrixAdopted,
            name=matrix.name,
            likelihoods=list(matrix.likelihoods),
            impacts=list(matrix.impacts),
            bands=[asdict(band) for band in matrix.bands],
            reason=reason,
        )


def _must_work(settled: Settled) -> None:
    if faults := settled.faults():
        raise DomainError(" ".join(faults), field="text")


def _days(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


class VocabularyOverTime:
    """What the partnership called things after each event of the log, told from its own events."""

    def __init__(self, events: Iterable[tuple[int, Item.Event]], *, before: Vocabulary) -> None:
        self._positions: list[int] = []
        self._spoken = [before]
        partnership: Any = None
        for position, event in events:
            partnership = event.mutate(partnership)
            self._positions.append(position)
            self._spoken.append(partnership.settled.vocabulary)

    def at(self, position: int) -> Vocabulary:
        """The words just after the event at a position of the log."""
        return self._spoken[bisect_right(self._positions, position)]
