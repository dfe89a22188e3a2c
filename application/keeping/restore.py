"""Putting a backup in the place of what is there, if anything is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, inspect, literal, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from application.accounts.people import accounts
from application.accounts.side import side_file
from application.keeping.archive import Archive, BackupFileError
from application.keeping.backup import DATABASE, DUMP, SIDE, opened_copy
from application.keeping.log_and_tables import LOG, TABLES, read_tables
from application.keeping.postgresql_dump import load, why_not
from application.keeping.sqlite_copy import damage, pour
from application.keeping.whole_files import working_folder
from application.ledger.commands import commands
from application.ledger.files import files
from application.ledger.ledger import Ledger
from application.ledger.log.log_files import read_log
from application.ledger.log.log_tables import stored_events, stored_words, tiles
from application.ledger.storage.database import connect
from application.ledger.storage.faults import StorageError
from application.ledger.storage.sqlite_files import path_of


def holds_something(engine: Engine) -> bool:
    """Whether there is anything that a restore would do away with."""
    path = path_of(engine)
    if path and (not path.exists() or not path.stat().st_size):
        return False
    try:
        with engine.connect() as connection:
            there = inspect(connection).get_table_names()
            return any(
                connection.scalar(select(literal(1)).select_from(table).limit(1))
                for table in (stored_events, accounts)
                if table.name in there
            )
    except SQLAlchemyError:
        if path:
            return True  # a file that is no database: somebody's all the same
        raise


def make_database(engine: Engine) -> bool:
    """Make a PostgreSQL database where there is none; return whether it was made."""
    if engine.dialect.name != "postgresql":
        return False
    try:
        engine.connect().close()
    except DBAPIError:
        return _made(engine)
    return False


def _made(engine: Engine) -> bool:
    """Make it by way of the database that every server has. Raises what that raises."""
    beside = connect(engine.url.set(database="postgres").render_as_string(hide_password=False))
    name = engine.url.database or ""
    quoted = beside.dialect.identifier_preparer.quote(name)
    try:
        with beside.connect() as connection:
            query = text("SELECT 1 FROM pg_database WHERE datname = :name")
            if connection.scalar(query, {"name": name}):
                raise StorageError(f"The database {name} is there, but does not let us in.")
            connection.rollback()
            driver: Any = connection.connection.driver_connection
            driver.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")  # in no transaction
    finally:
        beside.dispose()
    return True


def must_be_of_this_kind(archive: Archive, engine: Engine) -> None:
    """Raises BackupFileError where a backup cannot be put into a database of this kind."""
    kind, here = archive.manifest.kind, engine.dialect.name
    if kind not in ("log", here):
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise BackupFileError(
            f"{archive.path.name} is a backup of {names[kind]}, and SCRUTINY_DATABASE_URL names "
            f"{names[here]}. To change over, write the log with “scrutiny export-log” and read it "
            "with “scrutiny import-log”."
        )


@contextmanager
def unpacked(archive: Archive, beside: Path) -> Iterator[Path]:
    """A folder with what is in a backup, found to be what was written, until the block ends."""
    with working_folder(beside) as folder:
        for name in archive.files:
            archive.extract(name, folder / name)
        if (copied := folder / DATABASE).exists():
            _must_be_the_one(archive, copied)
        yield folder


def _must_be_the_one(archive: Archive, copied: Path) -> None:
    """The manifest and the database must be of one backup."""
    found = damage(copied)
    with opened_copy(copied) as ledger:
        end = ledger.log.end()
    manifest = archive.manifest
    if found or (end.position, end.leaf.hex()) != (manifest.position, manifest.leaf):
        raise BackupFileError(f"{archive.path.name} is not what was written. Nothing was changed.")


def put_in_place(folder: Path, engine: Engine) -> None:
    """Let the database hold what lies in the folder of an unpacked backup, and nothing else.

    For a copy or a dump; a log is for `put_log_in_place`. Where it raises StorageError,
    nothing was changed.
    """
    if path := path_of(engine):
        pour(folder / DATABASE, path)
        if (folder / SIDE).exists():
            pour(folder / SIDE, Path(side_file(str(path))))
        return
    with engine.connect() as connection:
        if reason := why_not(connection, "pg_restore"):
            raise StorageError(f"{reason} Nothing was changed.")
    load(engine.url, folder / DUMP)


def put_log_in_place(folder: Path, ledger: Ledger) -> None:
    """Let a ledger hold the log and the tables of an unpacked backup, and nothing else.

    The projections are left for the caller to build, in the same transaction.
    """
    with ledger.writing() as connection:
        for table in (stored_events, stored_words, tiles, commands, files):
            connection.execute(delete(table))
        ledger.log.forget_end()
        with (folder / LOG).open("rb") as source:
            read_log(ledger, source)
        read_tables(connection, folder / TABLES)
