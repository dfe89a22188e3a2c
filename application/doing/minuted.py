"""Minutes that name a meeting of this ledger: they are of its day, and of the group that met.

Whoever names it by reference need not say its day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from application.doing.access import Person, sees
from application.ledger.ledger import Ledger
from domain.groups.group import Group
from domain.kernel.deciding.minutes import Minute
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.item import london_date, long_date
from domain.meetings.meeting import Meeting


def with_its_day(ledger: Ledger, person: Person, values: dict[str, Any]) -> dict[str, Any]:
    """What was typed of a minute, with the day of its meeting where only its reference was."""
    meeting = values.get("meeting")
    minute = Minute.of(meeting=meeting) if isinstance(meeting, str) else None
    if minute is None or not minute.reference or values.get("minuted_on"):
        return values
    day = date.fromisoformat(_meeting(ledger, person, minute).meets_on)
    if day > london_date(ledger.now()):
        raise DomainError(
            f"{minute.reference} is on {long_date(day.isoformat())}, still to come. Enter a "
            "meeting that has been held.",
            field="meeting",
        )
    return {**values, "minuted_on": day}


def of_its_meeting(ledger: Ledger, person: Person, minute: Minute) -> Minute:
    """The minute with the group that met, where its meeting is named by reference.

    Raises DomainError where the reader sees no such meeting, it met on another day, or it did not
    take place.
    """
    if not minute.reference:
        return minute
    meeting = _meeting(ledger, person, minute)
    if minute.date and minute.date != meeting.meets_on:
        raise DomainError(
            f"{minute.reference} met on {long_date(meeting.meets_on)}. Enter that date, or another "
            "meeting.",
            field="minuted_on",
        )
    if reason := meeting.why_void() or (None if meeting.opened_on else meeting.why_over()):
        raise DomainError(
            f"Nothing was decided at {minute.reference}. {reason} Enter another meeting.",
            field="meeting",
        )
    group = ledger.get(Group, meeting.group)
    return replace(
        minute,
        group=meeting.group,
        group_kind=str(group.kind),
        group_name=meeting.group_name,
    )


def _meeting(ledger: Ledger, person: Person, minute: Minute) -> Meeting:
    try:
        meeting = ledger.get(Meeting, minute.reference)
    except NotFoundError as error:
        raise _unknown(minute) from error
    if not sees(person, meeting):
        raise _unknown(minute)
    return meeting


def _unknown(minute: Minute) -> DomainError:
    return DomainError(
        f"There is no meeting {minute.reference}. Enter its reference, or what it is called.",
        field="meeting",
    )
