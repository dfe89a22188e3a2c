"""A redacted file stays away: an older backup brings it back for nobody, and no pack has it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from application.ledger.files import mark_of
from application.proof.packs.holding import packs_with_words
from domain.redactions.redaction import Redaction
from tests.acts import do, record
from tests.databases import Databases
from tests.databases import databases as databases  # on both dialects
from tests.partnership import found
from tests.web.commanding import Scrutiny
from tests.web.deeds.redactions import redact
from web.running.startup import open_ledger

SECRET = "Zebedee Quill of Mill Lane, aged nine."
SHA256 = hashlib.sha256(SECRET.encode()).hexdigest()


@pytest.fixture
def scrutiny(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Scrutiny]:
    """A ledger with two risks that put the same file forward."""
    monkeypatch.setenv("SCRUTINY_SIGNING_KEY", str(tmp_path / "signing-key"))
    with databases.lend(databases.prepare(found)) as url:
        with closing(open_ledger(url)) as ledger:
            for title in ("One", "Another"):
                file = {"name": "sample.txt", "content": SECRET}
                do(ledger, "risk.add_evidence", record(ledger, title), kind="data",
                   title="Sample", file=file)  # fmt: skip
        yield Scrutiny(url, monkeypatch)


def risks(scrutiny: Scrutiny) -> list[str]:
    listed = scrutiny.says("list", "risks", "--status", "all", "--format", "csv")
    return [line.split(",")[0] for line in listed.splitlines()[1:]]


def redact_it(scrutiny: Scrutiny, risk: str) -> None:
    with closing(open_ledger(scrutiny.database_url)) as ledger:
        redact(ledger, risk, "2/sha256")


def is_marked(url: str) -> bool:
    with closing(open_ledger(url)) as ledger, ledger.reading() as connection:
        return mark_of(connection, SHA256) is not None


def test_the_list_names_it_and_a_restored_backup_holds_it_no_longer(
    scrutiny: Scrutiny, tmp_path: Path
) -> None:
    scrutiny.says("backup", tmp_path / "before")
    redact_it(scrutiny, risks(scrutiny)[0])
    assert SHA256 in (tmp_path / "signing-key-redactions").read_text()
    said = scrutiny("restore", tmp_path / "before", "--replace")
    assert "Took out again what was redacted of 1 items" in said.output
    assert is_marked(scrutiny.database_url)
    assert "took the file in step 2 of" in scrutiny.says("history", "RED-2026-001").lower()
    assert scrutiny("verify").exit_code == 0


def test_a_copy_that_was_put_in_place_by_hand_is_not_opened_until_it_is_finished(
    scrutiny: Scrutiny, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.lend(databases.copy(scrutiny.database_url)) as url:
        redact_it(scrutiny, risks(scrutiny)[0])
        older = Scrutiny(url, monkeypatch)
        assert "redactions finish" in older.refuses("list", "risks")
        assert "Took out again" in older.says("redactions", "finish")
        assert is_marked(url)
        assert older("verify").exit_code == 0


def test_packs_lack_it_and_say_so_and_those_that_had_it_are_named_of_whatever_item(
    scrutiny: Scrutiny, tmp_path: Path
) -> None:
    first, second = risks(scrutiny)
    for each in (first, second):
        scrutiny.says("pack", each, tmp_path / f"{each}-before.zip")
    with ZipFile(tmp_path / f"{first}-before.zip") as bag:
        assert any(SECRET.encode() in bag.read(name) for name in bag.namelist())
    redact_it(scrutiny, first)
    scrutiny.says("pack", second, tmp_path / "after.zip")
    with ZipFile(tmp_path / "after.zip") as bag:
        assert not any(SECRET.encode() in bag.read(name) for name in bag.namelist())
        bag.extractall(tmp_path / "after")
    [program] = (tmp_path / "after").rglob("verify.py")
    left_out = (program.parent / "data/left-out.csv").read_text()
    assert f"{second},file,1,taken out of the ledger" in left_out
    assert "Taken out of the ledger" in (program.parent / "README.html").read_text()
    checked = subprocess.run(
        [sys.executable, program.name], cwd=program.parent, capture_output=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with closing(open_ledger(scrutiny.database_url)) as ledger:
        held = packs_with_words(ledger, ledger.get(Redaction, "RED-2026-001"))
    assert [each.items for each in held] == [(first,), (second,)]
