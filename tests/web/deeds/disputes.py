"""What is done with disputes: between Kent County Council and Kent Police, from a SAAS meeting."""

from __future__ import annotations

from typing import Any

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.disputing import BOOKED
from tests.partnership import PEOPLE
from tests.web.doing import EVIDENCE_EXAMPLES, Example, Given

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP

SAFETY = "This is not the route for a child at immediate risk."
"""What stands on every page and form of a dispute."""
DISPUTE: dict[str, Any] = {
    "kind": "dispute",
    "single_case": "no",
    "title": "When to call a strategy discussion",
    "issue": "The two read the thresholds differently.",
    "impact": "Children wait for a decision.",
    "outcome_sought": "One reading.",
    "theme": "Thresholds",
    "raised_by": "kent-county-council",
    "position": "After a check of records.",
    "other_agency": "kent-police",
    "other_position": "On the first call.",
    "meeting": "SAAS, 3 June 2026",
    "minute": "5.2",
    "met_on": "2026-06-03",
}


URGENT: dict[str, Any] = {
    "urgent_reason": "Two cases this week.",
    "authorised_by": "Assistant Chief Constable",
    "protective_step": "A manager is on call.",
    "contact": "Duty manager, 01632 960001",
}


def kept(stage: str) -> list[Given]:
    """The record of a stage, made complete."""
    return [
        ("keep_record", {"record": item, "words": "As minuted."}, TEAM) for item in BOOKED[stage]
    ]


def up(stage: str) -> list[Given]:
    """On from a stage to the next one."""
    return [*kept(stage), ("escalate", {"reason": "No agreement."}, TEAM)]


AT_SAAS = [*up("direct"), *up("senior")]


CONVENER: Given = ("name_convener", {"role": "Head of safeguarding", "agency": "cafcass"}, CHAIR)


AT_EXECUTIVE = [*AT_SAAS, CONVENER, *up("saas")]


PARTNERS = ("kent-county-council", "nhs-kent-and-medway-icb", "kent-police")


AT_THE_END = [*AT_EXECUTIVE, *up("executive"), *up("lsp")]


TOLD: Given = (
    "notify", {"told": "DfE", "told_reference": "DfE 12", "reason": "Nobody can."}, TEAM,
)  # fmt: skip


AGREED: list[Given] = [*kept("direct"), ("agree", {"terms": "One page."}, CHAIR)]


DIRECT = "Direct resolution between the agencies"


