"""When something happened or is due: a day, or a moment to the minute where a clock runs in hours.

Both are ISO text, as events hold them: `2026-12-24`, or `2026-12-24T16:30+00:00` as London's clocks
show it. Where one of two is a day only, they are compared by their days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from domain.kernel.errors import DomainError
from domain.kernel.item import LONDON, long_date
from domain.kernel.terms import Occasion

_MINUTE = timedelta(minutes=1)


def moment_text(moment: datetime) -> str:
    """An aware moment as events hold it, without the seconds that had passed."""
    return moment.astimezone(LONDON).isoformat(timespec="minutes")


def moment_of(when: str) -> datetime | None:
    """The moment, or None where only the day is known, or nothing."""
    return datetime.fromisoformat(when) if len(when) > len("2026-12-24") else None


def day_part(when: str) -> str:
    """Its day in London as an ISO date; "" for nothing."""
    return when[: len("2026-12-24")]


def in_utc(when: str) -> str:
    """A moment in UTC, so that its text is in the order of time; "" for a day, or nothing."""
    moment = moment_of(when)
    return moment.astimezone(UTC).isoformat(timespec="minutes") if moment else ""


def is_later(when: str, than: str) -> bool:
    """Whether one is after the other, as far as both are known: by the minute, or by the day."""
    one, other = moment_of(when), moment_of(than)
    if one and other:
        return one > other
    return day_part(when) > day_part(than)


def minute_after(when: str) -> str:
    """The minute after a moment."""
    moment = moment_of(when)
    assert moment is not None, when
    return moment_text(moment + _MINUTE)


def happened_at(occasion: Occasion) -> datetime | None:
    """The moment at which something happened: by the time that was given, or as it is recorded.

    None where only its day is known. Raises DomainError for a time that there was not.
    """
    if occasion.clock is None:
        recorded = occasion.at.astimezone(LONDON)
        return recorded if recorded.date() == occasion.on else None
    moment = datetime.combine(occasion.on, occasion.clock, LONDON)
    if moment.astimezone(UTC).astimezone(LONDON).time() != moment.time():
        raise DomainError(
            f"There was no {moment:%H:%M} on {long_date(occasion.on.isoformat())}: the clocks went "
            "forward then.",
            field="time",
        )
    if moment > occasion.at:
        raise DomainError("The time at which it happened must not be in the future.", field="time")
    return moment


def at(occasion: Occasion, when: str) -> Occasion:
    """The same occasion at another day, or another moment."""
    moment = moment_of(when)
    if moment is None:
        return replace(occasion, on=date.fromisoformat(when), clock=None)
    local = moment.astimezone(LONDON)
    return replace(occasion, on=local.date(), clock=local.time())


def start_of(day: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(day, time(), LONDON)


def clocks_change(start: datetime, end: datetime) -> str:
    """On which day between two moments London's clocks go forward or back, in words; or ""."""
    day, last = start.astimezone(LONDON), end.astimezone(LONDON)
    before = day.utcoffset()
    if before == last.utcoffset():
        return ""
    while day.date() < last.date() and day.utcoffset() == before:
        day += timedelta(days=1)
    how = "back" if before else "forward"
    return f"the clocks go {how} on {long_date(day.date().isoformat())}"
