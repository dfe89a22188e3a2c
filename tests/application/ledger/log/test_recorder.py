"""The eventsourcing library's own tests of a recorder, on ours with both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.tests import persistence
from sqlalchemy import Engine

from application.ledger.log.entries import Written
from application.ledger.log.recorder import End, Recorder
from application.ledger.storage.database import connect


class OfTheLibrary(Recorder):
    """The recorder, given the library's own events: ours also say of what item, when and what."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        return super().insert_events([written(**vars(each)) for each in stored_events])


def written(**stored: Any) -> Written:
    return Written(**stored, item="RSK-2026-001", recorded="2026-05-12T09:30:00.000000Z", words="")


class OnOneDatabase:
    """The recorder that the library's tests are given."""

    engine: Engine

    def create_recorder(self) -> Recorder:
        return OfTheLibrary(self.engine)

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


@pytest.fixture
def recorder(database_url: str) -> Iterator[Recorder]:
    engine = connect(database_url)
    yield Recorder(engine)
    engine.dispose()


def an_event() -> Written:
    return written(originator_id=uuid4(), originator_version=1, topic="Risk.Closed", state=b"{}")


def test_it_knows_where_the_log_ends_whatever_is_undone(recorder: Recorder) -> None:
    """The end is kept for as long as the lock is held, so it must not be that of undone events."""
    recorded = an_event().recorded
    with recorder.writing() as connection:
        assert recorder.end() == End(0, "", b"")
        recorder.insert_events([an_event()])
        with connection.begin_nested() as savepoint:
            recorder.insert_events([an_event(), an_event()])
            assert recorder.end().position == 3
            savepoint.rollback()
        assert recorder.end()[:2] == (1, recorded)
        assert recorder.insert_events([an_event()]) == [2]
        assert recorder.end()[:2] == (2, recorded)
    assert recorder.end()[:2] == (2, recorded)


def test_it_says_of_an_item_whether_there_is_any_event(recorder: Recorder) -> None:
    event = an_event()
    assert not recorder.holds(event.originator_id)
    recorder.insert_events([event])
    assert recorder.holds(event.originator_id)
    assert not recorder.holds(uuid4())


def test_there_are_no_subscriptions(sqlite_database_url: str) -> None:
    """Projections run in the append transaction; nobody has to be told afterwards."""
    engine = connect(sqlite_database_url)
    with pytest.raises(NotImplementedError, match="no subscriptions"):
        Recorder(engine).subscribe()
    engine.dispose()
