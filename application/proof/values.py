"""Values of another type than their columns are of: SQLite takes any in any column, and reading one
breaks whoever reads it. Looked for where something could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Uuid, text

from application.ledger.log.log_check import Fault

_TYPES = {"INT": "integer", "BOOL": "integer", "CHAR": "text", "TEXT": "text", "BLOB": "blob"}
"""By a part of what a column is declared as: what SQLite calls the type of its values."""
SHOWN = 5


def odd_values(connection: Connection, tables: Sequence[Table]) -> Iterator[Fault]:
    """The first values of each column that are of another type, or are text in no UTF-8.

    PostgreSQL takes none such.
    """
    if connection.dialect.name != "sqlite":
        return
    for table in tables:
        for column in table.columns:
            if wanted := _wanted(column, connection):
                yield from _of_another_type(connection, column, wanted)
            if wanted == "text":
                yield from _no_text(connection, column)


def _wanted(column: Column[object], connection: Connection) -> str:
    declared = column.type.compile(dialect=connection.dialect)
    return next((kind for part, kind in _TYPES.items() if part in declared), "")


def _of_another_type(
    connection: Connection, column: Column[object], wanted: str
) -> Iterator[Fault]:
    name, table = column.name, column.table.name
    or_null = f'AND "{name}" IS NOT NULL' if column.nullable else ""
    query = text(
        f'SELECT rowid, typeof("{name}") FROM "{table}" '
        f'WHERE typeof("{name}") <> :wanted {or_null} ORDER BY rowid LIMIT {SHOWN}'
    )
    for row, found in connection.execute(query, {"wanted": wanted}):
        yield _fault(column, row, f"is {found}, where {wanted} belongs", wanted, found)


def _no_text(connection: Connection, column: Column[object]) -> Iterator[Fault]:
    name, table = column.name, column.table.name
    query = text(
        f'SELECT rowid, CAST("{name}" AS BLOB) FROM "{table}" WHERE typeof("{name}") = \'text\' '
        "ORDER BY rowid"
    )
    for row, content in connection.execute(query, execution_options={"yield_per": 1000}):
        try:
            found = content.decode()
            if isinstance(column.type, Uuid):
                UUID(found)
        except UnicodeDecodeError:
            yield _fault(column, row, "is no text in UTF-8", "text", content[:40].hex())
        except ValueError:
            yield _fault(column, row, "is no id", "32 hexadecimal digits", found[:40])


def _fault(column: Column[object], row: int, what: str, expected: str, found: str) -> Fault:
    table = column.table
    key = next(iter(table.primary_key))
    at = row if len(table.primary_key) == 1 and key.type.python_type is int else 0
    where = f"position {at}" if at else f"row {row}"
    return Fault(
        f"{table.name}, {where}: “{column.name}” {what}.", at, "", column.name, expected, found
    )
