"""What meetings are to the product."""

from __future__ import annotations

from application.importing.meetings.rows import MEETING_FILES
from application.nouns.meeting.meetings import MEETING_INTENTS
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import STATUSES, Status
from projections.meetings.meetings import MEETINGS
from web.meetings.ending import add_ending
from web.meetings.minutes_pages import add_minutes
from web.meetings.pages import pages
from web.meetings.replying import add_replying
from web.meetings.roll_call import add_roll_call
from web.meetings.taking import add_minute_taking
from web.noun import Noun

add_minute_taking(pages)
add_minutes(pages)
add_ending(pages)
add_replying(pages)
add_roll_call(pages)

NOUN = Noun(
    "meetings",
    Meeting,
    MEETING_INTENTS,
    pages,
    register=MEETINGS,
    page="meetings.meeting",
    state=lambda row, view: STATUSES[Status(row["status"])],
    section="Meetings",
    seen="see.meetings",
    importable=MEETING_FILES,
)
