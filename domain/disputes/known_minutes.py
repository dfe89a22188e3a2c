"""What this ledger knows already of the minutes that a dispute comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MinutesDays:
    """The day of a meeting, and those on which its minutes were circulated and approved; None: not
    yet."""

    met_on: date
    circulated_on: date | None
    approved_on: date | None


@dataclass(frozen=True)
class KnownMinutes:
    """The days of the minutes of a meeting, by its reference; None where there is no such."""

    of: Callable[[str], MinutesDays | None]

    def by(self, meeting: str, met_on: date, on: date) -> tuple[date | None, date | None]:
        """When the minutes of a meeting of that day were circulated and approved, by a day."""
        found = self.of(meeting.strip().upper())
        if found is None or found.met_on != met_on:
            return None, None
        days = found.circulated_on, found.approved_on
        circulated, approved = (each if each and each <= on else None for each in days)
        return circulated, approved
