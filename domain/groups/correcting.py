"""What was recorded wrongly of a group, and how that is put right: the group, its seats, from when
a quorum holds, its governing documents and its reports.

Meetings that were opened keep the seats and the rule by which they went.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.groups.events import GroupEvents
from domain.groups.vocabulary import GROUP_KINDS, OFFICES, GroupKind, Office
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.due import months_after
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.item import long_date
from domain.kernel.mending.correcting import Correctable, Fact, FactKind, NumberFact, not_after
from domain.kernel.mending.parts import PartFact, Parts, part_fact
from domain.kernel.terms import Occasion
from domain.partnership.agency import Agency

REVIEW_MONTHS = 12
"""A governing document is reviewed each year (ToR 7.1)."""
_PARTS = (
    Parts("seats", "seat", (
        Fact("role", "Role", required=True),
        Fact("agency", "Agency", FactKind.AGENCY),
        Fact("office", "Office", FactKind.CODE, required=True, choices=OFFICES, holds=Office),
        Fact("from_on", "First day", FactKind.DAY, required=True),
        Fact("to_on", "Last day", FactKind.DAY),
        Fact("letter", "Letter of the agency"),
    )),
    Parts("rules_by_number", "quorum version", (
        Fact("from_on", "First day", FactKind.DAY, required=True),
    )),
    Parts("documents", "governing document", (
        Fact("title", "Title", required=True),
        Fact("edition", "Edition", required=True),
        Fact("agreed_by", "By whom it was agreed", required=True),
        Fact("agreed_on", "Day of the agreement", FactKind.DAY, required=True),
        Fact("review_due_on", "Day of the next review", FactKind.DAY, required=True),
    )),
    Parts("reports", "report", (
        Fact("title", "Title", required=True),
        Fact("given_to", "Addressee", required=True),
        Fact("made_on", "Day", FactKind.DAY, required=True),
    )),
)  # fmt: skip


def sum_of_review(agreed_on: date) -> tuple[str, str]:
    """When a document is to be reviewed that was agreed on a day, and how that was worked out."""
    due = months_after(agreed_on, REVIEW_MONTHS).isoformat()
    return due, f"{REVIEW_MONTHS} months from {long_date(agreed_on.isoformat())}"


class CorrectedGroup(GroupEvents):
    """A group whose recorded facts can be put right."""

    can_be_corrected = (
        Fact("name", "Name", required=True),
        Fact("short", "Short name", required=True),
        Fact("kind", "Kind", FactKind.CODE, required=True, choices=GROUP_KINDS, holds=GroupKind),
        Fact("joint_with", "Shared with", FactKind.TAGS),
        NumberFact("meetings", "Ordinary meetings in a year"),
        Fact("since", "Since", FactKind.DAY, required=True),
        Fact("ended_on", "Ended", FactKind.DAY, required=True,
             known=lambda group: group.ended_on != ""),
    )  # fmt: skip

    @classmethod
    def fact(cls, key: str) -> Fact:
        return part_fact(_PARTS, key) or super().fact(key)

    def facts_to_correct(self) -> list[Fact]:
        parts = [fact for each in _PARTS for fact in each.facts_of(self)]
        return [*super().facts_to_correct(), *parts]

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> Mapping[str, str]:
        if fact.key in {"since", "ended_on"}:
            not_after(fact, text, occasion)
            since, ended = (text, self.ended_on) if fact.key == "since" else (self.since, text)
            if ended and ended < since:
                raise DomainError("It ended before it began. Correct the other day first.")
        if isinstance(fact, PartFact):
            return self._fits_part(fact, text, occasion, find)
        return {}

    def _fits_part(
        self, fact: PartFact, text: str, occasion: Occasion, find: Finder
    ) -> Mapping[str, str]:
        if fact.part in {"agreed_on", "made_on"}:
            not_after(fact, text, occasion)
        if fact.of == "rules_by_number":
            self._must_hold_in_order({fact.number: text})
        if fact.of != "seats":
            return {}
        seat = self.seats[fact.number]
        first = text if fact.part == "from_on" else seat.from_on
        last = text if fact.part == "to_on" else seat.to_on
        if last and last < first:
            raise DomainError("The last day must not be before the first.")
        if fact.part == "office" and text != Office.NONE:
            held = self.holder_of(Office(text))
            if held and not seat.to_on:
                raise DomainError(
                    f"Seat {held.number} is that of the {OFFICES[held.office].lower()}. Correct "
                    "that first."
                )
        reference = text if fact.part == "agency" else seat.agency
        if not reference or fact.part not in {"agency", "from_on"}:
            return {}
        agency = find(Agency, reference)
        if not agency.was_member(date.fromisoformat(first)):
            raise DomainError(f"{agency.name} was no member on {long_date(first)}.")
        return {agency.reference: agency.name}

    def _must_hold_in_order(self, corrected: Mapping[int, str]) -> None:
        days = [corrected.get(each.number, each.from_on) for each in self.rules]
        if days != sorted(days):
            raise DomainError("Each rule holds from a later day than the one before it.")

    # ------------------------------------------------------------------ what follows

    def _reckon_anew(self, fact: Fact, text: str, calendar: Calendar) -> dict[str, str]:
        """The next review of a document counts from the day on which it was agreed, until it was
        reviewed or another day was given."""
        if not self._counts_from_agreement(fact):
            return {}
        due, working = sum_of_review(date.fromisoformat(text))
        return {"due_on": due, "working": working}

    def _counts_from_agreement(self, fact: Fact) -> bool:
        if not isinstance(fact, PartFact) or fact.part != "agreed_on":
            return False
        document = self.documents[fact.number]
        due, working = sum_of_review(date.fromisoformat(document.agreed_on))
        return (document.review_due_on, document.working) == (due, working)

    def _reckoned(self, fact: Fact) -> dict[str, str]:
        assert isinstance(fact, PartFact)
        document = self.documents[fact.number]
        return {"due_on": document.review_due_on, "working": document.working}

    def _take_correction(self, event: Correctable.Corrected) -> None:
        super()._take_correction(event)
        fact = self.fact(event.fact)
        if not isinstance(fact, PartFact) or fact.of != "documents":
            return
        if event.reckoned:
            self._review(fact.number, event.reckoned["due_on"], event.reckoned["working"])
        elif fact.part == "review_due_on":
            self._review(fact.number, event.becomes, "as it was corrected")
