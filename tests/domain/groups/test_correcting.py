"""What was recorded wrongly of a group: its seats, its documents, from when its quorum holds."""

from __future__ import annotations

from datetime import date

import pytest

from domain.groups.group import Group
from domain.kernel.errors import DomainError
from tests.meetings import AGENCIES, CALENDAR, DAY, POLICE, Sitting, group, on, quorate


def correct(found: Group, fact: str, becomes: str) -> None:
    found.correct(
        on(DAY), fact=fact, becomes=becomes, reason="Misread.", calendar=CALENDAR,
        find=Sitting(found, quorate().meeting).find,
    )  # fmt: skip


def with_document() -> Group:
    found = group()
    found.agree_document(
        on(DAY), title="Terms", edition="1", agreed_by="the Executive", agreed_on=date(2026, 3, 4)
    )
    return found


def test_a_seat_is_corrected_and_a_meeting_that_was_opened_keeps_its_own() -> None:
    sitting = quorate()
    correct(sitting.group, "seats_role_5", "Chief Superintendent")
    correct(sitting.group, "seats_agency_6", AGENCIES[POLICE].reference)
    assert sitting.group.seats[5].role == "Chief Superintendent"
    assert sitting.group.seats[6].agency == "kent-police"
    assert sitting.meeting.seats[5].role == "Superintendent"
    told = sitting.group.pending_events[-1].sentence({"kent-police": POLICE})
    assert told == "corrected “Agency of seat 6” from “kent-schools” to “Kent Police”"


def test_the_next_review_follows_the_day_of_the_agreement_with_both_sums() -> None:
    found = with_document()
    correct(found, "documents_agreed_on_1", "2026-02-04")
    assert found.documents[1].review_due_on == "2027-02-04"
    told = found.pending_events[-1].sentence({})
    assert "12 months from 4 February 2026" in told
    assert "12 months from 4 March 2026" in told


def test_a_review_that_was_given_another_day_does_not_follow() -> None:
    found = with_document()
    correct(found, "documents_review_due_on_1", "2026-12-01")
    correct(found, "documents_agreed_on_1", "2026-02-04")
    assert found.documents[1].review_due_on == "2026-12-01"


def test_from_when_a_quorum_holds_is_corrected() -> None:
    found = group()
    correct(found, "rules_by_number_from_on_1", "2024-03-01")
    assert found.rule_on("2024-02-29").number == 0
    assert found.rule_on("2024-03-01").number == 1


@pytest.mark.parametrize(
    ("fact", "becomes", "why"),
    [
        ("seats_to_on_1", "2023-01-01", "must not be before the first"),
        ("seats_from_on_1", "2019-01-01", "was no member"),
        ("seats_office_3", "chair", "Seat 1 is that of the chair"),
        ("seats_role_99", "X", "no such fact"),
        ("since", "2027-01-01", "future"),
        ("ended_on", "2026-01-01", "no such fact"),
        ("meetings", "four", "whole number"),
    ],
)
def test_nothing_is_corrected_to_what_makes_no_sense(fact: str, becomes: str, why: str) -> None:
    with pytest.raises(DomainError, match=why):
        correct(group(), fact, becomes)
