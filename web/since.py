"""The earlier of two moments that a page compares: the one asked for, else the usual one.

The Executive asks what has changed since it last met, so the usual one is the end of that day.
Where no meeting of it is on record, it is a quarter before the page's own moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import request

from domain.kernel.bodies import BODY_NAMES, Body
from domain.kernel.errors import DomainError
from projections.audit.audit_trail import end_of, position_at
from projections.meetings.meetings import Held, held_before
from projections.view import View
from web.moments import look_back
from web.view import the_view, without

QUARTER = timedelta(days=91)
"""How far back a comparison goes where no meeting says: the Executive meets quarterly."""
_OFFERED = 6
"""How many of the last meetings are offered."""


@dataclass(frozen=True)
class Offered:
    """A meeting since which a page can show what changed, and its address for that."""

    words: str
    href: str


@dataclass(frozen=True)
class Since:
    """Why a page compares with its earlier moment, and since which meetings else it could."""

    why: str
    offered: Sequence[Offered]


def earlier_asked_for() -> View | None:
    """The moment to compare with (`?since=2026-03-31`), if the address names one.

    Raises DomainError when it makes no sense or comes after the page's own moment.
    """
    words, view = request.args.get("since", "").strip(), the_view()
    if not words:
        return None
    earlier = look_back(view, words)
    if earlier.on > view.on:
        raise DomainError("The date to compare with must not be after the date of the page.")
    return earlier


def since_asked_for() -> View:
    """The moment to compare with: the one in the address, or the usual one."""
    return earlier_asked_for() or since_the_executive(the_view())


def a_quarter_before(view: View) -> View:
    """The same reader's look at the ledger a quarter earlier."""
    return _at_the_end_of(view.on - QUARTER, view)


def since_in_words(earlier: View) -> Since:
    """Why the page compares with that moment, and the last meetings to choose among."""
    view = the_view()
    held = held_before(view, most=_OFFERED)
    executive = held_before(view, most=1, executive=True)
    here = f"{request.path}{without('since') or '?'}"
    joined = "" if here.endswith("?") else "&"
    offered = [
        Offered(each.words, f"{here}{joined}since={each.meets_on}")
        for each in dict.fromkeys([*executive, *held])
    ]
    asked = bool(request.args.get("since", "").strip())
    return Since(_why(earlier, held, executive, asked=asked), offered)


def why_since(earlier: View, view: View, *, asked: bool) -> str:
    """Why `view` is compared with that moment; `asked`: somebody named it."""
    held = held_before(view, most=_OFFERED)
    return _why(earlier, held, held_before(view, most=1, executive=True), asked=asked)


def _why(earlier: View, held: Sequence[Held], executive: Sequence[Held], *, asked: bool) -> str:
    day = earlier.today
    met = next((each for each in [*executive, *held] if each.meets_on == day), None)
    if met:
        who = f"{BODY_NAMES[Body.EXECUTIVE]} last" if met in executive else met.group_name
        return f"the day on which {who} met ({met.reference})"
    if asked:
        return "the date that was asked for"
    return f"a quarter earlier: no meeting of {BODY_NAMES[Body.EXECUTIVE]} before it is on record"


def since_the_executive(view: View) -> View:
    """The usual earlier moment."""
    met = held_before(view, most=1, executive=True)
    return (
        _at_the_end_of(date.fromisoformat(met[0].meets_on), view) if met else a_quarter_before(view)
    )


def _at_the_end_of(day: date, view: View) -> View:
    return view.back_to(on=day, position=position_at(view.connection, end_of(day)))
