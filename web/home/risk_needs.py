"""What needs somebody among the risks."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from domain.kernel.bodies import BODY_ROLES, Body
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from projections.register import Asked
from projections.risks.risk_register import RISKS, awaiting_answer
from projections.versioned import Row
from projections.view import View
from web.home.needs import SHOWN, Need, NeedLine, agencies, need, roles


def escalations(view: View) -> list[Need]:
    """Those that await this person's answer, or that nobody has answered yet."""
    awaiting = awaiting_answer(view)
    everyone = url_for("risks.register", escalated="yes")
    needs = []
    for body in Body:
        asked = [row for row in awaiting if row["escalated_to"] == body]
        if BODY_ROLES[body] in roles():
            title = "Escalations that await your answer"
            why = "An escalation without an answer is only forwarding."
            needs.append(need(title, [_line(row, view) for row in asked], everyone, why=why))
    if {Role.BUSINESS_TEAM, Role.SAAS_CHAIR} & roles():
        lines = [_line(row, view) for row in awaiting]
        title = "Escalations without an answer yet"
        needs.append(need(title, lines, everyone, why="The oldest first."))
    return needs


def of_my_agencies(view: View) -> list[Need]:
    """The open risks that this person's agencies own, those with a late review apart."""
    needs = []
    for agency in agencies():
        late = "Your agency’s risks whose review is overdue"
        needs += [
            _risks(view, late, owner_agency=agency, overdue="yes"),
            _risks(view, "Your agency’s risks", why="The highest score first.",
                   owner_agency=agency),
        ]  # fmt: skip
    return needs


def to_tidy(view: View) -> list[Need]:
    """What the register lacks, for those who keep it."""
    if Role.BUSINESS_TEAM not in roles():
        return []
    return [
        _risks(view, "Reviews of risks that are overdue", overdue="yes"),
        _risks(view, "Risks without an owner", hygiene="no_owner"),
        _risks(view, "Risks without a score", hygiene="no_score"),
    ]


def _risks(view: View, title: str, *, why: str = "", **filters: str) -> Need:
    page = RISKS.page(view, Asked(filters), size=SHOWN)
    where: dict[str, Any] = {**filters}
    lines = [_line(row, view) for row in page.rows]
    return Need(title, why, lines, page.total, url_for("risks.register", **where))


def _line(row: Row, view: View) -> NeedLine:
    note = ""
    if row["escalated_to"]:
        days = (view.on - date.fromisoformat(row["escalated_on"])).days
        note = f"escalated {days} {'day' if days == 1 else 'days'} ago"
    elif row["overdue"]:
        note = f"review was due {long_date(row['review_on'])}"
    href = url_for("risks.risk", reference=row["reference"])
    return NeedLine(
        row["reference"], row["title"], href, note, row["current_band"], row["current_figure"]
    )
