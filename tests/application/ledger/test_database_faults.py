"""What can be wrong with a database: each a sentence that somebody can act on, nothing written."""

from __future__ import annotations

import os
import pwd
import socket
import sqlite3
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import PersistenceError
from sqlalchemy import Connection, Engine, event, exc, make_url, text

from application.ledger.ledger import Ledger
from application.ledger.storage import database, faults
from application.ledger.storage.database import connect
from application.ledger.storage.faults import Meaning, StorageError, explain
from domain.risks.risk import Risk
from tests.acts import do, record
from tests.reading import disagreements
from web.running.startup import initialise, open_ledger

CANNOT_WRITE = faults.READ_ONLY.operator
FULL = faults.FULL.operator
BUSY = faults.BUSY.operator
NOT_FOUND = faults.NOT_FOUND.operator
DAMAGED = faults.DAMAGED.operator
NOT_SET_UP = faults.NOT_SET_UP.operator
NO_SERVER = faults.NO_SERVER.operator
NOT_LET_IN = faults.NOT_LET_IN.operator


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


def sqlite_fault(name: str) -> sqlite3.Error:
    """A fault as sqlite3 raises it, in words that mislead."""
    fault = sqlite3.OperationalError("database is locked: no such table, disk is full")
    fault.sqlite_errorname = name
    return fault


def postgresql_fault(code: str) -> psycopg.Error:
    """A fault as psycopg raises it, in the words of a server that speaks another language."""
    return psycopg.errors.lookup(code)("Verbindungsaufbau abgelehnt: permission denied, disk full")


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("SQLITE_BUSY", faults.BUSY),
        ("SQLITE_BUSY_SNAPSHOT", faults.BUSY),
        ("SQLITE_LOCKED_SHAREDCACHE", faults.BUSY),
        ("SQLITE_NOMEM", faults.OVERLOADED),
        ("SQLITE_FULL", faults.FULL),
        ("SQLITE_IOERR", faults.BROKEN_DISK),
        ("SQLITE_IOERR_WRITE", faults.BROKEN_DISK),
        ("SQLITE_IOERR_SHORT_READ", faults.DAMAGED),
        ("SQLITE_READONLY", faults.READ_ONLY),
        ("SQLITE_READONLY_DIRECTORY", faults.READ_ONLY),
        ("SQLITE_READONLY_DBMOVED", faults.MOVED),
        ("SQLITE_PERM", faults.READ_ONLY),
        ("SQLITE_CANTOPEN_ISDIR", faults.NOT_FOUND),
        ("SQLITE_CORRUPT_INDEX", faults.DAMAGED),
        ("SQLITE_NOTADB", faults.DAMAGED),
        ("SQLITE_ERROR", faults.NOT_SET_UP),
        ("08006", faults.NO_SERVER),
        ("25006", faults.READ_ONLY),
        ("25P03", faults.LOST),
        ("28P01", faults.NOT_LET_IN),
        ("3D000", faults.NOT_FOUND),
        ("40001", faults.BUSY),
        ("40P01", faults.BUSY),
        ("42501", faults.NOT_PERMITTED),
        ("42P01", faults.NOT_SET_UP),
        ("42703", faults.NOT_SET_UP),
        ("53100", faults.FULL),
        ("53200", faults.OVERLOADED),
        ("53300", faults.OVERLOADED),
        ("55P03", faults.BUSY),
        ("57014", faults.BUSY),
        ("57P01", faults.LOST),
        ("58030", faults.BROKEN_DISK),
        ("XX001", faults.DAMAGED),
    ],
)
def test_a_fault_is_known_by_its_code_and_not_by_its_words(code: str, meaning: Meaning) -> None:
    fault = sqlite_fault(code) if code.startswith("SQLITE") else postgresql_fault(code)
    told = explain(exc.OperationalError("INSERT …", {"title": "A name"}, fault))
    assert (told.name, str(told), told.visitor) == (meaning.name, meaning.operator, meaning.visitor)
    assert told.code == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (exc.OperationalError("INSERT …", {}, sqlite_fault("SQLITE_RANGE")), "SQLITE_RANGE"),
        (exc.IntegrityError("INSERT …", {}, postgresql_fault("23505")), "23505"),
        (exc.InvalidRequestError("A name in /var/lib/scrutiny.db"), "InvalidRequestError"),
        (PersistenceError("A name in /var/lib/scrutiny.db"), "PersistenceError"),
    ],
)
def test_an_unknown_fault_is_told_by_its_code_alone(error: Exception, code: str) -> None:
    assert str(explain(error)) == (
        f"The database reported a fault that this program does not know ({code}). "
        "“scrutiny doctor” may tell more."
    )


