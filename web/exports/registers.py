"""What leaves the ledger as a file: CSV and workbooks that open safely, and JSON.

The site's downloads and the command line's output are the same. Every row of a CSV, every sheet
and every JSON document carries the handling marking, the date and the position of the log that it
shows.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from io import SEEK_END
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from application.ledger.identity import identity_of
from domain.disputes.audit.breach_kinds import BREACH_KINDS
from domain.kernel.item import long_date
from domain.kernel.terms import HANDLING
from projections.columns import AGENCY, DAY, MOMENT, NUMBER, TEXT, Column, OfCode
from projections.recommendations.follow_up import FOLLOW_UP
from projections.versioned import Row
from projections.view import View
from web.exports.workbooks import Book
from web.proof.code import short_code

if TYPE_CHECKING:
    from flask import Response

FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
"""The forms of a file, by the ending of its name."""
MARKING = ("As at", "Log position", "Ledger", "Checkpoint", "Handling")
"""The headings under which each row of a CSV says of which moment and of which ledger it is, by
which checkpoint that can be proved, and how to handle it."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001  wide ones too
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Columns = Sequence[Column[Any]]


# ---------------------------------------------------------------- tables that are no register


def _text(label: str, key: str) -> Column[Any]:
    return Column(key, label, TEXT)


AUDIT_COLUMNS: Columns = (
    Column("position", "Position", NUMBER),
    Column("recorded_at", "Recorded at", MOMENT),
    Column("happened_on", "Happened on", DAY),
    _text("Who", "who"),
    _text("Person’s account", "person"),
    _text("Role", "role"),
    Column("agency", "Agency", AGENCY),
    _text("Item", "item"),
    Column("version", "Version", NUMBER),
    _text("What happened", "sentence"),
    _text("Reason", "reason"),
    _text("Minute", "minute"),
)
BREACH_COLUMNS: Columns = (
    _text("Dispute", "reference"),
    _text("Title", "title"),
    Column("kind", "Kind", OfCode(BREACH_KINDS)),
    _text("What happened", "sentence"),
    _text("Stage", "stage"),
    Column("on", "Happened on", DAY),
    Column("position", "Position", NUMBER),
    Column("version", "Version", NUMBER),
)
HISTORY_COLUMNS: Columns = (
    Column("position", "Position", NUMBER),
    Column("recorded_on", "Recorded", MOMENT),
    Column("occurred_on", "Happened on", DAY),
    _text("What happened", "sentence"),
    _text("Reason", "reason"),
    _text("What changed", "changes"),
    _text("Who", "who"),
    _text("Role", "role"),
    _text("Agency", "agency"),
    Column("version", "Version", NUMBER),
    _text("Kind of event", "kind"),
)
PACK_COLUMNS: Columns = (_text("Item", "reference"), *HISTORY_COLUMNS)
CHANGE_COLUMNS: Columns = (
    Column("position", "Position", NUMBER),
    _text("Item", "item"),
    _text("Change", "change"),
    _text("What happened", "sentence"),
    _text("Reason", "reason"),
    _text("Minute", "minute"),
    Column("happened_on", "Happened on", DAY),
    Column("recorded_at", "Recorded at", MOMENT),
    _text("Who", "who"),
    Column("version", "Step", NUMBER),
)
LATE_COLUMNS: Columns = (
    _text("Became", "became"),
    Column("due_then", "Due then", DAY),
    *FOLLOW_UP.exported(),
)
READ_COLUMNS: Columns = (
    Column("at", "When", MOMENT),
    _text("Who", "who"),
    _text("Person’s account", "person"),
    _text("Roles", "roles"),
    _text("Page", "page"),
    _text("What was asked of it", "query"),
    _text("Item", "item"),
    Column("position", "As it stood at position", NUMBER),
)
REDATE_COLUMNS: Columns = (
    _text("Item", "item"),
    Column("was", "Due before", DAY),
    Column("due_on", "New due date", DAY),
    Column("slip", "Slip in days", NUMBER),
    _text("Reason", "reason"),
    Column("asked_on", "Asked on", DAY),
    _text("Asked by (account)", "asked_by"),
    Column("approved_on", "Approved on", DAY),
    _text("Decided by (account)", "decided_by"),
)
# ---------------------------------------------------------------- the forms of a file


def neutral(value: Any) -> Any:
    """The value with a ' in front where a spreadsheet would take text for a formula."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def in_file(column: Column[Any], row: Row, view: View) -> str | int | None:
    """The row's value as a CSV file has it."""
    value = column.typed(row, view)
    return value.isoformat() if isinstance(value, date) else value


