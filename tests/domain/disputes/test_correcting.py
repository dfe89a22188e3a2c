"""What was recorded wrongly of a dispute is put right, its first clock with it."""

from __future__ import annotations

from datetime import date

import pytest

from domain.disputes.dispute import Dispute
from domain.kernel.errors import DomainError
from domain.kernel.item import Item
from domain.procedure.rules import ClockStart
from tests.disputed import (
    CALENDAR,
    COUNCIL,
    HEALTH_BOARD,
    KENT_POLICE,
    PROBATION,
    ended,
    recorded,
    with_stage,
)
from tests.examples import NOW, finds, told

AGENCIES: list[Item] = [
    HEALTH_BOARD, PROBATION, KENT_POLICE, COUNCIL,
]  # fmt: skip


def correct(dispute: Dispute, fact: str, becomes: str) -> None:
    dispute.correct(
        NOW,
        fact=fact,
        becomes=becomes,
        reason="Misread.",
        calendar=CALENDAR,
        find=finds(*AGENCIES),
    )


@pytest.mark.parametrize("starts", [ClockStart.CIRCULATED, ClockStart.MINUTES])
def test_the_first_clock_counts_from_the_right_date_and_both_sums_are_told(
    starts: ClockStart,
) -> None:
    rules = with_stage("direct", starts=starts)
    dispute = recorded(rules=rules, circulated_on=date(2026, 5, 8))
    was = dispute.visit
    correct(dispute, "circulated_on", "2026-05-11")
    now = dispute.visit
    assert now.due_on > was.due_on
    assert (now.first_due_on, now.first_working) == (now.due_on, now.working)
    assert not now.more_time, "that is no extension"
    sentence = told(dispute)[-1]
    assert was.working in sentence
    assert now.working in sentence


def test_after_its_end_the_stay_has_the_clock_that_it_should_have_had() -> None:
    dispute = ended()
    before = dispute.ending, dispute.ended_on, dispute.outcome
    correct(dispute, "meeting", "Extraordinary SAAS")
    assert (dispute.ending, dispute.ended_on, dispute.outcome) == before
    assert dispute.meeting == "Extraordinary SAAS"


def test_one_party_in_place_of_another_takes_over_what_it_holds_and_that_it_raised_it() -> None:
    dispute = recorded()
    raiser, held = dispute.raised_by, dispute.positions[dispute.raised_by]
    others = [each for each in dispute.parties if each != raiser]
    correct(dispute, "parties", ", ".join([*others, PROBATION.reference]))
    assert dispute.raised_by == PROBATION.reference
    assert dispute.positions[PROBATION.reference] == held
    assert raiser not in dispute.names
    assert dispute.visit.asked == tuple(others)


@pytest.mark.parametrize(
    ("fact", "becomes", "sentence"),
    [
        ("parties", "kent-police", "at least two agencies"),
        ("parties", "kent-police, nobody", "There is no agency nobody"),
        ("raised_by", "probation-service", "Correct the parties first"),
        ("met_on", "2027-01-14", "must not be in the future"),
        ("met_on", "31 February 2026", "real date"),
        ("met_on", "", "should be"),
        ("outcome", "Another", "cannot be corrected"),
    ],
)
def test_what_makes_no_sense_is_refused(fact: str, becomes: str, sentence: str) -> None:
    dispute = recorded()
    with pytest.raises(DomainError, match=sentence):
        correct(dispute, fact, becomes)


def test_the_meeting_stays_before_its_minutes() -> None:
    dispute = recorded(circulated_on=date(2026, 5, 8))
    with pytest.raises(DomainError, match="in that order"):
        correct(dispute, "met_on", "2026-05-11")
