"""Before a session ends there is a warning, and a way to stay."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive, Person

SOON, ENDED = "You will be signed out soon", "You have been signed out"


def at_a_form(arrive: Arrive) -> Person:
    """Somebody who has begun to type, at a clock that the test moves."""
    person = arrive("business-team")
    person.page.clock.install()
    person.open("/risks/new")
    person.page.get_by_label("Title", exact=True).fill("Typed so far")
    return person


def warning(page: Page, words: str) -> None:
    expect(page.get_by_role("dialog", name=words)).to_be_visible()


def test_somebody_who_types_for_long_is_warned_and_can_stay(arrive: Arrive) -> None:
    person = at_a_form(arrive)
    page = person.page
    page.clock.fast_forward("24:00")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.fast_forward("01:10")
    warning(page, SOON)
    expect(page.get_by_role("dialog")).to_contain_text(
        re.compile(r"signed out at \d+:\d\d[ap]m unless")
    )
    assert person.barriers("dialog") == []
    page.keyboard.press("Enter")  # the way to stay has the focus
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.fast_forward("24:00")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.get_by_label("Title", exact=True).input_value() == "Typed so far"


def test_somebody_who_did_not_stay_is_told_that_the_words_are_there(arrive: Arrive) -> None:
    page = at_a_form(arrive).page
    page.clock.fast_forward("26:00")
    warning(page, SOON)
    page.clock.fast_forward("05:00")
    warning(page, ENDED)
    page.get_by_role("button", name="Close this message").click()
    assert page.get_by_label("Title", exact=True).input_value() == "Typed so far"


def test_what_is_done_in_another_tab_puts_off_the_end_in_this_one(arrive: Arrive) -> None:
    person = at_a_form(arrive)
    page = person.page
    page.clock.fast_forward("26:00")
    warning(page, SOON)
    other = page.context.new_page()
    other.clock.install(time=page.evaluate("new Date().toISOString()"))
    other.goto(person.site + "/risks")
    page.clock.fast_forward("00:10")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_a_script_the_page_says_when_it_ends(arrive: Arrive) -> None:
    person = arrive("business-team", java_script_enabled=False)
    person.open("/risks/new")
    footer = person.page.get_by_role("contentinfo")
    expect(footer).to_contain_text("You will be signed out at")
    with person.page.context.expect_page() as opened:
        footer.get_by_role("link", name="Stay signed in").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("You are still signed in")
