"""`scrutiny key`, `checkpoint` and `countersign`, and what a restore puts on record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint

from application.ledger.ledger import Ledger
from tests.acts import do, join, record
from tests.databases import databases as databases  # on both dialects
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger


@pytest.fixture
def ledger(scrutiny: Scrutiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setenv("SCRUTINY_SIGNING_KEY", str(tmp_path / "the-key"))
    ledger = open_ledger(scrutiny.database_url)
    join(ledger, "Kent Police", "police")
    record(ledger)
    yield ledger
    ledger.close()


def test_a_key_is_made_once_shown_and_rotated(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    assert "Run “scrutiny key new”" in scrutiny.refuses("key", "show")
    assert "no key yet" in scrutiny.refuses("key", "rotate")
    made = scrutiny.says("key", "new").splitlines()[-1]
    assert scrutiny.says("key", "show").strip() == made
    before = (tmp_path / "the-key").read_bytes()
    assert "never overwritten" in scrutiny.refuses("key", "new")
    assert (tmp_path / "the-key").read_bytes() == before
    rotated = scrutiny.says("key", "rotate", "--reason", "A new hand").splitlines()[-1]
    assert scrutiny.says("key", "show").strip() == rotated != made
    assert "A new hand" in scrutiny.says("history", "proof")
    assert scrutiny("verify").exit_code == 0


def test_a_checkpoint_is_printed_or_written_and_says_whether_it_is_signed(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    unsigned = scrutiny("checkpoint")
    assert unsigned.stdout.startswith(f"{ledger.origin}\n2\n")
    assert "It is unsigned" in unsigned.stderr
    key = scrutiny.says("key", "new").splitlines()[-1]
    file = tmp_path / "checkpoint.txt"
    assert "Wrote the checkpoint 4-" in scrutiny.says("checkpoint", file)
    TheirCheckpoint.from_text(file.read_text()).verify(Vkey.from_string(key))
    assert scrutiny.says("checkpoint") == file.read_text()


def test_a_checkpoint_is_never_written_over_the_database(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    if ledger.engine.dialect.name == "sqlite":
        assert "belongs to the database" in scrutiny.refuses(
            "checkpoint", ledger.engine.url.database
        )


def test_tick_makes_the_days_checkpoint(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert "Made the checkpoint 2-" in scrutiny.says("tick")
    assert "checkpoint" not in scrutiny.says("tick")


def test_tick_goes_on_where_the_key_is_gone(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    scrutiny.says("key", "new")
    (tmp_path / "the-key").unlink()
    told = scrutiny("tick")
    assert told.exit_code == 0
    assert "No checkpoint was made" in told.stderr
    assert "is not. Put it back" in scrutiny.refuses("checkpoint")


def test_a_partner_countersigns_and_the_ledger_keeps_it(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    own, file, back = tmp_path / "police", tmp_path / "for-police", tmp_path / "back"
    scrutiny.says("key", "new")
    key = scrutiny.says("key", "show").strip()
    told = scrutiny("countersign", "--folder", own, "--new", "police.uk/w1", "--trust", key)
    assert told.exit_code == 0, told.output
    do(ledger, "agency.name_key", "kent-police", verifier=told.stdout.strip())
    for seen in (5, 6):
        scrutiny.says("checkpoint", file, "--for", "Kent Police", "--replace")
        back.write_text(scrutiny.says("countersign", "--folder", own, file))
        assert scrutiny.says("checkpoint", "--countersigned", back) == (
            f"Kent Police has countersigned the first {seen} events.\n"
        )
        record(ledger)
    assert file.read_text().startswith("old 5\n")
    assert "goes on from 5" in scrutiny.refuses("countersign", "--folder", own, file)


def test_a_log_that_was_rewritten_ends_in_exit_code_1_and_a_kept_refusal(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    own, file = tmp_path / "police", tmp_path / "for-police"
    scrutiny.says("key", "new")
    key = scrutiny.says("key", "show").strip()
    scrutiny("countersign", "--folder", own, "--new", "police.uk/w1", "--trust", key)
    scrutiny.says("checkpoint", file, "--for", "kent-police")
    scrutiny.says("countersign", "--folder", own, file)
    seen = own / "seen.json"
    seen.write_text(_other(seen))
    record(ledger)
    scrutiny.says("checkpoint", file, "--for", "kent-police", "--seen", "4", "--replace")
    refused = scrutiny("countersign", "--folder", own, file)
    assert refused.exit_code == 1
    assert refused.stdout.startswith("REFUSED. ")
    assert len(list(own.glob("refused-*"))) == 1


def _other(seen: Path) -> str:
    """What a partner remembers, with another root."""
    kept = json.loads(seen.read_text())
    for log in kept.values():
        log["root"] = "ab" * 32
    return json.dumps(kept)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name the file to countersign"),
        (["--new", "two words"], "This is no key"),
        (["--trust", "nonsense"], "This is no key"),
    ],
)
def test_what_countersign_cannot_use_ends_in_a_sentence(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path, arguments: list[str], words: str
) -> None:
    assert words in scrutiny.refuses("countersign", "--folder", tmp_path / "own", *arguments)


@pytest.mark.parametrize("content", [b"", b"old 0\n\n", b"\xff", b"old x\n\nlog\n1\nAA==\n\n"])
def test_a_file_that_is_none_ends_in_a_sentence(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path, content: bytes
) -> None:
    own, file = tmp_path / "own", tmp_path / "file"
    file.write_bytes(content)
    scrutiny("countersign", "--folder", own, "--new", "police.uk/w1")
    assert scrutiny.refuses("countersign", "--folder", own, file)
    assert scrutiny.refuses("checkpoint", "--countersigned", file)


def test_an_older_backup_that_is_put_back_begins_a_new_origin(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    scrutiny.says("key", "new")
    old, kept = ledger.origin, ledger.position()
    scrutiny.says("backup", backup)
    record(ledger)
    later = tmp_path / "later.txt"
    scrutiny.says("checkpoint", later)
    ledger.close()
    told = scrutiny("restore", backup, "--replace")
    assert told.exit_code == 0, told.output
    assert f"What came after event {kept} is lost" in told.stdout
    assert TheirCheckpoint.from_text(later.read_text()).root_hash.hex() in told.stdout
    again = open_ledger(scrutiny.database_url)
    assert again.origin != old
    assert scrutiny.says("key", "show").startswith(again.origin)
    history = scrutiny.says("history", "proof", "--format", "csv")
    assert f"after the first {kept} up to event {kept + 1} of {old}" in history
    again.close()
    # The same backup as the ledger: nothing is lost, and nothing begins.
    scrutiny.says("backup", tmp_path / "second")
    assert "is lost" not in scrutiny.says("restore", tmp_path / "second", "--replace")


@pytest.mark.parametrize("more", [0, 1, 3])
def test_a_copy_that_was_put_back_by_hand_is_noticed_however_much_it_has_gone_on(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path, more: int
) -> None:
    """It has fewer events than were known, as many, or more."""
    if ledger.engine.dialect.name != "sqlite":
        return
    path, file = Path(str(ledger.engine.url.database)), tmp_path / "checkpoint.txt"
    scrutiny.says("key", "new")
    scrutiny.says("checkpoint")
    assert "nothing is lost" in scrutiny.refuses("checkpoint", "--new-origin")
    ledger.close()
    before = path.read_bytes()
    again = open_ledger(scrutiny.database_url)
    record(again, "What is lost")
    scrutiny.says("checkpoint", file)
    again.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    path.write_bytes(before)
    copy = open_ledger(scrutiny.database_url)
    for _ in range(more):
        record(copy, "Recorded on the older copy")
    end = copy.position()
    known = TheirCheckpoint.from_text(file.read_text())
    verified, looked = scrutiny("verify"), scrutiny("doctor")
    assert verified.exit_code == looked.exit_code == 1
    for told in (
        verified.output, looked.output, scrutiny.refuses("checkpoint"),
        scrutiny.refuses("pack", "RSK-2026-001", tmp_path / "pack.zip"),
    ):  # fmt: skip
        assert "--new-origin" in told
        assert f"{known.size:,}" in told
        assert known.root_hash.hex() in told
    assert copy.position() == end, "looking and refusing writes nothing"
    assert not (tmp_path / "pack.zip").exists()
    begun = scrutiny.says("checkpoint", "--new-origin")
    assert f"known to have {known.size} events, with the root {known.root_hash.hex()}" in begun
    assert known.root_hash.hex() in scrutiny.says("history", "proof", "--format", "csv")
    scrutiny.says("checkpoint")
    scrutiny.says("pack", "RSK-2026-001", tmp_path / "pack.zip")
    scrutiny.says("verify")
    assert "It is of what was lost" in scrutiny("verify", "--against", file).output
    copy.close()
