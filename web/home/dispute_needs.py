"""What needs somebody among the disputes."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from sqlalchemy import ColumnElement, Connection, and_, not_, or_

from domain.disputes.vocabulary import BODIES
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES
from domain.kernel.terms import Role
from projections.disputes import disputes
from projections.listed import each_of
from projections.versioned import Moment, Row
from web.home.needs import Line, Need, agencies, need, roles
from web.view import ledger, person
from web.wording import working_days_left

Note = Callable[[Row], str]


def to_answer(connection: Connection, moment: Moment) -> list[Need]:
    """What awaits a reply of this person's agencies, or a decision of theirs.

    A reply is the business of the agency's SAAS member, and nobody decides for a party.
    """
    mine = agencies()
    members = {held.agency for held in person().roles if held.role is Role.SAAS_MEMBER}
    where = url_for("disputes.register", agency=min(members)) if len(members) == 1 else ""
    replies = disputes.awaiting(connection, frozenset(members), moment=moment)
    needs = [
        need("Disputes that await your agency’s reply", _lines(replies, _due(moment)), where),
        _those(
            connection, moment, "Disputes that your agency convenes",
            or_(*(disputes.convened_by(agency) for agency in mine)) if mine else None,
        ),
    ]  # fmt: skip
    for decider, body in BODIES.items():
        if BODY_ROLES[body] in roles():
            title = f"Disputes that await a decision of {BODY_NAMES[body]}"
            needs.append(
                _those(
                    connection, moment, title,
                    and_(disputes.decided_by(decider), *(not_(_party(each)) for each in mine)),
                    url_for("disputes.register", beyond="yes"),
                )
            )  # fmt: skip
    return needs


def to_move_on(connection: Connection, moment: Moment) -> list[Need]:
    """What stands still, for those who keep disputes moving: the Business Team and the Chair."""
    if not {Role.BUSINESS_TEAM, Role.SAAS_CHAIR} & roles():
        return []
    return [
        _those(
            connection, moment, "Disputes to escalate: their stage is overdue",
            disputes.overdue(moment), url_for("disputes.register", overdue="yes"),
        ),
        _those(
            connection, moment, "Disputes that need a convener", disputes.NO_CONVENER,
        ),
        _those(
            connection, moment, "Disputes whose stage began without its record",
            disputes.RECORD_MISSING,
            note=lambda row: f"missing: {'; '.join(each_of(row['missing']))}",
            why="The procedure asks for it when the stage begins.",
        ),
    ]  # fmt: skip


def _those(
    connection: Connection,
    moment: Moment,
    title: str,
    which: ColumnElement[bool] | None,
    href: str = "",
    *,
    note: Note | None = None,
    why: str = "",
) -> Need:
    """`href`: the register with a filter that shows these; "" where it has none."""
    rows = [] if which is None else disputes.disputes_that(connection, which, moment=moment)
    return need(title, _lines(rows, note or _due(moment)), href, why)


def _party(agency: str) -> ColumnElement[bool]:
    """The agency is a party, so that nobody from there decides."""
    return disputes.disputes.c.parties.contains(f"\n{agency}\n", autoescape=True)


def _lines(rows: list[Row], note: Note) -> list[Line]:
    return [_line(row, note(row)) for row in rows]


def _line(row: Row, note: str) -> Line:
    href = url_for("disputes.dispute", reference=row["reference"])
    return Line(row["reference"], row["title"], href, note, late=note.endswith(" late"))


def _due(moment: Moment) -> Note:
    def note(row: Row) -> str:
        if not row["due_on"]:
            return str(row["working"] or "no clock runs")
        return working_days_left(row["due_on"], moment.on, ledger().calendar)

    return note
