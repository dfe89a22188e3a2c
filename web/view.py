"""What a page needs to know of the request it answers: the ledger, the reader, the moment.

Reading and looking are one: what a page shows is asked of one View, made before the page runs, in
one transaction that ends with the request.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, cast
from urllib.parse import urlencode

from flask import current_app, g, request, url_for
from sqlalchemy import Connection

from application.accounts.side import SideRecords
from application.doing import access
from application.ledger.ledger import Ledger
from projections.audit.audit_trail import late_ones, line_at, recorded_at
from projections.view import View
from web.moments import look


def ledger() -> Ledger:
    """The ledger that the site was opened on."""
    return cast("Ledger", current_app.extensions["ledger"])


def side() -> SideRecords:
    """The sessions, the tries to sign in and the access log of that ledger."""
    return cast("SideRecords", current_app.extensions["side"])


def person() -> access.Person:
    """Whoever is signed in."""
    return cast("access.Person", g.person)


def the_view() -> View:
    """What the request looks at: the moment in its address (`?as-at=2026-03-31`), or now.

    Raises DomainError where the address names no moment. A form that is sent is always about now,
    and what it changed is seen by whatever looks afterwards.
    """
    if "view" not in g:
        words = request.args.get("as-at", "") if is_looking() else ""
        g.view = look(ledger(), reading(), words, sight=access.sight(person()))
    return cast("View", g.view)


_LOOKING = {"GET", "HEAD"}


def reading() -> Connection:
    """The one transaction in which the request reads; it ends with the request."""
    if "reading" not in g:
        stack = ExitStack()
        g.connection = stack.enter_context(ledger().reading())
        g.reading = stack
    return cast("Connection", g.connection)


def is_looking() -> bool:
    """Whether the request only looks, so that all of it may be read at one moment."""
    return request.method in _LOOKING


def stop_looking(_: Any = None) -> None:
    """End the transaction in which the request was read."""
    g.pop("view", None)
    g.pop("connection", None)
    if begun := g.pop("reading", None):
        begun.close()


def banner(view: View) -> dict[str, Any] | None:
    """What a page says of its moment; None when it shows the present."""
    if view.now:
        return None
    at_an_event = view.asked.startswith("#")
    return {
        "position": view.position,
        "moment": recorded_at(view.connection, view.position),
        "on": view.on,
        "event": line_at(view, view.position) if at_an_event else None,
        "late": late_ones(view) if access.may(person(), "see.audit") else 0,
        "now_href": without("as-at") or request.path,
    }


def keep_the_moment(endpoint: str, values: dict[str, Any]) -> None:
    """Let every address of the site that a page of the past names stay at its moment."""
    view = g.get("view")
    if view is not None and not view.now and endpoint not in _WITHOUT_A_MOMENT:
        values.setdefault("as-at", view.asked)


_WITHOUT_A_MOMENT = {"static", "sign_in.sign_in", "sign_in.sign_out", "sign_in.stay"}


def kept_query() -> list[tuple[str, str]]:
    """The query of the address that is kept where another moment of the page is asked for."""
    return [pair for pair in request.args.items(multi=True) if pair[0] not in ("as-at", "page")]


def with_this_query(endpoint: str, **values: Any) -> str:
    """The address of another page of the site, with the query of this one."""
    here: Any = {"as-at": None}  # the query has it
    address, query = url_for(endpoint, **values, **here), list(request.args.items(multi=True))
    return f"{address}?{urlencode(query)}" if query else address


def without(*names: str) -> str:
    """The query of the address without these and back on the first page: `?band=High`, or ""."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in (*names, "page")]
    return f"?{urlencode(kept)}" if kept else ""
