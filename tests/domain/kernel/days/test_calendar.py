"""Working days, on the bank holidays of England and Wales (ToR 3.2 and 3.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.bank_holidays import england_and_wales
from domain.kernel.days.bank_holidays import by_rule
from domain.kernel.days.calendar import NO_HOLIDAYS, Calendar

KENT = england_and_wales()
days_of_a_year = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("meeting", "papers", "minutes"),
    [
        (date(2026, 1, 14), date(2026, 1, 5), date(2026, 1, 28)),
        (date(2026, 4, 2), date(2026, 3, 24), date(2026, 4, 20)),
        (date(2026, 1, 6), date(2025, 12, 23), date(2026, 1, 20)),
        (date(2026, 12, 16), date(2026, 12, 7), date(2027, 1, 4)),
    ],
)
def test_papers_are_due_seven_working_days_before_a_meeting_and_minutes_ten_after(
    meeting: date, papers: date, minutes: date
) -> None:
    assert KENT.after(meeting, -7) == papers
    assert KENT.after(meeting, 10) == minutes
    assert KENT.between(meeting, papers) == -7
    assert KENT.between(meeting, minutes) == 10


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 4), False),  # a Saturday
        (date(2026, 4, 5), False),  # a Sunday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 8, 3), True),  # a bank holiday in Scotland alone
        (date(2026, 12, 28), False),  # for Boxing Day, a Saturday
    ],
)
def test_monday_to_friday_are_worked_but_for_bank_holidays(day: date, worked: bool) -> None:
    assert KENT.is_worked(day) is worked


@pytest.mark.parametrize(
    ("start", "days", "words"),
    [
        (date(2026, 5, 11), 1, "1 working day from 11 May 2026"),
        (date(2026, 5, 11), 2, "2 working days from 11 May 2026"),
        (date(2026, 5, 11), -2, "2 working days before 11 May 2026"),
        (
            date(2026, 4, 2), 5,
            "5 working days from 2 April 2026, not counting 3 April 2026 and 6 April 2026",
        ),
        (
            date(2026, 12, 16), 10,
            "10 working days from 16 December 2026, not counting 25 December 2026, "
            "28 December 2026 and 1 January 2027",
        ),
        (
            date(2026, 1, 6), -7,
            "7 working days before 6 January 2026, not counting 25 December 2025, "
            "26 December 2025 and 1 January 2026",
        ),
        (date(2026, 5, 25), 1, "1 working day from 25 May 2026"),
        (date(2026, 5, 25), -1, "1 working day before 25 May 2026"),
    ],
)  # fmt: skip
def test_the_sum_is_shown_with_the_days_that_were_left_out(
    start: date, days: int, words: str
) -> None:
    assert KENT.working(start, days) == words


def test_a_bank_holiday_on_a_weekend_is_left_out_without_a_word() -> None:
    saturday = Calendar(frozenset({date(2026, 5, 16)}))
    assert saturday.working(date(2026, 5, 15), 2) == "2 working days from 15 May 2026"


def test_a_bank_holiday_that_is_announced_later_moves_a_later_sum_and_no_other() -> None:
    before, after = NO_HOLIDAYS, Calendar(frozenset({date(2026, 5, 14)}))
    assert before.after(date(2026, 5, 12), 3) == date(2026, 5, 15)
    assert after.after(date(2026, 5, 12), 3) == date(2026, 5, 18)


@pytest.mark.parametrize("year", [2013, 2014, 2015, 2016, 2017, 2018, 2019, 2021, 2024, 2025, 2026,
                                  2027, 2028])  # fmt: skip
def test_the_rule_finds_what_the_list_has_in_years_without_a_proclaimed_holiday(year: int) -> None:
    assert by_rule(year) == {day for day in KENT.holidays if day.year == year}


def test_the_rule_knows_what_was_proclaimed_or_moved_before_lists_begin() -> None:
    assert date(2011, 4, 29) in by_rule(2011)
    assert {date(2002, 6, 3), date(2002, 6, 4)} < by_rule(2002)
    assert date(2002, 5, 27) not in by_rule(2002)
    assert date(1995, 5, 8) in by_rule(1995)
    assert all(len(by_rule(year)) == 8 for year in (1996, 2006, 2010, 2029, 2033, 2038, 2100))


@pytest.mark.parametrize(
    ("start", "days", "due", "words"),
    [
        (
            date(2011, 4, 27), 5, date(2011, 5, 6),
            "5 working days from 27 April 2011, not counting 29 April 2011 and 2 May 2011; the "
            "bank holidays of 2011 were worked out by rule, as the list does not reach them (it "
            "has 2012 to 2028)",
        ),
        (
            date(2028, 12, 20), 10, date(2029, 1, 8),
            "10 working days from 20 December 2028, not counting 25 December 2028, 26 December "
            "2028 and 1 January 2029; the bank holidays of 2029 were worked out by rule, as the "
            "list does not reach them (it has 2012 to 2028)",
        ),
        (
            date(2030, 6, 3), 1, date(2030, 6, 4),
            "1 working day from 3 June 2030; the bank holidays of 2030 were worked out by rule, "
            "as the list does not reach them (it has 2012 to 2028)",
        ),
    ],
)  # fmt: skip
def test_beyond_the_list_bank_holidays_go_by_rule_and_the_sum_says_so(
    start: date, days: int, due: date, words: str
) -> None:
    calendar = Calendar(
        frozenset(day for day in KENT.holidays if 2012 <= day.year <= 2028), by_rule
    )
    assert calendar.after(start, days) == due
    assert calendar.working(start, days) == words
    assert KENT.after(start, days) == due


def test_a_calendar_without_a_rule_counts_what_it_lists_and_says_nothing_more() -> None:
    assert NO_HOLIDAYS.working(date(2030, 12, 24), 2) == "2 working days from 24 December 2030"


@given(start=days_of_a_year, days=st.integers(-40, 40))
def test_between_undoes_after_and_the_day_found_is_worked(start: date, days: int) -> None:
    found = KENT.after(start, days)
    assert found == start or KENT.is_worked(found)
    assert (found > start, found < start) == (days > 0, days < 0)
    worked = KENT.is_worked(start)
    assert KENT.between(start, found) == days or (days < 0 and not worked)


@given(start=days_of_a_year, length=st.integers(0, 400))
def test_between_is_a_plain_count(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    after_it = [start + timedelta(days=count) for count in range(1, length + 1)]
    assert KENT.between(start, end) == len([day for day in after_it if KENT.is_worked(day)])
    assert KENT.between(end, start) == -KENT.between(start, end)


def test_a_proclaimed_bank_holiday_counts_besides_the_list_and_beyond_it() -> None:
    listed = Calendar(frozenset({date(2026, 12, 25)}), by_rule)
    also = listed.also([date(2026, 6, 15), date(2031, 6, 2)])
    assert also.after(date(2026, 6, 12), 1) == date(2026, 6, 16)
    assert also.working(date(2026, 6, 12), 1) == (
        "1 working day from 12 June 2026, not counting 15 June 2026"
    )
    assert not also.is_worked(date(2031, 6, 2))
    assert also.listed == frozenset({2026}), "it makes no year one that the list reaches"
    assert also.ends == date(2026, 12, 25)
