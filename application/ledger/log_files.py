"""The log as a file that outlives the product: one JSON object on a line.

First a header, then every event, then the ids of the commands performed (so that a repeat stays
harmless on the ledger that the file is read into), and last a checksum of all before it.
Accounts are no part of it: whoever did something is named by the id of their account.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import chain
from typing import IO, Any
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from sqlalchemy import func, insert, select

from application.ledger.ledger import Ledger, commands
from application.ledger.log_check import BATCH, LogCheck
from domain.kernel.errors import DomainError
from domain.kernel.terms import HANDLING

FORMAT = "Scrutiny Ledger log"
VERSION = 1
_COMMAND = [column.name for column in commands.c]


class LogFileError(DomainError):
    """The file cannot be read into the ledger; nothing was written."""


def write_log(ledger: Ledger, file: IO[bytes]) -> int:
    """Write the whole log to `file`; return how many events it has."""
    with ledger.reading() as connection:
        count = ledger.position()
        performed = connection.scalar(select(func.count()).select_from(commands)) or 0
        header = {
            "format": FORMAT,
            "version": VERSION,
            "product": version("scrutiny-ledger"),
            "handling": HANDLING,
            "events": count,
            "commands": performed,
        }
        checksum = hashlib.sha256()
        in_order = select(commands).order_by(commands.c.position, commands.c.command)
        repeats = (dict(row) for row in connection.execute(in_order).mappings())
        for each in chain([header], _events(ledger), repeats):
            line = _encoded(each) + b"\n"
            checksum.update(line)
            file.write(line)
        file.write(_encoded({"sha256": checksum.hexdigest()}) + b"\n")
    return count


def read_log(ledger: Ledger, file: IO[bytes]) -> int:
    """Append every event of `file` to an empty ledger; return how many.

    All or nothing; the projections are left for the caller to build, in the same transaction.
    Raises LogFileError, also for a file that is damaged, cut short or of a newer version.
    """
    lines = _Lines(file)
    try:
        return _read(ledger, lines)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise LogFileError(
            f"This is not a log of Scrutiny Ledger, or its line {lines.number} is damaged."
        ) from error


def _read(ledger: Ledger, lines: _Lines) -> int:
    header = _header(lines)
    with ledger.writing() as connection:
        if ledger.position():
            raise LogFileError(
                "This ledger is not empty. Read the file into a new one: set SCRUTINY_DATABASE_URL "
                "to another database and run “scrutiny init --bare”."
            )
        for batch in _batches(_stored_events(ledger, lines, header["events"])):
            ledger.recorder.insert_events(batch)
        for _ in range(header["commands"]):
            row = lines.next()
            connection.execute(insert(commands), {name: row[name] for name in _COMMAND})
        lines.must_end()
    return int(header["events"])


def _events(ledger: Ledger) -> Iterator[dict[str, Any]]:
    position = 0
    while batch := ledger.recorder.select_notifications(position, BATCH, inclusive_of_start=False):
        for stored in batch:
            state = json.loads(stored.state)
            if _encoded(state) != stored.state:
                raise LogFileError(f"Position {stored.id} cannot be written as JSON unchanged.")
            yield {
                "position": stored.id,
                "originator_id": str(stored.originator_id),
                "version": stored.originator_version,
                "topic": stored.topic,
                "state": state,
            }
        position = batch[-1].id


def _stored_events(ledger: Ledger, lines: _Lines, count: int) -> Iterator[StoredEvent]:
    check = LogCheck(ledger)
    for _ in range(count):
        line = lines.next()
        stored = Notification(
            UUID(line["originator_id"]),
            line["version"],
            line["topic"],
            _encoded(line["state"]),
            line["position"],
        )
        for fault in check.faults(stored):
            raise LogFileError(f"Line {lines.number}: {fault}")
        yield stored


def _batches(events: Iterable[StoredEvent]) -> Iterator[list[StoredEvent]]:
    batch: list[StoredEvent] = []
    for event in events:
        batch.append(event)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _encoded(value: Any) -> bytes:
    # As the ledger's own transcoder writes it, so that every byte of the state comes back.
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _header(lines: _Lines) -> Any:
    header = lines.next()
    if header.get("format") != FORMAT:
        raise LogFileError("This is not a log of Scrutiny Ledger.")
    if header["version"] > VERSION:
        raise LogFileError(
            f"The file is of a newer version ({header['version']}) than this program reads "
            f"({VERSION}). Install the newer program."
        )
    return header


class _Lines:
    """The lines of a file, each of them an object, under one checksum."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._checksum = hashlib.sha256()
        self.number = 0

    def next(self) -> Any:
        """The next line's object. Raises LogFileError or ValueError when there is no whole one."""
        line = self._file.readline()
        self.number += 1
        if not line.endswith(b"\n"):
            raise LogFileError(f"The file is cut short on line {self.number}.")
        self._checksum.update(line)
        return json.loads(line)

    def must_end(self) -> None:
        """Check that the checksum follows, and nothing else."""
        expected = self._checksum.hexdigest()
        if self.next().get("sha256") != expected or self._file.read(1):
            raise LogFileError("The file is damaged: its checksum does not fit.")
