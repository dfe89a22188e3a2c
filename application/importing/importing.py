"""Loading a file of items: each row becomes intents, performed all together or not at all.

What a row of risks means is said in risks/rows.py, and so on for each kind; what a kind must say is
in importable.py. Rows of our own register's files are told apart in our_loading.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import IO

from sqlalchemy import Connection

from application.doing.access import Person
from application.doing.child_details import ChildDetailsError
from application.doing.supply import seen_item
from application.importing.csv_files import LARGEST, CsvFile, FileRefusedError
from application.importing.headings import Header, Headings, Row, SourceTable, match
from application.importing.importable import Importable, Known, Plan, RowRefusedError
from application.importing.our_files import REFERENCE, OurRegister
from application.importing.our_loading import Found, OurRows
from application.importing.our_tables import OurTable, known_by_our_labels, our_table
from application.importing.performing import Performing
from application.importing.reports import Report, Result, RowReport
from application.importing.row_commands import by_edition, by_number, by_reference, by_words
from application.ledger.commands import Command, Outcome
from application.ledger.ledger import Acted, Ledger
from domain.kernel.errors import NotFoundError, RepeatedCommandError
from domain.kernel.item import Item, Linkable, in_a_row, london_date
from domain.kernel.plain import normal
from domain.kernel.vocabulary import said
from domain.partnership.agency import AgencyKind

Progress = Callable[[int, int], None]
"""Told the bytes of the file that are done, and its bytes in all."""
_TAKE_IT_OUT = (
    "This ledger must hold no child’s name, date of birth or NHS number: take it out, or confirm "
    "for the file that no child can be identified from it."
)


# ---------------------------------------------------------------- loading


def import_file(
    ledger: Ledger,
    file: IO[bytes],
    importable: Importable,
    *,
    person: Person,
    agency_called: Callable[[str], str],
    register: OurRegister | None = None,
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

    `register` is the register of such items: a file that it wrote is known by its headings, and a
    row of one that has the reference of an item here changes that item, where it differs.
    """
    table = _table(CsvFile(file, largest=largest), importable, register)
    filling = _filling(fill or {}, importable.columns)
    report = Report(importable.noun, dry_run, notes=_notes(table))
    if not isinstance(table, OurTable):
        report.notes += importable.advice({*table.headings.names, *filling})
    known = Known(
        ledger.matrix, london_date(ledger.now()), cache(agency_called),
        lambda reference: there_is(ledger, reference, person=person),
    )  # fmt: skip
    load = _Loading(
        ledger, importable, person, known, table.headings, register, confirmed=confirmed
    )
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


