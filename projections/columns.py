"""The columns of a register: what each holds, and how people and programs see it.

A column is what the item says of itself, and kept: its attribute of that name, or what `of` makes
of it. What changes with time alone is worked out from the row at a moment (`at`), and never kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Boolean, ColumnElement, Integer, String, Text, func, literal_column
from sqlalchemy.types import TypeEngine

from domain.kernel.item import LONDON, Item, long_date, long_moment
from domain.kernel.plain import normal
from domain.kernel.vocabulary import said
from projections.listed import each_of, listed
from projections.search_terms import of_agency, of_theme, terms_of
from projections.view import View

ItemType = TypeVar("ItemType", bound=Item)


def known(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """What a column of words or days holds, where it holds any: an index has it so, to sort by."""
    return func.nullif(column, literal_column("''"))


class Kind:
    """What a column holds: how it is kept, ordered, and shown."""

    empty: Any = ""
    """What is kept where there is nothing."""

    def sql(self) -> TypeEngine[Any]:
        """The type of the column in the database."""
        return Text()

    def kept(self, value: Any) -> Any:
        """The item's value as the database keeps it."""
        return self.empty if value is None else value

    def ordered(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """What to sort by; what is not known comes last."""
        return known(func.lower(column))

    def seen(self, value: Any, view: View) -> Any:
        """The kept value, without what the reader may not know of."""
        return value

    def words(self, value: Any, view: View) -> str:
        """The kept value for people."""
        return "" if value is None else str(value)

    def typed(self, value: Any, view: View) -> str | int | date | None:
        """The kept value for a spreadsheet: real dates and numbers."""
        return self.words(value, view) or None

    def held(self, value: Any) -> Any:
        """The kept value for programs (JSON)."""
        return value

    worded = False
    """Whether a search finds items by what it holds, unless the column says otherwise."""

    def terms(self, value: Any) -> Iterator[str]:
        """The terms under which the kept value is found."""
        return iter(())


class OfText(Kind):
    """Words."""

    worded = True

    def terms(self, value: Any) -> Iterator[str]:
        return terms_of(value)

    def seen(self, value: Any, view: View) -> Any:
        return view.told(value) if value else value


class OfNumbered(OfText):
    """Words with numbers in them, such as “1.10”: sorted as people count, by a column beside it."""


class OfOrder(Kind):
    """What something is sorted by, character by character (plain.py: in_order)."""

    def sql(self) -> TypeEngine[Any]:
        return Text().with_variant(Text(collation="C"), "postgresql")

    def ordered(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return known(column)


class OfSaid(OfText):
    """Words of ours in which the partnership's own are yet to be said."""

    def words(self, value: Any, view: View) -> str:
        return said(value)

    def held(self, value: Any) -> str:
        return said(value)


class OfTheme(OfText):
    """A theme in the words of whoever wrote it; readers see what those mean in the list."""

    def terms(self, value: Any) -> Iterator[str]:
        yield of_theme(value)
        yield from terms_of(value)

    def meant(self, value: Any, view: View) -> Any:
        """The kept value by the list of themes as it was at the moment."""
        return view.settled.themes.shown(value) if value else value


class OfItem(Kind):
    """Another item, by its reference; nothing for a reader who may not know of it."""

    def seen(self, value: Any, view: View) -> Any:
        return "" if view.hides(value) else value


class OfNumber(Kind):
    """A whole number, or nothing."""

    empty = None

    def sql(self) -> TypeEngine[Any]:
        return Integer()

    def ordered(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return column

    def typed(self, value: Any, view: View) -> int | None:
        return value if value is None else int(value)


class OfDay(Kind):
    """An ISO date, or ""."""

    def sql(self) -> TypeEngine[Any]:
        return String(40)

    def ordered(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return known(column)

    def words(self, value: Any, view: View) -> str:
        return long_date(value)

    def typed(self, value: Any, view: View) -> str | date | None:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value or None


class OfMoment(Kind):
    """An aware moment, or its ISO text; people and files see it as London's clocks had it."""

    def words(self, value: Any, view: View) -> str:
        return long_moment(_moment(value)) if value else ""

    def typed(self, value: Any, view: View) -> datetime | None:
        return _moment(value).astimezone(LONDON) if value else None


class OfDueMoment(OfMoment):
    """A moment at which something is due, or from which that counts: with its weekday, as the sum
    beside it says it."""

    def words(self, value: Any, view: View) -> str:
        return long_date(value)


def _moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


class OfYesNo(Kind):
    """A truth value."""

    empty = False

    def sql(self) -> TypeEngine[Any]:
        return Boolean()

    def kept(self, value: Any) -> bool:
        return bool(value)

    def ordered(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return column

    def words(self, value: Any, view: View) -> str:
        return "Yes" if value else "No"

    def held(self, value: Any) -> bool:
        return bool(value)


@dataclass(frozen=True)
class OfCode(Kind):
    """One of a closed list; `names` has the words for each."""

    names: Mapping[Any, str]

    def sql(self) -> TypeEngine[Any]:
        return String(40)

    def kept(self, value: Any) -> str:
        return "" if value is None else str(value)

    def words(self, value: Any, view: View) -> str:
        return self.names.get(value, str(value)) if value else ""

    def terms(self, value: Any) -> Iterator[str]:
        return terms_of(self.names.get(value, "")) if value else iter(())


class OfAgency(Kind):
    """An agency, by its reference; people see the name that it had at the moment."""

    worded = True

    def terms(self, value: Any) -> Iterator[str]:
        yield of_agency(value)

    def sql(self) -> TypeEngine[Any]:
        return String(250)

    def words(self, value: Any, view: View) -> str:
        return view.named(value)


class OfSeveral(Kind):
    """Several words, each between line breaks, so that one can be searched."""

    worded = True

    def terms(self, value: Any) -> Iterator[str]:
        return terms_of(value)

    def kept(self, value: Any) -> str:
        return listed(value or ())

    def words(self, value: Any, view: View) -> str:
        return "; ".join(each_of(value))

    def held(self, value: Any) -> list[str]:
        return each_of(value)


class OfThemes(OfSeveral):
    """Several themes, likewise."""

    def terms(self, value: Any) -> Iterator[str]:
        yield from map(of_theme, each_of(value))
        yield from terms_of(value)

    def meant(self, value: Any, view: View) -> Any:
        """The kept value by the list of themes as it was at the moment, each theme once."""
        themes = view.settled.themes
        return listed(dict.fromkeys(themes.shown(each) for each in each_of(value)))


class OfDays(OfSeveral):
    """Several dates, as ISO dates."""

    worded = False

    def words(self, value: Any, view: View) -> str:
        return "; ".join(map(long_date, each_of(value)))


class OfItems(OfSeveral):
    """Several items, by their references: those that the reader may know of."""

    worded = False

    def seen(self, value: Any, view: View) -> Any:
        return listed(each for each in each_of(value) if not view.hides(each))


class OfAgencies(OfSeveral):
    """Several agencies, by their references."""

    def terms(self, value: Any) -> Iterator[str]:
        return map(of_agency, each_of(value))

    def words(self, value: Any, view: View) -> str:
        return "; ".join(view.named(each) for each in each_of(value))


class OfData(Kind):
    """Something that only the program reads: plain values, kept as JSON."""

    def kept(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, default=str)

    def held(self, value: Any) -> Any:
        return json.loads(value)


TEXT, SAID, NUMBER, YES_NO = OfText(), OfSaid(), OfNumber(), OfYesNo()
DAY, DAYS, MOMENT, DUE = OfDay(), OfDays(), OfMoment(), OfDueMoment()
NUMBERED, ORDER = OfNumbered(), OfOrder()
AGENCY, SEVERAL, AGENCIES, DATA = OfAgency(), OfSeveral(), OfAgencies(), OfData()
ITEM, ITEMS = OfItem(), OfItems()
THEME, THEMES = OfTheme(), OfThemes()


@dataclass(frozen=True)
class Column(Generic[ItemType]):
    """One column of a register.

    `sort` is what the column is called in an address that sorts by it; "": it cannot be sorted by.
    `exported`: files have it; `in_story`: the history of an item says when it changes. `searched`:
    a search finds items by it; where that is not said, by what people wrote and files have, and by
    agencies.
    """

    key: str
    label: str
    kind: Kind
    of: Callable[[ItemType], Any] | None = None
    at: Callable[[View], ColumnElement[Any]] | None = None
    sort: str = ""
    searched: bool | None = None
    exported: bool = True
    in_story: bool = True

    @property
    def is_searched(self) -> bool:
        """Whether a search finds items by it."""
        if self.searched is None:
            return self.kind.worded and self.exported and self.at is None
        return self.searched

    @property
    def is_plain(self) -> bool:
        """Whether the row has what the item has under the same name, as it is."""
        return self.of is None and self.is_kept_as_it_is

    @property
    def is_kept_as_it_is(self) -> bool:
        """Whether the row has the value itself, and what is empty for none."""
        return type(self.kind).kept is Kind.kept

    def kept(self, item: ItemType) -> Any:
        """The value that the row of the item has."""
        return self.kind.kept(self.of(item) if self.of else getattr(item, self.key))

    def words(self, row: Mapping[str, Any], view: View) -> str:
        """The row's value as a reader sees it."""
        return self.kind.words(row[self.key], view)

    def typed(self, row: Mapping[str, Any], view: View) -> str | int | date | None:
        """The row's value as a spreadsheet has it."""
        return self.kind.typed(row[self.key], view)

    def held(self, row: Mapping[str, Any]) -> Any:
        """The row's value as a program has it."""
        return self.kind.held(row[self.key])


CORRECTIONS: Column[Any] = Column("corrections", "Times corrected", NUMBER, in_story=False)
"""How often a recorded fact of an item was corrected; its history says which."""


def theme_keys(of: Callable[[Any], Iterable[str]]) -> Column[Any]:
    """The themes of an item as words are compared, by which they are found."""
    return internal(
        Column("theme_keys", "Themes, as compared", SEVERAL, lambda item: map(normal, of(item)))
    )


def internal(column: Column[ItemType]) -> Column[ItemType]:
    """A column that only the program reads: neither files nor a history have it."""
    return replace(column, exported=False, in_story=False)


REDECIDED: tuple[Column[Any], ...] = (
    Column("redecision_on", "Correction of a decision proposed", DAY,
           lambda item: item.redecision.on if item.redecision else ""),
    internal(Column("redecision_by", "Correction of a decision proposed by (account)", TEXT,
                    lambda item: item.redecision.by if item.redecision else "")),
    internal(Column("confirmers", "Who have to confirm it", SEVERAL)),
)  # fmt: skip
"""The correction of a decision that awaits those who decided."""
LIKENESS: Column[Any] = internal(
    Column("likeness", "Compared by", TEXT, lambda item: "" if item.why_void() else item.likeness)
)
"""What the same thing, recorded twice, is found by; each register of what is compared has it."""
IN_ERROR: tuple[Column[Any], ...] = (
    Column("in_error", "Recorded in error", YES_NO, lambda item: item.in_error != ""),
    Column("said_in_error_on", "Said to be recorded in error", DAY,
           lambda item: item.said_in_error.on if item.said_in_error else ""),
    internal(Column("said_in_error_by", "Said to be recorded in error by (account)", TEXT,
                    lambda item: item.said_in_error.by if item.said_in_error else "")),
)  # fmt: skip
"""Whether an item should never have been recorded; each register of such items has it."""
