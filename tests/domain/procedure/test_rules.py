"""What could not work as a procedure, and how its stages follow and are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.procedure.rules import ClockStart, Decider, Ending, Rules
from tests.domain.procedure.changes import (
    DRAFTED,
    SMALL,
    Change,
    refused,
    stage_given,
    with_rules,
    with_stage,
    without,
)
from tests.event_examples.procedure import RULES
from tests.examples import NOW, given
from tests.kent import placeholder

# What could not work


def test_the_procedure_as_shipped_works() -> None:
    assert placeholder().faults() == []
    assert SMALL.faults() == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (with_rules(stages=()), "It has no stages."),
        (with_stage("lsp", key="saas"), "Two stages have the key “saas”."),
        (
            with_stage("lsp", then="saas"),
            "It turns in a circle: “Lead Safeguarding Partners” leads back to “SAAS convened "
            "resolution”.",
        ),
        (
            with_stage("direct", then="direct"),
            "It turns in a circle: “Direct resolution between the agencies” leads back to "
            "“Direct resolution between the agencies”.",
        ),
        (
            with_stage("senior", then="panel"),
            "“Senior managers” leads to “panel”, which is no stage.",
        ),
        (
            with_stage("senior", then="executive"),
            "Nothing leads to the stage “SAAS convened resolution”.",
        ),
        (with_stage("senior", name=""), "A stage has no name or no key."),
        (
            with_stage("saas", decided_by=Decider.NOBODY),
            "Nobody may decide the stage “SAAS convened resolution”, and it is not the last.",
        ),
        (
            with_stage("external", days=3),
            "“External notification” has days, but nobody decides it, so no clock can run.",
        ),
        (with_stage("saas", days=None), "The days of “SAAS convened resolution” are missing."),
        (
            with_stage("saas", days=0),
            "“SAAS convened resolution” must have at least 1 working day.",
        ),
        (
            with_stage("saas", starts=ClockStart.APPROVED),
            "The clock of “SAAS convened resolution” can only start when the stage begins: only "
            "the first stage can count from the meeting or its minutes.",
        ),
        (
            with_stage("saas", entry=("",)),
            "What “SAAS convened resolution” asks for must have 1 to 200 characters, or nobody "
            "could put it on record.",
        ),
        (
            with_stage("saas", exit=("x" * 201,)),
            "What “SAAS convened resolution” asks for must have 1 to 200 characters, or nobody "
            "could put it on record.",
        ),
        (
            without(Ending.ANSWERED),
            "“External notification” can only end by an answer, which is not among the endings.",
        ),
        (
            with_stage("external", decided_by=Decider.LSP, days=5),
            "It can end by an answer from outside, but has no stage for that.",
        ),
        (
            without(Ending.AGREED),
            "Parties settle a stage by agreeing, which is not among the endings.",
        ),
        (
            without(Ending.DECIDED),
            "Somebody decides a stage, and a decision is not among the endings.",
        ),
        (
            with_stage("external", decided_by=Decider.SENIOR_OFFICERS, days=5),
            "It stops at “External notification”, so parties that never agree would stay there.",
        ),
        (with_rules(minutes_days=0), "The minutes of a meeting must have at least 1 working day."),
        (with_rules(urgent_hours=0), "An urgent case must have at least 1 hour at a stage."),
        (with_rules(extension_days=0), "An extension must be of at least 1 working day."),
        (with_rules(issues_start_at="panel"), "Issues start at “panel”, which is no stage."),
        (with_rules(issues_start_at=""), "Issues start at “”, which is no stage."),
        (
            with_rules(issues_start_at="senior"),
            "Issues start at “Senior managers”, which parties settle; an issue has none.",
        ),
    ],
)
def test_what_could_not_work_is_said_in_a_sentence(change: Change, fault: str) -> None:
    assert fault in change(placeholder()).faults()


def test_a_stage_without_a_key_is_a_fault() -> None:
    assert "A stage has no name or no key." in with_stage("lsp", key="")(placeholder()).faults()


def test_several_faults_are_said_at_once() -> None:
    assert replace(SMALL, urgent_hours=0, issues_start_at="").faults() == [
        "An urgent case must have at least 1 hour at a stage.",
        "Issues start at “”, which is no stage.",
    ]


@pytest.mark.parametrize(
    "change",
    [
        with_rules(extensions=0, extension_days=0),
        with_rules(returns=0),
        with_stage("direct", starts=ClockStart.CIRCULATED),
        with_stage("direct", starts=ClockStart.ENTERED),
        with_rules(issues_start_at="external"),
        without(Ending.WITHDRAWN),
    ],
    ids=["extensions", "returns", "circulated", "entered", "issues only told", "withdrawal"],
)
def test_what_an_administrator_may_leave_out(change: Change) -> None:
    assert change(placeholder()).faults() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            with_stage("saas", days=261),
            "“SAAS convened resolution” can have at most 260 working days.",
        ),
        (with_rules(urgent_hours=999), "An urgent case can have at most 240 hours at a stage."),
        (with_rules(extension_days=999), "No clock can run for more than 260 working days."),
        (with_rules(returns=21), "Nothing can be extended or returned more than 20 times."),
        (with_stage("saas", entry=("A", "A")), "“SAAS convened resolution” asks twice for “A”."),
    ],
)
def test_a_slip_of_the_keyboard_is_no_procedure(change: Change, sentence: str) -> None:
    assert sentence in change(placeholder()).faults()


def test_a_draft_never_holds_a_clock_that_outlives_everybody() -> None:
    procedure = given(*DRAFTED)
    assert refused(procedure.change_stage, NOW, **stage_given("direct", days=9_999_999)) == (
        "“Between the agencies” can have at most 260 working days."
    )
    assert procedure.in_draft == SMALL


# The order of the stages


def test_stages_come_in_the_order_in_which_they_lead_to_each_other() -> None:
    shuffled = replace(
        placeholder(), stages=(placeholder().first, *reversed(placeholder().stages[1:]))
    )
    order = ["direct", "senior", "saas", "executive", "lsp", "external"]
    assert [stage.key for stage in shuffled.in_order()] == order
    assert [shuffled.number(key) for key in order] == [1, 2, 3, 4, 5, 6]
    assert shuffled.faults() == []


def test_a_circle_has_an_end_when_it_is_walked() -> None:
    circle = with_stage("executive", then="direct")(SMALL)
    assert [stage.key for stage in circle.in_order()] == ["direct", "executive"]


def test_a_stage_that_is_not_there_is_refused() -> None:
    assert refused(SMALL.stage, "panel") == "The procedure has no stage “panel”."


def test_rules_are_the_same_after_the_log_has_held_them() -> None:
    assert Rules.of(placeholder().as_content()) == placeholder()
    assert SMALL.as_content() == RULES


# What people call a stage


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("saas", "saas"),
        ("SAAS convened resolution", "saas"),
        ("Stage 3", "saas"),
        ("3", "saas"),
        ("3. SAAS convened resolution", "saas"),
        ("Level 3: the SAAS meeting", "saas"),
        ("tier 1", "direct"),
        ("KSCMP  EXECUTIVE", "executive"),
        ("At the executive", "executive"),
    ],
)
def test_a_stage_is_found_by_what_people_call_it(words: str, key: str) -> None:
    assert placeholder().called(words).key == key


@pytest.mark.parametrize("words", ["panel", "Stage 7", "0", "", "between saas and lsp"])
def test_a_stage_that_there_is_not_is_refused_with_those_that_there_are(words: str) -> None:
    sentence = refused(placeholder().called, words)
    assert sentence.startswith(f"The procedure has no stage “{words}”. It has: 1 Direct")
