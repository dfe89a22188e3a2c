"""Home: what needs you."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for

from application import access
from application.clock import today
from domain.risk import BODY_ROLES, Body
from domain.terms import Role
from projections import risk_register
from projections.risk_register import Filters
from projections.versioned import Moment, Row
from web.request import ledger, person, sight
from web.security import signed_in

pages = Blueprint("home", __name__)


@dataclass(frozen=True)
class Need:
    """Some risks that want something of the reader, and where all of them are listed."""

    title: str
    why: str
    rows: list[Row]
    total: int
    href: str


@pages.get("/")
@signed_in
def home() -> str:
    """What awaits this person, by the roles that they hold; then what they can start."""
    moment = Moment(today())
    with ledger().reading() as connection:
        needs = [need for need in _needs(connection, moment) if need.total]
        bands = risk_register.band_counts(connection, moment=moment, sight=sight())
    may_record = access.may(person(), "risk.record") is not None
    return render_template(
        "home.html",
        needs=needs,
        bands=bands,
        matrix=ledger().matrix,
        moment=moment,
        may_record=may_record,
        has_role=bool(person().roles),
    )


def _needs(connection: Any, moment: Moment) -> list[Need]:
    roles = {held.role for held in person().roles}
    needs = []
    awaiting = risk_register.awaiting_answer(connection, moment=moment, sight=sight())
    for body in Body:
        asked = [row for row in awaiting if row["escalated_to"] == body]
        if BODY_ROLES[body] in roles:
            needs.append(
                Need(
                    "Escalations that await your answer",
                    "An escalation without an answer is only forwarding.",
                    asked[:5],
                    len(asked),
                    url_for("risks.register", escalated="yes"),
                )
            )
    if Role.BUSINESS_TEAM in roles or Role.SAAS_CHAIR in roles:
        needs.append(
            Need(
                "Escalations without an answer yet",
                "The oldest first.",
                awaiting[:5],
                len(awaiting),
                url_for("risks.register", escalated="yes"),
            )
        )
    for held in person().roles:
        if held.role is Role.SAAS_MEMBER:
            needs += _of_agency(connection, moment, held.agency)
    if Role.BUSINESS_TEAM in roles:
        needs += [
            _listed(connection, moment, "Reviews that are overdue", "", overdue=True),
            _listed(connection, moment, "Risks without an owner", "", hygiene="no_owner"),
            _listed(connection, moment, "Risks without a score", "", hygiene="no_score"),
        ]
    return needs


def _of_agency(connection: Any, moment: Moment, agency: str) -> list[Need]:
    return [
        _listed(
            connection, moment, "Your agency’s risks whose review is overdue", "",
            owner_agency=agency, overdue=True,
        ),
        _listed(
            connection, moment, "Your agency’s risks", "The highest score first.",
            owner_agency=agency,
        ),
    ]  # fmt: skip


def _listed(connection: Any, moment: Moment, title: str, why: str, **filters: Any) -> Need:
    page = risk_register.register_page(
        connection, moment=moment, sight=sight(), filters=Filters(**filters), size=5
    )
    query: dict[str, Any] = {
        name: "yes" if value is True else value for name, value in filters.items()
    }
    return Need(title, why, page.rows, page.total, url_for("risks.register", **query))
