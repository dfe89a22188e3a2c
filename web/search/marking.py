"""The words that were searched for, found in a text and marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from projections.search.finding import Sought

_WORD = re.compile(r"\w+(?:['’]\w+)*")
BEFORE, AFTER = 60, 120
"""Characters of a text that are shown around the first word that was found."""


def found_in(text: str, sought: Sought) -> int:
    """How many of the words stand in a text, however often."""
    return len({each for found in _found(text, sought) for each in sought.meant_by(found[0])})


def excerpt(text: str, sought: Sought) -> str:
    """The part of a text around the first of the words; all of it where it is short."""
    first = next((each.start() for each in _found(text, sought)), 0)
    start, end = max(0, first - BEFORE), first + AFTER
    if start:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = text.rfind(" ", first, end) if " " in text[first:end] else end
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def marked(text: str, sought: Sought) -> Markup:
    """The text as HTML, with the words marked."""
    parts, end = [], 0
    for each in _found(text, sought):
        parts += [
            Markup.escape(text[end : each.start()]),
            Markup("<mark>{}</mark>").format(each[0]),
        ]
        end = each.end()
    return Markup("").join([*parts, Markup.escape(text[end:])])


def _found(text: str, sought: Sought) -> Iterable[re.Match[str]]:
    return (each for each in _WORD.finditer(text) if sought.meant_by(each[0]))
