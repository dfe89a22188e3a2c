"""The one reader of dates: what words for a date come to, wherever they were written.

A form, a file and the command line all read dates here. Day before month, as in the United
Kingdom; where a whole column of a file says otherwise (`order_of`), it is `turned` before. What is
meant by a month, a quarter, a financial year (which begins in April) or a year is its last day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from domain.kernel.days.before_dates import WEEKDAYS, Lead, lead_of, plain_signs
from domain.kernel.days.time_zones import TIME, NoDateError, in_london
from domain.kernel.item import long_date
from domain.kernel.plain import clean
from domain.kernel.spreadsheets import error_in

YEARS = range(1900, 3000)
"""The years that a date may be of; others are misprints."""
_OF_THIS_CENTURY = 70
"""From which two digits on a year is one of the century before."""
_OF_MACHINES = {date(1900, 1, 1), date(1904, 1, 1), date(1970, 1, 1)}
"""From where programs count their days."""


_BETWEEN_DATES = " ;,:/&+|()[]-–"


class Unit(StrEnum):
    """What words name: a day, or a time of which the last day is meant."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    FINANCIAL_YEAR = "financial year"
    SPAN = "span"
    YEAR = "year"


@dataclass(frozen=True)
class ReadDate:
    """What words for a date come to.

    `end` is the last day that they may mean; None where they come to no date. `before` is what
    stands in front of the date and changes it, such as “circa”; `rest` what follows it. `note` says
    how it was read where that is worth telling; `wrong` why words that look like a date come to
    none. Both are the rest of a sentence that began with the words.
    """

    words: str
    end: date | None = None
    unit: Unit = Unit.DAY
    before: str = ""
    rest: str = ""
    note: str = ""
    wrong: str = ""
    nearest: date | None = None
    """The last day of the month, where it names a day too many in it."""

    @property
    def day(self) -> date | None:
        """The day that is named; None where only a longer time is, or nothing."""
        return self.end if self.unit is Unit.DAY else None

    @property
    def iso(self) -> str:
        """As an ISO date, a month as an ISO month; other words as they are, on one line."""
        whole = not (self.before or self.rest)
        if self.end and whole and self.unit in {Unit.DAY, Unit.MONTH}:
            return self.end.isoformat()[: 10 if self.unit is Unit.DAY else 7]
        return " ".join(clean(self.words).split())

    def _another(self) -> str:
        """The words for a second date that follows the first, and nothing else; "" for none."""
        words = self.rest.strip(_BETWEEN_DATES).removeprefix("and ")
        other = read_date(words)
        alone = other.end and not other.rest and other.unit in {Unit.DAY, Unit.MONTH}
        return words if alone else ""

    @property
    def told(self) -> str:
        """What to tell of it: how it was read, and what stands around it; "" where it is plain."""
        before = f"has “{self.before}” before it" if self.before else ""
        follows = f"is followed by “{self.rest}”" if self.rest else ""
        if other := self._another():
            follows = f"names two dates, the other “{other}”, and not which of them counts"
        return " and ".join(filter(None, [self.note, before, follows]))


