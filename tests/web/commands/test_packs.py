"""`scrutiny pack`: a bag that others' programs check, the same bytes each time, and what it says
where something was changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import bagit
import pytest
from sqlalchemy import delete, select
from tlog_scales.tlog import Checkpoint as TheirCheckpoint
from tlog_scales.tlog import InclusionProof

from application.doing.chosen_files import chosen
from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_words
from application.ledger.log.words_apart import disclosed
from application.proof.packs import verify
from application.proof.packs.packing import verifier
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from domain.partnership.proof import PROOF, Proof
from tests.acts import do, join, record
from tests.databases import databases as databases  # on both dialects
from tests.following import receive
from tests.web.commanding import Scrutiny
from web.packs import subjects
from web.packs.making import make_pack
from web.running.startup import open_ledger

Packing = Callable[..., Path]


@pytest.fixture
def ledger(scrutiny: Scrutiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A ledger with a key and two risks; things happen to them by turns."""
    monkeypatch.setenv("SCRUTINY_SIGNING_KEY", str(tmp_path / "the-key"))
    ledger = open_ledger(scrutiny.database_url)
    scrutiny.says("key", "new")
    join(ledger, "Kent Police", "police")
    for title in ("Fewer strategy discussions", "Late notes"):
        record(ledger, title)
    for control in ("A weekly look", "Two visits"):
        for risk in ("RSK-2026-001", "RSK-2026-002"):
            do(ledger, "risk.add_control", risk, text=control)
    file = chosen("sample.pdf", b"%PDF-1.7 a sample")
    do(ledger, "risk.add_evidence", "RSK-2026-001", kind="data", title="Sample", file=file)
    yield ledger
    ledger.close()


@pytest.fixture
def packing(scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path) -> Packing:
    """Makes a pack and unpacks it; the folder is returned."""

    def made(*arguments: object, name: str = "pack", of: str = "rsk-2026-001") -> Path:
        zipped = tmp_path / f"{name}.zip"
        scrutiny.says("pack", of, zipped, "--replace", *arguments)
        with ZipFile(zipped) as zip_:
            zip_.extractall(tmp_path / name)
        [bag] = (tmp_path / name).iterdir()
        return bag

    return made


