"""Home: what needs you."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import Connection

from application.doing import access
from application.ledger.clock import today
from projections.risks import risk_register
from projections.versioned import Moment
from web.home import dispute_needs as of_disputes
from web.home import followed_needs as of_followed
from web.home import risk_needs as of_risks
from web.home.needs import Need
from web.security import signed_in
from web.view import ledger, person, sight

pages = Blueprint("home", __name__)


@pages.get("/")
@signed_in
def home() -> str:
    """What awaits this person, by the roles that they hold; then what they can start."""
    moment = Moment(today())
    with ledger().reading() as connection:
        needs = [need for need in _needs(connection, moment) if need.total]
        bands = risk_register.band_counts(connection, moment=moment, sight=sight())
    return render_template(
        "home.html",
        needs=needs,
        bands=bands,
        matrix=ledger().matrix,
        may_record_dispute=access.may(person(), "dispute.record") is not None,
        may_record_risk=access.may(person(), "risk.record") is not None,
        has_role=bool(person().roles),
    )


def _needs(connection: Connection, moment: Moment) -> list[Need]:
    return [
        *of_disputes.to_answer(connection, moment),
        *of_disputes.to_move_on(connection, moment),
        *of_risks.escalations(connection, moment),
        *of_followed.to_judge(connection, moment),
        *of_followed.of_my_agencies(connection, moment),
        *of_risks.of_my_agencies(connection, moment),
        *of_followed.to_chase(connection, moment),
        *of_risks.to_tidy(connection, moment),
    ]
