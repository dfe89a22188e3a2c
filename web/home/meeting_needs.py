"""What needs somebody among the meetings, decisions and commissions: what to send, agree, clear,
circulate, confirm and bring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, or_

from domain.kernel.bodies import BODY_NAMES, Body
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from projections.commissions import commissions
from projections.commissions.commissions import COMMISSIONS
from projections.decisions import decisions
from projections.decisions.decisions import DECISIONS
from projections.firsts import Listed
from projections.meetings import meetings
from projections.meetings.meetings import MEETINGS
from projections.register import Register
from projections.versioned import Row
from projections.view import View
from web.home.needs import NeedLine, Wanted, agencies, roles

Note = Callable[[Row], str]


def of_the_chair(view: View) -> list[Wanted]:
    """Agendas to agree, and minutes to clear (ToR 2.3)."""
    if Role.SAAS_CHAIR not in roles():
        return []
    return [
        _meetings("Agendas that await your agreement", meetings.agenda_to_agree,
                  _day("papers_due_on", "papers due", view)),
        _meetings("Minutes that await your clearance", meetings.minutes_to_clear,
                  _day("minutes_due_on", "due to be circulated", view)),
        _corrections(),
    ]  # fmt: skip


def of_the_secretary(view: View) -> list[Wanted]:
    """Papers to send, minutes to circulate, and what waits for the next meeting."""
    if Role.BUSINESS_TEAM not in roles():
        return []
    return [
        _listed("Noted at meetings, to be recorded", meetings.lines_to_record, "noted",
                lambda row: f"{row['open_lines']} noted in a line"),
        *([] if Role.SAAS_CHAIR in roles() else [_corrections()]),
        _meetings("Agendas and papers to send", meetings.papers_to_send,
                  _day("papers_due_on", "due", view)),
        _meetings("Minutes that the chair has not cleared", meetings.minutes_to_clear,
                  _day("minutes_due_on", "due to be circulated", view)),
        _meetings("Minutes to circulate", meetings.minutes_to_circulate,
                  _day("minutes_due_on", "due", view)),
        _meetings("Minutes for the next meeting to confirm", meetings.minutes_to_confirm,
                  lambda row: f"circulated {long_date(row['circulated_on'])}"),
        _those(
            DECISIONS, "decisions.decision",
            "Decisions that wait to be confirmed or reported to a meeting",
            lambda: or_(decisions.to_be_confirmed(), decisions.not_reported()),
            lambda row: f"{row['group_name']}, {long_date(row['taken_on'])}",
            href=url_for("decisions.register", open="yes", status="all"),
        ),
    ]  # fmt: skip


def of_the_executive(view: View) -> list[Wanted]:
    """What the body above is asked to ratify."""
    if Role.EXECUTIVE not in roles():
        return []
    body = BODY_NAMES[Body.EXECUTIVE]
    return [
        _those(
            COMMISSIONS, "commissions.item", f"Commissions that await ratification by {body}",
            commissions.awaits_ratification,
            lambda row: f"asked {long_date(row['asked_on'])}",
            href=url_for("commissions.register", status="asked"),
            why="Nothing starts before (ToR 5.3).",
        ),
        _those(
            DECISIONS, "decisions.decision", f"Decisions that await ratification by {body}",
            decisions.awaits_ratification,
            lambda row: f"taken {long_date(row['taken_on'])}",
            href=url_for("decisions.register", status="awaits"),
        ),
    ]  # fmt: skip


def of_my_agencies(view: View) -> list[Wanted]:
    """The meetings to which this person's agencies bring something."""
    return [
        _meetings("Meetings at which your agency presents", partial(meetings.presented_by, agency),
                  lambda row: f"{long_date(row['meets_on'])}; papers are due by "
                              f"{long_date(row['papers_due_on'])}")
        for agency in agencies()
    ]  # fmt: skip


def _meetings(title: str, which: Callable[[], ColumnElement[bool]], note: Note) -> Wanted:
    href = url_for("meetings.register")
    return _those(MEETINGS, "meetings.meeting", title, which, note, href=href, sort="date")


def _corrections() -> Wanted:
    """What the chair, or the Business Team for the chair, answers."""
    return _listed(
        "Requested corrections of minutes", meetings.corrections_to_answer, "corrections",
        lambda row: f"{row['open_corrections']} asked for",
        why="The minutes are not confirmed while one waits. No dispute’s clock stops.",
    )  # fmt: skip


def _listed(
    title: str, which: Callable[[], ColumnElement[bool]], tick: str, note: Note, *, why: str = ""
) -> Wanted:
    """Meetings that a tick of the register lists, whatever has become of them."""
    query: dict[str, Any] = {"status": "all", tick: "yes"}
    href = url_for("meetings.register", **query)
    return _those(MEETINGS, "meetings.meeting", title, which, note, href=href, sort="date", why=why)


def _those(
    register: Register[Any],
    page: str,
    title: str,
    which: Callable[[], ColumnElement[bool]],
    note: Note,
    *,
    href: str,
    sort: str = "",
    why: str = "",
) -> Wanted:
    def told(row: Row) -> NeedLine:
        words, where = note(row), url_for(page, reference=row["reference"])
        return NeedLine(row["reference"], row["title"], where, words, late=words.endswith(_LATE))

    return Wanted(title, [(Listed(register, lambda view: which(), sort), told)], href, why)


_LATE = ", late"


def _day(key: str, words: str, view: View) -> Note:
    """By which day it is due, and whether that has passed."""

    def note(row: Row) -> str:
        late = _LATE if row[key] < view.today else ""
        return f"{words} {long_date(row[key])}{late}"

    return note
