"""A heading that speaks of birth, or of a person's number, makes its whole column doubtful."""

from __future__ import annotations

import pytest

from application.doing.child_details import looks_like_under
from application.ledger.ledger import Ledger
from tests.loading import load, only, sheet


@pytest.mark.parametrize(
    "heading",
    ["DOB", "D.O.B.", "Date of birth", "Child’s date-of-birth", "Birth date", "Born", "NHS no",
     "NHS Number", "UPN", "NI number", "date_of_birth", "DateOfBirth", "D/O/B (dd/mm/yyyy)",
     "DoB of child", "B’day", "Year of birth", "YOB", "N.H.S. No.", "NHS#", "nhs_number",
     "Pupil number", "N.I. No", "National Insurance"],
)  # fmt: skip
def test_whatever_number_stands_under_it_is_asked_about(ledger: Ledger, heading: str) -> None:
    text = sheet({"title": "Too few places", heading: "about 3 of the 4th, xiv"})
    refused = only(load(ledger, text, dry_run=True))
    assert refused.column == heading
    assert refused.reason.startswith("It holds what looks like ")
    read = only(load(ledger, text, confirmed=True))
    assert read.flags[0].startswith(f"{heading}: what looks like ")


@pytest.mark.parametrize(
    "heading", ["NHS Kent", "Births in the quarter", "Airborne risks", "Adobe licence", "Number"]
)
def test_other_headings_say_nothing_of_a_child(heading: str) -> None:
    assert looks_like_under(heading, "12/03/2014") == []


def test_words_under_it_are_asked_about_as_numbers_are(ledger: Ledger) -> None:
    text = sheet({"title": "Too few places", "DOB": "the twelfth of March"})
    assert only(load(ledger, text, dry_run=True)).column == "DOB"


@pytest.mark.parametrize("nothing", ["not held", "Yes", "N/A", "n/k", "redacted", "XXX"])
def test_nothing_is_asked_where_nothing_stands(ledger: Ledger, nothing: str) -> None:
    text = sheet({"title": "Too few places", "DOB": nothing})
    assert only(load(ledger, text)).reference
