"""What has changed since something was decided, of that on which the decision rests."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.kernel.deciding.decisions import Decidable
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.errors import DomainError
from domain.procedure.rules import Ending
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Response
from domain.risks.risk import Risk
from domain.risks.vocabulary import Closing
from tests.disputed import CALENDAR, PARTNERS, ended, ready_at
from tests.examples import event_classes, finds, given
from tests.followed import (
    EXECUTIVE,
    POLICE,
    SCRUTINEER,
    TEAM,
    add_evidence,
    by,
    responded,
    settled,
    submitted_action,
    verified,
)

NEITHER = {
    "RecordedAnyway", "RedecisionConfirmed", "RedecisionDeclined", "RedecisionProposed",
    "ActionsChecked", "ClockStarted", "ColourWorsened", "Declined", "DependencyNoted",
    "DissentRecorded", "DeclaredUrgent", "EvidenceChecked", "Extended", "Facilitated",
    "LearningNoted", "Linked", "Notified", "Planned", "ProgressReported", "Received", "RecordKept",
    "Recorded", "RedateAsked", "RedateRefused", "Returned", "ReviewScheduled", "Reviewed", "Set",
    "StageOverdue", "StatusReported", "Submitted", "Supersedes", "Tagged", "Unlinked",
    "WordsConfirmed", "Escalated", "SaidInError", "InErrorAgreed", "InErrorDeclined", "PutBack",
    "Asked", "Consented", "Started", "Reported", "Confirmed", "QuorumFoundWanting", "TakenBefore",
    "QuorumFoundAfterAll", "DateCorrected",
}  # fmt: skip
"""What is no decision, and changes nothing that one rests on."""


def answered() -> Risk:
    risk: Risk = given(Risk.Recorded, Risk.Assessed, Risk.Escalated, Risk.Answered)
    return risk


def verified_action() -> Action:
    action = submitted_action()
    action.verify(by(SCRUTINEER), finding="Seen.")
    return settled(action)


MAKE = {"risk": answered, "recommendation": verified, "action": verified_action, "dispute": ended}
EACH = pytest.mark.parametrize("make", MAKE.values(), ids=MAKE.keys())


def correct(item: Any) -> None:
    fact, becomes = (
        ("raised_in", "scrutiny") if isinstance(item, Risk) else (A_FACT[item.word], "Other")
    )
    item.correct(
        by(TEAM), fact=fact, becomes=becomes, reason="Mistyped.", calendar=CALENDAR, find=finds()
    )


A_FACT = {"recommendation": "title", "action": "title", "dispute": "minute"}


@EACH
def test_nothing_has_changed_since_a_decision_that_was_just_made(make: Any) -> None:
    item: Decidable = make()
    assert [each.changed for each in item.standing.values()] == [()]
    assert not item.changed_since_decided


@EACH
def test_evidence_that_comes_or_goes_and_a_correction_change_what_was_decided_on(
    make: Any,
) -> None:
    item = make()
    decided = item.version
    add_evidence(item, TEAM)
    item.withdraw_evidence(by(TEAM), evidence=max(item.evidence), reason="A draft.")
    correct(item)
    assert item.changed_by() == {decided + 1, decided + 2, decided + 3}
    assert item.changed_since_decided


@EACH
def test_what_follows_from_a_decision_changes_nothing_that_it_rests_on(make: Any) -> None:
    item = make()
    other = given(Risk.Recorded, reference="RSK-2026-009")
    item.link(by(TEAM), other=other)
    item.confirm_words(by(TEAM), fields=["Reason"], looks_like=["an NHS number"])
    if isinstance(item, Dispute):
        item.note_learning(by(TEAM), learning="Ask sooner.")
    assert not item.changed_since_decided


def test_a_new_decision_is_made_on_what_has_changed() -> None:
    risk = answered()
    risk.add_control(by(TEAM), text="A weekly look")
    assert risk.changed_since_decided
    risk.close(by(TEAM), closing=Closing.MANAGED, reason="It is held.")
    assert not risk.changed_since_decided
    risk.reopen(by(TEAM), reason="It is back.")
    assert risk.changed_by() == {risk.version}


def test_a_response_rests_on_the_words_and_not_on_what_is_done_afterwards() -> None:
    item = responded()
    add_evidence(item)
    item.assign_owner(by(TEAM), owner_role="Director", owner_agency="kent-county-council")
    assert not item.changed_since_decided
    correct(item)
    assert item.changed_since_decided
    item.respond(by(POLICE), response=Response.PARTLY_ACCEPTED, reason="Not all.")
    assert not item.changed_since_decided


def test_another_date_that_was_approved_rests_on_who_owns_it() -> None:
    item = responded()
    item.ask_redate(by(POLICE), due_on=date(2026, 9, 30), reason="Rotas.")
    item.approve_redate(by(TEAM))
    assert not item.changed_since_decided
    item.assign_owner(by(TEAM), owner_role="Director", owner_agency="kent-county-council")
    assert item.changed_by() == {item.version}


def test_an_assent_rests_on_what_the_parties_hold_and_each_stands_by_itself() -> None:
    dispute = ready_at("lsp")
    police, council, _ = PARTNERS
    for agency in (police, council):
        dispute.assent(
            by(TEAM), agency=agency, decision="One desk.", known_by="E-mail", partners=PARTNERS
        )
    assert list(dispute.standing) == ["assent of kent-police", "assent of kent-county-council"]
    party = next(iter(dispute.names))
    dispute.state_position(by(TEAM), agency=party, position="Two desks.")
    assert {each.changed for each in dispute.standing.values()} == {(dispute.version,)}
    dispute.assent(
        by(TEAM), agency=police, decision="Two desks.", known_by="E-mail", partners=PARTNERS
    )
    assert dispute.standing["assent of kent-police"].changed == ()
    assert dispute.changed_since_decided, "the council’s assent is to something else"


@pytest.mark.parametrize("ending", [Ending.AGREED, Ending.DECIDED])
def test_what_was_decided_holds_no_longer_once_it_is_taken_up_again(ending: Ending) -> None:
    dispute = ended(ending)
    assert list(dispute.standing) == [""]
    dispute.reopen(by(TEAM), reason="It did not last.", calendar=CALENDAR)
    assert dispute.standing == {}


def test_a_verification_holds_no_longer_once_it_is_reopened() -> None:
    item: Recommendation = verified()
    item.reopen(by(EXECUTIVE), reason="It did not last.")
    assert item.standing == {}


def test_of_every_event_it_is_said_what_it_means_for_decisions() -> None:
    """Whoever adds an event decides it: a new one is in neither list."""
    of_items = [each for kind, each in event_classes() if issubclass(kind, Decidable)]
    said = {each for each in of_items if each.bears_on or each.rests_on or each.undoes}
    names = {each.__name__ for each in of_items if each not in said}
    assert names <= NEITHER
    assert {each.__name__ for each in said} & NEITHER <= {"Declined", "Escalated", "Withdrawn"}


@EACH
def test_the_minute_of_a_decision_changes_nothing_that_it_was_made_on(make: Any) -> None:
    item = make()
    [(version, made)] = [each for each in item.made.items() if each[0] == item.version]
    facts: dict[str, Any] = {
        "kind": EvidenceKind.MINUTE, "title": "Minute", "link": "https://kent.example/minute",
    }  # fmt: skip
    item.add_evidence(by(TEAM), **facts, decision=version)
    assert made.words.endswith(", 12 May 2026")
    assert not item.changed_since_decided
    number = max(item.evidence)
    assert item.evidence[number].decision == version
    item.withdraw_evidence(by(TEAM), evidence=number, reason="Of another meeting.")
    assert item.changed_since_decided
    with pytest.raises(DomainError, match="Select what was decided or replied"):
        item.add_evidence(by(TEAM), **facts, decision=99)
