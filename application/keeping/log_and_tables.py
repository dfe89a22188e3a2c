"""A backup that any database can be made from: the log as a file, and the tables beside it.

It is what PostgreSQL is backed up by where `pg_dump` is missing, or older than the server.
"""

from __future__ import annotations

import json
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from application.accounts.side import side_tables
from application.keeping.kept import BESIDE_THE_LOG
from application.ledger.ledger import Ledger
from application.ledger.log.log_files import write_log
from application.ledger.storage.database import permanent

BATCH = 500
LOG = "log.jsonl"
TABLES = "tables.jsonl"


def write_both(ledger: Ledger, folder: Path) -> dict[str, Path]:
    """Write the log and the tables beside it, as they are in the transaction at hand."""
    files = {name: folder / name for name in (LOG, TABLES)}
    with files[LOG].open("wb") as out:
        write_log(ledger, out)
    with ledger.reading() as connection, files[TABLES].open("w", encoding="utf-8") as lines:
        for table in tables_beside():
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
                lines.write(json.dumps([table.name, dict(row)], ensure_ascii=False) + "\n")
    return files


def read_tables(connection: Connection, source: Path) -> None:
    """Let the tables beside the log hold what was written, and nothing else."""
    tables = {table.name: table for table in tables_beside()}
    for table in tables.values():
        connection.execute(delete(table))
    with source.open(encoding="utf-8") as lines:
        told = (json.loads(line) for line in lines)
        for name, rows in groupby(told, key=itemgetter(0)):
            made = (_row(tables[name], row) for _, row in rows)
            while batch := list(islice(made, BATCH)):
                connection.execute(insert(tables[name]), batch)


def tables_beside() -> list[Table]:
    """The tables that an exported log does not have."""
    every = {**permanent.tables, **side_tables.tables}
    return [every[name] for name in BESIDE_THE_LOG]


def _row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row as it is written again: what the database counts by itself, it counts anew."""
    counted = table.autoincrement_column
    return {name: value for name, value in row.items() if counted is None or name != counted.name}
