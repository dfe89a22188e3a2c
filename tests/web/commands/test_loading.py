"""`scrutiny import`, `export-log` and `import-log`."""

from __future__ import annotations

import json
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from application.accounts.people import everybody
from application.importing.appending import Appending
from tests.databases import Databases
from tests.databases import databases as databases  # on both dialects
from tests.loading import PUBLISHED, sheet
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def published(folder: Path) -> Path:
    path = folder / "risks.csv"
    path.write_bytes(PUBLISHED)
    return path


def file(*rows: dict[str, str]) -> Path:
    path = Path("register.csv")
    path.write_text(sheet(*rows), encoding="utf-8")
    return path


def is_empty(scrutiny: Scrutiny) -> bool:
    return "The log of 0 events is whole" in scrutiny.says("verify")


# import

NOT_READ = "Not read, as nothing here depends on it: “row_id”."
"""The first thing told: no column of a file stays without effect in silence."""


def test_the_published_rows_are_loaded_and_each_is_reported(
    scrutiny: Scrutiny, published: Path
) -> None:
    lines = scrutiny.says("import", "risks", published).splitlines()
    assert sum(line.startswith("Line ") for line in lines) == 21
    assert lines[0] == NOT_READ
    assert lines[1].startswith("Line 2: loaded as RSK-")
    assert lines[2] == (
        "    Current and target score: Published without its likelihood and impact."
    )
    assert lines[-1] == (
        "21 rows of risks: 21 loaded (18 of them with a flag), 0 already there, 0 refused."
    )


def test_a_second_run_says_that_all_is_there_already(scrutiny: Scrutiny, published: Path) -> None:
    scrutiny.says("import", "risks", published)
    lines = scrutiny.says("import", "risks", published).splitlines()
    assert lines[:1] == [NOT_READ]
    assert lines[1].startswith("Line 2: already there as RSK-")
    assert lines[-1] == "21 rows of risks: 0 loaded, 21 already there, 0 refused."


def test_a_dry_run_says_what_would_be_loaded_and_loads_nothing(
    scrutiny: Scrutiny, published: Path
) -> None:
    said = scrutiny.says("import", "risks", published, "--dry-run")
    assert said.startswith(f"{NOT_READ}\nLine 2: would be loaded as RSK-")
    assert said.endswith("Nothing was loaded: this was a dry run.\n")
    assert is_empty(scrutiny)


def test_a_dry_run_makes_not_even_an_account_for_whoever_runs_it(
    scrutiny: Scrutiny, published: Path
) -> None:
    scrutiny.says("import", "risks", published, "--dry-run")
    with closing(open_ledger(scrutiny.database_url)) as ledger, ledger.reading() as connection:
        assert everybody(connection) == []


def test_ctrl_c_says_what_stays_and_how_to_go_on(
    scrutiny: Scrutiny, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(self: Appending) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Appending, "_append_all", stop)
    result = scrutiny("import", "risks", published)
    assert result.exit_code == 130
    assert result.stderr.strip() == (
        "Stopped. 0 of 21 rows have been loaded and stay. Load the file again: it goes on where it "
        "stopped."
    )


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_a_refused_row_ends_in_exit_code_2_with_nothing_loaded(
    scrutiny: Scrutiny, more: list[str]
) -> None:
    path = file({"title": "Fire", "L": "5"}, {"title": "Flood", "L": "6"})
    result = scrutiny("import", "risks", path, *more)
    assert result.exit_code == 2
    assert "Line 3: refused “Flood”. L: Likelihood must be a whole number from 1 to 5." in (
        result.stdout.splitlines()
    )
    assert result.stderr.startswith("Nothing was loaded, because of the refused rows. 2 rows")
    assert is_empty(scrutiny)


def test_the_rest_of_a_file_can_be_loaded_without_its_refused_rows(scrutiny: Scrutiny) -> None:
    path = file({"title": "Fire", "L": "5"}, {"title": "Flood", "L": "6"})
    said = scrutiny.says("import", "risks", path, "--skip-refused")
    assert "1 loaded" in said
    assert "Fire" in scrutiny.says("list", "risks")


def test_a_doubtful_row_is_loaded_once_somebody_has_checked_the_file(scrutiny: Scrutiny) -> None:
    path = file({"title": "Fire"}, {"title": "Flood", "causes": "Form 943 476 5919"})
    result = scrutiny("import", "risks", path)
    assert result.exit_code == 2
    refused = "Line 3: refused “Flood”. causes: It holds what looks like an NHS number. This ledger"
    assert refused in result.stdout
    assert is_empty(scrutiny)
    said = scrutiny.says("import", "risks", path, "--checked")
    assert "2 loaded (1 of them with a flag)" in said
    assert "    causes: what looks like an NHS number; it was confirmed" in said
    reference = f"RSK-{said.split('RSK-')[2][:8]}"
    history = scrutiny.says("history", reference, "--format", "json")
    assert "onfirmed that the words under “Cause”, which look like an NHS number, do not" in history


