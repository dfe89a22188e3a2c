"""What a search looks through: the words of every item of every register, as at any moment.

A row holds the words of an item from one event until they change: what happens besides them makes
none. Which words, each register says by its columns and by `besides`; so a new noun is found, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from domain.kernel.days.happened import Happened
from domain.kernel.item import Item
from projections.columns import DATA, TEXT
from projections.passages import Passage
from projections.register import Register
from projections.search_terms import READER, TITLE, of_agency, terms_of, together
from projections.versioned import Projection, put, versioned_table
from storage.statements import READ_AT_ONCE, Statement
from storage.words_index import WordsIndex

SEARCH = versioned_table("search", [("kind", TEXT), ("passages", DATA)])
WORDS = WordsIndex(SEARCH, "search")


class SearchIndex(Projection):
    """The words of the items of some registers; of each it is told the column of its title."""

    name = "search"
    version = 1
    table = SEARCH

    def __init__(self, titles: Mapping[Register[Any], str]) -> None:
        self._titles = titles
        self._registers = {each.name: each for each in titles}
        self._of: dict[type[Item], Register[Any] | None] = {}

    def is_about(self, kind: type[Item]) -> bool:
        return self._register_of(kind) is not None

    def _register_of(self, kind: type[Item]) -> Register[Any] | None:
        if kind not in self._of:
            self._of[kind] = next((each for each in self._titles if each.is_about(kind)), None)
        return self._of[kind]

    # ---------------------------------------------------------------- writing

    def row(self, happened: Happened) -> dict[str, Any] | None:
        """The words of the item after the event, without their terms: most rows are not kept."""
        register = self._register_of(type(happened.item))
        if register is None:
            return None
        return {
            "reference": happened.event.reference,
            "version": happened.event.originator_version,
            "since": happened.position,
            "until": None,
            "kind": register.name,
            "passages": _held(register.passages(happened.item)),
            "search": "",
        }

    def settled(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return self._changed(rows, {})

    def put(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        put(connection, self.table, self._changed(rows, _now(connection, rows)))

    def make_anew(
        self, connection: Connection, reference: str, rows: Sequence[dict[str, Any]]
    ) -> None:
        super().make_anew(connection, reference, rows)
        WORDS.tidy(connection)

    def superseded(self) -> list[str]:
        return []

    def _changed(
        self, rows: Iterable[dict[str, Any]], words: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """The rows, in order, with other words than the last of their item had, or `words` say."""
        last, kept = dict(words), []
        for row in rows:
            if last.get(row["reference"]) != row["passages"]:
                last[row["reference"]] = row["passages"]
                kept.append(row if row["search"] else {**row, "search": self._terms(row)})
        return kept

    def _terms(self, row: Mapping[str, Any]) -> str:
        register = self._registers[row["kind"]]
        return together(self._each_term(register, row["reference"], passages_in(row["passages"])))

    def _each_term(
        self, register: Register[Any], reference: str, passages: Iterable[Passage]
    ) -> Iterator[str]:
        yield from terms_of(reference)
        keys = {column.key: column.kind for column in register.columns}
        title = self._titles[register]
        for each in passages:
            if each.where in keys:
                terms = list(keys[each.where].terms(each.words))
            else:
                terms = [*terms_of(each.words), *([of_agency(each.of)] if each.of else [])]
            if each.readers:
                terms = [f"{reader}{READER}{term}" for reader in each.readers for term in terms]
            yield from terms
            if each.where == title:
                yield from (f"{TITLE}{term}" for term in terms)


def _held(passages: Iterable[Passage]) -> str:
    """Passages as a row holds them, each by what it has."""
    found = [
        [each.where, each.words, each.of, sorted(each.readers)] for each in passages if each.words
    ]
    return json.dumps(found, ensure_ascii=False)


def passages_in(held: str) -> list[Passage]:
    """The passages that a row holds."""
    return [
        Passage(where, words, of, frozenset(readers))
        for where, words, of, readers in json.loads(held)
    ]


def _now(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The words that the items of the rows have so far."""
    older = sorted({row["reference"] for row in rows if row["version"] > 1})
    if len(older) == 1:  # a command of one item, which asks past SQLAlchemy
        return dict(_NOW.all(connection, reference=older[0]))
    found: dict[str, str] = {}
    for start in range(0, len(older), READ_AT_ONCE):
        wanted = SEARCH.c.reference.in_(older[start : start + READ_AT_ONCE])
        found |= dict(connection.execute(_PASSAGES.where(wanted)).tuples().all())
    return found


_PASSAGES = select(SEARCH.c.reference, SEARCH.c.passages).where(SEARCH.c.until.is_(None))
_NOW = Statement(_PASSAGES.where(SEARCH.c.reference == bindparam("reference")))
