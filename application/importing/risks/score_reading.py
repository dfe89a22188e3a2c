"""Reading the scores of a published risk: inherent, current and target, in what words ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from application.importing.files.cells import shortened
from application.importing.files.headings import Row
from application.importing.importable import Known, RowRefusedError, Step
from application.importing.published.scores import PublishedScore, read_factor, read_score
from application.importing.row_reading import RowReading
from application.nouns.risks import ASSESS
from domain.kernel.errors import DomainError
from domain.kernel.item import long_date
from domain.kernel.plain import normal
from domain.risks.matrix import Matrix, Score
from domain.risks.risk import Risk
from domain.risks.vocabulary import Measure


@dataclass(frozen=True)
class _Columns:
    """The columns that make up one score."""

    likelihood: str
    impact: str
    score: str

    def of(self, field: str | None) -> str:
        return {"likelihood": self.likelihood, "impact": self.impact}.get(field or "", self.score)


_SCORES = {
    Measure.INHERENT: _Columns("inherent_likelihood", "inherent_impact", "inherent_score"),
    Measure.CURRENT: _Columns("likelihood", "impact", "current_score"),
    Measure.TARGET: _Columns("target_likelihood", "target_impact", "target_score"),
}
_COLOURS = {"green": 0, "amber": 1, "red": 2}
"""The place of a colour among three bands, from the lowest."""
_FEW_WORDS = 4


class ScoreReading(RowReading):
    """Reads what a row says of how likely the risk is and how bad."""

    def __init__(self, row: Row, known: Known) -> None:
        super().__init__(row, known)
        self._odd: dict[str, list[str]] = {}
        self._given: set[Measure] = set()
        self._sort_out_impact()
        self._assessed_on = self._current_since()

    def scores(self) -> Iterator[Step]:
        """Each score that anything is known of; the current one after the previous one."""
        for measure in Measure:
            score = self._score(measure)
            if measure is Measure.CURRENT:
                self._compare_band(score)
                previous = self._previous(score)
                if score and previous:
                    yield self._assess(measure, Score(published=previous))
                    yield self._assess(measure, score, reason=self._move(previous, score))
                    self.keep("movement_reason")
                    continue
            if score:
                reason = self.line("movement_reason") if measure is Measure.CURRENT else ""
                yield self._assess(measure, score, reason=reason)
        if Measure.CURRENT not in self._given:
            self.keep("movement_reason")
        self._flag_oddities()

    def movements(self, risk: Risk) -> list[Step]:
        """The scores that differ from those that the risk has."""
        published_in = self.cell("register_title") or self.cell("register_body")
        reason = shortened(f"Published in {published_in}, as at {long_date(self.on)}.")
        steps = []
        for measure in Measure:
            score = self._score(measure)
            if measure is Measure.CURRENT:
                self._compare_band(score)
            if score and score != risk.scores.get(measure):
                steps.append(self._assess(measure, score, reason=reason))
        moved = "" if steps else " No score moved."
        self.flag(
            f"A later edition of {risk.reference}: its source and its scores were added.{moved}"
        )
        self._flag_oddities()
        return steps

    def _score(self, measure: Measure) -> Score | None:
        columns = _SCORES[measure]
        likelihood = self._factor(columns.likelihood, self.known.matrix.likelihoods)
        impact = self._factor(columns.impact, self.known.matrix.impacts)
        published = self._published(measure, columns.score)
        factors = likelihood, impact
        if factors == (None, None):
            likelihood, impact = published.likelihood, published.impact
        elif published.likelihood and factors != (published.likelihood, published.impact):
            published = PublishedScore(self.line(columns.score))
        if likelihood is None and impact is None and not published.words:
            return None
        try:
            score = self.known.matrix.judge(
                likelihood=likelihood, impact=impact, published=published.words
            )
        except DomainError as error:
            raise RowRefusedError(error.sentence, column=columns.of(error.field)) from error
        if score.flag and not (published.band or published.direction):
            self._odd.setdefault(score.flag, []).append(measure.value)
        return score

    def _factor(self, column: str, names: tuple[str, ...]) -> int | None:
        words = self.cell(column)
        if not words:
            return None
        factor = read_factor(words, names)
        if factor.number is None:
            self.flag(f"{self.label(column)} “{shortened(words, 40)}” is no number from 1 to 5.")
            self.keep(column)
        elif factor.from_words:
            self.flag(
                f"{self.label(column)} “{words}” was read as {factor.number}, its place in the "
                f"{self.known.matrix.name} matrix."
            )
        return factor.number

    def _published(self, measure: Measure, column: str) -> PublishedScore:
        """The score; what stood beside it goes where it belongs, or into the note."""
        words = self.line(column)
        found = read_score(words, highest=self.known.matrix.highest)
        if not self._fits(found):
            return PublishedScore(words)
        beside = {"band_as_published": found.band, "direction": found.direction}
        for other, said in beside.items():
            if not said:
                continue
            if measure is Measure.CURRENT and not self.cell(other):
                self.cells[other] = said
            else:
                self.keep(column)
        return found

    def _fits(self, score: PublishedScore) -> bool:
        """Whether the factors that stand in the words of the score are in our matrix, if any do."""
        matrix = self.known.matrix
        if score.likelihood is None:
            return True
        return (score.likelihood or 0) in range(1, len(matrix.likelihoods) + 1) and (
            score.impact or 0
        ) in range(1, len(matrix.impacts) + 1)

    def _compare_band(self, score: Score | None) -> None:
        band = self.line("band_as_published")
        if not band:
            return
        if score is None or score.figure is None:
            self.flag(f"Published as {band}, without a score.")
        elif score.band and _means(band, self.known.matrix) != {score.band}:
            self.flag(
                f"Published as {band}; {score.figure} is {score.band} in the "
                f"{self.known.matrix.name} matrix."
            )

    def _previous(self, score: Score | None) -> str:
        """The previous score, where the current one can be told to have moved from it."""
        words = read_score(self.line("previous_score"), highest=self.known.matrix.highest).words
        if words and score and words.isascii() and words.isdigit():
            return words
        if words:
            self.flag(f"Previous score “{words}”: kept in the note, as no movement can be shown.")
            self.keep("previous_score")
        return ""

    def _move(self, previous: str, score: Score) -> str:
        now = score.published or str(score.figure)
        direction = f" ({self.cell('direction')})" if self.cell("direction") else ""
        moved = f"a move from {previous} to {now}" if previous != now else f"{now}, as before"
        return shortened(f"Published as {moved}{direction}.")

    def _assess(self, measure: Measure, score: Score, *, reason: str = "") -> Step:
        columns = _SCORES[measure]
        self._given.add(measure)
        on = {"on": self._assessed_on} if measure is Measure.CURRENT and self._assessed_on else {}
        return self.step(
            ASSESS,
            {
                **on,
                "measure": measure.value,
                "likelihood": score.likelihood,
                "impact": score.impact,
                "published": score.published,
                "reason": reason,
            },
            likelihood=columns.likelihood,
            impact=columns.impact,
            published=columns.score,
        )

    def _current_since(self) -> str:
        """The ISO date on which the current score was judged; "" where it does not say."""
        day = self.past_day("assessed_on")
        return day.isoformat() if day else ""

    def _flag_oddities(self) -> None:
        """The same oddity of several scores is one flag."""
        for oddity, names in self._odd.items():
            self.flag(f"{' and '.join(names).capitalize()} score: {oddity}")

    def _sort_out_impact(self) -> None:
        """Some registers call the impact a consequence, and some the consequence an impact."""
        consequence, impact = self.cell("consequence"), self.cell("impact")
        impacts = self.known.matrix.impacts
        if consequence and not impact and read_factor(consequence, impacts).number is not None:
            self.cells["impact"] = self.cells.pop("consequence")
        elif impact and not consequence and len(impact.split()) > _FEW_WORDS:
            self.cells["consequence"] = self.cells.pop("impact")


def _means(published: str, matrix: Matrix) -> set[str]:
    """The bands of our matrix that the words for a published band may mean."""
    words = normal(published).split()
    names = [band.name for band in matrix.bands]
    found = {name for name in names if normal(name) in words}
    if len(names) == len(_COLOURS):
        found |= {names[place] for colour, place in _COLOURS.items() if colour in words}
    return set() if "very" in words else found
