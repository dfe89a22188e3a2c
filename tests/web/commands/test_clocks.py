"""`scrutiny clock`: saying that the machine's clock is right, on record."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from application.ledger.clock_watch import readings
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger


def test_who_calls_the_clock_right_is_kept(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Scrutiny(database_url, monkeypatch).says("clock", "confirm")
    assert told.startswith("From now on it counts as right that it is ")
    ledger = open_ledger(database_url)
    with ledger.reading() as connection:
        row = connection.execute(select(readings)).one()
    ledger.close()
    assert row.person
    assert row.boot
