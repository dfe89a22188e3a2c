"""The whole life of an action: dated work with one owner, until somebody else verifies it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.nouns.actions import ACTION_INTENTS
from domain.actions.action import Action, Status
from domain.kernel.deciding.minutes import NO_MINUTE
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor
from domain.risks.risk import Risk
from domain.risks.vocabulary import Kind
from tests.examples import NOW, news, told
from tests.followed import (
    CHAIR,
    EXECUTIVE,
    HEALTH,
    POLICE,
    SCRUTINEER,
    TEAM,
    VERIFYING,
    add_evidence,
    by,
    received,
    set_action,
    settled,
    submitted,
    submitted_action,
)
from tests.kent import KENT


def ended(status: Status) -> Action:
    """An action that has ended so."""
    action = submitted_action()
    if status is Status.DONE:
        action.verify(by(SCRUTINEER), finding="Seen.")
    else:
        action.cancel(by(TEAM), reason="Overtaken.")
    return settled(action)


def test_an_action_is_set_for_one_role_of_one_agency_by_a_date() -> None:
    action = Action.set(
        NOW,
        reference="ACT-2026-001",
        title="Write the threshold document",
        measure="It is on every desk",
        owner_role="Superintendent",
        owner_agency="kent-police",
        due_on=date(2026, 6, 30),
    )
    assert news(action) == [
        (
            Action.Set,
            {
                "title": "Write the threshold document",
                "measure": "It is on every desk",
                "owner_role": "Superintendent",
                "owner_agency": "kent-police",
                "due_on": "2026-06-30",
                "first_due_on": "",
                "number": "",
                "note": "",
            },
        )
    ]
    assert told(action) == [
        "set an action for Superintendent, Kent Police, due 30 June 2026: "
        "Write the threshold document"
    ]
    assert (action.status, action.due_on, action.first_due_on) == (
        Status.OPEN, "2026-06-30", "2026-06-30",
    )  # fmt: skip
    assert action.links == [], "it may stand alone"


def test_an_action_is_not_due_before_it_was_set() -> None:
    with pytest.raises(DomainError, match="before the action was set") as refused:
        set_action(due_on=date(2026, 5, 11))
    assert refused.value.field == "due_on"
    assert set_action(due_on=date(2026, 5, 12)).due_on == "2026-05-12"


def test_it_serves_any_number_of_risks_and_recommendations_and_they_know_it() -> None:
    risk = Risk.record(NOW, reference="RSK-2026-001", kind=Kind.RISK, title="A risk", matrix=KENT)
    recommendation = received()
    action = set_action(serves=risk)
    action.link(by(CHAIR), other=recommendation)
    assert action.links == ["RSK-2026-001", "REC-2026-001"]
    assert risk.links == recommendation.links == ["ACT-2026-001"]
    another = received("REC-2026-002")
    action.link(by(CHAIR), other=another)
    assert "REC-2026-002" in action.links
    assert another.links == ["ACT-2026-001"]


def test_progress_makes_it_under_way() -> None:
    action = set_action()
    action.report_progress(by(POLICE), progress="Begun")
    assert action.status is Status.IN_PROGRESS


@pytest.mark.parametrize("verifier", [SCRUTINEER, EXECUTIVE, CHAIR, HEALTH, TEAM])
def test_somebody_of_another_agency_verifies_that_it_is_done(verifier: Actor) -> None:
    action = submitted_action()
    action.verify(by(verifier), finding="It is on every desk.")
    assert news(action) == [
        (Action.Verified, {"finding": "It is on every desk.", "evidence": [1], "unchecked": ""})
    ]
    assert told(action) == ["verified that it is done: It is on every desk."]
    assert action.status is Status.DONE


def test_it_is_returned_with_a_reason() -> None:
    action = submitted_action()
    action.return_it(by(SCRUTINEER), reason="Two desks lack it.")
    assert news(action) == [
        (
            Action.Returned,
            {"reason": "Two desks lack it.", "decision_reference": "", **NO_MINUTE.facts},
        )
    ]
    assert action.status is Status.RETURNED
    action.report_progress(by(POLICE), progress="One desk now")
    assert action.status is Status.RETURNED, "until it is submitted again"


@pytest.mark.parametrize("make", [set_action, submitted_action])
def test_it_is_cancelled_with_a_reason(make: Any) -> None:
    action = make()
    action.cancel(by(TEAM), reason="Overtaken.")
    assert news(action) == [(Action.Cancelled, {"reason": "Overtaken."})]
    assert told(action) == ["cancelled it"]
    assert action.status is Status.CANCELLED


IN_ERROR = {"say_in_error", "agree_in_error", "decline_in_error", "put_back"}
REDECIDING = {"propose_redecision", "confirm_redecision", "decline_redecision"}


@pytest.mark.parametrize("status", [Status.DONE, Status.CANCELLED])
def test_after_its_end_only_links_evidence_and_mistakes_change(status: Status) -> None:
    action = ended(status)
    refused = f"ACT-2026-001 is {status}."
    moves = {intent.move for intent in ACTION_INTENTS if not intent.creates}
    still = {"link", "unlink", "correct", "add_evidence", "check_evidence", "withdraw_evidence"}
    still |= IN_ERROR | REDECIDING
    assert {move for move in moves if action.why_not(move) == refused} == moves - still
    with pytest.raises(DomainError, match=refused):
        action.report_progress(by(POLICE), progress="More")
    with pytest.raises(DomainError, match=refused):
        action.cancel(by(TEAM), reason="x")
    action.link(by(TEAM), other=received())


def test_completing_the_last_action_of_a_recommendation_submits_nothing() -> None:
    recommendation = received()
    action = set_action(serves=recommendation)
    settled(recommendation)
    add_evidence(action)
    action.submit(by(POLICE), claim="Written.", **VERIFYING)
    action.verify(by(SCRUTINEER), finding="Seen.", unchecked="Everybody has it.")
    assert news(recommendation) == []
    assert recommendation.submitted_by == ""


def test_an_action_can_serve_what_is_submitted_already() -> None:
    recommendation = submitted()
    set_action(serves=recommendation)
    assert recommendation.status == "submitted"
    assert told(recommendation) == ["linked it to ACT-2026-001"]
