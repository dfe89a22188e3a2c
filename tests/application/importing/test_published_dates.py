"""Dates as registers publish them."""

from __future__ import annotations

from datetime import date

import pytest

from application.importing.published.dates import read_date


@pytest.mark.parametrize(
    "words",
    [
        "2019-07-22", "2019/7/22", "2019-07-22T00:00:00", "2019-07-22 09:30:00.000",
        "22/07/2019", "22.7.19", "22-07-2019", "22 07 2019",
        "22 July 2019", "22nd July, 2019", "22 Jul 2019", "22-Jul-19", "22Jul2019",
        "Monday 22 July 2019", "22nd of July 2019", "July 22, 2019", "22 JULY 2019 10:30am",
        "as at 22 July 2019", "As of: 22/07/2019", "43668", "43668.0", " 22  July\n2019 ",
    ],
)  # fmt: skip
def test_a_full_date_is_read_in_every_form_day_before_month(words: str) -> None:
    found = read_date(words)
    assert found.day == found.end == date(2019, 7, 22)
    assert found.words == words


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("Jul-19", date(2019, 7, 31)),
        ("July 2019", date(2019, 7, 31)),
        ("Sept 2021", date(2021, 9, 30)),
        ("End of February 2024", date(2024, 2, 29)),
        ("2019-07", date(2019, 7, 31)),
        ("12/2019", date(2019, 12, 31)),
        ("2019", date(2019, 12, 31)),
        ("2021 autumn (inferred)", date(2021, 12, 31)),
        ("2020-21 (inferred)", date(2021, 3, 31)),
        ("2020/2021", date(2021, 3, 31)),
        ("Q3 2021/22", date(2022, 3, 31)),
        ("2019-13", date(2019, 12, 31)),
        ("31/02/2020", date(2020, 12, 31)),
        ("07/22/2019", date(2019, 12, 31)),
        ("22 July 2019 (inferred)", date(2019, 7, 31)),
        ("between 2018 and 2020", date(2020, 12, 31)),
    ],
)
def test_words_about_a_time_are_no_date_but_end_with_it(words: str, end: date) -> None:
    assert (read_date(words).day, read_date(words).end) == (None, end)


@pytest.mark.parametrize(
    "words",
    ["", "TBC", "accept", "ongoing", "July", "12", "0020-07-13", "12345678"],
)
def test_other_words_are_only_words(words: str) -> None:
    assert (read_date(words).day, read_date(words).end) == (None, None)
