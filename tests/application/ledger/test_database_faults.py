"""What can be wrong with a database: each a sentence that somebody can act on, nothing written."""

from __future__ import annotations

import os
import pwd
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, exc, make_url, text

from application.ledger import database
from application.ledger.database import StorageError, connect, explain
from application.ledger.ledger import Ledger
from domain.risks.risk import Risk
from tests.acts import do, record
from tests.reading import disagreements
from web.startup import initialise, open_ledger

CANNOT_WRITE = "The database cannot be written to."
FULL = "The disk is full, so nothing was saved."
BUSY = "Somebody else is writing a lot at the moment, so nothing was saved."
NOT_FOUND = "The database was not found, or may not be opened."
DAMAGED = "The file is not a database of Scrutiny Ledger, or it is damaged."
NOT_SET_UP = "The database has not been set up. Run “scrutiny init”."
NO_SERVER = "The database server does not answer."
NOT_LET_IN = "The database server does not let the program in."


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def refusal(act: Callable[[], Any]) -> str:
    """The sentence with which `act` fails, as every door of the product says it."""
    with pytest.raises((StorageError, exc.SQLAlchemyError)) as failed:
        act()
    error = failed.value
    return str(explain(error) if isinstance(error, exc.SQLAlchemyError) else error)


def path_of(url: str) -> Path:
    return Path(make_url(url).database or "")


# What the faults mean


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (sqlite3.OperationalError("attempt to write a readonly database"), CANNOT_WRITE),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction"),
         CANNOT_WRITE),
        (psycopg.errors.InsufficientPrivilege("permission denied for table stored_events"),
         CANNOT_WRITE),
        (sqlite3.OperationalError("database or disk is full"), FULL),
        (sqlite3.OperationalError("disk I/O error"), FULL),
        (psycopg.errors.DiskFull("could not extend file: No space left on device"), FULL),
        (sqlite3.OperationalError("database is locked"), BUSY),
        (psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"), BUSY),
        (sqlite3.OperationalError("unable to open database file"), NOT_FOUND),
        (psycopg.OperationalError('connection failed: FATAL: database "x" does not exist'),
         NOT_FOUND),
        (psycopg.OperationalError('connection failed: FATAL: role "x" does not exist'), NOT_LET_IN),
        (psycopg.OperationalError("connection failed: FATAL: password authentication failed"),
         NOT_LET_IN),
        (psycopg.OperationalError("connection failed: FATAL: no pg_hba.conf entry for host"),
         NOT_LET_IN),
        (sqlite3.DatabaseError("file is not a database"), DAMAGED),
        (sqlite3.DatabaseError("database disk image is malformed"), DAMAGED),
        (sqlite3.OperationalError("no such table: stored_events"), NOT_SET_UP),
        (psycopg.errors.UndefinedTable('relation "stored_events" does not exist'), NOT_SET_UP),
        (psycopg.OperationalError("connection failed: Connection refused"), NO_SERVER),
        (psycopg.OperationalError("consuming input failed: server closed the connection"),
         NO_SERVER),
    ],
    ids=str,
)  # fmt: skip
def test_a_fault_is_explained(fault: Exception, sentence: str) -> None:
    assert str(explain(exc.OperationalError("INSERT …", {}, fault))).startswith(sentence)


def test_an_unknown_fault_is_told_in_its_own_words() -> None:
    fault = sqlite3.OperationalError("too many SQL variables")
    assert str(explain(exc.OperationalError("INSERT …", {}, fault))) == (
        "The database reported a fault: too many SQL variables"
    )


def test_what_somebody_wrote_is_not_taken_for_a_fault() -> None:
    """A statement and its values are part of the error's text."""
    fault = sqlite3.OperationalError("too many SQL variables")
    error = exc.OperationalError("INSERT …", {"title": "The disk is full"}, fault)
    assert str(explain(error)) == "The database reported a fault: too many SQL variables"


def test_a_fault_of_sqlalchemy_itself_is_told_too() -> None:
    error = exc.TimeoutError("QueuePool limit reached")
    assert str(explain(error)) == "The database reported a fault: QueuePool limit reached"


# Addresses


