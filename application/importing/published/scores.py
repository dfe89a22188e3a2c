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


@dataclass(frozen=True)
class PublishedFactor:
    """A likelihood or an impact as published. `number` is None where the words give none;
    `from_words`: the number follows from the words alone, in our own matrix."""

    number: int | None
    from_words: bool = False


def read_factor(words: str, names: tuple[str, ...]) -> PublishedFactor:
    """The number that the words give: their own, or that of one of our `names` (from 1)."""
    if found := re.fullmatch(r"([+-]?\d{1,9})(?:\.0+)?", words):
        return PublishedFactor(int(found[1]))
    numbers = re.findall(r"\d+", words)
    besides = re.findall(r"[a-z]+", words.casefold())
    only_a_scale = set(besides) <= _SCALE_WORDS and re.fullmatch(r"[\s\w()\[\]:=–-]*", words)
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
    if found := re.fullmatch(r"(\d{1,9})\.0+", words):
        return PublishedScore(found[1])
    product = r"[(\[]?\s*L?\s*(\d{1,2})\s*[x×*]\s*I?\s*(\d{1,2})\s*[)\]]?"
    if found := re.fullmatch(rf"{product}\s*(?:=\s*\d+)?|\d+\s*=?\s*{product}", words, re.I):
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
    spoken = set(re.findall(r"[a-z]+", words.casefold()))
    if spoken & {"not", "no", "cannot", "never"}:
        return None
    found = [response for response, ways in _RESPONSES.items() if spoken & set(ways.split())]
    return found[0] if len(found) == 1 else None
