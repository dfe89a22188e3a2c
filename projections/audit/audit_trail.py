"""The audit trail: a line for each event: who, what, when, why, and where in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    text,
)

from domain.kernel.days.happened import Happened
from domain.kernel.deciding.minutes import Minute
from domain.kernel.item import LONDON, london_date
from domain.kernel.plain import searched
from projections.audit.change_kinds import change_of
from projections.filters import containing
from projections.register import PAGE, UNCOUNTED, Page
from projections.versioned import Projection, Row, position_type, table_name
from projections.view import View
from storage.statements import Statement

_NAME, _VERSION = "audit_trail", 6
audit_trail = Table(
    table_name(_NAME, _VERSION),
    MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"}),
    Column("position", position_type, primary_key=True, autoincrement=False),
    Column("recorded_at", String(32), nullable=False),  # UTC, as `instant` writes it
    Column("happened_on", String(10), nullable=False),
    Column("person", String(64), nullable=False),
    Column("role", String(20), nullable=False),
    Column("agency", String(250), nullable=False),
    Column("on_behalf_of", String(250), nullable=False),
    Column("item", String(250), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("minute", Text, nullable=False),  # where it is written down that a group decided it
    Column("change", String(12), nullable=False),  # what kind of change it is (change_kinds.py)
    Column("days_late", Integer, nullable=False),  # between happening and recording
    Column("search", Text, nullable=False),
    Index(None, "recorded_at", "position"),
    Index(None, "item", "version"),
    Index(None, "person"),
    Index(None, "kind", "position"),
    Index(
        f"ix_{table_name(_NAME, _VERSION)}_late",
        "position",
        sqlite_where=text("days_late > 0"),
        postgresql_where=text("days_late > 0"),
    ),
)


def instant(moment: datetime) -> str:
    """An aware moment as text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class AuditTrail(Projection):
    """The line of every event there is."""

    name = _NAME
    version = _VERSION
    table = audit_trail

    def row(self, happened: Happened) -> dict[str, Any]:
        event, sentence = happened.event, happened.sentence
        minute: Minute | None = getattr(event, "minuted", None)
        return {
            "position": happened.position,
            "recorded_at": instant(event.timestamp),
            "happened_on": event.on,
            "person": event.by.person,
            "role": event.by.role.value,
            "agency": event.by.agency,
            "on_behalf_of": event.by.on_behalf_of,
            "item": event.reference,
            "version": event.originator_version,
            "kind": type(event).__qualname__,
            "sentence": sentence,
            "reason": event.why,
            "minute": minute.words if minute else "",
            "change": change_of(type(event)).value,
            "days_late": (london_date(event.timestamp) - date.fromisoformat(event.on)).days,
            "search": searched(event.reference, sentence, event.why),
        }


@dataclass(frozen=True)
class Trail:
    """What a reader narrows the trail down to; the empty value of each means “any”."""

    person: str = ""
    agency: str = ""
    item: str = ""
    role: str = ""
    kind: str = ""
    late: str = ""
    """"yes": only what was recorded later than on the day it happened; "no": all but that."""
    search: str = ""
    recorded_from: date | None = None
    recorded_to: date | None = None
    happened_to: date | None = None
    after: int = 0
    """Only what was recorded after that position."""


def _conditions(trail: Trail, position: int) -> list[ColumnElement[bool]]:
    row = audit_trail.c
    conditions: list[ColumnElement[bool]] = [row.position <= position]
    for column, wanted in (
        (row.person, trail.person), (row.agency, trail.agency), (row.role, trail.role),
        (row.kind, trail.kind),
    ):  # fmt: skip
        if wanted:
            conditions.append(column == wanted)
    if trail.item:
        conditions.append(or_(row.item == trail.item.upper(), row.item == trail.item.lower()))
    if trail.late:
        conditions.append(row.days_late > 0 if trail.late == "yes" else row.days_late <= 0)
    if trail.search:
        conditions.append(containing(row.search, trail.search))
    if trail.recorded_from:
        conditions.append(row.recorded_at >= _midnight(trail.recorded_from))
    if trail.recorded_to:
        conditions.append(row.recorded_at < _midnight(trail.recorded_to + timedelta(days=1)))
    if trail.happened_to:
        conditions.append(row.happened_on <= trail.happened_to.isoformat())
    if trail.after:
        conditions.append(row.position > trail.after)
    return conditions


def trail_page(view: View, trail: Trail, *, page: int = 1, size: int = PAGE) -> Page:
    """One page of the trail, the latest first."""
    conditions = _conditions(trail, view.position)
    query = _latest_first(conditions).limit(size).offset((page - 1) * size)
    lines = lines_told(view, query)
    if trail == Trail():  # every position has a line
        return Page(lines, view.position, page, size, counted_to=view.position)
    found = select(literal(1)).select_from(audit_trail).where(*conditions).limit(UNCOUNTED)
    total = view.connection.scalar(select(func.count()).select_from(found.subquery())) or 0
    return Page(lines, total, page, size)


def whole_trail(view: View, trail: Trail) -> Sequence[Row]:
    """Every line of the trail, the latest first."""
    return lines_told(view, _latest_first(_conditions(trail, view.position)))


