"""Who is to come to a meeting: replies, substitutes and the seats of its day (ToR 3.5, 3.6)."""

from __future__ import annotations

from datetime import date

from domain.groups.group import Group
from domain.groups.rule import RuleContent
from domain.groups.seats import Seat
from domain.groups.speaking import by_its_own_group
from domain.groups.vocabulary import Standing
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.item import long_date
from domain.kernel.moves import move
from domain.kernel.terms import Occasion
from domain.meetings.planning import PlannedMeeting, not_closed, not_opened
from domain.meetings.records import seat_then
from domain.meetings.vocabulary import Answer
from domain.partnership.agency import Agency


class ExpectedMeeting(PlannedMeeting):
    """A meeting to which people are expected."""

    @move(not_opened)
    def reply(self, occasion: Occasion, *, seat: int, reply: Answer, find: Finder) -> None:
        """Record what the holder of a seat says beforehand."""
        whose = seat_then(self._held_seat(seat, find, day=self.meets_on)).in_words
        self._record(occasion, self.Replied, seat=seat, whose=whose, reply=reply.value)

    @move(not_opened)
    def reply_oneself(self, occasion: Occasion, *, reply: Answer, find: Finder) -> None:
        """Say whether one comes, for each seat that one holds on the day of the meeting."""
        for each in self.own_seats(occasion.by.person, find):
            self.reply(occasion, seat=each.number, reply=reply, find=find)

    def own_seats(self, person: str, find: Finder) -> list[Seat]:
        """The seats that the holder of an account has on the day of the meeting. Raises DomainError
        where there is none."""
        group = find(Group, self.group)
        if own := group.seats_held_by(person, self.meets_on):
            return own
        raise DomainError(
            f"You hold no seat in {group.name} on {long_date(self.meets_on)}. If that is wrong, "
            "ask the Business Team to name your account with your seat on the page of the group."
        )

    @move(not_closed, by=[by_its_own_group])
    def judge_substitute(
        self,
        occasion: Occasion,
        *,
        seat: int,
        role: str,
        contributes: bool,
        commissions: bool,
        judged_by: str,
        reason: str,
        find: Finder,
    ) -> None:
        """Record whether somebody may substitute the holder of a seat (ToR 3.6): whether they can
        contribute, and commission work in their agency, who judged it, and why it is needed.

        Of one who is there already it counts for what is decided from then on.
        """
        whose = seat_then(self._held_seat(seat, find, day=self.meets_on)).in_words
        there = self.substitute_there(seat)
        if there and there.is_judged and there.role.casefold() != role.casefold():
            raise DomainError(
                f"{there.in_words} is there in that place. Enter that role, “{there.role}”, to "
                "judge them anew, or record first that they departed.",
                field="role",
            )
        self._record(
            occasion,
            self.SubstituteJudged,
            seat=seat,
            whose=whose,
            role=role,
            contributes=contributes,
            commissions=commissions,
            judged_by=judged_by,
            reason=reason,
        )

    def _held_seat(self, number: int, find: Finder, *, day: str) -> RuleContent:
        """A seat of the group that somebody holds on a day of the meeting. Raises DomainError."""
        group = find(Group, self.group)
        seat = group.seats.get(number)
        if seat is None or not seat.exists(day):
            raise DomainError(
                f"{group.name} has no seat of that number on {long_date(day)}.", field="seat"
            )
        facts = seat_facts(seat, day, find)
        if facts["vacant"] and not seat.is_vacant(day):
            raise DomainError(
                f"{facts['agency_name']} was no member of the partnership on {long_date(day)}, so "
                f"nobody holds seat {number}. Give a seat to whoever took its place, on the page "
                f"of {group.name}.",
                field="seat",
            )
        if facts["vacant"]:
            raise DomainError(
                f"Seat {number} is vacant on {long_date(day)}, so nobody replies for it, comes or "
                f"is substituted. If its agency has named somebody, fill it first on the page of "
                f"{group.name}.",
                field="seat",
            )
        return facts


def seat_facts(seat: Seat, day: str, find: Finder) -> RuleContent:
    """A seat as it was on a day, as an event holds it. Nobody holds one for an agency that is no
    longer a member."""
    agency = find(Agency, seat.agency) if seat.agency else None
    gone = agency is not None and not agency.was_member(date.fromisoformat(day))
    return {
        "number": seat.number,
        "agency": seat.agency,
        "agency_name": agency.name_on(day) if agency else "",
        "kind": agency.kind.value if agency else "",
        "role": seat.role,
        "member": seat.standing is Standing.MEMBER,
        "office": seat.office.value,
        "vacant": gone or seat.is_vacant(day),
        "person": seat.person,
    }
