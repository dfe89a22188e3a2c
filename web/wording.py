"""The words for the states of recommendations and actions, the same on every page and in files."""

from __future__ import annotations

import re
from datetime import date

from domain.actions import action
from domain.kernel.calendar import Calendar
from domain.kernel.item import long_date
from domain.recommendations.vocabulary import CLOSINGS, Closing, Source, Status
from domain.recommendations.words import SOURCES
from projections.versioned import Row

RECOMMENDATION_STATUSES = {
    Status.RECEIVED: "Received",
    Status.RESPONDED: "Responded",
    Status.IN_PROGRESS: "In progress",
    Status.SUBMITTED: "Awaiting verification",
    Status.RETURNED: "Returned",
    Status.CLOSED: "Closed",
}
ACTION_STATUSES = {
    action.Status.OPEN: "Not started",
    action.Status.IN_PROGRESS: "In progress",
    action.Status.SUBMITTED: "Awaiting verification",
    action.Status.RETURNED: "Returned",
    action.Status.DONE: "Done",
    action.Status.CANCELLED: "Cancelled",
}
COLOURS = {"red": "Red", "amber": "Amber", "green": "Green", "blue": "Blue: closed"}
IMPACTS = {"sustained": "Sustained", "partial": "Partial", "not_evident": "Not evident"}


def source_words(source: str) -> str:
    """What kind of scrutiny it comes from."""
    return SOURCES[Source(source)]


def state_of_recommendation(row: Row) -> str:
    """How far it has come; once it is closed, why."""
    if row["closing"]:
        return CLOSINGS[Closing(row["closing"])]
    return RECOMMENDATION_STATUSES[Status(row["status"])]


def state_of_action(row: Row) -> str:
    """How far it has come."""
    return ACTION_STATUSES[action.Status(row["status"])]


def partial_date(words: str) -> str:
    """A published date as people write it, as exact as it was: 2026-03 is March 2026."""
    if re.fullmatch(r"\d{4}-\d{2}", words):
        whole = long_date(f"{words}-01")
        return whole.removeprefix("1 ") if whole != f"{words}-01" else words
    return long_date(words)


def times(count: int) -> str:
    """How often, in words."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def days_left(days: int, unit: str = "day") -> str:
    """How long there is to go: “12 days left”, “1 working day late”, “due today”."""
    count = f"{abs(days):,} {unit}{'' if abs(days) == 1 else 's'}"
    return "due today" if days == 0 else f"{count} left" if days > 0 else f"{count} late"


def working_days_left(day: str, on: date, calendar: Calendar) -> str:
    """How far an ISO date is from a day, in working days.

    On the weekend after it nothing is late yet: the next working day is the first that is.
    """
    left = calendar.between(on, date.fromisoformat(day))
    if not left and day < on.isoformat():
        return "due on the last working day"
    return days_left(left, "working day")
