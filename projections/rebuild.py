"""Making projections anew from the log, and checking that the live ones agree with it.

Projections are disposable: each has a version, and one that is missing or of another version is
built from event 1 beside the live one, in batches, while the site serves; the last few events
and the swap happen under the log's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Protocol

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

from domain.kernel.item import Item
from projections.actions.actions import Actions
from projections.audit.audit_trail import AuditTrail
from projections.disputes.dispute_stages import DisputeStages
from projections.disputes.disputes import Disputes
from projections.followed.redates import Redates
from projections.indicators.indicators import Indicators
from projections.partnership.agencies import Agencies
from projections.partnership.role_grants import RoleGrants
from projections.recommendations.follow_up import FollowUp
from projections.risks.risk_register import RiskRegister

BATCH = 500
Progress = Callable[[str, int, int], None]
"""Told the projection's name, the events done and the events in all."""


class Projection(Protocol):
    """What this file asks of a projection."""

    table: Table

    def __init__(self, table: Table | None = None) -> None: ...
    @property
    def version(self) -> int: ...
    @property
    def name(self) -> str: ...
    def apply(self, connection: Connection, *, position: int, event: Item.Event) -> None: ...


class Log(Protocol):
    """What this file asks of the ledger."""

    def reading(self) -> AbstractContextManager[Connection]: ...
    def writing(self) -> AbstractContextManager[Connection]: ...
    def position(self) -> int: ...
    def events_after(
        self, position: int, *, upto: int | None = None
    ) -> Iterator[tuple[int, Item.Event]]: ...


def every_projection() -> list[Projection]:
    """The projections, in the order in which they take each event: names of agencies first."""
    return [
        Agencies(),
        RoleGrants(),
        RiskRegister(),
        FollowUp(),
        Actions(),
        Redates(),
        Disputes(),
        DisputeStages(),
        Indicators(),
        AuditTrail(),
    ]


versions = Table(
    "projection_versions",
    MetaData(),
    Column("name", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
)


def outdated(connection: Connection, projections: Sequence[Projection]) -> list[Projection]:
    """The projections that have to be built before the ledger can be used."""
    if not inspect(connection).has_table(versions.name):
        return list(projections)
    built = {row.name: row.version for row in connection.execute(select(versions))}
    return [each for each in projections if built.get(each.name) != each.version]


def rebuild(log: Log, projection: Projection, *, progress: Progress | None = None) -> int:
    """Build `projection` anew and put it in place of the live one; return the events taken."""
    beside = type(projection)(_copy(projection.table, "building"))
    with log.writing() as connection:
        beside.table.drop(connection, checkfirst=True)
        beside.table.create(connection)
    done, target = 0, log.position()
    while done < target:
        done = _take(log, beside, after=done, upto=target, limit=BATCH)
        if progress:
            progress(projection.name, done, target)
    with log.writing() as connection:
        while done < log.position():
            done = _take(log, beside, after=done, upto=None, limit=BATCH)
        _swap(connection, live=projection, built=beside.table)
    return done


def _take(log: Log, projection: Projection, *, after: int, upto: int | None, limit: int) -> int:
    with log.writing() as connection:
        for position, event in islice(log.events_after(after, upto=upto), limit):
            projection.apply(connection, position=position, event=event)
            after = position
    return after


def _swap(connection: Connection, *, live: Projection, built: Table) -> None:
    live.table.drop(connection, checkfirst=True)
    live.table.create(connection)
    # The database numbers the rows anew, or it would give out the same numbers again.
    columns = [column for column in built.c if column.name != "row"]
    rows = select(*columns).order_by(*built.primary_key)
    connection.execute(insert(live.table).from_select([each.name for each in columns], rows))
    built.drop(connection)
    versions.create(connection, checkfirst=True)
    connection.execute(delete(versions).where(versions.c.name == live.name))
    connection.execute(insert(versions).values(name=live.name, version=live.version))


def differences(log: Log, projection: Projection) -> list[str]:
    """Sentences on how the live rows differ from those that the log gives; none: they agree."""
    with log.reading() as connection:
        position = log.position()
        check = type(projection)(_copy(projection.table, "check"))
        _create_temporary(connection, check.table)
        for at, event in log.events_after(0, upto=position):
            check.apply(connection, position=at, event=event)
        found = [
            *_only_in(connection, projection.table, check.table, "is not what the log gives"),
            *_only_in(connection, check.table, projection.table, "is missing"),
        ]
        check.table.drop(connection)
    return [f"{projection.name}: {words}" for words in found]


def _only_in(connection: Connection, here: Table, there: Table, words: str) -> Iterator[str]:
    kept = [column.name for column in here.c if column.name != "row"]
    query = except_(
        select(*(here.c[name] for name in kept)), select(*(there.c[name] for name in kept))
    ).limit(5)
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
    for index in table.indexes:
        index.create(connection)