def test_a_column_can_be_filled_in(scrutiny: Scrutiny) -> None:
    path = file({"title": "Fire", "ref": "7"})
    scrutiny.says("import", "risks", path, "--fill", "Organisation=Wirral Council")
    assert '"source_body": "Wirral Council"' in scrutiny.says("list", "risks", "--format", "json")
    assert "write it as HEADING=VALUE" in scrutiny.refuses(
        "import", "risks", path, "--fill", "Organisation"
    )
    assert "is not a heading that is known" in scrutiny.refuses(
        "import", "risks", path, "--fill", "Weather=wet"
    )


def test_the_template_can_be_filled_in_and_loaded(scrutiny: Scrutiny) -> None:
    template = scrutiny.says("import", "risks", "--template")
    Path("template.csv").write_text(template, encoding="utf-8")
    assert "1 loaded" in scrutiny.says("import", "risks", "template.csv")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"title,score\n", "The file has headings, but no rows under them."),
        (b"PK\x03\x04\x14\x00\x06\x00", "The file is damaged"),
        (b"title\nabc\0\n", "This is not a CSV file"),
        (b"colour\nred\n", "No heading was recognised."),
    ],
)
def test_a_file_that_cannot_be_loaded_ends_in_a_sentence(
    scrutiny: Scrutiny, content: bytes, sentence: str
) -> None:
    Path("register.csv").write_bytes(content)
    assert scrutiny.refuses("import", "risks", "register.csv").startswith(sentence)
    assert is_empty(scrutiny)


def test_a_file_of_50_megabytes_ends_in_a_sentence(scrutiny: Scrutiny) -> None:
    with Path("register.csv").open("wb") as target:
        target.truncate(50 * 1000 * 1000)
    assert scrutiny.refuses("import", "risks", "register.csv") == (
        "The file has 48 MiB; at most 25 MiB can be loaded at once. Split it into smaller files."
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("none.csv", "none.csv: No such file or directory."), (".", ".: Is a directory.")],
)
def test_a_file_that_is_not_there_ends_in_a_sentence(
    scrutiny: Scrutiny, name: str, sentence: str
) -> None:
    assert scrutiny.refuses("import", "risks", name) == sentence


# import recommendations


@pytest.fixture
def tracker(folder: Path) -> Path:
    """The rows of trackers that have been published."""
    path = folder / "recommendations.csv"
    path.write_bytes(files("demonstration").joinpath("published/recommendations.csv").read_bytes())
    return path


def test_the_published_recommendations_are_loaded_once(scrutiny: Scrutiny, tracker: Path) -> None:
    lines = scrutiny.says("import", "recommendations", tracker).splitlines()
    assert sum(line.startswith("Line ") for line in lines) == 33
    assert lines[-1].startswith("33 rows of recommendations: 33 loaded")
    assert "33 recommendations, as at" in scrutiny.says(
        "list", "recommendations", "--status", "all"
    )
    again = scrutiny.says("import", "recommendations", tracker).splitlines()
    assert again[-1] == "33 rows of recommendations: 0 loaded, 33 already there, 0 refused."


def test_a_dry_run_of_recommendations_loads_nothing(scrutiny: Scrutiny, tracker: Path) -> None:
    said = scrutiny.says("import", "recommendations", tracker, "--dry-run")
    assert said.startswith(f"{NOT_READ}\nLine 2: would be loaded as REC-")
    assert said.endswith("Nothing was loaded: this was a dry run.\n")
    assert is_empty(scrutiny)


def test_a_recommendation_of_an_unknown_source_is_refused_and_the_rest_can_be_loaded(
    scrutiny: Scrutiny,
) -> None:
    good = {"source_type": "jtai", "source_title": "Neglect", "rec_ref": "1", "gist": "Train"}
    path = file(good, {**good, "source_type": "gossip", "rec_ref": "2", "gist": "Whisper"})
    result = scrutiny("import", "recommendations", path)
    assert result.exit_code == 2
    assert "Line 3: refused “Whisper”. source_type: " in result.stdout
    assert is_empty(scrutiny)
    assert "1 loaded" in scrutiny.says("import", "recommendations", path, "--skip-refused")


def test_the_template_of_recommendations_can_be_filled_in_and_loaded(scrutiny: Scrutiny) -> None:
    template = scrutiny.says("import", "recommendations", "--template")
    Path("template.csv").write_text(template, encoding="utf-8")
    assert "1 loaded" in scrutiny.says("import", "recommendations", "template.csv")


# import disputes


def test_past_disputes_are_loaded_once(scrutiny: Scrutiny, folder: Path) -> None:
    scrutiny.says("init")
    good = {"Title": "Night cover", "Raised by": "KCC", "With": "Police", "Date": "12/03/2025"}
    path = file(good, {**good, "Title": "Whispers", "With": "Ofsted"})
    result = scrutiny("import", "disputes", path)
    assert result.exit_code == 2
    assert "Line 3: refused “Whispers”. With: “Ofsted” is no agency" in result.stdout
    assert json.loads(scrutiny.says("list", "disputes", "--format", "json"))["disputes"] == []
    assert "1 loaded" in scrutiny.says("import", "disputes", path, "--skip-refused")
    again = scrutiny.says("import", "disputes", path, "--skip-refused").splitlines()
    assert again[-1] == "2 rows of disputes: 0 loaded, 1 already there, 1 refused."
    assert "Night cover" in scrutiny.says("list", "disputes")


