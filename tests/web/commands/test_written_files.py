"""Files that commands write: what is there already is left alone, by one rule for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.acts import record
from tests.web.commanding import Scrutiny
from web.commands.cli import main
from web.running.startup import open_ledger

WRITE = {
    "backup": [],
    "checkpoint": [],
    "export-log": [],
    "pack": ["RSK-2026-001"],
    "paper": ["executive"],
    "upgrade": [],
}
"""The commands that write to a FILE, each with what else it wants before that."""
READ = {"import", "import-log"}
"""These read their FILE, and say themselves that it is not there."""


def commands(group: click.Group, *before: str) -> Iterator[tuple[str, click.Command]]:
    for name, each in group.commands.items():
        if isinstance(each, click.Group):
            yield from commands(each, *before, name)
        else:
            yield " ".join([*before, name]), each


def test_every_command_that_writes_a_file_keeps_the_rule() -> None:
    """A file need not be there: it is written, or the command says itself that it is missing."""
    for name, command in commands(main):
        given = {each.name: each for each in command.params}
        file = given.get("file")
        may_be_missing = isinstance(file, click.Argument) and not (
            file.type.exists or getattr(file.type, "allow_dash", False)
        )
        if may_be_missing and name not in READ:
            assert name in WRITE
    for name in WRITE:
        assert "replace" in {each.name for each in dict(commands(main))[name].params}


@pytest.mark.parametrize("command", WRITE)
def test_what_is_there_is_left_alone_without_replace(
    scrutiny: Scrutiny, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTINY_SIGNING_KEY", str(tmp_path / "the-key"))
    ledger = open_ledger(scrutiny.database_url)
    record(ledger)
    before = ledger.position()
    file = tmp_path / "mine.pdf"  # the ending of a paper
    file.write_text("mine")
    arguments = [command, *WRITE[command], file]
    assert "was left as it is" in scrutiny.refuses(*arguments)
    assert file.read_text() == "mine"
    assert ledger.position() == before, "nothing is put on record of what was not written"
    assert "belongs to the database" in scrutiny.refuses(
        *arguments[:-1], ledger.engine.url.database, "--replace"
    )
    for suffix in ("", "-latest", "-redactions"):
        assert "belongs to the database" in scrutiny.refuses(
            *arguments[:-1], tmp_path / f"the-key{suffix}", "--replace"
        )
    scrutiny.says(*arguments, "--replace")
    assert file.read_bytes() != b"mine"
    ledger.close()
