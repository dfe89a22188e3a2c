"""The one reader of dates: every form, the last day of longer times, and why there is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.days.dates import (
    Order,
    Unit,
    latest_day,
    order_of,
    read_date,
    turned,
)
from domain.kernel.item import long_date

APRIL = date(2026, 4, 1)


@pytest.mark.parametrize(
    "words",
    [
        "2019-07-22", "2019/7/22", "2019.07.22", "20190722", "2019-07-22T00:00:00",
        "2019-07-22 09:30:00.000", "22/07/2019", "22.7.19", "22-07-2019", "22 07 2019", "22 7 19",
        "22 July 2019", "22nd July, 2019", "22 Jul 2019", "22-Jul-19", "22Jul2019", "22 jul ’19",
        "Monday 22 July 2019", "Mon, 22nd Jul. 2019", "22nd of July 2019", "July 22, 2019",
        "Jul 22nd 2019", "22 JULY 2019 10:30am", "22 July 2019 at 5.30pm", "as at 22 July 2019",
        "As of: 22/07/2019", "by 22 July 2019", "w/e 22/07/2019", " 22  July\n2019 ",
        "\u200e22/\u200e07/\u200e2019", "22\u00a0July\u00a02019", "22\u201107\u20112019",
        "no later than 22 July 2019", "on or before 22/07/19", "Due date: 22 July 2019",
        "(22 July 2019)", "“22 July 2019”", "* 22/07/2019 *", "Deadline - 22 July 2019",
        "week ending Monday 22 July 2019", "22/07/2019.",
        "22_07_2019", "22\\7\\19", "22,7,2019", "22//07//2019", "22\uff0f07\uff0f2019",
        "22\u204407\u20442019", "22|07|2019", "2019-Jul-22", "2019 July 22", "20190722T100000Z",
        "\uff12\uff12/\uff10\uff17/\uff12\uff10\uff11\uff19",
    ],
)  # fmt: skip
def test_a_full_date_is_read_in_every_form_day_before_month(words: str) -> None:
    found = read_date(words)
    assert found.day == found.end == date(2019, 7, 22)
    assert found.words == words
    assert found.told == found.wrong == ""


@pytest.mark.parametrize(
    ("words", "unit", "end"),
    [
        ("Jul-19", Unit.MONTH, date(2019, 7, 31)),
        ("July 2019", Unit.MONTH, date(2019, 7, 31)),
        ("Sept 2021", Unit.MONTH, date(2021, 9, 30)),
        ("End of February 2024", Unit.MONTH, date(2024, 2, 29)),
        ("by the end of February 2023", Unit.MONTH, date(2023, 2, 28)),
        ("end Jan 2026", Unit.MONTH, date(2026, 1, 31)),
        ("End-January 2026", Unit.MONTH, date(2026, 1, 31)),
        ("by the close of 2026", Unit.YEAR, date(2026, 12, 31)),
        ("2019-07", Unit.MONTH, date(2019, 7, 31)),
        ("12/2019", Unit.MONTH, date(2019, 12, 31)),
        ("2011-12", Unit.MONTH, date(2011, 12, 31)),
        ("Q1 2025/26", Unit.QUARTER, date(2025, 6, 30)),
        ("Q3 2021/22", Unit.QUARTER, date(2021, 12, 31)),
        ("Q4 26/27", Unit.QUARTER, date(2027, 3, 31)),
        ("quarter 2 of 2026-27", Unit.QUARTER, date(2026, 9, 30)),
        ("second quarter 2026/27", Unit.QUARTER, date(2026, 9, 30)),
        ("2026/27 Q2", Unit.QUARTER, date(2026, 9, 30)),
        ("H1 2026/27", Unit.HALF_YEAR, date(2026, 9, 30)),
        ("2020/2021", Unit.FINANCIAL_YEAR, date(2021, 3, 31)),
        ("2018-19", Unit.FINANCIAL_YEAR, date(2019, 3, 31)),
        ("2011/12", Unit.FINANCIAL_YEAR, date(2012, 3, 31)),
        ("End of FY 2026/27", Unit.FINANCIAL_YEAR, date(2027, 3, 31)),
        ("1st quarter 2026/27", Unit.QUARTER, date(2026, 6, 30)),
        ("last quarter of 2025/26", Unit.QUARTER, date(2026, 3, 31)),
        ("first half of 2026/27", Unit.HALF_YEAR, date(2026, 9, 30)),
        ("FY25/26", Unit.FINANCIAL_YEAR, date(2026, 3, 31)),
        ("FY 2011-12", Unit.FINANCIAL_YEAR, date(2012, 3, 31)),
        ("2019", Unit.YEAR, date(2019, 12, 31)),
        ("2019 July", Unit.MONTH, date(2019, 7, 31)),
        ("Q1 (2025/26)", Unit.QUARTER, date(2025, 6, 30)),
        ("end of the 2025/26 financial year", Unit.FINANCIAL_YEAR, date(2026, 3, 31)),
        ("year end 2025/26", Unit.FINANCIAL_YEAR, date(2026, 3, 31)),
        ("end of calendar year 2026", Unit.YEAR, date(2026, 12, 31)),
        ("April - June 2026", Unit.SPAN, date(2026, 6, 30)),
        ("March/April 2026", Unit.SPAN, date(2026, 4, 30)),
        ("1 April 2026 to 30 June 2026", Unit.SPAN, date(2026, 6, 30)),
        ("01/04/2026 until the end of June 2026", Unit.SPAN, date(2026, 6, 30)),
    ],
)
def test_a_longer_time_is_no_day_and_comes_to_its_last(words: str, unit: Unit, end: date) -> None:
    found = read_date(words)
    assert (found.day, found.unit, found.end) == (None, unit, end)


@pytest.mark.parametrize("words", ["Q4 2026", "2026 Q4", "fourth quarter of 2026", "H2 2026"])
def test_a_part_of_a_single_year_is_one_of_the_calendar_and_says_so(words: str) -> None:
    found = read_date(words)
    assert found.end == date(2026, 12, 31)
    assert "calendar year" in found.told


@pytest.mark.parametrize(
    ("words", "end", "before"),
    [
        ("early September 2026", date(2026, 9, 30), "early"),
        ("mid-September 2026", date(2026, 9, 30), "mid"),
        ("by late 2026", date(2026, 12, 31), "late"),
        ("the beginning of May 2026", date(2026, 5, 31), "beginning of"),
        ("before 30 June 2026", date(2026, 6, 30), "before"),
        ("after 30 June 2026", date(2026, 6, 30), "after"),
        ("from 30/06/2026", date(2026, 6, 30), "from"),
        ("c. 30 June 2026", date(2026, 6, 30), "c."),
        ("~30/06/2026", date(2026, 6, 30), "~"),
        ("approx. June 2026", date(2026, 6, 30), "approx."),
        ("provisionally 30 June 2026", date(2026, 6, 30), "provisionally"),
        ("Revised to 30 June 2026", date(2026, 6, 30), "revised to"),
        ("was 30 June 2026", date(2026, 6, 30), "was"),
    ],
)
def test_what_changes_a_date_before_it_is_told_and_stays_in_the_words(
    words: str, end: date, before: str
) -> None:
    found = read_date(words)
    assert (found.end, found.before) == (end, before)
    assert found.told == f"has “{before}” before it"
    assert found.iso == words


def test_a_day_of_the_week_that_it_is_not_is_told() -> None:
    assert read_date("Wed 15 January 2026").told == "is a Thursday"
    assert read_date("Thursday, 15 January 2026").told == ""
    assert read_date("Tue, 31 Mar 2026 23:00:00 GMT").told == "is 1 April 2026 in London"


@pytest.mark.parametrize(
    "words", ["w/c 29/06/26", "week commencing Monday 29 June 2026", "W/B 29 June 2026"]
)
def test_the_week_that_begins_on_a_day_comes_to_its_last(words: str) -> None:
    found = read_date(words)
    assert (found.day, found.unit, found.end) == (None, Unit.WEEK, date(2026, 7, 5))
    assert found.told == "names a week"


def test_two_years_in_two_digits_are_a_financial_year_where_they_can_be_nothing_else() -> None:
    assert read_date("25/26").told == "was read as the financial year 2025/26"
    assert read_date("25/26").end == date(2026, 3, 31)
    assert read_date("11/12").end is None
    assert read_date("16/17 year olds").end is None


def test_two_digits_are_a_year_of_this_century_or_of_the_end_of_the_last() -> None:
    assert read_date("22/07/69").day == date(2069, 7, 22)
    assert read_date("22/07/98").day == date(1998, 7, 22)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-08-31T23:00:00Z", date(2026, 9, 1)),
        ("Mon Aug 31 2026 23:30:00 GMT+0100", date(2026, 8, 31)),
        ("2026-08-31T22:59:59.999Z", date(2026, 8, 31)),
        ("2026-01-31T23:30:00Z", date(2026, 1, 31)),
        ("2026-09-01T00:00:00+01:00", date(2026, 9, 1)),
        ("2026-09-01T00:00:00+0200", date(2026, 8, 31)),
        ("31/12/2026 23:30 -05:00", date(2027, 1, 1)),
        ("31 August 2026 11:30pm UTC", date(2026, 9, 1)),
        ("31 August 2026 23:30 BST", date(2026, 8, 31)),
    ],
)
def test_a_moment_counts_on_its_day_in_london(words: str, day: date) -> None:
    assert read_date(words).day == day


@pytest.mark.parametrize(
    "words", ["2026-08-31T25:00Z", "2026-08-31T10:75Z", "2026-08-31T10:00+99:00"]
)
def test_a_moment_that_there_is_not_is_none(words: str) -> None:
    assert read_date(words).end is None
    assert "no such time" in read_date(words).wrong


@pytest.mark.parametrize("words", ["46265", "46265.0", "46265.5"])
def test_the_number_of_a_spreadsheet_is_read_and_told(words: str) -> None:
    found = read_date(words)
    assert found.day == date(2026, 8, 31)
    assert found.told == "is a spreadsheet’s number for 31 August 2026"


@pytest.mark.parametrize(
    ("words", "day", "rest"),
    [
        ("22 July 2019 (inferred)", date(2019, 7, 22), "(inferred)"),
        ("31/03/2026 - agreed at the Executive", date(2026, 3, 31), "- agreed at the Executive"),
        ("2026-03-31; within Three months", date(2026, 3, 31), "within Three months"),
    ],
)
def test_words_may_follow_a_date(words: str, day: date, rest: str) -> None:
    found = read_date(words)
    assert (found.day, found.rest) == (day, rest)
    assert rest in found.told


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("31/11/2026", "cannot be read: there is no 31 November 2026"),
        ("31 June 2025", "cannot be read: there is no 31 June 2025"),
        ("29/02/2027", "cannot be read: there is no 29 February 2027"),
        ("0 March 2026", "cannot be read: there is no 0 March 2026"),
        ("2018/20", "cannot be read: there is no month 20"),
        ("2026-13-01", "cannot be read: there is no month 13"),
        ("45/45/2026", "cannot be read: there is no month 45"),
        ("0020-07-13", "is of the year 20, which cannot be meant"),
        ("1899-12-31", "is of the year 1899, which cannot be meant"),
        ("08/31/2026", "can only be 31 August 2026 with the month first; write the day first"),
        (
            "########",
            "is what a spreadsheet shows where a column is too narrow for its number or date",
        ),
        ("#REF!", "is a spreadsheet’s error (#REF!)"),
        ("#n/a", "is a spreadsheet’s error (#N/A)"),
        ("01/01/1900", "is what a program writes where there is no date"),
        ("1970-01-01T00:00:00Z", "is what a program writes where there is no date"),
        (
            "Q1 FY26",
            "does not say in which year that financial year begins; write it as 2026/27",
        ),
        ("31 March", "names no year"),
        ("End of January", "names no year"),
    ],
)
def test_what_looks_like_a_date_and_is_none_says_why(words: str, wrong: str) -> None:
    assert read_date(words).end is None
    assert read_date(words).wrong == wrong


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "TBC", "accept", "ongoing", "12", "12345678", "Spring 2027", "ASAP",
        "may be delayed", "between 2018 and 2020", "next meeting of the Executive", "1 in 4 cases",
        "10 12 14 boards", "31 Marsh 2026", "v1.2.3", "2026-03-31-7", "1.2.2026.4",
        "2026-W27", "in on by the at due", "week commencing", "monthly", "now", "46,265",
    ],
)  # fmt: skip
def test_other_words_are_only_words(words: str) -> None:
    assert (read_date(words).end, read_date(words).wrong) == (None, "")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("end of January", date(2027, 1, 31)),
        ("April", date(2026, 4, 30)),
        ("31 March", date(2027, 3, 31)),
        ("1 April", date(2026, 4, 1)),
        ("31 March each year", date(2027, 3, 31)),
    ],
)
def test_without_a_year_it_is_the_next_one_after_a_given_day(words: str, day: date) -> None:
    found = read_date(words, after=APRIL)
    assert found.end == day
    assert "names no year" in found.told


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("8/31/2026 12:00:00 AM", Order.MONTH_FIRST),
        ("31/8/2026", Order.DAY_FIRST),
        ("by 9.4.26", Order.EITHER),
        ("9/9/2026", None),
        ("45/45/2026", None),
        ("2026-08-31", None),
        ("TBC", None),
    ],
)
def test_the_numbers_of_a_date_say_in_which_order_they_stand(
    words: str, order: Order | None
) -> None:
    assert order_of(words) is order


def test_dates_with_the_month_first_are_turned_wherever_they_stand() -> None:
    assert turned("9/4/2026 (extended to 12/31/26)") == "2026-09-04 (extended to 2026-12-31)"
    assert turned("2026-08-31, 31/8/2026") == "2026-08-31, 31/8/2026"


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("2021 autumn (inferred)", date(2021, 12, 31)),
        ("between 2018 and 2020", date(2020, 12, 31)),
        ("31/02/2020", date(2020, 2, 29)),
        ("31 June 2025", date(2025, 6, 30)),
        ("July 2019", date(2019, 7, 31)),
        ("soon", None),
    ],
)
def test_the_last_day_that_words_may_mean_stands_anywhere_in_them(
    words: str, end: date | None
) -> None:
    assert latest_day(words) == end


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("05/08/2022", "2022-08-05"),
        ("5th August 2022", "2022-08-05"),
        ("Apr-17", "2017-04"),
        ("04/2017", "2017-04"),
        ("2017-04", "2017-04"),
        ("2018/19", "2018/19"),
        ("2011-12", "2011-12"),
        ("2017", "2017"),
        ("summer  2021", "summer 2021"),
        ("5 August 2022 (draft)", "5 August 2022 (draft)"),
        ("", ""),
    ],
)
def test_dates_become_iso_dates_and_months_stay_months(words: str, iso: str) -> None:
    assert read_date(words).iso == iso


DAYS = st.dates(min_value=date(1970, 1, 2), max_value=date(2199, 12, 31))


@given(DAYS)
def test_every_date_that_the_ledger_writes_is_read_back(day: date) -> None:
    assert read_date(day.isoformat()).day == day
    assert read_date(long_date(day.isoformat())).day == day
    assert read_date(f"{day:%d/%m/%Y}").day == day


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_not_and_never_a_fault(words: str) -> None:
    found = read_date(words, after=APRIL)
    assert found.words == words
    assert not (found.end and found.wrong)


@given(DAYS)
def test_the_end_of_a_quarter_is_the_day_before_the_next(day: date) -> None:
    begins = day.year - (day.month < 4)
    number = (day.month - 4) % 12 // 3 + 1
    end = read_date(f"Q{number} {begins}/{(begins + 1) % 100:02}").end
    assert end is not None
    assert day <= end < day + timedelta(days=92)
