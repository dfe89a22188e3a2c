"""The words that every aggregate shares: who did it, in which role, and what an item is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID, uuid5

from domain.kernel.vocabulary import Spoken

NAMESPACE = UUID("6f0f7b52-6d0e-5d0c-9a53-2c1f0e4b8a11")
"""Root of every name-based id in the ledger. Changing it would orphan every stored event."""

HANDLING = "OFFICIAL-SENSITIVE"
"""The handling marking of everything that leaves the ledger as a file."""

AgencyNames = Mapping[str, str]
"""Agency reference to the name that the agency had at the moment of speaking."""


class Role(StrEnum):
    """What somebody acts as. The words are those of ToR 2, 4 and SAF 3."""

    BUSINESS_TEAM = "business_team"
    SAAS_CHAIR = "saas_chair"
    SAAS_MEMBER = "saas_member"
    SCRUTINEER = "scrutineer"
    EXECUTIVE = "executive"
    LSP = "lsp"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    DATA_PROTECTION = "data_protection"

    @property
    def label(self) -> str:
        return ROLES[self]


ROLES = Spoken(
    {
        Role.BUSINESS_TEAM: "Business Team",
        Role.SAAS_CHAIR: "{group_chair}",
        Role.SAAS_MEMBER: "{group_member}",
        Role.SCRUTINEER: "Independent Scrutineer",
        Role.EXECUTIVE: "{executive_member}",
        Role.LSP: "{lead_partner}",
        Role.AUDITOR: "Auditor",
        Role.ADMINISTRATOR: "Administrator",
        Role.DATA_PROTECTION: "Data protection officer",
    }
)
"""The roles in words."""


@dataclass(frozen=True)
class Actor:
    """Who did something: an account's id (never a name), the role they used and their agency then.

    `agency` is an agency reference, or "" for somebody who belongs to none. `on_behalf_of` is the
    agency for which somebody of the Business Team wrote it down, "" where it is their own deed.
    """

    person: str
    role: Role
    agency: str = ""
    on_behalf_of: str = ""

    @property
    def speaks_for(self) -> str:
        """The agency whose deed it is; "" for none."""
        return self.on_behalf_of or self.agency


@dataclass(frozen=True)
class Occasion:
    """The circumstances of a command: who, when it is recorded, when it happened, seeing what.

    `at` is the aware moment of recording; `on` the date in London on which the thing itself
    happened, `clock` what London's clocks showed then, where somebody said so; `position` the log's
    last position when the command was decided (0: empty log).
    """

    by: Actor
    at: datetime
    on: date
    position: int = 0
    clock: time | None = None


@dataclass(frozen=True)
class Sight:
    """Which items a person may see: all, or those of their agencies and those raised in forums.

    `access.py` decides it and the projections turn it into an SQL predicate: nobody makes lists
    of visible references.
    """

    everything: bool
    agencies: frozenset[str] = frozenset()
    forums: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reference:
    """`RSK-2026-004`: the kind of item, the year it was recorded, its number in that year.

    `prefix` is the item class's own.
    """

    prefix: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year:04d}-{self.number:03d}"


def item_id(reference: str) -> UUID:
    """The aggregate id of a reference. Two writers of one reference meet on the log's index."""
    return uuid5(NAMESPACE, reference)
