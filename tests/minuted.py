"""Where it is written down that a group decided, as tests give it."""

from __future__ import annotations

from domain.kernel.deciding.minutes import NONE_FOUND, Minute

MINUTE = Minute(meeting="KSCMP Executive", number="5.2", date="2026-05-12")
"""In a meeting, on the day of most tests."""
NOT_MINUTED = Minute(power=NONE_FOUND)
"""Outside a meeting: fit for a decision of any day."""
OUTSIDE = {"power": NONE_FOUND}
"""The same, as it is typed."""
FIELDS = MINUTE.facts
"""What an event holds of that minute."""


def minuted(number: str, *, meeting: str = "Executive", on: str = "2026-05-12") -> dict[str, str]:
    """What an event holds of a minute of that number."""
    return Minute(meeting=meeting, number=number, date=on).facts
