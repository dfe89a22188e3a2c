"""A number over the last quarters, small enough to stand in a row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from web.pictures.drawing import Point, dot, line, picture

_WIDE, _HIGH, _EDGE = 72, 24, 3
Heights = tuple[int | None, ...]
"""The number at the end of each quarter, the earliest first; None where there was none."""


@lru_cache(maxsize=1024)
def sparkline(what: str, numbers: Heights, highest: int) -> Markup:
    """The numbers as a line from 0 to the highest there can be, with gaps, and a dot at the last.

    Nothing where there is at most one number: that stands beside it anyway.
    """
    if sum(each is not None for each in numbers) < 2:
        return Markup("")
    told = ", ".join("none" if each is None else str(each) for each in numbers)
    return picture(
        f"{what} by quarter, the last as it stands: {told}",
        [line([(0, _HIGH - 0.5), (_WIDE, _HIGH - 0.5)], looks="ground"), *_drawn(numbers, highest)],
        width=_WIDE,
        height=_HIGH,
        kind="spark",
    )


def _drawn(numbers: Sequence[int | None], highest: int) -> Iterator[Markup]:
    apart = (_WIDE - 2 * _EDGE) / max(1, len(numbers) - 1)
    points = [
        None if each is None else (_EDGE + at * apart, _height_of(each, highest))
        for at, each in enumerate(numbers)
    ]
    for stretch in _stretches(points):
        if len(stretch) > 1:
            yield line(stretch, looks="course")
        else:
            yield dot(stretch[0], radius=1, looks="mark")
    if points[-1]:
        yield dot(points[-1], radius=2.5, looks="mark")


def _stretches(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    for there, stretch in groupby(points, key=lambda each: each is not None):
        if there:
            yield [each for each in stretch if each]


def _height_of(number: int, highest: int) -> float:
    part = min(max(number / max(1, highest), 0), 1)
    return _HIGH - _EDGE - part * (_HIGH - 2 * _EDGE)
