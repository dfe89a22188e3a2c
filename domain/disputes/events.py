"""Everything that can happen to a dispute."""

from __future__ import annotations

from domain.disputes.state import DisputeState
from domain.disputes.visits import Assent, MoreTime, Notification, Recusal, Reply
from domain.disputes.vocabulary import ActionsDone, Kind
from domain.kernel.correcting import Correctable
from domain.kernel.item import in_a_row, london_date, long_date, post_of
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, Words
from domain.procedure.rules import ENDINGS, Content, Ending


class DisputeEvents(DisputeState):
    """A dispute, as far as its history goes."""

    class Event(Correctable.Event):
        """Anything that happens to a dispute."""

        @property
        def known_on(self) -> str:
            """The day from which a clock that it starts is known: that of its recording."""
            return london_date(self.timestamp).isoformat()

    class Recorded(Event, Correctable.Created):
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
            return f"recorded {what}{between} from {self.minute or 'a meeting'}: {self.title}"

    class DeclaredUrgent(Event):
        """It cannot wait. `protective_step` is what has been done for children meanwhile."""

        reason: Words
        authorised_by: Words
        protective_step: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.urgent = True

        def sentence(self, names: AgencyNames) -> str:
            return f"declared it urgent, authorised by {self.authorised_by}"

    class StageBegun(Event):
        """It came to a stage. `was` is the stage before, "" for the first; `number` its place."""

        stage: Ref
        name: Words
        number: int
        decided_by: Code
        was: Ref
        entered_on: Day
        due_on: Day
        working: Code
        late_from: Day

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._enter(self)

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
        def known_on(self) -> str:
            """Where time itself moved it, the clock is known from the day on which it did."""
            return self.on if self.automatic else super().known_on

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

        stage: Ref
        due_on: Day
        working: Code
        late_from: Day

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(
                due_on=self.due_on,
                first_due_on=self.due_on,
                working=self.working,
                first_working=self.working,
                late_from=self.late_from,
                known_on=self.known_on,
            )
            aggregate.first_clock_urgent = aggregate.urgent

        def sentence(self, names: AgencyNames) -> str:
            return f"started the clock: due {long_date(self.due_on)}"

    class ClockReworked(Event):
        """It became known when the minutes were circulated, from which the clock of its stage
        counts at latest: `was` and `was_working` are the first due date and its sum before. Time
        that was given on top stays as it was agreed."""

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

    class Extended(Event):
        """Its stage got more time. The first due date stays on record."""

        stage: Ref
        due_on: Day
        was: Day
        working: Code
        late_from: Day
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            extension = MoreTime(self.on, self.was, self.due_on, self.reason)
            aggregate._update(
                due_on=self.due_on,
                working=self.working,
                late_from=self.late_from,
                more_time=(*aggregate.visit.more_time, extension),
            )
            aggregate._was_in_time()

        def sentence(self, names: AgencyNames) -> str:
            return f"extended the stage from {long_date(self.was)} to {long_date(self.due_on)}"

    class StageOverdue(Event):
        """Its stage became overdue, on the first working day after it was due.

        `silent` are the parties that had not replied. Time did this, so `by` is whoever let the
        clock be looked at.
        """

        stage: Ref
        name: Words
        due_on: Day
        silent: list[Ref]

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(overdue_on=self.on)

        def sentence(self, names: AgencyNames) -> str:
            who = in_a_row(names.get(agency, agency) for agency in self.silent)
            what = f"no reply by {who}" if who else "no outcome"
            return f"found {what} by {long_date(self.due_on)}; the stage {self.name} is overdue"

    class RecordKept(Event):
        """Something that the procedure asks for at its stage was put on record."""

        stage: Ref
        record: Words
        words: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(records={**aggregate.visit.records, self.record: self.words})

        def sentence(self, names: AgencyNames) -> str:
            return f"put on record, {self.record}: {self.words}"

    class PositionStated(Event):
        """A party said what it holds now."""

        agency: Ref
        position: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.positions[self.agency] = self.position

        def sentence(self, names: AgencyNames) -> str:
            who = names.get(self.agency, self.agency)
            return f"recorded the position of {who}: {self.position}"

    class Replied(Event):
        """A party replied at a stage; `due_on` is what was known to be due when it was recorded."""

        agency: Ref
        stage: Ref
        due_on: Day
        reply: Words

        def apply(self, aggregate: DisputeState) -> None:
            reply = Reply(
                self.agency, self.on, self.known_on, self.reply, self.due_on,
                self.originator_version,
            )  # fmt: skip
            aggregate._answer(self.stage, reply)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the reply of {names.get(self.agency, self.agency)}: {self.reply}"

    class PartyAdded(Event):
        """Another agency is a party to it."""

        agency: Ref
        name: Words
        position: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._add_party(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"added {self.name} as a party: {self.position}"

    class ConvenerNamed(Event):
        """Somebody from no party was asked to convene its stage and decide."""

        role: Words
        agency: Ref
        name: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(convener_role=self.role, convener_agency=self.agency)

        def sentence(self, names: AgencyNames) -> str:
            return f"named {post_of(self.role, self.name)}, as the convener"

    class Recused(Event):
        """Somebody stood aside from the dispute because of a conflict of interest."""

        role: Words
        agency: Ref
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._recuse(Recusal(self.role, self.agency, self.reason, self.on))

        def sentence(self, names: AgencyNames) -> str:
            agency = f" ({names.get(self.agency, self.agency)})" if self.agency else ""
            return f"recorded that {self.role}{agency} stood aside"

    class RecusalEnded(Event):
        """Somebody who stood aside no longer has to. `number`: which of those who did."""

        number: int
        role: Words
        agency: Ref
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._end_recusal(self.number, self.reason)

        def sentence(self, names: AgencyNames) -> str:
            agency = f" ({names.get(self.agency, self.agency)})" if self.agency else ""
            return f"recorded that {self.role}{agency} no longer stands aside"

    class Assented(Event):
        """A Safeguarding Partner assented to what its stage is to decide."""

        agency: Ref
        decision: Words
        known_by: Words

        def apply(self, aggregate: DisputeState) -> None:
            assent = Assent(self.on, self.decision, self.known_by)
            aggregate._update(assents={**aggregate.visit.assents, self.agency: assent})

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {names.get(self.agency, self.agency)} assents: {self.decision}"

    class Facilitated(Event):
        """Somebody helped the parties to talk, and decided nothing."""

        facilitator: Words
        summary: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.facilitators.add(self.facilitator)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.facilitator} facilitated: {self.summary}"

    class DissentRecorded(Event):
        """An agency does not agree with how it went or ended."""

        agency: Ref
        dissent: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.dissents.append(f"{self.agency}: {self.dissent}")

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the dissent of {names.get(self.agency, self.agency)}: {self.dissent}"

    class Described(Event):
        """What it is about was put in other words. What had been written stays in the history."""

        title: Words
        issue: Words
        impact: Words
        outcome_sought: Words
        theme: Words
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._describe(self)

        def sentence(self, names: AgencyNames) -> str:
            return "changed how it is described"

    class MinutesDated(Event):
        """The minutes were circulated or approved ("": not yet known)."""

        circulated_on: Day
        approved_on: Day

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.circulated_on, aggregate.approved_on = self.circulated_on, self.approved_on

        def sentence(self, names: AgencyNames) -> str:
            dates = {"circulated": self.circulated_on, "approved": self.approved_on}
            known = [f"{word} on {long_date(day)}" for word, day in dates.items() if day]
            return f"recorded that the minutes were {' and '.join(known)}"

    class EndedEvent(Event):
        """What every ending holds: the version of the dispute and the position of the log seen."""

        stage: Ref
        decided_version: int
        decided_position: int

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._end(self)

        @property
        def ending(self) -> Ending:
            raise NotImplementedError(type(self).__qualname__)

        @property
        def outcome(self) -> str:
            """How it ended, in the words of whoever recorded it."""
            return self.why

    class Agreed(EndedEvent):
        """The parties agreed."""

        terms: Words

        ending = Ending.AGREED

        @property
        def outcome(self) -> str:
            return self.terms

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that it was resolved by agreement: {self.terms}"

    class Decided(EndedEvent):
        """Those who decide its stage did.

        `assents` holds the date on which each of them assented, by agency; of a convener, the
        date of the decision. `partners` are the Safeguarding Partners of that date, by name, where
        a body decided; `absent` says why those of them took no part who had to. `chair_role` and
        `chair_agency` say who chaired.
        """

        decision: Words
        decided_by: Code
        how: Code
        partners: dict[Ref, Words]
        assents: dict[Ref, Day]
        absent: dict[Ref, Words]
        chair_role: Words
        chair_agency: Ref
        minute: Words

        ending = Ending.DECIDED

        def apply(self, aggregate: DisputeState) -> None:
            super().apply(aggregate)
            aggregate.have_decided.update(self.assents)

        @property
        def outcome(self) -> str:
            return self.decision

        def sentence(self, names: AgencyNames) -> str:
            who = in_a_row(names.get(agency, agency) for agency in self.assents)
            minute = f" ({self.minute})" if self.minute else ""
            return f"recorded the decision of {who or 'those who decide'}{minute}: {self.decision}"

    class Withdrawn(EndedEvent):
        """The agency that raised it took it back."""

        reason: Words

        ending = Ending.WITHDRAWN

        def sentence(self, names: AgencyNames) -> str:
            return "recorded that it was withdrawn"

    class Superseded(EndedEvent):
        """Another item took its place."""

        other: Ref
        reason: Words

        ending = Ending.SUPERSEDED

        def sentence(self, names: AgencyNames) -> str:
            return f"ended it because {self.other} takes its place"

    class NoLonger(EndedEvent):
        """There is nothing to disagree about any more."""

        reason: Words

        ending = Ending.NO_LONGER

        def sentence(self, names: AgencyNames) -> str:
            return "recorded that it is no longer a dispute"

    class Notified(Event):
        """Somebody outside the partnership was told, with a reference. That settles nothing."""

        stage: Ref
        told: Words
        told_reference: Words
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.notified.append(Notification(self.told, self.told_reference, self.on))

        def sentence(self, names: AgencyNames) -> str:
            return f"notified {self.told}, reference {self.told_reference}"

    class Answered(EndedEvent):
        """The answer of whoever outside had been told."""

        answer: Words
        answered_by: Words
        answer_reference: Words

        ending = Ending.ANSWERED

        @property
        def outcome(self) -> str:
            return self.answer

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the answer of {self.answered_by}: {self.answer}"

    class EndingReported(EndedEvent):
        """A past dispute is reported to have ended: history, not our own process."""

        how: Code
        words: Words

        @property
        def ending(self) -> Ending:
            return Ending(self.how)

        @property
        def outcome(self) -> str:
            return self.words

        def sentence(self, names: AgencyNames) -> str:
            words = f": {self.words}" if self.words else ""
            return f"reported that it ended: {ENDINGS[self.ending].lower()}{words}"

    class LearningNoted(Event):
        """What the partnership learned from it."""

        learning: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.learning.append(self.learning)

        def sentence(self, names: AgencyNames) -> str:
            return f"noted what was learned: {self.learning}"

    class ActionsChecked(Event):
        """Somebody looked whether what had been agreed was really done."""

        done: Code
        finding: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.actions_done = ActionsDone(self.done)

        def sentence(self, names: AgencyNames) -> str:
            were = "was" if self.done == ActionsDone.NONE else "were"
            return f"found that {self.done} of the agreed actions {were} done: {self.finding}"
