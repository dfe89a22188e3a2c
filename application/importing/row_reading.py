"""Reading one row of a published register: its words are kept, and what is odd is flagged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from marshmallow import ValidationError

from application.doing.fields import LINE, PROSE, Prose
from application.doing.intents import Intent
from application.importing.files.cells import shortened
from application.importing.files.headings import Row
from application.importing.importable import Known, RowRefusedError, Step
from application.importing.ours.our_files import REFERENCE
from domain.kernel.days.dates import ReadDate, Unit, read_date
from domain.kernel.days.due import months_after
from domain.kernel.days.two_dates import first_and_revised
from domain.kernel.item import long_date
from domain.kernel.plain import normal

NEVER_DUE = {
    "", "none", "none set", "none given", "no date", "no due date", "not set", "n a", "na",
    "not applicable",
}  # fmt: skip
"""What says that there is no date."""


_E_MAIL = re.compile(r"[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,200}")


class RowReading:
    """The cells of a row, what is odd about them, and what its note must keep.

    What no intent has a place for is never dropped: `keep` puts it into the note word for word.
    """

    labels: ClassVar[Mapping[str, str]] = {}
    """What to call a column where its name will not do."""

    def __init__(self, row: Row, known: Known) -> None:
        self.known = known
        self.cells = dict(row.cells)
        self.flags: list[str] = list(row.flags)
        self._others = row.others
        self._kept: list[str] = []
        self.elsewhere = row.ours.get(REFERENCE, "")
        """Its reference in the ledger whose file this is; "" where no ledger wrote it."""
        self.on = row.began or self._dated()
        """The ISO date as at which the row was published; "" when none can be told."""

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

    def as_role(self, words: str) -> str:
        """What is kept as an owner's role, on one line. An e-mail address in it is flagged."""
        if found := _E_MAIL.search(words):
            self.flag(
                f"“{shortened(found[0], 60)}” is an e-mail address and no role; it stands in the "
                "owner’s role. Name the role on its page."
            )
        return shortened(words)

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

    def theme(self, words: str) -> str:
        """A theme as the list calls it; other words as they are, proposed with a flag."""
        themes = self.known.themes
        if words and themes.offered and themes.called(words) is None:
            self.flag(
                f"Theme “{shortened(words, 60)}” is not on the list of themes; it is proposed."
            )
        return themes.shown(words)

    # ------------------------------------------------------------ dates

    def read_day(self, column: str, *, after: date | None = None) -> ReadDate:
        """What the cell comes to as a date. A date without a year is the next one after `after`."""
        return read_date(self.cell(column), after=after)

    def day(self, column: str, *, after: date | None = None) -> date | None:
        """The day that a cell comes to, the last that it may mean; None where it comes to none.

        Whatever is not plain is flagged, and kept in the note.
        """
        found = self.read_day(column, after=after)
        if told := _how_read(found):
            self.keep(column)
            self.flag(f"{self.label(column)} “{shortened(found.words, 40)}” {told}.")
        return found.end

    def past_day(
        self, column: str, *, before: date | None = None, stored: bool = False
    ) -> date | None:
        """The same of a day that must have come, and have come before another, where that is known.

        Of a month or a year that has begun, its days so far count. One that has not come is none.
        `stored`: the words have a place of their own, so the note need not keep them.
        """
        found, latest = self.read_day(column), min(filter(None, [before, self.known.today]))
        end = found.end
        if end and end > latest and found.unit is not Unit.DAY and _begins(found) <= latest:
            end = latest
        if end and end > self.known.today:
            told = f"is in the future; {self.instead}, and the words are kept"
            end = None
        else:
            told = _how_read(found, end=end, otherwise=f"; {self.instead}")
        if told:
            if not stored:
                self.keep(column)
            self.flag(f"{self.label(column)} “{shortened(found.words, 40)}” {told}.")
        return end

    def settle_due(self) -> str:
        """Let “due” have the date as it was revised, in a column of its own or in the same cell.

        Returns the words for the first due date; "" where it was not moved.
        """
        due, revised, first = self.cell("due"), self.cell("revised_due"), self.cell("first_due")
        if normal(revised) in NEVER_DUE:
            if revised:
                self.keep("revised_due")
            revised = ""
        if revised and read_date(revised).end is None:
            self.flag(
                f"{self.label('revised_due')} “{shortened(revised, 40)}” comes to no date, so the "
                "date before counts; the words are kept."
            )
            self.keep("revised_due")
        elif revised:
            self.cells["due"], first = revised, first or due
        if both := first_and_revised(self.cell("due")):
            words = " ".join(self.cell("due").split())
            first, self.cells["due"] = first or both[0], both[1]
            self.flag(
                f"Due “{shortened(words, 60)}” has two dates; it is due on the later named, and "
                "was first due on the other."
            )
        return first

    instead: ClassVar[str] = "today’s date is used"
    """What counts where a day that must have come is none."""

    def _dated(self) -> str:
        day = self.past_day("as_at", stored=True)
        return day.isoformat() if day else ""


def _how_read(found: ReadDate, *, end: date | None = None, otherwise: str = "") -> str:
    """How words for a date were read, as the rest of a sentence; "" for a plain date or none."""
    end = end or found.end
    if not found.words.strip() or (end and found.unit is Unit.DAY and not found.told):
        return ""
    if end is None:
        return f"{found.wrong or 'is no date'}{otherwise}; the words are kept"
    if found.unit is Unit.DAY:
        return f"{found.told}; it counts as {long_date(end.isoformat())}"
    told = f"{found.told} and " if found.told else ""
    return f"{told}is no full date; it counts from {long_date(end.isoformat())}"


def _begins(found: ReadDate) -> date:
    """The first day of the time that words name."""
    assert found.end is not None
    if found.unit is Unit.WEEK:
        return found.end - timedelta(days=6)
    months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6}.get(found.unit, 12)
    return months_after(found.end.replace(day=1), 1 - months)
