"""Dates as registers publish them: some are dates, some only words for about when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
EARLIEST = 1900
_DAY_ZERO = date(1899, 12, 30)
"""What a spreadsheet counts its days from."""


@dataclass(frozen=True)
class PublishedDate:
    """Words for a date. `day` is the date where they name one; `end` the last day that they may
    mean, where a year at least can be made out of them."""

    words: str
    day: date | None = None
    end: date | None = None


def read_date(words: str) -> PublishedDate:
    """What the words mean. Day before month, as in the United Kingdom."""
    text = _plain(words)
    for found in _days(text):
        return PublishedDate(words, found, found)
    return PublishedDate(words, None, _end(text))


def _plain(words: str) -> str:
    text = re.sub(r"[\s,]+", " ", words.casefold().replace("–", "-")).strip()
    text = re.sub(r"^(as at|as of|at|on|from|dated|date)\b:? ?", "", text)
    text = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.? ", "", text)
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text)
    return re.sub(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?z?$", "", text)


_ISO = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})")
_NUMBERS = re.compile(r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(?P<d>\d{1,2})[-/. ]*(?:of )?(?P<m>[a-z]+)\.?[-/. ]*(?P<y>\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"(?P<m>[a-z]+)\.? (?P<d>\d{1,2}) (?P<y>\d{4})")
_SERIAL = re.compile(r"(?P<n>[2-6]\d{4})(?:\.0+)?")


def _days(text: str) -> Iterator[date]:
    for form in (_ISO, _NUMBERS, _DAY_MONTH, _MONTH_DAY):
        if found := form.fullmatch(text):
            with suppress(ValueError):
                day = date(_year(found["y"]), _month(found["m"]), int(found["d"]))
                if day.year >= EARLIEST:
                    yield day
    if found := _SERIAL.fullmatch(text):
        yield _DAY_ZERO + timedelta(days=int(found["n"]))


def _month(words: str) -> int:
    """The number of a month; 0, which no date has, when it is none."""
    if words.isdigit():
        return int(words)
    found = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(words)]
    return found[0] if found and len(words) >= 3 else 0


def _year(words: str) -> int:
    return int(words) if len(words) == 4 else 2000 + int(words)


def _end(text: str) -> date | None:
    """The last day of the month, financial year or year that the text is about."""
    if found := re.search(r"\b(20\d{2}|19\d{2})[-/–](?:20)?(\d{2})\b", text):
        first, second = int(found[1]), int(found[2])
        if second == (first + 1) % 100:
            return date(first + 1, 3, 31)
    if found := re.search(r"\b([a-z]{3,9})[-/. ]*(\d{4}|\d{2})\b(?! ?\d)", text):
        month = _month(found[1])
        if month:
            return _month_end(_year(found[2]), month)
    if found := re.fullmatch(r"(?:(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4}))", text):
        month = int(found[2] or found[3])
        if 1 <= month <= 12:
            return _month_end(int(found[1] or found[4]), month)
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d{2}\b", text)]
    return date(max(years), 12, 31) if years else None


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
