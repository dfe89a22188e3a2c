"""Due dates as published: the words stay, and come to a date where one follows."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.days.due import due_day, months_after, published_day

PUBLISHED = date(2022, 8, 5)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        (" 2026-03-31 ", date(2026, 3, 31)),
        ("31 March 2026", date(2026, 3, 31)),
        ("1  MARCH 2026", date(2026, 3, 1)),
        ("2017-04", date(2017, 4, 30)),
        ("April 2017", date(2017, 4, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2017", date(2017, 12, 31)),
        ("2018/19", date(2019, 3, 31)),
    ],
)
def test_a_published_date_counts_from_its_last_day(words: str, day: date) -> None:
    assert published_day(words) == day


@pytest.mark.parametrize(
    "words",
    [
        "", "soon", "Spring 2017", "2018/20", "2026-02-30", "30 February 2026", "0 March 2026",
        "2026-13", "2026-00", "1899", "1899-12-31", "9999-12-31", "0001-01-01",
        "31 March", "31 Marsh 2026",
    ],
)  # fmt: skip
def test_what_is_no_date_comes_to_none(words: str) -> None:
    assert published_day(words) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("immediately", PUBLISHED),
        ("Immediate", PUBLISHED),
        ("within three months", date(2022, 11, 5)),
        ("within three (3) months", date(2022, 11, 5)),
        ("3 mths", date(2022, 11, 5)),
        ("6 wks from publication", date(2022, 9, 16)),
        ("2 yrs", date(2024, 8, 5)),
        ("Within 3 months of publication", date(2022, 11, 5)),
        ("within the next six months", date(2023, 2, 5)),
        ("within 6 weeks", date(2022, 9, 16)),
        ("within 10 days", date(2022, 8, 15)),
        ("within ten days", date(2022, 8, 15)),
        ("within a month", date(2022, 9, 5)),
        ("within one year", date(2023, 8, 5)),
        ("within 2 years", date(2024, 8, 5)),
        ("within eighteen months", date(2024, 2, 5)),
        ("2022-10-31", date(2022, 10, 31)),
        ("by 31 October 2022", date(2022, 10, 31)),
        ("by the end of October 2022", date(2022, 10, 31)),
        ("End of 2022", date(2022, 12, 31)),
        ("2022-10", date(2022, 10, 31)),
        ("2022-11-05; within three months", date(2022, 11, 5)),
        ("within three months of the date of publication", date(2022, 11, 5)),
    ],
)
def test_due_words_come_to_a_date_where_one_follows(words: str, day: date) -> None:
    assert due_day(words, published=PUBLISHED) == day


@pytest.mark.parametrize(
    "words",
    [
        "", "to be confirmed", "next meeting of the Executive", "in due course", "within reason",
        "within months", "within 0 days", "within 1000 years", "within ² months",
        "within 10 working days", "within 3 monthsish",
        "within 3 months of the appointment of a lead", "not immediate",
    ],
)  # fmt: skip
def test_other_words_come_to_no_date(words: str) -> None:
    assert due_day(words, published=PUBLISHED) is None


@pytest.mark.parametrize("words", ["immediately", "within three months"])
def test_without_a_date_of_publication_there_is_nothing_to_count_from(words: str) -> None:
    assert due_day(words, published=None) is None


def test_a_date_needs_no_date_of_publication() -> None:
    assert due_day("2017-04", published=None) == date(2017, 4, 30)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 12), 0, date(2026, 5, 12)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, later: date
) -> None:
    assert months_after(day, months) == later
