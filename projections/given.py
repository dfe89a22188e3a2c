"""What the log gives for registers: row by row, and in tables beside the live ones.

The log is read once for all of them, item by item: each item is replayed, and says after each event
what its row is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Column, Connection, MetaData, Select, Table, func, or_, select
from sqlalchemy.schema import CreateTable

from domain.kernel.days.happened import Happened
from domain.kernel.item import Item
from projections.versioned import Projection, until_the_next
from storage.statements import insert_into

BATCH = 2000
"""Rows that are written at once."""
Progress = Callable[[str, int, int], None]
"""Told what is being built, the events done and the events in all."""


class Log(Protocol):
    """What this file asks of the ledger."""

    def reading(self) -> AbstractContextManager[Connection]: ...
    def writing(self, *, fenced: bool = True) -> AbstractContextManager[Connection]: ...
    def beside(self) -> AbstractContextManager[Connection]: ...
    def position(self) -> int: ...
    def histories(self, *, upto: int) -> Iterator[Iterator[Happened]]: ...
    def happened_after(self, position: int, *, upto: int) -> Iterator[Happened]: ...
    def redacted_after(self, position: int) -> list[str]: ...
    def nothing_stays(self) -> None: ...
    def make_anew(
        self, connection: Connection, reference: str, projections: Sequence[Projection]
    ) -> None: ...


Beside = Sequence[tuple[Projection, Table]]
"""Projections, each with the table to fill for it."""
Rows = dict[Table, list[dict[str, Any]]]


def batches(
    log: Log, tables: Beside, *, upto: int, progress: Progress | None = None
) -> Iterator[Rows]:
    """The rows that the log gives, item by item, a batch at a time."""
    rows: Rows = {table: [] for _, table in tables}
    done = 0
    for history in log.histories(upto=upto):
        for (_, table), made in zip(tables, made_of(history, tables), strict=True):
            if "until" in table.c:
                until_the_next(made)
            rows[table] += made
        if (count := max(map(len, rows.values()), default=0)) >= BATCH:
            yield rows
            done += count
            if progress:
                progress("Building the registers", min(done, upto), upto)
            rows = {table: [] for _, table in tables}
    if any(rows.values()):
        yield rows
    if progress and upto:
        progress("Building the registers", upto, upto)


def made_of(history: Iterable[Happened], tables: Beside) -> list[list[dict[str, Any]]]:
    """What each projection makes of a history, whose items are replayed only once."""
    made: list[list[dict[str, Any]]] = [[] for _ in tables]
    takers: dict[type[Item], list[tuple[Projection, list[dict[str, Any]]]]] = {}
    for happened in history:
        kind = type(happened.item)
        if kind not in takers:
            both = zip(tables, made, strict=True)
            takers[kind] = [(each, rows) for (each, _), rows in both if each.is_about(kind)]
        for projection, rows in takers[kind]:
            if (row := projection.row(happened)) is not None:
                rows.append(row)
    return [projection.settled(rows) for (projection, _), rows in zip(tables, made, strict=True)]


def insert(connection: Connection, rows: Rows) -> None:
    """Put rows into their tables."""
    for table, made in rows.items():
        insert_into(table).run(connection, made)


class Difference(NamedTuple):
    """A row that is not as the log gives it: from which position, about what, in which field (""
    for all of it), what the log gives and what stands there."""

    position: int
    about: str
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        if self == OF_WORDS:
            return "the index of words does not hold the terms that its rows have."
        if not self.field:
            what = "is missing" if self.expected else "is not what the log gives"
            what = "stands there more than once" if self.expected and self.found else what
        else:
            what = "is not what the log gives"
        return f"the row of {self.about} from position {self.position} {what}."


OF_WORDS = Difference(0, "the index of words", "terms", "the terms of each row, once", "others")


Rowlike = Sequence[Any]
_SHOWN = 5
"""Differences of a kind that are told."""


class Given:
    """What the log gives, in tables of this connection alone, beside the live ones."""

    def __init__(
        self,
        log: Log,
        connection: Connection,
        projections: Sequence[Projection],
        progress: Progress | None = None,
    ) -> None:
        self._log, self._connection, self._progress = log, connection, progress
        self._tables = {each: _copy(each.table) for each in projections}
        self.upto = log.position()

    def __enter__(self) -> Given:
        tables = list(self._tables.items())
        for _, table in tables:
            self._connection.execute(CreateTable(table))
        for rows in batches(self._log, tables, upto=self.upto, progress=self._progress):
            insert(self._connection, rows)
        return self

    def __exit__(self, *failed: object) -> None:
        if not failed[0]:
            for table in self._tables.values():
                table.drop(self._connection)

    def wrong(self, of: Projection) -> list[int]:
        """The keys under which other rows stand than the log gives, or none, or several."""
        queries = (self._odd(of), self._missing(of), self._doubled(of))
        return sorted({key for query in queries for key, _ in self._found(query)})

    def differences(self, of: Projection) -> Iterator[Difference]:
        """The same one by one, a few of each kind."""
        for key, about in self._found(self._odd(of).limit(_SHOWN)):
            yield self._compared(of, key, about)
        for key, about in self._found(self._missing(of).limit(_SHOWN)):
            if not self._stands(of, key):
                yield Difference(key, about, "", "a row", "")
        for key, about in self._found(self._doubled(of).limit(_SHOWN)):
            yield Difference(key, about, "", "one row", "several")

    def _compared(self, of: Projection, key: int, about: str) -> Difference:
        """The first field in which a row is not the one that the log gives."""
        given = self._connection.execute(
            select(self._tables[of]).where(key_of(self._tables[of]) == key)
        ).first()
        if given is None:
            return Difference(key, about, "", "", "a row")
        for live in self._connection.execute(select(of.table).where(key_of(of.table) == key)):
            for name, expected, found in zip(given._fields, given, live, strict=True):
                if (expected, type(expected)) != (found, type(found)):
                    return Difference(key, about, name, _shown(expected), _shown(found))
        return Difference(key, about, "", "", "a row")

    def _stands(self, of: Projection, key: int) -> bool:
        """Whether any row stands under a key, which was told already where it is another."""
        query = select(key_of(of.table)).where(key_of(of.table) == key).limit(1)
        return self._connection.execute(query).first() is not None

    def rows(self, of: Projection, keys: Sequence[int]) -> Rowlike:
        """Those that the log gives under these keys."""
        table = self._tables[of]
        queries = (select(table).where(key_of(table).in_(some)) for some in in_parts(keys))
        return [row for query in queries for row in self._connection.execute(query).mappings()]

    def _odd(self, of: Projection) -> Select[Any]:
        return _only_in(of.table, self._tables[of])

    def _missing(self, of: Projection) -> Select[Any]:
        return _only_in(self._tables[of], of.table)

    def _doubled(self, of: Projection) -> Select[Any]:
        key, about = key_of(of.table), about_of(of.table)
        return select(key, func.min(about)).group_by(key).having(func.count() > 1).order_by(key)

    def _found(self, query: Select[Any]) -> Sequence[tuple[int, str]]:
        return self._connection.execute(query).tuples().all()


def _only_in(here: Table, there: Table) -> Select[Any]:
    """The keys of the rows of one table to which none of the other is equal in every column."""
    key, other = key_of(here), key_of(there)
    differs = [here.c[each.name].is_distinct_from(each) for each in there.c]
    return (
        select(key, about_of(here))
        .select_from(here.outerjoin(there, key == other))
        .where(or_(other.is_(None), *differs))
        .order_by(key)
    )


def _shown(value: object) -> str:
    """A value in a few letters; there is a difference between none and an empty one."""
    text = "nothing" if value is None else f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 80


def in_parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at once as a statement can name."""
    return (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))


def key_of(table: Table) -> Column[Any]:
    """The position of the event that made a row."""
    (key,) = table.primary_key
    return key


def about_of(table: Table) -> Column[Any]:
    """What a row is about."""
    return table.c["reference"] if "reference" in table.c else table.c["item"]


def _copy(table: Table) -> Table:
    """A table of the same columns that belongs to one connection, and goes with it."""
    copy = Table(f"{table.name}_given", MetaData(), prefixes=["TEMPORARY"])
    for column in table.c:
        copy.append_column(
            Column(
                column.name,
                column.type,
                primary_key=column.primary_key,
                nullable=column.nullable,
                autoincrement=False,
            )
        )
    return copy
