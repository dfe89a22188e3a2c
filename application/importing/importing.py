"""Loading a file of items: each row becomes intents, performed all together or not at all.

What a row of risks means is said in risk_rows.py. Other kinds of item can follow the same way:
what they must say is in importable.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import IO, Any

from marshmallow import ValidationError
from sqlalchemy import Connection

from application.doing.access import Person
from application.doing.child_details import ChildDetailsError, looks_like
from application.doing.intents import perform
from application.importing.csv_files import LARGEST, CsvFile, FileRefusedError
from application.importing.headings import Column, Headings, Row, SourceTable, match
from application.importing.importable import Importable, Known, Plan, RowRefusedError, Step
from application.ledger.ledger import Ledger, Outcome
from domain.kernel.errors import DomainError, RepeatedCommandError
from domain.kernel.item import Item, in_a_row, london_date
from domain.kernel.plain import normal

Progress = Callable[[int, int], None]
"""Told the bytes of the file that are done, and its bytes in all."""
_TAKE_IT_OUT = (
    "This ledger must hold no child’s name, date of birth or NHS number: take it out, or confirm "
    "for the file that no child can be identified from it."
)


# ---------------------------------------------------------------- what is reported


class Result(StrEnum):
    """What became of a row."""

    LOADED = "loaded"
    PRESENT = "already there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row. `column` is its heading in the file, "" for the whole row."""

    line: int
    title: str
    result: Result
    reference: str = ""
    flags: tuple[str, ...] = ()
    column: str = ""
    reason: str = ""


