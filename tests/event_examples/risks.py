"""One example of every event of a risk and of how far scrutiny was acted upon."""

from __future__ import annotations

from typing import Any

from domain.indicators.indicator import Indicator
from domain.kernel.item import Item
from domain.risks.risk import Risk
from tests.event_examples.shared import CORRECTED
from tests.minuted import minuted

_SCORE = {
    "measure": "current",
    "likelihood": 4,
    "impact": 5,
    "published": "",
    "figure": 20,
    "band": "High",
    "flag": "",
    "matrix": "Kent 5 × 5",
}
_DECIDED = {"decided_version": 7, "decided_position": 41}

EVENTS: dict[type[Item.Event], dict[str, Any]] = {
    Risk.Recorded: {
        "kind": "early_warning",
        "warning": "Weak or declining performance",
        "title": "Fewer strategy discussions within 24 hours",
        "cause": "Rotas no longer overlap",
        "event": "discussions start late",
        "consequence": "children wait for protection.",
        "theme": "Workforce",
        "raised_in": "saas",
        "raised_by": "kent-police",
    },
    Risk.SourceCited: {
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
    Risk.Described: {
        "title": "Strategy discussions start late",
        "cause": "Rotas no longer overlap",
        "event": "discussions start after 24 hours",
        "consequence": "children wait for protection.",
        "theme": "Workforce",
        "reason": "Clearer for the Executive.",
    },
    Risk.Reclassified: {"kind": "issue", "reason": "It has happened twice."},
    Risk.Assessed: {**_SCORE, "reason": "Two more vacancies."},
    Risk.ScoreCorrected: {**_SCORE, "reason": "Typed 3 for 4."},
    Risk.OwnerAssigned: {
        "owner_role": "Assistant Chief Constable",
        "owner_agency": "kent-police",
        "reason": "New portfolio.",
    },
    Risk.ResponseChosen: {"response": "treat", "reason": "It is above appetite."},
    Risk.AppetiteSet: {"appetite": 9, "reason": "Executive away day."},
    Risk.ProximityJudged: {"proximity": "Within 3 months", "reason": "Winter rota."},
    Risk.ControlAdded: {"control": 1, "text": "Weekly look at late discussions"},
    Risk.ControlWithdrawn: {"control": 1, "reason": "The post was cut."},
    Risk.TargetDateSet: {"target_on": "2026-09-30", "reason": ""},
    Risk.TargetDateMoved: {
        "target_on": "2026-12-31",
        "moved_from": "2026-09-30",
        "reason": "Recruitment takes longer.",
    },
    Risk.ReviewScheduled: {"review_on": "2026-08-12", "cadence": 3},
    Risk.Reviewed: {"finding": "No change since March", "review_on": "2026-11-12"},
    Risk.Escalated: {
        "to": "executive",
        "question": "Will the Executive fund a joint rota?",
        "reason": "Beyond the power of SAAS.",
    },
    Risk.Answered: {
        **_DECIDED,
        "to": "executive",
        "answer": "commission",
        "words": "A joint rota is to be costed.",
        **minuted("5.2"),
    },
    Risk.Accepted: {
        **_DECIDED,
        "to": "lsp",
        "reason": "Nothing more can be done this year.",
        **minuted("3", meeting="LSP"),
    },
    Risk.Closed: {
        **_DECIDED,
        "closing": "de_escalated",
        "register": "Kent Police risk register",
        "reason": "One agency can hold it.",
    },
    Risk.Merged: {**_DECIDED, "into": "RSK-2026-002", "reason": "The same risk twice."},
    Risk.Absorbed: {"merged": "RSK-2026-002", "reason": "The same risk twice."},
    Risk.Reopened: {"reason": "It is back."},
    Indicator.FirstRated: {"extent": "partly", "reason": "Half are done, few are verified."},
    Indicator.Rated: {"extent": "largely", "reason": "Most are verified."},
    Risk.Corrected: {
        **CORRECTED,
        "fact": "raised_by",
        "was": "kent-county-council",
        "becomes": "kent-police",
        "named": {"kent-police": "Kent Police"},
    },
}
