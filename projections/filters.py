"""Filters: each knows its condition, its words, and the values that it can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, false, or_

from domain.kernel.plain import normal
from projections.view import View

Option = tuple[str, str]
Condition = Callable[[View], ColumnElement[bool]]
_IN_ERROR = "in_error"


@dataclass(frozen=True)
class Filter:
    """Narrows a register down. `key` is its name in the address and on the command line."""

    key: str
    label: str
    hint: str = field(default="", kw_only=True)
    """What the command line says of it."""

    usual = ""
    """The value where none is given: "" narrows nothing down."""

    def options(self, view: View) -> Sequence[Option]:
        """The values that it can have, each in words; empty where anything can be written."""
        return ()

    def meant(self, words: str, view: View) -> str:
        """The value that the words in an address mean; "" where they mean none."""
        return words if words in dict(self.options(view)) else ""

    def words(self, value: str, view: View) -> str:
        """The filter in force, for people."""
        return dict(self.options(view)).get(value, value)

    def lets_errors_in(self, value: str) -> bool:
        """Whether it lets through what was recorded in error, which nothing else does."""
        return False

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        """The rows that it lets through."""
        raise NotImplementedError(type(self).__qualname__)


@dataclass(frozen=True)
class OneOf(Filter):
    """Those with one of a list of codes in a column."""

    column: Callable[[], ColumnElement[str]]
    names: Mapping[Any, str] | Callable[[View], Sequence[Option]]

    def options(self, view: View) -> Sequence[Option]:
        if callable(self.names):
            return self.names(view)
        return [(str(code), words) for code, words in self.names.items()]

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        return self.column() == value


@dataclass(frozen=True)
class Among(OneOf):
    """Those whose column of several words holds one of a list."""

    def meant(self, words: str, view: View) -> str:
        return words  # one that nobody uses, or not yet at the moment, finds nothing

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        return self.column().contains(f"\n{value}\n", autoescape=True)


@dataclass(frozen=True)
class State(Filter):
    """How far it has come: a group such as “open”, or one status. All are `all` in an address.

    `groups` has the words and the condition of each group; the first is the usual one. `in_error`
    is the column that says what was recorded in error, where there can be such.
    """

    column: Callable[[], ColumnElement[str]]
    groups: Mapping[str, tuple[str, Callable[[], ColumnElement[bool]]]]
    names: Mapping[Any, str] = field(default_factory=dict)
    all: str = "All"
    in_error: Callable[[], ColumnElement[bool]] | None = None

    @property
    def usual(self) -> str:  # type: ignore[override]
        return next(iter(self.groups))

    def options(self, view: View) -> Sequence[Option]:
        groups = [(key, words) for key, (words, _) in self.groups.items()]
        codes = [
            (str(code), words) for code, words in self.names.items() if code not in self.groups
        ]
        errors = [(_IN_ERROR, "Recorded in error")] if self.in_error else []
        return [*groups, *codes, *errors, ("all", self.all)]

    def meant(self, words: str, view: View) -> str:
        return super().meant(words, view) or self.usual

    def lets_errors_in(self, value: str) -> bool:
        return value in {"all", _IN_ERROR}

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        if value == _IN_ERROR and self.in_error:
            return self.in_error()
        if value == "all":
            return self.column().is_not(None)
        return self.groups[value][1]() if value in self.groups else self.column() == value


@dataclass(frozen=True)
class OneOfThese(Filter):
    """Those that meet the condition of one of several choices."""

    choices: Mapping[str, tuple[str, Condition]]

    def options(self, view: View) -> Sequence[Option]:
        return [(key, words) for key, (words, _) in self.choices.items()]

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        return self.choices[value][1](view)


@dataclass(frozen=True)
class OfAgencyWith(Filter):
    """Those of one agency, whatever that means for the register; `also` is what the command line
    calls it besides."""

    of: Callable[[str], ColumnElement[bool]]
    also: str = field(default="owner", kw_only=True)

    def options(self, view: View) -> Sequence[Option]:
        return list(view.names.items())

    def meant(self, words: str, view: View) -> str:
        return words  # one that is nobody’s, or not yet at the moment, finds nothing

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        return self.of(value)


@dataclass(frozen=True)
class Tick(Filter):
    """Only those that meet a condition; “yes” in an address."""

    holds: Condition

    def options(self, view: View) -> Sequence[Option]:
        return [("yes", self.label)]

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        return self.holds(view)


@dataclass(frozen=True)
class OfTheme(Filter):
    """Those with a theme of the list, in whatever words; or with other words that are no theme.

    `keys` is the column of the words as they are compared, `used` gives the words that are used.
    """

    keys: Callable[[], ColumnElement[str]]
    used: Callable[[View], Sequence[str]]

    def options(self, view: View) -> Sequence[Option]:
        themes = view.settled.themes
        offered = {each.name: "|".join(themes.meaning(each)) for each in themes.offered}
        for words in self.used(view):
            if (name := themes.shown(words)) not in offered:
                offered[name] = self.meant(words, view)
        return [(value, name) for name, value in sorted(offered.items())]

    def meant(self, words: str, view: View) -> str:
        themes = view.settled.themes
        theme = themes.called(words.partition("|")[0])
        return "|".join(themes.meaning(theme)) if theme else normal(words)

    def words(self, value: str, view: View) -> str:
        return dict(self.options(view)).get(value) or value

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        column = self.keys()
        return or_(*(column.contains(f"\n{each}\n", autoescape=True) for each in value.split("|")))


def undated(column: Callable[[], ColumnElement[str]], what: str = "due date") -> Tick:
    """Those that lack the date by which the register's items are chased."""
    return Tick(
        "undated", f"Without a {what}", lambda view: column() == "",
        hint=f"Those whose {what} is not known.",
    )  # fmt: skip


@dataclass(frozen=True)
class Containing(Filter):
    """Those with all of these words, or beginnings of words, in any order and spelling."""

    table: Callable[[], FromClause]

    def meant(self, words: str, view: View) -> str:
        return words

    def words(self, value: str, view: View) -> str:
        return f"“{value}”"

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        return containing(self.table().c.search, value)


def containing(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """Whether what a search looks through has words that begin with each of these."""
    wanted = [column.contains(f" {word}", autoescape=True) for word in normal(words).split()]
    return and_(*wanted) if wanted else false()
