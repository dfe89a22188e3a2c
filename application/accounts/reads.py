"""Who read what: pages and files with OFFICIAL-SENSITIVE data, each as it was read.

It is written in batches, after the answer, so that nobody waits for it; what was read within the
last second before a program is killed is lost. It is kept apart from the business history.
"""

from __future__ import annotations

import atexit
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal, select

from application.accounts.side import SideRecords, reads
from application.ledger.storage.faults import FAULTS

KEPT_FOR = timedelta(days=365)
EVERY = 1.0
"""Seconds for which lines wait to be written together."""
MOST = 10_000
"""Lines that wait while the side records cannot be written; the oldest are lost first."""


@dataclass(frozen=True)
class Read:
    """One page or file that somebody was given: its address, the item that it is of, and the
    position of the log up to which it told. `roles` are those that they held: `roles_as_kept`."""

    at: str
    person: str
    roles: str
    page: str
    query: str
    item: str
    position: int


def roles_as_kept(roles: Iterable[str]) -> str:
    """Codes of roles so that one can be searched for."""
    return "".join(f" {role} " for role in sorted(set(roles)))


class ReadLog:
    """Takes lines at once and writes them a little later, until the side records are closed or the
    program ends.

    `failed` is told when lines could not be written, once for each time.
    """

    def __init__(self, side: Callable[[], SideRecords], *, failed: Callable[[str], None]) -> None:
        self._side = side
        self._failed = failed
        self._waiting: deque[Read] = deque(maxlen=MOST)
        self._some = threading.Event()
        self._writer: threading.Thread | None = None
        self._ended = threading.Event()
        self._beginning = threading.Lock()

    def note(self, read: Read) -> None:
        """Take a line."""
        self._waiting.append(read)
        self._some.set()
        if self._writer is None:
            with self._beginning:
                self._begin()

    def flush(self) -> None:
        """Write what waits. What cannot be written goes on waiting."""
        lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not lines:
            return
        try:
            with self._side().writing() as connection:
                connection.execute(insert(reads), [asdict(each) for each in lines])
        except (*FAULTS, OSError) as error:
            self._waiting.extendleft(reversed(lines[: MOST - len(self._waiting)]))
            self._failed(str(error))

    def close(self) -> None:
        """Write what waits, and nothing by itself from then on, until there is another line."""
        with self._beginning:
            writer, self._writer = self._writer, None
            self._ended.set()
            self._some.set()
        if writer:
            writer.join()
            atexit.unregister(self.close)
        self.flush()

    def _begin(self) -> None:
        # Only with the first line: a server forks its processes after it has made the site.
        if self._writer is None:
            self._ended = threading.Event()
            self._writer = threading.Thread(
                target=self._write_on, args=[self._ended], name="reads", daemon=True
            )
            self._writer.start()
            atexit.register(self.close)
            self._side().before_close(self.close)

    def _write_on(self, ended: threading.Event) -> None:
        while not ended.is_set():
            self._some.wait()
            self._some.clear()
            ended.wait(EVERY)
            self.flush()


@dataclass(frozen=True)
class Wanted:
    """What a reader of the list narrows it down to; the empty value of each means any."""

    person: str = ""
    role: str = ""
    item: str = ""
    page: str = ""
    start: datetime | None = None
    end: datetime | None = None


def reads_page(
    connection: Connection, wanted: Wanted, *, page: int, size: int, counted_to: int
) -> tuple[Sequence[Mapping[Any, Any]], int]:
    """Some lines, the latest first, and how many there are: up to `counted_to` and one more."""
    where = _conditions(wanted)
    lines = select(reads).where(*where).order_by(reads.c.id.desc())
    found = connection.execute(lines.limit(size).offset((page - 1) * size)).mappings().all()
    counted = select(literal(1)).select_from(reads).where(*where).limit(counted_to + 1)
    total = connection.scalar(select(func.count()).select_from(counted.subquery())) or 0
    return found, total


def all_reads(connection: Connection, wanted: Wanted) -> Iterator[Mapping[Any, Any]]:
    """Every line, the latest first, read a few at a time."""
    lines = select(reads).where(*_conditions(wanted)).order_by(reads.c.id.desc())
    found = connection.execute(lines, execution_options={"yield_per": _AT_ONCE})
    yield from found.mappings()


_AT_ONCE = 1000


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    row = reads.c
    found: list[ColumnElement[bool]] = []
    if wanted.person:
        found.append(row.person == wanted.person)
    if wanted.role:
        found.append(row.roles.contains(f" {wanted.role} ", autoescape=True))
    if wanted.item:
        found.append(row.item == wanted.item)
    if wanted.page:
        found.append(row.page == wanted.page)
    if wanted.start:
        found.append(row.at >= _text(wanted.start))
    if wanted.end:
        found.append(row.at <= _text(wanted.end))
    return found


def forget_old_reads(connection: Connection, *, now: datetime) -> None:
    """Remove what is older than is kept."""
    connection.execute(delete(reads).where(reads.c.at < _text(now - KEPT_FOR)))


def read_at(now: datetime) -> str:
    """A moment as a line has it."""
    return _text(now)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
