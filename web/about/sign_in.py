"""Signing in and out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from application.accounts import signing_in
from application.accounts.signing_in import Visitor
from application.accounts.tries import TooManyTriesError
from application.ledger.faults import FAULTS, explain
from web.forms import FormField
from web.logs import log
from web.security import public, start_session
from web.view import ledger, side

pages = Blueprint("sign_in", __name__)

NO_ERRORS: Mapping[str, str] = {}
_WRONG = "The sign-in name or the password is wrong."


@pages.get("/sign-in")
@public
def sign_in() -> str:
    """The form."""
    return _form(request.args.get("next", ""))


@pages.post("/sign-in")
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
        page, status = _again(name, {"name": error.sentence}, 429)
        return page, status, {"Retry-After": str(error.seconds)}
    if token is None:
        return _again(name, {"name": _WRONG}, 422)
    start_session(token)
    return redirect(_inside(request.form.get("next", "")), 303)


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


def _form(after: str, *, name: str = "", errors: Mapping[str, str] = NO_ERRORS) -> str:
    asked = [
        ("line", "name", "Sign-in name", name, "username"),
        ("password", "password", "Password", "", "current-password"),
    ]
    return render_template(
        "sign_in.html",
        next=after,
        errors=[{"text": text, "href": f"#{field}"} for field, text in errors.items()],
        fields=[
            FormField(
                kind=kind, name=field, label=label, value=value, autocomplete=filled_in_by,
                hint="", required=True, error=errors.get(field, ""),
            )
            for kind, field, label, value, filled_in_by in asked
        ],
    )  # fmt: skip


def _inside(address: str) -> str:
    """The address to go on to, if it is one of this site; otherwise the home page."""
    return address if _OF_THIS_SITE.fullmatch(address) else url_for("home.home")


_OF_THIS_SITE = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]*")
"""Browsers take two slashes, either way round and with space between, for another site."""
