"""A meeting as a file that a calendar takes in (RFC 5545): its reference and its dates only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import Status


def calendar_file(meeting: Meeting, *, address: str, origin: str, stamped: datetime) -> bytes:
    """The meeting in one file; taken in again, it replaces what the calendar had of it.

    What it is about, where it is and who comes stays in the ledger: a calendar is read by others.
    `origin` is the ledger's, so that two ledgers do not take each other's meetings for their own.
    """
    event = Event()
    event.add("uid", f"{meeting.reference}@{origin}")
    event.add("dtstamp", stamped.astimezone(UTC))
    off = meeting.status in _OFF and not meeting.closed_on
    event.add("sequence", meeting.moves + meeting.corrections + off)
    event.add("summary", f"{meeting.group_name} {meeting.reference}")
    event.add("url", address)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("class", "PRIVATE")
    if meeting.starts_at:
        event.add("dtstart", meeting.starts.astimezone(UTC))
        length = meeting.minutes or meeting.planned_minutes or _USUAL
        event.add("dtend", meeting.starts.astimezone(UTC) + timedelta(minutes=length))
    else:
        day = date.fromisoformat(meeting.meets_on)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    calendar = Calendar()
    calendar.add("prodid", "-//Scrutiny Ledger//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


_USUAL = 60
"""Minutes that a calendar keeps free where nobody said how long the meeting takes."""
_OFF = (Status.CALLED_OFF, Status.REARRANGED)
