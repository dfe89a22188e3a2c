"""The action log that is handed out at a meeting: what is open, and once what has ended since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from sqlalchemy import or_, select

from domain.actions.action import Status
from domain.kernel.item import long_date
from domain.meetings.meeting import Meeting
from projections.actions.actions import ACTIONS, is_open
from projections.columns import AGENCY, DAY, ITEMS, TEXT, Column
from projections.listed import each_of
from projections.meetings.meetings import where_minuted
from projections.versioned import Row
from projections.view import View
from web.exports.documents import Document, Part, word_document
from web.exports.registers import FORMATS, download
from web.security import allow
from web.since import since_asked_for, since_in_words
from web.view import the_view, with_this_query
from web.wording import moved_times, state_of_action

pages = Blueprint("log", __name__)
"""Under the blueprint of the actions."""

LOG_COLUMNS: Sequence[Column[Any]] = (
    Column("reference", "Reference", TEXT),
    Column("meeting", "Meeting and minute", TEXT),
    Column("title", "Action", TEXT),
    Column("owner_role", "Role", TEXT),
    Column("owner_agency", "Agency", AGENCY),
    Column("set_on", "Set", DAY),
    Column("first_due_on", "First due", DAY),
    Column("due_on", "Due now", DAY),
    Column("progress", "Update", TEXT),
    Column("state", "Open, claimed, checked or cancelled", TEXT),
    Column("serves", "Serves", ITEMS),
)


@pages.get("/actions/log")
@allow("see.actions")
def log() -> str:
    """The log by agency, the soonest due first, to print and hand out."""
    view, earlier = the_view(), since_asked_for()
    rows = log_rows(view, earlier)
    return render_template(
        "actions/log.html",
        by_agency=[
            (name, list(found)) for name, found in groupby(rows, key=lambda row: row["agency"])
        ],
        count=len(rows),
        earlier=earlier,
        since=since_in_words(earlier),
        files=[
            (name, with_this_query("actions.log.file", form=form)) for form, name in _FILES.items()
        ],
        breadcrumbs=[
            {"text": "Actions", "href": url_for("actions.register")},
            {"text": "Action log"},
        ],
    )


@allow("see.actions")
def file(form: str) -> Response:
    """The same as a file."""
    view = the_view()
    rows = log_rows(view, since_asked_for())
    if form == "docx":
        return word_document(_document(rows, view), noun="action-log", view=view)
    return download(form, rows, LOG_COLUMNS, noun="action-log", view=view, title="Action log")


_FILES = {**FORMATS, "docx": "Word"}
for _form in _FILES:
    pages.add_url_rule(f"/actions/log.{_form}", "file", file, defaults={"form": _form})


def _document(rows: Sequence[Row], view: View) -> Document:
    """The log to hand out on paper: a table for each agency."""
    columns = [each for each in LOG_COLUMNS if each.key != "owner_agency"]
    heads = [each.label for each in columns]
    parts = [
        Part(
            name or "Nobody yet",
            heads,
            [[each.words(row, view) for each in columns] for row in found],
        )
        for name, found in groupby(rows, key=lambda row: row["agency"])
    ]
    return Document("Action log", parts)


def log_rows(view: View, earlier: View) -> list[Row]:
    """What is open, and what has ended since the earlier moment, so that it is shown just once.

    By agency, then due; within an agency what has no date comes last.
    """
    row = ACTIONS.c
    ended_then = ACTIONS.narrowed(select(row.reference), earlier, ~is_open())
    gone = frozenset(earlier.connection.scalars(ended_then))
    minuted = where_minuted(view)
    found = [
        _line(each, minuted, view)
        for each in ACTIONS.rows(view, or_(is_open(), row.ended_on != ""), sort="due")
        if each["reference"] not in gone or not each["ended_on"]
    ]
    return sorted(found, key=lambda each: (each["agency"] == "", each["agency"].casefold()))


def _line(row: Row, minuted: Mapping[str, str], view: View) -> Row:
    serves = [each for each in each_of(row["serves"]) if not view.hides(each)]
    met = [each for each in serves if each.startswith(f"{Meeting.prefix}-")]
    return {
        **row,
        "agency": view.named(row["owner_agency"]),
        "meeting": minuted.get(row["reference"]) or ", ".join(met),
        "state": _state(row, view),
        "served": ", ".join(serves),
        "moved": moved_times(row["due_on"], row["moves"]),
        "late": bool(row["overdue"]),
    }


def _state(row: Row, view: View) -> str:
    """How far it has come; of what has ended, since when and why."""
    words = _STATES.get(Status(row["status"]), state_of_action(row, view))
    if not row["ended_on"]:
        return words
    why = f": {view.told(row['ended_why'])}" if row["ended_why"] else ""
    return f"{words} on {long_date(row['ended_on'])}{why}"


_STATES = {
    Status.SUBMITTED: "Claimed to be done, not checked yet",
    Status.DONE: "Done, and checked",
    Status.CANCELLED: "Cancelled",
}
