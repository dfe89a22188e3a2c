"""What somebody in a hurry must not be able to hurt: the database's own files, and its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from tests.acts import record
from tests.web.commanding import Scrutiny
from web.running.readiness import Readiness
from web.running.startup import open_ledger


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A founded ledger in a file."""
    path = tmp_path / "ledger.db"
    Scrutiny(f"sqlite:///{path}", monkeypatch).says("init")
    return path


@pytest.mark.parametrize("command", ["backup", "export-log", "upgrade"])
@pytest.mark.parametrize("suffix", ["", "-wal", "-side", "-maintenance"])
def test_no_file_is_written_over_the_database_or_what_belongs_to_it(
    database: Path, command: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(f"sqlite:///{database}", monkeypatch)
    said = scrutiny.refuses(command, f"{database}{suffix}")
    assert said.strip().endswith("belongs to the database itself. Name another file.")
    assert "is whole" in scrutiny.says("verify")


def test_a_folder_is_no_database_and_stays_open_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o755)
    said = Scrutiny(f"sqlite:///{folder}", monkeypatch).refuses("init")
    assert "is a folder. Let SCRUTINY_DATABASE_URL name a file in it" in said
    assert folder.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_an_address_without_a_file_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Scrutiny(address, monkeypatch).refuses("user", "list")
    assert "SCRUTINY_DATABASE_URL names no file." in said


def test_a_backup_on_a_database_that_cannot_be_opened_ends_in_a_sentence(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(f"sqlite:///{database}", monkeypatch)
    said = scrutiny.refuses("backup", tmp_path / "nowhere" / "copy.scrutiny")
    assert "No such file or directory" in said


@pytest.mark.parametrize("suffix", ["", "-wal"])
def test_where_a_file_is_gone_the_ledger_is_not_ready(database: Path, suffix: str) -> None:
    ledger: Ledger = open_ledger(f"sqlite:///{database}")
    record(ledger)
    side = SideRecords(ledger.engine)
    assert Readiness(lambda: ledger, lambda: side).state().ready
    Path(f"{database}{suffix}").rename(f"{database}{suffix}.elsewhere")
    assert Readiness(lambda: ledger, lambda: side).state().fault == "stopped"
    side.close()
    ledger.close()
