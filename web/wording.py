"""The words for states, owners and days, the same on every page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from domain.actions import action
from domain.actions.words import STATUSES as ACTION_STATUSES
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.when import moment_of
from domain.kernel.item import long_date, post_of
from domain.recommendations.vocabulary import CLOSINGS, Closing, Source, Status
from domain.recommendations.words import SOURCES
from domain.recommendations.words import STATUSES as RECOMMENDATION_STATUSES
from projections.register import COUNTED, UNCOUNTED
from projections.versioned import Row
from projections.view import View

_MONTH = re.compile(r"\d{4}-\d{2}")


def source_words(source: str) -> str:
    """What kind of scrutiny it comes from."""
    return SOURCES[Source(source)]


def state_of_recommendation(row: Row, view: View) -> str:
    """How far it has come; once it is closed, why."""
    if row["closing"]:
        return CLOSINGS[Closing(row["closing"])]
    return RECOMMENDATION_STATUSES[Status(row["status"])]


def state_of_action(row: Row, view: View) -> str:
    """How far it has come."""
    return ACTION_STATUSES[action.Status(row["status"])]


def state_of_risk(row: Row, view: View) -> str:
    """Its current score, or that it is closed."""
    if row["status"] == "closed":
        return "Closed"
    figure = "" if row["current_figure"] is None else str(row["current_figure"])
    return " ".join(filter(None, [figure, row["current_band"]])) or "Not scored"


def owner_words(row: Row, view: View) -> str:
    """The role and the agency that are accountable; "" where nobody is."""
    return post_of(row["owner_role"], view.named(row["owner_agency"]))


def facts(known: Mapping[str, str]) -> list[dict[str, Any]]:
    """Facts as the rows of a summary list; what is not known is left out."""
    return [
        {"key": {"text": key}, "value": {"html" if isinstance(text, Markup) else "text": text}}
        for key, text in known.items()
        if text
    ]


def moved_times(day: str, moves: int) -> str:
    """A date, and how often it was moved; "" where there is none."""
    if not day:
        return ""
    return f"{long_date(day)}, moved {times(moves)}" if moves else long_date(day)


def partial_date(words: str) -> str:
    """A published date as people write it, as exact as it was: 2026-03 is March 2026."""
    if _MONTH.fullmatch(words):
        whole = long_date(f"{words}-01")
        return whole.removeprefix("1 ") if whole != f"{words}-01" else words
    return long_date(words)


def counted(count: int) -> str:
    """How many there are, as far as a register counts them."""
    return f"more than {COUNTED:,}" if count == UNCOUNTED else f"{count:,}"


def shortened(words: str, most: int) -> str:
    """The beginning of what somebody wrote, in one line of at most so many letters; “…” says that
    there is more."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"


def times(count: int) -> str:
    """How often, in words."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def days_long(days: int, unit: str = "day") -> str:
    """How long it takes: “12 days”, “1 working day”."""
    return f"{days:,} {unit}{'' if days == 1 else 's'}"


def days_left(days: int, unit: str = "day") -> str:
    """How long there is to go: “12 days left”, “1 working day late”, “due today”."""
    count = days_long(abs(days), unit)
    return "due today" if days == 0 else f"{count} left" if days > 0 else f"{count} late"


def time_left(minutes: int) -> str:
    """How long there is to go by the clock: “5 hours 20 minutes left”, “1 hour late”, “due now”."""
    hours, rest = divmod(abs(minutes), 60)
    counts = [(hours, "hour"), (rest, "minute")]
    words = [f"{count:,} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count]
    if not words:
        return "due now"
    return f"{' '.join(words)} {'left' if minutes > 0 else 'late'}"


def due_left(when: str, view: View) -> str:
    """How far something due is from the moment of a view: in working days, or in an urgent case
    in hours and minutes."""
    moment = moment_of(when)
    if moment is None:
        return working_days_left(when, view.on, view.calendar)
    now = view.moment.replace(second=0, microsecond=0)
    return time_left(int((moment - now).total_seconds()) // 60)


def working_days_left(day: str, on: date, calendar: Calendar) -> str:
    """How far an ISO date is from a day, in working days.

    On the weekend after it nothing is late yet: the next working day is the first that is.
    """
    left = calendar.between(on, date.fromisoformat(day))
    if not left and day < on.isoformat():
        return "due on the last working day"
    return days_left(left, "working day")
