"""Recorded in error: an item that should never have been made is taken out of every figure.

One person says so, with the reason; somebody else agrees or does not. Nothing is deleted: its
history stays, and where that itself was the mistake it is put back.
"""

from __future__ import annotations

from typing import Any

from domain.kernel.item import Linkable
from domain.kernel.mending.agreeing import Proposal, by_somebody_else
from domain.kernel.moves import move
from domain.kernel.terms import Actor, AgencyNames, Occasion, Role
from domain.kernel.words import Ref, Words


def _is_said(item: MayBeInError) -> str | None:
    """A guard: somebody said that it was recorded in error."""
    if item.said_in_error:
        return None
    return f"Nobody has said that {item.reference} was recorded in error."


def _is_not_said(item: MayBeInError) -> str | None:
    """A guard: nobody said so yet."""
    if item.said_in_error is None:
        return None
    return "That has been said already, and awaits somebody else’s agreement."


def _is_in_error(item: MayBeInError) -> str | None:
    """A guard: it was recorded in error."""
    return None if item.in_error else f"{item.reference} was not recorded in error."


def _has_no_interest(item: MayBeInError, by: Actor) -> str | None:
    """A guard: whoever it would spare does not agree that it counts for nothing."""
    if by.role is Role.BUSINESS_TEAM or by.agency not in item.interested_agencies:
        return None
    return "Your agency has an interest in it, so somebody from elsewhere must agree."


class MayBeInError(Linkable):
    """An item of which it can turn out that it should never have been recorded."""

    class Event(Linkable.Event):
        """Anything that happens to it."""

    class SaidInError(Event):
        """Somebody said that it was recorded in error. It counts until somebody else agrees."""

        reason: Words

        def apply(self, aggregate: MayBeInError) -> None:
            aggregate.said_in_error = Proposal(self.by.person, self.on, self.reason)

        def sentence(self, names: AgencyNames) -> str:
            return "said that it was recorded in error; somebody else has to agree"

    class InErrorAgreed(Event):
        """Somebody else agreed: from now on it is in no figure and no list.

        `said_by` is who said so first, `said` the reason that they gave.
        """

        said_by: Ref
        said: Words

        def apply(self, aggregate: MayBeInError) -> None:
            aggregate.said_in_error = None
            aggregate.in_error, aggregate.in_error_on = self.said, self.on

        def sentence(self, names: AgencyNames) -> str:
            return f"agreed that it was recorded in error, so that it counts nowhere: {self.said}"

    class InErrorDeclined(Event):
        """It was not recorded in error after all, and goes on as before."""

        reason: Words

        def apply(self, aggregate: MayBeInError) -> None:
            aggregate.said_in_error = None

        def sentence(self, names: AgencyNames) -> str:
            return "did not agree that it was recorded in error"

    class PutBack(Event):
        """It had been a mistake to call it recorded in error: it counts again, as it stood."""

        reason: Words

        def apply(self, aggregate: MayBeInError) -> None:
            aggregate.in_error = aggregate.in_error_on = ""

        def sentence(self, names: AgencyNames) -> str:
            return "put it back: it was not recorded in error"

    def __init__(self, reference: Ref) -> None:
        super().__init__(reference)
        self.said_in_error: Proposal | None = None
        self.in_error = self.in_error_on = ""

    def why_void(self) -> str | None:
        if not self.in_error:
            return None
        return f"{self.reference} was recorded in error. It can be put back, and nothing else."

    @move(_is_not_said)
    def say_in_error(self, occasion: Occasion, *, reason: str) -> None:
        """Say that it should never have been recorded; that counts once somebody else agrees."""
        self._record(occasion, self.SaidInError, reason=reason)

    @move(_is_said, by=[by_somebody_else(lambda item: item.said_in_error), _has_no_interest])
    def agree_in_error(self, occasion: Occasion) -> None:
        """Agree that it was recorded in error, as somebody who neither said so nor gains by it."""
        proposal: Any = self.said_in_error
        self._record(occasion, self.InErrorAgreed, said_by=proposal.by, said=proposal.reason)

    @move(_is_said)
    def decline_in_error(self, occasion: Occasion, *, reason: str) -> None:
        """Say that it was not; whoever said that it was can take it back by this, too."""
        self._record(occasion, self.InErrorDeclined, reason=reason)

    @move(_is_in_error, of_void=True)
    def put_back(self, occasion: Occasion, *, reason: str) -> None:
        """Let it count again, because that it was recorded in error was itself the mistake."""
        self._record(occasion, self.PutBack, reason=reason)
