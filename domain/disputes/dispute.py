"""A dispute between agencies, or an issue that SAAS cannot resolve, on its way through the stages
of the escalation procedure (ToR 6.1, 1.4c). Its events first, then its rules.

It carries the rules of the version that it started under, so that no later version moves it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from domain.kernel.bodies import BODY_NAMES, BODY_ROLES, Body, must_speak_for
from domain.kernel.calendar import Calendar
from domain.kernel.errors import DomainError
from domain.kernel.item import Linkable, london_date, long_date, still_open
from domain.kernel.moves import Guard, GuardOfPerson, move
from domain.kernel.terms import Actor, AgencyNames, Occasion, Role
from domain.kernel.words import Code, Day, Ref, Words
from domain.partnership.agency import Agency, AgencyKind
from domain.procedure.procedure import (
    BY_PARTIES,
    ENDINGS,
    ClockStart,
    Content,
    Decider,
    Ending,
    Procedure,
    Rules,
    Stage,
    Version,
)


class Kind(StrEnum):
    """A disagreement between agencies, or an issue that has no opposing parties (ToR 1.4c)."""

    DISPUTE = "dispute"
    ISSUE = "issue"


class DisputeStatus(StrEnum):
    """Whether it is on its way still."""

    OPEN = "open"
    ENDED = "ended"


class ActionsDone(StrEnum):
    """Whether the actions that were agreed were really done."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


BODIES = {Decider.EXECUTIVE: Body.EXECUTIVE, Decider.LSP: Body.LSP}
_PARTNERS = {AgencyKind.LOCAL_AUTHORITY, AgencyKind.HEALTH, AgencyKind.POLICE}


def _not_of_a_party(what: str) -> GuardOfPerson:
    """A guard: nobody does it for an agency that is a party, but the Business Team."""

    def guard(item: Dispute, by: Actor) -> str | None:
        if by.role is Role.BUSINESS_TEAM or by.agency not in item.names:
            return None
        return (
            f"{item.names[by.agency]} is a party to it, so nobody from there may {what}. "
            "Somebody from an agency that is no party can."
        )

    return guard


def _has_the_ending(ending: Ending) -> Guard:
    """A guard: the procedure that it follows has that ending."""

    def guard(item: Dispute) -> str | None:
        if ending in item.rules.endings:
            return None
        words = ENDINGS[ending].lower()
        return f"Version {item.procedure} of the procedure has no ending “{words}”."

    return guard


@dataclass(frozen=True)
class Clock:
    """When a stage must be done: the date, how it was worked out, and the day it is late from.

    All are "" where no clock runs, or where it waits for a date of the minutes (`working` says so).
    """

    due_on: str = ""
    working: str = ""
    late_from: str = ""


@dataclass(frozen=True)
class Recusal:
    """Somebody stood aside from deciding."""

    role: str
    agency: str
    reason: str


@dataclass(frozen=True)
class Visit:
    """One time that a dispute was at a stage.

    `first_due_on` is the due date before any extension; `records` holds what is on record by the
    words that the procedure asks for; `replies` the date of each party's first reply;
    `overdue_on` the day from which it was recorded as overdue. `outcome` says how it was left.
    `known_on` is the day on which its clock, as it is, was recorded.
    """

    stage: str = ""
    name: str = ""
    number: int = 0
    decided_by: str = ""
    entered_on: str = ""
    due_on: str = ""
    first_due_on: str = ""
    working: str = ""
    late_from: str = ""
    extensions: int = 0
    records: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[str, str] = field(default_factory=dict)
    recusals: tuple[Recusal, ...] = ()
    convener_role: str = ""
    convener_agency: str = ""
    overdue_on: str = ""
    left_on: str = ""
    outcome: str = ""
    known_on: str = ""


NOWHERE = Visit()
"""Where a dispute is until it has been started."""


