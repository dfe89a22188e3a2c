"""The actions: the register, and what passes with time."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from domain.actions.action import Action, Status
from domain.actions.words import STATUSES
from domain.kernel.plain import in_order
from projections.columns import (
    AGENCY,
    CORRECTIONS,
    DATA,
    DAY,
    ITEMS,
    NUMBER,
    NUMBERED,
    TEXT,
    YES_NO,
    Column,
    OfCode,
    internal,
    known,
)
from projections.evidenced import CHANGED, EVIDENCE, changed_filter, story_of_evidence
from projections.filters import OfAgencyWith, State, Tick, undated
from projections.indexes import Quick
from projections.listed import each_of
from projections.register import Figure, Register
from projections.view import View


def is_open() -> ColumnElement[bool]:
    """Neither done nor cancelled."""
    return ACTIONS.c.ended_on == ""  # type: ignore[no-any-return]


def awaiting_verification() -> ColumnElement[bool]:
    """Claimed to be done, and nobody has verified it yet."""
    return ACTIONS.c.status == Status.SUBMITTED  # type: ignore[no-any-return]


def with_its_owner() -> ColumnElement[bool]:
    """Open, and not claimed to be done."""
    return and_(is_open(), ~awaiting_verification())


def overdue(view: View) -> ColumnElement[bool]:
    """With its owner, and past its due date."""
    return and_(with_its_owner(), known(ACTIONS.c.due_on) < view.today)


def verification_late(view: View) -> ColumnElement[bool]:
    """The verifier is late; that counts against them, not against the owner."""
    return and_(awaiting_verification(), ACTIONS.c.verify_by < view.today)


ACTIONS: Register[Action] = Register(
    "actions",
    Action,
    columns=[
        Column("status", "Status", OfCode(STATUSES), sort="status"),
        Column("title", "Action", TEXT, sort="title", searched=True),
        Column("measure", "Measure of success", TEXT,
               searched=True),
        Column("owner_role", "Owner’s role", TEXT,
               searched=True),
        Column("owner_agency", "Owner’s agency", AGENCY,
               sort="owner"),
        Column("due_on", "Due date", DAY, sort="due"),
        Column("first_due_on", "First due date", DAY),
        Column("moves", "Times re-dated", NUMBER, sort="moves"),
        Column("asked_due_on", "Other due date asked for", DAY),
        Column("serves", "Serves", ITEMS, lambda action: sorted(action.links, key=in_order)),
        Column("number", "Number there", NUMBERED, sort="number", searched=True),
        Column("note", "Note", TEXT, searched=True),
        Column("set_on", "Set on", DAY),
        CORRECTIONS,
        Column("updated_on", "Last update", DAY,
               in_story=False),
        internal(Column("progress", "Last progress", TEXT)),
        internal(Column("ended_why", "Why it ended", TEXT)),
        EVIDENCE,
        CHANGED,
        Column("submitted_on", "Submitted", DAY),
        internal(Column("submitted_by", "Submitted by (account)", TEXT)),
        Column("verify_by", "To be verified by", DAY),
        Column("ended_on", "Ended", DAY),
        Column("verified_unchecked", "Why verified without checked evidence", TEXT),
        Column("returned", "Times returned", NUMBER),
        internal(Column("redate_asked_by", "Other due date asked for by (account)", TEXT,
                        lambda action: action.redate.asked_by if action.redate else "")),
        internal(Column("redates", "Re-dates", DATA,
                        lambda action: [vars(each) for each in action.redates])),
        Column("overdue", "Overdue", YES_NO, at=overdue),
        Column("verification_late", "Verification late", YES_NO, at=verification_late),
    ],
    quick=[
        Quick(["ended_on"], by="due_on", also=["status"], then=True),
        Quick(["ended_on", "owner_agency"], by="due_on", also=["status"]),
        Quick(["status"], by="due_on"),
        Quick(["ended_on"], by="asked_due_on", also=["redate_asked_by"]),
    ],
    version=9,
    shown=("reference", "title", "status", "due_on", "owner_agency", "serves"),
    usual="due",
    story=story_of_evidence,
    filters=[
        State("status", "Status", lambda: ACTIONS.c.status,
              {"open": ("Open", is_open), "ended": ("Ended", lambda: ~is_open())},
              STATUSES, all="Open and ended"),
        OfAgencyWith("owner_agency", "Owner’s agency",
                     lambda agency: ACTIONS.c.owner_agency == agency),
        Tick("overdue", "Overdue", overdue, hint="Those past their due date."),
        undated(lambda: ACTIONS.c.due_on),
        Tick("awaiting", "Awaiting verification", lambda view: awaiting_verification(),
             hint="Those that await verification."),
        Tick("unchecked", "Verified without checked evidence",
             lambda view: ACTIONS.c.verified_unchecked > "",
             hint="Those verified on evidence that nobody had checked."),
        Tick("corrected", "Corrected", lambda view: ACTIONS.c.corrections > 0,
             hint="Those of which a recorded fact was corrected."),
        changed_filter(lambda: ACTIONS.c.changed_since_decided),
    ],
    figures=[
        Figure("Open", lambda view: is_open()),
        Figure("Overdue", overdue, {"overdue": "yes"}),
        Figure("Awaiting verification", lambda view: awaiting_verification(), {"awaiting": "yes"}),
    ],
)  # fmt: skip


def serving(reference: str) -> ColumnElement[bool]:
    """The actions that serve an item."""
    return ACTIONS.c.serves.contains(f"\n{reference}\n", autoescape=True)  # type: ignore[no-any-return]


def redate_asked() -> ColumnElement[bool]:
    """Another due date was asked for, and nobody has decided on it."""
    return known(ACTIONS.c.asked_due_on) > ""


def all_ended(view: View) -> set[str]:
    """The items that actions serve, or served, and that none serves any longer that is open."""
    row = ACTIONS.c
    query = ACTIONS.narrowed(select(row.serves, is_open()), view, row.serves != "").distinct()
    served: dict[str, bool] = {}
    for serves, still_open in view.connection.execute(query):
        for reference in each_of(serves):
            served[reference] = served.get(reference, True) and not still_open
    return {reference for reference, ended in served.items() if ended}
