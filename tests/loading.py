"""Loading files in one line of a test."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import Any

from application.importing.importable import Importable
from application.importing.importing import import_file
from application.importing.reports import Report, RowReport
from application.importing.risks.rows import RISK_FILES
from application.ledger.ledger import Ledger
from projections.partnership.agencies import agency_called
from tests.kent import OPERATOR
from tests.reading import looking
from web.imports.groups import GroupsThatMeet

PUBLISHED = files("demonstration").joinpath("published/risks.csv").read_bytes()
"""The 21 rows of risk registers that English councils have published."""


def load(
    ledger: Ledger, text: str | bytes, importable: Importable = RISK_FILES, **options: Any
) -> Report:
    """Load a file with this text."""

    def called(words: str) -> str:
        with looking(ledger) as view:
            return agency_called(view, words)

    content = text if isinstance(text, bytes) else text.encode()
    return import_file(
        ledger, io.BytesIO(content), importable, person=OPERATOR, agency_called=called,
        groups=GroupsThatMeet(ledger), **options,
    )  # fmt: skip


def sheet(*rows: dict[str, Any]) -> str:
    """A file with these rows, under the headings that any of them has."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def many_risks(count: int) -> str:
    """A file with so many risks, each with its number, its source and its score."""
    return sheet(
        *(
            {
                "body": "A trust", "ref": f"R{number:05d}", "as at": "2021-03-31",
                "title": f"Strategy discussions start late in district {number}",
                "score": str(1 + number % 25),
            }
            for number in range(count)
        )
    )  # fmt: skip


def only(report: Report) -> RowReport:
    """The one row of a report."""
    (row,) = report.rows
    return row


def story(ledger: Ledger, reference: str) -> list[str]:
    """What the history of an item tells, each with its date."""
    return [f"{event.on} {event.sentence({})}" for event in ledger.history(reference)]


def refusals(report: Report) -> list[tuple[int, str, str]]:
    """What is refused: the line, its column, and why."""
    return [(row.line, row.column, row.reason) for row in report.rows if row.reason]
