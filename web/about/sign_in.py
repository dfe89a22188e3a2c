"""Signing in and out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import (
    Blueprint,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from application.accounts import signing_in
from application.accounts.signing_in import Visitor
from application.accounts.tries import TooManyTriesError
from application.ledger.storage.faults import FAULTS, explain
from domain.kernel.errors import DomainError
from web.account.again import CODE, owner
from web.errors import status_of
from web.forms.small import NOTHING_WRONG, SmallField, SmallForm, page_of
from web.running.logs import log
from web.security import on_the_way, public, session_shown, start_session
from web.view import ledger, side

pages = Blueprint("sign_in", __name__)

_WRONG = "The sign-in name or the password is wrong."
_SIGN_IN = "/sign-in"


@pages.get(_SIGN_IN)
@public
def sign_in() -> str:
    """The form."""
    return _form(request.args.get("next", ""))


@pages.post(_SIGN_IN)
@public
def sign_in_now() -> Any:
    """Start a session and go to where the person wanted to go."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    missing = {}
    if not name.strip():
        missing["name"] = "Enter your sign-in name."
    if not password:
        missing["password"] = "Enter your password."
    if missing:
        return _again(name, missing, 422)
    try:
        token = signing_in.sign_in(
            ledger(), side(), name=name, password=password, visitor=visitor()
        )
    except TooManyTriesError as error:
        return _again(name, {"name": error.sentence}, status_of(error))
    if token is None:
        return _again(name, {"name": _WRONG}, 422)
    start_session(token)
    return redirect(_inside(request.form.get("next", "")), 303)


@pages.get("/sign-in/code")
@public
def code() -> Any:
    """The form for the second factor, for whoever has given their password."""
    if g.signed_in is None:
        return redirect(url_for("sign_in.sign_in", next=request.args.get("next", "")))
    return _code_form(request.args.get("next", ""))


@pages.post("/sign-in/code")
@public
def code_now() -> Any:
    """Complete the session and go to where the person wanted to go."""
    after = request.form.get("next", "")
    if g.signed_in is None:
        return redirect(url_for("sign_in.sign_in", next=after), 303)
    try:
        owner().prove_by_code(request.form.get(CODE.name, ""))
    except DomainError as error:
        return _code_form(after, {CODE.name: error.sentence}), status_of(error)
    return redirect(_inside(after), 303)


@pages.get("/stay-signed-in")
@on_the_way
def stay() -> Any:
    """Put off the end of the session, as every page does: a small page for a tab beside a form, and
    for a script the seconds that are left."""
    shown = session_shown()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(seconds=shown["seconds"])
    return render_template("stay.html")


@pages.post("/sign-out")
@public
def sign_out() -> Any:
    """End the session here and in the ledger."""
    if token := session.get("token"):
        _end(token)
    session.clear()
    flash("You are signed out.", "success")
    return redirect(url_for("sign_in.sign_in"), 303)


def visitor() -> Visitor:
    """From where the request comes."""
    return Visitor(request.remote_addr or "", request.user_agent.string)


def _end(token: str) -> None:
    """End the session; where that cannot be noted, the browser forgets it all the same."""
    try:
        signing_in.sign_out(side(), token, visitor=visitor(), now=ledger().now())
    except FAULTS as error:
        log.warning("sign-out not noted", name=explain(error).name)


def _again(name: str, errors: dict[str, str], status: int) -> tuple[str, int]:
    return _form(request.form.get("next", ""), name=name[:200], errors=errors), status


def _form(after: str, *, name: str = "", errors: Mapping[str, str] = NOTHING_WRONG) -> str:
    fields = [
        SmallField("name", "Sign-in name", value=name, filled_in_by="username"),
        SmallField("password", "Password", kind="password", filled_in_by="current-password"),
    ]
    form = SmallForm("Sign in", fields, "Sign in", action=_SIGN_IN, template="sign_in.html")
    return page_of(form, errors, hidden=[("next", after)])


def _code_form(after: str, errors: Mapping[str, str] = NOTHING_WRONG) -> str:
    form = SmallForm(
        "Enter your code", [CODE], "Continue",
        intro=["Your password is right. One thing more shows that it is you."],
        action=url_for("sign_in.code_now"),
    )  # fmt: skip
    return page_of(form, errors, hidden=[("next", after)])


def _inside(address: str) -> str:
    """The address to go on to, if it is one of this site; otherwise the home page."""
    return address if _OF_THIS_SITE.fullmatch(address) else url_for("home.home")


_OF_THIS_SITE = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]*")
"""Browsers take two slashes, either way round and with space between, for another site."""
