"""One's own account: the password, the second factor, and where one is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for

from application.accounts import second_factor as codes
from domain.kernel.errors import DomainError
from domain.kernel.vocabulary import said
from web.account.again import CODE, FIRST_CODE, ask_again, owner, signed_in
from web.account.browsers import browser_named
from web.errors import status_of
from web.forms.small import NOTHING_WRONG, SmallField, SmallForm, page_of
from web.recognition import Wanted, needs_second_factor
from web.security import on_the_way
from web.security import signed_in as for_everybody

pages = Blueprint("account", __name__, url_prefix="/account")

_SECRET = "new second factor"
"""Where the browser's session keeps the secret until a code shows that it has arrived."""
_REPLACING = "replaces the second factor"
"""There in the browser's session once somebody has shown that they may replace theirs."""


@pages.get("")
@for_everybody
def account() -> str:
    """What there is to one's own account."""
    me = owner()
    there = me.has_second_factor()
    return render_template(
        "account/account.html",
        account=signed_in().account,
        has_second_factor=there,
        may_do_without=not needs_second_factor(signed_in().person),
        proves=signed_in().proves,
        codes_left=me.recovery_codes_left() if there else 0,
        sessions=me.sessions(),
        this_one=me.session.key,
        browser_named=browser_named,
    )


# ---------------------------------------------------------------- the password


@pages.get("/password")
@on_the_way
def password() -> str:
    """The form for another password."""
    return _password_form()


@pages.post("/password")
@on_the_way
def change_password() -> Any:
    """Change the password, and end the other sessions."""
    old, new = request.form.get("old", ""), request.form.get("password", "")
    errors = {}
    if not old:
        errors["old"] = "Enter the password that you have now."
    if new != request.form.get("again", ""):
        errors["again"] = "The two new passwords differ. Enter the same one twice."
    if errors:
        return _password_form(errors), 422
    try:
        owner().change_password(old, new)
    except DomainError as error:
        return _password_form({error.field or "old": error.sentence}), status_of(error)
    flash("You have changed your password. Wherever else you were signed in, you no longer are.",
          "success")  # fmt: skip
    return _onwards()


def _password_form(errors: Mapping[str, str] = NOTHING_WRONG) -> str:
    wanted = signed_in().wanted is Wanted.PASSWORD
    return page_of(
        SmallForm(
            "Choose a password of your own" if wanted else "Change your password",
            [
                SmallField("old", "The password that you have now", kind="password",
                      filled_in_by="current-password"),
                SmallField("password", "New password", kind="password", filled_in_by="new-password",
                      hint="12 characters or more: three or four words that do not belong "
                      "together are easy to remember and hard to guess."),
                SmallField("again", "New password again", kind="password",
                           filled_in_by="new-password"),
            ],
            "Change the password",
            intro=["Somebody else knows the password that you were given, so it is good for this "
                   "one thing only."] if wanted else (),
            cancel="" if wanted else url_for("account.account"),
        ),
        errors,
    )  # fmt: skip


# ---------------------------------------------------------------- the second factor


@pages.get("/second-factor")
@on_the_way
def second_factor() -> Any:
    """The form with the secret for an authenticator, as a picture and as text."""
    if not _may_set_up():
        return redirect(url_for("account.account"))
    # The same until it is set up: a page that is opened again shows what was scanned already.
    session.setdefault(_SECRET, codes.new_secret())
    return _second_factor_form()


@pages.post("/second-factor")
@on_the_way
def set_up_second_factor() -> Any:
    """Set it up, where the code shows that the authenticator has the secret."""
    if not _may_set_up() or _SECRET not in session:
        return redirect(url_for("account.second_factor"), 303)
    try:
        recovery = owner().set_up_second_factor(session[_SECRET], request.form.get(CODE.name, ""))
    except DomainError as error:
        return _second_factor_form({CODE.name: error.sentence}), status_of(error)
    session.pop(_SECRET)
    session.pop(_REPLACING, None)
    return _recovery_codes(recovery, "Your second factor is set up")


@pages.post("/second-factor/take-off")
@for_everybody
def take_off_second_factor() -> Any:
    """Ask for no more codes, where the person's roles do without."""
    if needs_second_factor(signed_in().person):
        raise DomainError("Your role needs a second factor. It can be replaced, not taken off.")
    if asked := ask_again("take off your second factor"):
        return asked
    owner().take_off_second_factor()
    flash("You have taken off your second factor. Your password is enough now.", "success")
    return redirect(url_for("account.account"), 303)


@pages.post("/second-factor/replace")
@for_everybody
def replace_second_factor() -> Any:
    """Begin anew, with another authenticator; the one that is there is good until then."""
    if asked := ask_again("set up another authenticator"):
        return asked
    session[_REPLACING] = True
    return redirect(url_for("account.second_factor"), 303)


@pages.post("/recovery-codes")
@for_everybody
def renew_recovery_codes() -> Any:
    """New recovery codes in place of the old ones, which are shown once."""
    if not owner().has_second_factor():
        raise DomainError("You have no second factor. Set one up first.")
    if asked := ask_again("make new recovery codes"):
        return asked
    return _recovery_codes(owner().renew_recovery_codes(), "New recovery codes")


def _may_set_up() -> bool:
    return _REPLACING in session or not owner().has_second_factor()


def _second_factor_form(errors: Mapping[str, str] = NOTHING_WRONG) -> str:
    secret: str = session[_SECRET]
    name = signed_in().account.sign_in
    return page_of(
        SmallForm(
            "Set up a second factor", [FIRST_CODE], "Set it up", template="account/set_up.html"
        ),
        errors,
        wanted=signed_in().wanted is Wanted.SECOND_FACTOR,
        picture=_picture(codes.address_of(secret, name=name, issuer=said("Scrutiny Ledger"))),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )


def _picture(address: str) -> str:
    """The QR code as the address of a picture that holds itself."""
    import segno

    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=4, light="#fff"))


def _recovery_codes(recovery: list[str], title: str) -> str:
    return render_template(
        "account/recovery_codes.html", title=title, codes=recovery, onwards=url_for("home.home")
    )


# ---------------------------------------------------------------- sessions


@pages.post("/sessions/<key>/end")
@for_everybody
def end_session(key: str) -> Any:
    """End one session."""
    me = owner()
    if key == me.session.key or not me.end_session(key):
        abort(404)
    flash("That session has ended.", "success")
    return redirect(url_for("account.account"), 303)


@pages.post("/sessions/end-others")
@for_everybody
def end_other_sessions() -> Any:
    """End every session but this one."""
    owner().end_other_sessions()
    flash("You are signed in nowhere else any more.", "success")
    return redirect(url_for("account.account"), 303)


def _onwards() -> Any:
    to = "home.home" if signed_in().wanted else "account.account"
    return redirect(url_for(to), 303)
