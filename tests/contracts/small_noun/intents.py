"""What a person can do with a reminder. (application/nouns/reminders.py)"""

from __future__ import annotations

from application.doing.access import CHAIR, TEAM
from application.doing.fields import AgencyField, Day, Line, Prose
from application.doing.intents import Intent, IntentSchema
from tests.contracts.small_noun.reminder import Reminder


class _Note(IntentSchema):
    title = Line("What is there to come back to?")
    agency = AgencyField("Agency")
    due_on = Day("By when?")


class _DealWith(IntentSchema):
    outcome = Prose("What came of it?")


REMINDER_INTENTS = (
    Intent("reminder.note", "Note a reminder", _Note, Reminder.note, may={TEAM, CHAIR}),
    Intent("reminder.deal_with", "Deal with it", _DealWith, Reminder.deal_with, may={TEAM}),
)
