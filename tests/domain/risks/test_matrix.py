"""Likelihood × impact, bands, and what is odd about published scores."""

from __future__ import annotations

import pytest

from domain.kernel.errors import DomainError
from domain.risks.matrix import Band, Matrix, Score
from tests.kent import KENT

GOLDEN_BANDS = {
    1: "Low", 2: "Low", 3: "Low", 4: "Low", 5: "Low", 6: "Low",
    7: "",
    8: "Medium", 9: "Medium", 10: "Medium", 11: "Medium", 12: "Medium", 13: "Medium",
    14: "Medium", 15: "Medium",
    16: "High", 17: "High", 18: "High", 19: "High", 20: "High", 21: "High", 22: "High",
    23: "High", 24: "High", 25: "High",
}  # fmt: skip


@pytest.mark.parametrize(("figure", "band"), GOLDEN_BANDS.items())
def test_kent_calls_1_to_6_low_8_to_15_medium_and_16_to_25_high(figure: int, band: str) -> None:
    assert KENT.band_of(figure) == band


@pytest.mark.parametrize("figure", [None, 0, -1, 26])
def test_no_figure_and_a_figure_outside_have_no_band(figure: int | None) -> None:
    assert KENT.band_of(figure) == ""


@pytest.mark.parametrize("likelihood", range(1, 6))
@pytest.mark.parametrize("impact", range(1, 6))
def test_every_cell_of_the_matrix_has_a_band_and_nothing_odd(likelihood: int, impact: int) -> None:
    score = KENT.judge(likelihood=likelihood, impact=impact)
    figure = likelihood * impact
    assert score == Score(likelihood, impact, "", figure, GOLDEN_BANDS[figure], "")
    assert score.band


@pytest.mark.parametrize("value", [0, 6, -1, 1_000_000])
@pytest.mark.parametrize("factor", ["likelihood", "impact"])
def test_a_factor_outside_the_matrix_is_refused(factor: str, value: int) -> None:
    with pytest.raises(DomainError, match="must be a whole number from 1 to 5") as refused:
        KENT.judge(**{"likelihood": 3, "impact": 3} | {factor: value})
    assert refused.value.field == factor


@pytest.mark.parametrize("published", ["", "   "])
def test_a_score_of_nothing_is_refused(published: str) -> None:
    with pytest.raises(DomainError, match="Select a likelihood and an impact"):
        KENT.judge(published=published)


def test_a_published_figure_that_contradicts_its_factors_is_kept_and_flagged() -> None:
    """Wirral published 12 after 16 while likelihood went from 3 to 2 of impact 5."""
    assert KENT.judge(likelihood=2, impact=5, published="12") == Score(
        2, 5, "12", 12, "Medium", "Published as 12, but likelihood × impact is 10."
    )


def test_a_published_figure_that_agrees_with_its_factors_is_not_flagged() -> None:
    assert KENT.judge(likelihood=3, impact=4, published="12").flag == ""


def test_a_figure_published_without_its_factors_counts_and_is_flagged() -> None:
    score = KENT.judge(published=" 20 ")
    assert (score.published, score.figure, score.band) == ("20", 20, "High")
    assert score.flag == "Published without its likelihood and impact."


@pytest.mark.parametrize(
    ("published", "factors", "flag"),
    [
        ("12", {"likelihood": 3}, "Published without its impact."),
        ("12", {"impact": 3}, "Published without its likelihood."),
        ("12", {"likelihood": 2}, "Published as 12, which no impact gives with likelihood 2."),
        ("12", {"impact": 5}, "Published as 12, which no likelihood gives with impact 5."),
    ],
)
def test_a_figure_published_with_one_factor_is_flagged_for_what_is_missing_or_impossible(
    published: str, factors: dict[str, int], flag: str
) -> None:
    """Wirral published likelihood 2 and the score 12, which no impact from 1 to 5 gives."""
    score = KENT.judge(published=published, **factors)
    assert (score.figure, score.flag) == (12, flag)


def test_a_published_7_falls_between_the_bands() -> None:
    score = KENT.judge(published="7")
    assert (score.figure, score.band) == (7, "")
    assert score.flag


@pytest.mark.parametrize("words", ["TBC", "12.5", "-3", "12 (red)", "٢٠", "²"])
def test_published_words_are_kept_and_the_factors_count(words: str) -> None:
    score = KENT.judge(likelihood=4, impact=4, published=words)
    assert (score.published, score.figure, score.band) == (words, 16, "High")
    assert score.flag == f"Published as “{words}”, which is not a number."


def test_tbc_alone_is_a_score_without_a_figure() -> None:
    assert KENT.judge(published="TBC") == Score(
        None, None, "TBC", None, "", "Published as “TBC”, which is not a number."
    )


@pytest.mark.parametrize("published", ["0", "26", "100"])
def test_a_published_figure_outside_the_matrix_is_kept_without_a_figure(published: str) -> None:
    score = KENT.judge(likelihood=3, impact=3, published=published)
    assert (score.published, score.figure, score.band) == (published, None, "")
    assert score.flag == f"{published} is outside the Kent 5 × 5 matrix, which ends at 25."


@pytest.mark.parametrize("factors", [{"likelihood": 4}, {"impact": 4}])
def test_one_factor_alone_gives_no_figure(factors: dict[str, int]) -> None:
    score = KENT.judge(**factors)
    assert score.figure is None
    assert score.flag == "Only one of likelihood and impact is known."


def test_another_partnership_has_another_matrix() -> None:
    """12 is red in Sandwell; and a gap between bands is said where a product falls in it."""
    sandwell = Matrix(
        "Four by four", ("a", "b", "c", "d"), KENT.impacts[:4], (Band("Red", 12, 16),)
    )
    assert sandwell.highest == 16
    assert sandwell.judge(likelihood=3, impact=4).band == "Red"
    assert sandwell.judge(likelihood=3, impact=3).flag == (
        "9 falls in no band of the Four by four matrix."
    )
    with pytest.raises(DomainError, match="from 1 to 4"):
        sandwell.judge(likelihood=5, impact=1)
