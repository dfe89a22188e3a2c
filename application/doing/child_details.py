"""Whether text looks like a child's details: an NHS number, or a date of birth.

The ledger is about agencies, never about children (UK GDPR: data minimisation). Text can only
look like it, so a person decides; names of children cannot be told from other names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from domain.kernel.errors import DomainError
from domain.kernel.item import in_a_row
from domain.kernel.plain import DASHES

NHS_NUMBER = "an NHS number"
DATE_OF_BIRTH = "a date of birth"


class ChildDetailsError(DomainError):
    """What was written looks like a child's details, and nobody has confirmed that it is not.

    `labels` says under which labels, by the names of their fields; `looks_like` what it looks
    like in each of them.
    """

    def __init__(self, *, labels: Mapping[str, str], looks_like: Mapping[str, list[str]]) -> None:
        self.labels = labels
        self.looks_like = looks_like
        self.sentences = {
            name: f"“{labels[name]}” holds what looks like {in_a_row(what)}."
            for name, what in looks_like.items()
        }
        super().__init__(
            f"{' '.join(self.sentences.values())} This ledger must hold no child’s name, date of "
            "birth or NHS number."
        )

    @property
    def all_it_looks_like(self) -> list[str]:
        """What it looks like in any of the fields, each once."""
        return list(dict.fromkeys(each for what in self.looks_like.values() for each in what))


def looks_like(text: str) -> list[str]:
    """What of a child's details the text looks like, in words; empty: nothing."""
    plain = text.translate(DASHES)
    found = {NHS_NUMBER: _has_nhs_number(plain), DATE_OF_BIRTH: _has_date_of_birth(plain)}
    return [words for words, there in found.items() if there]


# ---------------------------------------------------------------- NHS numbers

_TEN_DIGITS = re.compile(
    r"""
    (?= \d )
    (?: (?<![^\W_]) (?<!\d[.,]) | (?<=NHS) | (?<=\bNo) )   # a number of its own
    (\d{3}) ([\s-]?) (\d{3}) \2 (\d{4})                   # the groups in which it is written
    (?! [^\W_] | [.,-]\d )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OF_ANOTHER_KIND = re.compile(
    r"(?: \+\s?\d{1,3} | \b0 | \b00\d{1,3} | \(0\) | \d[-] | ISBN(?:-10)?:? )[\s-]*$",
    re.VERBOSE | re.IGNORECASE,
)
"""What stands before a telephone number, a book's number (which has the same check digit) and the
rest of a longer number with hyphens."""
_BEFORE = 12
"""So many characters before a number are looked at."""


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits can be an NHS number: the last is its check digit (modulus 11).

    None starts with 0, as telephone numbers do, and none is one digit ten times.
    """
    if digits[0] == "0" or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return -total % 11 == int(digits[9])


def _has_nhs_number(text: str) -> bool:
    return any(is_nhs_number(digits) for digits in _tens(text))


def _tens(text: str) -> Iterator[str]:
    for found in _TEN_DIGITS.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if not _OF_ANOTHER_KIND.search(before):
            yield found[1] + found[3] + found[4]


# ---------------------------------------------------------------- dates of birth

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_NTH = rf"{_DAY}(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:\d{4}|[’']?\d{2})(?!\d)"
_BETWEEN = r"\s?[\s/.-]\s?"
_DATE = rf"""(?<!\d)(?:
    \d{{4}} {_BETWEEN} {_DAY} {_BETWEEN} {_DAY} (?!\d)
  | {_DAY} {_BETWEEN} {_DAY} {_BETWEEN} {_YEAR}
  | {_DAY} (?:st|nd|rd|th)? [\s-]* (?:of\s+)? {_MONTH} [\s,-]* {_YEAR}
  | {_MONTH} \s* {_NTH} [\s,]+ {_YEAR}
)"""
_OTHER_MATTER = (
    r"(?:after|and|as|at|before|between|by|due|during|from|in|on|or|since|to|until|till|within)"
)
"""What makes it a date of something else, or no one child's: dates of birth after 1 April 2012."""
_BIRTH = r"(?:dates?[\s-]+of[\s-]+birth|birth[\s-]?da(?:te|y)s?|\bd\.?\s?o\.?\s?b(?![^\W\d_])\.?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_BORN = r"\bborn\b"
_BIRTH_THEN_DATE = re.compile(
    rf"""
    (?: {_BIRTH} (?: (?! \b{_OTHER_MATTER}\b | [.!?;]\s ) . ){{0,20}}?
      | {_BORN} (?: [\s:,]+ in \s+ \w+ )? (?: [\s:,]+ on )? (?: [\s:,]+ {_WEEKDAY} )?
        (?: [\s:,]+ the )? [\s:,(]*
    ) {_DATE}
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_DATE_THEN_BIRTH = re.compile(rf"{_DATE} \s* [(,] \s* {_BIRTH}", re.VERBOSE | re.IGNORECASE)


_ANY_BIRTH = re.compile(r"birth|born|d\.?\s?o\.?\s?b", re.IGNORECASE)


def _has_date_of_birth(text: str) -> bool:
    # Nearly all text speaks of no birth, and that is seen much sooner.
    if not _ANY_BIRTH.search(text):
        return False
    return bool(_BIRTH_THEN_DATE.search(text) or _DATE_THEN_BIRTH.search(text))