def _table(file: CsvFile, importable: Importable, register: OurRegister | None) -> SourceTable:
    """The table in a file: our own register's, or another's."""
    columns = importable.columns
    if register:
        prefix = importable.item_class.prefix
        ours = our_table(
            file, columns=columns, register=register, ours=importable.ours, prefix=prefix
        )
        if ours:
            return ours
        columns = known_by_our_labels(columns, register, importable.ours)
    return SourceTable(file, columns, needed=importable.needed)


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
        register: OurRegister | None,
        *,
        confirmed: bool,
    ) -> None:
        self._ledger = ledger
        self._importable = importable
        self._person = person
        self._known = known
        self._headings = headings
        self._desk = Performing(ledger, person, headings, confirmed=confirmed)
        self._ours = (
            OurRows(ledger, importable, register, known, headings, self._desk, person)
            if register
            else None
        )
        self._lines: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def row(self, row: Row) -> RowReport:
        """Load one row and say what became of it. A refused one may be half done."""
        title = " ".join(row.cells.get(self._importable.needed, "").split())
        title = title if len(title) <= 80 else f"{title[:79]}…"
        try:
            if row.fault:
                raise RowRefusedError(row.fault)
            if self._ours and REFERENCE in row.ours:
                return self._load_ours(row, self._ours, title)
            return self._loaded(row, title, *self._load(row))
        except RowRefusedError as refused:
            column = self._headings.names.get(refused.column, refused.column)
            return RowReport(row.line, title, Result.REFUSED, column=column, reason=refused.reason)
        except ChildDetailsError as doubt:
            doubtful = self._desk.doubtful(row, doubt)
            what = in_a_row(dict.fromkeys(each for found in doubtful.values() for each in found))
            reason = f"It holds what looks like {what}. {_TAKE_IT_OUT}"
            columns = ", ".join(doubtful)
            return RowReport(row.line, title, Result.REFUSED, column=columns, reason=reason)

    def _loaded(self, row: Row, title: str, outcome: Outcome, flags: Sequence[str]) -> RowReport:
        if outcome.repeated:
            return RowReport(row.line, title, Result.PRESENT, outcome.reference)
        self._lines.setdefault(outcome.reference, row.line)
        return RowReport(row.line, title, Result.LOADED, outcome.reference, tuple(flags))

    # ------------------------------------------------------------ rows of our own register

    def _load_ours(self, row: Row, ours: OurRows, title: str) -> RowReport:
        """Load a row of our own register: change the item that it is about, or make a new one."""
        command = by_reference(self._importable.noun, row.ours[REFERENCE], row.began)
        copied = self._ledger.performed(command)
        found = None if copied else self._here(row, ours)
        if found is None:
            try:
                return self._loaded(row, title, *self._new(row, ours, command))
            except RepeatedCommandError:
                assert copied
                found = ours.copy(self._seen(copied.reference))
        changed, flags = ours.change(row, found)
        result = Result.CHANGED if changed else Result.PRESENT
        return RowReport(
            row.line, title, result, found.item.reference, tuple(dict.fromkeys(flags)),
            changes=tuple(changed),
        )  # fmt: skip

    def _here(self, row: Row, ours: OurRows) -> Found | None:
        """The item that the row is about, if it was here before the file: the one of that
        reference, or the one that its publisher calls by the same number."""
        if row.ours[REFERENCE] not in self._lines and (found := ours.here(row)):
            return found
        known = self._ledger.performed(by_number(self._importable.noun, self._same(row)))
        if not self._same(row) or known is None or known.reference in self._lines:
            return None
        return ours.copy(self._seen(known.reference))

    def _new(self, row: Row, ours: OurRows, command: Command) -> tuple[Outcome, Sequence[str]]:
        """Make an item of a row of another ledger. Its publisher's number is taken from now on."""
        outcome, flags = self._once(command, row, lambda: self._importable.plan(row, self._known))
        if outcome.repeated:
            return outcome, flags
        item = self._seen(outcome.reference)
        number = by_number(self._importable.noun, self._same(row))
        if self._same(row) and self._ledger.performed(number) is None:
            self._ledger.once(
                number, [row.cells, row.others], lambda: (item, ()), permit=self._seen
            )
        return outcome, [*flags, *ours.not_taken(row, item)]

    def _same(self, row: Row) -> str:
        """What its publisher calls the row's item, however it is written; "" unknown."""
        return " ".join(self._importable.number(row).casefold().split())

    # ------------------------------------------------------------ rows of published files

    def _load(self, row: Row) -> tuple[Outcome, Sequence[str]]:
        if self._ours and (reference := self._ours.named(row)):
            raise RowRefusedError(
                f"It is {reference} of this ledger already. To change that from a file, download "
                "the list, change it there, and load that."
            )
        content = [row.cells, row.others]
        same = self._same(row)
        if same and not self._importable.editions:
            first_line = self._numbers.setdefault(same, row.line)
            if first_line != row.line:
                number = self._importable.number(row)
                raise RowRefusedError(f"{number} is already on line {first_line} of this file.")
        noun = self._importable.noun
        first = by_number(noun, same) if same else by_words(noun, content)
        try:
            return self._once(first, row, lambda: self._importable.plan(row, self._known))
        except RepeatedCommandError:
            return self._follow(row, first)

    def _follow(self, row: Row, first: Command) -> tuple[Outcome, Sequence[str]]:
        """Add a row to the item that an earlier row with the same number became."""
        earlier = self._ledger.performed(first)
        assert earlier is not None
        edition = by_edition(self._importable.noun, first, self._importable.edition(row))
        try:
            return self._once(
                edition,
                row,
                lambda: self._importable.follow(
                    row, self._known, self._ledger.history(self._seen(earlier.reference).reference)
                ),
                reference=earlier.reference,
            )
        except (RowRefusedError, RepeatedCommandError) as error:
            why = error.reason if isinstance(error, RowRefusedError) else ""
            raise RowRefusedError(self._same_number(row, earlier.reference, why)) from error

    def _once(
        self,
        command: Command,
        row: Row,
        make_plan: Callable[[], Plan],
        *,
        reference: str = "",
    ) -> tuple[Outcome, Sequence[str]]:
        content = [row.cells, row.others]
        flags: list[str] = []

        def act() -> Acted:
            plan = make_plan()
            flags.extend(plan.flags)
            about = self._desk.perform(plan.steps, row, reference, flags)
            return self._ledger.get(self._importable.item_class, about), ()

        outcome = self._ledger.once(command, content, act, permit=self._seen)
        return outcome, list(dict.fromkeys(flags))

    def _seen(self, reference: str) -> Item:
        """What a row led to before: an item of the file's kind, for somebody who may see it."""
        kind = self._importable.item_class
        try:
            return seen_item(self._ledger, kind, reference, person=self._person)
        except NotFoundError as error:
            raise RowRefusedError("What this row led to before is not yours to see.") from error

    def _same_number(self, row: Row, reference: str, why: str) -> str:
        line = self._lines.get(reference)
        where = f"on line {line} of this file, as" if line else "on the register as"
        why = why or "This row differs from it, and is not of a later date."
        return f"{self._importable.number(row)} is already {where} {reference}. {why}"