def checked(bag: Path, *arguments: str) -> tuple[int, str]:
    """How the program in a pack ends, run as anybody would, and what it prints."""
    ran = subprocess.run(
        [sys.executable, "-I", str(bag / "verify.py"), *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


def test_others_programs_find_the_bag_the_checkpoint_and_each_proof_in_order(
    packing: Packing, ledger: Ledger
) -> None:
    pack = packing()
    bag = bagit.Bag(str(pack))
    bag.validate()
    assert bag.info["External-Identifier"] == "RSK-2026-001"
    checkpoint = TheirCheckpoint.from_text((pack / "data/checkpoint.txt").read_text())
    assert (checkpoint.origin, checkpoint.size) == (ledger.origin, 10)
    entries = list((pack / "data/entries").iterdir())
    assert len(entries) == 4
    for entry in entries:
        proof = (pack / f"data/proofs/{entry.stem}.tlog-proof").read_text()
        head, _, note = proof.partition("\n\n")
        form, index, *path = head.split("\n")
        assert (form, index) == ("c2sp.org/tlog-proof@v1", f"index {int(entry.stem) - 1}")
        assert TheirCheckpoint.from_text(note) == checkpoint
        theirs = InclusionProof(int(entry.stem) - 1, 10, [b64decode(each) for each in path])
        theirs.check(sha256(b"\0" + entry.read_bytes()).digest(), checkpoint.root_hash)


def test_its_own_program_says_that_all_fits_and_by_whose_key(
    packing: Packing, scrutiny: Scrutiny, ledger: Ledger
) -> None:
    pack, key = packing(), scrutiny.says("key", "show").strip()
    code, told = checked(pack)
    assert code == 0, told
    key_id = key.split("+")[1]
    assert f"Signed by the ledger’s key {key_id}" in told
    assert "That key came with the pack" in told
    assert "RSK-2026-001: events 1 to 4, none missing." in told
    for known in (key_id, key):
        code, told = checked(pack, known)
        assert (code, "That key came with the pack" in told) == (0, False), told
    code, told = checked(pack, "00000000")
    assert (code, "it is not signed by the key 00000000" in told) == (1, True)


def test_plain_commands_find_it_in_order(packing: Packing) -> None:
    pack = packing()
    ran = by_hand(pack)
    assert ran.count("Signature Verified Successfully") == 2, ran
    first, second = re.findall(r"^[0-9a-f]{64}(?=\s+-|$)", ran, re.MULTILINE)[:2]
    assert first == second
    for fault in ("differ", "NOT OF", "FAILED"):
        assert fault not in ran


def by_hand(pack: Path) -> str:
    """What the commands of CHECK-IT-YOURSELF.txt print, each line of them as it stands there."""
    text = (pack / "CHECK-IT-YOURSELF.txt").read_text()
    words = [each for each in text.split("\n\n") if each.startswith(_COMMANDS)]
    assert len(words) == 5 + (pack / "data/period.txt").exists()
    assert "/tmp" not in text, "a fixed name there may be somebody else's"
    own = pack.parent / "tmp"
    own.mkdir(exist_ok=True)
    ran = subprocess.run(
        ["bash", "-c", "\n".join(words)],
        cwd=pack, capture_output=True, text=True, check=False,
        env={**os.environ, "TMPDIR": str(own)},
    )  # fmt: skip
    assert list(own.iterdir()) == [], "nothing is left behind"
    return ran.stdout + ran.stderr


_COMMANDS = ("find ", "work=", "for f ", "(cd ", "{ printf", "{ ls ")


def test_any_byte_that_is_changed_is_found_by_the_program_and_by_sha256sum(
    packing: Packing, tmp_path: Path
) -> None:
    pack = packing()
    for file in sorted(each for each in pack.rglob("*") if each.is_file()):
        whole = file.read_bytes()
        for at in {0, len(whole) // 3, len(whole) // 2, len(whole) - 1} if whole else ():
            for flip in (1, 32):
                changed = bytearray(whole)
                changed[at] ^= flip
                file.write_bytes(changed)
                with pytest.raises((ValueError, UnicodeDecodeError, OSError)):
                    verify.check_lists(pack)
                file.write_bytes(whole)
        file.write_bytes(whole + b" ")
        assert verify.main([str(pack)]) == 1
        assert "differ" in by_hand(pack) or "EOF" in by_hand(pack), file
        file.write_bytes(whole)
    assert verify.main([str(pack)]) == 0


def test_what_was_forged_with_fitting_lists_is_still_found(packing: Packing) -> None:
    """Whoever changes a file can write the lists anew, but not what the ledger has signed."""
    pack = packing()
    for path, changed, why in (
        (
            "data/story.html",
            lambda words: words.replace("Fewer", "More"),
            "manifest.note is of other files",
        ),
        ("README.html", lambda words: words.replace("4 events", "3 events"), "of other files"),
        ("bag-info.txt", lambda words: words.replace("after", "before"), "of other files"),
        ("manifest.note", lambda words: words[: words.index("\n\n") + 2], "not signed as the"),
        (
            "data/entries/6.json",
            lambda words: words.replace("version", "Version"),
            "not in the log",
        ),
        ("data/words/6.txt", lambda words: words[1:], "not those that were written"),
        ("data/left-out.csv", lambda words: words + "6,RSK-2026-001,words,1,x\n", "not those"),
    ):
        was = (pack / path).read_text()
        assert changed(was) != was
        (pack / path).write_text(changed(was))
        list_anew(pack)
        code, told = checked(pack)
        assert (code, why in told) == (1, True), (path, told)
        (pack / path).write_text(was)
    for part in ("entries", "words", "proofs"):
        [middle] = (pack / f"data/{part}").glob("8.*")
        middle.unlink()
    list_anew(pack)
    assert "something between its first and last event is missing" in checked(pack)[1]


def list_anew(pack: Path) -> None:
    """Write both lists of a bag as they would be of what stands in it."""
    manifests = {pack / "manifest-sha256.txt", pack / "tagmanifest-sha256.txt"}
    for name in ("manifest", "tagmanifest"):
        files = sorted(each for each in pack.rglob("*") if each.is_file())
        inside = {each for each in files if pack / "data" in each.parents}
        wanted = (
            inside if name == "manifest" else {*files} - inside - {pack / "tagmanifest-sha256.txt"}
        )
        lines = [
            f"{sha256(each.read_bytes()).hexdigest()}  {each.relative_to(pack).as_posix()}\n"
            for each in files
            if each in wanted
        ]
        (pack / f"{name}-sha256.txt").write_text("".join(lines))
    assert all(each.exists() for each in manifests)


def test_the_same_position_gives_the_same_bytes_later_and_is_on_record(
    packing: Packing, scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    packing(name="first")
    do(ledger, "risk.add_control", "RSK-2026-001", text="A third one")
    scrutiny.says("checkpoint")
    packing("--as-at", "#10", name="second")
    first, second = (tmp_path / f"{name}.zip" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    packs = ledger.get(Proof, PROOF).packs
    hashed = sha256(first.read_bytes()).hexdigest()
    assert [(each.items, each.upto, each.sha256) for each in packs] == [
        (("RSK-2026-001",), 10, hashed)
    ] * 2
    assert hashed in scrutiny.says("history", "proof", "--format", "json")
    assert scrutiny("verify").exit_code == 0
    assert [each.upto for each in ledger.get(Proof, PROOF).packs_with("RSK-2026-001", position=10)]
    assert not ledger.get(Proof, PROOF).packs_with("RSK-2026-001", position=11)


def test_as_at_an_earlier_moment_it_holds_what_had_happened_by_then(
    packing: Packing, scrutiny: Scrutiny, tmp_path: Path
) -> None:
    pack = packing("--as-at", "#6")
    assert {each.stem for each in (pack / "data/entries").iterdir()} == {"4", "6"}
    assert "Two visits" not in (pack / "data/story.html").read_text()
    assert checked(pack)[0] == 0
    nothing = tmp_path / "nothing.zip"
    for reference, when, said in (
        ("RSK-2026-001", "#3", "There was no RSK-2026-001 yet"),
        ("RSK-2026-099", "#10", "There is no"),
        ("x-1", "#10", "There is no"),
    ):
        assert said in scrutiny.refuses("pack", reference, nothing, "--as-at", when)
        assert not nothing.exists()


def test_words_that_were_taken_out_are_listed_and_what_differs_is_said(
    packing: Packing, scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    packing("--as-at", "#10", name="before")
    with ledger.writing() as connection:
        connection.execute(delete(stored_words).where(stored_words.c.position == 6))
    told = scrutiny.says("pack", "RSK-2026-001", tmp_path / "after.zip", "--as-at", "#10")
    assert (
        "It is not the same as the pack made of the same before: texts and files left out were"
        " 0 then and 1 now." in told
    )
    pack = packing("--as-at", "#10", name="later")
    assert (
        "6,RSK-2026-001,words,1,taken out of the ledger" in (pack / "data/left-out.csv").read_text()
    )
    assert "A weekly look" not in (pack / "data/words/6.txt").read_text()
    assert checked(pack)[0] == 0


def test_the_program_in_it_is_short_and_the_published_one(packing: Packing) -> None:
    assert (packing() / "verify.py").read_bytes() == verifier()
    assert len(verifier().splitlines()) < 150


def test_the_countersigned_checkpoint_is_taken_and_said_by_whom(
    packing: Packing, scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    own, file, back = tmp_path / "police", tmp_path / "for-police", tmp_path / "back"
    key = scrutiny.says("key", "show").strip()
    named = scrutiny("countersign", "--folder", own, "--new", "police.uk/w1", "--trust", key)
    do(ledger, "agency.name_key", "kent-police", verifier=named.stdout.strip())
    before = packing("--as-at", "#10", name="before")
    assert "No Safeguarding Partner" in (before / "README.html").read_text()
    do(ledger, "risk.add_control", "RSK-2026-002", text="A third one")
    scrutiny.says("checkpoint", file, "--for", "kent-police")
    back.write_text(scrutiny.says("countersign", "--folder", own, file))
    scrutiny.says("checkpoint", "--countersigned", back)
    told = scrutiny.says("pack", "RSK-2026-001", tmp_path / "again.zip", "--as-at", "#10")
    assert "partners that countersigned were 0 then and 1 now" in told
    pack = packing("--as-at", "#10", name="after")
    code, told = checked(pack, key)
    assert code == 0
    assert "Countersigned by police.uk/w1, key" in told
    assert by_hand(pack).count("Signature Verified Successfully") == 2
    signed = (pack / "data/checkpoint.txt").read_text()
    forged = signed[:-20] + ("A" if signed[-20] != "A" else "B") + signed[-19:]
    for each in [pack / "data/checkpoint.txt", *(pack / "data/proofs").iterdir()]:
        each.write_text(each.read_text().replace(signed, forged))
    list_anew(pack)
    assert checked(pack)[0] == 1


def test_the_words_of_a_restricted_item_of_a_meeting_are_in_no_file_of_it(
    packing: Packing, scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    group = do(
        ledger, "group.establish", name="A group", short="AG", kind="scrutiny", meetings="4"
    ).reference
    meeting = do(
        ledger, "meeting.plan", group=group, kind="ordinary", mode="both", meets_on="2026-05-11"
    ).reference
    for title, restricted in (("The open one", "no"), ("The conduct of X", "yes")):
        do(
            ledger, "meeting.add_item", meeting, title=title, asked="decide",
            restricted=restricted, about_scrutineer="no",
        )  # fmt: skip
    scrutiny.says("pack", meeting, tmp_path / "meeting.zip")
    with ZipFile(tmp_path / "meeting.zip") as zip_:
        whole = b"".join(map(zip_.read, zip_.namelist()))
        zip_.extractall(tmp_path / "meeting")
    with ledger.reading() as connection:
        kept = [each.split("~") for each in connection.scalars(select(stored_words.c.disclosures))]
    [hidden] = [
        each for some in kept for each in some if "The conduct of X" in disclosed([each])[0]
    ]
    assert hidden.encode() not in whole
    assert b"The conduct of X" not in whole
    assert b"The open one" in whole
    [pack] = (tmp_path / "meeting").iterdir()
    assert "words,1,of a restricted item of a meeting" in (pack / "data/left-out.csv").read_text()
    assert checked(pack)[0] == 0


def test_the_pack_of_an_agency_holds_what_it_owned_by_then(
    packing: Packing, scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    owned = record(ledger, "Its own", owner_agency="kent-police")
    then = ledger.position()
    later = record(ledger, "Its own, later", owner_agency="kent-police")
    now = ledger.position()
    for when, items in ((then, ("kent-police", owned)), (now, ("kent-police", owned, later))):
        scrutiny.says(
            "pack", "kent-police", tmp_path / "its.zip", "--as-at", f"#{when}", "--replace"
        )
        assert ledger.get(Proof, PROOF).packs[-1].items == items
    with ZipFile(tmp_path / "its.zip") as zip_:
        zip_.extractall(tmp_path / "its")
    [pack] = (tmp_path / "its").iterdir()
    code, told = checked(pack)
    assert code == 0
    assert f"{later}: events 1 to" in told
    assert "RSK-2026-001" not in (pack / "data/story.html").read_text()


def test_the_pack_of_a_report_holds_each_recommendation_of_it_and_no_other(
    packing: Packing, scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    join(ledger, "Kent County Council", "local_authority")
    first = receive(ledger, published="2026-03-01")
    receive(ledger, title="Another report")
    receive(ledger, published="2025-03-01", words="Of the year before.")
    third = receive(ledger, published="2026-03-01", words="Count what is late.", number="3")
    now = f"#{ledger.position()}"
    bags = [packing("--report", "--as-at", now, name=each, of=each) for each in (third, first)]
    one, other = (tmp_path / f"{each}.zip" for each in (third, first))
    assert one.read_bytes() == other.read_bytes()
    code, told = checked(bags[0])
    assert code == 0
    for each in (first, third):
        assert f"{each}: events 1 to 1, none missing." in told
    story = (bags[0] / "data/story.html").read_text()
    assert "Count what is late." in story
    assert "Another report" not in story
    assert "Of the year before." not in story
    assert (
        "Evidence pack of the report “Review of the front door”"
        in (bags[0] / "README.html").read_text()
    )
    [made, _] = ledger.get(Proof, PROOF).packs
    assert made.items == (first, third)
    assert made.subject.startswith(f"the report of {first} and 1 item with it as it stood")
    nothing = tmp_path / "nothing.zip"
    told = scrutiny.refuses("pack", "RSK-2026-001", nothing, "--report")
    assert "RSK-2026-001 is no recommendation." in told


def test_the_pack_of_a_period_holds_every_event_of_it_and_proves_that_none_is_missing(
    packing: Packing, scrutiny: Scrutiny, ledger: Ledger
) -> None:
    period = ("--from", "#4", "--to", "#9")
    pack = packing(*period, of="ledger")
    assert {each.stem for each in (pack / "data/entries").iterdir()} == set("56789")
    bagit.Bag(str(pack)).validate()
    code, told = checked(pack)
    assert code == 0
    assert "the log: events 5 to 9, none missing." in told
    for fault in ("differ", "NOT OF", "FAILED", "EOF"):
        assert fault not in by_hand(pack)
    story = (pack / "data/story.html").read_text()
    assert "A weekly look" in story
    assert "recorded RSK-2026-001" not in story
    for gone, why in (("7", "of the log something between"), ("9", "of the log something")):
        for part in ("entries", "words", "proofs"):
            [file] = (pack / f"data/{part}").glob(f"{gone}.*")
            file.unlink()
        list_anew(pack)
        assert why in checked(pack)[1]
        assert f"{gone}.json" in by_hand(pack).splitlines()
        pack = packing(*period, of="ledger", name=f"again-without-{gone}")
    [made, *others] = ledger.get(Proof, PROOF).packs
    assert made.subject == "events 5 to 9 of the log"
    assert {each.sha256 for each in others} == {made.sha256}
    assert made.holds("RSK-2026-001", position=6)
    assert not made.holds("RSK-2026-001", position=4)


def test_a_pack_of_before_it_was_recorded_says_since_when_there_is_one(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    file = tmp_path / "pack.zip"
    told = scrutiny.refuses("pack", "RSK-2026-001", file, "--as-at", "#1")
    assert "There was no RSK-2026-001 yet at that moment: it was recorded on" in told
    assert not file.exists()
    assert "There is no RSK-2026-900" in scrutiny.refuses("pack", "RSK-2026-900", file)


def test_a_period_without_events_or_with_too_many_is_refused(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "nothing.zip"
    for arguments, why in (
        (("ledger", file, "--from", "#9", "--to", "#9"), "Nothing was recorded between"),
        (("ledger", file), "scrutiny pack ledger FILE --from WHEN"),
        (("RSK-2026-001", file, "--from", "#1"), "scrutiny pack ledger FILE --from WHEN"),
    ):
        assert why in scrutiny.refuses("pack", *arguments)
    monkeypatch.setattr(subjects, "MOST", 3)
    by = Actor("x", Role.ADMINISTRATOR)
    with file.open("w+b") as out, pytest.raises(DomainError, match=r"5 events .* 3 at the most"):
        make_pack(ledger, None, subjects.period("#4"), out, as_at="#9", by=by)
