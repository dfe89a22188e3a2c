"""Making registers anew from the log, and checking that the live ones agree with it.

They are disposable: each has a version, and a table of its own for each version. One that is new,
lost or out of shape is built from nothing while nobody can use it yet. One that is in use is never
taken away from its readers: what the log gives is worked out beside it, and only the rows that
differ are put right, in one transaction (docs/adr/0009-rebuilding-under-readers.md). The log is
read once for all of them, item by item: each item is replayed, and says after each event what its
row is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Select,
    Table,
    bindparam,
    delete,
    func,
    inspect,
    or_,
    select,
    text,
    type_coerce,
)
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import NullType

from domain.kernel.days.happened import Happened
from domain.kernel.item import Item
from projections.versioned import Projection, until_the_next
from storage.statements import Statement, insert_into
from storage.versions import built, forget_built, note_built
from storage.words_index import WordsIndex, words_index_of

BATCH = 2000
"""Rows that are written at once."""
FEW = 200
"""Events that are taken under the log's lock; while there are more, they are taken before."""
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


def outdated(connection: Connection, projections: Sequence[Projection]) -> list[Projection]:
    """Those that have to be built before the ledger can be used."""
    known = built(connection)
    return [each for each in projections if known.get(each.name) != each.version]


def newer(connection: Connection, projections: Sequence[Projection]) -> list[Projection]:
    """Those that a newer program has built, and that this one must leave alone."""
    known = built(connection)
    return [each for each in projections if known.get(each.name, 0) > each.version]


def rebuild(
    log: Log,
    projections: Sequence[Projection],
    *,
    unread: bool = False,
    progress: Progress | None = None,
) -> int:
    """Let these be what the log gives; return its last position. Others read and write meanwhile.

    Call it under the maintenance lock. `unread`: nobody has read any of them yet.
    """
    began = log.position()
    with log.reading() as connection:
        stale = outdated(connection, projections)
        lost = [each for each in projections if not _is_in_shape(connection, each.table)]
    if new := [each for each in projections if unread or each in stale or each in lost]:
        _build(log, new, progress=progress)
    if old := [each for each in projections if each not in new]:
        _put_right(log, old, progress=progress)
    if log.redacted_after(began):
        log.nothing_stays()  # rows with the words were written here, or kept from going by reading
    return log.position()


def drop_superseded(connection: Connection, projections: Sequence[Projection]) -> None:
    """Drop the tables that earlier versions of these had."""
    there = set(inspect(connection).get_table_names())
    for projection in projections:
        for name in projection.superseded():
            if name in there:
                Table(name, MetaData()).drop(connection)


# ---------------------------------------------------------------- from nothing


Beside = Sequence[tuple[Projection, Table]]
"""Projections, each with the table to fill for it."""
Rows = dict[Table, list[dict[str, Any]]]


def _build(log: Log, projections: Sequence[Projection], *, progress: Progress | None) -> None:
    """Fill tables that nobody reads yet, and then let them be those of the ledger."""
    tables = [(each, each.table) for each in projections]
    with log.beside() as connection:
        known = built(connection)
        forget_built(connection, [p.name for p in projections if known.get(p.name) == p.version])
        for _, table in tables:
            table.drop(connection, checkfirst=True)
            connection.execute(CreateTable(table))
    began = done = log.position()
    for rows in _batches(log, tables, upto=done, progress=progress):
        with log.beside() as connection:
            _insert(connection, rows)
    for _, table in tables:
        with log.beside() as connection:
            for index in table.indexes:
                index.create(connection)
            if words := words_index_of(table):
                words.make(connection)
    while (end := log.position()) - done > FEW:
        with log.beside() as connection:
            done = _take(log, connection, tables, after=done, upto=end)
    with log.writing(fenced=False) as connection:
        _take(log, connection, tables, after=done, upto=log.position())
        _redact(log, connection, projections, after=began)
        note_built(connection, {each.name: each.version for each in projections})


def _redact(
    log: Log, connection: Connection, projections: Sequence[Projection], *, after: int
) -> None:
    """Bring no words back that were redacted after a position, and were read before that."""
    for reference in log.redacted_after(after):
        log.make_anew(connection, reference, projections)


def _take(log: Log, connection: Connection, tables: Beside, *, after: int, upto: int) -> int:
    """Take the events after one position up to another, in their order."""
    made = _made(log.happened_after(after, upto=upto), tables)
    for (projection, _), rows in zip(tables, made, strict=True):
        projection.put(connection, rows)
    return upto


def _batches(
    log: Log, tables: Beside, *, upto: int, progress: Progress | None = None
) -> Iterator[Rows]:
    """The rows that the log gives, item by item, a batch at a time."""
    rows: Rows = {table: [] for _, table in tables}
    done = 0
    for history in log.histories(upto=upto):
        for (_, table), made in zip(tables, _made(history, tables), strict=True):
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


