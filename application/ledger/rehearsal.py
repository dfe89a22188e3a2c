"""A rehearsal: commands are performed on what the ledger holds at one moment, writing nothing.

What they lead to is kept aside and seen by whatever is rehearsed afterwards, so that a whole file
can be checked without the log's lock. What was rehearsed can be appended as it is, for as long as
nobody else has touched what it was decided by; where somebody took a reference meanwhile, it gives
out another one.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from sqlalchemy import Connection

from application.ledger.commands import Outcome
from application.ledger.draft import Draft
from application.ledger.ledger import NO_FILES, ItemType, Ledger
from application.ledger.naming import as_recorded, event_of, free_names
from domain.kernel.days.happened import Happened
from domain.kernel.item import Item, Linkable
from domain.kernel.terms import item_id


@dataclass
class Rehearsed:
    """What one act led to: its events, and the commands to remember by their keys."""

    events: list[Item.Event] = field(default_factory=list)
    commands: dict[str, tuple[str, Outcome]] = field(default_factory=dict)

    def __getstate__(self) -> Any:
        """Events by their topics: their classes stand elsewhere than their names say."""
        return [(event.TOPIC, vars(event)) for event in self.events], self.commands  # type: ignore[attr-defined]

    def __setstate__(self, state: Any) -> None:
        events, self.commands = state
        self.events = [event_of(*each) for each in events]

    def recorded(self, now: datetime, names: Mapping[str, str]) -> list[Item.Event]:
        """The events as recorded at a moment, where some items got another reference."""
        return [as_recorded(each, now, names) for each in self.events]


class Aside:
    """A heap of things on disk, in a file that has no name and ends with the program."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115  closed by `close`
        self._end = 0

    def put(self, thing: object) -> int:
        """Put it there, and return where it lies."""
        at = self._end
        self._file.seek(at)
        pickle.dump(thing, self._file, pickle.HIGHEST_PROTOCOL)
        self._end = self._file.tell()
        return at

    def get(self, at: int) -> Any:
        """What lies there."""
        self._file.seek(at)
        return pickle.load(self._file)

    def close(self) -> None:
        self._file.close()


