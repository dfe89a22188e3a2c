"""The register as somebody sees it, and a clock that each act moves on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Sight
from projections.risks.risk_register import HIGHEST_FIRST, Filters, register_page
from projections.versioned import Moment

TODAY = date(2026, 5, 12)
EVERYTHING = Sight(everything=True)

Listed = Callable[..., list[str]]


@pytest.fixture
def clock() -> Iterator[FrozenDateTimeFactory]:
    """It is half past nine in the morning of 12 May 2026 in UTC, until a test says otherwise."""
    with freeze_time("2026-05-12T09:30:00Z") as clock:
        yield clock


@pytest.fixture
def listed(ledger: Ledger, clock: FrozenDateTimeFactory) -> Listed:
    """The references on the register's first page, for somebody who sees everything."""

    def listed(
        *,
        position: int | None = None,
        on: date = TODAY,
        sight: Sight = EVERYTHING,
        sort: str = HIGHEST_FIRST,
        **filters: Any,
    ) -> list[str]:
        with ledger.reading() as connection:
            page = register_page(
                connection,
                moment=Moment(on, position),
                sight=sight,
                filters=Filters(**filters),
                sort=sort,
            )
        assert page.total == len(page.rows)
        return [row["reference"] for row in page.rows]

    return listed
