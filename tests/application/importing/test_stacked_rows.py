"""Headings over two rows, and rows that are no items: told, and never loaded as such."""

from __future__ import annotations

import pytest

from application.importing.actions.rows import ACTION_FILES
from application.importing.reports import Report, Result
from application.ledger.ledger import Ledger
from domain.risks.risk import Risk
from tests.loading import load, only, refusals, sheet

HEADINGS = "Risk ref,Risk title,Likelihood,Impact,Controls,Risk owner"


def passed(report: Report) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in report.rows if row.result is Result.PASSED]


@pytest.mark.parametrize(
    "top",
    ["Risk,Risk,Inherent,Inherent,Current,Current,Target", "Risk,,Inherent,,Current,,Target"],
)
def test_headings_over_two_rows_are_joined(ledger: Ledger, top: str) -> None:
    text = f"{top}\r\nRef,Description,L,I,L,I,Score\r\nA1,Too few places,5,5,4,4,8\r\n"
    report = load(ledger, text)
    assert report.notes[0] == "The headings stand on lines 1 and 2, and were joined."
    risk = ledger.get(Risk, only(report).reference)
    scores = {
        measure.value: (score.likelihood, score.impact, score.published)
        for measure, score in risk.scores.items()
    }
    assert scores == {
        "inherent": (5, 5, ""), "current": (4, 4, ""), "target": (None, None, "8"),
    }  # fmt: skip


def test_the_first_of_headings_over_two_rows_that_come_again_counts(ledger: Ledger) -> None:
    heads = "Ref,Risk Description,Inherent Risk,,,Residual Risk,,\n,,L,I,Score,L,I,Score\n"
    text = f"Register,,,\n{heads}A1,Few places,5,5,25,4,4,16\n{heads}A2,Late,4,4,16,3,3,9\n"
    report = load(ledger, text)
    assert report.notes[0] == "The headings stand on lines 2 and 3, and were joined."
    assert [row.title for row in report.rows if row.reference] == ["Few places", "Late"]
    assert passed(report) == [(5, "it repeats the headings."), (6, "it repeats the headings.")]
    scores = ledger.get(Risk, "RSK-2026-001").scores
    assert {each.value: score.likelihood for each, score in scores.items()} == {
        "inherent": 5, "current": 4,
    }  # fmt: skip


def test_a_row_with_nothing_but_a_title_is_flagged(ledger: Ledger) -> None:
    report = load(ledger, f"{HEADINGS}\nA1,Few places,4,4,Panel,Lead\n,Of any kind,,,,\n")
    assert report.rows[1].flags == (
        "It says nothing but this. Perhaps it is the rest of line 2, or the heading of a section: "
        "if so, leave it out.",
    )


def test_one_row_of_headings_is_not_joined_to_the_row_below(ledger: Ledger) -> None:
    report = load(ledger, f"{HEADINGS}\nA1,Risk of harm,4,4,Panel,Lead\n")
    assert only(report).title == "Risk of harm"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (HEADINGS, "it repeats the headings."),
        (HEADINGS.upper(), "it repeats the headings."),
        ("Page 2 of 2,,,,,", "“Page 2 of 2” is the number of a page."),
        (",Total,,,,240", "“Total” is a total and no item."),
        ("Grand total,,,16,,", "“Grand total” is a total and no item."),
        (",Closed risks,,,,", "“Closed risks” is the heading of a section, and no item."),
        ("Children’s services,,,,,",
         "“Children’s services” is the heading of a section, and no item."),
        ("* Scored before controls,,,,,",
         "“* Scored before controls” is a note below the table, and no item."),
        (",Note: as agreed in May,,,,",
         "“Note: as agreed in May” is a note below the table, and no item."),
    ],
)  # fmt: skip
def test_a_row_that_is_no_item_is_passed_over_and_told(ledger: Ledger, row: str, why: str) -> None:
    report = load(ledger, f"{HEADINGS}\nA1,Too few places,4,4,Panel,Lead\n{row}\n")
    assert passed(report) == [(3, why)]
    assert (report.loaded, report.passed, report.kept) == (1, 1, True)


def test_a_title_alone_is_an_item(ledger: Ledger) -> None:
    report = load(ledger, f"{HEADINGS}\n,Too few places,,,,\nTotal,Too many forms,4,4,,\n")
    assert (report.loaded, report.passed) == (2, 0)


def test_more_lines_of_a_merged_cell_are_more_controls(ledger: Ledger) -> None:
    rows = ["A1,Too few places,4,4,Panel,Lead", ",,,,Audit,", ",,,,Survey,", "A2,Late,3,3,,"]
    first, second = load(ledger, "\n".join([HEADINGS, *rows])).rows
    told = [
        event.facts["text"] for event in ledger.history(first.reference) if "text" in event.facts
    ]
    assert told == ["Panel", "Audit", "Survey"]
    assert first.flags == (
        "Line 3 has nothing but controls, which counts as more of this.",
        "Line 4 has nothing but controls, which counts as more of this.",
    )
    assert not second.flags


def test_other_lines_of_a_merged_cell_are_refused_with_the_line_above(ledger: Ledger) -> None:
    text = (
        "No,Action,Owner,Due,Comment\n1,Write it,Lead,31/03/2027,\n,,Deputy,31/03/2027,With care\n"
    )
    report = load(ledger, text, ACTION_FILES)
    assert refusals(report) == [(3, "Action", "The row does not say what is to be done.")]
    assert report.rows[1].flags == (
        "It looks like the rest of line 2, whose cells were merged. Put what it says into that "
        "line, or leave this one out.",
    )


def test_a_total_is_told_behind_what_stands_on_every_line(ledger: Ledger) -> None:
    rows = [
        {"body": "Medway", "ref": "A1", "title": "Too few places", "score": "20"},
        {"body": "Medway", "ref": "Total", "title": "", "score": "20"},
        {"body": "Medway", "ref": "", "title": "Total risks: 1", "score": ""},
    ]
    report = load(ledger, sheet(*rows))
    assert [row.result.value for row in report.rows] == ["loaded", "passed over", "passed over"]
