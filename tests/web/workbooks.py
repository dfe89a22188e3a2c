"""Reading a workbook as Excel would: what stands in each cell, and that dates are dates.

Of a moment the day is read."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

Cell = str | int | date | None
_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_EPOCH = date(1899, 12, 30)


def sheet(content: bytes) -> list[list[Cell]]:
    """The rows of the first sheet, from its first row and column on."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        words = [
            "".join(each.itertext()) for each in _root(book, "xl/sharedStrings.xml").iter(f"{_X}si")
        ]
        formats = _root(book, "xl/styles.xml")
        dates = {
            each.get("numFmtId") for each in formats.iter(f"{_X}numFmt")
            if "yyyy" in (each.get("formatCode") or "")
        }  # fmt: skip
        styles = [each.get("numFmtId") in dates for each in formats.find(f"{_X}cellXfs") or ()]
        rows: list[list[Cell]] = []
        for row in _root(book, "xl/worksheets/sheet1.xml").iter(f"{_X}row"):
            rows += [[] for _ in range(int(row.get("r", "1")) - len(rows))]
            for cell in row:
                assert cell.find(f"{_X}f") is None, "a formula"
                value = cell.findtext(f"{_X}v") or ""
                rows[-1] += [None] * (_place(cell.get("r", "A1")) - len(rows[-1]))
                if cell.get("t") == "s":
                    rows[-1].append(words[int(value)])
                elif styles[int(cell.get("s", "0"))]:
                    rows[-1].append(_EPOCH + timedelta(days=int(float(value))))
                else:
                    rows[-1].append(int(value) if value else None)
        return rows


def _root(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name))


def _place(name: str) -> int:
    """The column of a cell called A1 or AB12, from 0."""
    number = 0
    for letter in name.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
