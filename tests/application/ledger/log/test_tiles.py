"""The tiles that the log's tree is read off, on both databases."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from application.ledger.ledger import Ledger
from application.ledger.log.entries import Written
from application.ledger.log.log_tables import stored_events, tiles
from application.ledger.log.tiles import tree_of
from application.ledger.log.tree import WIDTH, root_of
from application.ledger.storage.faults import StorageError

MANY = 2 * WIDTH + 9


def written(number: int) -> Written:
    moment = "2026-01-01T00:00:00.000000Z"
    return Written(uuid4(), 1, "Risk.Recorded", b"{}", f"RSK-2026-{number:03}", moment, "")


def leaves(ledger: Ledger) -> list[bytes]:
    with ledger.reading() as connection:
        query = select(stored_events.c.leaf).order_by(stored_events.c.position)
        return [bytes(each) for each in connection.scalars(query)]


def tiles_there(ledger: Ledger) -> list[tuple[int, int, bytes, bytes]]:
    with ledger.reading() as connection:
        found = connection.execute(select(tiles).order_by(tiles.c.level, tiles.c.number))
        return [(row.level, row.number, bytes(row.root), bytes(row.hashes)) for row in found]


@pytest.mark.parametrize("at_once", [1, 200, MANY])
def test_each_256th_append_writes_a_tile_however_many_come_at_once(
    ledger_on_each: Ledger, at_once: int
) -> None:
    ledger = ledger_on_each
    start = ledger.position()
    events = [written(number) for number in range(MANY - start)]
    with ledger.writing():
        for first in range(0, len(events), at_once):
            ledger.log.insert_events(events[first : first + at_once])
    there = leaves(ledger)
    expected = [there[:WIDTH], there[WIDTH : 2 * WIDTH]]
    assert tiles_there(ledger) == [
        (0, number, root_of(hashes), b"".join(hashes)) for number, hashes in enumerate(expected)
    ]
    with ledger.reading() as connection:
        for size in (0, 1, 3, WIDTH - 1, WIDTH, WIDTH + 1, 2 * WIDTH, MANY):
            assert tree_of(connection, size).root() == root_of(there[:size])


class Undone(Exception):
    """Something else in the same transaction went wrong."""


def test_what_is_undone_leaves_no_tile(ledger_on_each: Ledger) -> None:
    with suppress(Undone), ledger_on_each.writing():
        ledger_on_each.log.insert_events([written(number) for number in range(MANY)])
        assert len(tiles_there(ledger_on_each)) == 2
        raise Undone
    assert tiles_there(ledger_on_each) == []


def test_of_256_tiles_one_of_the_next_level_is_made(ledger: Ledger) -> None:
    events = [written(number) for number in range(WIDTH * WIDTH + 1)]
    with ledger.writing():
        ledger.log.insert_events(events)
    there, kept = leaves(ledger), tiles_there(ledger)
    roots = [root for level, _, root, _ in kept if level == 0]
    assert len(roots) == WIDTH
    assert kept[-1] == (1, 0, root_of(roots), b"".join(roots))
    with ledger.reading() as connection:
        assert tree_of(connection, len(there)).root() == root_of(there)


def test_any_proof_asks_for_one_tile_of_each_level_and_no_more_leaves_than_are_in_two(
    ledger: Ledger,
) -> None:
    with ledger.writing():
        ledger.log.insert_events([written(number) for number in range(WIDTH * 5 + 9)])
    asked: list[str] = []
    with ledger.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(asked.append)
        tree_of(connection, WIDTH * 5 + 9).inclusion(300)
        driver.set_trace_callback(None)
    assert len([sql for sql in asked if "FROM stored_events" in sql]) == 2
    assert len([sql for sql in asked if "FROM tiles" in sql]) == 1
    assert len(asked) == 3


def test_a_log_with_a_gap_in_it_is_not_sealed_over(ledger_on_each: Ledger) -> None:
    ledger = ledger_on_each
    events = [written(number) for number in range(WIDTH - 1)]
    with ledger.writing():
        ledger.log.insert_events(events)
    with ledger.writing() as connection:
        connection.execute(delete(stored_events).where(stored_events.c.position == 7))
    with pytest.raises(StorageError, match="verify"), ledger.writing():
        ledger.log.insert_events([written(999)])
    assert ledger.position() == WIDTH - 1
