"""The colours that a reader asks for: dark, forced, and on paper always light."""

from __future__ import annotations

from tests.journeys.conftest import Arrive
from tests.journeys.test_keyboard import tab_to

PAGES = [
    "/executive", "/risks", "/risks/quarters", "/disputes/DSP-2026-001",
    "/history/RSK-2025-028/3",
]  # fmt: skip
GROUND = "getComputedStyle(document.body).backgroundColor"
UNTOLD = """
[...document.querySelectorAll(
  ".ledger-tag, .ledger-map__table tbody td, .govuk-button, .ledger-header__sign-out"
)]
  .filter(each => each.checkVisibility())
  .filter(each => {
    const { borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(each);
    return borderTopStyle === "none" || borderTopColor === backgroundColor;
  })
  .map(each => each.outerHTML)
"""
"""What its ground tells, where no edge does."""
COLOURED = """
[...document.querySelectorAll(".ledger-picture__layer")]
  .filter(each => getComputedStyle(each).stroke !== getComputedStyle(document.body).color)
  .length
"""
"""How many parts of pictures have colours of their own."""


def test_where_colours_are_forced_all_is_told_by_words_and_edges(arrive: Arrive) -> None:
    person = arrive("auditor")
    for address in PAGES:
        person.open(address)
        assert person.forced_barriers() == []
        assert person.page.evaluate(UNTOLD) == []
        assert person.page.evaluate(COLOURED) == 0


def test_a_screen_is_dark_where_the_reader_asks_for_it_and_paper_never(arrive: Arrive) -> None:
    person = arrive("executive", color_scheme="dark")
    person.open("/executive")
    dark = person.page.evaluate(GROUND)
    person.recolour(media="print", color_scheme="dark")
    paper = person.page.evaluate(GROUND)
    person.recolour(media="screen", color_scheme="light")
    assert dark != paper == person.page.evaluate(GROUND) == "rgb(255, 255, 255)"


def test_where_one_is_can_be_seen_in_the_dark_and_where_colours_are_forced(arrive: Arrive) -> None:
    person = arrive("business-team", color_scheme="dark")
    for forced in ("none", "active"):
        person.page.emulate_media(forced_colors=forced)
        person.open("/risks/new")
        tab_to(person.page, "Accessibility statement", within=80)
