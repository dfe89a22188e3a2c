"""What a workbook shows and its words alone do not say: colours, hidden and merged cells, numbers
as they are shown, errors. Each kind in Excel's files and in LibreOffice's."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from application.importing.actions.rows import ACTION_FILES
from application.importing.files.colours import colour_named, tinted
from application.importing.recommendations.rows import RECOMMENDATION_FILES
from application.ledger.ledger import Ledger
from domain.recommendations.recommendation import Recommendation
from domain.risks.risk import Risk
from domain.risks.vocabulary import Measure
from tests.application.importing.test_documents import packed
from tests.loading import load, only

HEADINGS = ["Audit title", "Rec no", "Recommendation", "Owner", "RAG", "Percent complete"]
FIRST = ["Audit of plans", "1.10", "Say when a plan is late", "Kent Police", "", ""]


def excel(fill: Callable[[Any, Any], object]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Tracker")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, FIRST)
        fill(book, sheet)
    return content.getvalue()


def libre(rows: str, *, styles: str = "", columns: str = "") -> bytes:
    """A sheet of LibreOffice's: its rows and columns, and the styles of its cells."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in {
            "office": "office", "table": "table", "text": "text", "style": "style",
            "fo": "xsl-fo-compatible",
        }.items()
    )  # fmt: skip
    headings = "".join(map(cell, HEADINGS))
    return packed({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest:manifest xmlns:manifest="
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f"<office:document-content{names}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        '<office:body><office:spreadsheet><table:table table:name="Tracker">'
        f"{columns}<table:table-row>{headings}</table:table-row>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def cell(words: str, more: str = "") -> str:
    paragraph = f"<text:p>{words}</text:p>" if words else ""
    kind = "" if "value-type" in more or not words else ' office:value-type="string"'
    return f"<table:table-cell{kind} {more}>{paragraph}</table:table-cell>"


RED = (
    '<style:style style:name="ce1" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#ff4040"/></style:style>'
)
FOUR = "".join(map(cell, FIRST[:4]))


COLOURED = cell("", "table:style-name='ce1'")


def coloured(book: Any, sheet: Any) -> None:
    sheet.write_blank(1, 4, None, book.add_format({"bg_color": "#FFC7CE"}))


@pytest.mark.parametrize(
    "content",
    [
        excel(coloured),
        libre(f"<table:table-row>{FOUR}{COLOURED}</table:table-row>", styles=RED),
        libre(f"<table:table-row>{FOUR}{cell('')}</table:table-row>", styles=RED,
              columns='<table:table-column table:number-columns-repeated="4"/>'
              '<table:table-column table:default-cell-style-name="ce1"/>'),
    ],
    ids=["excel", "libre", "a column of libre"],
)  # fmt: skip
def test_the_colour_of_a_cell_without_words_is_its_rag(ledger: Ledger, content: bytes) -> None:
    row = only(load(ledger, content, RECOMMENDATION_FILES))
    assert "RAG has no words; by its colour it is Red." in row.flags
    statuses = [event.facts.get("status") for event in ledger.history(row.reference)]
    assert "RAG: Red" in statuses


def test_words_count_and_not_their_colour(ledger: Ledger) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_string(1, 4, "Green", book.add_format({"bg_color": "#FF0000"}))

    row = only(load(ledger, excel(fill), RECOMMENDATION_FILES))
    assert not [flag for flag in row.flags if "colour" in flag]


def test_the_colour_of_a_risk_is_its_band_and_of_an_action_its_status(ledger: Ledger) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Risk title", "Score", "RAG"])
        sheet.write_row(1, 0, ["Too few places", 20])
        sheet.write_blank(1, 2, None, book.add_format({"bg_color": "#FF0000"}))
    risk = ledger.get(Risk, only(load(ledger, content.getvalue())).reference)
    assert risk.published_band == "Red"
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Action", "Due", "Status"])
        sheet.write_row(1, 0, ["Write it", "30 June 2027"])
        sheet.write_blank(1, 2, None, book.add_format({"bg_color": "#00B050"}))
    flags = only(load(ledger, content.getvalue(), ACTION_FILES)).flags
    assert "Status has no words; by its colour it is Green." in flags


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ("FF0000", "Red"), ("FFC7CE", "Red"), ("C00000", "Red"), ("E06666", "Red"),
        ("FFC000", "Amber"), ("FFEB9C", "Amber"), ("FFFF00", "Amber"), ("ED7D31", "Amber"),
        ("00B050", "Green"), ("C6EFCE", "Green"), ("92D050", "Green"), ("70AD47", "Green"),
        ("0070C0", "Blue"), ("00B0F0", "Blue"), ("4472C4", "Blue"), ("7030A0", ""),
        ("FFFFFF", ""), ("D9D9D9", ""), ("000000", ""), ("", ""), ("transparent", ""),
    ],
)  # fmt: skip
def test_a_colour_is_named_as_people_name_it(rgb: str, name: str) -> None:
    assert colour_named(rgb) == name


def test_a_colour_of_the_theme_is_named_with_its_tint() -> None:
    assert tinted("70AD47", 0.4) == "A9D18E"
    assert colour_named(tinted("70AD47", 0.8)) == "Green"


