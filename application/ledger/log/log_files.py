"""The log as a file that outlives the product: one JSON object on a line.

First a header, then every event with its words, then the commands performed (so that a repeat stays
harmless on the ledger that the file is read into), then the files that were put forward as
evidence, and last a checksum of all before it. The entry
of an event stands there byte for byte. Accounts are no part of it: whoever did something is named
by the id of their account. docs/log-format.md describes it for other people's programs.
"""

from __future__ import annotations

import hashlib
import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import chain
from typing import IO, Any

from sqlalchemy import Connection, func, insert, select

from application.ledger.commands import commands
from application.ledger.files import (
    content_of,
    every_file,
    fits,
    keep,
    keep_mark,
    mark_of,
    redacted,
)
from application.ledger.identity import Identity, identity_of, take_over
from application.ledger.ledger import Ledger
from application.ledger.log.entries import Stored, Written, entry, entry_of
from application.ledger.log.log_check import BATCH, LogCheck
from application.ledger.log.words_apart import BETWEEN, Mark, to_json
from domain.kernel.errors import DomainError
from domain.kernel.terms import HANDLING, item_id

FORMAT = "Scrutiny Ledger log"
VERSION = 1
_COMMAND = [column.name for column in commands.c]


class LogFileError(DomainError):
    """The file cannot be read into the ledger; nothing was written."""


def write_log(ledger: Ledger, file: IO[bytes]) -> int:
    """Write the whole log to `file`; return how many events it has."""
    with ledger.reading() as connection:
        count, identity = ledger.position(), identity_of(connection)
        performed = connection.scalar(select(func.count()).select_from(commands)) or 0
        header = {
            "format": FORMAT,
            "version": VERSION,
            "product": version("scrutiny-ledger"),
            "handling": HANDLING,
            "origin": identity.origin,
            "command_key": identity.command_key.hex(),
            "events": count,
            "commands": performed,
            "files": len(stored_files := every_file(connection)),
        }
        checksum = hashlib.sha256()
        in_order = select(commands).order_by(commands.c.position, commands.c.command)
        repeats = (_line(dict(row)) for row in connection.execute(in_order).mappings())
        evidence = (_file_line(connection, sha256) for sha256 in stored_files)
        for line in chain([_line(header)], _events(ledger), repeats, evidence):
            checksum.update(line)
            file.write(line)
        file.write(_line({"sha256": checksum.hexdigest()}))
    return count


def read_log(ledger: Ledger, file: IO[bytes]) -> int:
    """Append every event of `file` to an empty ledger, which becomes the one that wrote it; return
    how many.

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
                "to a database that does not exist yet."
            )
        take_over(connection, Identity(header["origin"], bytes.fromhex(header["command_key"])))
        check = LogCheck()
        for batch in _batches(_written(lines, header["events"], check)):
            ledger.log.insert_events(batch)
        for _ in range(header["commands"]):
            row = lines.next()
            connection.execute(insert(commands), {name: row[name] for name in _COMMAND})
        for _ in range(header["files"]):
            _keep_file(connection, lines.next(), redacted(check.redactions), number=lines.number)
        lines.must_end()
    return int(header["events"])


def _file_line(connection: Connection, sha256: str) -> bytes:
    if mark := mark_of(connection, sha256):
        return _line({"sha256_of_file": sha256, "redacted": str(mark)})
    content = b2a_base64(content_of(connection, sha256) or b"", newline=False)
    return _line({"sha256_of_file": sha256, "content": content.decode()})


def _keep_file(
    connection: Connection, told: Any, gone: Mapping[str, list[Mark]], *, number: int
) -> None:
    """Keep the file of a line; `gone` are those that the log says were redacted."""
    sha256 = told["sha256_of_file"]
    if "redacted" in told:
        mark = Mark.read(told["redacted"])
        if mark not in gone.get(sha256, ()):
            raise LogFileError(f"Line {number}: the file is gone, and no event says that it goes.")
        keep_mark(connection, sha256, mark)
        return
    content = a2b_base64(told["content"])
    if not fits(content, sha256):
        raise LogFileError(f"Line {number}: the file is not the one that was put forward.")
    if sha256 in gone:
        raise LogFileError(f"Line {number}: the file is there, and an event says that it has gone.")
    keep(connection, {sha256: content})


def _events(ledger: Ledger) -> Iterator[bytes]:
    position = 0
    while batch := ledger.log.select_notifications(position, BATCH, inclusive_of_start=False):
        for stored in batch:
            words = stored.words.split(BETWEEN) if stored.words else []
            yield _event_line(entry_of(stored), leaf=stored.leaf.hex(), words=words)
        position = batch[-1].id


def _event_line(line: bytes, *, leaf: str, words: list[str]) -> bytes:
    rest = f',"leaf":{to_json(leaf)},"words":{to_json(words)}}}\n'
    return b'{"entry":%b%b' % (line, rest.encode())


def _written(lines: _Lines, count: int, check: LogCheck) -> Iterator[Written]:
    for _ in range(count):
        stored = _stored(lines.next(), line=lines.read, number=lines.number)
        for fault in check.faults(stored):
            raise LogFileError(f"Line {lines.number}: {fault}")
        yield Written(
            stored.originator_id,
            stored.originator_version,
            stored.topic,
            stored.state,
            item=stored.item,
            recorded=stored.recorded,
            words=stored.words,
        )
    for fault in check.unauthorised():
        raise LogFileError(f"Line {fault.position + 1}: {fault}")


def _stored(told: Any, *, line: bytes, number: int) -> Stored:
    """The event of a line, of which `told` is what JSON makes. The leaf is the file's own."""
    of_entry = told["entry"]
    keys = {key: of_entry[key] for key in ("position", "item", "version", "topic", "recorded")}
    state = to_json(of_entry["event"]).encode()
    if line != _event_line(entry(**keys, state=state), leaf=told["leaf"], words=told["words"]):
        raise LogFileError(f"Line {number}: the entry is not written in the form of the log.")
    return Stored(
        item_id(of_entry["item"]),
        of_entry["version"],
        of_entry["topic"],
        state,
        of_entry["position"],
        item=of_entry["item"],
        recorded=of_entry["recorded"],
        leaf=bytes.fromhex(told["leaf"]),
        words=BETWEEN.join(told["words"]),
    )


def _batches(events: Iterable[Written]) -> Iterator[list[Written]]:
    batch: list[Written] = []
    for event in events:
        batch.append(event)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _line(value: Any) -> bytes:
    return to_json(value).encode() + b"\n"


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
        self.read = b""
        """The line that was read last, with its newline."""

    def next(self) -> Any:
        """The next line's object. Raises LogFileError or ValueError when there is no whole one."""
        self.read = self._file.readline()
        self.number += 1
        if not self.read.endswith(b"\n"):
            raise LogFileError(f"The file is cut short on line {self.number}.")
        self._checksum.update(self.read)
        return json.loads(self.read)

    def must_end(self) -> None:
        """Check that the checksum follows, and nothing else."""
        expected = self._checksum.hexdigest()
        if self.next().get("sha256") != expected or self._file.read(1):
            raise LogFileError("The file is damaged: its checksum does not fit.")
