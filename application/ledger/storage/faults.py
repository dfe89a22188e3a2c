"""What a fault of the database means, to whoever uses the ledger and to whoever runs it.

A fault is known by its code: SQLITE_… of SQLite, SQLSTATE of PostgreSQL. The words of a message
change with the version and the language, and hold what somebody wrote. Nothing of them is passed
on: no statement, no value, no path.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

UNREACHABLE = (
    "The ledger cannot be reached at the moment. Nothing was saved. Try again in a minute; if that "
    "does not help, tell your administrator."
)
"""What a visitor is told of a fault that only whoever runs the service can mend."""
_UNWRITABLE = (
    "The ledger can be read but not written to at the moment. Nothing was saved. Try again in a "
    "few minutes; if that does not help, tell your administrator."
)
_LOST = (
    "The ledger was cut off while it answered. Send the form again in a minute: if it had been "
    "saved, it is not saved twice."
)


class StorageError(Exception):
    """The database cannot be used.

    `str()` is a sentence for whoever runs the service, on what to mend; `visitor` one for whoever
    uses it, on what they can do; `retry_after` says in how many seconds to try again. `name` and
    `code` are for logs: they say which fault it is, and nothing of what was read or written.
    """

    def __init__(
        self,
        operator: str,
        *,
        visitor: str = UNREACHABLE,
        name: str = "unusable",
        code: str = "",
        retry_after: int = 60,
    ) -> None:
        super().__init__(operator)
        self.visitor = visitor
        self.name = name
        self.code = code
        self.retry_after = retry_after


@dataclass(frozen=True)
class Meaning:
    """One thing that can be wrong, and what is said of it."""

    name: str
    operator: str
    visitor: str = UNREACHABLE
    retry_after: int = 60


BUSY = Meaning(
    "busy",
    "Somebody else is writing a lot at the moment, so nothing was saved. Try again in a minute.",
    visitor="Somebody else is writing a lot at the moment, so nothing was saved. Try again in a "
    "minute.",
    retry_after=5,
)
OVERLOADED = Meaning(
    "overloaded",
    "The database has no memory or no connection left for the program. Give it more, or run fewer "
    "processes (WEB_CONCURRENCY).",
    visitor="Very many people use the ledger at the moment, so nothing was saved. Try again in a "
    "minute.",
    retry_after=10,
)
FULL = Meaning(
    "full",
    "The disk is full, so nothing was saved. Free some space and try again.",
    visitor=_UNWRITABLE,
)
BROKEN_DISK = Meaning(
    "disk",
    "The disk does not keep or give back what it is asked to, so nothing was saved. Look whether "
    "it is full, broken or no longer connected.",
    visitor=_UNWRITABLE,
)
READ_ONLY = Meaning(
    "read only",
    "The database cannot be written to. Give the program permission to write to the database file "
    "and its folder; of a PostgreSQL server, name the one that is not a read-only copy.",
    visitor=_UNWRITABLE,
)
NOT_PERMITTED = Meaning(
    "not permitted",
    "The database does not let the program do what it has to: its user lacks permission. Run "
    "“scrutiny init” as the owner of the tables, which grants it.",
)
MOVED = Meaning(
    "moved",
    "The database file was moved, removed or replaced while the program used it. Put it back, or "
    "restore a backup, and start the program again.",
)
NOT_FOUND = Meaning(
    "not found",
    "The database was not found, or may not be opened. Check SCRUTINY_DATABASE_URL and the "
    "permissions of the file and its folder, or run “scrutiny init” to make a new one.",
)
DAMAGED = Meaning(
    "damaged",
    "The file is not a database of Scrutiny Ledger, or it is damaged. Check SCRUTINY_DATABASE_URL, "
    "or restore a backup.",
)
NOT_SET_UP = Meaning(
    "not set up",
    "The database does not have the tables that this program works with. Run “scrutiny init”.",
)
NOT_LET_IN = Meaning(
    "not let in",
    "The database server does not let the program in. Check the user, the password and the name of "
    "the database in SCRUTINY_DATABASE_URL.",
)
NO_SERVER = Meaning(
    "no server",
    "The database server does not answer, or turns the program away. Check that it runs, and the "
    "server, the user and the name of the database in SCRUTINY_DATABASE_URL.",
)
LOST = Meaning(
    "lost",
    "The database server ended the connection. Check that it runs, and try again.",
    visitor=_LOST,
    retry_after=10,
)

_SQLITE = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_NOMEM": OVERLOADED,
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR": BROKEN_DISK,
    "SQLITE_IOERR_SHORT_READ": DAMAGED,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_READONLY_DBMOVED": MOVED,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_CANTOPEN": NOT_FOUND,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    # Our statements are fixed and tested: the tables are others than they were written for.
    "SQLITE_ERROR": NOT_SET_UP,
    "SQLITE_SCHEMA": NOT_SET_UP,
}
"""By the longest part of the code's name that is here: SQLITE_BUSY_SNAPSHOT is SQLITE_BUSY."""
_SQLSTATE = {
    "08": NO_SERVER,
    "25006": READ_ONLY,
    "25P03": LOST,
    "25P04": LOST,
    "28": NOT_LET_IN,
    "3D": NOT_FOUND,
    "40": BUSY,
    "42": NOT_SET_UP,
    "3F": NOT_SET_UP,
    "42501": NOT_PERMITTED,
    "53": OVERLOADED,
    "53100": FULL,
    "55P03": BUSY,
    "57014": BUSY,
    "57P": LOST,
    "58": BROKEN_DISK,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}
