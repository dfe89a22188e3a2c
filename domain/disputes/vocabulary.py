"""The closed lists of words for a dispute, and the bodies that decide its higher stages."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.bodies import Body
from domain.procedure.rules import Decider


class Kind(StrEnum):
    """A disagreement between agencies, or an issue that has no opposing parties (ToR 1.4c)."""

    DISPUTE = "dispute"
    ISSUE = "issue"


class DisputeStatus(StrEnum):
    """Whether it is on its way still."""

    OPEN = "open"
    ENDED = "ended"


class ActionsDone(StrEnum):
    """Whether the actions that were agreed were really done."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


URGENT_NEEDS = {
    "reason": "why it is urgent",
    "authorised_by": "who authorised that it is urgent",
    "protective_step": "what has already been done to protect children",
    "contact": "who can be reached at night and at weekends",
}
"""What an urgent dispute must say."""
BODIES = {Decider.EXECUTIVE: Body.EXECUTIVE, Decider.LSP: Body.LSP}
