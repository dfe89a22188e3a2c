"""What trackers of recommendations publish in words: who recommended it, what was answered, and
how far it has come. Words that may mean several things mean nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from domain.kernel.days.dates import read_date
from domain.kernel.plain import normal
from domain.recommendations.vocabulary import Response, Source
from domain.recommendations.words import SOURCES

# ---------------------------------------------------------------- who recommended it

_SOURCE_WAYS = {
    Source.INDEPENDENT_SCRUTINY: (
        "scrutiny review", "independent scrutiny", "scrutiny", "scrutiny report",
        "independent scrutineer", "scrutineer",
    ),
    Source.PRACTICE_REVIEW: (
        "practice review", "child safeguarding practice review", "lcspr", "cspr", "lcsprs",
        "local child safeguarding practice review", "local practice review",
        "child practice review", "rapid review", "serious case review", "scr",
    ),
    Source.NATIONAL_PRACTICE_REVIEW: (
        "national practice review", "national child safeguarding practice review",
        "national review", "national panel review", "national panel", "ncspr",
        "child safeguarding practice review panel",
        "national child safeguarding practice review panel",
    ),
    Source.MULTI_AGENCY_AUDIT: (
        "multi agency audit", "multiagency audit", "multi agency case audit",
        "multi agency case file audit", "multi agency themed audit",
    ),
    Source.SECTION_11_AUDIT: (
        "section 11 audit", "s11 audit", "s 11 audit", "section 11 self assessment",
        "s11 self assessment", "section 11 return", "section 11 audit children act 2004",
    ),
    Source.INTERNAL_AUDIT: ("internal audit", "audit", "internal audit of one agency"),
    Source.JTAI: ("jtai", "joint targeted area inspection"),
    Source.JOINT_INSPECTION: (
        "joint inspection", "other joint inspection", "send inspection", "area send inspection",
        "local area send inspection", "joint area inspection",
    ),
    Source.SINGLE_AGENCY_INSPECTION: (
        "inspection", "single agency inspection", "ilacs", "ofsted", "ofsted inspection", "cqc",
        "cqc inspection", "hmicfrs", "hmicfrs inspection", "hmip", "hmi probation",
        "focused visit", "inspectorate",
    ),
    Source.PEER_REVIEW: ("peer review", "peer challenge", "lga peer review", "lga peer challenge"),
    Source.PUBLIC_INQUIRY: (
        "public inquiry", "inquiry", "independent inquiry", "national inquiry",
        "statutory inquiry", "public enquiry",
    ),
    Source.COMMITTEE: (
        "committee action", "committee", "committee of a council", "scrutiny committee",
        "overview and scrutiny committee", "council committee", "select committee",
        "audit committee", "governance and audit committee",
    ),
}  # fmt: skip
_SOURCES: dict[str, Source] = {
    way: source
    for source, ways in _SOURCE_WAYS.items()
    for way in (*ways, normal(source.value), normal(SOURCES[source]))
}
_GENERAL = {"audit", "committee", "cqc", "inquiry", "inspection", "inspectorate", "ofsted",
            "scrutiny"}  # fmt: skip
"""Words that give way to others: “JTAI inspection” is no inspection of a single agency."""
KNOWN_SOURCES = ", ".join(source.value.replace("_", " ") for source in Source)


def is_only_a_source(words: str) -> bool:
    """Whether the words name a kind of source, and no report of that kind."""
    return normal(words) in _SOURCES


def read_source(words: str) -> Source | None:
    """The kind of source that the words name; None when they name none, or several."""
    plain = normal(words)
    if plain in _SOURCES:
        return _SOURCES[plain]
    found = [way for way in _SOURCES if f" {way} " in f" {plain} "]
    longest = [
        way for way in found if not any(way != each and f" {way} " in f" {each} " for each in found)
    ]
    for ways in (longest, [way for way in longest if way not in _GENERAL]):
        kinds = {_SOURCES[way] for way in ways}
        if len(kinds) == 1:
            return kinds.pop()
    return None


# ---------------------------------------------------------------- how far it has come


class Reported(StrEnum):
    """What a published status says has happened."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISPUTED = "accepted, disputed"
    PARTLY_ACCEPTED = "partly accepted"
    REJECTED = "rejected"
    ALREADY_MET = "already met"
    IN_PROGRESS = "in progress"
    CLAIMED = "claimed complete"
    PARTLY_DONE = "partially implemented"
    VERIFIED = "externally verified"
    NO_LONGER = "no longer pursued"


