"""The Executive's sheet and a dispute's page are short: for the eye, for the keyboard, for a slow
line, and on paper."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import Response

from tests.journeys.conftest import Arrive, Person
from tests.journeys.test_print import sheets

MOST_STOPS, MOST_BYTES, WIDEST_MAP = 39, 45_000, 360
FOCUSED = """() => {
  const at = document.activeElement;
  if (at === document.body) return "";
  at.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length);
  return at.dataset.stop;
}"""


def stops(person: Person) -> int:
    """How often the tab key is pressed until it leaves the page."""
    met: set[str] = set()
    for _ in range(200):
        person.page.keyboard.press("Tab")
        stop = person.page.evaluate(FOCUSED)
        if not stop or stop in met:
            return len(met)
        met.add(stop)
    raise AssertionError("The page cannot be left by the keyboard.")


def opened(person: Person, address: str) -> Response:
    answer = person.page.goto(person.site + address)
    assert answer is not None
    return answer


DISPUTES = ["DSP-2026-007", "DSP-2026-012", "DSP-2026-018"]
"""One with all stages and a long history, one that is late, one that is urgent."""
SMALL_SCREEN = 640


@pytest.mark.parametrize("reference", DISPUTES)
def test_the_page_of_a_dispute_has_few_stops_few_bytes_and_few_sheets(
    reference: str, arrive: Arrive
) -> None:
    person = arrive("business-team")
    assert len(opened(person, f"/disputes/{reference}").body()) < MOST_BYTES
    assert 20 < stops(person) <= MOST_STOPS
    assert sheets(person) <= 2


@pytest.mark.parametrize("reference", DISPUTES)
def test_what_a_dispute_needs_and_from_whom_comes_first(reference: str, arrive: Arrive) -> None:
    person = arrive("business-team")
    person.page.set_viewport_size({"width": 320, "height": SMALL_SCREEN})
    person.open(f"/disputes/{reference}")
    first = person.page.locator(".ledger-next li").first.bounding_box()
    assert first is not None
    assert first["y"] < SMALL_SCREEN
    assert person.page.locator(".ledger-next .govuk-button").count() <= 3


def test_all_of_a_disputes_page_open_has_no_barrier(arrive: Arrive) -> None:
    person = arrive("business-team")
    for reference in DISPUTES:
        person.open(f"/disputes/{reference}?show=history")
        person.page.evaluate(
            "document.querySelectorAll('main details').forEach(e => e.open = true)"
        )
        assert person.barriers() == []


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_sheet_has_few_stops_and_few_bytes(width: str, arrive: Arrive) -> None:
    person = arrive("executive", width=width)
    assert len(opened(person, "/executive?since=2026-01-01").body()) < MOST_BYTES
    assert 20 < stops(person) <= MOST_STOPS


def test_no_item_is_linked_more_than_twice(arrive: Arrive) -> None:
    person = arrive("executive")
    person.open("/executive")
    hrefs = [each.get_attribute("href") or "" for each in person.page.locator("main a").all()]
    linked = Counter(found for href in hrefs for found in re.findall(r"[A-Z]{3}-\d{4}-\d+", href))
    assert len(linked) > 15
    assert {each: count for each, count in linked.items() if count > 2} == {}


def test_the_sheet_is_whole_on_a_screen_or_a_little_more(arrive: Arrive) -> None:
    person = arrive("executive")
    person.open("/executive?since=2026-01-01")
    foot = person.page.locator(".ledger-sheet__foot").bounding_box()
    drawn = person.page.locator(".ledger-map").bounding_box()
    assert foot is not None
    assert foot["y"] < 2 * 900
    assert drawn is not None
    assert max(drawn["width"], drawn["height"]) <= WIDEST_MAP
    assert person.page.locator(".ledger-map line").count() > 3


def test_all_of_it_open_has_no_barrier(arrive: Arrive) -> None:
    person = arrive("executive")
    person.open("/executive?since=2026-01-01")
    person.page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
    assert person.barriers() == []


def test_without_javascript_the_risks_open_all_the_same(arrive: Arrive) -> None:
    person = arrive("executive", java_script_enabled=False)
    person.open("/executive")
    person.page.get_by_text("outstanding risks, with what is amiss").click()
    person.page.get_by_role("table", name="outstanding risks").get_by_role(
        "link", name="RSK-2025-033"
    ).click()
    assert person.heading == "Neglect is recognised late"
