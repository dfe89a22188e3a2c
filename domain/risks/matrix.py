"""The risk matrix: likelihood × impact, and the bands that a score falls in.

Matrix and bands are the partnership's to adopt, because partnerships differ: what one calls red
another calls medium (domain/partnership/partnership.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.errors import DomainError


@dataclass(frozen=True)
class Band:
    """A named range of scores, both ends included."""

    name: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class Score:
    """One judgement of a risk, each part of it possibly absent.

    `figure` is the number that counts: the published one where one was published, otherwise
    likelihood × impact. `published` is the published text word for word. `flag` says what is
    odd about the score, or "".
    """

    likelihood: int | None = None
    impact: int | None = None
    published: str = ""
    figure: int | None = None
    band: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Matrix:
    """The words for likelihood and impact, from 1 upwards, and the bands from low to high."""

    name: str
    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    bands: tuple[Band, ...]

    @property
    def highest(self) -> int:
        return len(self.likelihoods) * len(self.impacts)

    @property
    def highest_band(self) -> str:
        """The name of the band of the gravest risks; "" before any matrix was adopted."""
        return self.bands[-1].name if self.bands else ""

    def band_of(self, figure: int | None) -> str:
        """The name of the band that holds `figure`, or "" when none does."""
        for band in self.bands:
            if figure is not None and band.lowest <= figure <= band.highest:
                return band.name
        return ""

    def judge(
        self, *, likelihood: int | None = None, impact: int | None = None, published: str = ""
    ) -> Score:
        """Work out a score and say what is odd about it.

        A published figure is kept even where it contradicts its factors. Raises DomainError
        when a factor is outside the matrix, or when nothing at all was given.
        """
        if not self.likelihoods:
            raise DomainError("The partnership has adopted no risk matrix yet.")
        self._check("likelihood", likelihood, len(self.likelihoods))
        self._check("impact", impact, len(self.impacts))
        published = published.strip()
        if likelihood is None and impact is None and not published:
            raise DomainError(
                "Select a likelihood and an impact, or enter the score as published.",
                field="likelihood",
            )
        product = likelihood * impact if likelihood and impact else None
        stated = int(published) if published.isascii() and published.isdigit() else None
        if stated is not None and not 1 <= stated <= self.highest:
            flag = f"{published} is outside the {self.name} matrix, which ends at {self.highest}."
            return Score(likelihood, impact, published, None, "", flag)
        figure = product if stated is None else stated
        return Score(
            likelihood,
            impact,
            published,
            figure,
            self.band_of(figure),
            self._flag(
                likelihood=likelihood,
                impact=impact,
                product=product,
                stated=stated,
                published=published,
            ),
        )

    def _flag(
        self,
        *,
        likelihood: int | None,
        impact: int | None,
        product: int | None,
        stated: int | None,
        published: str,
    ) -> str:
        figure = product if stated is None else stated
        if published and stated is None:
            return f"Published as “{published}”, which is not a number."
        if stated is not None and product is not None and stated != product:
            return f"Published as {stated}, but likelihood × impact is {product}."
        if stated is not None and product is None:
            return self._incomplete(likelihood=likelihood, impact=impact, stated=stated)
        if figure is None:
            return "Only one of likelihood and impact is known."
        if not self.band_of(figure):
            return f"{figure} falls in no band of the {self.name} matrix."
        return ""

    def _incomplete(self, *, likelihood: int | None, impact: int | None, stated: int) -> str:
        """What is odd about a figure of which at most one factor is known."""
        if likelihood is None and impact is None:
            return "Published without its likelihood and impact."
        known, missing, highest = (
            ("likelihood", "impact", len(self.impacts))
            if likelihood
            else ("impact", "likelihood", len(self.likelihoods))
        )
        factor = likelihood or impact or 1
        if stated % factor or stated // factor > highest:
            return f"Published as {stated}, which no {missing} gives with {known} {factor}."
        return f"Published without its {missing}."

    @staticmethod
    def _check(field: str, value: int | None, highest: int) -> None:
        if value is not None and not 1 <= value <= highest:
            raise DomainError(
                f"{field.capitalize()} must be a whole number from 1 to {highest}.", field=field
            )


NO_MATRIX = Matrix("", (), (), ())
"""Where no partnership has adopted one: nothing can be judged by it."""
