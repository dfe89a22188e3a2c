"""What there is of an agency, or of a theme, in every register: for their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from domain.kernel.item import long_date
from projections.across.by_quarter import Then, by_quarter
from projections.across.kinds import ALL, QUESTIONS, Filters, Kind, Line, standing
from projections.quarters import quarters
from projections.versioned import Row
from projections.view import View
from web.items.linked import state_words
from web.noun import Noun, nouns
from web.pictures.columns import Layer, columns
from web.wording import days_left, due_left

SHOWN = 10
"""Items of one register that are shown at once; the rest is a link away."""


@dataclass(frozen=True)
class Number:
    """How many there are, and the register that lists them."""

    count: int
    href: str


@dataclass(frozen=True)
class StandingLine:
    """A register with its answers to the questions; None where one is not asked of it."""

    name: str
    numbers: Sequence[Number | None]
    csv: str


@dataclass(frozen=True)
class Item:
    """One item, with its state and when it is due, in words."""

    reference: str
    title: str
    href: str
    state: str
    since: str
    due: str
    is_late: bool


@dataclass(frozen=True)
class Part:
    """The first items of one register, and the way to all of them."""

    name: str
    items: Sequence[Item]
    total: int
    href: str


@dataclass(frozen=True)
class Course:
    """The figures by quarter: the picture and its table."""

    picture: Markup
    rows: Sequence[Then]


class Across:
    """An agency or a theme as a reader sees it at a moment, over all registers."""

    def __init__(self, view: View, *, agency: str = "", theme: str = "") -> None:
        self._view, self._agency, self._theme = view, agency, theme
        self._lines = standing(view, agency=agency, theme=theme)

    def count(self, question: str) -> int:
        """How many there are of what a question asks, in all registers."""
        return sum(line.counts[question] or 0 for line in self._lines)

    @property
    def questions(self) -> Mapping[str, str]:
        """What is asked of any register here, in words."""
        return {
            key: words
            for key, words in QUESTIONS.items()
            if any(line.counts[key] is not None for line in self._lines)
        }

    def table(self) -> list[StandingLine]:
        """Each register with its numbers."""
        return [
            StandingLine(
                noun_of(line.kind).heading,
                [self._number(line, each) for each in self.questions],
                url_for(f"{line.kind.name}.file", **_file(line.filters[ALL])),
            )
            for line in self._lines
        ]

    def _number(self, line: Line, question: str) -> Number | None:
        count = line.counts[question]
        return None if count is None else Number(count, _href(line.kind, line.filters[question]))

    def parts(self, question: str) -> list[Part]:
        """The first items of what a question asks, by register; registers with none left out."""
        return [
            Part(
                noun_of(line.kind).heading,
                list(self._items(line.kind, line.filters[question])),
                count,
                _href(line.kind, line.filters[question]),
            )
            for line in self._lines
            if (count := line.counts[question])
        ]

    def _items(self, kind: Kind, filters: Filters) -> Iterator[Item]:
        noun = noun_of(kind)
        for row in kind.page(self._view, filters, size=SHOWN).rows:
            yield _item(noun, row, self._view, kind)

    def course(self, what: str) -> Course:
        """How many were open, late and unanswered at the end of each of the last eight quarters;
        `what` is of whom or of what, within a sentence."""
        ends = quarters(self._view)
        found = by_quarter(self._view, ends, agency=self._agency, theme=self._theme)
        first, last = found[0], found[-1]
        layers = [
            Layer("Late", "ledger-band ledger-band--high", "rising", [each.late for each in found]),
            Layer("In time", "ledger-band ledger-band--low", "",
                  [each.open - each.late for each in found]),
        ]  # fmt: skip
        name = (
            f"Open items of {what} by quarter: {first.open}, of which {first.late} late, on "
            f"{long_date(first.on)}; {last.open}, of which {last.late} late, on "
            f"{long_date(last.on)}."
        )
        return Course(columns(name, [each.on for each in ends], layers, key="across"), found)


def _item(noun: Noun, row: Row, view: View, kind: Kind) -> Item:
    due = row.get("due_at") or row[kind.due]
    if "due_at" in row:
        left = due_left(due, view) if due else ""
    else:
        left = days_left((date.fromisoformat(due) - view.on).days) if due else ""
    return Item(
        row["reference"],
        str(row[noun.title]),
        url_for(noun.page, reference=row["reference"]),
        state_words(noun.state, row, view) if noun.state else "",
        long_date(row[kind.since]),
        f"{long_date(due)} ({left})" if due else "No date",
        left.endswith(" late"),
    )


def noun_of(kind: Kind) -> Noun:
    """The noun of a register."""
    return next(each for each in nouns() if each.register is kind.register)


def _href(kind: Kind, filters: Filters) -> str:
    asked: dict[str, Any] = {**filters}
    return url_for(f"{kind.name}.register", **asked)


def _file(filters: Filters) -> dict[str, Any]:
    return {"form": "csv", **filters}
