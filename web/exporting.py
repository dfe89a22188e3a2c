"""What leaves the ledger as a file: CSV that a spreadsheet opens safely, and JSON.

The site's downloads and the command line's output are the same. Every row of a CSV and every
JSON document carries the handling marking, the date and the position of the log that it shows.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.disputes.conformance import BREACH_KINDS
from domain.disputes.vocabulary import Kind
from domain.disputes.words import ACTIONS_DONE
from domain.kernel.terms import HANDLING, Role
from domain.procedure.rules import DECIDERS, ENDINGS
from domain.recommendations.vocabulary import CLOSINGS, Colour
from domain.recommendations.words import RESPONSES_GIVEN as RESPONSE_WORDS
from domain.recommendations.words import SOURCES
from domain.risks.vocabulary import KIND_NAMES
from projections.listed import each_of
from projections.versioned import Moment, Row
from web.wording import ACTION_STATUSES, IMPACTS, RECOMMENDATION_STATUSES

if TYPE_CHECKING:
    from flask import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001  wide ones too


@dataclass(frozen=True)
class Column:
    """One column: its heading, the key of its value, and words for values that are codes.

    `listed`: the value holds several words, each between line breaks.
    """

    heading: str
    key: str
    words: Mapping[Any, str] = field(default_factory=dict)
    listed: bool = False

    def held(self, row: Mapping[Any, Any]) -> Any:
        """The row's value as the ledger holds it; several words as a list."""
        return each_of(row[self.key]) if self.listed else row[self.key]

    def of(self, row: Mapping[Any, Any]) -> Any:
        """The row's value as a reader sees it."""
        value = row[self.key]
        return "; ".join(each_of(value)) if self.listed else self.words.get(value, value)


@dataclass(frozen=True)
class PartyColumn(Column):
    """A column with references of parties; a reader sees their names."""

    def of(self, row: Mapping[Any, Any]) -> Any:
        names = dict(zip(each_of(row["parties"]), each_of(row["party_names"]), strict=True))
        return "; ".join(names.get(each, each) for each in each_of(row[self.key]))


def _score(words: str, measure: str) -> list[Column]:
    return [
        Column(f"{words} likelihood", f"{measure}_likelihood"),
        Column(f"{words} impact", f"{measure}_impact"),
        Column(f"{words} score", f"{measure}_figure"),
        Column(f"{words} band", f"{measure}_band"),
        Column(f"{words} score as published", f"{measure}_published"),
        Column(f"{words} score: what is odd", f"{measure}_flag"),
    ]


_KINDS = {kind.value: words.capitalize() for kind, words in KIND_NAMES.items()}
_STATUSES = {"open": "Open", "closed": "Closed"}
_ROLES = {role.value: role.label for role in Role}

RISK_COLUMNS = (
    Column("Reference", "reference"),
    Column("Status", "status", _STATUSES),
    Column("Kind", "kind", _KINDS),
    Column("Title", "title"),
    Column("Cause", "cause"),
    Column("Event", "event"),
    Column("Consequence", "consequence"),
    Column("Theme", "theme"),
    Column("Owner’s role", "owner_role"),
    Column("Owner’s agency", "owner_name"),
    *_score("Current", "current"),
    *_score("Inherent", "inherent"),
    *_score("Target", "target"),
    Column("Last assessed", "assessed_on"),
    Column("Reason for the last movement", "movement_reason"),
    Column("Response", "response"),
    Column("Appetite", "appetite"),
    Column("Proximity", "proximity"),
    Column("Controls in place", "controls"),
    Column("Target date", "target_on"),
    Column("Times the target date moved", "target_moves"),
    Column("Next review", "review_on"),
    Column("Last review", "reviewed_on"),
    Column("Awaits an answer from", "escalated_to"),
    Column("Escalated", "escalated_on"),
    Column("Question", "question"),
    Column("Last decision", "decision"),
    Column("Decided", "decided_on"),
    Column("Closed", "closed_on"),
    Column("Why closed", "closing"),
    Column("Published by", "source_body"),
    Column("Published in", "source_register"),
    Column("Number there", "source_reference"),
    Column("Published as at", "source_as_at"),
    Column("Band as published", "published_band"),
    Column("Direction as published", "published_direction"),
    Column("Recorded", "recorded_on"),
    Column("Version", "version"),
)

AUDIT_COLUMNS = (
    Column("Position", "position"),
    Column("Recorded at", "recorded_at"),
    Column("Happened on", "happened_on"),
    Column("Person’s account", "person"),
    Column("Role", "role", _ROLES),
    Column("Agency", "agency"),
    Column("Item", "item"),
    Column("Version", "version"),
    Column("What happened", "sentence"),
    Column("Reason", "reason"),
)

