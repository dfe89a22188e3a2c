"""The headings of a file, matched forgivingly to the columns that are looked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

from application.importing.files.cells import read_cell, shortened
from application.importing.files.csv_files import CsvFile, FileRefusedError, Record
from domain.kernel.plain import normal

LONGEST_HEADING = 300
"""Characters of a heading."""
SEARCHED = 20
"""How many records may stand above the headings: registers have titles and blank lines there."""


@dataclass(frozen=True)
class Header:
    """A column that is looked for, the headings it may have, and an example for the template.

    The first heading that a file has wins; the name itself comes first, unless it stands among
    them at another place. A heading may stand in the lists of two columns: the
    first column that has not found a better one takes it. What stands in an `ignored` column is
    no part of the row. A `dated` one holds dates. Where a cell of one has no words, its colour
    counts as words of the column `coloured`. Of one with `more`, a row without anything else has
    more of the item above. One with a `scale` holds a “likelihood” or an “impact”. The example
    names the partnership's own in braces (vocabulary.py).
    """

    name: str
    headings: tuple[str, ...] = ()
    example: str = ""
    ignored: bool = False
    dated: bool = False
    more: bool = False
    scale: str = ""
    coloured: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """Every heading that means this column, the best first."""
        name = normal(self.name)
        return self.headings if name in self.headings else (name, *self.headings)

    def also(self, heading: str) -> Header:
        """The same column, with one heading more."""
        return replace(self, headings=(*self.headings, heading))


@dataclass(frozen=True)
class Row:
    """One row: what stands under known headings, by column, and under others, by heading.

    Empty cells are left out. `fault` says why the row cannot be read at all. `ours` is what stands
    under the headings of our own register, by the keys of its columns, empty cells too; `began`
    the ISO date on which its item began, "" where it does not say. `flags` is what is odd about
    its cells whatever they mean, `passed` why it is no item and is passed over.
    """

    line: int
    cells: Mapping[str, str]
    others: Mapping[str, str]
    fault: str = ""
    ours: Mapping[str, str] = field(default_factory=dict)
    began: str = ""
    flags: tuple[str, ...] = ()
    passed: str = ""


_NOTHING = " .-–—"
"""A cell with nothing but these is empty: registers put a dash where they have nothing to say."""


@dataclass(frozen=True)
class Headings:
    """Which cell of a record belongs to which column. `line` is the last one of the headings,
    `top` the first."""

    line: int
    columns: Mapping[int, str]
    names: Mapping[str, str]
    """The heading that each column has in this file."""
    others: Mapping[int, str]
    ignored: frozenset[str]
    count: int
    top: int = 0
    coloured: Mapping[str, str] = field(default_factory=dict)
    """Under which column the colour of an empty cell counts as words, by the column that it has."""

    def row(self, record: Record) -> Row:
        """The record as a row; one with more cells than headings is faulty."""
        known: dict[str, str] = {}
        others: dict[str, str] = {}
        flags: list[str] = []
        fault = ""
        for at, words in enumerate(record.cells):
            read = read_cell(words)
            if read.told:
                shown = shortened(" ".join(words.split()), 40)
                flags.append(f"{self.called(at)} “{shown}” {read.told}.")
            cell = read.words
            if not cell.strip(_NOTHING):
                if (colour := record.fills.get(at)) and (into := self._coloured_as(at)):
                    known.setdefault(into, colour)
                    flags.append(f"{self.called(at)} has no words; by its colour it is {colour}.")
                continue
            if name := self.columns.get(at):
                known[name] = cell
            elif name := self.others.get(at):
                others[name] = f"{others[name]}; {cell}" if name in others else cell
            else:
                fault = self._too_many(at + 1)
        for name in self.ignored & known.keys():
            del known[name]
        return Row(record.line, known, others, fault, flags=tuple(flags))

    def with_merged(self, row: Row, record: Record) -> Row:
        """The row with the words of the cells that its empty ones are merged with above."""
        known, others, flags = dict(row.cells), dict(row.others), list(row.flags)
        for at, words in record.merged.items():
            name, said = self.columns.get(at), read_cell(words).words
            into, key = (known, name) if name else (others, self.others.get(at, ""))
            if key and key not in into and name not in self.ignored:
                into[key] = said
                flags.append(
                    f"{self.called(at)} “{shortened(' '.join(said.split()), 40)}” stands in cells "
                    "that are merged over several lines, and counts for each."
                )
        return replace(row, cells=known, others=others, flags=tuple(flags))

    def _coloured_as(self, at: int) -> str:
        return self.coloured.get(self.columns.get(at, ""), "")

    def called(self, at: int) -> str:
        """The heading of a cell."""
        name = self.columns.get(at, "")
        return self.names.get(name) or self.others.get(at) or f"Column {at + 1}"

    def _too_many(self, cells: int) -> str:
        return (
            f"There are {cells} cells, but only {self.count} headings. "
            "Perhaps a comma stands in a cell that is not in quotation marks."
        )


def match(cells: Sequence[str], columns: Sequence[Header]) -> dict[int, str]:
    """Which of the cells is the heading of which column."""
    readings = [_readings(cell) for cell in cells]
    found: dict[int, str] = {}
    for column in columns:
        for wanted in column.ways:
            fits = [at for at, each in enumerate(readings) if wanted in each and at not in found]
            if fits:
                found[fits[0]] = column.name
                break
    return found


_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SCALE = re.compile(
    r"[\d /–-]+|\d+ to \d+|out of \d+|[a-z]|[a-z] ?[x×*] ?[a-z]|es|[dmy]{2,4}\W[dmy\W]+",
    re.IGNORECASE,
)
"""What may follow a heading in brackets without changing it: (1-5), (L x I), (s), (dd/mm/yy)."""


def _readings(heading: str) -> set[str]:
    if len(heading) > LONGEST_HEADING:
        return set()
    return {normal(heading), normal(_IN_BRACKETS.sub(_without_scale, heading))} - {""}


def _without_scale(found: re.Match[str]) -> str:
    return " " if _SCALE.fullmatch(" ".join(found[1].split())) else found[0]


def first_records(file: CsvFile, delimiter: str) -> list[Record]:
    """The records among which the headings are looked for."""
    found: list[Record] = []
    with suppress(FileRefusedError):  # with another delimiter the quotation may make sense
        found.extend(islice(file.records(delimiter), SEARCHED))
    return found


def named_twice(record: Record) -> set[str]:
    """The headings, as they are compared, that stand in a record more than once."""
    count = Counter(normal(cell) for cell in record.cells if cell)
    return {heading for heading, times in count.items() if times > 1}


def headings_in(record: Record, columns: Sequence[Header]) -> Headings:
    """What the cells of a record mean as headings.

    Raises FileRefusedError where two are alike, or one is too long.
    """
    for cell in record.cells:
        if len(cell) > LONGEST_HEADING:
            raise FileRefusedError(
                f"Line {record.line}: the heading “{cell[:40]}…” has {len(cell):,} characters; a "
                f"heading may have {LONGEST_HEADING}."
            )
    found = match(record.cells, columns)
    twice = named_twice(record)
    for at, name in found.items():
        heading = record.cells[at]
        if normal(heading) in twice:
            raise FileRefusedError(
                f"The heading “{heading}” stands there twice (line {record.line}). Give each of "
                "the columns a heading of its own, such as “inherent likelihood” and “current "
                f"likelihood”; this one is read as {name}."
            )
    others = {
        at: " ".join(cell.split()) or f"Column {at + 1}"
        for at, cell in enumerate(record.cells)
        if at not in found
    }
    names = {name: " ".join(record.cells[at].split()) for at, name in found.items()}
    ignored = frozenset(column.name for column in columns if column.ignored)
    coloured = {column.name: column.coloured for column in columns if column.coloured}
    return Headings(
        record.line, found, names, others, ignored, len(record.cells), coloured=coloured
    )
