"""As much of a register as a paper holds, and that there is more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from projections.register import Register
from projections.versioned import Row
from projections.view import View
from web.papers.paper import Sentences
from web.wording import counted

MOST = 2_000
"""Rows of a paper: nobody reads on, and the register's own files hold all."""


def some(register: Register[Any], view: View, *which: ColumnElement[bool], sort: str = "") -> Some:
    """The first rows of a register that meet the conditions, as many as a paper holds."""
    query = register.select(view).where(*which).order_by(*register.order(sort, view)).limit(MOST)
    rows = [register.told(view, row) for row in view.rows(query)]
    return Some(rows, len(rows) if len(rows) < MOST else register.count(view, *which))


@dataclass(frozen=True)
class Some:
    """Some rows of a longer list; `total` is how many it has, as far as a register counts."""

    rows: Sequence[Row]
    total: int

    @property
    def cut(self) -> list[Sentences]:
        """That there are more, where there are."""
        if self.total <= len(self.rows):
            return []
        words = (
            f"The first {len(self.rows):,} of {counted(self.total)}; the register’s files have all."
        )
        return [Sentences([words])]
