"""What a paper says, whatever it is about and whatever it is written as.

A paper is sections, and a section is a heading with blocks under it: sentences, entries, figures, a
map, tables. Whoever describes a paper (`web/papers/kinds/`) knows registers and no file; whoever
writes one (`pdf.py`, `word.py`, `sheets.py`) knows blocks and no register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.kernel.terms import HANDLING

MARKINGS = (HANDLING, "OFFICIAL")
"""How a paper can be marked: as all that leaves the ledger, or for wider hands where whoever makes
it has seen that it may be."""

Value = str | int | date | None
"""What stands in a cell: words, a number, a day, or nothing."""


class Tone(StrEnum):
    """Whether something is better or worse than it was; said in words besides."""

    PLAIN = "plain"
    BETTER = "better"
    WORSE = "worse"


class Sheet(StrEnum):
    """The paper that it is printed on."""

    A4 = "a4"
    A4_ACROSS = "a4-across"
    A3_ACROSS = "a3-across"


class Place(StrEnum):
    """Where a section stands: over the whole width, or on the left or right of it."""

    WHOLE = "whole"
    LEFT = "left"
    RIGHT = "right"


# ---------------------------------------------------------------- blocks


@dataclass(frozen=True)
class Sentences:
    """Sentences, each a paragraph; `quiet` ones are small."""

    words: Sequence[str]
    quiet: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of a list: a mark such as “▲ 12→16”, its words, and in a smaller line what is known
    of it besides; `alert` is what is pressing of that, such as how late it is."""

    words: str
    mark: str = ""
    tone: Tone = Tone.PLAIN
    notes: Sequence[str] = ()
    alert: str = ""


@dataclass(frozen=True)
class Entries:
    """A list; `strong`: the words of each stand out."""

    entries: Sequence[Entry]
    strong: bool = False


@dataclass(frozen=True)
class Change:
    """How a figure changed, in a word or two."""

    words: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Figure:
    """A number under what it is called; `second` is a lesser one beside it."""

    value: str
    label: str
    second: str = ""
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Figures:
    """Some numbers beside each other."""

    figures: Sequence[Figure]


@dataclass(frozen=True)
class Spot:
    """A place of the map: its score, its band by name and by rank from 0, how many stand there in
    words ("": none), and how those came there."""

    score: int
    band: str
    rank: int
    count: str = ""
    came: str = ""


@dataclass(frozen=True)
class Line:
    """One row of the map: its number, what that is called, its places."""

    number: int
    name: str
    spots: Sequence[Spot]


@dataclass(frozen=True)
class Arrow:
    """From one point of the map to another, counted in places from the upper left."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Map:
    """How likelihood and impact come together: rows from the likeliest down, impacts across."""

    rows: Sequence[Line]
    impacts: Sequence[tuple[int, str]]
    bands: int
    arrows: Sequence[Arrow] = ()
    note: str = ""

    @property
    def spoken(self) -> str:
        """What is on the map, in sentences."""
        told = [
            f"Likelihood {row.number} ({row.name}), impact {impact} ({name}), score {spot.score}, "
            f"{spot.band}: {spot.count}{f', {spot.came}' if spot.came else ''}."
            for row in self.rows
            for spot, (impact, name) in zip(row.spots, self.impacts, strict=True)
            if spot.count
        ]
        return " ".join(["How many risks stand where.", *(told or ["None is on the map."])])


@dataclass(frozen=True)
class Head:
    """The heading of a column, how wide it is beside the others, and whether it holds numbers."""

    label: str
    width: float = 1
    number: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row says what the row is of. `name` is what it is called where
    it stands alone, `none` the sentence that stands in its place where it has no row."""

    name: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Value]]
    none: str


@dataclass(frozen=True)
class Facts:
    """What is known of one thing, each under its label."""

    facts: Sequence[tuple[str, str]]


Block = Sentences | Entries | Figures | Map | Table | Facts


# ---------------------------------------------------------------- the paper


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. `beside`: to the right of the section before, in the
    same place; `framed`: with a line around it; `apart`: on a page of its own."""

    title: str
    blocks: Sequence[Block]
    place: Place = Place.WHOLE
    beside: bool = False
    framed: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Paper:
    """A paper, as it is at a moment.

    `name` begins the name of its file, `when` says in a line of when it is, `left_out` in sentences
    what is not in it. `code` is the short code of the checkpoint of the log at that moment, and
    `moment` what its file is dated by, so that the same paper is the same bytes whenever it is
    made. `fits` is on how many pages it should be, in smaller letters if need be; 0: on any.
    `position` is how far the log went; `as_at` and `since` are its moments as they are given
    to make it again, `partial` whether its maker did not see all.
    """

    name: str
    title: str
    partnership: str
    when: str
    moment: datetime
    code: str
    sections: Sequence[Section]
    left_out: Sequence[str] = ()
    sheet: Sheet = Sheet.A4
    marking: str = HANDLING
    fits: int = 0
    position: int = 0
    as_at: str = ""
    since: str = ""
    partial: bool = False

    @property
    def foot(self) -> str:
        """What stands at the foot of every page besides its number."""
        return f"{self.marking}. Checkpoint {self.code}"


def brief_date(day: date) -> str:
    """9 Dec 2026: as a narrow column has it."""
    return f"{day.day} {day:%b %Y}"


def short_day(day: str) -> str:
    """9 Dec: an ISO date where its year is plain from what stands around it."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b}"


def day_of(day: str) -> date | str:
    """An ISO date as a cell holds it; words that are none stay as they are."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        return day


def in_words(value: Value) -> str:
    """What stands in a cell, as words."""
    if isinstance(value, date):
        return brief_date(value)
    return "" if value is None else str(value)