class Order(StrEnum):
    """Which of the numbers of a date comes first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    EITHER = "either"


def read_date(words: str, *, after: date | None = None) -> ReadDate:
    """What the words come to.

    A date without a year is the first such day after `after`; without that, it is none.
    """
    lead = lead_of(words)
    if not lead.text:
        return ReadDate(words)
    if wrong := error_in(clean(words)):
        return ReadDate(words, wrong=wrong)
    if found := _serial(lead.text):
        return replace(found, words=words)
    for pattern, meaning in _FORMS:
        if (match := pattern.match(lead.text)) and _ends(lead.text, match.end()):
            try:
                if found := meaning(match, after):
                    read = _with_the_rest(words, lead.text, match.end(), found)
                    return _with_the_lead(read, lead, named=found.day)
            except NoDateError as error:
                return ReadDate(words, wrong=str(error), nearest=error.nearest)
    return ReadDate(words)


def order_of(words: str) -> Order | None:
    """In which order the numbers of a date can only be read; None where no such date stands at
    the beginning of the words, or one whose day and month are the same number."""
    found = _NUMBERS.match(lead_of(words).text)
    if found is None or found["d"].lstrip("0") == found["m"].lstrip("0"):
        return None
    first, second = int(found["d"]), int(found["m"])
    if first <= 12 and second <= 12:
        return Order.EITHER
    if second > 12 >= first:
        return Order.MONTH_FIRST
    return Order.DAY_FIRST if first > 12 >= second else None


def turned(words: str) -> str:
    """The same words, with every date that can be read with the month first as an ISO date."""
    return _NUMBERS.sub(_turned, plain_signs(words))


def _turned(found: re.Match[str]) -> str:
    if found.start() and found.string[found.start() - 1].isdigit():
        return found[0]
    try:
        return _real(_year(found["y"]), int(found["d"]), int(found["m"])).isoformat()
    except NoDateError:
        return found[0]


def latest_day(words: str) -> date | None:
    """The last day that words about a time may mean, wherever in them it stands."""
    found = read_date(words)
    if end := found.end or found.nearest:
        return end
    years = [int(year) for year in _YEAR_SOMEWHERE.findall(words)]
    return date(max(years), 12, 31) if years else None


_YEAR_SOMEWHERE = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# ---------------------------------------------------------------- what stands around a date


def _with_the_lead(found: ReadDate, lead: Lead, *, named: date | None) -> ReadDate:
    """The same with what stood before the date taken in; `named` is the day where it was written,
    which a day of the week before it is of."""
    note = found.note
    if named and lead.weekday and lead.weekday != WEEKDAYS[named.weekday()]:
        note = " and ".join(filter(None, [note, f"is a {named:%A}"]))
    if found.day and lead.week:
        note = " and ".join(filter(None, [note, "names a week"]))
        end = found.day + timedelta(days=6)
        return replace(found, end=end, unit=Unit.WEEK, before=lead.telling, note=note)
    return replace(found, before=lead.telling, note=note)


def _ends(text: str, end: int) -> bool:
    """Whether a date ends there: no longer word or number goes on, but perhaps a time of day."""
    after = text[end : end + 2]
    if after[:1].isalnum():
        return TIME.match(text, end) is not None
    return not (len(after) == 2 and after[0] in "-/." and after[1].isdigit())


def _with_the_rest(words: str, text: str, end: int, found: ReadDate) -> ReadDate:
    """The same with the time of day taken in, and what follows both."""
    note = found.note
    if found.day and (time := TIME.match(text, end)):
        end = time.end()
        if time["zone"]:
            there = in_london(found.day, time)
            if there != found.day:
                note = f"is {long_date(there.isoformat())} in London"
            found = replace(found, end=there)
    rest = text[end:].strip(" ;:,.")
    if not any(sign.isalnum() or sign in "?%" for sign in rest):
        rest = ""
    read = replace(found, words=words, rest=_as_written(words, rest), note=note)
    return _to_its_end(read) if _SPAN.match(rest) else read


_SPAN = re.compile(r"(?:to|until|till|through) ")


def _to_its_end(found: ReadDate) -> ReadDate:
    """The same to the day on which it ends, where a later date follows: “1 April to 30 June”."""
    until = read_date(_SPAN.sub("", found.rest.casefold()))
    if not (found.end and until.end) or until.rest or until.end < found.end:
        return found
    note = "names a time; its last day was taken"
    return replace(found, end=until.end, unit=Unit.SPAN, rest="", note=note)


def _as_written(words: str, rest: str) -> str:
    """The end of the words in the letters in which it was written, where that can be told."""
    line = " ".join(clean(words).split())
    return line[-len(rest) :] if rest and line[-len(rest) :].casefold() == rest else rest


# ---------------------------------------------------------------- spreadsheets

_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d{1,15})?$", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)
"""What a spreadsheet counts its days from."""


def _serial(text: str) -> ReadDate | None:
    if not _SERIAL.match(text):
        return None
    day = _DAY_ZERO + timedelta(days=int(text[:5]))
    return ReadDate("", day, note=f"is a spreadsheet’s number for {long_date(day.isoformat())}")


# ---------------------------------------------------------------- the forms of a date


_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WORD = r"(?P<month>[a-z]{3,9})\.?"
_NTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>\d{4}|['’]?\d{2})"
_FINANCIAL_YEAR = r"(?:fy ?|financial year )"
_FINANCIAL = (
    rf"{_FINANCIAL_YEAR}?(?P<y>\d{{4}}|\d{{2}})(?: ?(?P<sign>[-/]) ?| to )(?P<next>\d{{4}}|\d{{2}})"
)
_NUMBERS = re.compile(
    r"(?P<d>\d{1,2}) ?[-/.] ?(?P<m>\d{1,2}) ?[-/.] ?(?P<y>\d{4}|['’]?\d{2})(?!\d)",
    re.ASCII,
)


def _iso(found: re.Match[str], _after: date | None) -> ReadDate | None:
    return _day(int(found["y"]), int(found["m"]), int(found["d"]))


def _compact(found: re.Match[str], _after: date | None) -> ReadDate | None:
    year = int(found["y"])
    return _day(year, int(found["m"]), int(found["d"])) if year in YEARS else None


def _numbers(found: re.Match[str], _after: date | None) -> ReadDate | None:
    first, second, year = int(found["d"]), int(found["m"]), _year(found["y"])
    if second > 12 >= first:
        turned = long_date(_real(year, first, second).isoformat())
        raise NoDateError(f"can only be {turned} with the month first; write the day first")
    return _day(year, second, first)


def _day_month(found: re.Match[str], _after: date | None) -> ReadDate | None:
    month = _month(found["month"])
    if not month:
        return None
    return _day(_year(found["y"]), month, int(found["d"]))


def _day_month_alone(found: re.Match[str], after: date | None) -> ReadDate | None:
    month, following = _month(found["month"]), found.string[found.end() :].lstrip()
    if not month or (following[:1].isalpha() and not following.startswith(("each", "every"))):
        return None
    return _next(month, int(found["d"]), after)


def _month_day(found: re.Match[str], _after: date | None) -> ReadDate | None:
    month = _month(found["month"])
    return _day(_year(found["y"]), month, int(found["d"])) if month else None


def _month_year(found: re.Match[str], _after: date | None) -> ReadDate | None:
    month = _month(found["month"])
    return _end_of_month(_year(found["y"]), month) if month else None


def _month_alone(found: re.Match[str], after: date | None) -> ReadDate | None:
    month = _month(found["month"])
    if not month or found.end() < len(found.string):
        return None
    if after is None:
        raise NoDateError("names no year")
    year = after.year + (month < after.month)
    return replace(_end_of_month(year, month), note=_NEXT)


def _months(found: re.Match[str], _after: date | None) -> ReadDate | None:
    first, last = _month(found["first"]), _month(found["month"])
    if not (first and last):
        return None
    read = _end_of_month(_year(found["y"]), last)
    return replace(read, unit=Unit.SPAN, note="names several months; the last of them was taken")


def _year_month(found: re.Match[str], _after: date | None) -> ReadDate | None:
    return _end_of_month(int(found["y"]), int(found["m"]))


def _financial_year(found: re.Match[str], _after: date | None) -> ReadDate | None:
    year, named = _begins(found), found[0].startswith("f")
    if year is None or (_is_a_month(found) and not named):
        return None
    note = ""
    if len(found["y"]) == 2 and not named:
        alone = found.end() == len(found.string)
        if not alone or found["sign"] != "/" or int(found["next"]) <= 12:
            return None  # 12/13 may be a day, 16-17 an age
        note = f"was read as the financial year {year}/{found['next']}"
    return ReadDate("", _real(year + 1, 3, 31), Unit.FINANCIAL_YEAR, note=note)


def _half_named_year(_found: re.Match[str], _after: date | None) -> ReadDate | None:
    raise NoDateError("does not say in which year that financial year begins; write it as 2026/27")


def _quarter(found: re.Match[str], _after: date | None) -> ReadDate | None:
    year = _begins(found)
    if year is None:
        return None
    return ReadDate("", _after_months(year, 3 * _count(found)), Unit.QUARTER)


def _calendar_quarter(found: re.Match[str], _after: date | None) -> ReadDate | None:
    end = _end_of_month(_year(found["y"]), 3 * _count(found)).end
    return ReadDate("", end, Unit.QUARTER, note=f"was read as a quarter {_OF_THE_CALENDAR}")


def _half(found: re.Match[str], _after: date | None) -> ReadDate | None:
    year = _begins(found)
    if year is None:
        return None
    return ReadDate("", _after_months(year, 6 * _count(found)), Unit.HALF_YEAR)


def _calendar_half(found: re.Match[str], _after: date | None) -> ReadDate | None:
    end = _end_of_month(_year(found["y"]), 6 * _count(found)).end
    return ReadDate("", end, Unit.HALF_YEAR, note=f"was read as a half {_OF_THE_CALENDAR}")


def _whole_year(found: re.Match[str], _after: date | None) -> ReadDate | None:
    year, following = int(found["y"]), found.string[found.end() :].lstrip()
    if year not in YEARS or following[:1].isalpha() or following.startswith("-w"):
        return None
    return ReadDate("", date(year, 12, 31), Unit.YEAR)


def _count(found: re.Match[str]) -> int:
    return _COUNTED.get(found["q"]) or int(found["q"])


_OF_THE_CALENDAR = "of the calendar year; a financial year is written as 2026/27"
_COUNTED = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_QUARTER = r"(?:(?:q|qtr ?|quarter )(?P<q>[1-4]))"
_QUARTER_IN_WORDS = r"(?P<q>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter"
_HALF_IN_WORDS = r"(?P<q>first|second|1st|2nd) half(?: year)?"
_OF = r"(?:,? \(?(?:of )?|-|/)?"
Meaning = Callable[[re.Match[str], "date | None"], ReadDate | None]
_FORMS: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern, re.ASCII), meaning)
    for pattern, meaning in (
        (rf"{_QUARTER}{_OF}{_FINANCIAL}", _quarter),
        (rf"{_QUARTER_IN_WORDS}{_OF}{_FINANCIAL}", _quarter),
        (rf"{_FINANCIAL},? {_QUARTER}", _quarter),
        (rf"{_QUARTER}{_OF}(?P<y>\d{{4}})", _calendar_quarter),
        (rf"{_QUARTER_IN_WORDS}{_OF}(?P<y>\d{{4}})", _calendar_quarter),
        (rf"(?P<y>\d{{4}})[ -]{_QUARTER}", _calendar_quarter),
        (rf"h(?P<q>[12]){_OF}{_FINANCIAL}", _half),
        (rf"{_HALF_IN_WORDS}{_OF}{_FINANCIAL}", _half),
        (rf"h(?P<q>[12]){_OF}(?P<y>\d{{4}})", _calendar_half),
        (rf"{_HALF_IN_WORDS}{_OF}(?P<y>\d{{4}})", _calendar_half),
        (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", _iso),
        (r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", _compact),
        (_NUMBERS.pattern, _numbers),
        (r"(?P<d>\d{1,2}) (?P<m>\d{1,2}) (?P<y>\d{4}|\d{2}$)", _numbers),
        (rf"{_NTH}[-/. ]{{0,2}}(?:day )?(?:of )?{_WORD},?[-/. ]{{0,2}}{_YEAR}", _day_month),
        (rf"{_WORD} {_NTH},? (?P<y>\d{{4}})", _month_day),
        (rf"(?P<y>\d{{4}})[-/. ]{{1,2}}{_WORD}[-/. ]{{1,2}}{_NTH}", _day_month),
        (rf"{_NTH}[- ](?:of )?{_WORD}", _day_month_alone),
        (rf"{_FINANCIAL}(?: financial year)?", _financial_year),
        (
            rf"(?:{_QUARTER}{_OF})?(?:fy ?|financial year )['’]?(?:\d{{4}}|\d{{2}})",
            _half_named_year,
        ),
        (r"(?P<y>\d{4})[-/](?P<m>\d{1,2})", _year_month),
        (r"(?P<m>\d{1,2})[-/](?P<y>\d{4})", _year_month),
        (rf"{_WORD},?[-/. ]{{0,2}}{_YEAR}", _month_year),
        (rf"(?P<y>\d{{4}})[-/. ]{{1,2}}{_WORD}", _month_year),
        (rf"(?P<first>[a-z]{{3,9}})\.? ?(?:[-/&]|to|and|or) ?{_WORD},? {_YEAR}", _months),
        (_WORD, _month_alone),
        (r"(?P<y>\d{4})", _whole_year),
    )
)
"""The forms in which dates are written, each with what it means; the first that fits counts."""
_NEXT = "names no year; the next one was taken"


def _begins(found: re.Match[str]) -> int | None:
    """The year in which a financial year begins: 2026 for 2026/27; None where it is none."""
    year, following = _year(found["y"]), int(found["next"]) % 100
    return year if following == (year + 1) % 100 else None


def _is_a_month(found: re.Match[str]) -> bool:
    """2011-12 is December 2011; 2011/12 and 2018-19 are financial years."""
    return found["sign"] == "-" and len(found["next"]) == 2 and int(found["next"]) <= 12


def _month(words: str) -> int:
    """The number of a month by its name, long or short; 0 where it is none."""
    found = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(words)]
    return 9 if words == "sept" else found[0] if found else 0


def _year(words: str) -> int:
    digits = words.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < _OF_THIS_CENTURY else 1900)


def _day(year: int, month: int, day: int) -> ReadDate:
    return ReadDate("", _real(year, month, day))


def _real(year: int, month: int, day: int) -> date:
    """That day. Raises NoDateError where the calendar has none such, or nobody wrote it."""
    if year not in YEARS:
        raise NoDateError(f"is of the year {year}, which cannot be meant")
    if not 1 <= month <= 12:
        raise NoDateError(f"cannot be read: there is no month {month}")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = _MONTHS[month - 1].capitalize()
        nearest = date(year, month, last)
        raise NoDateError(f"cannot be read: there is no {day} {name} {year}", nearest)
    found = date(year, month, day)
    if found in _OF_MACHINES:
        raise NoDateError("is what a program writes where there is no date")
    return found


def _end_of_month(year: int, month: int) -> ReadDate:
    last = monthrange(year, month)[1] if year in YEARS and 1 <= month <= 12 else 1
    return ReadDate("", _real(year, month, last), Unit.MONTH)


def _after_months(year: int, months: int) -> date:
    """The last day of the month that ends so many months after the start of a financial year."""
    years, month = divmod(3 + months - 1, 12)
    end = _end_of_month(year + years, month + 1).end
    assert end is not None
    return end


def _next(month: int, day: int, after: date | None) -> ReadDate:
    if after is None:
        raise NoDateError("names no year")
    this_year = (month, day) >= (after.month, after.day)
    return replace(_day(after.year + (not this_year), month, day), note=_NEXT)
