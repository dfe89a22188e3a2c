"""The time of day that may follow a date, and the day that it then is in London."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from domain.kernel.item import london_date


class NoDateError(Exception):
    """It looks like a date, but there is none such; `str()` says why."""

    def __init__(self, why: str, nearest: date | None = None) -> None:
        super().__init__(why)
        self.nearest = nearest


TIME = re.compile(
    r"(?:t| |, | at )(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r" ?(?P<half>[ap]m)?(?: ?(?P<zone>z|bst|(?:utc|gmt)?[+-]\d{2}:?\d{2}|utc|gmt))?(?![a-z0-9])",
    re.ASCII,
)
_NAMED_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}


def in_london(day: date, time: re.Match[str]) -> date:
    """The calendar date in London at a time of day in its zone."""
    hour, minute, zone = int(time["hour"]), int(time["minute"]), time["zone"]
    if time["half"]:
        hour = hour % 12 + (12 if time["half"] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NoDateError(f"has no such time of day as {time['hour']}:{time['minute']}")
    if zone in _NAMED_ZONES:
        minutes = _NAMED_ZONES[zone]
    else:
        offset = zone.lstrip("utcgm")
        minutes = int(offset[1:3]) * 60 + int(offset[-2:])
        minutes = -minutes if offset[0] == "-" else minutes
    if abs(minutes) >= 24 * 60:
        raise NoDateError(f"has no such time zone as {zone}")
    there = timezone(timedelta(minutes=minutes))
    return london_date(datetime(day.year, day.month, day.day, hour, minute, tzinfo=there))
