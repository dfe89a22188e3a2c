"""`scrutiny paper`: which, as what, of when; and what it says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from application.ledger.ledger import Ledger
from tests.acts import record
from tests.databases import databases as databases  # on both dialects
from tests.web.commanding import Scrutiny
from tests.web.papers.reading import faults, objects_of
from web.running.startup import open_ledger


@pytest.fixture
def ledger(scrutiny: Scrutiny) -> Ledger:
    ledger = open_ledger(scrutiny.database_url)
    record(ledger, "Fire", likelihood="2", impact="4")
    return ledger


def test_the_ending_of_the_file_says_what_is_written(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    file = tmp_path / "paper.pdf"
    said = scrutiny.says("paper", "executive", file)
    assert f"Wrote “Outstanding risks and decisions” to {file}. As at" in said
    code = said.partition("It bears the checkpoint ")[2].split()[0]
    assert code.endswith("-unsigned")
    content = file.read_bytes()
    assert faults(content) == []
    assert code.encode() not in content  # it is in the text, which is packed
    assert b"Compared with" in objects_of(content)
    ledger.close()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nothing", "x.pdf"), "nothing is not one of: executive"),
        (("executive", "x.txt"), "Name a file that ends in one of: .pdf"),
        (("executive", "x.pdf", "RSK-2026-001"), "This paper is of no one item"),
        (("executive", "x.pdf", "--as-at", "soon"), "“soon” is not a moment."),
        (("executive", "x.pdf", "--as-at", "#1", "--from", "#2"), "must not be after"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    words: tuple[str, ...], sentence: str, scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    name, file, *more = words
    record(ledger, "Flood")
    assert sentence in scrutiny.refuses("paper", name, tmp_path / file, *more)
    assert list(tmp_path.glob("x.*")) == []
    ledger.close()
