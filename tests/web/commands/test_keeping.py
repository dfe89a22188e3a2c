"""`scrutiny verify` and `rebuild`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from application.accounts.side import SideRecords
from application.ledger.files import files
from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.proof.last_run import last_run
from projections.risks.risk_register import RISKS
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.tampering import altered, reworded, without_words
from tests.web.commanding import Scrutiny
from web.nouns import every_projection
from web.running.startup import open_ledger


@pytest.fixture
def ledger(scrutiny: Scrutiny) -> Iterator[Ledger]:
    ledger = open_ledger(scrutiny.database_url)
    for _ in range(3):
        record(ledger)
    yield ledger
    ledger.close()


def test_what_agrees_is_said_to_agree(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("verify").splitlines()
    areas = ["log", "tree", "tables", "identity", "commands", "checkpoints", "files"]
    names = [*areas, *(each.name for each in every_projection())]
    assert said[0] == (
        f"The log of 3 events is whole, and every row agrees with it: {', '.join(names)}."
    )
    assert said[1].startswith("Its root is ")


def test_a_row_that_was_tampered_with_is_found_and_mended_by_a_rebuild(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    reference = record(ledger)
    tampered = update(RISKS.table).where(RISKS.c.reference == reference)
    with ledger.writing() as connection:
        connection.execute(tampered.values(title="Another title"))
    result = scrutiny("verify")
    assert result.exit_code == 1
    assert f"risks: the row of {reference}" in result.stdout
    assert "title, expected “Fewer strategy discussions”, found “Another title”" in result.stdout
    assert scrutiny.says("rebuild", "risks") == ("Built anew from 4 events: risks.\n")
    scrutiny.says("verify")


def test_a_log_that_is_not_whole_is_found(scrutiny: Scrutiny, ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(delete(stored_events).where(stored_events.c.position == 2))
    result = scrutiny("verify")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "log: Position 2 of the log is missing; 3 follows.",
        f"  position 3, RSK-{ledger.now().year}-003, position, expected 2, found 3",
        "  and 1 more",
        "The registers were not checked, because the log itself is at fault.",
    ]


@pytest.mark.parametrize(
    "columns",
    [
        {"state": b'{"by":{},"on":""}'},
        {"item": "RSK-2026-999"},
        {"topic": "Risk.Vanished"},
        {"recorded": "2020-01-01T00:00:00.000000Z"},
        {"leaf": b"0" * 32},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_whatever_was_tampered_with_is_found_at_its_position(
    scrutiny: Scrutiny, ledger: Ledger, columns: dict[str, object]
) -> None:
    altered(ledger, 2, **columns)
    found = "\n".join(found_wrong(scrutiny))
    assert found.startswith("log: Position 2 ")
    assert "position 2, " in found


def test_words_that_were_altered_are_found_at_their_position(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    reworded(ledger, 2, "title", "Another title")
    assert found_wrong(scrutiny)[0] == (
        "log: Position 2 cannot be read: its words are not those that were written."
    )


def test_words_that_are_missing_are_found_at_their_position(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    without_words(ledger, 2)
    assert found_wrong(scrutiny)[0].startswith("log: Position 2: words of it are missing")


def found_wrong(scrutiny: Scrutiny) -> list[str]:
    """What `verify` says is wrong, line by line."""
    result = scrutiny("verify")
    assert result.exit_code == 1
    return result.stdout.splitlines()


@pytest.mark.parametrize("command", [("rebuild",), ("history", "RSK-{year}-002")])
def test_an_event_of_a_newer_program_stops_with_a_sentence(
    scrutiny: Scrutiny, ledger: Ledger, command: tuple[str, ...]
) -> None:
    altered(ledger, 2, topic="Risk.Vanished")
    year = ledger.now().year
    assert scrutiny.refuses(*(word.format(year=year) for word in command)) == (
        "Position 2: this program knows no event Risk.Vanished. Install the newer program."
    )


def test_every_register_is_built_anew(scrutiny: Scrutiny, ledger: Ledger) -> None:
    names = ", ".join(each.name for each in every_projection())
    assert scrutiny.says("rebuild") == f"Built anew from 3 events: {names}.\n"
    scrutiny.says("verify")


def test_a_register_that_does_not_exist_ends_in_a_sentence(scrutiny: Scrutiny) -> None:
    assert "There is no register weather. They are: partnership" in scrutiny.refuses(
        "rebuild", "weather"
    )


def test_a_file_of_evidence_that_was_altered_or_is_gone_is_found(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    file = {"name": "sample.txt", "content": "A sample."}
    do(ledger, "risk.add_evidence", "RSK-2026-001", kind="data", title="Sample", file=file)
    scrutiny.says("verify")
    for damage, wrong in (
        (update(files).values(content=b"Another."), "is no longer what was put forward"),
        (delete(files), "is missing"),
    ):
        with ledger.writing() as connection:
            connection.execute(damage)
        result = scrutiny("verify")
        assert result.exit_code == 1
        assert f"The file of evidence 1 of RSK-2026-001 {wrong} (" in result.stdout


def test_the_log_goes_on_from_a_checkpoint_that_was_kept_or_does_not(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text(scrutiny("checkpoint").stdout)
    record(ledger)
    said = scrutiny.says("verify", "--against", kept)
    assert said.endswith("It is not signed.\n")
    other = tmp_path / "other.txt"
    other.write_text(kept.read_text().replace("\n3\n", "\n2\n"))
    result = scrutiny("verify", "--against", other)
    assert result.exit_code == 1
    assert "checkpoint that was given: IT DOES NOT FIT: the first 2 events" in result.stdout
    assert ", root, expected " in result.stdout
    later = tmp_path / "later.txt"
    later.write_text(kept.read_text().replace("\n3\n", "\n40\n"))
    assert "It is later than this ledger" in scrutiny("verify", "--against", later).stdout


@pytest.mark.parametrize("content", [b"", b"\xff", b"hello", b"a\nb\nc\n\n"])
def test_what_is_no_checkpoint_is_refused(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert scrutiny.refuses("verify", "--against", file)


def test_what_verifying_found_is_kept_for_the_page(scrutiny: Scrutiny, ledger: Ledger) -> None:
    with closing(SideRecords(ledger.engine)) as side, side.reading() as connection:
        assert last_run(connection) is None
    scrutiny.says("verify")
    altered(ledger, 2, leaf=b"0" * 32)
    with closing(SideRecords(ledger.engine)) as side:
        with side.reading() as connection:
            run = last_run(connection)
        assert run is not None
        assert (run.size, run.whole) == (3, True)
        scrutiny("verify")
        with side.reading() as connection:
            run = last_run(connection)
        assert run is not None
        assert not run.whole
        assert run.areas[0].first == "Position 2 was altered: its leaf does not fit."
