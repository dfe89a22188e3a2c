"""The files of a database are its owner's alone, and a program notices when they are not its own.

Whatever is done to them here, somebody does with a shell: `rm`, `mv` and `cp` while the site runs.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update

from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.ledger.storage.database import connect
from application.ledger.storage.faults import StorageError
from application.ledger.storage.sqlite_files import (
    does_not_fit,
    folder_open_to_others,
    keep_private,
)
from tests.acts import record
from web.running.startup import initialise, open_ledger

CONNECTIONS = 4
Open = Callable[[Path], Ledger]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database that is ready for use, in a folder of its own."""
    path = tmp_path / "kept" / "scrutiny.db"
    initialise(f"sqlite:///{path}")
    return path


@pytest.fixture
def opening() -> Iterator[Open]:
    """Opens ledgers as programs do, which all end with the test."""
    opened: list[Ledger] = []

    def open_one(path: Path) -> Ledger:
        opened.append(open_ledger(f"sqlite:///{path}"))
        return opened[-1]

    yield open_one
    for ledger in opened:
        ledger.close()


@pytest.fixture
def site(path: Path, opening: Open) -> Ledger:
    """A ledger in use on several connections, with eleven risks."""
    site = opening(path)
    for number in range(11):
        record(site, f"Risk {number}")
    at_once = threading.Barrier(CONNECTIONS)

    def read() -> None:
        with site.reading() as connection:
            connection.execute(text("SELECT count(*) FROM stored_events"))
            at_once.wait()

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        for done in [threads.submit(read) for _ in range(CONNECTIONS)]:
            done.result()
    return site


def beside(path: Path, suffix: str) -> Path:
    return Path(f"{path}{suffix}")


def shell(*command: object) -> None:
    """In a process of its own, as somebody at a terminal would."""
    subprocess.run([str(part) for part in command], check=True)


def refused(ledger: Ledger) -> str:
    """What the ledger says instead of writing."""
    with pytest.raises(StorageError) as fault:
        record(ledger)
    return str(fault.value)


