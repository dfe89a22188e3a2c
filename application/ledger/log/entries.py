"""What the log holds of an event, and the event that comes back of it.

The *state* is the event's own facts as JSON, with its words apart; nothing that stands in another
column is in it. The *entry* is the canonical line of JSON that says all of an event, and its
*leaf* is what proofs are built on. docs/log-format.md says the same for other people's programs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, cast
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, Notification, StoredEvent
from eventsourcing.utils import get_topic

from application.ledger.log.words_apart import join, part, to_json
from application.ledger.storage.faults import StorageError
from domain.kernel.item import TOPICS, Item
from domain.kernel.terms import Actor, Role
from domain.kernel.words import words_of

_BEHALF = "on_behalf_of"
"""It stands in an entry only where something was recorded for an agency."""


_quoted = encode_basestring
"""What `to_json` does with text, without asking first what it is: verifying does it often."""


class UnknownEventError(StorageError):
    """The log holds an event that this program does not know."""


class DamagedEventError(StorageError):
    """The log holds something that is no longer the event that was written."""


@dataclass(frozen=True)
class Written(StoredEvent):
    """An event on its way into the log, which gives it a position and a leaf."""

    item: str
    """The item's reference."""
    recorded: str
    """When it was recorded: `stamp` of the moment."""
    words: str
    """The disclosures of its words, with “~” between them; "" for none."""


@dataclass(frozen=True)
class Stored(Notification):
    """An event as it stands in the log; `id` is its position. The rest is as in `Written`."""

    item: str
    recorded: str
    leaf: bytes
    words: str


def stamp(moment: datetime) -> str:
    """An aware moment as the log has it, so that the order of the texts is the order in time."""
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"


def entry(
    *, position: int, item: str, version: int, topic: str, recorded: str, state: bytes
) -> bytes:
    """The canonical line of an event, without a newline."""
    head = (
        f'{{"position":{position},"item":{_quoted(item)},"version":{version},'
        f'"topic":{_quoted(topic)},"recorded":{_quoted(recorded)},"event":'
    )
    return b"%b%b}" % (head.encode(), state)


def entry_of(stored: Stored) -> bytes:
    """The canonical line of an event of the log."""
    return entry(
        position=stored.id,
        item=stored.item,
        version=stored.originator_version,
        topic=stored.topic,
        recorded=stored.recorded,
        state=stored.state,
    )


def leaf(line: bytes) -> bytes:
    """The leaf of an entry (RFC 9162, 2.1.1): the 0x00 tells it from a node of the tree."""
    return sha256(b"\x00" + line).digest()


class EntryMapper(Mapper[UUID]):
    """Turns events into what is stored of them and back, for the eventsourcing library."""

    def __init__(self) -> None:
        """Without the library's transcoder, compressor and cipher: the form is our own."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> Written:
        event = cast("Item.Event", domain_event)
        state, words = part(facts_of(event), words_of(type(event)))
        return Written(
            event.originator_id,
            event.originator_version,
            get_topic(type(event)),
            to_json(state).encode(),
            event.reference,
            stamp(event.timestamp),
            words,
        )

    def to_domain_event(
        self, stored_event: StoredEvent, *, state: Mapping[str, Any] | None = None
    ) -> Item.Event:
        """The event, with its words. Raises UnknownEventError or DamagedEventError.

        `state`: what its state says, where that has been read already.
        """
        stored = cast("Stored", stored_event)
        event_class = TOPICS.get(stored.topic)
        if event_class is None:
            raise UnknownEventError(
                f"Position {stored.id}: this program knows no event {stored.topic}. "
                "Install the newer program."
            )
        try:
            return _event(event_class, stored, state)
        except KeyError as error:
            what = f"it has no {error.args[0]}"
            raise DamagedEventError(f"Position {stored.id} cannot be read: {what}.") from error
        except (AttributeError, TypeError, ValueError) as error:
            raise DamagedEventError(f"Position {stored.id} cannot be read: {error}.") from error


def facts_of(event: Item.Event) -> dict[str, Any]:
    """What the state holds of an event, as long as its words are not parted from it."""
    facts = event.facts
    facts["by"] = {name: each for name, each in vars(event.by).items() if each or name != _BEHALF}
    facts["on"] = event.on
    version = class_version(type(event))
    if version > 1:
        facts["class_version"] = version
    return facts


def class_version(event_class: type[Item.Event]) -> int:
    """How often the fields of an event changed; each time it got an upcaster."""
    return int(getattr(event_class, "class_version", 1))


def _event(
    event_class: type[Item.Event], stored: Stored, state: Mapping[str, Any] | None
) -> Item.Event:
    if state is None:
        state = json.loads(stored.state.decode())
    facts = join(state, stored.words, event_class)
    by = facts["by"]
    facts["by"] = Actor(by["person"], Role(by["role"]), by["agency"], by.get(_BEHALF, ""))
    facts["originator_id"] = stored.originator_id
    facts["originator_version"] = stored.originator_version
    facts["reference"] = stored.item
    facts["timestamp"] = datetime.fromisoformat(stored.recorded)
    if issubclass(event_class, Item.Created):
        facts["originator_topic"] = stored.topic.partition(".")[0]
    for version in range(facts.pop("class_version", 1), class_version(event_class)):
        getattr(event_class, f"upcast_v{version}_v{version + 1}")(facts)
    event = object.__new__(event_class)
    object.__setattr__(event, "__dict__", facts)  # an event is frozen, and so are its fields
    return event
