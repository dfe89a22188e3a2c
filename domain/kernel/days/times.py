"""The one reader of times of day: “16:30”, “4.30 pm”, “1630”, “noon”; and of a day with a time."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, time

from domain.kernel.days.dates import read_date
from domain.kernel.days.when import moment_text
from domain.kernel.item import LONDON
from domain.kernel.plain import clean

_HALF = r"\s?([ap])\.?m\.?"
_PATTERNS = (
    re.compile(rf"(\d{{1,2}})[:.]([0-5]\d)(?::[0-5]\d)?(?:{_HALF})?", re.IGNORECASE),
    re.compile(rf"(\d{{1,2}})()(?:{_HALF})", re.IGNORECASE),
    re.compile(r"(\d{2})([0-5]\d)()", re.IGNORECASE),
)
_NOON = {"noon", "midday", "12 noon"}
_LONGEST = 100
"""Characters that a day with a time can have."""
_WEEKDAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", re.IGNORECASE)


def read_time(words: str) -> time | None:
    """The time of day that words say; None where they say none, or “midnight”, which two days
    have."""
    plain = " ".join(clean(words).split())
    if plain.lower() in _NOON:
        return time(12)
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(plain):
            return _time(int(found[1]), int(found[2] or 0), (found[3] or "").lower())
    return None


def _time(hour: int, minute: int, half: str) -> time | None:
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 else None


def read_moment(words: str) -> str:
    """The moment that a day with a time after it says, as events hold it; "" where words say none.

    “25 October 2026, 01:30 GMT” is the second half past one of a night in which the clocks go back.
    """
    plain = " ".join(clean(words).split())[:_LONGEST]
    with suppress(ValueError):
        written = datetime.fromisoformat(plain)
        if written.tzinfo:
            return moment_text(written)
    *rest, zone = ["", *plain.replace("T", " ", "T" in plain[10:11]).split()]
    if zone not in {"GMT", "BST"}:
        rest, zone = [*rest, zone], ""
    for count in (1, 2):  # “16:30”, “4.30 pm”
        day = read_date(_WEEKDAY.sub("", " ".join(rest[1:-count]).removesuffix(" at").rstrip(",")))
        clock = read_time(" ".join(rest[-count:]))
        if clock and day.day and not day.told:
            moment = datetime.combine(day.day, clock, LONDON)
            return moment_text(moment.replace(fold=int(zone == "GMT")))
    return ""
