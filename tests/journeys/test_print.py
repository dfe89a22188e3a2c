"""On paper: the Executive's page has its facts and not the site around them."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Arrive

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
        if each.is_visible() and "govuk-details" not in (each.get_attribute("class") or "")
    ]
    assert shown == []
    assert "Skip to main content" not in person.page.locator("body").inner_text()
    assert person.page.get_by_text("OFFICIAL-SENSITIVE").last.is_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert person.page.evaluate(CLIPPED) == []


def test_the_executives_page_says_as_at_when_on_paper_too(arrive: Arrive) -> None:
    person = arrive("executive")
    person.open("/executive?as-at=%23300")
    person.page.emulate_media(media="print")
    assert person.page.get_by_text("position 300 of the log").is_visible()
    assert person.page.get_by_role("region", name="As at").is_visible()
    assert not person.page.get_by_text("Back to now").is_visible()