def count(path: Path) -> int:
    """How many events another program finds."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT count(*) FROM stored_events").fetchone()
    return int(found[0])


# ------------------------------------------------------------------------- whose they are


def test_nobody_but_their_owner_may_use_the_files_or_the_folder_that_init_made(
    tmp_path: Path, opening: Open
) -> None:
    path = tmp_path / "made" / "scrutiny.db"
    usual = os.umask(0)
    try:
        initialise(f"sqlite:///{path}")
        record(opening(path))
    finally:
        os.umask(usual)
    modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert {"scrutiny.db", "scrutiny.db-wal", "scrutiny.db-shm"} <= set(modes)
    assert set(modes.values()) == {0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert folder_open_to_others(path) == ""


def test_a_database_that_others_could_read_is_closed_to_them_when_it_is_opened(
    path: Path, opening: Open
) -> None:
    path.chmod(0o644)
    opening(path).position()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_left_as_it_is(path: Path) -> None:
    path.chmod(0o644)
    os.chown(path, 65534, 65534)
    keep_private(path)
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_folder_that_others_may_enter_is_named_with_what_to_do(path: Path) -> None:
    path.parent.chmod(0o755)
    assert f"chmod 700 {path.parent}" in folder_open_to_others(path)


# ------------------------------------------------------------------------- while a site runs


@pytest.mark.parametrize("gone", [["-wal"], ["-wal", "-shm"]], ids=" and ".join)
def test_where_the_wal_is_deleted_it_stops_and_loses_nothing(
    site: Ledger, path: Path, gone: list[str]
) -> None:
    """Before, each of its connections went on writing into a file without a name."""
    for suffix in gone:
        shell("rm", beside(path, suffix))
    sentence = refused(site)
    assert sentence.startswith("The file scrutiny.db-wal was deleted")
    assert "has been brought into the database's file" in sentence
    assert count(path) == 11
    assert refused(site) == sentence  # also now that another program has made a new one
    assert count(path) == 11


def test_where_another_program_made_a_new_wal_it_says_that_something_may_be_missing(
    site: Ledger, path: Path
) -> None:
    shell("cp", path, beside(path, "-kept"))
    for suffix in ("-wal", "-shm"):
        shell("rm", beside(path, suffix))
    shell("cp", beside(path, "-kept"), beside(path, "-wal"))  # something, whatever it is
    sentence = refused(site)
    assert sentence.startswith("The file scrutiny.db-wal was replaced by another file")
    assert "may be missing" in sentence


@pytest.mark.parametrize("how", ["mv", "rm"])
def test_where_the_database_is_replaced_or_deleted_it_stops(
    site: Ledger, path: Path, tmp_path: Path, how: str
) -> None:
    other = tmp_path / "other.db"
    initialise(f"sqlite:///{other}")
    shell(how, *([other] if how == "mv" else []), path)
    became = {"mv": "was replaced by another file", "rm": "was deleted"}[how]
    assert refused(site).startswith(f"The file scrutiny.db {became}")


def test_where_an_old_copy_is_written_over_the_database_it_stops(path: Path, opening: Open) -> None:
    """`cp` keeps the file and changes what is in it; the -wal goes on from something else."""
    first = opening(path)
    record(first)
    first.close()
    old = shutil.copy(path, path.parent / "old.db")
    site = opening(path)
    for number in range(60):  # so many that what the copy lacks is not in the -wal alone
        record(site, f"Risk {number}")
    with site.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(FULL)")
    record(site)
    shell("cp", old, path)
    assert refused(site).startswith("The file scrutiny.db is another copy of the database")


def test_where_an_old_copy_is_written_over_a_database_without_a_wal_it_stops(
    path: Path, opening: Open
) -> None:
    old = shutil.copy(path, path.parent / "old.db")
    site = opening(path)
    record(site)
    with site.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shell("cp", old, path)
    assert "another copy" in refused(site)


def test_its_own_tidying_up_of_the_wal_stops_nothing(path: Path, opening: Open) -> None:
    site, other = opening(path), opening(path)
    for kind in ("PASSIVE", "FULL", "RESTART", "TRUNCATE"):
        record(site)
        record(other)
        with other.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA wal_checkpoint({kind})")
    record(site)
    assert site.position() == 9


# ------------------------------------------------------------------------- at the start


def left_behind(path: Path, opening: Open) -> Path:
    """A copy of the database and its -wal as a sudden death leaves them, in a folder of its own."""
    folder = path.parent / "left"
    folder.mkdir()
    ledger = opening(path)
    for number in range(60):
        record(ledger, f"Risk {number}")
    ledger.close()
    record(opening(path), "The last one")
    for suffix in ("", "-wal"):
        shell("cp", beside(path, suffix), folder)
    return folder / path.name


def test_what_a_sudden_death_leaves_is_opened_as_ever(path: Path, opening: Open) -> None:
    left = left_behind(path, opening)
    assert does_not_fit(left) == ""
    assert opening(left).position() == 61


def test_an_old_copy_beside_a_newer_wal_is_not_opened(path: Path, opening: Open) -> None:
    old = shutil.copy(path, path.parent / "old.db")
    left = left_behind(path, opening)
    shutil.copy(old, left)
    before = left.read_bytes(), beside(left, "-wal").read_bytes()
    with pytest.raises(StorageError, match="is another copy of the database"):
        opening(left)
    assert (left.read_bytes(), beside(left, "-wal").read_bytes()) == before


def test_a_copy_under_another_name_is_no_replaced_file(
    path: Path, opening: Open, tmp_path: Path
) -> None:
    site = opening(path)
    record(site)
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    record(opening(copy))
    record(site)
    assert site.position() == opening(copy).position() == 2


def test_a_copy_put_back_by_hand_while_nothing_runs_is_taken_as_it_is(
    path: Path, opening: Open
) -> None:
    old = shutil.copy(path, path.parent / "old.db")
    before = opening(path)
    record(before)
    before.close()
    shutil.copy(old, path)
    after = opening(path)
    assert after.position() == 0
    record(after)
    assert after.position() == 1


# ------------------------------------------------------------------------- on both databases


def test_a_log_that_lost_what_this_program_saved_is_written_to_no_more(
    ledger_on_each: Ledger, database_url: str
) -> None:
    """As where a server comes back from an older backup while the site runs."""
    record(ledger_on_each, "One")
    record(ledger_on_each, "Two")
    other = connect(database_url)
    with other.begin() as connection:
        connection.execute(delete(stored_events).where(stored_events.c.position == 2))
    assert "up to position 2, but it ends at position 1" in refused(ledger_on_each)
    with other.begin() as connection:
        connection.execute(delete(stored_events))
    other.dispose()
    assert "it ends at position 1" in refused(ledger_on_each)  # what was noticed first


def test_a_log_that_holds_something_else_there_is_written_to_no_more(
    ledger_on_each: Ledger, database_url: str
) -> None:
    record(ledger_on_each)
    other = connect(database_url)
    with other.begin() as connection:
        connection.execute(update(stored_events).values(leaf=bytes(32)))
    other.dispose()
    assert "position 1, but something else stands there" in refused(ledger_on_each)


def test_what_another_program_appends_stops_nothing(
    ledger_on_each: Ledger, database_url: str
) -> None:
    other = open_ledger(database_url)
    for each in (ledger_on_each, other, other, ledger_on_each):
        record(each)
    other.close()
    assert ledger_on_each.position() == 4
