"""A register: described once, and read off that description everywhere.

From its columns come the table in the database and the row that an item makes; from its columns,
filters, sorts and figures the page, the files, the command, the labels of a history, the headings
of a file that is loaded, and docs/registers.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Generic

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, select

from domain.kernel.days.happened import Happened
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.item import Item
from domain.kernel.mending.in_error import MayBeInError
from domain.kernel.mending.redeciding import Redecidable
from domain.kernel.plain import in_order, searched
from domain.kernel.terms import Sight
from projections.columns import (
    IN_ERROR,
    LIKENESS,
    NUMBER,
    NUMBERED,
    ORDER,
    REDECIDED,
    Column,
    ItemType,
    OfAgency,
    OfNumbered,
    OfTheme,
    OfThemes,
)
from projections.filters import Condition, Containing, Filter, State, Tick
from projections.indexes import Quick, has_any, order_of
from projections.passages import Passage, no_passages, of_evidence
from projections.questions import Question, Remembered, left_open
from projections.versioned import Projection, Row, table_name, versioned_table
from projections.view import View

PAGE = 50
"""Rows on a page."""
COUNTED, COUNTED_THEN = 10_000, 1_000
"""How far rows are counted, now and at an earlier moment: nobody reads on, and a page must not grow
slow with a register. Of the past every version of a row has to be looked at, which took a third of
the page."""
UNCOUNTED = COUNTED + 1
"""Stands for any number that is larger."""
_REFERENCE: Column[Any] = Column(
    "reference", "Reference", NUMBERED, sort="reference", in_story=False
)
_VERSION: Column[Any] = Column("version", "Version", NUMBER, in_story=False)
"""What every register has: what the item is called, and its version."""


Seen = Callable[[Sight, Any], ColumnElement[bool]]
"""Whether a reader may see an item, by the columns of its row as it stands today."""


@dataclass(frozen=True)
class Figure:
    """A count that stands above a register; `query` is the register's own address for those."""

    label: str
    holds: Condition
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What a reader asked a register for: filters, order, page, and which columns."""

    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    columns: Sequence[str] = ()


@dataclass(frozen=True)
class Page:
    """Some rows of a longer list; `total` is how many it has, if that is at most `counted_to`."""

    rows: Sequence[Row]
    total: int
    number: int = 1
    size: int = PAGE
    counted_to: int = COUNTED

    @property
    def first(self) -> int:
        """The place in the list of its first row, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The place of its last row."""
        return self.first + len(self.rows) - 1

    @property
    def pages(self) -> int | None:
        """How many pages the list has; None where nobody has counted so far."""
        return None if self.total > self.counted_to else -(-self.total // self.size)

    @property
    def total_words(self) -> str:
        """How many rows the list has, for people."""
        if self.total > self.counted_to:
            return f"more than {self.counted_to:,}"
        return f"{self.total:,}"

    @property
    def more(self) -> bool:
        """Whether there may be a page after it."""
        return self.number < self.pages if self.pages is not None else len(self.rows) == self.size


@dataclass(frozen=True)
class _Asked:
    """What a reader asked for, as questions: a page of it, all of it, how many there are."""

    page: Question
    whole: Question
    total: Question


class Register(Projection, Generic[ItemType]):
    """The rows of one kind of item.

    What was recorded in error is in no list and no count, unless a filter lets it in by name.

    `usual` is the order where none is asked for: the `sort` of a column, with a minus in front for
    the largest first. `shown` are the columns of a table on a screen, by their keys. `seen` says
    which items a reader may see, by their rows as they stand today, whatever moment is looked at
    (docs/adr/0011-todays-sight-decides.md). `story` is what a history tells besides the columns;
    `quick` what is asked of it so often that it has an index. `version` is raised when rows would
    come out differently, or indexes are others.
    """

    def __init__(
        self,
        name: str,
        item: type[ItemType],
        *,
        columns: Sequence[Column[ItemType]],
        one: str = "",
        shown: Sequence[str] = (),
        usual: str = "reference",
        filters: Sequence[Filter] = (),
        figures: Sequence[Figure] = (),
        seen: Seen | None = None,
        story: Callable[[ItemType, View], Mapping[str, str]] | None = None,
        besides: Callable[[ItemType], Iterable[Passage]] = no_passages,
        quick: Sequence[Quick] = (),
        version: int = 1,
    ) -> None:
        self.name = name
        self.item = item
        self.one = one or item.word
        self._has_errors = issubclass(item, MayBeInError)
        self._is_redecided = issubclass(item, Redecidable)
        columns = [
            *columns,
            *(IN_ERROR if self._has_errors else ()),
            *([LIKENESS] if item.alike_by else ()),
            *(REDECIDED if self._is_redecided else ()),
        ]
        self.columns = (_REFERENCE, *columns, _VERSION)
        self.shown = tuple(shown)
        self.usual = usual
        self.figures = tuple(figures)
        self.version = version
        self._seen = seen
        self._story = story
        self._besides = besides
        self._kept = [column for column in columns if column.at is None]
        self._passing = [column for column in columns if column.at is not None]
        # What an item has under the column's own name is taken all at once: there is much of it.
        plain = [each for each in self._kept if each.is_plain]
        self._empty = {each.key: each.kind.empty for each in plain}
        self._plain = _all_of([each.key for each in plain])
        # And so is what is kept as it is, but has to be asked for.
        self._as_given = [
            (each.key, each.of, each.kind.empty)
            for each in self._kept
            if each.of and each.is_kept_as_it_is
        ]
        self._worked_out = [each for each in self._kept if not each.is_kept_as_it_is]
        self._themed = {
            each.key: each.kind for each in columns if isinstance(each.kind, OfTheme | OfThemes)
        }
        self._searched = [each.key for each in columns if each.searched]
        self._found_by = [each for each in columns if each.is_searched]
        numbered = [each.key for each in self._kept if isinstance(each.kind, OfNumbered)]
        self._numbered = {key: order_of(key) for key in (_REFERENCE.key, *numbered)}
        kept = [
            *((each.key, each.kind) for each in self._kept),
            *((order, ORDER) for order in self._numbered.values()),
        ]
        self.table = versioned_table(table_name(name, version), kept)
        search = Containing("search", "Words or reference", lambda: self.table)
        self.filters = {each.key: each for each in (search, *filters, *self._of_errors())}
        if self._has_errors:
            self.filters |= {
                each.key: replace(each, in_error=lambda: self.table.c.in_error)
                for each in filters
                if isinstance(each, State)
            }
        self._sorts = {column.sort: column for column in self.columns if column.sort}
        self.quick = (*quick, *self._asked_of_all(item))
        self._questions: Remembered[_Asked] = Remembered()
        self._of_one: Remembered[Question] = Remembered()
        _must_be_sound(self)
        looked_at = ["in_error"] if self._has_errors else []
        for question in self.quick:
            question.add_to(self.table, self._kept_key, always=looked_at)
        if seen:
            GUARDED.append(self)

    @property
    def c(self) -> Any:
        """The columns of its table, for conditions."""
        return self.table.c

    def column(self, key: str) -> Column[ItemType]:
        """The column with that key."""
        return next(column for column in self.columns if column.key == key)

    def _asked_of_all(self, item: type[Item]) -> Iterator[Quick]:
        """What is asked of every register of such items."""
        if item.alike_by:
            yield Quick(["likeness"])
        if self._has_errors:
            yield Quick(["said_in_error_on"], rare=True)
        if self._is_redecided:
            yield Quick(["redecision_on"], rare=True)

    def _of_errors(self) -> Iterator[Filter]:
        if self._has_errors:
            yield Tick(
                "said_in_error", "Said to be recorded in error",
                lambda view: has_any(self.table.c.said_in_error_on),
                hint="Those said to be recorded in error, on which nobody has agreed yet.",
            )  # fmt: skip

        if self._is_redecided:
            yield Tick(
                "redecision", "Correction of a decision proposed",
                lambda view: has_any(self.table.c.redecision_on),
                hint="Those with a decision that is to be put right, once those who made it agree.",
            )  # fmt: skip

    # ---------------------------------------------------------------- writing

    def is_about(self, kind: type[Item]) -> bool:
        return issubclass(kind, self.item)

    def row(self, happened: Happened) -> dict[str, Any] | None:
        """What the item says of itself after the event; None where it is not of this register."""
        item = happened.item
        if not isinstance(item, self.item):
            return None
        plain = zip(self._empty.items(), self._plain(item), strict=True)
        row: dict[str, Any] = {
            key: empty if value is None else value for (key, empty), value in plain
        }
        for key, of, empty in self._as_given:
            value = of(item)
            row[key] = empty if value is None else value
        for column in self._worked_out:
            row[column.key] = column.kept(item)
        reference = happened.event.reference
        row["search"] = searched(reference, *[row[key] for key in self._searched])
        row |= {
            "reference": reference,
            "version": happened.event.originator_version,
            "since": happened.position,
            "until": None,
        }
        row |= {order: in_order(row[key]) for key, order in self._numbered.items()}
        return row

    def passages(self, item: ItemType) -> Iterator[Passage]:
        """All words by which a search finds an item, and where they stand."""
        for column in self._found_by:
            if words := column.kept(item):
                yield Passage(column.key, words)
        if isinstance(item, Evidenced):
            yield from of_evidence(item)
        yield from self._besides(item)

    def in_words(self, item: Any, view: View) -> dict[str, str]:
        """What the item says of itself, for people: for the before and after of a history."""
        told = {
            column.label: column.kind.words(column.kind.seen(column.kept(item), view), view)
            for column in self._kept
            if column.in_story
        }
        more = self._story(item, view) if self._story else {}
        return {**told, **{label: view.told(words) for label, words in more.items()}}

    # ---------------------------------------------------------------- questions

    def select(
        self, view: View, *more: ColumnElement[Any], with_errors: bool = False
    ) -> Select[Any]:
        """Every row that the reader sees at the moment, with what passes with time."""
        return self._whole(view, *more).where(*self._here(view, with_errors=with_errors))

    def narrowed(
        self,
        query: Select[Any],
        view: View,
        *conditions: ColumnElement[bool],
        with_errors: bool = False,
    ) -> Select[Any]:
        """A query of another shape, over the rows that the reader sees at the moment."""
        here = self._here(view, with_errors=with_errors)
        return query.select_from(self.table).where(*here, *conditions)

    def rows(self, view: View, *conditions: ColumnElement[bool], sort: str = "") -> list[Row]:
        """The rows that meet the conditions, in order."""
        query = self.select(view).where(*conditions).order_by(*self.order(sort, view))
        return [self.told(view, row) for row in view.rows(query)]

    def one_row(self, view: View, reference: str) -> Row | None:
        """The row of one item; None where there was none, or this reader may not see it."""
        whose = (view.now, view.sight)
        question = self._of_one.get(whose, lambda: self._make_of_one(*whose))
        found = question.rows(view, wanted=reference)
        return self.told(view, found[0]) if found else None

    def count(self, view: View, *conditions: ColumnElement[bool]) -> int:
        """How many rows meet the conditions; `UNCOUNTED` where there are more than `COUNTED`."""
        return view.connection.scalar(select(self.counted(view, *conditions))) or 0

    def counts(self, view: View, *conditions: ColumnElement[bool]) -> list[int]:
        """How many rows meet each of the conditions, each counted as `count` does."""
        if not conditions:
            return []
        counted = select(*(self.counted(view, each) for each in conditions))
        return list(view.connection.execute(counted).one())

    def counted(
        self,
        view: View,
        *conditions: ColumnElement[bool],
        most: int = UNCOUNTED,
        with_errors: bool = False,
    ) -> ColumnElement[int]:
        """`count`, as a part of a query; `most` is as far as it goes."""
        one = select(literal(1))
        found = self.narrowed(one, view, *conditions, with_errors=with_errors).limit(most)
        return select(func.count()).select_from(found.subquery()).scalar_subquery()

    def asked(self, view: View, asked: Asked) -> Sequence[Row]:
        """Every row that a reader asked for."""
        return list(self.each_asked(view, asked))

    def each_asked(self, view: View, asked: Asked) -> Iterator[Row]:
        """The same one by one, for more rows than memory should hold."""
        for row in self._asked(view, asked).whole.each(view):
            yield self.told(view, row)

    def page(self, view: View, asked: Asked, *, size: int = PAGE) -> Page:
        """The page that a reader asked for, and how many rows there are in all."""
        questions, skipped = self._asked(view, asked), (asked.page - 1) * size
        found = questions.page.rows(view, most=size, skipped=skipped)
        rows = [self.told(view, row) for row in found]
        total = skipped + len(rows)
        if len(rows) == size or (skipped and not rows):
            (total,) = questions.total.one(view)
        return Page(rows, total, asked.page, size, _counted_to(now=view.now))

    def first(
        self,
        view: View,
        *conditions: ColumnElement[bool],
        sort: str = "",
        with_errors: bool = False,
    ) -> Select[Any]:
        """A query for the first `most` rows, after `skipped` ones, that meet the conditions."""
        # Which rows, by an index alone where there is one; then the whole of those.
        order, since = self.order(sort, view), select(self.table.c.since)
        which = self.narrowed(since, view, *conditions, with_errors=with_errors).order_by(*order)
        which = which.limit(bindparam("most", type_=Integer())).offset(
            bindparam("skipped", type_=Integer())
        )
        return self._whole(view).where(self.table.c.since.in_(which)).order_by(*order)

    def conditions(self, view: View, asked: Asked) -> list[ColumnElement[bool]]:
        """What the filters in force come to."""
        in_force = (
            (each, asked.filters.get(each.key, each.usual)) for each in self.filters.values()
        )
        return [each.condition(value, view) for each, value in in_force if value]

    def order(self, sort: str, view: View) -> list[ColumnElement[Any]]:
        """The order for a sort; one that is not known counts as the usual one.

        What has no value comes last both ways; the reference settles what is equal.
        """
        known = sort if self.sorts_by(sort) else self.usual
        column = self._sorts[known.removeprefix("-")]
        key = self._sort_key(column, view)
        return [
            (key.desc() if known.startswith("-") else key.asc()).nulls_last(),
            self.table.c[order_of(_REFERENCE.key)],
        ]

    def sorts_by(self, sort: str) -> bool:
        """Whether there is such an order."""
        return sort.removeprefix("-") in self._sorts

    @property
    def sorts(self) -> list[str]:
        """What can be sorted by."""
        return list(self._sorts)

    def exported(self, keys: Sequence[str] = ()) -> list[Column[ItemType]]:
        """The columns of a file: those that were chosen, or all."""
        return [
            column for column in self.columns if (column.key in keys if keys else column.exported)
        ]

    def _asked(self, view: View, asked: Asked) -> _Asked:
        """The questions that answer what a reader asked for; made once for all who ask the same."""
        in_force = tuple(
            (key, value)
            for key, each in self.filters.items()
            if (value := asked.filters.get(key, each.usual))
        )
        key = (view.now, view.sight, in_force, asked.sort)
        return self._questions.get(key, lambda: self._make(*key))

    def _make_of_one(self, now: bool, sight: Sight) -> Question:
        wanted = self.table.c.reference == bindparam("wanted")
        view = left_open(now=now, sight=sight)
        return Question(self.select(view, with_errors=True).where(wanted))

    def _make(
        self, now: bool, sight: Sight, in_force: Sequence[tuple[str, str]], sort: str
    ) -> _Asked:
        view = left_open(now=now, sight=sight)
        conditions = [self.filters[key].condition(value, view) for key, value in in_force]
        errors = any(self.filters[key].lets_errors_in(value) for key, value in in_force)
        whole = self.select(view, with_errors=errors).where(*conditions)
        most = _counted_to(now=now) + 1
        total = select(self.counted(view, *conditions, most=most, with_errors=errors))
        page = self.first(view, *conditions, sort=sort, with_errors=errors)
        whole = whole.order_by(*self.order(sort, view))
        return _Asked(Question(page), Question(whole), Question(total))

    def _whole(self, view: View, *more: ColumnElement[Any]) -> Select[Any]:
        passing = [
            func.coalesce(column.at(view), column.kind.empty).label(column.key)
            for column in self._passing
            if column.at
        ]
        return select(self.table, *passing, *more)

    def seen_today(self, sight: Sight) -> Select[tuple[str]]:
        """The references of the items that a reader may see, at whatever moment they look."""
        today = self.table.alias()
        query = select(today.c.reference).where(today.c.until.is_(None))
        return query.where(self._seen(sight, today.c)) if self._seen else query

    def told(self, view: View, row: Row) -> Row:
        """A row without what the reader may not know of, its themes by the list of the moment."""
        if themed := {
            key: kind.meant(row[key], view) for key, kind in self._themed.items() if row[key]
        }:
            row = {**row, **themed}
        if view.sight.everything:
            return row
        return {**row, **{each.key: each.kind.seen(row[each.key], view) for each in self._kept}}

    def _here(self, view: View, *, with_errors: bool) -> Iterator[ColumnElement[bool]]:
        yield view.at(self.table)
        if self._has_errors and not with_errors:
            yield self.table.c.in_error.is_(False)
        if not self._seen or view.sight.everything:
            return
        if view.now:
            yield self._seen(view.sight, self.table.c)
        else:
            yield self.table.c.reference.in_(self.seen_today(view.sight))

    def _sort_key(self, column: Column[ItemType], view: View) -> ColumnElement[Any]:
        if column.at:
            return column.at(view)
        if isinstance(column.kind, OfAgency):
            from projections.partnership.agencies import name_of

            return func.lower(name_of(self.table.c[column.key], view))
        return self._kept_key(column.key)

    def _kept_key(self, key: str) -> ColumnElement[Any]:
        if key in self._numbered:
            return ORDER.ordered(self.table.c[order_of(key)])
        return self.column(key).kind.ordered(self.table.c[key])


GUARDED: list[Register[Any]] = []
"""The registers whose items not everybody sees."""


def _counted_to(*, now: bool) -> int:
    return COUNTED if now else COUNTED_THEN


def _all_of(names: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """What reads these attributes of an item, in their order."""
    if len(names) < 2:
        return lambda item: [getattr(item, name) for name in names]
    return attrgetter(*names)


def _must_be_sound(register: Register[Any]) -> None:
    """Refuse a description that could not work, as soon as it is written. Raises ValueError."""
    keys = [column.key for column in register.columns]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"{register.name}: two columns have one key, {twice}.")
    if unknown := {*register.shown} - {*keys}:
        raise ValueError(f"{register.name}: {unknown} are no columns.")
    if unknown := {key for question in register.quick for key in question.keys} - {*keys}:
        raise ValueError(f"{register.name}: there is an index of {unknown}, which are no columns.")
    if not register.sorts_by(register.usual):
        raise ValueError(f"{register.name}: there is no order {register.usual}.")
