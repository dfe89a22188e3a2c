"""Workbooks and Word tables load as the same rows in a CSV file do."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter

from application.importing.files.csv_files import FileRefusedError
from application.importing.files.documents import UNPACKED
from application.importing.reports import Report
from application.ledger.ledger import Ledger
from domain.risks.risk import Risk
from tests.loading import load, only

ROWS = [["Ref", "Risk title", "Likelihood", "Impact", "As at"], ["A1", "Too few places", 4, 5.0]]


def workbook(*names: str, hidden: str = "") -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name in names:
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(ROWS):
                sheet.write_row(at + 2, 0, cells)
            sheet.write_string(3, 1, f"Too few places in {name}")
            sheet.write_datetime(3, 4, dt.date(2025, 6, 30), day)
        for sheet in book.worksheets():
            if sheet.get_name() == hidden:
                sheet.hide()
    return content.getvalue()


def packed(parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, text, compress_type=how)
    return content.getvalue()


def open_document() -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{each}</text:p>'
            "</table:table-cell>"
            for each in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    return packed({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest:manifest xmlns:manifest="
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Risks">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def word(rows: str = "") -> bytes:
    rows = rows or "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in ROWS
    )
    office = "http://schemas.openxmlformats.org"
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{office}/wordprocessingml/2006/main"><w:body>'
        f"<w:p/><w:tbl>{rows}</w:tbl></w:body></w:document>",
    })  # fmt: skip


def title(report: Report) -> str:
    return only(report).title


def test_a_workbook_loads_with_its_dates_and_its_rows_numbers(ledger: Ledger) -> None:
    report = load(ledger, workbook("Risks", "Old"))
    assert report.notes[1] == "“Risks” was read. Not read: “Old”."
    row = only(report)
    risk = ledger.get(Risk, row.reference)
    (score,) = risk.scores.values()
    assert (row.line, score.likelihood, score.impact) == (4, 4, 5)
    assert ledger.history(row.reference)[0].on == "2025-06-30"
    assert load(ledger, workbook("Risks", "Old")).present == 1


def test_an_error_and_a_hidden_row_of_a_workbook_are_told(ledger: Ledger) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Risks")
        sheet.write_row(0, 0, ROWS[0])
        sheet.write_row(1, 0, ROWS[1])
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ["A2", "Too late", 2, 2])
        sheet.set_row(2, None, None, {"hidden": True})
    report = load(ledger, content.getvalue())
    assert report.notes[0] == "“Risks” was read. It has hidden rows, which were read, too: 3."
    first, second = report.rows
    assert first.flags[0] == (
        "Likelihood “#DIV/0!” is a spreadsheet’s error (#DIV/0!); it counts as empty."
    )
    assert second.title == "Too late"


def test_a_sheet_may_be_named(ledger: Ledger) -> None:
    book = workbook("Risks", "Old", hidden="Old")
    assert title(load(ledger, workbook("Risks", "Old"), sheet="old")) == "Too few places in Old"
    with pytest.raises(
        FileRefusedError, match=r"no sheet “Old” that is shown\. There are: “Risks”"
    ):
        load(ledger, book, sheet="Old")
    with pytest.raises(FileRefusedError, match="has no sheets"):
        load(ledger, "title\nx\n", sheet="Old")


@pytest.mark.parametrize("content", [open_document(), word()], ids=["ods", "docx"])
def test_open_documents_and_word_tables_load(ledger: Ledger, content: bytes) -> None:
    report = load(ledger, content)
    assert title(report) == "Too few places"
    (score,) = ledger.get(Risk, only(report).reference).scores.values()
    assert (score.likelihood, score.impact) == (4, 5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed({"readme.txt": "x"}), "no workbook"),
        (packed({"xl/workbook.xml": "<x"}), "The workbook cannot be read"),
        (packed({"word/document.xml": "<x"}), "The Word document cannot be read"),
        (packed({"xl/workbook.xml": "0" * (UNPACKED + 1)}), "unpacks to more than 100 MiB"),
        (b"PK\x03\x04nothing", "The file is damaged"),
    ],
    ids=["other", "damaged workbook", "damaged document", "huge", "no zip"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    ledger: Ledger, content: bytes, words: str
) -> None:
    with pytest.raises(FileRefusedError, match=words):
        load(ledger, content)


def test_cells_of_a_word_table_that_are_merged_downwards_leave_the_others_in_place(
    ledger: Ledger,
) -> None:
    begins = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
    goes_on = "<w:tcPr><w:vMerge/></w:tcPr>"
    rows = [
        [("Body", ""), ("Risk title", ""), ("Likelihood", ""), ("Impact", "")],
        [("Medway", begins), ("Too few places", ""), ("4", ""), ("5", "")],
        [("", goes_on), ("Late reports", ""), ("3", ""), ("2", "")],
    ]
    table = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{how}<w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell, how in row)
        + "</w:tr>"
        for row in rows
    )
    report = load(ledger, word(table))
    risks = [ledger.get(Risk, row.reference) for row in report.rows]
    assert [risk.title for risk in risks] == ["Too few places", "Late reports"]
    assert [risk.source_body for risk in risks] == ["Medway", "Medway"]
    assert "Body “Medway” stands in cells that are merged over several lines" in (
        " ".join(report.rows[1].flags)
    )


def test_where_the_first_sheet_is_a_cover_the_others_are_named(ledger: Ledger) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("Cover").write_string(0, 0, "Medway risk register")
        for at, cells in enumerate(ROWS):
            (book.get_worksheet_by_name("Risks") or book.add_worksheet("Risks")).write_row(
                at, 0, cells
            )
    with pytest.raises(FileRefusedError, match="was meant; name it: “Risks”"):
        load(ledger, content.getvalue())
