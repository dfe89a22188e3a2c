"""Questions that are made once and asked of many views.

To put a query together takes longer than to run it. So what pages ask again and again is made once,
of a view that leaves the moment open, and asked with the day and the position of each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import BigInteger, BindParameter, Select, String, bindparam
from sqlalchemy.sql import visitors

from domain.kernel.terms import Sight
from projections.view import View
from storage.statements import Statement

Made = TypeVar("Made")
Row = dict[str, Any]
_LEFT_OPEN = ("today", "minute", "position", "due_soon_on", "stale_before")
"""What a question takes from the view that it is asked of, each an attribute of the view."""


@dataclass(frozen=True)
class OpenView(View):
    """A view of which only is known whose it is, and whether it is of now."""

    today = bindparam("today", type_=String())  # type: ignore[assignment]
    minute = bindparam("minute", type_=String())  # type: ignore[assignment]
    due_soon_on = bindparam("due_soon_on", type_=String())  # type: ignore[assignment]
    stale_before = bindparam("stale_before", type_=String())  # type: ignore[assignment]


def left_open(*, now: bool, sight: Sight) -> View:
    """A reader's view of now, or of any moment of the past."""
    nothing = cast("Any", None)
    position = cast("Any", bindparam("position", type_=BigInteger()))
    return OpenView(nothing, nothing, position, now=now, sight=sight)


class Question:
    """A query, made once, whose moment is left open."""

    def __init__(self, query: Select[Any]) -> None:
        self._statement = Statement(query)
        self._keys = list(query.selected_columns.keys())
        binds = {each.key for each in visitors.iterate(query) if isinstance(each, BindParameter)}
        self._taken = [name for name in _LEFT_OPEN if name in binds]

    def rows(self, view: View, **values: Any) -> list[Row]:
        """What it finds at the moment of a view."""
        found = self._statement.all(view.connection, **self._of(view), **values)
        keys = self._keys
        return [dict(zip(keys, row, strict=True)) for row in found]

    def each(self, view: View, **values: Any) -> Iterator[Row]:
        """The same one by one, for more rows than memory should hold."""
        keys = self._keys
        for rows in self._statement.batches(view.connection, **self._of(view), **values):
            for row in rows:
                yield dict(zip(keys, row, strict=True))

    def one(self, view: View, **values: Any) -> tuple[Any, ...]:
        """The only row that it finds, without the names of its columns."""
        (row,) = self._statement.all(view.connection, **self._of(view), **values)
        return row

    def _of(self, view: View) -> Row:
        return {name: getattr(view, name) for name in self._taken}


class Remembered(Generic[Made]):
    """What was made once, by what it was made for; so much of it, then all is made anew."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._made: dict[Hashable, Made] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made for the key, or is now."""
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= self._most:
                self._made.clear()
            found = self._made[key] = make()
        return found
