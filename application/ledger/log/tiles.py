"""The tiles of the log's tree, one row for every 256th append.

The leaves stand in the log itself. A tile repeats 256 of them, so that one which was altered later
is known by its position, and holds their root, so that the tree of any size is read off at most
255 leaves and the roots of one tile of each level.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from application.ledger.log.log_tables import stored_events, tiles
from application.ledger.log.tree import HEIGHT, WIDTH, Tree, root_of
from application.ledger.storage.faults import StorageError
from storage.statements import Statement, insert_into


def fill_tiles(connection: Connection, *, before: int, size: int) -> None:
    """Write every tile that is full now that the log, which had `before` events, has `size`.

    Call it in the transaction that appends them.
    """
    level, before, full = 0, before // WIDTH, size // WIDTH
    while before < full:
        rows = [_tile(connection, level, number) for number in range(before, full)]
        insert_into(tiles).run(connection, rows)
        level, before, full = level + 1, before // WIDTH, full // WIDTH


def tree_of(connection: Connection, size: int) -> Tree:
    """The tree over the first `size` events of the log."""

    def hashes(level: int, number: int) -> Sequence[bytes]:
        return _hashes(connection, level, number, upto=size)

    return Tree(size, hashes)


def _tile(connection: Connection, level: int, number: int) -> dict[str, object]:
    hashes = _hashes(connection, level, number)
    if len(hashes) < WIDTH:
        raise StorageError(
            "Nothing was saved: events of the log are missing, so that its tree cannot be made. "
            "Run “scrutiny verify”, which says which."
        )
    return {"level": level, "number": number, "root": root_of(hashes), "hashes": b"".join(hashes)}


def _hashes(
    connection: Connection, level: int, number: int, *, upto: int | None = None
) -> list[bytes]:
    """The hashes of a tile, full or not: leaves of the log, or roots of the tiles below."""
    first = number * WIDTH
    last = first + WIDTH if upto is None else min(first + WIDTH, upto >> (HEIGHT * level))
    if level:
        rows = _ROOTS.all(connection, level=level - 1, first=first, last=last)
    else:
        rows = _LEAVES.all(connection, first=first, last=last)
    if upto is not None and len(rows) < last - first:
        raise StorageError(
            "The tree of the log cannot be read: a tile or an event of it is missing. Run "
            "“scrutiny verify”, which says which."
        )
    return [bytes(found) for (found,) in rows]


_LEAVES = Statement(
    select(stored_events.c.leaf)
    .where(
        stored_events.c.position > bindparam("first"),
        stored_events.c.position <= bindparam("last"),
    )
    .order_by(stored_events.c.position)
)
_ROOTS = Statement(
    select(tiles.c.root)
    .where(
        tiles.c.level == bindparam("level"),
        tiles.c.number >= bindparam("first"),
        tiles.c.number < bindparam("last"),
    )
    .order_by(tiles.c.number)
)
