"""On a small telephone the results of a register begin on the first screen."""

from __future__ import annotations

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
