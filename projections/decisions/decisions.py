"""The register of decisions: in meetings and between them, of every group."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from domain.decisions.decision import Decision
from domain.decisions.vocabulary import (
    BETWEEN,
    KINDS,
    RATIFICATIONS,
    STANDINGS,
    WHERE,
    Kind,
    Standing,
)
from projections.columns import (
    CORRECTIONS,
    DAY,
    ITEM,
    ITEMS,
    TEXT,
    YES_NO,
    Column,
    OfCode,
    internal,
)
from projections.filters import OneOf, Option, State, Tick
from projections.register import Figure, Register
from projections.view import View


def is_wanting() -> ColumnElement[bool]:
    """Its quorum was later found wanting, and nobody has confirmed it."""
    return DECISIONS.c.status == Standing.WANTING  # type: ignore[no-any-return]


def awaits_ratification() -> ColumnElement[bool]:
    """It is subject to the ratification of the body above, which has not answered."""
    return DECISIONS.c.status == Standing.AWAITS  # type: ignore[no-any-return]


def not_reported() -> ColumnElement[bool]:
    """It was taken between meetings, and reported to none yet. Of what was taken before this
    ledger, nobody can say."""
    return and_(can_be_reported(), ~DECISIONS.c.past)


def to_be_confirmed() -> ColumnElement[bool]:
    """Advice that no quorate meeting has ratified, or a decision that is wanting; not what was
    taken before this ledger."""
    return and_(can_be_confirmed(), ~DECISIONS.c.past)


def can_be_reported() -> ColumnElement[bool]:
    """It was taken between meetings, and no meeting has heard of it."""
    row = DECISIONS.c
    return and_(row.where.in_(sorted(BETWEEN)), row.reported_at == "")


def can_be_confirmed() -> ColumnElement[bool]:
    """A meeting with a quorum can make it a decision, or confirm it."""
    return DECISIONS.c.status.in_((Standing.ADVICE, Standing.WANTING))  # type: ignore[no-any-return]


def is_decision() -> ColumnElement[bool]:
    """It is more than advice."""
    return DECISIONS.c.weight == _DECISION  # type: ignore[no-any-return]


_DECISION, _ADVICE = "decision", "advice"
_WEIGHTS = {_DECISION: "Decision", _ADVICE: "Advice"}


def _groups(view: View) -> Sequence[Option]:
    row = DECISIONS.c
    query = DECISIONS.narrowed(select(row.group, row.group_name), view).distinct()
    found = dict(view.connection.execute(query).tuples().all())
    return sorted(found.items(), key=lambda each: each[1])


DECISIONS: Register[Decision] = Register(
    "decisions",
    Decision,
    columns=[
        Column("title", "Decision", TEXT, sort="title"),
        Column("words", "In full", TEXT, searched=True),
        Column("kind", "What it is", OfCode(KINDS), sort="kind"),
        Column("status", "Status", OfCode(STANDINGS), lambda decision: decision.worth,
               sort="status"),
        internal(Column("group", "Group (reference)", TEXT)),
        Column("group_name", "Group", TEXT, sort="group"),
        Column("where", "How it was taken", OfCode(WHERE)),
        Column("taken_on", "Taken on", DAY, sort="date"),
        Column("meeting", "Meeting", ITEM, sort="meeting"),
        Column("meeting_named", "Meeting, as it was called", TEXT),
        Column("minute", "Minute", TEXT),
        Column("decided_by", "By whom", TEXT),
        Column("quorum", "Quorum", TEXT, searched=False),
        Column("wanting", "Quorum later found wanting", TEXT),
        Column("confirmed_at", "Confirmed at", ITEM),
        Column("power", "Power between meetings", TEXT),
        Column("assents", "Assents", TEXT, lambda decision: decision.assents_in_words),
        Column("ratification", "Ratified or not", OfCode(RATIFICATIONS)),
        Column("reported_at", "Reported to", ITEM),
        Column("restricted", "Restricted", YES_NO),
        internal(Column("weight", "Decision or advice", OfCode(_WEIGHTS),
                        lambda decision: _ADVICE if decision.kind is Kind.ADVICE else _DECISION)),
        Column("past", "Taken before this ledger", YES_NO),
        Column("number", "Number there", TEXT),
        Column("note", "Note", TEXT),
        Column("about", "Linked items", ITEMS, lambda decision: sorted(decision.links)),
        CORRECTIONS,
    ],
    shown=("reference", "title", "group_name", "taken_on", "kind", "status"),
    usual="-date",
    filters=[
        State("status", "Status", lambda: DECISIONS.c.status,
              {"decided": ("Decisions", is_decision),
               _ADVICE: ("Advice for want of a quorum", lambda: ~is_decision())},
              all="Decisions and advice"),
        Tick("wanting", "Quorum later found wanting", lambda view: is_wanting(),
             hint="Those whose quorum was later found wanting."),
        Tick("awaiting", "Awaiting ratification", lambda view: awaits_ratification(),
             hint="Those that await ratification."),
        Tick("open", "To be confirmed, ratified or reported",
             lambda view: to_be_confirmed() | awaits_ratification() | not_reported(),
             hint="Those that wait to be confirmed, ratified or reported."),
        OneOf("group", "Group", lambda: DECISIONS.c.group, _groups),
        OneOf("where", "How it was taken", lambda: DECISIONS.c.where, WHERE),
        OneOf("kind", "What it is", lambda: DECISIONS.c.kind, KINDS),
        Tick("not_reported", "Not reported to a meeting", lambda view: not_reported(),
             hint="Those taken between meetings that were reported to none."),
    ],
    figures=[
        Figure("Quorum later found wanting", lambda view: is_wanting(), {"wanting": "yes"}),
        Figure("Await ratification", lambda view: awaits_ratification(), {"awaiting": "yes"}),
        Figure("Between meetings, not reported", lambda view: not_reported(),
               {"not_reported": "yes"}),
    ],
)  # fmt: skip


def decisions_to(view: View, condition: ColumnElement[bool], *, group: str) -> list[Option]:
    """Reference and words of those decisions of a group."""
    rows = DECISIONS.rows(view, condition, DECISIONS.c.group == group)
    return [(row["reference"], f"{row['reference']}: {row['title'][:80]}") for row in rows]
