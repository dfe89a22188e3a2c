"""The few shapes that all pictures are made of.

A picture says in its name, a sentence, what it shows, and stands beside a table of the same. Its
shapes have names; what those look like, in which scheme, is in ledger.css alone. Numbers are told
apart by words, patterns and places, and the colour only helps the eye.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

WIDE = 288
"""How wide a picture is, in units; on a telephone a unit is a pixel, and its words can be read."""
Point = tuple[float, float]


def picture(
    name: str, parts: Iterable[Markup], *, height: float, width: float = WIDE, kind: str = ""
) -> Markup:
    """A picture of these parts, which a screen reader calls by its name."""
    looks = f"ledger-picture {kind and f'ledger-picture--{kind}'}".strip()
    return Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        looks, _short(width), _short(height), name, Markup("").join(parts)
    )


def box(x: float, y: float, *, width: float, height: float, looks: str, fill: str = "") -> Markup:
    """A rectangle; `fill` is the id of a pattern."""
    filled = Markup(' fill="url(#{})"').format(fill) if fill else ""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>').format(
        _named(looks), _short(x), _short(y), _short(max(width, 0)), _short(max(height, 0)), filled
    )


def line(points: Sequence[Point], *, looks: str) -> Markup:
    """A line through these points."""
    through = "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
    return Markup('<path class="{}" d="M{}"/>').format(_named(looks), through)


def dot(at: Point, *, radius: float, looks: str) -> Markup:
    """A round mark."""
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(
        _named(looks), _short(at[0]), _short(at[1]), _short(radius)
    )


def diamond(at: Point, *, radius: float, looks: str) -> Markup:
    """A mark that stands on its corner."""
    x, y = at
    corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y), (x, y - radius)]
    return line(corners, looks=looks)


def words(text: str, at: Point, *, looks: str = "words", anchor: str = "start") -> Markup:
    """Words whose foot is at a point; `anchor` says which end of them: start, middle or end."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        _named(looks), _short(at[0]), _short(at[1]), anchor, text
    )


def hatching(id_: str, *, way: str) -> Markup:
    """A pattern to fill with: lines that rise or fall, or dots; plain where no way is named."""
    strokes = {"rising": "M-1 7L7 -1", "falling": "M-1 -1L7 7", "dots": "M3 3h.1"}
    drawn = Markup('<path d="{}"/>').format(strokes[way]) if way else ""
    return Markup(
        '<defs><pattern class="ledger-picture__hatching" id="{}" width="6" height="6"'
        ' patternUnits="userSpaceOnUse"><rect width="6" height="6"/>{}</pattern></defs>'
    ).format(id_, drawn)


def group(parts: Iterable[Markup], *, of: str) -> Markup:
    """Parts of one kind; `of` are the classes that give the kind its colours, --fill and so on."""
    return Markup('<g class="{}">{}</g>').format(of, Markup("").join(parts))


def quarters_named(days: Sequence[date], places: Sequence[float], top: float) -> Iterator[Markup]:
    """Under each place the month in which its quarter ends, and the year wherever one begins."""
    for at, (day, x) in enumerate(zip(days, places, strict=True)):
        yield words(f"{day:%b}", (x, top + 13), anchor="middle")
        if at == 0 or day.year != days[at - 1].year:
            yield words(f"{day:%Y}", (x, top + 26), anchor="middle")


def fitting(text: str, *, most: int = 44) -> str:
    """Words cut to so many letters; the table beside the picture has them whole."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


@dataclass(frozen=True)
class Days:
    """Where a day stands on a line of so many units that goes from one day to another."""

    first: date
    last: date
    width: float = WIDE

    def at(self, day: date) -> float:
        """How far along the line it is; a day beyond its ends is at the end."""
        whole = max(1, (self.last - self.first).days)
        part = (day - self.first).days / whole
        return self.width * min(max(part, 0), 1)


def _named(looks: str) -> str:
    return " ".join(f"ledger-picture__{each}" for each in looks.split())


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
