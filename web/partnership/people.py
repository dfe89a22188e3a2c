"""People: who can sign in, which roles they hold and held, and the access log."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from application import accounts
from application.doing import access
from application.ledger.clock import today
from application.nouns.role_grants import END, GIVE
from domain.kernel.terms import Role
from projections.partnership.agencies import AgencyNamesAt
from projections.partnership.role_grants import list_grants
from web.acting import act_on
from web.security import allow
from web.story import who
from web.view import ledger, moment_asked_for, person

pages = Blueprint("people", __name__)


@pages.get("/people")
@allow("see.people")
def people() -> str:
    """Every role that was ever given, and to whom; as at any moment."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        grants = list_grants(connection, position=view.moment.position)
        names = accounts.names(connection)
        agencies = dict(AgencyNamesAt(connection, view.moment.position))
        everybody = accounts.everybody(connection)
    held = {row["person"] for row in grants}
    return render_template(
        "people/people.html",
        grants=grants,
        names=names,
        who=lambda each: names.get(each, who(each)),
        agencies=agencies,
        without_role=[account for account in everybody if account.person not in held],
        today=view.moment.on.isoformat(),
        role_label=lambda role: Role(role).label,
        may_change=access.may(person(), "role.give") is not None and not view.banner,
        view=view,
        as_at_banner=view.banner,
    )


@pages.route("/people/give-role", methods=["GET", "POST"])
@allow("role.give")
def give() -> Any:
    """Give somebody a role."""
    with ledger().reading() as connection:
        listed = [
            (account.person, f"{account.name} ({account.sign_in})")
            for account in accounts.everybody(connection)
        ]
    back = url_for("people.people")
    return act_on(GIVE, cancel=back, then=lambda _: back, listed={"person": listed})


@pages.route("/people/<reference>/end", methods=["GET", "POST"])
@allow("role.end")
def end(reference: str) -> Any:
    """End a role."""
    back = url_for("people.people")
    return act_on(END, reference.upper(), cancel=back, then=lambda _: back, caption=reference)


@pages.get("/access-log")
@allow("see.access_log")
def access_log() -> str:
    """Who signed in and out lately, kept apart from the business history."""
    with ledger().reading() as connection:
        rows = accounts.latest_access(connection)
        names = accounts.names(connection)
    return render_template("people/access_log.html", rows=rows, names=names, today=today())
