"""Who is asking, whether they may, and what the browser is told to refuse.

Every view says which deed of access.py it is, by `allow`, or that it is none, by `signed_in` or
`public`; the site does not start with a view that says nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any, TypeVar

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import CSRFError, CSRFProtect

from application.accounts import sessions
from application.doing import access
from application.ledger.storage.faults import FAULTS
from domain.kernel.errors import DomainError
from domain.kernel.vocabulary import GENERAL, Vocabulary, said, speaking
from projections.view import View
from web.addresses import lead_on
from web.errors import NOT_TYPED, forged, what_was_typed
from web.forms.kept import address, came_from_here, keep_what_was_typed
from web.forms.uploads import moves_with_files
from web.noun import nouns
from web.recognition import Wanted, note_visit, recognise
from web.view import banner, keep_the_moment, kept_query, ledger, stop_looking, the_view

Answering = TypeVar("Answering", bound=Callable[..., Any])

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

LARGEST_FORM = 2 * 1024 * 1024
"""Bytes. A form without a file is never near that."""
_TAKES_FILES = {"imports.load"}


def allow(deed: str) -> Callable[[Answering], Answering]:
    """Mark a view as a deed of access.py. `risk.*` means: `perform` asks for each intent."""

    def mark(view: Answering) -> Answering:
        view.deed = deed  # type: ignore[attr-defined]
        return view

    return mark


def public(view: Answering) -> Answering:
    """Mark a view as open to everybody, signed in or not."""
    view.deed = ""  # type: ignore[attr-defined]
    return view


def signed_in(view: Answering) -> Answering:
    """Mark a view as open to everybody who is signed in, even without a role."""
    view.deed = "*"  # type: ignore[attr-defined]
    return view


def on_the_way(view: Answering) -> Answering:
    """Mark a view that is open to somebody of whom something is still wanted: `Wanted`."""
    view.on_the_way = True  # type: ignore[attr-defined]
    return signed_in(view)


def deed_of(app: Flask, endpoint: str) -> str:
    """The deed that an endpoint is; "" for a public one. KeyError when none, or an unknown one."""
    if endpoint.endswith("static"):
        return ""
    view = app.view_functions[endpoint]
    if not hasattr(view, "deed"):
        raise KeyError(f"The view {endpoint} does not say who may see it.")
    deed = str(view.deed)
    known = deed in ("", "*") or deed.endswith(".*") or deed in access.MAY
    if not known:
        raise KeyError(f"Nobody says who may do {deed}, which the view {endpoint} is.")
    return deed


def register(app: Flask) -> None:
    """Check every request before it reaches a view, and every answer before it leaves."""
    for endpoint in app.view_functions:
        deed_of(app, endpoint)
    app.before_request(_speak)
    app.before_request(_measure)
    app.before_request(lead_on)
    app.before_request(_recognise)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _without_its_token)
    app.before_request(_check)
    app.before_request(_look)
    app.after_request(_harden)
    app.teardown_request(_say_no_more)
    app.teardown_request(stop_looking)
    app.context_processor(_surroundings)
    app.url_defaults(keep_the_moment)


def start_session(token: str) -> None:
    """Remember a new session in the browser, in place of anything it held before."""
    session.clear()
    session["token"] = token


def _speak() -> None:
    """Let every word of the answer be the partnership's, as it was at the moment of the page."""
    now = cache(_vocabulary_now)
    g.speaking = ExitStack()
    g.speaking.enter_context(speaking(lambda: g.view.vocabulary if "view" in g else now()))


def _say_no_more(_: object) -> None:
    """Let nothing that comes after the answer be said in its words."""
    if told := g.pop("speaking", None):
        told.close()


def _vocabulary_now() -> Vocabulary:
    """General words where nothing can be read, so that at least that can be said."""
    try:
        return ledger().vocabulary()
    except FAULTS:
        return GENERAL


def _measure() -> None:
    """Refuse what no form of ours sends: a text of megabytes, a NUL. No page has one in its
    address."""
    if not _takes_a_file():
        request.max_content_length = LARGEST_FORM
    if "\0" in request.path:
        abort(404)
    if any("\0" in words for words in (*request.args, *request.args.values())):
        abort(400)


def _takes_a_file() -> bool:
    move = (request.view_args or {}).get("move")
    return request.endpoint in _TAKES_FILES or move in moves_with_files()


def _recognise() -> None:
    """Find out who is asking: `g.account` is theirs, or None, `g.person` with the roles held."""
    g.person = access.Person("", ())
    g.account = g.signed_in = None
    token = session.get("token")
    if not token or _needs_nobody(request.endpoint or ""):
        return
    found = recognise(token)
    if found is None:
        session.pop("token")
        return
    g.signed_in = found
    if found.wanted is not Wanted.CODE:
        g.account, g.person = found.account, found.person
    note_visit(found.session)


def _needs_nobody(endpoint: str) -> bool:
    return endpoint.endswith("static") or endpoint in {"about.health", "about.ready"}


def _check() -> Any:
    if request.endpoint is None:
        return None
    deed = deed_of(current_app, request.endpoint)
    if not deed:
        return None
    if g.account is None:
        return _send_to_sign_in()
    view = current_app.view_functions[request.endpoint]
    if g.signed_in.wanted and not hasattr(view, "on_the_way"):
        return _send_to_what_is_wanted(g.signed_in.wanted)
    if deed.endswith("*"):
        return None
    if not access.may(g.person, deed):
        abort(403)
    return None


