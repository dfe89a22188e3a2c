"""The forecast of a quorum from the replies so far, and whom to ask."""

from __future__ import annotations

import pytest

from domain.meetings.forecast import Forecast, forecast_of
from domain.meetings.vocabulary import Answer
from tests.meetings import (
    AGENCIES,
    ASSISTANT,
    COUNCIL,
    HEALTH,
    LEAD,
    NURSE,
    POLICE,
    SUPERINTENDENT,
    Sitting,
    planned,
)

KNOWN = {each.reference: (each.name, each.kind) for each in AGENCIES.values()}
COMING = Answer.COMING


def forecast(sitting: Sitting, replies: dict[int, Answer]) -> Forecast:
    for seat, reply in replies.items():
        sitting.meeting.reply(sitting.now, seat=seat, reply=reply, find=sitting.find)
    return forecast_of(sitting.meeting, sitting.group, KNOWN)


def test_before_anybody_has_answered_the_partners_are_to_be_asked() -> None:
    found = forecast(planned(), {})
    assert found.quorum.holds is False
    assert [each.rpartition(", ")[2] for each in found.ask] == [
        COUNCIL, COUNCIL, COUNCIL, HEALTH, POLICE,
    ]  # fmt: skip


def test_whoever_comes_in_the_room_or_online_counts_but_for_the_chair() -> None:
    replies = {LEAD: COMING, ASSISTANT: COMING, NURSE: Answer.ONLINE, SUPERINTENDENT: COMING}
    found = forecast(planned(), replies)
    assert found.sentence.startswith("It would be quorate: ")
    assert found.ask == []


def test_it_says_who_is_missing_and_whom_to_ask() -> None:
    found = forecast(planned(), {LEAD: COMING, ASSISTANT: COMING, NURSE: COMING})
    assert found.sentence == f"It would not be quorate: nobody from {POLICE}."
    assert found.ask == [f"Superintendent, {POLICE}"]


@pytest.mark.parametrize(("able", "holds"), [(True, True), (False, False), (None, False)])
def test_a_substitute_who_is_announced_counts_by_what_was_judged(
    able: bool | None, holds: bool
) -> None:
    sitting = planned()
    if able is not None:
        sitting.judge(NURSE, commissions=able)
    replies = {LEAD: COMING, ASSISTANT: COMING, SUPERINTENDENT: COMING, NURSE: Answer.SUBSTITUTE}
    assert forecast(sitting, replies).quorum.holds is holds


def test_of_a_group_whose_rule_nobody_knows_nothing_is_foretold() -> None:
    found = forecast(planned(rule=None), {LEAD: COMING})
    assert found.sentence == "Its quorum is not known to this ledger."
