"""Working days of England and Wales, over a given set of bank holidays.

The starting day does not count (the golden dates are those of ToR 3.2 and 3.3). A due date is a
fact of the event that set it: a bank holiday announced later moves nothing that was set before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain.kernel.item import in_a_row, long_date

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: Monday to Friday, but for the bank holidays."""

    holidays: frozenset[date] = frozenset()

    def is_worked(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return day.weekday() < 5 and day not in self.holidays

    def after(self, start: date, days: int) -> date:
        """The day that is `days` working days after `start` (before it, where negative)."""
        step = _DAY if days >= 0 else -_DAY
        day, left = start, abs(days)
        while left:
            day += step
            left -= self.is_worked(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days `end` is after `start`; negative when it is before."""
        if end < start:
            return -self.between(end, start)
        days = (start + _DAY * count for count in range(1, (end - start).days + 1))
        return sum(self.is_worked(day) for day in days)

    def working(self, start: date, days: int, *, which: str = "") -> str:
        """The sum behind `after`, in words: what was counted and which days were left out.

        `which` says what day it counts from.
        """
        unit = "working day" if abs(days) == 1 else "working days"
        direction = "from" if days >= 0 else "before"
        named = f", {which}" if which else ""
        counted = f"{abs(days)} {unit} {direction} {long_date(start.isoformat())}{named}"
        return ", ".join(filter(None, [counted, self.left_out(start, days)]))

    def left_out(self, start: date, days: int) -> str:
        """Which days the sum behind `after` does not count, in words; "" where it counts all."""
        first, last = sorted((start, self.after(start, days)))
        skipped = [
            long_date(day.isoformat())
            for day in sorted(self.holidays)
            if first < day < last and day.weekday() < 5
        ]
        return f"not counting {in_a_row(skipped)}" if skipped else ""


NO_HOLIDAYS = Calendar()
