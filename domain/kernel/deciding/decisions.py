"""What a decision rested on, and what of that has changed since: one mechanism for every noun.

An event of a decision says on what it `rests_on`, an event that changes a fact what it `bears_on`;
both stand on the class of the event (`Item.Event`), and nothing of them is stored. A decision is
an answer, an assent, a verification, an approval or an ending.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from domain.kernel.deciding.basis import Basis
from domain.kernel.item import long_date
from domain.kernel.mending.correcting import Correctable
from domain.kernel.words import Ref


@dataclass(frozen=True)
class Standing:
    """A decision that holds: the version of the item with which it was made, and what it rests on.

    `changed` are the versions by which that has changed since.
    """

    version: int
    rests_on: Set[Basis]
    changed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Made:
    """A decision that was made, whether or not it still holds, or what a party replied: what it is
    called, and its day."""

    called: str
    on: str

    @property
    def words(self) -> str:
        return f"{self.called}, {long_date(self.on)}"


class Decidable(Correctable):
    """An item that decisions are made about."""

    class Event(Correctable.Event):
        """Anything that happens to it."""

    def __init__(self, reference: Ref) -> None:
        super().__init__(reference)
        self.standing: dict[str, Standing] = {}
        """The decisions that hold, by what tells them apart where several can; "" for one that
        settles all."""
        self.made: dict[int, Made] = {}
        """Whatever was decided or replied, by the version of the item that it made."""

    @property
    def changed_since_decided(self) -> bool:
        """Whether something has changed that a decision rests on which still holds."""
        return any(each.changed for each in self.standing.values())

    def changed_by(self) -> set[int]:
        """The versions by which something changed that such a decision rests on."""
        return {version for each in self.standing.values() for version in each.changed}

    def _weigh(self, event: Any) -> None:
        if event.bears_on:
            for key, each in self.standing.items():
                if event.bears_on & each.rests_on and event.is_news_to(each.version):
                    changed = (*each.changed, event.originator_version)
                    self.standing[key] = Standing(each.version, each.rests_on, changed)
        if event.undoes:
            self.standing.clear()
        if event.decided_as:
            self.made[event.originator_version] = Made(event.decided_as, event.on)
        if event.rests_on:
            key = event.stands_as
            if not key:
                self.standing.clear()
            self.standing[key] = Standing(event.originator_version, event.rests_on)
