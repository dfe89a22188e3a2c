"""A look at the ledger: who looks, and at which moment. Every question is asked of a View."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, or_

from domain.kernel.days.calendar import NO_HOLIDAYS, Calendar
from domain.kernel.days.when import moment_text, start_of
from domain.kernel.followed import Deadlines
from domain.kernel.terms import Sight
from domain.kernel.vocabulary import Vocabulary
from domain.partnership.settled import UNSETTLED, Settled
from domain.risks.matrix import Matrix
from projections.indexes import ever

EVERYTHING = Sight(everything=True)
UNSEEN = "an item that your role does not see"
"""What is said in place of a reference."""
_FEW = 100
"""Up to so many items are asked after one by one; for a long file, all are read at once."""
_REFERENCE = re.compile(r"\b[A-Z]{3}-[0-9]{4}-[0-9]{3,}\b", re.IGNORECASE | re.ASCII)


def _guarded(reference: str) -> bool:
    """Whether a reference is of a kind of item that not everybody sees."""
    from projections.register import GUARDED

    return any(reference.startswith(f"{each.item.prefix}-") for each in GUARDED)


@dataclass(frozen=True)
class View:
    """The ledger as one reader sees it at one moment.

    `position` is that of the log; `on` the moment's date in London, which says what was overdue
    then, and `instant` the moment itself, where that is known more exactly: what is due by the
    minute is asked of it. `now`: the moment is the present. `asked` is the moment as the reader
    wrote it, "" for now. All that is read through one view is read in one transaction.
    """

    connection: Connection
    on: date
    position: int
    now: bool = True
    sight: Sight = EVERYTHING
    listed: Calendar = NO_HOLIDAYS
    asked: str = ""
    unfounded: Settled = UNSETTLED
    instant: datetime | None = None

    @property
    def today(self) -> str:
        """The moment's date as ISO text, as rows hold dates."""
        return self.on.isoformat()

    @property
    def moment(self) -> datetime:
        """The moment itself; of a day its end."""
        return self.instant or start_of(self.on + timedelta(days=1)) - timedelta(minutes=1)

    @property
    def when(self) -> str:
        """The moment as events hold one."""
        return moment_text(self.moment)

    @property
    def minute(self) -> str:
        """The moment to the minute as ISO text in UTC, as rows hold moments."""
        return self.moment.astimezone(UTC).isoformat(timespec="minutes")

    @property
    def query(self) -> dict[str, Any]:
        """What a link carries along to stay at the moment."""
        return {"as-at": self.asked} if self.asked else {}

    @cached_property
    def _founded(self) -> tuple[Settled, frozenset[date]]:
        """What the partnership had settled by the moment, and the bank holidays that it had
        recorded; read once."""
        from projections.partnership.partnership import settled_at

        return settled_at(self)

    @property
    def settled(self) -> Settled:
        """What the partnership had settled by the moment."""
        return self._founded[0]

    @cached_property
    def calendar(self) -> Calendar:
        """The working days, as they were known then."""
        return self.listed.also(self._founded[1])

    @property
    def deadlines(self) -> Deadlines:
        """What counted as late then where nobody set a date."""
        return self.settled.deadlines

    @property
    def matrix(self) -> Matrix:
        """The risk matrix that held then."""
        return self.settled.matrix

    @property
    def vocabulary(self) -> Vocabulary:
        """What the partnership called things then."""
        return self.settled.vocabulary

    @cached_property
    def due_soon_on(self) -> str:
        """The last day that counts as soon."""
        return (self.on + timedelta(days=self.deadlines.due_soon)).isoformat()

    @cached_property
    def stale_before(self) -> str:
        """Whatever was last updated before this day is stale."""
        return self.calendar.after(self.on, -self.deadlines.stale_after).isoformat()

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the agencies were called at the moment, by their references; read once."""
        from projections.partnership.agencies import agency_names

        return agency_names(self)

    def named(self, agency: str) -> str:
        """What an agency was called then; a reference that is nobody's stays as it is."""
        return self.names.get(agency, agency) if agency else ""

    def at(self, table: FromClause) -> ColumnElement[bool]:
        """The rows of a register that were true at the moment."""
        if self.now:
            return table.c.until.is_(None)
        return and_(
            ever(table),
            table.c.since <= self.position,
            or_(table.c.until.is_(None), table.c.until > self.position),
        )

    def hides(self, reference: str) -> bool:
        """Whether the reader may not know of an item: today's sight decides, at any moment.

        Of what not everybody sees, one that there is not is hidden like one that there is.
        """
        if self.sight.everything or not _guarded(reference):
            return False
        if reference not in self._asked and len(self._asked) < _FEW:
            self._asked[reference] = reference in self._references(reference)
        known = self._asked.get(reference)
        return reference not in self._known if known is None else not known

    def told(self, words: str) -> str:
        """What was said, without the references of items that the reader may not know of."""
        if self.sight.everything:
            return words
        return _REFERENCE.sub(
            lambda found: UNSEEN if self.hides(found[0].upper()) else found[0], words
        )

    @cached_property
    def _asked(self) -> dict[str, bool]:
        """Whether the reader may know of each item that was asked after; the first few."""
        return {}

    @cached_property
    def _known(self) -> frozenset[str]:
        """The references of what only some may see, and this reader may; read once."""
        return self._references()

    def _references(self, wanted: str = "") -> frozenset[str]:
        from projections.register import GUARDED

        queries = [register.seen_today(self.sight) for register in GUARDED]
        if wanted:
            queries = [each.where(each.selected_columns.reference == wanted) for each in queries]
        return frozenset(found for each in queries for found in self.connection.scalars(each))

    def back_to(self, *, on: date, position: int, instant: datetime | None = None) -> View:
        """The same reader's look at an earlier moment."""
        return replace(self, on=on, position=position, now=False, instant=instant)

    def rows(self, query: Select[Any]) -> list[Mapping[str, Any]]:
        """What a query finds."""
        return cast("list[Mapping[str, Any]]", self.connection.execute(query).mappings().all())
