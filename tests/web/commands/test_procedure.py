"""`scrutiny procedure`: the escalation procedure as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from application.ledger.ledger import Ledger
from application.nouns.files.procedure_files import read_procedure, write_procedure
from domain.procedure.procedure import PROCEDURE, Procedure
from tests.acts import do
from tests.kent import load_placeholder, placeholder
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger

TEXT = write_procedure(placeholder())
SHORTER = TEXT.replace("days = 5", "days = 3")
WRONG = TEXT.replace('then = "lsp"', 'then = "elsewhere"')


@pytest.fixture
def ledger(scrutiny: Scrutiny) -> Iterator[Ledger]:
    """The placeholder is version 1."""
    ledger = open_ledger(scrutiny.database_url)
    load_placeholder(ledger)
    yield ledger
    ledger.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "procedure.toml"
    file.write_text(SHORTER, encoding="utf-8")
    return file


def test_the_version_in_force_another_and_the_draft_are_shown_as_files(
    scrutiny: Scrutiny, ledger: Ledger, file: Path
) -> None:
    scrutiny.says("procedure", "publish", file, "--reason", "Shorter.")
    do(ledger, "procedure.draft", PROCEDURE, number="1")
    do(ledger, "procedure.remove_stage", PROCEDURE, stage="senior")
    in_force = scrutiny.says("procedure", "show")
    assert in_force.startswith("# OFFICIAL-SENSITIVE. Escalation procedure: version 2, for")
    assert read_procedure(in_force) == read_procedure(SHORTER)
    assert read_procedure(scrutiny.says("procedure", "show", "1")) == placeholder()
    draft = scrutiny.says("procedure", "show", "draft")
    assert "a draft, not published" in draft
    assert len(read_procedure(draft).stages) == 5


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("draft", "There is no draft."),
        ("7", "There is no version 7 of the procedure."),
        ("x", "“x” is no version. Write its number, or “draft”."),
    ],
)
def test_what_is_not_there_cannot_be_shown(
    scrutiny: Scrutiny, ledger: Ledger, number: str, sentence: str
) -> None:
    assert scrutiny.refuses("procedure", "show", number).endswith(sentence)


def test_without_any_procedure_there_is_nothing_to_show(scrutiny: Scrutiny) -> None:
    assert scrutiny.refuses("procedure", "show") == "There is no procedure escalation-procedure."


def test_a_file_that_can_work_is_said_to_and_nothing_is_written(
    scrutiny: Scrutiny, ledger: Ledger, file: Path
) -> None:
    before = ledger.position()
    lines = scrutiny.says("procedure", "check", file).splitlines()
    assert lines[0] == "“Dispute escalation (placeholder)” can work:"
    assert lines[1] == (
        "1. Direct resolution between the agencies (The named leads of the parties, jointly; "
        "working days: 3)"
    )
    assert lines[6].endswith("(Nobody: a record of who was told; no clock)")
    assert ledger.position() == before


def test_every_fault_of_a_file_is_a_line(scrutiny: Scrutiny) -> None:
    faults = [
        "“KSCMP Executive” leads to “elsewhere”, which is no stage.",
        "Nothing leads to the stage “Lead Safeguarding Partners”.",
        "Nothing leads to the stage “External notification”.",
    ]
    said = scrutiny.refuses("procedure", "check", "-", typed=WRONG).splitlines()
    assert said == faults
    assert scrutiny.refuses("procedure", "check", "-", typed="stage = [").startswith(
        "This is not TOML."
    )
    unknown = "colour = 1\n" + TEXT.replace("returns = 1\n", "")
    assert scrutiny.refuses("procedure", "check", "-", typed=unknown).splitlines() == [
        "“returns” is missing.",
        "“colour” is not known. Known are: title, note, single_cases, minutes_days, "
        "urgent_hours, extensions, extension_days, returns, automatic, issues_start_at, endings, "
        "stage.",
    ]


def test_a_file_that_is_no_text_or_not_there_or_too_long_ends_in_a_sentence(
    scrutiny: Scrutiny, tmp_path: Path
) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "is not text in UTF-8." in scrutiny.refuses("procedure", "check", binary)
    assert "No such file" in scrutiny.refuses("procedure", "check", tmp_path / "nothing")
    long = tmp_path / "long.toml"
    long.write_text(TEXT + "#" * 100_000, encoding="utf-8")
    assert scrutiny.refuses("procedure", "check", long) == (
        "The file has more than 20,000 characters."
    )


def test_a_file_with_the_mark_that_windows_editors_write_is_read(
    scrutiny: Scrutiny, tmp_path: Path
) -> None:
    file = tmp_path / "marked.toml"
    file.write_text(TEXT, encoding="utf-8-sig")
    assert "can work" in scrutiny.says("procedure", "check", file)


def test_a_file_is_published_as_a_new_version(
    scrutiny: Scrutiny, ledger: Ledger, file: Path
) -> None:
    said = scrutiny.says(
        "procedure", "publish", file, "--reason", "Shorter.", "--from", "2031-01-06"
    )
    assert said == ("Published version 2 of the procedure, for disputes from 6 January 2031.\n")
    procedure = ledger.get(Procedure, PROCEDURE)
    assert procedure.in_draft is None
    version = procedure.versions[2]
    assert (version.rules.first.days, version.reason) == (3, "Shorter.")
    assert not version.confirmed
    assert read_procedure(scrutiny.says("procedure", "show")) == placeholder()


def test_the_first_procedure_of_a_ledger_can_be_published(scrutiny: Scrutiny, file: Path) -> None:
    said = scrutiny.says("procedure", "publish", file, "--reason", "The first.")
    assert said.startswith("Published version 1 of the procedure, for disputes from ")


def test_publishing_is_refused_while_there_is_a_draft(
    scrutiny: Scrutiny, ledger: Ledger, file: Path
) -> None:
    do(ledger, "procedure.draft", PROCEDURE, number="1")
    before = ledger.position()
    assert scrutiny.refuses("procedure", "publish", file, "--reason", "Shorter.") == (
        "There is a draft already. Publish or discard it first."
    )
    assert ledger.position() == before


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--reason", "x", "--from", "soon"], "must be a real date"),
        (["--reason", "x", "--from", "1999-01-01"], "cannot hold from an earlier day"),
        (["--reason", " "], "Enter what changes, and why."),
        ([], "Missing option '--reason'"),
    ],
)
def test_when_something_is_wrong_nothing_is_kept_not_even_a_draft(
    scrutiny: Scrutiny, ledger: Ledger, file: Path, options: list[str], sentence: str
) -> None:
    before = ledger.position()
    assert sentence in scrutiny.refuses("procedure", "publish", file, *options)
    assert ledger.position() == before
    assert ledger.get(Procedure, PROCEDURE).in_draft is None


def test_a_file_that_cannot_work_is_not_published(scrutiny: Scrutiny, ledger: Ledger) -> None:
    before = ledger.position()
    said = scrutiny.refuses("procedure", "publish", "-", "--reason", "x", typed=WRONG)
    assert len(said.splitlines()) == 3
    assert ledger.position() == before
