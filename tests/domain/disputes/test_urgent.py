"""An urgent case: its hours by day and night, overdue by the minute, whatever the clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from domain.disputes.audit.breach_kinds import BreachKind
from domain.disputes.audit.conformance import breaches
from domain.disputes.dispute import Dispute
from domain.kernel.terms import Occasion
from domain.procedure.rules import ClockStart, Rules
from tests.disputed import complete, record, recorded, shipped, with_stage
from tests.domain.disputes.commands import refused, sentence_of
from tests.domain.disputes.day_by_day import (
    CALENDAR,
    RULES,
    URGENCY,
    dispute,
    escalate,
    events_of,
    happen,
    keep_all,
    on,
    urgent,
)
from tests.examples import finds, news, told
from tests.followed import TEAM, settled


def at(moment: str, **more: Any) -> Occasion:
    """Something that is recorded as it happens, at a moment in UTC."""
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return Occasion(TEAM, now, now.date(), 41, **more)


@pytest.mark.parametrize(
    ("day", "clock", "hours", "due", "working"),
    [
        ("2026-12-23", "16:30", 24, "2026-12-24T16:30+00:00",
         "24 hours from Wednesday 23 December 2026, 16:30"),
        ("2026-12-24", "16:30", 24, "2026-12-25T16:30+00:00",
         "24 hours from Thursday 24 December 2026, 16:30"),
        ("2026-03-28", "16:30", 24, "2026-03-29T17:30+01:00",
         "24 hours from Saturday 28 March 2026, 16:30; the clocks go forward on 29 March 2026"),
        ("2026-10-24", "16:30", 24, "2026-10-25T15:30+00:00",
         "24 hours from Saturday 24 October 2026, 16:30; the clocks go back on 25 October 2026"),
        ("2026-10-25", "00:30", 1, "2026-10-25T01:30+01:00",
         "1 hour from Sunday 25 October 2026, 00:30"),
        ("2026-10-25", "00:30", 2, "2026-10-25T01:30+00:00",
         "2 hours from Sunday 25 October 2026, 00:30; the clocks go back on 25 October 2026"),
        ("2026-07-31", "23:59", 48, "2026-08-02T23:59+01:00",
         "48 hours from Friday 31 July 2026, 23:59"),
    ],
)  # fmt: skip
def test_its_hours_are_those_that_pass(
    day: str, clock: str, hours: int, due: str, working: str
) -> None:
    met = date.fromisoformat(day)
    occasion = replace(at("2027-01-04T09:00"), on=met)
    item = record(
        occasion, rules=shipped(urgent_hours=hours), met_on=met, declared_on=met,
        declared_time=time.fromisoformat(clock), **_from_the_start(),
    )  # fmt: skip
    assert (item.visit.due_on, item.visit.first_due_on) == (due, due)
    assert item.visit.working == working


def _from_the_start() -> dict[str, Any]:
    return {("urgent_reason" if key == "reason" else key): each for key, each in URGENCY.items()}


def test_an_hour_that_the_clocks_show_twice_is_told_apart() -> None:
    first = urgent("2026-05-20", "16:30")
    assert told(first)[-1].endswith("due Thursday 21 May 2026, 16:30")
    from domain.kernel.item import long_date

    assert long_date("2026-10-25T01:30+01:00") == "Sunday 25 October 2026, 01:30 BST"
    assert long_date("2026-10-25T01:30+00:00") == "Sunday 25 October 2026, 01:30 GMT"


def test_it_is_overdue_from_the_minute_after_it_was_due() -> None:
    item = settled(urgent("2026-05-20", "16:30"))
    for minute, late in (("15:29", False), ("15:30", False), ("15:31", True)):
        now = at(f"2026-05-21T{minute}")
        assert item.is_overdue(f"2026-05-21T16{minute[2:]}+01:00") is late
        assert item.notice_overdue(now, calendar=CALENDAR) is late
    (event,) = item.pending_events
    assert isinstance(event, Dispute.StageOverdue)
    assert (event.on, event.at) == ("2026-05-21", "2026-05-21T16:31+01:00")
    assert told(item)[-1] == (
        "found no reply by Kent County Council by Thursday 21 May 2026, 16:30; the stage Direct "
        "resolution between the agencies is overdue"
    )


def test_what_time_escalates_goes_up_in_the_minute_in_which_it_was_overdue() -> None:
    item = settled(
        record(
            at("2026-05-20T15:30"), rules=replace(RULES, automatic=True), met_on=date(2026, 5, 20),
            **_from_the_start(),
        )
    )  # fmt: skip
    while item.notice_overdue(at("2026-05-24T09:00"), calendar=CALENDAR):
        pass
    assert [visit.entered_at for visit in item.visits] == [
        "", "2026-05-21T16:31+01:00", "2026-05-22T16:32+01:00", "2026-05-23T16:33+01:00",
    ]  # fmt: skip
    assert item.visit.working == "24 hours from Saturday 23 May 2026, 16:33"


def test_each_stage_has_its_hours_from_when_it_began() -> None:
    item = urgent("2026-05-20", "16:30")
    escalate(item, "2026-05-21", "09:15")
    assert (item.visit.entered_at, item.visit.due_on) == (
        "2026-05-21T09:15+01:00", "2026-05-22T09:15+01:00",
    )  # fmt: skip
    assert told(item)[-1] == "escalated it to stage 2, Senior managers, due " + (
        "Friday 22 May 2026, 09:15"
    )


@pytest.mark.parametrize("move", ["escalate", "reply", "drop", "extend"])
def test_what_happened_before_today_needs_its_time(move: str) -> None:
    item = urgent("2026-05-20", "16:30")
    keep_all(item, "2026-05-20")
    facts: dict[str, dict[str, Any]] = {
        "escalate": {"reason": "x", "calendar": CALENDAR},
        "reply": {"agency": "kent-county-council", "reply": "No."},
        "drop": {"reason": "x"},
        "extend": {"hours": 3, "reason": "x", "calendar": CALENDAR},
    }
    assert refused(getattr(item, move), on("2026-05-20"), **facts[move]) == (
        "It is urgent, so its clock runs in hours: give the time at which it happened.",
        "time",
    )
    getattr(item, move)(on("2026-05-21", "10:00"), **facts[move])
    assert news(item)[-1][1]["at"] == "2026-05-21T10:00+01:00"


def test_recorded_late_is_not_late_by_its_time() -> None:
    item = urgent("2026-05-20", "16:30")
    item.notice_overdue(on("2026-05-22", "09:00"), calendar=CALENDAR)
    item.reply(on("2026-05-21", "16:30"), agency="kent-county-council", reply="No.")
    keep_all(item, "2026-05-22")
    item.escalate(on("2026-05-21", "16:30"), reason="x", calendar=CALENDAR)
    assert breaches(events_of(item)) == []
    assert item.visits[0].overdue_on == ""
    assert item.visits[0].overdue_before == "2026-05-21T16:31+01:00"


def test_a_reply_belongs_to_the_stage_of_its_minute() -> None:
    item = urgent("2026-05-20", "16:30")
    escalate(item, "2026-05-20", "18:00")
    item.reply(on("2026-05-20", "17:00"), agency="kent-county-council", reply="No.")
    item.reply(on("2026-05-20", "18:30"), agency="kent-county-council", reply="Still no.")
    assert [[reply.on[11:16] for reply in visit.answers] for visit in item.visits] == [
        ["17:00"], ["18:30"],
    ]  # fmt: skip


def test_what_is_late_by_minutes_is_found_and_named() -> None:
    item = urgent("2026-05-20", "16:30")
    item.reply(on("2026-05-21", "16:31"), agency="kent-county-council", reply="No.")
    escalate(item, "2026-05-21", "17:10")
    stage = "The stage Direct resolution between the agencies"
    due = "was due on Thursday 21 May 2026, 16:30"
    assert [(each.kind, each.sentence) for each in breaches(events_of(item))] == [
        (BreachKind.LATE_REPLY,
         f"The reply of Kent County Council {due} and came on Thursday 21 May 2026, 16:31."),
        (BreachKind.LEFT_LATE, f"{stage} {due} and was left on Thursday 21 May 2026, 17:10."),
    ]  # fmt: skip


@pytest.mark.parametrize(("minute", "late"), [("15:30", False), ("15:31", True)])
def test_it_runs_late_by_the_minute(minute: str, late: bool) -> None:
    events = events_of(urgent("2026-05-20", "16:30", to_begin_with="Both."))
    now = datetime.fromisoformat(f"2026-05-21T{minute}").replace(tzinfo=UTC)
    assert [each.kind for each in breaches(events, on=now)] == [BreachKind.RUNNING_LATE] * late


def test_it_is_extended_by_hours_and_no_more_than_it_had() -> None:
    item = urgent("2026-05-20", "16:30")
    agreed = on("2026-05-21", "16:30")
    item.extend(agreed, hours=12, reason="Leave.", calendar=CALENDAR)
    assert item.visit.due_on == "2026-05-22T04:30+01:00"
    assert item.visit.working == "12 hours from Thursday 21 May 2026, 16:30"
    again = urgent("2026-05-20", "16:30", replace(RULES, extensions=9))
    for wrong, field in (({"hours": 25}, "hours"), ({"hours": 0}, "hours")):
        assert refused(again.extend, agreed, reason="x", calendar=CALENDAR, **wrong) == (
            "An extension must be of 1 to 24 hours.", field,
        )  # fmt: skip
    assert refused(again.extend, agreed, reason="x", calendar=CALENDAR) == (
        "Enter how many more hours, from 1 to 24.", "hours",
    )  # fmt: skip
    assert refused(again.extend, agreed, days=1, reason="x", calendar=CALENDAR) == (
        "The clock of this stage runs in hours: leave this empty.", "days",
    )  # fmt: skip
    late = on("2026-05-21", "16:31")
    assert sentence_of(again.extend, late, hours=2, reason="x", calendar=CALENDAR) == (
        "The stage was due on Thursday 21 May 2026, 16:30, so an extension must have been agreed "
        "by then. If it was, give the day and time at which it was; if not, the stage can be "
        "escalated."
    )
    by_days = dispute()
    assert refused(by_days.extend, on("2026-01-15"), hours=2, reason="x", calendar=CALENDAR) == (
        "The clock of this stage runs in working days: leave this empty.", "hours",
    )  # fmt: skip


def test_a_time_that_there_was_not_is_refused() -> None:
    item = urgent("2026-03-28", "16:30")
    for clock, sentence in (
        ("01:30", "There was no 01:30 on 29 March 2026: the clocks went forward then."),
        ("00:30", ""),
    ):
        occasion, facts = on("2026-03-29", clock), {"agency": "kent-police", "position": "Yes."}
        if sentence:
            assert refused(item.reply, occasion, agency="kent-police", reply="x") == (
                sentence, "time",
            )  # fmt: skip
        else:
            item.state_position(occasion, **facts)


def test_what_happened_before_its_stage_began_is_refused_by_the_minute() -> None:
    item = urgent("2026-05-20", "16:30")
    escalate(item, "2026-05-21", "09:15")
    assert refused(item.drop, on("2026-05-21", "09:14"), reason="x") == (
        "The stage Senior managers began on Thursday 21 May 2026, 09:15; the time is before that. "
        "If it began earlier, correct that first (“Correct a mistake”).",
        "time",
    )


def test_declared_at_a_stage_it_moves_no_date_that_is_set() -> None:
    item = dispute()
    item.declare_urgent(on("2026-01-15", "09:00"), **URGENCY)
    assert (item.visit.due_on, item.urgent_at) == ("2026-01-21", "2026-01-15T09:00+00:00")
    item.reply(on("2026-01-16"), agency="kent-county-council", reply="No.")
    assert breaches(events_of(item)) == []


def test_declared_while_the_clock_waits_for_minutes_it_waits_no_longer() -> None:
    waiting = with_stage("direct", starts=ClockStart.APPROVED)
    item = dispute(waiting)
    item.declare_urgent(on("2026-01-15", "09:00"), **URGENCY)
    assert [kind for kind, _ in news(item)][-2:] == [Dispute.DeclaredUrgent, Dispute.ClockStarted]
    assert item.visit.due_on == item.visit.first_due_on == "2026-01-16T09:00+00:00"
    assert not item.waits_for_minutes
    item.date_minutes(on("2026-01-16"), approved_on=date(2026, 1, 16), calendar=CALENDAR)
    assert item.visit.due_on == "2026-01-16T09:00+00:00"


def test_an_urgent_case_without_what_it_needs_is_found() -> None:
    item = dispute()
    facts = {**URGENCY, "authorised_by": "", "contact": ""}
    happen(item, "2026-01-14", Dispute.DeclaredUrgent, clock="09:00", **facts)
    assert [(each.kind, each.sentence) for each in breaches(events_of(item))] == [
        (
            BreachKind.URGENT_INCOMPLETE,
            "It was declared urgent without on record: who authorised that it is urgent; who can "
            "be reached at night and at weekends.",
        )
    ]


PAST: dict[str, Any] = {"past": True, "urgent": True}


def test_a_past_one_counts_from_the_end_of_the_day_where_nobody_knows_the_time() -> None:
    item = recorded(at("2026-06-01T09:00"), **PAST, met_on=date(2026, 5, 6))
    assert item.visit.due_on == "2026-05-08T00:00+01:00"
    assert item.visit.working == ("24 hours from the end of 6 May 2026, as the time is not known")
    known = recorded(
        at("2026-06-01T09:00"), **PAST, met_on=date(2026, 5, 6), declared_on=date(2026, 5, 7),
        declared_time=time(16, 30),
    )  # fmt: skip
    assert known.visit.due_on == "2026-05-08T16:30+01:00"
    known.report_stage(
        replace(at("2026-06-01T09:00"), on=date(2026, 5, 8)), stage="executive", calendar=CALENDAR
    )
    assert known.visit.due_on == "2026-05-10T00:00+01:00"


CORRECTION = {"reason": "Misread.", "calendar": CALENDAR, "find": finds()}


def test_when_it_was_declared_is_corrected_and_its_hours_are_reckoned_anew() -> None:
    item = urgent("2026-05-20", "16:30")
    item.correct(on("2026-05-30"), fact="urgent_at", becomes="20 May 2026, 18:00", **CORRECTION)
    assert item.visit.due_on == "2026-05-21T18:00+01:00"
    assert told(item)[-1] == (
        "corrected “Declared urgent” from “Wednesday 20 May 2026, 16:30” to “Wednesday 20 May "
        "2026, 18:00”; the due date that follows is Thursday 21 May 2026, 18:00 (24 hours from "
        "Wednesday 20 May 2026, 18:00), where it was Thursday 21 May 2026, 16:30 (24 hours from "
        "Wednesday 20 May 2026, 16:30)"
    )
    item.correct(on("2026-05-30"), fact="met_on", becomes="2026-01-15", **CORRECTION)
    assert (item.visit.due_on, item.visit.entered_on) == ("2026-05-21T18:00+01:00", "2026-01-15")
    for becomes, sentence in (
        ("20 May 2026", "Give a day and a time, such as 14 January 2026, 16:30."),
        ("2 January 2026, 10:00",
         "The dispute began with the meeting of 15 January 2026; this is before that."),
        ("2 July 2026, 10:00", "It must not be in the future."),
    ):  # fmt: skip
        assert (
            sentence_of(
                item.correct, on("2026-05-30"), fact="urgent_at", becomes=becomes, **CORRECTION
            )
            == sentence
        )


def test_a_meeting_is_not_corrected_to_after_it_was_declared_urgent() -> None:
    item = urgent("2026-05-20", "16:30")
    assert sentence_of(
        item.correct, on("2026-05-30"), fact="met_on", becomes="2026-05-21", **CORRECTION
    ) == (
        "It was declared urgent on Wednesday 20 May 2026, 16:30, before that day. If that is "
        "wrong, too, correct it first."
    )


def test_a_past_one_is_not_declared_urgent_before_its_meeting() -> None:
    early = {"met_on": date(2026, 5, 6), "declared_on": date(2026, 5, 5)}
    assert refused(record, at("2026-06-01T09:00"), **PAST, **early)[1] == "declared_on"


def test_its_meeting_and_minutes_move_none_of_its_hours() -> None:
    rules: Rules = with_stage("direct", starts=ClockStart.MINUTES)
    item = urgent("2026-05-20", "16:30", rules)
    complete(item)
    item.date_minutes(on("2026-05-21"), circulated_on=date(2026, 5, 19), calendar=CALENDAR)
    item.correct(on("2026-05-21"), fact="circulated_on", becomes="2026-05-18", **CORRECTION)
    assert item.visit.due_on == "2026-05-21T16:30+01:00"
