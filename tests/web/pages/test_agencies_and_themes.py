"""Everything of one agency, or of one theme, on a page: what is not answered, late, open, and since
when; each number leads to the list that holds as many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.partnership.partnership import PARTNERSHIP
from tests.acts import POLICE as POLICE_OFFICER
from tests.acts import do, record
from tests.disputing import dispute
from tests.following import receive, set_action
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor

COUNCIL, POLICE = "kent-county-council", "kent-police"


@pytest.fixture
def auditor(visit: Visit, clock: FrozenDateTimeFactory, ledger: Ledger) -> Visitor:
    """What the police have not answered and are late with, and what is told of one theme."""
    clock.move_to("2025-05-12T09:00:00Z")
    load_placeholder(ledger)
    do(ledger, "partnership.add_theme", PARTNERSHIP, name="Information sharing")
    do(ledger, "partnership.map_words", PARTNERSHIP, words="Sharing", theme="1")
    answered = receive(ledger, words="Share sooner.", themes="Sharing", due_words="2025-12-31")
    do(ledger, "recommendation.respond", answered, by=POLICE_OFFICER, response="accepted")
    clock.move_to("2026-06-10T09:00:00Z")
    receive(ledger, words="Share more.", themes="Information sharing", source="jtai")
    receive(ledger, words="Of others.", owner_agency=COUNCIL)
    set_action(ledger, title="Write it", due_on="2026-06-30")
    record(ledger, "Silence", owner_agency=POLICE, raised_in="executive", theme="Sharing")
    dispute(ledger, met_on="2026-06-09")
    clock.tick(timedelta(days=1))
    return visit(Role.AUDITOR)


def lines(page: Page) -> list[list[str]]:
    """The lines of all tables of a page: what each cell says, up to what only a reader hears."""
    return [[cell.words for cell in line.every("th", "td")] for line in page.main.every("tr")]


def numbers(page: Page) -> dict[str, list[str]]:
    """What the table of everything says of each register."""
    return {
        line[0]: [words.partition(" ")[0] for words in line[1:-1]]
        for line in lines(page)
        if line[-1].startswith("CSV of")
    }


def test_what_an_agency_has_not_answered_comes_first(auditor: Visitor) -> None:
    page = auditor.get(f"/agencies/{POLICE}")
    places = [
        page.words.index(words)
        for words in (
            "Not answered (1)", "Recommendations (1)", "REC-2026-001 Share more.", "Late (1)",
            "31 December 2025", "Everything of it", "By quarter", "History",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert "Of others." not in page.words
    assert ["Kent Police", "1", "1", "0"] in [
        [row[0], *row[2:5]] for row in auditor.get("/agencies").rows
    ]


def test_each_number_leads_to_a_list_of_so_many(auditor: Visitor) -> None:
    for address in (f"/agencies/{POLICE}", "/themes/information-sharing"):
        page = auditor.get(address)
        counted = {
            name: link for name, link in page.links.items() if name[:1].isdigit() and ": " in name
        }
        assert len(counted) > 4
        for name, link in counted.items():
            count = name.partition(" ")[0]
            assert f"Showing 1 to {count} of {count}" in auditor.get(link).words, (name, link)


def test_the_figures_by_quarter_are_those_of_the_ends_of_quarters(auditor: Visitor) -> None:
    page = auditor.get(f"/agencies/{POLICE}")
    by_quarter = [row for row in lines(page) if row[0][-4:] in ("2025", "2026")]
    assert by_quarter[-6:] == [
        ["31 March 2025", "0", "0", "0"], ["30 June 2025", "1", "0", "0"],
        ["30 September 2025", "1", "0", "0"], ["31 December 2025", "1", "0", "0"],
        ["31 March 2026", "1", "1", "0"], ["11 June 2026", "5", "1", "1"],
    ]  # fmt: skip
    then = auditor.get(f"/agencies/{POLICE}?as-at=2026-03-31")
    assert "Not answered (0)" in then.words
    assert numbers(then)["Recommendations"] == ["0", "1", "0", "1", "1"]


def test_a_theme_says_what_happened_this_year_and_where_it_recurs_since_when(
    auditor: Visitor,
) -> None:
    page = auditor.get("/themes/information-sharing")
    assert page.heading == "Information sharing"
    assert "It recurs in 3 sources, since 12 May 2025. 3 open, 1 late. Also written Sharing." in (
        page.words
    )
    assert "What happened in 2026 2 added, " in page.words
    assert "Share sooner." not in page.words.partition("Where it recurs")[0]
    sources = {row[0]: row[1:] for row in lines(page) if len(row) == 6}
    assert sources["Joint Targeted Area Inspection"] == [
        "1 of Joint Targeted Area Inspection", "1", "0", "10 June 2026", "10 June 2026",
    ]  # fmt: skip
    assert sources["Independent scrutiny"][1:3] == ["1", "1"]
    assert sources["Risks"][0] == "1 of Risks"
    assert auditor.get("/themes/sharing").heading == "Information sharing"
    auditor.get("/themes/nothing-of-that-name", status=404)


def test_what_a_reader_may_not_see_is_counted_on_neither(visit: Visit, auditor: Visitor) -> None:
    chair = visit(Role.SAAS_CHAIR)
    assert numbers(chair.get(f"/agencies/{POLICE}"))["Risks"] == ["–not", "0", "–not", "0", "0"]
    page = chair.get("/themes/information-sharing")
    assert "It recurs in 2 sources" in page.words
    assert "Silence" not in page.words
    assert "What happened in 2026 1 added. " in page.words
    assert page.words.count("3 open") == 0


def test_names_lead_to_the_pages_of_agencies_and_themes(auditor: Visitor, ledger: Ledger) -> None:
    for address in ("/recommendations/REC-2026-001", "/risks/RSK-2026-001"):
        page = auditor.get(address)
        assert page.links["Kent Police"] == f"/agencies/{POLICE}"
        assert page.links["Information sharing"] == "/themes/information-sharing"
    for address in (
        "/recommendations",
        "/actions",
        "/risks",
        "/disputes",
        "/disputes/DSP-2026-001",
    ):
        assert f"/agencies/{POLICE}" in auditor.get(address).links.values(), address
    then = auditor.get("/risks/RSK-2026-001?as-at=2026-06-10")
    assert then.links["Kent Police"] == f"/agencies/{POLICE}?as-at=2026-06-10"
    columns = "/recommendations?columns=reference,themes,owner_agency,agencies"
    assert "/themes/information-sharing" in auditor.get(columns).links.values()


def test_home_is_two_clicks_from_what_health_has_not_answered_and_from_a_theme(
    auditor: Visitor,
) -> None:
    home = {each.words: each["href"] for each in auditor.get("/").root.every("a")}
    assert "Kent Police" in auditor.get(home["Agencies"]).links
    assert "Information sharing" in auditor.get(home["Agencies"]).links
    found = auditor.get("/search?q=informations+share")
    assert found.links["Information sharing"] == "/themes/information-sharing"
    assert "Themes (1)" in found.words
