"""Making registers anew from the log, and checking that the live ones agree with it.

They are disposable: each has a version, and one that is missing or of another version is built
beside the live one while the site serves. The log is read once for all of them, item by item: each
item is replayed, and says after each event what its row is. The last few events and the swap
happen under the log's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    except_,
    insert,
    inspect,
    select,
)
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql import quoted_name

from domain.kernel.happened import Happened
from projections.versioned import Projection, put, until_the_next
from storage.statements import insert_into

BATCH = 2000
"""Rows that are written at once."""
Progress = Callable[[str, int, int], None]
"""Told what is being built, the events done and the events in all."""


class Log(Protocol):
    """What this file asks of the ledger."""

    def reading(self) -> AbstractContextManager[Connection]: ...
    def writing(self) -> AbstractContextManager[Connection]: ...
    def position(self) -> int: ...
    def histories(self, *, upto: int) -> Iterator[Iterator[Happened]]: ...
    def happened_after(self, position: int) -> Iterator[Happened]: ...


versions = Table(
    "projection_versions",
    MetaData(),
    Column("name", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
)


def outdated(connection: Connection, projections: Sequence[Projection]) -> list[Projection]:
    """Those that have to be built before the ledger can be used."""
    if not inspect(connection).has_table(versions.name):
        return list(projections)
    built = {row.name: row.version for row in connection.execute(select(versions))}
    return [each for each in projections if built.get(each.name) != each.version]


def rebuild(
    log: Log, projections: Sequence[Projection], *, progress: Progress | None = None
) -> int:
    """Build these anew and put them in place of the live ones; return the events taken."""
    beside = [(each, _copy(each.table, "building")) for each in projections]
    with log.writing() as connection:
        for _, table in beside:
            table.drop(connection, checkfirst=True)
            table.create(connection)
    target = log.position()
    _fill(log, beside, upto=target, progress=progress)
    with log.writing() as connection:
        for (_, table), rows in zip(beside, _made(log.happened_after(target), beside), strict=True):
            put(connection, table, rows)
        for projection, table in beside:
            _swap(connection, live=projection, built=table)
        return log.position()


def differences(log: Log, projections: Sequence[Projection]) -> list[str]:
    """Sentences on how the live rows differ from those that the log gives; none: they agree."""
    with log.reading() as connection:
        checks = [(each, _copy(each.table, "check")) for each in projections]
        for _, table in checks:
            _create_temporary(connection, table)
        for rows in _batches(log, checks, upto=log.position()):
            _insert(connection, rows)
        found = [
            f"{projection.name}: {words}"
            for projection, table in checks
            for words in _differing(connection, projection.table, table)
        ]
        for _, table in checks:
            table.drop(connection)
    return found


Beside = Sequence[tuple[Projection, Table]]
"""Projections, each with a table to fill in place of its own."""
Rows = dict[Table, list[dict[str, Any]]]


def _fill(log: Log, beside: Beside, *, upto: int, progress: Progress | None) -> None:
    done = 0
    for rows in _batches(log, beside, upto=upto):
        with log.writing() as connection:
            _insert(connection, rows)
        done += max(len(each) for each in rows.values())
        if progress:
            progress("Building the registers", min(done, upto), upto)


def _batches(log: Log, beside: Beside, *, upto: int) -> Iterator[Rows]:
    """The rows that the log gives, item by item, a batch at a time."""
    rows: Rows = {table: [] for _, table in beside}
    for history in log.histories(upto=upto):
        for (_, table), made in zip(beside, _made(history, beside), strict=True):
            if "until" in table.c:
                until_the_next(made)
            rows[table] += made
        if max(map(len, rows.values()), default=0) >= BATCH:
            yield rows
            rows = {table: [] for _, table in beside}
    if any(rows.values()):
        yield rows


def _made(history: Iterable[Happened], beside: Beside) -> list[list[dict[str, Any]]]:
    """What each projection makes of one item's history, which is replayed only once."""
    made: list[list[dict[str, Any]]] = [[] for _ in beside]
    for happened in history:
        for (projection, _), rows in zip(beside, made, strict=True):
            if (row := projection.row(happened)) is not None:
                rows.append(row)
    return made


def _insert(connection: Connection, rows: Rows) -> None:
    for table, made in rows.items():
        insert_into(table).run(connection, made)


def _swap(connection: Connection, *, live: Projection, built: Table) -> None:
    live.table.drop(connection, checkfirst=True)
    live.table.create(connection)
    rows = select(*built.c).order_by(*built.primary_key)
    connection.execute(insert(live.table).from_select([each.name for each in built.c], rows))
    built.drop(connection)
    versions.create(connection, checkfirst=True)
    connection.execute(delete(versions).where(versions.c.name == live.name))
    connection.execute(insert(versions).values(name=live.name, version=live.version))


def _differing(connection: Connection, live: Table, given: Table) -> Iterator[str]:
    yield from _only_in(connection, live, given, "is not what the log gives")
    yield from _only_in(connection, given, live, "is missing")


def _only_in(connection: Connection, here: Table, there: Table, words: str) -> Iterator[str]:
    # No two rows are alike: the position of the event is the key of each.
    query = except_(select(*here.c), select(*(there.c[each.name] for each in here.c))).limit(5)
    for row in connection.execute(query).mappings():
        key = row.get("reference") or row.get("item")
        place = row.get("since") or row.get("position")
        yield f"the row of {key} from position {place} {words}."


def _copy(table: Table, suffix: str) -> Table:
    metadata = MetaData(naming_convention=table.metadata.naming_convention)
    copy = table.to_metadata(metadata, name=f"{table.name}_{suffix}")
    for index in copy.indexes:
        index.name = quoted_name(f"{index.name}_{suffix}", quote=None)
    return copy


def _create_temporary(connection: Connection, table: Table) -> None:
    statement = str(CreateTable(table).compile(connection))
    connection.exec_driver_sql(statement.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))
