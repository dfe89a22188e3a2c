"""Files that our own registers wrote, and came back: what a row of one says of its item.

The headings and the words of such a file are those of the register, which is handed in: nothing of
it is written down here a second time. What differs from the ledger is offered as a change where an
intent can make it, and said where none can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Day,
    Labelled,
    Tags,
    Whole,
)
from application.doing.intents import Intent
from application.importing.importable import RowRefusedError, Step
from domain.kernel.days.dates import read_date
from domain.kernel.item import Item, long_date
from domain.kernel.plain import normal

REFERENCE, VERSION = "reference", "version"
"""The keys of the two columns that every register has."""
SAYS_NOTHING = frozenset({"0", "No"})
"""What our files have in columns where nothing was ever counted or answered."""
AS_AT = "As at"
"""The heading under which each row says on which day it was so."""
LEDGER = "Ledger"
"""The heading under which each row says of which ledger its item is."""
_FORMULA = "=+-@\t\r＝＋－＠"  # noqa: RUF001  what our files neutralise with a ' in front


@dataclass(frozen=True)
class Heading:
    """A heading of our own files: the register's key and label of the column, and its words for
    codes. `passing`: it passes with time, so that no item says it of itself."""

    key: str
    label: str
    codes: Mapping[str, str] = field(default_factory=dict)
    passing: bool = False


@dataclass(frozen=True)
class OurRegister:
    """What is to be known of a register, to read what it wrote.

    `marking` are the headings with which every row says where it comes from; `says` gives what
    the file would have of an item, by the key of each column that does not pass with time, its
    reference and its version apart.
    """

    headings: Sequence[Heading]
    marking: Sequence[str]
    says: Callable[[Item], Mapping[str, str]]

    def label(self, key: str) -> str:
        """What a column is called."""
        return next(each.label for each in self.headings if each.key == key)

    def codes(self, key: str) -> Mapping[str, str]:
        """The words of a column for its codes; none where it has no codes."""
        return next(each.codes for each in self.headings if each.key == key)


@dataclass(frozen=True)
class Change:
    """How a difference in some columns is made: an intent, and which of its fields each is.

    `fixed` is what else it is given; `kept` are fields that stay what the item says they are.
    `asked` is the column that has what was asked for and awaits somebody's approval.
    """

    intent: Intent
    fields: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    kept: Sequence[str] = ()
    asked: str = ""


@dataclass(frozen=True)
class Links:
    """How a difference in a column of references is made: by linking and unlinking."""

    key: str
    link: Intent
    unlink: Intent | None = None


@dataclass(frozen=True)
class OurColumns:
    """How one kind of item is read from our own files.

    `columns` names, for the key of a register's column, the column of a published file that says
    the same; `began` is the key of the item's first day; `known_by` are the keys by which an item
    is told from another ledger's with the same reference: its title, and what never changes.
    `number` is the key of
    the column that has what it was called elsewhere. `read` may put right what the two kinds of
    file mean differently; `untold` is what says when our ledger was told, and is another day in
    another one.
    """

    columns: Mapping[str, str]
    changes: Sequence[Change | Links]
    began: str
    known_by: Sequence[str]
    number: str
    read: Callable[[dict[str, str]], dict[str, str]] = lambda said: said
    untold: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """What one column would have changed: its label, what the ledger has, what the file has."""

    label: str
    was: str
    becomes: str


# ---------------------------------------------------------------- what a cell says


def said_in(cell: str) -> str:
    """What stands in a cell, without the sign that keeps a spreadsheet from calculating."""
    words = cell.strip()
    return words[1:] if words[:1] == "'" and words[1:].lstrip(" ")[:1] in _FORMULA else words


def same(one: str, other: str, *, agency_called: Callable[[str], str]) -> bool:
    """Whether two cells say the same, however a spreadsheet has written it: a date as a date, a
    number with its noughts, an agency by another of its names, several of them in any order."""
    one, other = _plain(one), _plain(other)
    if one == other:
        return True
    if not one or not other:
        return False
    for read in (_number, _day, agency_called):
        if (found := read(one)) and found == read(other):
            return True
    if ";" not in one + other:
        return False
    return _parts(one, agency_called) == _parts(other, agency_called)


def _plain(words: str) -> str:
    return " ".join(words.split())


_WHOLE = re.compile(r"(\d{1,18})(?:\.0+)?")


def _number(words: str) -> str:
    found = _WHOLE.fullmatch(words)
    return str(int(found[1])) if found else ""


def _day(words: str) -> str:
    day = read_date(words).day
    return day.isoformat() if day else ""


def _parts(words: str, agency_called: Callable[[str], str]) -> list[str]:
    parts = filter(None, (each.strip() for each in words.split(";")))
    return sorted(agency_called(each) or each for each in parts)


# ---------------------------------------------------------------- what differs


class Compared:
    """A row of our own file beside its item: what somebody changed in the file since.

    `then` is what the register said of the item at the version that the row has; where that is
    known, a cell that still says it was not touched, whatever has become of the item since.
    `copied`: the item came here out of such a file from another ledger.
    """

    def __init__(
        self,
        register: OurRegister,
        ours: OurColumns,
        row: Mapping[str, str],
        item: Item,
        *,
        then: Mapping[str, str] | None,
        copied: bool,
        agency_called: Callable[[str], str],
    ) -> None:
        self._register = register
        self._row = row
        self._item = item
        self._copied = copied
        # The references that a copied item is linked to are those of the ledger it came from.
        self._changes = [each for each in ours.changes if not (copied and isinstance(each, Links))]
        self._called = agency_called
        self._now = register.says(item)
        self._then = then
        changed = [key for key in self._compared() if not self._same(row[key], self._now[key])]
        self._touched = [
            key for key in changed if then is None or not self._same(row[key], then[key])
        ]
        self.left: list[str] = []
        """The keys of what differs and stays as it is."""

    def conflict(self) -> str:
        """The heading of something that was changed here and in the file; "" for nothing."""
        if self._then is None:
            return ""
        for key in self._changeable():
            if key in self._touched and not self._same(self._now[key], self._then[key]):
                return key
        return ""

    def now(self, key: str) -> str:
        """What the register says under a column now."""
        return self._now[key]

    def steps(self) -> Iterator[tuple[Step, list[Difference]]]:
        """The intents that make the changes, each with what it changes."""
        self.left = list(self._touched)
        for change in self._changes:
            if isinstance(change, Links):
                yield from self._links(change)
            elif keys := [key for key in change.fields if key in self._touched]:
                yield from self._change(change, keys)

    def still_left(self, item: Item) -> list[Difference]:
        """What differs even from the item as the changes have made it."""
        now = self._register.says(item)
        keys = [key for key in self.left if not self._same(self._row[key], now[key])]
        return [Difference(self._register.label(key), now[key], self._row[key]) for key in keys]

    def _compared(self) -> Iterator[str]:
        """What the row and the item both say. Of a copied item only what a file can change: its
        history is another one."""
        changeable = set(self._changeable())
        for key in self._row:
            if key in self._now and (key in changeable or not self._copied):
                yield key

    def _changeable(self) -> Iterator[str]:
        for change in self._changes:
            yield from [change.key] if isinstance(change, Links) else change.fields

    def _change(
        self, change: Change, keys: Sequence[str]
    ) -> Iterator[tuple[Step, list[Difference]]]:
        if change.asked and self._same(self._row[keys[0]], self._now[change.asked]):
            self._take(keys)
            return
        asked = change.intent.asks.fields
        missing = {key for key in keys if not self._row[key] and asked[change.fields[key]].required}
        if missing:
            return
        data: dict[str, object] = dict(change.fixed)
        for key, name in change.fields.items():
            words = self._row[key] if key in keys else self._now[key]
            if words or key in keys:
                data |= self._typed(name, asked[name], words, key)
        data |= {name: getattr(self._item, name) for name in change.kept}
        if "reason" in asked:
            data.setdefault("reason", self._reason())
        self._take(keys)
        yield (
            Step(change.intent, data, self._columns(change.fields)),
            [self._difference(key) for key in keys],
        )

    def _links(self, change: Links) -> Iterator[tuple[Step, list[Difference]]]:
        key = change.key
        if key not in self._touched:
            return
        before, after = _references(self._now[key]), _references(self._row[key])
        added = [each for each in after if each not in before]
        gone = [each for each in before if each not in after] if change.unlink else []
        if added or gone:
            self._take([key])
        told = [self._difference(key)]
        steps = [(change.link, each) for each in added]
        steps += [(change.unlink, each) for each in gone if change.unlink]
        for intent, other in steps:
            data = {"other": other, "reason": self._reason()}
            yield Step(intent, data, self._columns({key: "other"})), told
            told = []

    def _typed(self, name: str, asked: object, words: str, key: str) -> dict[str, object]:
        """What a field is given for the words of a cell; nothing for what may be left out."""
        assert isinstance(asked, Labelled)
        if isinstance(asked, AgencyField):
            return {name: self._agency(words, key)}
        if isinstance(asked, AgencyList):
            return {name: [self._agency(each, key) for each in _references(words)]}
        if isinstance(asked, Tags):
            return {name: ", ".join(_references(words))}
        if not words and isinstance(asked, Choice | Day | Whole):
            return {}
        if isinstance(asked, Choice):
            codes = self._register.codes(key)
            return {name: next((c for c, w in codes.items() if normal(w) == normal(words)), words)}
        if isinstance(asked, Day):
            return {name: _day(words) or words}
        if isinstance(asked, Whole):
            return {name: _number(words) or words}
        return {name: words}

    def _agency(self, words: str, key: str) -> str:
        if words and not self._called(words):
            raise RowRefusedError(
                f"“{words}” is no agency of the partnership.", column=self._register.label(key)
            )
        return self._called(words) if words else ""

    def _columns(self, fields: Mapping[str, str]) -> dict[str, str]:
        return {name: self._register.label(key) for key, name in fields.items()}

    def _difference(self, key: str) -> Difference:
        return Difference(self._register.label(key), self._now[key], self._row[key])

    def _reason(self) -> str:
        day = self._row.get(AS_AT, "")
        when = f" of {long_date(_day(day))}" if _day(day) else ""
        return f"Changed in a file of the register{when}, and loaded from it."

    def _take(self, keys: Sequence[str]) -> None:
        self.left = [key for key in self.left if key not in keys]

    def _same(self, one: str, other: str) -> bool:
        return same(one, other, agency_called=self._called)


def _references(words: str) -> list[str]:
    return [each.strip() for each in words.split(";") if each.strip()]


# ---------------------------------------------------------------- which item it is


def is_of(
    row: Mapping[str, str],
    said: Mapping[str, str],
    ours: OurColumns,
    *,
    agency_called: Callable[[str], str],
) -> bool:
    """Whether a row is about an item that said this of itself, and not about another ledger's of
    the same reference: its title says so, or else what nobody changes in it and half of the rest.
    A row that has neither is about the item that it names.
    """

    def agrees(key: str) -> bool:
        return same(row[key], said[key], agency_called=agency_called)

    told = [key for key in _told(row) if key in said]
    title, *fixed = ours.known_by
    never_changed = [key for key in fixed if key in told]
    if not never_changed or (title in told and agrees(title)):
        return True
    if not all(map(agrees, never_changed)):
        return False
    return 2 * sum(map(agrees, told)) >= len(told)


def not_taken(
    row: Mapping[str, str],
    item: Item,
    register: OurRegister,
    ours: OurColumns,
    *,
    agency_called: Callable[[str], str],
) -> list[str]:
    """What a row says that the new item which was made of it does not say, heading by heading."""
    now = register.says(item)
    return [
        f"{register.label(key)} “{row[key]}”"
        for key in _told(row)
        if key in now
        and key not in ours.untold
        and not same(row[key], now[key], agency_called=agency_called)
    ]


def _told(row: Mapping[str, str]) -> list[str]:
    """The columns under which a row says anything."""
    return [key for key, words in row.items() if words and words not in SAYS_NOTHING]
