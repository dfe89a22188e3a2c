"""Rows that are never overwritten: each holds from one position of the log to another.

`since` is the position that made the row true, `until` the one that ended it; None: it is true
now. So every register can be read as it stood at any position, with one more condition
(projections/view.py: View.at).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Update,
    bindparam,
    insert,
    text,
    update,
)

from domain.kernel.happened import Happened
from domain.kernel.item import Item

position_type = BigInteger().with_variant(Integer(), "sqlite")
Row = Mapping[str, Any]


class Held(Protocol):
    """What a kind of column says of its place in the database."""

    empty: Any

    def sql(self) -> Any: ...


class Projection(ABC):
    """What is derived from the log: a table, and the row that each event makes in it.

    `version` is raised when rows would come out differently; then the table is built anew.
    """

    name: str
    version: int
    table: Table

    @abstractmethod
    def row(self, happened: Happened) -> dict[str, Any] | None:
        """The row that an event makes; None: none here."""

    def take(self, connection: Connection, happened: Happened) -> None:
        """Take one event into the table: the row that was true ends, the next one begins."""
        take(connection, self.table, self.row(happened), first=_is_first(happened))


def take(connection: Connection, table: Table, row: dict[str, Any] | None, *, first: bool) -> None:
    """Put a row into its table; `first`: no earlier row of the item has to end."""
    if row is None:
        return
    if "until" in row and not first:
        connection.execute(_ending(table), {"item": row["reference"], "position": row["since"]})
    connection.execute(insert(table), row)


def until_the_next(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one item, in order: each is true until the next one begins."""
    if rows and "until" in rows[0]:
        for row, following in pairwise(rows):
            row["until"] = following["since"]
    return rows


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
        Index(None, "until"),
        Index(
            f"ix_{name}_current", "reference", unique=True,
            sqlite_where=current, postgresql_where=current,
        ),
    )  # fmt: skip


def _is_first(happened: Happened) -> bool:
    return isinstance(happened.event, Item.Created)


@cache
def _ending(table: Table) -> Update:
    """Made once: SQLAlchemy compiles a statement on its first use and knows it again."""
    return (
        update(table)
        .where(table.c.reference == bindparam("item"), table.c.until.is_(None))
        .values(until=bindparam("position"))
    )
