"""Loading a file on the site: first what would come of it, then what came of it."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.history import begin_import
from tests.kent import load_placeholder
from tests.loading import PUBLISHED, sheet
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor

GOOD = {"Title": "A good row", "Current score": "12"}
BAD = {"Title": "", "Current score": "12"}


@pytest.fixture
def team(visit: Visit) -> Visitor:
    return visit(Role.BUSINESS_TEAM)


def send(
    visitor: Visitor,
    content: str | bytes,
    *,
    name: str = "register.csv",
    status: int = 200,
    **chosen: str,
) -> Page:
    """Choose a file on the page and press the button."""
    page = visitor.get(visitor.get("/risks").links["Load a file"])
    content = content if isinstance(content, bytes) else content.encode()
    return visitor.post(
        "/risks/import", page.filled_in | chosen | {"file": (content, name)}, status=status
    )


def figures(page: Page) -> dict[str, int]:
    return {
        each.first("dt").words: int(each.first("dd").words)
        for each in page.main.every("div", class_="ledger-figure")
    }


def test_a_file_is_looked_at_first_and_nothing_is_loaded(ledger: Ledger, team: Visitor) -> None:
    before = ledger.position()
    page = send(team, PUBLISHED)
    assert page.heading == "What would come of register.csv"
    assert "Nothing has been loaded." in page.words
    assert len(page.rows) == 21
    assert figures(page)["Refused"] == 0
    assert ledger.position() == before
    assert team.get("/risks?status=all").rows == []


def test_a_file_is_loaded_and_each_row_leads_to_its_risk(team: Visitor) -> None:
    page = send(team, PUBLISHED, how="load")
    assert page.heading == "What came of register.csv"
    assert "21 of 21 rows are now in the ledger." in page.words
    references = {row[3] for row in page.rows}
    assert len(references) == 21
    for reference in references:
        assert team.get(page.links[reference]).history
    listed = {row[0] for row in team.get("/risks?status=all").rows}
    assert listed == references


def test_the_same_file_again_adds_nothing(ledger: Ledger, team: Visitor) -> None:
    send(team, PUBLISHED, how="load")
    before = ledger.position()
    page = send(team, PUBLISHED, how="load")
    assert figures(page)["Already there"] == 21
    assert ledger.position() == before


def test_a_row_that_is_refused_keeps_the_whole_file_out_unless_it_is_left_out(
    ledger: Ledger, team: Visitor
) -> None:
    before = ledger.position()
    page = send(team, sheet(GOOD, BAD), how="load")
    assert "Nothing has been loaded, because a row was refused." in page.words
    assert (figures(page)["Refused"], page.rows[1][0], page.rows[1][2]) == (1, "3", "Refused")
    assert page.rows[1][4]
    assert ledger.position() == before
    page = send(team, sheet(GOOD, BAD), how="load", skip_refused="yes")
    assert "1 of 2 rows are now in the ledger." in page.words
    assert [row[1].startswith("A good row") for row in team.get("/risks").rows] == [True]


def test_a_doubtful_row_is_loaded_once_somebody_has_checked_the_file(
    ledger: Ledger, team: Visitor
) -> None:
    doubtful = sheet(GOOD, {"Title": "A form", "Causes": "Form 943 476 5919"})
    before = ledger.position()
    page = send(team, doubtful, how="load")
    assert page.rows[1][2] == "Refused"
    assert page.rows[1][4].startswith("Causes: It holds what looks like an NHS number. This ledger")
    assert ledger.position() == before
    page = send(team, doubtful, how="load", checked="yes")
    assert "2 of 2 rows are now in the ledger." in page.words
    assert "it was confirmed that no child can be identified." in page.rows[1][4]
    history = team.get(page.links[page.rows[1][3]]).history
    assert history[0].startswith("Confirmed that the words under “Cause”")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\x03", b"nothing,that\nis,known\n", b"x" * 11_000_000],
    ids=["an empty file", "no text", "no known heading", "more than 10 MB"],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    content: bytes, ledger: Ledger, team: Visitor
) -> None:
    before = ledger.position()
    page = send(team, content, status=422, how="load")
    ((sentence, href),) = page.errors.items()
    assert sentence.endswith(".")
    assert href == "#file"
    assert ledger.position() == before


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(team: Visitor) -> None:
    assert send(team, b"x" * 13_000_000, status=413).heading == "That is too large"


def test_a_file_has_to_be_chosen(team: Visitor) -> None:
    assert send(team, "", name="", status=422).errors == {"Select a file.": "#file"}


def test_nothing_in_a_file_or_in_its_name_runs_on_the_page(team: Visitor) -> None:
    markup = "<img src=x onerror=alert(1)>"
    page = send(team, sheet({**GOOD, "Title": markup}), name=f"{markup}.csv", how="load")
    assert markup in page.heading
    assert markup in page.rows[0][1]


def test_past_disputes_are_looked_at_and_loaded(ledger: Ledger, team: Visitor) -> None:
    load_placeholder(ledger)
    page = team.get("/disputes/import")
    assert page.heading == "Load a file of disputes"
    row = {"Title": "Night cover", "Raised by": "KCC", "With": "Police", "Date": "12/03/2025"}
    file = {"file": (sheet(row).encode(), "log.csv")}
    looked_at = team.post("/disputes/import", page.filled_in | file, status=200)
    assert looked_at.heading == "What would come of log.csv"
    file = {"file": (sheet(row).encode(), "log.csv")}
    loaded = team.post("/disputes/import", page.filled_in | {"how": "load"} | file, status=200)
    assert loaded.heading == "What came of log.csv"
    assert team.get(loaded.links["DSP-2026-001"]).heading.endswith("Night cover")


def test_only_where_disputes_are_loaded_the_page_says_what_is_not_the_route(team: Visitor) -> None:
    safety = "This is not the route for a child at immediate risk."
    assert safety in team.get("/disputes/import").words
    assert safety not in team.get("/risks/import").words


def test_whoever_loads_files_is_told_that_one_is_being_loaded(
    ledger: Ledger, team: Visitor, visit: Visit
) -> None:
    told = "A file with 20,000 rows of risks is being loaded."
    assert told not in team.get("/risks").words
    begin_import(ledger, noun="risks", rows=20_000)
    for address in ("/", "/risks"):
        assert told in team.get(address).words
        assert "load the same file again" in team.get(address).words
    assert told not in team.get("/actions").words
    assert told not in visit(Role.EXECUTIVE).get("/risks").words
    send(team, PUBLISHED, how="load")
    assert told in team.get("/risks").words


def test_what_was_loaded_is_in_the_audit_trail(team: Visitor) -> None:
    send(team, PUBLISHED, how="load")
    for kind, told in (
        ("Begun", "egan to load 21 rows of risks from a file"),
        ("Finished", "inished loading a file: 21 loaded"),
    ):
        assert told in team.get(f"/audit?kind=ImportedFile.{kind}").words


def test_a_later_edition_tells_what_of_the_earlier_one_is_gone(team: Visitor) -> None:
    rows = [
        {
            "body": "Medway Council",
            "register": "Strategic",
            "as at": as_at,
            "ref": ref,
            "title": ref,
        }
        for as_at, ref in [("30/06/2025", "V1"), ("30/06/2025", "V2"), ("30/09/2025", "V1")]
    ]
    assert "earlier edition" not in send(team, sheet(*rows[:2]), how="load").words
    again = send(team, sheet(*rows[:2])).words
    assert "earlier edition" not in again
    page = send(team, sheet(rows[2])).words
    assert "V2 (RSK-" in page
    assert "of an earlier edition is not in this one, and stays open: close it on its page" in page


def test_what_words_stand_for_is_said_on_the_page(team: Visitor) -> None:
    row = sheet({"title": "Worst", "likelihood": "5", "impact": "Catastrophic"})
    assert "is in words of another scale" in send(team, row).words
    assert "another scale" not in send(team, row, meant="Impact: Catastrophic = 5").words
    refused = send(team, row, meant="Catastrophic is 5", status=422)
    assert "Write “Catastrophic is 5” as heading: words = value." in refused.words


def test_what_stands_in_every_row_is_said_on_the_page(ledger: Ledger, team: Visitor) -> None:
    row = sheet({"title": "Worst", "number": "V1"})
    said = "register body = Medway Council\nregister = Strategic"
    assert len(send(team, row, fill=said, how="load").rows) == 1
    assert "Medway Council" in team.get("/risks/RSK-2026-001").words
    refused = send(team, row, fill="Medway Council", skip_refused="yes", anyway="Why", status=422)
    assert "Write “Medway Council” as heading = words." in refused.words
    kept = refused.filled_in
    assert (kept["fill"], kept["skip_refused"], kept["anyway"]) == ("Medway Council", "yes", "Why")


def test_how_the_letters_are_written_is_said_on_the_page(team: Visitor) -> None:
    row = sheet({"title": "Children’s homes – too few"}).encode("mac_roman")
    refused = send(team, row, status=422)
    assert "mac_roman" in refused.words
    assert "Children’s homes – too few" in send(team, row, encoding="mac_roman").words


def test_a_sheet_is_named_on_the_page(team: Visitor) -> None:
    refused = send(team, sheet(GOOD), sheet="Open risks", status=422)
    assert "none called “Open risks”" in refused.words
    assert refused.filled_in["sheet"] == "Open risks"
