"""The commissions: the register, and what passes with time."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from domain.commissions.commission import Commission
from domain.commissions.vocabulary import OVER, STATUSES, Status
from projections.columns import (
    CORRECTIONS,
    DAY,
    ITEMS,
    SAID,
    SEVERAL,
    TEXT,
    YES_NO,
    Column,
    OfCode,
    internal,
    known,
)
from projections.evidenced import CHANGED, EVIDENCE, changed_filter, story_of_evidence
from projections.filters import State, Tick, undated
from projections.register import Figure, Register
from projections.view import View


def is_open() -> ColumnElement[bool]:
    """Neither declined, withdrawn nor closed."""
    return COMMISSIONS.c.status.not_in([str(each) for each in OVER])  # type: ignore[no-any-return]


def awaits_ratification() -> ColumnElement[bool]:
    """The body above has not answered."""
    return COMMISSIONS.c.status == Status.ASKED  # type: ignore[no-any-return]


def is_under_way() -> ColumnElement[bool]:
    """It was started, and not reported."""
    return COMMISSIONS.c.status == Status.STARTED  # type: ignore[no-any-return]


def overdue(view: View) -> ColumnElement[bool]:
    """It is open, not reported, and past its date."""
    row = COMMISSIONS.c
    return and_(is_open(), row.reported_on == "", known(row.due_on) < view.today)


COMMISSIONS: Register[Commission] = Register(
    "commissions",
    Commission,
    columns=[
        Column("title", "Commission", TEXT, sort="title", searched=True),
        Column("question", "Question", TEXT, searched=True),
        Column("reason", "Why it is asked", TEXT, searched=True),
        Column("status", "Status", OfCode(STATUSES), sort="status"),
        internal(Column("group", "Asked by (reference)", TEXT)),
        Column("asker", "Asked by", SAID, sort="by"),
        Column("of_name", "Asked of", TEXT, sort="of"),
        internal(Column("of", "Asked of (reference)", TEXT)),
        Column("joint_with", "Shared with", SEVERAL),
        Column("awaited_consents", "Consent awaited of", SEVERAL),
        Column("asked_on", "Asked on", DAY, sort="asked"),
        Column("asked_in", "Where it was decided", TEXT),
        Column("due_on", "Due date", DAY, sort="due"),
        Column("ratified_on", "Ratified", DAY),
        Column("started_on", "Started", DAY),
        Column("reported_on", "Reported", DAY),
        Column("report", "Report", TEXT),
        Column("considered_on", "Considered", DAY),
        Column("ended_on", "Ended", DAY),
        Column("about", "Linked items", ITEMS, lambda commission: sorted(commission.links)),
        EVIDENCE,
        CHANGED,
        CORRECTIONS,
        Column("overdue", "Overdue", YES_NO, at=overdue),
    ],
    shown=("reference", "title", "status", "asker", "of_name", "due_on", "overdue"),
    usual="due",
    filters=[
        State("status", "Status", lambda: COMMISSIONS.c.status,
              {"open": ("Open", is_open), "ended": ("Ended", lambda: ~is_open())}),
        Tick("awaiting", "Awaiting ratification", lambda view: awaits_ratification(),
             hint="Those that await ratification."),
        Tick("under_way", "Under way", lambda view: is_under_way(),
             hint="Those that were started and not reported yet."),
        Tick("overdue", "Overdue", overdue, hint="Those past their date without a report."),
        undated(lambda: COMMISSIONS.c.due_on),
        changed_filter(lambda: COMMISSIONS.c.changed_since_decided),
    ],
    figures=[
        Figure("Open", lambda view: is_open()),
        Figure("Await ratification", lambda view: awaits_ratification(), {"awaiting": "yes"}),
        Figure("Overdue", overdue, {"overdue": "yes"}),
    ],
    story=story_of_evidence,
)  # fmt: skip
