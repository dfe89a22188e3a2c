"""Where the pictures of risks stand, each with its table."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor


@pytest.fixture
def reader(clock: FrozenDateTimeFactory, visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


@pytest.fixture
def moved(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A risk that was judged in February and again in May; now it is June."""
    clock.move_to("2026-02-03T10:00:00Z")
    reference = record(ledger, "Moved", likelihood="2", impact="5")
    clock.move_to("2026-05-04T10:00:00Z")
    do(ledger, "risk.assess", reference, measure="current", likelihood="4", impact="5", reason="x")
    clock.move_to("2026-06-10T09:00:00Z")
    return reference


def names(page: Page) -> list[str]:
    return [each["aria-label"] for each in page.main.every("svg")]


def test_a_score_by_quarter_stands_in_the_register_and_on_the_page_of_its_risk(
    ledger: Ledger, moved: str, reader: Visitor
) -> None:
    record(ledger, "New", likelihood="5", impact="5")
    course = "Score by quarter, the last as it stands: none, none, none, none, none, none, 10, 20"
    assert names(reader.get("/risks")) == [course]
    page = reader.get(f"/risks/{moved}")
    assert names(page) == [course]
    assert page.table("score-by-quarter")[-3:] == [
        ["31 December 2025", "Not open"],
        ["31 March 2026", "10 Medium"],
        ["10 June 2026", "20 High"],
    ]
    assert names(reader.get(f"/risks/{moved}?as-at=2026-03-31")) == []
    assert names(reader.get("/risks?columns=title")) == []


def test_the_bands_by_quarter_are_a_picture_and_its_table(moved: str, reader: Visitor) -> None:
    page = reader.get(reader.get("/risks").links["By quarter"])
    assert names(page) == [
        "Open risks in each band by quarter: none on 30 September 2024; 1 High on 10 June 2026."
    ]
    assert [each.words for each in page.main.first("thead").every("th")] == [
        "At the end of", "Low", "Medium", "High", "All",
    ]  # fmt: skip
    assert page.table("bands")[-3:] == [
        ["31 December 2025", "0", "0", "0", "0"],
        ["31 March 2026", "0", "1", "0", "1"],
        ["10 June 2026", "0", "0", "1", "1"],
    ]
    then = reader.get("/risks/quarters?as-at=2026-04-01")
    assert then.table("bands")[-1] == ["1 April 2026", "0", "1", "0", "1"]