def csv_lines(rows: Iterable[Row], columns: Columns, *, view: View) -> Iterator[str]:
    """The rows as lines of CSV under a line of headings."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    origin = identity_of(view.connection).origin
    marking = (view.today, view.position, origin, str(short_code(view)), HANDLING)
    writer.writerow([*(column.label for column in columns), *MARKING])
    cells = [(column.key, _Cells(column, view)) for column in columns]
    lines = ([*(written[row[key]] for key, written in cells), *marking] for row in rows)
    while some := list(islice(lines, _AT_ONCE)):
        writer.writerows(some)
        yield _taken(buffer)
    yield _taken(buffer)


class _Cells(dict[Any, Any]):
    """What a CSV file has for each value of a column, worked out once: most values come again.

    Of 10,000 risks that takes a third of the time.
    """

    def __init__(self, column: Column[Any], view: View) -> None:
        super().__init__()
        self._column, self._view = column, view

    def __missing__(self, value: Any) -> Any:
        written = neutral(in_file(self._column, {self._column.key: value}, self._view))
        if len(self) < _AT_ONCE:
            self[value] = written
        return written


_AT_ONCE = 500
"""Lines that are written at once, and values of a column that are remembered."""


def workbook(rows: Iterable[Row], columns: Columns, *, title: str, view: View) -> bytes:
    """The rows as an Excel workbook: real dates and numbers, headings that stay in sight.

    The handling marking and the moment stand above them, and on each printed page. The same rows
    give the same bytes.
    """
    book = Book(title, on=view.on)
    heads = [(column.label, _width(column)) for column in columns]
    values = ([column.typed(row, view) for column in columns] for row in rows)
    book.sheet(title, marking(title, view), heads, values)
    return book.content()


def marking(title: str, view: View) -> str:
    """What is shown, as at when, and how to handle it, in a line."""
    return (
        f"{title}, as at {long_date(view.today)}, log position {view.position}, checkpoint "
        f"{short_code(view)}. {HANDLING}"
    )


def json_document(
    rows: Iterable[Row], columns: Columns, *, noun: str, view: View, **more: Any
) -> str:
    """The rows as one JSON object, their values as the ledger holds them, and `more` besides."""
    return json.dumps(
        {
            "handling": HANDLING,
            "as_at": view.today,
            "position": view.position,
            "checkpoint": str(short_code(view)),
            **more,
            noun: [{column.key: column.held(row) for column in columns} for row in rows],
        },
        default=_iso,
        ensure_ascii=False,
        indent=2,
    )


def download(
    form: str, rows: Iterable[Row], columns: Columns, *, noun: str, view: View, title: str = ""
) -> Response:
    """The rows as an answer that a browser saves, in one of FORMATS."""
    from flask import Response

    name = f"{noun}-as-at-{view.today}-position-{view.position}.{form}"
    headers = {
        "Content-Type": _TYPES[form],
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if form == "xlsx":
        content = workbook(rows, columns, title=title or noun.capitalize(), view=view)
        return Response(content, headers=headers)
    if form == "json":
        return Response(json_document(rows, columns, noun=noun, view=view), headers=headers)
    # The mark by which Excel knows UTF-8.
    rows = iter(rows)
    first = list(islice(rows, 1))
    if not first:  # each row bears the code: where there is none, the name does
        name = name.replace(noun, f"{noun}-checkpoint-{short_code(view)}", 1)
    file = _written(chain(["\ufeff"], csv_lines(chain(first, rows), columns, view=view)))
    return sent(file, name, _TYPES[form])


def sent(file: SpooledTemporaryFile[bytes], name: str, kind: str) -> Response:
    """A file that was made whole, as an answer that a browser saves; then it is closed."""
    from flask import Response

    headers = {
        "Content-Type": kind,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(file.seek(0, SEEK_END)),
    }
    file.seek(0)
    answer = Response(iter(partial(file.read, _PART), b""), headers=headers)
    answer.call_on_close(file.close)
    return answer


def spooled() -> SpooledTemporaryFile[bytes]:
    """A file to write and read again, in memory as long as it is small."""
    return SpooledTemporaryFile(max_size=_IN_MEMORY)


def _written(text: Iterable[str]) -> SpooledTemporaryFile[bytes]:
    """A long text, made whole before any of it is sent, and not kept in memory.

    So a fault on the way is an answer that says so, and not a file that is cut off; and nobody who
    takes their time over it keeps the database waiting.
    """
    file = spooled()
    try:
        for part in text:
            file.write(part.encode())
    except BaseException:
        file.close()
        raise
    return file


_IN_MEMORY = 4 * 1024 * 1024
_PART = 256 * 1024
"""Bytes."""


def _iso(value: date) -> str:
    return value.isoformat()


def _width(column: Column[Any]) -> int:
    if column.kind is TEXT:
        return 40 if column.searched else 24
    return 18


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
