"""Loading a file of items: each row becomes intents, rehearsed all together, and then appended.

What a row of risks means is said in risks/rows.py, and so on for each kind; what a kind must say is
in importable.py; how a row finds its item, in rows_loading.py and our_loading.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import IO

from application.doing.access import Person
from application.importing.appending import Appending, Waiting
from application.importing.editions import Edition, HeldOf
from application.importing.files.csv_files import LARGEST, CsvFile, FileRefusedError
from application.importing.files.date_columns import DateColumns
from application.importing.files.documents import opened
from application.importing.files.headings import Header, Row, match
from application.importing.files.tables import SourceTable
from application.importing.files.word_scales import WordScales
from application.importing.importable import Groups, Importable, NoGroups
from application.importing.ours.our_files import OurRegister
from application.importing.ours.our_tables import OurTable, known_by_our_labels, our_table
from application.importing.reports import Report
from application.importing.rows_loading import FileRows
from application.ledger.ledger import Ledger
from application.ledger.rehearsal import Aside, Rehearsal
from domain.kernel.plain import normal
from domain.kernel.vocabulary import said
from domain.partnership.agency import AgencyKind
from domain.risks.matrix import Matrix

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is in all."""


# ---------------------------------------------------------------- loading


def import_file(
    ledger: Ledger,
    file: IO[bytes],
    importable: Importable,
    *,
    person: Person,
    agency_called: Callable[[str], str],
    groups: Groups | None = None,
    register: OurRegister | None = None,
    held_of: HeldOf | None = None,
    fill: Mapping[str, str] | None = None,
    meant: Mapping[tuple[str, str], str] | None = None,
    dry_run: bool = False,
    skip_refused: bool = False,
    confirmed: bool = False,
    anyway: str = "",
    largest: int = LARGEST,
    encoding: str = "",
    sheet: str = "",
    progress: Progress = lambda what, done, total: None,
) -> Report:
    """Load the rows of a CSV file, all of them or none; return what became of each.

    A refused row keeps the whole file out, unless `skip_refused`. `fill` gives, by heading, what
    stands in cells that are empty; `meant`, by heading and words, what those words stand for
    there; `encoding` in which letters the file is written, where that cannot be found; `sheet` says
    which sheet of a workbook is read; `held_of` the open items of the list of which the file is an
    edition; `groups` are the groups that meet. Loading a file again adds nothing.
    A row with what looks like a child's details is refused, unless `confirmed`: the person has
    checked that no child can be identified from the file; then it is flagged, and that they did is
    recorded. Raises FileRefusedError when the file as a whole cannot be read.

    A row that looks like an item that is there is left alone, unless it has another number where
    it comes from, or `anyway` says why such rows are other ones.

    All rows are rehearsed first, without the log's lock; nothing is kept until that is done, and
    nothing at all by a `dry_run`. What is kept then is kept a few rows at a time (appending.py).

    `register` is the register of such items: a file that it wrote is known by its headings, and a
    row of one that has the reference of an item here changes that item, where it differs.
    """
    table = _table(
        opened(file, largest=largest, encoding=encoding, sheet=sheet), importable, register
    )
    filling = _filling(fill or {}, importable.columns)
    report = Report(importable.noun, dry_run, notes=_notes(table))
    meanings = _meanings(meant or {}, importable.columns)
    dates = _dates(table, importable)
    scales = _scales(table, importable, ledger.matrix, meanings)
    if not isinstance(table, OurTable):
        report.notes += [
            *dates.notes,
            *scales.notes,
            *importable.advice({*table.headings.names, *filling}),
        ]
    rows = FileRows(
        importable,
        person,
        agency_called,
        table.headings,
        register,
        confirmed=confirmed,
        anyway=anyway,
        groups=groups or NoGroups(),
    )

    edition = Edition(importable)

    def read(row: Row) -> Row:
        edition.see(row)
        return scales.read(dates.read(_meant(_filled(row, filling), meanings)))

    with closing(Aside()) as aside:
        rehearsal, waiting = _rehearsed(
            ledger, aside, map(read, table.rows()), rows, report,
            told=lambda: progress("Checking", table.file.done, table.file.size),
        )  # fmt: skip
        if held_of and not isinstance(table, OurTable) and not report.refused:
            report.notes += filter(None, [edition.note(report, held_of)])
        if dry_run or (report.refused and not skip_refused):
            return report
        report.kept = True
        if waiting:
            Appending(
                ledger, rows, report, aside, rehearsal, waiting,
                sha256=table.file.sha256, skip_refused=skip_refused, progress=progress,
            ).run()  # fmt: skip
    return report


