"""The connection to SQLite or PostgreSQL.

SQLite is set up to keep what it confirmed (WAL, synchronous=FULL), and nothing of what was deleted
(secure_delete). Transactions are begun
explicitly: one that appends takes the log's lock first, so that the log has one order on both
databases. On PostgreSQL that lock is an advisory one, which needs no right to change the log.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from application.ledger.storage.faults import StorageError
from application.ledger.storage.sqlite_files import Files, keep_private, path_of
from storage.statements import faults_told

BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""

STOPPED_SECONDS = 10
"""How long whoever holds the log's lock may do nothing before PostgreSQL takes it from them."""
LOG_LOCK = 0x5C2071
"""The number of PostgreSQL's advisory lock on the log. Locking the table itself would need the
right to change what stands in it."""

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
        return _connect_postgresql(parsed.set(drivername="postgresql+psycopg"))
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
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        if files:
            # A first look into it opens the -wal of a new file, too.
            connection.execute("SELECT 1 FROM sqlite_master").close()
            record.info[FILES] = files.opened()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        sql = "BEGIN" if _purpose(connection) in (_PLAIN, _READING) else "BEGIN IMMEDIATE"
        with faults_told(connection, sql) as driver:
            if sql == "BEGIN":
                driver.execute(sql).close()
            else:
                _take_turn(driver, patience=connection.get_execution_options().get("patience"))

    return engine


def _take_turn(driver: sqlite3.Connection, *, patience: int | None) -> None:
    """Begin to write, as soon as nobody else does.

    SQLite itself waits longer and longer between its tries, so that whoever came first is last.
    Here everybody who waits has the same chance each time.
    """
    (usual,) = driver.execute("PRAGMA busy_timeout").fetchone()
    patience = usual if patience is None else patience
    driver.execute("PRAGMA busy_timeout = 0").close()
    waited = 0.0
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE").close()
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or waited > patience / 1000:
                    raise
            # Counted, not timed: a test may have stopped the clock.
            pause = random.uniform(0.0005, 0.003)
            time.sleep(pause)
            waited += pause
    finally:
        driver.execute(f"PRAGMA busy_timeout = {usual}").close()


def _connect_postgresql(url: URL) -> Engine:
    """`autocommit`: `begin` below says what a transaction begins with, in one round trip.

    A server that vanished is noticed after a minute, and by the server a program that did.
    """
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={
            "autocommit": True,
            # A plan that was kept from when the tables were small would slow a long load down,
            # row by row: until it is committed, the server does not notice how they grow.
            "prepare_threshold": None,
            "connect_timeout": 10,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 60_000,
        },
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.execute(
            "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; "
            "SET tcp_keepalives_count = 3; SET idle_in_transaction_session_timeout = '5min'"
        )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        patience = connection.get_execution_options().get("patience")
        sql = _POSTGRESQL_BEGINS[_purpose(connection)].format(
            patience=int(BUSY_SECONDS * 1000) if patience is None else patience,
            stopped=int(STOPPED_SECONDS * 1000),
            lock=LOG_LOCK,
        )
        with faults_told(connection, sql) as driver:
            driver.execute(sql).close()

    return engine


_PLAIN, _READING, _WRITING, _APPENDING = "plain", "reading", "writing", "appending"
_POSTGRESQL_BEGINS = {
    _PLAIN: "BEGIN",
    _READING: "BEGIN ISOLATION LEVEL REPEATABLE READ",
    _WRITING: "BEGIN; SET LOCAL lock_timeout = {patience}",
    _APPENDING: "BEGIN; SET LOCAL lock_timeout = {patience}; "
    "SET LOCAL idle_in_transaction_session_timeout = {stopped}; "
    "SELECT pg_advisory_xact_lock({lock})",
}


def _purpose(connection: Connection) -> str:
    return str(connection.get_execution_options().get("purpose", _PLAIN))


@contextmanager
def begun(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction, kept at the end. What went wrong in it is what is raised.

    A connection that broke while nobody used it is told as the transaction begins: nothing was
    done yet, so that another one is tried, once. Where the database is gone later, undoing fails
    as well; that has nothing more to tell, and such a connection is not used again.
    """
    with _in_transaction(engine) as connection:
        transaction = connection.get_transaction()
        assert transaction is not None
        try:
            yield connection
            transaction.commit()
        except BaseException:
            _undo(connection)
            raise


@contextmanager
def begun_to_read(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that only reads.

    It has nothing to keep: what was read stays read, even if the database is gone as it ends.
    """
    with _in_transaction(engine) as connection:
        try:
            yield connection
        finally:
            _undo(connection)


def _undo(connection: Connection) -> None:
    try:
        if connection.in_transaction():
            connection.rollback()
    except SQLAlchemyError:
        connection.invalidate()


def _in_transaction(engine: Engine) -> Connection:
    connection = engine.connect()
    try:
        connection.begin()
    except DBAPIError as error:
        connection.close()
        if not error.connection_invalidated:
            raise
        engine.dispose()  # the others that nobody uses will have broken with it
        connection = engine.connect()
        connection.begin()
    return connection


def for_reading(engine: Engine) -> Engine:
    """The same engine for transactions whose queries all see the database at one moment."""
    return engine.execution_options(purpose=_READING)


def for_writing(engine: Engine, *, patience: int | None = None) -> Engine:
    """The same engine for transactions that write, but not to the log.

    `patience`: milliseconds that they wait for each other, if not as long as others do.
    """
    return engine.execution_options(purpose=_WRITING, patience=patience)


def for_appending(engine: Engine) -> Engine:
    """The same engine for transactions that take the log's lock as they begin.

    On SQLite nothing else can be written meanwhile.
    """
    return engine.execution_options(purpose=_APPENDING)
