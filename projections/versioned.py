"""Rows that are never overwritten: each holds from one position of the log to another.

`since` is the position that made the row true, `until` the one that ended it; None: it is true
now. So every register can be read as it stood at any position, with one more condition
(projections/view.py: View.at).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)

from domain.kernel.days.happened import Happened
from domain.kernel.item import Item
from storage.statements import Statement, insert_into

position_type = BigInteger().with_variant(Integer(), "sqlite")
Row = Mapping[str, Any]


class Held(Protocol):
    """What a kind of column says of its place in the database."""

    empty: Any

    def sql(self) -> Any: ...


class Projection(ABC):
    """What is derived from the log: a table, and the row that each event makes in it.

    `version` is raised when rows would come out differently; then there is a new table for it
    (`table_name`), which is built while the older one is read.
    """

    name: str
    version: int
    table: Table

    def is_about(self, kind: type[Item]) -> bool:
        """Whether events of such items make rows here at all."""
        return True

    @abstractmethod
    def row(self, happened: Happened) -> dict[str, Any] | None:
        """The row that an event makes; None: none here."""

    def settled(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those that are kept of the rows of an item’s events, in order: of all, or of some."""
        return list(rows)

    def put(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Keep rows in the table."""
        put(connection, self.table, rows)

    def make_anew(
        self, connection: Connection, reference: str, rows: Sequence[dict[str, Any]]
    ) -> None:
        """Let these be the rows of one item: of its whole history, in order."""
        about = self.table.c["reference" if "reference" in self.table.c else "item"]
        connection.execute(delete(self.table).where(about == reference))
        self.put(connection, rows)

    def superseded(self) -> list[str]:
        """The tables that its earlier versions had."""
        names = [table_name(self.name, version) for version in range(1, self.version)]
        return [name for name in names if name != self.table.name]


def table_name(name: str, version: int) -> str:
    """The table of a register. Each version has one of its own, so that nobody's is changed."""
    return name if version == 1 else f"{name}_{version}"


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows into a table, in order: each ends the one of its item that was true before it."""
    if "until" in table.c and (ended := until_the_next(rows)):
        items = [row["reference"] for row in ended]
        positions = [row["since"] for row in ended]
        if connection.dialect.name == "postgresql":
            _ending_all(table).run(connection, [{"items": items, "positions": positions}])
        else:
            each = zip(items, positions, strict=True)
            _ending(table).run(connection, [{"item": item, "position": at} for item, at in each])
    insert_into(table).run(connection, rows)


def until_the_next(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let each row, in order, be true until the next one of its item begins.

    Returns those that end a row from before these: the first of each item, unless it began then.
    """
    first: list[dict[str, Any]] = []
    latest: dict[str, dict[str, Any]] = {}
    for row in rows:
        before = latest.get(row["reference"])
        if before is not None:
            before["until"] = row["since"]
        elif row["version"] > 1:
            first.append(row)
        latest[row["reference"]] = row
    return first


def versioned_table(name: str, columns: Sequence[tuple[str, Held]]) -> Table:
    """A table of such rows, in a metadata of its own, with one current row for each item."""
    current = text("until IS NULL")
    return Table(
        name,
        MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"}),
        Column("since", position_type, primary_key=True, autoincrement=False),
        Column("until", position_type),
        Column("reference", String(250), nullable=False),
        Column("version", position_type, nullable=False),
        *(Column(key, kind.sql(), nullable=kind.empty is None) for key, kind in columns),
        Column("search", Text, nullable=False),
        Index(None, "reference", "since"),
        Index(
            f"ix_{name}_current", "reference", unique=True,
            sqlite_where=current, postgresql_where=current,
        ),
    )  # fmt: skip


@cache
def _ending(table: Table) -> Statement:
    """Ends the current row of the item that a row is of."""
    return Statement(
        update(table)
        .where(table.c.reference == bindparam("item"), table.c.until.is_(None))
        .values(until=bindparam("position"))
    )


@cache
def _ending_all(table: Table) -> Statement:
    """The same for many rows at once, on PostgreSQL."""
    ended = select(
        func.unnest(bindparam("items", type_=ARRAY(Text))).label("item"),
        func.unnest(bindparam("positions", type_=ARRAY(BigInteger))).label("position"),
    ).subquery()
    return Statement(
        update(table)
        .where(table.c.reference == ended.c.item, table.c.until.is_(None))
        .values(until=ended.c.position)
    )