class Dispute(Linkable):
    """One dispute, or one issue on the same way."""

    word = "dispute"

    class Event(Linkable.Event):
        """Anything that happens to a dispute."""

    class Recorded(Event, Linkable.Created):
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

        def apply(self, aggregate: Dispute) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            what = "an issue" if self.kind == Kind.ISSUE else "a dispute"
            between = f" between {_together(self.parties.values())}" * bool(self.parties)
            return f"recorded {what}{between} from {self.minute or 'a meeting'}: {self.title}"

    class DeclaredUrgent(Event):
        """It cannot wait. `protective_step` is what has been done for children meanwhile."""

        reason: Words
        authorised_by: Words
        protective_step: Words

        def apply(self, aggregate: Dispute) -> None:
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

        def apply(self, aggregate: Dispute) -> None:
            aggregate._enter(self)

        @property
        def due_words(self) -> str:
            return f", due {long_date(self.due_on)}" * bool(self.due_on)

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

        def sentence(self, names: AgencyNames) -> str:
            by_itself = "by itself, because it was overdue, " if self.automatic else ""
            return f"escalated it {by_itself}to stage {self.number}, {self.name}{self.due_words}"

    class ReturnedToStage(StageBegun):
        """It went back to a lower stage, for a reason."""

        reason: Words

        def sentence(self, names: AgencyNames) -> str:
            return f"returned it to stage {self.number}, {self.name}{self.due_words}"

    class Reopened(StageBegun):
        """It was taken up again at the stage where it had ended."""

        reason: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate._reopen()
            super().apply(aggregate)

        def sentence(self, names: AgencyNames) -> str:
            return f"reopened it at stage {self.number}, {self.name}{self.due_words}"

    class StageReported(StageBegun):
        """A past dispute is reported to have come to a stage: history, not our own process."""

        skipped: list[Ref]
        note: Words

        def sentence(self, names: AgencyNames) -> str:
            return f"reported that it came to stage {self.number}, {self.name}"

    class ClockStarted(Event):
        """The date that the clock of its stage was waiting for is known."""

        stage: Ref
        due_on: Day
        working: Code
        late_from: Day

        def apply(self, aggregate: Dispute) -> None:
            aggregate._update(
                due_on=self.due_on,
                first_due_on=self.due_on,
                working=self.working,
                late_from=self.late_from,
                known_on=_known_on(self),
            )

        def sentence(self, names: AgencyNames) -> str:
            return f"started the clock: due {long_date(self.due_on)}"

    class Extended(Event):
        """Its stage got more time. The first due date stays on record."""

        stage: Ref
        due_on: Day
        was: Day
        working: Code
        late_from: Day
        reason: Words

        def apply(self, aggregate: Dispute) -> None:
            now = aggregate.visit
            aggregate._update(
                due_on=self.due_on,
                working=self.working,
                late_from=self.late_from,
                extensions=now.extensions + 1,
                overdue_on="",
            )

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

        def apply(self, aggregate: Dispute) -> None:
            aggregate._update(overdue_on=self.on)

        def sentence(self, names: AgencyNames) -> str:
            who = _together(names.get(agency, agency) for agency in self.silent)
            what = f"no reply by {who}" if who else "no outcome"
            return f"found {what} by {long_date(self.due_on)}; the stage {self.name} is overdue"

    class RecordKept(Event):
        """Something that the procedure asks for at its stage was put on record."""

        stage: Ref
        record: Words
        words: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate._update(records={**aggregate.visit.records, self.record: self.words})

        def sentence(self, names: AgencyNames) -> str:
            return f"put on record, {self.record}: {self.words}"

    class PositionStated(Event):
        """A party said what it holds now."""

        agency: Ref
        position: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate.positions[self.agency] = self.position

        def sentence(self, names: AgencyNames) -> str:
            who = names.get(self.agency, self.agency)
            return f"recorded the position of {who}: {self.position}"

    class Replied(Event):
        """A party replied at its stage; `due_on` is what it was due by then."""

        agency: Ref
        stage: Ref
        due_on: Day
        reply: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate._update(replies={self.agency: self.on, **aggregate.visit.replies})

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the reply of {names.get(self.agency, self.agency)}: {self.reply}"

    class PartyAdded(Event):
        """Another agency is a party to it."""

        agency: Ref
        name: Words
        position: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate._add_party(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"added {self.name} as a party: {self.position}"

    class ConvenerNamed(Event):
        """Somebody from no party was asked to convene its stage and decide."""

        role: Words
        agency: Ref
        name: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate._update(convener_role=self.role, convener_agency=self.agency)

        def sentence(self, names: AgencyNames) -> str:
            return f"named {self.role}, {self.name}, as the convener"

    class Recused(Event):
        """Somebody stood aside because of a conflict of interest."""

        role: Words
        agency: Ref
        reason: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate._recuse(Recusal(self.role, self.agency, self.reason))

        def sentence(self, names: AgencyNames) -> str:
            agency = f" ({names.get(self.agency, self.agency)})" * bool(self.agency)
            return f"recorded that {self.role}{agency} stood aside"

    class Facilitated(Event):
        """Somebody helped the parties to talk, and decided nothing."""

        facilitator: Words
        summary: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate.facilitators.add(self.facilitator)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.facilitator} facilitated: {self.summary}"

    class DissentRecorded(Event):
        """An agency does not agree with how it went or ended."""

        agency: Ref
        dissent: Words

        def apply(self, aggregate: Dispute) -> None:
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

        def apply(self, aggregate: Dispute) -> None:
            aggregate._describe(self)

        def sentence(self, names: AgencyNames) -> str:
            return "changed how it is described"

    class MinutesDated(Event):
        """The minutes were circulated or approved ("": not yet known)."""

        circulated_on: Day
        approved_on: Day

        def apply(self, aggregate: Dispute) -> None:
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

        def apply(self, aggregate: Dispute) -> None:
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
        """Those who decide its stage did. `deciders` are their agencies, none of them a party."""

        decision: Words
        decided_by: Code
        deciders: list[Ref]
        minute: Words

        ending = Ending.DECIDED

        @property
        def outcome(self) -> str:
            return self.decision

        def sentence(self, names: AgencyNames) -> str:
            who = _together(names.get(agency, agency) for agency in self.deciders)
            minute = f" ({self.minute})" * bool(self.minute)
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

    class Notified(EndedEvent):
        """It went to somebody outside the partnership, with a reference."""

        told: Words
        told_reference: Words
        reason: Words

        ending = Ending.NOTIFIED

        def sentence(self, names: AgencyNames) -> str:
            return f"notified {self.told}, reference {self.told_reference}"

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
            words = f": {self.words}" * bool(self.words)
            return f"reported that it ended: {ENDINGS[self.ending].lower()}{words}"

    class LearningNoted(Event):
        """What the partnership learned from it."""

        learning: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate.learning.append(self.learning)

        def sentence(self, names: AgencyNames) -> str:
            return f"noted what was learned: {self.learning}"

    class ActionsChecked(Event):
        """Somebody looked whether what had been agreed was really done."""

        done: Code
        finding: Words

        def apply(self, aggregate: Dispute) -> None:
            aggregate.actions_done = ActionsDone(self.done)

        def sentence(self, names: AgencyNames) -> str:
            were = "was" if self.done == ActionsDone.NONE else "were"
            return f"found that {self.done} of the agreed actions {were} done: {self.finding}"

    # ------------------------------------------------------------------ state

    def _start(self, event: Recorded) -> None:
        self.kind = Kind(event.kind)
        self._describe(event)
        self.raised_by, self.names = event.raised_by, dict(event.parties)
        self.positions = dict(event.positions)
        self.meeting, self.minute, self.met_on = event.meeting, event.minute, event.met_on
        self.circulated_on, self.approved_on = event.circulated_on, event.approved_on
        self.procedure, self.rules, self.past = event.procedure, Rules.of(event.rules), event.past
        self.number, self.note = event.number, event.note
        self.joined_on: dict[str, str] = {}
        self.urgent = False
        self.visits: list[Visit] = []
        self.recorded_on = event.on
        self.escalations = self.returned = self.reopened = 0
        self.ending: Ending | None = None
        self.ended_on = self.outcome = ""
        self.decided_version: int | None = None
        self.decided_position: int | None = None
        self.actions_done: ActionsDone | None = None
        self.facilitators: set[str] = set()
        self.dissents: list[str] = []
        self.learning: list[str] = []

    def _describe(self, event: Recorded | Described) -> None:
        self.title, self.issue, self.impact = event.title, event.issue, event.impact
        self.outcome_sought, self.theme = event.outcome_sought, event.theme

    def _enter(self, event: StageBegun) -> None:
        if self.visits and not self.visit.left_on:
            self._update(left_on=event.on, outcome=type(event).__name__)
        self.escalations += isinstance(event, Dispute.Escalated)
        self.returned += isinstance(event, Dispute.ReturnedToStage)
        self.visits.append(
            Visit(
                stage=event.stage,
                name=event.name,
                number=event.number,
                decided_by=event.decided_by,
                entered_on=event.entered_on,
                due_on=event.due_on,
                first_due_on=event.due_on,
                working=event.working,
                late_from=event.late_from,
                known_on=_known_on(event),
            )
        )

    def _update(self, **changes: Any) -> None:
        self.visits[-1] = replace(self.visits[-1], **changes)

    def _recuse(self, recusal: Recusal) -> None:
        self._update(recusals=(*self.visit.recusals, recusal))
        if recusal.agency and recusal.agency == self.visit.convener_agency:
            self._update(convener_role="", convener_agency="")

    def _add_party(self, event: PartyAdded) -> None:
        self.names[event.agency], self.positions[event.agency] = event.name, event.position
        self.joined_on[event.agency] = event.on
        if self.visit.convener_agency == event.agency:
            self._update(convener_role="", convener_agency="")

    def _end(self, event: EndedEvent) -> None:
        self.ending, self.ended_on, self.outcome = event.ending, event.on, event.outcome
        self.decided_version = event.decided_version
        self.decided_position = event.decided_position
        self._update(left_on=event.on, outcome=event.ending.value)

    def _reopen(self) -> None:
        self.reopened += 1
        self.ending = self.actions_done = None
        self.ended_on = self.outcome = ""
        self.decided_version = self.decided_position = None

    @property
    def status(self) -> DisputeStatus:
        """Whether it is on its way still."""
        return DisputeStatus.ENDED if self.ending else DisputeStatus.OPEN

    @property
    def visit(self) -> Visit:
        """The stage that it is at now, or was when it ended; an empty one before it started."""
        return self.visits[-1] if self.visits else NOWHERE

    @property
    def stage(self) -> Stage:
        """What the procedure says of the stage that it is at."""
        return self.rules.stage(self.visit.stage)

    @property
    def parties(self) -> list[str]:
        """The agencies that disagree; none for an issue."""
        return list(self.names)

    @property
    def owning_agencies(self) -> set[str]:
        return {*self.names, self.raised_by, self.visit.convener_agency} - {""}

    @property
    def interested_agencies(self) -> set[str]:
        return {*self.names, self.raised_by} - {""}

    @property
    def awaited(self) -> list[str]:
        """The parties whose reply its stage still waits for."""
        return [agency for agency in self._asked if agency not in self.visit.replies]

    @property
    def _asked(self) -> list[str]:
        """The parties that have to reply at its stage: all but the one that raised it."""
        if self.ending or self.visit.decided_by not in BY_PARTIES:
            return []
        return [agency for agency in self.parties if agency != self.raised_by]

    @property
    def _silent(self) -> list[str]:
        """The parties that had not replied by the due date, of those that had joined by then."""
        due, replies = self.visit.due_on, self.visit.replies
        return [
            agency
            for agency in self._asked
            if replies.get(agency, "9999") > due and self.joined_on.get(agency, "") <= due
        ]

    @property
    def missing(self) -> list[str]:
        """What its stage must still have on record before it can be left."""
        return [*self.missing_at_entry, *self.missing_at_exit]

    @property
    def missing_at_entry(self) -> list[str]:
        """What must be on record as its stage begins, and is not yet; nothing once it has ended."""
        return [] if self.ending or not self.visits else self._lacking(self.stage.entry)

    @property
    def missing_at_exit(self) -> list[str]:
        """What must be on record by the time that its stage ends, and is not yet."""
        return self._lacking(self.stage.exit)

    def ways_up(self) -> list[Stage]:
        """The stages that it may be escalated to: the next, and those past what it may skip."""
        order = self.rules.in_order()
        above = order[self.rules.number(self.visit.stage) :]
        return above[: self._may_skip(above) + 1]

    def ways_down(self) -> list[Stage]:
        """The lower stages that it may be returned to."""
        below = self.rules.in_order()[: self.rules.number(self.visit.stage) - 1]
        return [stage for stage in below if self.names or stage.decided_by not in BY_PARTIES]

    def is_overdue(self, on: date) -> bool:
        """Whether its stage is overdue on a day: from the working day after it was due."""
        return self.overdue_from() is not None and self.visit.late_from <= on.isoformat()

    def overdue_from(self) -> date | None:
        """The day from which its stage is overdue; None where no clock runs any more."""
        if self.ending or not self.visit.late_from:
            return None
        return date.fromisoformat(self.visit.late_from)

    @property
    def lowest(self) -> Stage:
        """The stage at which it starts, unless it is urgent: an issue starts higher."""
        if self.kind is Kind.ISSUE:
            return self.rules.stage(self.rules.issues_start_at)
        return self.rules.first

    def _may_skip(self, stages: Sequence[Stage]) -> int:
        """How many of the stages it may pass over without having been there."""
        count = 0
        while self.urgent and count < len(stages) - 1 and stages[count].urgent_may_skip:
            count += 1
        return count

    def why_over(self) -> str | None:
        if self.ending is None:
            return None
        return f"{self.reference} has ended: {ENDINGS[self.ending].lower()}."

    # ------------------------------------------------------------------ what may be in the way

    def _has_ended(self) -> str | None:
        return None if self.ending else f"{self.reference} has not ended yet."

    def _has_parties(self) -> str | None:
        return None if self.names else "An issue has no parties."

    def _is_past(self) -> str | None:
        if self.past:
            return None
        return "This is only for disputes that ran before they were recorded here."

    def _may_be_left(self) -> str | None:
        # What is asked for at the end can be put on record in the moment of leaving.
        if lacking := self.missing_at_entry:
            return f"First put on record for this stage: {'; '.join(lacking)}."
        return None

    def _can_be_settled(self) -> str | None:
        if self.stage.decided_by is Decider.NOBODY:
            return "Nothing is settled at this stage: it is a record of who was told."
        return None

    def _speaks_for_a_party(self, by: Actor) -> str | None:
        if by.role is Role.SAAS_MEMBER and by.agency not in self.names:
            return "Only its parties reply and say what they hold."
        return None

    def _lacking(self, asked: Sequence[str]) -> list[str]:
        return [item for item in asked if item not in self.visit.records]

    # ------------------------------------------------------------------ from the minutes

    @classmethod
    @move()
    def record(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        kind: Kind,
        title: str,
        issue: str,
        impact: str,
        outcome_sought: str,
        theme: str = "",
        raised_by: Agency,
        position: str = "",
        other_agency: Agency | None = None,
        other_position: str = "",
        third_agency: Agency | None = None,
        third_position: str = "",
        meeting: str,
        minute: str,
        met_on: date,
        circulated_on: date | None = None,
        approved_on: date | None = None,
        urgent_reason: str = "",
        authorised_by: str = "",
        protective_step: str = "",
        start_at: str = "",
        procedure: Procedure,
        calendar: Calendar,
    ) -> Dispute:
        """Record it from a minute, and start it at its first stage (ToR 6.1, 1.4c).

        An urgent one, which has an `urgent_reason`, may start higher.
        """
        sides = _sides(
            (raised_by, position, "raised_by"),
            (other_agency, other_position, "other_agency"),
            (third_agency, third_position, "third_agency"),
        )
        urgent = _is_urgent(urgent_reason, authorised_by, protective_step, start_at)
        _must_be_members(sides, met_on)
        dispute = cls._from_the_minutes(
            occasion,
            sides,
            procedure.version_for(met_on),
            reference=reference,
            kind=kind,
            title=title,
            issue=issue,
            impact=impact,
            outcome_sought=outcome_sought,
            theme=theme,
            meeting=meeting,
            minute=minute,
            met_on=met_on,
            circulated_on=circulated_on,
            approved_on=approved_on,
        )
        if urgent:
            dispute.declare_urgent(
                occasion,
                reason=urgent_reason,
                authorised_by=authorised_by,
                protective_step=protective_step,
            )
        first = dispute._higher(dispute.lowest, start_at) if urgent else dispute.lowest
        dispute._enter_stage(occasion, cls.Entered, first, calendar)
        return dispute

    @classmethod
    @move()
    def load_past(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        kind: Kind,
        title: str,
        issue: str = "",
        impact: str = "",
        outcome_sought: str = "",
        theme: str = "",
        raised_by: Agency,
        position: str = "",
        other_agency: Agency | None = None,
        other_position: str = "",
        third_agency: Agency | None = None,
        third_position: str = "",
        more_agencies: Sequence[Agency] = (),
        meeting: str = "",
        minute: str = "",
        met_on: date,
        circulated_on: date | None = None,
        approved_on: date | None = None,
        number: str = "",
        note: str = "",
        procedure: Procedure,
        calendar: Calendar,
    ) -> Dispute:
        """Record one that ran before it was recorded here.

        What nobody wrote down may be missing, and it may be between agencies that joined as
        successors of those that it was between.
        """
        sides = _sides(
            (raised_by, position, "raised_by"),
            (other_agency, other_position, "other_agency"),
            (third_agency, third_position, "third_agency"),
            *((agency, "", "more_agencies") for agency in more_agencies),
        )
        dispute = cls._from_the_minutes(
            occasion,
            sides,
            procedure.version_for(met_on),
            reference=reference,
            kind=kind,
            title=title,
            issue=issue,
            impact=impact,
            outcome_sought=outcome_sought,
            theme=theme,
            meeting=meeting,
            minute=minute,
            met_on=met_on,
            circulated_on=circulated_on,
            approved_on=approved_on,
            past=True,
            number=number,
            note=note,
        )
        dispute._enter_stage(occasion, cls.Entered, dispute.lowest, calendar)
        return dispute

    @classmethod
    def _from_the_minutes(
        cls,
        occasion: Occasion,
        sides: Sequence[Side],
        version: Version,
        *,
        kind: Kind,
        met_on: date,
        circulated_on: date | None,
        approved_on: date | None,
        past: bool = False,
        number: str = "",
        note: str = "",
        **words: str,
    ) -> Dispute:
        """The dispute as the minutes have it, at no stage yet."""
        _must_be_parties(kind, sides, past=past)
        _must_be_in_order(occasion, met_on, circulated_on, approved_on)
        parties = sides if kind is Kind.DISPUTE else []
        return cls._begin(
            occasion,
            cls.Recorded,
            kind=kind.value,
            raised_by=sides[0].agency.reference,
            parties={side.agency.reference: side.agency.name for side in parties},
            positions={side.agency.reference: side.holds for side in parties if side.holds},
            met_on=met_on.isoformat(),
            circulated_on=circulated_on.isoformat() if circulated_on else "",
            approved_on=approved_on.isoformat() if approved_on else "",
            procedure=version.number,
            rules=version.rules.as_content(),
            past=past,
            number=number,
            note=note,
            **words,
        )

    @move()
    def describe(
        self,
        occasion: Occasion,
        *,
        title: str,
        issue: str,
        impact: str,
        outcome_sought: str,
        theme: str,
        reason: str,
    ) -> None:
        """Say better what it is about."""
        self._record(
            occasion,
            self.Described,
            title=title,
            issue=issue,
            impact=impact,
            outcome_sought=outcome_sought,
            theme=theme,
            reason=reason,
        )

    @move()
    def date_minutes(
        self,
        occasion: Occasion,
        *,
        calendar: Calendar,
        circulated_on: date | None = None,
        approved_on: date | None = None,
    ) -> None:
        """Record when the minutes were circulated and approved; a waiting clock then starts."""
        circulated = circulated_on or _day(self.circulated_on)
        approved = approved_on or _day(self.approved_on)
        if not circulated and not approved:
            raise DomainError("Give at least one of the two dates.", field="circulated_on")
        if (circulated, approved) == (_day(self.circulated_on), _day(self.approved_on)):
            raise DomainError(
                "These dates are on record already. They can be corrected, not emptied.",
                field="circulated_on",
            )
        _must_be_in_order(occasion, date.fromisoformat(self.met_on), circulated, approved)
        self._record(
            occasion,
            self.MinutesDated,
            circulated_on=circulated.isoformat() if circulated else "",
            approved_on=approved.isoformat() if approved else "",
        )
        if self.ending or self.visit.due_on:
            return
        clock = self._clock(self.stage, _day(self.visit.entered_on) or occasion.on, calendar)
        if clock.due_on:
            self._record(occasion, self.ClockStarted, stage=self.visit.stage, **vars(clock))

    @move(still_open, _has_parties)
    def add_party(self, occasion: Occasion, *, agency: Agency, position: str) -> None:
        """Another agency joins the dispute. If it convenes the stage, it cannot any longer."""
        if agency.reference in self.names:
            raise DomainError(f"{agency.name} is a party already.", field="agency")
        if not agency.was_member(occasion.on):
            raise DomainError(
                f"{agency.name} was not a member on {long_date(occasion.on.isoformat())}.",
                field="agency",
            )
        self._record(
            occasion,
            self.PartyAdded,
            agency=agency.reference,
            name=agency.name,
            position=position,
        )

    # ------------------------------------------------------------------ at a stage

    @move(still_open, _has_parties, by=[_speaks_for_a_party])
    def state_position(self, occasion: Occasion, *, agency: str, position: str) -> None:
        """Record what a party holds now."""
        self._must_be_party(occasion, agency)
        self._record(occasion, self.PositionStated, agency=agency, position=position)

    def _has_parties_that_reply(self) -> str | None:
        return None if self.names else "An issue has no parties that reply."

    def _waits_for_replies(self) -> str | None:
        if self.stage.decided_by is Decider.NOBODY:
            return "Nobody has to reply at this stage."
        return None

    @move(still_open, _has_parties_that_reply, _waits_for_replies, by=[_speaks_for_a_party])
    def reply(self, occasion: Occasion, *, agency: str, reply: str) -> None:
        """Record what a party answers at this stage. A late reply is taken, and shows as late."""
        self._must_be_party(occasion, agency)
        self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            self.Replied,
            agency=agency,
            stage=self.visit.stage,
            due_on=self.visit.due_on,
            reply=reply,
        )

    def _record_is_incomplete(self) -> str | None:
        return None if self.missing else "The record of this stage is complete."

    @move(still_open, _record_is_incomplete)
    def keep_record(self, occasion: Occasion, *, record: str, words: str) -> None:
        """Put on record something that the procedure asks for at this stage."""
        self._must_be_at_the_stage(occasion)
        if record not in self.missing:
            raise DomainError("The procedure does not ask for that now.", field="record")
        self._record(occasion, self.RecordKept, stage=self.visit.stage, record=record, words=words)

    def _can_be_extended(self) -> str | None:
        if not self.visit.due_on:
            return "No clock runs at this stage."
        if not self.rules.extensions:
            return "The procedure does not let a stage be extended."
        if self.visit.extensions >= self.rules.extensions:
            return f"A stage can be extended {_count(self.rules.extensions)}, and it has been."
        return None

    def _not_overdue(self, on: date) -> str | None:
        if not self.is_overdue(on):
            return None
        return (
            f"The stage was due on {long_date(self.visit.due_on)}, so it can no longer be "
            "extended. It can be escalated."
        )

    @move(
        still_open, _can_be_extended, by=[_not_of_a_party("give it more time")], on=[_not_overdue]
    )
    def extend(self, occasion: Occasion, *, days: int, reason: str, calendar: Calendar) -> None:
        """Give the stage more working days after its due date (one extension a stage)."""
        self._must_be_at_the_stage(occasion)
        longest = self.rules.extension_days
        if not 1 <= days <= longest:
            raise DomainError(f"An extension must be of 1 to {longest} working days.", field="days")
        was = date.fromisoformat(self.visit.due_on)
        self._record(
            occasion,
            self.Extended,
            stage=self.visit.stage,
            was=self.visit.due_on,
            reason=reason,
            **vars(_counted(calendar, was, days)),
        )

    def _is_convened(self) -> str | None:
        if self.stage.decided_by is not Decider.CONVENER:
            return "This stage has no convener."
        return None

    @move(still_open, _is_convened, by=[_not_of_a_party("choose who convenes it")])
    def name_convener(self, occasion: Occasion, *, role: str, agency: Agency) -> None:
        """Ask somebody from no party to convene the stage (ToR 2.1: the Chair and the deputy are
        both of the local authority)."""
        if agency.reference in self.names:
            chair = (
                " The Chair and the deputy are both of the local authority, so neither can."
                if agency.kind is AgencyKind.LOCAL_AUTHORITY
                else ""
            )
            raise DomainError(
                f"{agency.name} is a party, so nobody from it can convene.{chair} A member of "
                f"SAAS from an agency other than {_together(self.names.values(), 'or')} can.",
                field="agency",
            )
        if is_scrutineer(role):
            raise DomainError(
                "The Independent Scrutineer may facilitate, but never decides, so cannot convene.",
                field="role",
            )
        self._must_not_be_recused([agency], field="agency")
        self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            self.ConvenerNamed,
            role=role,
            agency=agency.reference,
            name=agency.name,
        )

    @move(still_open)
    def recuse(self, occasion: Occasion, *, role: str, agency: str, reason: str) -> None:
        """Record that somebody stands aside from deciding or convening this stage.

        Anybody but the Business Team can say so of their own agency only.
        """
        if occasion.by.role is not Role.BUSINESS_TEAM and agency != occasion.by.agency:
            raise DomainError(
                "You can record only that somebody of your own agency stands aside.",
                field="agency",
            )
        self._must_be_at_the_stage(occasion)
        self._record(occasion, self.Recused, role=role, agency=agency, reason=reason)

    @move(still_open)
    def facilitate(self, occasion: Occasion, *, facilitator: str, summary: str) -> None:
        """Record what somebody did to help the parties talk. It decides nothing."""
        self._must_be_at_the_stage(occasion)
        self._record(occasion, self.Facilitated, facilitator=facilitator, summary=summary)

    @move(_has_parties)
    def record_dissent(self, occasion: Occasion, *, agency: str, dissent: str) -> None:
        """Record that an agency does not agree."""
        self._must_be_own(occasion, agency)
        self._record(occasion, self.DissentRecorded, agency=agency, dissent=dissent)

    def _not_urgent(self) -> str | None:
        return "It is urgent already." if self.urgent else None

    @move(still_open, _not_urgent)
    def declare_urgent(
        self, occasion: Occasion, *, reason: str, authorised_by: str, protective_step: str
    ) -> None:
        """Declare it urgent. Due dates that are set stay; the next stage has the urgent clock."""
        self._record(
            occasion,
            self.DeclaredUrgent,
            reason=reason,
            authorised_by=authorised_by,
            protective_step=protective_step,
        )

    # ------------------------------------------------------------------ from stage to stage

    def _has_a_way_up(self) -> str | None:
        return None if self.ways_up() else "This is the last stage of the procedure."

    @move(still_open, _has_a_way_up, _may_be_left)
    def escalate(
        self,
        occasion: Occasion,
        *,
        reason: str,
        calendar: Calendar,
        to: str = "",
        for_the_record: str = "",
    ) -> None:
        """Send it to the next stage, or, when urgent, past those that an urgent case may skip.

        `for_the_record`, here and wherever a stage is left, is what the procedure asks for as
        the stage ends, where that is not on record yet.
        """
        self._must_be_at_the_stage(occasion)
        ways = self.ways_up()
        stage = next((each for each in ways if each.key == to), None) if to else ways[0]
        if stage is None:
            raise DomainError("It cannot be escalated to that stage from here.", field="to")
        self._complete_the_record(occasion, for_the_record)
        self._escalate(occasion, stage, calendar, reason=reason, automatic=False)

    def _can_be_returned(self) -> str | None:
        if not self.rules.returns:
            return "The procedure does not let a dispute be returned."
        if self.returned >= self.rules.returns:
            return f"A dispute can be returned {_count(self.rules.returns)}, and it has been."
        return None if self.ways_down() else "There is no lower stage to return it to."

    @move(still_open, _can_be_returned, by=[_not_of_a_party("return it")])
    def return_it(self, occasion: Occasion, *, stage: str, reason: str, calendar: Calendar) -> None:
        """Send it back to a lower stage."""
        self._must_be_at_the_stage(occasion)
        lower = next((each for each in self.ways_down() if each.key == stage), None)
        if lower is None:
            raise DomainError("That is no lower stage.", field="stage")
        self._enter_stage(occasion, self.ReturnedToStage, lower, calendar, reason=reason)

    @move(_has_ended, by=[_not_of_a_party("reopen it")])
    def reopen(self, occasion: Occasion, *, reason: str, calendar: Calendar) -> None:
        """Take it up again at the stage where it ended."""
        if occasion.on.isoformat() < self.ended_on:
            raise DomainError(f"It ended on {long_date(self.ended_on)}.", field="on")
        self._enter_stage(occasion, self.Reopened, self.stage, calendar, reason=reason)

    def notice_overdue(self, occasion: Occasion, *, calendar: Calendar) -> bool:
        """Record what time alone has done to it; return whether there was anything to record.

        The event happens on the day that the stage became overdue, whenever it is recorded.
        Where the procedure escalates by itself, it goes on to the next stage on that same day,
        but not before its clock was known here; a past dispute waits for what is reported of it.
        """
        since = self.overdue_from()
        if since is None or since > occasion.on or self.visit.overdue_on:
            return False
        then = replace(occasion, on=since)
        self._record(
            then,
            self.StageOverdue,
            stage=self.visit.stage,
            name=self.stage.name,
            due_on=self.visit.due_on,
            silent=self._silent,
        )
        ways = self.ways_up()
        if self.rules.automatic and ways and not self.past:
            reason = f"The stage {self.stage.name} was overdue."
            then = replace(then, on=max(since, date.fromisoformat(self.visit.known_on)))
            self._escalate(then, ways[0], calendar, reason=reason, automatic=True)
        return True

    # ------------------------------------------------------------------ endings

    def _has_parties_to_agree(self) -> str | None:
        if self.names:
            return None
        return "An issue has no parties that could agree. It is decided, or dropped."

    @move(
        still_open,
        _has_the_ending(Ending.AGREED),
        _has_parties_to_agree,
        _can_be_settled,
        _may_be_left,
        by=[_not_of_a_party("write down what was agreed")],
    )
    def agree(self, occasion: Occasion, *, terms: str, for_the_record: str = "") -> None:
        """Record that the parties agreed."""
        self._complete_the_record(occasion, for_the_record)
        self._settle(occasion, self.Agreed, terms=terms)

    def _somebody_decides(self) -> str | None:
        if self.stage.decided_by in BY_PARTIES:
            return "Nobody decides at this stage: the parties agree, or it is escalated."
        if self.stage.decided_by is Decider.CONVENER and not self.visit.convener_agency:
            return "First name the convener."
        return None

    def _decides_the_stage(self, by: Actor) -> str | None:
        if by.role is Role.SCRUTINEER:
            return "The Independent Scrutineer may facilitate, but never decides."
        if by.role is Role.BUSINESS_TEAM:  # writes down what others decided
            return None
        body = BODIES.get(self.stage.decided_by)
        if body:
            speaks = by.role is BODY_ROLES[body]
            return None if speaks else f"At this stage only {BODY_NAMES[body]} can decide."
        convenes = by.agency != "" and by.agency == self.visit.convener_agency
        return None if convenes else "At this stage only the convener can decide."

    @move(
        still_open,
        _has_the_ending(Ending.DECIDED),
        _somebody_decides,
        _can_be_settled,
        _may_be_left,
        by=[_decides_the_stage, _not_of_a_party("decide it")],
    )
    def decide(
        self,
        occasion: Occasion,
        *,
        decision: str,
        deciders: Sequence[Agency] = (),
        minute: str = "",
        for_the_record: str = "",
    ) -> None:
        """Record the decision of those who decide its stage: none of them of a party.

        `deciders` are the agencies whose partners took it; at a convened stage the convener did.
        """
        body = BODIES.get(self.stage.decided_by)
        if body:
            must_speak_for(body, occasion, minute)
            agencies = self._neutral_partners(body, deciders)
        else:
            if occasion.by.role is Role.BUSINESS_TEAM and not minute:
                raise DomainError("Give the minute in which the convener decided.", field="minute")
            if deciders:
                raise DomainError(
                    "At this stage the convener decides, and no Safeguarding Partners do.",
                    field="deciders",
                )
            agencies = [self.visit.convener_agency]
        self._complete_the_record(occasion, for_the_record)
        self._settle(
            occasion,
            self.Decided,
            decision=decision,
            decided_by=self.stage.decided_by.value,
            deciders=agencies,
            minute=minute,
        )

    def _raised_it(self, by: Actor) -> str | None:
        if by.role is Role.SAAS_MEMBER and by.agency != self.raised_by:
            return "Only the agency that raised it can withdraw it."
        return None

    @move(still_open, _has_the_ending(Ending.WITHDRAWN), by=[_raised_it])
    def withdraw(self, occasion: Occasion, *, reason: str) -> None:
        """Record that the agency that raised it takes it back."""
        self._settle(occasion, self.Withdrawn, reason=reason)

    @move(still_open, _has_the_ending(Ending.SUPERSEDED))
    def supersede(self, occasion: Occasion, *, other: Linkable, reason: str) -> None:
        """End it because another item takes its place; the two are linked."""
        self._must_be_at_the_stage(occasion)
        if other.id == self.id:
            raise DomainError("A dispute cannot take its own place.", field="other")
        if isinstance(other, Dispute) and other.ending is Ending.SUPERSEDED:
            raise DomainError(f"{other.reference} has itself been superseded.", field="other")
        if other.reference not in self.links:
            self.link(occasion, other=other, reason="It takes its place.")
        self._settle(occasion, self.Superseded, other=other.reference, reason=reason)

    @move(still_open, _has_the_ending(Ending.NO_LONGER), by=[_not_of_a_party("end it")])
    def drop(self, occasion: Occasion, *, reason: str) -> None:
        """Record that there is nothing to disagree about any more."""
        self._settle(occasion, self.NoLonger, reason=reason)

    def _nobody_can_settle_it(self) -> str | None:
        if self.stage.decided_by is not Decider.NOBODY:
            return "It is notified externally only at the last stage, when nobody can settle it."
        return None

    @move(still_open, _has_the_ending(Ending.NOTIFIED), _nobody_can_settle_it, _may_be_left)
    def notify(
        self,
        occasion: Occasion,
        *,
        told: str,
        told_reference: str,
        reason: str,
        for_the_record: str = "",
    ) -> None:
        """Record who outside the partnership was told, when (`on`) and under what reference."""
        self._complete_the_record(occasion, for_the_record)
        self._settle(
            occasion, self.Notified, told=told, told_reference=told_reference, reason=reason
        )

    @move(_has_ended)
    def note_learning(self, occasion: Occasion, *, learning: str) -> None:
        """Note what was learned from it."""
        self._record(occasion, self.LearningNoted, learning=learning)

    @move(_has_ended)
    def check_actions(self, occasion: Occasion, *, done: ActionsDone, finding: str) -> None:
        """Record whether what was agreed was really done."""
        self._record(occasion, self.ActionsChecked, done=done.value, finding=finding)

    # ------------------------------------------------------------------ what ran before

    @move(still_open, _is_past)
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

    @move(still_open, _is_past)
    def report_ending(self, occasion: Occasion, *, ending: Ending, words: str = "") -> None:
        """Record how a past dispute ended on the date of the occasion."""
        self._settle(occasion, self.EndingReported, how=ending.value, words=words)

    # ------------------------------------------------------------------ the steps behind them

    def _enter_stage(
        self,
        occasion: Occasion,
        event_class: type[StageBegun],
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
            **vars(self._clock(stage, entered_on, calendar)),
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

    def _clock(self, stage: Stage, entered_on: date, calendar: Calendar) -> Clock:
        if stage.days is None:
            return Clock()
        days = self.rules.urgent_days if self.urgent else stage.days
        start = {
            ClockStart.MEETING: _day(self.met_on),
            ClockStart.CIRCULATED: _day(self.circulated_on),
            ClockStart.APPROVED: _day(self.approved_on),
            ClockStart.ENTERED: entered_on,
        }[self._starts(stage)]
        if start is None:
            return Clock(working=f"The clock starts when the minutes are {stage.starts.value}.")
        return _counted(calendar, start, days)

    def _starts(self, stage: Stage) -> ClockStart:
        """Where the clock starts; a stage that is entered again counts from then."""
        return ClockStart.ENTERED if self.visits and not self._waits else stage.starts

    @property
    def _waits(self) -> bool:
        """Whether it is at its first stage still, without a clock."""
        return len(self.visits) == 1 and not self.visit.due_on and not self.visit.left_on

    def _complete_the_record(self, occasion: Occasion, words: str) -> None:
        """Put on record what its stage still lacks as it is left."""
        self._must_be_at_the_stage(occasion)
        lacking = self.missing_at_exit
        if lacking and not words:
            raise DomainError(
                f"Put on record as this stage ends: {'; '.join(lacking)}.", field="for_the_record"
            )
        if words and not lacking:
            raise DomainError(
                "All that the procedure asks for is on record already.", field="for_the_record"
            )
        for item in lacking:
            self._record(
                occasion, self.RecordKept, stage=self.visit.stage, record=item, words=words
            )

    def _settle(self, occasion: Occasion, event_class: type[EndedEvent], **facts: Any) -> None:
        self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            event_class,
            stage=self.visit.stage,
            decided_version=self.version,
            decided_position=occasion.position,
            **facts,
        )

    def _must_be_at_the_stage(self, occasion: Occasion) -> None:
        if occasion.on.isoformat() < self.visit.entered_on:
            raise DomainError(
                f"The stage {self.stage.name} began on {long_date(self.visit.entered_on)}; the "
                "date is before that.",
                field="on",
            )

    def _must_be_party(self, occasion: Occasion, agency: str) -> None:
        if agency not in self.names:
            raise DomainError("That agency is not a party to it.", field="agency")
        self._must_be_own(occasion, agency)

    def _must_be_own(self, occasion: Occasion, agency: str) -> None:
        if occasion.by.role is Role.SAAS_MEMBER and occasion.by.agency != agency:
            raise DomainError("You can speak only for your own agency.", field="agency")

    @property
    def stood_aside(self) -> set[str]:
        """The agencies of those who stood aside from its stage, on this visit or an earlier one."""
        here = [visit for visit in self.visits if visit.stage == self.visit.stage]
        return {recusal.agency for visit in here for recusal in visit.recusals} - {""}

    def _must_not_be_recused(self, agencies: Sequence[Agency], *, field: str) -> None:
        for agency in agencies:
            if agency.reference in self.stood_aside:
                raise DomainError(f"{agency.name} stood aside from this stage.", field=field)

    def _neutral_partners(self, body: Body, deciders: Sequence[Agency]) -> list[str]:
        if not deciders:
            raise DomainError(
                f"Say which of {BODY_NAMES[body]} took the decision, by their agencies.",
                field="deciders",
            )
        for agency in deciders:
            if agency.reference in self.names:
                raise DomainError(
                    f"{agency.name} is a party, so its member cannot decide. The other "
                    "Safeguarding Partners can; where all are parties, escalate it.",
                    field="deciders",
                )
            if agency.kind not in _PARTNERS:
                raise DomainError(
                    f"{agency.name} is not a Safeguarding Partner: it has no say at this stage.",
                    field="deciders",
                )
        self._must_not_be_recused(deciders, field="deciders")
        return [agency.reference for agency in deciders]


