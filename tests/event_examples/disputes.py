"""One example of every event of a dispute."""

from __future__ import annotations

from typing import Any

from domain.disputes.dispute import Dispute
from domain.kernel.item import Item
from tests.event_examples.procedure import RULES
from tests.event_examples.shared import CORRECTED
from tests.minuted import minuted

_DECIDED = {"decided_version": 7, "decided_position": 41}
_CLOCK = {
    "due_on": "2026-05-26",
    "working": "10 working days from 11 May 2026, not counting 25 May 2026",
    "late_from": "2026-05-27",
}
_EXECUTIVE = {
    "at": "",
    "stage": "executive",
    "name": "KSCMP Executive",
    "number": 2,
    "decided_by": "executive",
    "was": "direct",
    "entered_on": "2026-05-11",
    **_CLOCK,
}
_DIRECT = {
    "at": "",
    "stage": "direct",
    "name": "Between the agencies",
    "number": 1,
    "decided_by": "parties",
    "was": "",
    "entered_on": "2026-05-06",
    "due_on": "2026-05-13",
    "working": "5 working days from 6 May 2026",
    "late_from": "2026-05-14",
}
_ENDED = {"at": "", "stage": "executive", **_DECIDED}

EVENTS: dict[type[Item.Event], dict[str, Any]] = {
    Dispute.Recorded: {
        "kind": "dispute",
        "title": "Who chairs strategy discussions",
        "issue": "Each holds that the other should.",
        "impact": "Discussions start late.",
        "outcome_sought": "One rule for all districts.",
        "theme": "Thresholds",
        "raised_by": "kent-police",
        "parties": {"kent-police": "Kent Police", "kent-county-council": "Kent County Council"},
        "positions": {"kent-police": "The council.", "kent-county-council": "The police."},
        "meeting": "SAAS, 6 May 2026",
        "minute": "minute 5.2",
        "met_on": "2026-05-06",
        "circulated_on": "",
        "approved_on": "",
        "procedure": 1,
        "rules": RULES,
        "past": False,
        "number": "",
        "note": "",
    },
    Dispute.DeclaredUrgent: {
        "at": "2026-05-12T10:30+01:00",
        "reason": "Discussions have stopped.",
        "authorised_by": "Director of Children’s Services",
        "protective_step": "The duty manager chairs them.",
        "contact": "Duty manager, 01632 960001",
    },
    Dispute.Entered: _DIRECT,
    Dispute.Escalated: {
        **_EXECUTIVE,
        "reason": "No reply.",
        "skipped": [],
        "missing": ["What was tried"],
        "automatic": False,
    },
    Dispute.ReturnedToStage: {
        **_DIRECT,
        "was": "executive",
        "entered_on": "2026-05-12",
        "due_on": "2026-05-19",
        "working": "5 working days from 12 May 2026",
        "late_from": "2026-05-20",
        "reason": "They have not met yet.",
    },
    Dispute.Reopened: {**_EXECUTIVE, "was": "executive", "reason": "It was not done."},
    Dispute.StageReported: {**_EXECUTIVE, "skipped": [], "note": "Out of the minutes."},
    Dispute.ClockStarted: {"stage": "executive", **_CLOCK},
    Dispute.ClockReworked: {
        "stage": "direct",
        **_CLOCK,
        "was": "2026-05-28",
        "was_working": "5 working days from 20 May 2026, at latest, 10 working days after the "
        "meeting; sooner once it is known that the minutes were circulated before",
    },
    Dispute.Extended: {
        "at": "",
        "stage": "executive",
        "due_on": "2026-06-02",
        "was": "2026-05-26",
        "more": 5,
        "working": "5 working days from 26 May 2026",
        "late_from": "2026-06-03",
        "reason": "Counsel’s advice is awaited.",
    },
    Dispute.StageOverdue: {
        "at": "",
        "stage": "direct",
        "name": "Between the agencies",
        "due_on": "2026-05-13",
        "silent": ["kent-county-council"],
    },
    Dispute.RecordKept: {
        "stage": "direct",
        "record": "What was tried",
        "words": "Two meetings, without result.",
    },
    Dispute.PositionStated: {"agency": "kent-police", "position": "The council, by day."},
    Dispute.Replied: {
        "at": "",
        "agency": "kent-county-council",
        "name": "Kent County Council",
        "stage": "direct",
        "due_on": "2026-05-13",
        "reply": "The council could chair by day.",
    },
    Dispute.PartyAdded: {
        "agency": "nhs-kent-and-medway",
        "name": "NHS Kent and Medway",
        "position": "Either would do.",
    },
    Dispute.ConvenerNamed: {
        "role": "Head of the Probation Service",
        "agency": "probation-service",
        "name": "Probation Service",
    },
    Dispute.Recused: {
        "role": "SAAS Chair",
        "agency": "kent-county-council",
        "reason": "The council is a party.",
    },
    Dispute.RecusalEnded: {
        "number": 1,
        "role": "SAAS Chair",
        "agency": "kent-county-council",
        "reason": "The council is a party no longer.",
    },
    Dispute.Assented: {
        "agency": "nhs-kent-and-medway",
        "name": "NHS Kent and Medway",
        "partners": {
            "kent-county-council": "Kent County Council",
            "kent-police": "Kent Police",
            "nhs-kent-and-medway": "NHS Kent and Medway",
        },
        "decision": "The council chairs.",
        "known_by": "E-mail of the Chief Nurse, 11 May 2026",
    },
    Dispute.Facilitated: {
        "facilitator": "Independent Scrutineer",
        "summary": "Met both, together.",
    },
    Dispute.DissentRecorded: {"agency": "kent-police", "dissent": "It leaves nights open."},
    Dispute.Described: {
        "title": "Who chairs strategy discussions at night",
        "issue": "Each holds that the other should.",
        "impact": "Discussions start late.",
        "outcome_sought": "One rule for all districts.",
        "theme": "Thresholds",
        "reason": "By day it is settled.",
    },
    Dispute.MinutesDated: {"circulated_on": "2026-05-08", "approved_on": "2026-05-11"},
    Dispute.Agreed: {**_ENDED, "terms": "They take turns."},
    Dispute.Decided: {
        **_ENDED,
        "decision": "The council chairs.",
        "decided_by": "executive",
        "how": "all_assent",
        "partners": {"nhs-kent-and-medway": "NHS Kent and Medway", "kent-police": "Kent Police"},
        "assents": {"nhs-kent-and-medway": "2026-05-11", "kent-police": "2026-05-12"},
        "absent": {"kent-county-council": "It stood aside."},
        "chair_role": "Independent chair",
        "chair_agency": "",
        **minuted("4"),
    },
    Dispute.Withdrawn: {**_ENDED, "reason": "It has been put right."},
    Dispute.Superseded: {**_ENDED, "other": "DSP-2026-002", "reason": "Wider."},
    Dispute.NoLonger: {**_ENDED, "reason": "Guidance has settled it."},
    Dispute.Answered: {
        **_ENDED,
        "answer": "Split it as in the year before.",
        "answered_by": "Department for Education",
        "answer_reference": "DfE/2026/21",
    },
    Dispute.Notified: {
        "stage": "executive",
        "told": "Department for Education",
        "told_reference": "DfE/2026/17",
        "reason": "All three partners are parties.",
    },
    Dispute.EndingReported: {**_ENDED, "how": "agreed", "words": "They took turns."},
    Dispute.LearningNoted: {"learning": "Ask about nights first."},
    Dispute.ActionsChecked: {
        "done": "all",
        "finding": "Seen in all districts.",
        "still_open": ["ACT-2026-001"],
        "although_open": "Only its report is still to be written.",
    },
    Dispute.Corrected: {
        **CORRECTED,
        "fact": "circulated_on",
        "was": "2026-05-18",
        "becomes": "2026-05-19",
        "reckoned": {
            "due_on": "2026-05-27",
            "working": "5 working days from 19 May 2026",
            "late_from": "2026-05-28",
            "entered_on": "2026-05-12",
        },
        "reckoned_was": {
            "due_on": "2026-05-26",
            "working": "5 working days from 18 May 2026",
            "entered_on": "2026-05-12",
        },
    },
}
