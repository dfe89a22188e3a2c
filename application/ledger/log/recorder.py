"""The log: one table to which events are appended, in one order, without gaps.

An own recorder rather than eventsourcing_sqlalchemy's, for the reasons in
docs/adr/0001-own-recorder.md. The eventsourcing library's own test cases hold it to the contract.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Any, NamedTuple, cast
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    StoredEvent,
    Subscription,
)
from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Select,
    Uuid,
    bindparam,
    event,
    exc,
    func,
    literal,
    select,
    true,
    tuple_,
)

from application.ledger.log.entries import Stored, Written, entry, leaf
from application.ledger.log.log_tables import stored_events, stored_words, whole_number
from application.ledger.log.tiles import fill_tiles
from application.ledger.storage.database import (
    FILES,
    begun,
    begun_to_read,
    for_appending,
    for_reading,
    for_writing,
)
from application.ledger.storage.faults import StorageError
from application.ledger.storage.fence import READ as FENCE
from application.ledger.storage.fence import Fence
from application.ledger.storage.sqlite_files import Opened, bring_home
from application.ledger.storage.waste import PATIENCE, empty_the_waste
from storage.statements import Statement, insert_into


class End(NamedTuple):
    """Where the log ends: its last position, when that was recorded, its leaf.

    0, "" and b"" while it is empty.
    """

    position: int
    recorded: str
    leaf: bytes


_NOTHING = End(0, "", b"")


def _nobody_counts(seconds: float) -> None: ...


def _nobody_keeps() -> None: ...


class Recorder(ApplicationRecorder):
    """Appends to the log and reads it, inside the current transaction where there is one."""

    def __init__(self, engine: Engine, *, fence: Fence | None = None) -> None:
        self._fence = fence
        self._for_reading = for_reading(engine)
        self._for_writing = for_writing(engine)
        self._for_appending = for_appending(engine)
        self._current = threading.local()
        self._known = _NOTHING
        """Where the log ended when this program last wrote."""
        self._stopped = ""
        """Why this program writes no more, in a sentence."""
        self.words_went: Callable[[], object] = _nobody_keeps
        """Called once words have gone for good."""
        self._something_stays = False
        """Whether words that went may still be in a file, because somebody read it just then."""
        self.waited: Callable[[float], None] = _nobody_counts
        """Told how many seconds somebody waited for the log's lock."""
        event.listen(engine, "rollback_savepoint", self.forget_end)

    @contextmanager
    def writing(self, *, fenced: bool = True) -> Iterator[Connection]:
        """One transaction with the log's lock, committed at the end or rolled back whole.

        Calls within calls join the outermost transaction. Not `fenced`: it is what brings the
        ledger up to date.
        """
        if outer := self._open("writing"):
            yield outer
            return
        asked = perf_counter()
        with begun(self._for_appending) as connection:
            self.waited(perf_counter() - asked)
            self._current.end = self._must_go_on(connection, self._fence if fenced else None)
            with self._as_current("writing", connection):
                yield connection
        if end := self._current.end:
            self._known = end
        if getattr(self._current, "words_went", False):
            self._current.words_went = False
            self.nothing_stays()
            self.words_went()
        elif self._something_stays:
            self.nothing_stays(patience=0)

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """The current transaction that writes, or one of its own, without the log's lock.

        For what is derived and not in use yet. On SQLite nobody else can write meanwhile.
        """
        if outer := self._open("writing"):
            yield outer
            return
        with begun(self._for_writing) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The current transaction, or one of its own that sees the database at one moment."""
        if outer := self._open("writing") or self._open("reading"):
            yield outer
            return
        with (
            begun_to_read(self._for_reading) as connection,
            self._as_current("reading", connection),
        ):
            yield connection

    def fault_of_files(self) -> str:
        """Why this program writes no more, or would not: a file of the database was deleted or
        replaced under it; "" where nothing is known to have happened."""
        if self._stopped:
            return self._stopped
        with self.reading() as connection:
            opened: Opened | None = connection.info.get(FILES)
            return opened.gone() if opened else ""

    @property
    def is_writing(self) -> bool:
        """Whether this thread holds the log's lock."""
        return self._open("writing") is not None

    def end(self) -> End:
        """Where the log ends.

        Under the lock nobody else can move it, so there it is read once in a transaction.
        """
        if connection := self._open("writing"):
            known: End = self._current.end or self._read_end(connection)
            self._current.end = known
            return known
        with self.reading() as connection:
            return self._read_end(connection)

    def words_go(self) -> None:
        """Words go in this transaction: see that nothing of them stays behind once it is kept."""
        self._current.words_went = True

    def nothing_stays(self, *, patience: int = PATIENCE) -> None:
        """Let nothing of words that went stay in SQLite's files. Where somebody reads them for
        longer, it is tried again after whatever is written next."""
        emptied = empty_the_waste(self._for_reading, patience=patience)
        self._something_stays = not emptied and self._for_reading.dialect.name == "sqlite"

    def forget_end(self, *_: Any) -> None:
        """The end is read again: events were undone, or taken out by other hands than these."""
        self._current.end = None

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Append events (each a `Written`), their words and the tiles that they fill; return their
        positions."""
        written = cast("Sequence[Written]", stored_events)
        if not written:
            return []
        with self.writing() as connection:
            first = self.end().position + 1
            positions = range(first, first + len(written))
            rows = [_row(each, at) for each, at in zip(written, positions, strict=True)]
            words = [
                {"position": at, "disclosures": each.words}
                for each, at in zip(written, positions, strict=True)
                if each.words
            ]
            try:
                insert_into(_log).run(connection, rows)
                insert_into(stored_words).run(connection, words)
            except exc.IntegrityError as error:
                raise IntegrityError("Such an event is in the log already.") from error
            fill_tiles(connection, before=first - 1, size=positions[-1])
            self._current.end = End(positions[-1], written[-1].recorded, rows[-1]["leaf"])
        return list(positions)

    def holds(self, originator_id: UUID) -> bool:
        """Whether there is any event of that item."""
        with self.reading() as connection:
            return _ANY.first(connection, item=originator_id) is not None

    def leaf_of(self, originator_id: UUID) -> bytes | None:
        """The leaf of the item's last event, which tells that from any other; None: it has none."""
        with self.reading() as connection:
            found = _LAST_LEAF.first(connection, item=originator_id)
            return found[0] if found else None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[Stored]:
        query = _NEWEST_FIRST if desc else _OLDEST_FIRST
        wanted = {
            "item": originator_id,
            "after": -1 if gt is None else gt,
            "upto": _NO_END if lte is None else lte,
            "most": _NO_END if limit is None else limit,
        }
        with self.reading() as connection:
            return [Stored(originator_id, *row) for row in query.all(connection, **wanted)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Stored]:
        query = _EVENTS.order_by(_log.c.position).limit(limit)
        if start is not None:
            after = start - 1 if inclusive_of_start else start
            query = query.where(_log.c.position > after)
        if stop is not None:
            query = query.where(_log.c.position <= stop)
        if topics:
            query = query.where(_log.c.topic.in_(topics))
        with self.reading() as connection:
            return [Stored(*row) for row in connection.execute(query)]

    def in_order(self, connection: Connection) -> Iterator[Stored]:
        """Every event there is, by a connection that stays open meanwhile."""
        for rows in _IN_ORDER.batches(connection):
            for row in rows:
                yield Stored(*row)

    def select_by_item(
        self, *, after: tuple[Any, int] | None, upto: int, limit: int
    ) -> Sequence[Stored]:
        """Events up to a position of the log, item by item, just after an event of an item."""
        order = (_log.c.originator_id, _log.c.originator_version)
        query = _EVENTS.where(_log.c.position <= upto).order_by(*order).limit(limit)
        if after is not None:
            item, version = after
            query = query.where(
                tuple_(*order) > tuple_(literal(item, Uuid), literal(version, whole_number))
            )
        with self.reading() as connection:
            return [Stored(*row) for row in connection.execute(query)]

    def max_notification_id(self) -> int | None:
        return self.end().position or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        # Projections run in the append transaction, so nobody has to be told afterwards.
        raise NotImplementedError("The ledger has no subscriptions.")

    def _must_go_on(self, connection: Connection, fence: Fence | None) -> End:
        """Where the log ends, if it goes on from where this program left it.

        Raises StorageError where it does not, and from then on: files that were deleted or
        replaced under a program, or an older copy in their place, must not be written to.
        """
        known = self._known
        self._stopped = self._stopped or _lost_files(connection, known)
        if self._stopped:
            raise _stopped(self._stopped)
        found = (_FENCED_GROUND if fence else _GROUND).first(connection, known=known.position)
        assert found is not None
        end, leaf_there = (End(*found[:3]) if found[0] else _NOTHING), found[3]
        if fence:
            fence.must_fit(*found[4:])
        if known.position and leaf_there != known.leaf:
            self._stopped = _not_the_same(known, end)
            raise _stopped(self._stopped)
        return end

    def _open(self, kind: str) -> Connection | None:
        """This thread's open transaction of a kind, if any."""
        return getattr(self._current, kind, None)

    @staticmethod
    def _read_end(connection: Connection) -> End:
        found = _END.first(connection)
        return End(*found) if found else _NOTHING

    @contextmanager
    def _as_current(self, kind: str, connection: Connection) -> Iterator[None]:
        setattr(self._current, kind, connection)
        try:
            yield
        finally:
            setattr(self._current, kind, None)


