"""The ledger on the day of every test, and one in which a little of everything has happened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from application.ledger.ledger import Ledger
from tests.databases import Databases
from tests.following import TODAY, stand_on
from tests.history import little_of_everything
from web.running.startup import open_ledger


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    stand_on(ledger, TODAY)
    return ledger


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """A ledger in which a little of everything has happened; not to be changed."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.lend(databases.prepare(little_of_everything)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.fixture
def history(databases: Databases) -> Iterator[Ledger]:
    """The same for one test, which may change it."""
    with databases.lend(databases.prepare(little_of_everything)) as url:
        ledger = open_ledger(url)
        stand_on(ledger, TODAY)
        yield ledger
        ledger.close()
