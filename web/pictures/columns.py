"""How many there were of each kind at the end of each quarter, as columns of layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from web.pictures.drawing import (
    WIDE,
    box,
    group,
    hatching,
    line,
    picture,
    quarters_named,
    words,
)

_HIGH, _FOOT, _HEAD = 150, 30, 14
_NAMES = 62
"""Room for the names of the layers, beside the last column."""
_LETTER = 11
"""How high words are; lower layers have their number in the table alone."""


@dataclass(frozen=True)
class Layer:
    """One kind: its name, the classes that colour it, the way that it is hatched ("" for none),
    and how many there were at the end of each quarter."""

    name: str
    of: str
    way: str
    counts: Sequence[int]


def columns(name: str, days: Sequence[date], layers: Sequence[Layer], *, key: str) -> Markup:
    """A column for each quarter, the first layer at its foot; `key` tells its patterns from those
    of other pictures of the page."""
    totals = [sum(each) for each in zip(*(layer.counts for layer in layers), strict=True)]
    unit = (_HIGH - _HEAD) / max(1, *totals)
    parts = [*_layers(layers, unit, key=key), *_names(layers, unit)]
    return picture(name, [*parts, *_totals(totals, unit), *_foot(days)], height=_HIGH + _FOOT)


def _layers(layers: Sequence[Layer], unit: float, *, key: str) -> Iterator[Markup]:
    feet = [float(_HIGH)] * len(layers[0].counts)
    for number, layer in enumerate(layers):
        id_ = f"{key}-{number}"
        parts = [hatching(id_, way=layer.way)]
        for at, count in enumerate(layer.counts):
            height = count * unit
            feet[at] -= height
            if count:
                parts += _part(count, at, of=len(feet), top=feet[at], height=height, fill=id_)
        yield group(parts, of=layer.of)


def _part(
    count: int, at: int, *, of: int, top: float, height: float, fill: str
) -> Iterator[Markup]:
    """A layer of one column; its number stands on a plain ground, where no pattern disturbs it."""
    left, width = _place(at, of)
    yield box(left, top, width=width, height=height, looks="layer", fill=fill)
    if height > _LETTER + 3:
        middle, under = left + width / 2, 7 * len(str(count)) + 3
        yield box(middle - under / 2, top + height / 2 - 6.5, width=under, height=13, looks="under")
        yield words(str(count), (middle, top + height / 2 + 4), looks="number", anchor="middle")


def _place(at: int, of: int) -> tuple[float, float]:
    """Where a column begins, and how wide it is."""
    whole = (WIDE - _NAMES) / of
    return at * whole, whole - 4


def _names(layers: Sequence[Layer], unit: float) -> Iterator[Markup]:
    """Beside the last column, each at its layer; where layers are low, one above the other."""
    foot, free = float(_HIGH), float(_HIGH) + _LETTER
    for layer in layers:
        middle = foot - layer.counts[-1] * unit / 2 + 4
        foot -= layer.counts[-1] * unit
        free = min(middle, free - _LETTER - 2)
        yield words(layer.name, (WIDE - _NAMES + 3, free))


def _totals(totals: Sequence[int], unit: float) -> Iterator[Markup]:
    for at, total in enumerate(totals):
        left, width = _place(at, len(totals))
        yield words(str(total), (left + width / 2, _HIGH - total * unit - 3), anchor="middle")


def _foot(days: Sequence[date]) -> Iterator[Markup]:
    yield line([(0, _HIGH), (WIDE - _NAMES, _HIGH)], looks="ground")
    places = [
        left + width / 2 for left, width in (_place(at, len(days)) for at in range(len(days)))
    ]
    yield from quarters_named(days, places, _HIGH)
