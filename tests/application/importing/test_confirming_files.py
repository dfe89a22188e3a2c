"""Rows that look like a child’s details: refused, or loaded once somebody has looked at them."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from domain.kernel.item import Item
from tests.loading import PUBLISHED, load, refusals, sheet
from tests.reading import disagreements

# Words that look like a child's details

NUMBER = "943 476 5919"
TAKE_IT_OUT = (
    "This ledger must hold no child’s name, date of birth or NHS number: take it out, or confirm "
    "for the file that no child can be identified from it."
)
DOUBTFUL = sheet(
    {"Title": "A good row"},
    {"Title": "A form", "Existing controls": f"Look at form {NUMBER}\nevery week"},
    {"Title": "A case", "Birth date": "12/03/2012", "Causes": f"Case {NUMBER}"},
)


def confirmations(ledger: Ledger) -> list[tuple[str, list[str]]]:
    """What was confirmed of each item, by its reference."""
    return [
        (event.reference, event.fields)
        for _, event in ledger.events_after(0)
        if isinstance(event, Item.WordsConfirmed)
    ]


def test_a_row_that_looks_like_a_childs_details_is_refused_by_its_columns(ledger: Ledger) -> None:
    report = load(ledger, DOUBTFUL)
    assert refusals(report) == [
        (3, "Existing controls", f"It holds what looks like an NHS number. {TAKE_IT_OUT}"),
        (
            5,
            "Causes, Birth date",
            f"It holds what looks like an NHS number and a date of birth. {TAKE_IT_OUT}",
        ),
    ]
    assert (report.kept, ledger.position()) == (False, 0)


def test_the_rest_of_a_file_loads_without_its_doubtful_rows(ledger: Ledger) -> None:
    report = load(ledger, DOUBTFUL, skip_refused=True)
    assert (report.loaded, report.refused, report.kept) == (1, 2, True)
    assert confirmations(ledger) == []


def test_once_somebody_has_checked_a_doubtful_row_is_loaded_flagged_and_confirmed(
    ledger: Ledger,
) -> None:
    report = load(ledger, DOUBTFUL, confirmed=True)
    good, form, case = report.rows
    confirmed = "it was confirmed that no child can be identified."
    assert (report.loaded, report.flagged, report.kept) == (3, 2, True)
    assert good.flags == ()
    assert form.flags == (f"Existing controls: what looks like an NHS number; {confirmed}",)
    assert case.flags == (
        f"Causes: what looks like an NHS number; {confirmed}",
        f"Birth date: what looks like a date of birth; {confirmed}",
    )
    assert confirmations(ledger) == [
        (form.reference, ["Control"]), (case.reference, ["Cause"]), (case.reference, ["Note"]),
    ]  # fmt: skip
    assert disagreements(ledger) == []


def test_a_file_that_was_confirmed_is_there_already_when_it_comes_again(ledger: Ledger) -> None:
    load(ledger, DOUBTFUL, confirmed=True)
    position = ledger.position()
    for confirmed in (False, True):
        again = load(ledger, DOUBTFUL, confirmed=confirmed)
        assert (again.loaded, again.present, again.refused) == (0, 3, 0)
    assert ledger.position() == position


def test_confirming_a_harmless_file_records_nothing_of_it(ledger: Ledger) -> None:
    load(ledger, PUBLISHED, confirmed=True)
    assert confirmations(ledger) == []


def test_a_dry_run_shows_what_would_be_confirmed_and_keeps_nothing(ledger: Ledger) -> None:
    report = load(ledger, DOUBTFUL, confirmed=True, dry_run=True)
    assert (report.loaded, report.flagged, report.kept) == (3, 2, False)
    assert ledger.position() == 0


def test_what_is_filled_in_is_looked_at_too(ledger: Ledger) -> None:
    report = load(ledger, sheet({"Title": "x"}), fill={"note": NUMBER})
    assert refusals(report) == [
        (2, "note", f"It holds what looks like an NHS number. {TAKE_IT_OUT}")
    ]
