"""A meeting of a group: what comes of its items (ToR 3.5, 6.1).

How it is planned is in planning.py, who is expected in expected.py, who takes part in
attendance.py, its minutes in minuting.py, what was recorded wrongly in correcting.py, what was held
before this ledger in past.py, how it stands in state.py, what can happen to it in
planning_events.py, sitting_events.py and minute_events.py, and when there is a quorum in quorum.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.decisions.decision import RESTRICTED, Decision
from domain.decisions.vocabulary import Kind
from domain.disputes.dispute import Dispute
from domain.forward.entry import ForwardEntry
from domain.groups.group import Group
from domain.groups.speaking import by_its_own_group
from domain.kernel.days.calendar import Calendar
from domain.kernel.errors import DomainError
from domain.kernel.finder import Beside, Finder
from domain.kernel.item import long_date
from domain.kernel.moves import move
from domain.kernel.terms import Occasion
from domain.meetings.attendance import is_open
from domain.meetings.correcting import CorrectedMeeting
from domain.meetings.planning import PlannedMeeting, has_items, not_closed
from domain.meetings.quorum import Quorum
from domain.meetings.records import Captured, PlannedEntries, RaisedDisputes
from domain.meetings.vocabulary import CAPTURES, AskedTo, CaptureKind, StatementKind
from domain.partnership.agency import Agency


def _states(meeting: Meeting) -> str | None:
    """A guard: it is under way, or a disagreement that was noted in it is still to be recorded."""
    return _unless_noted(meeting, CaptureKind.DISAGREEMENT)


def _decides(meeting: Meeting) -> str | None:
    """A guard: it is under way, or a decision that was noted in it is still to be recorded."""
    return _unless_noted(meeting, CaptureKind.DECISION)


def _unless_noted(meeting: Meeting, kind: CaptureKind) -> str | None:
    waits = any(each.kind is kind for each in meeting.open_captures)
    return None if meeting.closed_on and waits else is_open(meeting)


class Meeting(CorrectedMeeting):
    """One meeting."""

    word = "meeting"
    prefix = "MTG"

    @move(not_closed, by=[by_its_own_group])
    def add_from_plan(
        self,
        occasion: Occasion,
        *,
        entry: ForwardEntry,
        asked: AskedTo,
        minutes: int | None = None,
    ) -> None:
        """Put an entry of the forward plan on the agenda, as it was planned."""
        entry.put_on(occasion, self)
        self._put_on_the_agenda(
            occasion,
            title=entry.title,
            asked=asked.value,
            minutes=minutes or 0,
            presenter_role=entry.presenter_role,
            presenter_agency=entry.presenter_agency,
            restricted=False,
            about_scrutineer=False,
            circulation=[],
            linked="",
            plan=entry.reference,
        )

    # ------------------------------------------------------------------ what is dated by it

    @move()
    def correct(  # type: ignore[override]  # it changes other items, too
        self,
        occasion: Occasion,
        *,
        fact: str,
        becomes: str = "",
        reason: str,
        calendar: Calendar,
        find: Finder,
        beside: Beside,
        raised: RaisedDisputes,
        planned: PlannedEntries,
    ) -> None:
        """Put right a fact that was written down wrongly; what has its date from the meeting's
        follows: its decisions, the disputes that it minuted with their clocks, and what is planned
        for it."""
        was, until = date.fromisoformat(self.meets_on), self.ends.date()
        super().correct(
            occasion, fact=fact, becomes=becomes, reason=reason, calendar=calendar, find=find
        )
        if fact != "meets_on":
            return
        later = date.fromisoformat(self.meets_on) - was
        for reference in self.decisions:
            decision = beside.find(Decision, reference)
            if was <= (taken_on := date.fromisoformat(decision.taken_on)) <= until:
                day = (taken_on + later).isoformat()
                decision.correct_date(occasion, meeting=self.reference, becomes=day, reason=reason)
        for dispute in self._disputes(beside, raised):
            if dispute.met_on == was.isoformat():
                self._date_dispute(occasion, dispute, reason, calendar, find)
        self._date_what_is_planned(occasion, beside, planned)

    def _date_dispute(
        self,
        occasion: Occasion,
        dispute: Dispute,
        reason: str,
        calendar: Calendar,
        find: Finder,
    ) -> None:
        try:
            dispute.correct(
                occasion,
                fact="met_on",
                becomes=self.meets_on,
                reason=reason,
                calendar=calendar,
                find=find,
            )
        except DomainError as error:
            raise DomainError(
                f"{dispute.reference} was minuted there: {error.sentence}", field="becomes"
            ) from error

    def _date_what_is_planned(
        self, occasion: Occasion, beside: Beside, planned: PlannedEntries
    ) -> None:
        for reference in planned.at(self.reference):
            entry = beside.find(ForwardEntry, reference)
            if entry.meets_on != self.meets_on:
                entry.date_with(occasion, self)

    def _take_off(
        self,
        entries: Sequence[str],
        occasion: Occasion,
        beside: Beside,
        *,
        to: PlannedMeeting | None = None,
        reason: str = "",
    ) -> None:
        for reference in entries:
            beside.find(ForwardEntry, reference).take_off(occasion, meeting=to, reason=reason)

    # ------------------------------------------------------------------ what comes of an item

    @move(is_open, has_items)
    def note_item(self, occasion: Occasion, *, item: int, minute: str = "", words: str) -> None:
        """Record that an item was received and noted; that takes no quorum."""
        occasion = self._in_session(occasion)
        found = self._item(item)
        self._record(
            occasion, self.ItemNoted, item=item, minute=minute, words=words,
            restricted=found.restricted,
        )  # fmt: skip

    @move(is_open, has_items)
    def defer_item(
        self, occasion: Occasion, *, item: int, minute: str = "", until: str, reason: str,
        before: int | None = None,
    ) -> None:  # fmt: skip
        """Put an item off; `before` is how often it was put off at earlier meetings."""
        occasion = self._in_session(occasion)
        found = self._item(item)
        here = sum(each.word == "deferred" for each in self.outcomes.get(item, []))
        self._record(
            occasion,
            self.ItemDeferred,
            item=item,
            minute=minute,
            until=until,
            reason=reason,
            times=(before or 0) + here + 1,
            restricted=found.restricted,
        )

    @move(_states, has_items)
    def record_statement(
        self,
        occasion: Occasion,
        *,
        item: int,
        kind: StatementKind,
        agency: Agency | None = None,
        words: str,
        minute: str = "",
        capture: int | None = None,
    ) -> None:
        """Record an agency's own undertaking, a disagreement (ToR 6.1) or an alert to the Executive
        (1.4c). It stands whether or not the meeting is quorate.

        After the meeting was closed, only the line of a `capture` can still be recorded.
        """
        occasion = self._in_session(occasion)
        found, noted = self._item(item), self._noted(capture, CaptureKind.DISAGREEMENT, item)
        if kind is not StatementKind.ALERT and agency is None:
            raise DomainError("Select the agency.", field="agency")
        self._record(
            occasion,
            self.StatementRecorded,
            statement=max(self.statements, default=0) + 1,
            item=item,
            kind=kind.value,
            agency=agency.reference if agency else "",
            words=words,
            minute=minute or (noted.minute if noted else ""),
            capture=noted.number if noted else 0,
            restricted=found.restricted,
        )

    @move(_decides, has_items)
    def decide(
        self,
        occasion: Occasion,
        *,
        item: int,
        kind: Kind,
        words: str,
        minute: str = "",
        capture: int | None = None,
        beside: Beside,
    ) -> None:
        """Record what the meeting decided on an item; without a quorum at it, only its advice.

        After the meeting was closed, only the line of a `capture` can still be recorded.
        """
        occasion = self._in_session(occasion)
        found, quorum = self._item(item), self.quorum_at(item)
        noted = self._noted(capture, CaptureKind.DECISION, item)
        minute = minute or (noted.minute if noted else "")
        self._must_be_able(item, kind, quorum)
        decision = Decision.at_a_meeting(
            occasion,
            reference=beside.next_reference(Decision),
            kind=kind,
            group=beside.find(Group, self.group),
            meeting=self.reference,
            item=item,
            title="" if found.restricted else found.title,
            minute=minute,
            words=RESTRICTED if found.restricted else words,
            quorum=quorum.sentence,
            restricted=found.restricted,
        )
        beside.keep(decision)
        self._record(
            occasion,
            self.Decided,
            item=item,
            decision=decision.reference,
            kind=kind.value,
            minute=minute,
            quorum=quorum.sentence,
            words=words,
            capture=noted.number if noted else 0,
            restricted=found.restricted,
        )

    def _noted(self, capture: int | None, kind: CaptureKind, item: int) -> Captured | None:
        """The line that is recorded, of which there is one once the meeting is closed. Raises
        DomainError."""
        if not capture:
            if self.closed_on:
                raise DomainError(
                    f"The meeting was closed on {long_date(self.closed_on)}. Only what was noted "
                    "in a line by then can still be recorded: select that line.",
                    field="capture",
                )
            return None
        noted = self._captured(capture)
        if (noted.kind, noted.item) != (kind, item):
            raise DomainError(
                f"That was noted at item {noted.item}, as {CAPTURES[noted.kind].lower()}.",
                field="capture",
            )
        return noted

    def _must_be_able(self, item: int, kind: Kind, quorum: Quorum) -> None:
        if kind is Kind.ADVICE:
            if quorum.holds is not False:
                raise DomainError(
                    "The meeting is quorate at this item, so it decides. Choose what it decided.",
                    field="kind",
                )
            return
        if quorum.holds is False:
            raise DomainError(
                f"{quorum.sentence} So nothing can be decided on item {item}. Record what was said "
                "as advice, or defer the item.",
                field="kind",
            )
        chair = self.chair_at(item)
        if chair and self.in_conflict(chair.number, item):
            raise DomainError(
                f"{chair.in_words}, who chairs, declared an interest in item {item}. Let somebody "
                "else take the chair for it.",
                field="item",
            )

    @move(is_open, has_items)
    def confirm_decision(
        self, occasion: Occasion, *, decision: Decision, item: int, minute: str
    ) -> None:
        """Make the advice of a meeting without a quorum a decision, or confirm one whose quorum was
        found wanting: what a quorate meeting does."""
        occasion = self._in_session(occasion)
        self._item(item)
        self._must_be_an_earlier_one(decision, occasion)
        if not decision.can_be_confirmed:
            raise DomainError(
                f"{decision.reference} is no advice, and its quorum was not found wanting.",
                field="decision",
            )
        quorum = self.quorum_at(item)
        self._must_be_able(item, Kind.AGREED, quorum)
        decision.confirm_at(
            occasion, meeting=self.reference, item=item, minute=minute, quorum=quorum.sentence
        )
        self._record(
            occasion,
            self.DecisionConfirmed,
            item=item,
            decision=decision.reference,
            minute=minute,
            quorum=quorum.sentence,
        )

    @move(is_open, has_items)
    def report_decision(
        self, occasion: Occasion, *, decision: Decision, item: int, minute: str
    ) -> None:
        """Record that a decision between meetings was reported to this one."""
        occasion = self._in_session(occasion)
        self._item(item)
        self._must_be_an_earlier_one(decision, occasion)
        decision.report_at(occasion, meeting=self.reference, minute=minute)
        self._record(
            occasion, self.DecisionReported, item=item, decision=decision.reference, minute=minute
        )

    def _must_be_an_earlier_one(self, decision: Decision, occasion: Occasion) -> None:
        if decision.group != self.group:
            raise DomainError(
                f"{decision.reference} is of {decision.group_name}.", field="decision"
            )
        if decision.taken_on > occasion.on.isoformat():
            raise DomainError(
                f"{decision.reference} was taken on {long_date(decision.taken_on)}, after this "
                "meeting.",
                field="decision",
            )

    @move(is_open)
    def close(self, occasion: Occasion, *, words: str = "") -> None:
        """Record that it ended. One at which nobody was is no meeting that was held."""
        occasion = self._in_session(occasion)
        if not self.somebody_was_there:
            raise DomainError(
                "Nobody is recorded as having been there. Was it held? Then record first who took "
                "part. If it was not, call it off."
            )
        self._record(occasion, self.Closed, words=words)
