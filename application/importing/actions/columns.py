"""The columns that a file of actions may have, and the headings that action logs give them."""

from __future__ import annotations

from application.importing.files.due_columns import FIRST_DUE, REVISED_DUE
from application.importing.files.headings import Header

ACTION_COLUMNS = (
    Header("row_id", ("row", "row number", "row no", "line"), ignored=True),
    Header(
        "source_title",
        ("source", "source of action", "action source", "meeting", "meeting title",
         "name of meeting", "raised at", "agreed at", "plan", "action plan", "name of plan",
         "log", "action log",
         "document", "group", "forum", "origin"),
        "{group}, 14 January 2026",
    ),
    Header(
        "number",
        ("action no", "action number", "action ref", "action reference", "action id", "ref",
         "reference", "ref no", "reference no", "reference number", "minute", "minute ref",
         "minute no", "item", "item no", "item number", "no", "id"),
        "3.1",
    ),
    Header(
        "title",
        ("action", "actions", "agreed action", "agreed actions", "action agreed",
         "action required", "required action", "action point", "action points",
         "action description", "description of action", "action detail", "action details",
         "task", "tasks", "what", "what needs to be done", "what will be done", "activity",
         "description", "summary", "details"),
        "Write one threshold document",
    ),
    Header(
        "measure",
        ("measure of success", "success measure", "success measures", "success criteria",
         "outcome measure", "how success is seen", "how will success be seen",
         "how will we know", "intended outcome", "expected outcome", "desired outcome",
         "outcome", "impact", "evidence of success", "kpi"),
        "All agencies refer by the same words",
    ),
    Header(
        "owner",
        ("action owner", "owner s", "owners", "owner role", "role of owner", "lead", "leads",
         "lead officer", "lead person", "named lead", "action lead", "responsible",
         "responsible officer", "responsible person", "responsible owner", "accountable officer",
         "accountable person", "responsibility", "who", "by whom", "assigned to", "person",
         "sro", "senior responsible officer"),
        "Superintendent, {police}",
    ),
    Header(
        "owner_agency",
        ("agency of owner", "owners agency", "agency", "owning agency", "lead agency",
         "responsible agency", "accountable agency", "organisation", "owner organisation",
         "lead organisation", "partner", "service"),
        "{police}",
    ),
    REVISED_DUE,
    Header(
        "due",
        ("due date", "date due", "due by", "due on", "deadline", "target date", "target",
         "target completion date", "completion due", "date for completion", "complete by",
         "completion date", "by when", "when", "timescale", "timescales", "timeframe",
         "time scale", "original due date", "original target date"),
        "30 June 2026",
        dated=True,
    ),
    FIRST_DUE,
    Header(
        "set_on",
        ("date set", "date agreed", "agreed on", "date raised", "raised on", "raised",
         "date of action", "action date", "date of meeting", "meeting date", "date opened",
         "opened", "date added", "added", "start date", "date"),
        "2026-01-14",
        dated=True,
    ),
    Header(
        "serves",
        ("serves what", "linked to", "linked items", "linked item", "link to", "relates to",
         "related to", "related item", "recommendation ref", "recommendation reference",
         "risk ref", "risk reference", "dispute ref", "dispute reference", "for"),
        "REC-2026-004",
    ),
    Header(
        "status",
        ("current status", "status update", "action status", "rag", "rag status", "rag rating",
         "brag", "state", "open or closed", "open closed", "position", "complete",
         "completed", "done"),
        "in progress",
        coloured="status",
    ),
    Header(
        "progress",
        ("progress update", "update on progress", "latest update", "update", "updates",
         "progress to date", "progress made", "action taken", "work done", "current position",
         "latest position"),
        "A draft is with the agencies",
    ),
    Header(
        "status_date",
        ("date of status", "status as at", "as at", "as of", "date of update", "date updated",
         "last updated", "last update", "updated", "update date", "snapshot date",
         "reported on"),
        "2026-03-31",
        dated=True,
    ),
    Header("note", ("notes", "comment", "comments", "remark", "remarks", "commentary")),
    Header("handling", ("handling marking", "protective marking", "marking"), ignored=True),
)  # fmt: skip