@pytest.mark.parametrize("opening", [connect, open_ledger, initialise])
@pytest.mark.parametrize("url", ["", "scrutiny.db", "not an address", "postgresql://server:port/x"])
def test_what_is_no_address_is_refused(opening: Callable[[str], Any], url: str) -> None:
    with pytest.raises(StorageError, match="SCRUTINY_DATABASE_URL is not a database address"):
        opening(url)


@pytest.mark.parametrize("opening", [connect, open_ledger, initialise])
@pytest.mark.parametrize("url", ["mysql://localhost/x", "oracle://x"])
def test_another_kind_of_database_is_refused(opening: Callable[[str], Any], url: str) -> None:
    with pytest.raises(StorageError, match="must be a SQLite or a PostgreSQL address"):
        opening(url)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(StorageError) as failed:
        connect("postgresql//scrutiny:secret@server/database")
    assert "secret" not in str(failed.value)


# Missing


def test_a_missing_file_is_not_made_by_opening_it(empty_sqlite_database_url: str) -> None:
    path = path_of(empty_sqlite_database_url)
    assert refusal(lambda: open_ledger(empty_sqlite_database_url)) == (
        f"There is no database at {path}. Run “scrutiny init” to make one."
    )
    assert not path.exists()


@pytest.mark.parametrize("opening", [open_ledger, initialise])
def test_a_missing_database_of_a_server_is_not_found(
    opening: Callable[[str], Any], empty_postgresql_database_url: str
) -> None:
    url = make_url(empty_postgresql_database_url).set(database="nowhere")
    address = url.render_as_string(hide_password=False)
    assert refusal(lambda: opening(address)).startswith(NOT_FOUND)


@pytest.mark.parametrize("opening", [open_ledger, initialise])
def test_a_server_that_is_not_there_does_not_answer(
    opening: Callable[[str], Any], tmp_path: Path
) -> None:
    address = f"postgresql://scrutiny@/scrutiny?host={tmp_path}"
    assert refusal(lambda: opening(address)).startswith(NO_SERVER)


def test_an_unknown_user_is_not_let_in(empty_postgresql_database_url: str) -> None:
    url = make_url(empty_postgresql_database_url).set(username="nobody-knows")
    address = url.render_as_string(hide_password=False)
    assert refusal(lambda: open_ledger(address)).startswith(NOT_LET_IN)


