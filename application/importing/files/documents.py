"""Workbooks (.xlsx, .ods) and tables of Word documents (.docx), read as records like a CSV file."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.etree import ElementTree

from application.importing.files.csv_files import (
    LARGEST,
    CsvFile,
    FileRefusedError,
    Record,
    must_be_bounded,
)
from application.importing.files.ods_details import read_ods_details
from application.importing.files.sheet_details import Rows, SheetDetails
from application.importing.files.word_tables import word_tables
from application.importing.files.xlsx_details import read_xlsx_details
from domain.kernel.plain import clean

UNPACKED = 100 * 1024 * 1024
"""Bytes that the parts of a document may come to: some small files unpack to gigabytes."""
MOST_CELLS = 1_000_000
_UNREADABLE = "The workbook cannot be read. Open it, save the sheet as “CSV UTF-8”, and load that."
_ZIPPED = b"PK\x03\x04"


def opened(file: IO[bytes], *, largest: int = LARGEST, encoding: str, sheet: str) -> CsvFile:
    """The file by what it is, whatever it is called. Raises FileRefusedError.

    `sheet` names the sheet of a workbook, or the number of a document's table; the first that has
    anything in it is read where it does not.
    """
    file.seek(0)
    if file.read(4) == _ZIPPED:
        return Document(file, largest=largest, sheet=sheet)
    if sheet:
        raise FileRefusedError(f"The file has no sheets, and so none called “{sheet}”.")
    return CsvFile(file, largest=largest, encoding=encoding)


class Document(CsvFile):
    """A zipped document that holds a table, read whole within its bounds."""

    def __init__(self, file: IO[bytes], *, largest: int, sheet: str) -> None:
        self._begin(file, largest)
        file.seek(0)
        content = file.read()
        parts = _parts(content)
        tables, hidden = _tables(content, parts)
        name, self._rows = _chosen(tables, sheet)
        details = _details(content, parts, name, self._rows)
        self._merged, self._fills = details.of_merged(self._rows), details.fills
        self.others = [f"“{other}”" for other in tables if other != name]
        self.others += [f"“{other}” (hidden)" for other in hidden]
        not_read = [f"Not read: {', '.join(self.others)}."] if self.others else []
        self.told = " ".join([f"“{name}” was read.", *details.told(), *not_read])

    def records(self, delimiter: str) -> Iterator[Record]:
        """Every row that has anything in it, with its number in the sheet."""
        if delimiter != ",":
            return
        for line, cells in enumerate(self._rows, 1):
            must_be_bounded(line, cells)
            at = line - 1
            fills = {c: self._fills[at, c] for c in range(len(cells)) if (at, c) in self._fills}
            record = Record(line, cells, fills, self._merged.get(at, {}))
            if not record.empty:
                yield record


Tables = dict[str, Rows]


def _parts(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNPACKED:
                raise FileRefusedError(
                    f"The file unpacks to more than {UNPACKED // 2**20} MiB. Save the sheet as "
                    "“CSV UTF-8”, and load that file."
                )
            return set(packed.namelist())
    except zipfile.BadZipFile as error:
        raise FileRefusedError("The file is damaged: it cannot be unpacked.") from error


def _tables(content: bytes, parts: set[str]) -> tuple[Tables, list[str]]:
    """The tables of a document, each with its rows, and the names of those that are hidden."""
    if "word/document.xml" in parts:
        return {name: table.rows for name, table in word_tables(content).items()}, []
    if "xl/workbook.xml" in parts or "content.xml" in parts:
        return _sheets(content)
    raise FileRefusedError(
        "This is a zipped file, but no workbook (.xlsx, .ods) and no Word document."
    )


def _sheets(content: bytes) -> tuple[Tables, list[str]]:
    """The sheets that anybody sees, each with its rows, and the names of the others."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found, hidden = Tables(), list[str]()
        for each in workbook.sheets_metadata:
            if each.visible is not SheetVisibleEnum.Visible:
                hidden.append(each.name)
            else:
                sheet = workbook.get_sheet_by_name(each.name)
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    raise FileRefusedError(f"“{each.name}” has more than {MOST_CELLS:,} cells.")
                rows = sheet.to_python(skip_empty_area=False)
                found[each.name] = [[_words(cell) for cell in row] for row in rows]
        return found, hidden
    except CalamineError as error:
        raise FileRefusedError(_UNREADABLE) from error


def _details(content: bytes, parts: set[str], name: str, rows: Rows) -> SheetDetails:
    """What calamine leaves out of a sheet; what its cells show is put into `rows`."""
    if "word/document.xml" in parts:
        return word_tables(content)[name].details
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if "xl/workbook.xml" in parts:
                return read_xlsx_details(packed, name, rows)
            return read_ods_details(packed, name, rows)
    except (ElementTree.ParseError, ValueError, KeyError) as error:
        raise FileRefusedError(_UNREADABLE) from error


def _words(cell: Any) -> str:
    """A cell as somebody would write it."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return clean(str(cell))


def _chosen(tables: Tables, named: str) -> tuple[str, list[list[str]]]:
    if named:
        wanted = clean(named).casefold()
        for name, rows in tables.items():
            if clean(name).casefold() == wanted:
                return name, rows
        there = ", ".join(f"“{name}”" for name in tables) or "none"
        raise FileRefusedError(f"There is no sheet “{named}” that is shown. There are: {there}.")
    for name, rows in tables.items():
        if any(any(row) for row in rows):
            return name, rows
    raise FileRefusedError("The file is empty: no sheet or table of it has anything in it.")
