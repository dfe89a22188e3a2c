"""Which version of the procedure holds, who confirmed it, and how two of them differ."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.procedure.in_words import RuleChange, differences, rule_in_words
from domain.procedure.procedure import Procedure, Version
from domain.procedure.rules import CLOCK_STARTS, DECIDERS, ENDINGS, ClockStart, Ending, Rules
from tests.domain.procedure.changes import (
    DRAFTED,
    PANEL,
    PUBLISHED,
    SMALL,
    added,
    refused,
    rules_given,
    stage_given,
)
from tests.event_examples.procedure import RULES
from tests.examples import NOW, given, happened, news, told

# Which version holds


def versions(*days: str) -> Procedure:
    events = [
        happened(Procedure.Published, number=number, from_on=day)
        for number, day in enumerate(days, start=1)
    ]
    procedure: Procedure = given(Procedure.Begun, *events)
    return procedure


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(1999, 12, 31), 1),
        (date(2026, 3, 31), 1),
        (date(2026, 4, 1), 2),
        (date(2026, 6, 30), 2),
        (date(2026, 7, 1), 4),
        (date(2030, 1, 1), 4),
    ],
)
def test_a_dispute_follows_the_newest_version_of_its_day(day: date, number: int) -> None:
    procedure = versions("2025-01-01", "2026-04-01", "2026-07-01", "2026-07-01")
    assert procedure.version_for(day).number == number


def test_while_none_is_published_there_is_no_version() -> None:
    procedure = given(Procedure.Begun)
    assert refused(procedure.version_for, date(2026, 5, 12)) == (
        "No version of the procedure has been published yet."
    )
    assert refused(procedure.numbered, 1) == "There is no version 1 of the procedure."


# Publishing


def test_a_draft_becomes_a_version() -> None:
    procedure = given(Procedure.Begun)
    procedure.publish(NOW, from_on=date(2026, 6, 1), reason="The first.")
    assert news(procedure) == [
        (
            Procedure.Published,
            {"number": 1, "content": RULES, "from_on": "2026-06-01", "reason": "The first."},
        )
    ]
    assert told(procedure) == [
        "published version 1 of the procedure, for disputes from 1 June 2026"
    ]
    assert procedure.in_draft is None
    assert procedure.numbered(1) == Version(1, SMALL, "2026-06-01", "2026-05-12", "The first.")


def test_versions_are_numbered_one_after_the_other() -> None:
    procedure = given(*DRAFTED)
    procedure.publish(NOW, from_on=date(2026, 4, 1), reason="From the same day.")
    assert list(procedure.versions) == [1, 2]
    assert procedure.version_for(date(2026, 4, 1)).number == 2


def test_a_version_does_not_hold_from_before_the_one_that_it_follows() -> None:
    assert refused(given(*DRAFTED).publish, NOW, from_on=date(2026, 3, 31), reason="x") == (
        "The version before it holds from 1 April 2026; this one cannot hold from an earlier day."
    )


def test_a_draft_that_cannot_work_is_not_published() -> None:
    procedure = given(*DRAFTED)
    procedure.change_rules(NOW, **rules_given(urgent_hours=0, issues_start_at=""))
    assert refused(procedure.publish, NOW, from_on=date(2026, 6, 1), reason="x") == (
        "The draft cannot work. An urgent case must have at least 1 hour at a stage. Issues "
        "start at “”, which is no stage."
    )


# Confirming


def test_a_version_is_a_placeholder_until_somebody_confirms_it() -> None:
    procedure = given(*PUBLISHED)
    assert not procedure.numbered(1).confirmed
    procedure.confirm(NOW, number=1, reason="Compared with the text of April 2026.")
    assert news(procedure) == [
        (
            Procedure.Confirmed,
            {"number": 1, "reason": "Compared with the text of April 2026."},
        )
    ]
    assert told(procedure) == ["confirmed that version 1 is Section 11 of the KSCMP Arrangements"]
    assert procedure.numbered(1).confirmed


@pytest.mark.parametrize(
    ("events", "number", "sentence"),
    [
        ([Procedure.Begun], 1, "There is no version to confirm yet."),
        ([*PUBLISHED], 2, "There is no version 2 of the procedure."),
        ([*PUBLISHED, Procedure.Confirmed], 1, "Every version has been confirmed."),
        (
            [
                *PUBLISHED,
                Procedure.Confirmed,
                Procedure.Drafted,
                happened(Procedure.Published, number=2),
            ],
            1,
            "Version 1 has been confirmed already.",
        ),
    ],
)
def test_what_cannot_be_confirmed(events: list[Any], number: int, sentence: str) -> None:
    assert refused(given(*events).confirm, NOW, number=number, reason="x") == sentence


# What two versions say differently


def test_two_versions_are_compared_rule_by_rule_and_stage_by_stage() -> None:
    procedure = given(*DRAFTED)
    procedure.change_rules(
        NOW, **rules_given(automatic=True, endings=(Ending.AGREED, Ending.DECIDED))
    )
    procedure.change_stage(
        NOW, **stage_given("direct", days=7, starts=ClockStart.CIRCULATED, exit=())
    )
    procedure.remove_stage(NOW, stage="executive")
    procedure.add_stage(NOW, **added(PANEL), after="direct")
    assert differences(SMALL, procedure.in_draft) == [
        RuleChange("Every stage", "Overdue stages escalate by themselves", "No", "Yes"),
        RuleChange(
            "Every stage",
            "Endings",
            "Resolved by agreement; Resolved by decision; Withdrawn by the agency that raised it; "
            "Superseded by another item; No longer a dispute",
            "Resolved by agreement; Resolved by decision",
        ),
        RuleChange("Between the agencies", "Working days", "5", "7"),
        RuleChange(
            "Between the agencies",
            "Clock starts at",
            "The date of the meeting",
            "The date the minutes were circulated",
        ),
        RuleChange("Between the agencies", "Record when it ends", "What was tried", ""),
        RuleChange("Between the agencies", "Leads to", "executive", "panel"),
        RuleChange("Panel", "The stage", "", "Added"),
        RuleChange("KSCMP Executive", "The stage", "There", "Removed"),
    ]


def test_versions_that_say_the_same_have_no_differences() -> None:
    assert differences(SMALL, Rules.of(RULES)) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "Yes"),
        (False, "No"),
        (None, ""),
        (5, "5"),
        ((), ""),
        (("Leads", "Dates"), "Leads; Dates"),
        *DECIDERS.items(),
        *CLOCK_STARTS.items(),
        *ENDINGS.items(),
    ],
)
def test_a_rule_is_said_in_words(value: Any, words: str) -> None:
    assert rule_in_words(value) == words
