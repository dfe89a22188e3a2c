"""How a stage is extended, and what time does by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.disputes.dispute import Dispute
from domain.kernel.days.calendar import NO_HOLIDAYS
from domain.procedure.rules import ClockStart, Ending
from tests.disputed import (
    CALENDAR,
    PROBATION,
    at_stage,
    complete,
    raise_it,
    recorded,
    shipped,
    unrecorded,
    with_stage,
)
from tests.domain.disputes.commands import COMMANDS, do, refused, sentence_of
from tests.examples import news, told
from tests.followed import TEAM, by

# Extending


def test_a_stage_is_extended_from_its_due_date_and_the_first_stays_on_record() -> None:
    dispute = recorded()
    do(dispute, "extend")
    assert news(dispute) == [
        (
            Dispute.Extended,
            {
                "at": "",
                "stage": "direct",
                "due_on": "2026-05-20",
                "was": "2026-05-13",
                "more": 5,
                "working": "5 working days from 13 May 2026",
                "late_from": "2026-05-21",
                "reason": "Leave.",
            },
        )
    ]
    assert told(dispute) == ["extended the stage from 13 May 2026 to 20 May 2026"]
    assert (dispute.visit.first_due_on, dispute.visit.due_on) == ("2026-05-13", "2026-05-20")


@pytest.mark.parametrize("days", [0, 11, -1])
def test_an_extension_is_neither_nothing_nor_too_long(days: int) -> None:
    assert refused(do, recorded(), "extend", days=days) == (
        "An extension must be of 1 to 10 working days.",
        "days",
    )


def test_a_stage_is_extended_as_often_as_the_procedure_says() -> None:
    for times, words in ((1, "once"), (2, "twice"), (3, "3 times")):
        dispute = recorded(rules=shipped(extensions=times))
        for _ in range(times):
            do(dispute, "extend", days=1)
        assert sentence_of(do, dispute, "extend") == (
            f"A stage can be extended {words}, and it has been."
        )
    assert sentence_of(do, recorded(rules=shipped(extensions=0)), "extend") == (
        "The procedure does not let a stage be extended."
    )


def test_each_stage_has_its_own_extension() -> None:
    dispute = recorded()
    do(dispute, "extend")
    raise_it(dispute)
    do(dispute, "extend")
    assert dispute.visit.extensions == 1


def test_a_stage_that_is_overdue_is_no_longer_extended() -> None:
    late = by(TEAM, date(2026, 5, 14))
    assert sentence_of(recorded().extend, late, **COMMANDS["extend"]) == (
        "The stage was due on 13 May 2026, so an extension must have been agreed by then. If it "
        "was, give the date on which it was; if not, the stage can be escalated."
    )
    assert refused(recorded().extend, late, **COMMANDS["extend"])[1] == "on"


def test_a_stage_without_a_clock_is_not_extended() -> None:
    assert sentence_of(do, at_stage("external"), "extend") == "No clock runs at this stage."
    waiting = recorded(rules=with_stage("direct", starts=ClockStart.APPROVED))
    assert sentence_of(do, waiting, "extend") == "No clock runs at this stage."


def test_a_stage_is_not_extended_before_it_began() -> None:
    assert sentence_of(do, recorded(), "extend", on=date(2026, 5, 5)) == (
        "The stage Direct resolution between the agencies began on 6 May 2026; the date is before "
        "that. If it began earlier, correct that first (“Correct a mistake”)."
    )


def test_an_extension_that_was_given_in_time_and_written_down_late_starts_the_clock_anew() -> None:
    dispute = recorded()
    dispute.notice_overdue(by(TEAM, date(2026, 5, 14)), calendar=CALENDAR)
    later = by(TEAM, date(2026, 5, 18))
    dispute.extend(replace(later, on=date(2026, 5, 12)), **COMMANDS["extend"])
    assert (dispute.visit.overdue_on, dispute.visit.overdue_before) == ("", "2026-05-14")
    assert dispute.visit.due_when("2026-05-11") == "2026-05-13"
    assert dispute.visit.due_when("2026-05-12") == dispute.visit.due_on
    assert not dispute.notice_overdue(by(TEAM, date(2026, 5, 20)), calendar=CALENDAR)
    assert dispute.notice_overdue(by(TEAM, date(2026, 5, 21)), calendar=CALENDAR)


@pytest.mark.parametrize("how", ["escalated", "ended"])
def test_a_stage_that_was_left_in_time_was_not_overdue_though_that_is_on_record(how: str) -> None:
    dispute = recorded()
    complete(dispute)
    dispute.notice_overdue(by(TEAM, date(2026, 5, 14)), calendar=CALENDAR)
    in_time = replace(by(TEAM, date(2026, 5, 18)), on=date(2026, 5, 13))
    if how == "escalated":
        raise_it(dispute, in_time)
    else:
        dispute.agree(in_time, terms="They take turns.")
    left = dispute.visits[0]
    assert (left.left_on, left.overdue_on, left.overdue_before) == ("2026-05-13", "", "2026-05-14")


def test_a_stage_that_was_left_late_stays_on_record_as_overdue() -> None:
    dispute = recorded()
    dispute.notice_overdue(by(TEAM, date(2026, 5, 14)), calendar=CALENDAR)
    raise_it(dispute, by(TEAM, date(2026, 5, 14)))
    left = dispute.visits[0]
    assert (left.overdue_on, left.overdue_before) == ("2026-05-14", "")


# What time does by itself


def test_an_overdue_stage_escalates_by_itself_where_the_procedure_says_so() -> None:
    dispute = recorded(rules=shipped(automatic=True))
    assert dispute.notice_overdue(by(TEAM, date(2026, 6, 30)), calendar=CALENDAR)
    overdue, escalated = dispute.pending_events
    assert isinstance(escalated, Dispute.Escalated)
    assert isinstance(overdue, Dispute.StageOverdue)
    assert (overdue.on, escalated.on, escalated.entered_on) == ("2026-05-14",) * 3
    assert escalated.automatic
    assert escalated.missing == [
        "The named lead of each party", "What was tried and what came of it",
    ]  # fmt: skip
    assert escalated.due_on == "2026-05-21"
    assert escalated.sentence({}) == (
        "escalated it by itself, because it was overdue, to stage 2, Senior managers, due 21 May "
        "2026"
    )


def test_nothing_escalates_by_itself_before_it_was_recorded() -> None:
    dispute = recorded(rules=shipped(automatic=True), met_on=date(2026, 4, 15))
    assert dispute.notice_overdue(by(TEAM, date(2026, 6, 30)), calendar=CALENDAR)
    overdue, escalated = dispute.pending_events
    assert (overdue.on, escalated.on, escalated.due_on) == (
        "2026-04-23",
        "2026-05-12",
        "2026-05-19",
    )


def test_a_past_dispute_is_overdue_and_waits_for_what_is_reported_of_it() -> None:
    dispute = recorded(rules=shipped(automatic=True), past=True)
    assert dispute.notice_overdue(by(TEAM, date(2026, 6, 30)), calendar=CALENDAR)
    assert [type(event) for event in dispute.pending_events] == [Dispute.StageOverdue]


def test_a_reply_that_came_late_was_none_by_the_due_date() -> None:
    dispute = recorded()
    do(dispute, "reply")
    late = replace(by(TEAM, date(2026, 6, 1)), on=date(2026, 5, 20))
    another = recorded()
    another.reply(late, agency="kent-county-council", reply="No.")
    for each in (dispute, another):
        each.notice_overdue(by(TEAM, date(2026, 6, 30)), calendar=CALENDAR)
    assert [each.pending_events[-1].silent for each in (dispute, another)] == [
        [], ["kent-county-council"],
    ]  # fmt: skip


def test_the_last_stage_with_a_clock_becomes_overdue_and_stays_there() -> None:
    rules = unrecorded(shipped(automatic=True))
    rules = replace(
        with_stage("lsp", rules, then=""),
        stages=with_stage("lsp", rules, then="").stages[:-1],
        endings=tuple(each for each in Ending if each is not Ending.ANSWERED),
    )
    assert rules.faults() == []
    dispute = recorded(rules=rules)
    far = by(TEAM, date(2027, 1, 1))
    count = 0
    while dispute.notice_overdue(far, calendar=NO_HOLIDAYS):
        count += 1
    assert (count, dispute.visit.stage) == (5, "lsp")
    assert dispute.visit.overdue_on


def test_dates_of_minutes_that_change_nothing_are_not_recorded_again() -> None:
    dispute = recorded()
    do(dispute, "date_minutes")
    assert refused(do, dispute, "date_minutes", circulated_on=None) == (
        "These dates are on record already. They can be corrected, not emptied.",
        "circulated_on",
    )


def test_time_names_nobody_who_was_no_party_yet_and_escalates_when_the_clock_is_known() -> None:
    dispute = recorded()
    do(dispute, "reply")
    later = by(TEAM, date(2026, 5, 18))
    dispute.add_party(later, agency=PROBATION, position="Neither.")
    dispute.notice_overdue(by(TEAM, date(2026, 5, 26)), calendar=CALENDAR)
    assert dispute.pending_events[-1].silent == []
    rules = replace(with_stage("direct", starts=ClockStart.CIRCULATED), automatic=True)
    waiting = recorded(rules=rules)
    known = by(TEAM, date(2026, 9, 1))
    waiting.date_minutes(known, calendar=CALENDAR, circulated_on=date(2026, 5, 11))
    while waiting.notice_overdue(known, calendar=CALENDAR):
        pass
    assert [visit.stage for visit in waiting.visits] == ["direct", "senior"]
    assert waiting.visit.entered_on == "2026-09-01"