def test_numbers_are_read_as_the_workbook_shows_them(ledger: Ledger) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_number(1, 1, 1.1, book.add_format({"num_format": "0.00"}))
        sheet.write_number(1, 5, 1, book.add_format({"num_format": "0%"}))
        sheet.write_row(2, 0, FIRST)
        sheet.write_number(2, 1, 7, book.add_format({"num_format": '"CRR"0000'}))

    first, second = load(ledger, excel(fill), RECOMMENDATION_FILES).rows
    assert ledger.get(Recommendation, first.reference).number == "1.10"
    assert ledger.get(Recommendation, second.reference).number == "CRR0007"
    statuses = [event.facts.get("status") for event in ledger.history(first.reference)]
    assert "100% complete" in statuses


def test_libre_shows_percentages_and_decimals_too(ledger: Ledger) -> None:
    number = cell("1.10", 'office:value-type="float" office:value="1.1"')
    percent = cell("100%", 'office:value-type="percentage" office:value="1"')
    others = "".join(map(cell, FIRST[2:5]))
    row = f"<table:table-row>{cell(FIRST[0])}{number}{others}{percent}</table:table-row>"
    only_row = only(load(ledger, libre(row), RECOMMENDATION_FILES))
    assert ledger.get(Recommendation, only_row.reference).number == "1.10"
    statuses = [event.facts.get("status") for event in ledger.history(only_row.reference)]
    assert "100% complete" in statuses


@pytest.mark.parametrize(
    ("shown", "what"),
    [("#REF!", "a spreadsheet’s error (#REF!)"), ("Err:502", "a spreadsheet’s error (ERR:502)"),
     ("###", "what a spreadsheet shows where a column is too narrow")],
)  # fmt: skip
def test_an_error_of_libre_is_named(ledger: Ledger, shown: str, what: str) -> None:
    wrong = cell(shown, 'office:value-type="float" office:value="0"')
    cells = "".join([*map(cell, FIRST[:3]), wrong])
    content = libre(f"<table:table-row>{cells}</table:table-row>")
    row = only(load(ledger, content, RECOMMENDATION_FILES))
    assert [flag for flag in row.flags if f"Owner “{shown}” is {what}" in flag]


def test_a_formula_that_was_never_worked_out_is_told(ledger: Ledger) -> None:
    from application.importing.files.documents import opened

    content = excel(lambda book, sheet: sheet.write_formula(1, 3, "=A1", None, ""))
    file = io.BytesIO(content)
    assert list(opened(file, encoding="", sheet="").records(","))
    row = only(load(ledger, content, RECOMMENDATION_FILES))
    assert [flag for flag in row.flags if "is a formula that was never worked out" in flag]


def merged_in_excel(book: Any, sheet: Any) -> None:
    sheet.write_row(2, 1, ["1.11", "Say it twice", "Kent Police"])
    sheet.merge_range(1, 0, 2, 0, FIRST[0])


SPAN = "table:number-rows-spanned='2'"
MERGED = libre(
    f"<table:table-row>{cell(FIRST[0], SPAN)}{''.join(map(cell, FIRST[1:4]))}</table:table-row>"
    "<table:table-row><table:covered-table-cell/>"
    f"{''.join(map(cell, ['1.11', 'Say it twice', 'Kent Police']))}</table:table-row>"
)


@pytest.mark.parametrize("content", [excel(merged_in_excel), MERGED], ids=["excel", "libre"])
def test_a_cell_merged_over_items_counts_for_each(ledger: Ledger, content: bytes) -> None:
    first, second = load(ledger, content, RECOMMENDATION_FILES).rows
    assert {ledger.get(Recommendation, each.reference).title for each in (first, second)} == {
        FIRST[0]
    }
    assert (
        "Audit title “Audit of plans” stands in cells that are merged over several lines, and "
        "counts for each." in second.flags
    )


def test_what_is_merged_with_the_item_itself_is_more_of_it(ledger: Ledger) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Risk ref", "Risk title", "Likelihood", "Impact", "Controls"])
        for column, words in enumerate(["A1", "Too few places", 4, 4]):
            sheet.merge_range(1, column, 2, column, words)
        sheet.write_column(1, 4, ["Weekly panel", "Monthly audit"])
    risk = ledger.get(Risk, only(load(ledger, content.getvalue())).reference)
    assert [*risk.controls.values()] == ["Weekly panel", "Monthly audit"]
    assert risk.scores[Measure.CURRENT].figure == 16


def test_hidden_columns_and_comments_are_told(ledger: Ledger) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.set_column(2, 3, None, None, {"hidden": True})
        sheet.write_comment(1, 2, "Is this still so?")

    notes = load(ledger, excel(fill), RECOMMENDATION_FILES).notes
    assert (
        "“Tracker” was read. It has hidden columns, which were read, too: C and D. "
        "Its comments were not read." in notes
    )


def test_hidden_rows_and_columns_of_libre_are_told(ledger: Ledger) -> None:
    row = f"<table:table-row table:visibility='filter'>{FOUR}</table:table-row>"
    column = "<table:table-column/><table:table-column table:visibility='collapse'/>"
    notes = load(ledger, libre(row, columns=column), RECOMMENDATION_FILES).notes
    assert (
        "“Tracker” was read. It has hidden rows, which were read, too: 2. It has hidden columns, "
        "which were read, too: B." in notes
    )
