"""How far a commission has come."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.vocabulary import Spoken


class Status(StrEnum):
    """How far it has come. Nothing starts before it is ratified."""

    ASKED = "asked"
    RATIFIED = "ratified"
    DECLINED = "declined"
    STARTED = "started"
    REPORTED = "reported"
    CONSIDERED = "considered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATUSES = Spoken(
    {
        Status.ASKED: "Awaits ratification by {executive}",
        Status.RATIFIED: "Ratified, not started",
        Status.DECLINED: "Not ratified",
        Status.STARTED: "Under way",
        Status.REPORTED: "Reported, to be considered",
        Status.CONSIDERED: "Considered",
        Status.CLOSED: "Closed",
        Status.WITHDRAWN: "Withdrawn",
    }
)
OVER = frozenset({Status.DECLINED, Status.CLOSED, Status.WITHDRAWN})
"""What nothing more is done about."""
