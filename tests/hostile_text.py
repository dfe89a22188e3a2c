"""Text that somebody wrote to stop the program, and a stop watch for whatever reads it.

A pattern that goes back over its text takes the square or the cube of its length: minutes, or
years, for what a linear one reads in milliseconds. So the time allowed is generous.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from re import _constants, _parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

LONG = 100_000
MOST = 2.0
"""Seconds of processor time for one text."""

TEXTS = {
    "spaces": " " * LONG,
    "an open bracket and spaces": "(" + " " * LONG,
    "signs and a letter": "-" * LONG + "x",
    "open brackets": "(" * LONG,
    "digits": "1" * LONG,
    "letters": "a" * LONG,
    "capitals": "A" * LONG,
    "short words": "a " * (LONG // 2),
    "dates": "1/1/11 " * (LONG // 7),
    "births": "born in " * (LONG // 8),
    "a birth and spaces": "date of birth 1" + " " * LONG,
    "a product and spaces": "1" + " " * LONG + "x" + " " * LONG + "!",
    "a joint and signs": "Police and" + "&," * (LONG // 2) + "x",
    "against": " v " * (LONG // 3),
    "words for a time": "within " * (LONG // 7),
    "lines": "\n" * LONG + "x",
    "lines and spaces": "\n " * (LONG // 2) + "x",
    "marks in disorder": "a" + "\u0301\u0316" * (LONG // 2),
    "hidden marks": "\u0f73" * LONG,
    "letters that grow": "\ufdfa" * (LONG // 10),
    "quotation marks": '"' * LONG,
    "dots": "1." * (LONG // 2),
    "a status and signs": "Completed" + ":;" * (LONG // 2) + "x",
}
"""Kinds of it by name."""


class TookTooLong(Exception):
    """More time went by than any honest reading takes."""


@contextmanager
def at_most(seconds: float = MOST) -> Iterator[None]:
    """Raises TookTooLong after so much processor time, even out of a pattern at work."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def against(pattern: re.Pattern[str]) -> Iterator[str]:
    """Texts made of what a pattern itself looks for: some of its characters often, before one that
    does not fit, and behind each other one."""
    found = sorted(_characters(_parser.parse(pattern.pattern, pattern.flags)))
    few = found[:: len(found) // 6 + 1]
    for each in few:
        yield each * LONG + "\x01"
    for first, second in permutations(few, 2):
        yield first + second * (LONG // 4) + "\x01"


_OF_CATEGORY = {
    _constants.CATEGORY_DIGIT: "1",
    _constants.CATEGORY_SPACE: " ",
    _constants.CATEGORY_WORD: "a",
    _constants.CATEGORY_NOT_DIGIT: "-",
    _constants.CATEGORY_NOT_SPACE: "a",
    _constants.CATEGORY_NOT_WORD: "-",
}


def _characters(parsed: Any) -> set[str]:
    """One character for each thing that a pattern looks for, as Python's own parser has it."""
    found: set[str] = set()
    for operation, argument in parsed:
        if operation in (_constants.LITERAL, _constants.NOT_LITERAL):
            found.add(chr(argument))
        elif operation is _constants.RANGE:
            found.add(chr(argument[0]))
        elif operation is _constants.CATEGORY:
            found.add(_OF_CATEGORY[argument])
        elif operation is _constants.IN:
            found |= _characters(argument)
        elif operation is _constants.BRANCH:
            for each in argument[1]:
                found |= _characters(each)
        else:
            parts = argument if isinstance(argument, (list, tuple)) else [argument]
            for part in parts:
                if isinstance(part, _parser.SubPattern):
                    found |= _characters(part)
    return found
