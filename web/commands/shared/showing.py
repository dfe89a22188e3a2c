"""How rows are shown: as a table for people, as a file for spreadsheets, as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from web.commands.shared.console import give, say

if TYPE_CHECKING:
    from projections.columns import Column
    from projections.view import View


def show(
    form: str,
    rows: Sequence[Any],
    columns: Sequence[Column[Any]],
    *,
    noun: str,
    view: View,
    title: str = "",
    shown: Sequence[str] = (),
    **more: Any,
) -> None:
    """Print the rows; a table has only the columns `shown`, or all."""
    from web.commands.shared.console import table
    from web.exports.registers import csv_lines, json_document, workbook

    if form == "json":
        give(json_document(rows, columns, noun=noun, view=view, **more) + "\n")
    elif form == "csv":
        for lines in csv_lines(rows, columns, view=view):
            give(lines)
    elif form == "xlsx":
        give(workbook(rows, columns, title=title or noun.capitalize(), view=view))
    else:
        chosen = [column for column in columns if not shown or column.key in shown]
        cells = ([column.words(row, view) for column in chosen] for row in rows)
        for line in table([column.label for column in chosen], cells):
            say(line)


def say_how_many(count: int, one: str, view: View, *, many: str = "") -> None:
    """Under a table: how many rows it has, which moment it shows and how to handle it."""
    from domain.kernel.item import long_date
    from domain.kernel.terms import HANDLING

    words = one if count == 1 else many or f"{one}s"
    day = long_date(view.today)
    say(f"\n{count:,} {words}, as at {day}, log position {view.position}. {HANDLING}")
