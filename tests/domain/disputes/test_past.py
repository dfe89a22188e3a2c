"""A dispute that ran before the ledger is reported as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.procedure.rules import Ending
from tests.disputed import COUNCIL, HEALTH_BOARD, PROBATION, record, recorded
from tests.domain.disputes.commands import do, refused, sentence_of
from tests.examples import news, told


def test_what_ran_before_is_reported_and_not_our_own_process() -> None:
    dispute = recorded(past=True)
    do(dispute, "report_stage", stage="saas", on=date(2026, 5, 11))
    do(dispute, "report_ending", ending=Ending.DECIDED, words="The council.")
    assert told(dispute) == [
        "reported that it came to stage 3, SAAS convened resolution",
        "reported that it ended: resolved by decision: The council.",
    ]
    assert news(dispute)[0][1]["skipped"] == ["senior"]
    assert (dispute.ending, dispute.outcome) == (Ending.DECIDED, "The council.")


@pytest.mark.parametrize("move", ["report_stage", "report_ending"])
def test_what_is_recorded_from_the_minutes_is_not_reported(move: str) -> None:
    assert sentence_of(do, recorded(), move) == (
        "This is only for disputes that ran before they were recorded here."
    )


def test_a_past_stage_is_one_of_the_procedure_and_not_before_the_last() -> None:
    dispute = recorded(past=True)
    assert sentence_of(do, dispute, "report_stage", stage="panel").startswith(
        "The procedure has no stage “panel”. It has: 1 Direct resolution between the agencies; 2 "
    )
    assert "the date is before that." in sentence_of(
        do, dispute, "report_stage", on=date(2026, 5, 5)
    )
    assert "the date is before that." in sentence_of(
        do, dispute, "report_ending", on=date(2026, 5, 5)
    )


def test_that_a_past_dispute_came_to_where_it_is_needs_no_record_without_a_note() -> None:
    dispute = recorded(past=True)
    do(dispute, "report_stage", stage="Stage 1")
    assert news(dispute) == []
    do(dispute, "report_stage", stage="Stage 1", note="It says so twice.")
    assert told(dispute) == [
        "reported that it came to stage 1, Direct resolution between the agencies"
    ]


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        (
            {"third_agency": PROBATION, "third_position": "c", "others": [], "positions": ["a"]},
            "Select a second agency before a third.",
            "other_agency",
        ),
        (
            {"others": [], "positions": ["a", "b"]},
            "Select the agency whose position this is.",
            "other_agency",
        ),
        (
            {"positions": ["a", "b", "c"]},
            "Select the agency whose position this is.",
            "third_agency",
        ),
        (
            {"authorised_by": "Director"},
            "Enter why it is urgent, or leave what belongs to that empty.",
            "urgent_reason",
        ),
        (
            {"start_at": "saas"},
            "Enter why it is urgent, or leave what belongs to that empty.",
            "urgent_reason",
        ),
    ],
)  # fmt: skip
def test_a_form_that_is_filled_in_by_halves_is_not_taken(
    facts: dict[str, Any], sentence: str, field: str
) -> None:
    assert refused(record, **facts) == (sentence, field)


def test_a_past_dispute_may_be_between_more_agencies_than_a_form_has_room_for() -> None:
    dispute = record(past=True, others=[COUNCIL, PROBATION], more_agencies=[HEALTH_BOARD])
    assert dispute.parties == [
        "kent-police", "kent-county-council", "probation-service", "nhs-kent-and-medway",
    ]  # fmt: skip
    assert dispute.positions.keys() == {"kent-police", "kent-county-council"}
