"""On a small telephone the results of a register begin on the first screen."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.journeys.conftest import Arrive

SCREEN = {"width": 320, "height": 640}
FIRST = "document.querySelector('main tbody tr').getBoundingClientRect().top"
REGISTERS = [
    "/risks", "/recommendations", "/actions", "/disputes", "/groups", "/agencies", "/audit",
]  # fmt: skip


@pytest.mark.parametrize("filtered", ["", "?status=all&search=a"])
def test_results_begin_on_the_first_screen(filtered: str, arrive: Arrive) -> None:
    person = arrive("business-team")
    person.page.set_viewport_size(SCREEN)
    tops = {}
    for address in REGISTERS:
        person.open(address + filtered)
        tops[address] = person.page.evaluate(FIRST)
    assert {address: top for address, top in tops.items() if top > SCREEN["height"]} == {}


FOCUSABLE = """() => [...document.querySelectorAll("main a, main button, main input, main summary")]
  .filter(each => each.checkVisibility())
  .map(each => [each.innerText.trim(), (each.closest("tbody tr") ?? each).getBoundingClientRect()])
  .map(([words, box]) => [words, box.top, box.bottom])"""


@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_goes_through_a_register_as_the_eye_does(width: int, arrive: Arrive) -> None:
    """Nothing lies wholly above what the keyboard met just before it; the cells of one row stand
    beside each other."""
    person = arrive("business-team")
    person.page.set_viewport_size({"width": width, "height": 900})
    backwards = []
    for address in REGISTERS:
        person.open(address)
        stops = person.page.evaluate(FOCUSABLE)
        assert len(stops) > 5
        for (before, top, _), (words, _, bottom) in pairwise(stops):
            if bottom < top:
                backwards.append(f"{address}: from {before} up to {words}")
    assert backwards == []
