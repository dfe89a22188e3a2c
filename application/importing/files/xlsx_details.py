"""What python-calamine leaves out of a sheet of Excel's: errors of formulas, how numbers are shown,
hidden rows and columns, merged cells, colours."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from application.importing.files.colours import colour_named, tinted
from application.importing.files.sheet_details import Rows, SheetDetails, is_empty, put
from domain.kernel.spreadsheets import NEVER_CALCULATED

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TRUE = {"1", "true"}


def read_xlsx_details(packed: zipfile.ZipFile, name: str, rows: Rows) -> SheetDetails:
    """The details of the sheet with that name; what its cells show is put into `rows`.

    Raises ElementTree.ParseError where the file is damaged.
    """
    details = SheetDetails()
    part = _part_of(packed, name)
    if not part:
        return details
    details.comments = any(each.startswith("xl/comments") for each in packed.namelist())
    styles = _Styles(packed)
    with packed.open(part) as xml:
        at = -1
        for _, element in ElementTree.iterparse(xml):
            if element.tag == f"{_MAIN}row":
                at = int(element.get("r", at + 2)) - 1
                if element.get("hidden") in _TRUE:
                    details.hidden_rows.append(at)
                _read_row(element, at, rows, details, styles)
                element.clear()
            elif element.tag == f"{_MAIN}col" and element.get("hidden") in _TRUE:
                wide = max(map(len, rows), default=0)
                columns = range(int(element.get("min", "1")) - 1, int(element.get("max", "0")))
                details.hidden_columns += [each for each in columns if each < wide]
            elif element.tag == f"{_MAIN}mergeCell":
                first, _, last = element.get("ref", "").partition(":")
                if (begins := _place(first)) and (ends := _place(last)):
                    details.merged.append((begins, ends))
    return details


def _read_row(
    element: Element, at: int, rows: Rows, details: SheetDetails, styles: _Styles
) -> None:
    column = -1
    for cell in element.iter(f"{_MAIN}c"):
        place = _place(cell.get("r", ""))
        column = place[1] if place else column + 1
        if words := _shown(cell, styles):
            put(rows, at, column, words)
        elif is_empty(rows, at, column) and (colour := styles.colour(cell.get("s"))):
            details.fills[at, column] = colour


def _shown(cell: Element, styles: _Styles) -> str:
    """What calamine does not say of a cell; "" where it says all."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "e":
        return value
    if kind == "n" and not value and cell.find(f"{_MAIN}f") is not None:
        return NEVER_CALCULATED
    return styles.shown(cell.get("s"), value) if kind == "n" and value else ""


def _part_of(packed: zipfile.ZipFile, name: str) -> str:
    """Where in the file the sheet stands; "" where it cannot be told."""
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


def _place(words: str) -> tuple[int, int] | None:
    """The row and the column of a cell such as “B7”, from 0."""
    found = _PLACE.fullmatch(words)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


# ---------------------------------------------------------------- how cells look

_FORMATS = {"2": "0.00", "9": "0%", "10": "0.00%"}
"""Those that every workbook has, by their numbers."""
_FORMAT = re.compile(
    r"(?:\"(?P<quoted>[^\"]{0,20})\"|(?P<plain>(?:\\.|[-_/. ]){0,20}))(?P<whole>0{1,15})"
    r"(?:\.(?P<part>0{1,10}))?(?P<share>%)?(?:;.{0,100})?"
)
"""A number with zeros in front, with its decimals, after letters or as a percentage."""
_INDEXED = {
    2: "FF0000", 3: "00FF00", 4: "0000FF", 5: "FFFF00", 10: "FF0000", 11: "00FF00", 12: "0000FF",
    13: "FFFF00", 16: "800000", 17: "008000", 18: "000080", 42: "CCFFCC", 43: "FFFF99",
    44: "99CCFF", 45: "FF99CC", 47: "FFCC99", 48: "3366FF", 50: "99CC00", 51: "FFCC00",
    52: "FF9900", 53: "FF6600", 57: "339966",
}  # fmt: skip
"""The colours among those that Excel had before 2007."""


class _Styles:
    """How the cells of a workbook look."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._theme = _theme(packed)
        self._formats, self._colours = list[str](), list[str]()
        if "xl/styles.xml" in packed.namelist():
            self._read(ElementTree.fromstring(packed.read("xl/styles.xml")))

    def _read(self, styles: Element) -> None:
        own = {
            each.get("numFmtId", ""): each.get("formatCode", "")
            for each in styles.iter(f"{_MAIN}numFmt")
        }
        fills = [self._filled(each) for each in styles.findall(f"{_MAIN}fills/{_MAIN}fill")]
        for each in styles.findall(f"{_MAIN}cellXfs/{_MAIN}xf"):
            number = each.get("numFmtId", "0")
            self._formats.append(own.get(number) or _FORMATS.get(number, ""))
            fill = int(each.get("fillId", "0"))
            self._colours.append(fills[fill] if fill < len(fills) else "")

    def _filled(self, fill: Element) -> str:
        """The name of the colour of a fill."""
        pattern = fill.find(f"{_MAIN}patternFill")
        colour = pattern.find(f"{_MAIN}fgColor") if pattern is not None else None
        if colour is None or pattern is None or pattern.get("patternType") == "none":
            return ""
        rgb = colour.get("rgb", "")[-6:]
        with suppress(ValueError, IndexError):
            if not rgb and (theme := colour.get("theme")):
                rgb = tinted(self._theme[int(theme)], float(colour.get("tint", "0")))
            elif not rgb:
                rgb = _INDEXED.get(int(colour.get("indexed", "-1")), "")
        return colour_named(rgb)

    def colour(self, style: str | None) -> str:
        """The name of the colour of a cell of that style; "" for none."""
        return _of(self._colours, style)

    def shown(self, style: str | None, value: str) -> str:
        """How a number is shown, where that says more than the number; "" otherwise."""
        found = _FORMAT.fullmatch(_of(self._formats, style))
        if found is None:
            return ""
        before = found["quoted"] or (found["plain"] or "").replace("\\", "")
        decimals = len(found["part"] or "")
        if not (before or decimals or found["share"] or len(found["whole"]) > 1):
            return ""
        number = float(value) * (100 if found["share"] else 1)
        wide = len(found["whole"]) + (decimals + 1 if decimals else 0)
        return f"{before}{number:0{wide}.{decimals}f}{found['share'] or ''}"


def _of(values: Sequence[str], style: str | None) -> str:
    at = int(style or 0)
    return values[at] if at < len(values) else ""


def _theme(packed: zipfile.ZipFile) -> list[str]:
    """The colours of the workbook's theme, in the order in which cells name them."""
    part = "xl/theme/theme1.xml"
    if part not in packed.namelist():
        return []
    scheme = ElementTree.fromstring(packed.read(part)).find(f".//{_DRAWN}clrScheme")
    colours = [*_scheme_colours(scheme)] if scheme is not None else []
    return [*colours[1::-1], *colours[3:1:-1], *colours[4:]]


def _scheme_colours(scheme: Element) -> Iterator[str]:
    for each in scheme:
        colour = each[0] if len(each) else each
        yield colour.get("lastClr") or colour.get("val") or ""
