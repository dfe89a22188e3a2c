"""The whole life of a risk: what each command records, how it reads, and when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from application.nouns.risks import RISK_INTENTS
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES, Body
from domain.kernel.due import months_after
from domain.kernel.errors import DomainError
from domain.kernel.item import long_date
from domain.kernel.terms import Actor, Role
from domain.risks.matrix import Score
from domain.risks.risk import Risk
from domain.risks.vocabulary import (
    ANSWERS,
    CLOSINGS,
    KIND_NAMES,
    LONGEST_CADENCE,
    Answer,
    Closing,
    Decision,
    Escalation,
    Forum,
    Kind,
    Measure,
    Response,
    score_words,
)
from tests.examples import EXAMPLES, NOW, Happened, given, happened, news, told
from tests.kent import KENT

OTHER = "RSK-2026-002"
EXECUTIVE = replace(NOW, by=Actor("e5ec", Role.EXECUTIVE))
LSP = replace(NOW, by=Actor("15b0", Role.LSP))


def another(*events: Happened) -> Risk:
    """A second risk to which these events have happened since it was recorded."""
    return given(Risk.Recorded, *events, reference=OTHER)


# Recorded, and published elsewhere


def test_a_risk_is_recorded() -> None:
    risk = Risk.record(
        NOW,
        reference="RSK-2026-001",
        kind=Kind.RISK,
        title="Fewer strategy discussions",
        cause="Rotas",
        event="late",
        consequence="children wait",
        theme="Workforce",
        raised_in=Forum.SAAS,
        raised_by="kent-police",
        matrix=KENT,
    )
    assert news(risk) == [
        (
            Risk.Recorded,
            {
                "kind": "risk",
                "warning": "",
                "title": "Fewer strategy discussions",
                "cause": "Rotas",
                "event": "late",
                "consequence": "children wait",
                "theme": "Workforce",
                "raised_in": "saas",
                "raised_by": "kent-police",
            },
        )
    ]
    assert told(risk) == ["recorded the risk “Fewer strategy discussions”, raised by Kent Police"]


def test_a_title_is_enough_to_record_a_risk() -> None:
    risk = Risk.record(
        NOW, reference="RSK-2026-001", kind=Kind.ISSUE, title="It happened", matrix=KENT
    )
    assert told(risk) == ["recorded the issue “It happened”"]
    assert (risk.scores, risk.owner_agency, risk.response, risk.closed) == ({}, "", None, False)


def test_its_owner_score_and_next_review_may_be_recorded_with_it() -> None:
    risk = Risk.record(
        NOW,
        reference="RSK-2026-001",
        kind=Kind.RISK,
        title="A risk",
        owner_role="Superintendent",
        likelihood=4,
        impact=5,
        review_on=date(2026, 8, 12),
        matrix=KENT,
    )
    assert told(risk) == [
        "recorded the risk “A risk”",
        "made Superintendent the owner",
        "assessed the current score as 20 (4 × 5), High",
        "set the next review for 12 August 2026",
    ]


def test_an_early_warning_says_how_it_showed_itself() -> None:
    risk = Risk.record(
        NOW,
        reference="RSK-2026-001",
        kind=Kind.EARLY_WARNING,
        title="A sign",
        warning="Recurring",
        matrix=KENT,
    )
    assert risk.warning == "Recurring"


@pytest.mark.parametrize("kind", [Kind.RISK, Kind.ISSUE])
def test_only_an_early_warning_shows_itself(kind: Kind) -> None:
    with pytest.raises(DomainError, match="early warnings only") as refused:
        Risk.record(
            NOW, reference="RSK-2026-001", kind=kind, title="A risk", warning="Latent", matrix=KENT
        )
    assert refused.value.field == "warning"


def test_where_it_was_published_is_kept_word_for_word() -> None:
    risk = given(Risk.Recorded)
    source = EXAMPLES[Risk.SourceCited]
    risk.cite_source(NOW, **source)
    assert news(risk) == [(Risk.SourceCited, source)]
    assert told(risk) == [
        "cited where it was published: Another partnership, number SR-07, "
        "as at 2021 autumn (inferred)"
    ]


def test_a_source_of_which_little_is_known_reads_well_too() -> None:
    risk = given(Risk.Recorded)
    nothing = dict.fromkeys(EXAMPLES[Risk.SourceCited], "")
    risk.cite_source(NOW, **nothing | {"source_note": "Page 4."})
    assert told(risk) == ["cited where it was published: a register"]


def test_a_source_of_which_nothing_is_known_is_refused() -> None:
    risk = given(Risk.Recorded)
    with pytest.raises(DomainError, match="Say where it was published") as refused:
        risk.cite_source(NOW, **dict.fromkeys(EXAMPLES[Risk.SourceCited], ""))
    assert refused.value.field == "source_body"


# Wording and kind


def test_the_wording_changes_for_a_reason() -> None:
    risk = given(Risk.Recorded)
    risk.describe(NOW, **EXAMPLES[Risk.Described])
    assert news(risk) == [(Risk.Described, EXAMPLES[Risk.Described])]
    assert told(risk) == ["changed the wording; it now reads “Strategy discussions start late”"]
    assert (risk.title, risk.event) == (
        "Strategy discussions start late",
        "discussions start after 24 hours",
    )


def test_the_same_wording_is_no_change() -> None:
    risk = given(Risk.Recorded, Risk.Described)
    with pytest.raises(DomainError, match="Nothing was changed"):
        risk.describe(NOW, **EXAMPLES[Risk.Described] | {"reason": "Another reason"})


def test_a_risk_that_happens_becomes_an_issue() -> None:
    risk = given(happened(Risk.Recorded, kind="risk", warning=""))
    risk.reclassify(NOW, kind=Kind.ISSUE, reason="It has happened twice.")
    assert news(risk) == [
        (Risk.Reclassified, {"kind": "issue", "reason": "It has happened twice."})
    ]
    assert told(risk) == ["reclassified it as an issue"]
    assert risk.kind is Kind.ISSUE


@pytest.mark.parametrize("kind", Kind)
def test_it_does_not_become_what_it_is(kind: Kind) -> None:
    risk = given(happened(Risk.Recorded, kind=kind.value, warning=""))
    with pytest.raises(DomainError, match=f"It is already an? {KIND_NAMES[kind]}") as refused:
        risk.reclassify(NOW, kind=kind, reason="x")
    assert refused.value.field == "kind"


# Scores


@pytest.mark.parametrize("measure", Measure)
def test_each_measure_is_assessed_apart(measure: Measure) -> None:
    risk = given(Risk.Recorded)
    risk.assess(NOW, matrix=KENT, measure=measure, likelihood=4, impact=5)
    assert news(risk) == [
        (
            Risk.Assessed,
            {
                "measure": measure.value,
                "likelihood": 4,
                "impact": 5,
                "published": "",
                "figure": 20,
                "band": "High",
                "flag": "",
                "matrix": "Kent 5 × 5",
                "reason": "",
            },
        )
    ]
    assert told(risk) == [f"assessed the {measure.value} score as 20 (4 × 5), High"]
    assert risk.scores == {measure: Score(4, 5, "", 20, "High", "")}


def test_a_second_assessment_needs_the_reason_for_the_movement() -> None:
    risk = given(Risk.Recorded, Risk.Assessed)
    with pytest.raises(DomainError, match="why the score moved") as refused:
        risk.assess(NOW, matrix=KENT, measure=Measure.CURRENT, likelihood=3, impact=5)
    assert refused.value.field == "reason"
    risk.assess(
        NOW, matrix=KENT, measure=Measure.CURRENT, likelihood=3, impact=5, reason="Two posts filled"
    )
    assert told(risk) == ["assessed the current score as 15 (3 × 5), Medium"]
    assert risk.pending_events[0].why == "Two posts filled"


def test_the_first_assessment_of_another_measure_needs_none() -> None:
    risk = given(Risk.Recorded, Risk.Assessed)
    risk.assess(NOW, matrix=KENT, measure=Measure.TARGET, likelihood=1, impact=5)
    assert set(risk.scores) == {Measure.CURRENT, Measure.TARGET}


def test_a_target_may_itself_be_high() -> None:
    risk = given(Risk.Recorded)
    risk.assess(NOW, matrix=KENT, measure=Measure.TARGET, likelihood=5, impact=5)
    assert risk.scores[Measure.TARGET].band == "High"


def test_a_target_published_as_tbc_is_kept_in_words() -> None:
    risk = given(Risk.Recorded)
    risk.assess(NOW, matrix=KENT, measure=Measure.TARGET, published="TBC")
    assert told(risk) == ["assessed the target score as “TBC”"]
    assert risk.scores[Measure.TARGET].figure is None


def test_a_score_outside_the_matrix_is_refused() -> None:
    risk = given(Risk.Recorded)
    with pytest.raises(DomainError, match="from 1 to 5"):
        risk.assess(NOW, matrix=KENT, measure=Measure.CURRENT, likelihood=6, impact=5)
    assert not risk.pending_events


def test_a_correction_is_another_event_than_a_movement() -> None:
    risk = given(Risk.Recorded, Risk.Assessed)
    risk.correct_score(
        NOW, matrix=KENT, measure=Measure.CURRENT, likelihood=3, impact=5, reason="Typed 4 for 3"
    )
    [(event_class, facts)] = news(risk)
    assert event_class is Risk.ScoreCorrected
    assert (facts["figure"], facts["reason"]) == (15, "Typed 4 for 3")
    assert told(risk) == ["corrected the current score to 15 (3 × 5), Medium"]
    assert risk.scores[Measure.CURRENT].figure == 15


def test_what_was_not_assessed_is_not_corrected() -> None:
    risk = given(Risk.Recorded, Risk.Assessed)
    with pytest.raises(DomainError, match="no inherent score to correct") as refused:
        risk.correct_score(
            NOW, matrix=KENT, measure=Measure.INHERENT, likelihood=1, impact=1, reason="x"
        )
    assert refused.value.field == "measure"


def test_the_same_score_is_no_correction() -> None:
    risk = given(Risk.Recorded, Risk.Assessed)
    with pytest.raises(DomainError, match="the score already recorded"):
        risk.correct_score(
            NOW, matrix=KENT, measure=Measure.CURRENT, likelihood=4, impact=5, reason="x"
        )


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (Score(4, 5, "", 20, "High"), "20 (4 × 5), High"),
        (Score(None, None, "20", 20, "High", "odd"), "20, High"),
        (Score(None, None, "7", 7, "", "odd"), "7"),
        (Score(None, None, "TBC"), "“TBC”"),
        (Score(4, None), "not yet known"),
    ],
)
def test_a_score_reads_as_people_say_it(score: Score, words: str) -> None:
    assert score_words(score) == words


# Owner, response, appetite, proximity


def test_an_owner_is_a_role_of_an_agency() -> None:
    risk = given(Risk.Recorded)
    risk.assign_owner(NOW, owner_role="Chief Constable", owner_agency="kent-police", reason="x")
    assert news(risk) == [
        (
            Risk.OwnerAssigned,
            {"owner_role": "Chief Constable", "owner_agency": "kent-police", "reason": "x"},
        )
    ]
    assert told(risk) == ["made Chief Constable, Kent Police the owner"]


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        ({"owner_role": "Chief Constable", "owner_agency": ""}, "Chief Constable"),
        ({"owner_role": "", "owner_agency": "kent-police"}, "Kent Police"),
    ],
)
def test_half_an_owner_is_better_than_none(owner: dict[str, str], words: str) -> None:
    risk = given(Risk.Recorded)
    risk.assign_owner(NOW, **owner)
    assert told(risk) == [f"made {words} the owner"]


def test_nobody_is_no_owner() -> None:
    with pytest.raises(DomainError, match="Give the owner") as refused:
        given(Risk.Recorded).assign_owner(NOW, owner_role="", owner_agency="")
    assert refused.value.field == "owner_role"


def test_the_owner_is_not_assigned_again() -> None:
    risk = given(Risk.Recorded, Risk.OwnerAssigned)
    with pytest.raises(DomainError, match="the owner already"):
        risk.assign_owner(
            NOW, owner_role="Assistant Chief Constable", owner_agency="kent-police", reason="x"
        )


@pytest.mark.parametrize("response", Response)
def test_each_of_the_four_responses_can_be_chosen(response: Response) -> None:
    risk = given(Risk.Recorded)
    risk.choose_response(NOW, response=response, reason="x")
    assert news(risk) == [(Risk.ResponseChosen, {"response": response.value, "reason": "x"})]
    assert told(risk) == [f"chose to {response.value} it"]
    with pytest.raises(DomainError, match="the response already"):
        risk.choose_response(NOW, response=response, reason="x")


@pytest.mark.parametrize("appetite", [1, 25])
def test_appetite_is_a_score_of_the_matrix(appetite: int) -> None:
    risk = given(Risk.Recorded)
    risk.set_appetite(NOW, matrix=KENT, appetite=appetite, reason="x")
    assert news(risk) == [(Risk.AppetiteSet, {"appetite": appetite, "reason": "x"})]
    assert told(risk) == [f"set the appetite at a score of {appetite}"]
    assert risk.appetite == appetite


@pytest.mark.parametrize("appetite", [0, 26])
def test_appetite_outside_the_matrix_is_refused(appetite: int) -> None:
    with pytest.raises(DomainError, match="from 1 to 25") as refused:
        given(Risk.Recorded).set_appetite(NOW, matrix=KENT, appetite=appetite)
    assert refused.value.field == "appetite"


def test_proximity_is_judged_in_words() -> None:
    risk = given(Risk.Recorded)
    risk.judge_proximity(NOW, proximity="Within 3 months", reason="Winter rota")
    assert news(risk) == [
        (Risk.ProximityJudged, {"proximity": "Within 3 months", "reason": "Winter rota"})
    ]
    assert told(risk) == ["judged when it could happen: Within 3 months"]
    assert risk.proximity == "Within 3 months"


# Controls


def test_controls_are_numbered_in_the_order_in_which_they_are_added() -> None:
    risk = given(Risk.Recorded)
    risk.add_control(NOW, text="A weekly look")
    risk.add_control(NOW, text="A joint rota")
    assert news(risk) == [
        (Risk.ControlAdded, {"control": 1, "text": "A weekly look"}),
        (Risk.ControlAdded, {"control": 2, "text": "A joint rota"}),
    ]
    assert told(risk) == ["added control 1: A weekly look", "added control 2: A joint rota"]


def test_the_number_of_a_withdrawn_control_is_not_used_again() -> None:
    risk = given(Risk.Recorded, Risk.ControlAdded)
    risk.withdraw_control(NOW, control=1, reason="The post was cut")
    assert news(risk) == [(Risk.ControlWithdrawn, {"control": 1, "reason": "The post was cut"})]
    assert told(risk) == ["withdrew control 1"]
    risk.add_control(NOW, text="A joint rota")
    assert risk.controls == {2: "A joint rota"}


def test_a_control_that_is_not_in_place_is_not_withdrawn() -> None:
    risk = given(Risk.Recorded, Risk.ControlAdded)
    with pytest.raises(DomainError, match="no control 2 in place") as refused:
        risk.withdraw_control(NOW, control=2, reason="x")
    assert refused.value.field == "control"


# Target date and reviews


def test_a_first_target_date_needs_no_reason() -> None:
    risk = given(Risk.Recorded)
    risk.set_target_date(NOW, target_on=date(2026, 9, 30))
    assert news(risk) == [(Risk.TargetDateSet, {"target_on": "2026-09-30", "reason": ""})]
    assert told(risk) == ["set the target date: 30 September 2026"]


def test_a_moved_target_date_is_news_of_its_own_with_its_reason() -> None:
    risk = given(Risk.Recorded, Risk.TargetDateSet)
    with pytest.raises(DomainError, match="Say why the target date moves") as refused:
        risk.set_target_date(NOW, target_on=date(2026, 12, 31))
    assert refused.value.field == "reason"
    risk.set_target_date(NOW, target_on=date(2026, 12, 31), reason="Recruitment takes longer")
    assert news(risk) == [
        (
            Risk.TargetDateMoved,
            {
                "target_on": "2026-12-31",
                "moved_from": "2026-09-30",
                "reason": "Recruitment takes longer",
            },
        )
    ]
    assert told(risk) == ["moved the target date from 30 September 2026 to 31 December 2026"]
    assert (risk.target_on, risk.first_target_on) == ("2026-12-31", "2026-09-30")


def test_the_same_target_date_is_no_move() -> None:
    risk = given(Risk.Recorded, Risk.TargetDateSet)
    with pytest.raises(DomainError, match="the target date already") as refused:
        risk.set_target_date(NOW, target_on=date(2026, 9, 30), reason="x")
    assert refused.value.field == "target_on"


def test_a_review_is_scheduled_with_its_cadence() -> None:
    risk = given(Risk.Recorded)
    risk.schedule_review(NOW, review_on=date(2026, 8, 12), cadence=3)
    assert news(risk) == [(Risk.ReviewScheduled, {"review_on": "2026-08-12", "cadence": 3})]
    assert told(risk) == ["set the next review for 12 August 2026, then every 3 months"]


@pytest.mark.parametrize(("cadence", "words"), [(0, ""), (1, ", then every month")])
def test_a_cadence_reads_well(cadence: int, words: str) -> None:
    risk = given(Risk.Recorded)
    risk.schedule_review(NOW, review_on=date(2026, 8, 12), cadence=cadence)
    assert told(risk) == [f"set the next review for 12 August 2026{words}"]


def test_a_review_is_not_scheduled_in_the_past() -> None:
    risk = given(Risk.Recorded)
    with pytest.raises(DomainError, match="must not be in the past") as refused:
        risk.schedule_review(NOW, review_on=date(2026, 5, 11))
    assert refused.value.field == "review_on"
    risk.schedule_review(NOW, review_on=date(2026, 5, 12))
    assert risk.review_on == "2026-05-12"


@pytest.mark.parametrize("cadence", [-1, LONGEST_CADENCE + 1, 999_999_999])
def test_a_cadence_beyond_all_reason_is_refused(cadence: int) -> None:
    """Its next review would be after the end of the calendar."""
    with pytest.raises(DomainError, match="at least every 60 months") as refused:
        given(Risk.Recorded).schedule_review(NOW, review_on=date(2026, 8, 12), cadence=cadence)
    assert refused.value.field == "cadence"


def test_a_review_says_what_was_found() -> None:
    risk = given(Risk.Recorded)
    risk.review(NOW, finding="No change since March")
    assert news(risk) == [(Risk.Reviewed, {"finding": "No change since March", "review_on": ""})]
    assert told(risk) == ["reviewed it: No change since March"]
    assert (risk.reviewed_on, risk.review_on) == ("2026-05-12", "")


def test_a_finding_that_ends_with_a_full_stop_does_not_have_two_ends() -> None:
    risk = given(Risk.Recorded)
    risk.review(NOW, finding="No change.", review_on=date(2026, 8, 12))
    assert told(risk) == ["reviewed it: No change; next review 12 August 2026"]


def test_the_next_review_follows_from_the_cadence() -> None:
    risk = given(Risk.Recorded, Risk.ReviewScheduled)
    risk.review(NOW, finding="No change")
    assert told(risk) == ["reviewed it: No change; next review 12 August 2026"]


def test_the_next_review_follows_from_the_day_on_which_it_was_reviewed() -> None:
    risk = given(Risk.Recorded, Risk.ReviewScheduled)
    risk.review(replace(NOW, on=date(2026, 5, 1)), finding="No change")
    assert risk.review_on == "2026-08-01"


def test_a_date_that_is_given_goes_before_the_cadence() -> None:
    risk = given(Risk.Recorded, Risk.ReviewScheduled)
    risk.review(NOW, finding="No change", review_on=date(2026, 6, 1))
    assert (risk.review_on, risk.cadence) == ("2026-06-01", 3)


def test_the_next_review_is_not_before_this_one() -> None:
    with pytest.raises(DomainError, match="must be after this one") as refused:
        given(Risk.Recorded).review(NOW, finding="x", review_on=date(2026, 5, 11))
    assert refused.value.field == "review_on"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 14), 1, date(2026, 2, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 12), LONGEST_CADENCE, date(2031, 5, 12)),
    ],
)
def test_months_after_a_day_that_the_month_does_not_have_is_its_last_day(
    day: date, months: int, later: date
) -> None:
    assert months_after(day, months) == later


# Escalated and answered


@pytest.mark.parametrize("body", Body)
def test_a_risk_is_escalated_with_a_question(body: Body) -> None:
    risk = given(Risk.Recorded)
    risk.escalate(NOW, to=body, question="Who pays?", reason="Beyond SAAS")
    assert news(risk) == [
        (Risk.Escalated, {"to": body.value, "question": "Who pays?", "reason": "Beyond SAAS"})
    ]
    assert told(risk) == [f"escalated it to {BODY_NAMES[body]}, asking: Who pays?"]
    assert risk.open_escalation == Escalation(body, "Who pays?", "2026-05-12")


def test_a_second_escalation_waits_for_the_answer_to_the_first() -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    with pytest.raises(DomainError, match="already awaits an answer from the KSCMP Executive"):
        risk.escalate(NOW, to=Body.LSP, question="Who pays?", reason="x")


@pytest.mark.parametrize("answer", Answer)
def test_an_escalation_is_answered_by_the_body_that_was_asked(answer: Answer) -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    risk.answer(EXECUTIVE, answer=answer, words="In full")
    assert news(risk) == [
        (
            Risk.Answered,
            {
                "to": "executive",
                "answer": answer.value,
                "words": "In full",
                "minute": "",
                "decided_version": 2,
                "decided_position": 41,
            },
        )
    ]
    assert told(risk) == [f"answered for the KSCMP Executive: {ANSWERS[answer]}. In full"]
    assert risk.open_escalation is None
    assert risk.escalations[-1].answer is answer


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
    risk.answer(EXECUTIVE, answer=answer, words="x")
    assert risk.response is response


def test_an_answer_is_not_before_its_question() -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    with pytest.raises(DomainError, match="must not be before the escalation") as refused:
        risk.answer(replace(EXECUTIVE, on=date(2026, 5, 11)), answer=Answer.DECIDE, words="x")
    assert refused.value.field == "on"


def test_without_an_escalation_there_is_nothing_to_answer() -> None:
    for risk in (given(Risk.Recorded), given(Risk.Recorded, Risk.Escalated, Risk.Answered)):
        with pytest.raises(DomainError, match="no escalation that awaits an answer"):
            risk.answer(EXECUTIVE, answer=Answer.DECIDE, words="x")


def decide(risk: Risk, body: Body, by: Role, minute: str) -> None:
    risk.accept(replace(NOW, by=Actor("1", by)), to=body, reason="x", minute=minute)


@pytest.mark.parametrize("body", Body)
def test_a_body_decides_for_itself(body: Body) -> None:
    risk = given(Risk.Recorded)
    decide(risk, body, BODY_ROLES[body], "")
    assert news(risk)[0][0] is Risk.Accepted


@pytest.mark.parametrize("body", Body)
def test_the_business_team_gives_the_minute_of_a_bodys_decision(body: Body) -> None:
    risk = given(Risk.Recorded)
    with pytest.raises(DomainError, match=f"the minute in which {BODY_NAMES[body]}") as refused:
        decide(risk, body, Role.BUSINESS_TEAM, "")
    assert refused.value.field == "minute"
    decide(risk, body, Role.BUSINESS_TEAM, "12 May 2026, 5.2")
    assert told(risk) == [f"accepted it for {BODY_NAMES[body]} (12 May 2026, 5.2)"]


@pytest.mark.parametrize("body", Body)
def test_nobody_else_decides_for_a_body(body: Body) -> None:
    for role in set(Role) - {BODY_ROLES[body], Role.BUSINESS_TEAM}:
        risk = given(Risk.Recorded)
        with pytest.raises(DomainError, match=f"Only {BODY_NAMES[body]} can decide this"):
            decide(risk, body, role, "12 May 2026, 5.2")
        assert not risk.pending_events


def test_the_lead_safeguarding_partners_do_not_answer_for_the_executive() -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    with pytest.raises(DomainError, match="Only the KSCMP Executive can decide this"):
        risk.answer(LSP, answer=Answer.DECIDE, words="x")


def test_an_answer_written_down_by_the_business_team_names_its_minute() -> None:
    risk = given(Risk.Recorded, Risk.Escalated)
    risk.answer(NOW, answer=Answer.DECIDE, words="In full", minute="12 May 2026, 5.2")
    assert told(risk) == [
        "answered for the KSCMP Executive (12 May 2026, 5.2): decided what must be done. In full"
    ]


def test_a_risk_is_accepted_as_it_stands() -> None:
    risk = given(Risk.Recorded, Risk.ResponseChosen)
    risk.accept(LSP, to=Body.LSP, reason="Nothing more can be done")
    assert news(risk) == [
        (
            Risk.Accepted,
            {
                "to": "lsp",
                "reason": "Nothing more can be done",
                "minute": "",
                "decided_version": 2,
                "decided_position": 41,
            },
        )
    ]
    assert told(risk) == ["accepted it for the Lead Safeguarding Partners"]
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
    with pytest.raises(DomainError, match="Name the register") as refused:
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


# Linked


def test_a_link_shows_on_both_risks() -> None:
    risk, other = given(Risk.Recorded), another()
    risk.link(NOW, other=other, reason="One feeds the other")
    assert news(risk) == [(Risk.Linked, {"other": OTHER, "reason": "One feeds the other"})]
    assert news(other) == [
        (Risk.Linked, {"other": "RSK-2026-001", "reason": "One feeds the other"})
    ]
    assert told(risk) == [f"linked it to {OTHER}"]
    assert (risk.links, other.links) == ([OTHER], ["RSK-2026-001"])


def test_a_link_is_removed_from_both_risks() -> None:
    risk = given(Risk.Recorded, Risk.Linked)
    other = another(happened(Risk.Linked, other="RSK-2026-001"))
    risk.unlink(NOW, other=other, reason="By mistake")
    assert news(risk) == [(Risk.Unlinked, {"other": OTHER, "reason": "By mistake"})]
    assert news(other) == [(Risk.Unlinked, {"other": "RSK-2026-001", "reason": "By mistake"})]
    assert told(risk) == [f"removed the link to {OTHER}"]
    assert (risk.links, other.links) == ([], [])


def test_the_link_to_a_duplicate_can_be_removed() -> None:
    risk = given(happened(Risk.Recorded), happened(Risk.Absorbed, merged=OTHER))
    duplicate = another(happened(Risk.Merged, into="RSK-2026-001"))
    risk.unlink(NOW, other=duplicate, reason="Of no use")
    assert risk.links == []


def test_a_risk_is_not_linked_to_itself() -> None:
    with pytest.raises(DomainError, match="to itself") as refused:
        given(Risk.Recorded).link(NOW, other=given(Risk.Recorded))
    assert refused.value.field == "other"


def test_a_risk_is_not_linked_twice() -> None:
    with pytest.raises(DomainError, match=f"already linked to {OTHER}") as refused:
        given(Risk.Recorded, Risk.Linked).link(NOW, other=another())
    assert refused.value.field == "other"


def test_a_link_that_is_not_there_is_not_removed() -> None:
    risk = given(Risk.Recorded, happened(Risk.Linked, other="RSK-2026-003"))
    with pytest.raises(DomainError, match=f"not linked to {OTHER}") as refused:
        risk.unlink(NOW, other=another(), reason="x")
    assert refused.value.field == "other"


# What every decision keeps


@pytest.mark.parametrize(
    ("given_before", "act", "words"),
    [
        ([Risk.Escalated],
         lambda risk: risk.answer(EXECUTIVE, answer=Answer.RETURN, words="x"),
         "{Executive} returned it"),
        ([Risk.Linked],
         lambda risk: risk.accept(LSP, to=Body.LSP, reason="x"),
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
    assert risk.decisions == [Decision(words, "2026-05-12", version=2, position=41)]
    assert risk.version == 3


# Which command is possible when

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
    "answer": lambda risk: risk.answer(EXECUTIVE, answer=Answer.DECIDE, words="x"),
    "accept": lambda risk: risk.accept(LSP, to=Body.LSP, reason="x"),
    "close": lambda risk: risk.close(NOW, closing=Closing.MANAGED, reason="x"),
    "merge": lambda risk: risk.merge(NOW, into=given(Risk.Recorded, reference="X"), reason="x"),
    "reopen": lambda risk: risk.reopen(NOW, reason="x"),
    "link": lambda risk: risk.link(NOW, other=given(Risk.Recorded, reference="X")),
    "unlink": lambda risk: risk.unlink(NOW, other=another(), reason="x"),
}
FRESH: list[Happened] = [Risk.Recorded]
FULL: list[Happened] = [Risk.Recorded, Risk.Assessed, Risk.ControlAdded, Risk.Linked]
STATES: dict[str, list[Happened]] = {
    "just recorded": FRESH,
    "in full life": FULL,
    "escalated": [*FULL, Risk.Escalated],
    "answered": [*FULL, Risk.Escalated, Risk.Answered],
    "closed": [*FULL, Risk.Closed],
    "merged": [*FULL, Risk.Merged],
    "reopened": [*FULL, Risk.Closed, Risk.Reopened],
}
CLOSED = {"reopen", "link", "unlink", "cite_source"}
"""What may still be done with a closed risk."""
REFUSED = {
    "just recorded": {"correct_score", "withdraw_control", "answer", "unlink", "reopen"},
    "in full life": {"answer", "reopen"},
    "escalated": {"escalate", "close", "merge", "reopen"},
    "answered": {"answer", "reopen"},
    "closed": COMMANDS.keys() - CLOSED,
    "merged": COMMANDS.keys() - CLOSED,
    "reopened": {"answer", "reopen"},
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
