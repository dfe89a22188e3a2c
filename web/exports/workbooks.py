"""Workbooks: real dates and numbers, headings that stay in sight, and no formula of anybody's.

The same rows give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from domain.kernel.terms import HANDLING

Value = str | int | date | datetime | None
"""What stands in a cell; an aware moment is shown as its own zone's clocks have it."""
_HEADINGS = 2
"""The row of a sheet with the headings, below the marking."""
_NO_NAME = "[]:*?/\\'"
_LONGEST_NAME = 31


class Book:
    """A workbook on its way."""

    def __init__(self, title: str, *, on: date, handling: str = HANDLING) -> None:
        """`on` is the day that it is dated by."""
        from xlsxwriter import Workbook

        self._file, self._handling = io.BytesIO(), handling
        self._book = Workbook(
            self._file,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_date_format": "d mmmm yyyy",
            },
        )
        created = datetime.combine(on, time(), UTC).replace(tzinfo=None)
        self._book.set_properties({"title": title, "comments": handling, "created": created})
        form = self._book.add_format
        self._bold = form({"bold": True})
        self._heading = form({"bold": True, "text_wrap": True, "valign": "top"})
        self._wrapped = form({"text_wrap": True, "valign": "top"})
        day = {"valign": "top", "align": "left"}
        self._day = form({"num_format": "d mmmm yyyy", **day})
        self._minute = form({"num_format": "d mmmm yyyy hh:mm", **day})
        self._names: set[str] = set()

    def sheet(
        self,
        name: str,
        above: str,
        heads: Sequence[tuple[str, float]],
        rows: Iterable[Sequence[Value]],
    ) -> None:
        """Add a sheet: a line above, then headings with their widths in letters, then rows."""
        sheet = self._book.add_worksheet(self._named(name))
        sheet.write_string(0, 0, above, self._bold)
        for place, (label, width) in enumerate(heads):
            sheet.write_string(_HEADINGS, place, label, self._heading)
            sheet.set_column(place, place, width)
        last = _HEADINGS
        for last, row in enumerate(rows, start=_HEADINGS + 1):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(last, place, value.replace(tzinfo=None), self._minute)
                elif isinstance(value, date):
                    sheet.write_datetime(last, place, datetime.combine(value, time()), self._day)
                elif isinstance(value, int):
                    sheet.write_number(last, place, value, self._wrapped)
                elif value:
                    sheet.write_string(last, place, value, self._wrapped)
        sheet.freeze_panes(_HEADINGS + 1, 1)
        sheet.autofilter(_HEADINGS, 0, last, len(heads) - 1)
        sheet.set_footer(f"&L{self._handling}&RPage &P of &N")
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADINGS)

    def content(self) -> bytes:
        """The whole of it; nothing can be added then."""
        self._book.close()
        return self._file.getvalue()

    def _named(self, name: str) -> str:
        """A name that Excel takes, and that no other sheet has."""
        kept = "".join(" " if letter in _NO_NAME else letter for letter in name).strip()
        found, number = kept[:_LONGEST_NAME], 2
        while found.casefold() in self._names:
            found = f"{kept[: _LONGEST_NAME - 4]} {number}"
            number += 1
        self._names.add(found.casefold())
        return found
