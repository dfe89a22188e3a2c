"""How far the due dates of what is open have slipped since each was first set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from projections.actions import actions
from projections.actions.actions import ACTIONS
from projections.recommendations import follow_up
from projections.recommendations.follow_up import FOLLOW_UP
from projections.view import View


@dataclass(frozen=True)
class Slip:
    """An open item whose due date is later than the first one it had."""

    reference: str
    words: str
    first: date
    due: date
    moves: int

    @property
    def days(self) -> int:
        """By how many days it has slipped."""
        return (self.due - self.first).days


def slips(view: View) -> Sequence[Slip]:
    """Those of all open recommendations and actions, the furthest first; in a query for each."""
    found: list[Slip] = []
    for row, register, asks, is_open in (
        (FOLLOW_UP.c, FOLLOW_UP, FOLLOW_UP.c.words, follow_up.is_open()),
        (ACTIONS.c, ACTIONS, ACTIONS.c.title, actions.is_open()),
    ):
        asked = select(row.reference, asks, row.first_due_on, row.due_on, row.moves)
        later = (row.first_due_on != "", row.due_on > row.first_due_on)
        rows = view.connection.execute(register.narrowed(asked, view, is_open, *later))
        found += [
            Slip(reference, words, date.fromisoformat(first), date.fromisoformat(due), moves)
            for reference, words, first, due, moves in rows
        ]
    return sorted(found, key=lambda each: (-each.days, each.reference))