_STATUS_WAYS = {
    Reported.OPEN: (
        "open", "new", "not started", "not yet started", "to be started", "outstanding",
        "pending", "requested", "received", "no response", "awaiting response",
    ),
    Reported.ACCEPTED: (
        "accepted", "accepted in principle", "accepted in full", "fully accepted", "agreed",
        "agreed in principle", "yes", "y",
    ),
    Reported.DISPUTED: ("accepted disputed",),
    Reported.PARTLY_ACCEPTED: (
        "partly accepted", "partially accepted", "accepted in part", "partly agreed",
        "partially agreed", "agreed in part",
    ),
    Reported.REJECTED: (
        "rejected", "not accepted", "not agreed", "declined", "disagreed", "no", "n",
    ),
    Reported.ALREADY_MET: ("already met", "already in place", "already implemented"),
    Reported.IN_PROGRESS: (
        "in progress", "overdue in progress", "in progress overdue", "ongoing", "on going",
        "on track", "in progress on track", "underway", "under way", "started", "progressing",
        "progressed", "work in progress", "partly complete", "partially complete",
        "partly completed", "partially completed",
    ),
    Reported.CLAIMED: (
        "claimed complete", "complete", "completed", "done", "achieved", "fully achieved",
        "implemented", "fully implemented", "closed", "discharged", "actioned", "action complete",
        "action completed", "complete closed", "closed complete", "awaiting sign off",
        "awaiting verification", "submitted for sign off", "submitted for verification",
    ),
    Reported.PARTLY_DONE: (
        "partially implemented", "partly implemented", "partially achieved", "partly achieved",
        "partially met", "partly met",
    ),
    Reported.VERIFIED: (
        "implemented externally verified", "externally verified", "verified externally",
        "verified by the inspectorate",
    ),
    Reported.NO_LONGER: (
        "withdrawn", "superseded", "cancelled", "canceled", "dropped", "abandoned", "stopped",
        "no longer required", "no longer needed", "no longer applicable", "no longer relevant",
        "no longer applies", "not required",
    ),
}  # fmt: skip
_STATUSES = {way: reported for reported, ways in _STATUS_WAYS.items() for way in ways}
_COLOURS = {"red", "amber", "green", "blue", "grey", "yellow", "rag", "brag"}
_BARE_ANSWERS = {"yes", "y", "no", "n"}
"""What answers “Accepted?” and says nothing under “Status”."""


def read_status(words: str) -> Reported | None:
    """What the words say, if they say one thing and no more.

    A number before them, a colour and a date behind them do not matter: “2 (on track)”,
    “Blue - complete”, “Completed 12 March 2026”. What awaits its sign-off is no more than claimed.
    “Closed, not implemented” means nothing here.
    """
    if "\u0336" in words:
        return None  # struck through
    if percent := _PERCENT.fullmatch(words.strip()):
        done = float(percent[1])
        return _BY_PERCENT.get(done, Reported.IN_PROGRESS if done < 100 else None)
    for plain in _plain(words):
        if plain in _STATUSES and plain not in _BARE_ANSWERS:
            return _STATUSES[plain]
        claimed = _TO_BE_SEEN.sub("", plain)
        if claimed != plain and _STATUSES.get(claimed) is Reported.CLAIMED:
            return Reported.CLAIMED
    return None


_TO_BE_SEEN = re.compile(
    r" (?:but |and )?(?:awaiting|awaits|pending|subject to|for) (?:\w{1,20} ){0,2}"
    r"(?:sign off|signoff|approval|verification|validation|confirmation|closure)$"
)
"""What follows “Complete” where nobody but its owner has said so yet: “awaiting sign-off”."""


_RESPONSES = {
    Reported.ACCEPTED: Response.ACCEPTED,
    Reported.DISPUTED: Response.ACCEPTED,
    Reported.PARTLY_ACCEPTED: Response.PARTLY_ACCEPTED,
    Reported.REJECTED: Response.NOT_ACCEPTED,
    Reported.ALREADY_MET: Response.ALREADY_MET,
}
RESPONSE_OF: Mapping[Reported, Response] = {
    **_RESPONSES,
    Reported.IN_PROGRESS: Response.ACCEPTED,
    Reported.CLAIMED: Response.ACCEPTED,
    Reported.PARTLY_DONE: Response.ACCEPTED,
    Reported.VERIFIED: Response.ACCEPTED,
}
"""The response that what was done implies: nobody does what they did not accept."""


def read_answer(words: str) -> Response | None:
    """The response that the words under “Response” give."""
    for plain in _plain(words):
        if found := _RESPONSES.get(_STATUSES.get(plain, Reported.OPEN)):
            return found
    return None


_PERCENT = re.compile(
    r"(\d{1,3}(?:\.\d{1,4})?) ?%(?: ?(?:complete|completed|done))?", re.IGNORECASE
)
_BY_PERCENT = {0.0: Reported.OPEN, 100.0: Reported.CLAIMED}
_DIGIT = re.compile(r"\d")
_MONTH = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,9} $")
_YEAR_ALONE = re.compile(r"\d{4}\W*")
_NUMBER = re.compile(r"^\d+ ")
_APART = " :,;(–-"
"""What stands between a status and its date."""


def _plain(words: str) -> Iterator[str]:
    """The words without what does not matter, and without a date behind them."""
    yield _without_signs(words)
    what, when = _dated(" ".join(words.split()))
    if what and read_date(when).end:
        yield _without_signs(what)


def _dated(words: str) -> tuple[str, str]:
    """A status and the date behind it: “Completed on 3 March 2026”; "" and "" without one."""
    digit = _DIGIT.search(words)
    if digit is None:
        return "", ""
    what, when = words[: digit.start()], words[digit.start() :]
    if _YEAR_ALONE.fullmatch(when) and (month := _MONTH.search(what)):
        what, when = what[: month.start()], month[0] + when[:4]
    for before in ("on ", "in "):
        if what.endswith(before) and what[: -len(before)].endswith(tuple(_APART)):
            what = what.removesuffix(before)
    status = what.rstrip(_APART)
    return (status, when) if status != what else ("", "")


def _without_signs(words: str) -> str:
    plain = _NUMBER.sub("", normal(words))
    return " ".join(word for word in plain.split() if word not in _COLOURS)
