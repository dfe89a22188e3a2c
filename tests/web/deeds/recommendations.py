"""What is done with recommendations: with one of Kent Police, beside another and a risk."""

from __future__ import annotations

from domain.kernel.terms import Role
from tests.web.doing import ACCEPTED, ASKED, EVIDENCE, SUBMITTED, VERIFIED, Example

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP


EXAMPLES = {
    "receive": Example(
        "recorded recommendation 4 of The review group: Supervise everybody",
        {
            "source": "practice_review",
            "title": "Learning",
            "publisher": "The review group",
            "published": "2026-03",
            "number": "4",
            "words": "Supervise everybody.",
            "themes": "Workforce, Supervision, Workforce",
            "agencies": "cafcass",
            "owner_role": "Chief nurse",
            "owner_agency": "nhs-kent-and-medway-icb",
            "due_words": "within three months",
            "recurs": "12",
        },
        by=SCRUTINEER,
    ),
    "respond": Example(
        "did not accept it",
        {"response": "not_accepted", "reason": "It is another agency’s."},
        by=MEMBER,
    ),
    "plan": Example(
        "recorded the plan: Train, then sample.",
        {"plan": "Train, then sample."},
        by=MEMBER,
        given=[ACCEPTED],
    ),
    "report_progress": Example(
        "reported progress: Half are trained.", {"progress": "Half are trained."}, by=MEMBER
    ),
    "add_evidence": Example(
        "added evidence 1: The policy",
        {
            "kind": "document",
            "title": "The policy",
            "link": "https://evidence.example/policy",
            "dated": "2026-06-01",
        },
        by=MEMBER,
    ),
    "submit": Example(
        "submitted it for verification: All are trained.",
        {"claim": "All are trained."},
        by=MEMBER,
        given=[ACCEPTED, EVIDENCE],
    ),
    "check_evidence": Example(
        "checked evidence 1: It is what it says.",
        {"evidence": "1", "finding": "It is what it says."},
        by=CHAIR,
        given=[EVIDENCE],
    ),
    "withdraw_evidence": Example(
        "withdrew evidence 1: A sample",
        {"evidence": "1", "reason": "A draft."},
        given=[EVIDENCE],
    ),
    "verify": Example(
        "verified that it is resolved otherwise: The need is gone.",
        {"closing": "resolved_otherwise", "finding": "The need is gone.", "impact_months": "6"},
        by=SCRUTINEER,
        given=SUBMITTED,
    ),
    "return_it": Example(
        "returned it as not yet done (outside a meeting, no power for it found)",
        {"reason": "One agency only.", "power": "None found"},
        by=EXECUTIVE,
        given=SUBMITTED,
    ),
    "worsen": Example(
        "said that it is red", {"colour": "red", "reason": "Nobody has begun."}, by=MEMBER
    ),
    "ask_redate": Example(
        "asked to move the due date to 30 September 2026",
        {"due_on": "2026-09-30", "reason": "Rotas change in the summer."},
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
        {"reason": "Once is enough."},
        by=SCRUTINEER,
        given=[ASKED],
    ),
    "assign_owner": Example(
        "made Director, Cafcass the owner",
        {"owner_role": "Director", "owner_agency": "cafcass", "reason": "A new portfolio."},
        by=EXECUTIVE,
    ),
    "accept_risk": Example(
        "accepted for the Lead Safeguarding Partners (outside a meeting, by this power: "
        "Section 6) the risk of not doing it",
        {"to": "lsp", "reason": "It costs too much.", "power": "Section 6"},
        by=LSP,
    ),
    "supersede": Example(
        "recorded that REC-2026-002 supersedes it",
        {"by_other": "rec-2026-002", "reason": "It asks for more."},
        by=SCRUTINEER,
    ),
    "withdraw": Example("recorded that its source withdrew it", {"reason": "A new standard."}),
    "reopen": Example("reopened it", {"reason": "It did not last."}, by=LSP, given=VERIFIED),
    "review_impact": Example(
        "reviewed its impact and found it not evident: Nobody recalls it.",
        {"impact": "not_evident", "finding": "Nobody recalls it.", "impact_months": "12"},
        by=SCRUTINEER,
        given=VERIFIED,
    ),
    "tag": Example("tagged it: Neglect, Workforce", {"themes": "Neglect, Workforce"}),
    "depend": Example(
        "noted that it depends on REC-2026-002",
        {"other": "REC-2026-002", "reason": "First things first."},
        by=SCRUTINEER,
    ),
    "link": Example("linked it to RSK-2026-001", {"other": "rsk-2026-001"}, by=CHAIR),
    "unlink": Example(
        "removed the link to RSK-2026-001",
        {"other": "RSK-2026-001", "reason": "A mistake."},
        given=[("link", {"other": "RSK-2026-001"}, CHAIR)],
    ),
    "report_status": Example(
        "noted what was reported by the committee on 1 June 2026: On track",
        {"status": "On track", "reported": "2026-06-01", "reported_by": "the committee"},
    ),
}
