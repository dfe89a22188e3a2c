"""Home: what needs whoever is signed in, by the roles that they hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.days.bank_holidays import by_rule
from domain.kernel.days.calendar import Calendar
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.page import Page


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    asked = record(ledger, "Asked of the Executive", raised_in="saas", owner_agency="cafcass",
                   likelihood="5", impact="5", review_on="2026-12-01")  # fmt: skip
    do(ledger, "risk.escalate", asked, to="executive", question="Who pays?", reason="Beyond us.")
    asked = record(ledger, "Asked of the LSPs", owner_agency="cafcass", likelihood="1", impact="1")
    do(ledger, "risk.escalate", asked, to="lsp", question="Who pays?", reason="Beyond us.")
    record(ledger, "Overdue", owner_agency="kent-police", likelihood="2", impact="2",
           review_on="2026-06-11")  # fmt: skip
    record(ledger, "Bare")
    clock.tick(timedelta(days=3))


def needs(page: Page) -> dict[str, list[str]]:
    """The titles of the needs, each with the lines under it."""
    return {
        need.first("h2").words: [line.words for line in need.every("li")]
        for need in page.main.every("section", class_="ledger-need")
        if need["id"] != "to-check"
    }


def test_the_executive_and_the_lsps_find_the_questions_put_to_them(
    story: None, visit: Visit
) -> None:
    (line,) = needs(visit(Role.EXECUTIVE).get("/"))["Escalations that await your answer (1)"]
    assert "Asked of the Executive 25 High escalated 3 days ago" in line
    (line,) = needs(visit(Role.LSP).get("/"))["Escalations that await your answer (1)"]
    assert "Asked of the LSPs 1 Low escalated 3 days ago" in line


def test_the_business_team_finds_what_is_waiting_late_or_lacking(story: None, visit: Visit) -> None:
    found = needs(visit(Role.BUSINESS_TEAM).get("/"))
    assert list(found) == [
        "Escalations without an answer yet (2)",
        "Reviews of risks that are overdue (1)",
        "Risks without an owner (1)",
        "Risks without a score (1)",
    ]
    assert "review was due 11 June 2026" in found["Reviews of risks that are overdue (1)"][0]


def test_a_member_finds_the_risks_of_their_agency(story: None, visit: Visit) -> None:
    found = needs(visit(Role.SAAS_MEMBER).get("/"))
    assert list(found) == [
        "Your agency’s risks whose review is overdue (1)",
        "Your agency’s risks (1)",
    ]


def test_the_chair_finds_what_saas_sent_up(story: None, visit: Visit) -> None:
    assert list(needs(visit(Role.SAAS_CHAIR).get("/"))) == ["Escalations without an answer yet (1)"]


def test_where_there_are_more_than_five_all_can_be_seen(ledger: Ledger, visit: Visit) -> None:
    for number in range(7):
        record(ledger, f"Bare {number}")
    visitor = visit(Role.BUSINESS_TEAM)
    page = visitor.get("/")
    assert len(needs(page)["Risks without an owner (7)"]) == 5
    assert len(visitor.get(page.links["See all 7: Risks without an owner"]).rows) == 7


def test_where_no_page_shows_all_the_rest_is_counted(ledger: Ledger, visit: Visit) -> None:
    for number in range(7):
        do(ledger, "risk.say_in_error", record(ledger, f"Bare {number}"), reason="Twice.")
    words = visit(Role.SCRUTINEER).get("/").words
    assert "your agreement is awaited (7)" in words
    assert "2 more come up as these are settled." in words


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SCRUTINEER])
def test_who_nothing_waits_for_is_told_so(role: Role, story: None, visit: Visit) -> None:
    page = visit(role).get("/")
    assert needs(page) == {}
    assert "Nothing needs you today." in page.words


@pytest.mark.parametrize("role", list(Role))
def test_everything_on_the_way_from_home_opens(
    role: Role, story: None, ledger: Ledger, visit: Visit
) -> None:
    load_placeholder(ledger)
    visitor = visit(role)
    page = visitor.get("/")
    header = page.root.first("header")
    links = [link["href"] for link in [*header.every("a"), *page.main.every("a")]]
    assert len(links) > 4
    for href in links:
        assert visitor.get(href).heading


def test_the_navigation_leads_to_what_is_most_pressing_first(visit: Visit) -> None:
    header = visit(Role.BUSINESS_TEAM).get("/").root.first("header").words
    sections = ["Home", "Disputes", "Risks", "Recommendations", "Actions", "Executive", "Scrutiny"]
    places = [header.index(section, header.index("Sign out")) for section in sections]
    assert places == sorted(places)


def test_the_navigation_marks_where_a_page_without_a_heading_of_its_own_belongs(
    visit: Visit,
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    for address in ("/meetings", "/decisions", "/forward_plan", "/groups"):
        navigation = visitor.get(address).root.first("nav")
        (here,) = [each.words for each in navigation.every("a", aria_current="true")]
        assert here == "Meetings", address


@pytest.mark.parametrize(("today", "told"), [("2027-12-25", False), ("2028-01-10", True)])
def test_administrators_are_told_a_year_before_the_list_of_bank_holidays_ends(
    today: str, told: bool, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    ledger.listed = Calendar(frozenset({date(2028, 12, 26)}), by_rule)
    clock.move_to(f"{today}T09:00:00Z")
    words = "The list of bank holidays ends on 26 December 2028."
    assert (words in visit(Role.ADMINISTRATOR).get("/").words) is told
    assert words not in visit(Role.BUSINESS_TEAM).get("/").words


def test_an_auditor_finds_what_there_is_to_check(story: None, ledger: Ledger, visit: Visit) -> None:
    record(ledger, "Recorded late", on="2026-06-01")
    do(ledger, "risk.correct_score", "RSK-2026-001", measure="current", likelihood="4", impact="5",
       reason="Misread.")  # fmt: skip
    auditor = visit(Role.AUDITOR)
    page = auditor.get("/")
    assert page.main.first("h2").words == "What there is to check"
    assert "1 recorded late within a quarter" in page.words
    assert "1 corrected within a quarter" in page.words
    found = auditor.get(page.links["1 recorded late within a quarter"])
    assert "Recorded the risk “Recorded late”" in found.words
    assert "RSK-2026-001" in auditor.get(page.links["1 corrected within a quarter"]).words
    for words in ("Who read what", "What changed within a quarter"):
        assert auditor.get(page.links[words]).heading
    assert "What there is to check" not in visit(Role.BUSINESS_TEAM).get("/").words