def test_a_database_without_tables_is_to_be_set_up(empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite"):
        path_of(empty_database_url).touch()
    assert refusal(lambda: open_ledger(empty_database_url)) == (
        "The database is not up to date. Run “scrutiny init”."
    )
    ledger = Ledger(connect(empty_database_url))
    assert refusal(ledger.position) == NOT_SET_UP
    ledger.close()


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two" / "scrutiny.db"
    initialise(f"sqlite:///{path}")
    assert path.is_file()


def test_a_folder_that_cannot_be_made_is_said_to_be_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "scrutiny.db"
    assert refusal(lambda: initialise(f"sqlite:///{path}")).startswith(
        f"The folder {path.parent} cannot be made"
    )
    assert refusal(lambda: open_ledger(f"sqlite:///{path}")).startswith("There is no database at")


# Not ours


@pytest.mark.parametrize("opening", [open_ledger, initialise])
@pytest.mark.parametrize("content", [b"not a database at all\n" * 100, b"\x00" * 8192])
def test_a_file_that_is_no_database_is_left_alone(
    opening: Callable[[str], Any], content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "minutes.docx"
    path.write_bytes(content)
    assert refusal(lambda: opening(f"sqlite:///{path}")).startswith(DAMAGED)
    assert path.read_bytes() == content


def test_a_damaged_file_is_said_to_be_damaged(sqlite_database_url: str) -> None:
    ledger = open_ledger(sqlite_database_url)
    record(ledger)
    ledger.close()
    path = path_of(sqlite_database_url)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    assert refusal(lambda: open_ledger(sqlite_database_url)).startswith(DAMAGED)


@pytest.mark.parametrize("opening", [open_ledger, initialise])
def test_a_database_of_a_newer_program_is_left_alone(
    opening: Callable[[str], Any], database_url: str
) -> None:
    engine = connect(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-2031'"))
    assert refusal(lambda: opening(database_url)) == (
        "The database is of a newer version (from-2031) than this program. Install the newer "
        "program; nothing was changed."
    )
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "from-2031"
    engine.dispose()


# Not to be written


@contextmanager
def not_as_root() -> Iterator[None]:
    """Root may write to anything, so be nobody for a moment."""
    if os.geteuid() != 0:
        yield
        return
    nobody = pwd.getpwnam("nobody")
    os.setegid(nobody.pw_gid)
    os.seteuid(nobody.pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can reach and nobody can write to, with a database in it."""
    with tempfile.TemporaryDirectory(prefix="scrutiny-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'scrutiny.db'}"
        initialise(url)
        ledger = open_ledger(url)
        record(ledger)
        ledger.close()
        (folder / "scrutiny.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def act(url: str) -> None:
    ledger = open_ledger(url)
    try:
        record(ledger)
    finally:
        ledger.close()


@pytest.mark.parametrize("folder_mode", [0o555, 0o777])
def test_a_file_that_may_only_be_read_is_said_to_be_so(folder: Path, folder_mode: int) -> None:
    folder.chmod(folder_mode)
    before = content(folder)["scrutiny.db"]
    with not_as_root():
        sentence = refusal(lambda: act(f"sqlite:///{folder / 'scrutiny.db'}"))
    assert "write to the database file and" in sentence
    assert content(folder)["scrutiny.db"] == before


def test_a_file_that_may_not_be_read_is_said_to_be_so(folder: Path) -> None:
    (folder / "scrutiny.db").chmod(0o000)
    with not_as_root():
        sentence = refusal(lambda: act(f"sqlite:///{folder / 'scrutiny.db'}"))
    assert sentence.startswith(NOT_FOUND)


def test_a_folder_that_may_not_be_entered_is_said_to_be_so(folder: Path) -> None:
    folder.chmod(0o700)
    url = f"sqlite:///{folder / 'scrutiny.db'}"
    with not_as_root():
        assert refusal(lambda: open_ledger(url)).startswith(NOT_FOUND)
        assert refusal(lambda: initialise(url)).startswith(NOT_FOUND)


@pytest.mark.parametrize("path", ["new.db", "deeper/new.db"])
def test_a_new_database_is_not_made_where_nothing_may_be_written(folder: Path, path: str) -> None:
    with not_as_root():
        sentence = refusal(lambda: initialise(f"sqlite:///{folder / path}"))
    assert sentence.startswith(NOT_FOUND) or "cannot be made: Permission denied" in sentence
    assert list(content(folder)) == ["scrutiny.db"]


def test_a_server_that_only_reads_says_so(postgresql_database_url: str) -> None:
    """As a standby does, or one whose administrator made it so."""
    ledger = open_ledger(postgresql_database_url)

    @event.listens_for(ledger.engine, "begin")
    def only_read(connection: Any) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    assert refusal(lambda: record(ledger)).startswith(CANNOT_WRITE)
    assert ledger.position() == 0
    ledger.close()


# Full, busy


def test_a_full_disk_keeps_what_was_saved_and_saves_nothing_more(sqlite_database_url: str) -> None:
    ledger = open_ledger(sqlite_database_url)
    reference = record(ledger)
    room = 10
    with ledger.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0

    @event.listens_for(ledger.engine, "begin")
    def so_much_room_and_no_more(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + room}")

    def write_until_it_is_full() -> None:
        for number in range(1000):
            do(ledger, "risk.add_control", reference, text="x" * 10_000, command=str(number))

    assert refusal(write_until_it_is_full).startswith(FULL)
    saved = ledger.get(Risk, reference)
    assert ledger.position() == saved.version
    assert not disagreements(ledger)

    room = 1_000_000
    refused = str(len(saved.controls))
    again = do(ledger, "risk.add_control", reference, text="x" * 10_000, command=refused)
    assert (again.repeated, again.version) == (False, saved.version + 1)
    ledger.close()


def test_whoever_waits_too_long_for_another_writer_is_told_so(
    database_url: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    other = open_ledger(database_url)
    with other.writing():
        if database_url.startswith("sqlite"):
            ledger.engine.dispose()
            impatient = open_ledger(database_url)
        else:
            impatient = ledger
        assert refusal(lambda: record(impatient)).startswith(BUSY)
    assert record(impatient)
    assert ledger.position() == 1
    for each in (other, impatient):
        each.close()
