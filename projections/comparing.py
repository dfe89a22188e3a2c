"""What became of the items of a register between two moments.

A register whose readers ask for more than “what is different” has a comparison of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from projections.columns import TEXT, Column
from projections.register import Register
from projections.versioned import Row
from projections.view import View

CHANGE: Column[Any] = Column("change", "Change", TEXT)
"""What became of the item; “same” where nothing did."""


@dataclass(frozen=True)
class Comparison:
    """How two moments of a register are compared: each row with its `change`, and the columns.

    `shown` are those of a table on a screen; all where none are named.
    """

    rows: Callable[[View, View], Sequence[Row]]
    columns: Sequence[Column[Any]]
    shown: Sequence[str] = ()


def comparison_of(register: Register[Any]) -> Comparison:
    """What every register can tell: what is new, what ended or began again, what else changed."""

    def rows(earlier: View, view: View) -> list[Row]:
        before = {row["reference"]: row for row in register.rows(earlier)}
        return [
            _compared(register, before.get(row["reference"]), row, earlier, view)
            for row in register.rows(view, sort="reference")
        ]

    shown = [register.column(key) for key in register.shown]
    changed: Column[Any] = Column("changed", "What changed", TEXT)
    return Comparison(rows, [CHANGE, *shown, changed])


def _compared(register: Register[Any], was: Row | None, row: Row, earlier: View, view: View) -> Row:
    if was is None:
        return {**row, "change": "new", "changed": ""}
    words = [
        f"{column.label}: {before or 'nothing'} → {after or 'nothing'}"
        for column in register.columns
        if column.in_story
        and (before := column.words(was, earlier)) != (after := column.words(row, view))
    ]
    change = "corrected" if is_corrected(was, row) else "changed" if words else "same"
    return {**row, "change": change, "changed": "; ".join(words)}


def is_corrected(was: Row, row: Row) -> bool:
    """Whether a fact of an item was corrected in between: what then differs is no movement."""
    return bool(row.get("corrections") != was.get("corrections"))
