"""The tables of a Word document: what mammoth makes of them, read cell by cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from application.importing.files.csv_files import MOST_COLUMNS, FileRefusedError
from application.importing.files.sheet_details import Rows, SheetDetails
from domain.kernel.plain import clean


@dataclass
class WordTable:
    """One table: its rows, and which of its cells are merged."""

    rows: Rows = field(default_factory=list)
    details: SheetDetails = field(default_factory=SheetDetails)


def word_tables(content: bytes) -> dict[str, WordTable]:
    """The tables of a document, numbered from 1. Raises FileRefusedError for a damaged one."""
    import mammoth

    try:
        html = mammoth.convert_to_html(io.BytesIO(content)).value
    except Exception as error:  # whatever a damaged document makes of it
        raise FileRefusedError("The Word document cannot be read. Save it anew.") from error
    reader = _Tables()
    reader.feed(html)
    reader.close()
    return {str(number): table for number, table in enumerate(reader.tables, 1)}


class _Tables(HTMLParser):
    """The outermost tables of a page. A cell over several columns or rows stands in the first of
    them; the others are empty."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[WordTable] = []
        self._deep = 0
        self._cell: list[str] | None = None
        self._wide = self._tall = 1
        self._covered: set[tuple[int, int]] = set()
        """The places in the table that a cell further up covers."""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._deep += 1
            if self._deep == 1:
                self.tables.append(WordTable())
                self._covered.clear()
        elif self._deep == 1 and tag == "tr":
            self.tables[-1].rows.append([])
        elif self._deep == 1 and tag in {"td", "th"}:
            self._skip_covered()
            spans = dict(attrs)
            self._cell = []
            self._wide = min(int(spans.get("colspan") or 1), MOST_COLUMNS)
            self._tall = int(spans.get("rowspan") or 1)
        elif self._cell is not None and tag in {"p", "br", "li"}:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._deep -= 1
        elif self._deep == 1 and tag == "tr":
            self._skip_covered()
        elif self._deep == 1 and tag in {"td", "th"} and self._cell is not None:
            self._end_cell(clean("".join(self._cell)))
            self._cell = None

    def _end_cell(self, words: str) -> None:
        table = self.tables[-1]
        row, column = len(table.rows) - 1, len(table.rows[-1])
        table.rows[-1] += [words, *[""] * (self._wide - 1)]
        if self._tall == self._wide == 1:
            return
        last = row + self._tall - 1, column + self._wide - 1
        table.details.merged.append(((row, column), last))
        self._covered |= {
            (below, beside)
            for below in range(row + 1, last[0] + 1)
            for beside in range(column, last[1] + 1)
        }

    def _skip_covered(self) -> None:
        """Leave the places empty that a cell further up covers."""
        rows = self.tables[-1].rows
        while (len(rows) - 1, len(rows[-1])) in self._covered:
            rows[-1].append("")
