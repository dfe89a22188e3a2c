"""What a row of a register of past meetings means: who met when, and what was written of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from marshmallow import ValidationError

from application.importing.files.headings import match
from application.importing.importing import template
from application.importing.meetings.columns import MEETING_COLUMNS
from application.importing.meetings.rows import MEETING_FILES
from application.importing.reports import Result, RowReport
from application.ledger.ledger import Ledger
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import Kind, Mode, Quorate, Status
from projections.meetings import meetings
from projections.meetings.meetings import MEETINGS
from tests.acts import do
from tests.following import found
from tests.loading import load, only, sheet
from tests.reading import disagreements, looking
from tests.round_trips import exported, loaded
from tests.web.deeds import groups
from tests.web.deeds.meetings import plan
from web.meetings.noun import NOUN


@pytest.fixture
def here(ledger: Ledger) -> Ledger:
    """A ledger with a group, on 12 May 2026."""
    found(ledger)
    groups.establish(ledger, ruled=False)
    return ledger


@pytest.fixture
def row(here: Ledger) -> Callable[..., RowReport]:
    """What becomes of a row; without more, of a meeting of SAAS in March 2025."""

    def loaded(**cells: str) -> RowReport:
        usual = {"group": "SAAS", "date": "12/03/2025"}
        given = {name.replace("_", " "): words for name, words in {**usual, **cells}.items()}
        return only(load(here, sheet(given), MEETING_FILES))

    return loaded


def made(ledger: Ledger, report: RowReport) -> Meeting:
    assert report.result is Result.LOADED, report
    return ledger.get(Meeting, report.reference)


def test_a_row_becomes_a_past_meeting_with_what_was_written(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    report = row(
        ref="12", type="Extraordinary", format="Teams", start="2pm", chair="Lead Member",
        present="Superintendent, Kent Police", apologies="Director, KCC", absent="Head teacher",
        quorate="Yes", minutes_circulated="26 March 2025", minutes_approved="2025-06-11",
    )  # fmt: skip
    meeting = made(here, report)
    assert (meeting.meets_on, meeting.starts_at, meeting.title) == (
        "2025-03-12", "14:00", "SAAS, 12 March 2025",
    )  # fmt: skip
    assert (meeting.kind, meeting.mode) == (Kind.EXTRAORDINARY, Mode.VIRTUAL)
    assert (meeting.status, meeting.quorate) == (Status.CLOSED, Quorate.SAID_YES)
    assert meeting.who_was_there == "Superintendent, Kent Police"
    assert (meeting.who_sent_apologies, meeting.who_was_absent) == ("Director, KCC", "Head teacher")
    assert (meeting.circulated_on, meeting.confirmed_on) == ("2025-03-26", "2025-06-11")
    assert report.flags == ()
    assert disagreements(here) == []


def test_of_what_was_not_written_down_nothing_is_asked_for_or_judged(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    meeting = made(here, row())
    assert (meeting.kind, meeting.mode) == (Kind.NOT_RECORDED, Mode.NOT_RECORDED)
    assert (meeting.quorate, meeting.quorum_words) == (
        Quorate.NOT_RECORDED, "Quorum not recorded.",
    )  # fmt: skip
    assert meeting.settled_on
    with looking(here) as view:
        conditions = (
            meetings.minutes_overdue(view), meetings.papers_overdue(view),
            meetings.minutes_to_clear(), meetings.minutes_to_circulate(),
            meetings.minutes_to_confirm(), meetings.is_open(),
        )  # fmt: skip
        assert [MEETINGS.rows(view, each) for each in conditions] == [[]] * 6
        assert [each["reference"] for each in MEETINGS.rows(view, meetings.took_place())]


@pytest.mark.parametrize(
    ("cells", "quorate", "words", "flagged"),
    [
        ({"quorate": "Inquorate"}, Quorate.SAID_NO, "Said not to have been quorate.", False),
        ({"quorate": "No: nobody from Health"}, Quorate.SAID_NO, "No: nobody from Health", False),
        ({"quorum": "y"}, Quorate.SAID_YES, "Said to have been quorate.", False),
        ({"quorate": "For items 1 to 3"}, Quorate.NOT_RECORDED, "For items 1 to 3", True),
        ({"quorate": "not recorded"}, Quorate.NOT_RECORDED, "Quorum not recorded.", False),
    ],
)
def test_whether_it_was_quorate_is_only_what_was_said(
    here: Ledger, row: Callable[..., RowReport],
    cells: dict[str, str], quorate: Quorate, words: str, flagged: bool,
) -> None:  # fmt: skip
    report = row(**cells)
    meeting = made(here, report)
    assert (meeting.quorate, meeting.quorum_words) == (quorate, words)
    assert bool(report.flags) is flagged


def test_all_that_is_wrong_with_a_row_is_told_at_once(row: Callable[..., RowReport]) -> None:
    wrong = row(group="SCG", date="spring", status="Cancelled")
    assert wrong.result is Result.REFUSED
    for words in ("“SCG” is no group here", "“spring”", "it was not held"):
        assert words in wrong.reason
    neither = row(group="", date="", venue="Sessions House")
    assert "does not say which group met" in neither.reason
    assert "does not say when they met" in neither.reason
    assert "Plan that meeting" in row(date="12/03/2027").reason


@pytest.mark.parametrize("words", ["soon", "31/02/2025", "01/03/2025", "12/03/2027"])
def test_words_for_a_day_of_its_minutes_that_come_to_none_are_flagged_and_kept(
    here: Ledger, row: Callable[..., RowReport], words: str
) -> None:
    report = row(minutes_circulated=words)
    meeting = made(here, report)
    assert meeting.circulated_on == ""
    assert report.flags
    assert f"Minutes circulated: {words}" in meeting.note


def test_a_month_counts_from_its_end_and_other_words_are_kept(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    report = row(date="March 2025", type="Away day", start="after lunch", weather="Snow")
    meeting = made(here, report)
    assert meeting.meets_on == "2025-03-31"
    assert len(report.flags) == 3
    for words in ("March 2025", "Kind: Away day", "Start: after lunch", "weather: Snow"):
        assert words in meeting.note


def test_a_second_load_changes_nothing_and_the_meeting_of_that_day_is_asked_about(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    planned = plan(here, meets_on="2025-06-11")
    first = row(ref="1")
    before = here.position()
    assert row(ref="1").result is Result.PRESENT
    again = row(date="12 March 2025", apologies="Director")
    assert (again.result, again.reference) == (Result.PRESENT, first.reference)
    assert "the same group and day" in again.reason
    assert row(date="11/06/2025").reference == planned
    assert here.position() == before


def test_another_on_the_same_day_is_loaded_where_somebody_says_why(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    first = row()
    text = sheet({"group": "SAAS", "date": "2025-03-12", "type": "extraordinary"})
    report = only(load(here, text, MEETING_FILES, anyway="They met again in the evening."))
    assert made(here, report).reference != first.reference


def test_our_own_file_comes_back_unchanged_and_goes_into_another_ledger(
    here: Ledger, row: Callable[..., RowReport], elsewhere: Ledger
) -> None:
    row(ref="12", quorate="Not quorate", present="Superintendent", minutes_sent="2025-03-20")
    plan(here, meets_on="2026-06-09")
    text, before = exported(here, NOUN), here.position()
    assert {each.result for each in loaded(here, NOUN, text).rows} == {Result.PRESENT}
    assert here.position() == before
    copied = loaded(elsewhere, NOUN, text, skip_refused=True)
    assert [each.result for each in copied.rows] == [Result.REFUSED, Result.LOADED]
    there = elsewhere.get(Meeting, copied.rows[1].reference)
    assert (there.meets_on, there.quorate, there.number) == ("2025-03-12", Quorate.SAID_NO, "12")
    assert (there.who_was_there, there.circulated_on) == ("Superintendent", "2025-03-20")
    assert loaded(elsewhere, NOUN, text, skip_refused=True).loaded == 0


def test_what_a_later_meeting_can_do_with_its_minutes_it_can(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    reference = row(minutes_cleared="20 March 2025").reference
    do(here, "meeting.circulate_minutes", reference, on="2025-03-26")
    meeting = here.get(Meeting, reference)
    assert meeting.minutes_sent
    assert not meeting.minutes_sent.late
    for move in ("attend", "open", "send_paper", "add_item", "minute_item", "decide", "move_date"):
        assert meeting.why_not(move), move


def test_no_past_meeting_is_in_the_future_nor_are_its_minutes_before_it(here: Ledger) -> None:
    with pytest.raises(ValidationError) as wrong:
        do(
            here, "meeting.load_past", group="GRP-2026-001", meets_on="2027-01-01",
            circulated_on="2026-01-01",
        )  # fmt: skip
    assert set(wrong.value.messages_dict) == {"meets_on", "circulated_on"}


@pytest.mark.parametrize(
    "words", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "x" * 9_000, "\u202epresent"]
)
def test_hostile_words_are_kept_as_words_or_refused(
    here: Ledger, row: Callable[..., RowReport], words: str
) -> None:
    report = row(present=words, quorate=words, venue=words[:300], minutes_circulated=words[:50])
    assert report.result in (Result.LOADED, Result.REFUSED)
    assert disagreements(here) == []


def test_what_looks_like_a_childs_number_keeps_the_row_out(row: Callable[..., RowReport]) -> None:
    assert "looks like" in row(note="NHS number 943 476 5919").reason


def test_the_template_can_be_loaded(here: Ledger) -> None:
    headings, example = template(MEETING_FILES)
    report = only(load(here, sheet(dict(zip(headings, example, strict=True))), MEETING_FILES))
    meeting = made(here, report)
    assert (meeting.kind, meeting.mode, meeting.quorate) == (
        Kind.ORDINARY, Mode.VIRTUAL, Quorate.SAID_YES,
    )  # fmt: skip


def test_every_column_is_found_by_its_own_name() -> None:
    for column in MEETING_COLUMNS:
        assert match([column.name], MEETING_COLUMNS) == {0: column.name}
