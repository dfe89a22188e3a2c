"""Whatever is tampered with behind the product's back, verifying finds it: at random, in every
table of the database, with and without a rebuild afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, and_, delete, select, update
from sqlalchemy.exc import IntegrityError

from application.ledger.ledger import Ledger
from application.ledger.log.entries import entry_of, leaf
from application.ledger.log.log_tables import stored_events, tiles
from application.ledger.log.tiles import fill_tiles
from application.ledger.storage.database import permanent
from application.proof.countersigning import Witness
from application.proof.keys import KeyFile, make_key
from application.proof.making import make_checkpoint
from application.proof.notes import Note
from application.proof.records import checkpoints
from application.proof.verifying import Verified
from application.proof.witnesses import hand_in, submission_for
from domain.kernel.terms import Actor, Role
from projections.rebuild import rebuild
from tests.acts import do, record
from tests.databases import Databases
from tests.history import little_of_everything
from web.nouns import every_projection
from web.proof.verification import verified_now
from web.running.startup import open_ledger

NOT_OF_THE_LOG = {"accounts", "clock_readings", "alembic_version"}
OF_THE_LOG = sorted(set(permanent.tables) - NOT_OF_THE_LOG)
DERIVED = sorted(each.table.name for each in every_projection())
TABLES: Mapping[str, Table] = {
    **permanent.tables,
    **{each.table.name: each.table for each in every_projection()},
}
OF_POSTGRESQL = ("ALTER TABLE words ALTER", "ALTER TABLE words ENABLE", "ALTER TABLE words SET")
MAY_BE_MISSING = {"checkpoints", "countersignatures"}
"""Whoever keeps one of these elsewhere has it all the same, and nothing follows from it here."""


@dataclass(frozen=True)
class Ground:
    """A ledger with something in every table, and a checkpoint that somebody keeps."""

    url: str
    kept: Note


def fill(url: str) -> None:
    """A little of everything, more than a tile of it, commands, and what was proved of it."""
    little_of_everything(url)
    with TemporaryDirectory() as folder, closing(open_ledger(url)) as ledger:
        _prove(ledger, KeyFile(Path(folder) / "key"), Witness(Path(folder) / "police"))


def _prove(ledger: Ledger, key: KeyFile, police: Witness) -> None:
    make_key(ledger, key, by=Actor("somebody", Role.ADMINISTRATOR))
    line = police.begin("police.uk/w1")
    police.trust(str(key.read().verifier))
    do(ledger, "agency.name_key", "kent-police", verifier=str(line))
    while ledger.position() < 300:
        record(ledger, command=f"form {ledger.position()}")
    made = make_checkpoint(ledger, key)
    with ledger.reading() as connection:
        submission = submission_for(connection, made, old=0)
    hand_in(ledger, police.countersign(submission, now=ledger.now()), {"kent-police": line})


@contextmanager
def filled_in(databases: Databases) -> Iterator[Ground]:
    with databases.lend(databases.prepare(fill)) as url:
        with closing(open_ledger(url)) as ledger, ledger.reading() as connection:
            (note,) = connection.scalars(select(checkpoints.c.note))
        yield Ground(url, Note.read(note))


@pytest.fixture(scope="module")
def ground(sqlite_databases: Databases) -> Iterator[Ground]:
    with filled_in(sqlite_databases) as ground:
        assert verify(ground.url, ground.kept).whole
        yield ground


def verify(url: str, against: Note | None = None) -> Verified:
    ledger = open_ledger(url)
    try:
        return verified_now(ledger, against=against)
    finally:
        ledger.close()


def copied(ground: Ground, tmp: Path) -> str:
    source, target = ground.url.removeprefix("sqlite:///"), tmp / "copy.sqlite"
    for each in tmp.iterdir():
        each.unlink()
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(target)) as other:
        whole.backup(other)
    return f"sqlite:///{target}"


def rows_of(connection: Connection, table: Table) -> list[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(query).mappings()]


def here(table: Table, row: Mapping[str, Any]) -> Any:
    """Where that row is."""
    return and_(*(column == row[column.name] for column in table.primary_key))


def other_than(value: Any, salt: int) -> Any:
    """Another value of the same type, one near it or far from it."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + (salt or 1)
    if isinstance(value, bytes):
        at = salt % len(value) if value else 0
        return (
            value[:at] + bytes([value[at] ^ (1 << salt % 8)]) + value[at + 1 :] if value else b"x"
        )
    if isinstance(value, str):
        at = salt % (len(value) + 1)
        letter = "x" if value[at : at + 1] != "x" else "y"
        return value[:at] + letter + value[at + 1 :]
    if value is None:
        return 1
    return None


