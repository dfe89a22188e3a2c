"""Rows of a table that are no items: headings once more, headings of a section, totals, footnotes,
and what a merged cell left under its first line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from application.importing.files.cells import shortened
from application.importing.files.csv_files import Record
from application.importing.files.headings import Headings, Row
from domain.kernel.plain import normal

_FEW_COLUMNS = 3
"""A table with no more columns may well have rows with one cell."""
_TOTAL = re.compile(
    r"(?:(?:sub|grand|overall) ?)?totals?"
    r"(?: (?:score|number|risks?|actions?|recommendations?|disputes?|items?))?(?: \d{1,6})?"
    r"|average|mean|count|sum"
)
_PAGE = re.compile(r"(?:page )?\d{1,4}(?: of \d{1,4}| / \d{1,4})|page \d{1,4}|p \d{1,4}")
_SECTION = re.compile(
    r"(?:section|part|chapter|theme|priority|objective|domain|directorate) (?:\d{1,3}|[a-z])\b"
    r".{0,100}"
    r"|(?:[a-z]{1,20} ){0,4}(?:risks|issues|recommendations|actions|disputes)"
)
_NOTE = re.compile(
    r"[*†‡§¹²³]|\(\*\)|(?:foot)?notes?\b\W|n\.?b\.?\W|please note|source\b\W|key\b\W|"
    r"(?:end of|continued|printed|prepared by|produced by|©)",
    re.IGNORECASE,
)


class Stacked:
    """Tells such rows from items. `needed` is the column without which there is no item; `more`
    are the columns of which a row without anything else has more of the item above it."""

    def __init__(
        self, headings: Headings, heads: Sequence[Record], *, needed: str, more: Collection[str]
    ) -> None:
        self._headings = headings
        self._heads = [_plain(head) for head in heads]
        self._needed = needed
        self._more = more
        self._above: dict[str, str] = {}

    def rows(self, records: Iterable[Record]) -> Iterator[Row]:
        """The rows of the records, in their order."""
        above: Row | None = None
        for record in records:
            row = self._headings.row(record)
            if record.merged and self._needed in row.cells:
                row = self._headings.with_merged(row, record)
            if why := self._why_passed(record, row):
                waiting = replace(row, passed=why)
            elif above and not above.passed and self._goes_on(row):
                if self._adds(row):
                    above = _with_more(above, row)
                    continue
                waiting = replace(row, flags=(*row.flags, _the_rest(above)))
            elif above and self._says_only_what(row):
                waiting = replace(row, flags=(*row.flags, _may_be_the_rest(above)))
            else:
                waiting = row
            if above:
                yield above
            above = waiting
            if not above.passed:
                self._above = {**above.cells, **above.others}
        if above:
            yield above

    def _why_passed(self, record: Record, row: Row) -> str:
        """Why the row is no item, as the rest of a sentence; "" where it may be one."""
        plain = _plain(record)
        if plain in self._heads:
            return "it repeats the headings"
        said = [words for words in plain if words]
        cells = [cell for cell in record.cells if cell]
        if not said:
            return "it has nothing but signs" if cells else ""
        words = " ".join(cells[0].split())
        if _TOTAL.fullmatch(said[0]) and all(_is_figure(each) for each in cells[1:]):
            return f"“{shortened(words, 40)}” is a total and no item"
        if total := self._total_in(row):
            return f"“{shortened(total, 40)}” is a total and no item"
        if len(said) > 1 or self._headings.count <= _FEW_COLUMNS:
            return ""
        if _PAGE.fullmatch(said[0]):
            return f"“{words}” is the number of a page"
        if _NOTE.match(words):
            return f"“{shortened(words, 60)}” is a note below the table, and no item"
        in_front = bool(record.cells[0]) and self._needed not in row.cells
        if in_front or _SECTION.fullmatch(said[0]):
            return f"“{shortened(words, 60)}” is the heading of a section, and no item"
        return ""

    def _total_in(self, row: Row) -> str:
        """The word for a total in a row that has nothing of its own beside figures and what stands
        on every line, such as the name of the report."""
        above = self._above
        own = [
            words
            for name, words in (*row.cells.items(), *row.others.items())
            if above.get(name) != words and not _is_figure(words)
        ]
        return own[0] if len(own) == 1 and _TOTAL.fullmatch(normal(own[0])) else ""

    def _goes_on(self, row: Row) -> bool:
        """Whether the row says neither what the item is nor its number."""
        return (
            self._needed not in row.cells
            and bool(row.cells or row.others)
            and not (row.flags or row.fault or set(row.cells) & {"risk_ref", "rec_ref", "number"})
        )

    def _says_only_what(self, row: Row) -> bool:
        """Whether the row says what the item is, and nothing else of it in a table of many
        columns."""
        alone = row.cells.keys() == {self._needed} and not row.others
        return alone and self._headings.count > _FEW_COLUMNS

    def _adds(self, row: Row) -> bool:
        return not row.others and set(row.cells) <= set(self._more)


def _with_more(above: Row, row: Row) -> Row:
    cells = dict(above.cells)
    for name, words in row.cells.items():
        cells[name] = "\n".join(filter(None, [cells.get(name, ""), words]))
    flag = f"Line {row.line} has nothing but {', '.join(row.cells)}, which counts as more of this."
    return replace(above, cells=cells, flags=(*above.flags, flag))


def _the_rest(above: Row) -> str:
    return (
        f"It looks like the rest of line {above.line}, whose cells were merged. Put what it says "
        "into that line, or leave this one out."
    )


def _may_be_the_rest(above: Row) -> str:
    return (
        f"It says nothing but this. Perhaps it is the rest of line {above.line}, or the heading of "
        "a section: if so, leave it out."
    )


def _plain(record: Record) -> tuple[str, ...]:
    return tuple(normal(cell) for cell in record.cells)


def _is_figure(words: str) -> bool:
    return any(each.isdigit() for each in words) and not any(each.isalpha() for each in words)
