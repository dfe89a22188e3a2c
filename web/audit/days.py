"""A day to search by, as an address has it."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict

from domain.kernel.days.dates import read_date
from domain.kernel.errors import DomainError
from web.moments import EARLIEST

LATEST = 2999


def day_asked_for(args: MultiDict[str, str], name: str) -> date | None:
    """The day that the address gives under a name; None where it gives none.

    Raises DomainError for what is no day.
    """
    words = args.get(name, "").strip()
    if not words:
        return None
    found = read_date(words)
    if found.day and not found.told and EARLIEST <= found.day.year <= LATEST:
        return found.day
    raise DomainError(f"“{words}” is not a date that can be searched. Write it like 31 March 2026.")
