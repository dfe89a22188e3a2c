"""How our own log of disputes is read from its files, and what makes the changes in them."""

from __future__ import annotations

from application.importing.ours.our_files import Change, Links, OurColumns
from application.nouns.catalogue import CATALOGUE

_COLUMNS = {
    "kind": "kind",
    "title": "title",
    "issue": "issue",
    "impact": "impact",
    "outcome_sought": "outcome_sought",
    "theme": "theme",
    "raised_by": "raised_by",
    "parties": "parties",
    "meeting": "meeting",
    "minute": "minute",
    "met_on": "met_on",
    "circulated_on": "circulated_on",
    "approved_on": "approved_on",
    "urgent": "urgent",
    "urgent_at": "urgent_at",
    "contact": "contact",
    "stage_name": "stage",
    "entered_on": "stage_on",
    "ending": "ending",
    "ended_on": "ended_on",
    "outcome": "outcome",
    "number": "dispute_ref",
    "note": "note",
}
_FOLLOWS = {"status", "stage_number", "decided_by", "late_from", "first_due_on", "past",
            "recorded_on"}  # fmt: skip
"""What follows from other columns, and need not be kept."""


def _read(said: dict[str, str]) -> dict[str, str]:
    return {key: words for key, words in said.items() if key not in _FOLLOWS}


_WORDING = ("title", "issue", "impact", "outcome_sought", "theme")
OUR_DISPUTES = OurColumns(
    columns=_COLUMNS,
    changes=(
        Change(CATALOGUE["dispute.describe"], {name: name for name in _WORDING}),
        Change(
            CATALOGUE["dispute.date_minutes"],
            {"circulated_on": "circulated_on", "approved_on": "approved_on"},
        ),
        Change(
            CATALOGUE["dispute.name_convener"],
            {"convener_role": "role", "convener_agency": "agency"},
        ),
        Links("links", CATALOGUE["dispute.link"], CATALOGUE["dispute.unlink"]),
    ),
    began="met_on",
    known_by=("title", "met_on", "raised_by", "number"),
    number="number",
    read=_read,
    untold=frozenset({"recorded_on"}),
)
