"""Disputes in a line of a test: between Kent Police and the council, from a SAAS meeting."""

from __future__ import annotations

from typing import Any

from application.ledger.ledger import Ledger
from domain.disputes.dispute import Dispute
from tests.acts import TEAM, do, join
from tests.kent import load_placeholder

POLICE_AGENCY, COUNCIL_AGENCY, HEALTH_AGENCY = (
    "kent-police", "kent-county-council", "nhs-kent-and-medway-icb"
)  # fmt: skip
BOOKED = {
    "direct": ("The named lead of each party", "What was tried and what came of it"),
    "senior": ("The senior officer of each party", "What was tried and what came of it"),
    "saas": ("What is still in dispute", "What the convener found"),
    "executive": (
        "The question that the Executive is asked", "What the Executive considered"
    ),
    "lsp": (
        "The question that the Lead Safeguarding Partners are asked",
        "What the Lead Safeguarding Partners considered",
    ),
    "external": ("Why nobody within the partnership could settle it",),
}  # fmt: skip
"""What the placeholder asks to be put on record, by stage."""


def found_partnership(ledger: Ledger) -> None:
    """The three Safeguarding Partners, members since 2019, and the placeholder procedure."""
    for name, kind in (
        ("Kent Police", "police"),
        ("Kent County Council", "local_authority"),
        ("NHS Kent and Medway ICB", "health"),
    ):
        join(ledger, name, kind, on="2019-09-17")
    load_placeholder(ledger)


def dispute(ledger: Ledger, **data: Any) -> str:
    """Record a dispute and return its reference."""
    plain = {
        "kind": "dispute",
        "single_case": "no",
        "title": "Thresholds",
        "issue": "The two read the thresholds differently.",
        "impact": "Children wait for a decision.",
        "outcome_sought": "One reading.",
        "raised_by": POLICE_AGENCY,
        "position": "The threshold is met.",
        "other_agency": COUNCIL_AGENCY,
        "other_position": "It is not.",
        "meeting": "SAAS, 30 April 2026",
        "minute": "5.2",
        "met_on": "2026-04-30",
    }
    return do(ledger, "dispute.record", by=TEAM, **plain | data).reference


def act(ledger: Ledger, reference: str, move: str, **data: Any) -> None:
    """Do something with a dispute, as the Business Team."""
    do(ledger, f"dispute.{move}", reference, by=TEAM, **data)


def complete_record(ledger: Ledger, reference: str, stage: str, **data: Any) -> None:
    """Put on record all that the placeholder asks for at a stage."""
    for item in BOOKED[stage]:
        act(ledger, reference, "keep_record", record=item, words="As minuted.", **data)


def escalate(ledger: Ledger, reference: str, stage: str, **data: Any) -> None:
    """Complete the record of the stage that it is at, name who convenes it, and escalate it."""
    complete_record(ledger, reference, stage)
    if stage == "saas" and not ledger.get(Dispute, reference).visit.convener_agency:
        act(ledger, reference, "name_convener", role="Director", agency=HEALTH_AGENCY)
    act(ledger, reference, "escalate", **{"reason": "No reply."} | data)
