"""How the live rows of registers differ from those that the log gives."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select, type_coerce
from sqlalchemy.types import NullType

from projections.given import OF_WORDS, Difference, Given, Log, Progress, Rowlike, batches, key_of
from projections.versioned import Projection
from storage.statements import Statement
from storage.words_index import words_index_of


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
            with Given(log, connection, odd, progress) as given:
                found |= {each.name: list(given.differences(each)) for each in odd}
        for each in projections:
            words = words_index_of(each.table)
            if words and not (words.is_whole(connection) and words.agrees(connection)):
                found[each.name].append(OF_WORDS)
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
    for rows in batches(log, tables, upto=log.position(), progress=progress):
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
        self._query = Statement(select(*raw).where(key_of(table).in_(keys)))
        self._place = table.c.keys().index(key_of(table).key)
        self._key, self._values = itemgetter(key_of(table).key), itemgetter(*table.c.keys())

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
