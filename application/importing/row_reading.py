"""Reading one row of a published register: its words are kept, and what is odd is flagged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from marshmallow import ValidationError

from application.doing.fields import LINE, PROSE, Prose
from application.doing.intents import Intent
from application.importing.headings import Row
from application.importing.importable import Known, RowRefusedError, Step
from application.importing.our_files import REFERENCE
from application.importing.published.dates import read_date


class RowReading:
    """The cells of a row, what is odd about them, and what its note must keep.

    What no intent has a place for is never dropped: `keep` puts it into the note word for word.
    """

    labels: ClassVar[Mapping[str, str]] = {}
    """What to call a column where its name will not do."""

    def __init__(self, row: Row, known: Known) -> None:
        self.known = known
        self.cells = dict(row.cells)
        self.flags: list[str] = []
        self.on = row.began or self._dated()
        """The ISO date as at which the row was published; "" when none can be told."""
        self._others = row.others
        self.elsewhere = row.ours.get(REFERENCE, "")
        """Its reference in the ledger whose file this is; "" where no ledger wrote it."""
        self._kept: list[str] = []

    def cell(self, column: str) -> str:
        """What stands in the column; "" for nothing."""
        return self.cells.get(column, "")

    def line(self, column: str) -> str:
        """The cell on one line. One that is too long for that is shortened, and kept whole.

        What is too long to be kept as well is left, for the intent to refuse.
        """
        words = " ".join(self.cell(column).split())
        if not LINE < len(words) <= PROSE:
            return words
        where = self.keep_whole(column)
        self.flag(f"{self.label(column)} is too long for one line; it is kept whole {where}.")
        return shortened(words)

    def keep_whole(self, column: str) -> str:
        """Keep a cell that is too long for its line, and say where."""
        self.keep(column)
        return "in the note"

    def flag(self, words: str) -> None:
        """Note that something is odd."""
        if words not in self.flags:
            self.flags.append(words)

    def keep(self, column: str) -> None:
        """Put the cell into the note."""
        if words := self.cell(column):
            line = f"{self.label(column)}: {words}"
            if line not in self._kept:
                self._kept.append(line)

    def note(self) -> str:
        """The row's own note, what was kept, and what stands under headings that are not known."""
        for heading, words in self._others.items():
            try:
                Prose(heading).deserialize(words)
            except ValidationError as error:
                raise RowRefusedError(str(error.messages[0]), column=heading) from error
        others = [f"{heading}: {words}" for heading, words in self._others.items()]
        return "\n".join(filter(None, [self.cell("note"), *self._kept, *others]))

    def label(self, column: str) -> str:
        """What to call the column in a sentence."""
        return self.labels.get(column, column.replace("_", " ").capitalize())

    def step(self, intent: Intent, data: Mapping[str, object], **columns: str) -> Step:
        """An intent on the row's date; `columns` names the columns that fields came from."""
        return Step(intent, {"on": self.on, **data}, {**{name: name for name in data}, **columns})

    def _dated(self) -> str:
        words = self.cell("as_at")
        day = read_date(words).day
        if day and day <= self.known.today:
            return day.isoformat()
        if words:
            why = "is in the future" if day else "is not a full date"
            self.flag(f"“{shortened(words, 40)}” {why}; today’s date is used, and the words kept.")
        return ""


def shortened(words: str, longest: int = LINE) -> str:
    """The words, cut where they are too long, with a sign that they were."""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
