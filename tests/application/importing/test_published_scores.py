"""Likelihoods, impacts, scores and responses as registers publish them."""

from __future__ import annotations

import pytest

from application.importing.published.scores import (
    PublishedFactor,
    PublishedScore,
    read_factor,
    read_response,
    read_score,
)
from domain.risks.vocabulary import Response
from tests.kent import KENT


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("4", 4), ("4.0", 4), ("4,0", 4),
        ("4 - Likely", 4), ("Likely (4)", 4), ("4: very likely", 4),
        ("4 – Major", 4), ("L4", 4), ("[4]", 4), ("4\nLikely", 4),
        ("4. Likely", 4), ("5 - Devastating", 5), ("Fundamental (5)", 5), ("Almost certain/5", 5),
        ("\uff14", 4),
        ("4/5", 4), ("4 out of 5", 4), ("0", 0), ("6", 6), ("-1", -1), ("+3", 3), ("17", 17),
    ],
)  # fmt: skip
def test_a_factor_is_the_number_that_stands_there(words: str, number: int) -> None:
    assert read_factor(words, KENT.likelihoods) == PublishedFactor(number)


@pytest.mark.parametrize(
    ("words", "number"),
    [("Very unlikely", 1), ("POSSIBLE", 3), ("likely.", 4), ("Very  Likely", 5)],
)
def test_kents_words_alone_mean_their_place_in_the_matrix(words: str, number: int) -> None:
    assert read_factor(words, KENT.likelihoods) == PublishedFactor(number, from_words=True)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "TBC",
        "Almost certain",
        "3.5",
        "4/10",
        "3-4",
        "no visits for 3 weeks",
        "4 weeks",
        "05-Apr",
        "4 - within 3 months",
        "99999999999",
        "²",
    ],
)
def test_other_words_are_no_factor(words: str) -> None:
    assert read_factor(words, KENT.likelihoods) == PublishedFactor(None)


@pytest.mark.parametrize(
    "words",
    ["4x5=20", "4 x 5 = 20", "L4 x I5 = 20", "I5 x L4 = 20", "20 (4x5)", "20 (L4 x I5)",
     "20 = 4 x 5", "Impact: 5 x Likelihood: 4 = 20", "(4x5) 20", "20 - 4x5", "L=4, I=5 = 20",
     "4(L) x 5(I) = 20", "Likelihood (4) x Impact (5) = 20", "L4, I5: 20", "Score: 20 (4x5)",
     "4X5 – 20", "20 [L4/I5]", "L=4, I=5 (20)", "4 × 5 → 20", "4 x 5 (=20)", "4x5 => 20",
     "(L4, I5) [20]"],
)  # fmt: skip
def test_a_score_may_hold_its_factors_and_its_figure(words: str) -> None:
    assert read_score(words, highest=25) == PublishedScore("20", likelihood=4, impact=5)


@pytest.mark.parametrize(
    "words",
    [
        "4×5",
        "4*5",
        "4·5",
        "4 by 5",
        "L4 x I5",
        "L4 I5",
        "I5xL4",
        "L4/I5",
        "L:4, I:5",
        "4L 5I",
        "Impact 5 / Likelihood 4",
        "P4 x I5",
    ],
)
def test_a_score_may_be_its_factors(words: str) -> None:
    assert read_score(words, highest=25) == PublishedScore("", likelihood=4, impact=5)


@pytest.mark.parametrize(
    ("words", "band", "direction"),
    [
        ("High (20)", "High", ""), ("20 (Very high)", "Very high", ""), ("Red 20", "Red", ""),
        ("20 ▲", "", "▲"), ("High - 20 ↔", "High", "↔"), ("20/25", "", ""),
        ("20 out of 25", "", ""), ("20.0", "", ""), ("20 of 25", "", ""), ("HIGH/20", "HIGH", ""),
        ("20/25 (High)", "High", ""), ("V High 20", "V High", ""),
        ("Red/Amber 20", "Red/Amber", ""),
        ("20 (H)", "H", ""), ("High risk (20)", "High", ""), ("20 – High risk", "High", ""),
        ("20 points", "", ""), ("20pts", "", ""), ("Risk score: 20", "", ""), ("=20", "", ""),
        ("(20)", "", ""), ("\uff12\uff10", "", ""), ("20 (up)", "", "up"),
        ("20 (was 16)", "", "was 16"), ("16 → 20", "", "16 → 20"), ("16 > 20", "", "16 > 20"),
        ("20 (up from 16)", "", "up from 16"), ("20 (+4)", "", "+4"), ("20 (↑)", "", "↑"),
        ("High 20, no change", "High", "no change"), ("20 - unchanged", "", "unchanged"),
    ],
)  # fmt: skip
def test_a_figure_may_have_its_band_and_its_direction_beside_it(
    words: str, band: str, direction: str
) -> None:
    assert read_score(words, highest=25) == PublishedScore("20", band=band, direction=direction)


@pytest.mark.parametrize(
    "words",
    [
        "12",
        "TBC",
        "n/a",
        "High",
        "3x4x5",
        "",
        "12/16",
        "12 of them",
        "12-16 High",
        "80%",
        "15+",
        ">15",
        "~20",
        "20*",
        "4.5",
        "4,5",
        "E4",
        "R20",
        "A1",
        "20 (see note)",
    ],
)
def test_other_scores_are_words_without_factors(words: str) -> None:
    assert read_score(words, highest=25) == PublishedScore(words)


@pytest.mark.parametrize(
    ("words", "response"),
    [
        ("treat", Response.TREAT),
        ("Mitigate / reduce", Response.TREAT),
        ("tolerate (accept)", Response.TOLERATE),
        ("Accepted", Response.TOLERATE),
        ("TRANSFER", Response.TRANSFER),
        ("Terminate", Response.TERMINATE),
        ("avoid", Response.TERMINATE),
        ("Treat or tolerate", None),
        ("do not accept", None),
        ("watch", None),
        ("", None),
    ],
)
def test_a_response_is_read_where_the_words_mean_only_one(
    words: str, response: Response | None
) -> None:
    assert read_response(words) is response
