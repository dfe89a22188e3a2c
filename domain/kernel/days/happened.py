"""An event on record, with the item as it stood just after it: what every register is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from domain.kernel.item import Item
from domain.kernel.terms import AgencyNames
from domain.kernel.vocabulary import GENERAL, Source, speaking


@dataclass(frozen=True)
class Happened:
    """One event of the log, at its position.

    `item` is the item as it stood just after the event, while this is looked at: the same object
    then goes on to its next event. `names` are those that the agencies had by then, `vocabulary`
    gives the partnership's words of that time.
    """

    position: int
    event: Item.Event
    item: Item
    names: AgencyNames
    vocabulary: Source = lambda: GENERAL

    @cached_property
    def sentence(self) -> str:
        """What happened, as the rest of a sentence that starts with whoever did it."""
        with speaking(self.vocabulary):
            return self.event.sentence(self.names)


def replay(item: Any, events: Iterable[Any]) -> Any:
    """The item after the events; `item` is None before the first.

    The library's own asks each event which methods it has, which takes longer than the replay.
    """
    for event in events:
        item = event.mutate(item)
    return item
