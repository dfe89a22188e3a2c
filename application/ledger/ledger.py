"""The Ledger: items are loaded from the log, changed, and saved with the rows derived from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

from eventsourcing.application import Application, ProcessingEvent
from eventsourcing.persistence import Recording
from eventsourcing.utils import Environment
from sqlalchemy import Column, Connection, Engine, String, Table, Text, bindparam, insert, select

from application.ledger import clock
from application.ledger.database import permanent
from application.ledger.entries import EntryMapper
from application.ledger.event_store import EntryStore
from application.ledger.identity import Identity, identity_of
from application.ledger.recorder import Recorder, whole_number
from domain.kernel.calendar import NO_HOLIDAYS, Calendar
from domain.kernel.errors import NotFoundError, RepeatedCommandError
from domain.kernel.followed import DEADLINES, Deadlines
from domain.kernel.item import Item
from domain.kernel.terms import Noun, Reference, item_id
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
        self._identity: Identity | None = None
        super().__init__()

    def close(self) -> None:
        """Let go of the database."""
        super().close()
        self.engine.dispose()

    # ---------------------------------------------------------------- reading

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection whose queries all see the ledger at one moment."""
        return self.log.reading()

    @property
    def origin(self) -> str:
        """The ledger's id, the same for as long as it lives, wherever its log is read into."""
        with self.reading() as connection:
            return identity_of(connection).origin

    def get(
        self, item_class: type[ItemType], reference: str, *, version: int | None = None
    ) -> ItemType:
        """The item with that reference, as it is now or was at a version. Raises NotFoundError."""
        found: Any = None
        for event in self.events.get(item_id(reference), lte=version):
            found = cast("Item.Event", event).mutate(found)
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
        return self.log.end().position

    def events_after(
        self, position: int, *, upto: int | None = None, batch: int = 500
    ) -> Iterator[tuple[int, Item.Event]]:
        """The log from just after `position`, in order, read in batches."""
        while entries := self.log.select_notifications(
            position, batch, stop=upto, inclusive_of_start=False
        ):
            for stored in entries:
                yield stored.id, cast("Item.Event", self.mapper.to_domain_event(stored))
            position = entries[-1].id

    # ---------------------------------------------------------------- writing

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction with the log's lock: everything in it is kept, or nothing is."""
        return self.log.writing()

    def save(self, *items: Item) -> list[Recording[UUID]]:  # type: ignore[override]
        """Append what has happened to the items since they were loaded, in one transaction."""
        # The library's own asks of each whether it is an event or an item, which takes longer
        # than to store it.
        happened = ProcessingEvent[UUID]()
        happened.aggregates = {item.id: item for item in items}
        happened.events = [event for item in items for event in item.collect_events()]
        return self._record(happened)

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
        with self.writing() as connection:
            if not command:
                return self._act(act)
            identity = self._known_identity(connection)
            key, digest = identity.sealed(command), identity.sealed(content)
            if first := self._performed(connection, key, digest):
                return first
            outcome = self._act(act)
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
            key = self._known_identity(connection).sealed(command)
            first = connection.execute(_RECALL, {"id": key}).first()
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

    def construct_mapper(self) -> EntryMapper:
        return EntryMapper()

    def construct_event_store(self) -> EntryStore:
        return EntryStore(cast("EntryMapper", self.mapper), self.log)

    def _record(self, processing_event: ProcessingEvent[UUID]) -> list[Recording[UUID]]:
        with self.writing() as connection:
            recordings = super()._record(processing_event)
            for recording in recordings:
                event = cast("Item.Event", recording.domain_event)
                for projection in self.projections:
                    projection.apply(connection, position=recording.notification.id, event=event)
            return recordings

    def _exists(self, reference: str) -> bool:
        return self.log.holds(item_id(reference))

    def _known_identity(self, connection: Connection) -> Identity:
        """The identity, read once: a ledger that holds anything never becomes another."""
        if self._identity:
            return self._identity
        identity = identity_of(connection)
        if self.position():
            self._identity = identity
        return identity

    def _act(self, act: Callable[[], Item]) -> Outcome:
        item = act()
        return Outcome(item.reference, item.version, self.position())

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
