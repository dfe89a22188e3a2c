"""What is derived from the log, as the ledger knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection

from domain.kernel.days.happened import Happened
from domain.kernel.item import Item
from domain.kernel.terms import AgencyNames
from domain.partnership.role_grant import Administrators


class Derived(Protocol):
    """What the Ledger asks of a projection: the row of an event, to keep many rows at once, and to
    let rows be all those of one item."""

    def row(self, happened: Happened) -> dict[str, Any] | None: ...
    def put(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None: ...
    def make_anew(
        self, connection: Connection, reference: str, rows: Sequence[dict[str, Any]]
    ) -> None: ...


def make_anew(
    connection: Connection,
    reference: str,
    history: Iterable[Happened],
    projections: Sequence[Derived],
) -> None:
    """Let the rows of one item be what its history gives, which is read once for all of them."""
    made: list[list[dict[str, Any]]] = [[] for _ in projections]
    for happened in history:
        for projection, rows in zip(projections, made, strict=True):
            if (row := projection.row(happened)) is not None:
                rows.append(row)
    for projection, rows in zip(projections, made, strict=True):
        projection.make_anew(connection, reference, rows)


# ------------------------------------------------------ what the ledger asks of what is derived

NamesAt = Callable[[Connection], AgencyNames]
"""The names that the agencies have now, read when first asked for."""


def nameless(connection: Connection) -> AgencyNames:
    return {}


AlikeNow = Callable[[Connection, type[Item], str], list[str]]
"""The references of the items of a kind that are like one, now (domain/kernel/mending/twice.py)."""


def nothing_alike(connection: Connection, kind: type[Item], likeness: str) -> list[str]:
    return []


HeldNow = Callable[[Connection, str], list[tuple[str, str, str]]]
"""The meetings of a group that were held, by reference, each with its day and its start, the
earliest first."""


def none_held(connection: Connection, group: str) -> list[tuple[str, str, str]]:
    return []


RaisedNow = Callable[[Connection, str], list[str]]
"""The disputes that name a meeting as where they come from, by reference."""


def none_raised(connection: Connection, meeting: str) -> list[str]:
    return []


PlannedNow = Callable[[Connection, str], list[str]]
"""What a forward plan has for a meeting, by reference."""


def nothing_planned(connection: Connection, meeting: str) -> list[str]:
    return []


AdministratorsNow = Callable[[Connection], Administrators]
"""Who can administer the ledger now."""


def nobody(connection: Connection) -> Administrators:
    return Administrators()
