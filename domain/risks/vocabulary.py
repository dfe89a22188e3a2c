"""The closed lists of words for a risk, those of HM Treasury's Orange Book, and its scores."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.bodies import Body
from domain.kernel.deciding.minutes import NO_MINUTE, Minute
from domain.risks.matrix import Score


class Kind(StrEnum):
    """ToR 1.4c: a risk, an issue (a risk that has happened) or an early warning."""

    RISK = "risk"
    ISSUE = "issue"
    EARLY_WARNING = "early_warning"


class RiskStatus(StrEnum):
    """Whether it is on the register."""

    OPEN = "open"
    CLOSED = "closed"


class Measure(StrEnum):
    """Inherent: before controls. Current: with today's controls. Target: after planned actions."""

    INHERENT = "inherent"
    CURRENT = "current"
    TARGET = "target"


class Forum(StrEnum):
    """Where a risk was raised: it decides whether members of the group see it (SAF 2)."""

    SAAS = "saas"
    SUB_GROUP = "sub_group"
    SCRUTINY = "scrutiny"
    BUSINESS_TEAM = "business_team"
    EXECUTIVE = "executive"


class Response(StrEnum):
    """The four responses of the Orange Book."""

    TOLERATE = "tolerate"
    TREAT = "treat"
    TRANSFER = "transfer"
    TERMINATE = "terminate"


class Answer(StrEnum):
    """What a body may answer to an escalation."""

    ACCEPT = "accept"
    DECIDE = "decide"
    COMMISSION = "commission"
    RETURN = "return"


class Closing(StrEnum):
    """Why a risk may leave the register. Being below the reporting line is not a reason."""

    MANAGED = "managed"
    DE_ESCALATED = "de_escalated"
    NO_LONGER_RELEVANT = "no_longer_relevant"


ANSWERS = {
    Answer.ACCEPT: "accepted the risk as it stands",
    Answer.DECIDE: "decided what must be done",
    Answer.COMMISSION: "commissioned work",
    Answer.RETURN: "returned it",
}
CLOSINGS = {
    Closing.MANAGED: "it is managed",
    Closing.DE_ESCALATED: "it is de-escalated to another register",
    Closing.NO_LONGER_RELEVANT: "it is no longer relevant",
}
KIND_NAMES = {Kind.RISK: "risk", Kind.ISSUE: "issue", Kind.EARLY_WARNING: "early warning"}


LONGEST_CADENCE = 60
"""Months. A risk that is looked at less often than that has no regular review."""


@dataclass(frozen=True)
class Escalation:
    """A question sent up, and its answer once there is one."""

    to: Body
    question: str
    on: str
    reason: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Decision:
    """Something decided about the risk, and what was known then.

    `words` are yet to be said (domain/kernel/vocabulary.py). `version` is the risk's version that
    was decided on, `position` the log's last position; `minute` says where a body's is written.
    """

    words: str
    on: str
    version: int
    position: int
    minute: Minute = NO_MINUTE


def score_words(score: Score) -> str:
    """A score as people say it: “20 (4 × 5), High”."""
    if score.figure is None:
        return f"“{score.published}”" if score.published else "not yet known"
    factors = f" ({score.likelihood} × {score.impact})" if score.likelihood and score.impact else ""
    band = f", {score.band}" if score.band else ""
    return f"{score.figure}{factors}{band}"


def a_kind(kind: Kind) -> str:
    """What it is, with its article: a risk, an issue, an early warning."""
    name = KIND_NAMES[kind]
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
