"""The page that says what the log is, and the files that go with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from tlog_scales.tlog import Checkpoint as TheirCheckpoint

from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.proof.checkpoints import Checkpoint, Submission
from application.proof.countersigning import Witness
from application.proof.keys import KeyFile, key_file, make_key
from application.proof.notes import Note
from domain.kernel.terms import Actor, Role
from tests.acts import do, record
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

ADMINISTRATOR = Actor("somebody", Role.ADMINISTRATOR)


@pytest.fixture
def key(ledger: Ledger) -> KeyFile:
    """The ledger's key, where the site looks for it."""
    file = key_file(ledger.engine)
    assert file is not None
    make_key(ledger, file, by=ADMINISTRATOR)
    return file


@pytest.fixture
def reader(ledger: Ledger, visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


def test_without_a_key_the_page_says_so(reader: Visitor, ledger: Ledger) -> None:
    page = reader.get("/proof")
    assert "None, so checkpoints are unsigned" in page.words
    assert f"{ledger.position()}-" in page.words
    assert "-unsigned" in page.words
    assert "None was made yet" in page.words


def test_the_auditor_finds_it_from_the_trail_and_everybody_from_the_foot_of_the_page(
    reader: Visitor,
) -> None:
    assert reader.get("/audit").links["how that can be proved"] == "/proof"
    [foot] = [each for each in reader.get("/").root.every("a") if each.words == "Proof"]
    assert foot["href"] == "/proof"


def test_a_checkpoint_is_made_downloaded_and_listed(
    reader: Visitor, ledger: Ledger, key: KeyFile
) -> None:
    reader.get("/proof")
    answer = reader.ask("POST", "/proof/now", {"csrf_token": reader.token})
    assert answer.status_code == 200
    size = ledger.position()
    theirs = TheirCheckpoint.from_text(answer.text)
    assert (theirs.origin, theirs.size) == (ledger.origin, size)
    page = reader.get("/proof")
    listed = page.links[f"Download the checkpoint of {size} events"]
    assert reader.ask("GET", listed).text == answer.text
    assert reader.ask("GET", "/proof/1-unsigned.txt").status_code == 404


def test_what_is_pasted_is_recognised(reader: Visitor, ledger: Ledger, key: KeyFile) -> None:
    reader.get("/proof")
    note = reader.ask("POST", "/proof/now", {"csrf_token": reader.token}).text
    code = next(each.words for each in reader.get("/proof").root.every("code"))
    for shown in (note, code, note.replace("\n", "\r\n"), f"\ufeff{note}", f"  {code.upper()} "):
        assert "It fits: the first" in reader.post("/proof", {"shown": shown}).words
    with ledger.writing() as connection:
        first = stored_events.c.position == 1
        connection.execute(update(stored_events).where(first).values(leaf=b"0" * 32))
    for shown in (note, code):
        assert "IT DOES NOT FIT" in reader.post("/proof", {"shown": shown}).words


@pytest.mark.parametrize("shown", ["", " ", "hello", "<script>", "x\n\n\n\u0000", "9" * 30_000])
def test_what_is_no_checkpoint_is_answered_with_a_sentence(reader: Visitor, shown: str) -> None:
    page = reader.post("/proof", {"shown": shown}, status=422)
    [(sentence, where)] = page.errors.items()
    assert where == "#shown"
    assert sentence.endswith(".")


def test_a_partner_countersigns_by_the_page_alone(
    reader: Visitor, ledger: Ledger, key: KeyFile, tmp_path: Path
) -> None:
    police = Witness(tmp_path)
    verifier = police.begin("police.uk/w1")
    police.trust(str(key.read().verifier))
    do(ledger, "agency.name_key", "kent-police", verifier=str(verifier))
    assert "Kent Police Nothing yet" in reader.get("/proof").words
    reader.ask("POST", "/proof/now", {"csrf_token": reader.token})
    file = reader.get("/proof").links["File for Kent Police to countersign"]
    now = datetime.now(UTC) - timedelta(minutes=1)
    note = police.countersign(Submission.read(reader.ask("GET", file).text), now=now)
    size = ledger.position()
    page = reader.post("/proof", {"shown": str(note)})
    assert f"Kent Police has countersigned the first {size} events." in page.words
    page = reader.get("/proof")
    assert f"Kent Police {size} events" in page.words
    listed = page.links[f"Download the checkpoint of {size} events"]
    assert reader.ask("GET", listed).text == str(note)
    assert reader.ask("GET", file).text.startswith(f"old {size}\n")
    assert reader.ask("GET", file.replace("kent-police", "kent-rangers")).status_code == 404
    for seen in ("-1", "none", "1.5", "99999999999999999999"):
        assert f"“{seen}” is not a number" in reader.get(f"{file}?seen={seen}", status=422).words
    assert "nobody can have seen" in reader.get(f"{file}?seen={size + 1}", status=422).words
    assert reader.ask("GET", f"{file}?seen=0").text.startswith("old 0\n")


def test_an_older_copy_is_told_on_the_page_and_signs_and_gives_out_nothing(
    reader: Visitor, ledger: Ledger, key: KeyFile
) -> None:
    risk, before = record(ledger), ledger.position()
    lost = Checkpoint(ledger.origin, before, b"r" * 32)
    key.latest.write_text(str(Note(lost.text)))
    told = f"the first {before} of them are not those of the latest checkpoint"
    page = reader.get("/proof")
    assert told in page.words
    assert lost.root.hex() in page.words
    history = reader.get(f"/history/{risk}")
    for address in ("/proof/now", f"/history/{risk}/pack"):
        assert told in reader.post(address, status=422).words
    assert history.heading
    assert ledger.position() == before, "nothing was put on record"


def test_only_a_partner_has_a_key_and_only_one_that_countersigns(
    ledger: Ledger, visit: Visit, tmp_path: Path
) -> None:
    administrator = visit(Role.ADMINISTRATOR)
    line = str(Witness(tmp_path).begin("police.uk/w1"))
    form = administrator.get("/agencies/kent-police/name-key")
    for wrong in ("", "nonsense", line.replace("police", "polite")):
        page = administrator.submit(form, verifier=wrong, status=422)
        assert page.errors
    page = administrator.submit(form, verifier=line)
    assert f"amed the key by which it countersigns: {line}" in page.words
    relevant = administrator.get("/agencies").links["Probation Service"]
    assert administrator.ask("GET", f"{relevant}/name-key").status_code == 422


def test_the_executive_page_and_every_file_have_the_code(
    ledger: Ledger, visit: Visit, key: KeyFile
) -> None:
    executive = visit(Role.EXECUTIVE)
    code = next(each.words for each in executive.get("/proof").root.every("code"))
    assert code.endswith(key.read().verifier.id.hex())
    assert f"Checkpoint {code}" in executive.get("/executive").words
    assert code in executive.ask("GET", "/audit.csv").text
    assert executive.ask("GET", "/risks.json").get_json()["checkpoint"] == code


def test_a_past_moment_has_the_code_of_then_and_no_forms(reader: Visitor, ledger: Ledger) -> None:
    page = reader.get("/proof?as-at=%2312")
    assert "12-" in page.words
    assert "Check it" not in page.words
