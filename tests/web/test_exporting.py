"""What leaves the ledger as a file: marked, dated, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, insert

from application.ledger.identity import KEY_BYTES, identity_table
from application.ledger.log.log_tables import stored_events
from application.ledger.log.tree import root_of
from application.ledger.storage.database import permanent
from projections.columns import DAY, NUMBER, TEXT, YES_NO, Column, OfCode
from projections.partnership.proof import PROOF
from projections.view import View
from tests.web.workbooks import sheet
from web.exports.registers import csv_lines, download, json_document, neutral, workbook

COLUMNS: tuple[Column[Any], ...] = (
    Column("title", "Title", TEXT),
    Column("status", "Status", OfCode({"open": "Open"})),
    Column("due_on", "Due", DAY),
    Column("score", "Score", NUMBER),
    Column("urgent", "Urgent", YES_NO),
)
FIRE = {"title": "Fire", "status": "open", "due_on": "2026-05-20", "score": 12, "urgent": 1}


ORIGIN = "scrutiny-ledger/6f1c2a52-54a1-4c0e-9d5b-0a1b2c3d4e5f"


LEAVES = [bytes([number]) * 32 for number in range(1, 43)]
CODE = f"42-{root_of(LEAVES).hex()[:20]}-unsigned"


def _event(position: int) -> dict[str, Any]:
    return {
        "position": position, "originator_id": uuid4(), "originator_version": 1, "topic": "",
        "state": b"", "item": "", "recorded": "", "leaf": LEAVES[position - 1],
    }  # fmt: skip


@pytest.fixture
def view() -> Iterator[View]:
    """A look at a ledger on 12 May 2026, after 42 events."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        permanent.create_all(connection)
        PROOF.table.create(connection)
        origin = {"origin": ORIGIN, "command_key": bytes(KEY_BYTES)}
        connection.execute(insert(identity_table).values(origin))
        connection.execute(insert(stored_events), [_event(number) for number in range(1, 43)])
        yield View(connection, date(2026, 5, 12), 42)
    engine.dispose()


def rows_of(view: View, *rows: dict[str, Any]) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(csv_lines(rows, COLUMNS, view=view)))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])  # noqa: RUF001
def test_what_a_spreadsheet_would_take_for_a_formula_is_made_text(start: str) -> None:
    assert neutral(f'{start}HYPERLINK("x")') == f'\'{start}HYPERLINK("x")'


@pytest.mark.parametrize("value", ["Fire", "", "a=b", "'quoted", 12, -3, None, "3 - 4"])
def test_everything_else_stays_as_it_is(value: Any) -> None:
    assert neutral(value) == value


def test_every_row_of_a_csv_says_whence_it_is_and_how_to_handle_it(
    view: View,
) -> None:
    assert rows_of(view, FIRE) == [
        ["Title", "Status", "Due", "Score", "Urgent", "As at", "Log position", "Ledger",
         "Checkpoint", "Handling"],
        ["Fire", "Open", "2026-05-20", "12", "Yes", "2026-05-12", "42", ORIGIN, CODE,
         "OFFICIAL-SENSITIVE"],
    ]  # fmt: skip
    assert len(rows_of(view)) == 1, "an empty register still has its headings"


def test_commas_quotes_and_lines_within_a_cell_stay_within_it(view: View) -> None:
    awkward = 'One, "two"\nthree; <b>'
    assert rows_of(view, {**FIRE, "title": awkward, "status": None})[1][:2] == [awkward, ""]


def test_a_workbook_has_real_dates_and_numbers_under_its_marking(view: View) -> None:
    marking, _, headings, row = sheet(workbook([FIRE], COLUMNS, title="Risks", view=view))
    assert marking[0] == (
        f"Risks, as at 12 May 2026, log position 42, checkpoint {CODE}. OFFICIAL-SENSITIVE"
    )
    assert headings == ["Title", "Status", "Due", "Score", "Urgent"]
    assert row == ["Fire", "Open", date(2026, 5, 20), 12, "Yes"]


def test_text_in_a_workbook_stays_text_and_never_runs(view: View) -> None:
    for words in ('=HYPERLINK("x")', "https://evil.example", "{=1+1}"):
        content = workbook([{**FIRE, "title": words}], COLUMNS, title="Risks", view=view)
        assert sheet(content)[3][0] == words


def test_the_same_rows_make_the_same_workbook(view: View) -> None:
    made = {workbook([FIRE], COLUMNS, title="Risks", view=view) for _ in range(2)}
    assert len(made) == 1


def test_codes_stay_codes_in_json_and_the_document_says_what_it_is(view: View) -> None:
    row = {**FIRE, "title": "=1+1"}
    found = json.loads(json_document([row], COLUMNS, noun="risks", view=view, reference="RSK-1"))
    assert found == {
        "handling": "OFFICIAL-SENSITIVE",
        "as_at": "2026-05-12",
        "position": 42,
        "checkpoint": CODE,
        "reference": "RSK-1",
        "risks": [{**row, "urgent": True}],
    }


def test_a_moment_in_json_is_an_iso_instant(view: View) -> None:
    at = datetime.fromisoformat("2026-05-12T09:30:00+00:00")
    text = json_document([{"title": at}], COLUMNS[:1], noun="risks", view=view)
    assert json.loads(text)["risks"] == [{"title": "2026-05-12T09:30:00+00:00"}]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_download_is_named_for_its_moment(form: str, view: View) -> None:
    with closing(download(form, [FIRE], COLUMNS, noun="risks", view=view)) as answer:
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="risks-as-at-2026-05-12-position-42.{form}"'
        )


def test_a_csv_is_marked_for_excel(view: View) -> None:
    rows = [{**FIRE, "title": "Café"}]
    with closing(download("csv", rows, COLUMNS, noun="risks", view=view)) as answer:
        assert answer.content_type == "text/csv; charset=utf-8"
        assert answer.get_data().startswith(b"\xef\xbb\xbfTitle,Status")
        assert "Café" in answer.get_data().decode("utf-8-sig")


def test_a_long_csv_is_whole(view: View) -> None:
    rows = [{**FIRE, "title": f"{number}: {'words ' * 2_000}"} for number in range(1_201)]
    with closing(download("csv", rows, COLUMNS, noun="risks", view=view)) as answer:
        length, content = answer.content_length, b"".join(answer.response)
    assert len(content) == length
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == [row["title"] for row in rows]


def test_a_csv_that_cannot_be_made_whole_is_no_answer(view: View) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield from [FIRE] * 1_000
        raise RuntimeError("The connection is gone.")

    with pytest.raises(RuntimeError):
        download("csv", rows(), COLUMNS, noun="risks", view=view)
