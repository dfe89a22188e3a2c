"""Whether text looks like a child's details: a number that is a person's own, a date of birth.

The ledger is about agencies, never about children (UK GDPR: data minimisation). Text can only
look like it, so a person decides; names of children cannot be told from other names. What is asked
about, and what was tried and is left alone, is listed in docs/child-details.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from domain.kernel.days.before_dates import plain_signs
from domain.kernel.days.dates import Unit, read_date
from domain.kernel.errors import DomainError
from domain.kernel.item import in_a_row
from domain.kernel.plain import normal

NHS_NUMBER = "an NHS number"
DATE_OF_BIRTH = "a date of birth"
UNIQUE_PUPIL_NUMBER = "a unique pupil number"
NATIONAL_INSURANCE_NUMBER = "a National Insurance number"


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
    plain = plain_signs(text)
    return [words for words, seen in _SEEN.items() if seen(plain)]


def looks_like_under(heading: str, text: str) -> list[str]:
    """What stands in a cell by the heading of its column, however it is written; empty: nothing."""
    if normal(text) in _SAYS_NOTHING:
        return []
    plain = normal(heading)
    return [words for words, called in _CALLED.items() if called.search(plain)]


_CALLED = {
    NHS_NUMBER: re.compile(r"\bn ?h ?s ?(?:nos?|nr|num|numbers?|id|identifier|ref|reference)\b"),
    DATE_OF_BIRTH: re.compile(
        r"\bdates? ?of ?birth|\bbirth ?da(?:te|y)|\bd ?o ?b\b|\bb ?day\b|\bborn\b|\bbirth$"
        r"|\b(?:year|month|day)s? of birth|\by ?o ?b\b|\bd[at]? ?of ?b(?:irth)?\b|\bd ?o ?birth\b"
    ),
    UNIQUE_PUPIL_NUMBER: re.compile(r"\bupn\b|\bpupil (?:no|nr|num|number|id|ref)\b"),
    NATIONAL_INSURANCE_NUMBER: re.compile(
        r"\bnino\b|\b(?:n ?i|nat(?:ional)? ins(?:urance)?) (?:no|nr|num|number)\b"
        r"|\bnational insurance$"
    ),
}
"""The headings of such columns, as words are compared."""
_SAYS_NOTHING = {
    "", "yes", "no", "y", "n", "n a", "na", "nk", "none", "not known", "unknown", "not applicable",
    "not recorded", "recorded", "not given", "not held", "held", "n k",
    "withheld", "redacted", "removed", "tbc", "x", "xx", "xxx",
}  # fmt: skip


# ---------------------------------------------------------------- NHS numbers

_SIGNS = r"(?: \)? [\s./_-]{0,3} | [^\w\s] )"
"""What people and spreadsheets put between the groups of a number; a line may break there."""
_TEN_DIGITS = re.compile(
    rf"""
    (?= \d )
    (?: (?<![^\W_]) (?<!\d[.,]) | (?<=NHS) | (?<=\bNo) )   # a number of its own
    (\d{{3}}) {_SIGNS} (\d{{3}}) {_SIGNS} (\d{{4}})         # the groups in which it is written
    (?: \.0+ )? (?! [^\W_] | [.,-]\d )                     # a spreadsheet's decimals
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IN_OTHER_GROUPS = re.compile(
    r"""
    (?<! [^\W_] ) (?<! [\d£$€][.,\s] ) (?<! [£$€] )
    (?: \d ([ ,'’]) \d{3} \1 \d{3} \1 \d{3}              # thousands, as spreadsheets show them
      | \d (?: ([\s./,_-]) \d (?: \2 \d ){8} )            # each digit in a box of its own
    ) (?! [^\W_] | [.,-]\d )
    """,
    re.VERBOSE,
)
_AFTER_NHS = re.compile(
    r"\bNHS\b \D{0,20} ( \d (?: [\s./_-]{0,3} \d ){9} ) (?! [^\W_] )", re.VERBOSE | re.IGNORECASE
)
"""Called one, so however its digits are grouped."""
_SCIENTIFIC = re.compile(r"(?<![\w.]) (\d) \. (\d{9}) E \+? 0?9 (?!\d)", re.VERBOSE | re.IGNORECASE)
_OF_ANOTHER_KIND = re.compile(
    r"(?: \+\s?\d{1,3} | \b0 | \b00\d{1,3} | \(0\) | \d[-] | ISBN(?:-10)?:? )[\s-]*$",
    re.VERBOSE | re.IGNORECASE,
)
"""What stands before a telephone number, a book's number (which has the same check digit) and the
rest of a longer number with hyphens."""
_BEFORE = 12
"""So many characters before a number are looked at."""
_DIGITS = re.compile(r"\d", re.ASCII)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits can be an NHS number: the last is its check digit (modulus 11).

    None starts with 0, as telephone numbers do, and none is one digit ten times.
    """
    if digits[0] == "0" or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return -total % 11 == int(digits[9])


def _has_nhs_number(text: str) -> bool:
    if _NAMED_NHS_NUMBER.search(text):
        return True
    return any(len(digits) == 10 and is_nhs_number(digits) for digits in _tens(text))


def _tens(text: str) -> Iterator[str]:
    for found in _TEN_DIGITS.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if not _OF_ANOTHER_KIND.search(before):
            yield "".join(found.groups())
    for called in _AFTER_NHS.finditer(text):
        yield "".join(_DIGITS.findall(called[1]))
    for grouped in _IN_OTHER_GROUPS.finditer(text):
        yield "".join(_DIGITS.findall(grouped[0]))
    for float_ in _SCIENTIFIC.finditer(text):
        yield float_[1] + float_[2]


# ---------------------------------------------------------------- other numbers of a person

_UPN = re.compile(
    r"\b[A-HJ-NP-RT-Z](?:[\s./-]?\d){11}[\s./-]?[0-9A-HJ-NP-RT-Z]\b", re.ASCII | re.IGNORECASE
)
_NO_SIGNS = re.compile(r"[\s./-]")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_NATIONAL_INSURANCE = re.compile(
    r"""
    \b (?! BG | GB | KN | NK | NT | TN | ZZ )              # given to nobody
    [A-CEGHJ-PR-TW-Z] [A-CEGHJ-NPR-TW-Z]
    [\s./-]? \d{2} [\s./-]? \d{2} [\s./-]? \d{2} [\s./-]? [A-D] \b
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)


