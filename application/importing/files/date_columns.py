"""Whether the dates of a column have the day or the month first: decided for the column as a whole,
before any of its rows is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from application.importing.files.headings import Row
from domain.kernel.days.dates import Order, order_of, turned


@dataclass
class _Column:
    """What was seen of a column: the first line and words of each order, and how many."""

    first: dict[Order, tuple[int, str]] = field(default_factory=dict)
    count: Counter[Order] = field(default_factory=Counter)

    def see(self, line: int, words: str) -> None:
        if order := order_of(words):
            self.first.setdefault(order, (line, " ".join(words.split())))
            self.count[order] += 1

    @property
    def mixed(self) -> bool:
        return bool(self.count[Order.DAY_FIRST] and self.count[Order.MONTH_FIRST])

    @property
    def order(self) -> Order:
        """The order that its certain dates have, most of them where they differ."""
        month_first = self.count[Order.MONTH_FIRST] > self.count[Order.DAY_FIRST]
        return Order.MONTH_FIRST if month_first else Order.DAY_FIRST


class DateColumns:
    """The columns of dates in a file, and how their cells are to be read.

    `notes` tells, once for each column, that it is read with the month first.
    """

    def __init__(
        self, rows: Iterable[Row], columns: Sequence[str], names: Mapping[str, str]
    ) -> None:
        self._names = names
        self._columns = {column: _Column() for column in columns}
        for row in rows:
            if row.passed:
                continue
            for column, seen in self._columns.items():
                if words := row.cells.get(column):
                    seen.see(row.line, words)
        self._month_first = self._with_the_month_first()

    @property
    def notes(self) -> list[str]:
        return [
            f"“{self._names.get(column, column)}” was read with the month first, with a flag on "
            f"the whole column: {why}."
            for column, why in self._month_first.items()
        ]

    def read(self, row: Row) -> Row:
        """The row, its dates with the day first; or with the fault that one can be read two ways
        in a column that has both."""
        cells, faults = dict(row.cells), []
        for column, seen in self._columns.items():
            if words := cells.get(column):
                if seen.mixed and order_of(words) in {self._other(seen), Order.EITHER}:
                    faults.append(self._fault(column, seen, words))
                elif column in self._month_first:
                    cells[column] = turned(words)
        fault = " ".join(filter(None, [row.fault, *faults]))
        return replace(row, cells=cells, fault=fault)

    def _with_the_month_first(self) -> dict[str, str]:
        """The columns that are read so, each with the reason."""
        found: dict[str, str] = {}
        for column, seen in self._columns.items():
            if seen.order is Order.MONTH_FIRST and not seen.mixed:
                line, words = seen.first[Order.MONTH_FIRST]
                found[column] = f"“{words}” on line {line} can be read in no other way"
        if not found or any(seen.count[Order.DAY_FIRST] for seen in self._columns.values()):
            return found
        sign = self._names.get(next(iter(found)), next(iter(found)))
        for column, seen in self._columns.items():
            if column not in found and seen.count[Order.EITHER]:
                found[column] = f"its dates can be read either way, and “{sign}” has it first"
        return found

    def _other(self, seen: _Column) -> Order:
        return Order.DAY_FIRST if seen.order is Order.MONTH_FIRST else Order.MONTH_FIRST

    def _fault(self, column: str, seen: _Column, words: str) -> str:
        month, day = seen.first[Order.MONTH_FIRST], seen.first[Order.DAY_FIRST]
        return (
            f"{self._names.get(column, column)} “{' '.join(words.split())[:40]}” cannot be told: "
            f"its column has dates with the month first (“{month[1][:40]}” on line {month[0]}) and "
            f"with the day first (“{day[1][:40]}” on line {day[0]}). Write all of them with the "
            "day first, or as 2026-08-31."
        )
