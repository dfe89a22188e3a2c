"""What a partnership has settled for its ledger: words, thresholds, risk matrix, themes,
and the editions of the statutory guidance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise

from domain.kernel.followed import DEADLINES, Deadlines
from domain.kernel.plain import normal
from domain.kernel.vocabulary import GENERAL, Vocabulary
from domain.partnership.guidance import NO_GUIDANCE, Guidance
from domain.partnership.themes import NO_THEMES, Themes
from domain.risks.matrix import NO_MATRIX, Matrix

LONGEST = {"verify_within": 260, "stale_after": 260, "due_soon": 366}
"""The most that each threshold may be: about a year, in its own days."""
LARGEST_AXIS = 10
"""Steps of likelihood, or of impact, at the most."""


@dataclass(frozen=True)
class Settled:
    """What every command and every page of a ledger goes by, as it is at some moment."""

    vocabulary: Vocabulary = GENERAL
    deadlines: Deadlines = DEADLINES
    matrix: Matrix = NO_MATRIX
    themes: Themes = NO_THEMES
    guidance: Guidance = NO_GUIDANCE

    def faults(self) -> list[str]:
        """Why nobody could work by it, a sentence each; empty when it works."""
        return [
            *_faults_of_words(self),
            *_faults_of_deadlines(self),
            *_faults_of(self.matrix),
            *_faults_of_themes(self),
            *self.guidance.faults(),
        ]


UNSETTLED = Settled()
"""What holds in a ledger that no partnership has founded: general words, and no matrix."""


def _faults_of_words(settled: Settled) -> Iterator[str]:
    for each in fields(Vocabulary):
        word = getattr(settled.vocabulary, each.name)
        if not word.strip():
            yield f"names: “{each.name}” must not be empty."
        if "{" in word or "}" in word:
            yield f"names: “{each.name}” must have no braces."


def _faults_of_deadlines(settled: Settled) -> Iterator[str]:
    for name, longest in LONGEST.items():
        if not 1 <= getattr(settled.deadlines, name) <= longest:
            yield f"thresholds: “{name}” must be from 1 to {longest}."


def _faults_of_themes(settled: Settled) -> Iterator[str]:
    names = [normal(each.name) for each in settled.themes.all]
    if "" in names:
        yield "themes: each must have a letter in it."
    if len({*names}) < len(names):
        yield "themes: one stands there twice."


def _faults_of(matrix: Matrix) -> Iterator[str]:
    for name in ("likelihoods", "impacts"):
        words = getattr(matrix, name)
        if not 2 <= len(words) <= LARGEST_AXIS:
            yield f"matrix: “{name}” must have from 2 to {LARGEST_AXIS} steps."
        if len({*words}) < len(words):
            yield f"matrix: “{name}” has a step twice."
    if not matrix.bands:
        yield "matrix: it must have a band."
    if len({band.name for band in matrix.bands}) < len(matrix.bands):
        yield "matrix: two bands have one name."
    for band in matrix.bands:
        if not 1 <= band.lowest <= band.highest <= matrix.highest:
            yield (
                f"matrix: the band “{band.name}” must lie between 1 and {matrix.highest}, its "
                "lowest score first."
            )
    for lower, higher in pairwise(matrix.bands):
        if higher.lowest <= lower.highest:
            yield f"matrix: the band “{higher.name}” must begin above “{lower.name}”."