def _lost_files(connection: Connection, known: End) -> str:
    """What has become of the files under a connection, and of what they held; "": nothing."""
    opened: Opened | None = connection.info.get(FILES)
    if not opened or not (sentence := opened.fault(position=known.position, leaf=known.leaf)):
        return ""
    home = False
    if opened.only_the_log_is_gone():
        connection.rollback()
        home = bring_home(cast("sqlite3.Connection", connection.connection.driver_connection))
    return f"{sentence} {_BROUGHT_HOME if home else _PERHAPS_LOST} {_THEN}"


def _stopped(why: str) -> StorageError:
    """The fault of a program that must write no more, however often it is asked."""
    return StorageError(why, visitor=_STOPPED, name="stopped", retry_after=600)


_STOPPED = (
    "The ledger takes nothing more for now, because the files of its database have changed under "
    "it. Nothing was saved. Tell your administrator: it has to be looked at and started again."
)


def _not_the_same(known: End, end: End) -> str:
    found = "something else stands there"
    if end.position < known.position:
        found = f"it ends at position {end.position}" if end.position else "it is empty"
    return (
        f"This program knows the log up to position {known.position}, but {found}: the database "
        f"was replaced by another copy while the program was using it. {_THEN}"
    )


_BROUGHT_HOME = "Everything that was saved has been brought into the database's file."
_PERHAPS_LOST = "What was saved last may be missing from the file that is there now."
_THEN = (
    "Nothing more is written. Stop the program, see that the right database is in its place "
    "(docs/deploy.md), run “scrutiny verify”, and start it again."
)


