"""Statements that are made once and then run many times, past SQLAlchemy's own machinery.

SQLAlchemy spends some 70 µs on each statement that it runs, however small; a command runs a
dozen. What is here is compiled once for each kind of database and given to the driver as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Executable, Table, exc, insert

Row = tuple[Any, ...]
Values = Mapping[str, Any]
_Turning = Callable[[Any], Any]

READ_AT_ONCE = 500
"""Rows that are read at once where there may be very many."""
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
        with faults_told(connection, ready.sql) as driver:
            return ready.read(driver.execute(ready.sql, ready.bound(values)).fetchall())

    def first(self, connection: Connection, **values: Any) -> Row | None:
        """The first row that it finds; None: there is none."""
        found = self.all(connection, **values)
        return found[0] if found else None

    def batches(self, connection: Connection, **values: Any) -> Iterator[list[Row]]:
        """Every row that it finds, so many at a time that memory does not fill with them."""
        ready = self._for(connection.dialect)
        with faults_told(connection, ready.sql), closing(_cursor(connection)) as cursor:
            cursor.execute(ready.sql, ready.bound(values))
            while rows := cursor.fetchmany(READ_AT_ONCE):
                yield ready.read(rows)

    def run(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Do it once for each row of values."""
        if not rows:
            return
        ready = self._for(connection.dialect)
        with faults_told(connection, ready.sql) as driver:
            if len(rows) > 1 and connection.dialect.name == "sqlite":
                driver.executemany(ready.sql, [ready.bound(row) for row in rows]).close()
                return
            # Not executemany: psycopg would go through a pipeline, after which PostgreSQL 15 does
            # not notice that whoever holds a lock does nothing any more.
            for row in rows:
                driver.execute(ready.sql, ready.bound(row)).close()

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
        if len(rows) < 2 or connection.dialect.name == "sqlite":
            super().run(connection, rows)
        elif len(rows) < COPIED_FROM:
            self._at_once(connection, rows)
        else:
            self._copy(connection, rows)

    def _at_once(self, connection: Connection, rows: Sequence[Values]) -> None:
        ready = self._for(connection.dialect)
        sql = ready.several(len(rows))
        with faults_told(connection, sql) as driver:
            bound = [ready.bound(row) for row in rows]
            driver.execute(sql, [each[key] for each in bound for key in ready.keys]).close()

    def _copy(self, connection: Connection, rows: Sequence[Values]) -> None:
        quoted = connection.dialect.identifier_preparer
        keys = self._table.columns.keys()
        columns = ", ".join(quoted.format_column(column) for column in self._table.columns)
        sql = f"COPY {quoted.format_table(self._table)} ({columns}) FROM STDIN"
        with faults_told(connection, sql) as driver, driver.cursor().copy(sql) as copy:
            for row in rows:
                copy.write_row([row[key] for key in keys])


@cache
def insert_into(table: Table) -> Insert:
    """The one statement that inserts into a table."""
    return Insert(table)


_PLACE = re.compile(r"%\((\w+)\)s")
"""Where psycopg puts a value, by its name."""


class _Ready:
    """A statement as one kind of driver takes it."""

    def __init__(self, clause: Executable, dialect: Dialect) -> None:
        compiled = cast("Any", clause).compile(dialect=dialect)
        # A list of values is written out as it stands: it is part of the statement.
        asked = {name: None for each, name in compiled.bind_names.items() if each.required}
        written_out = compiled.construct_expanded_state(asked)
        self.sql: str = written_out.statement
        self._given: Values = {
            name: value for name, value in written_out.parameters.items() if value is not None
        }
        self._order: Sequence[str] | None = written_out.positiontup
        turned = {
            name: each.type.dialect_impl(dialect).bind_processor(dialect)
            for each, name in compiled.bind_names.items()
            if not each.expanding
        }
        self._turned: dict[str, _Turning] = {
            name: turn for name, turn in {**turned, **written_out.processors}.items() if turn
        }
        read = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in getattr(clause, "selected_columns", ())
        ]
        self._read: list[tuple[int, _Turning]] = [
            (place, turn) for place, turn in enumerate(read) if turn
        ]

        self.keys = _PLACE.findall(self.sql)

    def several(self, count: int) -> str:
        """An INSERT of so many rows at once; its values come in the order of `keys`."""
        head, values, row = _PLACE.sub("%s", self.sql).partition(" VALUES ")
        return f"{head}{values}{', '.join([row] * count)}"

    def bound(self, values: Values) -> Any:
        """The values in the order or under the names that the driver wants."""
        if self._given:
            values = {**self._given, **values}
        if self._turned:
            values = {**values, **{k: turn(values[k]) for k, turn in self._turned.items()}}
        return values if self._order is None else [values[name] for name in self._order]

    def read(self, rows: list[Row]) -> list[Row]:
        """The rows as Python has their values."""
        return [self._turn(row) for row in rows] if self._read else rows

    def _turn(self, row: Row) -> Row:
        values = list(row)
        for place, turn in self._read:
            values[place] = turn(values[place])
        return tuple(values)


def _cursor(connection: Connection) -> Any:
    """A cursor whose rows stay in the database until they are read."""
    driver = cast("Any", connection.connection.driver_connection)
    if connection.dialect.name == "postgresql":
        return driver.cursor(name=f"batches_{next(_CURSORS)}")
    return driver.cursor()


_CURSORS = count(1)


@contextmanager
def faults_told(connection: Connection, sql: str) -> Iterator[Any]:
    """The driver's own connection. What it raises becomes what SQLAlchemy would raise.

    A connection that turns out to be broken is not used again.
    """
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
