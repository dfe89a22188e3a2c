"""What needs somebody among the disputes."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from sqlalchemy import ColumnElement, and_, not_, or_

from domain.disputes.vocabulary import BODIES
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES
from domain.kernel.terms import Role
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.listed import each_of
from projections.versioned import Row
from projections.view import View
from web.home.needs import Need, NeedLine, agencies, need, roles
from web.view import person
from web.wording import working_days_left

Note = Callable[[Row], str]


def to_answer(view: View) -> list[Need]:
    """What awaits a reply of this person's agencies, or a decision of theirs.

    A reply is the business of the agency's member of the group, and nobody decides for a party.
    """
    mine = agencies()
    members = {held.agency for held in person().roles if held.role is Role.SAAS_MEMBER}
    where = url_for("disputes.register", agency=min(members)) if len(members) == 1 else ""
    replies = DISPUTES.rows(view, disputes.awaits(frozenset(members)))
    needs = [
        need("Disputes that await your agency’s reply", _lines(replies, _due(view)), where),
        _those(
            view, "Disputes that your agency convenes",
            or_(*(disputes.convened_by(agency) for agency in mine)) if mine else None,
        ),
    ]  # fmt: skip
    for decider, body in BODIES.items():
        if BODY_ROLES[body] in roles():
            title = f"Disputes that await a decision of {BODY_NAMES[body]}"
            neutral = [not_(disputes.is_party(agency)) for agency in mine]
            theirs = and_(disputes.decided_by(decider), *neutral)
            needs.append(_those(view, title, theirs, url_for("disputes.register", beyond="yes")))
    return needs


def to_move_on(view: View) -> list[Need]:
    """What stands still, for those who keep disputes moving: the Business Team and the Chair."""
    if not {Role.BUSINESS_TEAM, Role.SAAS_CHAIR} & roles():
        return []
    return [
        _those(
            view, "Disputes to escalate: their stage is overdue",
            disputes.overdue(view), url_for("disputes.register", overdue="yes"),
        ),
        _those(
            view, "Disputes that need a convener", disputes.without_convener(),
            url_for("disputes.register", without_convener="yes"),
        ),
        _those(
            view, "Disputes whose stage began without its record",
            disputes.record_missing(), url_for("disputes.register", record_missing="yes"),
            note=lambda row: f"missing: {'; '.join(each_of(row['missing']))}",
            why="The procedure asks for it when the stage begins.",
        ),
    ]  # fmt: skip


def _those(
    view: View,
    title: str,
    which: ColumnElement[bool] | None,
    href: str = "",
    *,
    note: Note | None = None,
    why: str = "",
) -> Need:
    """`href`: the register with a filter that shows these; "" where it has none."""
    rows = [] if which is None else DISPUTES.rows(view, which)
    return need(title, _lines(rows, note or _due(view)), href, why)


def _lines(rows: list[Row], note: Note) -> list[NeedLine]:
    return [_line(row, note(row)) for row in rows]


def _line(row: Row, note: str) -> NeedLine:
    href = url_for("disputes.dispute", reference=row["reference"])
    return NeedLine(row["reference"], row["title"], href, note, late=note.endswith(" late"))


def _due(view: View) -> Note:
    def note(row: Row) -> str:
        if not row["due_on"]:
            return str(row["working"] or "no clock runs")
        return working_days_left(row["due_on"], view.on, view.calendar)

    return note
