"""The connection to SQLite or PostgreSQL.

SQLite is set up to keep what it confirmed (WAL, synchronous=FULL). Transactions are begun
explicitly: a writing one takes the lock first, so that the log has one order on both databases.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from application.ledger.faults import StorageError
from application.ledger.sqlite_files import Files, keep_private, path_of

BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""

FILES = "files"
"""Under this name a connection's `info` holds which files of SQLite it has `Opened`."""

permanent = MetaData()
"""The tables that Alembic keeps: the log, the commands seen, the accounts."""


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
        return create_engine(
            parsed,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"prepare_threshold": None},
        )
    raise StorageError("SCRUTINY_DATABASE_URL must be a SQLite or a PostgreSQL address.")


def _connect_sqlite(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
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


@contextmanager
def begun(connection: Connection) -> Iterator[None]:
    """A transaction, kept at the end. What went wrong in it is what is raised.

    Where the database is gone, undoing fails as well; that has nothing more to tell, and such a
    connection is not used again.
    """
    transaction = connection.begin()
    try:
        yield
        transaction.commit()
    except BaseException:
        try:
            if connection.in_transaction():
                transaction.rollback()
        except SQLAlchemyError:
            connection.invalidate()
        raise


def open_for_reading(engine: Engine) -> Connection:
    """A connection whose queries all see the database at one moment."""
    if engine.dialect.name == "postgresql":
        return engine.connect().execution_options(isolation_level="REPEATABLE READ")
    return engine.connect()


def for_writing(engine: Engine) -> Engine:
    """The same engine for transactions that may write: on SQLite they take the lock as they
    begin."""
    return engine.execution_options(writing=True)


LOG_LOCK = 0x5C2071
"""The number of PostgreSQL's advisory lock on the log. Locking the table itself would need the
right to change what stands in it."""


def lock(connection: Connection) -> None:
    """Let nobody else write to the log until this transaction ends; readers go on."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:log)"), {"log": LOG_LOCK})
