"""What leaves the ledger as a file: marked, dated, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from projections.versioned import Moment
from web.exporting import RISK_COLUMNS, Column, csv_download, csv_lines, json_document, neutral

COLUMNS = (Column("Title", "title"), Column("Status", "status", {"open": "Open"}))
NOW = Moment(date(2026, 5, 12))


def rows_of(*rows: dict[str, Any]) -> list[list[str]]:
    text = "".join(csv_lines(rows, COLUMNS, moment=NOW, position=42))
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])  # noqa: RUF001
def test_what_a_spreadsheet_would_take_for_a_formula_is_made_text(start: str) -> None:
    assert neutral(f'{start}HYPERLINK("x")') == f'\'{start}HYPERLINK("x")'


@pytest.mark.parametrize("value", ["Fire", "", "a=b", "'quoted", 12, -3, None, "3 - 4"])
def test_everything_else_stays_as_it_is(value: Any) -> None:
    assert neutral(value) == value


def test_every_row_says_its_date_its_position_and_how_to_handle_it() -> None:
    assert rows_of({"title": "Fire", "status": "open"}) == [
        ["Title", "Status", "As at", "Log position", "Handling"],
        ["Fire", "Open", "2026-05-12", "42", "OFFICIAL-SENSITIVE"],
    ]


def test_an_empty_register_still_has_its_headings() -> None:
    assert len(rows_of()) == 1


def test_commas_quotes_and_lines_within_a_cell_stay_within_it() -> None:
    awkward = 'One, "two"\nthree; <b>'
    assert rows_of({"title": awkward, "status": None})[1][:2] == [awkward, ""]


def test_codes_become_words_in_csv_and_stay_codes_in_json() -> None:
    row = {"title": "=1+1", "status": "open"}
    found = json.loads(
        json_document([row], COLUMNS, noun="risks", moment=NOW, position=42, reference="RSK-1")
    )
    assert found == {
        "handling": "OFFICIAL-SENSITIVE",
        "as_at": "2026-05-12",
        "position": 42,
        "reference": "RSK-1",
        "risks": [row],
    }


def test_a_moment_in_json_is_an_iso_instant() -> None:
    at = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
    text = json_document(
        [{"title": at, "status": at.date()}], COLUMNS, noun="risks", moment=NOW, position=1
    )
    assert json.loads(text)["risks"] == [
        {"title": "2026-05-12T09:30:00+00:00", "status": "2026-05-12"}
    ]


def test_a_download_is_named_for_its_moment_and_marked_for_excel() -> None:
    answer = csv_download(
        [{"title": "Café", "status": "open"}], COLUMNS, noun="risks", moment=NOW, position=42
    )
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="risks-as-at-2026-05-12-position-42.csv"'
    )
    content = answer.get_data()
    assert content.startswith(b"\xef\xbb\xbfTitle,Status")
    assert "Café" in content.decode("utf-8-sig")


def test_headings_are_plain_english_and_each_is_there_once() -> None:
    headings = [column.heading for column in RISK_COLUMNS]
    assert len(set(headings)) == len(headings)
    assert not [heading for heading in headings if "_" in heading]
