"""What reminders are to the product. (web/reminders/noun.py)"""

from __future__ import annotations

from application.doing.access import EVERYBODY, allow
from tests.contracts.small_noun.intents import REMINDER_INTENTS
from tests.contracts.small_noun.register import REMINDERS
from tests.contracts.small_noun.reminder import Reminder
from web.items.pages import ordinary_pages
from web.noun import Noun

allow("see.reminders", EVERYBODY)
NOUN = Noun(
    "reminders",
    Reminder,
    REMINDER_INTENTS,
    ordinary_pages(REMINDERS, Reminder, REMINDER_INTENTS, seen="see.reminders", title="Reminders"),
    register=REMINDERS,
    page="reminders.item",
    section="Reminders",
    seen="see.reminders",
)
