"""How our own list of actions is read from its files, and what makes the changes in them."""

from __future__ import annotations

from application.importing.ours.our_files import Change, Links, OurColumns
from application.nouns.catalogue import CATALOGUE

_COLUMNS = {
    "status": "status",
    "title": "title",
    "measure": "measure",
    "owner_role": "owner",
    "owner_agency": "owner_agency",
    "due_on": "due",
    "first_due_on": "first_due",
    "serves": "serves",
    "number": "number",
    "note": "note",
    "set_on": "set_on",
    "updated_on": "status_date",
}


def _read(said: dict[str, str]) -> dict[str, str]:
    """The first due date says nothing where it never moved."""
    if said.get("moves", "0") == "0":
        said.pop("first_due_on", None)
    return said


OUR_ACTIONS = OurColumns(
    columns=_COLUMNS,
    changes=(
        Change(
            CATALOGUE["action.assign_owner"],
            {"owner_role": "owner_role", "owner_agency": "owner_agency"},
        ),
        Change(CATALOGUE["action.ask_redate"], {"due_on": "due_on"}, asked="asked_due_on"),
        Links("serves", CATALOGUE["action.link"], CATALOGUE["action.unlink"]),
    ),
    began="set_on",
    known_by=("title", "set_on", "measure", "number"),
    number="number",
    read=_read,
)
