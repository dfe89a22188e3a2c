"""What may be typed into each kind of field, and the sentence where it may not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from application.doing.fields import (
    AgencyField,
    Choice,
    Day,
    Factor,
    ItemField,
    Labelled,
    Line,
    Listed,
    ListedNumber,
    Prose,
    Switch,
    Whole,
)
from domain.kernel.terms import Role
from domain.risks.risk import Risk
from domain.risks.vocabulary import Kind

EVERY_FIELD = [
    Line("A"),
    Prose("A"),
    Day("A"),
    Whole("A"),
    Factor("A", "impacts"),
    Choice("A", Kind),
    Listed("A"),
    ListedNumber("A"),
    Switch("A"),
    AgencyField("A"),
    ItemField("A", Risk),
]


def read(field: Labelled, value: Any) -> Any:
    return field.deserialize(value, "a", {"a": value})


def refusal(field: Labelled, value: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        read(field, value)
    [sentence] = refused.value.messages
    return sentence


# Text


@pytest.mark.parametrize("field", [Line("Title"), Listed("Title"), AgencyField("Title")])
def test_a_line_has_200_characters_at_most(field: Labelled) -> None:
    assert read(field, "x" * 200) == "x" * 200
    assert refusal(field, "x" * 201) == "Title must be 200 characters or fewer; it has 201."


def test_prose_has_10_000_characters_at_most() -> None:
    assert read(Prose("Cause"), "x" * 10_000) == "x" * 10_000
    assert refusal(Prose("Cause"), "x" * 100_000) == (
        "Cause must be 10,000 characters or fewer; it has 100,000."
    )


@pytest.mark.parametrize("field", [Line("Title"), Prose("Title")])
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x08", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_a_character_that_cannot_be_printed_is_named(field: Labelled, character: str) -> None:
    assert refusal(field, f"a{character}b") == (
        f"Title has a character that cannot be printed (U+{ord(character):04X}). Remove it."
    )


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert('x')</script> &amp; <b>bold</b>",
        '=HYPERLINK("https://elsewhere.example")',
        "’; DROP TABLE stored_events; --",
        "{{ 7 * 7 }} %s {title}",
        "עברית, العربية, 日本語, 👩‍👧",
    ],
)
def test_text_stays_as_it_was_typed(words: str) -> None:
    assert read(Line("Title"), words) == words
    assert read(Prose("Cause"), words) == words


def test_every_end_of_line_is_the_same() -> None:
    assert read(Prose("Cause"), "one\r\ntwo\rthree\n\tfour") == "one\ntwo\nthree\nfour"


def test_a_line_is_one_line() -> None:
    assert read(Line("Title"), " one\r\n two\t three\u2028four ") == "one two three four"


def test_text_is_trimmed_and_what_nobody_sees_is_left_out() -> None:
    assert read(Prose("Cause"), "  \n one \n\u200b two\u00a0 more\n\n") == "one\ntwo more"


@pytest.mark.parametrize("field", [Line("Title"), Prose("Title"), Whole("Title"), Day("Title")])
@pytest.mark.parametrize("words", ["\u200b", "\u2060\u00ad", "\u00a0\u3000", "\u202e\u202c"])
def test_what_shows_as_nothing_is_missing(field: Labelled, words: str) -> None:
    assert refusal(field, words) == field.missing


def test_the_same_word_typed_in_two_ways_is_the_same_text() -> None:
    assert read(Line("Title"), "cafe\u0301") == "caf\u00e9"


@pytest.mark.parametrize("value", [3, 3.5, True, [], ["x"], {}, b"x"])
def test_what_is_no_text_is_refused(value: Any) -> None:
    assert refusal(Line("Title"), value) == "Title is not valid."


# Missing


@pytest.mark.parametrize("field", EVERY_FIELD, ids=lambda field: type(field).__name__)
@pytest.mark.parametrize("nothing", ["", "   ", "\r\n\t", None])
def test_a_field_that_is_needed_is_missed(field: Labelled, nothing: Any) -> None:
    assert refusal(field, nothing) == field.missing


def test_a_sentence_about_a_question_begins_with_what_it_asks_for() -> None:
    assert refusal(Line("What is it?"), "x" * 201).startswith("What it is must be 200 ")
    assert refusal(Line("How?", named="the way"), "x" * 201).startswith("The way must be 200 ")


@pytest.mark.parametrize(
    ("field", "empty"),
    [
        (Line("A", required=False), ""),
        (Prose("A", required=False), ""),
        (AgencyField("A", required=False), ""),
        (Day("A", required=False), None),
        (Whole("A", required=False), None),
        (Choice("A", Kind, required=False), None),
    ],
)
def test_one_that_is_not_needed_may_be_left_empty(field: Labelled, empty: Any) -> None:
    assert read(field, "") == empty
    assert read(field, "   ") == empty
    assert read(field, None) == empty


# Dates, numbers, choices


@pytest.mark.parametrize("words", ["2026-01-14", "14/01/2026", "14 January 2026", "14 1 26"])
def test_a_date_may_be_written_in_any_form(words: str) -> None:
    assert read(Day("Next review"), words) == date(2026, 1, 14)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2026-02-30", "cannot be read: there is no 30 February 2026."),
        ("0000-00-00", "is of the year 0, which cannot be meant."),
        ("January 2026", "must be one day, such as 31 January 2026."),
        ("46036", "is a spreadsheet’s number for 14 January 2026."),
        ("14 January", "names no year."),
        ("x", "must be a real date, such as 14 January 2026."),
        (20260114, "must be a real date, such as 14 January 2026."),
    ],
)
def test_what_is_no_one_date_is_refused(words: Any, why: str) -> None:
    assert refusal(Day("Next review"), words) == f"Next review {why}"


@pytest.mark.parametrize(("words", "number"), [("3", 3), (" 4 ", 4), ("003", 3), (5, 5), ("0", 0)])
def test_a_whole_number_is_read(words: Any, number: int) -> None:
    assert read(Whole("Likelihood"), words) == number


@pytest.mark.parametrize(
    "words", ["-1", "+3", "3.0", "3,5", "1e3", "three", "٣", "²", "1_000", "9" * 10, 4.0, True, []]
)
def test_what_is_no_whole_number_is_refused(words: Any) -> None:
    assert refusal(Whole("Likelihood"), words) == "Likelihood must be a whole number."


def test_a_choice_is_one_of_its_words() -> None:
    assert read(Choice("Kind", Kind), "early_warning") is Kind.EARLY_WARNING


@pytest.mark.parametrize("words", ["threat", "Risk", "RISK", 1, [], {}])
def test_what_is_no_choice_is_told_what_is(words: Any) -> None:
    names = {Kind.RISK: "Risk: it may happen"}
    assert refusal(Choice("Kind", Kind, names), words) == (
        "Select a kind: Risk: it may happen, Issue, Early warning."
    )


def test_an_unknown_role_is_refused() -> None:
    field = Choice("Role", Role, {role: role.label for role in Role})
    assert refusal(field, "root").startswith("Select a role: Business Team, SAAS Chair, ")


# A switch, and one of a list by its number


@pytest.mark.parametrize(("words", "holds"), [("yes", True), ("no", False)])
def test_a_switch_is_on_or_off(words: str, holds: bool) -> None:
    assert read(Switch("May it?"), words) is holds


@pytest.mark.parametrize("words", ["maybe", "Yes", True])
def test_a_switch_is_nothing_else(words: Any) -> None:
    assert refusal(Switch("May it?"), words) == "Select whether it may: Yes, No."


@pytest.mark.parametrize(
    ("words", "number"),
    [("1", 1), (" 12 ", 12), ("0", 0), ("-1", 0), ("1.0", 0), ("two", 0), ("9" * 200, 0)],
)
def test_what_is_no_number_of_a_list_counts_as_the_one_that_nothing_has(
    words: str, number: int
) -> None:
    assert read(ListedNumber("Control"), words) == number
