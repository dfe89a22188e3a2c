"""One example of every event, and the few words in which tests say what happened to an item.

A domain test gives events, calls a command and reads the news:

    risk = given(Risk.Recorded, happened(Risk.Closed, closing="managed"))
    risk.reopen(NOW, reason="It is back.")
    assert news(risk) == [(Risk.Reopened, {"reason": "It is back."})]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import application.nouns.catalogue  # noqa: F401  every aggregate is known once this is
from domain.actions.action import Action
from domain.commissions.commission import Commission
from domain.decisions.decision import Decision
from domain.disputes.dispute import Dispute
from domain.forward.entry import ForwardEntry
from domain.groups.group import Group
from domain.imports.imported_file import ImportedFile
from domain.indicators.indicator import SCRUTINY_ACTED_UPON, Indicator
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.deciding.minutes import NO_MINUTE
from domain.kernel.errors import NotFoundError
from domain.kernel.finder import Finder, ItemType
from domain.kernel.followed import Followed
from domain.kernel.item import Item, Linkable
from domain.kernel.mending.in_error import MayBeInError
from domain.kernel.mending.redeciding import Redecidable
from domain.kernel.terms import Actor, Occasion, Role, item_id
from domain.meetings.meeting import Meeting
from domain.partnership.agency import Agency
from domain.partnership.partnership import PARTNERSHIP, Partnership
from domain.partnership.proof import PROOF, Proof
from domain.partnership.role_grant import RoleGrant
from domain.procedure.procedure import PROCEDURE, Procedure
from domain.recommendations.recommendation import Recommendation
from domain.redactions.redaction import Redaction
from domain.risks.risk import Risk
from tests.meeting_examples import MEETING_EXAMPLES
from tests.minuted import minuted

TEAM = Actor("b7e1", Role.BUSINESS_TEAM)
NOW = Occasion(TEAM, datetime(2026, 5, 12, 9, 30, tzinfo=UTC), date(2026, 5, 12), position=41)
NAMES = {"kent-police": "Kent Police", "kent-county-council": "Kent County Council"}
"""The names that the agencies in the examples have at present."""

_WORDS = {
    "name": "Kent Safeguarding Children Multi-agency Partnership (KSCMP)",
    "short": "KSCMP",
    "group": "SAAS",
    "group_chair": "SAAS Chair",
    "group_member": "SAAS member",
    "sub_group": "another KSCMP sub-group",
    "executive": "the KSCMP Executive",
    "executive_member": "Executive member",
    "lead_partners": "the Lead Safeguarding Partners",
    "lead_partner": "Lead Safeguarding Partner",
    "arrangements": "the KSCMP Arrangements",
    "procedure": "Section 11 of the KSCMP Arrangements",
    "contact": "the KSCMP Business Team",
}
_ORIGIN = "scrutiny-ledger/0b5f7a0e-7c1d-4f0a-9a53-2c1f0e4b8a11"
_KEY = f"{_ORIGIN}+45e122a2+Ae4x+DyIpxIZpvz5vuDam8ImIFiPWhWmFFVTUE35ZJ5c"
_NEXT_KEY = f"{_ORIGIN}+d6a9ebc1+AUdF0Zxm7JF5+iUJcFZAnvFpZ7ahp0v9j3r9Uo9ZYwYV"
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
PLACES = [
    {"step": 3, "position": 40, "field": "reason",
     "digest": "oZK1Nq4TfXbD5y0cVvP2m8sJ3aR6uE7hLw9iQkYtGzM"},
]  # fmt: skip
_DECIDED = {"decided_version": 7, "decided_position": 41}
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

EXAMPLES: dict[type[Item.Event], dict[str, Any]] = {
    Partnership.Founded: _WORDS,
    Partnership.Renamed: {
        **_WORDS,
        "executive": "the Kent Board",
        "reason": "The Arrangements of 2026 call it so.",
    },
    Partnership.GuidanceAdopted: {
        "title": "Working Together to Safeguard Children 2023",
        "from_on": "2023-12-15",
        "source": "GOV.UK, 15 December 2023",
    },
    Partnership.GuidanceEnded: {
        "title": "Working Together to Safeguard Children 2023",
        "from_on": "2023-12-15",
        "reason": "It was another day.",
    },
    Partnership.HolidayProclaimed: {
        "day": "2028-06-02",
        "name": "A jubilee",
        "source": "The London Gazette, 4 November 2026",
    },
    Partnership.HolidayEnded: {
        "day": "2028-06-02",
        "name": "A jubilee",
        "reason": "It was called off.",
    },
    Partnership.ThresholdsSet: {
        "verify_within": 10,
        "stale_after": 20,
        "due_soon": 28,
        "reason": "As the Executive agreed.",
    },
    Partnership.MatrixAdopted: {
        "name": "Two by two",
        "likelihoods": ["Unlikely", "Likely"],
        "impacts": ["Minor", "Major"],
        "bands": [
            {"name": "Low", "lowest": 1, "highest": 2},
            {"name": "High", "lowest": 4, "highest": 4},
        ],
        "reason": "As the Executive agreed.",
    },
    Proof.Begun: {"origin": _ORIGIN},
    Proof.KeyMade: {"verifier": _KEY},
    Proof.KeyRotated: {
        "verifier": _NEXT_KEY,
        "was": _KEY,
        "size": 41,
        "reason": "Whoever kept it has left.",
    },
    Proof.OriginBegun: {
        "origin": "scrutiny-ledger/5d2e9c34-1f0b-4c7e-8a69-7be2d0c5f813",
        "lost_origin": _ORIGIN,
        "kept": 41,
        "lost_size": 57,
        "lost_root": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    },
    Proof.PackMade: {
        "items": ["RSK-2026-004"],
        "upto": 42,
        "checkpoint": "42-6e340b9cffb37a989ca5-98f143d4",
        "countersigned": 1,
        "left_out": 0,
        "program": "0.1.0",
        "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "made_at": 57,
    },
    Agency.Joined: {"name": "Kent Police", "kind": "police"},
    Agency.Renamed: {
        "name": "Kent and Medway Police",
        "was": "Kent Police",
        "reason": "The forces became one.",
    },
    Agency.AliasAdded: {"alias": "The Constabulary"},
    Agency.KeyNamed: {
        "verifier": "police.uk/w1+c92f226b+BO4x+DyIpxIZpvz5vuDam8ImIFiPWhWmFFVTUE35ZJ5c",
        "was": "",
    },
    Agency.Merged: {
        "name": "Kent Police",
        "into": "kent-county-council",
        "reason": "An example, not a plan.",
    },
    Partnership.ThemeAdded: {"theme": 1, "name": "Neglect"},
    Partnership.ThemeRenamed: {
        "theme": 1,
        "name": "Neglect and poverty",
        "was": "Neglect",
        "reason": "Wider.",
    },
    Partnership.ThemeWordsMapped: {"theme": 1, "name": "Neglect", "words": "neglected children"},
    Partnership.ThemesMerged: {
        "theme": 1,
        "name": "Neglect",
        "into": 2,
        "into_name": "Harm in the family",
        "reason": "One piece of work.",
    },
    Partnership.ThemeRetired: {"theme": 1, "name": "Neglect", "reason": "Not used."},
    Partnership.ThemeBroughtBack: {"theme": 1, "name": "Neglect"},
    Agency.Left: {"name": "Kent Police", "reason": "It joined another partnership."},
    Group.Established: {
        "name": "KSCMP Scrutiny, Assurance and Audit Sub-group",
        "short": "SAAS",
        "kind": "scrutiny",
        "joint_with": ["Medway"],
        "meetings": 4,
    },
    Group.Described: {
        "name": "Scrutiny Sub-group",
        "short": "SAAS",
        "joint_with": [],
        "meetings": 6,
        "reason": "As the Executive agreed.",
    },
    Group.QuorumSet: {
        "number": 1,
        "rule": {
            "each_of": ["local_authority", "health", "police"],
            "members": 0,
            "chair_counts": False,
            "substitutes": "if_able",
            "source": "Terms of Reference 3.5 and 3.6",
        },
        "from_on": "2026-04-01",
        "reason": "The Terms of Reference.",
    },
    Group.SeatGiven: {
        "seat": 1,
        "agency": "kent-police",
        "role": "Superintendent",
        "standing": "member",
        "office": "none",
        "from_on": "2026-04-01",
        "to_on": "",
        "person": "c0ffee",
        "interim": True,
        "letter": "the Chief Constable’s of 30 March 2026",
    },
    Group.SeatVacated: {"seat": 1, "reason": "Moved to another force."},
    Group.SeatFilled: {
        "seat": 1,
        "role": "Chief Inspector",
        "person": "",
        "interim": False,
        "letter": "",
    },
    Group.SeatEnded: {"seat": 1, "to_on": "2026-12-31", "reason": "Two seats became one."},
    Group.DocumentAgreed: {
        "document": 1,
        "title": "Terms of Reference",
        "edition": "version 3",
        "agreed_by": "the KSCMP Executive",
        "agreed_on": "2026-04-01",
        "review_due_on": "2027-04-01",
        "working": "12 months from 1 April 2026",
        "link": "",
        "file_name": "tor.pdf",
        "format": "pdf",
        "size": 2048,
        "sha256": "ab" * 32,
    },
    Group.DocumentReviewed: {
        "document": 1,
        "finding": "It stands.",
        "review_due_on": "2027-05-12",
        "working": "12 months from 12 May 2026",
    },
    Group.ReviewBroughtForward: {
        "document": 1,
        "review_due_on": "2026-09-01",
        "was": "2027-04-01",
        "reason": "Another edition of Working Together.",
    },
    Group.TopicsSet: {
        "topics": ["Dashboards", "The voice of children"],
        "reason": "Terms of Reference 3.7.",
    },
    Group.DutiesSet: {"clauses": {"meetings": "3.1"}, "reason": "Terms of Reference."},
    Group.ReportMade: {
        "report": 1,
        "kind": "exception",
        "title": "Neglect",
        "given_to": "the Executive, 2 June 2026",
        "year": 0,
        "meeting": "MTG-2026-001",
        "link": "https://partnership.example/neglect",
    },
    Group.Ended: {"reason": "The Executive does its work."},
    **MEETING_EXAMPLES,
    RoleGrant.Granted: {
        "person": "c0ffee",
        "role": "saas_member",
        "agency": "kent-police",
        "from_on": "2026-04-01",
        "to_on": "2027-03-31",
        "reason": "Named by the agency.",
    },
    RoleGrant.Ended: {"to_on": "2026-12-31", "reason": "Moved to another post."},
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
    ImportedFile.Begun: {"noun": "risks", "sha256": "ab" * 32, "rows": 1200},
    ImportedFile.WentOn: {"rows": 200},
    ImportedFile.Finished: {"loaded": 1190, "changed": 10, "left": 0},
    Redaction.Proposed: {
        "of": "RSK-2026-001",
        "places": PLACES,
        "basis": "erasure",
        "reason": "A name is in it.",
    },
    Redaction.Agreed: {"of": "RSK-2026-001", "places": PLACES, "basis": "erasure"},
    Redaction.Declined: {"of": "RSK-2026-001", "reason": "An inquiry needs them."},
    Redaction.Repeated: {"of": "RSK-2026-001", "places": PLACES, "basis": "erasure"},
    Indicator.FirstRated: {"extent": "partly", "reason": "Half are done, few are verified."},
    Indicator.Rated: {"extent": "largely", "reason": "Most are verified."},
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
}
"""The events that each kind of item has alone; those that it shares follow."""

_CORRECTED = {"named": {}, "reckoned": {}, "reckoned_was": {}, "reason": "A slip of the pen."}
EXAMPLES |= {
    Risk.Corrected: {
        **_CORRECTED, "fact": "raised_by", "was": "kent-county-council", "becomes": "kent-police",
        "named": {"kent-police": "Kent Police"},
    },
    Action.Corrected: {
        **_CORRECTED, "fact": "due_as_recorded", "was": "2026-06-30", "becomes": "2026-07-31",
    },
    Recommendation.Corrected: {
        **_CORRECTED, "fact": "published", "was": "2026-03-31", "becomes": "2026-04-30",
        "reckoned": {"published_on": "2026-04-30", "due_on": "2026-07-30"},
        "reckoned_was": {"published_on": "2026-03-31", "due_on": "2026-06-30"},
    },
    Dispute.Corrected: {
        **_CORRECTED, "fact": "circulated_on", "was": "2026-05-18", "becomes": "2026-05-19",
        "reckoned": {
            "due_on": "2026-05-27", "working": "5 working days from 19 May 2026",
            "late_from": "2026-05-28", "entered_on": "2026-05-12",
        },
        "reckoned_was": {
            "due_on": "2026-05-26", "working": "5 working days from 18 May 2026",
            "entered_on": "2026-05-12",
        },
    },
}  # fmt: skip

_SHARED: dict[type[Item.Event], dict[str, Any]] = {
    Redecidable.RedecisionProposed: {
        "decision": 4,
        "called": "Decision, 12 May 2026",
        "what": "words",
        "was": "Take turns.",
        "becomes": "Take turns by month.",
        **NO_MINUTE.facts,
        "reason": "Half of it was left out.",
    },
    Redecidable.RedecisionConfirmed: {
        "decision": 4,
        "called": "Decision, 12 May 2026",
        "what": "words",
        "was": "Take turns.",
        "becomes": "Take turns by month.",
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

_REFERENCES = {
    Partnership: PARTNERSHIP,
    Proof: PROOF,
    Agency: "kent-police",
    Group: "GRP-2026-001",
    Meeting: "MTG-2026-001",
    Commission: "COM-2026-001",
    ForwardEntry: "FWD-2026-001",
    Redaction: "RED-2026-001",
    Decision: "DEC-2026-001",
    RoleGrant: "GRT-2026-001",
    Risk: "RSK-2026-001",
    Recommendation: "REC-2026-001",
    Action: "ACT-2026-001",
    ImportedFile: "IMP-2026-001",
    Indicator: SCRUTINY_ACTED_UPON,
    Procedure: PROCEDURE,
    Dispute: "DSP-2026-001",
}


def aggregates() -> list[type[Item]]:
    """Every kind of item that the product has, by name: those of which nothing else is a kind."""
    return sorted(_kinds_of(Item), key=lambda each: each.__name__)


def _kinds_of(aggregate: type[Item]) -> list[type[Item]]:
    kinds = [each for each in aggregate.__subclasses__() if each.__module__.startswith("domain.")]
    return [leaf for kind in kinds for leaf in _kinds_of(kind)] or [aggregate]


def event_classes() -> Iterator[tuple[type[Item], type[Item.Event]]]:
    """Every event that can be in the log, with its item: those that have a sentence."""
    for aggregate in aggregates():
        for each in vars(aggregate).values():
            if isinstance(each, type) and issubclass(each, Item.Event) and declared(each):
                yield aggregate, each


def declared(event_class: type[Item.Event]) -> type[Item.Event] | None:
    """The class in which an event was written down: its own, or one from which its item has it
    and of which eventsourcing made a class for that item. None where it has no sentence."""
    found = next(each for each in event_class.__mro__ if "sentence" in vars(each))
    return None if found is Item.Event else found


EXAMPLES |= {
    event_class: _SHARED[shared]
    for _, event_class in event_classes()
    if (shared := declared(event_class)) in _SHARED
}


def example(
    event_class: type[Item.Event], *, reference: str = "", version: int = 1, **facts: Any
) -> Item.Event:
    """The example of an event, with other facts where they are given."""
    owner = next(item for item, each in event_classes() if each is event_class)
    reference = reference or _REFERENCES[owner]
    topic = f"{owner.__module__}:{owner.__qualname__}"
    created = {"originator_topic": topic} if issubclass(event_class, Item.Created) else {}
    return event_class(
        originator_id=item_id(reference),
        originator_version=version,
        timestamp=NOW.at,
        reference=reference,
        by=TEAM,
        on="2026-05-12",
        **created,
        **{**EXAMPLES[event_class], **facts},
    )


Happened = type[Item.Event] | tuple[type[Item.Event], dict[str, Any]]


def happened(event_class: type[Item.Event], **facts: Any) -> Happened:
    """An event for `given`: its example but for these facts."""
    return event_class, facts


def given(*events: Happened, reference: str = "") -> Any:
    """The item to which these events have happened; a class stands for its example."""
    item = None
    for version, each in enumerate(events, start=1):
        event_class, facts = (each, {}) if isinstance(each, type) else each
        item = example(event_class, reference=reference, version=version, **facts).mutate(item)
    return item


def finds(*items: Item) -> Finder:
    """Finds these items, and no other."""

    def find(kind: type[ItemType], reference: str, /) -> ItemType:
        for item in items:
            if isinstance(item, kind) and item.reference == reference:
                return item
        raise NotFoundError(f"There is no {kind.word} {reference}.")

    return find


def news(item: Item) -> list[tuple[type[Item.Event], dict[str, Any]]]:
    """What has happened to the item since it was given."""
    return [(type(event), event.facts) for event in item.pending_events]


def told(item: Item) -> list[str]:
    """The same in sentences."""
    return [event.sentence(NAMES) for event in item.pending_events]
