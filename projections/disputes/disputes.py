"""The register of disputes, and what passes with time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from domain.disputes.dispute import Dispute
from domain.disputes.visits import Visit
from domain.disputes.vocabulary import BODIES
from domain.disputes.words import ACTIONS_DONE, KINDS, STATUSES
from domain.kernel.days.when import day_part, in_utc
from domain.kernel.plain import in_order
from domain.procedure.rules import DECIDERS, ENDINGS, Decider, Ending
from projections.columns import (
    AGENCIES,
    AGENCY,
    CORRECTIONS,
    DATA,
    DAY,
    DUE,
    ITEMS,
    NUMBER,
    NUMBERED,
    SEVERAL,
    TEXT,
    THEME,
    YES_NO,
    Column,
    Kind,
    OfCode,
    internal,
    known,
    theme_keys,
)
from projections.comparing import Comparison
from projections.disputes.story import passages_of_dispute, story_of_dispute
from projections.evidenced import CHANGED, EVIDENCE, changed_filter
from projections.filters import OfAgencyWith, OfTheme, OneOf, Option, State, Tick, undated
from projections.indexes import Quick
from projections.register import Register
from projections.versioned import Row
from projections.view import View
from projections.words_used import words_used

# ---------------------------------------------------------------- what is asked of it


def is_open() -> ColumnElement[bool]:
    """On its way."""
    return DISPUTES.c.status == "open"  # type: ignore[no-any-return]


def on_the_clock() -> ColumnElement[bool]:
    """Open, and a clock runs."""
    return and_(is_open(), DISPUTES.c.due_on != "")


def overdue(view: View) -> ColumnElement[bool]:
    """Open, and past the working day after its stage was due; of an urgent one past the minute."""
    row = DISPUTES.c
    return and_(is_open(), known(row.late_from) <= view.today, row.late_at <= view.minute)


def urgent() -> ColumnElement[bool]:
    """On its way, and declared urgent."""
    return and_(is_open(), DISPUTES.c.urgent)


def reopened() -> ColumnElement[bool]:
    """Taken up again after it had ended."""
    return DISPUTES.c.reopened > 0  # type: ignore[no-any-return]


def without_convener() -> ColumnElement[bool]:
    """At a convened stage, and nobody has been named."""
    row = DISPUTES.c
    return and_(is_open(), row.decided_by == Decider.CONVENER, row.convener_role == "")


def answer_awaited() -> ColumnElement[bool]:
    """Somebody outside the partnership was told, and has not answered yet: it is unresolved."""
    return and_(is_open(), DISPUTES.c.notified_on != "")


def record_missing() -> ColumnElement[bool]:
    """Something that the procedure asks for as the stage begins is not on record yet."""
    return and_(is_open(), DISPUTES.c.missing != "")


def beyond() -> ColumnElement[bool]:
    """At the Executive or further up."""
    up = [Decider.EXECUTIVE, Decider.LSP, Decider.NOBODY]
    return DISPUTES.c.decided_by.in_(up)  # type: ignore[no-any-return]


def decided_by(decider: Decider) -> ColumnElement[bool]:
    """Open, at a stage that these decide."""
    return and_(is_open(), DISPUTES.c.decided_by == decider)


def convened_by(agency: str) -> ColumnElement[bool]:
    """Open, at a stage that somebody of the agency convenes."""
    return and_(is_open(), DISPUTES.c.convener_agency == agency)


def is_party(agency: str) -> ColumnElement[bool]:
    """The agency is a party."""
    return DISPUTES.c.parties.contains(f"\n{agency}\n", autoescape=True)  # type: ignore[no-any-return]


def concerns(agency: str) -> ColumnElement[bool]:
    """The agency is a party, or raised it."""
    return or_(is_party(agency), DISPUTES.c.raised_by == agency)


def awaits(agencies: frozenset[str]) -> ColumnElement[bool]:
    """Open, at a stage that waits for a reply of any of the agencies."""
    row = DISPUTES.c
    each = [row.awaited.contains(f"\n{agency}\n", autoescape=True) for agency in sorted(agencies)]
    return and_(is_open(), or_(false(), *each))


def stages_there_are(view: View) -> list[Option]:
    """Key and name of every stage that a dispute is or ended at, the lowest first.

    Where versions of the procedure call it differently, the newest of them names it.
    """
    row = DISPUTES.c
    told = (row.procedure, row.stage, row.stage_name, row.stage_number)
    query = DISPUTES.narrowed(select(*told).distinct(), view, row.stage != "")
    found: dict[str, tuple[int, str]] = {}
    for _, key, name, number in view.connection.execute(query.order_by(row.procedure)):
        lowest, _ = found.get(key, (number, name))
        found[key] = min(lowest, number), name
    return [(key, name) for key, (_, name) in sorted(found.items(), key=lambda each: each[1])]


# ---------------------------------------------------------------- the register


def _stay(
    key: str, label: str, kind: Kind, of: Callable[[Visit], Any], **more: Any
) -> Column[Dispute]:
    """A column that says something of the stage that a dispute is at."""
    return Column(key, label, kind, lambda dispute: of(dispute.visit), **more)


def stays_of(dispute: Dispute) -> list[dict[str, Any]]:
    """Every stay at a stage: when it came and left, and how it ended where it did there."""
    endings = {ending.value for ending in Ending}
    return [
        {
            "stage": visit.stage,
            "name": visit.name,
            "number": visit.number,
            "entered_on": visit.entered_on,
            "left_on": visit.left_on,
            "ending": visit.outcome if visit.outcome in endings else "",
        }
        for visit in dispute.visits
    ]


def _asked(dispute: Dispute) -> str:
    """What the body that decides at its stage is asked: the first thing that the procedure wants on
    record as such a stage begins; "" where it wants none, or has none yet."""
    visit = dispute.visit
    if visit.decided_by not in BODIES:
        return ""
    wanted = dispute.rules.stage(visit.stage).entry
    return next((visit.records[each] for each in wanted if each in visit.records), "")


DISPUTES: Register[Dispute] = Register(
    "disputes",
    Dispute,
    columns=[
        Column("status", "Status", OfCode(STATUSES)),
        Column("kind", "Kind", OfCode(KINDS)),
        Column("title", "Title", TEXT, sort="title", searched=True),
        Column("issue", "What it is about", TEXT, searched=True),
        Column("impact", "Impact on children", TEXT),
        Column("outcome_sought", "Outcome sought", TEXT),
        Column("theme", "Theme", THEME, searched=True),
        theme_keys(lambda dispute: filter(None, [dispute.theme])),
        Column("raised_by", "Raised by", AGENCY, sort="raised"),
        Column("parties", "Parties", AGENCIES),
        internal(Column("party_names", "Parties, as they were called", SEVERAL,
                        lambda dispute: dispute.names.values(), searched=True)),
        Column("meeting", "Meeting", TEXT, searched=True),
        Column("minute", "Minute", TEXT, searched=True),
        Column("met_on", "Date of the meeting", DAY, sort="met"),
        Column("circulated_on", "Minutes circulated", DAY),
        Column("approved_on", "Minutes approved", DAY),
        Column("urgent", "Urgent", YES_NO),
        Column("urgent_at", "Declared urgent", DUE),
        Column("contact", "Out-of-hours contact", TEXT),
        Column("overdue", "Overdue", YES_NO, at=overdue),
        internal(_stay("stage", "Key of the stage", TEXT, lambda stay: stay.stage)),
        _stay("stage_number", "Stage number", NUMBER,
              lambda stay: stay.number, sort="stage", in_story=False),
        _stay("stage_name", "Stage", TEXT, lambda stay: stay.name, searched=False),
        internal(Column("stage_count", "Stages in all", NUMBER,
                        lambda dispute: len(dispute.rules.stages))),
        _stay("decided_by", "Decided by", OfCode(DECIDERS),
              lambda stay: stay.decided_by, in_story=False),
        _stay("entered_on", "At this stage since", DAY,
              lambda stay: stay.entered_on, sort="entered"),
        _stay("due_on", "Due date", DAY, lambda stay: day_part(stay.due_on), sort="due"),
        _stay("due_at", "Due at", DUE, lambda stay: stay.due_on if stay.in_hours else ""),
        _stay("working", "How the due date was worked out", TEXT, lambda stay: stay.working,
              searched=False),
        _stay("first_due_on", "First due date", DAY,
              lambda stay: day_part(stay.first_due_on), in_story=False),
        internal(_stay("first_due", "First due", TEXT, lambda stay: stay.first_due_on)),
        _stay("extensions", "Extensions", NUMBER, lambda stay: stay.extensions),
        _stay("late_from", "Overdue from", DAY, lambda stay: day_part(stay.late_from),
              in_story=False),
        internal(_stay("late_at", "Overdue from the minute", TEXT,
                       lambda stay: in_utc(stay.late_from))),
        _stay("overdue_on", "On record as overdue since", DAY,
              lambda stay: day_part(stay.overdue_on)),
        Column("asked", "What the body is asked", TEXT, _asked, in_story=False),
        Column("awaited", "Reply awaited from", AGENCIES),
        Column("missing", "Still missing from the record", SEVERAL,
               lambda dispute: dispute.missing_at_entry, exported=False, in_story=False),
        _stay("convener_role", "Convener’s role", TEXT, lambda stay: stay.convener_role),
        _stay("convener_agency", "Convener’s agency", AGENCY, lambda stay: stay.convener_agency),
        Column("notified_on", "Notified externally", DAY),
        Column("escalations", "Times escalated", NUMBER),
        Column("returned", "Times returned", NUMBER),
        Column("reopened", "Times reopened", NUMBER),
        Column("ending", "Ended as", OfCode(ENDINGS)),
        Column("ended_on", "Ended", DAY, sort="ended"),
        Column("outcome", "Outcome", TEXT),
        Column("actions_done", "Agreed actions done", OfCode(ACTIONS_DONE)),
        Column("learning", "Learning notes", NUMBER, lambda dispute: len(dispute.learning),
               in_story=False),
        Column("dissents", "Dissents", NUMBER, lambda dispute: len(dispute.dissents),
               in_story=False),
        EVIDENCE,
        CHANGED,
        Column("links", "Linked items", ITEMS, lambda dispute: sorted(dispute.links, key=in_order)),
        Column("procedure", "Version of the procedure", NUMBER),
        Column("past", "Ran before it was recorded here", YES_NO, in_story=False),
        Column("number", "Number there", NUMBERED, sort="number", searched=True),
        Column("note", "Note", TEXT, searched=True),
        internal(Column("decided_version", "Decided on version", NUMBER)),
        internal(Column("decided_position", "Decided at position", NUMBER)),
        internal(Column("stays", "Stays at stages", DATA, stays_of)),
        Column("recorded_on", "Recorded", DAY),
        CORRECTIONS,
    ],
    quick=[
        Quick(["status"], by="due_on", then=True),
        Quick(["status"], by="late_from"),
        Quick(["status", "decided_by"], by="due_on", also=["convener_role"]),
        Quick(["status", "convener_agency"], by="due_on"),
    ],
    version=11,
    story=story_of_dispute,
    besides=passages_of_dispute,
    shown=("reference", "title", "parties", "stage_name", "due_on", "due_at", "overdue", "ending"),
    usual="due",
    filters=[
        State("status", "Status", lambda: DISPUTES.c.status,
              {"open": ("Open", is_open), "ended": ("Ended", lambda: ~is_open())},
              all="Open and ended"),
        OneOf("stage", "Stage", lambda: DISPUTES.c.stage, stages_there_are,
              hint="Those at this stage, or that ended there: key or name."),
        OneOf("kind", "Kind", lambda: DISPUTES.c.kind, KINDS),
        OfTheme("theme", "Theme", lambda: DISPUTES.c.theme_keys,
                lambda view: words_used(DISPUTES, "theme", view),
                hint="Those with this theme."),
        OfAgencyWith("agency", "Agency", concerns,
                     hint="Those that this agency raised or is a party to: reference or name."),
        OfAgencyWith("awaited", "Reply awaited from", lambda agency: awaits(frozenset({agency})),
                     also="",
                     hint="Those that wait for a reply of this agency: reference or name."),
        Tick("overdue", "Overdue", overdue, hint="Those with a stage past its due date."),
        undated(lambda: DISPUTES.c.due_on),
        Tick("urgent", "Urgent", lambda view: DISPUTES.c.urgent, hint="Those declared urgent."),
        Tick("reopened", "Reopened before", lambda view: reopened(),
             hint="Those that were reopened."),
        Tick("without_convener", "Without a convener", lambda view: without_convener(),
             hint="Those at a convened stage for which nobody has been named."),
        Tick("record_missing", "Record missing", lambda view: record_missing(),
             hint="Those whose stage began without what the procedure asks for."),
        Tick("beyond", "At the Executive or beyond", lambda view: beyond(),
             hint="Those at the Executive or further up."),
        Tick("corrected", "Corrected", lambda view: DISPUTES.c.corrections > 0,
             hint="Those of which a recorded fact was corrected."),
        changed_filter(lambda: DISPUTES.c.changed_since_decided),
    ],
)  # fmt: skip


def references(view: View, *, ended: bool | None) -> list[str]:
    """The references of the open disputes, the ended ones, or (None) all, in their order."""
    which = [] if ended is None else [~is_open() if ended else is_open()]
    query = DISPUTES.narrowed(select(DISPUTES.c.reference), view, *which)
    return list(view.connection.scalars(query.order_by(DISPUTES.c.reference_order)))


def to_tick(view: View) -> dict[str, int]:
    """The disputes with a stage that is overdue and not yet on record as overdue, each with its
    version, the longest overdue first."""
    row = DISPUTES.c
    query = DISPUTES.narrowed(
        select(row.reference, row.version), view, overdue(view), row.overdue_on == ""
    )
    found = view.connection.execute(query.order_by(row.late_from, row.reference))
    return dict(found.tuples().all())


def changes_between(earlier: View, view: View) -> list[Row]:
    """Every dispute of `view` beside what it was at `earlier`, by reference.

    `change` is “new”, “up”, “down”, “ended”, “reopened” or “same”.
    """
    before = {row["reference"]: row for row in DISPUTES.rows(earlier)}
    found: list[Row] = []
    for row in DISPUTES.rows(view, sort="reference"):
        was = before.get(row["reference"])
        stage_before = was["stage_name"] if was else ""
        found.append({**row, "change": _became(was, row), "stage_before": stage_before})
    return found


def _became(was: Row | None, row: Row) -> str:
    if was is None:
        return "new"
    if row["status"] != was["status"]:
        return "ended" if row["status"] == "ended" else "reopened"
    if row["stage_number"] == was["stage_number"]:
        return "same"
    return "up" if row["stage_number"] > was["stage_number"] else "down"


def minuted_at(view: View, meeting: str) -> dict[str, str]:
    """The minute of each dispute that was recorded from those of a meeting by its reference: that
    is certain, where the words that people use for a meeting are not."""
    row = DISPUTES.c
    query = DISPUTES.narrowed(
        select(row.reference, row.minute), view, func.upper(row.meeting) == meeting
    )
    return dict(view.connection.execute(query.order_by(row.reference)).tuples().all())


def raised_now(connection: Connection, meeting: str) -> list[str]:
    """The disputes that were recorded from the minutes of a meeting by its reference, now."""
    row = DISPUTES.c
    query = select(row.reference).where(row.until.is_(None), func.upper(row.meeting) == meeting)
    return list(connection.scalars(query.order_by(row.reference)))


STAGE_CHANGES = Comparison(
    changes_between,
    [
        Column("change", "Change", OfCode({"up": "to a higher stage", "down": "to a lower stage"})),
        *(DISPUTES.column(key) for key in ("reference", "title", "raised_by", "parties")),
        Column("stage_before", "Stage before", TEXT),
        replace(DISPUTES.column("stage_name"), label="Stage now"),
        *(
            DISPUTES.column(key)
            for key in ("due_on", "due_at", "overdue", "ending", "ended_on", "outcome")
        ),
    ],
    shown=("change", "reference", "title", "stage_before", "stage_name", "ending"),
)
