"""Workbooks (.xlsx, .ods) and tables of Word documents (.docx), read as records like a CSV file."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import IO, Any
from xml.etree import ElementTree

from application.importing.files.csv_files import (
    LARGEST,
    CsvFile,
    FileRefusedError,
    Record,
    must_be_bounded,
)
from domain.kernel.item import in_a_row
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
        if "word/document.xml" in parts:
            tables = _tables_of_word(content)
        elif "xl/workbook.xml" in parts or "content.xml" in parts:
            tables = _sheets(content)
        else:
            raise FileRefusedError(
                "This is a zipped file, but no workbook (.xlsx, .ods) and no Word document."
            )
        name, self._rows = _chosen(tables, sheet)
        others = [other for other in tables if other != name]
        self.told = f"“{name}” was read."
        if "xl/workbook.xml" in parts and (hidden := _put_errors(content, name, self._rows)):
            numbers = in_a_row([str(number) for number in hidden])
            self.told += f" It has hidden rows, which were read, too: {numbers}."
        if others:
            self.told += f" Not read: {', '.join(f'“{other}”' for other in others)}."

    def records(self, delimiter: str) -> Iterator[Record]:
        """Every row that has anything in it, with its number in the sheet."""
        if delimiter != ",":
            return
        for line, cells in enumerate(self._rows, 1):
            must_be_bounded(line, cells)
            record = Record(line, cells)
            if not record.empty:
                yield record


Tables = dict[str, list[list[str]]]


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


def _sheets(content: bytes) -> Tables:
    """The sheets that anybody sees, each with its rows."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found: Tables = {}
        for each in workbook.sheets_metadata:
            if each.visible is SheetVisibleEnum.Visible:
                sheet = workbook.get_sheet_by_name(each.name)
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    raise FileRefusedError(f"“{each.name}” has more than {MOST_CELLS:,} cells.")
                rows = sheet.to_python(skip_empty_area=False)
                found[each.name] = [[_words(cell) for cell in row] for row in rows]
        return found
    except CalamineError as error:
        raise FileRefusedError(_UNREADABLE) from error


def _put_errors(content: bytes, name: str, rows: list[list[str]]) -> list[int]:
    """Put back what calamine leaves out of a sheet of a workbook of Excel: the errors of its
    formulas. Return the numbers of the rows that are hidden."""
    try:
        return list(_hidden(content, name, rows))
    except ElementTree.ParseError as error:
        raise FileRefusedError(_UNREADABLE) from error


def _hidden(content: bytes, name: str, rows: list[list[str]]) -> Iterator[int]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        part = _part_of(packed, name)
        if not part:
            return
        with packed.open(part) as xml:
            for _, element in ElementTree.iterparse(xml):
                if element.tag == f"{_MAIN}row":
                    if element.get("hidden") in {"1", "true"}:
                        yield int(element.get("r", "0"))
                    element.clear()
                elif element.tag == f"{_MAIN}c" and element.get("t") == "e":
                    place = _PLACE.fullmatch(element.get("r", ""))
                    error = element.findtext(f"{_MAIN}v") or ""
                    if place and error:
                        _put(rows, int(place[2]) - 1, _column(place[1]), error)


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def _part_of(packed: zipfile.ZipFile, name: str) -> str:
    """Where in the file the sheet stands; "" where it is no workbook of Excel."""
    links = "xl/_rels/workbook.xml.rels"
    if links not in packed.namelist():
        return ""
    sheets = ElementTree.fromstring(packed.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    wanted = {each.get(_LINK) for each in sheets if each.get("name") == name}
    for each in ElementTree.fromstring(packed.read(links)):
        if each.get("Id") in wanted:
            target = each.get("Target", "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            return part if part in packed.namelist() else ""
    return ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _put(rows: list[list[str]], row: int, column: int, words: str) -> None:
    if row < len(rows) and column < len(rows[row]):
        rows[row][column] = words


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


# ---------------------------------------------------------------- Word


def _tables_of_word(content: bytes) -> Tables:
    """The tables of a document, numbered from 1."""
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
    """The outermost tables of a page; a cell over several columns is followed by empty ones."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._deep = 0
        self._cell: list[str] | None = None
        self._wide = 1

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._deep += 1
            if self._deep == 1:
                self.tables.append([])
        elif self._deep == 1 and tag == "tr":
            self.tables[-1].append([])
        elif self._deep == 1 and tag in {"td", "th"}:
            self._cell, self._wide = [], int(dict(attrs).get("colspan") or 1)
        elif self._cell is not None and tag in {"p", "br", "li"}:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._deep -= 1
        elif self._deep == 1 and tag in {"td", "th"} and self._cell is not None:
            words = clean("".join(self._cell))
            self.tables[-1][-1] += [words, *[""] * (min(self._wide, 100) - 1)]
            self._cell = None
