"""Headings are matched forgivingly, and nothing that stands under another one is lost."""

from __future__ import annotations

import io

import pytest

from application.importing.files.csv_files import CsvFile, FileRefusedError
from application.importing.files.headings import Row
from application.importing.files.tables import SourceTable, match
from application.importing.risks.columns import RISK_COLUMNS
from tests.loading import PUBLISHED


def table(text: str | bytes) -> SourceTable:
    content = text if isinstance(text, bytes) else text.encode()
    return SourceTable(CsvFile(io.BytesIO(content)), RISK_COLUMNS, needed="gist")


def rows(text: str) -> list[Row]:
    return list(table(text).rows())


def read_as(*headings: str) -> dict[str, str]:
    """Each of the headings that is recognised, and the column that it is taken for."""
    return {headings[at]: column for at, column in match(headings, RISK_COLUMNS).items()}


def why_refused(text: str) -> str:
    with pytest.raises(FileRefusedError) as refused:
        table(text)
    return refused.value.sentence


def test_a_heading_has_at_most_so_many_characters() -> None:
    assert table(f"title,{'x' * 300}\nFire,1\n").headings.others == {1: "x" * 300}
    assert why_refused(f"title,{'x' * 301}\nFire,1\n") == (
        f"Line 1: the heading “{'x' * 40}…” has 301 characters; a heading may have 300."
    )


def test_the_published_rows_have_the_canonical_headings() -> None:
    names = table(PUBLISHED).headings.names
    assert list(names) == list(names.values())
    assert not table(PUBLISHED).headings.others


@pytest.mark.parametrize(
    "heading", [column.name for column in RISK_COLUMNS if column.name != "gist"]
)
def test_every_column_is_found_by_its_own_name(heading: str) -> None:
    for spelt in (heading, heading.upper(), heading.replace("_", " ").title(), f" {heading} "):
        assert read_as("gist", spelt)[spelt] == heading


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Risk Title", "gist"),
        ("RISK", "gist"),
        ("Risk\nDescription", "gist"),
        ("Ref.", "risk_ref"),
        ("Risk ID", "risk_ref"),
        ("Risk #", "risk_ref"),
        ("L", "likelihood"),
        ("Likelihood (1-5)", "likelihood"),
        ("Current Probability", "likelihood"),
        ("I", "impact"),
        ("Net impact", "impact"),
        ("Residual Risk Score (L x I)", "current_score"),
        ("Score - current", "current_score"),
        ("L×I", "current_score"),
        ("Consequence (C)", "consequence"),
        ("Strategic risk", "gist"),
        ("Risk Score (C x L)", "current_score"),
        ("Score (target)", "target_score"),
        ("Gross risk", "inherent_score"),
        ("Inherent  Likelihood", "inherent_likelihood"),
        ("Target risk rating", "target_score"),
        ("Previous score", "previous_score"),
        ("Direction of Travel", "direction"),
        ("RAG", "band_as_published"),
        ("Risk Owner(s)", "owner_role"),
        ("Lead-Officer", "owner_role"),
        ("Owner agency", "owner_agency"),
        ("4T's", "response_4t"),
        ("Existing controls & mitigations in place", None),
        ("Controls_in_place", "controls"),
        ("Date (dd/mm/yyyy)", "as_at"),
        ("Next Review Date", "review_on"),
        ("Weather", None),
        ("", None),
    ],
)
def test_other_headings_are_found_by_what_they_mean(heading: str, column: str | None) -> None:
    assert read_as(heading) == ({heading: column} if column else {})


def test_a_description_beside_a_title_is_what_may_happen() -> None:
    assert read_as("Description", "Risk") == {"Risk": "gist", "Description": "event"}
    assert read_as("Description") == {"Description": "gist"}


def test_a_rating_beside_a_score_is_the_band() -> None:
    assert read_as("Rating", "Score") == {"Score": "current_score", "Rating": "band_as_published"}
    assert read_as("Rating") == {"Rating": "current_score"}


def test_a_plain_likelihood_beside_a_residual_one_is_the_inherent_one() -> None:
    assert read_as("Likelihood", "Score", "Residual likelihood", "Residual score") == {
        "Residual likelihood": "likelihood",
        "Residual score": "current_score",
        "Likelihood": "inherent_likelihood",
        "Score": "inherent_score",
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_divided_by_commas_semicolons_or_tabs(delimiter: str) -> None:
    lines = (["Title", "Score", "Note"], ["A", "12", '"x, y; z"'])
    (row,) = rows("\n".join(delimiter.join(line) for line in lines))
    assert row.cells == {"gist": "A", "current_score": "12", "note": "x, y; z"}


def test_titles_above_the_headings_are_passed_over() -> None:
    found = table("Strategic risks;;\n;;\nas at June;;\nREF;RISK TITLE;SCORE\n1;Fire;12\n")
    assert found.headings.line == 4
    assert [row.line for row in found.rows()] == [5]


def test_what_stands_under_a_heading_that_is_not_known_is_kept_under_it() -> None:
    (row,) = rows("Title,Directorate,,Ward,Ward\nFire,Estates,oops,North,South\n")
    assert row.others == {"Directorate": "Estates", "Column 3": "oops", "Ward": "North; South"}


def test_columns_that_mean_nothing_to_the_ledger_are_no_part_of_a_row() -> None:
    (row,) = rows("row_id,Title,Handling\nRISK-001,Fire,OFFICIAL-SENSITIVE\n")
    assert (row.cells, row.others) == ({"gist": "Fire"}, {})


def test_cells_that_are_missing_at_the_end_are_empty() -> None:
    (row,) = rows("Title,Score,Note\nFire\n")
    assert (row.cells, row.fault) == ({"gist": "Fire"}, "")


def test_a_dash_is_nothing() -> None:
    (row,) = rows("Title,Score,Note\nFire,-, – \n")
    assert row.cells == {"gist": "Fire"}


def test_a_row_with_more_cells_than_headings_is_faulty_unless_they_are_empty() -> None:
    full, empty = rows("Title,Score\nFire,12,and more\nFlood,12,,\n")
    assert full.fault.startswith("There are 3 cells, but only 2 headings.")
    assert empty.fault == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The file is empty."),
        (" \n\n", "The file is empty."),
        ("Title,Score\n", "The file has headings, but no rows under them."),
        ("Title,Score\n,\n", "The file has headings, but no rows under them."),
        ("Colour,Weather\nred,wet\n", "No heading was recognised."),
        ("Score,Owner\n12,KCC\n", "No heading was recognised."),
        ("Title,Likelihood,Impact,LIKELIHOOD\nx,1,2,3\n", "“Likelihood” stands there twice"),
    ],
)
def test_a_file_without_use_is_refused_with_a_sentence(text: str, words: str) -> None:
    assert words in why_refused(text)


def test_quotation_that_is_broken_from_the_start_is_said_to_be_so() -> None:
    assert "quotation marks do not pair up" in why_refused('"Title" x,Score\n"a" b,1\n')
