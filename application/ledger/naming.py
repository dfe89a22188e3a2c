"""References that were given out before the log's lock, and the ones that are free under it.

Whoever takes the next number first has it. What was decided for somebody else stays as it was,
under another number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from domain.kernel.item import TOPICS, Item
from domain.kernel.terms import Reference, item_id
from domain.kernel.words import refs_of


class Numbers(Protocol):
    def next_reference(self, prefix: str, year: int) -> str: ...


def series_of(event: Item.Event) -> tuple[str, int] | None:
    """The prefix and the year of the numbers to which an item belongs; None of one with a name."""
    prefix, _, numbered = event.reference.partition("-")
    year, _, number = numbered.partition("-")
    return (prefix, int(year)) if year.isdecimal() and number.isdecimal() else None


def free_names(numbers: Numbers, events: Iterable[Item.Event]) -> dict[str, str]:
    """Another reference for each item that is made by these events, where its own is taken by now.

    Call it under the lock.
    """
    free: dict[tuple[str, int], int] = {}
    names = {}
    for event in events:
        if not isinstance(event, Item.Created) or not (series := series_of(event)):
            continue
        if series not in free:
            free[series] = int(numbers.next_reference(*series).rpartition("-")[2])
        name = str(Reference(*series, free[series]))
        free[series] += 1
        if name != event.reference:
            names[event.reference] = name
    return names


def as_recorded(event: Item.Event, now: datetime, names: Mapping[str, str]) -> Item.Event:
    """The event as recorded at a moment, where some items got another reference."""
    facts = vars(event) | {"timestamp": now}
    if names:
        for name in refs_of(type(event)):
            facts[name] = _renamed(facts[name], names)
        facts["originator_id"] = item_id(facts["reference"])
    return event_of(event.TOPIC, facts)  # type: ignore[attr-defined]


def event_of(topic: str, facts: dict[str, Any]) -> Item.Event:
    """The event of a topic that holds these facts."""
    event = object.__new__(TOPICS[topic])
    object.__setattr__(event, "__dict__", facts)  # an event is frozen, and so are its fields
    return event


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(each, names) for key, each in value.items()}
    return value
