"""The table in a file that one of our own registers wrote: whose headings are the register's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from application.importing.files.csv_files import DELIMITERS, CsvFile, FileRefusedError, Record
from application.importing.files.headings import (
    Header,
    Headings,
    Row,
    first_records,
    headings_in,
)
from application.importing.files.tables import SourceTable
from application.importing.ours.our_files import (
    AS_AT,
    LEDGER,
    REFERENCE,
    SAYS_NOTHING,
    VERSION,
    OurColumns,
    OurRegister,
    said_in,
)
from domain.kernel.days.dates import read_date
from domain.kernel.plain import normal

_LOOKED_AT = 50
"""How many rows are asked for one of our references, where a file does not say whose it is."""

_NO_REFERENCE = (
    "A register of ours wrote this file, but it has no column “Reference”, so that its rows cannot "
    "be told from new ones. Download it with that column."
)


class OurTable(SourceTable):
    """A file of our own register, and its rows.

    Headings that are not the register's are read as those of a published file: somebody may have
    added a column. `ours` of each row is what stands under the register's own.
    """

    def __init__(
        self,
        file: CsvFile,
        delimiter: str,
        record: Record,
        *,
        columns: Sequence[Header],
        register: OurRegister,
        ours: OurColumns,
        prefix: str,
    ) -> None:
        self.file = file
        self._delimiter = delimiter
        self._register = register
        self._ours = ours
        self._prefix = prefix
        self._keys = keys_in(record, register)
        self._marking = {
            at: normal(cell)
            for at, cell in enumerate(record.cells)
            if at not in self._keys and normal(cell) in _plain(register.marking)
        }
        self.headings = self._read(record, columns)
        self.passing = [
            each.label
            for each in register.headings
            if each.passing and each.key in self._keys.values()
        ]
        self._passing = {each.key for each in register.headings if each.passing}

    def rows(self) -> Iterator[Row]:
        """Every row that has anything in it, in the order of the file."""
        for record in self.file.records(self._delimiter):
            if record.line > self.headings.line:
                yield self._row(record)

    def _read(self, record: Record, columns: Sequence[Header]) -> Headings:
        """The headings that are not the register's, for the columns that no heading of it is."""
        own = {self._ours.columns.get(key, "") for key in self._keys.values()}
        rest = [column for column in columns if column.name not in own]
        strange = [
            "" if at in self._keys or at in self._marking else cell
            for at, cell in enumerate(record.cells)
        ]
        found = headings_in(Record(record.line, strange), rest)
        others = {
            at: name
            for at, name in found.others.items()
            if at not in self._keys and at not in self._marking
        }
        labels = {
            self._ours.columns[key]: record.cells[at].strip()
            for at, key in self._keys.items()
            if key in self._ours.columns
        }
        return replace(found, names={**found.names, **labels}, others=others)

    def _row(self, record: Record) -> Row:
        known = {*self._keys, *self._marking}
        strange = ["" if at in known else cell for at, cell in enumerate(record.cells)]
        row = self.headings.row(Record(record.line, strange))
        said = {
            key: said_in(record.cells[at]) if at < len(record.cells) else ""
            for at, key in self._keys.items()
            if key not in self._passing
        }
        for at, heading in self._marking.items():
            for read in (AS_AT, LEDGER):
                if heading == normal(read) and at < len(record.cells):
                    said[read] = record.cells[at].strip()
        named = said.pop(REFERENCE, "")
        if is_reference(named.upper(), prefix=self._prefix):
            said[REFERENCE] = named.upper()
        cells, others = self._as_published(said, named)
        return Row(
            record.line, {**row.cells, **cells}, {**row.others, **others}, row.fault, said,
            self._began(said),
        )  # fmt: skip

    def _as_published(
        self, said: Mapping[str, str], named: str
    ) -> tuple[dict[str, str], dict[str, str]]:
        """What the row says under the columns of a published file, and what has none there.

        What it is `named` is its number, where it has no other.
        """
        ours = self._ours
        read = ours.read({key: words for key, words in said.items() if words})
        for key in (AS_AT, LEDGER, VERSION, REFERENCE):
            read.pop(key, None)
        if named and read.setdefault(ours.number, named) != named:
            read[REFERENCE] = named
        cells = {ours.columns[key]: words for key, words in read.items() if key in ours.columns}
        others = {
            self._register.label(key): words
            for key, words in read.items()
            if key not in ours.columns and words not in SAYS_NOTHING
        }
        return cells, others

    def _began(self, said: Mapping[str, str]) -> str:
        day = read_date(said.get(self._ours.began, "")).day
        return day.isoformat() if day else ""


def our_table(
    file: CsvFile,
    *,
    columns: Sequence[Header],
    register: OurRegister,
    ours: OurColumns,
    prefix: str,
) -> OurTable | None:
    """The table of a file that our register wrote; None for any other file.

    Such a file has the register's headings, and either the marking of our files or references of
    ours under theirs. Raises FileRefusedError where it has no references at all: then nothing
    could tell its rows from new items.
    """
    for delimiter in DELIMITERS:
        for record in first_records(file, delimiter):
            if keys := keys_in(record, register):
                table = OurTable(
                    file, delimiter, record,
                    columns=columns, register=register, ours=ours, prefix=prefix,
                )  # fmt: skip
                marked = _is_marked(record, register)
                if marked and REFERENCE not in keys.values():
                    raise FileRefusedError(_NO_REFERENCE)
                if marked or _has_references(table, keys):
                    if next(table.rows(), None) is None:
                        raise FileRefusedError("The file has headings, but no rows under them.")
                    return table
    return None


def known_by_our_labels(
    columns: Sequence[Header], register: OurRegister, ours: OurColumns
) -> list[Header]:
    """The columns of a published file, each known by what our register calls it too."""
    labels = {
        ours.columns[each.key]: normal(each.label)
        for each in register.headings
        if each.key in ours.columns
    }
    taken = {way for column in columns for way in column.ways}
    return [
        column.also(labels[column.name])
        if column.name in labels and labels[column.name] not in taken
        else column
        for column in columns
    ]


def keys_in(record: Record, register: OurRegister) -> dict[int, str]:
    """Which cells are headings of the register, and of which column."""
    keys = {normal(each.label): each.key for each in register.headings}
    found: dict[int, str] = {}
    for at, cell in enumerate(record.cells):
        key = keys.get(normal(cell))
        if key and key not in found.values():
            found[at] = key
    return found


def is_reference(words: str, *, prefix: str) -> bool:
    """Whether the words are a reference of a kind of item."""
    return words.startswith(f"{prefix}-") and bool(_NUMBERED.fullmatch(words, len(prefix)))


_NUMBERED = re.compile(r"-\d{4}-\d{3,9}")


def _is_marked(record: Record, register: OurRegister) -> bool:
    return _plain(register.marking) <= {normal(cell) for cell in record.cells}


def _has_references(table: OurTable, keys: Mapping[int, str]) -> bool:
    if REFERENCE not in keys.values() or len(keys) == 1:
        return False
    return any(REFERENCE in row.ours for row in islice(table.rows(), _LOOKED_AT))


def _plain(headings: Sequence[str]) -> set[str]:
    return {normal(each) for each in headings}
