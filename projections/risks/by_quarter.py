"""How risks stood at the end of each quarter. A correction is no movement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from projections.indexes import ever
from projections.quarters import Quarter
from projections.risks.risk_register import RISKS, is_open
from projections.versioned import Row
from projections.view import View


@dataclass(frozen=True)
class Stood:
    """How an open risk stood: its score and band, with what was corrected since."""

    figure: int | None
    band: str


Course = Sequence[Stood | None]
"""How one risk stood at the end of each quarter; None where it was not open."""


def courses(
    view: View, references: Sequence[str], quarters: Sequence[Quarter]
) -> Mapping[str, Course]:
    """How each of these risks stood at the end of each quarter; in one query."""
    found = {}
    for reference, rows in _versions(view, references).items():
        last = _last_of_each_assessment(rows)
        found[reference] = [_stood(row, last) for row in _at_each(rows, quarters)]
    return found


def bands_by_quarter(view: View, quarters: Sequence[Quarter]) -> Sequence[Mapping[str, int]]:
    """How many risks were open in each band at the end of each quarter; "" is those without one.

    All are counted at once, as the register said then. Of the few that were corrected since, or
    recorded in error, what was said is taken back and what was meant is counted.
    """
    counts = [Counter[str]() for _ in quarters]
    for band, *found in view.connection.execute(_as_said(view, quarters)):
        for count, risks in zip(counts, found, strict=True):
            count[band] += risks
    for rows in _versions(view, _mended(view)).values():
        in_error, last = rows[-1]["in_error"], _last_of_each_assessment(rows)
        for count, row in zip(counts, _at_each(rows, quarters), strict=True):
            if row and (meant := _stood(row, last)):
                count[row["current_band"]] -= 1
                count[meant.band] += not in_error
    return [+count for count in counts]


def _as_said(view: View, quarters: Sequence[Quarter]) -> Select[Any]:
    row = RISKS.c
    there = [func.sum(case((each.at(RISKS.table), 1), else_=0)) for each in quarters]
    query = select(row.current_band, *there).where(ever(RISKS.table), is_open())
    if not view.sight.everything:
        query = query.where(row.reference.in_(RISKS.seen_today(view.sight)))
    return query.group_by(row.current_band)


def _mended(view: View) -> Sequence[str]:
    """The risks of which something was corrected, or which were recorded in error."""
    row = RISKS.c
    mended = or_(row.corrections > 0, row.in_error.is_(True))
    query = RISKS.narrowed(select(row.reference), view, mended, with_errors=True)
    return view.connection.scalars(query).all()


def _versions(view: View, references: Sequence[str]) -> Mapping[str, Sequence[Row]]:
    """Every row that these risks have had up to the moment, in order, as far as scores go."""
    if not references:
        return {}
    row = RISKS.c
    query = (
        select(row.reference, row.since, row.until, row.status, row.in_error, row.assessment,
               row.current_figure, row.current_band)
        .where(row.reference.in_(references), row.since <= view.position)
        .order_by(row.since)
    )  # fmt: skip
    found: dict[str, list[Row]] = {}
    for each in view.rows(query):
        found.setdefault(each["reference"], []).append(each)
    return found


def _at_each(rows: Sequence[Row], quarters: Sequence[Quarter]) -> Iterator[Row | None]:
    """The row that was true at the end of each quarter."""
    for quarter in quarters:
        yield next((row for row in rows if quarter.holds(row["since"], row["until"])), None)


def _last_of_each_assessment(rows: Sequence[Row]) -> Mapping[int, Row]:
    """The row in which each assessment of the current score had been corrected, if it ever was."""
    return {row["assessment"]: row for row in rows}


def _stood(row: Row | None, last: Mapping[int, Row]) -> Stood | None:
    if row is None or row["status"] != "open":
        return None
    meant = last[row["assessment"]]
    return Stood(meant["current_figure"], meant["current_band"])
