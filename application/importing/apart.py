"""Files that people send are taken apart in a process of its own, with bounds to its time and its
memory: whatever such a file does to it, the site goes on.

python -m application.importing.apart first|all DELIMITERS MEMORY

reads a file on standard input and writes, as lines of JSON, its encoding and its records, or why it
is refused.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from weakref import finalize

from application.importing.csv_files import (
    DELIMITERS,
    LARGEST,
    SEARCHED,
    CsvFile,
    FileRefusedError,
    Record,
    size_of,
)

SECONDS = 30.0
"""How long a file may take to be taken apart."""
MEMORY = 512 * 2**20
"""Bytes of memory that it may take."""
_TOO_MUCH = (
    "The file could not be read within {bound}, so that was stopped. Save it anew as “CSV UTF-8”, "
    "or split it into smaller files."
)


_END = b"null\n"
"""What the other process tells after the last record."""


@dataclass(frozen=True)
class _Found:
    """The first records under a delimiter; `refused` says why no more follow, `whole`: that there
    are no more."""

    records: list[Record]
    refused: str
    whole: bool


class FileApart(CsvFile):
    """A file that is taken apart by another process. It is like any other file to its reader.

    Raises FileRefusedError, also where that takes longer than `seconds` or more than `memory`.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        largest: int = LARGEST,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._file = file
        self.size = size_of(file, largest)
        self._seconds, self._memory = seconds, memory
        self._rows: dict[str, IO[bytes]] = {}
        self._done = 0
        with self._asked("first", "".join(DELIMITERS)) as told:
            self.encoding: str = json.loads(told.readline())
            self._first = {each: _found(told) for each in DELIMITERS}

    @property
    def done(self) -> int:
        return self._done

    def records(self, delimiter: str) -> Iterator[Record]:
        first = self._first[delimiter]
        yield from first.records
        if first.refused:
            raise FileRefusedError(first.refused)
        if not first.whole:
            yield from islice(self._all(delimiter), len(first.records), None)
        self._done = self.size

    def _all(self, delimiter: str) -> Iterator[Record]:
        if delimiter not in self._rows:
            self._rows[delimiter] = self._asked("all", delimiter)
            finalize(self, self._rows[delimiter].close)
        told = self._rows[delimiter]
        whole = told.seek(0, os.SEEK_END) - len(_END)
        told.seek(0)
        for _ in range(2):
            told.readline()  # that it is not refused, and its encoding
        while (line := json.loads(told.readline())) is not None:
            if isinstance(line, str):
                raise FileRefusedError(line)
            self._done = min(self.size, self.size * told.tell() // whole)
            yield Record(*line)

    def _asked(self, how: str, delimiters: str) -> IO[bytes]:
        """What the other process tells of the file. Whoever asks lets go of it."""
        with ExitStack() as unless_told:
            told: IO[bytes] = unless_told.enter_context(TemporaryFile())
            self._tell(told, how, delimiters)
            told.seek(0)
            if refused := json.loads(told.readline()):
                raise FileRefusedError(refused)
            unless_told.pop_all()
        return told

    def _tell(self, told: IO[bytes], how: str, delimiters: str) -> None:
        """Let another process tell of the file, within its bounds."""
        command = [sys.executable, "-m", __name__, how, delimiters, str(self._memory)]
        with TemporaryFile() as copy:
            self._file.seek(0)
            shutil.copyfileobj(self._file, copy)
            copy.seek(0)
            try:
                ended = subprocess.run(
                    command, stdin=copy, stdout=told, stderr=subprocess.DEVNULL,
                    timeout=self._seconds, env=_surroundings(), check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired as error:
                bound = f"{self._seconds:g} seconds"
                raise FileRefusedError(_TOO_MUCH.format(bound=bound)) from error
        if ended.returncode:
            bound = f"{self._memory // 2**20:,} MiB of memory"
            raise FileRefusedError(_TOO_MUCH.format(bound=bound))


def _surroundings() -> dict[str, str]:
    """Where it finds its modules, and none of this program's secrets."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}


def _found(told: IO[bytes]) -> _Found:
    records: list[Record] = []
    while (line := json.loads(told.readline())) is not None:
        if isinstance(line, str):
            return _Found(records, line, whole=False)
        records.append(Record(*line))
    return _Found(records, "", whole=len(records) < SEARCHED)


# ---------------------------------------------------------------- in the other process


def main(how: str, delimiters: str, memory: str) -> None:
    """Tell standard output of the file on standard input, within so much memory."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    try:
        file = CsvFile(sys.stdin.buffer, largest=sys.maxsize)
    except FileRefusedError as refused:
        _tell(refused.sentence)
        return
    _tell("")
    _tell(file.encoding)
    for delimiter in delimiters:
        try:
            records = file.records(delimiter)
            for record in islice(records, SEARCHED) if how == "first" else records:
                _tell([record.line, record.cells])
            _tell(None)
        except FileRefusedError as refused:
            _tell(refused.sentence)


def _tell(what: Any) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
