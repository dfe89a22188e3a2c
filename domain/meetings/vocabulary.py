"""What can be said of a meeting, and of what happens in it."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.vocabulary import Spoken


class Kind(StrEnum):
    """Whether it was to be expected (ToR 3.1)."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


KINDS = {Kind.ORDINARY: "Ordinary", Kind.EXTRAORDINARY: "Extraordinary"}


class Mode(StrEnum):
    """Where its members are (ToR 3.1)."""

    IN_PERSON = "in_person"
    VIRTUAL = "virtual"
    BOTH = "both"


MODES = {Mode.IN_PERSON: "Face to face", Mode.VIRTUAL: "Virtual", Mode.BOTH: "Both at once"}


class Status(StrEnum):
    """How far it has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    CALLED_OFF = "called_off"
    REARRANGED = "rearranged"


STATUSES = {
    Status.PLANNED: "Planned",
    Status.UNDER_WAY: "Under way",
    Status.CLOSED: "Closed",
    Status.CALLED_OFF: "Called off",
    Status.REARRANGED: "Rearranged",
}


class AskedTo(StrEnum):
    """What the meeting is asked to do with an item."""

    NOTE = "note"
    DISCUSS = "discuss"
    DECIDE = "decide"


ASKED_TO = {AskedTo.NOTE: "Note it", AskedTo.DISCUSS: "Discuss it", AskedTo.DECIDE: "Decide"}


class How(StrEnum):
    """How somebody takes part. Online counts while they are heard."""

    PRESENT = "present"
    ONLINE = "online"
    APOLOGIES = "apologies"
    ABSENT = "absent"


HOWS = {
    How.PRESENT: "In the room",
    How.ONLINE: "Online",
    How.APOLOGIES: "Apologies",
    How.ABSENT: "Absent without apologies",
}
THERE = frozenset({How.PRESENT, How.ONLINE})


class Answer(StrEnum):
    """What somebody says beforehand."""

    COMING = "coming"
    ONLINE = "online"
    APOLOGIES = "apologies"
    SUBSTITUTE = "substitute"


ANSWERS = {
    Answer.COMING: "Comes",
    Answer.ONLINE: "Takes part online",
    Answer.APOLOGIES: "Sends apologies",
    Answer.SUBSTITUTE: "Sends a substitute",
}


class InterestKind(StrEnum):
    """Whose an interest is: an agency's stays and counts, a person's leaves and does not."""

    AGENCY = "agency"
    PERSON = "person"


INTERESTS = {
    InterestKind.AGENCY: "Of their agency: they stay and count",
    InterestKind.PERSON: "Of their own: they leave for the item and do not count",
}


class StatementKind(StrEnum):
    """What stands whether or not the meeting is quorate."""

    UNDERTAKING = "undertaking"
    DISAGREEMENT = "disagreement"
    ALERT = "alert"


STATEMENTS = Spoken(
    {
        StatementKind.UNDERTAKING: "An agency’s own undertaking",
        StatementKind.DISAGREEMENT: "A disagreement",
        StatementKind.ALERT: "An alert to {executive}",
    }
)


class CaptureKind(StrEnum):
    """What is noted in a line during a meeting, to be recorded as an item of its own."""

    ACTION = "action"
    DECISION = "decision"
    DISAGREEMENT = "disagreement"
    RISK = "risk"
    COMMISSION = "commission"


CAPTURES = {
    CaptureKind.ACTION: "Action",
    CaptureKind.DECISION: "Decision",
    CaptureKind.DISAGREEMENT: "Disagreement",
    CaptureKind.RISK: "Risk",
    CaptureKind.COMMISSION: "Work commissioned",
}


class Amended(StrEnum):
    """What became of a correction that was asked for."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