def _made(history: Iterable[Happened], tables: Beside) -> list[list[dict[str, Any]]]:
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


def _insert(connection: Connection, rows: Rows) -> None:
    for table, made in rows.items():
        insert_into(table).run(connection, made)


def _is_in_shape(connection: Connection, table: Table) -> bool:
    """Whether there is such a table, with these columns."""
    found = inspect(connection)
    return found.has_table(table.name) and (
        [each["name"] for each in found.get_columns(table.name)] == table.c.keys()
    )


def _indexes(connection: Connection) -> set[str]:
    """The names of all that there are."""
    if connection.dialect.name == "postgresql":
        query = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'index'"
    return set(connection.scalars(text(query)))


# ---------------------------------------------------------------- under readers


def _put_right(log: Log, projections: Sequence[Projection], *, progress: Progress | None) -> None:
    """Let the rows of live tables be what the log gives: only those that differ are touched."""
    with log.reading() as connection:
        there = _indexes(connection)
    for index in (index for each in projections for index in each.table.indexes):
        if index.name not in there:
            with log.beside() as connection:
                index.create(connection)
    for each in projections:
        if words := words_index_of(each.table):
            _put_words_right(log, words)
    with log.reading() as connection, _Given(log, connection, projections, progress) as given:
        wrong = {each: given.wrong(each) for each in projections}
        if any(wrong.values()):
            with log.writing() as live:
                for each, keys in wrong.items():
                    _replace(live, each.table, keys, given.rows(each, keys), after=given.upto)
                    if keys and (index_of := words_index_of(each.table)):
                        index_of.fill(live)
                _redact(log, live, projections, after=given.upto)


def _put_words_right(log: Log, words: WordsIndex) -> None:
    """Let an index of words be whole, and hold what its table does."""
    with log.reading() as connection:
        is_whole = words.is_whole(connection)
        if is_whole and words.agrees(connection):
            return
    with log.writing() as live:
        if is_whole:
            words.fill(live)
        else:
            words.make(live)


def _replace(
    connection: Connection, table: Table, keys: Sequence[int], rows: Rowlike, *, after: int
) -> None:
    """Let these rows stand under the keys. What has happened `after` may have ended some."""
    key = _key(table)
    for some in _in_parts(keys):
        connection.execute(delete(table).where(key.in_(some)))
    if "until" in table.c:
        later = (
            select(table.c.reference, func.min(table.c.since))
            .where(table.c.since > after)
            .group_by(table.c.reference)
        )
        ended = dict(connection.execute(later).tuples().all())
        rows = [
            {**row, "until": ended.get(row["reference"]) if row["until"] is None else row["until"]}
            for row in rows
        ]
    insert_into(table).run(connection, [dict(row) for row in rows])


class Difference(NamedTuple):
    """A row that is not as the log gives it: from which position, about what, in which field (""
    for all of it), what the log gives and what stands there."""

    position: int
    about: str
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        if self == _OF_WORDS:
            return "the index of words does not hold the terms that its rows have."
        if not self.field:
            what = "is missing" if self.expected else "is not what the log gives"
            what = "stands there more than once" if self.expected and self.found else what
        else:
            what = "is not what the log gives"
        return f"the row of {self.about} from position {self.position} {what}."


_OF_WORDS = Difference(0, "the index of words", "terms", "the terms of each row, once", "others")


def differences(log: Log, projections: Sequence[Projection]) -> list[str]:
    """Sentences on how the live rows differ from those that the log gives; none: they agree."""
    found = found_differences(log, projections)
    return [f"{name}: {each}" for name, several in found.items() for each in several]


def found_differences(
    log: Log, projections: Sequence[Projection], *, progress: Progress | None = None
) -> dict[str, list[Difference]]:
    """How the live rows of each differ from those that the log gives, some of each kind.

    Rows are counted, so that one which stands twice is found, too.
    """
    found: dict[str, list[Difference]] = {each.name: [] for each in projections}
    with log.reading() as connection:
        if odd := _odd_ones(log, connection, projections, progress):
            with _Given(log, connection, odd, progress) as given:
                found |= {each.name: list(given.differences(each)) for each in odd}
        for each in projections:
            words = words_index_of(each.table)
            if words and not (words.is_whole(connection) and words.agrees(connection)):
                found[each.name].append(_OF_WORDS)
    return found


