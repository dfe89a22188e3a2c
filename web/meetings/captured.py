"""What was captured in a line at a meeting, and the forms by which each becomes an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from application.doing.intents import Intent
from application.nouns.actions import SET
from application.nouns.catalogue import CATALOGUE
from application.nouns.disputes_recorded import RECORD
from application.nouns.meeting.meetings import DECIDE
from domain.meetings.meeting import Meeting
from domain.meetings.records import Captured
from domain.meetings.vocabulary import CAPTURES, CaptureKind

BECOMES: Mapping[CaptureKind, Sequence[Intent]] = {
    CaptureKind.ACTION: (SET,),
    CaptureKind.DECISION: (DECIDE,),
    CaptureKind.DISAGREEMENT: (CATALOGUE["meeting.record_statement"], RECORD),
    CaptureKind.RISK: (CATALOGUE["risk.record"],),
    CaptureKind.COMMISSION: (CATALOGUE["commission.ask"],),
}
"""By which forms that which was noted in a line is recorded."""


@dataclass(frozen=True)
class OpenLine:
    """A line that is to be recorded as an item, the forms by which it can be, and the one by which
    it is let go with a reason."""

    noted: Captured
    kind: str
    ways: Sequence[tuple[str, str]]
    drop: str


def open_lines(meeting: Meeting) -> list[OpenLine]:
    """What was captured at a meeting and is not recorded yet."""
    return [
        OpenLine(
            each,
            CAPTURES[each.kind],
            [
                (intent.title, url_for("meetings.finish", reference=meeting.reference,
                                       capture=each.number, move=intent.move.replace("_", "-")))
                for intent in BECOMES[each.kind]
            ],
            url_for("meetings.act", reference=meeting.reference, move="drop-capture",
                    capture=each.number),
        )
        for each in meeting.open_captures
    ]  # fmt: skip
