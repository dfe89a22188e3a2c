"""`scrutiny terms`: the duties of a group, for any year and at any date."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from application.ledger.ledger import Ledger
from tests.acts import do
from tests.kent import OPERATOR
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger


@pytest.fixture
def ledger(scrutiny: Scrutiny) -> Iterator[Ledger]:
    """A group of which one duty is on record, set in May 2026."""
    ledger = open_ledger(scrutiny.database_url)
    ledger.now = lambda: datetime(2026, 5, 10, 9, tzinfo=UTC)
    found = do(
        ledger, "group.establish", by=OPERATOR, name="Scrutiny Sub-group", short="SAAS",
        kind="scrutiny", on="2024-01-08",
    ).reference  # fmt: skip
    do(ledger, "group.set_duties", found, by=OPERATOR, yearly_report="5.1")
    yield ledger
    ledger.close()


def test_it_prints_each_duty_of_a_year_and_whether_it_was_kept(
    ledger: Ledger, scrutiny: Scrutiny
) -> None:
    shown = scrutiny.says("terms", "--year", "2025")
    assert "5.1" in shown
    assert "Broken" in shown
    assert "1 duty, as at" in shown
    found = json.loads(scrutiny.says("terms", "saas", "--year", "2025", "--format", "json"))
    assert found["terms"][0]["evidence"] == "no yearly report on record in 2025"


def test_a_group_or_a_year_that_there_is_not_is_refused(ledger: Ledger, scrutiny: Scrutiny) -> None:
    assert "No group with the duties" in scrutiny.refuses("terms", "Nobody")
    assert "is not a year" in scrutiny.refuses("terms", "--year", "soon")
    assert "No group with the duties" in scrutiny.refuses("terms", "--as-at", "2026-01-01")
