"""Copies of a SQLite database while it is used, and putting one back in its place.

Both by SQLite's own copying, which is one transaction: what is there before stands until all of the
new is, and programs that have the database open see the one or the other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from application.ledger.storage.database import BUSY_SECONDS
from application.ledger.storage.faults import StorageError
from application.ledger.storage.sqlite_files import BESIDE, keep_private


def copy(source: Path, target: Path, *, without: Sequence[str] = ()) -> None:
    """Copy a database as it is at one moment; of the tables in `without` no row comes along."""
    pour(source, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as copied:
        copied.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        there = {name for (name,) in copied.execute("SELECT name FROM sqlite_master")}
        for table in there.intersection(without):
            copied.execute(f'DELETE FROM "{table}"')
        if there.intersection(without):
            copied.execute("VACUUM")


def pour(source: Path, target: Path) -> None:
    """Let a database hold what another one holds, and nothing else."""
    keep_private(target)
    with closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as whole:
        try:
            _pour(whole, target)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # what is there is no database
            for suffix in ("", *BESIDE):
                Path(f"{target}{suffix}").unlink(missing_ok=True)
            keep_private(target)
            _pour(whole, target)


def _pour(whole: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target, timeout=0)) as other:
        whole.backup(other, progress=_Patience(), sleep=_PAUSE)


_PAUSE = 0.25
"""Seconds between two tries while somebody else writes."""


class _Patience:
    """Ends a copying that has waited for others too long; SQLite itself would try for ever."""

    def __init__(self) -> None:
        self._left = int(BUSY_SECONDS / _PAUSE)

    def __call__(self, status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self._left -= 1
            if self._left < 0:
                raise StorageError(
                    "Somebody else is writing to the database, so nothing was changed. Stop the "
                    "site first.",
                    name="busy",
                )


def damage(path: Path) -> list[str]:
    """What SQLite itself finds wrong with a database, in sentences."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            found = [words for (words,) in connection.execute("PRAGMA quick_check(5)")]
        except sqlite3.DatabaseError as error:
            found = [str(error)]
    return [] if found == ["ok"] else [f"The database is damaged: {words}." for words in found]
