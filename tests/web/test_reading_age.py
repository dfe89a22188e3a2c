"""The words of the forms and filters: as GOV.UK writes, for a reader of nine."""

from __future__ import annotations

import re

import pytest

from application.doing.fields import Labelled
from application.nouns.catalogue import CATALOGUE
from projections.register import Register
from tests.reading_age import KNOWN, longest_sentence, reading_age, syllables, words
from web.nouns import every_projection

AGE = 9
"""For all of them together: what GOV.UK writes for (its content design guidance), because people
in a hurry, or in a language not their own, read no better than that."""
AGE_OF_ONE = 12
"""For a single hint: in few words each long one weighs more. Of fewer than `ENOUGH` words nothing
is reckoned: of three words one alone would make the age."""
ENOUGH = 8
LONGEST_SENTENCE = 25
"""Words, as GOV.UK has it."""
LONGEST_LABEL = 11
_EXAMPLE = re.compile(r",? ?\bfor example:? .*", re.IGNORECASE)
"""What stands for an example is the name of somebody else's thing more often than not."""


def fields() -> list[Labelled]:
    found = [
        each
        for intent in CATALOGUE.values()
        for each in intent.schema._declared_fields.values()
        if isinstance(each, Labelled)
    ]
    assert len(found) > 500
    return found


def filters() -> list[tuple[str, str]]:
    """The label and the hint of every filter of every register."""
    registers = [each for each in every_projection() if isinstance(each, Register)]
    return [(each.label, each.hint) for one in registers for each in one.filters.values()]


def labels() -> set[str]:
    return {each.label for each in fields()} | {label for label, _ in filters()}


def hints() -> set[str]:
    return ({each.hint for each in fields()} | {hint for _, hint in filters()}) - {""}


def as_sentences(all_: set[str]) -> str:
    return " ".join(each if each[-1] in ".?" else f"{each}." for each in sorted(all_))


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *((each, 1) for each in ("the", "role", "rule", "named", "dates", "whole", "5.2", "leave")),
        *((each, 2) for each in ("people", "table", "needed", "cases", "being", "something")),
        *((each, 3) for each in ("somebody", "recorded", "agreement", "period", "everything")),
        *((each, 4) for each in ("available", "escalated", "separated", "material", "everybody")),
        ("agency’s", 2),  # known to everybody there
        ("re-date", 2),
    ],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_hard_words_and_long_sentences_ask_for_an_older_reader() -> None:
    plain = "Say what came of it. Leave it empty if you do not know."
    hard = "Specify the resultant determination, or alternatively omit particulars if unavailable."
    assert reading_age(plain) < AGE < 20 < reading_age(hard)
    assert reading_age(plain.replace(". Leave", " and leave")) > reading_age(plain)


def test_a_reader_of_nine_can_read_the_labels_and_the_hints() -> None:
    assert reading_age(as_sentences(labels())) <= AGE
    assert reading_age(as_sentences(hints())) <= AGE


def test_no_hint_is_much_harder_than_the_rest() -> None:
    hard = {
        own: round(found, 1)
        for each in hints()
        if len(words(own := _EXAMPLE.sub(".", each))) >= ENOUGH
        and (found := reading_age(own)) > AGE_OF_ONE
    }
    assert hard == {}


def test_sentences_and_labels_are_short() -> None:
    assert [each for each in hints() if longest_sentence(each) > LONGEST_SENTENCE] == []
    assert [each for each in labels() if len(words(each)) > LONGEST_LABEL] == []


def test_every_word_that_counts_as_known_is_used() -> None:
    used = {word.lower() for each in (*labels(), *hints()) for word in words(each)}
    assert used >= KNOWN
