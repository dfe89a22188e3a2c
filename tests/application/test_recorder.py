"""The eventsourcing library's own tests of a recorder, on ours with both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from eventsourcing.tests import persistence
from sqlalchemy import Engine

from application.ledger.database import connect
from application.ledger.recorder import Recorder


class OnOneDatabase:
    """The recorder that the library's tests are given."""

    engine: Engine

    def create_recorder(self) -> Recorder:
        return Recorder(self.engine)

    def lend(self, url: str) -> Iterator[None]:
        """An engine for one test, let go once every thread that the test left behind is done."""
        before = set(threading.enumerate())
        self.engine = connect(url)
        yield
        for thread in set(threading.enumerate()) - before:
            thread.join()
        self.engine.dispose()


class OnSQLite(OnOneDatabase):
    @pytest.fixture(autouse=True)
    def _database(self, sqlite_database_url: str) -> Iterator[None]:
        yield from self.lend(sqlite_database_url)


class OnPostgreSQL(OnOneDatabase):
    @pytest.fixture(autouse=True)
    def _database(self, postgresql_database_url: str) -> Iterator[None]:
        yield from self.lend(postgresql_database_url)


class TestRecorderOnSQLite(OnSQLite, persistence.ApplicationRecorderTestCase[Recorder]):
    pass


class TestRecorderOnPostgreSQL(OnPostgreSQL, persistence.ApplicationRecorderTestCase[Recorder]):
    pass


class TestOneOrderOnSQLite(OnSQLite, persistence.NonInterleavingNotificationIDsBaseCase):
    pass


class TestOneOrderOnPostgreSQL(OnPostgreSQL, persistence.NonInterleavingNotificationIDsBaseCase):
    pass


def test_there_are_no_subscriptions(sqlite_database_url: str) -> None:
    """Projections run in the append transaction; nobody has to be told afterwards."""
    engine = connect(sqlite_database_url)
    with pytest.raises(NotImplementedError, match="no subscriptions"):
        Recorder(engine).subscribe()
    engine.dispose()
