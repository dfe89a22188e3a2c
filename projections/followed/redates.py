"""Every request for another due date: who asked, why, who decided, and by how many days."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from domain.kernel.followed import Followed
from domain.kernel.item import Item
from projections.versioned import Moment, Row, position_type

redates = Table(
    "redates",
    MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"}),
    Column("asked_at", position_type, primary_key=True, autoincrement=False),
    Column("item", String(250), nullable=False),
    Column("was", String(10), nullable=False),
    Column("due_on", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_on", String(10), nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("decided_at", position_type),
    Column("approved_on", String(10), nullable=False),  # "" unless approved
    Column("decided_by", String(64), nullable=False),
    Column("slip", Integer),
    Index(None, "item", "decided_at"),
)


class Redates:
    """Projects the three events of a re-dating, of recommendations and actions alike."""

    version = 1

    def __init__(self, table: Table | None = None) -> None:
        self.table = redates if table is None else table

    @property
    def name(self) -> str:
        return redates.name

    def apply(self, connection: Connection, *, position: int, event: Item.Event) -> None:
        if isinstance(event, Followed.RedateAsked):
            asked = {
                "asked_at": position,
                "item": event.reference,
                "was": event.was,
                "due_on": event.due_on,
                "reason": event.reason,
                "asked_on": event.on,
                "asked_by": event.by.person,
                "approved_on": "",
                "decided_by": "",
            }
            connection.execute(insert(self.table), asked)
        elif isinstance(event, Followed.RedateApproved):
            self._decide(connection, event, position, approved_on=event.on, slip=event.slip)
        elif isinstance(event, Followed.RedateRefused):
            self._decide(connection, event, position, approved_on="", slip=None)

    def _decide(
        self,
        connection: Connection,
        event: Item.Event,
        position: int,
        *,
        approved_on: str,
        slip: int | None,
    ) -> None:
        row = self.table.c
        decided = {
            "decided_at": position,
            "decided_by": event.by.person,
            "approved_on": approved_on,
            "slip": slip,
        }
        awaiting = (row.item == event.reference) & row.decided_at.is_(None)
        connection.execute(update(self.table).where(awaiting).values(decided))


def redates_between(connection: Connection, *, since: date, moment: Moment) -> list[Row]:
    """The requests made from `since` to the moment, with their decisions by then."""
    row = redates.c
    query = select(redates).where(
        row.asked_on >= since.isoformat(), row.asked_on <= moment.on.isoformat()
    )
    if moment.position is not None:
        query = query.where(row.asked_at <= moment.position)
    found = connection.execute(query.order_by(row.asked_at)).mappings()
    return [dict(line) if _by(line, moment) else _undecided(line) for line in found]


def undecided(connection: Connection) -> dict[str, str]:
    """The items for which another date is asked now and not decided on, each with who asked."""
    row = redates.c
    query = select(row.item, row.asked_by).where(row.decided_at.is_(None))
    return dict(connection.execute(query.order_by(row.asked_at)).tuples().all())


def _by(line: Row, moment: Moment) -> bool:
    decided = line["decided_at"]
    return moment.position is None or (decided is not None and decided <= moment.position)


def _undecided(line: Row) -> Row:
    return {**line, "decided_at": None, "decided_by": "", "approved_on": "", "slip": None}
