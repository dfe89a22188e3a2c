"""How our own list of recommendations is read from its files, and which intents make the changes
in them."""

from __future__ import annotations

from application.importing.ours.our_files import Change, Links, OurColumns
from application.nouns.catalogue import CATALOGUE
from domain.kernel.days.dates import read_date
from domain.kernel.days.due import due_day, published_day
from domain.recommendations.vocabulary import CLOSINGS, Closing

_COLUMNS = {
    "status": "status_as_reported",
    "source": "source_type",
    "title": "source_title",
    "publisher": "source_body",
    "published": "published",
    "number": "rec_ref",
    "words": "gist",
    "themes": "theme",
    "agencies": "agencies",
    "owner_role": "owner",
    "owner_agency": "owner_agency",
    "due_words": "due",
    "first_due_on": "first_due",
    "recurs": "recurs",
    "response": "response",
    "responded_on": "responded_on",
    "updated_on": "status_date",
    "method": "plan",
    "progress": "progress",
}
_NOT_ACCEPTED = CLOSINGS[Closing.NOT_ACCEPTED]
_GOES_ON = {"Returned": "In progress", "Responded": ""}
"""What a status here comes to in the words of other trackers."""


def _read(said: dict[str, str]) -> dict[str, str]:
    """Its due date now comes first, where its due words as published do not come to it; and a
    closed one says how it was closed."""
    if due := read_date(said.get("due_on", "")).day:
        words = said.get("due_words", "")
        if due_day(words, published=published_day(said.get("published", ""))) != due:
            said["due_words"] = "; ".join(filter(None, [due.isoformat(), words]))
        said.pop("due_on", None)
    if said.get("first_due_on") and said.get("moves", "0") == "0":
        said.pop("first_due_on")
    status = said.get("status", "")
    said["status"] = _GOES_ON.get(status, status)
    if closing := said.get("closing"):
        said["status"] = closing if closing == _NOT_ACCEPTED else f"{status}: {closing}"
    said.pop("received_on", None)
    return said


OUR_RECOMMENDATIONS = OurColumns(
    columns=_COLUMNS,
    changes=(
        Change(
            CATALOGUE["recommendation.assign_owner"],
            {"owner_role": "owner_role", "owner_agency": "owner_agency"},
        ),
        Change(CATALOGUE["recommendation.respond"], {"response": "response"}),
        Change(CATALOGUE["recommendation.plan"], {"method": "plan"}),
        Change(CATALOGUE["recommendation.report_progress"], {"progress": "progress"}),
        Change(CATALOGUE["recommendation.tag"], {"themes": "themes"}),
        Change(CATALOGUE["recommendation.worsen"], {"worsened": "colour"}),
        Change(CATALOGUE["recommendation.ask_redate"], {"due_on": "due_on"}, asked="asked_due_on"),
        Links("depends_on", CATALOGUE["recommendation.depend"]),
        Links("links", CATALOGUE["recommendation.link"], CATALOGUE["recommendation.unlink"]),
    ),
    began="received_on",
    known_by=("words", "title", "publisher", "number", "received_on"),
    number="number",
    read=_read,
)
