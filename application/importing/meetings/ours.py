"""How our own list of meetings is read from its files, and what makes the changes in them."""

from __future__ import annotations

from application.importing.ours.our_files import Links, OurColumns
from application.nouns.catalogue import CATALOGUE

_COLUMNS = {
    "group_name": "group",
    "kind": "kind",
    "mode": "mode",
    "meets_on": "met_on",
    "starts_at": "starts",
    "place": "place",
    "status": "status",
    "quorate": "quorate",
    "quorum_words": "quorum",
    "chaired_by": "chaired_by",
    "who_was_there": "present",
    "who_sent_apologies": "apologies",
    "who_was_absent": "absent",
    "substitutes": "substitutes",
    "cleared_on": "cleared_on",
    "circulated_on": "circulated_on",
    "confirmed_on": "confirmed_on",
    "number": "number",
    "note": "note",
}
_FOLLOWS = {"title", "settled_on", "past", "minutes_due_on", "papers_due_on"}
"""What follows from other columns, and need not be kept."""


def _read(said: dict[str, str]) -> dict[str, str]:
    return {key: words for key, words in said.items() if key not in _FOLLOWS}


OUR_MEETINGS = OurColumns(
    columns=_COLUMNS,
    changes=(Links("about", CATALOGUE["meeting.link"], CATALOGUE["meeting.unlink"]),),
    began="meets_on",
    known_by=("title", "meets_on", "group_name", "number"),
    number="number",
    read=_read,
)
