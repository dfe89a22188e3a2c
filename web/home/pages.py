"""Home: what needs you."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from application.accounts.seen import mark_as_seen
from application.doing import access
from domain.kernel.terms import Role
from projections.risks.risk_register import band_counts
from projections.view import View
from web.first_steps import first_steps
from web.forms.kept import forget_kept
from web.home import dispute_needs as of_disputes
from web.home import followed_needs as of_followed
from web.home import meeting_needs as of_meetings
from web.home import risk_needs as of_risks
from web.home.agreement_needs import to_agree
from web.home.begun import begun_forms
from web.home.changed import since_last_here
from web.home.checks import checks
from web.home.holidays import ending_list
from web.home.needs import Need, Wanted, needs, roles
from web.home.tick import late_tick
from web.security import signed_in
from web.view import ledger, person, side, the_view

pages = Blueprint("home", __name__)


@pages.get("/")
@signed_in
def home() -> str:
    """What awaits this person, by the roles that they hold; then what they can start."""
    view = the_view()
    wanted = needs(view, _wanted(view))
    return render_template(
        "home.html",
        needs=wanted,
        first=first_steps(view) if view.now and not wanted and person().roles else None,
        begun=begun_forms() if view.now else [],
        changed=since_last_here(view),
        checks=checks(view) if Role.AUDITOR in roles() else [],
        bands=band_counts(view),
        matrix=view.matrix,
        may_record_dispute=access.may(person(), "dispute.record") is not None,
        may_record_risk=access.may(person(), "risk.record") is not None,
        has_role=bool(person().roles),
        may_see_all=access.may(person(), "see.audit") is not None,
        ending_list=ending_list(view) if Role.ADMINISTRATOR in roles() and view.now else "",
        late_tick=late_tick() if roles() & _MINDS_THE_TICK and view.now else "",
    )


@pages.post("/seen")
@signed_in
def seen() -> Any:
    """Note that whoever is signed in has seen what their home listed: what the ledger held as that
    page was made, and nothing that came meanwhile."""
    typed = request.form.get("position", "")
    position = min(int(typed), ledger().position()) if typed.isdecimal() else 0
    with side().writing() as connection:
        mark_as_seen(connection, person().id, position, now=ledger().now())
    flash("Marked as seen. What changes from now on is listed here.", "success")
    return redirect(url_for("home.home"), 303)


@pages.post("/begun/throw-away")
@signed_in
def throw_away() -> Any:
    """Keep a form that whoever is signed in has begun no longer."""
    forget_kept(*request.form.getlist("address"))
    flash("Thrown away.", "success")
    return redirect(url_for("home.home"), 303)


_MINDS_THE_TICK = {Role.ADMINISTRATOR, Role.BUSINESS_TEAM}


def _wanted(view: View) -> list[Wanted | Need]:
    return [
        *of_disputes.to_move_on(view),
        *of_disputes.to_answer(view),
        *of_risks.escalations(view),
        *to_agree(view),
        *of_meetings.of_the_chair(view),
        *of_meetings.of_the_secretary(view),
        *of_meetings.of_the_executive(view),
        *of_meetings.of_my_agencies(view),
        *of_followed.to_judge(view),
        *of_followed.of_my_agencies(view),
        *of_risks.of_my_agencies(view),
        *of_followed.to_chase(view),
        *of_risks.to_tidy(view),
    ]
