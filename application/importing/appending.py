"""Appending what was rehearsed of a file: whole rows, a few at a time, so that others can write.

The lock is held only to append, never to read or to check. Where somebody else has changed what the
rows hang on, the rest is rehearsed anew, a few rows at a time. Whenever the program ends, the rows
that were appended stay, and loading the file again goes on with the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

from application.doing.access import actor
from application.importing.reports import Report, Result, RowReport
from application.importing.row_commands import by_file
from application.importing.rows_loading import FileRows
from application.ledger.draft import PATIENCE
from application.ledger.ledger import Acted, Ledger
from application.ledger.rehearsal import Aside, Rehearsal, Rehearsed
from domain.imports.imported_file import ImportedFile
from domain.kernel.item import london_date
from domain.kernel.terms import Occasion

LONGEST = 0.1
"""Seconds for which the lock is held at a time, as nearly as that can be told before."""
MOST, FEWEST = 500, 10
"""Rows that are appended at a time."""


class Waiting(NamedTuple):
    """A row that was rehearsed: its place in the report, and where it and its act lie aside."""

    number: int
    row: int
    act: int


class _Stop(Exception):
    """A row is refused now that was not when the file was checked."""


class Appending:
    """Appends the rows that wait, and puts into the report what became of them."""

    def __init__(
        self,
        ledger: Ledger,
        file: FileRows,
        report: Report,
        aside: Aside,
        rehearsal: Rehearsal,
        waiting: Sequence[Waiting],
        *,
        sha256: str,
        skip_refused: bool,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._ledger = ledger
        self._file = file
        self._report = report
        self._aside = aside
        self._rehearsal: Rehearsal | None = rehearsal
        self._waiting = waiting
        self._sha256 = sha256
        self._skip_refused = skip_refused
        self._progress = progress
        self._done = 0
        self._in_vain = 0
        self._lines: dict[str, int] = {}

    def run(self) -> None:
        """Put the import on record, append, and put on record what came of it."""
        reference = self._begin()
        try:
            self._append_all()
        except _Stop:
            self._report.stopped = self._tell_of_the_rest(
                "A row is refused that was not when the file was checked: somebody changed in the "
                "meantime what it is about."
            )
        except KeyboardInterrupt:
            # It stays “being loaded” on the register: the file is to be loaded again.
            self._report.interrupted = True
            self._report.stopped = self._tell_of_the_rest("Stopped.")
            return
        self._finish(reference)

    def _append_all(self) -> None:
        size = FEWEST
        while self._done < len(self._waiting):
            took = self._append_some(self._waiting[self._done : self._done + size])
            self._progress("Loading", self._done, len(self._waiting))
            size = min(MOST, max(FEWEST, int(size * min(2.0, LONGEST / max(took, 0.001)))))
            if self._done < len(self._waiting):
                time.sleep(min(took, LONGEST) / 2)  # for whoever waits for the lock

    # ---------------------------------------------------------------- some rows

    def _append_some(self, rows: Sequence[Waiting]) -> float:
        """Append some rows; return for how many seconds the lock was held.

        None of them is appended where something has happened that they hang on.
        """
        if self._rehearsal is not None:
            acts = [self._aside.get(each.act) for each in rows]
            return self._append(rows, self._rehearsal, acts, self._as_told(rows))
        if self._in_vain < PATIENCE:
            return self._append_anew(rows)
        with self._ledger.writing():
            return self._append_anew(rows[:FEWEST])

    def _append_anew(self, rows: Sequence[Waiting]) -> float:
        """The same with rows that are rehearsed anew. Raises _Stop after those before one that is
        refused, unless the others are to be loaded."""
        told: list[RowReport] = []
        acts: list[Rehearsed] = []
        with closing(Aside()) as aside:
            with self._ledger.reading():
                rehearsal = Rehearsal(self._ledger, aside)
                loading = self._file.on(rehearsal, self._lines)
                for each in rows:
                    told.append(loading.row(self._aside.get(each.row)))
                    if told[-1].undone:
                        rehearsal.undone()
                        if not self._skip_refused:
                            break
                    elif (act := rehearsal.taken()) is not None:
                        acts.append(aside.get(act))
            return self._append(rows, rehearsal, acts, told)

    def _append(
        self,
        rows: Sequence[Waiting],
        rehearsal: Rehearsal,
        acts: Sequence[Rehearsed],
        told: Sequence[RowReport],
    ) -> float:
        rehearsal.still_holds(self._ledger)  # what is to be read for that, is read without the lock
        with self._ledger.writing():
            start = time.monotonic()
            holds = rehearsal.still_holds(self._ledger)
            if holds:
                rehearsal.keep_acts(acts, self._ledger)
        took = time.monotonic() - start
        if not holds:
            self._rehearsal, self._in_vain = None, self._in_vain + 1
            return took
        self._in_vain = 0
        for each, row in zip(rows, told, strict=False):
            row = _named(row, rehearsal.name_of(row.reference))
            self._report.rows[each.number] = row
            self._lines.setdefault(row.reference, row.line)
        refused = told[-1].result is Result.REFUSED and not self._skip_refused
        self._done += len(told) - refused
        if refused:
            raise _Stop
        return took

    def _as_told(self, rows: Sequence[Waiting]) -> list[RowReport]:
        return [self._report.rows[each.number] for each in rows]

    def _tell_of_the_rest(self, why: str) -> str:
        """Say in the report of each row that was not appended that it is left out; and why."""
        rows = self._report.rows
        for each in self._waiting[self._done :]:
            row = rows[each.number]
            if row.result is not Result.REFUSED:
                rows[each.number] = RowReport(row.line, row.title, Result.LEFT)
        return (
            f"{why} {self._done:,} of {len(self._waiting):,} rows have been loaded and stay. Load "
            "the file again: it goes on where it stopped."
        )

    # ---------------------------------------------------------------- on record

    def _begin(self) -> str:
        """Put on record that the file is being loaded; return the reference of the import."""
        ledger, noun = self._ledger, self._report.noun
        command = by_file(noun, self._sha256)
        with ledger.writing():
            occasion = self._occasion()
            if known := ledger.performed(command):
                item = ledger.get(ImportedFile, known.reference)
                item.go_on(occasion, rows=len(self._waiting))
                ledger.save(item)
                return item.reference

            def begin() -> Acted:
                reference = ledger.next_reference(ImportedFile.prefix, occasion.on.year)
                item = ImportedFile.begin(
                    occasion, reference=reference,
                    noun=noun, sha256=self._sha256, rows=len(self._waiting),
                )  # fmt: skip
                ledger.save(item)
                return item, ()

            return ledger.once(command, self._sha256, begin, permit=lambda _: None).reference

    def _finish(self, reference: str) -> None:
        report = self._report
        with self._ledger.writing():
            item = self._ledger.get(ImportedFile, reference)
            left = report.left + (report.refused if report.stopped else 0)
            item.finish(self._occasion(), loaded=report.loaded, changed=report.changed, left=left)
            self._ledger.save(item)

    def _occasion(self) -> Occasion:
        now = self._ledger.now()
        by = actor(self._file.person, "see.import")
        return Occasion(by, now, london_date(now), self._ledger.position())


def _named(row: RowReport, reference: str) -> RowReport:
    """What is told of a row whose item got another reference than was rehearsed."""
    if reference == row.reference:
        return row
    flags = tuple(flag.replace(row.reference, reference) for flag in row.flags)
    return replace(row, reference=reference, flags=flags)
