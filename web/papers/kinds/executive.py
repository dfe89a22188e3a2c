"""The Executive's paper: what its page says (web/executive/sheet.py), on two sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projections.risks.movements import Movement
from projections.view import View
from web.executive.deciding import Line as ToDecide
from web.executive.heat import Cell, Grid
from web.executive.sheet import Sheet, sheet_of
from web.executive.telling import Change as Changed
from web.executive.telling import Figure as Counted
from web.executive.telling import Moved, Outstanding
from web.papers.brief import Brief
from web.papers.paper import (
    Arrow,
    Change,
    Entries,
    Entry,
    Figure,
    Figures,
    Head,
    Line,
    Map,
    Place,
    Section,
    Sentences,
    Spot,
    Table,
    Tone,
    Value,
    brief_date,
    short_day,
)
from web.wording import shortened


def sections(brief: Brief) -> Iterator[Section]:
    """What to decide, figures, partners, map, movements, dates; then the outstanding risks."""
    earlier = brief.earlier
    sheet = sheet_of(brief.view, earlier=earlier)
    decide = sheet.decide
    shown, total = len(decide.lines), decide.total
    counted = f"{shown} of {total:,}" if decide.rest else f"{shown}"
    yield Section(f"Decide today ({counted})", list(_decide(sheet)), Place.LEFT, framed=True)
    yield Section("", [Figures([figure(each) for each in sheet.figures])], Place.RIGHT)
    yield Section("By partner", [partners(sheet)], Place.RIGHT)
    yield Section("Where they stand", [map_of(sheet.grid)], Place.LEFT)
    yield Section("What moved, and why", [moved(sheet.moved, earlier)], Place.LEFT, beside=True)
    yield Section(f"The next {sheet.ahead} days", [dates(sheet)], Place.RIGHT)
    if omitted := left_out(sheet):
        yield Section("", [Sentences([" ".join(omitted)], quiet=True)])
    yield Section(
        f"All {sheet.found.total_words} outstanding risks, with what is amiss"
        if sheet.outstanding
        else "Outstanding risks",
        list(_outstanding(sheet)),
        apart=True,
    )


def _decide(sheet: Sheet) -> Iterator[Entries | Sentences]:
    if sheet.decide.lines:
        yield Entries([decision(each) for each in sheet.decide.lines], strong=True)
    else:
        yield Sentences(["Nothing waits for a decision."])


def decision(line: ToDecide) -> Entry:
    """One thing to decide."""
    notes = [str(line.row["reference"]), line.whom, *filter(None, line.notes)]
    mark = "Urgent:" if line.urgent else ""
    return Entry(
        shortened(line.question, _QUESTION),
        mark,
        Tone.WORSE if mark else Tone.PLAIN,
        notes,
        line.late,
    )


_QUESTION = 160
"""Letters of a question: what one sheet can hold of seven."""


def figure(counted: Counted) -> Figure:
    """A figure with how it changed."""
    changes = [_change(each) for each in counted.changes]
    return Figure(counted.value, f"{counted.of}{counted.more}", counted.second, changes)


def _change(changed: Changed) -> Change:
    if changed.better is None:
        return Change(changed.words)
    return Change(f"{changed.arrow} {changed.by}", tone(changed.better))


def tone(better: bool | None) -> Tone:
    """How something is shown that became better or worse, or neither (None)."""
    return Tone.PLAIN if better is None else Tone.BETTER if better else Tone.WORSE


def partners(sheet: Sheet) -> Table:
    """What each partner owes."""
    heads = [
        Head("Agency", 2.6), Head("Unanswered", 1.3, number=True), Head("Late", 0.8, number=True),
        Head("Returned", 1.1, number=True),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [each.name, each.unanswered, each.late, each.returned] for each in sheet.partners.rows
    ]
    return Table("By partner", heads, rows, "No partner is on record.")


def map_of(grid: Grid) -> Map:
    """Where the risks stand, and from where they came."""
    found = dict.fromkeys(
        cell.band
        for cell in sorted((c for row in grid.rows for c in row.cells), key=lambda c: c.score)
    )
    ranks = {band: rank for rank, band in enumerate(found)}

    def spot(cell: Cell) -> Spot:
        count = cell.told if cell.risks else ""
        return Spot(cell.score, cell.band, ranks[cell.band], count, cell.came)

    rows = [Line(row.value, row.word, [spot(each) for each in row.cells]) for row in grid.rows]
    return Map(
        rows,
        [(each.value, each.word) for each in grid.impacts],
        len(ranks),
        [Arrow(each.x1, each.y1, each.x2, each.y2) for each in grid.arrows],
        "Likelihood up, impact across; an arrow comes from where a risk stood.",
    )


def moved(some: Sequence[Moved], earlier: View) -> Entries | Sentences:
    """What moved, with its reason."""
    if not some:
        since = brief_date(earlier.on)
        return Sentences([f"No score moved, and no risk came or went since {since}."])
    return Entries([
        Entry(f"{each.title}: {each.why}" if each.why else each.title, each.mark, tone(each.better))
        for each in some
    ])  # fmt: skip


def dates(sheet: Sheet) -> Table:
    """What comes on which day."""
    heads = [Head("Day", 0.8), Head("What comes", 4)]
    rows = [[short_day(each.day), "; ".join(each.what)] for each in sheet.dates.days]
    return Table("Dates", heads, rows, "No date is on record.")


def left_out(sheet: Sheet) -> list[str]:
    """What is not on the sheet, in sentences."""
    rest = ", ".join(each.words for each in sheet.decide.rest)
    return [*([f"Left out for want of room: {rest}."] if rest else []), *sheet.left_out]


def _outstanding(sheet: Sheet) -> Iterator[Sentences | Table]:
    if sheet.amiss:
        yield Sentences([" · ".join(sheet.amiss)], quiet=True)
    since = brief_date(sheet.earlier.on)
    heads = [
        Head("Reference", 1.3), Head("Risk", 4.2), Head("Score", 1.5), Head(f"Since {since}", 1.4),
        Head("Asked", 1.7), Head("Appetite", 0.9), Head("Target date", 1.7), Head("Late", 1.7),
        Head("Lacks", 1.7),
    ]  # fmt: skip
    rows = [_risk(each) for each in sheet.outstanding]
    yield Table("Outstanding risks", heads, rows, "No risk is outstanding.")
    if sheet.found.total > len(rows):
        yield Sentences([f"The first {len(rows)} of {sheet.found.total_words}."], quiet=True)


def _risk(each: Outstanding) -> list[str]:
    row = each.move.now
    likelihood, impact = row["current_likelihood"], row["current_impact"]
    gap = "\N{NO-BREAK SPACE}"
    place = f" ({likelihood}{gap}×{gap}{impact})" if likelihood and impact else ""
    score = f"{row['current_figure']} {row['current_band']}{place}" if row["current_figure"] else ""
    return [
        str(row["reference"]), str(row["title"]), score or "Not scored", change_words(each.move),
        each.asked, each.appetite, each.target, each.late, each.lacks,
    ]  # fmt: skip


def change_words(move: Movement) -> str:
    """What became of a risk, in a word or two."""
    change, before = move.change, move.before
    if change in ("up", "down"):
        return f"{'▲' if change == 'up' else '▼'} from {before}"
    return {
        "same": "No change",
        "new": "New",
        "reopened": "Reopened",
        "scored": "Newly scored",
    }.get(change, change.capitalize())