BREACH_COLUMNS = (
    Column("Dispute", "reference"),
    Column("Title", "title"),
    Column("Kind", "kind", BREACH_KINDS),
    Column("What happened", "sentence"),
    Column("Stage", "stage"),
    Column("Happened on", "on"),
    Column("Position", "position"),
    Column("Version", "version"),
)

HISTORY_COLUMNS = (
    Column("Position", "position"),
    Column("Recorded", "recorded_on"),
    Column("Happened on", "occurred_on"),
    Column("What happened", "sentence"),
    Column("Reason", "reason"),
    Column("What changed", "changes"),
    Column("Who", "who"),
    Column("Role", "role"),
    Column("Agency", "agency"),
    Column("Version", "version"),
    Column("Kind of event", "kind"),
)

RECOMMENDATION_COLUMNS = (
    Column("Reference", "reference"),
    Column("Status", "status", RECOMMENDATION_STATUSES),
    Column("Colour", "colour", {"blue": "Closed"} | {name: name.capitalize() for name in Colour}),
    Column("Source", "source", SOURCES),
    Column("Report", "title"),
    Column("Published by", "publisher"),
    Column("Published", "published"),
    Column("Number there", "number"),
    Column("Recommendation", "words"),
    Column("Themes", "themes", listed=True),
    Column("Owner’s role", "owner_role"),
    Column("Owner’s agency", "owner_name"),
    Column("Due, as published", "due_words"),
    Column("Due date", "due_on"),
    Column("First due date", "first_due_on"),
    Column("Times re-dated", "moves"),
    Column("Response", "response", RESPONSE_WORDS),
    Column("Last update", "updated_on"),
    Column("Last progress", "progress"),
    Column("Last reported elsewhere", "reported"),
    Column("Pieces of evidence", "evidence"),
    Column("Submitted", "submitted_on"),
    Column("To be verified by", "verify_by"),
    Column("Verified", "verified_on"),
    Column("Closed because", "closing", CLOSINGS),
    Column("Closed", "closed_on"),
    Column("Why", "closing_words"),
    Column("Times returned", "returned"),
    Column("Times reopened", "reopened"),
    Column("Impact review", "impact_on"),
    Column("Impact", "impact", IMPACTS),
    Column("Linked items", "links", listed=True),
    Column("Received", "received_on"),
    Column("Version", "version"),
)

ACTION_COLUMNS = (
    Column("Reference", "reference"),
    Column("Status", "status", ACTION_STATUSES),
    Column("Action", "title"),
    Column("Measure of success", "measure"),
    Column("Owner’s role", "owner_role"),
    Column("Owner’s agency", "owner_name"),
    Column("Due date", "due_on"),
    Column("First due date", "first_due_on"),
    Column("Times re-dated", "moves"),
    Column("Serves", "serves", listed=True),
    Column("Set on", "set_on"),
    Column("Last update", "updated_on"),
    Column("Pieces of evidence", "evidence"),
    Column("Submitted", "submitted_on"),
    Column("To be verified by", "verify_by"),
    Column("Ended", "ended_on"),
    Column("Version", "version"),
)

_DISPUTE_STATUSES = {"open": "Open", "ended": "Ended"}
_DISPUTE_KINDS = {Kind.DISPUTE: "Dispute", Kind.ISSUE: "Issue"}
_YES_NO = {True: "Yes", False: "No"}

DISPUTE_COLUMNS = (
    Column("Reference", "reference"),
    Column("Status", "status", _DISPUTE_STATUSES),
    Column("Kind", "kind", _DISPUTE_KINDS),
    Column("Title", "title"),
    Column("What it is about", "issue"),
    Column("Impact on children", "impact"),
    Column("Outcome sought", "outcome_sought"),
    Column("Theme", "theme"),
    Column("Raised by", "raised_by_name"),
    PartyColumn("Parties", "parties", listed=True),
    Column("Meeting", "meeting"),
    Column("Minute", "minute"),
    Column("Date of the meeting", "met_on"),
    Column("Minutes circulated", "circulated_on"),
    Column("Minutes approved", "approved_on"),
    Column("Urgent", "urgent", _YES_NO),
    Column("Overdue", "overdue", _YES_NO),
    Column("Stage number", "stage_number"),
    Column("Stage", "stage_name"),
    Column("Decided by", "decided_by", DECIDERS),
    Column("At this stage since", "entered_on"),
    Column("Due date", "due_on"),
    Column("How the due date was worked out", "working"),
    Column("First due date", "first_due_on"),
    Column("Extensions", "extensions"),
    Column("Overdue from", "late_from"),
    Column("On record as overdue since", "overdue_on"),
    PartyColumn("Reply awaited from", "awaited", listed=True),
    Column("Convener’s role", "convener_role"),
    Column("Convener’s agency", "convener_name"),
    Column("Times escalated", "escalations"),
    Column("Times returned", "returned"),
    Column("Times reopened", "reopened"),
    Column("Ended as", "ending", ENDINGS),
    Column("Ended", "ended_on"),
    Column("Outcome", "outcome"),
    Column("Agreed actions done", "actions_done", ACTIONS_DONE),
    Column("Learning notes", "learning"),
    Column("Dissents", "dissents"),
    Column("Linked items", "links", listed=True),
    Column("Version of the procedure", "procedure"),
    Column("Ran before it was recorded here", "past", _YES_NO),
    Column("Number there", "number"),
    Column("Note", "note"),
    Column("Recorded", "recorded_on"),
    Column("Version", "version"),
)

