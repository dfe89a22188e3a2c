"""Dates as they are published: the words are kept, and asked about where they come to no date."""

from __future__ import annotations

import re
from datetime import date

from domain.kernel.days.dates import read_date
from domain.kernel.days.due import due_day
from domain.kernel.errors import DomainError
from domain.kernel.plain import normal

_ANY_DAY = date(2020, 1, 1)
"""Whether words such as “within three months” count from publication is no matter of its day."""
_WITHOUT_A_DATE = re.compile(
    r"to be (confirmed|agreed|determined|decided)|tb[cda]\b|not (known|stated|given|published)"
    r"|(the )?next .{0,60}meeting|none\b|no (due )?date|ongoing|on going|continuous|n a$"
)
"""How words begin that say by themselves that they come to no date."""


def ask_published(called: str, words: str) -> str:
    """The words as they are kept: a day, a month or a longer time.

    Raises DomainError where they come to no date; `called` is what its sentence begins with.
    """
    found = read_date(words)
    if found.end is None:
        raise DomainError(
            f"{called} “{words}” {found.wrong or 'is no date'}. Enter a day, such as 31 "
            "March 2026, or a month, such as March 2026; or leave it empty."
        )
    return found.iso


def ask_due(called: str, words: str) -> str:
    """The words for when something is due, as they are kept.

    Raises DomainError where they neither come to a date nor say that there is none.
    """
    if due_day(words, published=_ANY_DAY) or _WITHOUT_A_DATE.match(normal(words)):
        return words
    wrong = read_date(words).wrong or "comes to no date"
    raise DomainError(
        f"{called} “{words}” {wrong}. Enter a day, a month, a quarter, or such as “within "
        "three months”. If no date is known, begin with “to be confirmed”: what follows is "
        f"kept, for example “to be confirmed ({words})”."
    )


def hangs_on_publication(words: str) -> bool:
    """Whether due words come to a date only with that of publication, as “within three months”."""
    if due_day(words, published=None) or _WITHOUT_A_DATE.match(normal(words)):
        return False
    return bool(due_day(words, published=_ANY_DAY))


def not_without_publication(
    called: str, words: str, *, way_out: str = "Enter the date published"
) -> str:
    """What to say of due words that count from a publication of which no date is known."""
    return (
        f"{called} “{words}” counts from the date of publication, which is not known. {way_out}; "
        f"or, when it is due, another date, or “to be confirmed ({words})”."
    )
