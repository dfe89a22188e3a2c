"""What can be said of a group and of a seat in it."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.vocabulary import Spoken


class GroupKind(StrEnum):
    """What a group is to the partnership."""

    SCRUTINY = "scrutiny"
    EXECUTIVE = "executive"
    LEAD_PARTNERS = "lead_partners"
    SUB_GROUP = "sub_group"
    WORKING_GROUP = "working_group"


GROUP_KINDS = Spoken(
    {
        GroupKind.SCRUTINY: "The group that scrutinises ({group})",
        GroupKind.EXECUTIVE: "{Executive}",
        GroupKind.LEAD_PARTNERS: "{Lead_partners}",
        GroupKind.SUB_GROUP: "Another sub-group",
        GroupKind.WORKING_GROUP: "A working group, between meetings",
    }
)


class Standing(StrEnum):
    """Whether a seat is that of a member, or of somebody who attends."""

    MEMBER = "member"
    ATTENDING = "attending"


STANDINGS = {Standing.MEMBER: "Member", Standing.ATTENDING: "Attends"}


class Office(StrEnum):
    """What the holder of a seat is besides."""

    NONE = "none"
    CHAIR = "chair"
    DEPUTY = "deputy"


OFFICES = {Office.NONE: "No office", Office.CHAIR: "Chair", Office.DEPUTY: "Deputy chair"}


class Substitutes(StrEnum):
    """When a substitute counts towards the quorum."""

    IF_ABLE = "if_able"
    ALWAYS = "always"
    NEVER = "never"


SUBSTITUTES = {
    Substitutes.IF_ABLE: "Only who is judged able to contribute and to commission work",
    Substitutes.ALWAYS: "Always",
    Substitutes.NEVER: "Never",
}
