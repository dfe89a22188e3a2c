"""Making registers anew from the log, from nothing or under their readers.

They are disposable: each has a version, and a table of its own for each version. One that is new,
lost or out of shape is built from nothing while nobody can use it yet. One that is in use is never
taken away from its readers: what the log gives is worked out beside it, and only the rows that
differ are put right, in one transaction (docs/adr/0009-rebuilding-under-readers.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, MetaData, Table, delete, func, inspect, select, text
from sqlalchemy.schema import CreateTable

from projections.given import (
    Beside,
    Given,
    Log,
    Progress,
    Rowlike,
    batches,
    in_parts,
    insert,
    key_of,
    made_of,
)
from projections.versioned import Projection
from storage.statements import insert_into
from storage.versions import built, forget_built, note_built
from storage.words_index import WordsIndex, words_index_of

FEW = 200
"""Events that are taken under the log's lock; while there are more, they are taken before."""


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
    for rows in batches(log, tables, upto=done, progress=progress):
        with log.beside() as connection:
            insert(connection, rows)
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
    made = made_of(log.happened_after(after, upto=upto), tables)
    for (projection, _), rows in zip(tables, made, strict=True):
        projection.put(connection, rows)
    return upto


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
    with log.reading() as connection, Given(log, connection, projections, progress) as given:
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
    key = key_of(table)
    for some in in_parts(keys):
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
