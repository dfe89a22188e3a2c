"""The words that were searched for, found in a text and marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from domain.kernel.plain import normal

_WORD = re.compile(r"\w+(?:['’]\w+)*")
BEFORE, AFTER = 60, 120
"""Characters of a text that are shown around the first word that was found."""


def holds(text: str, wanted: Sequence[str], *, any_of: bool = False) -> bool:
    """Whether the text has words that begin with each of these; with any of them."""
    there = f" {normal(text)}"
    found = (f" {word}" in there for word in wanted)
    return any(found) if any_of else all(found)


def excerpt(text: str, wanted: Sequence[str]) -> str:
    """The part of a text around the first of the words; all of it where it is short."""
    first = next((each.start() for each in _found(text, wanted)), 0)
    start, end = max(0, first - BEFORE), first + AFTER
    if start:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = text.rfind(" ", first, end) if " " in text[first:end] else end
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def marked(text: str, wanted: Sequence[str]) -> Markup:
    """The text as HTML, with the words marked."""
    parts, end = [], 0
    for each in _found(text, wanted):
        parts += [
            Markup.escape(text[end : each.start()]),
            Markup("<mark>{}</mark>").format(each[0]),
        ]
        end = each.end()
    return Markup("").join([*parts, Markup.escape(text[end:])])


def _found(text: str, wanted: Sequence[str]) -> Iterable[re.Match[str]]:
    return (
        each
        for each in _WORD.finditer(text)
        if any(part.startswith(word) for part in normal(each[0]).split() for word in wanted)
    )
