"""The Ledger: items are loaded from the log, changed, and saved with the rows derived from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, TypeVar, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.utils import Environment, get_topic
from sqlalchemy import Connection, Engine

from application.ledger import clock, commands
from application.ledger.commands import Command, Outcome, Permit
from application.ledger.derived import (
    AdministratorsNow,
    AlikeNow,
    Derived,
    HeldNow,
    NamesAt,
    PlannedNow,
    RaisedNow,
    make_anew,
    nameless,
    nobody,
    none_held,
    none_raised,
    nothing_alike,
    nothing_planned,
)
from application.ledger.files import content_of
from application.ledger.files import keep as keep_files
from application.ledger.identity import Identity, identity_of
from application.ledger.log.entries import EntryMapper
from application.ledger.log.event_store import EntryStore
from application.ledger.log.recorder import Recorder
from application.ledger.redacting import (
    REDACTS,
    Redacts,
    file_on_record,
    redactions_in,
    take_out,
    words_on_record,
)
from application.ledger.storage.fence import Fence
from domain.kernel.days.calendar import NO_HOLIDAYS, Calendar
from domain.kernel.days.happened import Happened, replay
from domain.kernel.errors import NotFoundError, RepeatedCommandError
from domain.kernel.followed import Deadlines
from domain.kernel.item import TOPICS, Item
from domain.kernel.terms import Reference, item_id
from domain.kernel.vocabulary import Vocabulary
from domain.partnership.agency import Agency, NamesOverTime
from domain.partnership.partnership import PARTNERSHIP, Partnership, VocabularyOverTime
from domain.partnership.role_grant import Administrators
from domain.partnership.settled import UNSETTLED, Settled
from domain.redactions.redaction import OnRecord, Redaction
from domain.risks.matrix import Matrix

ItemType = TypeVar("ItemType", bound=Item)


Acted = tuple[Item, tuple[str, ...]]
"""An item that something was done to, and what, in sentences."""

_NO_END = 2**31 - 1
NO_FILES: Mapping[str, bytes] = {}
_PARTNERSHIP_ID = item_id(PARTNERSHIP)


class Ledger(Application[UUID]):
    """One log with its projections. The only thing in the product that writes business history."""

    name = "scrutiny"
    decides_first = True
    """Whether a command is decided before the log's lock is taken (draft.py)."""
    unfounded = UNSETTLED
    """What holds for as long as no partnership has founded the ledger."""

    def __init__(
        self,
        engine: Engine,
        *,
        projections: Sequence[Derived] = (),
        names: NamesAt = nameless,
        administrators: AdministratorsNow = nobody,
        alike: AlikeNow = nothing_alike,
        held: HeldNow = none_held,
        raised: RaisedNow = none_raised,
        planned: PlannedNow = nothing_planned,
        calendar: Calendar = NO_HOLIDAYS,
        now: Callable[[], datetime] = clock.now,
        fence: Fence | None = None,
    ) -> None:
        self.engine = engine
        self._fence = fence
        self.projections = projections
        self.names = names
        self._administrators = administrators
        self._alike = alike
        self._held = held
        self._raised = raised
        self._planned = planned
        self.listed = calendar
        self.now = now
        self._given_out: dict[tuple[str, int], int] = {}
        self._identity: Identity | None = None
        self._founded: tuple[bytes | None, Partnership | None] = (None, None)
        super().__init__()

    def close(self) -> None:
        """Let go of the database."""
        super().close()
        self.engine.dispose()

    def __del__(self) -> None:
        # The library would close it here, while somebody else may be using the database.
        pass

    # ---------------------------------------------------------------- reading

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection whose queries all see the ledger at one moment."""
        return self.log.reading()

    @property
    def origin(self) -> str:
        """The ledger's id, the same for as long as it lives, wherever its log is read into."""
        with self.reading() as connection:
            return identity_of(connection).origin

    @property
    def settled(self) -> Settled:
        """What the partnership has settled by now: its words, its thresholds, its risk matrix."""
        partnership = self._partnership
        return partnership.settled if partnership else self.unfounded

    @property
    def calendar(self) -> Calendar:
        """The working days, by the list and by what has been recorded of bank holidays by now."""
        partnership = self._partnership
        return self.listed.also(partnership.proclaimed) if partnership else self.listed

    @property
    def _partnership(self) -> Partnership | None:
        """The partnership as it is now, if there is one.

        Kept for as long as nothing more has happened to it: that is one look into an index.
        """
        latest = self.log.leaf_of(_PARTNERSHIP_ID)
        known, partnership = self._founded
        if latest != known:
            partnership = self.get(Partnership, PARTNERSHIP) if latest else None
            self._founded = (latest, partnership)
        return partnership

    @property
    def matrix(self) -> Matrix:
        """The risk matrix by which risks are judged now."""
        return self.settled.matrix

    @property
    def deadlines(self) -> Deadlines:
        """What counts as late now where nobody set a date."""
        return self.settled.deadlines

    def administrators(self) -> Administrators:
        """Who can administer the ledger now."""
        with self.reading() as connection:
            return self._administrators(connection)

    def alike(self, kind: type[Item], likeness: str) -> list[str]:
        """The items of that kind that are on record with that likeness now."""
        with self.reading() as connection:
            return self._alike(connection, kind, likeness)

    def held(self, group: str, /) -> list[tuple[str, str, str]]:
        """The meetings of a group that were held by now, each with its day and its start, the
        earliest first."""
        with self.reading() as connection:
            return self._held(connection, group)

    def raised(self, meeting: str, /) -> list[str]:
        """The disputes that name a meeting, by its reference, as where they come from."""
        with self.reading() as connection:
            return self._raised(connection, meeting)

    def planned(self, meeting: str, /) -> list[str]:
        """What a forward plan has for a meeting by now, by reference."""
        with self.reading() as connection:
            return self._planned(connection, meeting)

    def vocabulary(self) -> Vocabulary:
        """What the partnership calls things now."""
        return self.settled.vocabulary

    def get(
        self, item_class: type[ItemType], reference: str, *, version: int | None = None
    ) -> ItemType:
        """The item with that reference, as it is now or was at a version. Raises NotFoundError."""
        found: Any = replay(None, self._events(item_id(reference), upto=version))
        if not isinstance(found, item_class):
            raise NotFoundError(f"There is no {item_class.word} {reference}.")
        return found

    def history(self, reference: str) -> list[Item.Event]:
        """Every event of one item, oldest first. Raises NotFoundError."""
        events = list(self._events(item_id(reference)))
        if not events:
            raise NotFoundError(f"There is no {reference}.")
        return events

    def on_record(self, reference: str, step: int, /) -> Mapping[str, OnRecord]:
        """The words of one event of an item, and its file, that are there and could be redacted, by
        field.

        Raises NotFoundError.
        """
        found = self.log.select_events(item_id(reference), gt=step - 1, lte=step)
        if not found:
            raise NotFoundError(f"There is no step {step} of {reference}.")
        words = words_on_record(found[0])
        file = file_on_record(found[0])
        with self.reading() as connection:
            if file and content_of(connection, file.place["digest"]) is not None:
                words[file.place["field"]] = file
        return words

    def to_be_redacted(self) -> dict[str, str]:
        """What redactions name about which nobody has decided yet: which of them, by the digest."""
        waiting: dict[str, str] = {}
        for _, event in self.events_of(Redaction.Event):
            if isinstance(event, Redaction.Proposed):
                waiting |= {place["digest"]: event.reference for place in event.places}
            elif isinstance(event, Redaction.Agreed | Redaction.Declined):
                waiting = {what: by for what, by in waiting.items() if by != event.reference}
        return waiting

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

    def happened_after(self, position: int, *, upto: int | None = None) -> Iterator[Happened]:
        """The log from just after `position`, in order, each event with its item after it."""
        yield from self._told(self.events_after(position, upto=upto))

    def _told(self, events: Iterable[tuple[int, Item.Event]]) -> Iterator[Happened]:
        names, words = self._names_over_time(), self._vocabulary_over_time()
        items: dict[UUID, Item | None] = {}
        for at, event in events:
            item = self._after(event, items)
            yield Happened(at, event, item, names.at(at), partial(words.at, at))

    def histories(self, *, upto: int) -> Iterator[Iterator[Happened]]:
        """The history of every item up to a position of the log, one item after the other.

        Each has to be read to its end before the next: it replays one item as it goes.
        """
        names, words = self._names_over_time(), self._vocabulary_over_time()
        for _, events in groupby(self._by_item(upto), key=lambda each: each[1].originator_id):
            items: dict[UUID, Item | None] = {}
            yield (
                Happened(at, event, self._after(event, items), names.at(at), partial(words.at, at))
                for at, event in events
            )

    def events_of(self, kind: type[Item.Event]) -> Iterator[tuple[int, Item.Event]]:
        """Every event of one kind of item, in the order of the log."""
        topics = [topic for topic, each in TOPICS.items() if issubclass(each, kind)]
        for stored in self.log.select_notifications(None, _NO_END, topics=topics):
            yield stored.id, cast("Item.Event", self.mapper.to_domain_event(stored))

    def _names_over_time(self) -> NamesOverTime:
        return NamesOverTime(self.events_of(Agency.Event))

    def _vocabulary_over_time(self) -> VocabularyOverTime:
        before = self.unfounded.vocabulary
        return VocabularyOverTime(self.events_of(Partnership.Event), before=before)

    def _by_item(self, upto: int, batch: int = 2000) -> Iterator[tuple[int, Item.Event]]:
        after: tuple[Any, int] | None = None
        while stored := self.log.select_by_item(after=after, upto=upto, limit=batch):
            for each in stored:
                yield each.id, cast("Item.Event", self.mapper.to_domain_event(each))
            after = stored[-1].originator_id, stored[-1].originator_version

    def _after(self, event: Item.Event, items: dict[UUID, Item | None]) -> Item:
        """The item just after an event; `items` keeps those that have been replayed so far."""
        item_of = event.originator_id
        if item_of not in items:
            before = event.originator_version - 1
            items[item_of] = self._at(item_of, before) if before else None
        items[item_of] = item = replay(items[item_of], [event])
        return cast("Item", item)

    def _at(self, item: UUID, version: int) -> Item:
        return cast("Item", replay(None, self._events(item, upto=version)))

    def _events(self, item: UUID, *, upto: int | None = None) -> Iterator[Item.Event]:
        return cast("Iterator[Item.Event]", self.events.get(item, lte=upto))

    # ---------------------------------------------------------------- writing

    def beside(self) -> AbstractContextManager[Connection]:
        """A transaction that writes what is derived and not in use yet, without the log's lock."""
        return self.log.beside()

    def writing(self, *, fenced: bool = True) -> AbstractContextManager[Connection]:
        """One transaction with the log's lock: everything in it is kept, or nothing is.

        Not `fenced`: it is what brings the ledger up to date.
        """
        return self.log.writing(fenced=fenced)

    def save(  # type: ignore[override]
        self, *items: Any, files: Mapping[str, bytes] = NO_FILES, **_: Any
    ) -> list[Happened]:
        """Append what has happened to the items, with the rows derived from it; return it.

        `files` are those that it speaks of, by their SHA-256: they are kept with it. Many items
        are saved at little more than the cost of their rows: each table is written once.
        """
        with self.writing() as connection:
            keep_files(connection, files)
            pending = {item.id: item for item in items if item.pending_events}
            events = [event for item in pending.values() for event in item.collect_events()]
            return self._put(connection, events, partial(self._as_they_stood, events, pending))

    def append(
        self, events: Sequence[Item.Event], commands: Mapping[str, tuple[str, Outcome]]
    ) -> None:
        """Append what was rehearsed (rehearsal.py), in its order, with the rows derived from it;
        and remember the digests and outcomes of the commands that led to it, by their keys.

        Call it inside `writing()`, where the rehearsal still holds.
        """
        with self.writing() as connection:
            items: dict[UUID, Item | None] = {}
            self._put(connection, events, partial(map, partial(self._after, items=items)))
            position = self.position()
            for key, (digest, outcome) in commands.items():
                outcome = replace(outcome, position=position)
                self.remember(connection, key=key, digest=digest, outcome=outcome)

    def _put(
        self,
        connection: Connection,
        events: Sequence[Any],
        stood_after: Callable[[Sequence[Item.Event]], Iterator[Item]],
    ) -> list[Happened]:
        """Append events with the rows of the items as they stood after each; return them.

        `stood_after` gives those items by the events as they were recorded.
        """
        recorded = self.events.put(events)
        stood = stood_after([cast("Item.Event", each.domain_event) for each in recorded])
        names = self.names(connection)
        rows: list[list[dict[str, Any]]] = [[] for _ in self.projections]
        happened = []
        for recording, item in zip(recorded, stood, strict=True):
            event = cast("Item.Event", recording.domain_event)
            at = recording.notification.id
            happened.append(Happened(at, event, item, names, self.vocabulary))
            for projection, made in zip(self.projections, rows, strict=True):
                if (row := projection.row(happened[-1])) is not None:
                    made.append(row)
        for projection, made in zip(self.projections, rows, strict=True):
            projection.put(connection, made)
        self.redact(connection, events)
        return happened

    def redact(self, connection: Connection, events: Sequence[Any]) -> None:
        """Take out the words that these events redact, which have just been appended, and make all
        rows of their items anew."""
        for each in redactions_in(events):
            take_out(connection, each)
            self.log.words_go()
            self.make_anew(connection, each.of, self.projections)

    def redacted_after(self, position: int) -> list[str]:
        """The references of the items of which words were redacted after a position."""
        return list(dict.fromkeys(each.of for each in self.redactions_after(position)))

    def nothing_stays(self) -> None:
        """Let nothing of redacted words stay in the files of the database, as far as that can be
        done from here (storage/waste.py)."""
        self.log.nothing_stays()

    def redactions_after(self, position: int, *, upto: int | None = None) -> list[Redacts]:
        """The events after a position, up to another or the end, with which words went."""
        topics = [get_topic(each) for each in REDACTS]
        found = self.log.select_notifications(
            position, _NO_END, upto, topics, inclusive_of_start=False
        )
        return redactions_in(self.mapper.to_domain_event(each) for each in found)

    def make_anew(
        self, connection: Connection, reference: str, projections: Sequence[Derived]
    ) -> None:
        """Let the rows of one item be what the log gives. Call it inside `writing()`."""
        history = self._told(
            (each.id, cast("Item.Event", self.mapper.to_domain_event(each)))
            for each in self.log.select_events(item_id(reference))
        )
        make_anew(connection, reference, history, projections)

    def _as_they_stood(
        self,
        happened: Sequence[Any],
        pending: Mapping[UUID, Item],
        recorded: Sequence[Item.Event],
    ) -> Iterator[Item]:
        """The item just after each of the events that are being saved.

        After its last event it is at hand; it is replayed only where several are saved at once, or
        where they were recorded at another time than the item knows (event_store.py).
        """
        stood: dict[UUID, Item | None] = {}
        at_other_times = {
            event.originator_id
            for event, was in zip(recorded, happened, strict=True)
            if event is not was
        }
        for event in recorded:
            of, version = event.originator_id, event.originator_version
            if version == pending[of].version and of not in at_other_times:
                yield pending[of]
                continue
            if of not in stood:
                stood[of] = self._at(of, version - 1) if version > 1 else None
            stood[of] = item = replay(stood[of], [event])
            yield cast("Item", item)

    def next_reference(self, prefix: str, year: int) -> str:
        """The first unused reference of that kind of item and year.

        Call it inside `writing()`. References have no gaps, so the first free number is found
        by doubling and halving: some twenty look-ups in an index for a million items. Where the
        number given out last was taken since, the search starts there.
        """
        taken = self._given_out.get((prefix, year), 0)
        if taken and not self._exists(str(Reference(prefix, year, taken))):
            taken = 0
        free = taken + 1
        while self._exists(str(Reference(prefix, year, free))):
            taken, free = free, free * 2
        while free - taken > 1:
            middle = (taken + free) // 2
            if self._exists(str(Reference(prefix, year, middle))):
                taken = middle
            else:
                free = middle
        self._given_out[prefix, year] = free
        return str(Reference(prefix, year, free))

    def once(
        self,
        command: Command | None,
        content: Any,
        act: Callable[[], Acted],
        *,
        permit: Permit,
    ) -> Outcome:
        """Perform `act` and return its outcome, unless `command` was performed before.

        A repeat returns the first outcome; a repeat with other content raises
        RepeatedCommandError. Either is answered only after `permit` has let it be. Without a
        command nothing is remembered.
        """
        with self.writing() as connection:
            if command is None:
                return self._act(act)
            identity = self.identity(connection)
            key, digest = command.key(identity), identity.sealed(content)
            if first := self.recall(connection, key):
                return repeated(*first, digest, permit)
            outcome = self._act(act)
            self.remember(connection, key=key, digest=digest, outcome=outcome)
            return outcome

    def performed(self, command: Command) -> Outcome | None:
        """What the command with that id led to; None when it was never performed."""
        with self.reading() as connection:
            first = self.recall(connection, command.key(self.identity(connection)))
        return first[0] if first else None

    # ------------------------------------------- how eventsourcing is put together

    @property
    def log(self) -> Recorder:  # type: ignore[override]
        return cast("Recorder", self.recorder)

    def construct_env(self, name: str, env: Any = None) -> Environment:
        # The library would read compressors and ciphers from the machine's environment.
        return Environment(name, {})

    def construct_recorder(self) -> Recorder:
        return Recorder(self.engine, fence=self._fence)

    def construct_mapper(self) -> EntryMapper:
        return EntryMapper()

    def construct_event_store(self) -> EntryStore:
        return EntryStore(cast("EntryMapper", self.mapper), self.log)

    def recall(self, connection: Connection, key: str) -> tuple[Outcome, str] | None:
        return commands.recall(connection, key)

    def remember(self, connection: Connection, *, key: str, digest: str, outcome: Outcome) -> None:
        identity = self.identity(connection)
        commands.remember(connection, identity, key=key, digest=digest, outcome=outcome)

    def _exists(self, reference: str) -> bool:
        return self.log.holds(item_id(reference))

    def identity(self, connection: Connection) -> Identity:
        """The identity, read once: a ledger that holds anything never becomes another."""
        if self._identity:
            return self._identity
        identity = identity_of(connection)
        if self.position():
            self._identity = identity
        return identity

    def _act(self, act: Callable[[], Acted]) -> Outcome:
        item, told = act()
        return Outcome(item.reference, item.version, self.position(), told)


def repeated(first: Outcome, said: str, digest: str, permit: Permit) -> Outcome:
    """The answer to a command that was performed before: it said the same, or is refused."""
    permit(first.reference)
    if said != digest:
        raise RepeatedCommandError(
            f"This was already recorded as {first.reference}, with other content."
        )
    return first
