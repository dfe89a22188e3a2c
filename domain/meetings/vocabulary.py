"""What can be said of a meeting, and of what happens in it."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.vocabulary import Spoken


class Kind(StrEnum):
    """Whether it was to be expected (ToR 3.1)."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    NOT_RECORDED = "not_recorded"


KINDS = {
    Kind.ORDINARY: "Ordinary",
    Kind.EXTRAORDINARY: "Extraordinary",
    Kind.NOT_RECORDED: "Not recorded",
}


class Mode(StrEnum):
    """Where its members are (ToR 3.1)."""

    IN_PERSON = "in_person"
    VIRTUAL = "virtual"
    BOTH = "both"
    NOT_RECORDED = "not_recorded"


MODES = {
    Mode.IN_PERSON: "Face to face",
    Mode.VIRTUAL: "Virtual",
    Mode.BOTH: "Both at once",
    Mode.NOT_RECORDED: "Not recorded",
}


class Quorate(StrEnum):
    """Whether a meeting was quorate: proved here, or said of one before this ledger."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    UNKNOWN = "unknown"
    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    NOT_RECORDED = "not_recorded"


QUORATE = {
    Quorate.YES: "Quorate",
    Quorate.NO: "Not quorate",
    Quorate.PARTLY: "Quorate for some items",
    Quorate.UNKNOWN: "Quorum not known",
    Quorate.SAID_YES: "Said to have been quorate",
    Quorate.SAID_NO: "Said not to have been quorate",
    Quorate.NOT_RECORDED: "Quorum not recorded",
}
SAID = (Quorate.SAID_YES, Quorate.SAID_NO, Quorate.NOT_RECORDED)
"""What can be known of one before this ledger."""


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


OWN_ANSWERS = {
    Answer.COMING: "Yes, in the room",
    Answer.ONLINE: "Yes, online",
    Answer.APOLOGIES: "No: apologies",
    Answer.SUBSTITUTE: "No: I send a substitute",
}
"""The same as somebody says it of themselves."""


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
