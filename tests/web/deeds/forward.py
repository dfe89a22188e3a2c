"""What is done with the forward plan: with an entry of the group that scrutinises for 2026."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.web.doing import Example

CHAIR, SCRUTINEER = Role.SAAS_CHAIR, Role.SCRUTINEER

EXAMPLES = {
    "plan": Example(
        "planned for SAAS (MTG-2026-001, 9 June 2026), by Analyst, Kent Police: Strengths of "
        "spring",
        {"group": "GRP-2026-001", "kind": "topic", "topic": "Strengths", "year": "2026",
         "title": "Strengths of spring", "meeting": "MTG-2026-001", "presenter_role": "Analyst",
         "presenter_agency": "kent-police"},
        by=SCRUTINEER,
    ),
    "move_to": Example(
        "moved it from 2026 to 2027", {"year": "2027", "reason": "No figures."}, by=CHAIR
    ),
    "withdraw": Example("took it out of the plan", {"reason": "Done elsewhere."}),
    "link": Example("linked it to REC-2026-001", {"other": "rec-2026-001"}, by=CHAIR),
    "unlink": Example(
        "removed the link to REC-2026-001",
        {"other": "REC-2026-001", "reason": "A mistake."},
        given=[("link", {"other": "REC-2026-001"}, CHAIR)],
    ),
}  # fmt: skip


def plan_ahead(ledger: Ledger, **data: object) -> str:
    """Plan something ahead, and return its reference."""
    given = {"group": "GRP-2026-001", "kind": "topic", "topic": "Dashboards", "year": "2026",
             "title": "Dashboard of summer"}  # fmt: skip
    return do(ledger, "entry.plan", **{**given, **data}).reference
