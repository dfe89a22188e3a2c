"""Who takes part in a meeting, from which item to which, and who chairs (ToR 3.5, 3.6).

Whatever changes who was there is held against what has been decided and confirmed: a decision that
loses its quorum by it stays as it is, is marked, and is asked to be confirmed, until it turns out
to have had one after all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.decisions.decision import Decision
from domain.groups.group import Group
from domain.groups.vocabulary import Office
from domain.kernel.errors import DomainError
from domain.kernel.finder import Beside, Finder
from domain.kernel.moves import move
from domain.kernel.terms import Occasion
from domain.meetings.expected import seat_facts
from domain.meetings.past import PastMeeting
from domain.meetings.planning import (
    PlannedMeeting,
    has_items,
    not_closed,
    not_opened,
)
from domain.meetings.quorum import Judged
from domain.meetings.records import Attendee, SeatThen, Substitute
from domain.meetings.vocabulary import THERE, How, InterestKind
from domain.partnership.agency import SAFEGUARDING_PARTNERS, Agency, KnownAgencies


def is_open(meeting: PlannedMeeting) -> str | None:
    """A guard: it is under way."""
    if not meeting.opened_on:
        return f"{meeting.reference} has not been opened yet."
    return not_closed(meeting)


def was_opened(meeting: PlannedMeeting) -> str | None:
    """A guard: it took place, or does."""
    if meeting.opened_on:
        return None if meeting.took_place else "It was called off."
    return f"{meeting.reference} has not been opened yet."


def has_attendees(meeting: PlannedMeeting) -> str | None:
    """A guard: somebody is recorded."""
    return None if meeting.attendees else "Nobody is recorded as taking part yet."


class AttendedMeeting(PastMeeting):
    """A meeting that people attend."""

    @move(not_opened, has_items)
    def open(self, occasion: Occasion, *, find: Finder, known: KnownAgencies) -> None:
        """Begin it, with the seats and by the rule that hold on its day.

        From now on each item is called by its place on the agenda.
        """
        occasion = self._in_session(occasion)
        group = find(Group, self.group)
        rule = group.rule_on(self.meets_on)
        seats = {
            str(each.number): seat_facts(each, self.meets_on, find)
            for each in group.seats_on(self.meets_on)
        }
        partners = [
            each
            for each in known
            if each.kind in SAFEGUARDING_PARTNERS
            and each.was_member(date.fromisoformat(self.meets_on))
        ]
        self._record(
            occasion,
            self.Opened,
            order=[each.number for each in self.items],
            rule=rule.rule.content(),
            rule_version=rule.number,
            seats=seats,
            partners={each.kind.value: each.name_on(self.meets_on) for each in partners},
        )

    # ------------------------------------------------------------------ who takes part

    @move(is_open)
    def attend(
        self,
        occasion: Occasion,
        *,
        seat: int | None = None,
        role: str = "",
        agency: Agency | None = None,
        how: How,
        from_item: int | None = None,
        find: Finder,
        beside: Beside,
    ) -> None:
        """Record how the holder of a seat takes part, or somebody who has none and only attends."""
        occasion = self._in_session(occasion)
        start = self._span_start(from_item, "from_item")
        if not seat:
            if not role:
                raise DomainError("Select whose seat it is, or enter the role.", field="role")
            self._attended(
                occasion, role=role, how=how.value, from_item=start, seat=0,
                agency=agency.reference if agency else "",
                agency_name=agency.name if agency else "", kind=agency.kind.value if agency else "",
                member=False, office=Office.NONE.value,
            )  # fmt: skip
            return
        if role or agency:
            raise DomainError(
                "Leave role and agency empty: they are those of the seat. A substitute is recorded "
                "as one.",
                field="role",
            )
        whose = self._held_now(occasion, seat, find)
        if known := self.attendee_of(seat):
            raise DomainError(
                f"{known.in_words} is on record already. If they came later, or came back, record "
                "that they arrived; if what is recorded was wrong, correct their attendance.",
                field="seat",
            )
        self._one_person_once(whose, field="seat")
        if how in THERE:
            self._one_for_a_seat(seat, [(start, 0)], field="seat")
        self._attended(occasion, how=how.value, from_item=start, **_of_seat(whose))
        self._hold_against_decisions(occasion, beside, "The attendance was completed.")

    @move(is_open)
    def attend_as_substitute(
        self,
        occasion: Occasion,
        *,
        seat: int,
        how: How,
        from_item: int | None = None,
        find: Finder,
        beside: Beside,
    ) -> None:
        """Record that somebody comes in the place of the holder of a seat: whoever was judged, by
        what was judged of them. One whom nobody has judged counts for nothing."""
        occasion = self._in_session(occasion)
        if how not in THERE:
            raise DomainError("A substitute is in the room or online.", field="how")
        whose = self._held_now(occasion, seat, find)
        judged = self.substitutes.get(seat) or Substitute(
            seat, f"Substitute of {whose.role}", Judged(), "", "", beforehand=False
        )
        facts = {**_of_seat(whose), "role": judged.role, "office": Office.NONE.value}
        start = self._span_start(from_item, "from_item")
        self._one_for_a_seat(seat, [(start, 0)], field="seat")
        self._attended(occasion, how=how.value, from_item=start, **facts, substitute=judged)
        self._hold_against_decisions(occasion, beside, "The attendance was completed.")

    def _attended(
        self, occasion: Occasion, *, substitute: Substitute | None = None, **facts: Any
    ) -> None:
        judged = substitute.judged if substitute else Judged()
        self._record(
            occasion,
            self.Attended,
            attendee=max(self.attendees, default=0) + 1,
            substitute=substitute is not None,
            contributes=judged.contributes,
            commissions=judged.commissions,
            judged_by=substitute.judged_by if substitute else "",
            reason=substitute.reason if substitute else "",
            beforehand=bool(substitute and substitute.beforehand),
            **facts,
        )

    def _held_now(self, occasion: Occasion, number: int, find: Finder) -> SeatThen:
        """A seat that somebody holds: as it was when the meeting was opened or, where nobody held
        it then, as it has been filled or given since, on the day of the meeting."""
        whose = self.seats.get(number)
        if whose is None or whose.vacant:
            facts = self._held_seat(number, find, day=occasion.on.isoformat())
            self._record(occasion, self.SeatTakenUp, seat=facts)
            whose = self.seats[number]
        return whose

    def _one_for_a_seat(
        self, seat: int, spans: Sequence[tuple[int, int]], *, but: int = 0, field: str
    ) -> None:
        """The holder of a seat and a substitute may take turns, but are not there for the same
        item. Raises DomainError."""
        for each in self.attendees.values():
            if not seat or each.seat != seat or each.number == but or each.how not in THERE:
                continue
            for theirs in each.spans:
                if not any(self._meet(theirs, span) for span in spans):
                    continue
                if theirs[1]:
                    raise DomainError(
                        f"{each.in_words} is there for seat {seat} until item {theirs[1]}, so "
                        "nobody else is before. Select that item or a later one; if it is wrong, "
                        "correct their attendance.",
                        field=field,
                    )
                raise DomainError(
                    f"{each.in_words} is there for seat {seat}. Record first that they departed, "
                    "then who is there from that item on; if they never came, correct their "
                    "attendance.",
                    field=field,
                )

    def _alone(self, who: Attendee, spans: Sequence[tuple[int, int]]) -> None:
        """Nobody else is there for their seat, nor they for another. Raises DomainError."""
        self._one_for_a_seat(who.seat, spans, but=who.number, field="attendee")
        if who.seat and not who.substitute:
            self._one_person_once(self.seats[who.seat], field="attendee")

    def _meet(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether two spans have an item in common."""
        start = max(self.place_of(one[0]), self.place_of(other[0]))
        return all(not end or start < self.place_of(end) for _, end in (one, other))

    def _one_person_once(self, whose: SeatThen, *, field: str) -> None:
        """One person counts for one agency, whatever seats they hold."""
        if not whose.person:
            return
        held = {number for number, seat in self.seats.items() if seat.person == whose.person}
        held.discard(whose.number)
        for each in self.attendees.values():
            if each.seat in held and each.substitute is None and each.how in THERE:
                raise DomainError(
                    f"Whoever holds that seat is there as {each.in_words} already, and one person "
                    "counts for one agency.",
                    field=field,
                )

    def _span_start(self, item: int | None, field: str) -> int:
        if not item:
            return 0
        self._item(item, field=field)
        return 0 if self.place_of(item) == 1 else item

    # ------------------------------------------------------------------ coming and going

    @move(is_open, has_attendees)
    def arrive(
        self, occasion: Occasion, *, attendee: int, item: int, how: How, beside: Beside
    ) -> None:
        """Record that somebody came, or came back, from an item on."""
        occasion = self._in_session(occasion)
        who = self._attendee(attendee)
        self._item(item)
        if how not in THERE:
            raise DomainError("Say whether they are in the room or online.", field="how")
        if who.stays:
            raise DomainError(f"{who.in_words} is there already.", field="attendee")
        if who.how in THERE and self.place_of(item) < self.place_of(who.spans[-1][1]):
            raise DomainError(
                f"{who.in_words} left at item {who.spans[-1][1]}, so did not come back before.",
                field="item",
            )
        self._alone(who, [(item, 0)])
        self._record(
            occasion, self.Arrived, attendee=attendee, who=who.in_words, how=how.value, item=item
        )
        self._hold_against_decisions(occasion, beside, "An arrival was recorded.")

    @move(is_open, has_attendees)
    def depart(
        self, occasion: Occasion, *, attendee: int, item: int, reason: str = "", beside: Beside
    ) -> None:
        """Record that somebody is no longer there, or no longer heard, from an item on."""
        occasion = self._in_session(occasion)
        who = self._attendee(attendee)
        self._item(item)
        if who.how not in THERE or who.spans[-1][1]:
            raise DomainError(f"{who.in_words} is not there.", field="attendee")
        if self.place_of(item) <= self.place_of(who.spans[-1][0]):
            raise DomainError(
                f"{who.in_words} was not there before item {item}. If they never came, correct "
                "their attendance.",
                field="item",
            )
        self._record(
            occasion, self.Departed, attendee=attendee, who=who.in_words, item=item, reason=reason
        )
        self._hold_against_decisions(occasion, beside, "A departure was recorded.")

    @move(is_open, has_attendees)
    def take_chair(
        self,
        occasion: Occasion,
        *,
        attendee: int,
        item: int | None = None,
        reason: str = "",
        beside: Beside,
    ) -> None:
        """Record who chairs from an item on (the first, where none is named).

        The chair, or the deputy; where neither is there without an interest, whom the members
        choose: the terms of reference are silent on that, and it is noted.
        """
        occasion = self._in_session(occasion)
        who = self._attendee(attendee)
        at = item or self.items[0].number
        self._item(at)
        if not self.is_there(who, at):
            raise DomainError(f"{who.in_words} is not there at item {at}.", field="attendee")
        if self.in_conflict(attendee, at):
            raise DomainError(
                f"{who.in_words} declared an interest in item {at}, so cannot chair it.",
                field="attendee",
            )
        silent = who.office is Office.NONE or who.substitute is not None
        if silent:
            for office, words in ((Office.CHAIR, "chair"), (Office.DEPUTY, "deputy chair")):
                if self.can_chair(office, at):
                    raise DomainError(
                        f"The {words} is there for item {at} and has no interest in it, so chairs "
                        "it.",
                        field="attendee",
                    )
        if who.office is Office.DEPUTY and self.can_chair(Office.CHAIR, at) and not reason:
            raise DomainError("The chair is there. Say why the deputy chairs.", field="reason")
        self._record(
            occasion,
            self.ChairTaken,
            attendee=attendee,
            who=who.in_words,
            item=at,
            silent=silent,
            reason=reason,
        )
        self._hold_against_decisions(occasion, beside, "Somebody else was recorded as chairing.")

    @move(is_open, has_attendees)
    def declare_interest(
        self,
        occasion: Occasion,
        *,
        attendee: int,
        item: int,
        kind: InterestKind,
        words: str,
        beside: Beside,
    ) -> None:
        """Record an interest in an item: an agency's stays and counts, a person's leaves."""
        occasion = self._in_session(occasion)
        who, found = self._attendee(attendee), self._item(item)
        if self.in_conflict(attendee, item, kind):
            raise DomainError("That has been declared already.", field="attendee")
        self._record(
            occasion,
            self.InterestDeclared,
            attendee=attendee,
            who=who.in_words,
            item=item,
            kind=kind.value,
            words=words,
            restricted=found.restricted,
        )
        self._hold_against_decisions(occasion, beside, "An interest was declared.")

    @move(was_opened, has_attendees)
    def correct_attendance(
        self,
        occasion: Occasion,
        *,
        attendee: int,
        how: How,
        from_item: int | None = None,
        until_item: int | None = None,
        reason: str,
        beside: Beside,
    ) -> None:
        """Put right who was there for which items, after the end of the meeting too.

        Nothing that was decided is written anew: a decision that had no quorum after all is marked,
        and asked to be confirmed. `until_item` is the first that they were no longer there for.
        """
        who = self._attendee(attendee)
        start, end = self._span_start(from_item, "from_item"), until_item or 0
        if end:
            self._item(end, field="until_item")
            if self.place_of(end) <= self.place_of(start):
                raise DomainError("That is before they came.", field="until_item")
        spans = [[start, end]] if how in THERE else []
        if spans:
            self._alone(who, [(start, end)])
        if how is who.how and [tuple(each) for each in spans] == [*who.spans]:
            raise DomainError("That is what is on record already.", field="how")
        self._record(
            occasion,
            self.AttendanceCorrected,
            attendee=attendee,
            who=who.in_words,
            how=how.value,
            spans=spans,
            reason=reason,
        )
        self._hold_against_decisions(occasion, beside, reason)

    def _attendee(self, number: int) -> Attendee:
        found = self.attendees.get(number)
        if found is None:
            raise DomainError("Nobody is recorded under that number.", field="attendee")
        return found

    def _hold_against_decisions(self, occasion: Occasion, beside: Beside, reason: str) -> None:
        """Mark what was decided or confirmed here and has no quorum by what is known now, and lift
        the mark where it has one after all. What is only reported takes none."""
        for each in self.settled:
            quorum = self.quorum_for(each)
            if quorum.holds is None or quorum.holds is not each.wanting:
                continue
            beside.find(Decision, each.decision).find_quorum(
                occasion,
                quorate=quorum.holds,
                meeting=self.reference,
                item=each.item,
                confirms=each.confirms,
                quorum=quorum.sentence,
                reason=reason,
            )
            self._record(
                occasion,
                self.QuorumFoundAfterAll if quorum.holds else self.QuorumFoundWanting,
                decision=each.decision,
                item=each.item,
                confirms=each.confirms,
                quorum=quorum.sentence,
            )


def _of_seat(seat: SeatThen) -> Mapping[str, Any]:
    return {
        "seat": seat.number,
        "agency": seat.agency,
        "agency_name": seat.agency_name,
        "kind": seat.kind.value if seat.kind else "",
        "role": seat.role,
        "member": seat.member,
        "office": seat.office.value,
    }
