"""Scores, likelihoods, impacts and responses as registers publish them: numbers, words, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.risks.vocabulary import Response

_SCALE_WORDS = {
    "almost", "catastrophic", "certain", "critical", "definite", "extreme", "extremely",
    "frequent", "high", "highly", "i", "impact", "improbable", "insignificant", "l", "level",
    "likelihood", "likely", "low", "major", "medium", "minimal", "minor", "moderate", "negligible",
    "none", "occasional", "possible", "probable", "rare", "rating", "remote", "score", "serious",
    "severe", "significant", "unlikely", "very",
}  # fmt: skip
"""What may stand beside the number of a likelihood or an impact: “4 - Likely”, “L4”."""
_SIGNS = re.compile(r"[\s\w()\[\]:=–-]*")
_WORDS = re.compile(r"[a-z]+")
_NUMBERS = re.compile(r"\d+")
_WHOLE = re.compile(r"([+-]?\d{1,9})(?:\.0+)?")
_WITH_NOUGHTS = re.compile(r"(\d{1,9})\.0+")
_PRODUCT = r"[(\[]? ?L? ?(\d{1,2}) ?[x×*] ?I? ?(\d{1,2}) ?[)\]]?"
_TIMES = re.compile(rf"{_PRODUCT} ?(?:= ?\d+)?|\d{{1,9}} ?=? ?{_PRODUCT}", re.IGNORECASE)


@dataclass(frozen=True)
class PublishedFactor:
    """A likelihood or an impact as published. `number` is None where the words give none;
    `from_words`: the number follows from the words alone, in our own matrix."""

    number: int | None
    from_words: bool = False


def read_factor(words: str, names: tuple[str, ...]) -> PublishedFactor:
    """The number that the words give: their own, or that of one of our `names` (from 1)."""
    if found := _WHOLE.fullmatch(words):
        return PublishedFactor(int(found[1]))
    numbers = _NUMBERS.findall(words)
    besides = _WORDS.findall(words.casefold())
    only_a_scale = set(besides) <= _SCALE_WORDS and _SIGNS.fullmatch(words)
    if only_a_scale and len(numbers) == 1 and len(numbers[0]) < 10:
        return PublishedFactor(int(numbers[0]))
    known = [name.casefold() for name in names]
    if (plain := " ".join(besides)) in known and not numbers:
        return PublishedFactor(known.index(plain) + 1, from_words=True)
    return PublishedFactor(None)


@dataclass(frozen=True)
class PublishedScore:
    """A score as published: its words, and the factors where the words hold them (“3x4=12”)."""

    words: str
    likelihood: int | None = None
    impact: int | None = None


def read_score(words: str) -> PublishedScore:
    """The score in the words. A whole number with “.0” behind it is that number."""
    if found := _WITH_NOUGHTS.fullmatch(words):
        return PublishedScore(found[1])
    if found := _TIMES.fullmatch(" ".join(words.split())):
        likelihood, impact = [int(group) for group in found.groups() if group]
        return PublishedScore(words, likelihood, impact)
    return PublishedScore(words)


_RESPONSES = {
    Response.TREAT: "treat treated treating mitigate mitigated mitigation reduce reduced reduction "
    "manage managed control",
    Response.TOLERATE: "tolerate tolerated tolerating accept accepted acceptance retain",
    Response.TRANSFER: "transfer transferred share shared insure",
    Response.TERMINATE: "terminate terminated avoid avoided avoidance eliminate",
}


def read_response(words: str) -> Response | None:
    """The one response that the words mean; None when they mean none, several or its opposite."""
    spoken = set(_WORDS.findall(words.casefold()))
    if spoken & {"not", "no", "cannot", "never"}:
        return None
    found = [response for response, ways in _RESPONSES.items() if spoken & set(ways.split())]
    return found[0] if len(found) == 1 else None
