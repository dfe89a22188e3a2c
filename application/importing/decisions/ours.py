"""How our own register of decisions is read from its files, and what makes the changes in them."""

from __future__ import annotations

from application.importing.ours.our_files import Links, OurColumns
from application.nouns.catalogue import CATALOGUE

_COLUMNS = {
    "words": "words",
    "kind": "kind",
    "group_name": "group",
    "where": "where",
    "taken_on": "taken_on",
    "meeting_named": "meeting",
    "minute": "minute",
    "decided_by": "decided_by",
    "quorum": "quorum",
    "power": "power",
    "assents": "assents",
    "ratification": "ratification",
    "number": "number",
    "note": "note",
}
_FOLLOWS = {"title", "status", "reported_at", "confirmed_at", "past", "restricted"}
"""What follows from other columns, or is of the ledger that the file is of."""


def _read(said: dict[str, str]) -> dict[str, str]:
    """A meeting of another ledger is named by the reference that it has there."""
    if said.get("meeting") and not said.get("meeting_named"):
        said["meeting_named"] = said["meeting"]
    return {key: words for key, words in said.items() if key not in _FOLLOWS}


OUR_DECISIONS = OurColumns(
    columns=_COLUMNS,
    changes=(Links("about", CATALOGUE["decision.link"], CATALOGUE["decision.unlink"]),),
    began="taken_on",
    known_by=("words", "taken_on", "group_name", "number"),
    number="number",
    read=_read,
)
