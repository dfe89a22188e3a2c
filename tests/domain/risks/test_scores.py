"""How a risk is scored, and who holds it how: owner, response, appetite, controls."""

from __future__ import annotations

import pytest

from domain.kernel.errors import DomainError
from domain.risks.matrix import Score
from domain.risks.risk import Risk
from domain.risks.vocabulary import Measure, Response, score_words
from tests.examples import NOW, given, news, told
from tests.kent import KENT

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
    with pytest.raises(DomainError, match="Enter the owner") as refused:
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
