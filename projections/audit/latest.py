"""What was last done of a kind: to each of some items, or since a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select

from projections.audit.audit_trail import audit_trail, lines_told
from projections.versioned import Row
from projections.view import View


def latest_of(view: View, *, kinds: Collection[type], prefix: str) -> Mapping[str, Row]:
    """By the reference of each item that begins so: the line of the last event of these kinds by
    the moment of the view. Items to which none happened are left out."""
    row = audit_trail.c
    last = (
        select(func.max(row.position))
        .where(row.kind.in_([each.__qualname__ for each in kinds]), row.position <= view.position)
        .where(row.item.startswith(f"{prefix}-", autoescape=True))
        .group_by(row.item)
    )
    query = select(audit_trail).where(row.position.in_(last))
    return {line["item"]: line for line in lines_told(view, query)}


def lines_since(view: View, *, after: int, kinds: Collection[type], most: int) -> Sequence[Row]:
    """The lines of the events of these kinds after a position, the latest first; at most so
    many."""
    row = audit_trail.c
    query = (
        select(audit_trail)
        .where(row.kind.in_([each.__qualname__ for each in kinds]))
        .where(row.position > after, row.position <= view.position)
        .order_by(row.position.desc())
        .limit(most)
    )
    return lines_told(view, query)
