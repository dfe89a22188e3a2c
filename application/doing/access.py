"""Who may do and see what: one table, and the one function that answers from it.

What can be seen is written here; who may do something stands with the intent to do it.
Separation of duties (nobody decides for a body they do not speak for) is a rule of the domain,
not a permission, and is not here.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from domain.kernel.errors import NotAllowedError
from domain.kernel.item import Item, Linkable
from domain.kernel.terms import Actor, Role, Sight
from domain.meetings.records import KEEPERS
from domain.meetings.records import SCRUTINEER as SCRUTINEERS
from domain.risks.risk import Risk
from domain.risks.vocabulary import Forum

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP
AUDITOR, ADMINISTRATOR = Role.AUDITOR, Role.ADMINISTRATOR
DATA_PROTECTION = Role.DATA_PROTECTION
EVERYBODY = frozenset(Role)
WHOLE_REGISTER = EVERYBODY - {CHAIR, MEMBER}

MAY: dict[str, frozenset[Role]] = {
    "see.home": EVERYBODY,
    "see.risks": EVERYBODY,
    "see.scrutineer": EVERYBODY,
    "see.recommendations": EVERYBODY,
    "see.actions": EVERYBODY,
    "see.disputes": EVERYBODY,
    "see.procedure": EVERYBODY,
    "see.conformance": EVERYBODY,
    "see.executive": WHOLE_REGISTER,
    "see.audit": WHOLE_REGISTER,
    "see.agencies": EVERYBODY,
    "see.groups": EVERYBODY,
    "see.meetings": EVERYBODY,
    "see.decisions": EVERYBODY,
    "see.commissions": EVERYBODY,
    "see.forward_plan": EVERYBODY,
    "see.partnership": EVERYBODY,
    "see.proof": EVERYBODY,
    "see.redactions": WHOLE_REGISTER,
    "see.people": frozenset({ADMINISTRATOR, AUDITOR}),
    "see.import": frozenset({TEAM}),
    "see.access_log": frozenset({ADMINISTRATOR, AUDITOR, DATA_PROTECTION}),
    "see.accounts": frozenset({ADMINISTRATOR}),
}
"""Which roles may do each deed: what can be seen, and every intent as soon as it is made."""
NEED_SECOND_FACTOR = frozenset({ADMINISTRATOR, DATA_PROTECTION, CHAIR, SCRUTINEER, EXECUTIVE, LSP})
"""Whoever administers, whoever decides, and whoever lets words go: they sign in with a second
factor, too."""
JUDGEMENTS: set[str] = set()
"""What a member of the group does to what other agencies own; the domain refuses them their own."""


def allow(deed: str, roles: Set[Role], *, judging: bool = False) -> None:
    """Say in which roles a deed may be done, and whether it judges what others own.

    Said a second time it must be the same. Raises ValueError otherwise, or where it is nobody's.
    """
    if not roles:
        raise ValueError(f"Nobody may do {deed}.")
    if deed in MAY and (MAY[deed], deed in JUDGEMENTS) != (roles, judging):
        raise ValueError(f"Who may do {deed} is said in two ways.")
    MAY[deed] = frozenset(roles)
    if judging:
        JUDGEMENTS.add(deed)


@dataclass(frozen=True)
class HeldRole:
    """A role that a person holds today, for an agency or for none ("")."""

    role: Role
    agency: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in: their account's id and every role they hold today."""

    id: str
    roles: tuple[HeldRole, ...]


def operator(account: str) -> Person:
    """Whoever runs commands on the server itself, and so has the database in their hands anyway."""
    return Person(account, (HeldRole(TEAM), HeldRole(ADMINISTRATOR)))


def may(person: Person, deed: str, item: Item | None = None) -> HeldRole | None:
    """The role in which `person` may do `deed` (to `item`, if given); None when in no role.

    A member of the group acts only on what their agency owns (ToR 4.3), or judges what others own.
    Of several roles, one that the item does not refuse is preferred, and one without that
    condition.
    """
    move = deed.split(".")[1]
    allowed = [
        held
        for held in sorted(person.roles, key=lambda held: held.role is MEMBER)
        if held.role in MAY[deed] and _concerns(held, deed, item)
    ]
    for held in allowed:
        by = Actor(person.id, held.role, _agency(person, held, item))
        if item is None or item.not_by(move, by) is None:
            return held
    return allowed[0] if allowed else None


def _concerns(held: HeldRole, deed: str, item: Item | None) -> bool:
    if held.role is not MEMBER or not isinstance(item, Linkable):
        return True
    return deed in JUDGEMENTS or held.agency in item.owning_agencies


def actor(person: Person, deed: str, item: Item | None = None) -> Actor:
    """The actor that the log will name. Raises NotAllowedError."""
    held = may(person, deed, item)
    if held is None:
        owners = " of the agency that owns it" if MEMBER in MAY[deed] and item else ""
        names = [
            f"{role.label}{owners}" if role is MEMBER else role.label
            for role in Role
            if role in MAY[deed]
        ]
        raise NotAllowedError(f"This can be done only by: {', '.join(names)}.")
    return Actor(person.id, held.role, _agency(person, held, item))


def _agency(person: Person, held: HeldRole, item: Item | None) -> str:
    """The agency of the role; but out of an agency with an interest in the item nobody can step,
    whatever role they act in."""
    if not isinstance(item, Linkable):
        return held.agency
    own = {each.agency for each in person.roles} & item.interested_agencies
    return held.agency if held.agency in own else min(own, default=held.agency)


def sight(person: Person) -> Sight:
    """What `person` may see: the register is not the group's (SAF 2)."""
    if any(held.role in WHOLE_REGISTER for held in person.roles):
        return Sight(everything=True)
    forums = frozenset({Forum.SAAS}) if person.roles else frozenset()
    return Sight(False, frozenset(held.agency for held in person.roles if held.agency), forums)


def reads_as(person: Person) -> frozenset[str]:
    """As whom `person` reads restricted items of meetings (domain/meetings/records.py)."""
    roles = {held.role for held in person.roles}
    return (
        (KEEPERS if roles & {TEAM, CHAIR, AUDITOR} else frozenset())
        | (SCRUTINEERS if SCRUTINEER in roles else frozenset())
        | {held.agency for held in person.roles if held.agency}
    )


def reads_restricted(person: Person, readers: Set[str]) -> bool:
    """Whether `person` may read a restricted item of a meeting with those readers."""
    return not readers.isdisjoint(reads_as(person))


def sees(person: Person, item: Item) -> bool:
    """Whether `person` may see `item`: `sight`, asked of one item."""
    seen = sight(person)
    if seen.everything or not isinstance(item, Risk):
        return True
    return item.raised_in in seen.forums or not seen.agencies.isdisjoint(
        {item.owner_agency, item.raised_by}
    )
