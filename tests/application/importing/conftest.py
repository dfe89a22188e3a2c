"""What the tests of several kinds of file start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from application.ledger.ledger import Ledger
from tests.databases import Databases
from tests.following import found
from tests.web.deeds import groups
from web.running.startup import open_ledger


@pytest.fixture
def elsewhere(databases: Databases) -> Iterator[Ledger]:
    """Another ledger with the same group, and nothing else."""
    with databases.lend(databases.prepare()) as url:
        ledger = open_ledger(url)
        found(ledger)
        groups.establish(ledger, ruled=False)
        yield ledger
        ledger.close()
