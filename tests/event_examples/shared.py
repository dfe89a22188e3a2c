"""One example of every event that several kinds of item have."""

from __future__ import annotations

from typing import Any

from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.deciding.minutes import NO_MINUTE
from domain.kernel.followed import Followed
from domain.kernel.item import Item, Linkable
from domain.kernel.mending.in_error import MayBeInError
from domain.kernel.mending.redeciding import Redecidable
from tests.minuted import minuted

CORRECTED = {"named": {}, "reckoned": {}, "reckoned_was": {}, "reason": "A slip of the pen."}
EVENTS: dict[type[Item.Event], dict[str, Any]] = {
    Redecidable.RedecisionProposed: {
        "decision": 4,
        "called": "Decision, 12 May 2026",
        "what": "words",
        "was": "Take turns.",
        "becomes": "Take turns by month.",
        "agency": "",
        **NO_MINUTE.facts,
        "reason": "Half of it was left out.",
    },
    Redecidable.RedecisionConfirmed: {
        "decision": 4,
        "called": "Decision, 12 May 2026",
        "what": "words",
        "was": "Take turns.",
        "becomes": "Take turns by month.",
        "agency": "",
        **NO_MINUTE.facts,
        "voice": "/lsp/kent-police",
        "known_by": "",
        "proposed_by": "b7e1",
        "holds": True,
    },
    Redecidable.RedecisionDeclined: {
        "decision": 4,
        "called": "Decision, 12 May 2026",
        "reason": "It was decided so.",
    },
    MayBeInError.SaidInError: {"reason": "It was entered twice."},
    MayBeInError.InErrorAgreed: {"said_by": "c0ffee", "said": "It was entered twice."},
    MayBeInError.InErrorDeclined: {"reason": "The other one is of another meeting."},
    MayBeInError.PutBack: {"reason": "The other one is of another meeting."},
    Item.RecordedAnyway: {"like": ["RSK-2026-002"], "reason": "It is about another district."},
    Item.WordsConfirmed: {"fields": ["Reason"], "looks_like": ["an NHS number"]},
    Linkable.Linked: {"other": "RSK-2026-002", "reason": "One feeds the other."},
    Linkable.Unlinked: {"other": "RSK-2026-002", "reason": "Linked by mistake."},
    Followed.OwnerAssigned: {
        "owner_role": "Assistant Chief Constable",
        "owner_agency": "kent-police",
        "reason": "New portfolio.",
    },
    Followed.ProgressReported: {"progress": "A draft is with the agencies."},
    Evidenced.EvidenceAdded: {
        "evidence": 1,
        "kind": "document",
        "title": "The threshold document",
        "link": "",
        "file_name": "thresholds.pdf",
        "format": "pdf",
        "size": 48213,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "dated": "2026-05-08",
        "decision": 0,
    },
    Evidenced.EvidenceChecked: {"evidence": 1, "finding": "It is what was asked for."},
    Evidenced.EvidenceWithdrawn: {
        "evidence": 1,
        "title": "The threshold document",
        "reason": "It was a draft.",
    },
    Followed.RedateAsked: {
        "due_on": "2026-09-30",
        "was": "2026-06-30",
        "reason": "The author has left.",
    },
    Followed.RedateApproved: {
        "due_on": "2026-09-30",
        "was": "2026-06-30",
        "slip": 92,
        "asked_by": "c0ffee",
        "reason": "The author has left.",
    },
    Followed.RedateRefused: {"due_on": "2026-09-30", "reason": "Somebody else can write it."},
    Followed.Submitted: {
        "claim": "It is agreed.",
        "evidence": [1],
        "verify_by": "2026-05-27",
        "working": "10 working days from 12 May 2026",
    },
    Followed.Returned: {
        "reason": "Nobody uses it yet.",
        "decision_reference": "Scrutineer's letter of 11 May 2026",
        **minuted("8"),
    },
}
