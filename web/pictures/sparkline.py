"""A number over the last quarters: small enough for a row of a table, or with all that it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from web.pictures.drawing import WIDE, Point, dot, line, picture, quarters_named, words

Numbers = tuple[int | None, ...]
"""The number at the end of each quarter, the earliest first; None where there was none."""


@dataclass(frozen=True)
class _Field:
    """Where numbers are drawn: how wide and high it is, with so much left free at its edges."""

    width: float
    height: float
    edge: float
    dot: float

    def places(self, numbers: Numbers, highest: int) -> list[Point | None]:
        """Where each number stands, from 0 at the foot to the highest there can be."""
        apart = (self.width - 2 * self.edge) / max(1, len(numbers) - 1)
        return [
            None if each is None else (self.edge + at * apart, self._height_of(each, highest))
            for at, each in enumerate(numbers)
        ]

    def _height_of(self, number: int, highest: int) -> float:
        part = min(max(number / max(1, highest), 0), 1)
        return self.height - self.dot - part * (self.height - self.edge - self.dot)


_SMALL = _Field(72, 24, 3, 3)
_WHOLE = _Field(WIDE, 90, 16, 6)


@lru_cache(maxsize=1024)
def sparkline(what: str, numbers: Numbers, highest: int) -> Markup:
    """The numbers as a line with gaps, and a dot at the last.

    Nothing where there is at most one number: that stands beside it anyway.
    """
    if _too_few(numbers):
        return Markup("")
    places = _SMALL.places(numbers, highest)
    foot = line([(0, _SMALL.height - 0.5), (_SMALL.width, _SMALL.height - 0.5)], looks="ground")
    return picture(
        _told(what, numbers),
        [foot, *_drawn(places, _SMALL)],
        width=_SMALL.width,
        height=_SMALL.height,
        kind="spark",
    )


def course(what: str, days: Sequence[date], numbers: Numbers, highest: int) -> Markup:
    """The same with each number at its point and each quarter under it."""
    if _too_few(numbers):
        return Markup("")
    places = _WHOLE.places(numbers, highest)
    under = [place[0] for place in _WHOLE.places((0,) * len(days), highest) if place]
    said = [
        words(str(number), (place[0], place[1] - 7), anchor="middle")
        for number, place in zip(numbers, places, strict=True)
        if place
    ]
    foot = line([(0, _WHOLE.height), (WIDE, _WHOLE.height)], looks="ground")
    parts = [foot, *_drawn(places, _WHOLE), *said, *quarters_named(days, under, _WHOLE.height)]
    return picture(_told(what, numbers), parts, height=_WHOLE.height + 30)


def _too_few(numbers: Numbers) -> bool:
    return sum(each is not None for each in numbers) < 2


def _told(what: str, numbers: Numbers) -> str:
    told = ", ".join("none" if each is None else str(each) for each in numbers)
    return f"{what} by quarter, the last as it stands: {told}"


def _drawn(places: Sequence[Point | None], field: _Field) -> Iterator[Markup]:
    for stretch in _stretches(places):
        if len(stretch) > 1:
            yield line(stretch, looks="course")
        else:
            yield dot(stretch[0], radius=field.dot / 3, looks="mark")
    if places[-1]:
        yield dot(places[-1], radius=field.dot - 0.5, looks="mark")


def _stretches(places: Sequence[Point | None]) -> Iterator[list[Point]]:
    for there, stretch in groupby(places, key=lambda each: each is not None):
        if there:
            yield [each for each in stretch if each]