@dataclass(frozen=True)
class Side:
    """An agency that a dispute is between, and what it holds. `place` is where it was named."""

    agency: Agency
    holds: str
    place: str


def _sides(*named: tuple[Agency | None, str, str]) -> list[Side]:
    """The agencies that were named, each with what it holds; first the one that raises it.

    Raises DomainError where one is left out, or named twice.
    """
    sides: list[Side] = []
    for agency, holds, place in named:
        if agency is None:
            if holds:
                raise DomainError("Say which agency holds that.", field=place)
            continue
        if place == "third_agency" and len(sides) < 2:
            raise DomainError("Name the second agency before a third.", field="other_agency")
        if any(agency.reference == side.agency.reference for side in sides):
            raise DomainError(f"{agency.name} is named twice.", field="other_agency")
        sides.append(Side(agency, holds, place))
    return sides


def _is_urgent(reason: str, authorised_by: str, protective_step: str, start_at: str) -> bool:
    """Whether it is urgent from the start. Raises DomainError when something is missing."""
    if not reason:
        if authorised_by or protective_step or start_at:
            raise DomainError(
                "Say why it is urgent, or leave what belongs to that empty.",
                field="urgent_reason",
            )
        return False
    for given, name, what in (
        (authorised_by, "authorised_by", "who authorised that it is urgent"),
        (protective_step, "protective_step", "what has been done to protect children"),
    ):
        if not given:
            raise DomainError(f"An urgent dispute must say {what}.", field=name)
    return True