@dataclass
class Report:
    """What became of a file. Where it was not `kept`, the rows say what would have been."""

    noun: str
    dry_run: bool
    rows: list[RowReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: bool = False

    @property
    def loaded(self) -> int:
        return self._count(Result.LOADED)

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

    def _count(self, result: Result) -> int:
        return sum(row.result is result for row in self.rows)


# ---------------------------------------------------------------- loading


def import_file(
    ledger: Ledger,
    file: IO[bytes],
    importable: Importable,
    *,
    person: Person,
    agency_called: Callable[[str], str],
    fill: Mapping[str, str] | None = None,
    dry_run: bool = False,
    skip_refused: bool = False,
    confirmed: bool = False,
    largest: int = LARGEST,
    progress: Progress | None = None,
) -> Report:
    """Load the rows of a CSV file, all of them or none; return what became of each.

    A refused row keeps the whole file out, unless `skip_refused`. `fill` gives, by heading, what
    stands in cells that are empty. Loading a file again adds nothing. A row with what looks like
    a child's details is refused, unless `confirmed`: the person has checked that no child can be
    identified from the file; then it is flagged, and that they did is recorded. Raises
    FileRefusedError when the file as a whole cannot be read; whatever is raised, nothing has been
    kept.
    """
    table = SourceTable(
        CsvFile(file, largest=largest), importable.columns, needed=importable.needed
    )
    filling = _filling(fill or {}, importable.columns)
    advice = importable.advice({*table.headings.names, *filling})
    report = Report(importable.noun, dry_run, notes=[*_notes(table), *advice])
    known = Known(ledger.matrix, london_date(ledger.now()), cache(agency_called))
    load = _Loading(ledger, importable, person, known, table.headings, confirmed=confirmed)
    try:
        # The savepoint undoes the file even where the caller has a transaction of its own.
        with ledger.writing() as connection, connection.begin_nested():
            for row in table.rows():
                report.rows.append(_attempt(connection, load, _filled(row, filling)))
                if progress:
                    progress(table.file.done, table.file.size)
            if dry_run or (report.refused and not skip_refused):
                raise _PutBack
    except _PutBack:
        return report
    report.kept = True
    return report


class _PutBack(Exception):
    """Undoes what has been done; nothing is wrong."""


def _attempt(connection: Connection, load: _Loading, row: Row) -> RowReport:
    """Load a row, or undo what of it had been done before it was refused."""
    with connection.begin_nested() as savepoint:
        told = load.row(row)
        if told.result is Result.REFUSED:
            savepoint.rollback()
    return told


class _Loading:
    """The loading of one file's rows, one after the other."""

    def __init__(
        self,
        ledger: Ledger,
        importable: Importable,
        person: Person,
        known: Known,
        headings: Headings,
        *,
        confirmed: bool,
    ) -> None:
        self._ledger = ledger
        self._importable = importable
        self._person = person
        self._known = known
        self._headings = headings
        self._confirmed = confirmed
        self._lines: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def row(self, row: Row) -> RowReport:
        """Load one row and say what became of it. A refused one may be half done."""
        title = " ".join(row.cells.get(self._importable.needed, "").split())
        title = title if len(title) <= 80 else f"{title[:79]}…"
        try:
            outcome, flags = self._load(row)
        except RowRefusedError as refused:
            column = self._headings.names.get(refused.column, refused.column)
            return RowReport(row.line, title, Result.REFUSED, column=column, reason=refused.reason)
        except ChildDetailsError as doubt:
            doubtful = self._doubtful(row, doubt)
            what = in_a_row(dict.fromkeys(each for found in doubtful.values() for each in found))
            reason = f"It holds what looks like {what}. {_TAKE_IT_OUT}"
            columns = ", ".join(doubtful)
            return RowReport(row.line, title, Result.REFUSED, column=columns, reason=reason)
        if outcome.repeated:
            return RowReport(row.line, title, Result.PRESENT, outcome.reference)
        self._lines.setdefault(outcome.reference, row.line)
        return RowReport(row.line, title, Result.LOADED, outcome.reference, tuple(flags))

    def _load(self, row: Row) -> tuple[Outcome, Sequence[str]]:
        if row.fault:
            raise RowRefusedError(row.fault)
        content = [row.cells, row.others]
        number = self._importable.number(row)
        same = " ".join(number.casefold().split())
        if same and not self._importable.editions:
            first_line = self._numbers.setdefault(same, row.line)
            if first_line != row.line:
                raise RowRefusedError(f"{number} is already on line {first_line} of this file.")
        first = _command(self._importable.noun, same or content)
        try:
            return self._once(first, row, lambda: self._importable.plan(row, self._known))
        except RepeatedCommandError:
            return self._follow(row, first)

    def _follow(self, row: Row, first: str) -> tuple[Outcome, Sequence[str]]:
        """Add a row to the item that an earlier row with the same number became."""
        earlier = self._ledger.performed(first)
        assert earlier is not None
        edition = _command(first, self._importable.edition(row))
        try:
            return self._once(
                edition,
                row,
                lambda: self._importable.follow(
                    row, self._known, self._ledger.history(earlier.reference)
                ),
                reference=earlier.reference,
            )
        except (RowRefusedError, RepeatedCommandError) as error:
            why = error.reason if isinstance(error, RowRefusedError) else ""
            raise RowRefusedError(self._same_number(row, earlier.reference, why)) from error

    def _once(
        self,
        command: str,
        row: Row,
        make_plan: Callable[[], Plan],
        *,
        reference: str = "",
    ) -> tuple[Outcome, Sequence[str]]:
        content = [row.cells, row.others]
        flags: list[str] = []

        def act() -> Item:
            plan = make_plan()
            flags.extend(plan.flags)
            about = reference
            for step in plan.steps:
                try:
                    about = self._perform(step, about)
                except ChildDetailsError as doubt:
                    if not self._confirmed:
                        raise
                    about = self._perform(step, about, confirmed=True)
                    flags.extend(self._flags(row, doubt))
            return self._ledger.get(self._importable.item_class, about)

        outcome = self._ledger.once(command, content, act)
        return outcome, list(dict.fromkeys(flags))

    def _perform(self, step: Step, reference: str, *, confirmed: bool = False) -> str:
        try:
            outcome = perform(
                self._ledger,
                step.intent,
                step.data,
                person=self._person,
                reference=reference,
                confirmed=confirmed,
            )
        except ChildDetailsError:
            raise
        except ValidationError as error:
            name, reasons = next(iter(dict(error.messages_dict).items()))
            column = step.columns.get(name, "")
            raise RowRefusedError(" ".join(reasons), column=column) from error
        except DomainError as error:
            column = step.columns.get(error.field or "", "")
            raise RowRefusedError(error.sentence, column=column) from error
        return outcome.reference

    def _doubtful(self, row: Row, doubt: ChildDetailsError) -> Mapping[str, Sequence[str]]:
        """The headings under which the row looks like a child's details, each with which."""
        named = {self._headings.names.get(name, name): words for name, words in row.cells.items()}
        looked_at = {
            heading: looks_like(f"{heading}: {words}")
            for heading, words in {**named, **row.others}.items()
        }
        found = {heading: what for heading, what in looked_at.items() if what}
        return found or {doubt.labels[name]: what for name, what in doubt.looks_like.items()}

    def _flags(self, row: Row, doubt: ChildDetailsError) -> Iterator[str]:
        for heading, what in self._doubtful(row, doubt).items():
            looks = f"what looks like {in_a_row(what)}"
            yield f"{heading}: {looks}; it was confirmed that no child can be identified."

    def _same_number(self, row: Row, reference: str, why: str) -> str:
        line = self._lines.get(reference)
        where = f"on line {line} of this file, as" if line else "on the register as"
        why = why or "This row differs from it, and is not of a later date."
        return f"{self._importable.number(row)} is already {where} {reference}. {why}"


def _command(*parts: Any) -> str:
    """The id of the command that loads a row, the same whenever the same row comes again."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _filling(fill: Mapping[str, str], columns: Sequence[Column]) -> dict[str, str]:
    found = match(list(fill), columns)
    for at, heading in enumerate(fill):
        if at not in found:
            raise FileRefusedError(f"“{heading}” is not a heading that is known.")
    return {found[at]: value.strip() for at, value in enumerate(fill.values()) if value.strip()}


def _filled(row: Row, filling: Mapping[str, str]) -> Row:
    return Row(row.line, {**filling, **row.cells}, row.others, row.fault) if filling else row


def _notes(table: SourceTable) -> list[str]:
    headings = table.headings
    notes = []
    if headings.line > 1:
        notes.append(f"The headings were found on line {headings.line}; nothing above was read.")
    if table.file.encoding == "cp1252":
        notes.append("The file is not UTF-8; it was read as Windows text (cp1252).")
    read_as = [
        f"“{heading}” as {name.replace('_', ' ')}"
        for name, heading in headings.names.items()
        if normal(heading) != normal(name)
    ]
    if read_as:
        notes.append(f"Headings were read for what they mean: {', '.join(read_as)}.")
    unnamed = {f"Column {at + 1}" for at in headings.others}
    others = [name for name in headings.others.values() if name not in unnamed]
    if others:
        words = ", ".join(f"“{name}”" for name in dict.fromkeys(others))
        notes.append(f"Headings that are not known, kept word for word in the note: {words}.")
    return notes


def template(importable: Importable) -> Iterator[list[str]]:
    """The headings that a file may have, and a row that shows what goes under them."""
    columns = [column for column in importable.columns if not column.ignored]
    yield [column.name for column in columns]
    yield [column.example for column in columns]
