"""What changed between two moments as a paper: how many things in which way, then each."""

from __future__ import annotations

from collections.abc import Iterator

from projections.audit.change_kinds import CHANGES, Change
from projections.audit.changes import Between, changed_lines, count_changes, how_many
from projections.versioned import Row
from projections.view import View
from web.items.story import full_sentence
from web.papers.brief import Brief
from web.papers.kinds.some import MOST, Some
from web.papers.kinds.tracked import by_whom
from web.papers.paper import Block, Head, Section, Table, Value, day_of


def sections(brief: Brief) -> Iterator[Section]:
    """The counts by kind of change, then every event that changed something, in order."""
    between = Between(brief.earlier, brief.view)
    counts: list[list[Value]] = [
        [CHANGES[change], count] for change, count in how_many(between).items()
    ]
    heads = [Head("Kind of change", 3), Head("Items", 1, number=True)]
    yield Section("How many", [Table("How many", heads, counts, "Nothing changed.")])
    rows = changed_lines(between, most=MOST)
    found = Some(rows, len(rows) if len(rows) < MOST else count_changes(between))
    yield Section(f"Each change ({found.total:,})", list(_changes(found, brief.view)))


_HEADS = [
    Head("Item", 1.2), Head("On", 1), Head("Change", 1.1), Head("What happened", 5),
    Head("Reason", 2.6), Head("By", 1.6), Head("Minute", 1.2),
]  # fmt: skip


def _changes(found: Some, view: View) -> Iterator[Block]:
    rows = [_line(each, view) for each in found.rows]
    yield Table("Changes", _HEADS, rows, "Nothing changed.")
    yield from found.cut


def _line(row: Row, view: View) -> list[Value]:
    return [
        view.named(row["item"]),
        day_of(row["happened_on"]),
        CHANGES[Change(row["change"])],
        full_sentence(row["sentence"]),
        row["reason"],
        by_whom(row, view),
        row["minute"],
    ]
