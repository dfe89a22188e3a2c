"""What was recorded wrongly of a meeting, and how that is put right, also after it was closed.

When it was and what follows, who chaired, what its papers are called, and all that was written of
one before this ledger. What was decided is an item of its own. Minutes are corrected as minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.groups.vocabulary import Office
from domain.kernel.days.calendar import Calendar
from domain.kernel.errors import DomainError
from domain.kernel.finder import Beside, Finder
from domain.kernel.item import long_date
from domain.kernel.mending.correcting import (
    ClockFact,
    Correctable,
    Fact,
    FactKind,
    NumberFact,
    not_after,
)
from domain.kernel.mending.parts import Parts, part_fact
from domain.kernel.moves import move
from domain.kernel.terms import Occasion
from domain.meetings.attendance import has_attendees, was_opened
from domain.meetings.minuting import MinutedMeeting
from domain.meetings.planning import LONGEST, due_days
from domain.meetings.records import Deadline
from domain.meetings.vocabulary import KINDS, MODES, QUORATE, SAID, Kind, Mode, Quorate

_IN_ORDER = ("meets_on", "cleared_on", "circulated_on", "confirmed_on")
"""The days of a meeting and of its minutes, none before the one that it follows (ToR 2.3, 3.2)."""


@dataclass(frozen=True)
class _WrittenFact(Fact):
    """Something that was written of a meeting before this ledger."""

    def text(self, item: Any) -> str:
        return str(getattr(item.written, self.key) or "") if item.written else ""

    def take(self, item: Any, text: str) -> None:
        value = Quorate(text) if self.kind is FactKind.CODE else text
        item.written = replace(item.written, **{self.key: value})


def _written(key: str, label: str, kind: FactKind = FactKind.PROSE, **more: Any) -> Fact:
    return _WrittenFact(key, label, kind, known=lambda meeting: meeting.past, **more)


def _minutes(key: str, label: str) -> Fact:
    """A day of the minutes; of a meeting before this ledger it may be found out later."""
    return Fact(
        key, label, FactKind.DAY, required=True,
        known=lambda meeting: meeting.past or bool(getattr(meeting, key)),
    )  # fmt: skip


_PARTS = (
    Parts(
        "papers", "paper",
        (Fact("title", "Title", required=True),
         Fact("sent_on", "Day of sending", FactKind.DAY, required=True)),
        told=lambda paper: not paper.restricted,
    ),
    Parts("attendees", "attendee", (Fact("role", "Role", required=True),)),
)  # fmt: skip


def _somebody_chaired(meeting: CorrectedMeeting) -> str | None:
    return None if meeting.chairing else "Nobody is recorded as chairing it."


class CorrectedMeeting(MinutedMeeting):
    """A meeting whose recorded facts can be put right."""

    can_be_corrected = (
        Fact("kind", "Kind", FactKind.CODE, required=True, choices=KINDS, holds=Kind),
        Fact("mode", "Where they meet", FactKind.CODE, required=True, choices=MODES, holds=Mode),
        Fact("meets_on", "Date", FactKind.DAY, required=True),
        ClockFact("starts_at", "Start"),
        NumberFact("minutes", "Minutes that it should take",
                   known=lambda meeting: not meeting.past),
        Fact("place", "Place"),
        Fact("reason", "Why it is called", FactKind.PROSE,
             known=lambda meeting: not meeting.past),
        Fact("agreed_on", "Agenda agreed", FactKind.DAY, required=True,
             known=lambda meeting: meeting.agreed_on != ""),
        Fact("agreed_by", "How it is known that the agenda was agreed", required=True,
             known=lambda meeting: meeting.agreed_by != ""),
        _minutes("cleared_on", "Minutes cleared"),
        _minutes("circulated_on", "Minutes circulated"),
        _minutes("confirmed_on", "Minutes confirmed"),
        _written("chaired_by", "Chaired by", FactKind.LINE),
        _written("present", "Present"),
        _written("apologies", "Apologies"),
        _written("absent", "Absent without apologies"),
        _written("substitutes", "Substitutes"),
        _written("quorate", "Said to be quorate", FactKind.CODE, required=True,
                 choices={each: QUORATE[each] for each in SAID}),
        _written("quorum", "What was written of the quorum"),
        Fact("number", "Number there", known=lambda meeting: meeting.past),
        Fact("note", "Note", FactKind.PROSE, known=lambda meeting: meeting.past),
    )  # fmt: skip

    @classmethod
    def fact(cls, key: str) -> Fact:
        return part_fact(_PARTS, key) or super().fact(key)

    def facts_to_correct(self) -> list[Fact]:
        parts = [fact for each in _PARTS for fact in each.facts_of(self)]
        return [*super().facts_to_correct(), *parts]

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> Mapping[str, str]:
        match fact.key:
            case "meets_on" if self.opened_on:
                not_after(fact, text, occasion)
            case "minutes" if int(text or 0) > LONGEST:
                raise DomainError("That is longer than a day.")
        if fact.key in {"kind", "mode"} and text == Kind.NOT_RECORDED and not self.past:
            raise DomainError("It is known of a meeting of this ledger.")
        if fact.kind is FactKind.DAY and fact.key != "meets_on":
            not_after(fact, text, occasion)
        if fact.key in _IN_ORDER:
            self._must_be_in_order({fact.key: text})
        return {}

    def _must_be_in_order(self, corrected: Mapping[str, str]) -> None:
        days = {key: str(getattr(self, key)) for key in _IN_ORDER} | dict(corrected)
        known = [day for day in days.values() if day]
        if known != sorted(known):
            told = "; ".join(
                f"{self.fact(key).label.lower()}: {long_date(day)}"
                for key, day in days.items()
                if day
            )
            raise DomainError(
                "The meeting comes first, then its minutes are cleared, circulated and confirmed. "
                f"With this date they would not be in that order ({told})."
            )

    # ------------------------------------------------------------------ what follows

    def _reckon_anew(self, fact: Fact, text: str, calendar: Calendar) -> dict[str, str]:
        if fact.key != "meets_on":
            return {}
        due = due_days(date.fromisoformat(text), calendar)
        if self.past:
            return {key: day for key, day in due.items() if key.startswith("minutes_")}
        return due

    def _reckoned(self, fact: Fact) -> dict[str, str]:
        due = {"minutes_due_on": self.minutes_due.day, "minutes_working": self.minutes_due.working}
        if self.past:
            return due
        papers = {"papers_due_on": self.papers_due.day, "papers_working": self.papers_due.working}
        return {**papers, **due}

    def _take_correction(self, event: Correctable.Corrected) -> None:
        super()._take_correction(event)
        if event.fact == "meets_on":
            self._take_date(event)
        if event.fact == "meets_on" or event.fact.startswith("papers_sent_on"):
            self._judge_papers_anew()
        if event.fact in {"meets_on", "circulated_on"} and self.minutes_sent:
            late = self.circulated_on > self.minutes_due.day
            self.minutes_sent = replace(self.minutes_sent, sent_on=self.circulated_on, late=late)

    def _take_date(self, event: Correctable.Corrected) -> None:
        reckoned = event.reckoned
        self.minutes_due = Deadline(reckoned["minutes_due_on"], reckoned["minutes_working"])
        if self.past:
            self.opened_on = self.closed_on = self.first_meets_on = self.meets_on
            return
        self.papers_due = Deadline(reckoned["papers_due_on"], reckoned["papers_working"])
        later = _day(event.becomes) - _day(event.was)
        self.opened_on, self.closed_on = (
            day and (_day(day) + later).isoformat() for day in (self.opened_on, self.closed_on)
        )
        if not self.moves:
            self.first_meets_on = self.meets_on

    @move(was_opened, has_attendees, _somebody_chaired)
    def correct_chair(
        self,
        occasion: Occasion,
        *,
        attendee: int,
        item: int | None = None,
        reason: str,
        beside: Beside,
    ) -> None:
        """Put right who chaired from an item on (the first, where none is named), after the end of
        the meeting too. The chair is not counted, so decisions are held against it anew."""
        who, at = self._attendee(attendee), item or self.items[0].number
        self._item(at)
        taken = next((each for each in self.chairing if each.item == at), None)
        if taken is None:
            raise DomainError(f"Nobody is recorded as taking the chair at item {at}.", field="item")
        if taken.attendee == attendee:
            raise DomainError("That is what is on record already.", field="attendee")
        if not self.is_there(who, at):
            raise DomainError(
                f"{who.in_words} is not recorded as there at item {at}. Correct who was there "
                "first.",
                field="attendee",
            )
        self._record(
            occasion,
            self.ChairCorrected,
            attendee=attendee,
            who=who.in_words,
            was=self.attendees[taken.attendee].in_words,
            item=at,
            silent=who.office is Office.NONE or who.substitute is not None,
            reason=reason,
        )
        self._hold_against_decisions(occasion, beside, reason)


def _day(text: str) -> date:
    return date.fromisoformat(text)
