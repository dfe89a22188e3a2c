"""Times of day, and days with a time, as people write them."""

from __future__ import annotations

from datetime import time

import pytest

from domain.kernel.days.times import read_moment, read_time


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("16:30", time(16, 30)), ("16.30", time(16, 30)), ("1630", time(16, 30)),
        ("4:30pm", time(16, 30)), ("4.30 p.m.", time(16, 30)), ("4 PM", time(16)),
        ("12am", time(0)), ("12 pm", time(12)), ("9:05", time(9, 5)), (" noon ", time(12)),
        ("midday", time(12)), ("0:00", time(0)), ("16:30:20", time(16, 30)),
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(words: str, found: time) -> None:
    assert read_time(words) == found


@pytest.mark.parametrize(
    "words",
    ["", "24:00", "16:60", "13pm", "0 am", "4", "half past four", "midnight", "4:30 or so"],
)
def test_what_is_no_time_is_none(words: str) -> None:
    assert read_time(words) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("24 December 2026, 16:30", "2026-12-24T16:30+00:00"),
        ("Thursday 24 December 2026, 16:30", "2026-12-24T16:30+00:00"),
        ("24/12/2026 4.30 pm", "2026-12-24T16:30+00:00"),
        ("24 dec 26 at 4pm", "2026-12-24T16:00+00:00"),
        ("2026-07-01T16:30", "2026-07-01T16:30+01:00"),
        ("2026-07-01 23:30", "2026-07-01T23:30+01:00"),
        ("2026-07-01T23:30Z", "2026-07-02T00:30+01:00"),
        ("25 October 2026, 01:30 BST", "2026-10-25T01:30+01:00"),
        ("25 October 2026, 01:30 GMT", "2026-10-25T01:30+00:00"),
    ],
)
def test_a_day_with_a_time_is_a_moment_in_london(words: str, found: str) -> None:
    assert read_moment(words) == found


@pytest.mark.parametrize(
    "words", ["", "24 December 2026", "16:30", "December 2026, 16:30", "soon 4pm"]
)
def test_a_day_or_a_time_alone_is_no_moment(words: str) -> None:
    assert read_moment(words) == ""
