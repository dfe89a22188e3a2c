"""What a row of an action log means: what is to be done, by whom, by when, and how it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from application.importing.actions.columns import ACTION_COLUMNS
from application.importing.actions.rows import ACTION_FILES
from application.importing.files.headings import match
from application.importing.importing import template
from application.importing.reports import Result, RowReport
from application.ledger.ledger import Ledger
from domain.actions.action import Action, Status
from projections.actions.actions import ACTIONS
from projections.register import Asked
from tests.acts import CHAIR, do, record
from tests.following import found, receive
from tests.loading import load, only, sheet, story
from tests.reading import looking


@pytest.fixture
def here(ledger: Ledger) -> Ledger:
    """A ledger with agencies, on 12 May 2026."""
    found(ledger)
    return ledger


@pytest.fixture
def row(here: Ledger) -> Callable[..., RowReport]:
    """What becomes of a row; without more, of an action due in June."""

    def loaded(**cells: str) -> RowReport:
        usual = {"action": "Write it", "owner": "Superintendent, Kent Police", "due": "30/06/2026"}
        given = {name.replace("_", " "): words for name, words in {**usual, **cells}.items()}
        return only(load(here, sheet(given), ACTION_FILES))

    return loaded


def made(ledger: Ledger, report: RowReport) -> Action:
    assert report.result is Result.LOADED, report
    return ledger.get(Action, report.reference)


def test_a_row_becomes_an_action_with_its_owner_and_its_date(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    report = row(
        number="3.1", meeting="SAAS", date_set="14 January 2026", measure_of_success="Read"
    )
    action = made(here, report)
    assert (action.title, action.owner_role, action.owner_agency) == (
        "Write it", "Superintendent", "kent-police",
    )  # fmt: skip
    assert (action.due_on, action.set_on, action.measure) == ("2026-06-30", "2026-01-14", "Read")
    assert (action.number, action.note) == ("3.1", "Source: SAAS")
    assert action.status is Status.OPEN
    assert report.flags == ()


@pytest.mark.parametrize(
    ("words", "due_on", "flagged"),
    [
        ("2026-06-30", "2026-06-30", False),
        ("by 30 June 2026", "2026-06-30", False),
        ("end of June 2026", "2026-06-30", True),
        ("within three months", "2026-04-14", True),
        ("2026/27", "2027-03-31", True),
    ],
)
def test_a_due_date_in_words_comes_to_a_day_and_that_is_said(
    here: Ledger, row: Callable[..., RowReport], words: str, due_on: str, flagged: bool
) -> None:
    report = row(due=words, date_set="2026-01-14")
    action = made(here, report)
    assert action.due_on == due_on
    assert bool(report.flags) is flagged
    assert (f"Due date: {words}" in action.note) is flagged


@pytest.mark.parametrize("words", ["", "as soon as possible", "ongoing", "31/06/2026"])
def test_a_row_without_a_day_to_be_due_is_loaded_without_one_and_told(
    here: Ledger, row: Callable[..., RowReport], words: str
) -> None:
    report = row(due=words)
    action = made(here, report)
    assert action.due_on == action.first_due_on == ""
    assert [flag for flag in report.flags if "no due date" in flag]
    assert (f"Due date: {words}" in action.note) is bool(words)
    with looking(here) as view:
        undated = ACTIONS.asked(view, Asked({"undated": "yes"}))
        assert [each["reference"] for each in undated] == [report.reference]


def test_the_first_due_date_of_a_loaded_action_is_no_move(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    reference = row(due="ongoing").reference
    do(here, "action.ask_redate", reference, due_on="2099-06-30", reason="A date at last.")
    do(here, "action.approve_redate", reference, by=CHAIR)
    action = here.get(Action, reference)
    assert (action.due_on, action.first_due_on, action.moves) == ("2099-06-30", "2099-06-30", 0)


def test_an_action_that_is_late_already_is_loaded(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    report = row(due="2026-01-31")
    assert made(here, report).set_on == "2026-01-31"
    assert report.flags == (
        "Nothing says when it was set; it counts from 31 January 2026, when it was due.",
    )


def test_it_serves_what_its_references_name(here: Ledger, row: Callable[..., RowReport]) -> None:
    risk, recommendation = record(here), receive(here)
    report = row(linked_to=f"{risk}; {recommendation.lower()} and REC-2019-007")
    action = made(here, report)
    assert sorted(action.links) == [recommendation, risk]
    assert report.flags == ("It serves REC-2019-007, which is not in this ledger; see the note.",)
    assert "REC-2019-007" in action.note


@pytest.mark.parametrize(
    ("status", "progress", "told", "flag"),
    [
        ("Not started", "", Status.OPEN, ""),
        ("In progress", "", Status.IN_PROGRESS, ""),
        ("In progress", "A draft is out", Status.IN_PROGRESS, ""),
        ("Complete", "", Status.IN_PROGRESS, "Submit it with evidence."),
        ("No longer required", "", Status.IN_PROGRESS, "Cancel it with its reason."),
        ("Parked", "", Status.IN_PROGRESS, "Nothing but the report follows"),
    ],
)
def test_how_it_goes_is_a_report_and_never_our_decision(
    here: Ledger, row: Callable[..., RowReport],
    status: str, progress: str, told: Status, flag: str,
) -> None:  # fmt: skip
    report = row(status=status, progress=progress)
    action = made(here, report)
    assert action.status is told
    assert flag in " ".join(report.flags)
    assert bool(report.flags) is bool(flag)
    for words in filter(None, [progress, status if flag else ""]):
        assert words in action.progress


def test_a_progress_is_dated_as_its_status_is(here: Ledger, row: Callable[..., RowReport]) -> None:
    report = row(date_set="2026-01-14", progress="A draft", last_updated="2026-03-02")
    assert story(here, report.reference) == [
        "2026-01-14 set an action for Superintendent, kent-police, due 30 June 2026: Write it",
        "2026-03-02 reported progress: A draft",
    ]


def test_half_of_an_owner_will_do_and_nobody_is_flagged(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    assert made(here, row(owner="Kent Police")).owner_agency == "kent-police"
    several = row(owner="Kent Police and Kent County Council", action="Two")
    assert made(here, several).owner_agency == "kent-police"
    assert "Of 2 agencies" in several.flags[0]
    nobody = row(owner="TBC", action="Three")
    assert (made(here, nobody).note, nobody.flags) == ("Owner: TBC", ("Nobody owns it yet.",))


def test_a_file_loads_once_and_what_differs_is_refused(row: Callable[..., RowReport]) -> None:
    assert row(number="3.1", meeting="SAAS").result is Result.LOADED
    assert row(number="3.1", meeting="SAAS").result is Result.PRESENT
    again = row(number="3.1", meeting="SAAS", action="Other words")
    assert "3.1 of SAAS is already on the register" in again.reason


def test_what_stands_under_other_headings_is_kept_in_the_note(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    assert made(here, row(cost="£200")).note == "cost: £200"


def test_a_row_without_an_action_is_refused(row: Callable[..., RowReport]) -> None:
    assert row(action="").reason == "The row does not say what is to be done."


def test_the_template_can_be_loaded(here: Ledger) -> None:
    headings, example = template(ACTION_FILES)
    report = only(load(here, sheet(dict(zip(headings, example, strict=True))), ACTION_FILES))
    assert report.result is Result.LOADED
    assert made(here, report).due_on == date(2026, 6, 30).isoformat()


def test_every_column_is_found_by_its_own_name() -> None:
    for column in ACTION_COLUMNS:
        assert match([column.name], ACTION_COLUMNS) == {0: column.name}
