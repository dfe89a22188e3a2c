"""The columns that a file of past meetings may have, and the headings that registers give them."""

from __future__ import annotations

from application.importing.files.headings import Header

MEETING_COLUMNS = (
    Header("row_id", ("row", "row number", "row no", "line"), ignored=True),
    Header(
        "number",
        ("meeting no", "meeting number", "meeting ref", "meeting reference", "meeting id", "ref",
         "reference", "ref no", "reference no", "reference number", "no", "id"),
        "12",
    ),
    Header(
        "group",
        ("meeting", "meeting name", "name of meeting", "meeting title", "title", "body", "forum",
         "committee", "board", "sub group", "subgroup", "name of group", "group name"),
        "{group}",
    ),
    Header(
        "met_on",
        ("date of meeting", "meeting date", "date of the meeting", "date", "held on", "date held",
         "met on", "when", "day"),
        "2025-03-12",
        dated=True,
    ),
    Header("starts", ("start", "start time", "time", "starts at", "time of meeting"), "14:00"),
    Header(
        "kind",
        ("type", "type of meeting", "meeting type", "kind of meeting",
         "ordinary or extraordinary"),
        "Ordinary",
    ),
    Header(
        "mode",
        ("how held", "how it was held", "format", "virtual or not", "in person or virtual",
         "virtual", "online or in person"),
        "Virtual",
    ),
    Header("place", ("venue", "location", "where", "held at", "room"), "Sessions House"),
    Header("chaired_by", ("chair", "chaired", "chairperson", "who chaired", "in the chair")),
    Header(
        "present",
        ("attendees", "attendance", "in attendance", "attended", "who attended", "members present",
         "who was there", "who was present", "who took part", "present at meeting"),
        "Superintendent, {police}; Designated Nurse, {health}",
    ),
    Header(
        "apologies",
        ("apologies received", "apologies for absence", "apologies from", "who sent apologies"),
        "Director, {local_authority}",
    ),
    Header(
        "absent",
        ("absent without apologies", "not present", "did not attend", "dna", "no apologies",
         "absences", "who was absent"),
    ),
    Header("substitutes", ("substitute", "substitutions", "deputies", "deputising",
                           "representatives")),
    Header(
        "quorate",
        ("was it quorate", "meeting quorate", "quorum met", "quorum achieved", "inquorate"),
        "Quorate",
    ),
    Header("quorum", ("quorum statement", "statement of quorum", "quorum note")),
    Header(
        "cleared_on",
        ("minutes cleared", "minutes approved by chair", "cleared by chair", "date cleared",
         "minutes signed off", "cleared"),
        dated=True,
    ),
    Header(
        "circulated_on",
        ("minutes circulated", "date minutes circulated", "minutes circulated on", "circulated",
         "date circulated", "minutes sent", "minutes issued", "date minutes issued"),
        "2025-03-26",
        dated=True,
    ),
    Header(
        "confirmed_on",
        ("minutes confirmed", "minutes agreed", "minutes approved", "date minutes approved",
         "minutes confirmed on", "minutes approved on", "confirmed", "minutes ratified"),
        "2025-06-11",
        dated=True,
    ),
    Header("status", ("current status", "held", "meeting status", "held or not", "took place")),
    Header("note", ("notes", "comment", "comments", "remarks", "further information")),
    Header("handling", ("handling marking", "protective marking", "marking"), ignored=True),
)  # fmt: skip