def there_is(ledger: Ledger, reference: str, *, person: Person) -> bool:
    """Whether there is an item with that reference that the person may see and link to."""
    try:
        seen_item(ledger, Linkable, reference, person=person)
    except NotFoundError:
        return False
    return True


def _filling(fill: Mapping[str, str], columns: Sequence[Header]) -> dict[str, str]:
    found = match(list(fill), columns)
    for at, heading in enumerate(fill):
        if at not in found:
            raise FileRefusedError(f"“{heading}” is not a heading that is known.")
    return {found[at]: value.strip() for at, value in enumerate(fill.values()) if value.strip()}


def _filled(row: Row, filling: Mapping[str, str]) -> Row:
    return replace(row, cells={**filling, **row.cells}) if filling else row


def _notes(table: SourceTable) -> list[str]:
    headings = table.headings
    notes = []
    ours = isinstance(table, OurTable)
    if isinstance(table, OurTable):
        notes.append(
            "A register of ours wrote this file: a row about an item that is here changes only "
            "what was changed in the file."
        )
        if table.passing:
            notes.append(f"Worked out anew each day, and not read: {', '.join(table.passing)}.")
    if headings.line > 1:
        notes.append(f"The headings were found on line {headings.line}; nothing above was read.")
    if table.file.encoding == "cp1252":
        notes.append("The file is not UTF-8; it was read as Windows text (cp1252).")
    read_as = [
        f"“{heading}” as {name.replace('_', ' ')}"
        for name, heading in headings.names.items()
        if normal(heading) != normal(name) and not ours
    ]
    if read_as:
        notes.append(f"Headings were read for what they mean: {', '.join(read_as)}.")
    unnamed = {f"Column {at + 1}" for at in headings.others}
    others = [name for name in headings.others.values() if name not in unnamed]
    if others:
        words = ", ".join(f"“{name}”" for name in dict.fromkeys(others))
        notes.append(f"Headings that are not known, kept word for word in the note: {words}.")
    return notes


PARTNERS = {
    AgencyKind.LOCAL_AUTHORITY: "Local Authority",
    AgencyKind.HEALTH: "ICB",
    AgencyKind.POLICE: "Police",
}
"""What the Safeguarding Partners are called where nobody knows whose they are."""


def template(
    importable: Importable, partners: Mapping[AgencyKind, str] = PARTNERS
) -> Iterator[list[str]]:
    """The headings that a file may have, and a row that shows what goes under them.

    `partners` are the names of the Safeguarding Partners that stand in it.
    """
    named = {kind.value: name for kind, name in {**PARTNERS, **partners}.items()}
    columns = [column for column in importable.columns if not column.ignored]
    yield [column.name for column in columns]
    yield [said(column.example, **named) for column in columns]
