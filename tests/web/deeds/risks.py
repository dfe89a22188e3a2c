"""What is done with risks, with one of Kent Police beside another."""

from __future__ import annotations

from domain.kernel.terms import Role
from tests.web.doing import EVIDENCE_EXAMPLES, Example, Given

TEAM = Role.BUSINESS_TEAM
ASSESSED: Given = ("assess", {"measure": "current", "likelihood": "4", "impact": "5"}, TEAM)
ASKED: Given = (
    "escalate",
    {"to": "executive", "question": "Who pays?", "reason": "Beyond us."},
    TEAM,
)
CONTROL: Given = ("add_control", {"text": "A weekly look"}, TEAM)
LINKED: Given = ("link", {"other": "RSK-2026-002"}, TEAM)
CLOSED: Given = ("close", {"closing": "managed", "reason": "All is well."}, TEAM)
EXAMPLES = {
    **EVIDENCE_EXAMPLES,
    "record": Example(
        "recorded the early warning “Strategy discussions start late”, raised by Kent Police",
        {
            "kind": "early_warning",
            "title": "Strategy discussions start late",
            "cause": "Rotas no longer overlap",
            "event": "discussions start late",
            "consequence": "children wait",
            "theme": "Workforce",
            "warning": "Emerging",
            "raised_in": "saas",
            "raised_by": "kent-police",
            "owner_role": "Superintendent",
            "owner_agency": "kent-police",
            "likelihood": "4",
            "impact": "5",
            "review_on": "2026-09-01",
            "on": "2026-06-09",
        },
        by=Role.SAAS_MEMBER,
    ),
    "assess": Example(
        "assessed the current score as 20 (4 × 5), High",
        {"measure": "current", "likelihood": "4", "impact": "5", "reason": "A hard winter."},
        by=Role.SAAS_MEMBER,
    ),
    "review": Example(
        "reviewed it: Rotas are late again; next review 1 December 2026",
        {"finding": "Rotas are late again", "review_on": "2026-12-01"},
        by=Role.SAAS_CHAIR,
    ),
    "escalate": Example(
        "escalated it to the KSCMP Executive, asking: Will you pay?",
        {"to": "executive", "question": "Will you pay?", "reason": "It is beyond SAAS."},
        by=Role.SAAS_CHAIR,
    ),
    "answer": Example(
        "answered for the KSCMP Executive (minute 4 of KSCMP Executive, 10 June 2026): "
        "commissioned work. Cost a joint rota.",
        {
            "answer": "commission",
            "words": "Cost a joint rota.",
            "meeting": "KSCMP Executive",
            "minute": "4",
            "minuted_on": "2026-06-10",
        },
        by=Role.EXECUTIVE,
        given=[ASKED],
    ),
    "accept": Example(
        "accepted it for the Lead Safeguarding Partners (outside a meeting, no power for it found)",
        {"to": "lsp", "reason": "Nothing more can be done.", "power": "none found"},
        by=Role.LSP,
    ),
    "choose_response": Example(
        "chose to treat it", {"response": "treat", "reason": "It can be cut."}
    ),
    "assign_owner": Example(
        "made Director, Kent County Council the owner",
        {"owner_role": "Director", "owner_agency": "kent-county-council", "reason": "New."},
    ),
    "add_control": Example(
        "added control 1: A weekly look at late discussions",
        {"text": "A weekly look at late discussions"},
    ),
    "withdraw_control": Example(
        "withdrew control 1", {"control": "1", "reason": "The post was cut."}, given=[CONTROL]
    ),
    "set_target_date": Example(
        "set the target date: 31 March 2027", {"target_on": "2027-03-31", "reason": "Year’s end."}
    ),
    "schedule_review": Example(
        "set the next review for 1 July 2026, then every 3 months",
        {"review_on": "2026-07-01", "cadence": "3"},
    ),
    "judge_proximity": Example(
        "judged when it could happen: Within 3 months",
        {"proximity": "Within 3 months", "reason": "Winter."},
        by=Role.SAAS_MEMBER,
    ),
    "set_appetite": Example(
        "set the appetite at a score of 9", {"appetite": "9", "reason": "Away day."}, by=Role.LSP
    ),
    "describe": Example(
        "changed the wording; it now reads “Late discussions”",
        {
            "title": "Late discussions",
            "cause": "Rotas",
            "event": "Delay",
            "consequence": "Harm",
            "theme": "Workforce",
            "reason": "Clearer.",
        },
    ),
    "reclassify": Example(
        "reclassified it as an issue", {"kind": "issue", "reason": "It has happened."}
    ),
    "correct_score": Example(
        "corrected the current score to 15 (3 × 5), Medium",
        {"measure": "current", "likelihood": "3", "impact": "5", "reason": "Typed 4 for 3."},
        given=[ASSESSED],
    ),
    "cite_source": Example(
        "cited where it was published: Another partnership, number SR-07, "
        "as at 2021 autumn (inferred)",
        {
            "source_body": "Another partnership",
            "source_register": "Strategic risks",
            "source_reference": "SR-07",
            "source_as_at": "2021 autumn (inferred)",
            "source_url": "https://partnership.example/risks.pdf",
            "source_note": "Page 4.",
            "published_band": "Red",
            "published_scheme": "Red, amber, green",
            "published_direction": "Worsening",
            "published_response": "tolerate (accept)",
        },
    ),
    "link": Example(
        "linked it to RSK-2026-002",
        {"other": "rsk-2026-002", "reason": "One feeds the other."},
        by=Role.SCRUTINEER,
    ),
    "unlink": Example(
        "removed the link to RSK-2026-002",
        {"other": "RSK-2026-002", "reason": "A mistake."},
        given=[LINKED],
    ),
    "merge": Example(
        "merged it, as a duplicate, into RSK-2026-002",
        {"into": "RSK-2026-002", "reason": "The same twice."},
    ),
    "close": Example(
        "closed it because it is de-escalated to another register (Kent Police’s own)",
        {"closing": "de_escalated", "register": "Kent Police’s own", "reason": "One agency’s."},
        by=Role.EXECUTIVE,
    ),
    "reopen": Example("reopened it", {"reason": "It is back."}, given=[CLOSED]),
}
