"""What a kind of item must say about itself so that files of it can be loaded by importing.py."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from application.doing.intents import Intent
from application.importing.files.headings import Header, Row
from domain.kernel.item import Item
from domain.partnership.themes import NO_THEMES, Themes
from domain.risks.matrix import Matrix

if TYPE_CHECKING:
    from application.importing.ours.our_files import OurColumns


class RowRefusedError(Exception):
    """A row cannot be loaded. `column` is the one that is wrong, "" for the row as a whole;
    `flags` is what else was found odd about it."""

    def __init__(self, reason: str, *, column: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column
        self.flags: list[str] = []


@dataclass(frozen=True)
class Step:
    """One intent to perform. `columns` says which column each of its fields came from."""

    intent: Intent
    data: Mapping[str, Any]
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for what the intent does not ask for: a slip of ours, not of a file."""
        asked = self.intent.asks.fields
        if unknown := [key for key in (*self.data, *self.columns) if key not in asked]:
            raise ValueError(f"{self.intent.name} does not ask for {unknown}.")


@dataclass(frozen=True)
class Plan:
    """What a row means: the intents to perform in order, and what is odd about it."""

    steps: Sequence[Step]
    flags: Sequence[str] = ()


class Groups(Protocol):
    """What the ledger knows of the groups that meet."""

    def called(self, words: str) -> str:
        """The reference of the group with that name, short name or reference; "" for none."""

    def met(self, group: str, day: date) -> str:
        """The reference of the one meeting of a group on that day; "" for none, or several."""

    def group_of(self, meeting: str) -> str:
        """Which group meets there, by the reference of a meeting; "" where there is no such."""


class NoGroups:
    """A ledger without groups."""

    def called(self, words: str) -> str:
        """There is none."""
        return ""

    def met(self, group: str, day: date) -> str:
        """There is none."""
        return ""

    def group_of(self, meeting: str) -> str:
        """There is none."""
        return ""


@dataclass(frozen=True)
class Known:
    """What a plan may ask about the ledger that the row is loaded into.

    `agency_called` gives the reference of the agency with a name or alias, or ""; `there_is` says
    whether a reference is an item's; `groups` are those that meet.
    """

    matrix: Matrix
    today: date
    agency_called: Callable[[str], str]
    there_is: Callable[[str], bool] = lambda reference: False
    themes: Themes = NO_THEMES
    groups: Groups = field(default_factory=NoGroups)


def in_every_row(heading: str) -> str:
    """How to say what stands in every row of a file that lacks a column."""
    return (
        "If it is the same for all, say so while loading the file: on the page under “What stands "
        f"in every row”, or with --fill '{heading}=…'."
    )


class Importable(Protocol):
    """A kind of item that can be loaded from a file."""

    @property
    def noun(self) -> str:
        """What many of them are called, in the command and in the report."""

    @property
    def item_class(self) -> type[Item]: ...

    @property
    def columns(self) -> Sequence[Header]: ...

    @property
    def needed(self) -> str:
        """The column without which there is nothing to load."""

    @property
    def publication(self) -> tuple[str, ...]:
        """The columns that say which published list the rows are of; the first must be there."""

    @property
    def ours(self) -> OurColumns:
        """How the files that our own register writes are read."""

    @property
    def editions(self) -> bool:
        """Whether rows of one file may be about one item, each a later edition of it."""

    def advice(self, columns: Collection[str]) -> Sequence[str]:
        """What to tell whoever loads a file that has, or is filled up to have, these columns."""

    def number(self, row: Row) -> str:
        """What its publisher calls the row's item: a register and a number in it; "" unknown.

        Two rows with the same number are about the same item.
        """

    def plan(self, row: Row, known: Known) -> Plan:
        """The intents that load the row. Raises RowRefusedError."""

    def edition(self, row: Row) -> str:
        """Something that tells this row from an earlier one about the same item; "" unknown."""

    def follow(self, row: Row, known: Known, history: Sequence[Item.Event]) -> Plan:
        """The intents that add a later edition to an item. Raises RowRefusedError."""
