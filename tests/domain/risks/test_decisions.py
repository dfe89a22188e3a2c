"""A risk is escalated, answered, closed, merged and reopened, each as somebody decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.commissions.commission import Commission
from domain.commissions.vocabulary import Status as CommissionStatus
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES, Body
from domain.kernel.deciding.minutes import NO_MINUTE, Minute
from domain.kernel.errors import DomainError, each_of
from domain.kernel.terms import Actor, Role
from domain.risks.risk import Risk
from domain.risks.vocabulary import (
    ANSWERS,
    CLOSINGS,
    Answer,
    Closing,
    Decision,
    Escalation,
    Response,
)
from tests.domain.risks.given_risks import EXECUTIVE, LSP, OTHER, another
from tests.examples import NOW, Happened, given, news, told
from tests.meetings import Others
from tests.minuted import FIELDS, MINUTE

# Escalated and answered


@pytest.mark.parametrize("body", Body)
def test_a_risk_is_escalated_with_a_question(body: Body) -> None:
    risk = given(Risk.Recorded)
    risk.escalate(NOW, to=body, question="Who pays?", reason="Beyond SAAS")
    assert news(risk) == [
        (Risk.Escalated, {"to": body.value, "question": "Who pays?", "reason": "Beyond SAAS"})
    ]
    assert told(risk) == [f"escalated it to {BODY_NAMES[body]}, asking: Who pays?"]
    assert risk.open_escalation == Escalation(body, "Who pays?", "2026-05-12", "Beyond SAAS")


def test_a_second_escalation_waits_for_the_answer_to_the_first() -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    with pytest.raises(DomainError, match="already awaits an answer from the KSCMP Executive"):
        risk.escalate(NOW, to=Body.LSP, question="Who pays?", reason="x")


@pytest.mark.parametrize("answer", Answer)
def test_an_escalation_is_answered_by_the_body_that_was_asked(answer: Answer) -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    risk.answer(EXECUTIVE, answer=answer, words="In full", minute=MINUTE, beside=Others())
    linked = answer is Answer.COMMISSION
    assert news(risk)[linked:] == [
        (
            Risk.Answered,
            {
                "to": "executive",
                "answer": answer.value,
                "words": "In full",
                **FIELDS,
                "decided_version": 2 + linked,
                "decided_position": 41,
            },
        )
    ]
    assert told(risk)[linked:] == [
        f"answered for the KSCMP Executive ({MINUTE.words}): {ANSWERS[answer]}. In full"
    ]
    assert risk.open_escalation is None
    assert risk.escalations[-1].answer is answer


def test_commissioned_work_becomes_a_commission_that_is_born_ratified() -> None:
    risk, others = given(Risk.Recorded, Risk.Escalated), Others()
    risk.answer(
        EXECUTIVE, answer=Answer.COMMISSION, words="A costed rota.", minute=MINUTE, beside=others
    )
    commission = others.find(Commission, "COM-2026-001")
    assert (commission.status, commission.body) == (CommissionStatus.RATIFIED, Body.EXECUTIVE)
    assert commission.question == risk.escalations[-1].question
    assert (commission.links, risk.links) == ([risk.reference], ["COM-2026-001"])


def test_only_commissioned_work_has_a_group_and_a_date() -> None:
    with pytest.raises(DomainError, match="Only commissioned work") as refused:
        given(Risk.Recorded, Risk.Escalated).answer(
            EXECUTIVE, answer=Answer.DECIDE, words="x", minute=MINUTE,
            commission_due_on=date(2026, 9, 1), beside=Others(),
        )  # fmt: skip
    assert refused.value.field == "commission_of"


def test_an_answered_risk_can_be_escalated_again() -> None:
    risk = given(Risk.Recorded, Risk.Escalated, Risk.Answered)
    risk.escalate(NOW, to=Body.LSP, question="Who pays now?", reason="x")
    assert [each.answer for each in risk.escalations] == [Answer.COMMISSION, None]


@pytest.mark.parametrize(("answer", "response"), [
    (Answer.ACCEPT, Response.TOLERATE),
    (Answer.DECIDE, Response.TREAT),
    (Answer.COMMISSION, Response.TREAT),
    (Answer.RETURN, Response.TREAT),
])  # fmt: skip
def test_accepting_is_tolerating_and_no_other_answer_changes_the_response(
    answer: Answer, response: Response
) -> None:
    risk = given(Risk.Recorded, Risk.ResponseChosen, Risk.Escalated)
    risk.answer(EXECUTIVE, answer=answer, words="x", minute=MINUTE, beside=Others())
    assert risk.response is response


def test_an_answer_is_not_before_its_question() -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    with pytest.raises(DomainError, match="must not be before the escalation") as refused:
        risk.answer(
            replace(EXECUTIVE, on=date(2026, 5, 11)),
            answer=Answer.DECIDE,
            words="x",
            beside=Others(),
        )
    assert [each.field for each in each_of(refused.value)] == ["on", "meeting"]


def test_without_an_escalation_there_is_nothing_to_answer() -> None:
    for risk in (given(Risk.Recorded), given(Risk.Recorded, Risk.Escalated, Risk.Answered)):
        with pytest.raises(DomainError, match="no escalation that awaits an answer"):
            risk.answer(EXECUTIVE, answer=Answer.DECIDE, words="x", beside=Others())


def decide(risk: Risk, body: Body, by: Role, minute: Minute | None = MINUTE) -> None:
    risk.accept(replace(NOW, by=Actor("1", by)), to=body, reason="x", minute=minute)


@pytest.mark.parametrize("body", Body)
def test_a_body_decides_for_itself(body: Body) -> None:
    risk = given(Risk.Recorded)
    decide(risk, body, BODY_ROLES[body])
    assert news(risk)[0][0] is Risk.Accepted


@pytest.mark.parametrize("body", Body)
def test_whoever_records_it_gives_the_minute_of_a_bodys_decision(body: Body) -> None:
    for role in (Role.BUSINESS_TEAM, BODY_ROLES[body]):
        risk = given(Risk.Recorded)
        with pytest.raises(DomainError, match=f"the minute in which {BODY_NAMES[body]}") as refused:
            decide(risk, body, role, None)
        assert refused.value.field == "meeting"
        decide(risk, body, role)
        assert told(risk) == [f"accepted it for {BODY_NAMES[body]} ({MINUTE.words})"]


@pytest.mark.parametrize("body", Body)
def test_nobody_else_decides_for_a_body(body: Body) -> None:
    for role in set(Role) - {BODY_ROLES[body], Role.BUSINESS_TEAM}:
        risk = given(Risk.Recorded)
        with pytest.raises(DomainError, match=f"Only {BODY_NAMES[body]} can decide this"):
            decide(risk, body, role)
        assert not risk.pending_events


def test_the_lead_safeguarding_partners_do_not_answer_for_the_executive() -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    with pytest.raises(DomainError, match="Only the KSCMP Executive can decide this"):
        risk.answer(LSP, answer=Answer.DECIDE, words="x", beside=Others())


def test_a_risk_is_accepted_as_it_stands() -> None:
    risk = given(Risk.Recorded, Risk.ResponseChosen)
    risk.accept(LSP, to=Body.LSP, reason="Nothing more can be done", minute=MINUTE)
    assert news(risk) == [
        (
            Risk.Accepted,
            {
                "to": "lsp",
                "reason": "Nothing more can be done",
                **FIELDS,
                "decided_version": 2,
                "decided_position": 41,
            },
        )
    ]
    assert told(risk) == [f"accepted it for the Lead Safeguarding Partners ({MINUTE.words})"]
    assert risk.response is Response.TOLERATE


# Closed, merged, reopened


@pytest.mark.parametrize(
    ("closing", "register", "where"),
    [
        (Closing.MANAGED, "", ""),
        (Closing.NO_LONGER_RELEVANT, "", ""),
        (Closing.DE_ESCALATED, "Kent Police register", " (Kent Police register)"),
    ],
)
def test_a_risk_is_closed_for_a_named_reason(closing: Closing, register: str, where: str) -> None:
    risk = given(Risk.Recorded)
    risk.close(NOW, closing=closing, reason="In full", register=register)
    assert news(risk) == [
        (
            Risk.Closed,
            {
                "closing": closing.value,
                "register": register,
                "reason": "In full",
                "decided_version": 1,
                "decided_position": 41,
            },
        )
    ]
    assert told(risk) == [f"closed it because {CLOSINGS[closing]}{where}"]
    assert risk.closed


@pytest.mark.parametrize(
    ("closing", "register"),
    [(Closing.DE_ESCALATED, ""), (Closing.MANAGED, "Kent Police register")],
)
def test_a_register_is_named_when_de_escalated_and_only_then(
    closing: Closing, register: str
) -> None:
    with pytest.raises(DomainError, match="register") as refused:
        given(Risk.Recorded).close(NOW, closing=closing, reason="x", register=register)
    assert refused.value.field == "register"


def test_a_duplicate_is_merged_and_both_histories_tell_of_it() -> None:
    risk, other = given(Risk.Recorded), another()
    risk.merge(NOW, into=other, reason="The same twice")
    assert news(risk) == [
        (
            Risk.Merged,
            {
                "into": OTHER,
                "reason": "The same twice",
                "decided_version": 1,
                "decided_position": 41,
            },
        )
    ]
    assert told(risk) == [f"merged it, as a duplicate, into {OTHER}"]
    assert news(other) == [(Risk.Absorbed, {"merged": "RSK-2026-001", "reason": "The same twice"})]
    assert told(other) == ["merged the duplicate RSK-2026-001 into it"]
    assert (risk.closed, risk.merged_into) == (True, OTHER)
    assert (other.closed, other.links) == (False, ["RSK-2026-001"])


def test_a_risk_is_not_merged_into_itself() -> None:
    with pytest.raises(DomainError, match="into itself") as refused:
        given(Risk.Recorded).merge(NOW, into=given(Risk.Recorded), reason="x")
    assert refused.value.field == "into"


def test_a_risk_is_not_merged_into_a_closed_one() -> None:
    other = another(Risk.Closed)
    with pytest.raises(DomainError, match=f"{OTHER} is closed. Reopen it first") as refused:
        given(Risk.Recorded).merge(NOW, into=other, reason="x")
    assert refused.value.field == "into"
    assert not other.pending_events


@pytest.mark.parametrize("last", [Risk.Closed, Risk.Merged])
def test_a_closed_risk_is_reopened(last: type[Risk.Event]) -> None:
    risk = given(Risk.Recorded, last)
    risk.reopen(NOW, reason="It is back")
    assert news(risk) == [(Risk.Reopened, {"reason": "It is back"})]
    assert told(risk) == ["reopened it"]
    assert (risk.closed, risk.merged_into) == (False, "")


# What every decision keeps


@pytest.mark.parametrize(
    ("given_before", "act", "words"),
    [
        ([Risk.Escalated],
         lambda risk: risk.answer(
             EXECUTIVE, answer=Answer.RETURN, words="x", minute=MINUTE, beside=Others()
         ),
         "{Executive} returned it"),
        ([Risk.Linked],
         lambda risk: risk.accept(LSP, to=Body.LSP, reason="x", minute=MINUTE),
         "{Lead_partners} accepted the risk"),
        ([Risk.Linked],
         lambda risk: risk.close(NOW, closing=Closing.MANAGED, reason="x"),
         "Closed"),
        ([Risk.Linked],
         lambda risk: risk.merge(NOW, into=another(), reason="x"),
         f"Merged into {OTHER}"),
    ],
)  # fmt: skip
def test_a_decision_keeps_the_version_and_the_position_that_it_was_made_on(
    given_before: list[Happened], act: Callable[[Risk], None], words: str
) -> None:
    risk = given(Risk.Recorded, *given_before)
    act(risk)
    (decision,) = risk.decisions
    assert replace(decision, minute=NO_MINUTE) == Decision(
        words, "2026-05-12", version=2, position=41
    )
    assert risk.version == 3
