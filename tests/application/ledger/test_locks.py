"""One lock, held only to append: who waits for it, who loses it, and what does not need it."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Iterator
from subprocess import Popen
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, exc, text

from application.ledger.ledger import Ledger
from application.ledger.storage import database
from application.ledger.storage.database import begun, connect, for_appending, for_writing
from application.ledger.storage.durability import durability_fault
from tests.acts import record
from tests.reading import disagreements
from web.running.startup import open_ledger

Start = Callable[..., Popen[str]]


@pytest.fixture
def postgresql(postgresql_database_url: str) -> Iterator[Engine]:
    engine = connect(postgresql_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def cut_off(postgresql: Engine) -> Iterator[Callable[[], None]]:
    """Ends every other connection to the database, as its server does when it is started again."""
    beside = create_engine(postgresql.url, isolation_level="AUTOCOMMIT")
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    def cut() -> None:
        with beside.connect() as connection:
            connection.execute(others)

    yield cut
    beside.dispose()


# Waiting


def test_whoever_waits_tries_again_at_an_even_pace(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself would wait longer and longer, so that latecomers overtake."""
    first, second = connect(sqlite_database_url), connect(sqlite_database_url)
    pauses: list[float] = []
    with for_appending(first).connect() as holder:
        transaction = holder.begin()

        def sleep(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 200:
                transaction.rollback()

        monkeypatch.setattr(time, "sleep", sleep)
        monkeypatch.setattr(random, "uniform", lambda least, most: most)
        with begun(for_appending(second)) as connection:
            patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert len(pauses) == 200
    assert set(pauses) == {0.003}
    assert patience == database.BUSY_SECONDS * 1000, "what else waits is as patient as before"
    first.dispose()
    second.dispose()


def test_what_is_written_beside_the_log_does_not_wait_for_it(postgresql: Engine) -> None:
    with begun(for_appending(postgresql)), begun(for_writing(postgresql)) as beside:
        beside.execute(text("CREATE TABLE beside (number INTEGER)"))
        beside.execute(text("INSERT INTO beside VALUES (1)"))


# Holding


def test_a_holder_that_stopped_loses_the_lock(
    postgresql_database_url: str, another_process: Start
) -> None:
    """Stopped by a signal, as by a machine that ran out of memory; nobody told the server."""
    program = another_process(postgresql_database_url, "stop-holding")
    assert program.stdout
    assert program.stdout.readline() == "appended\n"
    program.send_signal(signal.SIGSTOP)
    ledger = Ledger(connect(postgresql_database_url))
    with ledger.writing():
        assert ledger.position() == 0
    ledger.close()


def test_a_holder_that_lost_the_lock_has_written_nothing(
    postgresql_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = open_ledger(postgresql_database_url)
    monkeypatch.setattr(database, "STOPPED_SECONDS", 0.01)

    class Slow:
        def row(self, happened: object) -> None:
            """It has none."""

        def put(self, connection: object, rows: object) -> None:
            time.sleep(0.3)

    ledger.projections = [Slow(), *ledger.projections]
    with pytest.raises(exc.DBAPIError):
        record(ledger)
    ledger.projections = ledger.projections[1:]
    assert ledger.position() == 0
    assert disagreements(ledger) == []
    monkeypatch.undo()
    assert record(ledger).endswith("-001")
    ledger.close()


# Broken connections


def test_connections_that_broke_while_nobody_used_them_are_not_noticed(
    postgresql: Engine, cut_off: Callable[[], None]
) -> None:
    ledger = Ledger(postgresql)
    with ledger.reading(), begun(postgresql):
        pass  # two connections, both back in the pool
    for _ in range(2):
        cut_off()
        assert ledger.position() == 0
        with ledger.writing():
            pass


def test_a_connection_that_breaks_in_the_middle_is_a_fault(
    postgresql: Engine, cut_off: Callable[[], None]
) -> None:
    ledger = Ledger(postgresql)

    def look() -> None:
        with ledger.reading():
            cut_off()
            ledger.position()

    with pytest.raises(exc.DBAPIError) as fault:
        look()
    assert fault.value.connection_invalidated
    assert ledger.position() == 0


# Kept


def test_a_server_that_does_not_wait_for_its_disk_is_warned_of(postgresql: Engine) -> None:
    """The server of the tests is one."""
    with postgresql.connect() as connection:
        assert durability_fault(connection).startswith(
            "THE DATABASE SERVER DOES NOT WAIT FOR ITS DISK: fsync, full_page_writes, "
        )


def test_a_server_that_keeps_what_it_confirms_is_not(postgresql: Engine) -> None:
    @event.listens_for(postgresql, "before_cursor_execute", retval=True)
    def as_on_a_careful_server(
        _c: Any, _cursor: Any, statement: str, values: Any, *_: Any
    ) -> tuple[str, Any]:
        return statement.replace("'off'", "'never'"), values

    with postgresql.connect() as connection:
        assert durability_fault(connection) == ""


def test_sqlite_is_told_to_wait_for_its_disk(sqlite_database_url: str) -> None:
    engine = connect(sqlite_database_url)
    with engine.connect() as connection:
        assert durability_fault(connection) == ""
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()