def test_the_template_of_disputes_can_be_filled_in_and_loaded(
    scrutiny: Scrutiny, folder: Path
) -> None:
    scrutiny.says("init")
    template = scrutiny.says("import", "disputes", "--template")
    Path("template.csv").write_text(template, encoding="utf-8")
    assert "Nothing was loaded" in scrutiny.says("import", "disputes", "template.csv", "--dry-run")
    assert "1 loaded" in scrutiny.says("import", "disputes", "template.csv")


# export-log and import-log

READ = (
    "Read 71 events from copy.jsonl.\n"
    "Accounts and passwords are not in such a file. Add whoever is to sign in by “scrutiny user "
    "add”.\n"
)


def test_a_log_that_was_written_is_read_into_another_ledger(
    scrutiny: Scrutiny,
    published: Path,
    databases: Databases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scrutiny.says("import", "risks", published)
    assert scrutiny.says("export-log", "copy.jsonl").startswith("Wrote 71 events to copy.jsonl")
    assert Path("copy.jsonl").stat().st_mode & 0o077 == 0
    before = scrutiny.says("list", "risks", "--format", "json")
    with databases.lend(databases.prepare()) as url:
        other = Scrutiny(url, monkeypatch)
        assert other.says("import-log", "copy.jsonl") == READ
        assert "every row agrees with it" in other.says("verify")
        assert other.says("list", "risks", "--format", "json") == before
        assert "21 already there" in other.says("import", "risks", published)


def test_a_log_is_read_where_there_is_no_database_yet(
    scrutiny: Scrutiny,
    published: Path,
    empty_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scrutiny.says("import", "risks", published)
    scrutiny.says("export-log", "copy.jsonl")
    other = Scrutiny(empty_database_url, monkeypatch)
    assert other.says("import-log", "copy.jsonl") == READ
    assert "The log of 71 events is whole" in other.says("verify")
    other.says("export-log", "again.jsonl")
    assert Path("again.jsonl").read_bytes() == Path("copy.jsonl").read_bytes()


def test_a_damaged_log_leaves_no_database_where_there_was_none(
    scrutiny: Scrutiny, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny.says("export-log", "copy.jsonl")
    content = Path("copy.jsonl").read_bytes()
    Path("copy.jsonl").write_bytes(content[:-5])
    other = Scrutiny(f"sqlite:///{folder / 'new' / 'scrutiny.db'}", monkeypatch)
    assert "cut short" in other.refuses("import-log", "copy.jsonl")
    # The lock's file stays: whoever waits for it has it open.
    assert [each.name for each in (folder / "new").iterdir()] == ["scrutiny.db-maintenance"]


def test_what_is_no_database_is_left_as_it_is(
    scrutiny: Scrutiny, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny.says("export-log", "copy.jsonl")
    Path("notes.db").write_bytes(b"These are notes, and no database at all. " * 200)
    before = Path("notes.db").read_bytes()
    other = Scrutiny(f"sqlite:///{folder / 'notes.db'}", monkeypatch)
    assert "not a database of Scrutiny Ledger" in other.refuses("import-log", "copy.jsonl")
    assert Path("notes.db").read_bytes() == before


def test_a_log_can_be_written_over_an_older_copy_but_never_half(scrutiny: Scrutiny) -> None:
    for _ in range(2):
        scrutiny.says("export-log", "copy.jsonl", "--replace")
    assert [path.name for path in Path().iterdir()] == ["copy.jsonl"]
    assert "No such file or directory" in scrutiny.refuses("export-log", "nowhere/copy.jsonl")


def test_a_damaged_log_is_refused_and_nothing_is_written(scrutiny: Scrutiny) -> None:
    scrutiny.says("export-log", "copy.jsonl")
    content = Path("copy.jsonl").read_bytes()
    Path("copy.jsonl").write_bytes(content.replace(b'"events":0', b'"events":1'))
    assert "damaged" in scrutiny.refuses("import-log", "copy.jsonl")
    assert is_empty(scrutiny)


def test_a_log_is_not_read_into_a_ledger_that_holds_anything(
    scrutiny: Scrutiny, published: Path
) -> None:
    scrutiny.says("import", "risks", published)
    scrutiny.says("export-log", "copy.jsonl")
    assert scrutiny.refuses("import-log", "copy.jsonl").startswith("This ledger is not empty.")


def test_a_log_that_is_not_there_ends_in_a_sentence(scrutiny: Scrutiny) -> None:
    assert scrutiny.refuses("import-log", "none.jsonl") == (
        "none.jsonl: No such file or directory."
    )


@pytest.mark.parametrize("command", ["export-log", "backup"])
def test_a_file_that_cannot_be_written_is_called_by_the_name_that_was_given(
    scrutiny: Scrutiny, command: str
) -> None:
    scrutiny.says("init")
    assert scrutiny.refuses(command, "nowhere/kept") == "nowhere/kept: No such file or directory."
