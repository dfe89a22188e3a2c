"""What brings a dispute to its stages, and what its clocks do there."""

from __future__ import annotations

from domain.disputes.state import DisputeState
from domain.disputes.visits import MoreTime
from domain.disputes.vocabulary import Kind
from domain.kernel.days.when import moment_of, moment_text
from domain.kernel.deciding.basis import Basis
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.item import in_a_row, london_date, long_date
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, When, Words
from domain.procedure.rules import Content


class DisputeWayEvents(DisputeState):
    """A dispute, as far as its way through the stages goes."""

    class Event(Evidenced.Event):
        """Anything that happens to a dispute."""

        @property
        def known_on(self) -> str:
            """The day from which it is known: that of its recording."""
            return london_date(self.timestamp).isoformat()

        @property
        def when(self) -> str:
            """When it happened, by the minute where that is known."""
            return str(getattr(self, "at", "")) or self.on

    class Timed(Event):
        """What happens to an urgent case is timed: `at` is the moment, "" where only the day is
        known, or where no clock runs in hours."""

        at: When

    class Recorded(Event, Evidenced.Created):
        """It was recorded from the minutes of a meeting.

        `parties` holds each agency's name by its reference, `positions` what each holds (an issue
        has neither). `rules` is the content of version `procedure` of the procedure, which it
        keeps. `past`: it ran before it was recorded here; then `number` is what its publisher
        calls it, and `note` what was published of it that has no place of its own.
        """

        kind: Code
        title: Words
        issue: Words
        impact: Words
        outcome_sought: Words
        theme: Words
        raised_by: Ref
        parties: dict[Ref, Words]
        positions: dict[Ref, Words]
        meeting: Words
        minute: Words
        met_on: Day
        circulated_on: Day
        approved_on: Day
        procedure: int
        rules: Content
        past: bool
        number: Words
        note: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            what = "an issue" if self.kind == Kind.ISSUE else "a dispute"
            between = f" between {in_a_row(self.parties.values())}" if self.parties else ""
            minute = self.minute or "a meeting"
            if self.minute[:1].isdigit():
                minute = f"minute {minute}"
            return f"recorded {what}{between} from {minute}: {self.title}"

    class DeclaredUrgent(Timed):
        """It cannot wait. `protective_step` is what has been done for children meanwhile, `contact`
        who can be reached about it at night and at weekends."""

        reason: Words
        authorised_by: Words
        protective_step: Words
        contact: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._declare_urgent(self)

        def sentence(self, names: AgencyNames) -> str:
            by = f", authorised by {self.authorised_by}" if self.authorised_by else ""
            since = f" on {long_date(self.at)}" if self.at else ""
            return f"declared it urgent{since}{by}"

    class StageBegun(Timed):
        """It came to a stage. `was` is the stage before, "" for the first; `number` its place."""

        undoes = True

        stage: Ref
        name: Words
        number: int
        decided_by: Code
        was: Ref
        entered_on: Day
        due_on: When
        working: Code
        late_from: When

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._enter(self)

        @property
        def clock_known(self) -> str:
            """From when its clock is known: from its recording."""
            return moment_text(self.timestamp) if moment_of(self.due_on) else self.known_on

        @property
        def due_words(self) -> str:
            return f", due {long_date(self.due_on)}" if self.due_on else ""

    class Entered(StageBegun):
        """It started its way."""

        def sentence(self, names: AgencyNames) -> str:
            return f"started it at stage {self.number}, {self.name}{self.due_words}"

    class Escalated(StageBegun):
        """It went up, past the `skipped` stages. `missing`: what was not on record by then.

        `automatic`: nobody did it; the procedure escalates an overdue stage by itself.
        """

        reason: Words
        skipped: list[Ref]
        missing: list[Words]
        automatic: bool

        @property
        def clock_known(self) -> str:
            """Where time itself moved it, the clock is known from when it did."""
            return self.when if self.automatic else super().clock_known

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._enter(self, skipped=self.skipped, automatic=self.automatic)
            aggregate.escalations += 1

        def sentence(self, names: AgencyNames) -> str:
            by_itself = "by itself, because it was overdue, " if self.automatic else ""
            return f"escalated it {by_itself}to stage {self.number}, {self.name}{self.due_words}"

    class ReturnedToStage(StageBegun):
        """It went back to a lower stage, for a reason."""

        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            super().apply(aggregate)
            aggregate.returned += 1

        def sentence(self, names: AgencyNames) -> str:
            return f"returned it to stage {self.number}, {self.name}{self.due_words}"

    class Reopened(StageBegun):
        """It was taken up again at the stage where it had ended."""

        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._reopen()
            super().apply(aggregate)

        def sentence(self, names: AgencyNames) -> str:
            return f"reopened it at stage {self.number}, {self.name}{self.due_words}"

    class StageReported(StageBegun):
        """A past dispute is reported to have come to a stage: history, not our own process."""

        skipped: list[Ref]
        note: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._enter(self, reason=self.note, skipped=self.skipped)

        def sentence(self, names: AgencyNames) -> str:
            return f"reported that it came to stage {self.number}, {self.name}"

    class ClockStarted(Event):
        """The date that the clock of its stage was waiting for is known."""

        goes_along = True

        stage: Ref
        due_on: When
        working: Code
        late_from: When

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(
                due_on=self.due_on,
                first_due_on=self.due_on,
                working=self.working,
                first_working=self.working,
                late_from=self.late_from,
                known_on=self.known_on,
            )

        def sentence(self, names: AgencyNames) -> str:
            return f"started the clock: due {long_date(self.due_on)}"

    class ClockReworked(Event):
        """It became known when the minutes were circulated, from which the clock of its stage
        counts at latest: `was` and `was_working` are the first due date and its sum before. Time
        that was given on top stays as it was agreed."""

        bears_on = frozenset({Basis.DATES})
        goes_along = True

        stage: Ref
        due_on: Day
        working: Code
        late_from: Day
        was: Day
        was_working: Code

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(first_due_on=self.due_on, first_working=self.working)
            if not aggregate.visit.more_time:
                aggregate._update(
                    due_on=self.due_on,
                    working=self.working,
                    late_from=self.late_from,
                    known_on=self.known_on,
                )
                if aggregate.visit.overdue_on < self.late_from:
                    aggregate._was_in_time()

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"worked the due date out anew: {long_date(self.due_on)} ({self.working}); before, "
                f"{long_date(self.was)} ({self.was_working})"
            )

    class Extended(Timed):
        """Its stage got `more` working days, or hours where its clock runs in hours. The first due
        date stays on record."""

        stage: Ref
        due_on: When
        was: When
        working: Code
        late_from: When
        more: int
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            extension = MoreTime(self.when, self.was, self.due_on, self.reason)
            aggregate._update(
                due_on=self.due_on,
                working=self.working,
                late_from=self.late_from,
                more_time=(*aggregate.visit.more_time, extension),
            )
            aggregate._was_in_time()

        def sentence(self, names: AgencyNames) -> str:
            return f"extended the stage from {long_date(self.was)} to {long_date(self.due_on)}"

    class StageOverdue(Timed):
        """Its stage became overdue, on the first working day after it was due; in an urgent case
        in the minute after.

        `silent` are the parties that had not replied. Time did this, so `by` is whoever let the
        clock be looked at.
        """

        stage: Ref
        name: Words
        due_on: When
        silent: list[Ref]

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(overdue_on=self.when)

        def sentence(self, names: AgencyNames) -> str:
            who = in_a_row(names.get(agency, agency) for agency in self.silent)
            what = f"no reply by {who}" if who else "no outcome"
            return f"found {what} by {long_date(self.due_on)}; the stage {self.name} is overdue"

    class MinutesDated(Event):
        """The minutes were circulated or approved ("": not yet known)."""

        bears_on = frozenset({Basis.DATES})

        circulated_on: Day
        approved_on: Day

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.circulated_on, aggregate.approved_on = self.circulated_on, self.approved_on

        def sentence(self, names: AgencyNames) -> str:
            dates = {"circulated": self.circulated_on, "approved": self.approved_on}
            known = [f"{word} on {long_date(day)}" for word, day in dates.items() if day]
            return f"recorded that the minutes were {' and '.join(known)}"
