"""Accounts, for an administrator: made, renamed, disabled, erased; passwords and sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from application.accounts import passwords
from application.accounts.care import Caretaker, Details, details_of, every_account
from application.accounts.sessions import sessions_of
from domain.kernel.errors import DomainError
from domain.kernel.terms import Role
from projections.partnership.role_grants import list_grants
from web.account.again import ask_again
from web.account.browsers import browser_named
from web.errors import status_of
from web.forms.small import NOTHING_WRONG, SmallField, SmallForm, page_of
from web.partnership.leaving import erase as erase_person
from web.security import allow
from web.view import ledger, person, side, the_view

pages = Blueprint("accounts", __name__, url_prefix="/people/accounts")
_CRUMBS = ("people.people", "People and roles"), ("accounts.accounts", "Accounts")


@pages.get("")
@allow("see.accounts")
def accounts() -> str:
    """Every account there is."""
    return render_template(
        "accounts/accounts.html",
        accounts=every_account(the_view().connection),
        breadcrumbs=_crumbs(1),
    )


@pages.get("/new")
@allow("see.accounts")
def new() -> str:
    """The form for a new account."""
    return _new_form()


@pages.post("/new")
@allow("see.accounts")
def add() -> Any:
    """Make an account, and show its first password once."""
    if asked := ask_again("make an account"):
        return asked
    password = passwords.first_password()
    name, sign_in = request.form.get("name", ""), request.form.get("sign_in", "")
    try:
        made = _caretaker().add(sign_in=sign_in, name=name, password=password)
    except DomainError as error:
        return _new_form({error.field or "sign_in": error.sentence}), status_of(error)
    return _shown_once(made, password)


@pages.get("/<who>")
@allow("see.accounts")
def account(who: str) -> str:
    """One account: its state, where it is signed in, and what can be done with it."""
    view, found = the_view(), _found(who)
    with side().reading() as connection:
        sessions = sessions_of(connection, who, now=ledger().now())
    return render_template(
        "accounts/account.html",
        found=found,
        roles=[row for row in list_grants(view) if row["person"] == who],
        role_label=lambda role: Role(role).label,
        sessions=sessions,
        browser_named=browser_named,
        breadcrumbs=_crumbs(2),
    )


@pages.get("/<who>/rename")
@allow("see.accounts")
def rename(who: str) -> str:
    """The form for another name."""
    found = _found(who)
    return _rename_form(found, sign_in=found.sign_in, name=found.name)


@pages.post("/<who>/rename")
@allow("see.accounts")
def rename_now(who: str) -> Any:
    """Let somebody be called otherwise."""
    if asked := ask_again("give somebody another name"):
        return asked
    name, sign_in = request.form.get("name", ""), request.form.get("sign_in", "")
    try:
        _caretaker().rename(who, sign_in=sign_in, name=name)
    except DomainError as error:
        wrong = {error.field or "sign_in": error.sentence}
        return _rename_form(_found(who), wrong, sign_in=sign_in, name=name), status_of(error)
    return _done(who, "The account has another name.")


@pages.post("/<who>/disable")
@allow("see.accounts")
def disable(who: str) -> Any:
    """Let somebody sign in no more, and end their sessions."""
    if asked := ask_again("disable an account"):
        return asked
    _caretaker().disable(who)
    return _done(who, "The account is disabled, and its sessions have ended.")


@pages.post("/<who>/enable")
@allow("see.accounts")
def enable(who: str) -> Any:
    """Let somebody sign in again."""
    if asked := ask_again("enable an account"):
        return asked
    _caretaker().enable(who)
    return _done(who, "The account can be signed in to again.")


@pages.post("/<who>/password")
@allow("see.accounts")
def give_password(who: str) -> Any:
    """Give somebody a new first password, and show it once."""
    if asked := ask_again("give somebody a new password"):
        return asked
    password = passwords.first_password()
    _caretaker().give_password(who, password)
    return _shown_once(who, password)


@pages.post("/<who>/second-factor/take-off")
@allow("see.accounts")
def take_off_second_factor(who: str) -> Any:
    """Help somebody who has lost their authenticator."""
    if asked := ask_again("take off somebody’s second factor"):
        return asked
    _caretaker().take_off_second_factor(who)
    return _done(who, "The second factor is taken off, and the sessions have ended.")


@pages.post("/<who>/sessions/end")
@allow("see.accounts")
def end_sessions(who: str) -> Any:
    """Sign somebody out everywhere."""
    if asked := ask_again("sign somebody out"):
        return asked
    _caretaker().end_sessions(_found(who).person)
    return _done(who, "The account is signed in nowhere any more.")


@pages.get("/<who>/erase")
@allow("see.accounts")
def erase(who: str) -> str:
    """Ask whether it is meant."""
    return _erase_form(_found(who))


@pages.post("/<who>/erase")
@allow("see.accounts")
def erase_now(who: str) -> Any:
    """Erase who somebody is, for good."""
    found = _found(who)
    if request.form.get("sign_in", "").strip().casefold() != found.sign_in:
        wrong = {"sign_in": "That is not the sign-in name of this account."}
        return _erase_form(found, wrong), 422
    if asked := ask_again("erase a person for good"):
        return asked
    erase_person(_caretaker(), who, acting=person())
    flash("The person is erased. The history stays.", "success")
    return redirect(url_for("accounts.accounts"), 303)


def _caretaker() -> Caretaker:
    return Caretaker(ledger(), side(), by=person().id, address=request.remote_addr or "")


def _found(who: str) -> Details:
    with ledger().reading() as connection:
        return details_of(connection, who)


def _done(who: str, words: str) -> Any:
    flash(words, "success")
    return redirect(url_for("accounts.account", who=who), 303)


def _shown_once(who: str, password: str) -> str:
    return render_template(
        "accounts/first_password.html", found=_found(who), password=password,
        breadcrumbs=_crumbs(2),
    )  # fmt: skip


def _crumbs(count: int) -> list[dict[str, str]]:
    return [{"text": text, "href": url_for(to)} for to, text in _CRUMBS[:count]]


def _new_form(errors: Mapping[str, str] = NOTHING_WRONG) -> str:
    form = SmallForm(
        "Make an account", _names(request.form.get("sign_in", ""), request.form.get("name", "")),
        "Make the account",
        intro=["A first password is made, and shown to you once. Whoever it is for has to choose "
               "one of their own. Give them a role afterwards."],
        cancel=url_for("accounts.accounts"),
    )  # fmt: skip
    return page_of(form, errors)


def _rename_form(
    found: Details, errors: Mapping[str, str] = NOTHING_WRONG, *, sign_in: str, name: str
) -> str:
    form = SmallForm(
        "Rename the account", _names(sign_in, name), "Save",
        intro=["The name is shown wherever the person did something, in the past as well."],
        cancel=url_for("accounts.account", who=found.person),
    )  # fmt: skip
    return page_of(form, errors)


def _names(sign_in: str, name: str) -> list[SmallField]:
    return [
        SmallField("name", "Name", hint="As others know the person.", value=name),
        SmallField("sign_in", "Sign-in name", hint="Such as their address at work.", value=sign_in),
    ]


def _erase_form(found: Details, errors: Mapping[str, str] = NOTHING_WRONG) -> str:
    form = SmallForm(
        f"Erase {found.name}",
        [SmallField("sign_in", f"To erase this person, type {found.sign_in}")],
        "Erase for good",
        intro=["Their name, their sign-in name, their password and their sessions are erased, and "
               "every role that they hold ends. It cannot be undone.",
               "What they did stays in the history, as done by “a person whose name was erased”. "
               "Backups from before still hold the name."],
        cancel=url_for("accounts.account", who=found.person),
        warning=True,
    )  # fmt: skip
    return page_of(form, errors)