def _look() -> None:
    """Look before the page runs, so that all of it is of one moment."""
    if g.account is not None and request.method in {"GET", "HEAD"} and request.endpoint:
        the_view()


def _send_to_sign_in() -> Any:
    """Lead to signing in. What was typed meanwhile waits there; where it cannot, it is shown so
    that it can be copied."""
    to = "sign_in.code" if g.signed_in else "sign_in.sign_in"
    if request.method == "GET":
        return redirect(url_for(to, next=address()))
    kept = keep_what_was_typed(secret=_NEVER_KEPT)
    waits = "What you typed is kept for you: sign in, and go on where you were."
    return interrupted(
        "You were signed out",
        "You had been signed out when you sent this, so nothing has been saved yet."
        + (f" {waits}" if kept else ""),
        button={"text": "Sign in", "href": url_for(to, next=kept or address())},
        kept=bool(kept),
    )


_NEVER_KEPT = NOT_TYPED - {"version"}


def _without_its_token(_error: CSRFError) -> Any:
    """A form without the token of this session: one that was made before the person signed out or
    in again in another tab goes on with its words; any other is refused."""
    if request.endpoint is None or not came_from_here():
        return forged()
    if g.account is None and deed_of(current_app, request.endpoint):
        return _send_to_sign_in()
    if kept := keep_what_was_typed(secret=_NEVER_KEPT):
        return redirect(kept, 303)
    return forged()


def _send_to_what_is_wanted(wanted: Wanted) -> Any:
    """Lead to what somebody still has to do before anything else."""
    to, text = {
        Wanted.PASSWORD: ("account.password", "Choose a password"),
        Wanted.SECOND_FACTOR: ("account.second_factor", "Set up a second factor"),
    }[wanted]
    if request.method == "GET":
        return redirect(url_for(to))
    return interrupted(
        f"{text} first",
        "Something is wanted of you before you go on, so nothing was saved.",
        button={"text": text, "href": url_for(to)},
    )


def interrupted(
    title: str, sentence: str, *, button: Mapping[str, str], kept: bool = False
) -> tuple[str, int]:
    """A page for somebody who sent a form that was not saved; what they typed is there to copy,
    unless it is kept for them."""
    typed = {} if kept else what_was_typed()
    page = render_template(
        "interrupted.html", title=title, sentence=sentence, button=button, typed=typed
    )
    return page, 403


def _harden(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.extensions["settings"].secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint is None or not request.endpoint.endswith("static"):
        headers.setdefault("Cache-Control", "no-store")
    return response


_BEFORE = (("see.home", "home.home", "Home"),)
_AFTER = (
    ("see.executive", "executive.executive", "Executive"),
    ("see.scrutineer", "scrutineer.scrutineer", "Scrutiny"),
    ("see.audit", "audit.trail", "Audit trail"),
    ("see.agencies", "agencies.agencies", "Agencies"),
    ("see.people", "people.people", "People"),
)
"""What the navigation leads to before and after the registers of the nouns."""


def _sections() -> list[tuple[str, str, str]]:
    registers = [
        (noun.seen, f"{noun.name}.register", noun.section)
        for noun in nouns()
        if noun.seen and noun.section
    ]
    return [*_BEFORE, *registers, *_AFTER]


def _surroundings() -> dict[str, Any]:
    """What every page's frame shows: where one can go, and who one is."""
    nothing: dict[str, Any] = {
        "errors": {},
        "breadcrumbs": [],
        "back_link": None,
        "partnership_name": said("{name}"),
        "contact": said("{contact}"),
    }
    if not g.get("account"):
        return {
            **nothing, "navigation": None, "signed_in": None, "view": None, "as_at_banner": None,
            "session": None, "can_look_back": False,
        }  # fmt: skip
    here = (request.endpoint or "").split(".")[0]
    here = next((noun.within for noun in nouns() if noun.name == here and noun.within), here)
    wanted = g.signed_in.wanted
    navigation = (
        []
        if wanted
        else [
            {"text": text, "href": url_for(endpoint), "active": endpoint.split(".")[0] == here}
            for deed, endpoint, text in _sections()
            if access.may(g.person, deed)
        ]
    )
    labels = dict.fromkeys(held.role.label for held in g.person.roles)
    signed_in = {"name": g.account.name, "role": ", ".join(labels) or "No role", "agency": ""}
    view = _view_shown()
    return {
        **nothing,
        "navigation": navigation,
        "signed_in": signed_in,
        "session": session_shown(),
        "view": view,
        "as_at_banner": banner(view) if view else None,
        "can_look_back": view is not None and only_looks(),
        "kept_query": kept_query(),
    }


def session_shown() -> dict[str, Any]:
    """When the session ends if nothing is done, and in how many seconds that is."""
    now = ledger().now()
    ends = sessions.ends_at(g.signed_in.session, now=now)
    return {"ends": ends, "seconds": max(0, int((ends - now).total_seconds()))}


def only_looks() -> bool:
    """Whether the page shows what is in the ledger, as it does at any moment."""
    deed = getattr(current_app.view_functions.get(request.endpoint or ""), "deed", "")
    return deed.startswith("see.") or request.blueprint in ("home", "history")


def _view_shown() -> View | None:
    """What the page looks at; None where the address names no moment, or nothing can be read."""
    try:
        return the_view()
    except (DomainError, *FAULTS):
        return None


def new_command() -> str:
    """A fresh id for a form, so that sending it twice does nothing twice."""
    return secrets.token_hex(16)
