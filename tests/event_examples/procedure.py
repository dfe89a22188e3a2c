"""One example of every event of the procedure, and what a small one says."""

from __future__ import annotations

from typing import Any

from domain.kernel.item import Item
from domain.procedure.procedure import Procedure

RULES: dict[str, Any] = {
    "title": "A procedure of two stages",
    "stages": [
        {
            "key": "direct",
            "name": "Between the agencies",
            "decided_by": "parties",
            "how": "",
            "days": 5,
            "starts": "meeting",
            "urgent_may_skip": True,
            "entry": [],
            "exit": ["What was tried"],
            "then": "executive",
        },
        {
            "key": "executive",
            "name": "KSCMP Executive",
            "decided_by": "executive",
            "how": "all_assent",
            "days": 10,
            "starts": "entered",
            "urgent_may_skip": False,
            "entry": ["The question that is asked"],
            "exit": [],
            "then": "",
        },
    ],
    "note": "",
    "single_cases": "the policy on professional disagreement",
    "minutes_days": 10,
    "urgent_hours": 24,
    "extensions": 1,
    "extension_days": 10,
    "returns": 1,
    "automatic": False,
    "issues_start_at": "executive",
    "endings": ["agreed", "decided", "withdrawn", "superseded", "no_longer"],
}
"""What a small procedure says, as the log holds it."""

EVENTS: dict[type[Item.Event], dict[str, Any]] = {
    Procedure.Begun: {"content": RULES},
    Procedure.Drafted: {"content": RULES, "based_on": 1},
    Procedure.DraftChanged: {"content": RULES, "change": "the stage “KSCMP Executive”"},
    Procedure.DraftDiscarded: {"reason": "The Arrangements are being revised."},
    Procedure.Published: {
        "number": 1,
        "content": RULES,
        "from_on": "2026-04-01",
        "reason": "A placeholder.",
    },
    Procedure.Confirmed: {"number": 1, "reason": "Compared with the Arrangements of April 2026."},
}
