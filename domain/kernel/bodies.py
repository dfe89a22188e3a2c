"""The bodies that decide what the group that scrutinises cannot (SAF 2, SAF 3), and who may speak
for them."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.errors import DomainError
from domain.kernel.minutes import Minute, must_be_minuted
from domain.kernel.terms import Occasion, Role
from domain.kernel.vocabulary import Spoken


class Body(StrEnum):
    """Whom something can be escalated to."""

    EXECUTIVE = "executive"
    LSP = "lsp"


BODY_NAMES = Spoken({Body.EXECUTIVE: "{executive}", Body.LSP: "{lead_partners}"})
UNSAID = {Body.EXECUTIVE: "{Executive}", Body.LSP: "{Lead_partners}"}
"""The bodies at the start of words that are kept, and said only when somebody reads them."""
BODY_ROLES = {Body.EXECUTIVE: Role.EXECUTIVE, Body.LSP: Role.LSP}


def must_speak_for(body: Body, occasion: Occasion, minute: Minute | None) -> Minute:
    """The minute of a decision of a body. Raises DomainError where it has none, and where it is
    recorded by anybody but the body's members or the Business Team.

    A body decides in its meetings, whoever writes it down (ToR 3.4).
    """
    if occasion.by.role not in {BODY_ROLES[body], Role.BUSINESS_TEAM}:
        raise DomainError(f"Only {BODY_NAMES[body]} can decide this.")
    return must_be_minuted(BODY_NAMES[body], occasion, minute)
