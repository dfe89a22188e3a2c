"""An action: a dated piece of work with one accountable owner, which serves risks,
recommendations or disputes, or stands alone. Its events first, then its rules.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from domain.kernel.claims import Verdict, although_unchecked
from domain.kernel.deciding.basis import ALL
from domain.kernel.deciding.evidence import not_its_own
from domain.kernel.deciding.minutes import NO_MINUTE
from domain.kernel.errors import DomainError, all_at_once
from domain.kernel.finder import Finder
from domain.kernel.followed import Followed, is_submitted
from domain.kernel.item import Linkable, as_day, long_date, post_of, still_open
from domain.kernel.mending.correcting import Correctable, Fact, FactKind, not_after
from domain.kernel.mending.redeciding import DAY, WORDS
from domain.kernel.mending.twice import likeness_of
from domain.kernel.moves import move
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Day, Ref, Words


class Status(StrEnum):
    """How far it has come."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DONE = "done"
    CANCELLED = "cancelled"


class Action(Followed):
    """One piece of work."""

    word = "action"
    prefix = "ACT"
    alike_by = "the same title and owner, and the same due date or what it serves"
    can_be_corrected = (
        Fact("title", "What must be done", required=True),
        Fact("measure", "Measure of success", FactKind.PROSE),
        Fact("number", "Number there"),
        Fact("note", "Note", FactKind.PROSE),
        Fact("set_on", "Set on", FactKind.DAY, required=True),
        Fact("due_as_recorded", "Due date as it was recorded", FactKind.DAY, required=True),
        Fact(
            "first_due_on", "First due date", FactKind.DAY, required=True,
            known=lambda action: action.first_due_on != action.due_as_recorded,
        ),
    )  # fmt: skip

    class Event(Followed.Event):
        """Anything that happens to an action."""

    class Set(Event, Followed.Created):
        """Somebody was asked to do something by a date. `measure` says how success is seen.

        Where it was kept elsewhere before, `number` is what it was called there, and `note` what
        was written of it there that has no place of its own; `first_due_on` is the date from which
        it was moved there, "" where it was not.
        """

        title: Words
        measure: Words
        owner_role: Words
        owner_agency: Ref
        due_on: Day
        first_due_on: Day
        number: Words
        note: Words

        def apply(self, aggregate: Action) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            agency = names.get(self.owner_agency, self.owner_agency)
            owner = post_of(self.owner_role, agency)
            whose = f" for {owner}" if owner else ""
            due = f", due {long_date(self.due_on)}" if self.due_on else " without a due date"
            return f"set an action{whose}{due}: {self.title}"

    class Verified(Event):
        """Somebody independent found that it is done. `unchecked` says why, where nobody had
        checked any of the evidence."""

        rests_on = ALL
        decided_as = "Verification"

        finding: Words
        evidence: list[int]
        unchecked: Words

        def apply(self, aggregate: Action) -> None:
            verdict = Verdict(
                True,
                self.finding,
                self.by,
                self.on,
                unchecked=self.unchecked,
                version=self.originator_version,
            )
            aggregate._judge(verdict, self.evidence)
            aggregate._end(Status.DONE, self, self.finding)

        def sentence(self, names: AgencyNames) -> str:
            found = f"verified that it is done: {self.finding}"
            return f"{found}{although_unchecked(self.unchecked)}"

    class Cancelled(Event):
        """It will not be done, for a reason."""

        rests_on = ALL
        decided_as = "Cancelling"

        reason: Words

        def apply(self, aggregate: Action) -> None:
            aggregate._end(Status.CANCELLED, self, self.reason)

        def sentence(self, names: AgencyNames) -> str:
            return "cancelled it"

    # ------------------------------------------------------------------ state

    def _start(self, event: Set) -> None:
        self._follow(
            owner_role=event.owner_role,
            owner_agency=event.owner_agency,
            due_on=event.due_on,
            first_due_on=event.first_due_on,
            on=event.on,
        )
        self.title, self.measure = event.title, event.measure
        self.number, self.note = event.number, event.note
        self.set_on = event.on
        self.status_at_end: Status | None = None
        self.ended_on = self.ended_why = ""
        self.ended_by_version = 0

    def _take_correction(self, event: Correctable.Corrected) -> None:
        if event.fact == "due_as_recorded":
            self._correct_due_date(event.becomes)
        super()._take_correction(event)

    def _end(self, status: Status, event: Action.Event, why: str) -> None:
        self.status_at_end, self.ended_on, self.ended_why = status, event.on, why
        self.ended_by_version = event.originator_version
        self._take_claim_back()

    def _take_redecision(self, event: Any) -> None:
        super()._take_redecision(event)
        if event.decision == self.ended_by_version and self.ended_on and event.what == DAY:
            self.ended_on = event.becomes
        if event.decision == self.ended_by_version and self.ended_on and event.what == WORDS:
            self.ended_why = event.becomes

    @property
    def number_there(self) -> str:
        """What it is called where it comes from; "" where that is not known."""
        return self.number

    @property
    def likeness(self) -> str:
        return likeness_of([self.title, self.owner_role, self.owner_agency])

    def is_like(self, other: Action) -> bool:
        return self.due_on == other.due_on or not {*self.links}.isdisjoint(other.links)

    @property
    def status(self) -> Status:
        """How far it has come."""
        if self.status_at_end:
            return self.status_at_end
        if self.submitted_by:
            return Status.SUBMITTED
        if self.sent_back:
            return Status.RETURNED
        return Status.IN_PROGRESS if self.started else Status.OPEN

    # ------------------------------------------------------------------ rules

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> dict[str, str]:
        if fact.key == "set_on":
            not_after(fact, text, occasion)
        return {}

    def why_over(self) -> str | None:
        return f"{self.reference} is {self.status_at_end.value}." if self.status_at_end else None

    @classmethod
    @move()
    def set(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        title: str,
        owner_role: str,
        owner_agency: str,
        due_on: date,
        measure: str = "",
        serves: Linkable | None = None,
    ) -> Action:
        """Ask one role of one agency to do something by a date, for `serves` if that is given."""
        if due_on < occasion.on:
            raise DomainError("The due date is before the action was set.", field="due_on")
        action = cls._begin(
            occasion,
            cls.Set,
            reference=reference,
            title=title,
            measure=measure,
            owner_role=owner_role,
            owner_agency=owner_agency,
            due_on=due_on.isoformat(),
            first_due_on="",
            number="",
            note="",
        )
        if serves:
            action.link(occasion, other=serves, reason="The action serves it.")
        return action

    @classmethod
    @move()
    def load(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        title: str,
        owner_role: str = "",
        owner_agency: str = "",
        due_on: date | None = None,
        first_due_on: date | None = None,
        measure: str = "",
        number: str = "",
        note: str = "",
    ) -> Action:
        """Take over one that was kept elsewhere: half of an owner will do, it may be late, and it
        may have no due date."""
        return cls._begin(
            occasion,
            cls.Set,
            reference=reference,
            title=title,
            measure=measure,
            owner_role=owner_role,
            owner_agency=owner_agency,
            due_on=as_day(due_on),
            first_due_on=as_day(first_due_on if due_on != first_due_on else None),
            number=number,
            note=note,
        )

    @move(still_open, is_submitted, by=[not_its_own("verify it")])
    def verify(self, occasion: Occasion, *, finding: str, unchecked: str = "") -> None:
        """Find that it is done. `unchecked`: why, where nobody has checked the evidence."""
        with all_at_once() as each:
            with each:
                self._must_follow_the_claim(occasion)
            with each:
                self._must_be_checked(unchecked)
        self._record(
            occasion,
            self.Verified,
            finding=finding,
            evidence=sorted(self.showing),
            unchecked=unchecked,
        )

    @move(still_open, is_submitted, by=[not_its_own("return it")])
    def return_it(self, occasion: Occasion, *, reason: str) -> None:
        """Find that it is not done yet."""
        self._must_follow_the_claim(occasion)
        self._record(
            occasion, self.Returned, reason=reason, decision_reference="", **NO_MINUTE.facts
        )

    @move(still_open)
    def cancel(self, occasion: Occasion, *, reason: str) -> None:
        """End it without its being done."""
        self._record(occasion, self.Cancelled, reason=reason)
