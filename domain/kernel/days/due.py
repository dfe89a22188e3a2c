"""Due dates as they are published: the words are kept, the date is worked out where one follows."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from domain.kernel.days.dates import read_date
from domain.kernel.plain import clean

_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18,
}  # fmt: skip
_COUNT = (
    r"(?P<count>\w{1,8})(?: \(\d{1,3}\))?[ -](?:calendar )?"
    r"(?P<unit>days?|weeks?|wks?|months?|mths?|years?|yrs?)\b"
)
_WITHIN = re.compile(
    rf"(?:\bwithin (?:the next |a further |no more than )?|^){_COUNT}", re.IGNORECASE
)
_IMMEDIATELY = re.compile(r"(?<!not )\bimmediate(?:ly)?\b", re.IGNORECASE)
_OTHER_START = re.compile(
    r"\W{0,9}(?:of|from|after|following|on|upon)\b"
    r"(?!\s+(?:the\s+|this\s+|its\s+)?(?:date\s+of\s+)?(?:the\s+|this\s+|its\s+)?"
    r"(?:publi|report|inspection|review\b))",
    re.IGNORECASE,
)
"""What follows “within three months” where it counts from something else than publication."""


def published_day(words: str) -> date | None:
    """The day that published words for a date count from; None where they are no date.

    Of a month, a quarter or a year it is the last day (dates.py).
    """
    return read_date(words).end


def due_day(words: str, *, published: date | None) -> date | None:
    """The date that published due words come to, or None where none follows.

    A date at their start counts: “2022-11-05; within three months”; where it has no year, it is
    the next one after publication. Otherwise “immediately” is the date of publication, and “within
    three months” counts from it, unless it says that it counts from something else. “The next
    meeting of the Executive” and “to be confirmed” come to no date; nor does “within 10 working
    days”.
    """
    words = " ".join(clean(words).split())
    if day := read_date(words, after=published).end:
        return day
    if published is None:
        return None
    if (found := _IMMEDIATELY.search(words)) and not _OTHER_START.match(words, found.end()):
        return published
    found = _WITHIN.search(words)
    if not found or _OTHER_START.match(words, found.end()):
        return None
    said = found["count"].lower()
    count = _NUMBERS.get(said) or (int(said) if said.isdecimal() and len(said) < 4 else 0)
    if not count:
        return None
    match found["unit"][0].lower():
        case "d":
            return published + timedelta(days=count)
        case "w":
            return published + timedelta(weeks=count)
        case "m":
            return months_after(published, count)
    return months_after(published, 12 * count)


def months_after(day: date, months: int) -> date:
    """The same day `months` months later, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
