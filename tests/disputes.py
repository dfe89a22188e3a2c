"""Taking disputes through the procedure by the catalogue, each step in one line of a test."""

from __future__ import annotations

from datetime import date
from typing import Any

from application.ledger import Ledger
from application.procedures import load_placeholder
from tests.acts import TEAM, do
from tests.following import found as found_agencies
from tests.following import stand_on

MET = date(2026, 1, 14)
DIRECT_DUE, SENIOR_DUE = date(2026, 1, 21), date(2026, 1, 28)
LATE = date(2026, 1, 22)
"""The day from which the first stage of a dispute of that meeting is overdue."""


def found(ledger: Ledger) -> None:
    """Three agencies and the placeholder procedure; then it is the day of the meeting."""
    found_agencies(ledger)
    load_placeholder(ledger)
    stand_on(ledger, MET)


def dispute(ledger: Ledger, title: str = "Late notifications", **data: Any) -> str:
    """Record a dispute of Kent Police with Kent County Council."""
    given = {
        "kind": "dispute",
        "title": title,
        "issue": "Strategy discussions are called too late.",
        "impact": "Children wait for a decision.",
        "outcome_sought": "A time limit in the protocol.",
        "raised_by": "kent-police",
        "position": "Within a day.",
        "other_agency": "kent-county-council",
        "other_position": "Within three days.",
        "meeting": "SAAS, 14 January 2026",
        "minute": "5.2",
        "met_on": MET.isoformat(),
    }
    return do(ledger, "dispute.record", by=TEAM, **{**given, **data}).reference


def issue(ledger: Ledger, title: str = "No shared analyst", **data: Any) -> str:
    """Record an issue that Kent Police raises."""
    nobody = dict.fromkeys(("position", "other_agency", "other_position"), "")
    return dispute(ledger, title, kind="issue", **nobody, **data)


def keep_records(ledger: Ledger, reference: str, *items: str) -> None:
    """Put on record what the procedure asks for."""
    for item in items:
        do(ledger, "dispute.keep_record", reference, by=TEAM, record=item, words="It is known.")


def escalate(ledger: Ledger, reference: str) -> None:
    """Send it from the first stage to the second."""
    keep_records(
        ledger, reference, "The named lead of each party", "What was tried and what came of it"
    )
    do(ledger, "dispute.escalate", reference, by=TEAM, reason="No agreement.")