def tamper(ledger: Ledger, table: Table, what: str, which: int, salt: int) -> bool:
    """Do one thing to one row of a table; return whether anything was done."""
    with ledger.writing() as connection:
        rows = rows_of(connection, table)
        if not rows:
            return False
        row = rows[which % len(rows)]
        if what == "delete":
            connection.execute(delete(table).where(here(table, row)))
            return True
        column = list(table.columns)[salt % len(table.columns)]
        if what == "swap":
            column = next(each for each in table.columns if not each.primary_key)
            other = rows[(which + 1 + salt) % len(rows)]
            if other[column.name] == row[column.name] or column.unique:
                return False
            for one, value in ((row, other[column.name]), (other, row[column.name])):
                query = update(table).where(here(table, one))
                connection.execute(query.values({column.name: value}))
            return True
        value = other_than(row[column.name], salt)
        if column.name == "originator_id" or (value is None and not column.nullable):
            return False
        connection.execute(update(table).where(here(table, row)).values({column.name: value}))
        return True


@given(
    table=st.sampled_from(OF_THE_LOG),
    what=st.sampled_from(["alter", "alter", "delete", "swap"]),
    which=st.integers(0, 400),
    salt=st.integers(0, 97),
    then_rebuild=st.booleans(),
)
@settings(max_examples=40)
def test_whatever_is_done_to_the_log_and_what_belongs_to_it_is_found(
    ground: Ground,
    tmp_path_factory: pytest.TempPathFactory,
    table: str,
    what: str,
    which: int,
    salt: int,
    then_rebuild: bool,
) -> None:
    assume(not (what == "delete" and table in MAY_BE_MISSING))
    url = copied(ground, tmp_path_factory.mktemp("copy"))
    ledger = open_ledger(url)
    try:
        assume(_done(ledger, TABLES[table], what, which, salt))
        if then_rebuild:
            _rebuilt(ledger)
    finally:
        ledger.close()
    assert not verify(url, ground.kept).whole


def _done(ledger: Ledger, table: Table, what: str, which: int, salt: int) -> bool:
    try:
        return tamper(ledger, table, what, which, salt)
    except IntegrityError:  # the database itself would not have it
        return False


def _rebuilt(ledger: Ledger) -> None:
    """A rebuild, which may break over what was done: then that is noticed already."""
    try:
        rebuild(ledger, every_projection())
    except Exception:
        return


@given(
    table=st.sampled_from(DERIVED),
    what=st.sampled_from(["alter", "delete", "swap"]),
    which=st.integers(0, 400),
    salt=st.integers(0, 97),
)
@settings(max_examples=20)
def test_whatever_is_done_to_a_register_is_found_and_mended_by_a_rebuild(
    ground: Ground,
    tmp_path_factory: pytest.TempPathFactory,
    table: str,
    what: str,
    which: int,
    salt: int,
) -> None:
    url = copied(ground, tmp_path_factory.mktemp("copy"))
    ledger = open_ledger(url)
    try:
        assume(_done(ledger, TABLES[table], what, which, salt))
        assert not verified_now(ledger).whole
        rebuild(ledger, every_projection())
        assert verified_now(ledger).whole
    finally:
        ledger.close()


