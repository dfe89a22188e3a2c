"""What needs somebody among the risks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from flask import url_for
from sqlalchemy import ColumnElement, and_

from domain.kernel.bodies import BODY_ROLES, Body
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from projections.firsts import Listed
from projections.risks.risk_register import (
    RISKS,
    escalated,
    is_open,
    overdue,
    unscored,
    without_owner,
)
from projections.versioned import Row
from projections.view import View
from web.home.needs import NeedLine, Wanted, agencies, roles

Which = Callable[[View], ColumnElement[bool]]


def escalations(view: View) -> list[Wanted]:
    """Those that await this person's answer, or that nobody has answered yet."""
    everyone = url_for("risks.register", escalated="yes")
    wanted = [
        _open_risks(
            view, "Escalations that await your answer", partial(_asked_of, body), everyone,
            sort="escalated", why="An escalation without an answer is only forwarding.",
        )
        for body in Body
        if BODY_ROLES[body] in roles()
    ]  # fmt: skip
    if {Role.BUSINESS_TEAM, Role.SAAS_CHAIR} & roles():
        title = "Escalations without an answer yet"
        wanted.append(
            _open_risks(view, title, lambda view: escalated(), everyone,
                        sort="escalated", why="The oldest first.")
        )  # fmt: skip
    return wanted


def of_my_agencies(view: View) -> list[Wanted]:
    """The open risks that this person's agencies own, those with a late review apart."""
    wanted = []
    register = partial(url_for, "risks.register")
    for agency in agencies():
        wanted += [
            _open_risks(view, "Your agency’s risks whose review is overdue",
                        partial(_owned_and_late, agency),
                        register(owner_agency=agency, overdue="yes"), sort="review"),
            _open_risks(view, "Your agency’s risks", partial(_owned, agency),
                        register(owner_agency=agency), why="The highest score first."),
        ]  # fmt: skip
    return wanted


def to_tidy(view: View) -> list[Wanted]:
    """What the register lacks, for those who keep it."""
    if Role.BUSINESS_TEAM not in roles():
        return []
    register = partial(url_for, "risks.register")
    return [
        _open_risks(view, "Reviews of risks that are overdue", overdue,
                    register(overdue="yes", sort="review"), sort="review"),
        _open_risks(view, "Risks without an owner", without_owner, register(hygiene="no_owner")),
        _open_risks(view, "Risks without a score", unscored, register(hygiene="no_score")),
    ]  # fmt: skip


def _asked_of(body: Body, view: View) -> ColumnElement[bool]:
    return RISKS.c.escalated_to == body  # type: ignore[no-any-return]


def _owned(agency: str, view: View) -> ColumnElement[bool]:
    return RISKS.c.owner_agency == agency  # type: ignore[no-any-return]


def _owned_and_late(agency: str, view: View) -> ColumnElement[bool]:
    return and_(_owned(agency, view), overdue(view))


def _open_risks(
    view: View, title: str, which: Which, href: str, *, sort: str = "", why: str = ""
) -> Wanted:
    listed = Listed(RISKS, lambda view: and_(is_open(), which(view)), sort)
    return Wanted(title, [(listed, lambda row: _line(row, view))], href, why)


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
