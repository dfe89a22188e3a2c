"""What python-calamine leaves out of a sheet of LibreOffice's: errors of formulas, how numbers are
shown, hidden rows and columns, merged cells, colours."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from application.importing.files.colours import colour_named
from application.importing.files.sheet_details import Rows, SheetDetails, is_empty, put
from domain.kernel.spreadsheets import error_in

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _STYLE, _TEXT, _LOOK = (
    f"{_NAMESPACE}{each}:1.0}}"
    for each in ("table", "office", "style", "text", "xsl-fo-compatible")
)
_HIDDEN = {"collapse", "filter"}


def read_ods_details(packed: zipfile.ZipFile, name: str, rows: Rows) -> SheetDetails:
    """The details of the sheet with that name; what its cells show is put into `rows`.

    Raises ElementTree.ParseError where the file is damaged.
    """
    details = SheetDetails()
    content = ElementTree.fromstring(packed.read("content.xml"))
    colours = _colours(packed, content)
    for sheet in content.iter(f"{_TABLE}table"):
        if sheet.get(f"{_TABLE}name") == name:
            _read_sheet(sheet, rows, details, colours)
    return details


def _read_sheet(sheet: Element, rows: Rows, details: SheetDetails, colours: dict[str, str]) -> None:
    wide = max(map(len, rows), default=0)
    usual = list[str]()
    for column in sheet.iter(f"{_TABLE}table-column"):
        if len(usual) < wide and column.get(f"{_TABLE}visibility") in _HIDDEN:
            last = min(len(usual) + _times(column, "columns"), wide)
            details.hidden_columns += range(len(usual), last)
        style = column.get(f"{_TABLE}default-cell-style-name", "")
        usual += [style] * min(_times(column, "columns"), wide - len(usual))
    at = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        for _ in range(min(_times(row, "rows"), len(rows) - at)):
            if row.get(f"{_TABLE}visibility") in _HIDDEN:
                details.hidden_rows.append(at)
            _read_row(row, at, rows, details, [colours.get(each, "") for each in usual], colours)
            at += 1


def _read_row(
    row: Element,
    at: int,
    rows: Rows,
    details: SheetDetails,
    usual: list[str],
    colours: dict[str, str],
) -> None:
    for column, cell in _cells(row, len(rows[at])):
        if words := _shown(cell):
            put(rows, at, column, words)
        style = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name")
        colour = colours.get(style, "") if style else "".join(usual[column : column + 1])
        if colour and is_empty(rows, at, column):
            details.fills[at, column] = colour
        down, across = (
            int(cell.get(f"{_TABLE}number-{each}-spanned", "1")) for each in ("rows", "columns")
        )
        if down > 1 or across > 1:
            details.merged.append(((at, column), (at + down - 1, column + across - 1)))
        details.comments |= cell.find(f"{_OFFICE}annotation") is not None


def _cells(row: Element, wide: int) -> Iterator[tuple[int, Element]]:
    """The cells of a row, each with its column."""
    column = 0
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        for _ in range(min(_times(cell, "columns"), wide - column)):
            yield column, cell
            column += 1


def _shown(cell: Element) -> str:
    """What calamine does not say of a cell; "" where it says all."""
    shown = "\n".join("".join(each.itertext()) for each in cell.findall(f"{_TEXT}p"))
    if error_in(shown):
        return shown
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value", "")
    if kind == "percentage" and shown:
        return shown
    return shown if kind == "float" and shown != value and _is_number(shown, value) else ""


def _is_number(shown: str, value: str) -> bool:
    """Whether a number is shown as itself, with its decimals or zeros in front."""
    try:
        return float(shown) == float(value)
    except ValueError:
        return False


def _times(element: Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _colours(packed: zipfile.ZipFile, content: Element) -> dict[str, str]:
    """The names of the colours of the styles of cells."""
    roots = [content]
    if "styles.xml" in packed.namelist():
        roots.insert(0, ElementTree.fromstring(packed.read("styles.xml")))
    found: dict[str, str] = {}
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            properties = style.find(f"{_STYLE}table-cell-properties")
            look = properties.get(f"{_LOOK}background-color") if properties is not None else None
            parent = found.get(style.get(f"{_STYLE}parent-style-name", ""), "")
            name = style.get(f"{_STYLE}name", "")
            found[name] = colour_named(look.lstrip("#")) if look else parent
    return found
