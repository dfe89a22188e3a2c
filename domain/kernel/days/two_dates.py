"""Two dates in one cell: when something was to be done at first, and when it is to be now."""

from __future__ import annotations

import re

from domain.kernel.days.dates import read_date
from domain.kernel.plain import clean


def first_and_revised(words: str) -> tuple[str, str] | None:
    """The original and the revised date that stand in one cell; None where there are no two.

    Such as “31/05/2026 (extended to 30/09/2026)” or “30 June 2026 (was 31 March 2026)”. Of more
    than two, those between are left out.
    """
    text = " ".join(clean(words).split())
    for first, revised in _pairs(text):
        first, revised = first.strip(_SIGNS), revised.strip(_SIGNS)
        if read_date(first).end and read_date(revised).end:
            return first, revised
    return None


def _pairs(text: str) -> list[tuple[str, str]]:
    """What may be the first date and what the revised one."""
    pairs: list[tuple[str, str]] = []
    if len(named := list(_NAMED.finditer(text))) == 2 and named[1].end() == len(text):
        both = text[: named[0].start()], text[named[0].end() : named[1].start()]
        if bool(named[0]["first"]) != bool(named[1]["first"]):
            pairs.append(both if named[0]["first"] else both[::-1])
    if found := _FROM.match(text):
        pairs.append((found["first"], found["revised"]))
    if (steps := list(_REVISED.finditer(text))) and steps[0].start():
        first = _ORIGINAL.sub("", text[: steps[0].start()])
        pairs.append((first, text[steps[-1].end() :]))
    if found := _BEFORE.search(text):
        pairs.append((text[found.end() :], _REVISED.sub("", text[: found.start()], count=1)))
    return pairs


_SIGNS = " ;:,()[]–-"
_WHAT = r"(?: (?:date|target|due|deadline|completion)){0,3}"
_MOVED = r"(?:extended|revised|moved|changed|re-?dated|rescheduled|postponed|deferred|slipped)"
_REVISED = re.compile(
    rf"\b(?:{_MOVED}|now|new|then){_WHAT}(?: ?(?:to|:|-|is|until|by))?(?!\w| ?from)|→|⇒|-?->|=?>|»",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    rf"^(?:original(?:ly)?|first|initial(?:ly)?|was|from)\b{_WHAT} ?:?", re.IGNORECASE
)
_FROM = re.compile(
    rf"(?:was )?{_MOVED}{_WHAT} from (?P<first>.{{3,60}}?) to (?P<revised>.{{3,60}})$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?:was|were|original(?:ly)?|previous(?:ly)?|formerly|initial(?:ly)?|(?:{_MOVED} )?from)\b"
    rf"{_WHAT} ?:?(?: to be)?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"[ (]{{1,2}}(?:(?P<first>original(?:ly)?|first|initial(?:ly)?|old|previous(?:ly)?)"
    rf"|{_MOVED}|new|now|current)\b{_WHAT}(?:\)|(?=[,;]|$))",
    re.IGNORECASE,
)
"""Which of them a date is, where that stands behind it: “31/3/26 (original), 30/6/26 (revised)”."""
