"""No word is lost when a session ends: a form that was sent afterwards is shown again, as it was
typed, once the same person has signed in. What was answered of a form in steps waits likewise.

Every form of an item says unseen whose it is, sealed, so that what a browser sends without a
session can be kept for that person and nobody else (`application/accounts/kept_words.py`).
"""

from __future__ import annotations

from secrets import token_hex
from urllib.parse import urlsplit

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from application.accounts import kept_words
from application.ledger.storage.faults import FAULTS, explain
from web.forms.uploads import files_kept_for
from web.running.logs import log
from web.view import ledger, person, side

WHOSE = "whose"
"""The name under which a form says whose it is."""
KEPT = "kept"
"""The name under which a form says that it was filled with what had been kept, and where."""
BESIDE = "beside"
"""In an address: which of several forms is shown that were kept there."""
AFRESH = "afresh"
"""In an address: show the form empty, whatever is kept of it."""


def whose(called: str) -> str:
    """Says, sealed, that a form is for whoever is signed in, and what it is called."""
    return _seal().dumps([person().id, called])


def keep_what_was_typed(*, secret: set[str]) -> str:
    """Keep the form that was sent for the person whose it is; the address at which it waits, "" if
    it cannot be kept. Of two tabs with the same form, the second waits beside the first.

    `secret` are names of what is never kept. What somebody else typed is not kept for whoever is
    signed in now.
    """
    try:
        owner, called = map(str, _seal().loads(request.form.get(WHOSE, "")))
    except BadSignature:
        return ""
    if g.account is not None and g.person.id != owner:
        return ""
    fields = [each for each in request.form.items(multi=True) if each[0] not in secret]
    try:
        fields += files_kept_for(owner)
        with side().writing() as connection:
            now, where = ledger().now(), _where_kept()
            if KEPT not in request.form and kept_words.kept(connection, owner, where, now=now):
                where += f"{'&' if '?' in where else '?'}{BESIDE}={token_hex(4)}"
            kept = kept_words.keep(connection, owner, where, fields, called=called, now=now)
    except FAULTS as error:
        log.warning("words not kept", name=explain(error).name)
        return ""
    return where if kept else ""


def keep_begun(form: str, fields: kept_words.Fields, *, called: str) -> bool:
    """Keep what whoever is signed in has answered so far; False where it cannot be kept."""
    try:
        with side().writing() as connection:
            return kept_words.keep(
                connection, person().id, form, fields, called=called, now=ledger().now()
            )
    except FAULTS as error:
        log.warning("words not kept", name=explain(error).name)
        return False


def begun() -> list[kept_words.Begun]:
    """The forms that whoever is signed in has begun and not sent."""
    try:
        with side().reading() as connection:
            return kept_words.begun(connection, person().id, now=ledger().now())
    except FAULTS as error:
        log.warning("words not read", name=explain(error).name)
        return []


def kept_at(form: str) -> MultiDict[str, str]:
    """What whoever is signed in typed into the form at that address before their session ended."""
    if AFRESH in request.args:
        return MultiDict()
    try:
        with side().reading() as connection:
            return MultiDict(kept_words.kept(connection, person().id, form, now=ledger().now()))
    except FAULTS as error:
        log.warning("kept words not read", name=explain(error).name)
        return MultiDict()


def forget() -> None:
    """Forget what was kept of the form that has now been sent."""
    if KEPT in request.form:
        forget_kept(_where_kept())


def _where_kept() -> str:
    """Where what was sent is kept, or would be: where it was filled with, or where it was sent."""
    said = request.form.get(KEPT, "")
    return said if said.startswith(request.path) else address()


def forget_kept(*forms: str) -> None:
    """Forget what was kept of whoever is signed in at those addresses."""
    try:
        with side().writing() as connection:
            for each in forms:
                kept_words.forget(connection, person().id, each)
    except FAULTS as error:
        log.warning("kept words not forgotten", name=explain(error).name)


def address() -> str:
    """The address to which the form was sent, which shows it, too."""
    return request.full_path.rstrip("?")


def came_from_here() -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said).netloc == request.host


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="whose form it is")
