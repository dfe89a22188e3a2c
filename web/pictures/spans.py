"""Stretches of time under each other, on one line of days: how long, and what was due when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from domain.kernel.item import long_date
from web.pictures.drawing import (
    WIDE,
    Days,
    box,
    diamond,
    dot,
    fitting,
    group,
    hatching,
    line,
    picture,
    words,
)

_ROW, _BAR, _EDGE = 30, 10, 6
"""How high a row is, and its bar; how far from the edge the line of days begins."""
_FOOT, _KEY = 20, 16


@dataclass(frozen=True)
class Stretch:
    """A kind of time: the classes that colour it, the way that it is hatched, what it means."""

    of: str
    way: str
    means: str


@dataclass(frozen=True)
class Bar:
    """A stretch from one day to another."""

    first: date
    last: date
    kind: Stretch


@dataclass(frozen=True)
class Row:
    """What is called so, with its bars; `was` is the day that was due first, `due` the present."""

    name: str
    bars: Sequence[Bar] = ()
    was: date | None = None
    due: date | None = None

    @property
    def days(self) -> list[date]:
        """Every day that is drawn."""
        marks = [day for day in (self.was, self.due) if day]
        return [*marks, *(day for bar in self.bars for day in (bar.first, bar.last))]


def spans(
    name: str, rows: Sequence[Row], *, today: date, key: str, was: str = "", due: str = "due"
) -> Markup:
    """The rows from the top down, each with its name above its bar, and a broken line at `today`.

    `was` and `due` are what the open and the full mark mean; `key` tells its patterns from those of
    other pictures of the page.
    """
    there = [day for row in rows for day in row.days]
    days = Days(min(there), max(there), width=WIDE - 2 * _EDGE)
    high = _ROW * len(rows)
    kinds = list(dict.fromkeys(bar.kind for row in rows for bar in row.bars))
    ids = {kind: f"{key}-{number}" for number, kind in enumerate(kinds)}
    parts = [group([hatching(ids[kind], way=kind.way)], of=kind.of) for kind in kinds]
    for number, row in enumerate(rows):
        parts += _row(row, number * _ROW, days, ids)
    meant = [
        *((kind.of, ids[kind], kind.means) for kind in kinds),
        *(("", "was", was) for _ in range(any(row.was for row in rows))),
        *(("", "due", due) for _ in range(any(row.due for row in rows))),
        *(("", "today", "today") for _ in range(days.first < today < days.last)),
    ]
    parts += [*_axis(days, high, today), *_meanings(meant, high + _FOOT)]
    return picture(name, parts, height=high + _FOOT + _KEY * -(-len(meant) // 2))


def _row(row: Row, top: float, days: Days, ids: dict[Stretch, str]) -> Iterator[Markup]:
    middle = top + 15 + _BAR / 2
    yield words(fitting(row.name), (0, top + 11))
    yield line([(0, middle), (WIDE, middle)], looks="rail")
    for bar in row.bars:
        left, right = _EDGE + days.at(bar.first), _EDGE + days.at(bar.last)
        drawn = box(left, top + 15, width=max(right - left, 2), height=_BAR, looks="layer",
                    fill=ids[bar.kind])  # fmt: skip
        yield group([drawn], of=bar.kind.of)
    if row.was:
        yield dot((_EDGE + days.at(row.was), middle), radius=4, looks="was")
    if row.due:
        yield diamond((_EDGE + days.at(row.due), middle), radius=6, looks="due")


def _axis(days: Days, high: float, today: date) -> Iterator[Markup]:
    yield words(long_date(days.first.isoformat()), (0, high + 13))
    yield words(long_date(days.last.isoformat()), (WIDE, high + 13), anchor="end")
    if days.first < today < days.last:
        at = _EDGE + days.at(today)
        yield line([(at, 0), (at, high)], looks="today")


def _meanings(meant: Sequence[tuple[str, str, str]], top: float) -> Iterator[Markup]:
    """What each kind of bar and mark means, two to a line."""
    for number, (of, shape, means) in enumerate(meant):
        left, middle = (number % 2) * WIDE / 2, top + _KEY * (number // 2) + 6
        if shape == "was":
            yield dot((left + 7, middle), radius=4, looks="was")
        elif shape == "due":
            yield diamond((left + 7, middle), radius=6, looks="due")
        elif shape == "today":
            yield line([(left + 7, middle - 7), (left + 7, middle + 7)], looks="today")
        else:
            drawn = box(left, middle - 5, width=14, height=_BAR, looks="layer", fill=shape)
            yield group([drawn], of=of)
        yield words(means, (left + 19, middle + 4))
