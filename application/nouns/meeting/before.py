"""How a meeting is recorded that was held before this ledger."""

from __future__ import annotations

from application.doing.access import TEAM
from application.doing.fields import Choice, Clock, Day, ItemField, Line, Prose
from application.doing.intents import Intent
from application.nouns.shared.common import Timeless
from domain.groups.group import Group
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import KINDS, MODES, QUORATE, SAID, Kind, Mode, Quorate


class _LoadPast(Timeless):
    """A meeting that was held before this ledger: not everything was written down."""

    group = ItemField("Group", Group)
    meets_on = Day("Date of the meeting")
    starts_at = Clock("Start", required=False)
    kind = Choice("What kind of meeting?", Kind, KINDS, required=False)
    mode = Choice("Where did they meet?", Mode, MODES, required=False)
    place = Line("Place", required=False)
    chaired_by = Line("Who chaired?", hint="A role, not a name.", required=False)
    present = Prose("Who was there?", required=False)
    apologies = Prose("Who sent apologies?", required=False)
    absent = Prose("Who was absent without apologies?", required=False)
    substitutes = Prose("Who was substituted by whom?", required=False)
    quorate = Choice("Was it said to be quorate?", Quorate, QUORATE, only=SAID, required=False)
    quorum = Prose("What was written of the quorum?", required=False)
    cleared_on = Day("Minutes cleared", required=False)
    circulated_on = Day("Minutes circulated", required=False)
    confirmed_on = Day("Minutes confirmed", required=False)
    number = Line("Number", hint="What it was called where it was kept before.", required=False)
    note = Prose("Note", hint="Whatever else was written about it.", required=False)


LOAD_PAST = Intent(
    "meeting.load_past", "Load a past meeting", _LoadPast, Meeting.load_past, may={TEAM}
)
