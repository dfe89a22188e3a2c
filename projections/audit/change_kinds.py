"""What kind of change each event is. A correction is a kind of its own: it moves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from domain.kernel.item import Item


class Change(StrEnum):
    ADDED = "added"
    ENDED = "ended"
    REOPENED = "reopened"
    MOVED = "moved"
    REDATED = "redated"
    REOWNED = "reowned"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    OTHER = "other"
    NOTHING = "nothing"
    """Words were confirmed that were written before."""


CHANGES: Mapping[Change, str] = {
    Change.ADDED: "Added",
    Change.ENDED: "Ended",
    Change.REOPENED: "Reopened",
    Change.MOVED: "Moved",
    Change.REDATED: "Date changed",
    Change.REOWNED: "Owner changed",
    Change.ESCALATED: "Escalated",
    Change.ANSWERED: "Answered",
    Change.CORRECTED: "Corrected",
    Change.OTHER: "Changed otherwise",
}
"""How each is called, in the order in which they are told."""

_BY_NAME = {
    Change.ENDED: (
        "Agreed", "Cancelled", "Closed", "Decided", "Ended", "EndedEvent", "EndingReported",
        "InErrorAgreed", "Left", "Merged", "NoLonger", "RiskAccepted", "SeatEnded", "Superseded",
        "Verified", "Withdrawn",
    ),
    Change.REOPENED: ("PutBack", "Reopened"),
    Change.MOVED: (
        "Assessed", "Planned", "Rated", "Returned", "ReturnedToStage", "StageBegun",
        "StageReported", "StatusReported", "Submitted",
    ),
    Change.REDATED: (
        "ClockReworked", "Extended", "MeetingRedated", "RedateApproved", "ReviewScheduled",
        "TargetDateMoved", "TargetDateSet",
    ),
    Change.REOWNED: ("OwnerAssigned",),
    Change.ESCALATED: ("Escalated",),
    Change.ANSWERED: ("Accepted", "Answered", "Replied", "Responded"),
    Change.CORRECTED: ("Corrected", "DateCorrected", "ScoreCorrected"),
}  # fmt: skip
"""The names of events, whatever noun they are of; an item's first event adds it."""
_CHANGE_OF = {name: change for change, names in _BY_NAME.items() for name in names}


@cache
def change_of(event: type[Item.Event]) -> Change:
    """The kind of change that an event of a class is."""
    if issubclass(event, Item.Created):
        return Change.ADDED
    if issubclass(event, Item.WordsConfirmed):
        return Change.NOTHING
    return _CHANGE_OF.get(event.__qualname__.rpartition(".")[2], Change.OTHER)
