"""Whether a meeting will be quorate, from the replies so far, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.groups.group import Group
from domain.groups.seats import Seat
from domain.groups.vocabulary import Office, Standing, Substitutes
from domain.kernel.item import post_of
from domain.meetings.quorum import Judged, Present, Quorum, counts, quorum_of
from domain.meetings.state import MeetingState
from domain.meetings.vocabulary import Answer
from domain.partnership.agency import AgencyKind

_NOBODY_CHAIRS = (
    "neither the chair nor the deputy chair has said that they come, so nobody can say who counts"
)
_COMING = frozenset({Answer.COMING, Answer.ONLINE})


@dataclass(frozen=True)
class Forecast:
    """The quorum that there would be, and who could still make one: of the agencies that it lacks,
    whoever judges an announced substitute and the members who have not answered, or else those who
    said that they do not come themselves."""

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
    """What the replies come to by the rule of the day; `agencies` are name and kind of the members
    of the partnership that day, by reference.

    Whoever has not answered is taken for absent: silence is no promise.
    """
    seats = [
        each
        for each in group.seats_on(meeting.meets_on)
        if each.standing is Standing.MEMBER
        and not each.is_vacant(meeting.meets_on)
        and (not each.agency or each.agency in agencies)
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
    if quorum.holds is False and not chairs and not rule.chair_counts:
        quorum = Quorum(False, _NOBODY_CHAIRS)
    if quorum.holds:
        return Forecast(quorum, [])
    counted = {each.kind for each in there if counts(rule, each)}
    lacking = [kind for kind in rule.each_of if kind not in counted]
    if not lacking and (chairs or rule.chair_counts):
        silent = [each for each in seats if each.number not in meeting.replies]
        return Forecast(quorum, [_who(each, agencies) for each in silent])
    ask = [] if chairs or rule.chair_counts else _of_chairing(meeting, seats, agencies)
    for kind in lacking:
        away = [each for each in seats if each not in coming and _kind(each, agencies) is kind]
        ask += _whom(meeting, away, agencies, judged=rule.substitutes is Substitutes.IF_ABLE)
    return Forecast(quorum, [*dict.fromkeys(ask)])


def _of_chairing(
    meeting: MeetingState, seats: Sequence[Seat], agencies: Mapping[str, tuple[str, AgencyKind]]
) -> list[str]:
    """Who could chair, of whom none comes yet."""
    can = [each for each in seats if each.office is not Office.NONE]
    return _whom(meeting, can, agencies, judged=False)


def _whom(
    meeting: MeetingState,
    away: Sequence[Seat],
    agencies: Mapping[str, tuple[str, AgencyKind]],
    *,
    judged: bool,
) -> list[str]:
    """Whom to ask of those who do not come: for a judgement, if that lets a substitute count, and
    who has not answered; or else everybody."""
    unjudged = [
        each
        for each in away
        if judged
        and meeting.replies.get(each.number) == Answer.SUBSTITUTE
        and each.number not in meeting.substitutes
    ]
    silent = [each for each in away if each.number not in meeting.replies]
    members = silent or ([] if unjudged else away)
    return [
        *(f"whoever judges the substitute of {_who(each, agencies)}" for each in unjudged),
        *(_who(each, agencies) for each in members),
    ]


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