class Rehearsal(Draft):
    """The ledger as if everything that was performed on this had happened.

    Its `writing()` takes no lock. Between two acts, `taken` or `undone` ends what was done since
    the last one. Keep `reading()` of the ledger open around it, so that it sees one moment.
    """

    def __init__(self, ledger: Ledger, aside: Aside) -> None:
        super().__init__(ledger)
        self._aside = aside
        self._given_out = {}
        self._act_now = Rehearsed()
        self._before: dict[bytes, tuple[int, ...]] = {}
        """Where the acts lie that have changed an item, by its id."""
        self._known: dict[bytes, tuple[bytes, str, int]] = {}
        """Digest, reference and version of the commands performed so far, by their keys."""
        self._free_before: dict[tuple[str, int], int] = {}
        self._kept: dict[str, Item] = {}
        self._like: dict[str, str] = {}
        """The likeness of each item that something was done to, by its reference."""
        self._like_before: dict[str, str] = {}
        self._alike_here: dict[str, dict[str, None]] = {}
        """The references of those that have, or had, a likeness."""

    # ---------------------------------------------------------------- act by act

    def taken(self) -> int | None:
        """Let what was done since the last act count from now on; return where it lies aside.

        None: nothing was done.
        """
        act, self._act_now = self._act_now, Rehearsed()
        self._free_before = dict(self._free)
        self._like_before.clear()
        if not act.events and not act.commands:
            return None
        at = self._aside.put(act)
        for item in {event.originator_id.bytes for event in act.events}:
            self._before[item] = (*self._before.get(item, ()), at)
        for key, (digest, outcome) in act.commands.items():
            self._known[bytes.fromhex(key)] = (
                bytes.fromhex(digest), outcome.reference, outcome.version,
            )  # fmt: skip
        return at

    def undone(self) -> None:
        """Forget what was done since the last act."""
        self._act_now, self._free = Rehearsed(), dict(self._free_before)
        self._like |= self._like_before
        self._like_before.clear()

    def keep_acts(self, acts: Sequence[Rehearsed], ledger: Ledger) -> None:
        """Append some acts, in order. Call it under the lock, where the rehearsal still holds.

        What they make gets the next reference that is free by now.
        """
        made = [event for act in acts for event in act.events]
        self._names.update(free_names(ledger, made))
        now, names = ledger.now(), self._names
        events = [event for act in acts for event in act.recorded(now, names)]
        commands = {
            key: (digest, replace(outcome, reference=self.name_of(outcome.reference)))
            for act in acts
            for key, (digest, outcome) in act.commands.items()
        }
        ledger.append(events, commands)
        self._seen_upto = ledger.position()

    # ---------------------------------------------------------------- instead of the ledger

    def get(
        self, item_class: type[ItemType], reference: str, *, version: int | None = None
    ) -> ItemType:
        # What nobody changes by a file is read once: the agencies, the procedure.
        if version is not None or issubclass(item_class, Linkable):
            return super().get(item_class, reference, version=version)
        kept = self._kept.get(reference)
        if not isinstance(kept, item_class) or kept.pending_events:
            kept = super().get(item_class, reference)
            if not isinstance(kept, Linkable):
                self._kept[reference] = kept
        return kept

    def save(  # type: ignore[override]
        self, *items: Any, files: Mapping[str, bytes] = NO_FILES, **_: Any
    ) -> list[Happened]:
        """Keep aside what has happened to the items. A row of a file holds no file itself."""
        assert not files
        for item in {item.id: item for item in items if item.pending_events}.values():
            self._act_now.events.extend(item.collect_events())
            self._kept.pop(item.reference, None)
            if item.alike_by:
                self._liken(item)
        return []

    def _liken(self, item: Item) -> None:
        now, was = "" if item.why_void() else item.likeness, self._like.get(item.reference, "")
        self._like_before.setdefault(item.reference, was)
        self._like[item.reference] = now
        self._alike_here.setdefault(now, {})[item.reference] = None

    def alike(self, kind: type[Item], likeness: str) -> list[str]:
        """As they are once all that was rehearsed has happened. Whoever records the same while
        the file is being loaded is not looked for."""
        with self.reading() as connection:
            there = self._alike(connection, kind, likeness)
        here = self._alike_here.get(likeness, ())
        return [
            *(each for each in there if each not in self._like),
            *(each for each in here if self._like[each] == likeness),
        ]

    def next_reference(self, prefix: str, year: int) -> str:
        reference = super().next_reference(prefix, year)
        self._free_before.setdefault((prefix, year), self._free[prefix, year] - 1)
        return reference

    def _events(self, item: UUID, *, upto: int | None = None) -> Iterator[Item.Event]:
        here = self._rehearsed(item)
        if not here or here[0].originator_version > 1:
            self._looked_at.add(item)
            here = chain(super()._events(item, upto=upto), here)  # type: ignore[assignment]
        return (each for each in here if upto is None or each.originator_version <= upto)

    def _exists(self, reference: str) -> bool:
        item = item_id(reference)
        return bool(self._rehearsed(item)) or super()._exists(reference)

    def _rehearsed(self, item: UUID) -> list[Item.Event]:
        acts = [*map(self._aside.get, self._before.get(item.bytes, ())), self._act_now]
        return [each for act in acts for each in act.events if each.originator_id == item]

    def recall(self, connection: Connection, key: str) -> tuple[Outcome, str] | None:
        if now := self._act_now.commands.get(key):
            digest, outcome = now
            return _again(outcome.reference, outcome.version), digest
        if before := self._known.get(bytes.fromhex(key)):
            return _again(*before[1:]), before[0].hex()
        return super().recall(connection, key)

    def remember(self, connection: Connection, *, key: str, digest: str, outcome: Outcome) -> None:
        self._act_now.commands[key] = (digest, outcome)


def _again(reference: str, version: int) -> Outcome:
    return Outcome(reference, version, 0, repeated=True)
