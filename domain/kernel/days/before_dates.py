"""What people write before a date: what does not matter there, and what changes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.kernel.plain import DASHES, ascii_digits, clean

_OPENING = re.compile(r"[\s\"'“‘(\[*:>-]+")
_PLAIN_BEFORE = re.compile(
    r"(?:as at|as of|at|on or before|on|in|dated?|(?:by )?not? later than|by|before the end of"
    r"|(?:to be )?completed? by|(?:due|target|completion|review|deadline)(?: date)?"
    r"(?: (?:is|by|on))?"
    r"|(?:week|month|quarter|year|period)[ -]end(?:ing|ed)?|w/e|calendar year|the"
    r"|(?:the )?(?:end|close) of|end)"
    r"\b[ :-]*"
)
"""What may stand before a date without changing it."""
_TELLING_BEFORE = re.compile(
    r"(?:(?:early|mid|late|middle|start|beginning|before|after|from|until|circa|approx(?:imately)?"
    r"|about|around|roughly|est(?:imated)?|expected|anticipated|provisional(?:ly)?|proposed|planned"
    r"|likely|perhaps|possibly|hopefully|was|now|new|first(?! quarter| half)|original(?:ly)?"
    r"|initial(?:ly)?|previous(?:ly)?"
    r"|revised|extended|moved|changed|re-?dated|postponed|deferred|slipped)\b\.?|c\.|ca\.|~|[<>]=?)"
    r"(?:[ -](?:in|of|to|for|date|target)\b)*[ :-]*"
)
"""What changes the date that it stands before, or of which we should tell."""
_WEEKDAY = re.compile(
    r"(?P<name>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,? (?:the )?"
)
_WEEK_FROM = re.compile(r"(?:w\.?[/ ]?[cb]\b|week (?:commencing|beginning|starting|of))\.?[ :-]*")
_MOST_BEFORE = 6
"""Words before a date that are looked at."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Lead:
    """The text on one line, from where its date would begin, and what stood before that."""

    text: str
    telling: str = ""
    weekday: str = ""
    week: bool = False


def plain_signs(words: str) -> str:
    """The words with the digits of the keyboard, one kind of dash, and a slash wherever another
    sign stands between the numbers of a date: “31_03_2026”, “31,3,2026”, “31//3//26”."""
    line = ascii_digits(clean(words)).translate(DASHES).translate(_SLASHES)
    line = _BETWEEN_NUMBERS.sub("/", _DOUBLED.sub(r"\1", line))
    return _COMPACT_TIME.sub(r"T\1:\2", _COMMAS.sub(r"\1/\2/\3", line))


_SLASHES = dict.fromkeys([0x2044, 0x2215, 0xFF0F, 0x29F8], "/")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s?[\\_·•|]\s?(?=\d)", re.ASCII)
_DOUBLED = re.compile(r"(?<=\d)([/.-])\1(?=\d)", re.ASCII)
_COMMAS = re.compile(r"(?<![\d,])(\d{1,2}), ?(\d{1,2}), ?(\d{4})(?![\d,])", re.ASCII)
_COMPACT_TIME = re.compile(
    r"(?<=\d{8})T(\d{2})(\d{2})(?:\d{2})?(?=Z|[+-]|$)", re.ASCII | re.IGNORECASE
)


def lead_of(words: str) -> Lead:
    """Where in the words a date would begin."""
    line = plain_signs(words).casefold()
    text = " ".join(line.replace(",", ", ").split())
    telling, weekday, week = "", "", False
    for _ in range(_MOST_BEFORE):
        text = _OPENING.sub("", text, count=1) if _OPENING.match(text) else text
        if found := _PLAIN_BEFORE.match(text):
            text = text[found.end() :]
        elif found := _TELLING_BEFORE.match(text):
            telling = f"{telling} {found[0]}".strip(" :-")
            text = text[found.end() :]
        elif found := _WEEK_FROM.match(text):
            week, text = True, text[found.end() :]
        elif found := _WEEKDAY.match(text):
            weekday, text = found["name"][:3], text[found.end() :]
    return Lead(text, telling, weekday, week)
