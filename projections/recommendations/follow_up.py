"""The follow-up of recommendations: the register, and what passes with time.

Overdue, due soon, stale and the colour are worked out on reading, never kept.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, literal, or_

from domain.kernel.bodies import BODIES
from domain.kernel.item import Item
from domain.kernel.plain import in_order
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSINGS, Source, Status
from domain.recommendations.words import COLOURS, IMPACTS, RESPONSES_GIVEN, SOURCES, STATUSES
from projections.columns import (
    AGENCIES,
    AGENCY,
    CORRECTIONS,
    DATA,
    DAY,
    ITEM,
    ITEMS,
    NUMBER,
    NUMBERED,
    TEXT,
    THEMES,
    YES_NO,
    Column,
    OfCode,
    internal,
    known,
    theme_keys,
)
from projections.evidenced import CHANGED, EVIDENCE, changed_filter, story_of_evidence
from projections.filters import OfAgencyWith, OfTheme, OneOf, State, Tick, undated
from projections.indexes import Quick
from projections.register import Register
from projections.view import View
from projections.words_used import words_used

# ---------------------------------------------------------------- what is asked of it


def is_open() -> ColumnElement[bool]:
    """Not closed, for whatever reason."""
    return FOLLOW_UP.c.closing == ""  # type: ignore[no-any-return]


def unanswered() -> ColumnElement[bool]:
    """Open, and whoever it is addressed to has not said whether they accept it."""
    return and_(is_open(), FOLLOW_UP.c.response == "")


def with_its_owner() -> ColumnElement[bool]:
    """Open, and not claimed to be done."""
    return and_(is_open(), FOLLOW_UP.c.claimed.is_(False))


def overdue(view: View) -> ColumnElement[bool]:
    """With its owner, and past its due date."""
    return and_(with_its_owner(), known(FOLLOW_UP.c.due_on) < view.today)


def due_soon(view: View) -> ColumnElement[bool]:
    """With its owner, and due before long or past its date."""
    return and_(with_its_owner(), known(FOLLOW_UP.c.due_on) <= view.due_soon_on)


def stale(view: View) -> ColumnElement[bool]:
    """With its owner, and not updated for too long."""
    return and_(with_its_owner(), FOLLOW_UP.c.updated_on < view.stale_before)


def awaiting_verification() -> ColumnElement[bool]:
    """Claimed to be done, and nobody has verified it yet."""
    return FOLLOW_UP.c.status == Status.SUBMITTED  # type: ignore[no-any-return]


def verification_late(view: View) -> ColumnElement[bool]:
    """The verifier is late; that counts against them, not against the owner."""
    return and_(awaiting_verification(), FOLLOW_UP.c.verify_by < view.today)


def verified_unchecked() -> ColumnElement[bool]:
    """Verified, the last time, although nobody had checked the evidence."""
    return FOLLOW_UP.c.verified_unchecked > ""  # type: ignore[no-any-return]


def impact_due(view: View) -> ColumnElement[bool]:
    """Closed, and the day to look at its impact has come."""
    return known(FOLLOW_UP.c.impact_on) <= view.today


def redate_asked() -> ColumnElement[bool]:
    """Another due date was asked for, and nobody has decided on it."""
    return known(FOLLOW_UP.c.asked_due_on) > ""


def linked_to(kind: type[Item]) -> ColumnElement[bool]:
    """Linked to an item of that kind."""
    return FOLLOW_UP.c.links.contains(f"\n{kind.prefix}-", autoescape=True)  # type: ignore[no-any-return]


def colour(view: View) -> ColumnElement[str]:
    """Blue when closed; otherwise red, amber or green from the dates, or as the owner worsened."""
    row = FOLLOW_UP.c
    return case(
        (row.closing != "", "blue"),
        (or_(overdue(view), row.worsened == "red"), "red"),
        (or_(due_soon(view), stale(view), row.worsened == "amber"), "amber"),
        else_=literal("green"),
    )


class OfColour(OneOf):
    """Those of one colour at the moment."""

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        return colour(view) == value


# ---------------------------------------------------------------- the register

FOLLOW_UP: Register[Recommendation] = Register(
    "recommendations",
    Recommendation,
    columns=[
        Column("status", "Status", OfCode(STATUSES), sort="status"),
        Column("colour", "Colour", OfCode({**COLOURS, "blue": "Closed"}), at=colour),
        Column("source", "Source", OfCode(SOURCES), sort="source", searched=True),
        Column("title", "Report", TEXT, searched=True),
        Column("publisher", "Published by", TEXT, searched=True),
        Column("published", "Published", TEXT),
        internal(Column("published_on", "Published on", DAY)),
        Column("number", "Number there", NUMBERED, sort="number", searched=True),
        Column("words", "Recommendation", TEXT, searched=True),
        Column("themes", "Themes", THEMES, searched=True),
        theme_keys(lambda item: item.themes),
        Column("agencies", "Addressed to", AGENCIES),
        Column("to_body", "Addressed to the body", OfCode(BODIES)),
        internal(Column("addressed_to", "Body that does not close it", OfCode(BODIES))),
        Column("owner_role", "Owner’s role", TEXT, searched=True),
        Column("owner_agency", "Owner’s agency", AGENCY, sort="owner"),
        Column("due_words", "Due, as published", TEXT, searched=False),
        Column("due_on", "Due date", DAY, sort="due"),
        Column("first_due_on", "First due date", DAY, in_story=False),
        Column("moves", "Times re-dated", NUMBER, sort="moves"),
        Column("asked_due_on", "Other due date asked for", DAY),
        Column("recurs", "Recurs every how many months", NUMBER),
        Column("response", "Response", OfCode(RESPONSES_GIVEN)),
        Column("responded_on", "Responded", DAY, in_story=False),
        Column("method", "Plan", TEXT),
        Column("updated_on", "Last update", DAY, sort="updated", in_story=False),
        Column("progress", "Last progress", TEXT),
        Column("reported", "Last reported elsewhere", TEXT),
        EVIDENCE,
        CHANGED,
        Column("worsened", "Colour, as its owner says", OfCode(COLOURS)),
        internal(Column("claimed", "Claimed to be done", YES_NO)),
        internal(Column("submitted_by", "Submitted by (account)", TEXT)),
        Column("submitted_on", "Submitted", DAY),
        Column("verify_by", "To be verified by", DAY),
        Column("verified_on", "Verified", DAY),
        Column("verified_unchecked", "Why verified without checked evidence", TEXT),
        Column("closing", "Closed because", OfCode(CLOSINGS)),
        Column("closed_on", "Closed", DAY, in_story=False),
        Column("closing_words", "Why", TEXT, in_story=False),
        Column("returned", "Times returned", NUMBER),
        Column("reopened", "Times reopened", NUMBER),
        Column("impact_on", "Impact review", DAY),
        Column("impact", "Impact", OfCode(IMPACTS)),
        Column("superseded_by", "Superseded by", ITEM),
        Column("depends_on", "Waits for", ITEMS,
               lambda item: sorted(item.depends_on, key=in_order)),
        Column("links", "Linked items", ITEMS, lambda item: sorted(item.links, key=in_order)),
        internal(Column("redate_asked_by", "Other due date asked for by (account)", TEXT,
                        lambda item: item.redate.asked_by if item.redate else "")),
        internal(Column("redates", "Re-dates", DATA,
                        lambda item: [vars(each) for each in item.redates])),
        Column("received_on", "Received", DAY, sort="age", in_story=False),
        CORRECTIONS,
        Column("overdue", "Overdue", YES_NO, at=overdue),
        Column("verification_late", "Verification late", YES_NO, at=verification_late),
    ],
    quick=[
        Quick(["closing"], by="due_on", also=["claimed"], then=True),
        Quick(["closing", "owner_agency"], by="due_on", also=["claimed"]),
        Quick(["status"], by="due_on", also=["source", "submitted_by", "addressed_to"]),
        Quick(["source"], by="due_on"),
        Quick(["source"], by="impact_on", also=["addressed_to"]),
        Quick(["closing"], by="asked_due_on", also=["redate_asked_by"]),
        Quick(["source"], name="figures", whole=True,
              also=["closing", "status", "response", "claimed", "due_on", "updated_on",
                    "verify_by", "verified_on", "received_on", "returned", "reopened",
                    "impact_on"]),
    ],
    version=9,
    shown=("reference", "status", "colour", "words", "owner_agency", "due_on"),
    usual="due",
    story=story_of_evidence,
    filters=[
        State("status", "Status", lambda: FOLLOW_UP.c.status,
              {"open": ("Open", is_open), "closed": ("Closed", lambda: ~is_open())},
              STATUSES, all="Open and closed"),
        OneOf("source", "Source", lambda: FOLLOW_UP.c.source, SOURCES,
              hint="Those of this kind of source, such as jtai."),
        OfAgencyWith("owner_agency", "Owner’s agency",
                     lambda agency: FOLLOW_UP.c.owner_agency == agency),
        OfTheme("theme", "Theme", lambda: FOLLOW_UP.c.theme_keys,
                lambda view: words_used(FOLLOW_UP, "themes", view),
                hint="Those with this theme."),
        OfColour("colour", "Colour", lambda: FOLLOW_UP.c.status, COLOURS,
                 hint="red, amber, green, or blue: closed."),
        OneOf("closing", "Closed because", lambda: FOLLOW_UP.c.closing, CLOSINGS,
              hint="Those closed for this reason, such as superseded."),
        Tick("unanswered", "No response yet", lambda view: unanswered(),
             hint="Those that nobody has responded to."),
        Tick("overdue", "Overdue", overdue, hint="Those past their due date."),
        undated(lambda: FOLLOW_UP.c.due_on),
        Tick("stale", "No update lately", stale, hint="Those without an update for too long."),
        Tick("awaiting", "Awaiting verification", lambda view: awaiting_verification(),
             hint="Those that await verification."),
        Tick("returned", "Returned before", lambda view: FOLLOW_UP.c.returned > 0,
             hint="Those that a verifier has returned."),
        Tick("reopened", "Reopened before", lambda view: FOLLOW_UP.c.reopened > 0,
             hint="Those that were reopened."),
        Tick("unchecked", "Verified without checked evidence", lambda view: verified_unchecked(),
             hint="Those verified on evidence that nobody had checked."),
        Tick("impact_due", "Impact review due", impact_due,
             hint="Those whose impact review is due."),
        Tick("corrected", "Corrected", lambda view: FOLLOW_UP.c.corrections > 0,
             hint="Those of which a recorded fact was corrected."),
        changed_filter(lambda: FOLLOW_UP.c.changed_since_decided),
    ],
)  # fmt: skip


def of_source(source: Source) -> ColumnElement[bool]:
    """Those that one kind of source made."""
    return FOLLOW_UP.c.source == source  # type: ignore[no-any-return]
