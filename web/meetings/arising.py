"""Matters arising: what earlier meetings of a group left open, worked out from the registers.

Nobody writes this list down, and what is dealt with leaves it by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_

from domain.actions.action import Action
from domain.commissions.vocabulary import STATUSES as COMMISSION_STATUSES
from domain.decisions.vocabulary import STANDINGS, Standing
from domain.groups.vocabulary import GroupKind
from domain.kernel.item import long_date
from domain.kernel.plain import normal
from domain.meetings.meeting import Meeting
from projections.actions import actions
from projections.commissions import commissions
from projections.decisions import decisions
from projections.groups.groups import GROUPS
from projections.listed import each_of
from projections.meetings.meetings import MEETINGS, begins_before, took_place
from projections.versioned import Row
from projections.view import View
from web.items.linked import item_href


@dataclass(frozen=True)
class Matter:
    """Something left open: what it is, its reference and title, how it stands, and its page."""

    what: str
    reference: str
    title: str
    state: str
    href: str


def matters_arising(meeting: Meeting, view: View) -> list[Matter]:
    """What the earlier meetings of the group left open: items put off, actions, decisions that
    wait to be confirmed, ratified or reported, and commissions that wait."""
    earlier = MEETINGS.rows(
        view,
        MEETINGS.c.group == meeting.group,
        begins_before(meeting),
        took_place(),
        sort="date",
    )
    group = GROUPS.one_row(view, meeting.group)
    executive = group is not None and group["kind"] == GroupKind.EXECUTIVE
    return [
        *_put_off(earlier, view),
        *_actions(earlier, view),
        *_decisions(meeting, earlier, view, executive=executive),
        *_commissions(meeting, view, executive=executive),
    ]


def _put_off(earlier: Sequence[Row], view: View) -> Iterator[Matter]:
    """Items that were deferred, and that no later meeting of them came to an end with."""
    left: dict[str, Matter] = {}
    for row in earlier:
        for each in json.loads(row["endings"]):
            key = normal(each["title"])
            left.pop(key, None)
            if each["word"] == "deferred":
                where = row["reference"]
                until = f" until {each['until']}" if each["until"] else ""
                state = f"item {each['place']}, deferred{until}"
                left[key] = Matter("Deferred", where, each["title"], state, item_href(where, view))
    yield from left.values()


def _actions(earlier: Sequence[Row], view: View) -> Iterator[Matter]:
    """Actions that came of the minutes, or are linked to the meeting, and are open."""
    came: dict[str, str] = {}
    for row in earlier:
        for each in each_of(row["about"]):
            came[each] = row["reference"]
        for each, minute in (line.split(" ", 1) for line in each_of(row["came_of"])):
            came[each] = f"minute {minute} of {row['reference']}"
    wanted = [each for each in came if each.startswith(f"{Action.prefix}-")]
    register = actions.ACTIONS
    for row in register.rows(view, actions.is_open(), register.c.reference.in_(wanted)):
        due = f", due on {long_date(row['due_on'])}" if row["due_on"] else ""
        late = ", overdue" if row["overdue"] else ""
        yield _matter("Action", row, f"set at {came[row['reference']]}{due}{late}", view)


def _decisions(
    meeting: Meeting, earlier: Sequence[Row], view: View, *, executive: bool
) -> Iterator[Matter]:
    """Decisions of the group that wait; for the Executive, those of others that it ratifies."""
    row = decisions.DECISIONS.c
    waits = or_(
        decisions.to_be_confirmed(), decisions.awaits_ratification(), decisions.not_reported()
    )
    here = (row.group == meeting.group) & waits
    conditions = here | decisions.awaits_ratification() if executive else here
    today = [each["reference"] for each in earlier if each["meets_on"] == meeting.meets_on]
    before = or_(row.taken_on < meeting.meets_on, row.meeting.in_(today))
    for each in decisions.DECISIONS.rows(view, conditions, before, sort="date"):
        standing = Standing(each["status"])
        stands = standing is Standing.STANDS
        state = "not reported to a meeting" if stands else STANDINGS[standing].lower()
        yield _matter("Decision", each, f"{each['group_name']}, {state}", view)


def _commissions(meeting: Meeting, view: View, *, executive: bool) -> Iterator[Matter]:
    """Open commissions that the group asked for or does; for the Executive, what it ratifies."""
    row = commissions.COMMISSIONS.c
    theirs = (row.group == meeting.group) | (row.of == meeting.group)
    conditions = theirs | commissions.awaits_ratification() if executive else theirs
    asked = row.asked_on < meeting.meets_on
    for each in commissions.COMMISSIONS.rows(view, commissions.is_open(), conditions, asked):
        state = COMMISSION_STATUSES[each["status"]]
        late = ", overdue" if each["overdue"] else ""
        yield _matter("Commission", each, f"{state[:1].lower()}{state[1:]}{late}", view)


def _matter(what: str, row: Row, state: str, view: View) -> Matter:
    reference = row["reference"]
    title = row["title"] or "A restricted item"
    return Matter(what, reference, title, state, item_href(reference, view))