_NAMED_NHS_NUMBER = re.compile(
    r"\bnhs[\s.]?(?:no|nr|num|number|id)\b[\s.:;=(-]{0,4}(?:is |was )?\d(?:[\s./_-]?\d){9}\b",
    re.ASCII | re.IGNORECASE,
)
_NAMED_UPN = re.compile(
    r"\b(?:upn|pupil (?:no|number|id))\b[\s.:;=(-]{0,4}(?:is |was )?"
    r"[A-Z](?:[\s./-]?\d){11}[\s./-]?[0-9A-Z]\b",
    re.ASCII | re.IGNORECASE,
)
_NAMED_NATIONAL_INSURANCE = re.compile(
    r"\b(?:nino|n[\s.]?i|national insurance)[\s.]{0,2}(?:no|nr|num|number)?\b[\s.:;=(-]{0,4}"
    r"(?:is |was )?[A-Z]{2}(?:[\s./-]?\d{2}){3}[\s./-]?[A-D]\b",
    re.ASCII | re.IGNORECASE,
)
"""With its name before it, a number is asked about whatever its check digit or letters say: one
that was mistyped tells of a child as well."""


def _has_upn(text: str) -> bool:
    if _NAMED_UPN.search(text):
        return True
    found = (_NO_SIGNS.sub("", each[0]).upper() for each in _UPN.finditer(text))
    return any(map(_is_upn, found))


def _is_upn(words: str) -> bool:
    """Whether the letter is the check letter of what follows (modulus 23)."""
    places = enumerate(words[1:], 2)
    values = (
        (weight, int(each) if each.isdigit() else _UPN_LETTERS.index(each))
        for weight, each in places
    )
    return _UPN_LETTERS[sum(weight * value for weight, value in values) % 23] == words[0]


