"""The escalation procedure as data: what could not work, which version holds, and its drafts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.errors import DomainError
from domain.procedure.in_words import RuleChange, differences, rule_in_words
from domain.procedure.procedure import PROCEDURE, Procedure, Version
from domain.procedure.rules import (
    CLOCK_STARTS,
    DECIDERS,
    ENDINGS,
    ClockStart,
    Decider,
    Ending,
    Rules,
    Stage,
)
from tests.examples import NOW, RULES, finds, given, happened, news, told
from tests.kent import placeholder

Change = Callable[[Rules], Rules]
SMALL = Rules.of(RULES)
PUBLISHED = (Procedure.Begun, Procedure.Published)
DRAFTED = (*PUBLISHED, Procedure.Drafted)
PANEL = Stage("panel", "Panel", Decider.CONVENER, 5)


def refused(act: Callable[..., Any], *arguments: Any, **facts: Any) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(DomainError) as error:
        act(*arguments, **facts)
    return error.value.sentence


def with_stage(key: str, /, **changes: Any) -> Change:
    """The rules with one stage changed."""

    def change(rules: Rules) -> Rules:
        stages = (replace(each, **changes) if each.key == key else each for each in rules.stages)
        return replace(rules, stages=tuple(stages))

    return change


def with_rules(**changes: Any) -> Change:
    return lambda rules: replace(rules, **changes)


def rules_given(rules: Rules = SMALL, **changes: Any) -> dict[str, Any]:
    """What the form gives that changes the rules for every stage."""
    given = {**vars(rules), **changes}
    del given["stages"]
    return given


def stage_given(key: str, **changes: Any) -> dict[str, Any]:
    """What the form gives that changes a stage."""
    given = {**vars(SMALL.stage(key)), **changes, "stage": key}
    del given["key"]
    return given


def added(stage: Stage) -> dict[str, Any]:
    """What the form gives that adds a stage, but for where."""
    given = dict(vars(stage))
    del given["then"]
    return given


def without(ending: Ending) -> Change:
    return lambda rules: replace(
        rules, endings=tuple(each for each in rules.endings if each is not ending)
    )


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
            without(Ending.NOTIFIED),
            "“External notification” can only end by notifying, which is not among the endings.",
        ),
        (
            with_stage("external", decided_by=Decider.LSP, days=5),
            "It can end by notifying externally, but has no stage for that.",
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
        (with_rules(urgent_days=0), "An urgent case must have at least 1 working day."),
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
    assert replace(SMALL, urgent_days=0, issues_start_at="").faults() == [
        "An urgent case must have at least 1 working day.",
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


# Drafts


def test_the_first_draft_is_begun() -> None:
    procedure = Procedure.begin(NOW, rules=SMALL, find=finds())
    assert news(procedure) == [(Procedure.Begun, {"content": RULES})]
    assert told(procedure) == ["drafted the first escalation procedure"]
    assert (procedure.reference, procedure.in_draft, procedure.versions) == (PROCEDURE, SMALL, {})


def test_a_draft_is_copied_from_a_version() -> None:
    procedure = given(*PUBLISHED)
    procedure.draft(NOW, number=1)
    assert news(procedure) == [(Procedure.Drafted, {"content": RULES, "based_on": 1})]
    assert told(procedure) == ["drafted a new version of the procedure from version 1"]
    assert procedure.in_draft == SMALL


def test_a_draft_is_made_of_a_file() -> None:
    procedure = given(*PUBLISHED)
    procedure.draft_from_file(NOW, rules=placeholder())
    assert told(procedure) == ["drafted a new version of the procedure from a file"]
    assert procedure.in_draft == placeholder()


def test_a_draft_is_not_copied_from_what_is_not_there() -> None:
    assert refused(given(*PUBLISHED).draft, NOW, number=2) == (
        "There is no version 2 of the procedure."
    )
    nothing_published = given(Procedure.Begun, Procedure.DraftDiscarded)
    assert refused(nothing_published.draft, NOW, number=1) == ("There is no version to copy yet.")


@pytest.mark.parametrize(
    ("move", "facts"),
    [("draft", {"number": 1}), ("draft_from_file", {"rules": SMALL})],
)
def test_there_is_one_draft_at_a_time(move: str, facts: dict[str, Any]) -> None:
    assert refused(getattr(given(*DRAFTED), move), NOW, **facts) == (
        "There is a draft already. Publish or discard it first."
    )


@pytest.mark.parametrize(
    ("move", "facts"),
    [
        ("change_rules", rules_given(returns=2)),
        ("change_stage", stage_given("direct", days=3)),
        ("add_stage", {**added(PANEL), "after": ""}),
        ("remove_stage", {"stage": "direct"}),
        ("publish", {"from_on": date(2026, 6, 1), "reason": "New."}),
        ("discard", {"reason": "Not now."}),
    ],
)
def test_without_a_draft_there_is_nothing_to_change_publish_or_discard(
    move: str, facts: dict[str, Any]
) -> None:
    assert refused(getattr(given(*PUBLISHED), move), NOW, **facts) == "There is no draft."


def test_the_rules_for_every_stage_are_changed() -> None:
    procedure = given(*DRAFTED)
    procedure.change_rules(NOW, **rules_given(returns=2, automatic=True))
    assert told(procedure) == ["changed the draft: its rules for every stage"]
    assert procedure.in_draft == replace(SMALL, returns=2, automatic=True)


def test_a_stage_is_changed() -> None:
    procedure = given(*DRAFTED)
    procedure.change_stage(NOW, **stage_given("direct", days=7, entry=("Leads",)))
    assert told(procedure) == ["changed the draft: the stage “Between the agencies”"]
    assert procedure.in_draft == with_stage("direct", days=7, entry=("Leads",))(SMALL)


def test_a_change_that_changes_nothing_is_refused() -> None:
    already = "That is what the draft says already."
    assert refused(given(*DRAFTED).change_rules, NOW, **rules_given(returns=1)) == already
    assert refused(given(*DRAFTED).change_stage, NOW, **stage_given("direct", days=5)) == already


@pytest.mark.parametrize(
    ("move", "facts"), [("change_stage", stage_given("direct")), ("remove_stage", {})]
)
def test_a_stage_that_the_draft_lacks_is_neither_changed_nor_removed(
    move: str, facts: dict[str, Any]
) -> None:
    assert refused(getattr(given(*DRAFTED), move), NOW, **{**facts, "stage": "panel"}) == (
        "The procedure has no stage “panel”."
    )


@pytest.mark.parametrize(
    ("after", "order"),
    [
        ("", ["panel", "direct", "executive"]),
        ("direct", ["direct", "panel", "executive"]),
        ("executive", ["direct", "executive", "panel"]),
    ],
)
def test_a_stage_is_put_where_it_belongs(after: str, order: list[str]) -> None:
    procedure = given(*DRAFTED)
    procedure.add_stage(NOW, **added(PANEL), after=after)
    assert told(procedure) == ["changed the draft: a new stage “Panel”"]
    assert [stage.key for stage in procedure.in_draft.in_order()] == order


def test_a_stage_is_put_into_a_draft_that_has_none() -> None:
    procedure = given(*DRAFTED)
    procedure.remove_stage(NOW, stage="direct")
    procedure.remove_stage(NOW, stage="executive")
    assert procedure.in_draft.stages == ()
    procedure.add_stage(NOW, **added(PANEL), after="")
    assert procedure.in_draft.stages == (PANEL,)


def test_two_stages_do_not_share_a_key() -> None:
    twin = replace(PANEL, key="direct")
    assert refused(given(*DRAFTED).add_stage, NOW, **added(twin), after="") == (
        "There is a stage with the key “direct” already."
    )


def test_a_stage_is_not_put_after_one_that_is_not_there() -> None:
    assert refused(given(*DRAFTED).add_stage, NOW, **added(PANEL), after="board") == (
        "The procedure has no stage “board”."
    )


def test_what_led_to_a_stage_that_is_removed_leads_to_what_followed_it() -> None:
    procedure = given(
        Procedure.Begun, happened(Procedure.DraftChanged, content=placeholder().as_content())
    )
    procedure.remove_stage(NOW, stage="saas")
    assert told(procedure) == ["changed the draft: without the stage “SAAS convened resolution”"]
    assert [stage.key for stage in procedure.in_draft.in_order()] == [
        "direct",
        "senior",
        "executive",
        "lsp",
        "external",
    ]


def test_a_draft_is_discarded() -> None:
    procedure = given(*DRAFTED)
    procedure.discard(NOW, reason="Not now.")
    assert news(procedure) == [(Procedure.DraftDiscarded, {"reason": "Not now."})]
    assert told(procedure) == ["discarded the draft of the procedure"]
    assert procedure.in_draft is None
    assert procedure.versions.keys() == {1}


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
    procedure.change_rules(NOW, **rules_given(urgent_days=0, issues_start_at=""))
    assert refused(procedure.publish, NOW, from_on=date(2026, 6, 1), reason="x") == (
        "The draft cannot work. An urgent case must have at least 1 working day. Issues start at "
        "“”, which is no stage."
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


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            with_stage("saas", days=261),
            "“SAAS convened resolution” can have at most 260 working days.",
        ),
        (with_rules(urgent_days=999), "No clock can run for more than 260 working days."),
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
