"""Which command is possible in which state of a risk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from application.nouns.risks import RISK_INTENTS
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES, Body
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.errors import DomainError
from domain.kernel.item import long_date
from domain.risks.risk import Risk
from domain.risks.vocabulary import (
    ANSWERS,
    CLOSINGS,
    KIND_NAMES,
    Answer,
    Closing,
    Kind,
    Measure,
    Response,
)
from tests.disputed import CALENDAR
from tests.domain.risks.given_risks import EXECUTIVE, LSP, another
from tests.examples import EXAMPLES, NOW, Happened, finds, given
from tests.kent import KENT
from tests.meetings import Others
from tests.minuted import MINUTE

COMMANDS: dict[str, Callable[[Risk], None]] = {
    "cite_source": lambda risk: risk.cite_source(NOW, **EXAMPLES[Risk.SourceCited]),
    "describe": lambda risk: risk.describe(NOW, **EXAMPLES[Risk.Described]),
    "reclassify": lambda risk: risk.reclassify(NOW, kind=Kind.ISSUE, reason="x"),
    "assess": lambda risk: risk.assess(
        NOW, matrix=KENT, measure=Measure.CURRENT, likelihood=1, impact=1, reason="x"
    ),
    "correct_score": lambda risk: risk.correct_score(
        NOW, matrix=KENT, measure=Measure.CURRENT, likelihood=1, impact=1, reason="x"
    ),
    "assign_owner": lambda risk: risk.assign_owner(NOW, owner_role="x", owner_agency=""),
    "choose_response": lambda risk: risk.choose_response(NOW, response=Response.TRANSFER),
    "set_appetite": lambda risk: risk.set_appetite(NOW, matrix=KENT, appetite=9),
    "judge_proximity": lambda risk: risk.judge_proximity(NOW, proximity="x"),
    "add_control": lambda risk: risk.add_control(NOW, text="x"),
    "withdraw_control": lambda risk: risk.withdraw_control(NOW, control=1, reason="x"),
    "set_target_date": lambda risk: risk.set_target_date(NOW, target_on=date(2027, 1, 1)),
    "schedule_review": lambda risk: risk.schedule_review(NOW, review_on=date(2027, 1, 1)),
    "review": lambda risk: risk.review(NOW, finding="x"),
    "escalate": lambda risk: risk.escalate(NOW, to=Body.LSP, question="x", reason="x"),
    "answer": lambda risk: risk.answer(
        EXECUTIVE, answer=Answer.DECIDE, words="x", minute=MINUTE, beside=Others()
    ),
    "accept": lambda risk: risk.accept(LSP, to=Body.LSP, reason="x", minute=MINUTE),
    "close": lambda risk: risk.close(NOW, closing=Closing.MANAGED, reason="x"),
    "merge": lambda risk: risk.merge(NOW, into=given(Risk.Recorded, reference="X"), reason="x"),
    "reopen": lambda risk: risk.reopen(NOW, reason="x"),
    "link": lambda risk: risk.link(NOW, other=given(Risk.Recorded, reference="X")),
    "correct": lambda risk: risk.correct(
        NOW, fact="recorded_on", becomes="2026-01-01", reason="x", calendar=CALENDAR, find=finds()
    ),
    "add_evidence": lambda risk: risk.add_evidence(
        NOW, kind=EvidenceKind.AUDIT, title="x", link="https://kent.example"
    ),
    "check_evidence": lambda risk: risk.check_evidence(NOW, evidence=1, finding="x"),
    "withdraw_evidence": lambda risk: risk.withdraw_evidence(NOW, evidence=1, reason="x"),
    "unlink": lambda risk: risk.unlink(NOW, other=another(), reason="x"),
    "say_in_error": lambda risk: risk.say_in_error(NOW, reason="x"),
    "agree_in_error": lambda risk: risk.agree_in_error(EXECUTIVE),
    "decline_in_error": lambda risk: risk.decline_in_error(NOW, reason="x"),
    "put_back": lambda risk: risk.put_back(NOW, reason="x"),
    "propose_redecision": lambda risk: risk.propose_redecision(
        NOW,
        decision=risk.decisions_to_correct()[-1][0] if risk.taken else "",
        becomes="1 May 2026",
        reason="x",
    ),
    "confirm_redecision": lambda risk: risk.confirm_redecision(NOW, known_by="x"),
    "decline_redecision": lambda risk: risk.decline_redecision(NOW, reason="x"),
}
FRESH: list[Happened] = [Risk.Recorded]
FULL: list[Happened] = [
    Risk.Recorded,
    Risk.Assessed,
    Risk.ControlAdded,
    Risk.Linked,
    Risk.EvidenceAdded,
]
STATES: dict[str, list[Happened]] = {
    "just recorded": FRESH,
    "in full life": FULL,
    "escalated": [*FULL, Risk.Escalated],
    "answered": [*FULL, Risk.Escalated, Risk.Answered],
    "closed": [*FULL, Risk.Closed],
    "merged": [*FULL, Risk.Merged],
    "reopened": [*FULL, Risk.Closed, Risk.Reopened],
    "said to be in error": [*FULL, Risk.SaidInError],
    "in error": [*FULL, Risk.SaidInError, Risk.InErrorAgreed],
    "put back": [*FULL, Risk.SaidInError, Risk.InErrorAgreed, Risk.PutBack],
}
OF_EVIDENCE = {"check_evidence", "withdraw_evidence"}
UNPROPOSED = {"confirm_redecision", "decline_redecision"}
"""What is for a decision of which a correction was proposed."""
UNSAID = {"agree_in_error", "decline_in_error", "put_back", *UNPROPOSED}
"""What is for a risk that is said to be recorded in error, or was; and that."""
UNDECIDED = {*UNSAID, "propose_redecision"}
"""What besides is for a risk about which something was decided."""
CLOSED = {
    "reopen", "link", "unlink", "cite_source", "correct", "say_in_error", "add_evidence",
    "propose_redecision",
    *OF_EVIDENCE,
}  # fmt: skip
"""What may still be done with a closed risk."""
REFUSED = {
    "just recorded": {
        "correct_score",
        "withdraw_control",
        "answer",
        "unlink",
        "reopen",
        *OF_EVIDENCE,
        *UNDECIDED,
    },
    "in full life": {"answer", "reopen", *UNDECIDED},
    "escalated": {"escalate", "close", "merge", "reopen", *UNDECIDED},
    "answered": {"answer", "reopen", *UNSAID},
    "closed": COMMANDS.keys() - CLOSED,
    "merged": COMMANDS.keys() - CLOSED,
    "reopened": {"answer", "reopen", *UNSAID},
    "said to be in error": {
        "answer",
        "reopen",
        "say_in_error",
        "put_back",
        "propose_redecision",
        *UNPROPOSED,
    },
    "in error": COMMANDS.keys() - {"put_back"},
    "put back": {"answer", "reopen", *UNDECIDED},
}


def test_the_table_of_commands_has_every_intent() -> None:
    assert {intent.move for intent in RISK_INTENTS if not intent.creates} == COMMANDS.keys()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", COMMANDS)
def test_a_command_does_what_the_page_offers_and_nothing_else(move: str, state: str) -> None:
    """Where `why_not` gives a reason the command refuses with it; where not, it records."""
    risk = given(*STATES[state])
    reason = risk.why_not(move)
    if move in REFUSED[state]:
        with pytest.raises(DomainError) as refused:
            COMMANDS[move](risk)
        assert reason == refused.value.sentence
        assert not risk.pending_events
    else:
        assert reason is None
        COMMANDS[move](risk)
        assert len(risk.pending_events) == 1


def test_every_word_of_a_choice_has_its_words() -> None:
    assert set(KIND_NAMES) == set(Kind)
    assert set(BODY_NAMES) == set(BODY_ROLES) == set(Body)
    assert set(ANSWERS) == set(Answer)
    assert set(CLOSINGS) == set(Closing)


def test_a_date_reads_as_people_write_it_and_other_words_stay() -> None:
    assert long_date("2026-01-14") == "14 January 2026"
    assert long_date("2021 autumn (inferred)") == "2021 autumn (inferred)"
