"""A draft of the procedure: begun, changed stage by stage, discarded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.procedure.procedure import PROCEDURE, Procedure
from tests.domain.procedure.changes import (
    DRAFTED,
    PANEL,
    PUBLISHED,
    SMALL,
    added,
    refused,
    rules_given,
    stage_given,
    with_stage,
)
from tests.event_examples.procedure import RULES
from tests.examples import NOW, finds, given, happened, news, told
from tests.kent import placeholder


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
