"""What holds for every command of a dispute, and what no command does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from application.nouns.disputes import DISPUTE_INTENTS
from domain.disputes.dispute import Dispute
from domain.kernel.terms import Actor, Role
from tests.disputed import at_stage, ended, ready_at, recorded
from tests.domain.disputes.commands import COMMANDS, do, sentence_of
from tests.examples import NOW, given, happened


def test_every_command_of_the_catalogue_is_here() -> None:
    moves = {intent.move for intent in DISPUTE_INTENTS if not intent.creates}
    assert moves == COMMANDS.keys()


# Links, and what no command does


def test_links_are_made_and_removed_whatever_its_state() -> None:
    for dispute in (recorded(), ended()):
        assert sentence_of(do, dispute, "unlink") == "DSP-2026-001 has no links."
        other = recorded(reference="DSP-2026-003")
        dispute.link(NOW, other=other, reason="x")
        dispute.unlink(NOW, other=other, reason="x")
        assert dispute.links == []


@pytest.mark.parametrize("move", COMMANDS)
def test_nothing_happens_in_the_future(move: str) -> None:
    """Of each command in a state in which it is possible."""
    states: dict[str, Callable[[], Dispute]] = {
        "reopen": ended, "note_learning": ended, "check_actions": ended,
        "report_stage": lambda: recorded(past=True), "report_ending": lambda: recorded(past=True),
        "return_it": lambda: at_stage("senior"), "name_convener": lambda: at_stage("saas"),
        "decide": lambda: ready_at("lsp"), "assent": lambda: ready_at("lsp"),
        "end_recusal": lambda: _stood_aside(ready_at("direct")),
        "notify": lambda: ready_at("external"), "record_answer": _told,
        "check_evidence": _evidenced, "withdraw_evidence": _evidenced,
        "propose_redecision": ended, "confirm_redecision": _proposed,
        "decline_redecision": _proposed,
        "agree_in_error": _said, "decline_in_error": _said, "put_back": _in_error,
        "keep_record": recorded, "unlink": lambda: _linked(recorded()),
    }  # fmt: skip
    dispute = states.get(move, lambda: ready_at("direct"))()
    assert sentence_of(do, dispute, move, on=date(2026, 5, 13)) == (
        "The date it happened must not be in the future."
    )
    do(dispute, move)
    assert dispute.pending_events


def _told() -> Dispute:
    dispute = ready_at("external")
    dispute.notify(NOW, **COMMANDS["notify"])
    return dispute


def _stood_aside(dispute: Dispute) -> Dispute:
    dispute.recuse(NOW, **COMMANDS["recuse"])
    return dispute


def _evidenced() -> Dispute:
    dispute = recorded()
    do(dispute, "add_evidence")
    return dispute


def _linked(dispute: Dispute) -> Dispute:
    dispute.link(NOW, other=COMMANDS["unlink"]["other"], reason="x")
    return dispute


def test_examples_replay() -> None:
    dispute = given(
        Dispute.Recorded,
        Dispute.Entered,
        happened(Dispute.RecordKept),
        Dispute.Escalated,
        Dispute.Extended,
        Dispute.Decided,
        Dispute.Reopened,
    )
    assert [visit.stage for visit in dispute.visits] == ["direct", "executive", "executive"]


SOMEBODY = replace(NOW, by=Actor("5c27", Role.SCRUTINEER))


def _said() -> Dispute:
    dispute = recorded()
    dispute.say_in_error(SOMEBODY, reason="Twice.")
    return dispute


def _in_error() -> Dispute:
    dispute = _said()
    dispute.agree_in_error(NOW)
    return dispute


def _proposed() -> Dispute:
    dispute = ended()
    (key, _), *_ = dispute.decisions_to_correct()
    dispute.propose_redecision(SOMEBODY, decision=key, becomes="By month.", reason="Misread.")
    return dispute