def _rehearsed(
    ledger: Ledger,
    aside: Aside,
    rows: Iterable[Row],
    loads: FileRows,
    report: Report,
    *,
    told: Callable[[], None],
) -> tuple[Rehearsal, list[Waiting]]:
    """Put into the report what would become of each row; return those that change anything."""
    waiting: list[Waiting] = []
    with ledger.reading():
        rehearsal = Rehearsal(ledger, aside)
        loading = loads.on(rehearsal, {})
        for number, row in enumerate(rows):
            report.rows.append(loading.row(row))
            if report.rows[-1].undone:
                rehearsal.undone()
            elif (act := rehearsal.taken()) is not None:
                waiting.append(Waiting(number, aside.put(row), act))
            told()
    return rehearsal, waiting


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


def _dates(table: SourceTable, importable: Importable) -> DateColumns:
    """The columns of dates in somebody else's file; ours has them as ISO dates."""
    if isinstance(table, OurTable):
        return DateColumns((), (), {})
    names = table.headings.names
    dated = [each.name for each in importable.columns if each.dated and each.name in names]
    return DateColumns(table.rows() if dated else (), dated, names)


def _scales(
    table: SourceTable, importable: Importable, matrix: Matrix, meanings: Meanings
) -> WordScales:
    """The columns of somebody else's file whose words are of another scale than ours."""
    if isinstance(table, OurTable):
        return WordScales((), (), {}, matrix)
    names = table.headings.names
    columns = [each for each in importable.columns if each.scale and each.name in names]
    rows = (_meant(row, meanings) for row in table.rows())
    return WordScales(rows, columns, names, matrix)


def _filling(fill: Mapping[str, str], columns: Sequence[Header]) -> dict[str, str]:
    found = match(list(fill), columns)
    for at, heading in enumerate(fill):
        if at not in found:
            raise FileRefusedError(f"“{heading}” is not a heading that is known.")
    return {found[at]: value.strip() for at, value in enumerate(fill.values()) if value.strip()}


def _filled(row: Row, filling: Mapping[str, str]) -> Row:
    return replace(row, cells={**filling, **row.cells}) if filling else row


Meanings = Mapping[str, Mapping[str, str]]
"""What words stand for, by column and by the words as they are compared."""


def _meanings(meant: Mapping[tuple[str, str], str], columns: Sequence[Header]) -> Meanings:
    found: dict[str, dict[str, str]] = {}
    for (heading, words), value in meant.items():
        named = match([heading], columns)
        if not named:
            raise FileRefusedError(f"“{heading}” is not a heading that is known.")
        found.setdefault(named[0], {})[normal(words)] = value.strip()
    return found


def _meant(row: Row, meanings: Meanings) -> Row:
    cells = dict(row.cells)
    for column, known in meanings.items():
        if column in cells:
            cells[column] = known.get(normal(cells[column]), cells[column])
    return replace(row, cells=cells) if meanings else row


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
    if 0 < headings.top < headings.line:
        notes.append(
            f"The headings stand on lines {headings.top} and {headings.line}, and were joined."
        )
    elif headings.line > 1:
        notes.append(f"The headings were found on line {headings.line}; nothing above was read.")
    if table.file.told:
        notes.append(table.file.told)
    read_as = [
        f"“{heading}” as {name.replace('_', ' ')}"
        for name, heading in headings.names.items()
        if normal(heading) != normal(name) and not ours
    ]
    if read_as:
        notes.append(f"Headings were read for what they mean: {', '.join(read_as)}.")
    passed = [f"“{headings.names[name]}”" for name in headings.names if name in headings.ignored]
    if passed and not ours:
        notes.append(f"Not read, as nothing here depends on it: {', '.join(passed)}.")
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
