"""Making a backup while the site runs, and looking at once whether it is good for anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import text

from application.accounts.side import side_file
from application.keeping.archive import Kind, Manifest, write_archive
from application.keeping.kept import LEFT_OUT
from application.keeping.log_and_tables import write_both
from application.keeping.postgresql_dump import dump, why_not
from application.keeping.sqlite_copy import copy, damage
from application.keeping.whole_files import working_folder
from application.ledger.files import check_files
from application.ledger.identity import identity_of
from application.ledger.ledger import Ledger
from application.ledger.log.log_check import check_log
from application.ledger.storage.database import connect
from application.ledger.storage.sqlite_files import path_of

DATABASE, SIDE, DUMP = "scrutiny.db", "scrutiny.db-side", "scrutiny.dump"
"""The names of what a backup may hold; of one that holds the log, see log_and_tables.py."""


@dataclass(frozen=True)
class Backup:
    """A backup that was made. `faults`: what is wrong with what it holds; `notes`: what else to
    know, both in sentences."""

    manifest: Manifest
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


def back_up(ledger: Ledger, path: Path) -> Backup:
    """Write a backup of the ledger as it is at one moment to a file.

    Its log is checked event by event; one that is not whole is kept all the same, and says so.
    The file is there only once it is complete. Raises StorageError or OSError.
    """
    with working_folder(path) as folder:
        if database := path_of(ledger.engine):
            backup, files = _of_sqlite(ledger, database, folder)
        else:
            backup, files = _of_postgresql(ledger, folder)
        write_archive(path, backup.manifest, files)
    return backup


def _of_sqlite(ledger: Ledger, database: Path, folder: Path) -> tuple[Backup, dict[str, Path]]:
    files = {DATABASE: folder / DATABASE}
    copy(database, files[DATABASE])
    side = Path(side_file(str(database)))
    if side.exists():
        files[SIDE] = folder / SIDE
        copy(side, files[SIDE], without=LEFT_OUT)
    faults = damage(files[DATABASE])
    with opened_copy(files[DATABASE]) as copied:
        faults = faults or list(check_log(copied))
        notes = [] if faults else list(check_files(copied))
        manifest = _manifest(copied, ledger, "sqlite", whole=not faults)
    return Backup(manifest, tuple(faults), tuple(notes)), files


def _of_postgresql(ledger: Ledger, folder: Path) -> tuple[Backup, dict[str, Path]]:
    with ledger.reading() as connection:  # all that follows sees the database at one moment
        faults = list(check_log(ledger))
        whole = not faults
        notes = list(check_files(ledger)) if whole else []
        reason = why_not(connection, "pg_dump")
        if reason:
            note = f"{reason} The log and the accounts were written as text instead."
            manifest = _manifest(ledger, ledger, "log", whole=whole)
            return Backup(manifest, tuple(faults), (*notes, note)), write_both(ledger, folder)
        snapshot = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        # While pg_dump works, nothing is asked in this transaction.
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        files = {DUMP: folder / DUMP}
        dump(ledger.engine.url, files[DUMP], snapshot=snapshot, without=LEFT_OUT)
        manifest = _manifest(ledger, ledger, "postgresql", whole=whole)
        return Backup(manifest, tuple(faults), tuple(notes)), files


@contextmanager
def opened_copy(path: Path) -> Iterator[Ledger]:
    """The ledger in a copy, for looking at it; nothing is left beside it."""
    ledger = Ledger(connect(f"sqlite:///{path}"))
    try:
        yield ledger
    finally:
        ledger.close()


def _manifest(looked_at: Ledger, ledger: Ledger, kind: Kind, *, whole: bool) -> Manifest:
    with looked_at.reading() as connection:
        end = looked_at.log.end()
        return Manifest(
            kind=kind,
            product=version("scrutiny-ledger"),
            made=ledger.now().isoformat(timespec="seconds"),
            revision=str(connection.scalar(_REVISION) or ""),
            origin=identity_of(connection).origin,
            position=end.position,
            leaf=end.leaf.hex(),
            whole=whole,
        )


_REVISION = text("SELECT version_num FROM alembic_version")