def _row(written: Written, position: int) -> dict[str, Any]:
    line = entry(
        position=position,
        item=written.item,
        version=written.originator_version,
        topic=written.topic,
        recorded=written.recorded,
        state=written.state,
    )
    return {
        "position": position,
        "originator_id": written.originator_id,
        "originator_version": written.originator_version,
        "topic": written.topic,
        "state": written.state,
        "item": written.item,
        "recorded": written.recorded,
        "leaf": leaf(line),
    }


_log = stored_events
_end = select(_log.c.position, _log.c.recorded, _log.c.leaf).order_by(_log.c.position.desc())
_END = Statement(_end.limit(1))
_last, _earlier = _end.limit(1).subquery(), stored_events.alias()
_ground = select(
    _last,
    select(_earlier.c.leaf).where(_earlier.c.position == bindparam("known")).scalar_subquery(),
).select_from(select(literal(1).label("one")).subquery().outerjoin(_last, true()))
_GROUND = Statement(_ground)
_FENCED_GROUND = Statement(_ground.add_columns(*FENCE))
"""Always one row: the end, the leaf of the position at which it was known to be, the versions."""
_ANY = Statement(select(literal(1)).where(_log.c.originator_id == bindparam("item")).limit(1))
_LAST_LEAF = Statement(
    select(_log.c.leaf)
    .where(_log.c.originator_id == bindparam("item"))
    .order_by(_log.c.originator_version.desc())
    .limit(1)
)
_WITH_WORDS = _log.outerjoin(stored_words, stored_words.c.position == _log.c.position)
_AS_STORED = (
    _log.c.originator_version,
    _log.c.topic,
    _log.c.state,
    _log.c.position,
    _log.c.item,
    _log.c.recorded,
    _log.c.leaf,
    func.coalesce(stored_words.c.disclosures, ""),
)
"""The fields of `Stored` after the first, in their order."""
_EVENTS: Select[Any] = select(_log.c.originator_id, *_AS_STORED).select_from(_WITH_WORDS)
_IN_ORDER = Statement(_EVENTS.order_by(_log.c.position))
_NO_END = 2**63 - 1
_OF_ITEM = (
    select(*_AS_STORED)
    .select_from(_WITH_WORDS)
    .where(
        _log.c.originator_id == bindparam("item"),
        _log.c.originator_version > bindparam("after"),
        _log.c.originator_version <= bindparam("upto"),
    )
    .limit(bindparam("most", type_=BigInteger))
)
_OLDEST_FIRST = Statement(_OF_ITEM.order_by(_log.c.originator_version))
_NEWEST_FIRST = Statement(_OF_ITEM.order_by(_log.c.originator_version.desc()))
