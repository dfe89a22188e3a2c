"""A dispute goes from stage to stage, up and back."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.terms import Actor
from domain.procedure.rules import Ending
from tests.disputed import (
    at_stage,
    complete,
    ended,
    raise_it,
    ready_at,
    recorded,
    shipped,
    unrecorded,
)
from tests.domain.disputes.commands import do, refused, sentence_of
from tests.examples import news, told
from tests.followed import EXECUTIVE, LSP, TEAM


def test_it_goes_up_through_every_stage_and_no_further() -> None:
    dispute = recorded()
    for stage in ("senior", "saas", "executive", "lsp", "external"):
        raise_it(dispute)
        assert dispute.visit.stage == stage
    assert [visit.stage for visit in dispute.visits[:2]] == ["direct", "senior"]
    assert dispute.visits[0].outcome == "Escalated"
    assert dispute.visits[0].left_on == "2026-05-12"
    complete(dispute)
    assert sentence_of(do, dispute, "escalate") == "This is the last stage of the procedure."
    assert dispute.ways_up() == []


def test_an_escalation_says_where_to_and_until_when() -> None:
    dispute = recorded()
    raise_it(dispute)
    assert told(dispute)[-1] == "escalated it to stage 2, Senior managers, due 19 May 2026"
    assert news(dispute)[-1][1]["was"] == "direct"


def test_it_does_not_leave_a_stage_before_its_record_is_complete() -> None:
    dispute = recorded()
    for move in ("escalate", "agree"):
        assert sentence_of(do, dispute, move) == (
            "First put on record for this stage: The named lead of each party."
        )
    assert sentence_of(do, at_stage("executive"), "decide").startswith("First put on record")
    assert sentence_of(do, at_stage("external"), "notify").startswith("First put on record")


LEAD, TRIED = "The named lead of each party", "What was tried and what came of it"


@pytest.mark.parametrize("move", ["escalate", "agree"])
def test_what_is_asked_for_at_the_end_can_be_put_on_record_in_leaving(move: str) -> None:
    dispute = recorded()
    do(dispute, "keep_record", record=LEAD)
    assert refused(do, dispute, move) == (
        f"Put on record as this stage ends: {TRIED}.",
        "for_the_record",
    )
    do(dispute, move, for_the_record="Two meetings.")
    assert dispute.visits[0].records[TRIED] == "Two meetings."
    assert dispute.visits[0].left_on


def test_words_for_a_record_that_is_complete_are_not_dropped_but_refused() -> None:
    assert refused(do, ready_at("direct"), "escalate", for_the_record="Two meetings.") == (
        "All that the procedure asks for is on record already.",
        "for_the_record",
    )


def test_what_the_next_stage_asks_for_can_be_put_on_record_in_escalating() -> None:
    dispute = ready_at("direct")
    do(dispute, "escalate", to_begin_with="A director of each.")
    assert dispute.visit.records == {"The senior officer of each party": "A director of each."}
    assert dispute.missing_at_entry == []
    do(dispute, "keep_record", record=TRIED)
    do(dispute, "return_it", to_begin_with="Two superintendents.")
    assert dispute.visit.records == {LEAD: "Two superintendents."}


def test_what_the_first_stage_or_the_one_taken_up_again_asks_for_is_taken_with_the_move() -> None:
    dispute = recorded(to_begin_with="Two superintendents.")
    assert dispute.visit.records == {LEAD: "Two superintendents."}
    dispute = ended(Ending.WITHDRAWN)
    do(dispute, "reopen", to_begin_with="Two superintendents.")
    assert dispute.missing_at_entry == []


def test_what_is_left_empty_is_asked_for_once_the_stage_has_begun() -> None:
    dispute = ready_at("direct")
    do(dispute, "escalate")
    assert dispute.missing_at_entry == ["The senior officer of each party"]


@pytest.mark.parametrize("move", ["escalate", "return_it", "reopen"])
def test_words_for_the_beginning_of_a_stage_that_asks_for_none_are_refused(move: str) -> None:
    rules = unrecorded()
    dispute = ended(rules=rules) if move == "reopen" else at_stage("senior", rules=rules)
    version = dispute.version
    sentence, field = refused(do, dispute, move, to_begin_with="Somebody.")
    assert sentence.endswith("asks for nothing to be put on record as it begins.")
    assert (field, dispute.version) == ("to_begin_with", version)


@pytest.mark.parametrize("to", ["saas", "direct", "external", "panel"])
def test_what_is_not_urgent_is_escalated_one_stage_at_a_time(to: str) -> None:
    dispute = ready_at("direct")
    assert refused(do, dispute, "escalate", to=to) == (
        "It cannot be escalated to that stage from here.",
        "to",
    )
    do(dispute, "escalate", to="senior")
    assert dispute.visit.stage == "senior"


@pytest.mark.parametrize(
    ("move", "stage", "actor"),
    [
        ("escalate", "senior", TEAM),
        ("return_it", "senior", TEAM),
        ("agree", "senior", TEAM),
        ("keep_record", "senior", TEAM),
        ("withdraw", "senior", TEAM),
        ("drop", "senior", TEAM),
        ("supersede", "senior", TEAM),
        ("decide", "executive", EXECUTIVE),
        ("notify", "external", LSP),
    ],
)
def test_nothing_happens_at_a_stage_before_it_began(move: str, stage: str, actor: Actor) -> None:
    dispute = ready_at(stage) if move != "keep_record" else at_stage(stage)
    facts = {"record": "The senior officer of each party"} if move == "keep_record" else {}
    name = dispute.stage.name
    assert refused(do, dispute, move, actor, date(2026, 5, 11), **facts) == (
        f"The stage {name} began on 12 May 2026; the date is before that. If it began "
        "earlier, correct that first (“Correct a mistake”).",
        "on",
    )
    assert news(dispute) == []


def test_it_is_returned_to_a_lower_stage_once() -> None:
    dispute = at_stage("executive")
    do(dispute, "return_it", stage="senior")
    assert told(dispute) == ["returned it to stage 2, Senior managers, due 19 May 2026"]
    assert dispute.visit.records == {}
    raise_it(dispute)
    assert sentence_of(do, dispute, "return_it") == (
        "A dispute can be returned once, and it has been."
    )


def test_it_is_returned_only_as_the_procedure_lets_it() -> None:
    never = at_stage("senior", rules=shipped(returns=0))
    assert sentence_of(do, never, "return_it") == (
        "The procedure does not let a dispute be returned."
    )
    assert sentence_of(do, recorded(), "return_it") == "There is no lower stage to return it to."
    for stage in ("senior", "saas", "panel"):
        assert refused(do, at_stage("senior"), "return_it", stage=stage) == (
            "That is no lower stage.",
            "stage",
        )