def _must_be_parties(kind: Kind, sides: Sequence[Side], *, past: bool) -> None:
    """A dispute is between agencies that each hold something; an issue has no parties."""
    if kind is Kind.ISSUE and len(sides) > 1:
        raise DomainError(
            "An issue has no opposing parties. With them, it is a dispute.", field="kind"
        )
    if kind is Kind.ISSUE and sides[0].holds:
        raise DomainError(
            "An issue has no parties that hold something. Say it under what it is about.",
            field="position",
        )
    if kind is Kind.DISPUTE and len(sides) < 2:
        raise DomainError("A dispute is between at least two agencies.", field="other_agency")
    if past or kind is Kind.ISSUE:
        return
    for side in sides:
        if not side.holds:
            name = _POSITIONS[side.place]
            raise DomainError(f"Say what {side.agency.name} holds.", field=name)


_POSITIONS = {
    "raised_by": "position",
    "other_agency": "other_position",
    "third_agency": "third_position",
}
"""Where what an agency holds is written, by where the agency is named."""


def _must_be_members(sides: Sequence[Side], met_on: date) -> None:
    for side in sides:
        if not side.agency.was_member(met_on):
            raise DomainError(
                f"{side.agency.name} was not a member on the date of the meeting, "
                f"{long_date(met_on.isoformat())}.",
                field="raised_by" if side.place == "raised_by" else "other_agency",
            )


