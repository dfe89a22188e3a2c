"""The eventsourcing library's own tests of a recorder, on ours with both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eventsourcing.tests import persistence
from sqlalchemy import Engine

from application.database import connect
from application.recorder import Recorder


class OnOneDatabase:
    """The recorder that the library's tests are given."""

    engine: Engine

    def create_recorder(self) -> Recorder:
        return Recorder(self.engine)


class OnSQLite(OnOneDatabase):
    @pytest.fixture(autouse=True)
    def _database(self, sqlite_database_url: str) -> Iterator[None]:
        self.engine = connect(sqlite_database_url)
        yield
        self.engine.dispose()


class OnPostgreSQL(OnOneDatabase):
    @pytest.fixture(autouse=True)
    def _database(self, postgresql_database_url: str) -> Iterator[None]:
        self.engine = connect(postgresql_database_url)
        yield
        self.engine.dispose()


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
