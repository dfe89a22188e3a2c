"""`scrutiny backup`, `restore` and `upgrade`: drilled on both databases, and with or without the
programs of PostgreSQL."""

from __future__ import annotations

import io
import os
import random
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert, inspect, make_url, text

from application.accounts.side import SideRecords, access_log, sessions
from application.keeping import sqlite_copy
from application.keeping.archive import read_archive
from application.keeping.kept import BESIDE_THE_LOG, FILES, KEPT, LEFT_OUT
from application.keeping.log_and_tables import tables_beside
from application.keeping.postgresql_dump import why_not
from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.ledger.storage.database import connect
from application.ledger.storage.faults import StorageError
from application.ledger.storage.maintenance import maintenance
from domain.kernel.terms import Role
from storage.versions import versions
from storage.words_index import words_index_of
from tests.acts import do, record
from tests.databases import Databases, PostgreSQLDatabases, Shared, SQLiteDatabases
from tests.partnership import PEOPLE, found
from tests.postgresql_server import find_programs
from tests.tampering import altered
from tests.web.commanding import Scrutiny
from web.nouns import every_projection
from web.running.startup import initialise, open_ledger

KINDS = ["sqlite", "pg_dump", "no pg_dump"]


@dataclass
class Installation:
    """A database in use, and the command line on it."""

    databases: Databases
    scrutiny: Scrutiny
    kind: str

    @property
    def url(self) -> str:
        return self.scrutiny.database_url

    def turn_to(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the command line work on another database."""
        self.scrutiny = Scrutiny(url, monkeypatch)


def installed(
    request: pytest.FixtureRequest, kind: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[Databases, str]:
    """The databases of a kind, and a prepared one, with what programs there are to be."""
    name = "sqlite_databases" if kind == "sqlite" else "postgresql_databases"
    databases: Databases = request.getfixturevalue(name)
    url = databases.prepare(found)
    if kind == "no pg_dump":
        monkeypatch.setenv("PATH", "/nowhere")
    if kind == "pg_dump":
        programs = [str(each) for each in find_programs()]
        engine = connect(url)
        for folder in programs:
            monkeypatch.setenv("PATH", folder)
            with engine.connect() as connection:
                if not why_not(connection, "pg_dump"):
                    break
        else:
            pytest.skip("no pg_dump that is as new as the server")
        engine.dispose()
    return databases, url


@pytest.fixture(params=KINDS)
def installation(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    databases, url = installed(request, request.param, monkeypatch)
    ledger = open_ledger(url)
    for number in range(5):
        risk = record(ledger, f"Risk {number}", by=PEOPLE[Role.BUSINESS_TEAM])
    file = {"name": "sample.txt", "content": "A sample."}
    do(ledger, "risk.add_evidence", risk, kind="data", title="Sample", file=file)
    side = SideRecords(ledger.engine)
    with side.writing() as connection:
        for what in ("signed in", "looked", "signed out"):
            connection.execute(
                insert(access_log).values(
                    at="2026-06-10", what=what, person="p", by="p", stranger="", address=""
                )
            )
        connection.execute(
            insert(sessions).values(
                token="t", person="p", started_at="x", seen_at="x", proved_at="x", address="",
                browser="",
            )
        )  # fmt: skip
    side.close()
    ledger.close()
    with databases.lend(url):
        yield Installation(databases, Scrutiny(url, monkeypatch), request.param)


@pytest.fixture
def elsewhere(installation: Installation) -> Iterator[str]:
    """The address of a database that is not there."""
    url = installation.databases.create()
    installation.databases.drop(url)
    with installation.databases.lend(url):
        yield url


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def contents(url: str) -> dict[str, list[Any]]:
    """Every row of every table that is kept, and not derived from others."""
    ledger = open_ledger(url)
    side = SideRecords(ledger.engine)
    held: dict[str, list[Any]] = {}
    for engine in (ledger.engine, side.engine):
        with engine.connect() as connection:
            for table in {each.table for each in KEPT} & tables(engine):
                rows = connection.execute(text(f"SELECT * FROM {table}"))
                held[table] = sorted(map(tuple, rows))
    side.close()
    ledger.close()
    return held


def test_what_was_lost_is_there_again(
    installation: Installation,
    elsewhere: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "kept"
    before = contents(installation.url)
    assert len(before["stored_events"]) > 5
    assert len(before["access_log"]) == 3
    assert len(before["files"]) == 1
    said = installation.scrutiny("backup", file)
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.endswith("Its log is whole.\n")
    assert ("pg_dump is not installed" in said.stdout) == (installation.kind == "no pg_dump")
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
    kept = file.read_bytes()
    for command in ("backup", "upgrade"):
        again = installation.scrutiny(command, file)
        assert (again.exit_code, "was left as it is" in again.stderr) == (2, True)
    assert file.read_bytes() == kept, "it may be the only whole one"
    assert installation.scrutiny("backup", file, "--replace").exit_code == 0

    installation.databases.drop(installation.url)
    installation.turn_to(elsewhere, monkeypatch)
    said = installation.scrutiny("restore", file)
    assert (said.exit_code, said.stderr) == (0, "")
    assert "is whole, and every row agrees" in said.stdout
    after = contents(elsewhere)
    assert after.pop("sessions") == []
    assert before.pop("sessions")
    for noted in ("signs", "verifications"):  # by the backup before, and by the restore itself
        assert after.pop(noted)
        assert before.pop(noted) == []
    assert after == before
    assert list(tmp_path.iterdir()) == [file]

    ledger = open_ledger(elsewhere)
    side = SideRecords(ledger.engine)
    record(ledger)
    with side.writing() as connection:  # what the database counts by itself goes on
        row = {"at": "x", "what": "x", "person": "", "by": "", "stranger": "", "address": ""}
        connection.execute(insert(access_log).values(**row))
    side.close()
    ledger.close()


def test_what_the_database_holds_is_replaced_only_where_that_is_said(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    installation.scrutiny("backup", file)
    ledger = open_ledger(installation.url)
    record(ledger, "After the backup")
    ledger.close()
    after = contents(installation.url)

    assert "Give --replace" in installation.scrutiny.refuses("restore", file)
    assert contents(installation.url) == after

    said = installation.scrutiny("restore", file, "--replace")
    assert said.exit_code == 0, said.output
    topics = [row[3] for row in contents(installation.url)["stored_events"]]
    assert len(topics) == len(after["stored_events"]) - 1 + 2
    assert topics[-2:] == ["Proof.Begun", "Proof.OriginBegun"]  # what is lost is on record


def test_a_cut_or_altered_file_is_refused_and_changes_nothing(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    installation.scrutiny("backup", file)
    before = contents(installation.url)
    whole = file.read_bytes()
    dice = random.Random(7)
    for _ in range(8):
        place = dice.randrange(len(whole))
        cut, flipped = whole[:place], bytearray(whole)
        flipped[place] ^= 1
        for damaged in (cut, bytes(flipped), whole + b"x"):
            file.write_bytes(damaged)
            refusal = installation.scrutiny.refuses("restore", file, "--replace")
            assert "cut short or altered" in refusal
    assert contents(installation.url) == before


def test_a_log_that_is_not_whole_is_kept_and_said_to_be_so(
    installation: Installation, tmp_path: Path
) -> None:
    ledger = open_ledger(installation.url)
    altered(ledger, 3, leaf=bytes(32))
    ledger.close()
    said = installation.scrutiny("backup", tmp_path / "kept")
    assert said.exit_code == 1
    assert "Position 3 was altered" in said.stdout
    assert "its log is not whole" in said.stdout
    assert not read_archive(tmp_path / "kept").manifest.whole


def test_it_is_of_one_moment_while_others_write(installation: Installation, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        writer = open_ledger(installation.url)
        while not stop.is_set():
            record(writer)
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(3):
            said = installation.scrutiny("backup", tmp_path / str(number))
            assert said.exit_code == 0, said.output
    finally:
        stop.set()
        thread.join()
    positions = [read_archive(tmp_path / str(n)).manifest.position for n in range(3)]
    assert positions == sorted(positions)


def test_a_site_that_runs_notices_that_it_was_put_back(
    installation: Installation, tmp_path: Path
) -> None:
    installation.scrutiny("backup", tmp_path / "kept")
    site = open_ledger(installation.url)
    record(site)
    assert installation.scrutiny("restore", tmp_path / "kept", "--replace").exit_code == 0
    with pytest.raises(StorageError, match="another copy"):
        record(site)
    site.close()


def test_an_upgrade_makes_a_backup_first_and_looks_at_the_result(
    installation: Installation, tmp_path: Path
) -> None:
    ledger = open_ledger(installation.url)
    with ledger.writing() as connection:  # as where a new program has another register
        connection.exec_driver_sql("DELETE FROM projection_versions WHERE name = 'risks'")
    ledger.close()
    said = installation.scrutiny("upgrade", tmp_path / "kept")
    assert (said.exit_code, said.stderr) == (0, "")
    assert "Built from" in said.stdout
    assert "is whole, and every row agrees" in said.stdout
    assert read_archive(tmp_path / "kept").manifest.whole


def test_an_upgrade_stops_where_the_backup_is_not_whole(
    installation: Installation, tmp_path: Path
) -> None:
    ledger = open_ledger(installation.url)
    altered(ledger, 3, leaf=bytes(32))
    with ledger.writing() as connection:
        connection.exec_driver_sql("DELETE FROM projection_versions WHERE name = 'risks'")
    ledger.close()
    said = installation.scrutiny("upgrade", tmp_path / "kept")
    assert said.exit_code == 1
    assert said.stdout.endswith("Nothing else was done.\n")
    with pytest.raises(StorageError, match="Not up to date: risks"):
        open_ledger(installation.url)


def test_it_waits_for_nobody_who_works_on_the_tables(
    installation: Installation, tmp_path: Path
) -> None:
    installation.scrutiny("backup", tmp_path / "kept")
    before = contents(installation.url)
    holds, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with (
            closing(open_ledger(installation.url)) as other,
            maintenance(other.engine, what="rebuild"),
        ):
            holds.set()
            let_go.wait()

    with ThreadPoolExecutor(1) as another:
        holding = another.submit(hold)
        holds.wait()
        try:
            refusal = installation.scrutiny.refuses("restore", tmp_path / "kept", "--replace")
        finally:
            let_go.set()
        holding.result()
    assert refusal.startswith("“scrutiny rebuild” is at work on this database")
    assert contents(installation.url) == before


def test_a_backup_of_newer_tables_is_refused(installation: Installation, tmp_path: Path) -> None:
    engine = connect(installation.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    installation.scrutiny("backup", tmp_path / "kept")
    refusal = installation.scrutiny.refuses("restore", tmp_path / "kept", "--replace")
    assert "newer version (9999)" in refusal


# ------------------------------------------------------------------------- one kind alone


def test_an_upgrade_of_sqlite_finds_a_place_for_its_backup(
    sqlite_databases: SQLiteDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scrutiny.db"
    scrutiny = Scrutiny(f"sqlite:///{path}", monkeypatch)
    initialise(scrutiny.database_url)
    scrutiny.says("upgrade")
    (kept,) = tmp_path.glob("scrutiny.db-backup-*")
    assert read_archive(kept).manifest.kind == "sqlite"


def test_a_backup_of_sqlite_is_not_put_into_postgresql(
    sqlite_databases: Databases,
    postgresql_databases: PostgreSQLDatabases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (
        sqlite_databases.lend(sqlite_databases.prepare()) as here,
        postgresql_databases.lend(postgresql_databases.create()) as there,
    ):
        Scrutiny(here, monkeypatch)("backup", tmp_path / "kept")
        refusal = Scrutiny(there, monkeypatch).refuses("restore", tmp_path / "kept")
        assert "is a backup of SQLite" in refusal


def test_a_file_that_is_no_database_is_replaced_only_where_that_is_said(
    sqlite_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_databases.lend(sqlite_databases.prepare(found)) as here:
        Scrutiny(here, monkeypatch)("backup", tmp_path / "kept")
    path = tmp_path / "scrutiny.db"
    path.write_text("something else" * 1000)
    scrutiny = Scrutiny(f"sqlite:///{path}", monkeypatch)
    assert "Give --replace" in scrutiny.refuses("restore", tmp_path / "kept")
    assert path.read_text().startswith("something else")
    assert scrutiny("restore", tmp_path / "kept", "--replace").exit_code == 0
    scrutiny.says("verify")


def test_a_database_that_somebody_else_writes_to_is_left_as_it_is(
    sqlite_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_copy, "BUSY_SECONDS", 0.5)
    with sqlite_databases.lend(sqlite_databases.prepare(found)) as url:
        scrutiny = Scrutiny(url, monkeypatch)
        scrutiny("backup", tmp_path / "kept")
        before = contents(url)
        with closing(open_ledger(url)) as ledger, ledger.writing():
            refusal = scrutiny.refuses("restore", tmp_path / "kept", "--replace")
        assert refusal.startswith("Somebody else is writing to the database, so nothing was")
        assert contents(url) == before


def test_no_session_is_left_in_a_backup_of_sqlite(
    sqlite_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even in what a deleted row leaves behind in the file."""
    with sqlite_databases.lend(sqlite_databases.prepare()) as url:
        ledger = open_ledger(url)
        side = SideRecords(ledger.engine)
        row = dict.fromkeys(sessions.c.keys(), "x") | {"token": "a-token-to-look-for"}
        with side.writing() as connection:
            connection.execute(insert(sessions).values(**row))
        side.close()
        ledger.close()
        Scrutiny(url, monkeypatch)("backup", tmp_path / "kept")
    assert b"a-token-to-look-for" not in (tmp_path / "kept").read_bytes()


def test_any_program_that_knows_tar_and_sqlite_opens_a_backup(
    sqlite_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_databases.lend(sqlite_databases.prepare(found)) as url:
        initialise(url)  # which makes the side file
        Scrutiny(url, monkeypatch)("backup", tmp_path / "kept")
    with tarfile.open(fileobj=io.BytesIO((tmp_path / "kept").read_bytes())) as tar:
        assert tar.getnames() == ["manifest.json", "scrutiny.db", "scrutiny.db-side"]
        tar.extract("scrutiny.db", tmp_path, filter="data")
    with closing(sqlite3.connect(tmp_path / "scrutiny.db")) as connection:
        count = connection.execute("SELECT count(*) FROM stored_events").fetchone()
    assert count[0] > 0


def test_after_a_restore_the_site_works_as_its_own_role_again(
    shared_database: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(shared_database.site, monkeypatch)
    monkeypatch.setenv("SCRUTINY_OWNER_DATABASE_URL", shared_database.owner)
    scrutiny("backup", tmp_path / "kept")
    said = scrutiny("restore", tmp_path / "kept", "--replace")
    assert said.exit_code == 0, said.output
    ledger = open_ledger(shared_database.site)
    record(ledger)
    with pytest.raises(Exception, match="permission denied"), ledger.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM stored_events")
    ledger.close()


# ------------------------------------------------------------------------- what there is to keep


def test_the_list_of_what_is_kept_names_every_table_and_every_file(database_url: str) -> None:
    ledger = open_ledger(database_url)
    side = SideRecords(ledger.engine)
    record(ledger)
    derived = {each.table.name for each in every_projection()} | {versions.name}
    dialect = ledger.engine.dialect.name
    for words in filter(None, (words_index_of(each.table) for each in every_projection())):
        derived |= {*words.tables(dialect)}
    there: set[str] = set()
    for engine in (ledger.engine, side.engine):
        there |= tables(engine)
    assert there - derived == {each.table for each in KEPT}
    if path := ledger.engine.url.database if ledger.engine.dialect.name == "sqlite" else None:
        name = os.path.basename(path)  # noqa: PTH119
        beside = {each.name for each in Path(path).parent.glob(f"{name}*")}
        assert {each.removeprefix(name) for each in beside} <= FILES.keys()
    side.close()
    ledger.close()


def test_what_an_exported_log_lacks_is_written_beside_it() -> None:
    assert {table.name for table in tables_beside()} == set(BESIDE_THE_LOG)
    assert not set(BESIDE_THE_LOG) & set(LEFT_OUT)
    assert all(each.holds and each.erasing for each in KEPT)
    assert stored_events.name not in BESIDE_THE_LOG


def test_a_ledger_without_a_database_is_named(
    sqlite_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(f"sqlite:///{tmp_path / 'none.db'}", monkeypatch)
    assert "There is no database at" in scrutiny.refuses("backup", tmp_path / "kept")
    assert not list(tmp_path.iterdir())


def test_a_database_of_a_server_is_made_where_there_is_none(
    postgresql_databases: PostgreSQLDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql_databases.lend(postgresql_databases.prepare(found)) as url:
        monkeypatch.setenv("PATH", "/nowhere")
        Scrutiny(url, monkeypatch)("backup", tmp_path / "kept")
    name = f"scrutiny_test_{uuid4().hex}"
    missing = make_url(url).set(database=name).render_as_string(hide_password=False)
    try:
        said = Scrutiny(missing, monkeypatch)("restore", tmp_path / "kept")
        assert said.exit_code == 0, said.output
        ledger: Ledger = open_ledger(missing)
        assert ledger.position()
        ledger.close()
    finally:
        postgresql_databases.drop(missing)
