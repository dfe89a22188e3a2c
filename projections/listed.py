"""Several words in one column of a row, each between line breaks, so that one can be searched."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """The words as the column holds them; "" for none."""
    kept = list(words)
    return "".join(f"\n{each}" for each in kept) + "\n" if kept else ""


def each_of(column: str) -> list[str]:
    """The words that a column holds."""
    return [word for word in column.split("\n") if word]


def without(column: str, word: str) -> str:
    """The column without that word."""
    return listed(each for each in each_of(column) if each != word)


def with_one(column: str, word: str) -> str:
    """The column with that word as its last."""
    return listed([*each_of(without(column, word)), word])
