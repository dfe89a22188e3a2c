"""Every file that leaves the ledger, and the Executive's page, bear the code of a checkpoint."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from projections.meetings.meetings import MEETINGS
from tests.acts import do
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import DEEDS
from tests.web.deeds.lived import lived
from tests.web.deeds.meetings import plan
from tests.web.papers.reading import objects_of
from web.moments import look
from web.proof.code import short_code
from web.running.startup import open_ledger

WITHOUT = {
    "meetings.calendar": "A calendar takes in a reference and dates alone.",
    "procedure.draft_file": "Rules that can be loaded again, whoever wrote them.",
    "procedure.version_file": "Rules that can be loaded again, whoever wrote them.",
    "proof.checkpoint": "It is one.",
    "proof.submission": "It holds one.",
    "static": "Nothing in it comes from the ledger.",
}
"""Files that bear none, and why."""


@pytest.fixture
def ledger(databases: Databases) -> Iterator[Ledger]:
    with databases.lend(databases.prepare(lived)) as url, freeze_time("2026-06-20T10:00:00Z"):
        ledger = open_ledger(url)
        planned = plan(ledger, meets_on="2026-06-18")
        do(ledger, "meeting.add_item", planned, title="The conduct of somebody", asked="decide",
           restricted="yes", about_scrutineer="no")  # fmt: skip
        do(ledger, "meeting.open", planned)
        do(ledger, "group.set_duties", "GRP-2026-001", **DEEDS["group.set_duties"].typed)
        yield ledger
        ledger.close()


ABOUT = ["kent-police", "DSP-2026-001"]
"""What the files that are no meeting's can be about."""


def files(app: Flask, meetings: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The endpoint and the addresses of each file that the site gives out under its own name."""
    for rule in app.url_map.iter_rules():
        ending = rule.rule.rpartition("/")[2].rpartition(".")[2]
        if "." in rule.rule.rpartition("/")[2] and ending.isalpha():
            of = meetings if rule.endpoint.startswith("meetings.") else ABOUT
            yield rule.endpoint, [rule.rule.replace("<reference>", each) for each in of]


def inside(content: bytes) -> str:
    """What can be read in a file, also where it is a zip of such or packed into a PDF."""
    if content.startswith(b"%PDF"):
        return objects_of(content).decode(errors="replace")
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def no_rows(content: bytes) -> bool:
    """Whether a CSV has headings alone."""
    return content.count(b"\n") == 1


def test_every_file_bears_it(app: Flask, ledger: Ledger, visit: Visit) -> None:
    with ledger.reading() as connection:
        view = look(ledger, connection)
        code = str(short_code(view))
        meetings = [row["reference"] for row in MEETINGS.rows(view)]
    roles = (Role.BUSINESS_TEAM, Role.ADMINISTRATOR, Role.AUDITOR)
    visitors = [visit(role) for role in roles]
    seen = set()
    for endpoint, addresses in files(app, meetings):
        if endpoint in WITHOUT:
            continue
        answers = (each.ask("GET", address) for each in visitors for address in addresses)
        answer = next((each for each in answers if each.status_code == 200), None)
        assert answer, f"nobody gets {addresses}"
        name = answer.headers.get("Content-Disposition", "")
        assert code in inside(answer.data) or (code in name and no_rows(answer.data)), addresses
        seen.add(endpoint)
    assert {"risks.file", "audit.file", "changes.file", "actions.log.file", "chasing.document",
            "chasing.text", "meetings.minutes_document", "conformance.file",
            "recommendations.tables.late", "terms.file"} <= seen  # fmt: skip


@pytest.mark.parametrize("when", ["", "?as-at=%2340"])
def test_the_executives_page_bears_it_of_the_moment_that_it_shows(
    ledger: Ledger, visit: Visit, when: str
) -> None:
    with ledger.reading() as connection:
        code = str(short_code(look(ledger, connection, "#40" if when else "")))
    page = visit(Role.EXECUTIVE).get(f"/executive{when}")
    assert code in page.words
