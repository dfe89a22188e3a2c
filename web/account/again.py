"""Being asked again who one is, before what would do most harm in the wrong hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from flask import g, request

from application.accounts.own import Owner
from domain.kernel.errors import DomainError
from web.errors import status_of
from web.forms.small import SmallField, SmallForm, page_of
from web.recognition import SignedIn
from web.view import ledger, side

FRESH = timedelta(minutes=10)
"""For so long after somebody has shown who they are, they are not asked again."""
CODE = SmallField(
    "code",
    "Code",
    hint="The six figures that your authenticator shows now, or a recovery code.",
    filled_in_by="one-time-code",
    width=20,
)
FIRST_CODE = replace(CODE, hint="The six figures that your authenticator shows now.", width=10)
_PROOF = "proof"
_OF_THE_FORM = {"csrf_token", _PROOF}


def signed_in() -> SignedIn:
    """Whoever is signed in, or has given their password."""
    return cast("SignedIn", g.signed_in)


def owner() -> Owner:
    """The same, with their own account in their hands."""
    return Owner(ledger(), side(), signed_in().session, request.remote_addr or "")


def ask_again(what: str) -> Any:
    """None where whoever sent a form has lately shown who they are, or shows it with this form.

    Otherwise the page that asks for it, which sends the form again with all that was typed.
    """
    if not signed_in().proves or _is_fresh():
        return None
    me = owner()
    by_code = me.has_second_factor()
    given, errors = request.form.get(_PROOF), {}
    if given is not None:
        try:
            me.prove_by_code(given) if by_code else me.prove_by_password(given)
        except DomainError as error:
            errors[_PROOF], status = error.sentence, status_of(error)
        else:
            return None
    page = page_of(
        SmallForm(
            "Show that it is you",
            [_by_code() if by_code else _by_password()],
            "Continue",
            intro=[f"You are about to do this: {what}. Nothing has been saved yet."],
            action=request.full_path.rstrip("?"),
        ),
        errors,
        hidden=[each for each in request.form.items(multi=True) if each[0] not in _OF_THE_FORM],
    )
    return page, status if errors else 403


def _is_fresh() -> bool:
    proved = signed_in().session.proved_at
    return proved > (ledger().now() - FRESH).isoformat(timespec="microseconds")


def _by_code() -> SmallField:
    return replace(CODE, name=_PROOF)


def _by_password() -> SmallField:
    return SmallField(_PROOF, "Your password", kind="password", filled_in_by="current-password")
