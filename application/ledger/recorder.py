"""The log: one table to which events are appended, in one order, without gaps.

An own recorder rather than eventsourcing_sqlalchemy's, for the reasons in
docs/adr/0001-own-recorder.md. The eventsourcing library's own test cases hold it to the contract.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    exc,
    func,
    insert,
    select,
)

from application.ledger.database import lock, open_for_reading, open_for_writing, permanent

whole_number = BigInteger().with_variant(Integer(), "sqlite")

stored_events = Table(
    "stored_events",
    permanent,
    Column("position", whole_number, primary_key=True, autoincrement=False),
    Column("originator_id", Uuid, nullable=False),
    Column("originator_version", whole_number, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    UniqueConstraint("originator_id", "originator_version", name="uq_stored_events_version"),
)


class Recorder(ApplicationRecorder):
    """Appends to the log and reads it, inside the current transaction where there is one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._current = threading.local()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction with the log's lock, committed at the end or rolled back whole.

        Calls within calls join the outermost transaction.
        """
        if outer := self._open("writing"):
            yield outer
            return
        with open_for_writing(self._engine) as connection, connection.begin():
            lock(connection, stored_events.name)
            with self._as_current("writing", connection):
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The current transaction, or one of its own that sees the database at one moment."""
        if outer := self._open("writing") or self._open("reading"):
            yield outer
            return
        with (
            open_for_reading(self._engine) as connection,
            connection.begin(),
            self._as_current("reading", connection),
        ):
            yield connection

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        if not stored_events:
            return []
        with self.writing() as connection:
            first = (self._last_position(connection) or 0) + 1
            positions = range(first, first + len(stored_events))
            rows = [
                {
                    "position": position,
                    "originator_id": event.originator_id,
                    "originator_version": event.originator_version,
                    "topic": event.topic,
                    "state": event.state,
                }
                for position, event in zip(positions, stored_events, strict=True)
            ]
            try:
                connection.execute(_APPEND, rows)
            except exc.IntegrityError as error:
                raise IntegrityError(str(error)) from error
        return list(positions)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        query = _NEWEST_FIRST if desc else _OLDEST_FIRST
        wanted = {
            "item": originator_id,
            "after": -1 if gt is None else gt,
            "upto": _NO_END if lte is None else lte,
            "most": _NO_END if limit is None else limit,
        }
        with self.reading() as connection:
            return [StoredEvent(*row[1:]) for row in connection.execute(query, wanted)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        query = _EVENTS.order_by(_log.c.position).limit(limit)
        if start is not None:
            after = start - 1 if inclusive_of_start else start
            query = query.where(_log.c.position > after)
        if stop is not None:
            query = query.where(_log.c.position <= stop)
        if topics:
            query = query.where(_log.c.topic.in_(topics))
        with self.reading() as connection:
            return [
                Notification(
                    row.originator_id, row.originator_version, row.topic, row.state, row.position
                )
                for row in connection.execute(query)
            ]

    def max_notification_id(self) -> int | None:
        with self.reading() as connection:
            return self._last_position(connection)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        # Projections run in the append transaction, so nobody has to be told afterwards.
        raise NotImplementedError("The ledger has no subscriptions.")

    def _open(self, kind: str) -> Connection | None:
        """This thread's open transaction of a kind, if any."""
        return getattr(self._current, kind, None)

    @contextmanager
    def _as_current(self, kind: str, connection: Connection) -> Iterator[None]:
        setattr(self._current, kind, connection)
        try:
            yield
        finally:
            setattr(self._current, kind, None)

    @staticmethod
    def _last_position(connection: Connection) -> int | None:
        position: int | None = connection.scalar(_LAST_POSITION)
        return position


# Statements are made once: SQLAlchemy compiles each on its first use and knows it again.
_log = stored_events
_APPEND = insert(_log)
_LAST_POSITION = select(func.max(_log.c.position))
_EVENTS: Select[Any] = select(
    _log.c.position,
    _log.c.originator_id,
    _log.c.originator_version,
    _log.c.topic,
    _log.c.state,
)
_NO_END = 2**63 - 1
_OF_ITEM = _EVENTS.where(
    _log.c.originator_id == bindparam("item"),
    _log.c.originator_version > bindparam("after"),
    _log.c.originator_version <= bindparam("upto"),
).limit(bindparam("most", type_=BigInteger))
_OLDEST_FIRST = _OF_ITEM.order_by(_log.c.originator_version)
_NEWEST_FIRST = _OF_ITEM.order_by(_log.c.originator_version.desc())
