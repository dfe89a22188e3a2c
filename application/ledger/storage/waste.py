"""What is left of deleted words in the files of a database, and how it goes.

SQLite overwrites what it deletes (`secure_delete`), but its -wal keeps pages as they were until it
is emptied, which waits for whoever still reads them. PostgreSQL keeps dead rows until its tables
are rewritten, which only their owner can do.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

PATIENCE = 1000
"""Milliseconds for which readers are waited for: those of pages are quick."""


def empty_the_waste(engine: Engine, *, patience: int = PATIENCE) -> bool:
    """Empty SQLite's -wal; return whether that could be done. Elsewhere there is none.

    `patience`: milliseconds for which others who read it are waited for.
    """
    if engine.dialect.name != "sqlite":
        return False
    try:
        with closing(engine.raw_connection()) as connection:
            raw: Any = connection.driver_connection
            (usual,) = raw.execute("PRAGMA busy_timeout").fetchone()
            raw.execute(f"PRAGMA busy_timeout = {patience}").close()
            try:
                busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                raw.execute(f"PRAGMA busy_timeout = {usual}").close()
            return not busy
    except (SQLAlchemyError, sqlite3.Error):
        return False  # the words have gone from the tables; `scrutiny redactions finish` goes on


def rewrite_tables(engine: Engine) -> int:
    """Let PostgreSQL write every table anew without its dead rows, as their owner; return how many.

    Nobody can read a table while it is rewritten.
    """
    with engine.connect() as connection:
        names = sorted(inspect(connection).get_table_names())
    quote = engine.dialect.identifier_preparer.quote
    with closing(engine.raw_connection()) as connection_now:
        raw: Any = connection_now.driver_connection
        for name in names:
            raw.execute(f"VACUUM (FULL, ANALYZE) {quote(name)}").close()
    return len(names)
