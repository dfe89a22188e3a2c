"""The bank holidays of England and Wales, from the list that comes with the installed package;
beyond that by rule."""

from __future__ import annotations

from datetime import date

from domain.kernel.days.bank_holidays import by_rule
from domain.kernel.days.calendar import Calendar


def england_and_wales() -> Calendar:
    """The calendar of working days. No network: the list is the one in the package."""
    # Imported here: the package brings requests with it, which most commands never need.
    from govuk_bank_holidays.bank_holidays import BankHolidays

    holidays = BankHolidays(use_cached_holidays=True).get_holidays(
        division=BankHolidays.ENGLAND_AND_WALES
    )
    listed = frozenset(date(*holiday["date"].timetuple()[:3]) for holiday in holidays)
    return Calendar(listed, by_rule)
