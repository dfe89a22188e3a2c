"""Words without what nobody sees, and words compared as people compare them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.plain import clean, in_order, normal, searched


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("Too  few\u00a0places", "Too few places"),
        ("\u200bToo few\u2060 pla\u00adces\ufeff", "Too few places"),
        ("\u202eplaces\u202c \u2066few\u2069", "places few"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        (" one \n\n  two\t ", "one\n\ntwo"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("\u2007\u202f\u3000", ""),
        ("\u200b\u2060\u00ad\u115f\u2800", ""),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("plain", "plain"),
    ],
)
def test_what_nobody_sees_is_gone_and_the_rest_stays(words: str, seen: str) -> None:
    assert clean(words) == seen


@given(st.text())
def test_cleaning_twice_changes_nothing_more(words: str) -> None:
    once = clean(words)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Children’s homes", "childrens   HOMES"),
        ("Children's homes", "Children‘s homes"),
        ("16\u201117s", "16-17s"),
        ("16–17s", "16 17s"),
        ("re-\u00adassess\u00adment", "Re-assessment"),
        ("NHS Kent & Medway", "NHS Kent and Medway"),
        ("Kent\nCounty  Council", "Kent County Council"),
        ("\u200bKent\u00a0Police", "Kent Police"),
        ("Café", "CAFE"),
        ("“Smart” quotes", '"smart" quotes'),
    ],
)
def test_words_that_people_take_for_the_same_are_compared_as_the_same(one: str, other: str) -> None:
    assert normal(one) == normal(other) != ""


def test_words_in_any_script_are_words() -> None:
    assert normal("Łódź, 東京") == "łodz 東京"


def test_what_is_searched_has_a_space_before_each_word() -> None:
    assert searched("RSK-2026-001", "", "Children’s homes") == " rsk 2026 001 childrens homes"


@pytest.mark.parametrize(
    "words",
    [
        ["1.1", "1.2", "1.2a", "1.2b", "1.10", "2", "10"],
        ["DSP-2025-1000", "DSP-2026-009", "DSP-2026-010", "DSP-2026-999", "DSP-2026-1000"],
        ["DSP-2026-9", "DSP-2026-10"],
        ["A9", "A10", "A100", "B1"],
        ["R1", "R1.9", "R1.10", "R 2", "R-3", "R(4)"],
        ["\uff11", "2", "\uff11\uff10"],
        ["Recommendation 2", "recommendation 3", "Recommendation 11"],
    ],
)
def test_words_with_numbers_are_sorted_as_people_count(words: list[str]) -> None:
    for some in (words, words[::-1]):
        assert sorted(some, key=in_order) == words


def test_a_number_without_end_is_sorted_somewhere() -> None:
    assert in_order("9" * 200) > in_order("9" * 20)
    assert in_order("") == ""
