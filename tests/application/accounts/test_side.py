"""Side records never wait for the log's lock, and never hold it up."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from application.accounts.side import SideRecords, side_file, side_tables
from application.ledger.ledger import Ledger
from tests.acts import record
from tests.application.accounts.conftest import Door
from tests.databases import databases as databases  # on both dialects

on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def test_somebody_signs_in_while_another_process_holds_the_logs_lock(
    database_url: str, door: Door, person: str, another_process: Callable[..., Popen[str]]
) -> None:
    program = another_process(database_url, "hold-the-lock")
    assert program.stdout
    assert program.stdout.readline().strip() == "held"
    assert door.enter()
    door.fail(1)
    assert [what for what, *_ in door.log()] == ["signed in", "failed"]


def test_the_log_is_appended_to_while_a_side_record_is_being_written(
    ledger: Ledger, side: SideRecords
) -> None:
    with side.writing() as connection:
        connection.execute(text("DELETE FROM sessions"))
        assert record(ledger)


def test_what_may_be_noted_later_does_not_wait_for_another_side_record(
    ledger: Ledger, side: SideRecords
) -> None:
    other = SideRecords(ledger.engine)
    lock = text(
        "DELETE FROM sessions" if not side.in_ledger else "LOCK TABLE sessions IN EXCLUSIVE MODE"
    )
    with side.writing() as connection:
        connection.execute(lock)
        with pytest.raises(SQLAlchemyError, match="lock"), other.writing(wait=False) as second:
            second.execute(lock)
    other.close()


@on_sqlite
def test_on_sqlite_they_stand_in_a_file_of_their_own_for_the_owner_alone(
    ledger: Ledger, side: SideRecords
) -> None:
    file = Path(side_file(str(ledger.engine.url.database)))
    assert file.name == f"{Path(str(ledger.engine.url.database)).name}-side"
    with side.writing() as connection:
        connection.execute(text("DELETE FROM sessions"))
        beside = [file, *file.parent.glob(f"{file.name}-*")]
        assert len(beside) == 3
        assert {stat.S_IMODE(each.stat().st_mode) for each in beside} == {0o600}
    assert not set(side_tables.tables) & set(inspect(ledger.engine).get_table_names())


def test_what_is_missing_of_them_is_made(ledger: Ledger) -> None:
    first = SideRecords(ledger.engine)
    assert set(side_tables.tables) <= set(inspect(first.engine).get_table_names())
    first.close()
    again = SideRecords(ledger.engine)
    with again.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 0
    again.close()
