"""People: who can sign in, which roles they hold and held, and the access log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, url_for

from application.accounts.access_log import latest_access
from application.accounts.people import everybody as every_account
from application.doing import access
from application.nouns.partnership.role_grants import END, GIVE
from domain.kernel.terms import Role
from projections.partnership.role_grants import list_grants
from web.forms.acting import act_on
from web.forms.showing import Around
from web.items.story import people_by_id
from web.security import allow
from web.view import person, side, the_view

pages = Blueprint("people", __name__)


@pages.get("/people")
@allow("see.people")
def people() -> str:
    """Every role that was ever given, and to whom; as at any moment."""
    view = the_view()
    grants = list_grants(view)
    everybody = every_account(view.connection)
    held = {row["person"] for row in grants}
    return render_template(
        "people/people.html",
        grants=grants,
        who=people_by_id(view.connection),
        without_role=[each for each in everybody if each.signs_in and each.person not in held],
        outside=[each for each in everybody if not each.signs_in],
        today=view.today,
        role_label=lambda role: Role(role).label,
        may_change=access.may(person(), "role.give") is not None and view.now,
    )


@pages.route("/people/give-role", methods=["GET", "POST"])
@allow("role.give")
def give() -> Any:
    """Give somebody a role."""
    back = url_for("people.people")
    return act_on(GIVE, cancel=back, then=lambda _: back, around=_people_to_choose)


def _people_to_choose(_: object) -> Around:
    listed = [
        (account.person, f"{account.name} ({account.sign_in})")
        for account in every_account(the_view().connection)
        if account.signs_in and account.person != person().id
    ]
    return Around(listed={"person": listed})


@pages.route("/people/<reference>/end", methods=["GET", "POST"])
@allow("role.end")
def end(reference: str) -> Any:
    """End a role."""
    back = url_for("people.people")
    return act_on(
        END, reference.upper(), cancel=back, then=lambda _: back, around=lambda _: Around(reference)
    )


@pages.get("/access-log")
@allow("see.access_log")
def access_log() -> str:
    """Who signed in and out lately, kept apart from the business history."""
    with side().reading() as connection:
        rows = latest_access(connection)
    who = people_by_id(the_view().connection)

    def named(row: Mapping[str, str]) -> str:
        if row["stranger"]:
            return f"A name that is no account’s ({row['stranger']})"
        return who(row["person"])

    return render_template("people/access_log.html", rows=rows, named=named, who=who)
