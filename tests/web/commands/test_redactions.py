"""Redacted words stay away: whatever brings an older log back takes them out again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from application.keeping.redaction_list import brought_back
from application.ledger.ledger import Ledger
from application.ledger.storage.faults import StorageError
from application.proof.packs.holding import packs_with_words
from domain.redactions.redaction import Redaction
from domain.risks.risk import Risk
from tests.acts import do, record
from tests.databases import Databases, PostgreSQLDatabases
from tests.databases import databases as databases  # on both dialects
from tests.partnership import found
from tests.web.commanding import Scrutiny
from tests.web.deeds.redactions import redact
from web.running.startup import list_of, open_as_it_is, open_ledger

SECRET = "Zebedee Quill of Mill Lane"


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key's file has a place of its own, on both databases."""
    monkeypatch.setenv("SCRUTINY_SIGNING_KEY", str(tmp_path / "signing-key"))
    return tmp_path / "signing-key"


@pytest.fixture
def scrutiny(
    key: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scrutiny]:
    """A ledger with one risk, whose title says what it should not."""
    with databases.lend(databases.prepare(found)) as url:
        with closing(open_ledger(url)) as ledger:
            record(ledger, SECRET, raised_in="saas")
        yield Scrutiny(url, monkeypatch)


def redact_it(scrutiny: Scrutiny) -> None:
    with closing(open_ledger(scrutiny.database_url)) as ledger:
        [risk] = [event.reference for event in _risks(ledger)]
        redact(ledger, risk, "1/title")


def _risks(ledger: Ledger) -> list[Risk.Event]:
    return [event for _, event in ledger.events_of(Risk.Recorded) if isinstance(event, Risk.Event)]


def title(url: str) -> str:
    with closing(open_ledger(url)) as ledger:
        [recorded] = _risks(ledger)
        return ledger.get(Risk, recorded.reference).title


def test_the_list_names_digests_and_no_words(scrutiny: Scrutiny, key: Path) -> None:
    redact_it(scrutiny)
    listed = Path(f"{key}-redactions")
    [line] = listed.read_text().splitlines()
    assert '"field": "title"' in line
    assert "Zebedee" not in line
    assert listed.stat().st_mode & 0o077 == 0


def test_a_restored_backup_from_before_holds_the_words_no_longer(
    scrutiny: Scrutiny, tmp_path: Path
) -> None:
    scrutiny.says("backup", tmp_path / "before")
    redact_it(scrutiny)
    said = scrutiny("restore", tmp_path / "before", "--replace")
    assert said.exit_code == 0, said.output
    assert "Took out again what was redacted of 1 items" in said.output
    assert "RED-2026-001" in title(scrutiny.database_url)
    assert "out again, which an older copy" in scrutiny.says("history", "RED-2026-001")
    assert scrutiny("verify").exit_code == 0


