"""The forward plan: the register, and which standing topic comes to which meeting, gaps first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select

from domain.forward.entry import KINDS, STATUSES, ForwardEntry, Status
from domain.kernel.item import long_date
from projections.columns import (
    AGENCY,
    CORRECTIONS,
    DAY,
    ITEM,
    ITEMS,
    NUMBER,
    TEXT,
    YES_NO,
    Column,
    OfCode,
    internal,
)
from projections.filters import OneOf, Option, State, Tick
from projections.meetings.meetings import MEETINGS, took_place
from projections.register import Figure, Register
from projections.versioned import Row
from projections.view import View


def is_planned() -> ColumnElement[bool]:
    """It is in the plan, on an agenda or not."""
    return ENTRIES.c.status != Status.WITHDRAWN  # type: ignore[no-any-return]


def without_meeting() -> ColumnElement[bool]:
    """It is planned for a year, and for no meeting yet."""
    return (ENTRIES.c.meeting == "") & is_planned()  # type: ignore[no-any-return]


def _groups(view: View) -> Sequence[Option]:
    row = ENTRIES.c
    query = ENTRIES.narrowed(select(row.group, row.group_name), view).distinct()
    found = dict(view.connection.execute(query).tuples().all())
    return sorted(found.items(), key=lambda each: each[1])


def _years(view: View) -> Sequence[Option]:
    query = ENTRIES.narrowed(select(ENTRIES.c.year), view).distinct()
    return [(str(year), str(year)) for year in sorted(view.connection.scalars(query))]


@dataclass(frozen=True)
class _InYear(OneOf):
    """Those of one year."""

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        return ENTRIES.c.year == int(value)  # type: ignore[no-any-return]


ENTRIES: Register[ForwardEntry] = Register(
    "forward_plan",
    ForwardEntry,
    columns=[
        Column("title", "What comes", TEXT, sort="title", searched=True),
        Column("kind", "What it is", OfCode(KINDS)),
        Column("status", "Status", OfCode(STATUSES), sort="status"),
        internal(Column("group", "Group (reference)", TEXT)),
        Column("group_name", "Group", TEXT),
        Column("topic", "Standing topic", TEXT, sort="topic", searched=True),
        Column("year", "Year", NUMBER, sort="year"),
        Column("meeting", "Meeting", ITEM),
        Column("meets_on", "Date of the meeting", DAY, sort="date"),
        Column("presenter_role", "Presented by", TEXT),
        Column("presenter_agency", "Of which agency", AGENCY),
        Column("moves", "Times moved", NUMBER),
        Column("about", "Linked items", ITEMS, lambda entry: sorted(entry.links)),
        CORRECTIONS,
        Column("without_meeting", "Without a meeting", YES_NO, at=lambda view: without_meeting()),
    ],
    shown=("reference", "title", "topic", "year", "meets_on", "status"),
    usual="date",
    filters=[
        State("status", "Status", lambda: ENTRIES.c.status,
              {"open": ("In the plan", is_planned),
               "withdrawn": ("Withdrawn", lambda: ~is_planned())}),
        OneOf("group", "Group", lambda: ENTRIES.c.group, _groups),
        _InYear("year", "Year", lambda: ENTRIES.c.year, _years),
        OneOf("kind", "What it is", lambda: ENTRIES.c.kind, KINDS),
        Tick("without_meeting", "Without a meeting", lambda view: without_meeting(),
             hint="Those planned for no meeting yet."),
    ],
    figures=[
        Figure("Without a meeting", lambda view: without_meeting(), {"without_meeting": "yes"}),
    ],
)  # fmt: skip


@dataclass(frozen=True)
class Coverage:
    """A standing topic, and what of it comes to each meeting of a year and to none yet."""

    topic: str
    at: Sequence[Sequence[Row]]

    @property
    def count(self) -> int:
        """How often it comes."""
        return sum(map(len, self.at))


def coverage_of(
    view: View, *, group: str, topics: Sequence[str], year: int
) -> tuple[list[str], list[Coverage]]:
    """The meetings of a year as headings, and each standing topic: those that never come first."""
    row = MEETINGS.c
    inside = row.meets_on.between(f"{year}-01-01", f"{year}-12-31")
    counts = or_(row.successor == "", took_place())
    meetings = MEETINGS.rows(view, row.group == group, inside, counts, sort="date")
    entry = ENTRIES.c
    entries = ENTRIES.rows(view, entry.group == group, entry.year == year, is_planned())
    places = [*(each["reference"] for each in meetings), ""]
    found = [
        Coverage(topic, [[each for each in entries
                          if each["topic"] == topic and each["meeting"] == place]
                         for place in places])
        for topic in topics
    ]  # fmt: skip
    heads = [long_date(each["meets_on"]) for each in meetings]
    return [*heads, "No meeting yet"], sorted(found, key=lambda each: each.count > 0)


def planned_now(connection: Connection, meeting: str) -> list[str]:
    """What is in a plan for a meeting, now."""
    row = ENTRIES.c
    query = select(row.reference).where(row.until.is_(None), row.meeting == meeting, is_planned())
    return list(connection.scalars(query.order_by(row.reference)))


def entries_to_choose(view: View, *, group: str) -> list[Option]:
    """Reference and title of what is planned for a group and on no agenda."""
    rows = ENTRIES.rows(view, ENTRIES.c.group == group, ENTRIES.c.status == Status.PLANNED)
    return [(row["reference"], f"{row['title']} ({row['year']})") for row in rows]
