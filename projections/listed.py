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
