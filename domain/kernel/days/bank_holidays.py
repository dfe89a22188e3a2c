"""The bank holidays of England and Wales by rule, for years that no list reaches.

By the Banking and Financial Dealings Act 1971 and custom: New Year's Day, Good Friday, Easter
Monday, the first and last Monday in May, the last Monday in August, Christmas Day and Boxing Day;
one that falls on a weekend is kept on the next working day. Nobody can work out what will be
proclaimed; what was, before lists begin, is named here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_PROCLAIMED = {
    1981: {date(1981, 7, 29)},  # a royal wedding
    1999: {date(1999, 12, 31)},  # the end of the century
    2002: {date(2002, 6, 3)},  # the Golden Jubilee
    2011: {date(2011, 4, 29)},  # a royal wedding
}
_MOVED = {
    date(1995, 5, 1): date(1995, 5, 8),  # fifty years after the war
    date(2002, 5, 27): date(2002, 6, 4),  # the Golden Jubilee
}


@cache
def by_rule(year: int) -> frozenset[date]:
    """The bank holidays of a year, as they follow from the rules and from what is known to have
    been proclaimed."""
    easter = _easter(year)
    mondays = {_monday(year, 5, 1), _monday(year, 5, 25), _monday(year, 8, 25)}
    found = {easter - 2 * _DAY, easter + _DAY, *(_MOVED.get(day, day) for day in mondays)}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() > 4 or day in found:
            day += _DAY
        found.add(day)
    return frozenset(found | _PROCLAIMED.get(year, set()))


def _monday(year: int, month: int, day: int) -> date:
    """The first Monday on or after a day of a month; after the 25th of 31 it is the last."""
    found = date(year, month, day)
    return found + -found.weekday() % 7 * _DAY


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    left = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * left) // 433
    month = (h + left - 7 * m + 90) // 25
    return date(year, month, (h + left - 7 * m + 33 * month + 19) % 32)
