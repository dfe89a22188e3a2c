"""Finding items by words: all of them, in any order, with any ending, as at any moment.

What the reader may not see is left out by the very query that finds and counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, or_, select

from domain.kernel.plain import normal
from projections.listed import each_of
from projections.partnership.agencies import list_agencies
from projections.passages import Passage
from projections.register import GUARDED
from projections.search.index import SEARCH, WORDS, passages_in
from projections.search_terms import (
    BEGINNING,
    READER,
    TITLE,
    looked_for,
    of_agency,
    of_theme,
    references_in,
    stem,
)
from projections.view import View
from storage.words_index import Beginning, Term

MOST_WORDS = 12
"""Words of a question that are looked for; nobody remembers more."""


@dataclass(frozen=True)
class Sought:
    """What somebody looks for: words, and the references of items.

    `reads_as` are those as whom the reader reads what is restricted (Passage.readers).
    """

    words: Sequence[str]
    references: Sequence[str]
    reads_as: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str, *, reads_as: frozenset[str] = frozenset()) -> Sought:
        """What a text asks for."""
        return cls(looked_for(text)[:MOST_WORDS], references_in(text)[:MOST_WORDS], reads_as)

    @property
    def is_anything(self) -> bool:
        """Whether there is anything in it that can be looked for."""
        return bool(self.words or self.references)

    def meant_by(self, word: str) -> list[str]:
        """Those of the words that a word of a text is found by."""
        parts = normal(word).split()
        return [each for each in self.words if any(_is_found(part, by=each) for part in parts)]

    def may_read(self, passage: Passage) -> bool:
        """Whether the reader may read it."""
        return not passage.readers or not passage.readers.isdisjoint(self.reads_as)


def _is_found(word: str, *, by: str) -> bool:
    """Whether a word is found by another: it has the same stem, or begins with it."""
    return stem(word) == stem(by) or (len(by) >= BEGINNING and word.startswith(by))


@dataclass(frozen=True)
class Hit:
    """An item that was found, and the words by which it can be found."""

    reference: str
    passages: Sequence[Passage]


@dataclass(frozen=True)
class Hits:
    """The items of a kind that were found: those of one page, and how many there are in all."""

    kind: str
    items: Sequence[Hit]
    total: int


def find(
    view: View, sought: Sought, *, kinds: Sequence[str], size: int, page: int = 1
) -> list[Hits]:
    """What holds all that was asked for, by kind in their order: those with all words in the title
    first, then what changed last."""
    condition = holding(view, sought)
    if condition is None:
        return []
    row = SEARCH.c
    title = [_plain(each, before=TITLE) for each in sought.words]
    in_title = WORDS.holds(title, dialect=view.connection.dialect.name) if title else false()
    first = case((in_title, 0), else_=1)
    found = (
        select(
            row.since,
            func.count().over(partition_by=row.kind).label("total"),
            func.row_number()
            .over(partition_by=row.kind, order_by=(first, row.since.desc()))
            .label("place"),
        )
        .where(condition, row.kind.in_(kinds), *_seen(view))
        .subquery()
    )
    after = (page - 1) * size
    query = (
        select(row.kind, row.reference, row.passages, found.c.total)
        .join_from(found, SEARCH, row.since == found.c.since)
        .where(found.c.place > after, found.c.place <= after + size)
        .order_by(found.c.place)
    )
    return list(_by_kind(kinds, view.rows(query)))


def _by_kind(kinds: Sequence[str], rows: Sequence[Any]) -> Iterator[Hits]:
    for kind in kinds:
        here = [each for each in rows if each["kind"] == kind]
        if here:
            items = [Hit(each["reference"], passages_in(each["passages"])) for each in here]
            yield Hits(kind, items, here[0]["total"])


def holding(view: View, sought: Sought) -> ColumnElement[bool] | None:
    """Whether a row of the index holds all that was asked for at the moment of the view; None where
    no row can, such as for the reference of what the reader may not know of."""
    if not sought.is_anything or any(map(view.hides, sought.references)):
        return None
    wanted = [[Term(each.lower())] for each in sought.references]
    wanted += [list(_means(view, sought, each)) for each in sought.words]
    return WORDS.holds(wanted, dialect=view.connection.dialect.name) & view.at(SEARCH)


def _means(view: View, sought: Sought, word: str) -> Iterator[Term]:
    """The terms any of which a word is found by: its stem, what begins with it, the agencies and
    themes with a name that has it; and the words that only this reader may read."""
    yield from _plain(word)
    for reader in sorted(sought.reads_as):
        yield from _plain(word, before=f"{reader}{READER}")
    for row in list_agencies(view):
        if _names(word, [row["name"], *each_of(row["aliases"])]):
            yield Term(of_agency(row["reference"]))
    themes = view.settled.themes
    for theme in themes.all:
        if _names(word, [theme.name, *theme.also]):
            meant = themes.meaning(themes.called(theme.name) or theme)
            yield from (Term(of_theme(each)) for each in meant)


def _plain(word: str, *, before: str = "") -> list[Term]:
    """A word’s stem, and what begins with it."""
    begins = [Beginning(f"{before}{word}")] if len(word) >= BEGINNING else []
    return [Term(f"{before}{stem(word)}"), *begins]


def _names(word: str, names: Sequence[str]) -> bool:
    """Whether one of the names has the word."""
    return any(_is_found(each, by=word) for name in names for each in looked_for(name))


def _seen(view: View) -> Iterator[ColumnElement[bool]]:
    """What the reader may see: today's sight decides, at any moment."""
    if view.sight.everything:
        return
    for register in GUARDED:
        seen = SEARCH.c.reference.in_(register.seen_today(view.sight))
        yield or_(SEARCH.c.kind != register.name, seen)
