"""The seats that the forms of a meeting offer while people come and go."""

from __future__ import annotations

from application.nouns.catalogue import CATALOGUE
from domain.meetings.vocabulary import How
from tests.meetings import LEAD, NURSE, SUPERINTENDENT, Sitting, planned


def offered(sitting: Sitting, form: str) -> set[int]:
    return {int(number) for number, _ in CATALOGUE[form].options(sitting.meeting)["seat"]}


def test_a_seat_is_offered_again_while_nobody_is_there_for_it() -> None:
    sitting = planned().open()
    sitting.attend(NURSE, How.APOLOGIES)
    sitting.attend(LEAD)
    deputy = sitting.substitute(SUPERINTENDENT)
    for form in ("meeting.attend", "meeting.attend_as_substitute"):
        assert NURSE in offered(sitting, form)
        assert offered(sitting, form).isdisjoint({LEAD, SUPERINTENDENT})
    sitting.meeting.depart(sitting.now, attendee=deputy, item=2, beside=sitting.others)
    assert SUPERINTENDENT in offered(sitting, "meeting.attend")


def test_a_substitute_who_is_there_can_be_judged() -> None:
    sitting = planned().open()
    sitting.substitute(NURSE)
    assert NURSE in offered(sitting, "meeting.judge_substitute")
