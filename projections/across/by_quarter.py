"""How much there was of an agency, or of a theme, at the end of each quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, false, func, or_, select

from projections.across.kinds import ALL, KINDS, LATE, OPEN, UNANSWERED, Kind
from projections.indexes import ever
from projections.quarters import Quarter
from projections.view import View

COUNTED = (OPEN, LATE, UNANSWERED)


@dataclass(frozen=True)
class Then:
    """How many were open, late and unanswered at the end of a quarter."""

    on: str
    open: int
    late: int
    unanswered: int


def by_quarter(
    view: View, quarters: Sequence[Quarter], *, agency: str = "", theme: str = ""
) -> list[Then]:
    """How many there were in all registers, as was said then; what is known by the moment to be
    recorded in error is left out. One query for each register."""
    sums = [[0] * len(COUNTED) for _ in quarters]
    for kind in KINDS:
        for total, counts in zip(
            sums, _counts(view, quarters, kind, agency=agency, theme=theme), strict=True
        ):
            total[:] = [have + more for have, more in zip(total, counts, strict=True)]
    return [Then(each.on.isoformat(), *total) for each, total in zip(quarters, sums, strict=True)]


def _counts(
    view: View, quarters: Sequence[Quarter], kind: Kind, *, agency: str, theme: str
) -> list[list[int]]:
    table = kind.register.table
    asked = [kind.filters(each, agency=agency, theme=theme) for each in COUNTED]
    if not any(asked):
        return [[0] * len(COUNTED) for _ in quarters]
    # What a theme means now, it meant then.
    meant = [each and kind.meant(view, each) for each in asked]
    parts = []
    for quarter in quarters:
        then = view.back_to(on=quarter.on, position=quarter.position)
        for filters in meant:
            holds = kind.condition(then, filters) if filters else false()
            parts.append(func.count(case((and_(quarter.at(table), holds), 1))))
    here = table.alias()
    known = select(here.c.reference).where(view.at(here), here.c.in_error.is_(False))
    whole = kind.filters(ALL, agency=agency, theme=theme)
    any_of = [
        kind.condition(view, each) for each in (whole and kind.meant(view, whole), *meant) if each
    ]
    query = select(*parts).where(ever(table), or_(*any_of), table.c.reference.in_(known))
    if not view.sight.everything:
        query = query.where(table.c.reference.in_(kind.register.seen_today(view.sight)))
    found = list(view.connection.execute(query).one())
    width = len(COUNTED)
    return [found[at : at + width] for at in range(0, len(found), width)]
