"""The ends of the last quarters, so that a register can be read as it stood at each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, FromClause, String, and_, bindparam, or_, select

from projections.audit.audit_trail import audit_trail, end_of, instant
from projections.view import View
from storage.statements import Statement

QUARTERS = 8
"""How far back pictures go: two years, so that each quarter has the same one beside it."""


@dataclass(frozen=True)
class Quarter:
    """The last day of a quarter, and the position of the log at its end.

    Of the quarter that is running it is the moment that is looked at.
    """

    on: date
    position: int

    def holds(self, since: int, until: int | None) -> bool:
        """Whether a row that was true from one position to another was true then."""
        return since <= self.position and (until is None or until > self.position)

    def at(self, table: FromClause) -> ColumnElement[bool]:
        """The rows of a register that were true then."""
        return and_(
            table.c.since <= self.position,
            or_(table.c.until.is_(None), table.c.until > self.position),
        )


def quarters(view: View) -> Sequence[Quarter]:
    """The last eight quarters up to the moment of a view, the earliest first; in one query."""
    days = list(islice(_ends_before(view.on), QUARTERS - 1))
    ends = {f"end_{number}": instant(end_of(day)) for number, day in enumerate(days)}
    (positions,) = _POSITIONS.all(view.connection, **ends)
    past = [Quarter(day, at or 0) for day, at in zip(days, positions, strict=True)]
    return [*reversed(past), Quarter(view.on, view.position)]


def _ends_before(day: date) -> Iterator[date]:
    """The last days of the quarters before one, the latest first."""
    while True:
        day = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)
        yield day


# Each is found at the end of an index: the time of recording never goes back.
_POSITIONS = Statement(
    select(
        *(
            select(audit_trail.c.position)
            .where(audit_trail.c.recorded_at <= bindparam(f"end_{number}", type_=String()))
            .order_by(audit_trail.c.recorded_at.desc(), audit_trail.c.position.desc())
            .limit(1)
            .scalar_subquery()
            for number in range(QUARTERS - 1)
        )
    )
)
