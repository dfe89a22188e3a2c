"""The original and the revised date of one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.days.two_dates import first_and_revised


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("31/05/2026 (extended to 30/09/2026)", ("31/05/2026", "30/09/2026")),
        ("30 June 2026\nRevised: 30 September 2026", ("30 June 2026", "30 September 2026")),
        ("Original date: 31/03/2026, now 31/03/2027", ("31/03/2026", "31/03/2027")),
        ("March 2026 → June 2026", ("March 2026", "June 2026")),
        ("31/03/2026 > 30/06/2026", ("31/03/2026", "30/06/2026")),
        ("31/03/2026 then 30/06/2026", ("31/03/2026", "30/06/2026")),
        ("31/03/2026 revised to 30/06/2026, now 30/09/2026", ("31/03/2026", "30/09/2026")),
        ("Original 31/03/2026 Revised 30/06/2026", ("31/03/2026", "30/06/2026")),
        ("31 March 2026; new date 30 June 2026", ("31 March 2026", "30 June 2026")),
        ("30 June 2026 (was 31 March 2026)", ("31 March 2026", "30 June 2026")),
        ("30/06/2026, previously 31/03/2026", ("31/03/2026", "30/06/2026")),
        ("New date: 30 June 2026 (original 31 March 2026)", ("31 March 2026", "30 June 2026")),
        ("Extended from 31/03/2026 to 30/06/2026", ("31/03/2026", "30/06/2026")),
        ("30/06/2026 (moved from 31/03/2026)", ("31/03/2026", "30/06/2026")),
        ("31/03/2026 (original), 30/06/2026 (revised)", ("31/03/2026", "30/06/2026")),
        ("30/06/2026 (revised), 31/03/2026 (original)", ("31/03/2026", "30/06/2026")),
        ("31/03/2026 original date; 30/06/2026 new date", ("31/03/2026", "30/06/2026")),
        ("31/03/2026 revised target date to be agreed", None),
        ("31/03/2026", None),
        ("Revised: 31/03/2026", None),
        ("", None),
    ],
)
def test_an_original_and_a_revised_date_may_stand_in_one_cell(
    words: str, dates: tuple[str, str] | None
) -> None:
    assert first_and_revised(words) == dates


@given(st.text(max_size=80))
def test_any_text_can_be_looked_at(words: str) -> None:
    assert first_and_revised(words) is None
