"""The forecast of a quorum from the replies so far, and whom to ask."""

from __future__ import annotations

from dataclasses import replace

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
    RULE,
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


def test_of_an_agency_with_an_unjudged_substitute_only_the_judgement_is_asked_for() -> None:
    replies = {LEAD: COMING, ASSISTANT: COMING, NURSE: COMING, SUPERINTENDENT: Answer.SUBSTITUTE}
    found = forecast(planned(), replies)
    assert f"nobody from {POLICE} but a substitute whom nobody has judged" in found.sentence
    assert found.ask == [f"whoever judges the substitute of Superintendent, {POLICE}"]


def test_of_an_agency_whose_substitute_cannot_count_its_own_member_is_asked() -> None:
    sitting = planned()
    sitting.judge(SUPERINTENDENT, commissions=False)
    replies = {LEAD: COMING, ASSISTANT: COMING, NURSE: COMING, SUPERINTENDENT: Answer.SUBSTITUTE}
    assert forecast(sitting, replies).ask == [f"Superintendent, {POLICE}"]


def test_of_an_agency_with_the_chair_alone_its_other_members_are_asked() -> None:
    found = forecast(planned(), {LEAD: COMING, NURSE: COMING, SUPERINTENDENT: COMING})
    assert found.ask == [f"Director, {COUNCIL}", f"Assistant Director, {COUNCIL}"]


def test_where_nobody_could_chair_the_chair_and_the_deputy_are_asked() -> None:
    replies = {LEAD: Answer.APOLOGIES, ASSISTANT: COMING, NURSE: COMING, SUPERINTENDENT: COMING}
    found = forecast(planned(), replies)
    assert found.sentence == (
        "It would not be quorate: neither the chair nor the deputy chair has said that they come, "
        "so nobody can say who counts."
    )
    assert found.ask == [f"Director, {COUNCIL}"]


def test_where_only_the_number_is_missing_whoever_has_not_answered_is_asked() -> None:
    replies = {LEAD: COMING, ASSISTANT: COMING, NURSE: COMING, SUPERINTENDENT: COMING}
    found = forecast(planned(rule=replace(RULE, members=4)), replies)
    assert [each.partition(",")[0] for each in found.ask] == [
        "Director", "Head teacher", "Head of Safeguarding",
    ]  # fmt: skip


def test_of_a_group_whose_rule_nobody_knows_nothing_is_foretold() -> None:
    found = forecast(planned(rule=None), {LEAD: COMING})
    assert found.sentence == "Its quorum is not known to this ledger."
