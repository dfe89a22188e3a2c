"""The first rows of several lists and how many each has, for pages that show a little of much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from domain.kernel.terms import Sight
from projections.filters import Condition
from projections.questions import Question, left_open
from projections.register import UNCOUNTED, Page, Register
from projections.versioned import Row
from projections.view import View


@dataclass(frozen=True)
class Listed:
    """Some rows of a register: those that meet a condition, in an order (the usual one for "")."""

    register: Register[Any]
    which: Condition
    sort: str = ""


class Firsts:
    """What is asked of several lists at once, made once for a reader and asked at each moment.

    No list is counted further than to `counted_to`.
    """

    def __init__(
        self, lists: Sequence[Listed], *, now: bool, sight: Sight, counted_to: int = UNCOUNTED
    ) -> None:
        view = left_open(now=now, sight=sight)
        self._lists = lists
        self._counted = Question(select(*(_counted(each, view, counted_to) for each in lists)))
        self._first = [
            Question(each.register.first(view, each.which(view), sort=each.sort)) for each in lists
        ]

    def of(self, view: View, *, most: int) -> list[Page]:
        """The first rows of each list, at most so many, and how many it has.

        All are counted in one query; the rows of a list without any are not asked for.
        """
        if not self._lists:
            return []
        return [
            Page(self._rows(number, view, most) if total else [], total, size=most)
            for number, total in enumerate(self._counted.one(view))
        ]

    def _rows(self, number: int, view: View, most: int) -> list[Row]:
        told = self._lists[number].register.told
        found = self._first[number].rows(view, most=most, skipped=0)
        return [told(view, row) for row in found]


def _counted(each: Listed, view: View, most: int) -> ColumnElement[int]:
    return each.register.counted(view, each.which(view), most=most)
