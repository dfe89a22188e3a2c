"""A dispute held against another procedure than the one that it carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from domain.disputes.audit.by_other_rules import Late, what_if
from domain.procedure.rules import ClockStart, Rules, Stage
from tests.domain.disputes.day_by_day import (
    CALENDAR,
    RULES,
    URGENCY,
    at_saas,
    dispute,
    escalate,
    events_of,
    on,
    urgent,
)


def with_stage(key: str, **changes: Any) -> Rules:
    """The placeholder with one stage changed."""
    stages = tuple(replace(each, **changes) if each.key == key else each for each in RULES.stages)
    return replace(RULES, stages=stages)


def test_by_the_same_rules_nothing_would_have_been_other() -> None:
    item = at_saas()
    item.drop(on("2026-01-20"), reason="Settled.")
    compared = what_if(events_of(item), RULES, CALENDAR)
    assert [each.stage for each in compared] == ["direct", "senior", "saas"]
    assert all(each.due_then == each.due_there for each in compared)
    assert [(each.entered_on, each.left_on) for each in compared] == [
        ("2026-01-14", "2026-01-15"),
        ("2026-01-15", "2026-01-16"),
        ("2026-01-16", "2026-01-20"),
    ]


def test_by_shorter_stages_it_would_have_been_late_by_so_many_working_days() -> None:
    item = dispute()
    item.drop(on("2026-01-20"), reason="Settled.")
    [compared] = what_if(events_of(item), with_stage("direct", days=2), CALENDAR)
    assert (compared.due_then, compared.late_then.days) == ("2026-01-21", 0)
    assert (compared.due_there, compared.late_there.days) == ("2026-01-16", 2)
    assert compared.version == 2


def test_bank_holidays_do_not_count_and_a_weekend_counts_as_the_working_day_after() -> None:
    item = dispute(met_on=date(2026, 1, 14))
    item.drop(on("2026-01-24"), reason="Settled on a Saturday.")
    [compared] = what_if(events_of(item), with_stage("direct", days=50), CALENDAR)
    assert (compared.late_then.days, compared.late_there.days) == (3, 0)
    assert compared.due_there == "2026-03-25"
    [compared] = what_if(events_of(item), with_stage("direct", days=60), CALENDAR)
    assert compared.due_there == "2026-04-10"


def test_extensions_are_left_aside_and_named() -> None:
    item = dispute()
    item.extend(on("2026-01-20"), days=5, reason="Leave.", calendar=CALENDAR)
    item.drop(on("2026-01-27"), reason="Settled.")
    [compared] = what_if(events_of(item), RULES, CALENDAR)
    assert (compared.due_then, compared.late_then.days) == ("2026-01-21", 4)
    assert compared.extended_to == "2026-01-28"


def test_an_urgent_case_has_the_urgent_hours_of_the_other_rules() -> None:
    item = urgent("2026-01-15", "10:00")
    item.drop(on("2026-01-16", "10:20"), reason="Settled.")
    [compared] = what_if(events_of(item), replace(RULES, urgent_hours=25), CALENDAR)
    assert (compared.due_then, compared.late_then) == ("2026-01-16T10:00+00:00", Late(minutes=20))
    assert (compared.due_there, compared.late_there) == ("2026-01-16T11:00+00:00", Late())
    assert compared.left_on == "2026-01-16T10:20+00:00"
    [strict] = what_if(events_of(item), replace(RULES, urgent_hours=6), CALENDAR)
    assert strict.late_there.minutes == 18 * 60 + 20
    assert strict.late_there.rank > compared.late_then.rank


def test_urgency_that_was_declared_at_a_stage_counts_from_the_next_on() -> None:
    item = dispute()
    item.declare_urgent(on("2026-01-15", "09:00"), **URGENCY)
    escalate(item, "2026-01-16", "16:00")
    item.drop(on("2026-01-19", "12:00"), reason="Settled.")
    compared = what_if(events_of(item), RULES, CALENDAR)
    assert [each.due_there for each in compared] == ["2026-01-21", "2026-01-17T16:00+00:00"]


def test_the_clock_of_the_first_stage_may_start_at_the_minutes() -> None:
    by_minutes = with_stage("direct", starts=ClockStart.CIRCULATED)
    item = dispute()
    item.drop(on("2026-01-27"), reason="Settled.")
    [unknown] = what_if(events_of(item), by_minutes, CALENDAR)
    assert unknown.due_there == ""
    assert unknown.note == "Nobody recorded when the minutes were circulated."
    item.date_minutes(on("2026-02-02"), circulated_on=date(2026, 1, 26), calendar=CALENDAR)
    [known] = what_if(events_of(item), by_minutes, CALENDAR)
    assert (known.due_there, known.late_there.days) == ("2026-02-02", 0)


def test_other_rules_may_count_from_the_minutes_at_latest() -> None:
    by_minutes = with_stage("direct", starts=ClockStart.MINUTES)
    item = dispute()
    item.drop(on("2026-02-04"), reason="Settled.")
    [unknown] = what_if(events_of(item), by_minutes, CALENDAR)
    assert (unknown.due_there, unknown.late_there.days) == ("2026-02-04", 0)
    item.date_minutes(on("2026-02-09"), circulated_on=date(2026, 1, 26), calendar=CALENDAR)
    [known] = what_if(events_of(item), by_minutes, CALENDAR)
    assert (known.due_there, known.late_there.days) == ("2026-02-02", 2)
    [fewer] = what_if(events_of(item), replace(by_minutes, minutes_days=5), CALENDAR)
    assert fewer.due_there == "2026-01-28"


def test_a_stage_that_is_entered_again_counts_from_then() -> None:
    item = dispute()
    escalate(item, "2026-01-15")
    item.return_it(on("2026-01-19"), stage="direct", reason="Offer.", calendar=CALENDAR)
    item.drop(on("2026-01-20"), reason="Settled.")
    compared = what_if(events_of(item), RULES, CALENDAR)
    assert compared[2].due_then == compared[2].due_there == "2026-01-26"


def test_stages_that_the_other_rules_do_not_have_or_do_not_time_are_said_so() -> None:
    item = dispute()
    item.drop(on("2026-01-27"), reason="Settled.")
    without = replace(RULES, stages=RULES.stages[1:])
    [compared] = what_if(events_of(item), without, CALENDAR)
    assert (compared.due_there, compared.late_there.days) == ("", 0)
    assert compared.note == "There is no such stage."
    [compared] = what_if(events_of(item), with_stage("direct", days=None), CALENDAR)
    assert compared.note == "No clock runs at that stage."


def test_a_stage_without_a_clock_was_never_late() -> None:
    stages = tuple(Stage(**{**vars(each), "days": None}) for each in RULES.stages)
    item = dispute(replace(RULES, stages=stages))
    item.drop(on("2026-05-27"), reason="Settled.")
    [compared] = what_if(events_of(item), RULES, CALENDAR)
    assert (compared.due_then, compared.late_then.days) == ("", 0)
    assert compared.late_there.days > 0


def test_a_dispute_that_still_runs_is_compared_for_the_stages_that_it_left() -> None:
    compared = what_if(events_of(at_saas()), RULES, CALENDAR)
    assert [each.stage for each in compared] == ["direct", "senior"]
