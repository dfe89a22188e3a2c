"""The dates that come: meetings with their papers and minutes, and what falls due for those above.

Of risks only those in the highest band are among them: a large register would drown the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    literal,
    select,
    union_all,
)

from domain.kernel.terms import Sight
from projections.columns import known
from projections.commissions import commissions
from projections.commissions.commissions import COMMISSIONS
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.meetings import meetings
from projections.meetings.meetings import MEETINGS
from projections.questions import Question, Remembered, Row, left_open
from projections.register import Register
from projections.risks import risk_register
from projections.risks.risk_register import RISKS
from projections.view import View


class Coming(StrEnum):
    """What comes on a day."""

    MEETING = "meeting"
    PAPERS = "papers"
    MINUTES = "minutes"
    STAGE = "stage"
    REPORT = "report"
    TARGET = "target"


def coming(view: View, *, days: int, most: int) -> list[Row]:
    """What comes from the moment's date on, so many days long, the soonest first; at most so many.

    Each row has the `day`, `what` comes (a `Coming`), the `reference` and `title` of the item, and
    `whose` it is: a group or a stage.
    """
    whose = (view.now, view.sight)
    until = (view.on + timedelta(days=days)).isoformat()
    band = view.matrix.highest_band
    question = _ASKED.get(whose, lambda: _asked(*whose))
    return question.rows(view, until_day=until, band=band, most=most)


def _asked(now: bool, sight: Sight) -> Question:
    view = left_open(now=now, sight=sight)
    found = union_all(*_each(view)).subquery()
    row = found.c
    query = found.select().order_by(row.day, row.what, row.reference)
    return Question(query.limit(bindparam("most", type_=Integer())))


def _each(view: View) -> Iterator[Select[Any]]:
    meeting, dispute, commission, risk = MEETINGS.c, DISPUTES.c, COMMISSIONS.c, RISKS.c

    def those(
        register: Register[Any],
        what: Coming,
        day: ColumnElement[str],
        whose: ColumnElement[str],
        *which: ColumnElement[bool],
    ) -> Select[Any]:
        row = register.c
        told = (
            day.label("day"),
            literal(what.value, String()).label("what"),
            row.reference.label("reference"),
            row.title.label("title"),
            whose.label("whose"),
        )
        # As the indexes have it, and no further than is shown of all.
        on = known(day)
        within = on.between(view.today, bindparam("until_day", type_=String()))
        found = register.narrowed(select(*told), view, within, *which).order_by(on)
        return select(found.limit(bindparam("most", type_=Integer())).subquery())

    group = meeting.group_name
    yield those(MEETINGS, Coming.MEETING, meeting.meets_on, group, meetings.to_come())
    yield those(MEETINGS, Coming.PAPERS, meeting.papers_due_on, group, meetings.papers_to_send())
    written = and_(meetings.took_place(), meeting.circulated_on == "")
    yield those(MEETINGS, Coming.MINUTES, meeting.minutes_due_on, group, written)
    above = and_(disputes.is_open(), disputes.beyond())
    yield those(DISPUTES, Coming.STAGE, dispute.due_on, dispute.stage_name, above)
    asked = commissions.awaits_ratification()
    awaited = and_(commissions.is_open(), ~asked, commission.reported_on == "")
    yield those(COMMISSIONS, Coming.REPORT, commission.due_on, commission.of_name, awaited)
    highest = risk.current_band == bindparam("band", type_=String())
    yield those(
        RISKS, Coming.TARGET, risk.target_on, risk.owner_agency, risk_register.is_open(), highest
    )


_ASKED: Remembered[Question] = Remembered()
