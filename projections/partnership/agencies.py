"""The agencies as they are and as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import Column, Connection, String, Text, select

from domain.partnership.agency import Agency
from projections.versioned import Row, VersionedProjection, at, versioned_table

agencies = versioned_table(
    "agencies",
    Column("name", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("aliases", Text, nullable=False),  # one a line
    Column("joined_on", String(10), nullable=False),
    Column("left_on", String(10), nullable=False),
    Column("merged_into", String(250), nullable=False),
)


def _joined(event: Agency.Joined, row: Row) -> dict[str, Any]:
    return {
        "name": event.name,
        "kind": event.kind,
        "aliases": "",
        "joined_on": event.on,
        "left_on": "",
        "merged_into": "",
    }


def _alias(row: Row, alias: str) -> str:
    return "\n".join(filter(None, [row["aliases"], alias]))


class Agencies(VersionedProjection):
    """Projects the events of agencies."""

    default = agencies
    events = Agency.Event
    handlers: ClassVar = {
        Agency.Joined: _joined,
        Agency.Renamed: lambda event, row: {
            "name": event.name, "aliases": _alias(row, event.was)
        },
        Agency.AliasAdded: lambda event, row: {"aliases": _alias(row, event.alias)},
        Agency.Merged: lambda event, row: {"left_on": event.on, "merged_into": event.into},
        Agency.Left: lambda event, row: {"left_on": event.on},
    }  # fmt: skip


def list_agencies(connection: Connection, *, position: int | None = None) -> list[Row]:
    """Every agency there has been, members first, by name; as at a position of the log."""
    query = (
        select(agencies)
        .where(at(agencies, position))
        .order_by(agencies.c.left_on != "", agencies.c.name)
    )
    return list(connection.execute(query).mappings())


def members(connection: Connection) -> list[tuple[str, str]]:
    """Reference and name of the present members, by name."""
    return [
        (row["reference"], row["name"]) for row in list_agencies(connection) if not row["left_on"]
    ]


def agency_called(connection: Connection, words: str) -> str:
    """The reference of the present member with that name or alias (capitals aside), or ""."""
    wanted = words.strip().casefold()
    for row in list_agencies(connection):
        names = [row["name"], *row["aliases"].split("\n")]
        if not row["left_on"] and wanted in {name.casefold() for name in names if name}:
            return str(row["reference"])
    return ""


class AgencyNamesAt(Mapping[str, str]):
    """The names that the agencies had at a position of the log, read when first asked for."""

    def __init__(self, connection: Connection, position: int | None = None) -> None:
        self._connection = connection
        self._position = position
        self._names: dict[str, str] | None = None

    @property
    def _read(self) -> dict[str, str]:
        if self._names is None:
            rows = list_agencies(self._connection, position=self._position)
            self._names = {row["reference"]: row["name"] for row in rows}
        return self._names

    def __getitem__(self, reference: str) -> str:
        if not reference:  # nobody's, so there is nothing to read
            raise KeyError(reference)
        return self._read[reference]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)
