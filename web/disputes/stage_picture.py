"""The stages of a dispute against what was due, as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from domain.disputes.dispute import Dispute
from domain.disputes.visits import Visit
from domain.kernel.days.when import day_part, is_later
from domain.kernel.item import in_a_row, long_date
from projections.view import View
from web.pictures.spans import Bar, Row, Stretch, spans

_IN_TIME = Stretch("ledger-band ledger-band--low", "", "in time")
_LATE = Stretch("ledger-band ledger-band--high", "rising", "past the due date")


def stage_picture(dispute: Dispute, view: View) -> Markup:
    """How long the dispute was at each stage, and when it was due there; drawn of what its page
    says in words below."""
    rows = [_row(visit, view) for visit in dispute.visits]
    late = dict.fromkeys(
        visit.name
        for visit, row in zip(dispute.visits, rows, strict=True)
        if any(bar.kind is _LATE for bar in row.bars)
    )
    told = f"past the due date at {in_a_row(late)}" if late else "at none past the due date"
    began = long_date(min(visit.entered_on for visit in dispute.visits))
    name = f"The stages since {began} against their due dates: {told}."
    return spans(name, rows, today=view.on, key="stages", was="first due", due="due")


def _row(visit: Visit, view: View) -> Row:
    due = _day(visit.due_on)
    first = _day(visit.first_due_on)
    return Row(
        f"{visit.number} {visit.name}",
        bars=list(_bars(visit, due, view)),
        was=first if first != due else None,
        due=due,
    )


def _bars(visit: Visit, due: date | None, view: View) -> Iterator[Bar]:
    until = visit.left_at or visit.left_on or (view.when if visit.in_hours else view.today)
    entered, left = date.fromisoformat(visit.entered_on), date.fromisoformat(day_part(until))
    late = bool(visit.late_from) and not is_later(visit.late_from, until)
    turn = max(entered, due) if due and late else left
    if entered < turn or not late:
        yield Bar(entered, turn, _IN_TIME)
    if late:
        yield Bar(turn, left, _LATE)


def _day(when: str) -> date | None:
    return date.fromisoformat(day_part(when)) if when else None
