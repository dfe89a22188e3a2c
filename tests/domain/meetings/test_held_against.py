"""Decisions and confirmations held against who was there, as that is put right, and again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.decisions.vocabulary import Kind, Standing
from domain.kernel.errors import DomainError
from domain.meetings.vocabulary import How
from tests.meetings import (
    COUNCIL,
    DAY,
    HEALTH,
    LEAD,
    POLICE,
    Sitting,
    on,
    planned,
    quorate,
)


def test_attendance_corrected_afterwards_rewrites_nothing_and_marks_the_decision() -> None:
    sitting = quorate()
    decision = sitting.decide(1)
    was = decision.quorum
    sitting.meeting.close(sitting.now)
    sitting.meeting.correct_attendance(
        on(DAY + timedelta(days=9)), attendee=3, how=How.APOLOGIES, reason="She had left.",
        beside=sitting.others,
    )  # fmt: skip
    assert decision.quorum == was
    assert decision.worth is Standing.WANTING
    assert decision.wanting == f"Not quorate: nobody from {HEALTH}."
    assert sitting.meeting.wanting == [decision.reference]


def test_a_quorate_meeting_confirms_what_was_wanting_and_ratifies_advice() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    advice = sitting.decide(1, kind=Kind.ADVICE)
    later = quorate(date(2026, 6, 10), reference="MTG-2026-002")
    later.meeting.confirm_decision(later.now, decision=advice, item=2, minute="2.1")
    assert (advice.worth, advice.confirmed_at) == (Standing.STANDS, "MTG-2026-002")
    with pytest.raises(DomainError, match="is no advice"):
        later.meeting.confirm_decision(later.now, decision=advice, item=2, minute="2.1")


def test_a_meeting_without_a_quorum_confirms_nothing() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    advice = sitting.decide(1, kind=Kind.ADVICE)
    with pytest.raises(DomainError, match="nothing can be decided on item 2"):
        sitting.meeting.confirm_decision(sitting.now, decision=advice, item=2, minute="2.1")


def put_right(sitting: Sitting, attendee: int, how: How) -> None:
    sitting.meeting.correct_attendance(
        on(DAY + timedelta(days=60)), attendee=attendee, how=how, reason="So it was.",
        beside=sitting.others,
    )  # fmt: skip


def test_a_decision_that_had_a_quorum_after_all_is_no_longer_marked() -> None:
    sitting = quorate()
    decision = sitting.decide(1)
    put_right(sitting, 3, How.APOLOGIES)
    put_right(sitting, 3, How.ONLINE)
    assert (decision.worth, decision.wanting) == (Standing.STANDS, "")
    assert sitting.meeting.wanting == []
    told = [each.sentence({}) for each in decision.pending_events]  # type: ignore[attr-defined]
    assert told[1:] == [
        "found its quorum wanting; it is asked to be confirmed. "
        f"Not quorate: nobody from {HEALTH}.",
        f"found that there was a quorum for it after all. Quorate: {COUNCIL}, {HEALTH} and "
        f"{POLICE} represented, the chair not counted.",
    ]
    put_right(sitting, 3, How.ABSENT)
    assert decision.worth is Standing.WANTING


@pytest.mark.parametrize("kind", [Kind.AGREED, Kind.ADVICE])
def test_a_confirmation_is_held_against_who_was_there_as_a_decision_is(kind: Kind) -> None:
    sitting = quorate()
    if kind is Kind.ADVICE:
        put_right(sitting, 3, How.APOLOGIES)
    decision = sitting.decide(1, kind=kind)
    if kind is Kind.AGREED:
        put_right(sitting, 3, How.APOLOGIES)
    later = quorate(date(2026, 6, 10), reference="MTG-2026-002")
    later.others.keep(decision)
    later.meeting.confirm_decision(later.now, decision=decision, item=2, minute="2.1")
    assert decision.worth is Standing.STANDS
    put_right(later, 4, How.ABSENT)
    assert (decision.worth, decision.confirmed_at) == (Standing.WANTING, "")
    assert decision.wanting.endswith(
        f"When MTG-2026-002 confirmed it, not quorate: nobody from {POLICE}."
    )
    assert later.meeting.wanting == [decision.reference]
    assert decision.can_be_confirmed
    put_right(later, 4, How.PRESENT)
    assert (decision.worth, decision.confirmed_at) == (Standing.STANDS, "MTG-2026-002")


def test_what_had_a_quorum_itself_needs_no_confirmation_that_had_none() -> None:
    sitting = quorate()
    decision = sitting.decide(1)
    put_right(sitting, 3, How.APOLOGIES)
    later = quorate(date(2026, 6, 10), reference="MTG-2026-002")
    later.others.keep(decision)
    later.meeting.confirm_decision(later.now, decision=decision, item=2, minute="2.1")
    put_right(later, 4, How.ABSENT)
    put_right(sitting, 3, How.PRESENT)
    assert (decision.worth, decision.wanting) == (Standing.STANDS, "")


def test_a_decision_is_confirmed_or_reported_that_was_taken_by_then() -> None:
    later = quorate(date(2026, 6, 10), reference="MTG-2026-002")
    decision = later.decide(1)
    put_right_at = on(date(2026, 6, 20))
    later.meeting.correct_attendance(
        put_right_at, attendee=3, how=How.ABSENT, reason="So it was.", beside=later.others
    )
    earlier = quorate()
    for act in (earlier.meeting.confirm_decision, earlier.meeting.report_decision):
        with pytest.raises(DomainError, match="was taken on 10 June 2026, after this meeting"):
            act(earlier.now, decision=decision, item=1, minute="1")
    same_day = quorate(date(2026, 6, 10), reference="MTG-2026-003")
    same_day.meeting.confirm_decision(same_day.now, decision=decision, item=1, minute="1")
    assert decision.worth is Standing.STANDS
