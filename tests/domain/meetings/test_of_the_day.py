"""A meeting goes by what held on its day: seats and who holds them, agencies, rule, clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from domain.decisions.vocabulary import Kind
from domain.groups.vocabulary import Standing as GroupStanding
from domain.kernel.errors import DomainError
from domain.meetings.vocabulary import Answer, How
from domain.partnership.agency import AgencyKind
from tests.meetings import (
    AGENCIES,
    ASSISTANT,
    DAY,
    HEALTH,
    LEAD,
    NURSE,
    RULE,
    SUPERINTENDENT,
    agency,
    on,
    planned,
    set_rule,
)


def test_a_vacant_seat_has_no_substitute_and_lowers_nothing() -> None:
    sitting = planned()
    sitting.group.vacate_seat(on(date(2026, 4, 1)), seat=NURSE, reason="Moved on.")
    with pytest.raises(DomainError, match="Seat 4 is vacant on 13 May 2026, so nobody"):
        sitting.judge(NURSE)
    sitting.open()
    with pytest.raises(DomainError, match="Seat 4 is vacant on 13 May 2026, so nobody"):
        sitting.substitute(NURSE)
    with pytest.raises(DomainError, match="Seat 4 is vacant on 13 May 2026, so nobody"):
        sitting.attend(NURSE)
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    assert not sitting.meeting.quorum_at(1).holds


@pytest.mark.parametrize("answer", Answer)
def test_nobody_replies_for_a_vacant_seat(answer: Answer) -> None:
    sitting = planned()
    sitting.group.vacate_seat(on(date(2026, 4, 1)), seat=NURSE, reason="Moved on.")
    with pytest.raises(DomainError, match="nobody replies for it, comes or is substituted"):
        sitting.meeting.reply(on(date(2026, 5, 1)), seat=NURSE, reply=answer, find=sitting.find)
    sitting.group.fill_seat(on(date(2026, 5, 2)), seat=NURSE, role="Matron")
    sitting.meeting.reply(on(date(2026, 5, 2)), seat=NURSE, reply=answer, find=sitting.find)


def test_whoever_fills_a_vacant_seat_on_the_day_is_its_member() -> None:
    sitting = planned()
    sitting.group.vacate_seat(on(date(2026, 4, 1)), seat=NURSE, reason="Moved on.")
    sitting.open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    sitting.group.fill_seat(
        on(DAY), seat=NURSE, role="Interim nurse", interim=True, letter="Of 13 May 2026."
    )
    matron = sitting.attend(NURSE, from_item=2)
    assert sitting.meeting.attendees[matron].in_words == f"Interim nurse, {HEALTH}"
    assert [sitting.meeting.quorum_at(item).holds for item in (1, 2)] == [False, True]
    told = [each.sentence({}) for each in sitting.meeting.pending_events[-2:]]  # type: ignore[attr-defined]
    assert told == [
        f"recorded that seat 4 is held by Interim nurse, {HEALTH}",
        f"recorded Interim nurse, {HEALTH}: in the room, from item 2",
    ]


def test_whoever_fills_a_vacant_seat_on_the_day_can_be_substituted() -> None:
    sitting = planned()
    sitting.group.vacate_seat(on(date(2026, 4, 1)), seat=NURSE, reason="Moved on.")
    sitting.open()
    sitting.group.fill_seat(on(DAY), seat=NURSE, role="Matron")
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    sitting.substitute(NURSE, commissions=True)
    assert sitting.meeting.quorum_at(1).holds


def test_a_seat_that_is_given_on_the_day_is_a_seat_of_the_meeting() -> None:
    sitting = planned().open()
    sitting.group.give_seat(
        on(DAY), role="Matron", agency=AGENCIES[HEALTH], standing=GroupStanding.MEMBER
    )
    sitting.attend(8)
    assert sitting.meeting.seats[8].member


def test_a_seat_that_is_filled_after_the_day_changes_nothing_of_the_meeting() -> None:
    sitting = planned()
    sitting.group.vacate_seat(on(date(2026, 4, 1)), seat=NURSE, reason="Moved on.")
    sitting.open()
    sitting.group.fill_seat(on(DAY + timedelta(days=1)), seat=NURSE, role="Matron")
    with pytest.raises(DomainError, match="Seat 4 is vacant on 13 May 2026"):
        sitting.attend(NURSE)


def test_somebody_who_changes_agency_counts_for_the_one_whose_seat_they_held_that_day() -> None:
    """The superintendent goes to the ICB on 14 May; on the 13th she was still of the Police."""
    sitting = planned()
    sitting.group.vacate_seat(on(date(2026, 5, 14)), seat=SUPERINTENDENT, reason="Moved.")
    sitting.open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, NURSE):
        sitting.attend(seat)
    sitting.attend(SUPERINTENDENT)
    assert sitting.meeting.quorum_at(1).holds
    later = planned(date(2026, 5, 20))
    later.group.vacate_seat(on(date(2026, 5, 14)), seat=SUPERINTENDENT, reason="Moved.")
    later.open()
    with pytest.raises(DomainError, match="Seat 5 is vacant on 20 May 2026"):
        later.attend(SUPERINTENDENT)


def test_a_meeting_that_goes_on_after_midnight_decides_on_the_next_day() -> None:
    sitting = planned(date(2026, 10, 24), starts_at=time(22), minutes=360).open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, NURSE, SUPERINTENDENT):
        sitting.attend(seat)
    sitting.meeting.decide(
        on(date(2026, 10, 25)), item=2, kind=Kind.AGREED, words="x", beside=sitting.others
    )
    (reference,) = sitting.meeting.decisions
    assert sitting.others.items[reference].taken_on == "2026-10-25"  # type: ignore[attr-defined]


def test_a_meeting_that_is_opened_later_has_the_names_of_its_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    icb = agency(HEALTH)
    monkeypatch.setitem(AGENCIES, HEALTH, icb)
    icb.rename(on(DAY + timedelta(days=1)), name="NHS Kent", reason="A merger.")
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    nurse = sitting.attend(NURSE)
    assert sitting.meeting.attendees[nurse].in_words == f"Designated Nurse, {HEALTH}"
    sitting.meeting.depart(sitting.now, attendee=nurse, item=2, beside=sitting.others)
    assert f"nobody from {HEALTH}" in sitting.sentence(2)
    later = planned(DAY + timedelta(days=1)).open()
    assert later.meeting.seats[NURSE].agency_name == "NHS Kent"


def test_nobody_holds_a_seat_for_an_agency_that_is_no_longer_a_member(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    icb = agency(HEALTH)
    monkeypatch.setitem(AGENCIES, HEALTH, icb)
    icb.leave(on(DAY - timedelta(days=1)), reason="A merger.")
    sitting = planned().open()
    with pytest.raises(DomainError, match="was no member of the partnership on 13 May 2026, so"):
        sitting.attend(NURSE)
    assert sitting.meeting.partners.keys() == {AgencyKind.LOCAL_AUTHORITY, AgencyKind.POLICE}
    last = planned(DAY - timedelta(days=1)).open()
    last.attend(NURSE)


def test_a_meeting_over_the_october_change_of_the_clocks_has_arrivals_after_midnight() -> None:
    """It starts at 22:00 on 24 October and takes six real hours: to 03:00, winter time."""
    sitting = planned(date(2026, 10, 24), starts_at=time(22), minutes=360).open()
    assert sitting.meeting.ends.isoformat() == "2026-10-25T03:00:00+00:00"
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    nurse = sitting.attend(NURSE, How.APOLOGIES)
    for recorded in (date(2026, 10, 25), date(2026, 10, 30)):
        sitting.meeting.arrive(
            on(recorded), attendee=nurse, item=3, how=How.ONLINE, beside=sitting.others
        )
        *_, arrived = sitting.meeting.pending_events
        assert arrived.on == "2026-10-25"  # type: ignore[attr-defined]
        sitting.meeting.correct_attendance(
            on(recorded), attendee=nurse, how=How.APOLOGIES, reason="x", beside=sitting.others
        )
    with pytest.raises(DomainError, match="It takes place on 24 October 2026"):
        sitting.meeting.close(on(date(2026, 10, 23)))
    sitting.meeting.close(on(date(2026, 10, 26)))
    assert sitting.meeting.closed_on == "2026-10-25"
    assert sitting.meeting.minutes_due.day == "2026-11-06"


def test_an_opened_meeting_goes_by_the_rule_of_its_day_and_says_which() -> None:
    sitting = planned()
    set_rule(sitting.group, replace(RULE, chair_counts=True, source="ToR 4"), date(2026, 5, 20))
    sitting.open()
    for seat in (LEAD, NURSE, SUPERINTENDENT):
        sitting.attend(seat)
    sitting.chair(1)
    assert not sitting.meeting.quorum_at(1).holds
    assert sitting.meeting.rule_words == f"Version 1 of the quorum of SAAS. {RULE.in_words}"
    later = planned(date(2026, 5, 20), reference="MTG-2026-002")
    set_rule(later.group, replace(RULE, chair_counts=True, source="ToR 4"), date(2026, 5, 20))
    later.open()
    for seat in (LEAD, NURSE, SUPERINTENDENT):
        later.attend(seat)
    later.chair(1)
    assert later.meeting.quorum_at(1).holds
    assert later.meeting.rule_words.startswith("Version 2 of the quorum of SAAS. It needs")
    assert sitting.meeting.rule_version == 1
