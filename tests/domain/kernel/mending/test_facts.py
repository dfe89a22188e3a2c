"""A recorded fact, as a correction tells it."""

from __future__ import annotations

import pytest

from domain.kernel.mending.correcting import Fact, FactKind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-01-09", "“9 January 2026”"),
        ("2026-01", "“2026-01”"),
        ("within three months", "“within three months”"),
        ("31 March 2026 (revised)", "“31 March 2026 (revised)”"),
        ("", "nothing"),
    ],
)
def test_a_published_date_is_told_as_every_date_is_and_other_words_as_they_are(
    text: str, told: str
) -> None:
    assert Fact("published", "Date published", FactKind.PUBLISHED).in_words(text, {}) == told
    assert Fact("due_words", "Due, as published", FactKind.DUE).in_words(text, {}) == told