def _latest_first(conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    return select(audit_trail).where(*conditions).order_by(audit_trail.c.position.desc())


def lines_of(view: View, item: str, *, after: int = 0) -> Sequence[Row]:
    """The lines of one item up to the moment, oldest first; `after` a version of it."""
    row = audit_trail.c
    query = (
        select(audit_trail)
        .where(row.item == item, row.version > after, row.position <= view.position)
        .order_by(row.position)
    )
    return lines_told(view, query)


def lines_between(
    earlier: View, view: View, items: Select[tuple[str]], *, most: int
) -> Sequence[Row]:
    """The latest lines of some items after one moment and up to another, the latest first."""
    row = audit_trail.c
    query = select(audit_trail).where(
        row.item.in_(items), row.position > earlier.position, row.position <= view.position
    )
    return lines_told(view, query.order_by(row.position.desc()).limit(most))


def recorded_with(view: View, position: int, *, most: int) -> Sequence[Row]:
    """The first lines that the same person recorded at the same moment, that one apart: what one
    command led to, or one part of a file. What the reader may not know of is left out."""
    row, this = audit_trail.c, audit_trail.alias("this")
    query = (
        select(audit_trail)
        .join(this, and_(this.c.recorded_at == row.recorded_at, this.c.person == row.person))
        .where(this.c.position == position, row.position != position)
        .where(row.position <= view.position)
        .order_by(row.position)
        .limit(most)
    )
    return [line for line in lines_told(view, query) if not view.hides(line["item"])]


def recorded_later(view: View, item: str) -> Sequence[Row]:
    """The lines of one item about what had happened by the day of a past view, but was recorded
    only after its moment; oldest first."""
    row = audit_trail.c
    query = (
        select(audit_trail)
        .where(row.item == item, row.position > view.position)
        .where(row.happened_on <= view.today)
        .order_by(row.position)
    )
    return lines_told(view, query)


def recorded_late_since(view: View, position: int) -> int:
    """How many events after a position were recorded later than on the day they happened."""
    row = audit_trail.c
    query = select(func.count()).where(
        text("days_late > 0"), row.position > position, row.position <= view.position
    )
    return view.connection.scalar(query.select_from(audit_trail)) or 0


def late_ones(view: View) -> int:
    """How many events had happened by the day of a past view and were recorded after its moment;
    `UNCOUNTED` where there are more than are counted."""
    row = audit_trail.c
    found = (
        select(literal(1))
        .select_from(audit_trail)
        .where(text("days_late > 0"), row.position > view.position, row.happened_on <= view.today)
        .limit(UNCOUNTED)
    )
    return view.connection.scalar(select(func.count()).select_from(found.subquery())) or 0


def lines_told(view: View, query: Select[Any]) -> list[Row]:
    """The lines that a query finds, as the reader may be told them."""
    lines = view.rows(query)
    if view.sight.everything:
        return lines
    return [
        {**line, "sentence": view.told(line["sentence"]), "reason": view.told(line["reason"])}
        for line in lines
    ]


def kinds(view: View) -> list[str]:
    """The kinds of event that there had been by the moment."""
    return list(view.connection.scalars(_KINDS, {"upto": view.position}))


def _each_kind() -> Select[Any]:
    """Each kind once: from one to the next by the index, and not by way of every line."""
    row = audit_trail.c
    by_then = row.position <= bindparam("upto", type_=position_type)
    found = select(func.min(row.kind).label("kind")).where(by_then).cte(recursive=True)
    following = select(func.min(row.kind)).where(row.kind > found.c.kind, by_then).scalar_subquery()
    found = found.union_all(select(following).where(found.c.kind.is_not(None)))
    return select(found.c.kind).where(found.c.kind.is_not(None))


_KINDS = _each_kind()


def position_at(connection: Connection, moment: datetime) -> int:
    """The position of the last event recorded at or before an aware moment; 0: none was."""
    found = _AT.first(connection, moment=instant(moment))
    return found[0] if found else 0


# The time of recording never goes back, so the last by time is the last by position.
_AT = Statement(
    select(audit_trail.c.position)
    .where(audit_trail.c.recorded_at <= bindparam("moment", type_=String()))
    .order_by(audit_trail.c.recorded_at.desc(), audit_trail.c.position.desc())
    .limit(1)
)


def end_of(day: date) -> datetime:
    """The last instant of a day in London."""
    start_of_next = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return start_of_next.astimezone(UTC) - timedelta(microseconds=1)


def items_told_of(view: View, words: str, *, most: int) -> Sequence[Row]:
    """The latest line of each item that says these words, of the first `most` lines that do, as far
    as the reader may know of the item."""
    row = audit_trail.c
    query = select(audit_trail).where(containing(row.search, words), row.position <= view.position)
    found: dict[str, Row] = {}
    for line in lines_told(view, query.order_by(row.position.desc()).limit(most)):
        if not view.hides(line["item"]):
            found.setdefault(line["item"], line)
    return list(found.values())


def line_at(view: View, position: int) -> Row | None:
    """The line at a position, as the reader may be told it; None where they may not."""
    lines = lines_told(view, select(audit_trail).where(audit_trail.c.position == position))
    return next((line for line in lines if not view.hides(line["item"])), None)


def recorded_on(connection: Connection, position: int) -> date | None:
    """The date in London on which the event at `position` was recorded; None: no such event."""
    found = recorded_at(connection, position)
    return london_date(datetime.fromisoformat(found)) if found else None


def recorded_at(connection: Connection, position: int) -> str | None:
    """When the event at `position` was recorded, as text; None: there is no such event."""
    found = _RECORDED.first(connection, position=position)
    return found[0] if found else None


_RECORDED = Statement(
    select(audit_trail.c.recorded_at).where(
        audit_trail.c.position == bindparam("position", type_=position_type)
    )
)


def _midnight(day: date) -> str:
    return instant(datetime.combine(day, time(), LONDON))
