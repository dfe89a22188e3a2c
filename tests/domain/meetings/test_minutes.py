"""The minutes of a meeting: written, traced to what came of them, cleared, corrected, confirmed."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from domain.disputes.dispute import Dispute
from domain.kernel.errors import DomainError
from domain.meetings.meeting import Meeting
from domain.meetings.records import HeldMeetings, RaisedDisputes
from domain.meetings.vocabulary import Amended, AskedTo, CaptureKind, StatementKind
from domain.procedure.rules import ClockStart
from tests.disputed import PROBATION, record, with_stage
from tests.meetings import (
    AGENCIES,
    CALENDAR,
    CHAIR,
    DAY,
    NURSE,
    POLICE,
    Sitting,
    on,
    planned,
    quorate,
)

CLEARED, CIRCULATED = date(2026, 5, 20), date(2026, 5, 26)
KNOWN = "her e-mail of 20 May"
HELD = HeldMeetings(
    lambda group: [("MTG-2026-001", "2026-05-13", ""), ("MTG-2026-002", "2026-06-10", "")]
)


def disputed(sitting: Sitting, **facts: Any) -> Dispute:
    """A dispute of the Police with the council that came of the minute of the first item."""
    dispute = record(on(DAY), met_on=DAY, meeting=sitting.meeting.reference, **facts)
    sitting.others.keep(dispute)
    sitting.meeting.trace(on(DAY), minute="1.2", became=dispute, calendar=CALENDAR)
    return dispute


def closed(day: date = DAY, **facts: Any) -> Sitting:
    sitting = quorate(day, **facts)
    sitting.meeting.close(sitting.now)
    return sitting


NONE_RAISED = RaisedDisputes(lambda meeting: [])


def clear(sitting: Sitting, day: date = CLEARED, **facts: Any) -> None:
    facts = {"known_by": KNOWN, "raised": NONE_RAISED, **facts}
    sitting.meeting.clear_minutes(on(day), beside=sitting.others, calendar=CALENDAR, **facts)


def circulate(
    sitting: Sitting, day: date = CIRCULATED, *, raised: RaisedDisputes = NONE_RAISED
) -> None:
    sitting.meeting.circulate_minutes(
        on(day), beside=sitting.others, raised=raised, calendar=CALENDAR
    )


def ask(meeting: Meeting, words: str = "It was asked when.", **facts: Any) -> None:
    said: dict[str, Any] = {"item": 1, "asked_by": "Nurse, ICB", "reason": "So it was.", **facts}
    meeting.ask_correction(on(CLEARED), words=words, find=planned().find, **said)


# ---------------------------------------------------------------- written


def test_an_item_is_minuted_under_its_place_and_anew_until_the_chair_clears_it() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    meeting.minute_item(sitting.now, item=2, words="It was asked why.")
    meeting.minute_item(sitting.now, item=2, minute="2.1", words="It was asked why, twice.")
    assert (meeting.points[2].minute, meeting.points[2].words) == (
        "2.1",
        "It was asked why, twice.",
    )
    meeting.close(sitting.now)
    clear(sitting)
    with pytest.raises(DomainError, match="A correction can be asked for"):
        meeting.minute_item(sitting.now, item=2, words="Otherwise.")


def test_a_line_that_was_noted_leads_to_what_it_becomes_and_back() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    meeting.capture(
        sitting.now, item=1, kind=CaptureKind.DISAGREEMENT, minute="1.2", words="Who chairs."
    )
    dispute = record(on(DAY), met_on=DAY)
    meeting.finish_capture(on(DAY), capture=1, became=dispute, calendar=CALENDAR)
    assert (meeting.captures[1].became, meeting.came_of) == (
        dispute.reference, {dispute.reference: "1.2"},
    )  # fmt: skip
    assert dispute.links == [meeting.reference]
    *_, linked = dispute.collect_events()
    assert linked.reason == "It came of minute 1.2 of MTG-2026-001, 13 May 2026."
    with pytest.raises(DomainError, match="Nothing that was noted is still to be recorded"):
        meeting.finish_capture(on(DAY), capture=1, became=dispute, calendar=CALENDAR)


def test_what_was_noted_is_let_go_with_a_reason() -> None:
    sitting = quorate()
    sitting.meeting.capture(sitting.now, item=1, kind=CaptureKind.ACTION, words="Send the rota.")
    sitting.meeting.drop_capture(sitting.now, capture=1, reason="It was sent.")
    assert sitting.meeting.open_captures == []
    with pytest.raises(DomainError, match="Nothing that was noted"):
        sitting.meeting.drop_capture(sitting.now, capture=1, reason="Again.")


def test_why_a_line_of_a_restricted_item_was_let_go_is_told_to_nobody_else() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    meeting.add_item(sitting.now, title="A contract", asked=AskedTo.NOTE, restricted=True)
    meeting.capture(sitting.now, item=4, kind=CaptureKind.ACTION, words="End it.")
    meeting.drop_capture(sitting.now, capture=1, reason="The contract has ended.")
    *_, dropped = meeting.collect_events()
    assert (dropped.why, meeting.captures[1].dropped) == ("", "The contract has ended.")


def test_after_the_meeting_only_what_was_noted_in_it_is_decided_or_said() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    for kind in (CaptureKind.DECISION, CaptureKind.DISAGREEMENT, CaptureKind.ACTION):
        meeting.capture(sitting.now, item=1, kind=kind, minute="1.2", words="Two tools.")
    meeting.close(sitting.now)
    said: dict[str, Any] = {"kind": StatementKind.DISAGREEMENT, "agency": AGENCIES[POLICE]}
    for wrong in ({}, {"capture": 3}, {"capture": 1, "item": 2}, {"capture": 4}):
        with pytest.raises(DomainError):
            sitting.decide(**{"item": 1, **wrong})
        with pytest.raises(DomainError):
            meeting.record_statement(
                sitting.now, words="We see two.", **{"item": 1, **said, **wrong}
            )
    decision = sitting.decide(1, capture=1)
    meeting.record_statement(sitting.now, item=1, words="We see two.", capture=2, **said)
    assert (decision.minute, meeting.statements[1].minute) == ("1.2", "1.2")
    assert [each.became for each in meeting.captures.values()] == [
        decision.reference, meeting.reference, "",
    ]  # fmt: skip
    assert meeting.came_of == {}
    for move in (meeting.decide, meeting.record_statement):
        assert "was closed on 13 May 2026" in str(meeting.why_not(move.__name__))
    with pytest.raises(DomainError, match="a decision between meetings"):
        meeting.capture(sitting.now, item=1, kind=CaptureKind.DECISION, words="One more.")


def test_a_meeting_does_not_come_of_its_own_minutes() -> None:
    sitting = quorate()
    with pytest.raises(DomainError, match="That is this meeting"):
        sitting.meeting.trace(on(DAY), minute="1", became=sitting.meeting, calendar=CALENDAR)


def test_nothing_is_minuted_before_the_meeting_is_opened() -> None:
    with pytest.raises(DomainError, match="has not been opened yet"):
        planned().meeting.minute_item(on(DAY), item=1, words="Too early.")


def test_what_is_typed_up_of_a_meeting_across_midnight_happened_by_its_end() -> None:
    sitting = planned(starts_at=time(22, 30), minutes=120).open()
    meeting = sitting.meeting
    meeting.minute_item(on(date(2026, 5, 18)), item=1, words="It was asked why.")
    *_, minuted = meeting.collect_events()
    assert minuted.on == "2026-05-14"
    sitting.attend(NURSE)
    meeting.close(on(date(2026, 5, 14)))
    with pytest.raises(DomainError, match="It took place on 13 May 2026"):
        clear(sitting, date(2026, 5, 12))


# ---------------------------------------------------------------- cleared, circulated, confirmed


def test_minutes_are_cleared_circulated_and_confirmed_in_that_order() -> None:
    sitting = quorate()
    meeting, later = sitting.meeting, quorate(date(2026, 6, 10), reference="MTG-2026-002").meeting
    with pytest.raises(DomainError, match="There are no minutes before the meeting is closed"):
        meeting.confirm_minutes(sitting.now, meeting=later, minute="1", held=HELD)
    meeting.close(sitting.now)
    with pytest.raises(DomainError, match="have not been circulated yet"):
        meeting.confirm_minutes(sitting.now, meeting=later, minute="1", held=HELD)
    with pytest.raises(DomainError, match="has not cleared the minutes"):
        circulate(sitting)
    clear(sitting)
    circulate(sitting, date(2026, 5, 28))
    assert meeting.minutes_due.kept(meeting.circulated_on) == "in time"
    assert meeting.minutes_due.kept("2026-05-29") == "late: it was due on 28 May 2026"
    meeting.confirm_minutes(on(date(2026, 6, 10)), meeting=later, minute="1", held=HELD)
    assert meeting.confirmed_at == "MTG-2026-002"
    assert later.confirms == [("MTG-2026-001", "2026-05-13", "1")]


def test_a_meeting_confirms_the_minutes_of_an_earlier_one_of_its_group() -> None:
    sitting = closed()
    clear(sitting)
    circulate(sitting)
    with pytest.raises(DomainError, match="A later meeting of SAAS confirms them"):
        sitting.meeting.confirm_minutes(
            on(CIRCULATED), meeting=sitting.meeting, minute="1", held=HELD
        )


def test_the_next_meeting_confirms_minutes_and_a_later_one_only_for_a_reason() -> None:
    sitting = closed()
    clear(sitting)
    circulate(sitting)
    last = quorate(date(2026, 9, 9), reference="MTG-2026-003").meeting
    with pytest.raises(DomainError, match="The next meeting of SAAS, MTG-2026-002, confirms them"):
        sitting.meeting.confirm_minutes(on(date(2026, 9, 9)), meeting=last, minute="1", held=HELD)
    why = "The one before was not quorate."
    sitting.meeting.confirm_minutes(
        on(date(2026, 9, 9)), meeting=last, minute="1", reason=why, held=HELD
    )
    assert sitting.meeting.confirmed_at == "MTG-2026-003"
    assert sitting.meeting.pending_events[-1].why == why


def test_no_reason_is_kept_where_the_next_meeting_confirms_them() -> None:
    sitting = closed()
    clear(sitting)
    circulate(sitting)
    later = quorate(date(2026, 6, 10), reference="MTG-2026-002").meeting
    sitting.meeting.confirm_minutes(
        on(date(2026, 6, 10)), meeting=later, minute="1", reason="None.", held=HELD
    )
    assert sitting.meeting.pending_events[-1].why == ""


def test_minutes_are_not_circulated_before_the_day_on_which_they_were_cleared() -> None:
    sitting = closed()
    clear(sitting)
    with pytest.raises(DomainError, match="The chair cleared them on 20 May 2026"):
        circulate(sitting, date(2026, 5, 19))


def test_clearing_and_circulating_tell_the_dispute_the_days_that_its_clock_waits_for() -> None:
    sitting = closed()
    dispute = disputed(sitting, rules=with_stage("direct", starts=ClockStart.CIRCULATED))
    sitting.meeting.show_minutes(on(CLEARED), agency=AGENCIES[POLICE], known_by="an e-mail")
    before = dispute.visit.due_on
    clear(sitting)
    circulate(sitting)
    assert (dispute.approved_on, dispute.circulated_on) == ("2026-05-20", "2026-05-26")
    assert (before, dispute.visit.due_on) == ("", "2026-06-02")


def test_a_dispute_that_only_names_the_meeting_is_told_too() -> None:
    sitting = closed()
    dispute = record(
        on(DAY), met_on=DAY, meeting=sitting.meeting.reference,
        rules=with_stage("direct", starts=ClockStart.CIRCULATED),
    )  # fmt: skip
    sitting.others.keep(dispute)
    raised = RaisedDisputes(lambda meeting: [dispute.reference])
    with pytest.raises(DomainError, match="Let Kent Police see the draft first"):
        clear(sitting, raised=raised)
    sitting.meeting.show_minutes(on(CLEARED), agency=AGENCIES[POLICE], known_by="an e-mail")
    clear(sitting, raised=raised)
    circulate(sitting, raised=raised)
    assert (dispute.approved_on, dispute.circulated_on) == ("2026-05-20", "2026-05-26")
    assert dispute.visit.due_on == "2026-06-02"


def test_a_dispute_that_is_recorded_after_the_circulation_is_told_at_once() -> None:
    sitting = closed()
    clear(sitting)
    circulate(sitting)
    dispute = record(on(CIRCULATED), met_on=DAY)
    sitting.meeting.trace(on(CIRCULATED), minute="1.2", became=dispute, calendar=CALENDAR)
    assert (dispute.approved_on, dispute.circulated_on) == ("2026-05-20", "2026-05-26")
    with pytest.raises(DomainError, match="is recorded as coming of minute"):
        sitting.meeting.trace(on(CIRCULATED), minute="1.3", became=dispute, calendar=CALENDAR)


# ---------------------------------------------------------------- where the chair is not neutral


def test_the_other_party_sees_the_minutes_before_a_chair_who_is_a_party_clears_them() -> None:
    sitting = closed()
    disputed(sitting)
    with pytest.raises(DomainError, match="Let Kent Police see the draft first"):
        clear(sitting)
    sitting.meeting.show_minutes(on(CLEARED), agency=AGENCIES[POLICE], known_by="an e-mail")
    clear(sitting)
    assert sitting.meeting.cleared_on == "2026-05-20"


def test_it_counts_whose_chair_it_is_and_who_chaired() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(NURSE))
    sitting.meeting.close(sitting.now)
    assert sitting.meeting.chairs_agencies == {"kent-county-council", "nhs-kent-and-medway-icb"}


def test_the_chair_clears_alone_what_is_between_others() -> None:
    sitting = closed()
    disputed(sitting, others=(PROBATION,), positions=("The police.", "Probation."))
    clear(sitting)
    assert sitting.meeting.cleared_on == "2026-05-20"


# ---------------------------------------------------------------- corrections


def test_a_correction_is_asked_for_and_accepted_and_the_minute_says_what_it_says_now() -> None:
    sitting = closed()
    meeting = sitting.meeting
    ask(meeting)
    meeting.accept_correction(on(CIRCULATED, CHAIR), correction=1)
    assert meeting.points[1].words == "It was asked when."
    assert meeting.amendments[1].answer is Amended.ACCEPTED
    with pytest.raises(DomainError, match="No correction of the minutes waits"):
        meeting.accept_correction(on(CIRCULATED, CHAIR), correction=1)


def test_a_correction_is_declined_with_a_reason_and_the_minute_stays() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    meeting.minute_item(sitting.now, item=1, words="It was asked why.")
    meeting.close(sitting.now)
    ask(meeting)
    meeting.decline_correction(on(CIRCULATED, CHAIR), correction=1, reason="It was not.")
    assert meeting.points[1].words == "It was asked why."
    assert meeting.amendments[1].answer_words == "It was not."


def test_a_minute_corrected_after_a_dispute_came_of_it_changes_nothing_of_the_dispute() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    meeting.minute_item(sitting.now, item=1, minute="1.2", words="The police hold one thing.")
    meeting.close(sitting.now)
    dispute = disputed(sitting)
    told = (dispute.issue, dict(dispute.positions), dispute.visit.due_on)
    ask(meeting, words="The police hold another.")
    assert (dispute.issue, dict(dispute.positions), dispute.visit.due_on) == told
    meeting.accept_correction(on(CIRCULATED, CHAIR), correction=1)
    assert (dispute.issue, dict(dispute.positions), dispute.visit.due_on) == told
    assert meeting.amendments[1].after == ("DSP-2026-001",)


def test_a_request_never_stops_the_clock_that_circulating_starts() -> None:
    sitting = closed()
    dispute = disputed(
        sitting, others=(PROBATION,), positions=("One.", "Two."),
        rules=with_stage("direct", starts=ClockStart.CIRCULATED),
    )  # fmt: skip
    ask(sitting.meeting)
    clear(sitting)
    circulate(sitting)
    due = dispute.visit.due_on
    assert due == "2026-06-02"
    ask(sitting.meeting, words="Yet another.", item=2)
    assert dispute.visit.due_on == due


def test_minutes_are_not_confirmed_while_a_correction_waits_and_not_corrected_afterwards() -> None:
    sitting = closed()
    meeting, later = sitting.meeting, quorate(date(2026, 6, 10), reference="MTG-2026-002").meeting
    clear(sitting)
    circulate(sitting)
    ask(meeting)
    with pytest.raises(DomainError, match="Answer first whether to correct minute 1"):
        meeting.confirm_minutes(on(date(2026, 6, 10)), meeting=later, minute="1", held=HELD)
    meeting.decline_correction(on(CIRCULATED, CHAIR), correction=1, reason="It was not.")
    meeting.confirm_minutes(on(date(2026, 6, 10)), meeting=later, minute="1", held=HELD)
    with pytest.raises(DomainError, match="have been confirmed, at MTG-2026-002"):
        ask(meeting)


def test_nothing_that_the_minute_says_already_is_asked_for() -> None:
    sitting = quorate()
    sitting.meeting.minute_item(sitting.now, item=1, words="It was asked when.")
    sitting.meeting.close(sitting.now)
    with pytest.raises(DomainError, match="That is what the minute says already"):
        ask(sitting.meeting)


def test_the_team_says_how_it_knows_what_the_chair_did() -> None:
    sitting = closed()
    ask(sitting.meeting)
    for name, facts in (
        ("accept_correction", {"correction": 1}),
        ("decline_correction", {"correction": 1, "reason": "No."}),
    ):
        with pytest.raises(DomainError, match="Enter how it is known that the chair"):
            getattr(sitting.meeting, name)(on(CIRCULATED), **facts)
    with pytest.raises(DomainError, match="Enter who asks for it"):
        ask(sitting.meeting, asked_by="", item=2)


def test_minutes_are_confirmed_by_a_meeting_later_the_same_day() -> None:
    sitting = closed(starts_at=time(9))
    clear(sitting, DAY)
    circulate(sitting, DAY)
    held = HeldMeetings(
        lambda group: [
            ("MTG-2026-001", "2026-05-13", "09:00"),
            ("MTG-2026-002", "2026-05-13", "14:00"),
            ("MTG-2026-003", "2026-06-10", ""),
        ]
    )
    for starts in ({}, {"starts_at": time(8)}, {"starts_at": time(9)}):
        other = quorate(reference="MTG-2026-004", **starts).meeting
        with pytest.raises(DomainError, match="it must be on record when each starts"):
            sitting.meeting.confirm_minutes(on(DAY), meeting=other, minute="1", held=held)
    later = quorate(reference="MTG-2026-002", starts_at=time(14)).meeting
    sitting.meeting.confirm_minutes(on(DAY), meeting=later, minute="1", held=held)
    assert (sitting.meeting.confirmed_at, sitting.meeting.confirmed_on) == (
        "MTG-2026-002", "2026-05-13",
    )  # fmt: skip


def test_a_meeting_without_a_quorum_confirms_no_minutes() -> None:
    sitting = closed()
    clear(sitting)
    circulate(sitting)
    later = planned(date(2026, 6, 10), reference="MTG-2026-002").open().meeting
    with pytest.raises(DomainError, match="MTG-2026-002 was not quorate, so it confirmed nothing"):
        sitting.meeting.confirm_minutes(on(date(2026, 6, 10)), meeting=later, minute="1", held=HELD)


def test_minutes_are_confirmed_on_the_day_of_the_meeting_that_did_it() -> None:
    sitting = closed()
    clear(sitting)
    circulate(sitting)
    later = quorate(date(2026, 6, 10), reference="MTG-2026-002").meeting
    with pytest.raises(DomainError, match="It takes place on 10 June 2026"):
        sitting.meeting.confirm_minutes(on(date(2026, 6, 9)), meeting=later, minute="1", held=HELD)
    sitting.meeting.confirm_minutes(on(date(2026, 6, 20)), meeting=later, minute="1", held=HELD)
    assert sitting.meeting.confirmed_on == "2026-06-10"


def test_no_meeting_confirms_minutes_that_were_circulated_after_it() -> None:
    sitting = closed()
    clear(sitting)
    circulate(sitting, date(2026, 6, 15))
    later = quorate(date(2026, 6, 10), reference="MTG-2026-002").meeting
    with pytest.raises(DomainError, match="They were circulated on 15 June 2026, after that"):
        sitting.meeting.confirm_minutes(on(date(2026, 6, 20)), meeting=later, minute="1", held=HELD)
