"""What is found of a duty: whether it is kept, its figure, and what that stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.groups.duties import Duty


class State(StrEnum):
    """Whether a duty is kept, as far as the log can say."""

    KEPT = "kept"
    BROKEN = "broken"
    PENDING = "pending"
    UNKNOWN = "unknown"
    NONE = "none"


STATES = {
    State.KEPT: "Kept",
    State.BROKEN: "Broken",
    State.PENDING: "Not due yet",
    State.UNKNOWN: "Not known",
    State.NONE: "Nothing to judge",
}


@dataclass(frozen=True)
class Evidence:
    """One thing that a figure stands on. `reference` is the item that shows it, "" for none."""

    reference: str
    words: str
    state: State = State.KEPT


@dataclass(frozen=True)
class Found:
    """What the log says of a duty in a year; `apart` is what is counted neither way."""

    duty: Duty
    figure: str
    evidence: Sequence[Evidence]
    apart: str = ""

    @property
    def state(self) -> State:
        """The worst of what was found."""
        states = {each.state for each in self.evidence}
        order = (State.BROKEN, State.UNKNOWN, State.PENDING, State.KEPT)
        return next((each for each in order if each in states), State.NONE)


def kept_of(evidence: Iterable[Evidence], what: str) -> str:
    """How many of those that can be judged were kept: “3 of 4 meetings”."""
    judged = [each for each in evidence if each.state in (State.KEPT, State.BROKEN)]
    if not judged:
        return f"no {what} to judge"
    return f"{sum(each.state is State.KEPT for each in judged)} of {len(judged)} {what}"
