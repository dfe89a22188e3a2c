"""Every stay of a dispute at a stage: when it came, when and how it left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    func,
    insert,
    select,
    update,
)

from domain.disputes.dispute import Dispute
from domain.kernel.calendar import Calendar
from domain.kernel.item import Item
from domain.procedure.rules import Ending
from projections.disputes import disputes as register
from projections.listed import each_of
from projections.versioned import Moment, Row, at, position_type

dispute_stages = Table(
    "dispute_stages",
    MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"}),
    Column("began_at", position_type, primary_key=True, autoincrement=False),
    Column("reference", String(250), nullable=False),
    Column("stage", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("entered_on", String(10), nullable=False),
    Column("left_at", position_type),
    Column("left_on", String(10), nullable=False),
    Column("ending", String(20), nullable=False),  # "" when it went on to another stage
    Index(None, "reference", "left_at"),
)


class DisputeStages:
    """Projects what begins, moves and ends a stay."""

    version = 2

    def __init__(self, table: Table | None = None) -> None:
        self.table = dispute_stages if table is None else table

    @property
    def name(self) -> str:
        return dispute_stages.name

    def apply(self, connection: Connection, *, position: int, event: Item.Event) -> None:
        if isinstance(event, Dispute.StageBegun):
            self._leave(connection, event, position, ending="")
            began = {
                "began_at": position,
                "reference": event.reference,
                "stage": event.stage,
                "name": event.name,
                "number": event.number,
                "entered_on": event.entered_on,
                "left_at": None,
                "left_on": "",
                "ending": "",
            }
            connection.execute(insert(self.table), began)
        elif isinstance(event, Dispute.EndedEvent):
            self._leave(connection, event, position, ending=event.ending.value)

    def _leave(
        self, connection: Connection, event: Dispute.Event, position: int, *, ending: str
    ) -> None:
        """End the stay that the dispute is in."""
        there = update(self.table).where(
            self.table.c.reference == event.reference, self.table.c.left_at.is_(None)
        )
        left = {"left_at": position, "left_on": event.on, "ending": ending}
        connection.execute(there.values(left))


def _by(position: int | None) -> ColumnElement[bool]:
    """The stays that had begun by a position of the log."""
    stays = dispute_stages.c
    return stays.began_at.is_not(None) if position is None else stays.began_at <= position


def _over(position: int | None) -> ColumnElement[bool]:
    """The stays that were over by a position of the log."""
    stays = dispute_stages.c
    over = stays.left_at.is_not(None)
    return over if position is None else and_(over, stays.left_at <= position)


@dataclass(frozen=True)
class StageFigures:
    """One stage in figures. Days are working days; those of open stays count up to the moment.

    `settled` are the disputes that were resolved there, by agreement or decision, and were not
    reopened.
    """

    stage: str
    name: str
    open: int
    overdue: int
    median_days: float | None
    longest_days: int | None
    settled: int


@dataclass(frozen=True)
class Figures:
    """The disputes in figures: by stage, the overdue replies of each agency, and how often."""

    stages: list[StageFigures]
    overdue_replies: list[tuple[str, int]]
    reopened: int


def figures(connection: Connection, *, moment: Moment, calendar: Calendar) -> Figures:
    """The figures at a moment. The median and the longest stay take in those not yet over."""
    stays = dispute_stages.c
    over = _over(moment.position).label("over")
    query = (
        select(dispute_stages, over)
        .where(_by(moment.position))
        .order_by(stays.number, stays.began_at)
    )
    by_stage: dict[str, list[Row]] = {}
    last: dict[str, int] = {}
    for row in connection.execute(query).mappings():
        by_stage.setdefault(row["stage"], []).append(row)
        last[row["reference"]] = max(last.get(row["reference"], 0), row["began_at"])
    late = register.disputes_that(connection, register.overdue(moment), moment=moment)
    silent = Counter(agency for dispute in late for agency in each_of(dispute["awaited"]))
    overdue = {dispute["reference"] for dispute in late}
    return Figures(
        [
            _of_stage(rows, moment.on, calendar, late=overdue, last=set(last.values()))
            for rows in by_stage.values()
        ],
        sorted(silent.items(), key=lambda item: (-item[1], item[0])),
        _reopened(connection, moment),
    )


def _of_stage(
    rows: list[Row], today: date, calendar: Calendar, *, late: Container[str], last: Container[int]
) -> StageFigures:
    days = [
        max(0, calendar.between(date.fromisoformat(row["entered_on"]), _until(row, today)))
        for row in rows
    ]
    there = [row for row in rows if not row["over"]]
    settled = [
        row for row in rows if row["began_at"] in last and row["over"] and row["ending"] in _SETTLED
    ]
    return StageFigures(
        rows[-1]["stage"],
        rows[-1]["name"],
        len(there),
        sum(row["reference"] in late for row in there),
        median(days),
        max(days),
        len(settled),
    )


_SETTLED = (Ending.AGREED, Ending.DECIDED)


def _until(row: Row, today: date) -> date:
    return date.fromisoformat(row["left_on"]) if row["over"] else today


def _reopened(connection: Connection, moment: Moment) -> int:
    table = register.disputes
    query = select(func.count()).where(at(table, moment.position), table.c.reopened > 0)
    return connection.scalar(query) or 0
