"""What is awaited from one agency at the moment, of every kind of item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_

from application.ledger.ledger import Ledger
from domain.groups.group import Group
from domain.kernel.item import long_date
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import Status
from projections.actions import actions
from projections.actions.actions import ACTIONS
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.meetings.meetings import MEETINGS
from projections.recommendations import follow_up
from projections.recommendations.follow_up import FOLLOW_UP
from projections.risks import risk_register
from projections.risks.risk_register import RISKS
from projections.view import View
from web.wording import days_left, due_left


@dataclass(frozen=True)
class Line:
    """One thing that is awaited: of which item, what, by when ("": no day is set), and how long
    there is to go."""

    reference: str
    words: str
    due_on: str
    left: str

    @property
    def due(self) -> str:
        """By when, in words."""
        day = long_date(self.due_on) if self.due_on else "no due date"
        return f"{day} ({self.left})" if self.left else day

    @property
    def late(self) -> bool:
        """Whether it should be there already."""
        return self.left.endswith(" late")


@dataclass(frozen=True)
class Awaited:
    """What is awaited of one kind."""

    title: str
    lines: Sequence[Line]


def awaited_from(ledger: Ledger, view: View, agency: str) -> list[Awaited]:
    """Everything awaited from an agency, the soonest due first; kinds with nothing are left out."""
    found = [
        Awaited("Replies in disputes", list(_replies(view, agency))),
        Awaited("Actions", list(_actions(view, agency))),
        Awaited("Recommendations", list(_recommendations(view, agency))),
        Awaited("Reviews of risks", list(_reviews(view, agency))),
        Awaited("For meetings", list(_for_meetings(ledger, view, agency))),
    ]
    return [each for each in found if each.lines]


def _replies(view: View, agency: str) -> Iterator[Line]:
    for row in DISPUTES.rows(view, disputes.awaits(frozenset({agency}))):
        left = due_left(row["due_at"] or row["due_on"], view) if row["due_on"] else ""
        yield Line(row["reference"], row["title"], row["due_on"], left)


def _actions(view: View, agency: str) -> Iterator[Line]:
    mine = and_(actions.with_its_owner(), ACTIONS.c.owner_agency == agency)
    for row in ACTIONS.rows(view, mine, sort="due"):
        yield _line(view, row["reference"], row["title"], row["due_on"])


def _recommendations(view: View, agency: str) -> Iterator[Line]:
    mine = and_(follow_up.with_its_owner(), FOLLOW_UP.c.owner_agency == agency)
    for row in FOLLOW_UP.rows(view, mine, sort="due"):
        yield _line(view, row["reference"], row["words"], row["due_on"])


def _reviews(view: View, agency: str) -> Iterator[Line]:
    mine = and_(risk_register.overdue(view), RISKS.c.owner_agency == agency)
    for row in RISKS.rows(view, mine, sort="review"):
        yield _line(view, row["reference"], row["title"], row["review_on"])


def _for_meetings(ledger: Ledger, view: View, agency: str) -> Iterator[Line]:
    """Papers of what the agency presents, and replies whether its members come."""
    for row in MEETINGS.rows(view, MEETINGS.c.status == Status.PLANNED, sort="date"):
        meeting = ledger.get(Meeting, row["reference"], version=row["version"])
        sent = {paper.item for paper in meeting.papers.values()}
        for item in meeting.items:
            if item.presenter_agency == agency and item.number not in sent:
                told = f"{meeting.title}: paper for item {item.place}, {item.public_title}"
                yield _line(view, meeting.reference, told, meeting.papers_due.day)
        for seat in ledger.get(Group, meeting.group).seats_on(meeting.meets_on):
            if seat.agency == agency and not _answered(meeting, seat.number):
                told = f"{meeting.title}: does the {seat.role} come, online or in the room?"
                yield _line(view, meeting.reference, told, meeting.meets_on)


def _answered(meeting: Meeting, seat: int) -> bool:
    return seat in meeting.replies or seat in meeting.substitutes


def _line(view: View, reference: str, words: str, due_on: str) -> Line:
    left = days_left((date.fromisoformat(due_on) - view.on).days) if due_on else ""
    return Line(reference, view.told(words), due_on, left)
