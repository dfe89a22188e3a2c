"""One at a time makes tables; whoever waits or is turned away knows for whom."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from subprocess import Popen

import pytest
from sqlalchemy import update

from application.ledger.ledger import Ledger
from application.ledger.storage.database import connect
from application.ledger.storage.faults import StorageError
from application.ledger.storage.fence import OutdatedProgramError, revision
from application.ledger.storage.maintenance import (
    BusyWithMaintenanceError,
    Holder,
    maintained_by,
    maintenance,
)
from projections.risks.risk_register import RISKS
from storage.versions import note_built, versions
from tests.acts import record
from tests.reading import disagreements
from web.running.startup import initialise, open_ledger

Start = Callable[..., Popen[str]]


def test_a_second_one_is_turned_away_and_told_for_whom(database_url: str) -> None:
    engine = connect(database_url)
    assert maintained_by(engine) is None

    def rebuild_too() -> None:
        with maintenance(engine, what="rebuild"):
            raise AssertionError("both had the lock")

    with maintenance(engine, what="import-log"), ThreadPoolExecutor(max_workers=1) as thread:
        holder = thread.submit(maintained_by, engine).result(timeout=30)
        second = thread.submit(rebuild_too)
        with pytest.raises(BusyWithMaintenanceError) as busy:
            second.result(timeout=30)
    assert isinstance(holder, Holder)
    assert holder.what == "import-log"
    assert str(busy.value).startswith(
        f"“scrutiny import-log” is at work on this database, by {holder.user} in process "
        f"{holder.process}, since "
    )
    assert maintained_by(engine) is None
    with maintenance(engine, what="rebuild"), maintenance(engine, what="init"):
        pass  # who has it goes on with it
    engine.dispose()


def test_whoever_waits_goes_on_when_the_other_is_done(database_url: str) -> None:
    engine, order = connect(database_url), []

    def wait() -> None:
        with maintenance(engine, what="init", wait=True):
            order.append("second")

    with ThreadPoolExecutor(max_workers=1) as thread:
        with maintenance(engine, what="rebuild"):
            waiting = thread.submit(wait)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            order.append("first")
        waiting.result(timeout=30)
    assert order == ["first", "second"]
    engine.dispose()


def test_the_lock_of_the_dead_is_free(database_url: str, another_process: Start) -> None:
    program = another_process(database_url, "maintain")
    assert program.stdout
    assert program.stdout.readline() == "held\n"
    engine = connect(database_url)
    holder = maintained_by(engine)
    assert holder is not None
    assert (holder.what, holder.process) == ("restore", str(program.pid))
    program.kill()
    program.wait()
    with maintenance(engine, what="rebuild", wait=True):
        pass
    engine.dispose()


def test_four_that_set_one_database_up_at_once_all_succeed(empty_database_url: str) -> None:
    with ThreadPoolExecutor(max_workers=4) as threads:
        told = list(threads.map(initialise, [empty_database_url] * 4))
    assert sorted(map(len, told)) == [0, 0, 0, 2], "one does it all, the others find it done"
    open_ledger(empty_database_url).close()


# Programs of several ages


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def test_an_older_program_stops_writing_once_a_newer_one_built_a_register(ledger: Ledger) -> None:
    record(ledger)
    with ledger.beside() as connection:
        note_built(connection, {RISKS.name: RISKS.version + 1})
    with pytest.raises(OutdatedProgramError, match=r"A newer program has .* up to date .risks."):
        record(ledger)
    assert ledger.position() == 1, "it may still read"


def test_an_older_program_stops_writing_once_the_tables_are_newer(ledger: Ledger) -> None:
    with ledger.beside() as connection:
        connection.execute(update(revision).values(version_num="9999"))
    with pytest.raises(OutdatedProgramError, match=r"A newer program has .* .its tables."):
        record(ledger)


def test_a_newer_program_does_not_write_either_until_the_ledger_is_up_to_date(
    ledger: Ledger,
) -> None:
    with ledger.beside() as connection:
        older = update(versions).where(versions.c.name == RISKS.name)
        connection.execute(older.values(version=RISKS.version - 1))
    with pytest.raises(OutdatedProgramError, match=r"not up to date .risks.. Run “scrutiny init”"):
        record(ledger)


def test_no_program_takes_a_register_back_to_an_older_version(
    database_url: str, ledger: Ledger
) -> None:
    record(ledger)
    with ledger.beside() as connection:
        note_built(connection, {RISKS.name: RISKS.version + 1})
    for opening in (initialise, open_ledger):
        with pytest.raises(StorageError, match=r"newer version .risks. than this program"):
            opening(database_url)
    with ledger.beside() as connection:
        note_built(connection, {RISKS.name: RISKS.version})
    assert disagreements(ledger) == []
