"""A column of dates has the day or the month first as a whole, and says so once."""

from __future__ import annotations

from application.importing.recommendations.rows import RECOMMENDATION_FILES
from application.importing.reports import Report
from application.ledger.ledger import Ledger
from tests.loading import load, refusals, sheet


def loaded(ledger: Ledger, *due: str, published: str = "") -> Report:
    rows = [
        {
            "source type": "internal audit", "source title": "Audit U", "rec ref": str(number),
            "gist": f"Do {number}", "due": words, "published": published,
        }
        for number, words in enumerate(due, 1)
    ]  # fmt: skip
    return load(ledger, sheet(*rows), RECOMMENDATION_FILES)


def due_words(ledger: Ledger, report: Report) -> list[str]:
    return [ledger.history(row.reference)[0].due_words for row in report.rows]  # type: ignore[attr-defined]


def test_one_date_that_can_only_be_month_first_says_so_for_its_column(ledger: Ledger) -> None:
    report = loaded(ledger, "8/31/2026 12:00:00 AM", "9/4/2026 12:00:00 AM", "2026-11-25")
    assert [words[:10] for words in due_words(ledger, report)] == [
        "2026-08-31", "2026-09-04", "2026-11-25",
    ]  # fmt: skip
    assert report.notes[-1] == (
        "“due” was read with the month first, with a flag on the whole column: “8/31/2026 12:00:00 "
        "AM” on line 2 can be read in no other way."
    )


def test_another_column_of_such_a_file_that_says_nothing_has_it_first_too(ledger: Ledger) -> None:
    report = loaded(ledger, "9/4/2026", published="8/31/2026")
    assert due_words(ledger, report) == ["2026-09-04"]
    assert "“due” was read with the month first" in report.notes[-1]


def test_a_column_is_read_day_first_unless_it_says_otherwise(ledger: Ledger) -> None:
    assert due_words(ledger, loaded(ledger, "9/4/2026")) == ["2026-04-09"]


def test_a_column_that_has_both_is_refused_with_the_two_lines(ledger: Ledger) -> None:
    report = loaded(ledger, "31/8/2026", "8/31/2026", "9/4/2026", "30 June 2026")
    assert not report.kept
    assert [(line, column) for line, column, _ in refusals(report)] == [(3, ""), (4, "")]
    reason = refusals(report)[1][2]
    assert reason == (
        "due “9/4/2026” cannot be told: its column has dates with the month first (“8/31/2026” on "
        "line 3) and with the day first (“31/8/2026” on line 2). Write all of them with the day "
        "first, or as 2026-08-31."
    )