@given(position=st.integers(1, 300), also_tiles=st.booleans(), without_checkpoints=st.booleans())
@settings(max_examples=8)
def test_an_event_that_was_sealed_anew_is_found_by_a_checkpoint_that_somebody_keeps(
    ground: Ground,
    tmp_path_factory: pytest.TempPathFactory,
    position: int,
    also_tiles: bool,
    without_checkpoints: bool,
) -> None:
    """Somebody clever makes all that they know of fit, and a rebuild does the rest."""
    url = copied(ground, tmp_path_factory.mktemp("copy"))
    ledger = open_ledger(url)
    try:
        with ledger.writing() as connection:
            _sealed_anew(ledger, connection, position)
            if also_tiles:
                connection.execute(delete(tiles))
                fill_tiles(connection, before=0, size=ledger.position())
            if without_checkpoints:
                for name in MAY_BE_MISSING:
                    connection.execute(delete(permanent.tables[name]))
        rebuild(ledger, every_projection())
    finally:
        ledger.close()
    assert not verify(url, ground.kept).whole
    found = verify(url)
    assert found.whole is (also_tiles and without_checkpoints)


def _sealed_anew(ledger: Ledger, connection: Connection, position: int) -> None:
    """Another person did it, and the leaf says so."""
    [stored] = ledger.log.select_notifications(position, 1)
    state = stored.state.replace(b'"person":"', b'"person":"x', 1)
    assert state != stored.state
    changed = replace(stored, state=state)
    query = update(stored_events).where(stored_events.c.position == position)
    connection.execute(query.values(state=state, leaf=leaf(entry_of(changed))))


# On both databases


