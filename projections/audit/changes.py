"""What changed between two moments, item by item: read off the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from projections.audit.audit_trail import audit_trail, lines_told
from projections.audit.change_kinds import CHANGES, Change
from projections.register import COUNTED, PAGE, UNCOUNTED, Page
from projections.versioned import Row
from projections.view import View


@dataclass(frozen=True)
class Between:
    """What a reader asks for: what happened after one moment up to another, to items whose
    references start with `prefix`, of one kind of change; "" of each means any."""

    earlier: View
    view: View
    prefix: str = ""
    change: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        row = audit_trail.c
        found = [row.position > self.earlier.position, row.position <= self.view.position]
        found.append(row.change != Change.NOTHING)
        if self.prefix:
            found.append(row.item.startswith(self.prefix, autoescape=True))
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


def changed_lines(between: Between) -> Sequence[Row]:
    """Every line of what happened between the two moments, in the order of the log."""
    query = select(audit_trail).where(*between.conditions()).order_by(audit_trail.c.position)
    return lines_told(between.view, query)
