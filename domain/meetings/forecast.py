"""Whether a meeting will be quorate, from the replies so far, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.groups.group import Group
from domain.groups.seats import Seat
from domain.groups.vocabulary import Office, Standing
from domain.kernel.item import post_of
from domain.meetings.quorum import Judged, Present, Quorum, quorum_of
from domain.meetings.state import MeetingState
from domain.meetings.vocabulary import Answer
from domain.partnership.agency import AgencyKind

_COMING = frozenset({Answer.COMING, Answer.ONLINE})


@dataclass(frozen=True)
class Forecast:
    """The quorum that there would be, and the members who have not said that they come."""

    quorum: Quorum
    ask: Sequence[str]

    @property
    def sentence(self) -> str:
        """It in a sentence."""
        if self.quorum.holds is None:
            return self.quorum.sentence
        would = "It would be quorate" if self.quorum.holds else "It would not be quorate"
        return f"{would}: {self.quorum.why}."


def forecast_of(
    meeting: MeetingState, group: Group, agencies: Mapping[str, tuple[str, AgencyKind]]
) -> Forecast:
    """What the replies come to by the rule of the day; `agencies` are name and kind by reference.

    Whoever has not answered is taken for absent: silence is no promise.
    """
    seats = [
        each
        for each in group.seats_on(meeting.meets_on)
        if each.standing is Standing.MEMBER and not each.is_vacant(meeting.meets_on)
    ]
    coming = [each for each in seats if meeting.replies.get(each.number) in _COMING]
    chairs = next(
        (each for office in (Office.CHAIR, Office.DEPUTY) for each in coming
         if each.office is office),
        None,
    )  # fmt: skip
    there = [_present(each, agencies, chairs=each is chairs) for each in coming]
    for seat in seats:
        if meeting.replies.get(seat.number) == Answer.SUBSTITUTE:
            known = meeting.substitutes.get(seat.number)
            there.append(_present(seat, agencies, substitute=known.judged if known else Judged()))
    rule = group.rule_on(meeting.meets_on).rule
    partners = {agencies[each.agency][1]: agencies[each.agency][0] for each in seats if each.agency}
    quorum = quorum_of(rule, there, partners=partners)
    counted = {each.kind for each in there if each.kind in rule.each_of}
    wanted = [
        each
        for each in seats
        if each.number not in meeting.replies
        and (not rule.each_of or _kind(each, agencies) in rule.each_of)
    ]
    missing = [each for each in wanted if _kind(each, agencies) not in counted] or wanted
    return Forecast(quorum, [_who(each, agencies) for each in missing] if not quorum.holds else [])


def _present(
    seat: Seat,
    agencies: Mapping[str, tuple[str, AgencyKind]],
    *,
    chairs: bool = False,
    substitute: Judged | None = None,
) -> Present:
    return Present(_kind(seat, agencies), chairs=chairs, substitute=substitute)


def _kind(seat: Seat, agencies: Mapping[str, tuple[str, AgencyKind]]) -> AgencyKind | None:
    return agencies[seat.agency][1] if seat.agency else None


def _who(seat: Seat, agencies: Mapping[str, tuple[str, AgencyKind]]) -> str:
    return post_of(seat.role, agencies[seat.agency][0] if seat.agency else "")
