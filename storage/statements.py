"""Statements that are made once and then run many times, past SQLAlchemy's own machinery.

SQLAlchemy spends some 70 µs on each statement that it runs, however small; a command runs a
dozen. What is here is compiled once for each kind of database and given to the driver as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Executable, Table, exc, insert

Row = tuple[Any, ...]
Values = Mapping[str, Any]
_Turning = Callable[[Any], Any] | None

COPIED_FROM = 20
"""So many rows and more are copied to PostgreSQL in one go, which takes a third of the time."""


class Statement:
    """A statement with bind parameters, for one row or many.

    What goes wrong is raised as SQLAlchemy would raise it, without the statement's values.
    """

    def __init__(self, clause: Executable) -> None:
        self._clause = clause
        self._ready: dict[str, _Ready] = {}

    def all(self, connection: Connection, **values: Any) -> list[Row]:
        """Every row that it finds."""
        ready = self._for(connection.dialect)
        with _faults_told(connection, ready.sql) as driver:
            return ready.read(driver.execute(ready.sql, ready.bound(values)).fetchall())

    def first(self, connection: Connection, **values: Any) -> Row | None:
        """The first row that it finds; None: there is none."""
        found = self.all(connection, **values)
        return found[0] if found else None

    def run(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Do it once for each row of values."""
        if not rows:
            return
        ready = self._for(connection.dialect)
        with _faults_told(connection, ready.sql) as driver:
            if len(rows) == 1:
                driver.execute(ready.sql, ready.bound(rows[0])).close()
            else:
                driver.cursor().executemany(ready.sql, [ready.bound(row) for row in rows])

    def _for(self, dialect: Dialect) -> _Ready:
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = _Ready(self._clause, dialect)
        return ready


class Insert(Statement):
    """Rows into a table; each has a value for every column."""

    def __init__(self, table: Table) -> None:
        super().__init__(insert(table))
        self._table = table

    def run(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Insert the rows, in their order."""
        if connection.dialect.name == "postgresql" and len(rows) >= COPIED_FROM:
            self._copy(connection, rows)
        else:
            super().run(connection, rows)

    def _copy(self, connection: Connection, rows: Sequence[Values]) -> None:
        quoted = connection.dialect.identifier_preparer
        keys = self._table.columns.keys()
        columns = ", ".join(quoted.format_column(column) for column in self._table.columns)
        sql = f"COPY {quoted.format_table(self._table)} ({columns}) FROM STDIN"
        with _faults_told(connection, sql) as driver, driver.cursor().copy(sql) as copy:
            for row in rows:
                copy.write_row([row[key] for key in keys])


@cache
def insert_into(table: Table) -> Insert:
    """The one statement that inserts into a table."""
    return Insert(table)


class _Ready:
    """A statement as one kind of driver takes it."""

    def __init__(self, clause: Executable, dialect: Dialect) -> None:
        compiled = cast("Any", clause).compile(dialect=dialect)
        self.sql: str = str(compiled)
        self._given: Values = {
            name: value for name, value in compiled.params.items() if value is not None
        }
        self._order: Sequence[str] | None = compiled.positiontup
        turned = {
            name: each.type.dialect_impl(dialect).bind_processor(dialect)
            for name, each in compiled.binds.items()
        }
        self._turned: dict[str, Callable[[Any], Any]] = {
            name: turn for name, turn in turned.items() if turn
        }
        self._read: list[_Turning] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in getattr(clause, "selected_columns", ())
        ]
        self._as_they_are = not any(self._read)

    def bound(self, values: Values) -> Any:
        """The values in the order or under the names that the driver wants."""
        if self._given:
            values = {**self._given, **values}
        if self._turned:
            values = {**values, **{k: turn(values[k]) for k, turn in self._turned.items()}}
        return values if self._order is None else [values[name] for name in self._order]

    def read(self, rows: list[Row]) -> list[Row]:
        """The rows as Python has their values."""
        if self._as_they_are:
            return rows
        return [
            tuple(
                value if turn is None else turn(value)
                for turn, value in zip(self._read, row, strict=True)
            )
            for row in rows
        ]


@contextmanager
def _faults_told(connection: Connection, sql: str) -> Iterator[Any]:
    """The driver's own connection. What it raises becomes what SQLAlchemy would raise."""
    driver, dialect = connection.connection.driver_connection, connection.dialect
    faults = dialect.loaded_dbapi.Error
    try:
        yield driver
    except faults as error:
        gone = dialect.is_disconnect(error, cast("Any", driver), None)
        if gone:
            connection.invalidate(error)
        raise exc.DBAPIError.instance(
            sql, None, error, faults, hide_parameters=True, connection_invalidated=gone,
            dialect=dialect,
        ) from error  # fmt: skip
