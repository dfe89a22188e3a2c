"""What is done with commissions: with one that the group that scrutinises asks of another."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.web.doing import Example, Given

CHAIR, EXECUTIVE, TEAM = Role.SAAS_CHAIR, Role.EXECUTIVE, Role.BUSINESS_TEAM
MINUTED = {"meeting": "Executive", "minute": "3", "minuted_on": "2026-06-09"}
IN_WORDS = "minute 3 of Executive, 9 June 2026"
RATIFIED: Given = ("ratify", MINUTED, EXECUTIVE)
CONSENTED: Given = ("consent", {"area": "Medway", "known_by": "A letter"}, TEAM)
STARTED: list[Given] = [RATIFIED, CONSENTED, ("start", {}, CHAIR)]
REPORTED: list[Given] = [*STARTED, ("report_back", {"report": "Two."}, CHAIR)]
CONSIDERED: list[Given] = [*REPORTED, ("consider", {"words": "Well."}, CHAIR)]

SHOWN: Given = (
    "add_evidence",
    {"kind": "document", "title": "The report", "link": "https://policy.example/report"},
    CHAIR,
)

EXAMPLES = {
    "ask": Example(
        "recorded that SAAS asks Policy for work, by 1 October 2026: Rotas",
        {"group": "GRP-2026-001", "of": "GRP-2026-002", "title": "Rotas", "question": "Which?",
         "why_it_is_asked": "They differ.", "due_on": "2026-10-01"},
        by=CHAIR,
    ),
    "name_group": Example(
        "gave it to Policy, by 1 December 2026", {"of": "GRP-2026-002", "due_on": "2026-12-01"},
        by=CHAIR,
    ),
    "correct_group": Example(
        "corrected which group does it: Reviews, where it was Policy",
        {"of": "GRP-2026-003", "reason": "Mixed up."}, given=STARTED,
    ),
    "consent": Example(
        "recorded that Medway consents (known by A letter)",
        {"area": "Medway", "known_by": "A letter"},
    ),
    "ratify": Example(
        f"recorded that the KSCMP Executive ratified it ({IN_WORDS}): Yes.",
        {"words": "Yes.", **MINUTED}, by=EXECUTIVE,
    ),
    "decline": Example(
        f"recorded that the KSCMP Executive did not ratify it ({IN_WORDS})",
        {"reason": "No money.", **MINUTED}, by=EXECUTIVE,
    ),
    "start": Example("recorded that the work started", {}, by=CHAIR, given=[RATIFIED, CONSENTED]),
    "report_back": Example(
        "added evidence 1: Report of Policy",
        {"report": "Two of three.", "link": "https://policy.example/report"}, by=CHAIR,
        given=STARTED,
    ),
    "add_evidence": Example(
        "added evidence 1: The report", SHOWN[1], by=CHAIR, given=REPORTED
    ),
    "check_evidence": Example(
        "checked evidence 1: It is.", {"evidence": "1", "finding": "It is."}, by=CHAIR,
        given=[SHOWN],
    ),
    "withdraw_evidence": Example(
        "withdrew evidence 1: The report", {"evidence": "1", "reason": "A draft."}, given=[SHOWN]
    ),
    "consider": Example(
        "recorded that the report was considered (minute 3 of Executive, 10 June 2026): Well done.",
        {"words": "Well done.", **MINUTED, "minuted_on": "2026-06-10"}, by=CHAIR, given=REPORTED,
    ),
    "close": Example("closed it: Adopted.", {"words": "Adopted."}, by=CHAIR, given=CONSIDERED),
    "withdraw": Example("withdrew it", {"reason": "No need."}, by=CHAIR),
    "link": Example("linked it to REC-2026-001", {"other": "rec-2026-001"}, by=CHAIR),
    "unlink": Example(
        "removed the link to REC-2026-001",
        {"other": "REC-2026-001", "reason": "A mistake."},
        given=[("link", {"other": "REC-2026-001"}, CHAIR)],
    ),
}  # fmt: skip


def ask(ledger: Ledger, **data: object) -> str:
    """Ask another group for work, and return the reference."""
    given = {
        "group": "GRP-2026-001", "of": "GRP-2026-002", "title": "Thresholds",
        "question": "Who uses which?", "why_it_is_asked": "Two differ.", "due_on": "2026-09-30",
        "on": "2026-06-05",
    }  # fmt: skip
    return do(ledger, "commission.ask", **{**given, **data}).reference
