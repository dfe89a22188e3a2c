"""An urgent dispute on the site: its due date has a time on every page and in every file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.disputes.dispute import Dispute
from domain.kernel.terms import Role
from tests.acts import do
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.deeds.disputes import DISPUTE, URGENT
from tests.web.visitor import Visitor

DUE = "Thursday 11 June 2026, 10:00"
SUM = "24 hours from Wednesday 10 June 2026, 10:00"


@pytest.fixture
def urgent(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """One that was declared urgent as it was recorded, at ten in the morning in London."""
    load_placeholder(ledger)
    facts: dict[str, Any] = {**DISPUTE, **URGENT}
    return do(ledger, "dispute.record", **facts, to_begin_with="Two leads.").reference


@pytest.fixture
def team(urgent: str, visit: Visit) -> Visitor:
    return visit(Role.BUSINESS_TEAM)


def test_every_page_says_the_day_and_the_time(team: Visitor, urgent: str) -> None:
    page = team.get(f"/disputes/{urgent}").words
    assert f"due {DUE}, 24 hours left" in page
    assert f"Due {DUE}, 24 hours left {SUM}" in page
    assert "Out-of-hours contact Duty manager, 01632 960001" in page
    for address in ("/disputes", "/disputes/clock"):
        assert f"{DUE} 24 hours left" in team.get(address).words
    assert "24 hours left" in team.get("/").words


def test_every_file_has_the_time(team: Visitor, urgent: str) -> None:
    rows = json.loads(team.ask("GET", "/disputes.json").get_data())["disputes"]
    assert (rows[0]["due_on"], rows[0]["due_at"]) == ("2026-06-11", "2026-06-11T10:00+01:00")
    text = team.ask("GET", "/disputes.csv").get_data().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["How the due date was worked out"] == SUM
    assert "10:00" in row["Due at"]


@pytest.mark.parametrize(
    ("now", "words", "late"),
    [
        ("2026-06-11T08:59:00Z", "1 minute left", False),
        ("2026-06-11T09:00:59Z", "due now", False),
        ("2026-06-11T09:01:00Z", "1 minute late", True),
        ("2026-06-11T11:30:00Z", "2 hours 30 minutes late", True),
    ],
)
def test_it_is_overdue_by_the_minute(
    urgent: str, clock: FrozenDateTimeFactory, visit: Visit, now: str, words: str, late: bool
) -> None:
    clock.move_to(now)
    team = visit(Role.BUSINESS_TEAM)
    page = team.get(f"/disputes/{urgent}").words
    assert words in page
    assert (f"Overdue: {words}" in page) is late
    assert (urgent in team.get("/disputes?overdue=yes").words) is late
    departures = team.get(f"/disputes/conformance?dispute={urgent}").words
    assert (f"was due on {DUE} and has not ended." in departures) is late
    early = team.get("/disputes?overdue=yes&as-at=2026-06-11T09:59").words
    assert urgent not in early


def test_what_happened_before_today_is_asked_for_its_time(
    urgent: str, clock: FrozenDateTimeFactory, visit: Visit, ledger: Ledger
) -> None:
    clock.move_to("2026-06-12T09:00:00Z")
    team = visit(Role.BUSINESS_TEAM)
    form = team.get(f"/disputes/{urgent}/reply")
    typed = {"agency": "kent-police", "reply": "No.", "on-day": "11", "on-month": "6"}
    page = team.submit(form, status=422, **typed, **{"on-year": "2026"})
    assert "its clock runs in hours: give the time at which it happened." in page.words
    page = team.submit(
        team.get(f"/disputes/{urgent}/reply"), **typed, **{"on-year": "2026"}, time="9.30 am"
    )
    (reply,) = ledger.get(Dispute, urgent).visit.answers
    assert reply.on == "2026-06-11T09:30+01:00"


def test_its_stage_is_extended_by_hours(team: Visitor, urgent: str, ledger: Ledger) -> None:
    form = team.get(f"/disputes/{urgent}/extend")
    assert "How many more hours?" in form.words
    assert "working days?" not in form.words
    assert "hours? (optional)" not in form.words
    page = team.submit(form, hours="6", reason="The duty manager asked for it.")
    assert "due Thursday 11 June 2026, 16:00" in page.words
    assert f"first due {DUE}" in team.get("/disputes").words


def test_a_dispute_that_is_not_urgent_is_asked_for_no_time(team: Visitor, ledger: Ledger) -> None:
    plain = do(ledger, "dispute.record", **DISPUTE).reference
    assert "At what time" not in team.get(f"/disputes/{plain}/reply").words
    assert "At what time" in team.get(f"/disputes/{plain}/declare-urgent").words