def _has_national_insurance_number(text: str) -> bool:
    found = _NATIONAL_INSURANCE.search(text) or _NAMED_NATIONAL_INSURANCE.search(text)
    return found is not None


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
  | (?:19|20) \d{{2}} (?:0[1-9]|1[0-2]) (?:0[1-9]|[12]\d|3[01]) (?!\d)
  | {_DAY} {_BETWEEN} {_DAY} {_BETWEEN} {_YEAR}
  | {_DAY} (?:st|nd|rd|th)? [\s-]* (?:(?:day\s+)?of\s+)? {_MONTH} [\s,-]* {_YEAR}
  | {_MONTH} \s* {_NTH} [\s,]+ {_YEAR}
)"""
_SERIAL = r"[:=\s]{1,3} [2-6]\d{4} (?:\.\d{1,15})? (?![\w.])"
"""A spreadsheet's number for a day."""
_OTHER_MATTER = (
    r"(?:after|and|as|at|before|between|by|due|during|from|in|on|or|since|to|until|till|within)"
)
"""What makes it a date of something else, or no one child's: dates of birth after 1 April 2012."""
_BIRTH = (
    r"(?:(?:dates?|\bdt|\bd)[\s._-]*of[\s._-]*birth|\bd[\s.]?of[\s.]?b\b|\bd[./\s]?o[./\s]?birth|birth[\s_-]?da(?:te|y)s?|\bb[’']?day|\bbirth(?=\s?[:=])"
    r"|\bd[./\s]?\s?o[./\s]?\s?b(?![^\W\d_])\.?)"
)
_OTHER_WORDS = rf"(?: (?! \b{_OTHER_MATTER}\b | [.!?;]\s ) . )"
_WRITTEN = r"\b(?:recorded|given|shown|known|noted|stated|entered|registered)"
_ONE_BIRTH = (
    r"(?:(?:date[\s_-]*of[\s_-]*birth|birth[\s_-]?da(?:te|y)|\bd[./\s]?o[./\s]?b\b)(?!s)"
    r"|\bborn\b(?!\s(?:after|at|before|between|in|on|or|since|to)\b)|(?-i:b\.(?=\W|$)))"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_BORN = r"(?:(?<!the\s)\bborn\b|(?-i:\bb\.)|\((?-i:b)\b)"
_BIRTH_THEN_DATE = re.compile(
    rf"""
    (?: {_BIRTH} {_OTHER_WORDS}{{0,20}}?
        (?: {_WRITTEN} (?:\s in\s error)? \s as {_OTHER_WORDS}{{0,20}}? )?
      | {_BORN} (?: [\s:,]+ (?:in|at) \s+ {_OTHER_WORDS}{{1,30}}? )? (?: [\s:,]+ on )?
        (?: [\s:,]+ {_WEEKDAY} )?
        (?: [\s:,]+ the )? [\s:,(]*
    ) {_DATE}
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_BIRTH_THEN_SERIAL = re.compile(rf"{_BIRTH} {_SERIAL}", re.VERBOSE | re.IGNORECASE)
_SOMEBODY = (
    r"(?:he|she|who|child|boy|girl|baby|infant|toddler|pupil|teenager|son|daughter|brother|sister"
    r"|sibling|twins?)"
)
_THEN = re.compile(
    rf"""
    (?: (?P<birth> {_BIRTH} | \by\.?\s?o\.?\s?b\b\.? | \b(?:year|month)[\s_-]of[\s_-]birth )
        (?: [\s:=(,-]{{1,3}} (?:is|was|on) \b )?
      | \b{_SOMEBODY} (?: \s \w{{1,12}} )? \s (?: (?:was|were) \s )? born \s in
      | {_BORN} | (?-i: \bb (?=\s?[:=]) ) ) (?= [\s:=(-] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What a date of birth stands just behind, however little of it: a month, or a day of any year."""
_OF_OTHERS = re.compile(rf"[\s:=(-]{{0,9}}{_OTHER_MATTER}\b", re.IGNORECASE)
_AN_ITEM = re.compile(
    r"\b(?:a\s?[:.)=].*|(?:action|annex|appendix|board|group|item|option|panel|paper|paragraph|para"
    r"|part|phase|plan|point|question|room|schedule|section|stage|table|team|unit|ward)\s?)$",
    re.IGNORECASE | re.DOTALL,
)
"""Before a “b:” that is no birth, but the second of several."""
_SO_FAR_BEFORE, _SO_FAR_BEHIND = 60, 80
_ANY_DAY = date(2020, 1, 1)


def _has_birth_then_less(text: str) -> bool:
    for found in _THEN.finditer(text):
        before = text[max(0, found.start() - _SO_FAR_BEFORE) : found.start()]
        behind = text[found.end() : found.end() + _SO_FAR_BEHIND]
        if _OF_OTHERS.match(behind) or (found[0] in {"b", "b."} and _AN_ITEM.search(before)):
            continue
        read = read_date(behind.lstrip(" ="), after=_ANY_DAY)
        if read.end and (found["birth"] or read.unit is not Unit.YEAR or found[0].endswith("in")):
            return True
    return False


_DATE_THEN_BIRTH = re.compile(
    rf"""
    {_DATE} (?: T[\d:.]{{1,15}}Z? )? [\s(),:=-]{{1,3}}
    (?: (?:is|was|were|the|he|she|they|his|her|their|its|baby|child(?:[’']?s)?|own|when
        |day|that) \s ){{0,5}}
    {_ONE_BIRTH}
    """,
    re.VERBOSE | re.IGNORECASE,
)


_ANY_BIRTH = re.compile(
    r"birth|born|b[’']?day|[dy][./\s]{0,2}of?[./\s]{0,2}b|\bb\.|\(b\b|\bb\s?[:=]", re.IGNORECASE
)


def _has_date_of_birth(text: str) -> bool:
    # Nearly all text speaks of no birth, and that is seen much sooner.
    if not _ANY_BIRTH.search(text):
        return False
    patterns = (_BIRTH_THEN_DATE, _BIRTH_THEN_SERIAL, _DATE_THEN_BIRTH)
    return any(pattern.search(text) for pattern in patterns) or _has_birth_then_less(text)


_SEEN: Mapping[str, Callable[[str], bool]] = {
    NHS_NUMBER: _has_nhs_number,
    DATE_OF_BIRTH: _has_date_of_birth,
    UNIQUE_PUPIL_NUMBER: _has_upn,
    NATIONAL_INSURANCE_NUMBER: _has_national_insurance_number,
}
"""What can be told apart, each with how it is seen."""
