"""Mistakes in commissions, evidence for their reports, and corrections of what was decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.commissions.commission import Commission
from domain.commissions.vocabulary import Status
from domain.kernel.errors import DomainError
from tests.disputed import CALENDAR
from tests.domain.commissions.test_commission import EXECUTIVE, asked, ratified
from tests.examples import NOW, finds


def started() -> Commission:
    commission = ratified()
    commission.start(NOW)
    return commission


def correct(commission: Commission, fact: str, becomes: str) -> None:
    commission.correct(
        NOW, fact=fact, becomes=becomes, reason="Misread.", calendar=CALENDAR, find=finds()
    )


def test_a_report_is_evidence_where_it_is_given() -> None:
    commission = started()
    commission.report_back(NOW, report="One of two.", link="https://policy.example/report")
    [shown] = commission.evidence.values()
    assert (shown.title, shown.link) == (f"Report of {commission.of_name}",
                                         "https://policy.example/report")  # fmt: skip
    assert commission.status is Status.REPORTED


def test_a_report_in_words_alone_has_no_evidence() -> None:
    commission = started()
    commission.report_back(NOW, report="One of two.")
    assert commission.evidence == {}


def test_its_days_stay_in_their_order() -> None:
    commission = started()
    commission.report_back(NOW, report="One of two.")
    day = NOW.on - timedelta(days=1)
    with pytest.raises(DomainError, match="in that order"):
        correct(commission, "reported_on", day.isoformat())
    with pytest.raises(DomainError, match="is due after"):
        correct(commission, "due_on", commission.asked_on)
    correct(commission, "report", "Two of two.")
    assert commission.report == "Two of two."


def test_what_was_ratified_of_other_words_is_told() -> None:
    commission = started()
    assert not commission.changed_since_decided
    correct(commission, "question", "Who uses which, and why?")
    assert commission.changed_since_decided


def test_a_ratification_is_corrected_once_the_body_has_confirmed_it() -> None:
    commission = started()
    was = commission.ratified_on
    key = next(each for each, _ in commission.decisions_to_correct() if each.endswith("date"))
    day = NOW.on - timedelta(days=1)
    commission.propose_redecision(NOW, decision=key, becomes=day.isoformat(), reason="Misread.")
    assert commission.ratified_on == was
    with pytest.raises(DomainError, match="somebody else must agree"):
        commission.confirm_redecision(NOW)
    commission.confirm_redecision(EXECUTIVE)
    assert commission.ratified_on == day.isoformat()


def test_the_same_work_is_asked_about_while_it_goes_on() -> None:
    first, again = asked(), asked()
    assert first.likeness == again.likeness
    assert again.is_like(first)
    first.withdraw(NOW, reason="No need.")
    assert not again.is_like(first)
