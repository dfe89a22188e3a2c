"""Words of another body's scale: never half of them by our own, and told once for the column."""

from __future__ import annotations

import pytest

from application.importing.files.csv_files import FileRefusedError
from application.ledger.ledger import Ledger
from domain.risks.risk import Risk
from domain.risks.vocabulary import Measure
from tests.loading import load, sheet

ROWS = [
    {
        "ref": "M1",
        "title": "Worst",
        "body": "Dartford",
        "likelihood": "5",
        "impact": "Catastrophic",
    },
    {"ref": "M2", "title": "Second", "body": "Dartford", "likelihood": "4", "impact": "Major"},
    {"ref": "M3", "title": "Third", "body": "Dartford", "likelihood": "4", "impact": "3 Moderate"},
    {"ref": "M4", "title": "Fourth", "body": "Dartford", "likelihood": "4", "impact": "TBC"},
]


def impacts(ledger: Ledger, **options: object) -> list[int | None]:
    report = load(ledger, sheet(*ROWS), **options)
    risks = [ledger.get(Risk, row.reference) for row in report.rows]
    return [risk.scores[Measure.CURRENT].impact for risk in risks]


def test_no_word_of_another_scale_is_scored_and_the_column_is_told_once(ledger: Ledger) -> None:
    assert impacts(ledger) == [None, None, 3, None]
    again = load(ledger, sheet(*ROWS), dry_run=True)
    (note,) = [note for note in again.notes if "another scale" in note]
    assert note.startswith("“impact” is in words of another scale (“Catastrophic” on line 2 ")
    history = ledger.history(again.rows[1].reference)
    assert "impact: Major" in [event.facts.get("source_note") for event in history]


def test_what_the_words_stand_for_can_be_said_for_the_file(ledger: Ledger) -> None:
    meant = {("Impact", "catastrophic"): "5", ("impact", "Major"): "4"}
    assert impacts(ledger, meant=meant) == [5, 4, 3, None]


def test_words_of_a_column_that_is_not_known_are_refused(ledger: Ledger) -> None:
    with pytest.raises(FileRefusedError, match="“horoscope” is not a heading that is known"):
        load(ledger, sheet(*ROWS), meant={("horoscope", "Leo"): "5"})


def test_words_of_our_own_scale_are_scored(ledger: Ledger) -> None:
    rows = [{"title": "Worst", "likelihood": "Very likely", "impact": ledger.matrix.impacts[3]}]
    report = load(ledger, sheet(*rows))
    score = ledger.get(Risk, report.rows[0].reference).scores[Measure.CURRENT]
    assert (score.likelihood, score.impact) == (5, 4)


@pytest.mark.parametrize("words", ["Devastating", "Very High", "fundamental", "D", "II"])
def test_any_word_that_is_none_of_ours_makes_the_column_one_of_another_scale(
    ledger: Ledger, words: str
) -> None:
    rows = [{**ROWS[0], "impact": words}, *ROWS[1:]]
    report = load(ledger, sheet(*rows))
    assert [note for note in report.notes if f"(“{words}” on line 2 is none of ours)" in note]
    second = ledger.get(Risk, report.rows[1].reference)
    assert second.scores[Measure.CURRENT].impact is None


def test_headings_once_more_are_no_words_of_a_scale(ledger: Ledger) -> None:
    headings = "ref,title,body,likelihood,impact"
    row = "{},Late reports,Medway,4,Major"
    report = load(ledger, "\n".join([headings, row.format("A1"), headings, row.format("A2")]))
    assert not [note for note in report.notes if "another scale" in note]
    first = ledger.get(Risk, report.rows[0].reference)
    assert first.scores[Measure.CURRENT].impact == 5
