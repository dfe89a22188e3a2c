"""What the tests of pages begin with."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from tests.kent import load_placeholder
from tests.web.deeds.disputes import (
    record,
)


@pytest.fixture
def one(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A dispute on the day that its first stage is due, 10 June 2026, beside another."""
    load_placeholder(ledger)
    reference = record(ledger)
    record(ledger, title="Another", met_on="2026-06-09", meeting="SAAS, 9 June 2026")
    return reference
