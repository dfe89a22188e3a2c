"""Scores, likelihoods, impacts and responses as registers publish them: numbers, words, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.kernel.plain import ascii_digits, normal
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
_WHOLE = re.compile(r"([+-]?\d{1,9})(?:[.,]0+)?")
_OUT_OF = re.compile(r"(\d{1,3})(?:\.0+)? ?(?:/|out of|of) ?(\d{1,3})", re.IGNORECASE)
_WITH_ANY_WORDS = re.compile(
    r"[(\[]?(?P<first>\d{1,2})[)\]]? ?[-–:.=)] ?[^\d\n]{1,40}"
    r"|[^\d\n]{1,40}(?:[(\[] ?(?P<last>\d{1,2}) ?[)\]]|[-–:=/] ?(?P<end>\d{1,2}))"
)
"""A number that stands apart from a few words, whatever these are."""
_MONTHS = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
"""Whereas 05-Apr is a date that a spreadsheet made of 4/5."""
_LIKELIHOOD, _IMPACT = "(?:likelihood|probability|l|p)", "(?:impact|consequence|severity|i|c|s)"
_TIMES = r" ?(?:[x×*·•⋅,;/&+]|by|times|and| ) ?"


def _factor(name: str, called: str) -> str:
    """A factor with its name before or behind it: “L4”, “Likelihood: 4”, “4 (L)”."""
    before = rf"{called}[ :=]{{0,2}}[(\[]?(?P<{name}>\d{{1,2}})[)\]]?"
    return rf"(?:{before}|(?P<{name}_>\d{{1,2}}) ?[(\[]?{called}[)\]]?)"


_SUM = (
    rf"[(\[]? ?(?:{_factor('l', _LIKELIHOOD)}{_TIMES}{_factor('i', _IMPACT)}"
    rf"|{_factor('i2', _IMPACT)}{_TIMES}{_factor('l2', _LIKELIHOOD)}"
    r"|(?P<l3>\d{1,2}) ?(?:[x×*·•⋅]|by|times) ?(?P<i3>\d{1,2})) ?[)\]]?"
)
_SUM_THEN_FIGURE = re.compile(
    rf"{_SUM}(?: ?(?:=>?|:|->|→|⇒|-|–|(?<=[)\]]) ) ?(?P<figure>\d{{1,9}})"
    r"| ?[(\[] ?=? ?(?P<within>\d{1,9}) ?[)\]])?",
    re.IGNORECASE,
)
_FIGURE_THEN_SUM = re.compile(rf"(?P<figure>\d{{1,9}}) ?[=:–-]? ?{_SUM}", re.IGNORECASE)
_BAND_WORD = (
    "(?:amber|black|critical|extreme(?:ly)?|green|high|low|major|medium|minor|moderate|red|serious"
    "|severe|significant|very|v|yellow|h|m|r|a|g)"
)
_BAND = rf"(?P<band>{_BAND_WORD}(?:[ /-]{_BAND_WORD}){{0,3}})"
_BAND_FIRST = re.compile(
    rf"{_BAND}(?:(?: risk)?[ :=/(\[–-]{{1,4}})(?P<core>.{{1,60}})", re.IGNORECASE
)
_BAND_LAST = re.compile(
    rf"(?P<core>.{{0,60}}?[\d)\]])(?: ?[:=/,(\[–-]{{1,4}} ?| ){_BAND}(?: risk)?[)\]]{{0,3}}",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"[▲▼△▽▴▾↑↓→←↔↗↘⬆⬇➡⬅⬌⇧⇩⇨⇔➔►◄▶◀]\ufe0f?")
_WAY = (
    r"(?:up|down|same|static|stable|steady|unchanged|no change|increas(?:ed|ing)|decreas(?:ed|ing)"
    r"|reduc(?:ed|ing)|improv(?:ed|ing)|worsen(?:ed|ing)|rising|falling)"
)
_TRAVEL = re.compile(
    rf"[ ,;(\[–-]{{1,3}}(?P<way>{_WAY}(?: from \d{{1,2}})?|(?:was|previously|from) \d{{1,2}}"
    r"|[+-]\d{1,2})[)\]]?$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"(\d{1,2}) ?(?:->|→|>|to) ?(\d{1,2})", re.IGNORECASE)
_AROUND = re.compile(
    r"^(?:(?:risk )?(?:score|rating)\b[ :=]*|=)|(?: ?(?:points?|pts))$", re.IGNORECASE
)
_FIGURE = re.compile(r"[(\[]?(\d{1,3})(?:\.0+)?[)\]]?")


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
    words = ascii_digits(words)
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
    apart = _WITH_ANY_WORDS.fullmatch(words)
    if apart and 0 < len(besides) <= _FEW and not _MONTHS & {each[:3] for each in besides}:
        return PublishedFactor(int(apart["first"] or apart["last"] or apart["end"]))
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
    line = " ".join(ascii_digits(words).split())
    if found := _WHOLE.fullmatch(line):
        return PublishedScore(found[1])
    if found := _FROM_TO.fullmatch(line):
        return PublishedScore(found[2], direction=line)
    if score := _core(line, highest):
        return score  # before its arrow is taken for a direction: “4 × 5 → 20”
    line, direction = _without_travel(line)
    if score := _core(line, highest):
        return replace(score, direction=direction)
    for pattern in (_BAND_FIRST, _BAND_LAST):
        found = pattern.fullmatch(line)
        if found and (score := _core(found["core"], highest)):
            return replace(score, band=found["band"], direction=direction)
    return PublishedScore(words)


def _without_travel(line: str) -> tuple[str, str]:
    """The line without what it says of the way that the score went, and that."""
    arrows = "".join(_ARROWS.findall(line))
    rest = _NOTHING_LEFT.sub("", " ".join(_ARROWS.sub(" ", line).split())).strip()
    if arrows or (found := _TRAVEL.search(rest)) is None:
        return rest if arrows else line, arrows
    return rest[: found.start()].strip(), found["way"]


_PLACES = ("", "_", "2", "2_", "3")
"""Where a factor may stand in a sum."""
_NOTHING_LEFT = re.compile(r"\( ?\)|\[ ?\]")


def _core(line: str, highest: int) -> PublishedScore | None:
    """The figure or the factors that the line is, and nothing else."""
    core = _AROUND.sub("", line).strip(" :=–-")
    if found := _FIGURE.fullmatch(core):
        return PublishedScore(found[1])
    out_of = _OUT_OF.fullmatch(core.strip("()[]"))
    if out_of and int(out_of[2]) == highest:
        return PublishedScore(out_of[1])
    found = _SUM_THEN_FIGURE.fullmatch(core) or _FIGURE_THEN_SUM.fullmatch(core)
    if found is None:
        return None
    likelihood, impact = (
        next(filter(None, (found[f"{name}{more}"] for more in _PLACES))) for name in ("l", "i")
    )
    figure = found["figure"] or found.groupdict().get("within") or ""
    return PublishedScore(figure, int(likelihood), int(impact))


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
