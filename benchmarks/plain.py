"""The other side of a comparison: Python's own sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from application.ledger.storage.database import connect


@contextmanager
def plain_sqlite(database: Path) -> Iterator[sqlite3.Connection]:
    """A bare connection to a database, with the very pragmas that the ledger sets."""
    engine = connect(f"sqlite:///{database}")
    with closing(engine.raw_connection()) as pooled:
        yield cast("sqlite3.Connection", pooled.driver_connection)
    engine.dispose()
