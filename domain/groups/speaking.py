"""Who speaks for a group, and that whoever does speaks for no other (ToR 2.1 to 2.3).

What the chair of a group decides about its meetings, decisions, commissions and forward plan stands
on record as theirs, so the chair of one group does none of it for another. The Business Team
records what that other chair did.
"""

from __future__ import annotations

from typing import Protocol

from domain.groups.vocabulary import GroupKind
from domain.kernel.bodies import BODY_ROLES, Body
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Occasion, Role

_SPEAKERS = {
    GroupKind.SCRUTINY: Role.SAAS_CHAIR,
    GroupKind.EXECUTIVE: BODY_ROLES[Body.EXECUTIVE],
    GroupKind.LEAD_PARTNERS: BODY_ROLES[Body.LSP],
}
"""Who speaks for a group, by its kind; nobody who signs in does for another."""


class OfAGroup(Protocol):
    """Something of a group: its name, and the role that speaks for it ("": nobody's)."""

    group_name: str
    decider: str


def speaker_of(kind: GroupKind) -> str:
    """The role that speaks for a group of a kind; "" where nobody who signs in does."""
    role = _SPEAKERS.get(kind)
    return role.value if role else ""


def why_not_of(by: Actor, decider: str, group_name: str) -> str | None:
    """Why somebody may not do what is a group's: they speak for another one. None when they may.

    `decider` is the role that speaks for that group.
    """
    if by.role not in _SPEAKERS.values() or by.role == decider:
        return None
    return (
        f"This is for the chair of {group_name}. What they did, the Business Team records, and "
        "says how it is known."
    )


def by_its_own_group(item: OfAGroup, by: Actor) -> str | None:
    """A guard of a person: whoever speaks for another group does not do it."""
    return why_not_of(by, item.decider, item.group_name)


class AGroup(Protocol):
    """A group, as far as it says who speaks for it."""

    name: str

    @property
    def decider(self) -> str: ...


def must_be_of_its_own(group: AGroup, occasion: Occasion) -> None:
    """Raise DomainError where whoever makes something of a group speaks for another."""
    if reason := why_not_of(occasion.by, group.decider, group.name):
        raise DomainError(reason, field="group")
