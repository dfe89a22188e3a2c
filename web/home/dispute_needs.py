"""What needs somebody among the disputes."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from sqlalchemy import ColumnElement, and_, not_, or_

from domain.disputes.vocabulary import BODIES
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from domain.procedure.rules import Decider
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.firsts import Listed
from projections.listed import each_of
from projections.versioned import Row
from projections.view import View
from web.home.needs import NeedLine, Wanted, agencies, roles
from web.view import person
from web.wording import due_left

Note = Callable[[Row], str]
Which = Callable[[View], ColumnElement[bool]]


def to_answer(view: View) -> list[Wanted]:
    """What awaits a reply of this person's agencies, or a decision of theirs.

    A reply is the business of the agency's member of the group, and nobody decides for a party.
    """
    members = frozenset(held.agency for held in person().roles if held.role is Role.SAAS_MEMBER)
    wanted = []
    if members:
        where = url_for("disputes.register", agency=min(members)) if len(members) == 1 else ""
        title = "Disputes that await your agency’s reply"
        wanted.append(_those(view, title, lambda view: disputes.awaits(members), where))
    if mine := agencies():
        title = "Disputes that your agency convenes"
        wanted.append(
            _those(view, title, lambda view: or_(*(disputes.convened_by(each) for each in mine)))
        )
    where = url_for("disputes.register", beyond="yes")
    return [
        *wanted,
        *(
            _those(view, f"Disputes that await a decision of {BODY_NAMES[body]}",
                   _decided_by(decider), where)
            for decider, body in BODIES.items()
            if BODY_ROLES[body] in roles()
        ),
    ]  # fmt: skip


def _decided_by(decider: Decider) -> Which:
    neutral = [not_(disputes.is_party(agency)) for agency in agencies()]
    return lambda view: and_(disputes.decided_by(decider), *neutral)


def to_move_on(view: View) -> list[Wanted]:
    """What stands still, for those who keep disputes moving: the Business Team and the Chair."""
    if not {Role.BUSINESS_TEAM, Role.SAAS_CHAIR} & roles():
        return []
    return [
        _those(
            view, "Urgent disputes", lambda view: disputes.urgent(),
            url_for("disputes.register", urgent="yes"),
        ),
        _those(
            view, "Disputes to escalate: their stage is overdue",
            disputes.overdue, url_for("disputes.register", overdue="yes"),
        ),
        _those(
            view, "Disputes that need a convener", lambda view: disputes.without_convener(),
            url_for("disputes.register", without_convener="yes"),
        ),
        _those(
            view, "Disputes notified externally: the answer is awaited",
            lambda view: disputes.answer_awaited(),
            note=lambda row: f"unresolved; notified on {long_date(row['notified_on'])}",
        ),
        _those(
            view, "Disputes whose stage began without its record",
            lambda view: disputes.record_missing(),
            url_for("disputes.register", record_missing="yes"),
            note=lambda row: f"missing: {'; '.join(each_of(row['missing']))}",
            why="The procedure asks for it when the stage begins.",
        ),
    ]  # fmt: skip


def _those(
    view: View, title: str, which: Which, href: str = "", *, note: Note | None = None, why: str = ""
) -> Wanted:
    """`href`: the register with a filter that shows these; "" where it has none."""
    told = note or _due(view)
    return Wanted(title, [(Listed(DISPUTES, which), lambda row: _line(row, told(row)))], href, why)


def _line(row: Row, note: str) -> NeedLine:
    href = url_for("disputes.dispute", reference=row["reference"])
    return NeedLine(row["reference"], row["title"], href, note, late=note.endswith(" late"))


def _due(view: View) -> Note:
    def note(row: Row) -> str:
        if not row["due_on"]:
            return str(row["working"] or "no clock runs")
        return due_left(row["due_at"] or row["due_on"], view)

    return note
