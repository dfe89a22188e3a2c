"""What was recorded wrongly of a dispute from the minutes of a meeting, and how that is put right:
its parties, who raised it, the meeting, the minute, the dates, and who convened. It works after its
end too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.disputes.neutral import doubtful, is_scrutineer
from domain.disputes.stay_facts import CONVENER_ROLE, StayFact, facts_of_stays, stay_fact
from domain.disputes.visits import Clock
from domain.disputes.vocabulary import Kind
from domain.disputes.way import DisputeOnItsWay
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.when import day_part, is_later, moment_of, moment_text
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.item import day_of, long_date
from domain.kernel.mending.correcting import Correctable, Fact, FactKind, not_after, parts_of
from domain.kernel.terms import Occasion
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

    @classmethod
    def fact(cls, key: str) -> Fact:
        return stay_fact(key) or super().fact(key)

    def facts_to_correct(self) -> list[Fact]:
        return [*super().facts_to_correct(), *facts_of_stays(self)]

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> Mapping[str, str]:
        if isinstance(fact, StayFact):
            if fact.says_when:
                self._must_be_between(fact, text, occasion)
                return {}
            return self._fits_convener(fact, text, find)
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

    def _must_be_between(self, fact: StayFact, text: str, occasion: Occasion) -> None:
        """It came to a stage after it had come to the one before, and before it left again."""
        now = moment_text(occasion.at) if moment_of(text) else occasion.on.isoformat()
        if is_later(text, now):
            raise DomainError("It must not be in the future.")
        before, stay = self.visits[fact.stay - 1], self.visits[fact.stay]
        ended = stay.came == self.Reopened.__name__
        earliest = (before.left_at or before.left_on) if ended else before.entered
        if is_later(earliest, text):
            what = "It ended at" if ended else "It came to"
            raise DomainError(f"{what} {before.name} on {long_date(earliest)}, after that.")
        left = stay.left_at or stay.left_on
        if left and is_later(text, left):
            raise DomainError(f"It left {stay.name} on {long_date(left)}, before that.")

    def _fits_convener(self, fact: StayFact, text: str, find: Finder) -> Mapping[str, str]:
        """The convener is of no party, has not stood aside, and is not the Scrutineer."""
        stay = self.visits[fact.stay]
        of_role = fact.part == CONVENER_ROLE
        role, reference = (text, stay.convener_agency) if of_role else (stay.convener_role, text)
        if is_scrutineer(role):
            raise DomainError("The Independent Scrutineer never decides, so cannot have convened.")
        if aside := self.aside(role, reference):
            raise DomainError(
                f"{aside.role} stood aside on {long_date(aside.on)}, so cannot have convened."
            )
        if not reference:
            if doubt := doubtful(role, self.names):
                raise DomainError(f"{role} cannot have convened: {doubt}.")
            return {}
        agency = find(Agency, reference)
        if of_role:
            return {}
        if reference in self.names:
            raise DomainError(f"{agency.name} is a party, so nobody from it can have convened.")
        self._must_have_been_members([agency])
        return {reference: agency.name}

    # ------------------------------------------------------------------ its clocks

    def _reckon_anew(self, fact: Fact, text: str, calendar: Calendar) -> dict[str, str]:
        """The clock of its first stage, which counts from the meeting or its minutes, or from when
        it was declared urgent; or that of a later one, which counts from when it came there."""
        if isinstance(fact, StayFact):
            return self._reckon_stay(fact, text, calendar) if fact.says_when else {}
        first = self.visits[0]
        by_hours = first.first_in_hours
        if fact.key == "urgent_at" and by_hours:
            clock = Clock.in_hours(text, self.rules.urgent_hours)
            return {**vars(clock), "entered_on": first.entered_on}
        if fact.key == "met_on" and by_hours:
            return {**self._reckoned(fact), "late_from": first.late_from, "entered_on": text}
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

    def _reckon_stay(self, fact: StayFact, text: str, calendar: Calendar) -> dict[str, str]:
        stay, day = self.visits[fact.stay], day_part(text)
        clock = Clock.of(
            self.rules.stage(stay.stage),
            self.rules,
            self.clock_starts(date.fromisoformat(day)),
            first=False,
            urgent_from=text if stay.first_in_hours else "",
            calendar=calendar,
        )
        return {**vars(clock), "entered_on": day}

    def _reckoned(self, fact: Fact) -> dict[str, str]:
        stay = self.visits[_stay_of(fact)]
        return {
            "due_on": stay.first_due_on,
            "working": stay.first_working,
            "entered_on": stay.entered_on,
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
        fact = self.fact(event.fact)
        if event.reckoned:
            self._take_clock(_stay_of(fact), event.reckoned)
        if isinstance(fact, StayFact) and fact.says_when:
            self._leave_anew(fact.stay, event.becomes)

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

    def _leave_anew(self, stay: int, when: str) -> None:
        """It left the stage before as it came to the next, unless it had ended there."""
        before = self.visits[stay - 1]
        if self.visits[stay].came == self.Reopened.__name__:
            return
        self._update(
            stay - 1, left_on=day_part(when), left_at=when if moment_of(when) else before.left_at
        )
        overdue = before.overdue_on or before.overdue_before
        in_time = bool(overdue) and is_later(overdue, when)
        self._update(
            stay - 1,
            overdue_on="" if in_time else overdue,
            overdue_before=overdue if in_time else "",
        )

    def _take_clock(self, stay: int, reckoned: Mapping[str, str]) -> None:
        """A stay has the clock that it should have had; an extension of it stands."""
        first, due_on, late_from = self.visits[stay], reckoned["due_on"], reckoned["late_from"]
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
        self.visits[stay] = changed


def _stay_of(fact: Fact) -> int:
    """The stay whose clock hangs on a fact: the first, but for those of a stay."""
    return fact.stay if isinstance(fact, StayFact) else 0
