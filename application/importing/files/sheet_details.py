"""What a workbook says of a sheet besides its words: what is hidden, merged, coloured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.kernel.item import in_a_row

Rows = list[list[str]]


@dataclass
class SheetDetails:
    """Of one sheet; rows and columns count from 0.

    `fills` are the names of the colours of cells without words; `merged` the first and the last
    cell of each range that is merged; `comments`: somebody commented on a cell.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    comments: bool = False

    def told(self) -> Iterator[str]:
        """What to tell of the sheet as a whole."""
        if self.hidden_rows:
            numbers = in_a_row([str(row + 1) for row in self.hidden_rows])
            yield f"It has hidden rows, which were read, too: {numbers}."
        if self.hidden_columns:
            letters = in_a_row([column_letters(column) for column in self.hidden_columns])
            yield f"It has hidden columns, which were read, too: {letters}."
        if self.comments:
            yield "Its comments were not read."

    def of_merged(self, rows: Sequence[Sequence[str]]) -> dict[int, dict[int, str]]:
        """By row and column, for cells that are merged with one above: the words of that one."""
        found: dict[int, dict[int, str]] = {}
        for (top, left), (bottom, _) in self.merged:
            if top < len(rows) and left < len(rows[top]) and (words := rows[top][left]):
                for row in range(top + 1, min(bottom + 1, len(rows))):
                    found.setdefault(row, {})[left] = words
        return found


def put(rows: Rows, row: int, column: int, words: str) -> None:
    """Let a cell of the sheet have these words."""
    if row < len(rows) and column < len(rows[row]):
        rows[row][column] = words


def is_empty(rows: Rows, row: int, column: int) -> bool:
    """Whether a cell of the sheet has no words."""
    return row < len(rows) and column < len(rows[row]) and not rows[row][column]


def column_letters(column: int) -> str:
    """What a spreadsheet calls a column."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
