"""On paper: facts and not the site around them, and the Executive's page on two sheets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator

from tests.journeys.conftest import Arrive, Person

SHEET = {"width": 688, "height": 1000}
"""A sheet of A4 within its margins, in pixels."""
CLIPPED = """
[...document.querySelectorAll(".ledger-scroll")]
  .filter(region => region.scrollWidth > region.clientWidth + 1)
  .map(region => region.innerText)
"""


@pytest.mark.parametrize("address", ["/executive", "/risks", "/risks/RSK-2026-001"])
def test_a_printed_page_is_whole_and_has_no_controls(address: str, arrive: Arrive) -> None:
    person = arrive("executive")
    person.open(address)
    person.page.set_viewport_size(SHEET)
    person.page.emulate_media(media="print")
    shown = [
        each.get_attribute("class")
        for each in person.page.locator("nav, button, .govuk-button, form, summary").all()
        if each.is_visible()
        and not any(word in _class(each) for word in ("govuk-details", "ledger-sheet__summary"))
    ]
    assert shown == []
    assert "Skip to main content" not in person.page.locator("body").inner_text()
    assert person.page.get_by_text("OFFICIAL-SENSITIVE").last.is_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert person.page.evaluate(CLIPPED) == []


def _class(each: Locator) -> str:
    return each.get_attribute("class") or ""


def sheets(person: Person) -> int:
    """How many sheets of A4 the page takes on paper."""
    paper = person.page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


@pytest.mark.parametrize("since", ["", "?since=2026-01-01"])
def test_the_executives_page_is_one_sheet_and_the_risks_on_another(
    since: str, arrive: Arrive
) -> None:
    person = arrive("executive")
    person.open(f"/executive{since}")
    assert sheets(person) == 2
    person.page.emulate_media(media="print")
    person.page.set_viewport_size(SHEET)
    assert person.page.get_by_role("table", name="outstanding risks").is_visible()
    top, foot = person.page.evaluate(
        '[".ledger-sheet", ".ledger-sheet__foot"]'
        ".map(each => document.querySelector(each).getBoundingClientRect())"
        ".map((box, at) => at ? box.bottom : box.top)"
    )
    assert foot - top < SHEET["height"]


def test_the_executives_page_says_as_at_when_on_paper_too(arrive: Arrive) -> None:
    person = arrive("executive")
    person.open("/executive?as-at=%23300")
    person.page.emulate_media(media="print")
    assert person.page.get_by_text("position 300 of the log").is_visible()
    assert person.page.get_by_role("region", name="As at").is_visible()
    assert not person.page.get_by_text("Back to now").is_visible()
