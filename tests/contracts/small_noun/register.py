"""The reminders. (projections/reminders/reminders.py)"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from projections.columns import AGENCY, DAY, TEXT, YES_NO, Column
from projections.filters import OfAgencyWith, Tick
from projections.register import Register
from projections.view import View
from tests.contracts.small_noun.reminder import Reminder


def overdue(view: View) -> ColumnElement[bool]:
    """Not dealt with, and the day is past."""
    return and_(REMINDERS.c.dealt_with_on == "", REMINDERS.c.due_on < view.today)


REMINDERS: Register[Reminder] = Register(
    "reminders",
    Reminder,
    columns=[
        Column("title", "What it is about", TEXT, sort="title", searched=True),
        Column("agency", "Agency", AGENCY),
        Column("due_on", "Due date", DAY, sort="due"),
        Column("dealt_with_on", "Dealt with", DAY),
        Column("overdue", "Overdue", YES_NO, at=overdue),
    ],
    shown=("reference", "title", "agency", "due_on", "overdue"),
    usual="due",
    filters=[
        OfAgencyWith("agency", "Agency", lambda agency: REMINDERS.c.agency == agency),
        Tick("overdue", "Overdue", overdue),
    ],
)
