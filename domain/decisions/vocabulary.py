"""What can be said of a decision."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.vocabulary import Spoken


class Kind(StrEnum):
    """What a group did. Without a quorum it only advises."""

    AGREED = "agreed"
    RECOMMENDED = "recommended"
    SUBJECT = "subject"
    ADVICE = "advice"


KINDS = Spoken(
    {
        Kind.AGREED: "Agreed",
        Kind.RECOMMENDED: "Recommended to {executive}",
        Kind.SUBJECT: "Agreed, subject to ratification by {executive}",
        Kind.ADVICE: "Advice, for want of a quorum",
    }
)


class Where(StrEnum):
    """How it was taken. Between meetings the terms of reference give no power."""

    MEETING = "meeting"
    CHAIRS_ACTION = "chairs_action"
    EMAIL = "email"
    NOT_RECORDED = "not_recorded"


BETWEEN = frozenset({Where.CHAIRS_ACTION, Where.EMAIL})
"""Outside a meeting."""
WHERE = {
    Where.MEETING: "At a meeting",
    Where.CHAIRS_ACTION: "Chair’s action",
    Where.EMAIL: "Agreement by e-mail",
    Where.NOT_RECORDED: "Not recorded",
}


class Standing(StrEnum):
    """What it is worth now."""

    STANDS = "stands"
    AWAITS = "awaits"
    UNANSWERED = "unanswered"
    REFUSED = "refused"
    WANTING = "wanting"
    ADVICE = "advice"
    DECLINED = "declined"
    NOT_TOLD = "not_told"


STANDINGS = {
    Standing.STANDS: "Stands",
    Standing.AWAITS: "Awaits ratification",
    Standing.UNANSWERED: "Awaits assents",
    Standing.REFUSED: "Not assented to by all",
    Standing.WANTING: "Quorum later found wanting",
    Standing.ADVICE: "Advice only",
    Standing.DECLINED: "Not ratified",
    Standing.NOT_TOLD: "Not recorded whether ratified",
}


class Ratification(StrEnum):
    """What the Executive says of what is subject to it."""

    RATIFIED = "ratified"
    DECLINED = "declined"


RATIFICATIONS = {Ratification.RATIFIED: "Ratified", Ratification.DECLINED: "Not ratified"}