"""By the longest beginning of the five letters that is here."""


FAULTS = (StorageError, SQLAlchemyError, PersistenceError, sqlite3.Error)
"""How a fault of the database reaches a door."""


MISREAD = (*FAULTS, TypeError, ValueError, LookupError, AttributeError, AssertionError)
"""How a value reaches a reader that is of another type than was written, or is no text."""
_OF_CONTENT = {"unusable", "unknown", DAMAGED.name, NOT_SET_UP.name}


def of_content(error: Exception) -> bool:
    """Whether one of MISREAD is the fault of what was read, and not of the way to it."""
    return not isinstance(error, FAULTS) or explain(error).name in _OF_CONTENT


def explain(error: Exception) -> StorageError:
    """What a fault of the database, one of FAULTS, means."""
    if isinstance(error, StorageError):
        return error
    bare = isinstance(error, SQLAlchemyError | sqlite3.Error)
    told = error if bare else error.__cause__
    fault: Any = getattr(told, "orig", None) or told or error
    cut_off = isinstance(told, DBAPIError) and told.connection_invalidated
    code = _code(fault)
    meaning = LOST if cut_off else _meaning(fault, code)
    if meaning is None:
        return StorageError(
            f"The database reported a fault that this program does not know ({code}). "
            "“scrutiny doctor” may tell more.",
            name="unknown",
            code=code,
        )
    return StorageError(
        meaning.operator,
        visitor=meaning.visitor,
        name=meaning.name,
        code=code,
        retry_after=meaning.retry_after,
    )


@contextmanager
def explained() -> Iterator[None]:
    """Let a fault of the database leave as a StorageError."""
    try:
        yield
    except StorageError:
        raise
    except FAULTS as error:
        raise explain(error) from error


def _code(fault: Any) -> str:
    """SQLITE_FULL, 53100, or the class of a fault that has no code."""
    named = getattr(fault, "sqlite_errorname", None) or getattr(fault, "sqlstate", None)
    return str(named or type(fault).__name__)


def _meaning(fault: Any, code: str) -> Meaning | None:
    if isinstance(fault, NoConnectionFreeError):
        return OVERLOADED
    if hasattr(fault, "sqlite_errorname"):
        return _longest(_SQLITE, code)
    if getattr(fault, "sqlstate", None):
        return _longest(_SQLSTATE, code)
    return _of_a_connection(fault)


def _longest(meanings: dict[str, Meaning], code: str) -> Meaning | None:
    fitting = [each for each in meanings if code.startswith(each)]
    return meanings[max(fitting, key=len)] if fitting else None


def _of_a_connection(fault: Any) -> Meaning | None:
    """What a connection that was not made means.

    libpq names no code for that. It says whether the server asked for a password; whether it was
    the password, the user or the database that was wrong, the server alone knows.
    """
    connection = getattr(fault, "pgconn", None)
    if connection is None:
        return NO_SERVER if hasattr(fault, "sqlstate") else None
    return NOT_LET_IN if connection.needs_password or connection.used_password else NO_SERVER
