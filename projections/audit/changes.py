"""What changed between two moments, item by item: read off the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from projections.audit.audit_trail import audit_trail, lines_told
from projections.audit.change_kinds import CHANGES, Change
from projections.register import COUNTED, GUARDED, PAGE, UNCOUNTED, Page
from projections.versioned import Row
from projections.view import View


@dataclass(frozen=True)
class Between:
    """What a reader asks for: what happened after one moment up to another, to items whose
    references start with `prefix`, of one kind of change; "" of each means any. `items` are the
    references of those it is about, None for all."""

    earlier: View
    view: View
    prefix: str = ""
    change: str = ""
    items: Select[tuple[str]] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        row = audit_trail.c
        found = [row.position > self.earlier.position, row.position <= self.view.position]
        found.append(row.change != Change.NOTHING)
        if self.prefix:
            found.append(row.item.startswith(self.prefix, autoescape=True))
        if self.items is not None:
            found.append(row.item.in_(self.items))
        if self.change:
            found.append(row.change == self.change)
        return found


@dataclass(frozen=True)
class Changed:
    """One item, and the lines of what happened to it between the two moments, oldest first."""

    item: str
    lines: Sequence[Row]

    @property
    def changes(self) -> list[Change]:
        """The kinds of change among them, in the order in which they are told."""
        found = {line["change"] for line in self.lines}
        return [change for change in CHANGES if change.value in found]


def how_many(between: Between) -> dict[Change, int]:
    """How many items changed in each way; a way in which none did is left out."""
    row = audit_trail.c
    query = (
        select(row.change, func.count(row.item.distinct()))
        .where(*between.conditions())
        .group_by(row.change)
    )
    found = {row.change: row[1] for row in between.view.connection.execute(query)}
    return {change: found[change.value] for change in CHANGES if change.value in found}


def changed_page(
    between: Between, *, page: int = 1, size: int = PAGE
) -> tuple[Page, list[Changed]]:
    """Some of the items that changed, the latest first, as the page of a list and one by one."""
    row, connection = audit_trail.c, between.view.connection
    items: Select[Any] = (
        select(row.item)
        .where(*between.conditions())
        .group_by(row.item)
        .order_by(func.max(row.position).desc())
    )
    on_page = list(connection.scalars(items.limit(size).offset((page - 1) * size)))
    told: dict[str, list[Row]] = {}
    whole = Between(between.earlier, between.view, between.prefix)
    query = select(audit_trail).where(*whole.conditions(), row.item.in_(on_page))
    for line in lines_told(between.view, query.order_by(row.position)):
        told.setdefault(line["item"], []).append(line)
    total = select(func.count()).select_from(
        select(row.item).where(*between.conditions()).distinct().limit(UNCOUNTED).subquery()
    )
    rows = [{"item": item} for item in on_page]
    found = Page(rows, connection.scalar(total) or 0, page, size, counted_to=COUNTED)
    return found, [Changed(item, told[item]) for item in on_page]


def changed_by_others(
    view: View, *, after: int, person: str, items: Sequence[str], most: int
) -> list[Changed]:
    """The items that others than a person changed after a position, the latest first: those of
    the latest `most` events. `items` are the beginnings of their references; what the reader may
    not know of is left out by the query itself."""
    row = audit_trail.c
    known = [
        or_(
            ~row.item.startswith(f"{register.item.prefix}-", autoescape=True),
            row.item.in_(register.seen_today(view.sight)),
        )
        for register in GUARDED
        if not view.sight.everything
    ]
    query = (
        select(audit_trail)
        .where(row.position > after, row.position <= view.position, row.person != person)
        .where(row.change != Change.NOTHING, *known)
        .where(or_(*(row.item.startswith(each, autoescape=True) for each in items)))
        .order_by(row.position.desc())
        .limit(most)
    )
    told: dict[str, list[Row]] = {}
    for line in lines_told(view, query):
        told.setdefault(line["item"], []).append(line)
    return [Changed(item, lines[::-1]) for item, lines in told.items()]


def changed_lines(between: Between, *, most: int | None = None) -> Sequence[Row]:
    """Every line of what happened between the two moments, in the order of the log; the first
    `most`."""
    query = select(audit_trail).where(*between.conditions()).order_by(audit_trail.c.position)
    return lines_told(between.view, query.limit(most))


def count_changes(between: Between) -> int:
    """How many lines there are."""
    query = select(func.count()).select_from(audit_trail).where(*between.conditions())
    return between.view.connection.scalar(query) or 0
