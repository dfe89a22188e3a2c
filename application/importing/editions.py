"""Which items of an earlier edition of a published list are not in the one that is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from application.importing.files.headings import Row
from application.importing.importable import Importable
from application.importing.reports import Report
from domain.kernel.item import in_a_row

MOST_TOLD = 50
"""Items that are named; more are counted."""


class Held(NamedTuple):
    """An open item of a published list, and what it is called there."""

    reference: str
    number: str
    title: str


HeldOf = Callable[[Mapping[str, str]], Sequence[Held]]
"""The open items of the list that these words name, by column of a published file."""


class Edition:
    """The list that a file is an edition of, if all of its rows are of one."""

    def __init__(self, importable: Importable) -> None:
        self._columns = importable.publication
        self._lists: set[tuple[str, ...]] = set()

    def see(self, row: Row) -> None:
        """Note which list a row is of."""
        if not row.passed and len(self._lists) < 2:
            self._lists.add(tuple(row.cells.get(column, "") for column in self._columns))

    def note(self, report: Report, held_of: HeldOf) -> str:
        """What to tell of the items that are gone; "" where none is, or that cannot be told."""
        if not self._columns or len(self._lists) != 1:
            return ""
        (words,) = self._lists
        if not words[0]:
            return ""
        here = {row.reference for row in report.rows}
        held = held_of(dict(zip(self._columns, words, strict=True)))
        gone = [each for each in held if each.reference not in here]
        if not gone:
            return ""
        told = [f"{each.number or each.title} ({each.reference})" for each in gone[:MOST_TOLD]]
        if len(gone) > MOST_TOLD:
            told.append(f"{len(gone) - MOST_TOLD:,} others")
        one = len(told) == 1
        return (
            f"{in_a_row(told)} of an earlier edition {'is' if one else 'are'} not in this one, and "
            f"{'stays' if one else 'stay'} open: close {'it' if one else 'each'} on its page with "
            "the reason, merge it with what replaced it, or ask the publisher what became of it."
        )
