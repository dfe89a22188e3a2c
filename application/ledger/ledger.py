"""The Ledger: items are loaded from the log, changed, and saved with the rows derived from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application, ProcessingEvent
from eventsourcing.persistence import (
    DatetimeAsISO,
    JSONTranscoder,
    Recording,
    Transcoder,
    Transcoding,
)
from eventsourcing.utils import Environment
from sqlalchemy import Column, Connection, Engine, String, Table, Text, bindparam, insert, select

from application.ledger import clock
from application.ledger.database import permanent
from application.ledger.recorder import Recorder, whole_number
from domain.kernel.calendar import NO_HOLIDAYS, Calendar
from domain.kernel.errors import NotFoundError, RepeatedCommandError
from domain.kernel.followed import DEADLINES, Deadlines
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Noun, Reference, Role, item_id
from domain.risks.matrix import KENT, Matrix

ItemType = TypeVar("ItemType", bound=Item)


class Projection(Protocol):
    """What the Ledger asks of a projection: take one event, at its position, into the tables."""

    def apply(self, connection: Connection, *, position: int, event: Item.Event) -> None: ...


@dataclass(frozen=True)
class Outcome:
    """What a command led to. `repeated`: it had been performed before and nothing was done."""

    reference: str
    version: int
    position: int
    repeated: bool = False


commands = Table(
    "commands",
    permanent,
    Column("command", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("reference", Text, nullable=False),
    Column("version", whole_number, nullable=False),
    Column("position", whole_number, nullable=False),
)
_REMEMBER = insert(commands)
_RECALL = select(commands).where(commands.c.command == bindparam("id"))


class Ledger(Application[UUID]):
    """One log with its projections. The only thing in the product that writes business history."""

    name = "scrutiny"

    def __init__(
        self,
        engine: Engine,
        *,
        projections: Sequence[Projection] = (),
        matrix: Matrix = KENT,
        calendar: Calendar = NO_HOLIDAYS,
        deadlines: Deadlines = DEADLINES,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self.engine = engine
        self.projections = projections
        self.matrix = matrix
        self.calendar = calendar
        self.deadlines = deadlines
        self.now = now
        self._given_out: dict[tuple[Noun, int], int] = {}
        super().__init__()

    def close(self) -> None:
        """Let go of the database."""
        super().close()
        self.engine.dispose()

    # ---------------------------------------------------------------- reading

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection whose queries all see the ledger at one moment."""
        return self.log.reading()

    def get(
        self, item_class: type[ItemType], reference: str, *, version: int | None = None
    ) -> ItemType:
        """The item with that reference, as it is now or was at a version. Raises NotFoundError."""
        found: Any = None
        with suppress(AggregateNotFoundError):
            found = self.repository.get(item_id(reference), version=version, projector_func=_replay)
        if not isinstance(found, item_class):
            raise NotFoundError(f"There is no {item_class.word} {reference}.")
        return found

    def history(self, reference: str) -> list[Item.Event]:
        """Every event of one item, oldest first. Raises NotFoundError."""
        events = cast("list[Item.Event]", list(self.events.get(item_id(reference))))
        if not events:
            raise NotFoundError(f"There is no {reference}.")
        return events

    def position(self) -> int:
        """The position of the log's last event; 0 while the log is empty."""
        return self.recorder.max_notification_id() or 0

    def events_after(
        self, position: int, *, upto: int | None = None, batch: int = 500
    ) -> Iterator[tuple[int, Item.Event]]:
        """The log from just after `position`, in order, read in batches."""
        while notifications := self.recorder.select_notifications(
            position, batch, stop=upto, inclusive_of_start=False
        ):
            for notification in notifications:
                yield notification.id, cast("Item.Event", self.mapper.to_domain_event(notification))
            position = notifications[-1].id

    # ---------------------------------------------------------------- writing

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction with the log's lock: everything in it is kept, or nothing is."""
        return self.log.writing()

    def next_reference(self, noun: Noun, year: int) -> str:
        """The first unused reference of that noun and year.

        Call it inside `writing()`. References have no gaps, so the first free number is found
        by doubling and halving: some twenty look-ups in an index for a million items. Where the
        number given out last was taken since, the search starts there.
        """
        taken = self._given_out.get((noun, year), 0)
        if taken and not self._exists(str(Reference(noun, year, taken))):
            taken = 0
        free = taken + 1
        while self._exists(str(Reference(noun, year, free))):
            taken, free = free, free * 2
        while free - taken > 1:
            middle = (taken + free) // 2
            if self._exists(str(Reference(noun, year, middle))):
                taken = middle
            else:
                free = middle
        self._given_out[noun, year] = free
        return str(Reference(noun, year, free))

    def once(self, command: str, content: Any, act: Callable[[], Item]) -> Outcome:
        """Perform `act` and return its outcome, unless `command` was performed before.

        A repeat returns the first outcome; a repeat with other content raises
        RepeatedCommandError. Without a command id nothing is remembered.
        """
        key, digest = _digest(command), _digest(content)
        with self.writing() as connection:
            if command and (first := self._performed(connection, key, digest)):
                return first
            item = act()
            outcome = Outcome(item.reference, item.version, self.position())
            if command:
                connection.execute(
                    _REMEMBER,
                    {
                        "command": key,
                        "digest": digest,
                        "reference": outcome.reference,
                        "version": outcome.version,
                        "position": outcome.position,
                    },
                )
            return outcome

    def performed(self, command: str) -> Outcome | None:
        """What the command with that id led to; None when it was never performed."""
        with self.reading() as connection:
            first = connection.execute(_RECALL, {"id": _digest(command)}).first()
        if first is None:
            return None
        return Outcome(first.reference, first.version, first.position, repeated=True)

    # ------------------------------------------- how eventsourcing is put together

    @property
    def log(self) -> Recorder:  # type: ignore[override]
        return cast("Recorder", self.recorder)

    def construct_env(self, name: str, env: Any = None) -> Environment:
        # The library would read compressors and ciphers from the machine's environment.
        return Environment(name, {})

    def construct_recorder(self) -> Recorder:
        return Recorder(self.engine)

    def construct_transcoder(self) -> Transcoder:
        transcoder = LedgerTranscoder()
        transcoder.register(DatetimeAsISO())
        transcoder.register(ActorAsFields())
        return transcoder

    def _record(self, processing_event: ProcessingEvent[UUID]) -> list[Recording[UUID]]:
        with self.writing() as connection:
            recordings = super()._record(processing_event)
            for recording in recordings:
                event = cast("Item.Event", recording.domain_event)
                for projection in self.projections:
                    projection.apply(connection, position=recording.notification.id, event=event)
            return recordings

    def _exists(self, reference: str) -> bool:
        return bool(self.recorder.select_events(item_id(reference), limit=1))

    @staticmethod
    def _performed(connection: Connection, command: str, digest: str) -> Outcome | None:
        first = connection.execute(_RECALL, {"id": command}).first()
        if first is None:
            return None
        if first.digest != digest:
            raise RepeatedCommandError(
                f"This was already recorded as {first.reference}, with other content."
            )
        return Outcome(first.reference, first.version, first.position, repeated=True)


class LedgerTranscoder(JSONTranscoder):
    """JSON, with types looked up along their ancestors: a frozen clock's datetime is one too."""

    def _encode_obj(self, o: Any) -> dict[str, Any]:
        for ancestor in type(o).__mro__:
            if transcoding := self.types.get(ancestor):
                return {"_type_": transcoding.name, "_data_": transcoding.encode(o)}
        return super()._encode_obj(o)


class ActorAsFields(Transcoding):
    """An Actor as its three fields."""

    type = Actor
    name = "actor"

    def encode(self, obj: Actor) -> dict[str, str]:
        return dict(vars(obj))

    def decode(self, data: dict[str, str]) -> Actor:
        return Actor(data["person"], Role(data["role"]), data["agency"])


def _replay(item: Any, events: Iterable[Any]) -> Any:
    # The library's own asks each event which methods it has, which takes longer than the replay.
    for event in events:
        item = event.mutate(item)
    return item


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
