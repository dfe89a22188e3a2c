"""By keyboard alone: to skip, to fill in, to mend and to send, always seeing where one is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive

FOCUSED = """() => {
  const here = document.activeElement, seen = getComputedStyle(here);
  const hidden = here.matches("[type=radio], [type=checkbox]");
  const mark = hidden ? getComputedStyle(here.labels[0], "::before") : seen;
  const box = here.getBoundingClientRect();
  const browsers = here.matches("[type=date]:not(:focus)"); // its button for a calendar
  const outlined = mark.outlineStyle !== "none" && !mark.outlineColor.endsWith(", 0)");
  const shown = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
  return {
    words: (here.labels?.[0] ?? here).innerText?.trim() ?? "",
    seen: shown && (browsers || outlined || mark.boxShadow !== "none"),
  };
}"""


def tab_to(page: Page, words: str, *, within: int = 60) -> None:
    """Press Tab until what has these words has the focus. It, and all before it, must show it."""
    for _ in range(within):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"nobody sees that {focused['words']} has the focus"
        if focused["words"].startswith(words):
            return
    raise AssertionError(f"{words} was never reached")


def test_the_first_key_offers_to_skip_to_what_matters(arrive: Arrive) -> None:
    person = arrive("business-team")
    person.open("/")
    page = person.page
    tab_to(page, "Skip to main content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["words"] == "Record a dispute"


def test_a_risk_is_recorded_after_a_mistake_without_touching_a_mouse(arrive: Arrive) -> None:
    person = arrive("business-team", width="narrow")
    person.open("/")
    page = person.page
    tab_to(page, "Record a risk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/risks/new")
    tab_to(page, "Risk: something")
    page.keyboard.press("Space")
    tab_to(page, "Record a risk")
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary:focus")
    tab_to(page, "Enter a title.")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["words"] == "Title"
    page.keyboard.type("A risk by keyboard")
    tab_to(page, "Record a risk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/risks/RSK-*")
    assert page.get_by_role("heading", level=1).inner_text() == "A risk by keyboard"


def test_every_stop_on_the_executives_page_is_seen(arrive: Arrive) -> None:
    person = arrive("executive", width="narrow")
    person.open("/executive")
    tab_to(person.page, "Choose other dates")
    person.page.keyboard.press("Enter")
    tab_to(person.page, "Compare with")
    tab_to(person.page, "Apply filters")
    tab_to(person.page, "Accessibility statement", within=200)


def test_a_wide_table_scrolls_by_keyboard_and_not_the_page(arrive: Arrive) -> None:
    person = arrive("executive", width="narrow")
    person.open("/risks")
    region = person.page.get_by_role("region", name="Partnership Risk Register")
    region.focus()
    person.page.keyboard.press("ArrowRight")
    expect(region).not_to_have_js_property("scrollLeft", 0)
    assert person.page.evaluate("document.scrollingElement.scrollLeft") == 0


def test_a_history_is_stepped_through_by_the_arrow_keys(arrive: Arrive) -> None:
    person = arrive("auditor")
    person.open("/history/RSK-2025-028/2")
    page = person.page
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/history/RSK-2025-028/3")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/history/RSK-2025-028/2")
    tab_to(page, "Go to step")
    page.keyboard.press("ArrowRight")  # chooses in the list, and leads nowhere
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/history/RSK-2025-028/3")


def test_a_slash_leads_to_the_search_unless_somebody_writes_or_has_turned_it_off(
    arrive: Arrive,
) -> None:
    person = arrive("business-team")
    focused = "document.activeElement.id"
    person.open("/risks")
    person.page.keyboard.press("/")
    assert person.page.evaluate(focused) == "header-search"
    person.page.keyboard.type("a/b")
    assert person.page.input_value("#header-search") == "a/b"
    person.page.keyboard.press("Enter")
    person.page.uncheck("#slash")
    person.open("/risks")
    person.page.keyboard.press("/")
    assert person.page.evaluate(focused) == ""
    person.open("/search")
    person.page.check("#slash")
    person.page.set_viewport_size({"width": 320, "height": 640})
    person.open("/risks")
    person.page.keyboard.press("/")
    person.page.wait_for_url("**/search")
    person.page.keyboard.press("/")
    assert person.page.evaluate(focused) == "q"
