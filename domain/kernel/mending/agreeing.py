"""What takes effect only once somebody else has agreed: another person, not only another role.

An event says what is proposed and why, a second one that somebody agreed or did not. Until then
nothing has changed but that an agreement is awaited.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.kernel.moves import GuardOfPerson
from domain.kernel.terms import Actor


@dataclass(frozen=True)
class Proposal:
    """What somebody proposed: who (the id of an account), on which day, and why."""

    by: str
    on: str
    reason: str


Awaiting = Callable[[Any], Proposal | None]
"""What of an item awaits somebody else's agreement, if anything does."""


def by_somebody_else(awaiting: Awaiting) -> GuardOfPerson:
    """A guard: nobody agrees to what they proposed themselves, in whatever role they do it."""

    def guard(item: Any, by: Actor) -> str | None:
        proposal = awaiting(item)
        if proposal and proposal.by == by.person:
            return "You proposed this, so somebody else must agree."
        return None

    return guard
