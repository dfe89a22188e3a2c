"""What on record may be the same thing as something else, by what such items are compared by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from domain.kernel.item import Item
from projections.register import Register

AlikeNow = Callable[[Connection, type[Item], str], list[str]]


def alike_now(registers: Sequence[Register[Any]]) -> AlikeNow:
    """Says which items of a kind are like one, now, in the order in which they were recorded."""
    by_kind = {each.item: each for each in registers if each.item.alike_by}

    def alike(connection: Connection, kind: type[Item], likeness: str) -> list[str]:
        row = by_kind[kind].c
        query = select(row.reference).where(row.until.is_(None), row.likeness == likeness)
        return list(connection.scalars(query.order_by(row.reference)))

    return alike
