"""What programs leave in cells is left out, and told; a spreadsheet's error is no words."""

from __future__ import annotations

import pytest

from application.importing.files.cells import read_cell
from application.ledger.ledger import Ledger
from tests.loading import load, only, refusals, sheet


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("CR artefact in text_x000D_", "CR artefact in text"),
        ("First_x000D_\nSecond_x000D_\n", "First\nSecond"),
        ("Tab_x0009_here", "Tab here"),
        ("HTML entity &amp; tag <p>Hello&nbsp;there</p>", "HTML entity & tag\nHello there"),
        ("<div class='x'>One<br/>Two</div>", "One\nTwo"),
        ("It&#39;s &#x2018;late&#x2019;", "It's ‘late’"),
    ],
)
def test_what_a_program_left_in_a_cell_is_left_out_and_told(cell: str, words: str) -> None:
    found = read_cell(cell)
    assert found.words == words
    assert found.told.endswith("was read without them")


@pytest.mark.parametrize(
    "cell",
    ["AT&T; R&D", "a < b and b > c", "<name of child>", "_x00_", "5 <6", "’Twas", "&nosuch;"],
)
def test_what_only_looks_like_it_stays(cell: str) -> None:
    assert read_cell(cell).words == cell
    assert not read_cell(cell).told


@pytest.mark.parametrize("cell", ["#REF!", "#n/a", "#DIV/0!", "Err:502", "########"])
def test_an_error_of_a_spreadsheet_is_named_and_counts_as_empty(cell: str) -> None:
    found = read_cell(cell)
    assert not found.words
    assert "a spreadsheet" in found.told


def test_a_number_that_is_text_is_the_number() -> None:
    assert [read_cell(words).words for words in ("'4", " 4\u00a0", "\u200b16")] == ["4", "4", "16"]
    assert read_cell("'16 and over").words == "'16 and over"


def test_an_error_is_no_title_and_no_score_and_all_of_a_row_is_told(ledger: Ledger) -> None:
    rows = [
        {"ref": "R8", "title": "Excel error", "likelihood": "#REF!", "impact": "#N/A"},
        {"ref": "R9", "title": "#REF!", "likelihood": "4", "impact": "#VALUE!"},
    ]
    report = load(ledger, sheet(*rows), dry_run=True)
    read, refused = report.rows
    assert read.flags == (
        "likelihood “#REF!” is a spreadsheet’s error (#REF!); it counts as empty.",
        "impact “#N/A” is a spreadsheet’s error (#N/A); it counts as empty.",
    )
    assert refusals(report) == [(3, "title", "The row does not say what the risk is.")]
    assert [flag.split(" is ")[0] for flag in refused.flags] == [
        "title “#REF!”",
        "impact “#VALUE!”",
    ]


def test_headings_are_read_without_it_too(ledger: Ledger) -> None:
    report = load(ledger, "Risk&nbsp;title,Ref_x000D_\nToo few places,R1\n", dry_run=True)
    assert only(report).title == "Too few places"
    assert not only(report).flags


@pytest.mark.parametrize(
    "words", ["=SUM(A1:A4)", "=A1+B2", "=+Sheet1!A1", "=VLOOKUP(A1,'x'!A:B,2,0)"]
)
def test_a_formula_is_words_of_which_is_told(words: str) -> None:
    read = read_cell(words)
    assert read.words == words
    assert read.told == "looks like a spreadsheet’s formula, and was read as words"


@pytest.mark.parametrize("words", ["= 4 x 5", "=20", "=> see above", "a = b"])
def test_a_sign_alone_makes_no_formula(words: str) -> None:
    assert read_cell(words).told == ""
