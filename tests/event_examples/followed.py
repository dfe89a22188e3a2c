"""One example of every event of a recommendation and an action."""

from __future__ import annotations

from typing import Any

from domain.actions.action import Action
from domain.kernel.item import Item
from domain.recommendations.recommendation import Recommendation
from tests.event_examples.shared import CORRECTED
from tests.minuted import minuted

EVENTS: dict[type[Item.Event], dict[str, Any]] = {
    Recommendation.Received: {
        "source": "independent_scrutiny",
        "to_body": "executive",
        "title": "Review of the front door",
        "publisher": "The Independent Scrutineer",
        "published": "Annual report 2025-26",
        "published_on": "2026-05-01",
        "number": "4",
        "words": "Agree one threshold document.",
        "themes": ["Thresholds", "Front door"],
        "agencies": ["kent-county-council"],
        "owner_role": "Superintendent",
        "owner_agency": "kent-police",
        "due_words": "by the end of June 2026",
        "due_on": "2026-06-30",
        "first_due_on": "2026-05-31",
        "recurs": 0,
    },
    Recommendation.StatusReported: {
        "status": "Partially implemented",
        "reported": "2026-04-30",
        "reported_by": "Kent Police",
        "link": "https://partnership.example/progress.pdf",
        "note": "Table 2.",
    },
    Recommendation.Responded: {"response": "partly_accepted", "reason": "Not for health."},
    Recommendation.Planned: {"plan": "A working group drafts it by June."},
    Recommendation.ColourWorsened: {"colour": "red", "reason": "The author has left."},
    Recommendation.Tagged: {"themes": ["Thresholds", "Early help"]},
    Recommendation.DependencyNoted: {
        "other": "REC-2026-002",
        "reason": "The document needs the shared system.",
    },
    Recommendation.Verified: {
        "closing": "implemented",
        "finding": "Seen in use at both front doors.",
        "evidence": [1, 2],
        "unchecked": "The inspectorate has seen it.",
        "decision_reference": "Scrutineer's letter of 11 May 2026",
        "outsider_role": "Chief Nurse",
        "outsider_agency": "nhs-kent-and-medway",
        **minuted("7"),
        "impact_on": "2026-11-12",
    },
    Recommendation.Superseded: {"by_other": "REC-2026-002", "reason": "Said again, wider."},
    Recommendation.Supersedes: {"other": "REC-2026-002", "reason": "Said again, wider."},
    Recommendation.Withdrawn: {"reason": "It was meant for another partnership."},
    Recommendation.RiskAccepted: {
        "to": "executive",
        **minuted("6"),
        "reason": "It costs more than it would save.",
    },
    Recommendation.Reopened: {"reason": "The old forms are back."},
    Recommendation.ImpactReviewed: {
        "impact": "partial",
        "finding": "Two teams in three use it.",
        "impact_on": "2027-05-12",
    },
    Action.Set: {
        "title": "Write the threshold document",
        "measure": "Both front doors use it.",
        "owner_role": "Superintendent",
        "owner_agency": "kent-police",
        "due_on": "2026-06-30",
        "first_due_on": "2026-05-31",
        "number": "A7",
        "note": "Source: the plan of 2025",
    },
    Action.Verified: {
        "finding": "The document is agreed.",
        "evidence": [1],
        "unchecked": "Everybody has it.",
    },
    Action.Cancelled: {"reason": "The recommendation was withdrawn."},
    Recommendation.Corrected: {
        **CORRECTED,
        "fact": "published",
        "was": "2026-03-31",
        "becomes": "2026-04-30",
        "reckoned": {"published_on": "2026-04-30", "due_on": "2026-07-30"},
        "reckoned_was": {"published_on": "2026-03-31", "due_on": "2026-06-30"},
    },
    Action.Corrected: {
        **CORRECTED,
        "fact": "due_as_recorded",
        "was": "2026-06-30",
        "becomes": "2026-07-31",
    },
}
