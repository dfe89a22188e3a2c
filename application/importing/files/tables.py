"""The table in somebody else's file: where its headings stand, and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from application.importing.files.cells import read_cell
from application.importing.files.csv_files import DELIMITERS, CsvFile, FileRefusedError, Record
from application.importing.files.headings import (
    Header,
    Headings,
    Row,
    first_records,
    headings_in,
    match,
    named_twice,
)
from application.importing.files.stacked import Stacked


class SourceTable:
    """A CSV file whose headings were understood, and its rows.

    Raises FileRefusedError when no heading names the column `needed`, when two headings name the
    same column, or when there are no rows.
    """

    file: CsvFile
    headings: Headings
    _delimiter: str

    def __init__(self, file: CsvFile, columns: Sequence[Header], *, needed: str) -> None:
        self.file = file
        found = _find(file, columns, needed)
        self._delimiter = found.delimiter
        self.headings = replace(headings_in(found.record, columns), top=found.heads[0].line)
        more = {column.name for column in columns if column.more}
        self._stacked = Stacked(
            self.headings, [*found.heads, found.record], needed=needed, more=more
        )
        if all(row.passed for row in self.rows()):
            raise FileRefusedError("The file has headings, but no rows under them.")

    def rows(self) -> Iterator[Row]:
        """Every row that has anything in it, in the order of the file."""
        below = self.headings.line
        return self._stacked.rows(
            record for record in self.file.records(self._delimiter) if record.line > below
        )


@dataclass(frozen=True)
class _Found:
    """A record that may be the headings, and the records it was made of: one, or two of which the
    upper one stands over several columns."""

    delimiter: str
    record: Record
    heads: Sequence[Record]
    columns: int

    @property
    def ambiguous(self) -> bool:
        return bool(named_twice(self.record))


def _find(file: CsvFile, columns: Sequence[Header], needed: str) -> _Found:
    """The delimiter and the record, or the two, that give the most columns."""
    best: _Found | None = None
    for delimiter in DELIMITERS:
        records = [_plain(record) for record in first_records(file, delimiter)]
        tried = [_tried(delimiter, record, [record], columns, needed) for record in records]
        for single in filter(None, tried):
            if best is None or single.columns > best.columns:
                best = single
        for heads in pairwise(records):
            both: _Found | None = None
            for joined in _joined(*heads):
                found = _tried(delimiter, joined, heads, columns, needed)
                if found and (both is None or _is_better(found, both)):
                    both = found
            if both and (best is None or _is_better(both, best)):
                best = both
    if best is None:
        raise FileRefusedError(_not_found(file, columns, needed))
    return best


def _tried(
    delimiter: str,
    record: Record,
    heads: Sequence[Record],
    columns: Sequence[Header],
    needed: str,
) -> _Found | None:
    found = match(record.cells, columns)
    return _Found(delimiter, record, heads, len(found)) if needed in found.values() else None


def _is_better(joined: _Found, best: _Found) -> bool:
    """Whether two rows of headings say more than one, or say apart what one calls alike."""
    if joined.columns > best.columns:
        return True
    return best.ambiguous and not joined.ambiguous and joined.columns >= best.columns - 2


def _joined(top: Record, below: Record) -> Iterator[Record]:
    """Two rows of headings as one: as they stand, and with the upper ones over several columns."""
    wide = max(len(top.cells), len(below.cells))
    upper = [*top.cells, *[""] * (wide - len(top.cells))]
    lower = [*below.cells, *[""] * (wide - len(below.cells))]
    over, filled = "", []
    for cell in upper:
        over = cell or over
        filled.append(over)
    for each in (upper, filled):
        cells = [
            " ".join(dict.fromkeys(filter(None, [above if under else own, under])))
            for above, own, under in zip(each, upper, lower, strict=True)
        ]
        yield Record(below.line, cells)


def _plain(record: Record) -> Record:
    return replace(record, cells=[read_cell(cell).words for cell in record.cells])


def _not_found(file: CsvFile, columns: Sequence[Header], needed: str) -> str:
    first = next(file.records(DELIMITERS[0]), None)
    if first is None:
        return "The file is empty."
    headings = next(column.headings for column in columns if column.name == needed)
    words = ", ".join(f"“{heading}”" for heading in (needed, *headings[:4]))
    start = " ".join(" ".join(first.cells).split())[:80]
    return (
        f"No heading was recognised. The file must have a line of headings, one of them {words} "
        f"or the like; this one starts with “{start}”.{_perhaps_another(file)}"
    )


def _perhaps_another(file: CsvFile) -> str:
    if not file.others:
        return ""
    return f" Perhaps another of its sheets or tables was meant; name it: {', '.join(file.others)}."
