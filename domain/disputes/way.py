"""The way of a dispute: to a higher stage, back to a lower one, and the clock of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.disputes.events import DisputeEvents
from domain.disputes.guards import (
    has_ended,
    has_its_convener,
    is_past,
    may_be_left,
    not_of_a_party,
)
from domain.disputes.visits import Clock
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.when import at, day_part, happened_at, is_later, moment_of, moment_text
from domain.kernel.errors import DomainError, all_at_once
from domain.kernel.item import Item, london_date, long_date, still_open
from domain.kernel.moves import move
from domain.kernel.terms import Occasion
from domain.procedure.rules import ClockStart, Stage


class DisputeOnItsWay(DisputeEvents):
    """A dispute that goes from stage to stage, each with its clock (ToR 6.1)."""

    def _has_a_way_up(self) -> str | None:
        return None if self.ways_up() else "This is the last stage of the procedure."

    @move(still_open, _has_a_way_up, may_be_left, has_its_convener)
    def escalate(
        self,
        occasion: Occasion,
        *,
        reason: str,
        calendar: Calendar,
        to: str = "",
        for_the_record: str = "",
        to_begin_with: str = "",
    ) -> None:
        """Send it to the next stage, or, when urgent, past those that an urgent case may skip.

        `for_the_record`, here and wherever a stage is left, is what the procedure asks for as
        the stage ends, where that is not on record yet. `to_begin_with`, here and wherever a
        stage begins, is what it asks for then; left empty, that is asked for afterwards.
        """
        ways = self.ways_up()
        stage = next((way for way in ways if way.key == to), ways[0])
        with all_at_once() as each:
            with each:
                if to not in {"", stage.key}:
                    raise DomainError("It cannot be escalated to that stage from here.", field="to")
                must_ask_at_entry(stage, to_begin_with)
            with each:
                self._must_complete_the_record(occasion, for_the_record)
        self._keep(occasion, self.missing_at_exit, for_the_record)
        self._escalate(occasion, stage, calendar, reason=reason, automatic=False)
        self._begin_the_record(occasion, to_begin_with)

    def _can_be_returned(self) -> str | None:
        if not self.rules.returns:
            return "The procedure does not let a dispute be returned."
        if self.returned >= self.rules.returns:
            return f"A dispute can be returned {_count(self.rules.returns)}, and it has been."
        return None if self.ways_down() else "There is no lower stage to return it to."

    @move(still_open, _can_be_returned, by=[not_of_a_party("return it")])
    def return_it(
        self,
        occasion: Occasion,
        *,
        stage: str,
        reason: str,
        calendar: Calendar,
        to_begin_with: str = "",
    ) -> None:
        """Send it back to a lower stage."""
        lower = next((way for way in self.ways_down() if way.key == stage), None)
        with all_at_once() as each:
            with each:
                self._must_be_at_the_stage(occasion)
            with each:
                if lower is None:
                    raise DomainError("That is no lower stage.", field="stage")
                must_ask_at_entry(lower, to_begin_with)
        assert lower is not None
        self._enter_stage(occasion, self.ReturnedToStage, lower, calendar, reason=reason)
        self._begin_the_record(occasion, to_begin_with)

    @move(has_ended, by=[not_of_a_party("reopen it")])
    def reopen(
        self, occasion: Occasion, *, reason: str, calendar: Calendar, to_begin_with: str = ""
    ) -> None:
        """Take it up again at the stage where it ended."""
        if occasion.on.isoformat() < self.ended_on:
            raise DomainError(f"It ended on {long_date(self.ended_on)}.", field="on")
        must_ask_at_entry(self.stage, to_begin_with)
        self._enter_stage(occasion, self.Reopened, self.stage, calendar, reason=reason)
        self._begin_the_record(occasion, to_begin_with)

    def notice_overdue(self, occasion: Occasion, *, calendar: Calendar) -> bool:
        """Record what time alone has done to it; return whether there was anything to record.

        The event happens when the stage became overdue, whenever it is recorded. Where the
        procedure escalates by itself, it goes on to the next stage in that same moment, but not
        before its clock was known here; a past dispute waits for what is reported of it.
        """
        since = self.overdue_from
        if not self.is_overdue(self._when(occasion)) or self.visit.overdue_on:
            return False
        self._record(
            at(occasion, since),
            self.StageOverdue,
            stage=self.visit.stage,
            name=self.stage.name,
            due_on=self.visit.due_on,
            silent=self._silent,
            at=since if moment_of(since) else "",
        )
        ways = self.ways_up()
        if self.rules.automatic and ways and not self.past:
            reason = f"The stage {self.stage.name} was overdue."
            known = self.visit.known_on
            then = at(occasion, known if is_later(known, since) else since)
            self._escalate(then, ways[0], calendar, reason=reason, automatic=True)
        return True

    @move(still_open, is_past)
    def report_stage(
        self, occasion: Occasion, *, stage: str, calendar: Calendar, note: str = ""
    ) -> None:
        """Record that a past dispute came to a stage on the date of the occasion.

        `stage` is its key, or what people call it. That it came to the stage where it is needs
        no record, but for a note.
        """
        reached = self.rules.called(stage)
        if reached == self.stage and not note:
            return
        self._must_be_at_the_stage(occasion)
        self._enter_stage(
            occasion,
            self.StageReported,
            reached,
            calendar,
            skipped=self._between(reached),
            note=note,
        )

    def _can_be_extended(self) -> str | None:
        if not self.visit.due_on:
            return "No clock runs at this stage."
        if not self.rules.extensions:
            return "The procedure does not let a stage be extended."
        if self.visit.extensions >= self.rules.extensions:
            return f"A stage can be extended {_count(self.rules.extensions)}, and it has been."
        return None

    @move(still_open, _can_be_extended, by=[not_of_a_party("give it more time")])
    def extend(
        self,
        occasion: Occasion,
        *,
        days: int | None = None,
        hours: int | None = None,
        reason: str,
        calendar: Calendar,
    ) -> None:
        """Give the stage more working days after its due date (one extension a stage); more hours
        where its clock runs in hours.

        It must have been agreed before the stage was overdue, whenever it is recorded.
        """
        clock = Clock()
        with all_at_once() as each:
            with each:
                self._must_be_at_the_stage(occasion)
                self._must_be_in_time(occasion)
            with each:
                clock = self._longer(days, hours, calendar)
            with each:
                self._time_of(occasion, self.Extended)
        self._record(
            occasion,
            self.Extended,
            stage=self.visit.stage,
            was=self.visit.due_on,
            more=hours or days,
            reason=reason,
            **vars(clock),
        )

    def _must_be_in_time(self, occasion: Occasion) -> None:
        """Refuse more time for a stage that was overdue by then."""
        if self.is_overdue(self._when(occasion)):
            when = "the day and time at which" if self.visit.in_hours else "the date on which"
            raise DomainError(
                f"The stage was due on {long_date(self.visit.due_on)}, so an extension must have "
                f"been agreed by then. If it was, give {when} it was; if not, the stage "
                "can be escalated.",
                field="on",
            )

    def _longer(self, days: int | None, hours: int | None, calendar: Calendar) -> Clock:
        """Its clock with so much more time. Raises DomainError."""
        due, in_hours = self.visit.due_on, self.visit.in_hours
        longest = self.rules.urgent_hours if in_hours else self.rules.extension_days
        more, wrong = (hours, days) if in_hours else (days, hours)
        unit, field = ("hours", "hours") if in_hours else ("working days", "days")
        if wrong is not None:
            raise DomainError(
                f"The clock of this stage runs in {unit}: leave this empty.",
                field="days" if in_hours else "hours",
            )
        if more is None:
            raise DomainError(f"Enter how many more {unit}, from 1 to {longest}.", field=field)
        if not 1 <= more <= longest:
            raise DomainError(f"An extension must be of 1 to {longest} {unit}.", field=field)
        if in_hours:
            return Clock.in_hours(due, more)
        return Clock.counted(calendar, date.fromisoformat(due), more)

    def _not_urgent(self) -> str | None:
        return "It is urgent already." if self.urgent else None

    @move(still_open, _not_urgent)
    def declare_urgent(
        self,
        occasion: Occasion,
        *,
        reason: str,
        authorised_by: str,
        protective_step: str,
        contact: str,
    ) -> None:
        """Declare it urgent. A due date that is set stays; a clock that waits for the minutes waits
        no longer, and the next stage has the urgent clock, too."""
        if self.visits:
            self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            self.DeclaredUrgent,
            reason=reason,
            authorised_by=authorised_by,
            protective_step=protective_step,
            contact=contact,
        )
        if self.visit.working and not self.visit.due_on:
            clock = Clock.in_hours(self._when(occasion), self.rules.urgent_hours)
            self._record(occasion, self.ClockStarted, stage=self.visit.stage, **vars(clock))

    def due_by(self, before: Calendar, after: Calendar) -> str:
        """What its stage would be due by if `after` had held where `before` did; what it is due by
        where that makes no difference, or where its clock counts no working days. Nothing moves."""
        visit = self.visit
        if self.ending or visit.in_hours or not visit.due_on:
            return visit.due_on
        if visit.more_time:
            was, due = (
                date.fromisoformat(each) for each in (visit.more_time[-1].was, visit.due_on)
            )
            return after.after(was, before.between(was, due)).isoformat()
        entered_on, first = date.fromisoformat(visit.entered_on), len(self.visits) == 1
        if self._clock(self.stage, entered_on, before, first=first).due_on != visit.due_on:
            return visit.due_on
        return self._clock(self.stage, entered_on, after, first=first).due_on

    # ------------------------------------------------------------------ the steps behind them

    def _enter_stage(
        self,
        occasion: Occasion,
        event_class: type[DisputeEvents.StageBegun],
        stage: Stage,
        calendar: Calendar,
        **facts: Any,
    ) -> None:
        entered_on = occasion.on
        if event_class is self.Entered:
            # A dispute is at its first stage from the meeting on; the minutes come later.
            entered_on = date.fromisoformat(self.met_on)
        self._record(
            occasion,
            event_class,
            stage=stage.key,
            name=stage.name,
            number=self.rules.number(stage.key),
            decided_by=stage.decided_by.value,
            was=self.visit.stage,
            entered_on=entered_on.isoformat(),
            **vars(
                self._clock(
                    stage,
                    entered_on,
                    calendar,
                    first=not self.visits,
                    urgent_from=self._urgent_from(occasion),
                )
            ),
            **facts,
        )

    def _escalate(
        self,
        occasion: Occasion,
        stage: Stage,
        calendar: Calendar,
        *,
        reason: str,
        automatic: bool,
    ) -> None:
        self._enter_stage(
            occasion,
            self.Escalated,
            stage,
            calendar,
            reason=reason,
            skipped=self._between(stage),
            missing=self.missing,
            automatic=automatic,
        )

    def _between(self, stage: Stage) -> list[str]:
        """The stages that are passed over on the way up to another."""
        keys = [each.key for each in self.rules.in_order()]
        return keys[keys.index(self.visit.stage) + 1 : keys.index(stage.key)]

    def _higher(self, first: Stage, start_at: str) -> Stage:
        """The stage at which an urgent dispute starts."""
        order = self.rules.in_order()
        from_first = order[order.index(first) :]
        allowed = from_first[: self._may_skip(from_first) + 1]
        for stage in allowed:
            if stage.key == (start_at or first.key):
                return stage
        raise DomainError(
            f"An urgent case may start no higher than {allowed[-1].name}.", field="start_at"
        )

    def _urgent_from(self, occasion: Occasion) -> str:
        """When the hours of a stage that begins now are counted from; "" where it is not urgent."""
        if not self.urgent:
            return ""
        declared = self.urgent_at or self.urgent_on
        return self._when(occasion) if self.visits else declared

    def _clock(
        self,
        stage: Stage,
        entered_on: date,
        calendar: Calendar,
        *,
        first: bool,
        urgent_from: str = "",
    ) -> Clock:
        return Clock.of(
            stage,
            self.rules,
            self.clock_starts(entered_on),
            first=first,
            urgent_from=urgent_from,
            calendar=calendar,
        )

    def _time_by_the_minutes(self, occasion: Occasion, calendar: Calendar) -> None:
        """Start the clock of the first stage that waits for the minutes, or work it out anew
        where it counts from them at latest. No other clock that runs is moved."""
        visit = self.visit
        anew = bool(visit.due_on)
        if len(self.visits) > 1 or visit.left_on or self.urgent:
            return
        if anew and self.stage.starts is not ClockStart.MINUTES:
            return
        entered_on = date.fromisoformat(visit.entered_on)
        clock = self._clock(self.stage, entered_on, calendar, first=True)
        if not anew and clock.due_on:
            self._record(occasion, self.ClockStarted, stage=visit.stage, **vars(clock))
        elif anew and clock.working != visit.first_working:
            self._record(
                occasion,
                self.ClockReworked,
                stage=visit.stage,
                was=visit.first_due_on,
                was_working=visit.first_working,
                **vars(clock),
            )

    def _complete_the_record(self, occasion: Occasion, words: str) -> None:
        """Put on record what its stage still lacks as it is left."""
        self._must_complete_the_record(occasion, words)
        self._keep(occasion, self.missing_at_exit, words)

    def _must_complete_the_record(self, occasion: Occasion, words: str) -> None:
        """Refuse to leave the stage before it began, or without the words that it asks for."""
        lacking = self.missing_at_exit
        with all_at_once() as each:
            with each:
                self._must_be_at_the_stage(occasion)
            with each:
                if lacking and not words:
                    raise DomainError(
                        f"Put on record as this stage ends: {'; '.join(lacking)}.",
                        field="for_the_record",
                    )
                if words and not lacking:
                    raise DomainError(
                        "All that the procedure asks for is on record already.",
                        field="for_the_record",
                    )

    def _begin_the_record(self, occasion: Occasion, words: str) -> None:
        """Put on record what its stage asks for as it begins, if somebody said it already."""
        if words:
            self._keep(occasion, self.stage.entry, words)

    def _keep(self, occasion: Occasion, asked: Sequence[str], words: str) -> None:
        for item in asked:
            self._record(
                occasion, self.RecordKept, stage=self.visit.stage, record=item, words=words
            )

    def _must_have_begun(self, occasion: Occasion) -> None:
        """Refuse a day before the dispute itself began; it may have left that day's stage."""
        began = self.visits[0].entered_on
        if occasion.on.isoformat() < began:
            raise DomainError(
                f"The dispute began on {long_date(began)}; the date is before that.", field="on"
            )

    def _must_be_at_the_stage(self, occasion: Occasion) -> None:
        entered, when = self.visit.entered, self._when(occasion)
        if is_later(entered, when):
            same_day = day_part(entered) == day_part(when)
            # Of one that is loaded from a file, nothing is on record yet that could be corrected.
            way_out = "" if self.past else _CORRECT_IT
            raise DomainError(
                f"The stage {self.stage.name} began on {long_date(entered)}; the "
                f"{'time' if same_day else 'date'} is before that.{way_out}",
                field="time" if same_day else "on",
            )

    def _when(self, occasion: Occasion) -> str:
        """When something happens, by the minute where that is known."""
        moment = happened_at(occasion)
        return moment_text(moment) if moment else occasion.on.isoformat()

    def _record(self, occasion: Occasion, event_class: type[Item.Event], **facts: Any) -> None:
        if issubclass(event_class, self.Timed) and "at" not in facts:
            facts["at"] = self._time_of(occasion, event_class)
        super()._record(occasion, event_class, **facts)

    def _time_of(self, occasion: Occasion, event_class: type[Item.Event]) -> str:
        """The moment of an event of an urgent case; "" where it does not matter. Nobody may be
        able to say it of a case that ran before it was recorded here.

        Raises DomainError where hours are counted from it, or up to it, and only the day is known.
        """
        starts = issubclass(event_class, self.DeclaredUrgent | self.StageBegun)
        if not (self.urgent or event_class is self.DeclaredUrgent):
            return ""
        if event_class is self.Entered:
            return self.urgent_at
        moment = happened_at(occasion)
        if occasion.on > london_date(occasion.at):
            return ""  # refused for its day
        if moment is None and not self.past and (starts or self.visit.in_hours):
            raise DomainError(
                "It is urgent, so its clock runs in hours: give the time at which it happened.",
                field="time",
            )
        return moment_text(moment) if moment else ""


_CORRECT_IT = " If it began earlier, correct that first (“Correct a mistake”)."


def must_ask_at_entry(stage: Stage, words: str) -> None:
    """Refuse words for the beginning of a stage that asks for none, rather than drop them."""
    if words and not stage.entry:
        raise DomainError(
            f"The stage {stage.name} asks for nothing to be put on record as it begins.",
            field="to_begin_with",
        )


def _count(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
