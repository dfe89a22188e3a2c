"""The meetings: the register, and what passes with time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from domain.groups.vocabulary import GroupKind
from domain.kernel.item import long_date
from domain.meetings.meeting import Meeting
from domain.meetings.records import KEEPERS
from domain.meetings.vocabulary import (
    KINDS,
    MODES,
    QUORATE,
    STATUSES,
    Quorate,
    StatementKind,
    Status,
)
from projections.columns import (
    CORRECTIONS,
    DATA,
    DAY,
    ITEM,
    ITEMS,
    NUMBER,
    SEVERAL,
    TEXT,
    YES_NO,
    Column,
    OfCode,
    internal,
    known,
)
from projections.filters import OneOf, Option, State, Tick
from projections.groups.groups import GROUPS
from projections.listed import each_of
from projections.passages import Passage
from projections.register import Figure, Register
from projections.view import View

_TO_COME = (Status.PLANNED, Status.UNDER_WAY)


def to_come() -> ColumnElement[bool]:
    """Planned, or under way."""
    return MEETINGS.c.status.in_(_TO_COME)  # type: ignore[no-any-return]


def is_open() -> ColumnElement[bool]:
    """It is to come, or its minutes have not been confirmed."""
    return MEETINGS.c.settled_on == ""  # type: ignore[no-any-return]


def took_place() -> ColumnElement[bool]:
    """It was opened, whatever became of it."""
    return MEETINGS.c.quorate != ""  # type: ignore[no-any-return]


def can_be_rearranged() -> ColumnElement[bool]:
    """It is to come, or it ended and was not quorate at every item; no other has taken its place
    yet."""
    row = MEETINGS.c
    not_quorate = row.quorate.in_((Quorate.NO, Quorate.PARTLY))
    return or_(row.status == Status.PLANNED, and_(row.status == Status.CLOSED, not_quorate))


def _judged() -> ColumnElement[bool]:
    """It took place while this ledger was kept: of what was before, nobody wrote all down."""
    return and_(took_place(), ~MEETINGS.c.past)


def papers_overdue(view: View) -> ColumnElement[bool]:
    """It is to come, its agenda was not sent, and should have been (ToR 3.3)."""
    row = MEETINGS.c
    return and_(
        row.status == Status.PLANNED, row.agenda_sent_on == "", row.papers_due_on < view.today
    )


def minutes_overdue(view: View) -> ColumnElement[bool]:
    """It took place, and its minutes should have been circulated (ToR 3.2)."""
    row = MEETINGS.c
    return and_(_judged(), row.circulated_on == "", row.minutes_due_on < view.today)


def agenda_to_agree() -> ColumnElement[bool]:
    """It is planned, and the chair has not agreed its agenda as it stands (ToR 2.3)."""
    row = MEETINGS.c
    return and_(row.status == Status.PLANNED, or_(row.agreed_on == "", row.agenda_since != ""))


def papers_to_send() -> ColumnElement[bool]:
    """It is planned, and its agenda was not sent (ToR 3.3)."""
    row = MEETINGS.c
    return and_(row.status == Status.PLANNED, row.agenda_sent_on == "")


def minutes_to_clear() -> ColumnElement[bool]:
    """It is closed, and the chair has not cleared its minutes (ToR 2.3)."""
    row = MEETINGS.c
    return and_(_judged(), row.status.in_(_OVER), row.cleared_on == "")


def minutes_to_circulate() -> ColumnElement[bool]:
    """Its minutes were cleared, and not circulated yet (ToR 3.2)."""
    row = MEETINGS.c
    return and_(_judged(), row.cleared_on != "", row.circulated_on == "")


def minutes_to_confirm() -> ColumnElement[bool]:
    """Its minutes were circulated, and no later meeting has confirmed them."""
    row = MEETINGS.c
    return and_(_judged(), row.circulated_on != "", row.confirmed_on == "")


def lines_to_record() -> ColumnElement[bool]:
    """Something was noted in a line at it that is neither recorded yet nor let go."""
    return MEETINGS.c.open_lines > 0  # type: ignore[no-any-return]


def corrections_to_answer() -> ColumnElement[bool]:
    """Somebody asked for a correction of its minutes, and nobody has answered."""
    return MEETINGS.c.open_corrections > 0  # type: ignore[no-any-return]


def presented_by(agency: str) -> ColumnElement[bool]:
    """It is planned, and somebody of the agency presents an item."""
    row = MEETINGS.c
    mine = row.presenters.contains(f"\n{agency}\n", autoescape=True)
    return and_(row.status == Status.PLANNED, mine)


_OVER = (Status.CLOSED, Status.REARRANGED)


def _groups(view: View) -> Sequence[Option]:
    row = MEETINGS.c
    query = MEETINGS.narrowed(select(row.group, row.group_name), view).distinct()
    found = dict(view.connection.execute(query).tuples().all())
    return sorted(found.items(), key=lambda each: each[1])


def _written(meeting: Meeting, fact: str) -> str:
    """What was written of a meeting before this ledger; "" of one that was held since."""
    return str(getattr(meeting.written, fact)) if meeting.written else ""


def _said_at(meeting: Meeting) -> Iterator[Passage]:
    """What was said and came of each item, and its papers, for those who may read it."""
    for item in meeting.items:
        readers = item.readers
        if item.restricted:
            yield Passage(f"Item {item.place}", item.title, readers=readers)
        if points := meeting.points.get(item.number):
            yield Passage(f"Minute {points.minute}", points.words, readers=readers)
        for outcome in meeting.outcomes.get(item.number, ()):
            yield Passage(_minute(outcome.minute, item.place), outcome.words, readers=readers)
        for said in meeting.statements.values():
            if said.item == item.number:
                where = _minute(said.minute, item.place)
                yield Passage(where, said.words, of=said.agency, readers=readers)
        for noted in meeting.captures.values():
            if noted.item == item.number and not noted.dropped:
                yield Passage(_minute(noted.minute, item.place), noted.words, readers=readers)
    for paper in meeting.papers.values():
        item_of = meeting.agenda.get(paper.item)
        readers = item_of.readers if item_of else KEEPERS if paper.restricted else frozenset()
        named = paper.file.name if paper.file else paper.link
        words = ", ".join(filter(None, [paper.title, named]))
        yield Passage(f"Paper {paper.number}", words, readers=readers)


def _minute(number: str, place: int) -> str:
    return f"Minute {number or place}"


def _endings(meeting: Meeting) -> list[dict[str, str | int]]:
    """What became of each item last, by what everybody may know of it."""
    return [
        {
            "title": each.public_title,
            "place": each.place,
            "word": meeting.outcomes[each.number][-1].word,
            "until": "" if each.restricted else meeting.outcomes[each.number][-1].until,
        }
        for each in meeting.items
        if meeting.has_outcome(each.number)
    ]


def _alerts(meeting: Meeting) -> list[dict[str, str]]:
    """What it alerted the Executive to, without what was said at restricted items."""
    return [
        {"words": each.words, "minute": each.minute}
        for each in meeting.statements.values()
        if each.kind is StatementKind.ALERT and not meeting.agenda[each.item].restricted
    ]


MEETINGS: Register[Meeting] = Register(
    "meetings",
    Meeting,
    columns=[
        Column("title", "Meeting", TEXT, sort="title", searched=True),
        internal(Column("group", "Group (reference)", TEXT)),
        Column("group_name", "Group", TEXT, sort="group"),
        Column("kind", "Kind", OfCode(KINDS)),
        Column("mode", "Where", OfCode(MODES)),
        Column("meets_on", "Date", DAY, sort="date"),
        Column("starts_at", "Start", TEXT, searched=False),
        Column("place", "Place", TEXT, searched=True),
        Column("status", "Status", OfCode(STATUSES), sort="status"),
        Column("quorate", "Quorate", OfCode(QUORATE), sort="quorate"),
        Column("quorum_words", "Why", TEXT, searched=False),
        Column("items", "Agenda", SEVERAL,
               lambda meeting: [f"{each.place}: {each.public_title}" for each in meeting.items]),
        Column("agreed_on", "Agenda agreed", DAY),
        Column("agenda_since", "Agenda since it was agreed", TEXT),
        Column("papers_due_on", "Papers due", DAY, lambda meeting: meeting.papers_due.day),
        Column("agenda_sent_on", "Agenda sent", DAY),
        Column("late_papers", "Papers that came late", NUMBER,
               lambda meeting: sum(each.late for each in meeting.papers.values())),
        Column("minutes_due_on", "Minutes due", DAY, lambda meeting: meeting.minutes_due.day),
        Column("cleared_on", "Minutes cleared", DAY),
        Column("circulated_on", "Minutes circulated", DAY),
        Column("confirmed_on", "Minutes confirmed", DAY),
        Column("settled_on", "Settled", DAY),
        Column("open_lines", "Noted, to be recorded", NUMBER,
               lambda meeting: len(meeting.open_captures)),
        Column("open_corrections", "Corrections of the minutes that wait", NUMBER,
               lambda meeting: len(meeting.open_amendments)),
        Column("chaired_by", "Chaired by", TEXT, lambda meeting: _written(meeting, "chaired_by")),
        Column("who_was_there", "Who took part", TEXT, searched=False),
        Column("who_sent_apologies", "Apologies", TEXT, searched=False),
        Column("who_was_absent", "Absent without apologies", TEXT, searched=False),
        Column("substitutes", "Substitutes, as written", TEXT,
               lambda meeting: _written(meeting, "substitutes")),
        Column("past", "Held before this ledger", YES_NO),
        Column("number", "Number there", TEXT),
        Column("note", "Note", TEXT),
        Column("decisions", "Decisions", ITEMS, lambda meeting: sorted(meeting.decisions)),
        Column("wanting", "Decisions whose quorum was found wanting", ITEMS,
               lambda meeting: meeting.wanting),
        internal(Column("presenters", "Agencies that present", SEVERAL,
                        lambda meeting: sorted({each.presenter_agency for each in meeting.items
                                                if each.presenter_agency}))),
        internal(Column("came_of", "What came of its minutes", SEVERAL,
                        lambda meeting: [f"{item} {minute}"
                                         for item, minute in meeting.came_of.items()])),
        internal(Column("endings", "What became of its items", DATA, _endings)),
        internal(Column("alerts", "Alerts to the Executive", DATA, _alerts)),
        Column("moves", "Times moved", NUMBER),
        Column("predecessor", "In place of", ITEM),
        Column("successor", "Rearranged to", ITEM),
        Column("about", "Linked items", ITEMS, lambda meeting: sorted(meeting.links)),
        CORRECTIONS,
        Column("papers_overdue", "Papers overdue", YES_NO, at=papers_overdue),
        Column("minutes_overdue", "Minutes overdue", YES_NO, at=minutes_overdue),
    ],
    shown=("reference", "title", "meets_on", "status", "quorate", "circulated_on"),
    usual="-date",
    besides=_said_at,
    version=4,
    filters=[
        State("status", "Status", lambda: MEETINGS.c.status,
              {"open": ("To come, or with minutes to be confirmed", is_open),
               "settled": ("Minutes confirmed, called off or rearranged", lambda: ~is_open())}),
        Tick("to_come", "To come", lambda view: to_come(),
             hint="Those that are planned or under way."),
        OneOf("group", "Group", lambda: MEETINGS.c.group, _groups),
        OneOf("quorate", "Quorate", lambda: MEETINGS.c.quorate, QUORATE),
        OneOf("kind", "Kind", lambda: MEETINGS.c.kind, KINDS),
        Tick("minutes_overdue", "Minutes overdue", minutes_overdue,
             hint="Those whose minutes should have been circulated."),
        Tick("noted", "Noted, to be recorded", lambda view: lines_to_record(),
             hint="Those at which something was noted that is not recorded yet."),
        Tick("corrections", "Corrections of the minutes that wait",
             lambda view: corrections_to_answer(),
             hint="Those with a correction asked for and not yet answered."),
        Tick("wanting", "Quorum later found wanting", lambda view: known(MEETINGS.c.wanting) > "",
             hint="Those with a decision whose quorum was later found wanting."),
    ],
    figures=[
        Figure("To come", lambda view: to_come(), {"to_come": "yes"}),
        Figure("Not quorate", lambda view: MEETINGS.c.quorate == Quorate.NO,
               {"quorate": "no", "status": "all"}),
        Figure("Minutes overdue", minutes_overdue, {"minutes_overdue": "yes"}),
    ],
)  # fmt: skip


def where_minuted(view: View) -> dict[str, str]:
    """Where each item that came of a minute was minuted: “MTG-2026-001, minute 3.2”."""
    row = MEETINGS.c
    query = MEETINGS.narrowed(select(row.reference, row.came_of), view, row.came_of != "")
    found = {}
    for meeting, came_of in view.connection.execute(query).tuples():
        for line in each_of(came_of):
            item, _, minute = line.partition(" ")
            found[item] = f"{meeting}, minute {minute}"
    return found


def meetings_of(
    view: View, *conditions: ColumnElement[bool], group: str = ""
) -> list[tuple[str, str]]:
    """Reference and title of the meetings (of a group), the latest first."""
    those = [MEETINGS.c.group == group] if group else []
    rows = MEETINGS.rows(view, *those, *conditions, sort="-date")
    return [(row["reference"], f"{row['reference']}: {row['title']}") for row in rows]


def latest_meetings(view: View, *, most: int) -> list[tuple[str, str]]:
    """Reference and title of the latest meetings, that of the day of the view among them: no minute
    is of one that is still to come."""
    so_far = MEETINGS.select(view).where(MEETINGS.c.meets_on <= view.today)
    query = so_far.order_by(*MEETINGS.order("-date", view)).limit(most)
    rows = (MEETINGS.told(view, row) for row in view.rows(query))
    return [(row["reference"], f"{row['reference']}: {row['title']}") for row in rows]


@dataclass(frozen=True)
class Held:
    """A meeting that took place, on the day `meets_on`."""

    reference: str
    group_name: str
    meets_on: str

    @property
    def words(self) -> str:
        """What people call it."""
        return f"{self.group_name}, {long_date(self.meets_on)}"


def held_before(view: View, *, most: int, executive: bool = False) -> list[Held]:
    """The last meetings that took place before the day of the view (of the Executive alone), the
    latest first. One on that very day is what the page is made for."""
    row = MEETINGS.c
    conditions = [took_place(), row.meets_on < view.today]
    if executive:
        which = GROUPS.narrowed(
            select(GROUPS.c.reference), view, GROUPS.c.kind == GroupKind.EXECUTIVE
        )
        conditions.append(row.group.in_(which))
    query = MEETINGS.narrowed(
        select(row.reference, row.group_name, row.meets_on), view, *conditions
    ).order_by(row.meets_on.desc(), row.reference.desc())
    return [Held(**found) for found in view.rows(query.limit(most))]


def held_now(connection: Connection, group: str) -> list[tuple[str, str, str]]:
    """The meetings of a group that took place and were not recorded in error, now, the earliest
    first."""
    row = MEETINGS.c
    query = select(row.reference, row.meets_on, row.starts_at).where(
        row.until.is_(None), row.group == group, took_place(), ~row.in_error
    )
    in_order = query.order_by(row.meets_on, row.starts_at, row.reference)
    return list(connection.execute(in_order).tuples())


def begins_after(meeting: Meeting) -> ColumnElement[bool]:
    """It begins after another one, as far as that is known (begins_later)."""
    row = MEETINGS.c
    same_day = and_(
        row.meets_on == meeting.meets_on, meeting.starts_at != "", row.starts_at > meeting.starts_at
    )
    return or_(row.meets_on > meeting.meets_on, same_day)


def begins_before(meeting: Meeting) -> ColumnElement[bool]:
    """It begins before another one, as far as that is known (begins_later)."""
    row = MEETINGS.c
    same_day = and_(
        row.meets_on == meeting.meets_on, row.starts_at != "", row.starts_at < meeting.starts_at
    )
    return or_(row.meets_on < meeting.meets_on, same_day)
