"""One lock for whatever makes tables or makes them anew: init, rebuild, import-log, restore.

Two at once would each build on what the other is about to throw away. The log's lock is another
one: the site serves and writes meanwhile.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from application.ledger import clock
from application.ledger.storage.faults import StorageError
from application.ledger.storage.sqlite_files import OWNER_ONLY, path_of
from domain.kernel.item import long_moment
from storage.statements import faults_told

MAINTENANCE_LOCK = 0x5C2072
"""The number of PostgreSQL's advisory lock."""
SUFFIX = "-maintenance"
"""On SQLite it is a lock on a file beside the database, whose name ends like this."""
_BETWEEN_LOOKS = 0.1
"""Seconds. Nobody is in a hurry who waits for a rebuild."""


class BusyWithMaintenanceError(StorageError):
    """Somebody else has the lock; the sentence says who, and since when."""


@dataclass(frozen=True)
class Holder:
    """Who has the lock: for what, as which user of the system, in which process, since when."""

    what: str
    user: str
    process: str
    since: datetime

    def __str__(self) -> str:
        # No more than the 63 characters that PostgreSQL keeps of the name of a program.
        since = self.since.astimezone(UTC).isoformat(timespec="seconds")
        return f"scrutiny;{self.what[:12]};{self.user[:12]};{self.process};{since}"

    @classmethod
    def read(cls, words: str) -> Holder | None:
        """The holder that said these words of itself; None where they are no holder's."""
        try:
            _, what, user, process, since = words.split(";")
            return cls(what, user, process, datetime.fromisoformat(since))
        except ValueError:
            return None

    @property
    def sentence(self) -> str:
        return (
            f"“scrutiny {self.what}” is at work on this database, by {self.user} in process "
            f"{self.process}, since {long_moment(self.since)}."
        )


@contextmanager
def maintenance(engine: Engine, *, what: str, wait: bool = False) -> Iterator[None]:
    """Be the only one that makes tables, for as long as this lasts.

    Where somebody else is, `wait` until they are done, or raise BusyWithMaintenanceError. Whoever
    has the lock already, in this thread, goes on with it.
    """
    if str(engine.url) in _held():
        yield
        return
    with _locked(engine, what=what, wait=wait):
        _held().add(str(engine.url))
        try:
            yield
        finally:
            _held().remove(str(engine.url))


def maintained_by(engine: Engine) -> Holder | None:
    """Who has the lock; None: nobody, or somebody who does not say."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            return _holder_on_postgresql(connection)
    path = path_of(engine)
    try:
        with maintenance(engine, what="look"):
            return None
    except BusyWithMaintenanceError:
        return _holder_in(Path(f"{path}{SUFFIX}"))


def _held() -> set[str]:
    """The databases of which this thread has the lock."""
    if not hasattr(_HELD, "urls"):
        _HELD.urls = set()
    urls: set[str] = _HELD.urls
    return urls


_HELD = threading.local()


def _locked(engine: Engine, *, what: str, wait: bool) -> Any:
    if engine.dialect.name == "postgresql":
        return _session(engine, what=what, wait=wait)
    return _file(path_of(engine), what=what, wait=wait)


def _me(what: str) -> Holder:
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user need not have a name
        user = str(os.getuid())
    return Holder(what, user, str(os.getpid()), clock.now())


def _busy(holder: Holder | None) -> BusyWithMaintenanceError:
    who = holder.sentence if holder else "Somebody else is at work on the tables of this database."
    return BusyWithMaintenanceError(
        f"{who} Nothing was changed. Try again when that has ended.",
        name="maintenance",
        retry_after=300,
    )


# ---------------------------------------------------------------- PostgreSQL


@contextmanager
def _session(engine: Engine, *, what: str, wait: bool) -> Iterator[None]:
    """The lock belongs to a connection, and goes with it whatever becomes of the program."""
    with engine.connect() as connection:
        while not _take(connection, what):
            if not wait:
                raise _busy(_holder_on_postgresql(connection))
            time.sleep(_BETWEEN_LOOKS)
        try:
            yield
        finally:
            with suppress(SQLAlchemyError):  # it broke, and the lock went with it
                _run(connection, f"SELECT pg_advisory_unlock({MAINTENANCE_LOCK})")
            connection.invalidate()  # closed, whatever became of its pool meanwhile


def _take(connection: Connection, what: str) -> bool:
    taken = _run(connection, f"SELECT pg_try_advisory_lock({MAINTENANCE_LOCK})")[0][0]
    if taken:
        _run(connection, "SELECT set_config('application_name', %s, false)", str(_me(what)))
    return bool(taken)


def _holder_on_postgresql(connection: Connection) -> Holder | None:
    found = _run(
        connection,
        "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) "
        f"WHERE locktype = 'advisory' AND granted AND objid = {MAINTENANCE_LOCK} "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    return Holder.read(found[0][0] or "") if found else None


def _run(connection: Connection, sql: str, *values: str) -> list[Any]:
    """Outside any transaction."""
    with faults_told(connection, sql) as driver:
        rows: list[Any] = driver.execute(sql, values or None).fetchall()
    return rows


# ---------------------------------------------------------------- SQLite


@contextmanager
def _file(database: Path | None, *, what: str, wait: bool) -> Iterator[None]:
    try:
        if database is None:
            raise FileNotFoundError
        path = Path(f"{database}{SUFFIX}")
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
    except OSError:
        yield  # where no file can be written there is no table to be made either
        return
    try:
        while not _flock(handle):
            if not wait:
                raise _busy(_holder_in(path))
            time.sleep(_BETWEEN_LOOKS)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(_me(what)).encode(), 0)
        yield
    finally:
        os.close(handle)


def _flock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder_in(path: Path) -> Holder | None:
    try:
        return Holder.read(path.read_text(encoding="utf-8"))
    except OSError:
        return None
