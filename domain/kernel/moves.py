"""Moves: what can be done with an item, each a command with what may stand in its way.

    @move(still_open, _no_open_escalation)
    def escalate(self, occasion: Occasion, *, to: Body) -> None: ...

A guard says in a sentence why not, or None. `move` names guards of the item's state, `by` those
of a person. They are functions, not names: one that does not exist stops the program at its start.
The command asks them all before it decides, and pages ask them before they offer it, so that each
rule has one home. No guard asks of a day: what happened in time may be recorded later, so a
command judges by the date that it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar, cast

from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Occasion

Command = TypeVar("Command", bound=Callable[..., Any])
Guard = Callable[[Any], str | None]
"""Of an item: why it stands in a move's way as it is now."""
GuardOfPerson = Callable[[Any, Actor], str | None]
"""Of an item and somebody: why they in particular may not, whatever state it is in."""


class UnknownMoveError(LookupError):
    """A kind of item has no such move: a mistake in the program, never in what somebody asked."""


@dataclass(frozen=True)
class Guards:
    """What may stand in the way of one move, in the order in which it is asked.

    `of_void`: it is for an item that counts for nothing, with which nothing else is done.
    """

    of_state: Sequence[Guard] = ()
    of_person: Sequence[GuardOfPerson] = ()
    of_void: bool = False

    def why_not(self, item: Any) -> str | None:
        """Why it is not possible in the item's present state; None when it is."""
        if not self.of_void and (reason := item.why_void()):
            return str(reason)
        return _first(guard(item) for guard in self.of_state)

    def not_by(self, item: Any, by: Actor) -> str | None:
        """Why this person may not do it; None when they may."""
        return _first(guard(item, by) for guard in self.of_person)

    def must_allow(self, item: Any, occasion: Occasion) -> None:
        """Raise DomainError with the first reason that there is."""
        if reason := self.why_not(item) or self.not_by(item, occasion.by):
            raise DomainError(reason)


def move(
    *guards: Guard, by: Sequence[GuardOfPerson] = (), of_void: bool = False
) -> Callable[[Command], Command]:
    """Make a command a move, which asks its guards itself before it does anything.

    Its first argument after the item is the occasion. A class method that makes an item is a
    move too, and has no guards: there is nothing yet that could stand in its way.
    """
    asked = Guards(guards, by, of_void)

    def guarded(command: Command) -> Command:
        @wraps(command)
        def allowed(item: Any, occasion: Occasion, /, **facts: Any) -> Any:
            if not isinstance(item, type):
                asked.must_allow(item, occasion)
            return command(item, occasion, **facts)

        made: Any = allowed
        made.guards = asked
        return cast("Command", made)

    return guarded


@cache
def moves_of(kind: type[object]) -> Mapping[str, Guards]:
    """The moves of a kind of item by the names of their commands, inherited ones included."""
    found = {name: _guards(kind, name) for name in dir(kind)}
    return {name: guards for name, guards in found.items() if guards is not None}


def guards_of(kind: type[object], name: str) -> Guards:
    """The guards of the move with that name. Raises UnknownMoveError."""
    guards = _guards(kind, name)
    if guards is None:
        raise UnknownMoveError(f"{kind.__name__} has no move “{name}”.")
    return guards


def _guards(kind: type[object], name: str) -> Guards | None:
    """What `move` kept of the command with that name; None where there is no such move."""
    command = next((vars(each)[name] for each in kind.__mro__ if name in vars(each)), None)
    command = getattr(command, "__func__", command)  # of a class method, what it wraps
    found: Guards | None = getattr(command, "guards", None)
    return found


def _first(reasons: Iterable[str | None]) -> str | None:
    return next(filter(None, reasons), None)