def test_a_pool_without_a_free_connection_is_overloaded() -> None:
    assert explain(exc.TimeoutError("QueuePool limit reached")).name == "overloaded"


def test_a_fault_under_one_of_the_library_s_is_found() -> None:
    wrapped = PersistenceError("INSERT INTO …")
    wrapped.__cause__ = exc.OperationalError("INSERT …", {}, sqlite_fault("SQLITE_FULL"))
    assert explain(wrapped).name == "full"


def test_a_visitor_is_told_what_they_can_do_and_not_what_an_operator_can() -> None:
    for meaning in vars(faults).values():
        if isinstance(meaning, Meaning):
            assert "again" in meaning.visitor
            for word in ("SCRUTINY_", "scrutiny init", "server", "disk", "permission"):
                assert word not in meaning.visitor


# Tidying up


def cut(connection: Connection, *, by: Engine) -> None:
    """Have the server end a connection, as it does when it is stopped."""
    server = connection.scalar(text("SELECT pg_backend_pid()"))
    with by.begin() as executioner:
        executioner.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": server})


def test_undoing_on_a_server_that_is_gone_hides_nothing(postgresql_database_url: str) -> None:
    ledger = open_ledger(postgresql_database_url)
    other = connect(postgresql_database_url)

    def stumble_while_the_server_goes() -> None:
        with ledger.writing() as connection:
            cut(connection, by=other)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble_while_the_server_goes()
    assert record(ledger)  # by another connection: the broken one is not used again
    ledger.close()
    other.dispose()


def test_a_connection_that_is_cut_is_said_to_be_lost(postgresql_database_url: str) -> None:
    ledger = open_ledger(postgresql_database_url)
    other = connect(postgresql_database_url)

    def write_while_the_server_goes() -> None:
        with ledger.writing() as connection:
            cut(connection, by=other)
            record(ledger)

    assert refusal(write_while_the_server_goes).startswith(
        "The database server ended the connection."
    )
    assert ledger.position() == 0
    ledger.close()
    other.dispose()


# Nothing of what somebody wrote


def test_no_value_is_in_the_text_of_a_fault(ledger: Ledger) -> None:
    with pytest.raises(exc.SQLAlchemyError) as failed, ledger.writing() as connection:
        connection.execute(
            text("INSERT INTO nowhere VALUES (:title)"), {"title": "The name of a child"}
        )
    assert "child" not in str(failed.value)
    assert "child" not in str(explain(failed.value))


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
def test_a_missing_database_of_a_server_is_said_to_be_one_thing_to_check(
    opening: Callable[[str], Any], empty_postgresql_database_url: str
) -> None:
    url = make_url(empty_postgresql_database_url).set(database="nowhere")
    address = url.render_as_string(hide_password=False)
    assert refusal(lambda: opening(address)) == NO_SERVER


@pytest.mark.parametrize("opening", [open_ledger, initialise])
def test_a_server_that_is_not_there_does_not_answer(
    opening: Callable[[str], Any], tmp_path: Path
) -> None:
    address = f"postgresql://scrutiny@/scrutiny?host={tmp_path}"
    assert refusal(lambda: opening(address)).startswith(NO_SERVER)


def test_an_unknown_user_is_turned_away(empty_postgresql_database_url: str) -> None:
    url = make_url(empty_postgresql_database_url).set(username="nobody-knows")
    address = url.render_as_string(hide_password=False)
    assert refusal(lambda: open_ledger(address)) == NO_SERVER


def refuse_the_password(listening: socket.socket) -> None:
    """Be a server that asks for a password and does not like it, in its own language."""
    visitor, _ = listening.accept()
    with visitor:
        visitor.recv(1024)  # may be asked for encryption first
        visitor.sendall(b"N")
        visitor.recv(1024)
        visitor.sendall(b"R" + struct.pack("!ii", 8, 3))
        visitor.recv(1024)
        words = b"SFATAL\0C28P01\0MPasswort-Authentifizierung fehlgeschlagen\0\0"
        visitor.sendall(b"E" + struct.pack("!i", len(words) + 4) + words)


@pytest.mark.parametrize("opening", [open_ledger, initialise])
def test_who_has_the_wrong_password_is_not_let_in(opening: Callable[[str], Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=refuse_the_password, args=(listening,))
        server.start()
        port = listening.getsockname()[1]
        address = f"postgresql://scrutiny:wrong@127.0.0.1:{port}/scrutiny"
        assert refusal(lambda: opening(address)) == NOT_LET_IN
        server.join()


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
    before = content(folder)
    with not_as_root():
        sentence = refusal(lambda: initialise(f"sqlite:///{folder / path}"))
    assert sentence.startswith(NOT_FOUND) or "cannot be made: Permission denied" in sentence
    assert content(folder) == before


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
