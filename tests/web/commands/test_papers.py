"""`scrutiny paper`: which, as what, of when; and what it says of it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from application.proof.keys import proof_of
from tests.acts import record
from tests.databases import Databases
from tests.databases import databases as databases  # on both dialects
from tests.disputing import dispute, found_partnership
from tests.web.commanding import Scrutiny
from tests.web.deeds import ground
from tests.web.deeds.meetings import ITEM
from tests.web.doing import arrange
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
    assert "and OFFICIAL-SENSITIVE." in said
    official = scrutiny.says("paper", "executive", tmp_path / "wide.pdf", "--marking", "official")
    assert "and OFFICIAL." in official
    assert code.encode() in content  # among its keywords, besides the foot of each page
    assert b"Compared with" in objects_of(content)
    ledger.close()


def test_the_paper_of_a_dispute_is_written_by_its_reference_in_a_process_of_its_own(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    found_partnership(ledger)
    quarrel = dispute(ledger, position="The police cannot meet it.")
    ledger.close()
    command = scrutiny.start("paper", "dispute", tmp_path / "paper.xlsx", quarrel.lower())
    said, complained = command.communicate(timeout=60)
    assert command.returncode == 0, complained
    assert quarrel in said
    assert (tmp_path / "paper.xlsx").stat().st_size > 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nothing", "x.pdf"), "nothing is not one of: executive"),
        (("executive", "x.txt"), "Name a file that ends in one of: .pdf"),
        (("executive", "x.pdf", "RSK-2026-001"), "This paper is of no one item"),
        (("executive", "x.pdf", "--as-at", "soon"), "“soon” is not a moment."),
        (("executive", "x.pdf", "--as-at", "#1", "--from", "#2"), "must not be after"),
        (("dispute", "x.pdf"), "Name the item that it is of"),
        (("executive", "x.pdf", "--to", "MTG-2026-001"), "give both --to and --item"),
        (("executive", "x.pdf", "--to", "MTG-2026-001", "--item", "1"), "no meeting MTG-2026-001"),
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


def test_one_that_is_issued_is_on_record_and_the_same_when_it_is_made_again(
    scrutiny: Scrutiny, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with freeze_time("2026-06-10T09:00:00Z"), databases.lend(databases.prepare(ground)) as url:
        monkeypatch.setenv("SCRUTINY_DATABASE_URL", url)
        ledger = open_ledger(url)
        arrange(ledger, "meeting", "MTG-2026-001", [ITEM])
        first, again = tmp_path / "first.docx", tmp_path / "again.docx"
        said = scrutiny.says("paper", "risks", first, "--to", "mtg-2026-001", "--item", "1")
        assert "It is paper 1 of MTG-2026-001, which keeps it whole." in said
        assert f"Its SHA-256 is {sha256(first.read_bytes()).hexdigest()}; that is on rec" in said
        proof = proof_of(ledger)
        assert proof is not None
        record(ledger, "Flood")
        said = scrutiny.says("paper", "risks", again, "--as-at", proof.papers[0].as_at)
        assert "It is the same, byte for byte, as the one issued to MTG-2026-001" in said
        assert again.read_bytes() == first.read_bytes()
        ledger.close()
