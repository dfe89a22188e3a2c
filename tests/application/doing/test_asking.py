"""How a form asks for what it lacks."""

from __future__ import annotations

import pytest

from application.doing.asking import SELECT, ask_for, thing
from application.doing.fields import Day


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("Title", "a title"),
        ("Answer", "an answer"),
        ("Themes", "the themes"),
        ("Owner’s role", "the owner’s role"),
        ("Agency that raised it", "the agency that raised it"),
        ("SHA-256 of the file", "the SHA-256 of the file"),
        ("Safeguarding Partner", "the Safeguarding Partner"),
        ("A third agency", "a third agency"),
        ("Its number there", "its number there"),
        ("What is it?", "what it is"),
        ("Why were they absent?", "why they were absent"),
        ("Which score?", "which score"),
        ("What was decided?", "what was decided"),
        ("What is its position?", "its position"),
        ("What does it reply?", "what it replies"),
        ("What does the third agency hold?", "what the third agency holds"),
        ("What does it not agree with?", "what it does not agree with"),
        ("Is it about a single child’s case?", "whether it is about a single child’s case"),
    ],
)
def test_a_label_becomes_part_of_a_sentence(label: str, named: str) -> None:
    assert thing(label) == named


def test_the_sentence_says_what_to_do() -> None:
    assert ask_for("Title") == "Enter a title."
    assert ask_for("What is it?", verb=SELECT) == "Select what it is."
    assert ask_for("To whom?", verb=SELECT, named="to whom it goes") == "Select to whom it goes."


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Due date", "Enter the due date."),
        ("Last day", "Enter the last day."),
        ("Next review", "Enter the date of the next review."),
    ],
)
def test_a_date_is_asked_for_as_a_date(label: str, sentence: str) -> None:
    assert Day(label).missing == sentence
