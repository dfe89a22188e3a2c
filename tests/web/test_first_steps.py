"""A partnership that was just founded: each page says what to do first, with a link for those who
may."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import record
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor
from web.nouns import LISTED

OVER_ALL = ["/", "/executive", "/search", "/search?q=neglect"]


@pytest.fixture(autouse=True)
def procedure(ledger: Ledger) -> None:
    """The procedure that comes with the founding of a ledger."""
    load_placeholder(ledger)


def first(page: Page) -> tuple[str, dict[str, str]]:
    """What a page says is to be done first, and its links; nothing where it says nothing."""
    found = list(page.main.every("div", class_="ledger-first"))
    if not found:
        return "", {}
    [step] = found
    return step.words, {link.words: link["href"] for link in step.every("a")}


@pytest.mark.parametrize("noun", LISTED)
def test_an_empty_register_says_what_to_do_first(noun: str, visit: Visit) -> None:
    team, auditor = visit(Role.BUSINESS_TEAM), visit(Role.AUDITOR)
    said, links = first(team.get(f"/{noun}"))
    assert said
    assert links
    assert "This is for" not in said
    leads(team, links)
    told, others = first(auditor.get(f"/{noun}"))
    leads(auditor, others)
    assert ("This is for: " in told) == (noun != "redactions")


@pytest.mark.parametrize("address", OVER_ALL)
def test_a_page_over_all_of_them_does_too(address: str, visit: Visit) -> None:
    team, executive = visit(Role.BUSINESS_TEAM), visit(Role.EXECUTIVE)
    said, links = first(team.get(address))
    assert said.startswith("Nothing is on record yet.")
    assert {"Load a risk register", "Plan a meeting", "See the groups"} <= set(links)
    leads(team, links)
    told, others = first(executive.get(address))
    leads(executive, others)
    assert "This is for: Business Team" in told


def leads(visitor: Visitor, links: dict[str, str]) -> None:
    """Fail on a link that the reader cannot follow."""
    for href in links.values():
        visitor.get(href)


def test_once_there_is_an_item_nothing_is_first(ledger: Ledger, visit: Visit) -> None:
    record(ledger)
    team = visit(Role.BUSINESS_TEAM)
    for address in (*OVER_ALL, "/risks", "/risks?search=nothing+of+the+kind"):
        assert first(team.get(address)) == ("", {}), address
    assert "No risk matches." in team.get("/risks?search=nothing+of+the+kind").words
    assert first(team.get("/actions"))[0].startswith("No action is on record yet.")


def test_a_page_of_the_past_says_nothing_of_what_to_do(visit: Visit) -> None:
    team = visit(Role.BUSINESS_TEAM)
    for address in ("/risks", "/search", "/executive"):
        assert first(team.get(f"{address}?as-at=%231")) == ("", {})