LATE_COLUMNS = (
    Column("Became", "became"),
    Column("Due then", "due_then"),
    *RECOMMENDATION_COLUMNS,
)

REDATE_COLUMNS = (
    Column("Item", "item"),
    Column("Due before", "was"),
    Column("New due date", "due_on"),
    Column("Slip in days", "slip"),
    Column("Reason", "reason"),
    Column("Asked on", "asked_on"),
    Column("Asked by (account)", "asked_by"),
    Column("Approved on", "approved_on"),
    Column("Decided by (account)", "decided_by"),
)

MOVEMENT_COLUMNS = (
    Column("Change", "change"),
    Column("Reference", "reference"),
    Column("Title", "title"),
    Column("Score before", "before"),
    Column("Score now", "current_figure"),
    Column("Band now", "current_band"),
    Column("Reason", "movement_reason"),
)

STATUS_CHANGE_COLUMNS = (
    Column("Change", "change"),
    Column("Reference", "reference"),
    Column("Recommendation", "words"),
    Column("Source", "source", SOURCES),
    Column("Report", "title"),
    Column("Owner’s role", "owner_role"),
    Column("Owner’s agency", "owner_name"),
    Column("Due date", "due_on"),
    Column("Status before", "status_before", RECOMMENDATION_STATUSES),
    Column("Status now", "status", RECOMMENDATION_STATUSES),
    Column("Closed before because", "closing_before", CLOSINGS),
    Column("Closed because", "closing", CLOSINGS),
    Column("Closed", "closed_on"),
    Column("Why", "closing_words"),
)

STAGE_CHANGE_COLUMNS = (
    Column("Change", "change", {"up": "to a higher stage", "down": "to a lower stage"}),
    Column("Reference", "reference"),
    Column("Title", "title"),
    Column("Raised by", "raised_by_name"),
    PartyColumn("Parties", "parties", listed=True),
    Column("Stage before", "stage_before"),
    Column("Stage now", "stage_name"),
    Column("Due date", "due_on"),
    Column("Overdue", "overdue", _YES_NO),
    Column("Ended as", "ending", ENDINGS),
    Column("Ended", "ended_on"),
    Column("Outcome", "outcome"),
)


def neutral(value: Any) -> Any:
    """The value with a ' in front where a spreadsheet would take text for a formula."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def csv_lines(
    rows: Iterable[Row], columns: Sequence[Column], *, moment: Moment, position: int
) -> Iterator[str]:
    """The rows as lines of CSV under a line of headings; None is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    marking = (moment.on.isoformat(), position, HANDLING)
    writer.writerow([*(column.heading for column in columns), "As at", "Log position", "Handling"])
    yield _taken(buffer)
    for row in rows:
        writer.writerow([*(neutral(column.of(row)) for column in columns), *marking])
        yield _taken(buffer)


def csv_download(
    rows: Iterable[Row], columns: Sequence[Column], *, noun: str, moment: Moment, position: int
) -> Response:
    """The rows as an answer that a browser saves, with the mark by which Excel knows UTF-8."""
    from flask import Response

    lines = csv_lines(rows, columns, moment=moment, position=position)
    name = f"{noun}-as-at-{moment.on.isoformat()}-position-{position}.csv"
    return Response(
        _marked_for_excel(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def json_document(
    rows: Iterable[Row],
    columns: Sequence[Column],
    *,
    noun: str,
    moment: Moment,
    position: int,
    **more: Any,
) -> str:
    """The rows as one JSON object, their values as the ledger holds them, and `more` besides."""
    return json.dumps(
        {
            "handling": HANDLING,
            "as_at": moment.on.isoformat(),
            "position": position,
            **more,
            noun: [{column.key: column.held(row) for column in columns} for row in rows],
        },
        default=_iso,
        ensure_ascii=False,
        indent=2,
    )


def _iso(value: date) -> str:
    return value.isoformat()


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _marked_for_excel(lines: Iterable[str]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for line in lines:
        yield line.encode()
