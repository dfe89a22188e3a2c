"""The connection to SQLite or PostgreSQL, and what its faults mean to a person.

SQLite is set up to keep what it confirmed (WAL, synchronous=FULL). Transactions are begun
explicitly: a writing one takes the lock first, so that the log has one order on both databases.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from application.ledger.sqlite_files import Files, keep_private, path_of

BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""

FILES = "files"
"""Under this name a connection's `info` holds which files of SQLite it has `Opened`."""

permanent = MetaData()
"""The tables that Alembic keeps: the log, the commands seen, the accounts."""


class StorageError(Exception):
    """The database cannot be used; `str()` is a sentence that a user can act on."""


def connect(url: str) -> Engine:
    """An engine for `url`. Raises StorageError when the address makes no sense."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # the second for a port that is no number
        raise StorageError(
            "SCRUTINY_DATABASE_URL is not a database address. It looks like "
            "sqlite:////folder/scrutiny.db or postgresql://user:password@server/database."
        ) from error
    if parsed.get_backend_name() == "sqlite":
        return _connect_sqlite(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        # A plan that was kept from when the tables were small would slow a long load down, row by
        # row: until it is committed, the server does not notice how they grow.
        return create_engine(parsed, pool_pre_ping=True, connect_args={"prepare_threshold": None})
    raise StorageError("SCRUTINY_DATABASE_URL must be a SQLite or a PostgreSQL address.")


def _connect_sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    path = path_of(engine)
    files = Files(path) if path else None

    @event.listens_for(engine, "do_connect")
    def make(*_: Any) -> None:
        if files:
            keep_private(files.path)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: Any) -> None:
        # None: sqlite3 must not begin transactions by itself, `begin` below does.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()
        if files:
            # A first look into it opens the -wal of a new file, too.
            connection.execute("SELECT 1 FROM sqlite_master").close()
            record.info[FILES] = files.opened()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        statement = "BEGIN IMMEDIATE" if writing else "BEGIN"
        try:
            # Past SQLAlchemy, which takes longer over this than over the rest of a small query.
            connection.connection.execute(statement).close()
        except sqlite3.OperationalError as error:
            raise OperationalError(statement, None, error) from error

    return engine


def open_for_reading(engine: Engine) -> Connection:
    """A connection whose queries all see the database at one moment."""
    if engine.dialect.name == "postgresql":
        return engine.connect().execution_options(isolation_level="REPEATABLE READ")
    return engine.connect()


def for_writing(engine: Engine) -> Engine:
    """The same engine for transactions that may write: on SQLite they take the lock as they
    begin."""
    return engine.execution_options(writing=True)


def lock(connection: Connection, table: str) -> None:
    """Let nobody else write to `table` until this transaction ends; readers go on."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
        connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))


_FAULTS = (
    (
        ("authentication failed", "pg_hba.conf", 'role "'),
        "The database server does not let the program in. Check the user and the password in "
        "SCRUTINY_DATABASE_URL.",
    ),
    (("no such table", "undefinedtable"), "The database has not been set up. Run “scrutiny init”."),
    (
        ("readonly", "read-only", "permission denied"),
        "The database cannot be written to. Ask whoever runs the service to give it permission to "
        "write to the database file and folder.",
    ),
    (
        ("disk is full", "no space left", "disk i/o", "disk full"),
        "The disk is full, so nothing was saved. Free some space and try again.",
    ),
    (
        ("database is locked", "lock timeout", "could not obtain lock"),
        "Somebody else is writing a lot at the moment, so nothing was saved. Try again in a "
        "minute.",
    ),
    (
        ("unable to open database file", "does not exist"),
        "The database was not found, or may not be opened. Check SCRUTINY_DATABASE_URL and the "
        "permissions of the file and its folder, or run “scrutiny init” to make a new one.",
    ),
    (
        ("not a database", "malformed"),
        "The file is not a database of Scrutiny Ledger, or it is damaged. Check "
        "SCRUTINY_DATABASE_URL, or restore a copy.",
    ),
    (
        (
            "connection refused", "connection failed", "connection is bad", "could not connect",
            "failed to resolve", "server closed", "terminating connection",
        ),
        "The database server does not answer. Check SCRUTINY_DATABASE_URL and that the server "
        "runs.",
    ),
)  # fmt: skip
"""Signs in a fault's own words, and the sentence for them; the first that fits counts."""


def explain(error: SQLAlchemyError) -> StorageError:
    """The sentence for a fault of the database, or the fault's own words where none is known."""
    fault = getattr(error, "orig", None) or error  # without the statement and its values
    words = f"{type(fault).__name__} {fault}".lower()
    for signs, sentence in _FAULTS:
        if any(sign in words for sign in signs):
            return StorageError(sentence)
    return StorageError(f"The database reported a fault: {fault}")
