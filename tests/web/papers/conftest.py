"""The demonstration as papers are made of it, on a day that does not move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from demonstration import load_demo
from tests.databases import Databases
from web.running.startup import open_ledger


def lived(url: str) -> None:
    """The demonstration, as it is on 26 November 2026."""
    ledger = open_ledger(url)
    load_demo(ledger)
    ledger.close()


@pytest.fixture
def demonstration(sqlite_databases: Databases) -> Iterator[Ledger]:
    with (
        freeze_time("2026-11-26T12:00:00Z", ignore=["_pytest.timing"]),
        sqlite_databases.lend(sqlite_databases.prepare(lived)) as url,
    ):
        ledger = open_ledger(url)
        yield ledger
        ledger.close()
