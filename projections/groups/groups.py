"""The groups that meet: who chairs, what makes them quorate, what is due to be reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_

from domain.groups.group import Group
from domain.groups.vocabulary import GROUP_KINDS, Office
from domain.kernel.item import long_date
from projections.columns import (
    CORRECTIONS,
    DAY,
    NUMBER,
    SEVERAL,
    TEXT,
    Column,
    OfCode,
    OfSeveral,
    known,
)
from projections.filters import OneOf, State, Tick
from projections.listed import each_of
from projections.register import Figure, Register
from projections.view import View

STATUSES = {"meets": "Meets", "ended": "Ended"}


class OfSeats(OfSeveral):
    """Seats, each with its agency by reference; people see the name that it had at the moment."""

    def words(self, value: Any, view: View) -> str:
        return "; ".join(
            _OF_AGENCY.sub(lambda found: f", {view.named(found[1])}", each)
            for each in each_of(value)
        )


_OF_AGENCY = re.compile(r", ([a-z0-9]+(?:-[a-z0-9]+)*)(?= \(|$)")
"""The agency of a seat in a line: last, but for what stands in brackets (Seat.in_words)."""


def _holder(office: Office) -> Column[Group]:
    seat = {Office.CHAIR: "Chair", Office.DEPUTY: "Deputy chair"}[office]

    def role(group: Group) -> str:
        held = group.holder_of(office)
        return held.role if held else ""

    return Column(office.value, seat, TEXT, role, searched=True)


def _seats(group: Group) -> Iterator[str]:
    for seat in group.seats.values():
        yield f"{seat.number}: {seat.in_words({})}"


def _documents(group: Group) -> Iterator[str]:
    for each in group.documents.values():
        yield f"{each.title}, {each.edition}, agreed on {long_date(each.agreed_on)}"


def _review_due_on(group: Group) -> str:
    return min((each.review_due_on for each in group.documents.values()), default="")


def is_there() -> ColumnElement[bool]:
    """It has not ended."""
    return GROUPS.c.ended_on == ""  # type: ignore[no-any-return]


def review_overdue(view: View) -> ColumnElement[bool]:
    """A governing document of it should have been reviewed by now."""
    return and_(is_there(), known(GROUPS.c.review_due_on) < view.today)


GROUPS: Register[Group] = Register(
    "groups",
    Group,
    columns=[
        Column("name", "Name", TEXT, sort="name", searched=True),
        Column("short", "Short name", TEXT, searched=True),
        Column("kind", "Kind", OfCode(GROUP_KINDS), sort="kind"),
        Column("joint_with", "Shared with", SEVERAL),
        Column("meetings", "Ordinary meetings in a year", NUMBER),
        _holder(Office.CHAIR),
        _holder(Office.DEPUTY),
        Column("quorum", "Quorum", TEXT, lambda group: group.quorum.in_words,
               searched=False),
        Column("quorum_version", "Version of the quorum", NUMBER,
               lambda group: len(group.rules)),
        Column("seats", "Seats", OfSeats(), _seats),
        Column("documents", "Governing documents", SEVERAL, _documents),
        Column("review_due_on", "Next review of a document", DAY, _review_due_on, sort="review"),
        Column("status", "Status", OfCode(STATUSES),
               lambda group: "ended" if group.ended_on else "meets", sort="status"),
        Column("begun_on", "Since", DAY, lambda group: group.since),
        Column("ended_on", "Ended", DAY),
        CORRECTIONS,
    ],
    shown=("reference", "name", "kind", "chair", "status", "review_due_on"),
    usual="reference",
    filters=[
        State("status", "Status", lambda: GROUPS.c.status,
              {"meets": ("Meets", is_there), "ended": ("Ended", lambda: ~is_there())}),
        OneOf("kind", "Kind", lambda: GROUPS.c.kind, GROUP_KINDS),
        Tick("review_overdue", "Review overdue", review_overdue,
             hint="Those with a document that should have been looked at again by now."),
    ],
    figures=[Figure("Review overdue", review_overdue, {"review_overdue": "yes"})],
)  # fmt: skip
