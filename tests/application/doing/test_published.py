"""Dates as they are published are asked about on a form where they come to no date."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from application.doing.published import AsPublished
from application.nouns.recommendations import RECEIVE

WORDS = {"source": "jtai", "title": "Neglect", "words": "Check.", "agencies": ["kent-police"]}


def typed(**more: Any) -> Any:
    return RECEIVE.asks.load({**WORDS, **more})


def refused(**more: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        typed(**more)
    messages: Any = error.value.messages
    return dict(messages)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("14 jan 26", "2026-01-14"),
        ("January 2026", "2026-01"),
        ("Q1 2025/26", "Q1 2025/26"),
        ("14 January 2026 (approved)", "14 January 2026 (approved)"),
        ("", ""),
    ],
)
def test_the_date_of_publication_is_kept_as_it_is_read(words: str, kept: str) -> None:
    assert typed(published=words)["published"] == kept


@pytest.mark.parametrize(
    ("words", "what"),
    [("31/02/2026", "cannot be read: there is no 31 February 2026"), ("soon", "is no date")],
)
def test_a_date_of_publication_that_is_none_is_asked_about(words: str, what: str) -> None:
    assert refused(published=words) == {
        "published": [
            f"Date published “{words}” {what}. Enter a day, such as 31 March 2026, or a month, "
            "such as March 2026; or leave it empty."
        ]
    }


@pytest.mark.parametrize(
    "words",
    [
        "31 March 2027", "end of March 2027", "immediately", "within three months", "12 months",
        "the next meeting of the Executive", "To be confirmed", "TBC", "ongoing", "N/A",
        "to be confirmed (Spring 2027)",
    ],
)  # fmt: skip
def test_due_words_that_come_to_a_date_or_say_that_they_do_not_are_kept(words: str) -> None:
    assert typed(due_words=words, published="2026-03")["due_words"] == words


@pytest.mark.parametrize("words", ["within three months", "12 months", "immediately"])
def test_what_counts_from_publication_asks_for_its_date_or_another(words: str) -> None:
    assert refused(due_words=words) == {
        "due_words": [
            f"Due “{words}” counts from the date of publication, which is not known. Enter the "
            f"date published; or, when it is due, another date, or “to be confirmed ({words})”."
        ]
    }
    kept = f"to be confirmed ({words})"
    assert typed(due_words=kept)["due_words"] == kept
    assert typed(due_words=AsPublished(words))["due_words"] == words


@pytest.mark.parametrize("words", ["Spring 2027", "31/11/2026", "when funded", "Easter"])
def test_due_words_that_vanish_are_asked_about_with_a_way_that_keeps_them(words: str) -> None:
    (sentence,) = refused(due_words=words)["due_words"]
    assert sentence.endswith(f"for example “to be confirmed ({words})”.")
    assert typed(due_words=f"to be confirmed ({words})")["due_words"].endswith(f"({words})")


def test_the_words_of_a_file_are_kept_as_they_are() -> None:
    """Its report flags them."""
    assert typed(published=AsPublished("31/02/2026"))["published"] == "31/02/2026"
    assert typed(due_words=AsPublished("Spring 2027"))["due_words"] == "Spring 2027"
