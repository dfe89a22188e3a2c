"""What is done with actions: with one of Kent Police that stands alone, beside a recommendation."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.web.doing import ASKED, CHECKED_BY_ANOTHER, EVIDENCE, Example, Given

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE = Role.SCRUTINEER, Role.EXECUTIVE

SUBMITTED: list[Given] = [
    EVIDENCE,
    ("submit", {"claim": "All are trained."}, MEMBER),
    CHECKED_BY_ANOTHER,
]


VERIFIED: list[Given] = [*SUBMITTED, ("verify", {"finding": "They are."}, CHAIR)]


EXAMPLES = {
    "set": Example(
        "set an action for Nurse, NHS Kent and Medway ICB, due 31 August 2026: Write a page",
        {
            "title": "Write a page",
            "measure": "It is signed.",
            "owner_role": "Nurse",
            "owner_agency": "nhs-kent-and-medway-icb",
            "due_on": "2026-08-31",
        },
        by=CHAIR,
    ),
    "report_progress": Example(
        "reported progress: Half are trained.", {"progress": "Half are trained."}, by=MEMBER
    ),
    "add_evidence": Example(
        "added evidence 1: The list",
        {"kind": "data", "title": "The list", "link": "https://evidence.example/list"},
        by=MEMBER,
    ),
    "submit": Example(
        "submitted it for verification: All are trained.",
        {"claim": "All are trained."},
        by=MEMBER,
        given=[EVIDENCE],
    ),
    "check_evidence": Example(
        "checked evidence 1: Complete.",
        {"evidence": "1", "finding": "Complete."},
        by=SCRUTINEER,
        given=[EVIDENCE],
    ),
    "withdraw_evidence": Example(
        "withdrew evidence 1: A sample",
        {"evidence": "1", "reason": "A draft."},
        given=[EVIDENCE],
    ),
    "verify": Example(
        "verified that it is done: They are.", {"finding": "They are."}, by=CHAIR, given=SUBMITTED
    ),
    "return_it": Example(
        "returned it as not yet done", {"reason": "Two are not."}, by=EXECUTIVE, given=SUBMITTED
    ),
    "ask_redate": Example(
        "asked to move the due date to 30 September 2026",
        {"due_on": "2026-09-30", "reason": "No trainer in the summer."},
        by=MEMBER,
    ),
    "approve_redate": Example(
        "approved moving the due date from 31 July 2026 to 30 September 2026",
        {},
        by=CHAIR,
        given=[ASKED],
    ),
    "refuse_redate": Example(
        "refused to move the due date to 30 September 2026",
        {"reason": "Find one."},
        by=EXECUTIVE,
        given=[ASKED],
    ),
    "assign_owner": Example(
        "made Director, Cafcass the owner",
        {"owner_role": "Director", "owner_agency": "cafcass"},
        by=EXECUTIVE,
    ),
    "link": Example("linked it to REC-2026-001", {"other": "rec-2026-001"}, by=CHAIR),
    "unlink": Example(
        "removed the link to REC-2026-001",
        {"other": "REC-2026-001", "reason": "A mistake."},
        given=[("link", {"other": "REC-2026-001"}, CHAIR)],
    ),
    "cancel": Example("cancelled it", {"reason": "No longer needed."}, by=EXECUTIVE),
}


def set_action(ledger: Ledger, **data: object) -> str:
    """Ask Kent Police to do something and return its reference."""
    given = {
        "title": "Train the front desk",
        "measure": "All have a certificate.",
        "owner_role": "Trainer",
        "owner_agency": "kent-police",
        "due_on": "2026-07-31",
    }
    return do(ledger, "action.set", **{**given, **data}).reference
