"""The heat map: how many risks stand at each place, and from where they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.risks.matrix import Matrix
from projections.executive.standing import COUNTED_AT, Place
from projections.risks.movements import Movement
from projections.versioned import Row


@dataclass(frozen=True)
class Cell:
    """One product of likelihood and impact; `came`: how its risks came there, in words."""

    score: int
    band: str
    risks: int
    came: str

    @property
    def told(self) -> str:
        """How many risks, as far as they are counted."""
        return f"{self.risks}" if self.risks <= COUNTED_AT else f"{COUNTED_AT:,}+"


@dataclass(frozen=True)
class Arrow:
    """From the middle of one cell to just before the middle of another; the map is as wide and as
    high as it has cells."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Axis:
    """One value of likelihood or impact; a row has its cells."""

    value: int
    word: str
    cells: Sequence[Cell] = ()


@dataclass(frozen=True)
class Grid:
    """The heat map: impacts from left to right, rows from the likeliest down, arrows over all."""

    impacts: Sequence[Axis]
    rows: Sequence[Axis]
    arrows: Sequence[Arrow]


def heat_map(matrix: Matrix, counts: Mapping[Place, int], moved: Sequence[Movement]) -> Grid:
    """Where the open risks stand, and from where those that moved came."""
    ways = Counter(
        (then, now)
        for movement in moved
        if (now := _place(movement.now)) and (then := _stood(movement)) and then != now
    )

    def cell(likelihood: int, impact: int) -> Cell:
        place, score = (likelihood, impact), likelihood * impact
        came = [f"{count} from {then[0]} × {then[1]}"
                for (then, now), count in ways.items() if now == place]  # fmt: skip
        return Cell(score, matrix.band_of(score), counts.get(place, 0), ", ".join(came))

    impacts = [Axis(value, word) for value, word in enumerate(matrix.impacts, 1)]
    likelihoods = reversed(list(enumerate(matrix.likelihoods, 1)))
    rows = [
        Axis(value, word, [cell(value, impact.value) for impact in impacts])
        for value, word in likelihoods
    ]
    high = len(matrix.likelihoods)
    return Grid(impacts, rows, [_arrow(then, now, high=high) for then, now in ways])


_SHORTER = 0.3
"""How far before the middle an arrow ends, in cells, so that the number can be read."""


def _arrow(then: Place, now: Place, *, high: int) -> Arrow:
    (x1, y1), (x2, y2) = _middle(then, high=high), _middle(now, high=high)
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    part = (length - _SHORTER) / length
    return Arrow(x1, y1, round(x1 + (x2 - x1) * part, 2), round(y1 + (y2 - y1) * part, 2))


def _middle(place: Place, *, high: int) -> tuple[float, float]:
    likelihood, impact = place
    return impact - 0.5, high - likelihood + 0.5


def _stood(movement: Movement) -> Place | None:
    """Where a risk stood at the earlier moment; if that was corrected since, it never did."""
    if movement.earlier and movement.earlier["current_figure"] != movement.before:
        return None
    return _place(movement.earlier)


def _place(row: Row | None) -> Place | None:
    """Likelihood and impact of an open risk's current score, where both are known."""
    if row is None or row["status"] != "open":
        return None
    likelihood, impact = row["current_likelihood"], row["current_impact"]
    return (likelihood, impact) if likelihood and impact else None