EXAMPLES = {
    **EVIDENCE_EXAMPLES,
    "record": Example(
        "recorded a dispute between Kent County Council and Kent Police from minute 5.2: "
        "When to share a record", {**DISPUTE, "title": "When to share a record"}, by=CHAIR,
    ),
    "describe": Example(
        "changed the wording", {"title": "Clearer", "reason": "It was unclear."}
    ),
    "date_minutes": Example(
        "recorded that the minutes were circulated on 8 June 2026",
        {"circulated_on": "2026-06-08"},
    ),
    "add_party": Example(
        "added Cafcass as a party: Neither.", {"agency": "cafcass", "position": "Neither."},
        by=CHAIR,
    ),
    "state_position": Example(
        "recorded the position of Kent Police: Within an hour.",
        {"agency": "kent-police", "position": "Within an hour."}, by=MEMBER,
    ),
    "reply": Example(
        "recorded the reply of Kent Police: We agree to a page.",
        {"reply": "We agree to a page."}, by=MEMBER,
    ),
    "keep_record": Example(
        "put on record, The named lead of each party: Two heads of service.",
        {"record": BOOKED["direct"][0], "words": "Two heads of service."}, by=MEMBER,
    ),
    "extend": Example(
        "extended the stage from 10 June 2026 to 12 June 2026",
        {"days": "2", "reason": "Leave."}, by=CHAIR,
    ),
    "name_convener": Example(
        "named Head of safeguarding, Cafcass, as the convener",
        {"role": "Head of safeguarding", "agency": "cafcass"}, by=CHAIR, given=AT_SAAS,
    ),
    "recuse": Example(
        "recorded that SAAS Chair stood aside", {"role": "SAAS Chair", "reason": "A party."},
        by=CHAIR,
    ),
    "end_recusal": Example(
        "recorded that SAAS Chair no longer stands aside",
        {"recusal": "1", "reason": "It was another case."}, by=TEAM,
        given=[("recuse", {"role": "SAAS Chair", "reason": "A party."}, TEAM)],
    ),
    "facilitate": Example(
        "recorded that Independent Scrutineer facilitated: A meeting.",
        {"facilitator": "Independent Scrutineer", "summary": "A meeting."}, by=SCRUTINEER,
    ),
    "record_dissent": Example(
        "recorded the dissent of Kent Police: Too slow.",
        {"agency": "kent-police", "dissent": "Too slow."}, by=MEMBER,
    ),
    "declare_urgent": Example(
        "declared it urgent on Wednesday 10 June 2026, 10:00, authorised by Assistant Chief "
        "Constable",
        {"reason": "x", "authorised_by": "Assistant Chief Constable", "protective_step": "y",
         "contact": "Duty manager, 01632 960001"},
        by=CHAIR,
    ),
    "escalate": Example(
        "escalated it to stage 2, Senior managers, due 17 June 2026", {"reason": "No agreement."},
        by=MEMBER, given=kept("direct"),
    ),
    "return_it": Example(
        f"returned it to stage 1, {DIRECT}, due 17 June 2026",
        {"stage": "direct", "reason": "There is a new offer."}, by=CHAIR, given=up("direct"),
    ),
    "agree": Example(
        "recorded that it was resolved by agreement: One page.", {"terms": "One page."},
        by=CHAIR, given=kept("direct"),
    ),
    "decide": Example(
        "recorded the decision of Kent County Council, NHS Kent and Medway ICB and Kent Police "
        "(minute E7 of KSCMP Executive, 10 June 2026): Call it within a day.",
        {"decision": "Call it within a day.", "assenting": [*PARTNERS],
         "chair_role": "Independent chair", "meeting": "KSCMP Executive",
         "minute": "E7", "minuted_on": "2026-06-10"},
        by=EXECUTIVE, given=[*AT_EXECUTIVE, *kept("executive")],
    ),
    "assent": Example(
        "recorded that NHS Kent and Medway ICB assents: Call it within a day.",
        {"agency": "nhs-kent-and-medway-icb", "decision": "Call it within a day.",
         "known_by": "E-mail, 10 June 2026"},
        by=TEAM, given=[*AT_EXECUTIVE, *kept("executive")],
    ),
    "withdraw": Example("recorded that it was withdrawn", {"reason": "Settled by telephone."}),
    "supersede": Example(
        "ended it because DSP-2026-002 takes its place",
        {"other": "dsp-2026-002", "reason": "One dispute for both."},
    ),
    "drop": Example(
        "recorded that it is no longer a dispute", {"reason": "The law changed."}, by=CHAIR
    ),
    "notify": Example(
        "notified Department for Education, reference DfE 12",
        {"told": "Department for Education", "told_reference": "DfE 12", "reason": "Nobody can."},
        by=LSP, given=[*AT_THE_END, *kept("external")],
    ),
    "record_answer": Example(
        "recorded the answer of DfE: As last year.",
        {"answer": "As last year.", "answered_by": "DfE", "answer_reference": "12"},
        by=LSP, given=[*AT_THE_END, *kept("external"), TOLD],
    ),
    "reopen": Example(
        f"reopened it at stage 1, {DIRECT}, due 17 June 2026", {"reason": "It was not kept to."},
        by=CHAIR, given=AGREED,
    ),
    "note_learning": Example(
        "noted what was learned: Meet first.", {"learning": "Meet first."}, by=SCRUTINEER,
        given=AGREED,
    ),
    "check_actions": Example(
        "found that some of the agreed actions were done: One of two.",
        {"done": "some", "finding": "One of two."}, by=SCRUTINEER, given=AGREED,
    ),
    "link": Example("linked it to DSP-2026-002", {"other": "DSP-2026-002"}, by=SCRUTINEER),
    "unlink": Example(
        "removed the link to DSP-2026-002", {"other": "DSP-2026-002", "reason": "A mistake."},
        given=[("link", {"other": "DSP-2026-002"}, TEAM)],
    ),
}  # fmt: skip


def record(ledger: Ledger, **data: Any) -> str:
    """Record a dispute of the council with Kent Police and return its reference."""
    return do(ledger, "dispute.record", by=PEOPLE[TEAM], **{**DISPUTE, **data}).reference
