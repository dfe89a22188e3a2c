"""Two parts of several wholes beside each other: what is claimed of each, and what is verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.pictures.drawing import WIDE, box, fitting, group, hatching, picture, words

_ROW, _BAR, _ROOM = 46, 11, 62
"""How high a whole is with its name, and each bar; the room for the number at its end."""


@dataclass(frozen=True)
class Part:
    """A part of every whole: its name, the classes that colour it, and how it is hatched."""

    name: str
    of: str
    way: str


@dataclass(frozen=True)
class Whole:
    """What is called so, how many it is, and how many of it each part has."""

    name: str
    size: int
    parts: Sequence[int]


def shares(name: str, parts: Sequence[Part], wholes: Sequence[Whole], *, key: str) -> Markup:
    """For each whole a bar of each part, as long as its share; `key` tells the patterns from those
    of other pictures of the page."""
    drawn = [
        group([hatching(f"{key}-{number}", way=part.way)], of=part.of)
        for number, part in enumerate(parts)
    ]
    for number, whole in enumerate(wholes):
        drawn += _whole(whole, number * _ROW, parts, key)
    return picture(name, drawn, height=_ROW * len(wholes), kind="shares")


def _whole(whole: Whole, top: float, parts: Sequence[Part], key: str) -> Iterator[Markup]:
    yield words(f"{fitting(whole.name)} ({whole.size:,})", (0, top + 11))
    full = WIDE - _ROOM - 14
    for number, (part, count) in enumerate(zip(parts, whole.parts, strict=True)):
        at = top + 16 + number * (_BAR + 2)
        long = full * count / max(1, whole.size)
        yield box(0, at, width=full, height=_BAR, looks="trough")
        if count:
            fill = f"{key}-{number}"
            bar = box(0, at, width=long, height=_BAR, looks="layer", fill=fill)
            yield group([bar], of=part.of)
        yield words(f"{count:,} {part.name}", (full + 5, at + 9))
