"""Statements past SQLAlchemy: the same values, the same faults, one row or many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    exc,
    select,
)

from application.ledger.storage.database import connect
from storage.statements import COPIED_FROM, Statement, insert_into

THINGS = Table(
    "things",
    MetaData(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Uuid, nullable=False),
    Column("words", Text),
    Column("content", LargeBinary, nullable=False),
    Column("so", Boolean, nullable=False),
)
ALL = Statement(select(THINGS).order_by(THINGS.c.number))
UP_TO = Statement(
    select(THINGS.c.number).where(THINGS.c.number <= bindparam("most")).order_by("number").limit(5)
)


@pytest.fixture
def connection(empty_database_url: str) -> Iterator[Connection]:
    engine = connect(empty_database_url)
    with engine.connect() as connection, connection.begin():
        THINGS.create(connection)
        yield connection
    engine.dispose()


def thing(number: int, words: str | None = "“50 %” \t\\N\nof them") -> dict[str, Any]:
    content = b"\x00\xff\\x" + bytes([number])
    return {
        "number": number, "id": UUID(int=number), "words": words, "content": content,
        "so": number % 2 == 0,
    }  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 2, COPIED_FROM - 1, COPIED_FROM, 3 * COPIED_FROM])
def test_what_went_in_comes_out_however_many_there_are(connection: Connection, count: int) -> None:
    rows = [thing(number, None if number == 1 else f"a\t{number}\\") for number in range(count)]
    insert_into(THINGS).run(connection, rows)
    assert ALL.all(connection) == [tuple(row.values()) for row in rows]
    assert connection.execute(select(THINGS).order_by("number")).all() == ALL.all(connection)


def test_values_are_given_by_name(connection: Connection) -> None:
    insert_into(THINGS).run(connection, [thing(number) for number in range(9)])
    assert UP_TO.all(connection, most=2) == [(0,), (1,), (2,)]
    assert len(UP_TO.all(connection, most=100)) == 5
    assert UP_TO.first(connection, most=100) == (0,)
    assert UP_TO.first(connection, most=-1) is None


@pytest.mark.parametrize("count", [1, COPIED_FROM])
def test_a_fault_is_sqlalchemys_and_tells_nothing_of_what_was_written(
    connection: Connection, count: int
) -> None:
    secret = uuid4().hex
    rows = [thing(number, secret) for number in range(count)]
    insert_into(THINGS).run(connection, rows)
    with pytest.raises(exc.IntegrityError) as fault, connection.begin_nested():
        insert_into(THINGS).run(connection, rows)
    assert secret not in str(fault.value)
    assert not fault.value.connection_invalidated
    assert len(ALL.all(connection)) == count
