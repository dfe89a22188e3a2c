"""How a dispute would have gone by other rules than its own: which stages would have been late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.disputes.audit.conformance import after, leaves
from domain.disputes.dispute import Dispute
from domain.disputes.visits import Clock, Visit
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.when import day_part, is_later, moment_of
from domain.kernel.item import Item
from domain.procedure.rules import Rules


@dataclass(frozen=True)
class Late:
    """By how much something was late: in working days, or where a clock ran in hours in minutes."""

    days: int = 0
    minutes: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.minutes)

    @property
    def rank(self) -> float:
        """What to sort by: days that are worked, hours as parts of a day."""
        return self.days + self.minutes / (24 * 60)


NOT_LATE = Late()


@dataclass(frozen=True)
class StageByBoth:
    """One visit to a stage of a dispute, by the rules that held and by others.

    Extensions are left aside on both sides: `due_then` is the first due date ("" where no clock
    ran), `due_there` the one that the other rules would have set, `extended_to` where it was
    extended to; each is a moment where the clock runs in hours. `note` says why the other rules set
    no date.
    """

    stage: str
    name: str
    version: int
    entered_on: str
    left_on: str
    due_then: str
    late_then: Late
    due_there: str
    late_there: Late
    extended_to: str = ""
    note: str = ""


def what_if(events: Iterable[Item.Event], rules: Rules, calendar: Calendar) -> list[StageByBoth]:
    """Each visit to a stage that is over, had the dispute gone through it by these `rules`."""
    dispute: Dispute | None = None
    began_with, urgent_from = 0, ""
    stays: list[_Stay] = []
    for event in events:
        if dispute and leaves(dispute, event):
            visit, first = dispute.visit, len(dispute.visits) == 1
            name = dispute.stage.name
            left = event.when if isinstance(event, Dispute.Timed) else event.on
            stays.append(_Stay(visit, name, began_with, left, first=first, urgent_from=urgent_from))
        dispute = after(dispute, event)
        if isinstance(event, Dispute.StageBegun):
            began_with = event.originator_version
            urgent_from = _urgent_from(dispute, event)
    return [_compared(dispute, stay, rules, calendar) for stay in stays if dispute]


@dataclass(frozen=True)
class _Stay:
    """A visit that is over, and what the clock of a stage asks of it."""

    visit: Visit
    name: str
    version: int
    left: str
    first: bool
    urgent_from: str


def _compared(dispute: Dispute, stay: _Stay, rules: Rules, calendar: Calendar) -> StageByBoth:
    visit = stay.visit
    due_there, note = _due_there(dispute, stay, rules, calendar)
    extended = visit.due_on if visit.due_on != visit.first_due_on else ""
    return StageByBoth(
        stage=visit.stage,
        name=stay.name,
        version=stay.version,
        entered_on=visit.entered_on,
        left_on=stay.left if visit.in_hours or moment_of(due_there) else day_part(stay.left),
        due_then=visit.first_due_on,
        late_then=_late(calendar, visit.first_due_on, stay.left),
        due_there=due_there,
        late_there=_late(calendar, due_there, stay.left),
        extended_to=extended,
        note=note,
    )


def _due_there(dispute: Dispute, stay: _Stay, rules: Rules, calendar: Calendar) -> tuple[str, str]:
    """The due date that the rules would have set, or "" and why there is none."""
    stage = next((each for each in rules.stages if each.key == stay.visit.stage), None)
    if stage is None:
        return "", "There is no such stage."
    if stage.days is None:
        return "", "No clock runs at that stage."
    since = dispute.clock_starts(date.fromisoformat(stay.visit.entered_on))
    clock = Clock.of(
        stage, rules, since, first=stay.first, urgent_from=stay.urgent_from, calendar=calendar
    )
    if not clock.due_on:
        return "", f"Nobody recorded when the minutes were {stage.starts.value}."
    return clock.due_on, ""


def _urgent_from(dispute: Dispute, event: Dispute.StageBegun) -> str:
    """When the hours of an urgent case are counted from at a stage that it has just come to."""
    return (event.when if event.at else dispute.urgent_on) if dispute.urgent else ""


def _late(calendar: Calendar, due: str, left: str) -> Late:
    """By how much; a day that is not worked counts as the next one that is."""
    if not due or not is_later(left, due):
        return NOT_LATE
    due_at, left_at = moment_of(due), moment_of(left)
    if due_at and left_at:
        return Late(minutes=int((left_at - due_at).total_seconds()) // 60)
    day = date.fromisoformat(day_part(left))
    days = calendar.between(date.fromisoformat(day_part(due)), day) + (not calendar.is_worked(day))
    return Late(days=max(1, days))
