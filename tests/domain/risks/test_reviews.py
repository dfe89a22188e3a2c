"""When a risk is to be at its target, and when it is reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.days.due import months_after
from domain.kernel.errors import DomainError
from domain.risks.risk import Risk
from domain.risks.vocabulary import LONGEST_CADENCE
from tests.examples import NOW, given, news, told


def test_a_first_target_date_needs_no_reason() -> None:
    risk = given(Risk.Recorded)
    risk.set_target_date(NOW, target_on=date(2026, 9, 30))
    assert news(risk) == [(Risk.TargetDateSet, {"target_on": "2026-09-30", "reason": ""})]
    assert told(risk) == ["set the target date: 30 September 2026"]


def test_a_moved_target_date_is_news_of_its_own_with_its_reason() -> None:
    risk = given(Risk.Recorded, Risk.TargetDateSet)
    with pytest.raises(DomainError, match="Enter the reason for which the target") as refused:
        risk.set_target_date(NOW, target_on=date(2026, 12, 31))
    assert refused.value.field == "reason"
    risk.set_target_date(NOW, target_on=date(2026, 12, 31), reason="Recruitment takes longer")
    assert news(risk) == [
        (
            Risk.TargetDateMoved,
            {
                "target_on": "2026-12-31",
                "moved_from": "2026-09-30",
                "reason": "Recruitment takes longer",
            },
        )
    ]
    assert told(risk) == ["moved the target date from 30 September 2026 to 31 December 2026"]
    assert (risk.target_on, risk.first_target_on) == ("2026-12-31", "2026-09-30")


def test_the_same_target_date_is_no_move() -> None:
    risk = given(Risk.Recorded, Risk.TargetDateSet)
    with pytest.raises(DomainError, match="the target date already") as refused:
        risk.set_target_date(NOW, target_on=date(2026, 9, 30), reason="x")
    assert refused.value.field == "target_on"


def test_a_review_is_scheduled_with_its_cadence() -> None:
    risk = given(Risk.Recorded)
    risk.schedule_review(NOW, review_on=date(2026, 8, 12), cadence=3)
    assert news(risk) == [(Risk.ReviewScheduled, {"review_on": "2026-08-12", "cadence": 3})]
    assert told(risk) == ["set the next review for 12 August 2026, then every 3 months"]


@pytest.mark.parametrize(("cadence", "words"), [(0, ""), (1, ", then every month")])
def test_a_cadence_reads_well(cadence: int, words: str) -> None:
    risk = given(Risk.Recorded)
    risk.schedule_review(NOW, review_on=date(2026, 8, 12), cadence=cadence)
    assert told(risk) == [f"set the next review for 12 August 2026{words}"]


def test_a_review_is_not_scheduled_in_the_past() -> None:
    risk = given(Risk.Recorded)
    with pytest.raises(DomainError, match="must not be in the past") as refused:
        risk.schedule_review(NOW, review_on=date(2026, 5, 11))
    assert refused.value.field == "review_on"
    risk.schedule_review(NOW, review_on=date(2026, 5, 12))
    assert risk.review_on == "2026-05-12"


@pytest.mark.parametrize("cadence", [-1, LONGEST_CADENCE + 1, 999_999_999])
def test_a_cadence_beyond_all_reason_is_refused(cadence: int) -> None:
    """Its next review would be after the end of the calendar."""
    with pytest.raises(DomainError, match="at least every 60 months") as refused:
        given(Risk.Recorded).schedule_review(NOW, review_on=date(2026, 8, 12), cadence=cadence)
    assert refused.value.field == "cadence"


def test_a_review_says_what_was_found() -> None:
    risk = given(Risk.Recorded)
    risk.review(NOW, finding="No change since March")
    assert news(risk) == [(Risk.Reviewed, {"finding": "No change since March", "review_on": ""})]
    assert told(risk) == ["reviewed it: No change since March"]
    assert (risk.reviewed_on, risk.review_on) == ("2026-05-12", "")


def test_a_finding_that_ends_with_a_full_stop_does_not_have_two_ends() -> None:
    risk = given(Risk.Recorded)
    risk.review(NOW, finding="No change.", review_on=date(2026, 8, 12))
    assert told(risk) == ["reviewed it: No change; next review 12 August 2026"]


def test_the_next_review_follows_from_the_cadence() -> None:
    risk = given(Risk.Recorded, Risk.ReviewScheduled)
    risk.review(NOW, finding="No change")
    assert told(risk) == ["reviewed it: No change; next review 12 August 2026"]


def test_the_next_review_follows_from_the_day_on_which_it_was_reviewed() -> None:
    risk = given(Risk.Recorded, Risk.ReviewScheduled)
    risk.review(replace(NOW, on=date(2026, 5, 1)), finding="No change")
    assert risk.review_on == "2026-08-01"


def test_a_date_that_is_given_goes_before_the_cadence() -> None:
    risk = given(Risk.Recorded, Risk.ReviewScheduled)
    risk.review(NOW, finding="No change", review_on=date(2026, 6, 1))
    assert (risk.review_on, risk.cadence) == ("2026-06-01", 3)


def test_the_next_review_is_not_before_this_one() -> None:
    with pytest.raises(DomainError, match="must be after this one") as refused:
        given(Risk.Recorded).review(NOW, finding="x", review_on=date(2026, 5, 11))
    assert refused.value.field == "review_on"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 14), 1, date(2026, 2, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 12), LONGEST_CADENCE, date(2031, 5, 12)),
    ],
)
def test_months_after_a_day_that_the_month_does_not_have_is_its_last_day(
    day: date, months: int, later: date
) -> None:
    assert months_after(day, months) == later