def test_an_older_log_that_is_read_in_holds_them_no_longer(
    scrutiny: Scrutiny, tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny.says("export-log", tmp_path / "before")
    redact_it(scrutiny)
    with databases.lend(databases.create()) as url:
        other = Scrutiny(url, monkeypatch)
        assert "Took out again" in other.says("import-log", tmp_path / "before")
        assert title(url).startswith("[redacted on ")
        assert other("verify").exit_code == 0


def test_a_redacted_log_is_written_read_and_written_the_same(
    scrutiny: Scrutiny, tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    redact_it(scrutiny)
    scrutiny.says("export-log", tmp_path / "one")
    with databases.lend(databases.create()) as url:
        other = Scrutiny(url, monkeypatch)
        other.says("import-log", tmp_path / "one")
        other.says("export-log", tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert b"Zebedee" not in (tmp_path / "one").read_bytes()


def test_a_copy_that_was_put_in_place_by_hand_is_not_opened_until_it_is_finished(
    scrutiny: Scrutiny, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.lend(databases.copy(scrutiny.database_url)) as url:
        redact_it(scrutiny)
        with pytest.raises(StorageError, match="redactions finish"):
            open_ledger(url)
        older = Scrutiny(url, monkeypatch)
        assert "Took out again" in older.says("redactions", "finish")
        assert title(url).startswith("[redacted on ")
        assert older("verify").exit_code == 0


def test_finishing_brings_the_list_up_to_date(scrutiny: Scrutiny, key: Path) -> None:
    redact_it(scrutiny)
    Path(f"{key}-redactions").unlink()
    said = scrutiny.says("redactions", "finish")
    assert "hold nothing that was redacted" in said or "without what was deleted" in said
    with closing(open_as_it_is(scrutiny.database_url)) as ledger:
        file = list_of(ledger.engine)
        assert file
        assert [line.field for line in file.read()] == ["title"]
        assert brought_back(ledger, file.read()) == []


def test_a_damaged_list_is_told(scrutiny: Scrutiny, key: Path) -> None:
    redact_it(scrutiny)
    Path(f"{key}-redactions").write_text("{}\n")
    assert "is damaged" in scrutiny.refuses("list", "risks")


def test_packs_lose_the_words_and_those_that_held_them_are_named(
    scrutiny: Scrutiny, tmp_path: Path
) -> None:
    risk = reference(scrutiny)
    scrutiny.says("pack", risk, tmp_path / "before.zip")
    redact_it(scrutiny)
    scrutiny.says("pack", risk, tmp_path / "after.zip")
    with ZipFile(tmp_path / "after.zip") as bag:
        assert not any(b"Zebedee" in bag.read(name) for name in bag.namelist())
        bag.extractall(tmp_path / "after")
    [program] = (tmp_path / "after").rglob("verify.py")
    checked = subprocess.run(
        [sys.executable, program.name], cwd=program.parent, capture_output=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with closing(open_ledger(scrutiny.database_url)) as ledger:
        [held] = packs_with_words(ledger, ledger.get(Redaction, "RED-2026-001"))
    assert held.sha256 == sha256((tmp_path / "before.zip").read_bytes()).hexdigest()


def reference(scrutiny: Scrutiny) -> str:
    with closing(open_ledger(scrutiny.database_url)) as ledger:
        [recorded] = _risks(ledger)
        return recorded.reference


def test_on_postgresql_they_are_in_no_file_of_a_table_once_that_is_finished(
    key: Path, postgresql_databases: PostgreSQLDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql_databases.lend(postgresql_databases.prepare(found)) as url:
        with closing(open_ledger(url)) as ledger:
            risk = record(ledger, SECRET, raised_in="saas")
            salted = ledger.log.select_notifications(ledger.position(), 1)[0].words
            letter = {"name": "sample.txt", "content": f"A letter from {SECRET}. " * 400}
            do(ledger, "risk.add_evidence", risk, kind="data", title="Sample", file=letter)
            assert {"words", "files"} <= tables_with(ledger, SECRET, salted)
            redact(ledger, risk, "1/title", "2/sha256")
            assert tables_with(ledger, SECRET, salted), "until they are written anew"
        Scrutiny(url, monkeypatch).says("redactions", "finish")
        with closing(open_ledger(url)) as ledger:
            assert tables_with(ledger, SECRET, salted, "ebedee") == set()


def tables_with(ledger: Ledger, *words: str) -> set[str]:
    """The tables of a PostgreSQL database in whose files any of the words stand: what lies on the
    disk, rows that are dead, too."""
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.scalar(text("SHOW data_directory")) or "")
        files = connection.execute(_FILES_OF_TABLES).all()
    if not os.access(folder / files[0].path, os.R_OK):
        pytest.skip(f"The files of PostgreSQL in {folder} cannot be read from here.")
    sought = [word.encode() for word in words]
    return {
        row.name
        for row in files
        if any(word in part.read_bytes() for part in _parts(folder / row.path) for word in sought)
    }


def _parts(file: Path) -> list[Path]:
    """A file of a table, which has further parts where it is large."""
    return [file, *file.parent.glob(f"{file.name}.*")]


_FILES_OF_TABLES = text(
    "SELECT coalesce(owner.relname, class.relname) AS name, pg_relation_filepath(class.oid) AS path"
    " FROM pg_class AS class LEFT JOIN pg_class AS owner ON owner.reltoastrelid = class.oid"
    " WHERE class.relkind IN ('r', 't', 'i', 'm') AND pg_relation_filepath(class.oid) IS NOT NULL"
)
"""The file of each table and index. What a table keeps apart because it is long counts as its."""
