"""Rows that are never overwritten: each holds from one position of the log to another.

`since` is the position that made the row true, `until` the one that ended it; None: it is true
now. So every register can be read as it stood at any position, with one more condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    insert,
    or_,
    update,
)

from domain.kernel.item import Item

position_type = BigInteger().with_variant(Integer(), "sqlite")
Row = Mapping[Any, Any]
Handler = Callable[[Any, Row], dict[str, Any]]


class UnhandledEventError(Exception):
    """A projection met an event that it does not know. The write stops; nothing is skipped."""


@dataclass(frozen=True)
class Moment:
    """A moment to look at the ledger: a position of the log (None: now) and its date in London.

    The date says what was overdue then.
    """

    on: date
    position: int | None = None


@dataclass(frozen=True)
class Page:
    """Some rows of a longer list."""

    rows: list[Row]
    total: int


def versioned_table(name: str, *columns: Column[Any]) -> Table:
    """A table of such rows, in a metadata of its own, with one current row for each item."""
    return Table(
        name,
        MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"}),
        Column("row", position_type, primary_key=True, autoincrement=True),
        Column("reference", String(250), nullable=False),
        Column("version", position_type, nullable=False),
        *columns,
        Column("since", position_type, nullable=False),
        Column("until", position_type),
        Index(None, "reference", "until"),
        Index(None, "until"),
    )


def at(table: FromClause, position: int | None) -> ColumnElement[bool]:
    """The rows that were true just after the event at `position`; None: that are true now."""
    if position is None:
        return table.c.until.is_(None)
    return (table.c.since <= position) & or_(table.c.until.is_(None), table.c.until > position)


class VersionedProjection:
    """Keeps the rows of one kind of item.

    A subclass names the table, its `version` (raised when rows would come out differently), the
    kind of event it projects, and one handler for each: a function of the event and the current
    row (empty before the first) that returns the columns that change. Words that were confirmed
    change no column, whatever the item is.
    """

    version: ClassVar[int] = 1
    default: ClassVar[Table]
    events: ClassVar[type[Item.Event]]
    handlers: ClassVar[Mapping[type[Item.Event], Handler]]

    def __init__(self, table: Table | None = None) -> None:
        self.table = self.default if table is None else table
        self._begin = insert(self.table)
        self._end = (
            update(self.table)
            .where(self.table.c.reference == bindparam("item"), self.table.c.until.is_(None))
            .values(until=bindparam("position"))
            .returning(self.table)
        )

    @property
    def name(self) -> str:
        return self.default.name

    def apply(self, connection: Connection, *, position: int, event: Item.Event) -> None:
        """Take one event into the table. Raises UnhandledEventError for one it does not know."""
        if not isinstance(event, self.events):
            return
        handler = self.handlers.get(type(event))
        if isinstance(event, Item.WordsConfirmed):
            handler = _nothing
        if handler is None:
            raise UnhandledEventError(f"{self.name} cannot handle {type(event).__qualname__}.")
        row: Row = {}
        if not isinstance(event, Item.Created):
            ending = {"item": event.reference, "position": position}
            row = connection.execute(self._end, ending).mappings().one()
        following = {
            **row,
            **handler(event, row),
            "reference": event.reference,
            "version": event.originator_version,
            "since": position,
            "until": None,
        }
        following.pop("row", None)
        connection.execute(self._begin, following)


def _nothing(event: Item.Event, row: Row) -> dict[str, Any]:
    return {}
