"""How a meeting stands: its agenda, who is there for which item, and whether that is a quorum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from domain.groups.rule import NOT_KNOWN
from domain.groups.vocabulary import Office
from domain.kernel.errors import DomainError
from domain.kernel.item import LONDON, in_a_row, long_date
from domain.kernel.mending.correcting import Correctable
from domain.kernel.terms import Occasion
from domain.kernel.words import Ref
from domain.meetings.quorum import Judged, Present, Quorum, quorum_of
from domain.meetings.records import (
    AgendaItem,
    Amendment,
    Attendee,
    Captured,
    Chairing,
    Deadline,
    Interest,
    Outcome,
    Paper,
    Points,
    SeatThen,
    Settled,
    Statement,
    Substitute,
    Written,
    begins_later,
)
from domain.meetings.vocabulary import (
    QUORATE,
    THERE,
    Amended,
    How,
    InterestKind,
    Kind,
    Mode,
    Quorate,
    Status,
)
from domain.partnership.agency import AgencyKind

_NO_JUDGEMENTS: Mapping[int, Judged] = {}


class MeetingState(Correctable):
    """A meeting, as far as it has come."""

    def __init__(self, reference: Ref) -> None:
        super().__init__(reference)
        self.agenda: dict[int, AgendaItem] = {}
        self.papers: dict[int, Paper] = {}
        self.minutes_sent: Paper | None = None
        self.replies: dict[int, str] = {}
        self.substitutes: dict[int, Substitute] = {}
        self.agreed_on = self.agreed_by = ""
        self.since_agreed: list[str] = []
        self.moves, self.successor = 0, ""
        self.called_off_on = self.rearranged_on = self.opened_on = self.closed_on = ""
        self.cleared_on = self.circulated_on = self.confirmed_on = self.confirmed_at = ""
        self.rule, self.rule_version = NOT_KNOWN, 0
        self.seats: dict[int, SeatThen] = {}
        self.partners: dict[AgencyKind, str] = {}
        self.attendees: dict[int, Attendee] = {}
        self.chairing: list[Chairing] = []
        self.interests: list[Interest] = []
        self.outcomes: dict[int, list[Outcome]] = {}
        self.statements: dict[int, Statement] = {}
        self.decisions: dict[str, int] = {}
        self.settled: list[Settled] = []
        self.points: dict[int, Points] = {}
        self.captures: dict[int, Captured] = {}
        self.came_of: dict[str, str] = {}
        self.shown_to: dict[str, str] = {}
        self.amendments: dict[int, Amendment] = {}
        self.confirms: list[tuple[str, str, str]] = []
        self.written: Written | None = None
        self.number = self.note = ""

    # ------------------------------------------------------------------ when and where

    def _plan(self, event: Any) -> None:
        self.group, self.group_name = event.group, event.group_name
        self.decider = event.decider
        self.kind, self.mode = Kind(event.kind), Mode(event.mode)
        self.place, self.minutes, self.reason = event.place, event.minutes, event.reason
        self.predecessor = event.instead_of
        self.planned_on, self.first_meets_on = event.on, event.meets_on
        self._date(event)

    def _take_past(self, event: Any, written: Written) -> None:
        """Hold what was written down of one that was held before this ledger."""
        self.group, self.group_name = event.group, event.group_name
        self.kind, self.mode = Kind(event.kind), Mode(event.mode)
        self.place, self.minutes, self.reason, self.predecessor = event.place, 0, "", ""
        self.planned_on = self.first_meets_on = self.meets_on = event.meets_on
        self.opened_on = self.closed_on = event.meets_on
        self.starts_at = event.starts_at
        self.papers_due = Deadline("", "")
        self.minutes_due = Deadline(event.minutes_due_on, event.minutes_working)
        self.cleared_on, self.circulated_on = event.cleared_on, event.circulated_on
        self.confirmed_on, self.confirmed_at = event.confirmed_on, ""
        self.decider = event.decider
        self.written, self.number, self.note = written, event.number, event.note

    @property
    def past(self) -> bool:
        """Whether it was held before this ledger, so that only what was written is known."""
        return self.written is not None

    @property
    def took_place(self) -> bool:
        """Whether it was opened, and not found out since to have been no meeting."""
        return bool(self.opened_on) and not self.called_off_on

    @property
    def somebody_was_there(self) -> bool:
        """Whether anybody is recorded as having been there for any item."""
        return any(each.how in THERE for each in self.attendees.values())

    @property
    def number_there(self) -> str:
        """What it was called where it was kept before, as others tell it from the rest."""
        return self.number

    def _date(self, event: Any) -> None:
        self.meets_on, self.starts_at = event.meets_on, event.starts_at
        self.papers_due = Deadline(event.papers_due_on, event.papers_working)
        self.minutes_due = Deadline(event.minutes_due_on, event.minutes_working)

    @property
    def title(self) -> str:
        """What people call it: the group and the day."""
        return f"{self.group_name}, {long_date(self.meets_on)}"

    @property
    def starts(self) -> datetime:
        """The moment at which it should start, in London."""
        hour, minute = (int(part) for part in (self.starts_at or "09:00").split(":"))
        return datetime.combine(date.fromisoformat(self.meets_on), datetime.min.time()).replace(
            hour=hour, minute=minute, tzinfo=LONDON
        )

    @property
    def ends(self) -> datetime:
        """The moment at which it should end: so many real minutes later, over midnight and a
        change of the clocks too."""
        end = self.starts.astimezone(UTC) + timedelta(minutes=self.minutes)
        return end.astimezone(LONDON)

    def _in_session(self, occasion: Occasion) -> Occasion:
        """The occasion of what happens in the meeting: what is typed up later happened on its last
        day, which is the next one where it goes on after midnight. Raises DomainError."""
        if occasion.on.isoformat() < self.meets_on:
            raise DomainError(f"It takes place on {long_date(self.meets_on)}.", field="on")
        return replace(occasion, on=min(occasion.on, self.ends.date()))

    @property
    def status(self) -> Status:
        """How far it has come."""
        if self.successor:
            return Status.REARRANGED
        if self.called_off_on:
            return Status.CALLED_OFF
        if self.closed_on:
            return Status.CLOSED
        return Status.UNDER_WAY if self.opened_on else Status.PLANNED

    @property
    def settled_on(self) -> str:
        """Since when nothing more is to be done about it; "" before. Of one that was held before
        this ledger nobody can say, so nothing is asked for. One that was held without a quorum and
        rearranged still has minutes to be confirmed."""
        held = self.meets_on if self.past else ""
        gave_way = "" if self.opened_on else self.rearranged_on
        return self.confirmed_on or self.called_off_on or gave_way or held

    def is_before(self, other: MeetingState) -> bool:
        """Whether another meeting begins later, as far as that is known."""
        return begins_later((other.meets_on, other.starts_at), (self.meets_on, self.starts_at))

    # ------------------------------------------------------------------ the agenda

    @property
    def items(self) -> list[AgendaItem]:
        """The items of the agenda in their order, without those that were withdrawn."""
        kept = [each for each in self.agenda.values() if not each.withdrawn]
        return sorted(kept, key=lambda each: (each.place, each.number))

    def _put_in_place(self, number: int, place: int) -> None:
        """Let an item stand at a place, from 1; those from there on move down by one."""
        others = [each.number for each in self.items if each.number != number]
        self._count_from_one([*others[: place - 1], number, *others[place - 1 :]])

    def _count_from_one(self, order: Sequence[int] = ()) -> None:
        """Let places have no gap, in that order or in that in which the items stand."""
        for place, number in enumerate(order or [each.number for each in self.items], 1):
            self.agenda[number] = replace(self.agenda[number], place=place)

    def _changes_the_agenda(self, how: str) -> None:
        """Remember what was done to the agenda after the chair agreed it: added, changed or taken
        off."""
        if self.agreed_on:
            self.since_agreed = [*self.since_agreed, how]

    @property
    def agenda_since(self) -> str:
        """What was done to the agenda since the chair agreed it; "" for nothing."""
        counts = Counter(self.since_agreed)
        told = [
            f"{count} item{'s' if count > 1 else ''} {how} since" for how, count in counts.items()
        ]
        return "; ".join(told)

    def place_of(self, item: int) -> int:
        """Where an item stands in the order, from 1; 0 for none."""
        numbers = [each.number for each in self.items]
        return numbers.index(item) + 1 if item in numbers else 0

    def _number_the_items(self, order: Sequence[int]) -> None:
        """Call each item by its place in the order, and let papers go with them."""
        now = {was: place for place, was in enumerate(order, 1)}
        self.agenda = {
            now[was]: replace(self.agenda[was], number=now[was], place=now[was]) for was in order
        }
        self.papers = {
            number: replace(paper, item=now.get(paper.item, 0))
            for number, paper in self.papers.items()
        }

    def _judge_papers_anew(self) -> None:
        """Whether they came late hangs on the day of the meeting, and on that of sending."""
        self.papers = {
            number: replace(
                paper,
                late=paper.sent_on > self.papers_due.day,
                after=paper.sent_on > self.meets_on,
            )
            for number, paper in self.papers.items()
        }

    @property
    def planned_minutes(self) -> int:
        """How long the items should take together."""
        return sum(each.minutes for each in self.items)

    @property
    def agenda_sent_on(self) -> str:
        """When the agenda was sent, first; "" while it was not."""
        agendas = [each for each in self.papers.values() if each.is_agenda]
        return min((each.sent_on for each in agendas), default="")

    @property
    def papers_in_time(self) -> bool:
        """Whether the agenda and every paper were sent in time."""
        return bool(self.papers) and not any(each.late for each in self.papers.values())

    # ------------------------------------------------------------------ who is there

    def attendee_of(self, seat: int) -> Attendee | None:
        """The holder of a seat, as recorded; substitutes are records of their own."""
        return next(
            (each for each in self.attendees.values() if each.seat == seat and not each.substitute),
            None,
        )

    def held(self, seat: int) -> bool:
        """Whether somebody is known to hold a seat since the meeting was opened."""
        return seat in self.seats and not self.seats[seat].vacant

    def substitute_there(self, seat: int) -> Attendee | None:
        """Who is there in the place of the holder of a seat, and has not left."""
        found = (each for each in self.attendees.values() if each.seat == seat and each.stays)
        return next((each for each in found if each.substitute), None)

    def _judge_who_is_there(self, known: Substitute) -> None:
        there = self.substitute_there(known.seat)
        if there:
            self._change_attendee(there.number, role=known.role, substitute=known)

    @property
    def judgements(self) -> dict[int, Judged]:
        """What has been judged of each substitute by now, by the number of the attendee."""
        return {
            each.number: each.substitute.judged
            for each in self.attendees.values()
            if each.substitute
        }

    def is_there(self, attendee: Attendee, item: int) -> bool:
        """Whether somebody is in the meeting at an item, conflicted or not."""
        if attendee.how not in THERE:
            return False
        at = self.place_of(item)
        return any(
            self.place_of(start) <= at and (not end or at < self.place_of(end))
            for start, end in attendee.spans
        )

    def in_conflict(self, attendee: int, item: int, kind: InterestKind | None = None) -> bool:
        """Whether somebody declared an interest in an item (of that kind)."""
        return any(
            each.attendee == attendee and each.item == item and kind in (None, each.kind)
            for each in self.interests
        )

    def chair_at(self, item: int) -> Attendee | None:
        """Who chairs an item: who took the chair last by then, as long as they are there."""
        at = self.place_of(item)
        taken = [each for each in self.chairing if self.place_of(each.item) <= at]
        if not taken:
            return None
        chair = self.attendees[max(taken, key=lambda each: self.place_of(each.item)).attendee]
        gone = self.in_conflict(chair.number, item, InterestKind.PERSON)
        return chair if self.is_there(chair, item) and not gone else None

    def _let_chair(self, taken: Chairing) -> None:
        """Let somebody chair from an item on, in the place of whoever was to from there."""
        self.chairing = [*(each for each in self.chairing if each.item != taken.item), taken]

    def there_at(
        self, item: int, *, judged_then: Mapping[int, Judged] = _NO_JUDGEMENTS
    ) -> list[Present]:
        """Who is there for an item, as the rule looks at them: their substitutes by what is judged
        of them now, or was then."""
        chair = self.chair_at(item)
        judged = {**self.judgements, **judged_then}
        return [
            Present(
                kind=each.kind,
                agency=each.agency_name,
                member=each.member,
                chairs=each is chair,
                conflicted=self.in_conflict(each.number, item, InterestKind.PERSON),
                substitute=judged.get(each.number),
            )
            for each in self.attendees.values()
            if self.is_there(each, item)
        ]

    def quorum_at(self, item: int) -> Quorum:
        """Whether the meeting can decide on an item, and why not."""
        return quorum_of(self.rule, self.there_at(item), partners=self.partners)

    @property
    def rule_words(self) -> str:
        """By which rule of its group it goes, in words; "" before it was opened."""
        if not self.rule_version:
            return ""
        version = f"Version {self.rule_version} of the quorum of {self.group_name}"
        return f"{version}. {self.rule.in_words}"

    def quorum_for(self, settled: Settled) -> Quorum:
        """Whether it had the quorum for what was settled, by what is known now, and why not."""
        there = self.there_at(settled.item, judged_then=settled.judged)
        return quorum_of(self.rule, there, partners=self.partners)

    @property
    def wanting(self) -> list[str]:
        """The decisions taken or confirmed here for which it turned out to have no quorum."""
        return [*dict.fromkeys(each.decision for each in self.settled if each.wanting)]

    def _settle(self, decision: str, item: int, *, confirms: bool = False) -> None:
        made = Settled(decision, item, self.judgements, confirms)
        self.settled = [*(each for each in self.settled if each.key != made.key), made]

    def _find_quorate(self, decision: str, item: int, *, confirms: bool, quorate: bool) -> None:
        self.settled = [
            replace(each, wanting=not quorate) if each.key == (decision, item, confirms) else each
            for each in self.settled
        ]

    @property
    def quorum_words(self) -> str:
        """Whether it was quorate, item by item, in a few sentences; "" before it was opened."""
        if self.written:
            return self.written.quorum or f"{QUORATE[self.written.quorate]}."
        if not self.took_place:
            return ""
        found = [(each.number, self.quorum_at(each.number)) for each in self.items]
        told = [
            (quorum, [number for number, _ in items])
            for quorum, items in groupby(found, key=lambda each: each[1])
        ]
        if len(told) == 1:
            only: Quorum = told[0][0]
            return only.sentence
        last = told[-1][1][-1] if told else 0
        return " ".join(_said(quorum, self._called(items, last)) for quorum, items in told)

    def _called(self, items: Sequence[int], last: int) -> str:
        """Items in a row, by their places: “for item 2”, “for items 1 to 5”, “from item 6”."""
        first, end = self.place_of(items[0]), self.place_of(items[-1])
        if items[-1] == last and len(items) > 1:
            return f"from item {first}"
        return f"for item {first}" if first == end else f"for items {first} to {end}"

    @property
    def quorate(self) -> Quorate | None:
        """Whether it was; None before it was opened."""
        if self.written:
            return self.written.quorate
        if not self.took_place:
            return None
        found = {self.quorum_at(each.number).holds for each in self.items}
        if not found or None in found:
            return Quorate.UNKNOWN
        return Quorate.PARTLY if len(found) > 1 else Quorate.YES if found.pop() else Quorate.NO

    def seat_of(self, office: Office) -> SeatThen | None:
        """The seat of the chair or the deputy that day."""
        return next((each for each in self.seats.values() if each.office is office), None)

    def can_chair(self, office: Office, item: int) -> bool:
        """Whether the chair, or the deputy, is there for an item without an interest in it."""
        seat = self.seat_of(office)
        who = self.attendee_of(seat.number) if seat else None
        return (
            who is not None and self.is_there(who, item) and not self.in_conflict(who.number, item)
        )

    def has_outcome(self, item: int) -> bool:
        """Whether it is on record what became of an item."""
        return bool(self.outcomes.get(item))

    def _add_outcome(self, item: int, outcome: Outcome) -> None:
        self.outcomes = {**self.outcomes, item: [*self.outcomes.get(item, []), outcome]}

    def _change_attendee(self, number: int, **facts: Any) -> None:
        self.attendees[number] = replace(self.attendees[number], **facts)

    # ------------------------------------------------------------------ its minutes

    @property
    def open_captures(self) -> list[Captured]:
        """What was noted in a line and is neither an item of its own yet nor let go."""
        return [each for each in self.captures.values() if each.is_open]

    def _finish_line(self, capture: int, became: str) -> None:
        """Let what was noted in a line (0: nothing was) have become an item."""
        if capture:
            self.captures[capture] = replace(self.captures[capture], became=became)

    @property
    def open_amendments(self) -> list[Amendment]:
        """The corrections that were asked for and wait for an answer."""
        return [each for each in self.amendments.values() if not each.answer]

    def _answer(
        self, number: int, answer: Amended, on: str, words: str, after: Sequence[str]
    ) -> None:
        asked = self.amendments[number]
        self.amendments[number] = replace(
            asked, answer=answer, answered_on=on, answer_words=words, after=tuple(after)
        )

    @property
    def missing_members(self) -> list[str]:
        """The members of whom nothing is recorded, by role and agency."""
        recorded = {each.seat for each in self.attendees.values()}
        return [
            each.in_words
            for each in self.seats.values()
            if each.member and not each.vacant and each.number not in recorded
        ]

    @property
    def who_was_there(self) -> str:
        """Who took part, in one line, or as it was written before this ledger."""
        if self.written:
            return self.written.present
        return in_a_row(each.in_words for each in self.attendees.values() if each.how in THERE)

    @property
    def who_sent_apologies(self) -> str:
        """Who sent apologies, in one line, or as it was written before this ledger."""
        return self.written.apologies if self.written else self._who(How.APOLOGIES)

    @property
    def who_was_absent(self) -> str:
        """Who stayed away without apologies, in one line, or as it was written before."""
        return self.written.absent if self.written else self._who(How.ABSENT)

    def _who(self, how: How) -> str:
        return in_a_row(each.in_words for each in self.attendees.values() if each.how is how)


def _said(quorum: Quorum, when: str) -> str:
    if quorum.holds is None:
        return quorum.sentence
    return f"{'Quorate' if quorum.holds else 'Not quorate'} {when}: {quorum.why}."