@pytest.fixture
def filled(databases: Databases) -> Iterator[Ground]:
    with filled_in(databases) as ground:
        yield ground


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("stored_events", "state"), ("stored_events", "recorded"), ("stored_events", "leaf"),
        ("words", "disclosures"), ("tiles", "hashes"), ("tiles", "root"), ("commands", "digest"),
        ("commands", "seal"), ("identity", "origin"), ("identity", "command_key"),
        ("checkpoints", "root"), ("checkpoints", "note"), ("countersignatures", "line"),
        (every_projection()[-3].table.name, "title"), ("", ""),
    ],
)  # fmt: skip
def test_it_is_found_on_both_databases(filled: Ground, table: str, column: str) -> None:
    ledger = open_ledger(filled.url)
    try:
        sound = verified_now(ledger, against=filled.kept)
        assert sound.whole, [str(each) for area in sound.areas for each in area.faults]
        if not table:
            return
        with ledger.writing() as connection:
            row = rows_of(connection, TABLES[table])[0]
            value = other_than(row[column], 7)
            query = update(TABLES[table]).where(here(TABLES[table], row))
            connection.execute(query.values({column: value}))
        found = verified_now(ledger, against=filled.kept)
        assert not found.whole
        first = next(area for area in found.areas if area.count).faults[0]
        assert str(first)
    finally:
        ledger.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (f"UPDATE {table} SET {column} = {value} WHERE {where}", told)
        for table, column, value, where, told in [
            ("stored_events", "item", "CAST(x'ff' AS TEXT)", "position = 50",
             "stored_events, position 50: “item” is no text in UTF-8."),
            ("stored_events", "originator_id", "x'00'", "position = 50",
             "stored_events, position 50: “originator_id” is blob, where text belongs."),
            ("stored_events", "originator_id", "'zz'", "position = 50",
             "stored_events, position 50: “originator_id” is no id."),
            ("words", "disclosures", "CAST(x'ff' AS TEXT)", "position = 1",
             "words, position 1: “disclosures” is no text in UTF-8."),
            ("tiles", "hashes", "CAST(hashes AS TEXT)", "1",
             "tiles, row 1: “hashes” is text, where blob belongs."),
            ("tiles", "number", "'zero'", "1",
             "tiles, row 1: “number” is text, where integer belongs."),
            ("identity", "command_key", "CAST(x'ff' AS TEXT)", "1",
             "identity, row 1: “command_key” is text, where blob belongs."),
            ("checkpoints", "note", "CAST(note AS BLOB)", "1",
             "checkpoints, row 1: “note” is blob, where text belongs."),
            ("search", "search", "CAST(x'ff' AS TEXT)", "since = 1",
             "search, position 1: “search” is no text in UTF-8."),
        ]
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_told_where_it_stands(
    ground: Ground, tmp_path: Path, statement: str, told: str
) -> None:
    """SQLite takes any value in any column; whoever reads it would end in a traceback."""
    url = copied(ground, tmp_path)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as bare, bare:
        bare.execute(statement)
    found = verify(url, ground.kept)
    assert (found.whole, found.areas[0].name) == (False, "values")
    assert told in map(str, found.areas[0].faults)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["UPDATE words SET disclosures = disclosures || '~RED-2026-001:2026-06-10:erasure:title' "
          "WHERE position = 1"],
         "Position 1: “title” is marked as redacted, and no event says it."),
        (["UPDATE words SET disclosures = disclosures || '~' || disclosures "
          "WHERE disclosures LIKE '%:%'"],
         "says twice that “reason” was redacted."),
        (["INSERT INTO words SELECT MIN(position), '' FROM stored_events "
          "WHERE position NOT IN (SELECT position FROM words)"],
         "has a row of words, but none in it."),
        (["INSERT INTO identity SELECT 'another', command_key FROM identity"],
         "The ledger has 2 ids, and nobody can say which of them is used."),
        (["UPDATE commands SET number = -1 WHERE number = 10",
          "UPDATE commands SET number = 10 WHERE number = 100",
          "UPDATE commands SET number = 100 WHERE number = -1"],
         "it has another number than it had."),
        (["DELETE FROM commands WHERE number = 5",
          "UPDATE commands SET number = -number WHERE number > 5",
          "UPDATE commands SET number = -number - 1 WHERE number < 0"],
         "when a checkpoint was made of them there were"),
        (["CREATE TRIGGER alembic_version AFTER INSERT ON words BEGIN DELETE FROM tiles; END"],
         "There is a trigger alembic_version, which this program does not make."),
        (["CREATE TRIGGER search_words_data AFTER INSERT ON words BEGIN DELETE FROM tiles; END"],
         "There is a trigger search_words_data, which this program does not make."),
    ],
)  # fmt: skip
def test_what_looks_as_if_it_belonged_there_is_found(
    ground: Ground, tmp_path: Path, statements: list[str], told: str
) -> None:
    url = copied(ground, tmp_path)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as bare, bare:
        for statement in statements:
            bare.execute(statement)
    faults = [str(each) for area in verify(url, ground.kept).areas for each in area.faults]
    assert any(told in each for each in faults), faults


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX {index}",
        "CREATE VIEW sly AS SELECT 1 AS one",
        "CREATE TABLE sly AS SELECT * FROM words",
        "CREATE INDEX sly ON words (position)",
        "ALTER TABLE words ADD COLUMN sly INTEGER",
        "ALTER TABLE words ALTER COLUMN disclosures TYPE varchar(90000)",
        "ALTER TABLE words ALTER COLUMN disclosures SET DEFAULT 'sly'",
        "ALTER TABLE words ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE words SET UNLOGGED",
    ],
)
def test_a_table_that_is_not_as_it_was_made_is_found(filled: Ground, statement: str) -> None:
    ledger = open_ledger(filled.url)
    try:
        if statement.startswith(OF_POSTGRESQL) and ledger.engine.dialect.name == "sqlite":
            return
        index = next(each.name for p in every_projection() for each in p.table.indexes)
        with ledger.engine.begin() as connection:
            connection.exec_driver_sql(statement.format(index=index))
        found = verified_now(ledger)
        assert [area.name for area in found.areas if area.count] == ["tables"]
    finally:
        ledger.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER sly AFTER INSERT ON words BEGIN DELETE FROM tiles; END",
        "CREATE RULE sly AS ON INSERT TO words DO ALSO DELETE FROM tiles",
        "CREATE RULE words AS ON INSERT TO words DO ALSO DELETE FROM tiles",
        "CREATE POLICY words ON words USING (position > 3)",
    ],
)
def test_what_would_act_by_itself_is_found(filled: Ground, statement: str) -> None:
    """Each database has some of these, and no other."""
    ledger = open_ledger(filled.url)
    try:
        if ("TRIGGER" in statement) != (ledger.engine.dialect.name == "sqlite"):
            return
        with ledger.engine.begin() as connection:
            connection.exec_driver_sql(statement)
        [area] = [area for area in verified_now(ledger).areas if area.count]
        name = statement.split()[2]
        assert f"{name}, which this program does not make" in str(area.faults[0])
    finally:
        ledger.close()
