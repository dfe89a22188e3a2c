"""The clock of a stage: its due date, and when it starts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.disputes.dispute import Dispute
from domain.disputes.visits import Clock
from domain.kernel.days.calendar import Calendar
from domain.kernel.item import long_date
from domain.procedure.rules import ClockStart
from tests.disputed import (
    CALENDAR,
    URGENT,
    at_stage,
    ended,
    raise_it,
    record,
    recorded,
    with_stage,
)
from tests.domain.disputes.commands import do, refused
from tests.examples import NOW, news, told
from tests.followed import TEAM, by, settled

# Due dates


@pytest.mark.parametrize(
    ("met", "days", "due", "late", "working"),
    [
        (
            date(2026, 4, 2), 5, "2026-04-13", "2026-04-14",
            "5 working days from 2 April 2026, not counting 3 April 2026 and 6 April 2026",
        ),
        (date(2026, 1, 14), 10, "2026-01-28", "2026-01-29", "10 working days from 14 January 2026"),
        (
            date(2026, 4, 2), 10, "2026-04-20", "2026-04-21",
            "10 working days from 2 April 2026, not counting 3 April 2026 and 6 April 2026",
        ),
        (date(2026, 1, 6), 10, "2026-01-20", "2026-01-21", "10 working days from 6 January 2026"),
        (
            date(2026, 12, 16), 10, "2027-01-04", "2027-01-05",
            "10 working days from 16 December 2026, not counting 25 December 2026, 28 December "
            "2026 and 1 January 2027",
        ),
        (date(2026, 5, 8), 5, "2026-05-15", "2026-05-18", "5 working days from 8 May 2026"),
        (date(2026, 3, 26), 5, "2026-04-02", "2026-04-07", "5 working days from 26 March 2026"),
        (date(2026, 5, 9), 1, "2026-05-11", "2026-05-12", "1 working day from 9 May 2026"),
    ],
)  # fmt: skip
def test_a_due_date_is_kept_with_its_sum(
    met: date, days: int, due: str, late: str, working: str
) -> None:
    """The golden dates, a Friday, Maundy Thursday, and a meeting on a Saturday."""
    dispute = recorded(by(TEAM, met), met_on=met, rules=with_stage("direct", days=days))
    assert (dispute.visit.due_on, dispute.visit.late_from) == (due, late)
    assert dispute.visit.working == working


@pytest.mark.parametrize(
    ("met", "not_yet", "overdue"),
    [
        (date(2026, 5, 6), date(2026, 5, 13), date(2026, 5, 14)),
        (date(2026, 5, 8), date(2026, 5, 17), date(2026, 5, 18)),
        (date(2026, 3, 26), date(2026, 4, 6), date(2026, 4, 7)),
    ],
    ids=["midweek", "over a weekend", "over Easter"],
)
def test_a_stage_with_no_reply_becomes_overdue_the_next_working_day(
    met: date, not_yet: date, overdue: date
) -> None:
    dispute = recorded(by(TEAM, met), met_on=met)
    assert not dispute.is_overdue(not_yet.isoformat())
    assert not dispute.notice_overdue(by(TEAM, not_yet), calendar=CALENDAR)
    assert dispute.is_overdue(overdue.isoformat())
    assert dispute.notice_overdue(by(TEAM, overdue), calendar=CALENDAR)
    (event,) = dispute.pending_events
    assert isinstance(event, Dispute.StageOverdue)
    assert event.on == overdue.isoformat()
    assert event.silent == ["kent-county-council"]


def test_an_overdue_stage_is_told_with_who_did_not_reply() -> None:
    dispute = recorded()
    dispute.notice_overdue(by(TEAM, date(2026, 5, 20)), calendar=CALENDAR)
    assert told(dispute) == [
        "found no reply by Kent County Council by 13 May 2026; the stage Direct resolution between "
        "the agencies is overdue"
    ]
    assert dispute.visit.overdue_on == "2026-05-14"
    assert not dispute.notice_overdue(by(TEAM, date(2026, 5, 20)), calendar=CALENDAR)


def test_where_all_have_replied_it_is_the_outcome_that_is_missing() -> None:
    dispute = recorded()
    do(dispute, "reply")
    settled(dispute)
    dispute.notice_overdue(by(TEAM, date(2026, 5, 20)), calendar=CALENDAR)
    assert told(dispute)[0].startswith("found no outcome by 13 May 2026")


def test_what_has_ended_or_has_no_clock_is_never_overdue() -> None:
    for dispute in (ended(), at_stage("external")):
        assert dispute.overdue_from == ""
        assert not dispute.notice_overdue(by(TEAM, date(2030, 1, 1)), calendar=CALENDAR)


def test_a_bank_holiday_that_is_added_later_moves_nothing_that_is_set() -> None:
    dispute = record()
    events = dispute.collect_events()
    later = Calendar(CALENDAR.holidays | {date(2026, 5, 13), date(2026, 5, 14)})
    again: Any = None
    for event in events:
        again = event.mutate(again)
    assert again.visit == dispute.visit
    assert again.notice_overdue(by(TEAM, date(2026, 5, 14)), calendar=later)
    raise_it(again, by(TEAM, date(2026, 5, 14)))
    assert again.visits[0].due_on == "2026-05-13"


# Clocks that wait


@pytest.mark.parametrize(
    ("starts", "dated", "due"),
    [
        (ClockStart.CIRCULATED, {"circulated_on": date(2026, 5, 8)}, "2026-05-15"),
        (ClockStart.APPROVED, {"approved_on": date(2026, 5, 11)}, "2026-05-18"),
    ],
)
def test_a_clock_waits_until_its_minutes_are_dated(
    starts: ClockStart, dated: dict[str, date], due: str
) -> None:
    dispute = recorded(rules=with_stage("direct", starts=starts))
    assert vars(Clock()).items() >= {"due_on": dispute.visit.due_on, "late_from": ""}.items()
    assert dispute.visit.working == f"The clock starts when the minutes are {starts}."
    assert not dispute.notice_overdue(by(TEAM, date(2026, 9, 1)), calendar=CALENDAR)
    dispute.date_minutes(NOW, calendar=CALENDAR, **dated)
    assert [kind for kind, _ in news(dispute)] == [Dispute.MinutesDated, Dispute.ClockStarted]
    assert (dispute.visit.due_on, dispute.visit.first_due_on) == (due, due)


def test_a_clock_that_waits_for_the_approval_does_not_start_when_minutes_are_circulated() -> None:
    dispute = recorded(rules=with_stage("direct", starts=ClockStart.APPROVED))
    do(dispute, "date_minutes")
    assert told(dispute) == ["recorded that the minutes were circulated on 8 May 2026"]
    assert dispute.visit.due_on == ""


def test_a_clock_starts_at_once_where_the_date_is_known() -> None:
    dispute = recorded(
        rules=with_stage("direct", starts=ClockStart.APPROVED), approved_on=date(2026, 5, 11)
    )
    assert dispute.visit.working == "5 working days from 11 May 2026"


def test_another_date_of_the_minutes_does_not_move_a_clock_that_runs() -> None:
    dispute = recorded(
        rules=with_stage("direct", starts=ClockStart.CIRCULATED), circulated_on=date(2026, 5, 7)
    )
    do(dispute, "date_minutes")
    assert [kind for kind, _ in news(dispute)] == [Dispute.MinutesDated]
    assert dispute.visit.working == "5 working days from 7 May 2026"


BY_THE_MINUTES = with_stage("direct", starts=ClockStart.MINUTES)


@pytest.mark.parametrize(
    ("met", "latest", "due"),
    [
        (date(2026, 1, 14), "28 January 2026, at latest, 10 working days after the meeting",
         "2026-02-04"),
        (date(2026, 4, 2), "20 April 2026, at latest, 10 working days after the meeting (not "
         "counting 3 April 2026 and 6 April 2026)", "2026-04-27"),
        (date(2026, 12, 16), "4 January 2027, at latest, 10 working days after the meeting (not "
         "counting 25 December 2026, 28 December 2026 and 1 January 2027)", "2027-01-11"),
    ],
)  # fmt: skip
def test_a_clock_from_the_minutes_counts_at_latest_from_when_they_should_have_been_circulated(
    met: date, latest: str, due: str
) -> None:
    visit = recorded(by(TEAM, met), rules=BY_THE_MINUTES, met_on=met).visit
    assert (visit.due_on, visit.first_due_on) == (due, due)
    assert visit.working == (
        f"5 working days from {latest}; sooner once it is known that the minutes were circulated "
        "before"
    )


@pytest.mark.parametrize(
    ("circulated", "due", "working"),
    [
        (date(2026, 1, 20), "2026-01-27",
         "5 working days from 20 January 2026, when the minutes were circulated; at latest from 28 "
         "January 2026, 10 working days after the meeting"),
        (date(2026, 2, 5), "2026-02-04",
         "5 working days from 28 January 2026, 10 working days after the meeting; the minutes "
         "should have been circulated by then, and were on 5 February 2026"),
    ],
)  # fmt: skip
def test_a_clock_is_worked_out_anew_when_it_is_known_when_the_minutes_were_circulated(
    circulated: date, due: str, working: str
) -> None:
    met, known = date(2026, 1, 14), by(TEAM, date(2026, 2, 6))
    dispute = recorded(by(TEAM, met), rules=BY_THE_MINUTES, met_on=met)
    assert dispute.waits_for_minutes
    before = dispute.visit.working
    dispute.date_minutes(known, circulated_on=circulated, calendar=CALENDAR)
    [_, (kind, anew)] = news(dispute)
    assert (kind, anew["was"], anew["was_working"]) == (
        Dispute.ClockReworked, "2026-02-04", before,
    )  # fmt: skip
    assert told(dispute)[1] == (
        f"worked the due date out anew: {long_date(due)} ({working}); before, 4 February 2026 "
        f"({before})"
    )
    visit = dispute.visit
    assert (visit.due_on, visit.first_due_on, visit.working) == (due, due, working)
    assert not dispute.waits_for_minutes
    at_once = record(known, rules=BY_THE_MINUTES, met_on=met, circulated_on=circulated)
    assert (at_once.visit.due_on, at_once.visit.working) == (due, working)


def test_an_extension_stays_as_it_was_agreed_when_the_clock_is_worked_out_anew() -> None:
    dispute = recorded(rules=BY_THE_MINUTES)
    assert dispute.visit.due_on == "2026-05-28"
    do(dispute, "extend", days=2)
    do(dispute, "date_minutes", circulated_on=date(2026, 5, 8))
    assert (dispute.visit.first_due_on, dispute.visit.due_on) == ("2026-05-15", "2026-06-01")


def test_what_was_on_record_as_overdue_is_so_no_longer_when_a_later_date_is_right() -> None:
    dispute = recorded(rules=BY_THE_MINUTES, circulated_on=date(2026, 5, 7))
    dispute.notice_overdue(by(TEAM, date(2026, 5, 18)), calendar=CALENDAR)
    dispute.date_minutes(
        by(TEAM, date(2026, 5, 18)), circulated_on=date(2026, 5, 11), calendar=CALENDAR
    )
    assert (dispute.visit.due_on, dispute.visit.overdue_on) == ("2026-05-18", "")
    assert dispute.visit.overdue_before == "2026-05-15"


def test_minutes_move_no_clock_of_a_stage_that_was_left_or_of_an_urgent_case() -> None:
    dispute = recorded(rules=BY_THE_MINUTES)
    raise_it(dispute)
    do(dispute, "date_minutes")
    assert news(dispute)[-1][0] is Dispute.MinutesDated
    urgent = recorded(rules=BY_THE_MINUTES, **URGENT)
    assert urgent.visit.working == "24 hours from Tuesday 12 May 2026, 10:30"
    do(urgent, "date_minutes")
    assert [kind for kind, _ in news(urgent)] == [Dispute.MinutesDated]


def test_a_stage_that_is_entered_again_counts_from_then() -> None:
    dispute = recorded(rules=with_stage("direct", starts=ClockStart.APPROVED))
    raise_it(dispute)
    do(dispute, "return_it")
    assert dispute.visit.working == "5 working days from 12 May 2026"
    do(dispute, "date_minutes", approved_on=date(2026, 5, 8))
    assert dispute.visit.working == "5 working days from 12 May 2026"


def test_minutes_are_dated_after_the_end_without_a_clock() -> None:
    dispute = ended(rules=with_stage("direct", starts=ClockStart.APPROVED))
    do(dispute, "date_minutes", approved_on=date(2026, 5, 8))
    assert [kind for kind, _ in news(dispute)] == [Dispute.MinutesDated]


@pytest.mark.parametrize(
    ("dates", "sentence", "field"),
    [
        ({"circulated_on": None}, "Enter at least one of the two dates.", "circulated_on"),
        (
            {"circulated_on": date(2026, 5, 5)},
            "The minutes cannot have been circulated before the meeting.",
            "circulated_on",
        ),
        (
            {"circulated_on": date(2026, 5, 13)},
            "The date the minutes were circulated must not be in the future.",
            "circulated_on",
        ),
    ],
)
def test_minutes_are_dated_in_order(dates: dict[str, Any], sentence: str, field: str) -> None:
    assert refused(do, recorded(), "date_minutes", **dates) == (sentence, field)
