"""The audit trail: who did what, when and why, found by any of these."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.following import receive, set_action
from tests.partnership import PEOPLE, name_of
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from tests.web.workbooks import sheet


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """What three people did to RSK-2026-001 on 10 and 12 June 2026."""
    reference = record(ledger, raised_in="saas", owner_agency="kent-police", on="2026-06-08")
    clock.tick(timedelta(days=2))
    do(ledger, "risk.add_control", reference, by=PEOPLE[Role.SAAS_MEMBER], text="A weekly Look")
    do(ledger, "risk.describe", reference, by=PEOPLE[Role.BUSINESS_TEAM],
       title="Late", reason="Clearer for everybody.")  # fmt: skip


@pytest.fixture
def auditor(story: None, visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


RECORDED = "Recorded the risk “Fewer strategy discussions”"
OWNED = "Made Kent Police the owner"
CONTROLLED = "Added control 1: A weekly Look"
DESCRIBED = "Changed the wording; it now reads “Late” Reason: Clearer for everybody."

SEARCHES = {
    "item=RSK-2026-001": [DESCRIBED, CONTROLLED, OWNED, RECORDED],
    "item=rsk-2026-001": [DESCRIBED, CONTROLLED, OWNED, RECORDED],
    "item=RSK-2026-002": [],
    f"person={PEOPLE[Role.SAAS_MEMBER].id}": [CONTROLLED],
    "person=operator&item=RSK-2026-001": [OWNED, RECORDED],
    "agency=kent-police": [CONTROLLED],
    "kind=Risk.Described": [DESCRIBED],
    "search=weekly+LOOK": [CONTROLLED],
    "search=everybody": [DESCRIBED],
    "search=100%25": [],
    "recorded_from=2026-06-11": [DESCRIBED, CONTROLLED],
    "recorded_to=2026-06-10&recorded_from=2026-06-10": [OWNED, RECORDED],
    "role=saas_member": [CONTROLLED],
    "late=yes&item=RSK-2026-001": [OWNED, RECORDED],
    "late=no&item=RSK-2026-001": [DESCRIBED, CONTROLLED],
    "recorded_from=2030-01-01": [],
    "recorded_to=2999-12-31&item=RSK-2026-001": [DESCRIBED, CONTROLLED, OWNED, RECORDED],
    "kind=Risk.Described&person=operator": [],
}


def test_every_line_leads_to_its_step(auditor: Visitor, ledger: Ledger) -> None:
    recommendation, action = receive(ledger), set_action(ledger, due_on="2099-12-31")
    links = auditor.get("/audit").links
    assert links[recommendation] == f"/history/{recommendation}/1"
    assert links[action] == f"/history/{action}/1"
    assert links["RSK-2026-001"].startswith("/history/RSK-2026-001/")
    assert links["Kent Police"].startswith("/history/kent-police/")


@pytest.mark.parametrize(("query", "expected"), SEARCHES.items(), ids=SEARCHES)
def test_a_search_finds_what_it_names_on_the_page_and_in_the_file(
    query: str, expected: list[str], auditor: Visitor
) -> None:
    page = auditor.get(f"/audit?{query}")
    assert [row[3] for row in page.rows] == expected
    text = auditor.ask("GET", page.links["CSV"]).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Position"] for row in rows] == [row[0] for row in page.rows]
    assert bool(expected) or "Nothing matches" in page.words


def test_a_line_tells_who_did_what_when_and_why(auditor: Visitor, ledger: Ledger) -> None:
    page = auditor.get("/audit?item=RSK-2026-001")
    assert page.rows[0] == [
        str(ledger.position()),
        "RSK-2026-001",
        f"{name_of(Role.BUSINESS_TEAM)} Business Team",
        DESCRIBED,
        "12 June 2026 at 10:00am",
        "12 June 2026",
    ]
    assert page.rows[1][2] == f"{name_of(Role.SAAS_MEMBER)} SAAS member, Kent Police"
    assert page.rows[3][2] == "OS user operator Business Team"
    assert page.rows[3][4:] == ["10 June 2026 at 10:00am", "8 June 2026 2 days before"]
    assert page.links["RSK-2026-001"] == "/history/RSK-2026-001/1"


def test_what_is_searched_for_is_named_and_can_be_taken_away(auditor: Visitor) -> None:
    member = PEOPLE[Role.SAAS_MEMBER].id
    page = auditor.get(
        f"/audit?person={member}&agency=kent-police&kind=Risk.ControlAdded&item=RSK-2026-001"
        "&search=look&recorded_from=2026-06-01&recorded_to=2026-06-30"
    )
    named = [
        words.removeprefix("Remove filter: ").removesuffix(" ✕")
        for words in page.links
        if words.startswith("Remove filter: ")
    ]
    assert named == [
        name_of(Role.SAAS_MEMBER), "Kent Police", "RSK-2026-001", "Risk: control added", "“look”",
        "From 1 June 2026", "To 30 June 2026",
    ]  # fmt: skip


def test_everything_that_was_recorded_is_there_fifty_to_a_page(
    auditor: Visitor, ledger: Ledger
) -> None:
    position = ledger.position()
    page = auditor.get("/audit")
    found = [int(row[0]) for row in page.rows]
    assert len(found) == 50
    page = auditor.get("/audit" + page.root.first("a", rel="next")["href"])
    found += [int(row[0]) for row in page.rows]
    assert found == list(range(position, 0, -1))
    assert "There is no page 9 of this list." in auditor.get("/audit?page=9").words
    for after in ("-1", "none", "99999999999"):
        page = auditor.get(f"/audit?after={after}", status=422)
        assert f"“{after}” is not a number that “after” can be" in page.words


def test_it_can_be_read_as_at_a_position(auditor: Visitor, ledger: Ledger) -> None:
    page = auditor.get(f"/audit?as-at=%23{ledger.position() - 1}&item=RSK-2026-001")
    assert [row[3] for row in page.rows] == [CONTROLLED, OWNED, RECORDED]


@pytest.mark.parametrize("words", ["nonsense", "2026-13-01", "0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", ["recorded_from", "recorded_to"])
def test_what_is_no_date_to_search_by_is_refused(name: str, words: str, visit: Visit) -> None:
    page = visit(Role.AUDITOR).get(f"/audit?{name}={words}", status=422)
    assert f"“{words}” is not a date that can be searched." in page.words


def test_a_search_that_ends_before_it_begins_says_so(visit: Visit) -> None:
    searched = "/audit?recorded_from=2/7/2026&recorded_to=30/06/2026"
    page = visit(Role.AUDITOR).get(searched, status=422)
    assert "from 2 July 2026 to 30 June 2026: the second date is before the first." in page.words


def test_a_workbook_and_a_json_file_hold_the_same(auditor: Visitor) -> None:
    links = auditor.get("/audit?item=RSK-2026-001").links
    said = auditor.ask("GET", links["JSON"]).get_json()
    rows = next(each for each in said.values() if isinstance(each, list))
    assert [row["item"] for row in rows] == ["RSK-2026-001"] * 4
    written = sheet(auditor.ask("GET", links["Excel"]).data)
    assert [row[7] for row in written if row and row[0] == rows[0]["position"]] == ["RSK-2026-001"]


def test_nothing_that_somebody_typed_runs_in_the_file(ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger, "=1+1")
    do(ledger, "risk.describe", reference, title="A title", reason="=HYPERLINK(1)")
    text = visit(Role.AUDITOR).ask("GET", "/audit.csv").data.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["Reason"] == "'=HYPERLINK(1)"
    assert row["Handling"] == "OFFICIAL-SENSITIVE"
