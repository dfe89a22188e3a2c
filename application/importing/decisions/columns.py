"""The columns that a file of past decisions may have, and the headings that registers give them."""

from __future__ import annotations

from application.importing.files.headings import Header

DECISION_COLUMNS = (
    Header("row_id", ("row", "row number", "row no", "line"), ignored=True),
    Header(
        "number",
        ("decision no", "decision number", "decision ref", "decision reference", "decision id",
         "ref", "reference", "ref no", "reference no", "reference number", "log no", "no", "id"),
        "D12",
    ),
    Header(
        "words",
        ("decision", "decisions", "decision made", "decision taken", "decision agreed",
         "what was decided", "what was agreed", "agreed decision", "resolution", "resolved",
         "outcome", "description", "description of decision", "details", "detail", "summary",
         "title"),
        "Adopt one threshold document",
    ),
    Header(
        "group",
        ("body", "forum", "committee", "board", "sub group", "subgroup", "name of group",
         "decision making body", "decision body", "group name", "meeting group"),
        "{group}",
    ),
    Header(
        "decided_by",
        ("by whom", "who", "who decided", "decision maker", "decision makers", "decision owner",
         "made by", "taken by", "agreed by", "approved by", "authorised by"),
    ),
    Header(
        "taken_on",
        ("taken on", "date", "date of decision", "decision date", "date decided", "decided on",
         "date agreed", "agreed on", "date taken", "date made", "when"),
        "2025-03-12",
        dated=True,
    ),
    Header(
        "meeting",
        ("meeting name", "name of meeting", "meeting title", "meeting ref", "meeting reference",
         "decided at", "taken at", "agreed at", "which meeting", "source"),
    ),
    Header(
        "met_on",
        ("date of meeting", "meeting date", "date of the meeting"),
        "2025-03-12",
        dated=True,
    ),
    Header(
        "minute",
        ("minute no", "minute number", "minute ref", "minute reference", "minutes ref",
         "minutes reference", "minute item", "item", "item no", "agenda item"),
        "5.2",
    ),
    Header(
        "where",
        ("how taken", "how it was taken", "how decided", "how was it taken", "method",
         "how made", "route", "decision route"),
        "At a meeting",
    ),
    Header(
        "power",
        ("power used", "under which power", "by which power", "authority", "delegated power",
         "delegation", "power between meetings"),
    ),
    Header(
        "kind",
        ("type", "type of decision", "decision type", "what it is", "category"),
        "Agreed",
    ),
    Header("quorum", ("quorate", "was it quorate", "quorum met"), "Quorate"),
    Header("assents", ("assent", "who assented", "agreements", "replies", "responses")),
    Header(
        "ratification",
        ("ratified", "ratified or not", "was it ratified", "ratified by executive", "status",
         "current status", "decision status"),
    ),
    Header("note", ("notes", "comment", "comments", "remarks", "rationale", "reason",
                    "reasons", "reason for decision", "further information")),
    Header("handling", ("handling marking", "protective marking", "marking"), ignored=True),
)  # fmt: skip
