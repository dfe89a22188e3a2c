"""Which version each register that is kept in the database was built by."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    inspect,
    select,
)

versions = Table(
    "projection_versions",
    MetaData(),
    Column("name", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
)
TOLD = select(
    func.aggregate_strings(versions.c.name + ":" + cast(versions.c.version, Text), " ")
).scalar_subquery()
"""All of it in one text, so that it costs no round trip of its own."""


def told(words: str | None) -> dict[str, int]:
    """What TOLD said."""
    pairs = (each.rpartition(":") for each in (words or "").split())
    return {name: int(version) for name, _, version in pairs}


def built(connection: Connection) -> dict[str, int]:
    """The version of each register there is; a database without tables has none."""
    if not inspect(connection).has_table(versions.name):
        return {}
    return {row.name: row.version for row in connection.execute(select(versions))}


def note_built(connection: Connection, these: Mapping[str, int]) -> None:
    """Keep that these were built now."""
    versions.create(connection, checkfirst=True)
    forget_built(connection, list(these))
    connection.execute(
        insert(versions), [{"name": name, "version": number} for name, number in these.items()]
    )


def forget_built(connection: Connection, names: list[str]) -> None:
    """Keep that these are yet to be built."""
    versions.create(connection, checkfirst=True)
    connection.execute(delete(versions).where(versions.c.name.in_(names)))
