"""One example of every event of a group and its governing documents."""

from __future__ import annotations

from typing import Any

from domain.groups.group import Group
from domain.kernel.item import Item

EVENTS: dict[type[Item.Event], dict[str, Any]] = {
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
    Group.Corrected: {
        "fact": "seats_role_2",
        "was": "Inspector",
        "becomes": "Superintendent",
        "named": {},
        "reckoned": {},
        "reckoned_was": {},
        "reason": "The letter says so.",
    },
    Group.SeatVacated: {"seat": 1, "reason": "Moved to another force."},
    Group.SeatFilled: {
        "seat": 1,
        "role": "Chief Inspector",
        "person": "",
        "interim": False,
        "letter": "",
    },
    Group.SeatAccountNamed: {"seat": 1, "person": "c0ffee"},
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
}
