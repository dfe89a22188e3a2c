"""What has become of a dispute, as its events make it, and what follows from that.

It decides nothing: that is in dispute.py and the files that it stands on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from domain.disputes.visits import NOWHERE, Notification, Recusal, Reply, Visit
from domain.disputes.vocabulary import BODIES, ActionsDone, DisputeStatus, Kind
from domain.kernel.bodies import BODY_ROLES
from domain.kernel.days.when import is_later
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.deciding.minutes import NO_MINUTE, Minute
from domain.kernel.item import day_of
from domain.kernel.mending.redeciding import ASSENT, DAY, WORDS, Voice
from domain.kernel.mending.twice import likeness_of
from domain.kernel.terms import AgencyNames
from domain.procedure.rules import BY_PARTIES, ENDINGS, ClockStart, Decider, Ending, Rules, Stage

if TYPE_CHECKING:
    from domain.disputes.events import DisputeEvents


class DisputeState(Evidenced):
    """How a dispute stands. Its events (events.py) call what makes it so."""

    not_theirs = "takes no part in it"

    def _start(self, event: DisputeEvents.Recorded) -> None:
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
        self.urgent_on = self.urgent_at = self.urgent_reason = ""
        self.authorised_by = self.protective_step = self.contact = ""
        self.visits: list[Visit] = []
        self.recorded_on = event.on
        self.escalations = self.returned = self.reopened = 0
        self.ending: Ending | None = None
        self.ended_on = self.outcome = ""
        self.ended_by_version = 0
        self.decided_version: int | None = None
        self.decided_position: int | None = None
        self.actions_done: ActionsDone | None = None
        self.open_when_checked: list[str] = []
        self.done_although_open = ""
        self.have_decided: set[str] = set()
        self.recusals: list[Recusal] = []
        self.notified: list[Notification] = []
        self.facilitators: set[str] = set()
        self.dissents: list[str] = []
        self.learning: list[str] = []

    def _describe(self, event: DisputeEvents.Recorded | DisputeEvents.Described) -> None:
        self.title, self.issue, self.impact = event.title, event.issue, event.impact
        self.outcome_sought, self.theme = event.outcome_sought, event.theme

    def _enter(
        self,
        event: DisputeEvents.StageBegun,
        *,
        reason: str = "",
        skipped: Sequence[str] = (),
        automatic: bool = False,
    ) -> None:
        if self.visits and not self.visit.left_on:
            self._leave(event, type(event).__name__)
        self.visits.append(
            Visit(
                stage=event.stage,
                name=event.name,
                number=event.number,
                decided_by=event.decided_by,
                came=type(event).__name__,
                reason=reason or event.why,
                automatic=automatic,
                skipped=tuple(skipped) or self._below(event),
                entered_on=event.entered_on,
                entered_at=event.at if self.visits else "",
                due_on=event.due_on,
                working=event.working,
                late_from=event.late_from,
                first_due_on=event.due_on,
                first_working=event.working,
                asked=self._must_reply() if event.decided_by in BY_PARTIES else (),
                known_on=event.clock_known,
            )
        )

    def _below(self, event: DisputeEvents.StageBegun) -> tuple[str, ...]:
        """The stages that it passed over where an urgent dispute started higher."""
        if self.visits:
            return ()
        start = self.rules.number(self.lowest.key)
        below = self.rules.in_order()[start - 1 : event.number - 1]
        return tuple(stage.key for stage in below)

    def _must_reply(self) -> tuple[str, ...]:
        return tuple(agency for agency in self.names if agency != self.raised_by)

    def _update(self, at: int = -1, /, **changes: Any) -> None:
        self.visits[at] = replace(self.visits[at], **changes)

    def _leave(self, event: DisputeEvents.Timed, outcome: str) -> None:
        self._update(left_on=event.on, left_at=event.at, outcome=outcome)
        if is_later(self.visit.overdue_on, event.when):
            self._was_in_time()

    def _declare_urgent(self, event: DisputeEvents.DeclaredUrgent) -> None:
        self.urgent, self.urgent_on, self.urgent_at = True, event.on, event.at
        self.urgent_reason, self.authorised_by = event.reason, event.authorised_by
        self.protective_step, self.contact = event.protective_step, event.contact

    def _was_in_time(self) -> None:
        """What happened before its stage was overdue was recorded after that was on record."""
        if self.visit.overdue_on:
            self._update(overdue_on="", overdue_before=self.visit.overdue_on)

    def _answer(self, stage: str, reply: Reply) -> None:
        """Keep a reply with the stay in which it came, which may be over by now."""
        at = next(at for at in self._stays_by(reply.on) if self.visits[at].stage == stage)
        self._update(at, answers=(*self.visits[at].answers, reply))

    def _stays_by(self, when: str) -> list[int]:
        """The places of its stays that had begun by then, the latest first."""
        begun = [at for at, visit in enumerate(self.visits) if not is_later(visit.entered, when)]
        return begun[::-1]

    def _recuse(self, recusal: Recusal) -> None:
        self.recusals.append(recusal)
        at = next(iter(self._stays_by(recusal.on)), 0)
        self._update(at, recusals=(*self.visits[at].recusals, recusal))
        convener = self.visit.convener_role, self.visit.convener_agency
        if any(convener) and recusal.covers(*convener):
            self._update(convener_role="", convener_agency="")

    def _end_recusal(self, number: int, reason: str) -> None:
        self.recusals[number - 1] = replace(self.recusals[number - 1], ended=reason)

    def _add_party(self, event: DisputeEvents.PartyAdded) -> None:
        self.names[event.agency], self.positions[event.agency] = event.name, event.position
        self.joined_on[event.agency] = event.on
        if self.visit.decided_by in BY_PARTIES and not self.visit.left_on:
            self._update(asked=self._must_reply())
        if self.visit.convener_agency == event.agency:
            self._update(convener_role="", convener_agency="")

    def _end(self, event: DisputeEvents.EndedEvent) -> None:
        self.ending, self.ended_on, self.outcome = event.ending, event.on, event.outcome
        self.ended_by_version = event.originator_version
        self.decided_version = event.decided_version
        self.decided_position = event.decided_position
        self._leave(event, event.ending.value)

    def _voices(self, event: Any) -> Sequence[Voice]:
        """An agreement is its parties', a decision that of all who assented."""
        if getattr(event, "decided_as", "") == "Agreement":
            return [Voice(agency=each) for each in self.names]
        if assents := getattr(event, "assents", None):
            body = BODIES.get(Decider(event.decided_by))
            role = BODY_ROLES[body] if body else None
            return [Voice(role=role, agency=each) for each in assents]
        return super()._voices(event)

    def _assents_of(self, event: Any) -> tuple[Mapping[str, str], AgencyNames]:
        """Of a decision all assents, of an assent before it that one."""
        could: AgencyNames = getattr(event, "partners", {})
        alone = {event.agency: event.on} if could and hasattr(event, "agency") else {}
        return getattr(event, "assents", alone), could

    def _has_assented(self, version: int, agency: str) -> bool:
        assents = self.taken[version].assents
        beside = [v.assents for v in self.visits if v.assents.keys() & assents.keys()]
        return agency in assents or any(agency in each for each in beside)

    def _take_redecision(self, event: Any) -> None:
        if event.what == ASSENT:
            self._take_assent(event)
        for at, visit in enumerate(self.visits):
            answers = [_as_corrected(each, event) for each in visit.answers]
            self._update(at, answers=tuple(answers))
        if event.decision != self.ended_by_version or not self.ending:
            return
        if event.what == WORDS:
            self.outcome = event.becomes
        elif event.what == DAY:
            self.ended_on = event.becomes
            self._update(left_on=event.becomes)

    def _take_assent(self, event: Any) -> None:
        """Another agency assented that day than was written down."""
        wrong, right = event.was, event.becomes
        day = self.taken[event.decision].assents[right]
        for at, visit in enumerate(self.visits):
            given = visit.assents.get(wrong)
            if given and given.on == day:
                others = {each: it for each, it in visit.assents.items() if each != wrong}
                self._update(at, assents={**others, right: given})
        if wrong in self.have_decided:
            self.have_decided = {*self.have_decided - {wrong}, right}

    def _reopen(self) -> None:
        self.reopened += 1
        self.ending = self.actions_done = None
        self.open_when_checked, self.done_although_open = [], ""
        self.ended_on = self.outcome = ""
        self.decided_version = self.decided_position = None

    @property
    def minuted(self) -> Minute:
        """The minute that it comes from."""
        return (
            Minute.of(meeting=self.meeting, minute=self.minute, minuted_on=day_of(self.met_on))
            or NO_MINUTE
        )

    @property
    def number_there(self) -> str:
        """What it is called where it comes from; "" where that is not known."""
        return self.number

    @property
    def likeness(self) -> str:
        """By where it comes from; of what ran before, whatever was written of that."""
        meeting = [self.meeting, self.minute] if self.meeting or self.minute else [self.number]
        when = self.met_on if self.past else ""
        return likeness_of([*meeting, when, self.title, *sorted([*self.names, self.raised_by])])

    @property
    def status(self) -> DisputeStatus:
        """Whether it is on its way still."""
        return DisputeStatus.ENDED if self.ending else DisputeStatus.OPEN

    @property
    def visit(self) -> Visit:
        """The stage that it is at now, or was when it ended; an empty one before it started."""
        return self.visits[-1] if self.visits else NOWHERE

    def visit_on(self, when: str) -> Visit:
        """The stay at a stage that had begun last by then; an empty one before the first."""
        begun = self._stays_by(when)
        return self.visits[begun[0]] if begun else NOWHERE

    @property
    def times_down(self) -> int:
        """How often it went to a lower stage, in whatever way."""
        return sum(later.number < stay.number for stay, later in pairwise(self.visits))

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
    def notified_on(self) -> str:
        """When somebody outside was told last; "" while nobody was, or once it has ended."""
        return self.notified[-1].on if self.notified and not self.ending else ""

    @property
    def stand_aside(self) -> dict[int, Recusal]:
        """Those who stand aside from it now, each by the number under which that is recorded."""
        return {at: each for at, each in enumerate(self.recusals, 1) if not each.ended}

    @property
    def stood_aside(self) -> set[str]:
        """The agencies of those who stand aside from it, at whatever stage they said so."""
        return {each.agency for each in self.stand_aside.values()} - {""}

    def aside(self, role: str, agency: str) -> Recusal | None:
        """What keeps somebody of that role and agency out of deciding, chairing and convening."""
        return next((each for each in self.stand_aside.values() if each.covers(role, agency)), None)

    @property
    def awaited(self) -> list[str]:
        """The parties whose reply its stage still waits for."""
        return [] if self.ending else self.visit.awaited

    @property
    def _silent(self) -> list[str]:
        """The parties that had not replied by the due date, of those that had joined by then."""
        due, replies = self.visit.due_on, self.visit.replies
        return [
            agency
            for agency in self.visit.asked
            if (agency not in replies or is_later(replies[agency], due))
            and not is_later(self.joined_on.get(agency, ""), due)
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

    def is_overdue(self, when: str) -> bool:
        """Whether its stage is overdue then: from the working day after it was due, in an urgent
        case from the minute after."""
        since = self.overdue_from
        return bool(since) and not is_later(since, when)

    @property
    def overdue_from(self) -> str:
        """When its stage is overdue from; "" where no clock runs any more."""
        return "" if self.ending else self.visit.late_from

    @property
    def lowest(self) -> Stage:
        """The stage at which it starts, unless it is urgent: an issue starts higher."""
        if self.kind is Kind.ISSUE:
            return self.rules.stage(self.rules.issues_start_at)
        return self.rules.first

    def clock_starts(self, entered_on: date) -> dict[ClockStart, date | None]:
        """The days that the clock of a stay may count from; None where one is not known."""
        return {
            ClockStart.MEETING: day_of(self.met_on),
            ClockStart.CIRCULATED: day_of(self.circulated_on),
            ClockStart.APPROVED: day_of(self.approved_on),
            ClockStart.MINUTES: day_of(self.circulated_on),
            ClockStart.ENTERED: entered_on,
        }

    @property
    def waits_for_minutes(self) -> bool:
        """Whether the clock of its stage waits for a date of the minutes, or may start sooner by
        it."""
        if self.ending or not self.visits:
            return False
        sooner = (
            len(self.visits) == 1
            and self.stage.starts is ClockStart.MINUTES
            and not (self.circulated_on or self.urgent)
        )
        return sooner or bool(self.visit.working and not self.visit.due_on)

    def may_pass_over(self, stage: Stage) -> bool:
        """Whether it may go past a stage without having been there."""
        return self.urgent and stage.urgent_may_skip

    def _may_skip(self, stages: Sequence[Stage]) -> int:
        """How many of the stages it may pass over without having been there."""
        count = 0
        while count < len(stages) - 1 and self.may_pass_over(stages[count]):
            count += 1
        return count

    def why_over(self) -> str | None:
        if self.ending is None:
            return None
        return f"{self.reference} has ended: {ENDINGS[self.ending].lower()}."

    def _lacking(self, asked: Sequence[str]) -> list[str]:
        return [item for item in asked if item not in self.visit.records]


def _as_corrected(reply: Reply, event: Any) -> Reply:
    """A reply, as it should have been written down where the correction is of it."""
    if reply.version != event.decision:
        return reply
    if event.what == WORDS:
        return replace(reply, words=event.becomes)
    return replace(reply, on=event.becomes)
