"""One example of every event of the partnership, its agencies, roles, files and procedure."""

from __future__ import annotations

from typing import Any

from domain.imports.imported_file import ImportedFile
from domain.kernel.item import Item
from domain.partnership.agency import Agency
from domain.partnership.partnership import Partnership
from domain.partnership.proof import Proof
from domain.partnership.role_grant import RoleGrant
from domain.redactions.redaction import Redaction

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
PLACES = [
    {"step": 3, "position": 40, "field": "reason",
     "digest": "oZK1Nq4TfXbD5y0cVvP2m8sJ3aR6uE7hLw9iQkYtGzM"},
]  # fmt: skip
EVENTS: dict[type[Item.Event], dict[str, Any]] = {
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
        "of": "item",
        "items": ["RSK-2026-004"],
        "since": 0,
        "upto": 42,
        "checkpoint": "42-6e340b9cffb37a989ca5-98f143d4",
        "countersigned": 1,
        "left_out": 0,
        "program": "0.1.0",
        "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "made_at": 57,
    },
    Proof.PaperIssued: {
        "name": "executive",
        "title": "Outstanding risks and decisions",
        "of": "",
        "form": "pdf",
        "meeting": "MTG-2026-004",
        "paper": 3,
        "as_at": "2026-06-10T09:00:00+00:00",
        "since": "",
        "marking": "OFFICIAL-SENSITIVE",
        "upto": 42,
        "checkpoint": "42-6e340b9cffb37a989ca5-98f143d4",
        "program": "0.1.0",
        "template": "9d5ed678fe57bcca610140957afab571a3f7a5d3c2a1b6f0b7e4e3a1c8d2f6e5",
        "partial": False,
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
    Agency.Left: {"name": "Kent Police", "reason": "It joined another partnership."},
    RoleGrant.Granted: {
        "person": "c0ffee",
        "role": "saas_member",
        "agency": "kent-police",
        "from_on": "2026-04-01",
        "to_on": "2027-03-31",
        "reason": "Named by the agency.",
    },
    RoleGrant.Ended: {"to_on": "2026-12-31", "reason": "Moved to another post."},
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
}
