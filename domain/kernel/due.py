"""Due dates as they are published: the words are kept, the date is worked out where one follows."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18,
}  # fmt: skip
_WITHIN = re.compile(
    r"\bwithin\s+(?:the\s+next\s+)?(?P<count>\w+)[\s-]+(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_IMMEDIATELY = re.compile(r"(?<!not )\bimmediate(?:ly)?\b", re.IGNORECASE)
_OTHER_START = re.compile(
    r"\W*(?:of|from|after|following|on|upon)\b"
    r"(?!\s+(?:the\s+|this\s+|its\s+)?(?:date\s+of\s+)?(?:the\s+|this\s+|its\s+)?"
    r"(?:publi|report|inspection|review\b))",
    re.IGNORECASE,
)
"""What follows “within three months” where it counts from something else than publication."""
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ENGLISH = re.compile(r"(?:(\d{1,2}) )?([a-z]+) (\d{4})")
_BY = re.compile(r"^(?:by )?(?:(?:the )?end of )?")
_YEARS = range(1900, 2200)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
_FINANCIAL_YEAR = re.compile(r"(\d{4})/(?:\d{2})?(\d{2})")
_MORE_WORDS = re.compile(r"\s*[;:,(–]|\s-\s")


def published_day(words: str) -> date | None:
    """The day that published words for a date count from; None where they are no date.

    “2026-03-31” and “31 March 2026” are that day; of a month (“2026-03”, “March 2026”) or a year
    it is the last day. 2018/19 is the financial year that ends on 31 March 2019.
    """
    words = _plain(words)
    if found := _FINANCIAL_YEAR.fullmatch(words):
        year = int(found[1]) + 1
        return _day(year, 3, 31) if year % 100 == int(found[2]) else None
    if found := _PARTIAL.fullmatch(words):
        return _day(int(found[1]), int(found[2] or 12), None)
    if found := _ENGLISH.fullmatch(words):
        month = _MONTHS.index(found[2]) + 1 if found[2] in _MONTHS else 0
        return _day(int(found[3]), month, int(found[1]) if found[1] else None)
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return _day(day.year, day.month, day.day)


def due_day(words: str, *, published: date | None) -> date | None:
    """The date that published due words come to, or None where none follows.

    A date at their start counts: “2022-11-05; within three months”. Otherwise “immediately” is
    the date of publication, and “within three months” counts from it, unless it says that it
    counts from something else. “The next meeting of the Executive” and “to be confirmed” come to
    no date; nor does “within 10 working days”.
    """
    at_its_start = _plain(_MORE_WORDS.split(words, maxsplit=1)[0])
    if day := published_day(_BY.sub("", at_its_start)):
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
    match found["unit"].lower():
        case "day":
            return published + timedelta(days=count)
        case "week":
            return published + timedelta(weeks=count)
        case "month":
            return months_after(published, count)
    return months_after(published, 12 * count)


def months_after(day: date, months: int) -> date:
    """The same day `months` months later, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _day(year: int, month: int, day: int | None) -> date | None:
    """That day (None: the last of the month), where there is such a day in a year that may be."""
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = last if day is None else day
    return date(year, month, day) if 1 <= day <= last else None
