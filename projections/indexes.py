"""The questions that a register answers without looking at every row: its indexes.

A register names them beside its columns. Of those of now an index holds the current rows alone, so
that it does not grow with the past.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Index, Table, and_, literal_column, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

Ordered = Callable[[str], ColumnElement[Any]]
"""What a register sorts by, by the key of a column."""

NOW = text("until IS NULL")
EVER = "since > 0"
"""True of every row: the first position is 1. Only questions about the past say it, so that no
index of the past is taken for a question about now, which it would make slow."""


@dataclass(frozen=True)
class Quick:
    """A question that a register answers quickly, however long it is.

    Of the columns `of`, which are named by their keys, it wants one value each; then it sorts by
    `by`, with a minus in front for the largest first; besides it looks at the columns `also`.
    `then`: it is as quick at any earlier moment; not `now`: only there. `whole`: of every row, so
    that nothing but the index is read. `rare`: it is about the few rows that have any of the one
    column `of` (`has_any`), and the index holds no other. `name` is for one whose columns would
    make too long a name for PostgreSQL.
    """

    of: Sequence[str] = ()
    by: str = ""
    also: Sequence[str] = ()
    then: bool = False
    now: bool = True
    whole: bool = False
    rare: bool = False
    name: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that it is about."""
        by = self.by.removeprefix("-")
        return (*self.of, *([by] if by else []), *self.also)

    def add_to(self, table: Table, ordered: Ordered, *, always: Sequence[str] = ()) -> None:
        """Give the table the index, or the two, that the question needs.

        `always` are the columns that every question about the table looks at.
        """
        called = self.name or "_".join((*self.of, self.by.removeprefix("-"))).rstrip("_")
        name = f"ix_{table.name}_{called}"
        columns = [*(table.c[key] for key in self.of), *self._sorted(table, ordered)]
        also = [table.c[key] for key in (*self.also, *always)]
        if self.now:
            # SQLite asks for `until` before it believes that the index has all that it needs; then
            # it prefers that to one with fewer rows, so it is told only where that is meant.
            looked_at = [*also, table.c.until] if self.whole else also
            where = and_(NOW, *map(has_any, columns if self.rare else ()))
            Index(f"{name}_now", *columns, *looked_at, sqlite_where=where, postgresql_where=where)
        if self.then:
            past = [table.c.since, table.c.until, *also]
            Index(
                f"{name}_then", *columns, *past,
                sqlite_where=text(EVER), postgresql_where=text(EVER),
            )  # fmt: skip

    def _sorted(self, table: Table, ordered: Ordered) -> list[ColumnElement[Any]]:
        if not self.by:
            return []
        key = ordered(self.by.removeprefix("-"))
        return [
            _LargestFirst(key) if self.by.startswith("-") else key,
            table.c[order_of("reference")],
        ]


def order_of(key: str) -> str:
    """The column by which one of words with numbers is sorted."""
    return f"{key}_order"


def has_any(column: Any) -> ColumnElement[bool]:
    """Whether there are words in it, said so that the index of a `rare` question is found."""
    return column > literal_column("''")  # type: ignore[no-any-return]


def ever(table: Any) -> ColumnElement[bool]:
    """`EVER`, of a table or an alias of one."""
    return table.c.since > literal_column("0")  # type: ignore[no-any-return]


class _LargestFirst(FunctionElement[Any]):
    """From the largest to the smallest, then what is not known: as a register is sorted."""

    inherit_cache = True


@compiles(_LargestFirst)
def _largest_first(element: _LargestFirst, compiler: Any, **kw: Any) -> str:
    return f"{compiler.process(element.clauses, **kw)} DESC NULLS LAST"


@compiles(_LargestFirst, "sqlite")
def _largest_first_on_sqlite(element: _LargestFirst, compiler: Any, **kw: Any) -> str:
    """There it is the order anyway, and may not be said."""
    return f"{compiler.process(element.clauses, **kw)} DESC"
