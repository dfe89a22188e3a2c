"""Whether the tables of the database are the ones that this program makes: none lost, none altered,
with every constraint and index, and nothing beside them that acts by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Inspector, Table, UniqueConstraint, inspect, text
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from application.ledger.log.log_check import Fault
from storage.words_index import words_index_of


def faults_of_tables(
    connection: Connection, tables: Sequence[Table], *, others: Collection[str] = ()
) -> Iterator[Fault]:
    """What is wrong with these tables, and with the database's files where it can tell.

    A trigger may have the name of a table, so that names alone tell nothing.

    `others` are names of tables that may be there, too, and are not looked into. Whatever else is
    there is a fault: nothing of ours needs it.
    """
    if connection.dialect.name == "sqlite":
        yield from _of_sqlite(connection, tables, others)
    else:
        yield from _of_postgresql(connection, tables, others)


# ---------------------------------------------------------------- SQLite


def _of_sqlite(
    connection: Connection, tables: Sequence[Table], others: Collection[str]
) -> Iterator[Fault]:
    query = text("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    rows = connection.execute(query).all()
    there = {(row.type == "trigger", row.name): (row.type, row.sql) for row in rows}
    left = set(others) - {table.name for table in tables}
    known = {(False, row.name) for row in rows if row.type == "table" and row.name in left}
    known |= {(False, row.name) for row in rows if row.type == "index" and row.tbl_name in left}
    for table in tables:
        wanted: list[tuple[str, str]] = [(table.name, _statement(CreateTable(table), connection))]
        wanted += [(str(e.name), _statement(CreateIndex(e), connection)) for e in table.indexes]
        if words := words_index_of(table):
            wanted += words.parts("sqlite").items()
            known |= {(False, name) for name in words.tables("sqlite")}
        for name, expected in wanted:
            known.add(kept := (expected.startswith("CREATE TRIGGER"), name))
            _, sql = there.get(kept, ("", ""))
            if _bare(sql) != _bare(expected):
                what = "is not the one that this program makes" if sql else "is missing"
                yield Fault(f"{name} {what}.", field=name, expected=expected, found=sql)
    for (acts, name), (kind, sql) in there.items():
        if (acts, name) not in known:
            yield Fault(_STRANGE.format(kind=kind, name=name), field=name, expected="nothing",
                        found=sql)  # fmt: skip
    for words in connection.scalars(text("PRAGMA integrity_check(5)")):
        if words != "ok":
            yield Fault(f"The database is damaged: {words}.", field="file")
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Fault(f"A row of {row[0]} refers to one that is not there.", field=str(row[0]))


_STRANGE = "There is a {kind} {name}, which this program does not make."


def _statement(made_by: ExecutableDDLElement, connection: Connection) -> str:
    return " ".join(str(made_by.compile(dialect=connection.dialect)).split())


def _bare(sql: str) -> str:
    return _SPACE.sub("", sql)


_SPACE = re.compile(r'[\s"]+')


# ---------------------------------------------------------------- PostgreSQL


def _of_postgresql(
    connection: Connection, tables: Sequence[Table], others: Collection[str]
) -> Iterator[Fault]:
    inspector = inspect(connection)
    for table in tables:
        if not inspector.has_table(table.name):
            yield Fault(f"{table.name} is missing.", field=table.name, expected="a table")
            continue
        for what, expected, found in _compared(inspector, table):
            if expected != found:
                yield Fault(
                    f"{table.name} has other {what} than this program gives it.",
                    field=f"{table.name}: {what}", expected=str(expected), found=str(found),
                )  # fmt: skip
    known = {*others, *(table.name for table in tables)}
    for kind, query in _STRANGERS.items():
        for name in connection.scalars(text(query)):
            if kind != "table" or name not in known:
                yield Fault(_STRANGE.format(kind=kind, name=name), field=name, expected="nothing")
    for sentence, query in _BY_ITSELF.items():
        for name in connection.scalars(text(query)):
            yield Fault(sentence.format(name=name), field=str(name), expected="nothing")


def _compared(inspector: Inspector, table: Table) -> Iterator[tuple[str, Any, Any]]:
    name, dialect = table.name, inspector.dialect
    there = inspector.get_columns(name)
    yield (
        "columns",
        [(each.name, each.nullable) for each in table.columns],
        [(each["name"], each["nullable"]) for each in there],
    )
    yield (
        "types",
        [_ALSO.get(one := each.type.compile(dialect), one) for each in table.columns],
        [each["type"].compile(dialect) for each in there],
    )
    yield "defaults", [], [each["name"] for each in there if each["default"]]
    yield (
        "keys",
        [each.name for each in table.primary_key],
        inspector.get_pk_constraint(name)["constrained_columns"],
    )
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    yield (
        "unique constraints",
        sorted(sorted(column.name for column in each.columns) for each in unique),
        sorted(sorted(each["column_names"]) for each in inspector.get_unique_constraints(name)),
    )
    behind_constraints = {each["name"] for each in inspector.get_unique_constraints(name)}
    words = words_index_of(table)
    yield (
        "indexes",
        sorted([*(str(each.name) for each in table.indexes), *([words.name] if words else [])]),
        sorted(
            str(each["name"])
            for each in inspector.get_indexes(name)
            if each["name"] not in behind_constraints
        ),
    )


_ALSO = {"FLOAT(53)": "DOUBLE PRECISION"}
"""What PostgreSQL calls a type that is declared otherwise."""
_HERE = (
    "AND relnamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_depend "
    "WHERE pg_depend.objid = pg_class.oid AND deptype = 'e')"
)
"""In the ledger's schema, and no part of an extension that somebody has added to the server."""
_STRANGERS = {
    "table": f"SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'f') {_HERE}",
    "view": f"SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') {_HERE}",
    "trigger": (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        f"WHERE NOT tgisinternal {_HERE}"
    ),
    "rule": (
        "SELECT rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class "
        f"WHERE rulename <> '_RETURN' {_HERE}"
    ),
    "policy": (
        f"SELECT polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid WHERE true {_HERE}"
    ),
}
_BY_ITSELF = {
    "Rows of {name} may be hidden from whoever asks: row security is on.": (
        f"SELECT relname FROM pg_class WHERE relrowsecurity {_HERE}"
    ),
    "{name} is kept in no log of the server, so a crash empties it.": (
        f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence <> 'p' {_HERE}"
    ),
    "The index {name} is not valid: the server has not finished it.": (
        "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
        "WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace"
    ),
    "The constraint {name} does not hold for all rows.": (
        "SELECT conname FROM pg_constraint WHERE NOT convalidated "
        "AND connamespace = current_schema()::regnamespace"
    ),
}
