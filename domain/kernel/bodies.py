"""The bodies that decide what the group that scrutinises cannot (SAF 2, SAF 3), and who may speak
for them."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.deciding.minutes import Minute, must_be_minuted
from domain.kernel.errors import DomainError
from domain.kernel.plain import normal
from domain.kernel.terms import Occasion, Role
from domain.kernel.vocabulary import Spoken


class Body(StrEnum):
    """Whom something can be escalated to."""

    EXECUTIVE = "executive"
    LSP = "lsp"


WITHIN = {Body.EXECUTIVE: "{executive}", Body.LSP: "{lead_partners}"}
"""The bodies within words that are kept, and said only when somebody reads them."""
BODY_NAMES = Spoken(WITHIN)
UNSAID = {Body.EXECUTIVE: "{Executive}", Body.LSP: "{Lead_partners}"}
"""The bodies at the start of words that are kept, and said only when somebody reads them."""
BODIES = Spoken(UNSAID)
"""The bodies as they stand at the start of a line."""
_ALSO_CALLED = {
    Body.EXECUTIVE: ("Executive", "Executive Board", "Delegated Safeguarding Partners", "DSPs"),
    Body.LSP: ("Lead Safeguarding Partners", "LSPs", "LSP"),
}
"""What the documents of many partnerships call them, whatever their own words are."""
_BODY_GROUPS = {Body.EXECUTIVE: "executive", Body.LSP: "lead_partners"}
"""What kind of group each is (GroupKind)."""
BODY_ROLES = {Body.EXECUTIVE: Role.EXECUTIVE, Body.LSP: Role.LSP}


def body_called(words: str) -> Body | None:
    """The body that somebody calls so; None for what is no body."""
    called = _bare(words)
    for body, others in _ALSO_CALLED.items():
        if called and called in {_bare(BODY_NAMES[body]), *map(_bare, others)}:
            return body
    return None


def _bare(words: str) -> str:
    """Words as they are compared, without their article."""
    return normal(words).removeprefix("the ")


def must_ratify(occasion: Occasion, minute: Minute | None, *, past: bool = False) -> Minute:
    """The minute of what the Executive says of something that awaits its ratification: decided at
    a meeting, or outside one by a power that is on record (ToR 5.3). Of what is `past`, from before
    this ledger, nobody asks for the power. Raises DomainError."""
    return must_speak_for(Body.EXECUTIVE, occasion, minute, by_power=not past)


def must_speak_for(
    body: Body, occasion: Occasion, minute: Minute | None, *, by_power: bool = False
) -> Minute:
    """The minute of a decision of a body. Raises DomainError where it has none, where it is of
    another group's meeting, and where it is recorded by anybody but the body's members or the
    Business Team.

    A body decides in its meetings, whoever writes it down (ToR 3.4); `by_power`: outside one only
    by a power that is on record.
    """
    if occasion.by.role not in {BODY_ROLES[body], Role.BUSINESS_TEAM}:
        raise DomainError(f"Only {BODY_NAMES[body]} can decide this.")
    minuted = must_be_minuted(BODY_NAMES[body], occasion, minute, by_power=by_power)
    if minuted.group_kind and minuted.group_kind != _BODY_GROUPS[body]:
        raise DomainError(
            f"{minuted.reference} was a meeting of {minuted.group_name}. Enter the meeting at "
            f"which {BODY_NAMES[body]} decided.",
            field="meeting",
        )
    return minuted
