"""Scores, likelihoods, impacts and responses as registers publish them: numbers, words, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.kernel.plain import normal
from domain.risks.vocabulary import Response

_SCALE_WORDS = {
    "almost", "catastrophic", "certain", "critical", "definite", "extreme", "extremely",
    "frequent", "high", "highly", "i", "impact", "improbable", "insignificant", "l", "level",
    "likelihood", "likely", "low", "major", "medium", "minimal", "minor", "moderate", "negligible",
    "none", "occasional", "possible", "probable", "rare", "rating", "remote", "score", "serious",
    "severe", "significant", "unlikely", "very",
}  # fmt: skip
"""What may stand beside the number of a likelihood or an impact: “4 - Likely”, “L4”."""
_UNSCORED = {
    "tbc", "tbd", "to be confirmed", "to be determined", "to be assessed", "to be scored", "n a",
    "na", "none", "not assessed", "not applicable", "not known", "not scored", "not yet assessed",
    "not yet scored", "not rated", "pending", "unknown", "unscored", "awaited", "nil",
}  # fmt: skip
_FEW = 4
_SIGNS = re.compile(r"[\s\w()\[\]:=–-]*")
_WORDS = re.compile(r"[a-z]+")
_NUMBERS = re.compile(r"\d+")
_WHOLE = re.compile(r"([+-]?\d{1,9})(?:\.0+)?")
_OUT_OF = re.compile(r"(\d{1,3})(?:\.0+)? ?(?:/|out of) ?(\d{1,3})", re.IGNORECASE)
_LIKELIHOOD = r"(?:likelihood|probability|l|p)[ :=]{0,2}"
_IMPACT = r"(?:impact|consequence|severity|i|c|s)[ :=]{0,2}"
_TIMES = r" ?(?:[x×*·•⋅]|by|times| ) ?"
_EQUALS = r"(?: ?(?:=|:|->|→) ?(?P<figure>\d{1,9}))?"
_SUM = (
    rf"[(\[]? ?(?:{_LIKELIHOOD}(?P<l>\d{{1,2}}){_TIMES}{_IMPACT}(?P<i>\d{{1,2}})"
    rf"|{_IMPACT}(?P<i2>\d{{1,2}}){_TIMES}{_LIKELIHOOD}(?P<l2>\d{{1,2}})"
    r"|(?P<l3>\d{1,2}) ?(?:[x×*·•⋅]|by|times) ?(?P<i3>\d{1,2})) ?[)\]]?"
)
_SUM_THEN_FIGURE = re.compile(rf"{_SUM}{_EQUALS}", re.IGNORECASE)
_FIGURE_THEN_SUM = re.compile(rf"(?P<figure>\d{{1,9}}) ?=? ?{_SUM}", re.IGNORECASE)
_BAND_WORDS = {
    "amber", "black", "critical", "extreme", "extremely", "green", "high", "low", "major", "medium",
    "minor", "moderate", "red", "serious", "severe", "significant", "very", "yellow",
}  # fmt: skip
_ARROWS = re.compile(r"[▲▼△▽▴▾↑↓→←↔↗↘⬆⬇➡⬅⬌⇧⇩⇨⇔➔►◄▶◀]\ufe0f?")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_SIGNS = re.compile(r"[\w\s]")
_ONE_FIGURE = re.compile(r"(?<![\d.,/])(\d{1,3})(?:\.0+)?(?![\d.,/%])")


@dataclass(frozen=True)
class PublishedFactor:
    """A likelihood or an impact as published. `number` is None where the words give none;
    `from_words`: the number follows from the words alone, in our own matrix."""

    number: int | None
    from_words: bool = False


def has_a_number(words: str) -> bool:
    """Whether a likelihood or an impact says its number, beside whatever words."""
    return bool(_NUMBERS.search(words))


def of_a_scale(words: str) -> bool:
    """Whether they may be words of somebody's scale, such as “Almost certain” or “Devastating”: a
    few, without a number, that do not say that nobody scored it."""
    plain = normal(words)
    return (
        bool(plain)
        and len(plain.split()) <= _FEW
        and plain not in _UNSCORED
        and (not has_a_number(words))
    )


def read_factor(words: str, names: tuple[str, ...]) -> PublishedFactor:
    """The number that the words give: their own, or that of one of our `names` (from 1)."""
    if found := _WHOLE.fullmatch(words):
        return PublishedFactor(int(found[1]))
    out_of = _OUT_OF.fullmatch(" ".join(words.split()))
    if out_of and int(out_of[2]) == len(names):
        return PublishedFactor(int(out_of[1]))
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
    """A score as published. `words` is its figure, where that is certain; otherwise all of it, or
    "" where the factors alone stand there. The factors, the band and the direction are what was
    published with it (“3x4=12”, “High (12)”, “12 ▲”)."""

    words: str
    likelihood: int | None = None
    impact: int | None = None
    band: str = ""
    direction: str = ""


def read_score(words: str, *, highest: int) -> PublishedScore:
    """The score in the words, on a scale that ends at `highest`."""
    line = " ".join(words.split())
    if found := _WHOLE.fullmatch(line):
        return PublishedScore(found[1] if ".0" in line else words)
    out_of = _OUT_OF.fullmatch(line)
    if out_of and int(out_of[2]) == highest:
        return PublishedScore(out_of[1])
    if found := _SUM_THEN_FIGURE.fullmatch(line) or _FIGURE_THEN_SUM.fullmatch(line):
        likelihood = found["l"] or found["l2"] or found["l3"]
        impact = found["i"] or found["i2"] or found["i3"]
        return PublishedScore(found["figure"] or "", int(likelihood), int(impact))
    arrows = "".join(_ARROWS.findall(line))
    rest = _ARROWS.sub(" ", line)
    figures = _ONE_FIGURE.findall(rest)
    band = " ".join(_LETTERS.findall(rest))
    signs = set(_NO_SIGNS.sub("", rest)) - set("()[]-–:,=")
    known = set(band.casefold().split()) <= _BAND_WORDS
    if (
        len(figures) == 1 == len(_NUMBERS.findall(rest))
        and known
        and not signs
        and (band or arrows)
    ):
        return PublishedScore(figures[0], band=band, direction=arrows)
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
