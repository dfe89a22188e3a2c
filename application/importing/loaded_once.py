"""Items of which a file is loaded once, and no later edition follows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from application.importing.files.headings import Row
from application.importing.importable import Known, Plan, RowRefusedError
from domain.kernel.item import Item


class LoadedOnce:
    """The part of such a kind of file: once an item is here, what becomes of it is recorded here.

    `numbering` is the column of the numbers, `whose` those that tell in which register they are
    counted, the first with words in it; `many` and `one` what the items are called.
    """

    publication: tuple[str, ...] = ()
    editions = False
    numbering: ClassVar[str]
    whose: ClassVar[Sequence[str]]
    many: ClassVar[str]
    one: ClassVar[str]

    def advice(self, columns: Collection[str]) -> Sequence[str]:
        """What to tell of a file whose items have no numbers."""
        if self.numbering in columns:
            return []
        column = self.numbering.replace("_", " ")
        return [
            f"No column “{column}” numbers the {self.many}, so the same {self.one} in other words "
            "would be loaded as another one."
        ]

    def number(self, row: Row) -> str:
        """Its number where it was kept before, and whose number that is, where the row says so."""
        number = row.cells.get(self.numbering, "")
        whose = next((row.cells[each] for each in self.whose if row.cells.get(each)), "")
        return " of ".join(filter(None, [number, whose])) if number else ""

    def edition(self, row: Row) -> str:
        """There are none."""
        return ""

    def follow(self, row: Row, known: Known, history: Sequence[Item.Event]) -> Plan:
        """Raises RowRefusedError."""
        raise RowRefusedError(
            "This row differs from it. What has become of it since is recorded on its own page."
        )