def _must_be_in_order(
    occasion: Occasion, met_on: date, circulated_on: date | None, approved_on: date | None
) -> None:
    """The meeting comes first, then its minutes, and none of it in the future (ToR 3.3)."""
    if met_on > occasion.on:
        raise DomainError("The meeting is dated in the future.", field="met_on")
    for day, name, did in (
        (circulated_on, "circulated_on", "circulated"),
        (approved_on, "approved_on", "approved"),
    ):
        if day and day < met_on:
            raise DomainError(f"The minutes were {did} before the meeting.", field=name)
        if day and day > occasion.on:
            raise DomainError(f"The minutes were {did} in the future.", field=name)
    if circulated_on and approved_on and approved_on < circulated_on:
        raise DomainError(
            "The minutes were approved before they were circulated.", field="approved_on"
        )


def _counted(calendar: Calendar, start: date, days: int) -> Clock:
    due = calendar.after(start, days)
    late_from = calendar.after(due, 1)
    return Clock(due.isoformat(), calendar.working(start, days), late_from.isoformat())


def is_scrutineer(role: str) -> bool:
    """Whether the words of a role are those of the Independent Scrutineer."""
    return "scrutineer" in role.casefold()


def _known_on(event: Dispute.Event) -> str:
    """The day from which the clock that an event starts is known: that of its recording, but
    where time itself moved the dispute, the day on which it did."""
    by_itself = isinstance(event, Dispute.Escalated) and event.automatic
    return event.on if by_itself else london_date(event.timestamp).isoformat()


def _together(words: Any, joint: str = "and") -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def _count(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None
