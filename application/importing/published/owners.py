"""Owners as trackers publish them: a role, an agency or several, or both in one cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, pairwise

from domain.kernel.plain import clean

_UNKNOWN = {
    "not stated", "none", "none stated", "unknown", "not known", "n/a", "na", "tbc", "tbd",
    "to be confirmed", "to be agreed", "to be determined", "unassigned", "not assigned",
}  # fmt: skip
_JOINTLY = re.compile(r" ?\(?\b(?:acting |both )?jointly\b\)?| ?\(joint\)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"([ \n]?[,;/\n+&()][ \n]?|[ \n][-–][ \n]|[ \n]and[ \n]|[ \n]with[ \n])", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?<=@)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_LONGEST = 12
"""How many parts the name of an agency may have: “Avon, Mid and South Probation” has three."""


@dataclass(frozen=True)
class PublishedOwner:
    """Our agencies in the words, by reference and in order, and the rest of the words."""

    agencies: tuple[str, ...] = ()
    rest: str = ""


@dataclass
class _Name:
    """A part of the words, the agency that it names or "", and what stands behind it."""

    words: str
    agency: str
    behind: str

    @property
    def joined(self) -> bool:
        return self.behind.strip().casefold() in {"and", "&", "with"}

    @property
    def short(self) -> bool:
        """One word that is no acronym."""
        return len(self.words.split()) == 1 and not self.words.isupper()


def read_owner(words: str, agency_called: Callable[[str], str]) -> PublishedOwner:
    """Whom the words name. Nobody, where they say that nobody is known."""
    if words.casefold().strip(" .()") in _UNKNOWN:
        return PublishedOwner()
    by_address = [_by_address(each, agency_called) for each in _ADDRESS.findall(words)]
    plain = "\n".join(filter(None, clean(words).split("\n")))
    names = _names(_BETWEEN.split(_JOINTLY.sub("", plain).strip()), agency_called)
    _leave_longer_names_whole(names)
    named = [name.agency for name in names if name.agency]
    agencies = tuple(dict.fromkeys([*named, *filter(None, by_address)]))
    if not named:
        return PublishedOwner(agencies, " ".join(words.split()))
    return PublishedOwner(agencies, ", ".join(_rest(names)))


def _by_address(domain: str, agency_called: Callable[[str], str]) -> str:
    """The agency of which an e-mail address is: “kent.police.uk” is the Kent Police’s."""
    labels = domain.split(".")
    tried = [domain, *(" ".join(labels[:end]) for end in range(len(labels), 0, -1))]
    return next(filter(None, map(agency_called, tried)), "")


def _names(parts: list[str], agency_called: Callable[[str], str]) -> list[_Name]:
    """The parts, those put together that are the name of one agency; the longest name counts."""
    names, at = [], 0
    while at < len(parts):
        for end in range(min(len(parts), at + 2 * _LONGEST), at, -1):
            words = "".join(parts[at:end]).strip(" .()")
            agency = agency_called(words) if words and (end - at) % 2 else ""
            if agency or end == at + 1:
                behind = parts[end] if end < len(parts) else ""
                names.append(_Name(words if agency else parts[at], agency, behind))
                at = end + 1
                break
    return names


def _leave_longer_names_whole(names: list[_Name]) -> None:
    """The police of a “Police and Crime Commissioner” are no agency."""
    for first, second in pairwise(names):
        if first.joined and bool(first.agency) != bool(second.agency):
            for name in (first, second):
                name.agency = "" if name.short else name.agency


def _rest(names: list[_Name]) -> list[str]:
    """What names no agency, each run of it as it stood."""
    runs = groupby(names, lambda name: bool(name.agency))
    return [
        words
        for named, run in runs
        if not named
        and (words := " ".join("".join(each.words + each.behind for each in run).split()))
        and (words := _without_joint(words))
    ]


def _without_joint(words: str) -> str:
    """The words without what joined them to something that followed: “Director, and”."""
    last = _bare(words)
    for joint in ("and", "with"):
        before = last.removesuffix(joint)
        if before != last and not before[-1:].isalnum():
            return _bare(before)
    return last if any(sign in words[len(last) :] for sign in "&,;/+–-") else words


def _bare(words: str) -> str:
    """The words up to the last letter or number."""
    end = len(words)
    while end and not words[end - 1].isalnum():
        end -= 1
    return words[:end]
