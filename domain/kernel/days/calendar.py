"""Working days of England and Wales, over a given set of bank holidays.

The starting day does not count (the golden dates are those of ToR 3.2 and 3.3). A due date is a
fact of the event that set it: a bank holiday announced later moves nothing that was set before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from domain.kernel.item import in_a_row, long_date

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: Monday to Friday, but for the bank holidays.

    `holidays` is a list of whole years; `rule`, where there is one, says those of a year that the
    list does not reach. `proclaimed` are those besides, which somebody recorded.
    """

    holidays: frozenset[date] = frozenset()
    rule: Callable[[int], frozenset[date]] | None = None
    proclaimed: frozenset[date] = frozenset()

    def also(self, proclaimed: Iterable[date]) -> Calendar:
        """The same with these bank holidays besides."""
        return replace(self, proclaimed=frozenset(proclaimed))

    @cached_property
    def listed(self) -> frozenset[int]:
        """The years that the list reaches."""
        return frozenset(day.year for day in self.holidays)

    @property
    def ends(self) -> date | None:
        """The last day of the list; None where it is empty."""
        return max(self.holidays, default=None)

    def is_worked(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return day.weekday() < 5 and day not in self._holidays_of(day.year)

    def _holidays_of(self, year: int) -> frozenset[date]:
        """A set that holds the bank holidays of a year."""
        if self.rule is None or year in self.listed:
            return self.holidays | self.proclaimed if self.proclaimed else self.holidays
        return self.rule(year) | self.proclaimed

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
        left_out = self.left_out(start, days)
        words = f"{counted}, {left_out}" if left_out else counted
        return "; ".join(filter(None, [words, self.by_rule(start, days)]))

    def left_out(self, start: date, days: int) -> str:
        """Which days the sum behind `after` does not count, in words; "" where it counts all."""
        first, last = sorted((start, self.after(start, days)))
        skipped = [
            long_date(day.isoformat())
            for day in self._holidays_between(first, last)
            if first < day < last and day.weekday() < 5
        ]
        return f"not counting {in_a_row(skipped)}" if skipped else ""

    def by_rule(self, start: date, days: int) -> str:
        """Of which years the sum behind `after` knows the bank holidays only by rule, in words; ""
        where the list reaches all of them."""
        first, last = sorted((start, self.after(start, days)))
        years = range(first.year, last.year + 1)
        beyond = [str(year) for year in years if year not in self.listed]
        if self.rule is None or not beyond:
            return ""
        has = f" (it has {min(self.listed)} to {max(self.listed)})" if self.listed else ""
        return (
            f"the bank holidays of {in_a_row(beyond)} were worked out by rule, as the list does "
            f"not reach them{has}"
        )

    def _holidays_between(self, first: date, last: date) -> list[date]:
        years = range(first.year, last.year + 1)
        return sorted({day for year in years for day in self._holidays_of(year)})


NO_HOLIDAYS = Calendar()
