"""What became of a file that was loaded, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from application.importing.ours.our_files import Difference


class Result(StrEnum):
    """What became of a row."""

    LOADED = "loaded"
    CHANGED = "changed"
    PRESENT = "already there"
    REFUSED = "refused"
    LEFT = "left out"
    PASSED = "passed over"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row. `column` is its heading in the file, "" for the whole row;
    `changes` is what the row changed of an item that was there. `left_alone`: that item only looks
    like it, and nothing was done."""

    line: int
    title: str
    result: Result
    reference: str = ""
    flags: tuple[str, ...] = ()
    column: str = ""
    reason: str = ""
    changes: tuple[Difference, ...] = ()
    left_alone: bool = False

    @property
    def undone(self) -> bool:
        """Whether nothing came of it that could be kept."""
        return self.result is Result.REFUSED or self.left_alone


@dataclass
class Report:
    """What became of a file. Where it was not `kept`, the rows say what would have been.

    `stopped` says why not all of its rows are loaded, where that turned out on the way;
    `interrupted`: because somebody stopped the program.
    """

    noun: str
    dry_run: bool
    rows: list[RowReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: bool = False
    stopped: str = ""
    interrupted: bool = False

    @property
    def loaded(self) -> int:
        return self._count(Result.LOADED)

    @property
    def changed(self) -> int:
        return self._count(Result.CHANGED)

    @property
    def flagged(self) -> int:
        """How many of the loaded rows have a flag."""
        return sum(bool(row.flags) for row in self.rows if row.result is Result.LOADED)

    @property
    def present(self) -> int:
        return self._count(Result.PRESENT)

    @property
    def refused(self) -> int:
        return self._count(Result.REFUSED)

    @property
    def left(self) -> int:
        """How many rows were not loaded because it stopped before them."""
        return self._count(Result.LEFT)

    @property
    def passed(self) -> int:
        """How many rows are no items: headings of a section, totals and the like."""
        return self._count(Result.PASSED)

    def _count(self, result: Result) -> int:
        return sum(row.result is result for row in self.rows)
