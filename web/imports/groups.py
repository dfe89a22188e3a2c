"""The groups that meet and their meetings, for files that name them."""

from __future__ import annotations

from datetime import date

from application.ledger.ledger import Ledger
from domain.kernel.plain import normal
from domain.meetings.vocabulary import Status
from projections.groups.groups import GROUPS
from projections.meetings.meetings import MEETINGS
from projections.view import View
from web.moments import look


class GroupsThatMeet:
    """The groups of a ledger, ended ones too, by their names and references, and the meetings that
    were held or are to be. Names are read again only after something has happened in the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._position = -1
        self._called: dict[str, str] = {}

    def called(self, words: str) -> str:
        """The reference of the group with that name, short name or reference; "" for none."""
        with self._ledger.reading() as connection:
            position = self._ledger.position()
            if position != self._position:
                self._called = _names(look(self._ledger, connection))
                self._position = position
        return self._called.get(normal(words), "")

    def met(self, group: str, day: date) -> str:
        """The reference of the one meeting of a group on that day; "" for none, or several."""
        row = MEETINGS.c
        with self._ledger.reading() as connection:
            found = MEETINGS.rows(
                look(self._ledger, connection),
                row.group == group,
                row.meets_on == day.isoformat(),
                row.status.not_in((Status.CALLED_OFF, Status.REARRANGED)),
            )
        return str(found[0]["reference"]) if len(found) == 1 else ""

    def group_of(self, meeting: str) -> str:
        """Which group meets there, by the reference of a meeting; "" where there is no such."""
        with self._ledger.reading() as connection:
            row = MEETINGS.one_row(look(self._ledger, connection), meeting)
        return str(row["group"]) if row else ""


def _names(view: View) -> dict[str, str]:
    """References by names; a name that two groups have is neither's."""
    found: dict[str, str] = {}
    for row in GROUPS.rows(view):
        for name in {normal(row[key]) for key in ("name", "short", "reference")} - {""}:
            found[name] = "" if name in found else row["reference"]
    return found
