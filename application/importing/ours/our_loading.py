"""Loading the rows of a file that one of our own registers wrote.

A row about an item that is here changes what somebody changed in the file, and nothing else. A row
about an item of another ledger makes a new one, with a history of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from application.doing.access import Person
from application.doing.supply import seen_item
from application.importing.files.headings import Headings, Row
from application.importing.importable import Importable, Known, RowRefusedError
from application.importing.ours.our_files import (
    LEDGER,
    REFERENCE,
    VERSION,
    Compared,
    Difference,
    OurRegister,
    is_of,
    not_taken,
    same,
)
from application.importing.ours.our_tables import is_reference
from application.importing.performing import Performing
from application.ledger.ledger import Ledger
from domain.kernel.errors import NotFoundError
from domain.kernel.item import Item, in_a_row


@dataclass(frozen=True)
class Found:
    """The item that a row is about. `then` is what the register said of it in the file, where that
    is known; `copied`: the item came out of such a file from another ledger."""

    item: Item
    then: Mapping[str, str] | None
    copied: bool


class OurRows:
    """Finds the items of rows, and makes the changes that were made in the file."""

    def __init__(
        self,
        ledger: Ledger,
        importable: Importable,
        register: OurRegister,
        known: Known,
        headings: Headings,
        desk: Performing,
        person: Person,
    ) -> None:
        self._ledger = ledger
        self._origin = ledger.origin
        self._kind = importable.item_class
        self._ours = importable.ours
        self._register = register
        self._called: Callable[[str], str] = known.agency_called
        self._headings = headings
        self._desk = desk
        self._person = person

    def here(self, row: Row) -> Found | None:
        """The item of this ledger that the row is about; None where it is another ledger's.

        A row says which ledger it is of; only where somebody took that out is it told by what it
        says of its item, which somebody here could have written down before.
        """
        if (row.ours.get(LEDGER) or self._origin) != self._origin:
            return None
        item = self._seen(row.ours[REFERENCE])
        if item is None:
            return None
        then = self._said_then(row, item)
        if then and self._is_of(row, then):
            return Found(item, then, copied=False)
        if self._is_of(row, self._register.says(item)):
            return Found(item, None, copied=False)
        return None

    def copy(self, item: Item) -> Found:
        """The item of this ledger that an earlier row like this one became."""
        return Found(item, None, copied=True)

    def named(self, row: Row) -> str:
        """The reference of the item here that a row of a file which is not ours names, with the
        item's own title; "" for none."""
        cell = row.cells.get(self._ours.columns[self._ours.number], "").upper()
        title = self._ours.known_by[0]
        if not is_reference(cell, prefix=self._kind.prefix):
            return ""
        item, words = self._seen(cell), row.cells.get(self._ours.columns[title], "")
        told = item and same(words, self._register.says(item)[title], agency_called=self._called)
        return cell if told else ""

    def change(self, row: Row, found: Found) -> tuple[list[Difference], list[str]]:
        """Make the changes that the row has; return them, and what is to be said besides.

        Raises RowRefusedError, also where the same thing was changed here since.
        """
        item = found.item
        compared = Compared(
            self._register, self._ours, row.ours, item,
            then=found.then, copied=found.copied, agency_called=self._called,
        )  # fmt: skip
        if key := compared.conflict():
            raise RowRefusedError(
                f"It was changed here after the file was made: it is “{compared.now(key)}” now. "
                "Make a new file, and change that one.",
                column=self._register.label(key),
            )
        flags: list[str] = []
        changed: list[Difference] = []
        for step, differences in compared.steps():
            self._desk.perform([step], row, item.reference, flags)
            changed += differences
        left = compared.still_left(self._ledger.get(self._kind, item.reference))
        flags += self._left(left)
        flags += self._strange(row)
        return changed, flags

    def not_taken(self, row: Row, item: Item) -> list[str]:
        """What is to be said of a new item that was made of the row of another ledger."""
        rest = not_taken(row.ours, item, self._register, self._ours, agency_called=self._called)
        if not rest:
            return []
        return [
            f"It has a new history here, so that what the file says of its old one was not taken "
            f"over: {', '.join(rest)}."
        ]

    def _left(self, left: list[Difference]) -> list[str]:
        if not left:
            return []
        told = in_a_row(f"{each.label} “{each.becomes}” (here “{each.was}”)" for each in left)
        differ = "differs" if len(left) == 1 else "differ"
        return [f"{told} {differ}; no file changes that, and it was left as it is."]

    def _strange(self, row: Row) -> list[str]:
        """What stands under headings that are not the register's."""
        labels = {each.label for each in self._register.headings}
        read = {self._headings.names.get(name, name) for name in row.cells}
        strange = [each for each in (*read, *row.others) if each not in labels]
        return [f"“{each}” is no column of the register; it was not read." for each in strange]

    def _seen(self, reference: str) -> Item | None:
        try:
            return seen_item(self._ledger, self._kind, reference, person=self._person)
        except NotFoundError:
            return None

    def _said_then(self, row: Row, item: Item) -> Mapping[str, str] | None:
        """What the register said of the item at the version that the row has."""
        words = row.ours.get(VERSION, "").removesuffix(".0")
        version = int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0
        if not 1 <= version <= item.version:
            return None
        return self._register.says(self._ledger.get(self._kind, item.reference, version=version))

    def _is_of(self, row: Row, said: Mapping[str, str]) -> bool:
        return is_of(row.ours, said, self._ours, agency_called=self._called)
