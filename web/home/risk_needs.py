"""What needs somebody among the risks."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Connection

from domain.kernel.bodies import BODY_ROLES, Body
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from projections.risks import risk_register
from projections.risks.risk_register import Filters
from projections.versioned import Moment, Row
from web.home.needs import SHOWN, Line, Need, agencies, need, roles
from web.view import sight


def escalations(connection: Connection, moment: Moment) -> list[Need]:
    """Those that await this person's answer, or that nobody has answered yet."""
    awaiting = risk_register.awaiting_answer(connection, moment=moment, sight=sight())
    everyone = url_for("risks.register", escalated="yes")
    needs = []
    for body in Body:
        asked = [row for row in awaiting if row["escalated_to"] == body]
        if BODY_ROLES[body] in roles():
            title = "Escalations that await your answer"
            why = "An escalation without an answer is only forwarding."
            needs.append(need(title, [_line(row, moment) for row in asked], everyone, why=why))
    if {Role.BUSINESS_TEAM, Role.SAAS_CHAIR} & roles():
        lines = [_line(row, moment) for row in awaiting]
        title = "Escalations without an answer yet"
        needs.append(need(title, lines, everyone, why="The oldest first."))
    return needs


def of_my_agencies(connection: Connection, moment: Moment) -> list[Need]:
    """The open risks that this person's agencies own, those with a late review apart."""
    needs = []
    for agency in agencies():
        late = "Your agency’s risks whose review is overdue"
        needs += [
            _risks(connection, moment, late, owner_agency=agency, overdue=True),
            _risks(
                connection, moment, "Your agency’s risks", why="The highest score first.",
                owner_agency=agency,
            ),
        ]  # fmt: skip
    return needs


def to_tidy(connection: Connection, moment: Moment) -> list[Need]:
    """What the register lacks, for those who keep it."""
    if Role.BUSINESS_TEAM not in roles():
        return []
    return [
        _risks(connection, moment, "Reviews of risks that are overdue", overdue=True),
        _risks(connection, moment, "Risks without an owner", hygiene="no_owner"),
        _risks(connection, moment, "Risks without a score", hygiene="no_score"),
    ]


def _risks(
    connection: Connection, moment: Moment, title: str, *, why: str = "", **filters: Any
) -> Need:
    page = risk_register.register_page(
        connection, moment=moment, sight=sight(), filters=Filters(**filters), size=SHOWN
    )
    query: dict[str, Any] = {
        name: "yes" if value is True else value for name, value in filters.items()
    }
    lines = [_line(row, moment) for row in page.rows]
    return Need(title, why, lines, page.total, url_for("risks.register", **query))


def _line(row: Row, moment: Moment) -> Line:
    note = ""
    if row["escalated_to"]:
        days = (moment.on - date.fromisoformat(row["escalated_on"])).days
        note = f"escalated {days} {'day' if days == 1 else 'days'} ago"
    elif row["review_on"] and row["review_on"] < moment.on.isoformat():
        note = f"review was due {long_date(row['review_on'])}"
    href = url_for("risks.risk", reference=row["reference"])
    return Line(
        row["reference"], row["title"], href, note, row["current_band"], row["current_figure"]
    )
