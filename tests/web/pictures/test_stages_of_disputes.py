"""The stages of a dispute against their due dates, as a picture over the same in words."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.deeds.disputes import AT_SAAS, record
from tests.web.dispute_pages import PAGE
from tests.web.doing import arrange
from tests.web.page import Element


@pytest.fixture
def one(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """A dispute on the day that its first stage is due."""
    load_placeholder(ledger)
    record(ledger)


def stages(visit: Visit) -> Element:
    return visit(Role.AUDITOR).get(PAGE).main.first("svg", role="img")


def test_a_stage_is_drawn_up_to_its_due_date_and_past_it(
    clock: FrozenDateTimeFactory, one: None, visit: Visit
) -> None:
    picture = stages(visit)
    assert picture["aria-label"].endswith("against their due dates: at none past the due date.")
    clock.move_to("2026-06-11T09:00:00Z")
    late = stages(visit)
    assert late["aria-label"].endswith(
        ": past the due date at Direct resolution between the agencies."
    )
    assert "past the due date" in late.words
    assert "past the due date" not in picture.words


def test_each_stay_has_a_bar_of_its_own(
    clock: FrozenDateTimeFactory, ledger: Ledger, one: None, visit: Visit
) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AT_SAAS)
    assert [each.words for each in stages(visit).every("text")][:3] == [
        "1 Direct resolution between the agencies", "2 Senior managers",
        "3 SAAS convened resolution",
    ]  # fmt: skip
