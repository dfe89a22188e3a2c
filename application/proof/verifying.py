"""Whether all that can be worked out of the log is what it gives, area by area.

The log is read once, in batches: its events, its leaves, its tiles, and the root at every size of
which there is a checkpoint. Everything is seen at one moment, while others go on writing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, select

from application.ledger.files import check_files
from application.ledger.identity import identity_of
from application.ledger.ledger import Ledger
from application.ledger.log.log_check import (
    BATCH,
    Fault,
    LogCheck,
    versions_out_of_order,
    words_alone,
)
from application.ledger.log.log_tables import tiles
from application.ledger.log.tree import HEIGHT, WIDTH, GrowingTree, root_of
from application.ledger.storage.faults import MISREAD, StorageError, of_content
from application.proof.checkpoints import Checkpoint
from application.proof.notes import Note
from application.proof.recognising import recognise_note
from application.proof.records import checkpoints
from application.proof.records_check import (
    faults_of_checkpoints,
    faults_of_commands,
    faults_of_identity,
    faults_of_latest,
)
from application.proof.tables import faults_of_tables
from application.proof.values import odd_values

SHOWN = 5
"""Faults of an area that are kept; the rest are counted."""
Progress = Callable[[str, int, int], None]
Registers = Callable[[], Mapping[str, Iterable[Fault]]]
"""Works out what is wrong with each register, by its name."""


@dataclass
class Area:
    """A part of what was looked at: `covers` says in words what of it was."""

    name: str
    covers: str
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    unread: bool = False
    """Whether something in it could not be read, so that the rest was not looked at."""

    def take(self, faults: Iterable[Fault]) -> None:
        """Count faults, and keep the first. What cannot be read is one, too."""
        with self.as_far_as_readable():
            for each in faults:
                self._count(each)

    @contextmanager
    def as_far_as_readable(self, at: Callable[[], int] = lambda: 0) -> Iterator[None]:
        """Look at something as far as it can be read; `at` says at which position that ended."""
        try:
            yield
        except MISREAD as error:
            if not of_content(error):
                raise
            self.unread = True
            self._count(Fault(_UNREADABLE.format(kind=type(error).__name__), at()))

    def _count(self, fault: Fault) -> None:
        self.count += 1
        if len(self.faults) < SHOWN:
            self.faults.append(fault)


_UNREADABLE = (
    "Something here cannot be read as what the program writes ({kind}), so the rest of it was not "
    "looked at."
)


@dataclass
class Verified:
    """What was found: of how many events, with which root, in how many seconds, in each area."""

    size: int
    root: bytes
    areas: list[Area]
    seconds: float
    notes: Sequence[str] = ()
    """What else to say: whether a signature was checked."""

    @property
    def whole(self) -> bool:
        return not any(area.count for area in self.areas)


def verify(
    ledger: Ledger,
    *,
    tables: Sequence[Table],
    others: Collection[str],
    registers: Registers,
    against: Note | None = None,
    beside: Checkpoint | None = None,
    progress: Progress | None = None,
) -> Verified:
    """Work everything out anew. `tables` are all that there should be, but for `others` by name,
    which nothing is said of; `against` is a checkpoint
    that the log must go on from, and so is `beside`, the latest one that is kept beside the key.
    Raises NoteError where the former is none."""
    began = time.perf_counter()
    shown = Checkpoint.read(against.text) if against else None
    with ledger.reading() as connection:
        of_tables = Area(
            "tables", "tables, constraints, indexes, and no others; the database’s check"
        )
        of_tables.take(faults_of_tables(connection, tables, others=others))
        kept = [each for each in (shown, beside) if each]
        reader = _Reading(ledger, connection, kept, progress)
        areas = [*reader.read(), of_tables]
        notes: list[str] = []
        if areas[0].unread:
            notes.append("Nothing else was checked, because the log cannot be read to its end.")
        else:
            areas += _beside(ledger, connection, reader, beside, against, notes)
        if areas[0].count:
            notes.append("The registers were not checked, because the log itself is at fault.")
        else:
            areas += _derived(ledger, registers)
        if any(each.unread for each in areas):
            of_values = Area("values", "that every value is of the type of its column")
            of_values.take(odd_values(connection, tables))
            areas.insert(0, of_values)
    return Verified(reader.size, reader.root, areas, time.perf_counter() - began, notes)


def _derived(ledger: Ledger, registers: Registers) -> Iterator[Area]:
    """What the log gives that is kept beside it."""
    of_files = Area("files", "every file of evidence, by its SHA-256")
    of_files.take(Fault(each, field="sha256") for each in check_files(ledger))
    yield of_files
    of_rows = Area("registers", "every row, as the log gives it")
    with of_rows.as_far_as_readable():
        for name, faults in registers().items():
            area = Area(name, of_rows.covers)
            area.take(faults)
            yield area
    if of_rows.unread:
        yield of_rows


class _Reading:
    """The one reading of the log."""

    def __init__(
        self,
        ledger: Ledger,
        connection: Connection,
        kept: Sequence[Checkpoint],
        progress: Progress | None,
    ) -> None:
        self._ledger, self._connection, self._progress = ledger, connection, progress
        self._tree = GrowingTree()
        self.roots: dict[int, bytes] = {0: self._tree.root()}
        """The root at each size that somebody has named, as the log gives it."""
        named = connection.scalars(select(checkpoints.c.size).distinct())
        self._sizes = {*named, *(each.size for each in kept)}
        self.size = 0
        self.root = b""

    def read(self) -> tuple[Area, Area]:
        """The log and the tree."""
        log = Area("log", "every event, its order, times, leaf, facts and words")
        tree = Area("tree", "every tile of the tree, from leaves worked out anew")
        check = LogCheck(versions=False)
        total = self._ledger.position()
        with log.as_far_as_readable(lambda: check.position + 1):
            for stored in self._ledger.log.in_order(self._connection):
                log.take(check.faults(stored))
                for level, number, hashes in self._tree.add(check.leaf):
                    tree.take(self._of_tile(level, number, hashes))
                if self._tree.size in self._sizes:
                    self.roots[self._tree.size] = self._tree.root()
                if self._progress and self._tree.size % BATCH == 0:
                    self._progress("Checking the log", self._tree.size, total)
        self.size, self.root = self._tree.size, self._tree.root()
        if log.unread:
            return log, tree
        log.take(check.unauthorised())
        if check.redactions:
            log.covers += f", and that each of {len(check.redactions):,} redactions was agreed"
        log.take(versions_out_of_order(self._ledger, self._connection))
        log.take(words_alone(self._connection))
        tree.take(self._tiles_beyond())
        return log, tree

    def _of_tile(self, level: int, number: int, hashes: Sequence[bytes]) -> Iterator[Fault]:
        found = self._connection.execute(
            select(tiles.c.hashes, tiles.c.root).where(
                tiles.c.level == level, tiles.c.number == number
            )
        ).first()
        name = f"tile {number} of level {level}"
        if found is None:
            yield Fault(f"The {name} is missing.", _first(level, number), field="tile")
            return
        kept, root = bytes(found.hashes), bytes(found.root)
        if kept != b"".join(hashes):
            at = next(
                (at for at, each in enumerate(hashes) if kept[at * 32 : at * 32 + 32] != each), 0
            )
            yield Fault(
                f"The {name} does not fit the log.",
                _first(level, number) + (at << (HEIGHT * level)),
                field="hashes",
                expected=hashes[at].hex(),
                found=kept[at * 32 : at * 32 + 32].hex(),
            )
        if root != (expected := root_of(hashes)):
            yield Fault(
                f"The root of {name} does not fit the log.", _first(level, number), field="root",
                expected=expected.hex(), found=root.hex(),
            )  # fmt: skip

    def _tiles_beyond(self) -> Iterator[Fault]:
        """Tiles that there should not be, because the log has not filled them."""
        for level, number in self._connection.execute(
            select(tiles.c.level, tiles.c.number).order_by(tiles.c.level, tiles.c.number)
        ):
            full = self.size >> (HEIGHT * (level + 1)) if 0 <= level < 8 else 0
            if not 0 <= number < full:
                yield Fault(
                    f"There is a tile {number} of level {level}, which the log has not filled.",
                    field="tile", expected="nothing",
                )  # fmt: skip


def _first(level: int, number: int) -> int:
    """The position of the first event under a tile."""
    return (number * WIDTH << (HEIGHT * level)) + 1


def _beside(
    ledger: Ledger,
    connection: Connection,
    reading: _Reading,
    beside: Checkpoint | None,
    against: Note | None,
    notes: list[str],
) -> Iterator[Area]:
    """What stands beside the log: nothing of it can be checked where it has lost its identity."""
    of_identity = Area("identity", "which ledger it is, and the key of its commands")
    yield of_identity
    with of_identity.as_far_as_readable():
        try:
            identity = identity_of(connection)
        except (StorageError, ValueError) as error:
            of_identity.take([Fault(str(error), field="origin")])
    if of_identity.count:
        return
    of_identity.take(faults_of_identity(ledger, connection, identity))
    of_commands = Area("commands", "every command: none missing, none altered")
    of_commands.take(faults_of_commands(connection, identity, reading.size))
    yield of_commands
    of_checkpoints = Area("checkpoints", "every checkpoint and countersignature")
    of_checkpoints.take(
        faults_of_checkpoints(ledger, connection, identity, size=reading.size, roots=reading.roots)
    )
    yield of_checkpoints
    if beside:
        covers = f"the {beside.size:,} events of the one that is kept beside the key"
        of_latest = Area("latest checkpoint", covers)
        of_latest.take(faults_of_latest(ledger, identity, beside, reading.size, reading.roots))
        yield of_latest
    if against:
        yield _against(ledger, connection, against, reading, notes)


def _against(
    ledger: Ledger,
    connection: Connection,
    note: Note,
    reading: _Reading,
    notes: list[str],
) -> Area:
    """Whether the log goes on from the checkpoint that was shown."""
    shown = Checkpoint.read(note.text)
    area = Area("checkpoint that was given", f"its first {shown.size:,} events")
    recognised = recognise_note(ledger, connection, note, roots=reading.roots.get)
    if not recognised.well:
        root = reading.roots.get(shown.size)
        found = root.hex() if root else f"{reading.size} events"
        sentence = recognised.sentences[0]
        area.take([Fault(sentence, shown.size, "", "root", shown.root.hex(), found)])
    notes.extend(recognised.sentences[1:])
    return area