def _odd_ones(
    log: Log, connection: Connection, projections: Sequence[Projection], progress: Progress | None
) -> list[Projection]:
    """Those of which any live row is another than the log gives, or is not given.

    Each row that is given is looked up, which takes a third of the time of putting all of them
    into tables; only where something differs is that worth it, because it tells what.
    """
    live = {each.table: _Live(each.table) for each in projections}
    tables = [(each, each.table) for each in projections]
    for rows in _batches(log, tables, upto=log.position(), progress=progress):
        for table, made in rows.items():
            live[table].look_up(connection, made)
    return [each for each in projections if not live[each.table].is_as_given(connection)]


_LOOKED_UP = 500
"""Rows that are looked up by one statement."""
_NO_KEY = 0
"""No row stands under it."""


class _Live:
    """A live table, beside which the rows are held that the log gives."""

    def __init__(self, table: Table) -> None:
        self._table, self._given, self._differs = table, 0, False
        raw = [type_coerce(column, NullType()) for column in table.c]  # a boolean may be a 5
        keys: list[Any] = [bindparam(f"key{number}") for number in range(_LOOKED_UP)]
        self._query = Statement(select(*raw).where(_key(table).in_(keys)))
        self._place = table.c.keys().index(_key(table).key)
        self._key, self._values = itemgetter(_key(table).key), itemgetter(*table.c.keys())

    def look_up(self, connection: Connection, rows: Rowlike) -> None:
        """See whether these stand there, each once."""
        self._given += len(rows)
        for at in range(0, len(rows), _LOOKED_UP):
            some = rows[at : at + _LOOKED_UP]
            wanted = {self._key(row): self._values(row) for row in some}
            keys = [*wanted, *[_NO_KEY] * (_LOOKED_UP - len(wanted))]
            found = self._query.all(connection, **{f"key{n}": key for n, key in enumerate(keys)})
            there = {row[self._place]: row for row in found}
            self._differs |= there != wanted or len(found) != len(some)

    def is_as_given(self, connection: Connection) -> bool:
        """Whether all stood there that were looked up, and nothing else does."""
        count = connection.scalar(select(func.count()).select_from(self._table))
        return not self._differs and count == self._given


Rowlike = Sequence[Any]
_SHOWN = 5
"""Differences of a kind that are told."""


class _Given:
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

    def __enter__(self) -> _Given:
        tables = list(self._tables.items())
        for _, table in tables:
            self._connection.execute(CreateTable(table))
        for rows in _batches(self._log, tables, upto=self.upto, progress=self._progress):
            _insert(self._connection, rows)
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
            select(self._tables[of]).where(_key(self._tables[of]) == key)
        ).first()
        if given is None:
            return Difference(key, about, "", "", "a row")
        for live in self._connection.execute(select(of.table).where(_key(of.table) == key)):
            for name, expected, found in zip(given._fields, given, live, strict=True):
                if (expected, type(expected)) != (found, type(found)):
                    return Difference(key, about, name, _shown(expected), _shown(found))
        return Difference(key, about, "", "", "a row")

    def _stands(self, of: Projection, key: int) -> bool:
        """Whether any row stands under a key, which was told already where it is another."""
        query = select(_key(of.table)).where(_key(of.table) == key).limit(1)
        return self._connection.execute(query).first() is not None

    def rows(self, of: Projection, keys: Sequence[int]) -> Rowlike:
        """Those that the log gives under these keys."""
        table = self._tables[of]
        queries = (select(table).where(_key(table).in_(some)) for some in _in_parts(keys))
        return [row for query in queries for row in self._connection.execute(query).mappings()]

    def _odd(self, of: Projection) -> Select[Any]:
        return _only_in(of.table, self._tables[of])

    def _missing(self, of: Projection) -> Select[Any]:
        return _only_in(self._tables[of], of.table)

    def _doubled(self, of: Projection) -> Select[Any]:
        key, about = _key(of.table), _about(of.table)
        return select(key, func.min(about)).group_by(key).having(func.count() > 1).order_by(key)

    def _found(self, query: Select[Any]) -> Sequence[tuple[int, str]]:
        return self._connection.execute(query).tuples().all()


def _only_in(here: Table, there: Table) -> Select[Any]:
    """The keys of the rows of one table to which none of the other is equal in every column."""
    key, other = _key(here), _key(there)
    differs = [here.c[each.name].is_distinct_from(each) for each in there.c]
    return (
        select(key, _about(here))
        .select_from(here.outerjoin(there, key == other))
        .where(or_(other.is_(None), *differs))
        .order_by(key)
    )


def _shown(value: object) -> str:
    """A value in a few letters; there is a difference between none and an empty one."""
    text = "nothing" if value is None else f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 80


def _in_parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at once as a statement can name."""
    return (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))


def _key(table: Table) -> Column[Any]:
    """The position of the event that made a row."""
    (key,) = table.primary_key
    return key


def _about(table: Table) -> Column[Any]:
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
