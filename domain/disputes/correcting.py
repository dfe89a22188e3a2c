"""What was recorded wrongly of a dispute from the minutes of a meeting, and how that is put right:
its parties, who raised it, the meeting, the minute and the dates. It works after its end too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.disputes.visits import Clock
from domain.disputes.vocabulary import Kind
from domain.disputes.way import DisputeOnItsWay
from domain.kernel.calendar import Calendar
from domain.kernel.correcting import Correctable, Fact, FactKind, not_after, parts_of
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.item import day_of, long_date
from domain.kernel.terms import Occasion
from domain.kernel.when import is_later, moment_text
from domain.partnership.agency import Agency
from domain.procedure.rules import BY_PARTIES, ClockStart

_STARTS = {
    "met_on": ClockStart.MEETING,
    "circulated_on": ClockStart.CIRCULATED,
    "approved_on": ClockStart.APPROVED,
}


class DisputeCorrected(DisputeOnItsWay):
    """A dispute whose recorded facts can be put right."""

    can_be_corrected = (
        Fact("parties", "Parties", FactKind.AGENCIES, required=True,
             known=lambda dispute: bool(dispute.names)),
        Fact("raised_by", "Raised by", FactKind.AGENCY, required=True),
        Fact("meeting", "Meeting", required=True),
        Fact("minute", "Minute reference", required=True),
        Fact("met_on", "Date of the meeting", FactKind.DAY, required=True),
        Fact("circulated_on", "Minutes circulated", FactKind.DAY,
             known=lambda dispute: bool(dispute.circulated_on)),
        Fact("approved_on", "Minutes approved", FactKind.DAY,
             known=lambda dispute: bool(dispute.approved_on)),
        Fact("urgent_at", "Declared urgent", FactKind.MOMENT, required=True,
             known=lambda dispute: bool(dispute.urgent_at)),
        Fact("urgent_reason", "Why it is urgent", FactKind.PROSE, required=True,
             known=lambda dispute: dispute.urgent),
        Fact("authorised_by", "Who authorised that it is urgent", required=True,
             known=lambda dispute: dispute.urgent),
        Fact("protective_step", "Done to protect children", FactKind.PROSE, required=True,
             known=lambda dispute: dispute.urgent),
        Fact("contact", "Out-of-hours contact", required=True,
             known=lambda dispute: dispute.urgent),
        Fact("number", "Number there", known=lambda dispute: dispute.past),
        Fact("note", "Note", FactKind.PROSE, known=lambda dispute: dispute.past),
    )  # fmt: skip

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> Mapping[str, str]:
        if fact.key == "urgent_at":
            self._must_be_after_the_meeting(text, occasion)
        if fact.key == "met_on" and self.urgent_at and is_later(text, self.urgent_at):
            raise DomainError(
                f"It was declared urgent on {long_date(self.urgent_at)}, before that day. If that "
                "is wrong, too, correct it first."
            )
        if fact.key in _STARTS:
            self._must_be_in_order({**self._dates(), fact.key: text}, fact, text, occasion)
        if fact.kind not in {FactKind.AGENCY, FactKind.AGENCIES}:
            return {}
        agencies = [find(Agency, each) for each in parts_of(text)]
        self._must_have_been_members(agencies)
        if fact.key == "parties":
            self._must_be_parties(text)
        elif self.kind is Kind.DISPUTE and text not in self.names:
            raise DomainError("One of the parties raised it. Correct the parties first.")
        return {each.reference: each.name for each in agencies}

    def _dates(self) -> dict[str, str]:
        return {key: str(getattr(self, key)) for key in _STARTS}

    def _must_be_in_order(
        self, dates: Mapping[str, str], fact: Fact, text: str, occasion: Occasion
    ) -> None:
        """The meeting comes first, then its minutes and their approval (ToR 2.3, 3.3)."""
        not_after(fact, text, occasion)
        if any(day and day < dates["met_on"] for day in dates.values()):
            raise DomainError(
                "The meeting comes first, then the minutes are approved and circulated. With this "
                "date they would not be in that order."
            )

    def _must_be_after_the_meeting(self, declared_at: str, occasion: Occasion) -> None:
        """It was declared urgent at its first stage or later, and before now."""
        if is_later(declared_at, moment_text(occasion.at)):
            raise DomainError("It must not be in the future.")
        if is_later(self.met_on, declared_at):
            raise DomainError(
                f"The dispute began with the meeting of {long_date(self.met_on)}; this is before "
                "that."
            )

    def _must_have_been_members(self, agencies: list[Agency]) -> None:
        met_on = date.fromisoformat(self.met_on)
        for agency in agencies:
            known = agency.reference in self.names or self.past
            if not known and not agency.was_member(met_on):
                raise DomainError(
                    f"{agency.name} was not a member on the date of the meeting, "
                    f"{long_date(self.met_on)}."
                )

    def _must_be_parties(self, text: str) -> None:
        parties = parts_of(text)
        if len(parties) < 2:
            raise DomainError("A dispute is between at least two agencies.")
        if self.raised_by not in parties and not self._in_place_of(parties):
            raise DomainError(
                "The agency that raised it is a party. Put it among them, or replace it by one "
                "other agency."
            )

    def _in_place_of(self, parties: list[str]) -> dict[str, str]:
        """Where one agency had been written for one other: the wrong one and the right one."""
        gone = [each for each in self.names if each not in parties]
        come = [each for each in parties if each not in self.names]
        return {gone[0]: come[0]} if len(gone) == len(come) == 1 else {}

    # ------------------------------------------------------------------ its first clock

    def _reckon_anew(self, fact: Fact, text: str, calendar: Calendar) -> dict[str, str]:
        """The clock of its first stage, which counts from the meeting or its minutes, or from when
        it was declared urgent."""
        first = self.visits[0]
        by_hours = first.first_in_hours
        if fact.key == "urgent_at" and by_hours:
            clock = Clock.in_hours(text, self.rules.urgent_hours)
            return {**vars(clock), "entered_on": first.entered_on}
        if fact.key == "met_on" and by_hours:
            return {**self._reckoned(), "late_from": first.late_from, "entered_on": text}
        if fact.key not in _STARTS or by_hours:
            return {}
        day = day_of(text)
        starts = {**self.clock_starts(date.fromisoformat(first.entered_on)), _STARTS[fact.key]: day}
        entered_on = first.entered_on
        if fact.key == "circulated_on":
            starts[ClockStart.MINUTES] = day
        if fact.key == "met_on":
            starts[ClockStart.ENTERED], entered_on = day, text
        clock = Clock.of(
            self.rules.stage(first.stage),
            self.rules,
            starts,
            first=True,
            urgent_from="",
            calendar=calendar,
        )
        return {**vars(clock), "entered_on": entered_on}

    def _reckoned(self) -> dict[str, str]:
        first = self.visits[0]
        return {
            "due_on": first.first_due_on,
            "working": first.first_working,
            "entered_on": first.entered_on,
        }

    # ------------------------------------------------------------------ state

    def _take_correction(self, event: Correctable.Corrected) -> None:
        if event.fact == "parties":
            self.corrections += 1
            self._take_parties(event)
            return
        super()._take_correction(event)
        if event.fact == "raised_by":
            self._ask_anew()
        if event.reckoned:
            self._take_clock(event.reckoned)

    def _take_parties(self, event: Correctable.Corrected) -> None:
        parties = parts_of(event.becomes)
        for wrong, right in self._in_place_of(parties).items():
            if wrong in self.positions:
                self.positions[right] = self.positions.pop(wrong)
            if wrong in self.joined_on:
                self.joined_on[right] = self.joined_on.pop(wrong)
            if self.raised_by == wrong:
                self.raised_by = right
        self.names = {each: self.names.get(each, event.named[each]) for each in parties}
        self.positions = {each: words for each, words in self.positions.items() if each in parties}
        if self.visit.convener_agency in parties and not self.ending:
            self._update(convener_role="", convener_agency="")
        self._ask_anew()

    def _ask_anew(self) -> None:
        if self.visit.decided_by in BY_PARTIES and not self.visit.left_on:
            self._update(asked=self._must_reply())

    def _take_clock(self, reckoned: Mapping[str, str]) -> None:
        """The first stay has the clock that it should have had; an extension of it stands."""
        first, due_on, late_from = self.visits[0], reckoned["due_on"], reckoned["late_from"]
        changed = replace(
            first,
            entered_on=reckoned["entered_on"],
            first_due_on=due_on,
            first_working=reckoned["working"],
        )
        if not first.more_time:
            left = first.left_at or first.left_on
            left_in_time = bool(left) and (not late_from or is_later(late_from, left))
            overdue_on = "" if left_in_time or not first.left_on else first.overdue_on
            changed = replace(
                changed,
                due_on=due_on,
                working=reckoned["working"],
                late_from=late_from,
                overdue_on=overdue_on,
            )
        self.visits[0] = changed
