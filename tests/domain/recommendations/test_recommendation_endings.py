"""How a recommendation ends otherwise than by being done, and how it is reopened."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from application.nouns.recommendations import RECOMMENDATION_INTENTS
from domain.kernel.bodies import Body
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import (
    Closing,
    Response,
    Status,
)
from tests.examples import news, told
from tests.followed import (
    EXECUTIVE,
    LSP,
    OF_EACH_ROLE,
    POLICE,
    SCRUTINEER,
    TEAM,
    VERIFYING,
    by,
    closed,
    received,
    responded,
)
from tests.minuted import MINUTE

EVERY_CLOSING = pytest.mark.parametrize("closing", list(Closing))


# Closed otherwise


@pytest.mark.parametrize(
    ("to", "actor", "body"),
    [
        (Body.EXECUTIVE, EXECUTIVE, "the KSCMP Executive"),
        (Body.LSP, LSP, "the Lead Safeguarding Partners"),
        (Body.LSP, TEAM, "the Lead Safeguarding Partners"),
    ],
)
def test_the_executive_or_the_lsps_accept_the_risk(to: Body, actor: Actor, body: str) -> None:
    item = responded()
    item.accept_risk(by(actor), to=to, reason="Too dear.", minute=MINUTE)
    assert told(item) == [f"accepted for {body} ({MINUTE.words}) the risk of not doing it"]
    assert item.closing is Closing.RISK_ACCEPTED


@pytest.mark.parametrize("to", Body)
@pytest.mark.parametrize("role", Role)
def test_nobody_else_accepts_the_risk(to: Body, role: Role) -> None:
    item = responded()
    who = by(OF_EACH_ROLE[role])
    may = {(Body.EXECUTIVE, Role.EXECUTIVE), (Body.LSP, Role.LSP), (to, Role.BUSINESS_TEAM)}
    with pytest.raises(DomainError) as refused:
        item.accept_risk(who, to=to, reason="Too dear.")
    assert refused.value.field == ("meeting" if (to, role) in may else None)
    if (to, role) in may:
        item.accept_risk(who, to=to, reason="Too dear.", minute=MINUTE)
        return
    with pytest.raises(DomainError):
        item.accept_risk(who, to=to, reason="Too dear.", minute=MINUTE)
    assert item.closing is None


def test_its_source_withdraws_it() -> None:
    item = responded()
    item.withdraw(by(TEAM), reason="It was a mistake.")
    assert news(item) == [(Recommendation.Withdrawn, {"reason": "It was a mistake."})]
    assert told(item) == ["recorded that its source withdrew it"]
    assert item.closing is Closing.WITHDRAWN


def test_it_is_superseded_by_another_and_both_know_it() -> None:
    old, new = responded(), received("REC-2026-002")
    old.supersede(by(TEAM), by_other=new, reason="Said better.")
    assert (old.closing, old.superseded_by) == (Closing.SUPERSEDED, "REC-2026-002")
    assert (old.links, new.links) == (["REC-2026-002"], ["REC-2026-001"])
    assert told(old) == ["recorded that REC-2026-002 supersedes it"]
    assert told(new) == ["recorded that it supersedes REC-2026-001"]
    assert new.closing is None


def test_nothing_supersedes_itself() -> None:
    item = responded()
    with pytest.raises(DomainError, match="cannot supersede itself") as refused:
        item.supersede(by(TEAM), by_other=item, reason="x")
    assert refused.value.field == "by_other"
    assert item.closing is None


@pytest.mark.parametrize("length", [2, 3, 4])
def test_recommendations_do_not_supersede_each_other_in_a_ring(length: int) -> None:
    ring = [received(f"REC-2026-{number:03d}") for number in range(1, length + 1)]
    for old, new in pairwise(ring):
        old.supersede(by(TEAM), by_other=new, reason="Said better.")
    with pytest.raises(DomainError, match="REC-2026-001 is closed") as refused:
        ring[-1].supersede(by(TEAM), by_other=ring[0], reason="x")
    assert refused.value.field == "by_other"


def test_one_that_is_reopened_may_take_the_place_of_its_own_successor() -> None:
    old, new = received(), received("REC-2026-002")
    old.supersede(by(TEAM), by_other=new, reason="Said better.")
    old.reopen(by(TEAM), reason="It was not.")
    new.supersede(by(TEAM), by_other=old, reason="The first one was right.")
    assert (old.superseded_by, new.superseded_by) == ("", "REC-2026-001")


# Reopened


@EVERY_CLOSING
def test_it_is_reopened_from_any_closed_state(closing: Closing) -> None:
    item = closed(closing)
    item.reopen(by(TEAM, date(2026, 8, 3)), reason="It came back.")
    assert news(item) == [(Recommendation.Reopened, {"reason": "It came back."})]
    assert told(item) == ["reopened it"]
    assert (item.closing, item.superseded_by, item.impact_on) == (None, "", "")
    assert (item.reopened, item.updated_on) == (1, "2026-08-03")
    assert item.status is Status.IN_PROGRESS


@EVERY_CLOSING
def test_after_reopening_it_can_be_done_and_closed_again(closing: Closing) -> None:
    """What was claimed before it was closed no longer stands."""
    item = closed(closing)
    item.reopen(by(TEAM), reason="It came back.")
    if closing is Closing.NOT_ACCEPTED:
        item.respond(by(POLICE), response=Response.ACCEPTED)
    item.submit(by(POLICE), claim="Really.", **VERIFYING)
    item.verify(by(SCRUTINEER), finding="Really.")
    assert item.closing is Closing.IMPLEMENTED


def test_what_was_not_accepted_is_answered_anew_after_reopening() -> None:
    item = closed(Closing.NOT_ACCEPTED)
    item.reopen(by(TEAM), reason="The Executive asks again.")
    assert item.why_not("submit") == "REC-2026-001 has no response yet. Record it first."
    item.respond(by(POLICE), response=Response.NOT_ACCEPTED, reason="Still not ours.")
    assert item.closing is Closing.NOT_ACCEPTED


def test_what_is_open_cannot_be_reopened() -> None:
    with pytest.raises(DomainError, match="is not closed"):
        responded().reopen(by(TEAM), reason="x")


@EVERY_CLOSING
def test_while_closed_nothing_else_is_done_with_it(closing: Closing) -> None:
    item = closed(closing)
    moves = {intent.move for intent in RECOMMENDATION_INTENTS if not intent.creates}
    refused = {
        move for move in moves if item.why_not(move) == "REC-2026-001 is closed. Reopen it first."
    }
    allowed = {
        "reopen",
        "review_impact",
        "link",
        "unlink",
        "report_status",
        "tag",
        "correct",
        "add_evidence",
        "check_evidence",
        "withdraw_evidence",
        "say_in_error",
        "agree_in_error",
        "decline_in_error",
        "put_back",
        "propose_redecision",
        "confirm_redecision",
        "decline_redecision",
    }
    assert moves - refused == allowed
