"""What was recorded wrongly of a meeting: when it was and what follows, who chaired, its papers."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from domain.decisions.decision import Decision
from domain.decisions.vocabulary import Kind, Standing
from domain.kernel.errors import DomainError
from domain.kernel.item import Item
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import Quorate
from tests.disputed import record
from tests.meetings import (
    ASSISTANT,
    CALENDAR,
    DAY,
    LEAD,
    NURSE,
    SUPERINTENDENT,
    Sitting,
    group,
    on,
    planned,
    quorate,
)


def correct(meeting: Meeting, fact: str, becomes: str) -> None:
    Sitting(group(), meeting).correct(fact, becomes)


def said(item: Item) -> str:
    return item.pending_events[-1].sentence({})  # type: ignore[attr-defined]


def test_with_the_date_of_a_meeting_its_deadlines_follow_and_both_sums_are_told() -> None:
    meeting = quorate().meeting
    was = meeting.minutes_due
    correct(meeting, "meets_on", "12 May 2026")
    assert (meeting.meets_on, meeting.first_meets_on) == ("2026-05-12", "2026-05-12")
    assert (meeting.papers_due.day, meeting.minutes_due.day) == ("2026-04-30", "2026-05-27")
    assert meeting.moves == 0
    assert was.working in said(meeting)
    assert meeting.minutes_due.working in said(meeting)
    assert "due date of the papers" in said(meeting)


def test_a_paper_is_late_or_in_time_by_the_corrected_days() -> None:
    sitting = quorate()
    sitting.meeting.send_paper(on(date(2026, 5, 1)), title="Agenda")
    assert sitting.meeting.papers[1].late is False
    correct(sitting.meeting, "meets_on", "11 May 2026")
    assert sitting.meeting.papers[1].late is True
    correct(sitting.meeting, "papers_sent_on_1", "2026-04-20")
    assert sitting.meeting.papers[1].late is False
    correct(sitting.meeting, "papers_title_1", "The agenda")
    assert sitting.meeting.papers[1].title == "The agenda"
    assert "Title of paper 1" in said(sitting.meeting)


def test_of_a_restricted_paper_no_correction_tells() -> None:
    meeting = quorate().meeting
    meeting.papers[7] = meeting.papers.get(7) or _paper(restricted=True)
    assert "papers_title_7" not in [fact.key for fact in meeting.facts_to_correct()]
    with pytest.raises(DomainError, match="no such fact"):
        correct(meeting, "papers_title_7", "Another")


def _paper(*, restricted: bool) -> object:
    from domain.meetings.records import Paper

    return Paper(7, 1, "Secret", "2026-05-01", late=False, after=False, restricted=restricted)


@pytest.mark.parametrize(
    ("fact", "becomes", "why"),
    [
        ("meets_on", "2027-01-01", "future"),
        ("starts_at", "after lunch", "time of day"),
        ("minutes", "ninety", "whole number"),
        ("minutes", "1500", "longer than a day"),
        ("mode", "not_recorded", "known"),
        ("papers_title_99", "X", "no such fact"),
        ("papers_title_x", "X", "cannot be corrected"),
        ("cleared_on", "2026-05-20", "no such fact"),
    ],
)
def test_nothing_is_corrected_to_what_makes_no_sense(fact: str, becomes: str, why: str) -> None:
    with pytest.raises(DomainError, match=why):
        correct(quorate().meeting, fact, becomes)


def test_the_days_of_the_minutes_stay_in_their_order() -> None:
    meeting = past()
    correct(meeting, "cleared_on", "2026-05-20")
    with pytest.raises(DomainError, match="would not be in that order"):
        correct(meeting, "circulated_on", "2026-05-19")
    correct(meeting, "circulated_on", "2026-05-20")
    with pytest.raises(DomainError, match="would not be in that order"):
        correct(meeting, "meets_on", "2026-05-21")


def past() -> Meeting:
    return Meeting.load_past(
        on(DAY + timedelta(days=10)), reference="MTG-2026-009", group=group(), meets_on=DAY,
        present="Superintendent", calendar=CALENDAR,
    )  # fmt: skip


def test_what_was_written_of_a_meeting_before_this_ledger_is_corrected_as_it_was_read() -> None:
    meeting = past()
    correct(meeting, "present", "Superintendent and nurse")
    correct(meeting, "quorate", "said_yes")
    correct(meeting, "meets_on", "2026-05-12")
    assert meeting.who_was_there == "Superintendent and nurse"
    assert meeting.quorate is Quorate.SAID_YES
    assert (meeting.closed_on, meeting.minutes_due.day) == ("2026-05-12", "2026-05-27")
    assert meeting.corrections == 3


def test_who_chaired_is_put_right_after_the_end_and_decisions_are_held_against_it() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    meeting.decide(sitting.now, item=1, kind=Kind.AGREED, words="One tool.", beside=sitting.others)
    meeting.close(sitting.now)
    police = meeting.attendee_of(SUPERINTENDENT)
    assert police
    with pytest.raises(DomainError, match="Nobody is recorded as taking the chair at item 2"):
        meeting.correct_chair(
            sitting.now, attendee=police.number, item=2, reason="So.", beside=sitting.others
        )
    meeting.correct_chair(
        sitting.now, attendee=police.number, reason="The minutes say so.", beside=sitting.others
    )
    chair = meeting.chair_at(1)
    assert chair
    assert chair.number == police.number
    (decision,) = [each for each in sitting.others.items.values() if isinstance(each, Decision)]
    assert decision.worth is Standing.WANTING
    lead = meeting.attendee_of(LEAD)
    assert lead
    meeting.correct_chair(
        sitting.now, attendee=lead.number, reason="So after all.", beside=sitting.others
    )
    with pytest.raises(DomainError, match="on record already"):
        meeting.correct_chair(
            sitting.now, attendee=lead.number, reason="Again.", beside=sitting.others
        )


# ---------------------------------------------------------------- what has its date from it


def test_with_the_date_of_a_meeting_go_the_days_of_its_decisions() -> None:
    sitting = planned(date(2026, 5, 13), starts_at=time(22), minutes=240).open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, NURSE, SUPERINTENDENT):
        sitting.attend(seat)
    before, corrected = sitting.decide(1), sitting.decide(3)
    sitting.meeting.decide(
        on(date(2026, 5, 14)), item=2, kind=Kind.AGREED, words="After midnight.",
        beside=sitting.others,
    )  # fmt: skip
    after = sitting.others.find(Decision, "DEC-2026-003")
    corrected.taken_on = "2026-05-20"
    sitting.meeting.close(on(date(2026, 5, 14)))
    sitting.correct("meets_on", "2026-05-06")
    assert [each.taken_on for each in (before, after)] == ["2026-05-06", "2026-05-07"]
    assert corrected.taken_on == "2026-05-20"
    assert (before.made[1].on, before.corrections) == ("2026-05-06", 1)
    assert (sitting.meeting.opened_on, sitting.meeting.closed_on) == ("2026-05-06", "2026-05-07")
    assert said(before) == (
        "corrected the day on which it was taken, with the date of MTG-2026-001, from 13 May 2026 "
        "to 6 May 2026"
    )


@pytest.mark.parametrize("traced", [True, False])
def test_with_the_date_of_a_meeting_goes_that_of_a_dispute_and_its_clock(traced: bool) -> None:
    sitting = quorate()
    dispute = record(on(DAY), met_on=DAY, meeting="MTG-2026-001")
    other = record(on(DAY), reference="DSP-2026-009", met_on=date(2026, 5, 11), meeting="SAAS")
    sitting.others.keep(dispute)
    sitting.others.keep(other)
    if traced:
        sitting.meeting.trace(on(DAY), minute="1.2", became=dispute, calendar=CALENDAR)
    was = dispute.visits[0].first_due_on
    named = [other.reference, *([] if traced else [dispute.reference])]
    sitting.correct("meets_on", "2026-05-06", dated=named)
    assert (dispute.met_on, other.met_on) == ("2026-05-06", "2026-05-11")
    assert dispute.visits[0].first_due_on < was


def test_a_date_that_a_dispute_cannot_follow_says_which_and_why() -> None:
    sitting = quorate()
    dispute = record(
        on(date(2026, 5, 14)), met_on=DAY, meeting="MTG-2026-001", circulated_on=date(2026, 5, 13)
    )
    sitting.others.keep(dispute)
    with pytest.raises(DomainError, match=r"DSP-2026-001 was minuted there: The meeting comes"):
        sitting.correct("meets_on", "2026-05-14", dated=[dispute.reference])
