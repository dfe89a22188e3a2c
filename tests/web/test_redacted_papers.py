"""Words and files of meetings and groups that were redacted: papers, minutes, governing documents.

They go from wherever they are read, like those of any item, and everything else stands.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.files import content_of
from application.ledger.ledger import Ledger
from application.ledger.log.log_check import check_log
from domain.kernel.terms import Actor, Role
from projections.differences import differences
from tests.application.ledger.test_redacting import everything_in
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import ground
from tests.web.deeds.meetings import CLEARED, ITEM
from tests.web.deeds.redactions import redact
from tests.web.doing import arrange
from web.nouns import every_projection
from web.packs import subjects
from web.packs.making import make_pack
from web.running.startup import open_ledger

SECRET, TEAM = "Zebedee Quill of Mill Lane", Role.BUSINESS_TEAM
MEETING, GROUP = "MTG-2026-001", "GRP-2026-001"


def file(what: str) -> dict[str, str]:
    return {"name": f"{what}.txt", "content": f"{what}: {SECRET}, aged nine."}


def sha256_of(what: str) -> str:
    return hashlib.sha256(file(what)["content"].encode()).hexdigest()


PAPER = ("send_paper", {"title": SECRET, "item": "1", "file": file("paper")}, TEAM)
MINUTED = ("minute_item", {"item": "1", "words": f"{SECRET} was named."}, TEAM)
MINUTES = ("circulate_minutes", {"file": file("minutes")}, TEAM)
DOCUMENT = (
    "agree_document",
    {"title": SECRET, "edition": "version 4", "agreed_by": "the Executive",
     "agreed_on": "2026-05-01", "file": file("document")},
    TEAM,
)  # fmt: skip


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """A meeting and a group that say what they should not, in words and in files."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        *before, cleared = CLEARED
        at = before.index(ITEM) + 1
        arrange(ledger, "meeting", MEETING, [*before[:at], PAPER, *before[at:]])
        arrange(ledger, "meeting", MEETING, [MINUTED, cleared, MINUTES])
        arrange(ledger, "group", GROUP, [DOCUMENT])
        yield ledger
        ledger.close()


def secrets_of(ledger: Ledger, reference: str) -> list[str]:
    """Where an item says what it should not, and the files that it has, as a form names them."""
    return [
        f"{step}/{field}"
        for step in range(1, len(ledger.history(reference)) + 1)
        for field, found in ledger.on_record(reference, step).items()
        if "Zebedee" in found.said or field == "sha256"
    ]


def test_they_are_read_nowhere_and_everything_else_stands(
    ledger: Ledger, visit: Visit, tmp_path: Path
) -> None:
    auditor = visit(Role.AUDITOR)
    pages = [
        f"/meetings/{MEETING}", f"/meetings/{MEETING}/minutes", f"/groups/{GROUP}",
        f"/history/{MEETING}", f"/history/{GROUP}", "/audit", "/audit.csv", "/meetings.csv",
        "/search?q=Zebedee",
    ]  # fmt: skip
    files = [f"/meetings/{MEETING}/papers/{number}" for number in (0, 1)]
    [document] = [
        href for href in auditor.get(f"/groups/{GROUP}").links.values() if "/documents/" in href
    ]
    assert sum("Zebedee" in auditor.ask("GET", page).text for page in pages) > 6
    for address in (*files, document):
        assert b"Zebedee" in auditor.ask("GET", address).data
    for reference in (MEETING, GROUP):
        redact(ledger, reference, *secrets_of(ledger, reference))
    for page in pages:
        assert SECRET not in auditor.ask("GET", page).text, page
    for address in (*files, document):
        assert auditor.ask("GET", address).status_code == 410
    for page in pages[:5]:
        assert "RED-2026-00" in auditor.get(page).words, page
    with ledger.reading() as connection:
        assert SECRET not in everything_in(connection)
        for what in ("paper", "minutes", "document"):
            assert content_of(connection, sha256_of(what)) is None
    assert list(check_log(ledger)) == []
    assert differences(ledger, every_projection()) == []
    for reference in (MEETING, GROUP):
        assert_pack_leaves_it_out(ledger, reference, tmp_path)


def assert_pack_leaves_it_out(ledger: Ledger, reference: str, folder: Path) -> None:
    """A pack that is made now proves all the rest, by the program that is in it."""
    out, by = BytesIO(), Actor("somebody", Role.AUDITOR)
    made = make_pack(ledger, None, subjects.item(reference), out, as_at="", by=by)
    assert made.left_out
    with ZipFile(out) as bag:
        assert not any(b"Zebedee" in bag.read(name) for name in bag.namelist())
        bag.extractall(folder)
    ran = subprocess.run(
        [sys.executable, "-I", "verify.py"],
        cwd=folder / made.subject.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
