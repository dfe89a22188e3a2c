"""Deciding before the lock: what a command leads to is worked out on what the ledger holds at one
moment, and appended as it is where nothing has happened since that it could hang on.

So the log's lock is held to append, and not while somebody's form is checked and an item loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection

from application.ledger.commands import Command, Outcome, Permit
from application.ledger.files import keep as keep_files
from application.ledger.ledger import NO_FILES, Acted, Ledger, repeated
from application.ledger.log.entries import stamp
from application.ledger.naming import as_recorded, free_names, series_of
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.happened import Happened
from domain.kernel.item import Item
from domain.kernel.terms import Reference, item_id
from domain.partnership.agency import Agency
from domain.partnership.partnership import Partnership
from domain.partnership.role_grant import RoleGrant
from domain.partnership.settled import Settled
from domain.redactions.redaction import Redaction

PATIENCE = 3
"""How often something is decided in vain because of others, before it is under the lock."""
_BATCH = 1000
_LOOKED_AT_ALWAYS = {
    Agency.__name__, Partnership.__name__, Redaction.__name__, RoleGrant.__name__,
}  # fmt: skip
"""Kinds of item whose events may change any decision: names, thresholds, who administers; or take
words out that it would bring back."""


def decide(
    ledger: Ledger,
    command: Command | None,
    content: Any,
    act: Callable[[Ledger], Acted],
    *,
    permit: Permit,
) -> Outcome:
    """Perform `act` on the ledger that it is given, unless `command` was performed before.

    As `Ledger.once`, but decided before the lock is taken, where the caller does not hold it.
    """
    if ledger.decides_first and not ledger.log.is_writing:
        for _ in range(PATIENCE):
            if outcome := _decided(ledger, command, content, act, permit):
                return outcome
    return ledger.once(command, content, lambda: act(ledger), permit=permit)


def _decided(
    ledger: Ledger,
    command: Command | None,
    content: Any,
    act: Callable[[Ledger], Acted],
    permit: Permit,
) -> Outcome | None:
    """The outcome; None where somebody else was quicker, or the lock is needed to decide."""
    key = digest = ""
    with ledger.reading() as connection:
        draft = Draft(ledger)
        if command:
            identity = ledger.identity(connection)
            key, digest = command.key(identity), identity.sealed(content)
            if first := ledger.recall(connection, key):
                return repeated(*first, digest, permit)
        try:
            item, told = act(draft)
        except _NeedsTheLockError:
            return None
    with ledger.writing() as connection:
        end = ledger.position()
        if not draft.still_holds(ledger):
            return None
        if key and end > draft.began_at and ledger.recall(connection, key):
            return None
        draft.keep(ledger, connection)
        reference = draft.name_of(item.reference)
        told = tuple(each.replace(item.reference, reference) for each in told)
        outcome = Outcome(reference, item.version, ledger.position(), told)
        if key:
            ledger.remember(connection, key=key, digest=digest, outcome=outcome)
        return outcome


class _NeedsTheLockError(Exception):
    """What is decided looks at what it has itself led to."""


class Draft(Ledger):
    """The ledger while something is decided on what it held at one moment.

    What is saved is kept aside. Make it within `reading()` of the ledger.
    """

    decides_first = False

    def __init__(self, ledger: Ledger) -> None:
        vars(self).update(vars(ledger))  # the same log, database, calendar and clock
        self._ledger = ledger
        self.began_at = self._seen_upto = ledger.position()
        self._looked_at: set[UUID] = set()
        self._compared: list[tuple[type[Item], str, list[str]]] = []
        self._saved: list[tuple[Happened, list[dict[str, Any] | None]]] = []
        self._files: dict[str, bytes] = {}
        self._free: dict[tuple[str, int], int] = {}
        self._names: dict[str, str] = {}

    @cached_property
    def settled(self) -> Settled:
        return self._ledger.settled

    @cached_property
    def calendar(self) -> Calendar:
        return self._ledger.calendar

    def writing(self, *, fenced: bool = True) -> AbstractContextManager[Connection]:
        return self.reading()

    def position(self) -> int:
        return self._seen_upto

    def save(  # type: ignore[override]
        self, *items: Any, files: Mapping[str, bytes] = NO_FILES, **_: Any
    ) -> list[Happened]:
        """Keep aside what has happened to the items, with the rows that follow from it."""
        happened = []
        self._files |= files
        with self.reading() as connection:
            names = self.names(connection)
        for item in {item.id: item for item in items if item.pending_events}.values():
            events = list(item.collect_events())
            stood_after = self._as_they_stood(events, {item.id: item}, events)
            for event, stood in zip(events, stood_after, strict=True):
                happened.append(Happened(0, event, stood, names, self.vocabulary))
                rows = [each.row(happened[-1]) for each in self.projections]
                self._saved.append((happened[-1], rows))
        return happened

    def alike(self, kind: type[Item], likeness: str) -> list[str]:
        found = super().alike(kind, likeness)
        self._compared.append((kind, likeness, found))
        return found

    def still_holds(self, ledger: Ledger) -> bool:
        """Whether nothing has happened since that what was decided could hang on: to an item that
        was looked at, to any agency, to the partnership or to who administers.

        Whoever took the number of what is made changes nothing: it gets another (`name_of`), unless
        they made the very same (`alike`)."""
        before = self._seen_upto
        named = {e.event.originator_id for e, _ in self._saved if not series_of(e.event)}
        looked_at = self._looked_at | named
        while ledger.position() > self._seen_upto:
            found = ledger.log.select_notifications(
                self._seen_upto, _BATCH, inclusive_of_start=False
            )
            for stored in found:
                item, kind = cast("UUID", stored.originator_id), stored.topic.partition(".")[0]
                if item in looked_at or kind in _LOOKED_AT_ALWAYS:
                    return False
                self._seen_upto = stored.id
        if self._seen_upto == before:
            return True
        return all(ledger.alike(kind, key) == found for kind, key, found in self._compared)

    def led_to(self, reference: str) -> Item:
        """An item as it would stand after what was saved."""
        saved = (happened for happened, _ in reversed(self._saved))
        found: Item = next(each.item for each in saved if each.event.reference == reference)
        return found

    def name_of(self, reference: str) -> str:
        """The reference that was kept for the one that was decided on."""
        return self._names.get(reference, reference)

    def keep(self, ledger: Ledger, connection: Connection) -> None:
        """Append what was saved. Call it under the lock, where the draft still holds."""
        keep_files(connection, self._files)
        events = [happened.event for happened, _ in self._saved]
        self._names = free_names(ledger, events)
        if self._names:
            events = [as_recorded(each, each.timestamp, self._names) for each in events]
        if self._names or any(stamp(each.timestamp) < ledger.log.end().recorded for each in events):
            ledger.append(events, {})  # the rows hang on the reference and the time
            return
        recorded = ledger.events.put(events)
        made: list[list[dict[str, Any]]] = [[] for _ in ledger.projections]
        for each, (_, rows) in zip(recorded, self._saved, strict=True):
            for row, kept in zip(rows, made, strict=True):
                if row is not None:
                    row["since" if "since" in row else "position"] = each.notification.id
                    kept.append(row)
        for projection, kept in zip(ledger.projections, made, strict=True):
            projection.put(connection, kept)
        ledger.redact(connection, events)

    def _events(self, item: UUID, *, upto: int | None = None) -> Iterator[Item.Event]:
        if any(each.event.originator_id == item for each, _ in self._saved):
            raise _NeedsTheLockError
        self._looked_at.add(item)
        return super()._events(item, upto=upto)

    def next_reference(self, prefix: str, year: int) -> str:
        free = self._free.get((prefix, year))
        if free is None:
            looked_at = set(self._looked_at)
            free = int(super().next_reference(prefix, year).rpartition("-")[2])
            self._looked_at = looked_at  # who takes it first changes nothing
        self._free[prefix, year] = free + 1
        return str(Reference(prefix, year, free))

    def _exists(self, reference: str) -> bool:
        self._looked_at.add(item_id(reference))
        return super()._exists(reference)
