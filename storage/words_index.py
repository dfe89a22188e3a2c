"""An index of the terms in a column: which rows hold all of some terms, however many there are.

On SQLite it is an FTS5 table beside the table, kept by triggers, which holds no copy of the terms;
on PostgreSQL a GIN index. Both take the terms as they stand in the column, with blanks between: the
databases’ own notions of words, endings and spelling have no part in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    bindparam,
    cast,
    column,
    literal_column,
    select,
    table,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import Boolean, Integer, Text

from storage.statements import faults_told

_KEPT_WHOLE = "@#=|-"
"""Marks that are part of a term, besides letters and digits."""


class Term(str):
    """A term that is looked for as it is."""

    __slots__ = ()


class Beginning(Term):
    """A term of which only the beginning is looked for."""

    __slots__ = ()


Wanted = Sequence[Sequence[Term]]
"""One of each of these is looked for."""


class WordsIndex:
    """The index of one column of a table, whose key is a whole number."""

    def __init__(self, of: Table, column_name: str) -> None:
        self.table, self.column = of, of.c[column_name]
        self.key: Column[int] = next(iter(of.primary_key))
        self.name = f"{of.name}_words"
        of.info[_KEPT_IN] = self

    def parts(self, dialect: str) -> dict[str, str]:
        """What it is made of on a kind of database: each thing’s name, and the statement for it."""
        name, of, key, terms = self.name, self.table.name, self.key.name, self.column.name
        if dialect == "postgresql":
            made = f"CREATE INDEX {name} ON {of} USING gin ({_VECTOR.format(terms)})"
            return {name: made}
        out = f"VALUES ('delete', old.{key}, old.{terms})"
        return {
            name: f"CREATE VIRTUAL TABLE {name} USING fts5({terms}, content='{of}', "
            f"content_rowid='{key}', detail='none', columnsize=0, "
            f"tokenize=\"ascii tokenchars '{_KEPT_WHOLE}'\")",
            f"{name}_in": f"CREATE TRIGGER {name}_in AFTER INSERT ON {of} BEGIN "
            f"INSERT INTO {name} (rowid, {terms}) VALUES (new.{key}, new.{terms}); END",
            f"{name}_out": f"CREATE TRIGGER {name}_out AFTER DELETE ON {of} BEGIN "
            f"INSERT INTO {name} ({name}, rowid, {terms}) {out}; END",
        }

    def tables(self, dialect: str) -> list[str]:
        """The tables that it is kept in, beside the one whose words it has."""
        if dialect == "postgresql":
            return []
        return [self.name, *(f"{self.name}_{part}" for part in ("config", "data", "idx"))]

    def make(self, connection: Connection) -> None:
        """Make it, of all rows that there are."""
        self.drop(connection)
        for statement in self.parts(connection.dialect.name).values():
            connection.exec_driver_sql(statement)
        self.fill(connection)

    def drop(self, connection: Connection) -> None:
        """Take it away where it is there."""
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {self.name}")
            return
        for trigger in (f"{self.name}_in", f"{self.name}_out"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {self.name}")

    def is_whole(self, connection: Connection) -> bool:
        """Whether everything that it is made of is there."""
        return self.parts(connection.dialect.name).keys() <= _names(connection)

    def fill(self, connection: Connection) -> None:
        """Take all rows in anew; PostgreSQL does by itself."""
        self._tell(connection, "rebuild")

    def tidy(self, connection: Connection) -> None:
        """Let nothing stay of the terms of deleted rows; PostgreSQL has to rewrite its files."""
        self._tell(connection, "optimize")

    def _tell(self, connection: Connection, what: str) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"INSERT INTO {self.name} ({self.name}) VALUES ('{what}')")

    def holds(self, wanted: Wanted, *, dialect: str) -> ColumnElement[bool]:
        """Whether a row holds one of each of these terms."""
        if dialect == "postgresql":
            terms: ColumnElement[str] = literal_column(
                _VECTOR.format(f"{self.table.name}.{self.column.name}")
            )
            in_words = bindparam(None, _in_tsquery(wanted), type_=Text)
            return type_coerce(terms.op("@@")(cast(in_words, TSQUERY)), Boolean)
        found = select(column("rowid", Integer)).select_from(table(self.name))
        asked = bindparam(None, _in_fts5(wanted), type_=Text)
        return self.key.in_(found.where(column(self.name).op("MATCH")(asked)))

    def agrees(self, connection: Connection) -> bool:
        """Whether it holds each term of each row once, and nothing else; of PostgreSQL’s that is
        the server’s to know.

        A sum is compared in which the order of the pairs has no part, so nothing has to be kept.
        """
        if connection.dialect.name == "postgresql":
            return True
        into = f"{self.name}_looked_into"
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE temp.{into} USING fts5vocab(main, {self.name}, 'instance')"
        )
        try:
            sql = f"SELECT doc, term FROM temp.{into}"
            with faults_told(connection, sql) as driver:
                held = sum(map(hash, driver.execute(sql)))
            rows = connection.execute(select(self.key, self.column)).tuples()
            return held == sum(
                sum(map(hash, zip(repeat(key), terms.split(), strict=False))) for key, terms in rows
            )
        finally:
            connection.exec_driver_sql(f"DROP TABLE temp.{into}")


def words_index_of(of: Table) -> WordsIndex | None:
    """The index of words that stands beside a table; None for none."""
    found = of.info.get(_KEPT_IN)
    return found if isinstance(found, WordsIndex) else None


_KEPT_IN = "words index"
_VECTOR = "array_to_tsvector(string_to_array({}, ' '))"


def _names(connection: Connection) -> set[str]:
    if connection.dialect.name == "postgresql":
        query = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
    else:
        query = "SELECT name FROM sqlite_master"
    return set(connection.scalars(text(query)))


def _in_fts5(wanted: Wanted) -> str:
    """As FTS5 is asked; each term is quoted, so that none is taken for a word of its language."""
    return " AND ".join(
        "({})".format(" OR ".join(_quoted(each, '"') + " *" * _is_beginning(each) for each in one))
        for one in wanted
    )


def _in_tsquery(wanted: Wanted) -> str:
    """As PostgreSQL is asked."""
    return " & ".join(
        "({})".format(" | ".join(_quoted(each, "'") + ":*" * _is_beginning(each) for each in one))
        for one in wanted
    )


def _is_beginning(term: Term) -> bool:
    return isinstance(term, Beginning)


def _quoted(term: str, mark: str) -> str:
    return mark + term.replace("\\", "\\\\" if mark == "'" else "\\").replace(mark, mark * 2) + mark
