"""The one clock. Nothing else in the product asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.kernel.item import london_date


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """The calendar date in London."""
    return london_date(now())
