"""The lists that disputes stand in: the register, the clock, the figures, and elsewhere."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from tests.acts import do
from tests.web.conftest import Visit
from tests.web.deeds.disputes import (
    AGREED,
    DIRECT,
    SAFETY,
    URGENT,
    record,
)
from tests.web.dispute_pages import AUDITOR, CHAIR, PAGE, TEAM
from tests.web.doing import (
    arrange,
)
from tests.web.page import Page


@pytest.fixture
def several(one: str, ledger: Ledger, clock: FrozenDateTimeFactory) -> None:
    """Disputes in every state, on 15 June 2026."""
    record(ledger, title="Urgent", **URGENT, start_at="executive", met_on="2026-06-09")
    record(ledger, title="Issue", kind="issue", position="", other_agency="", other_position="")
    record(ledger, title="Agreed", other_agency="cafcass")
    arrange(
        ledger,
        "dispute",
        "DSP-2026-005",
        [("reply", {"agency": "cafcass", "reply": "Yes"}, TEAM), *AGREED],
    )
    record(ledger, title="Back")
    arrange(ledger, "dispute", "DSP-2026-006", [*AGREED, ("reopen", {"reason": "No."}, CHAIR)])
    clock.move_to("2026-06-15T09:00:00Z")


def listed(page: Page) -> list[str]:
    """The references in the table."""
    return [row[0][-3:] for row in page.rows]


def test_each_filter_and_sort_shows_what_it_says(several: None, visit: Visit) -> None:
    found = {
        "": ["001", "003", "002", "004", "006"],
        "status=all&sort=reference": ["001", "002", "003", "004", "005", "006"],
        "status=ended": ["005"],
        "stage=executive": ["003", "004"],
        "kind=issue": ["004"],
        "agency=kent-police": ["001", "003", "002", "006"],
        "agency=cafcass&status=all": ["005"],
        "overdue=yes": ["001", "003"],
        "urgent=yes": ["003"],
        "reopened=yes": ["006"],
        "beyond=yes": ["003", "004"],
        "search=strategy": ["001"],
        "search=dsp-2026-002": ["002"],
        "search=100%25": [],
        "sort=-stage": ["003", "004", "001", "002", "006"],
        "as-at=2026-06-09": [],
        "sort=luck&status=nothing&stage=nowhere": ["001", "003", "002", "004", "006"],
        "page=7": [],
    }
    visitor = visit(AUDITOR)
    assert {query: listed(visitor.get(f"/disputes?{query}")) for query in found} == found


def test_the_register_begins_with_what_matters(several: None, visit: Visit) -> None:
    page = visit(AUDITOR).get("/disputes")
    assert SAFETY in page.words
    assert "On the clock 5 of 5 open Overdue 2 Urgent 1" in page.words
    assert "Overdue 2 Urgent 1 At the Executive or beyond 2" in page.words
    rows = {row[0]: row[1:] for row in page.rows}
    assert rows["DSP-2026-001"] == [
        "When to call a strategy discussion Kent County Council and Kent Police",
        f"Stage 1 of 6: {DIRECT}",
        "10 June 2026 Overdue: 3 working days late",
        "Reply of Kent Police",
    ]
    assert rows["DSP-2026-003"][0].startswith("Urgent Urgent")
    assert rows["DSP-2026-006"][0].startswith("Back Reopened once")
    assert rows["DSP-2026-004"][1:] == [
        "Stage 4 of 6: KSCMP Executive", "17 June 2026 2 working days left",
        "Decision of the KSCMP Executive",
    ]  # fmt: skip
    ended = visit(AUDITOR).get("/disputes?status=ended").rows
    assert ended[0][2:] == ["Resolved by agreement at stage 1 of 6, 10 June 2026", "Ended", ""]


def test_what_is_on_the_clock_stands_under_its_stage_or_its_agencies(
    several: None, visit: Visit
) -> None:
    page = visit(AUDITOR).get("/disputes/clock")
    assert [each.words for each in page.main.every("h2")] == [
        f"Stage 1: {DIRECT} (3)", "Stage 4: KSCMP Executive (2)",
    ]  # fmt: skip
    assert [row[0] for row in page.table("group-1")] == [
        "DSP-2026-001", "DSP-2026-002", "DSP-2026-006",
    ]  # fmt: skip
    page = visit(AUDITOR).get("/disputes/clock?by=agency")
    assert [each.words for each in page.main.every("h2")] == [
        "Kent County Council (5)", "Kent Police (4)",
    ]  # fmt: skip
    assert "5 on the clock, 2 overdue; the soonest due first." in page.words
    assert (
        "No dispute is on the clock."
        in visit(AUDITOR).get("/disputes/clock?as-at=2026-06-01").words
    )


def test_the_figures_are_a_table_each(several: None, visit: Visit) -> None:
    page = visit(AUDITOR).get("/disputes/figures")
    assert page.table("open") == [[DIRECT, "3", "1"], ["KSCMP Executive", "2", "1"]]
    assert page.table("days")[0] == [DIRECT, "5 working days", "8 working days"]
    assert page.table("settled") == [[DIRECT, "1"], ["KSCMP Executive", "0"]]
    assert page.table("replies") == [["Kent Police", "1"]]
    assert [row[0] for row in page.table("reopened")] == ["DSP-2026-006"]
    empty = visit(AUDITOR).get("/disputes/figures?as-at=2026-06-01")
    assert "No dispute has been recorded." in empty.words


# Elsewhere


def test_the_audit_trail_leads_to_disputes_and_finds_them_by_kind(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    page = visit(AUDITOR).get("/audit?kind=Dispute.Recorded")
    assert page.links[one] == f"/history/{one}/1"
    assert "Dispute: recorded" in page.words
    assert len(page.rows) == 2


def test_a_linked_item_leads_to_the_dispute_and_back(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    risk = do(ledger, "risk.record", kind="risk", title="Thresholds").reference
    do(ledger, "dispute.link", one, other=risk)
    assert visit(TEAM).get(PAGE).links[risk] == f"/risks/{risk}"
    assert visit(TEAM).get(f"/risks/{risk}").links[one] == PAGE
