"""`scrutiny` in a process of its own, to which something may happen at a step that is known.

A step is whatever could leave half of something behind: a statement is about to reach the database
or has just been answered, a file is about to be made, renamed or removed. To die at a step is to be
killed by the system, with every process that was begun from here: nothing is tidied up, and the
same step can be died at again.
"""

from __future__ import annotations

import itertools
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import psycopg


@dataclass(frozen=True)
class Fault:
    """What happens to a program: nothing, unless something is given."""

    die_at: int = 0
    """The number of the step at which it is killed."""
    largest_file: int = 0
    """Bytes that no file of it can outgrow, as on a disk that is full."""
    clock: timedelta = timedelta()
    """How far its clock is ahead of the machine's."""


NO_FAULT = Fault()


def run(arguments: Sequence[str], settings: dict[str, str], output: str, fault: Fault) -> None:
    """Be `scrutiny` with these arguments; what it prints and its steps go to files."""
    os.setsid()
    os.environ.update(settings)
    with open(f"{output}.out", "wb") as out, open(f"{output}.err", "wb") as err:  # noqa: PTH123
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
    if fault.largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.largest_file, fault.largest_file))
    if fault.clock:
        _set_clock(fault.clock)
    steps = _Steps(fault.die_at)
    _watch(steps.take, folder=str(Path(output).parent))

    from web.commands.cli import main

    try:
        main(list(arguments), prog_name="scrutiny")
    finally:
        steps.over = True
        Path(f"{output}.steps").write_text(str(steps.taken()), encoding="utf-8")


def _set_clock(ahead: timedelta) -> None:
    """Let the product's one clock go wrong, for whoever has taken hold of it already, too."""
    from application.ledger import clock

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + ahead

    clock.datetime = Wrong  # type: ignore[attr-defined]


class _Steps:
    """Counts, and dies at the step that was given."""

    def __init__(self, die_at: int) -> None:
        self._die_at = die_at
        self._numbers = itertools.count(1)
        self.over = False

    def take(self) -> None:
        """One more."""
        if not self.over and next(self._numbers) == self._die_at:
            os.kill(0, signal.SIGKILL)  # its whole group

    def taken(self) -> int:
        """How many there were."""
        return next(self._numbers) - 1


def _watch(take: Callable[[], None], *, folder: str) -> None:
    """Let every step of this process be taken by `take`."""
    _watch_sqlite(take)
    _watch_postgresql(take)

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        changes = event in _CHANGES_FILES or (event == "open" and _for_writing(arguments))
        if changes and str(arguments[0]).startswith(folder):
            take()

    sys.addaudithook(heard)


_CHANGES_FILES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link"}


def _for_writing(arguments: tuple[Any, ...]) -> bool:
    flags = arguments[2]
    return bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


@contextmanager
def _around(take: Callable[[], None]) -> Iterator[None]:
    take()
    yield
    take()


def _watch_sqlite(take: Callable[[], None]) -> None:
    class Cursor(sqlite3.Cursor):
        def execute(self, *statement: Any) -> Any:
            with _around(take):
                return super().execute(*statement)

        def executemany(self, *statement: Any) -> Any:
            with _around(take):
                return super().executemany(*statement)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, *statement: Any) -> Any:
            return self.cursor().execute(*statement)

        def executemany(self, *statement: Any) -> Any:
            return self.cursor().executemany(*statement)

        def commit(self) -> None:
            with _around(take):
                super().commit()

    connect = sqlite3.connect

    def watched(*arguments: Any, **more: Any) -> Any:
        return connect(*arguments, **{"factory": Connection, **more})

    sqlite3.connect = watched  # type: ignore[assignment]
    sqlite3.dbapi2.connect = watched  # type: ignore[assignment]


def _watch_postgresql(take: Callable[[], None]) -> None:
    wait = psycopg.Connection.wait

    def watched(self: Any, *arguments: Any, **more: Any) -> Any:
        with _around(take):
            return wait(self, *arguments, **more)

    psycopg.Connection.wait = watched  # type: ignore[method-assign]
