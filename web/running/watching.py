"""Who watches a request: its id, the line that the log gets of it, and what is counted."""

from __future__ import annotations

import re
import secrets
from functools import partial
from time import perf_counter

from flask import Flask, Response, current_app, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from web.running import metrics
from web.running.logs import log

ID_HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_QUIET = {"about.health", "about.ready", "static"}
"""Asked for so often that only their faults are logged."""


def register(app: Flask) -> None:
    """Watch every request. To be registered before all else, so that nothing goes unseen."""
    app.before_request(_begin)
    app.after_request(_end)


def doing(command: str) -> None:
    """Note what the request does, by the name of its intent."""
    g.command = command


def done(*, position: int) -> None:
    """Note that it was done, and up to where the log goes now."""
    g.position = position


def request_id() -> str:
    """What this request is called in the log and on an error's page."""
    return str(g.get("request_id", ""))


def _begin() -> None:
    g.begun = perf_counter()
    g.request_id = _id_of_proxy() or secrets.token_hex(8)
    clear_contextvars()
    bind_contextvars(request=g.request_id)


def _id_of_proxy() -> str:
    """The id that a proxy gave the request; "" from anybody else, and where it makes no sense."""
    given = request.headers.get(ID_HEADER, "")
    trusted = current_app.extensions["settings"].proxies > 0
    return given if trusted and _ID.fullmatch(given) else ""


def _end(response: Response) -> Response:
    response.headers[ID_HEADER] = request_id()
    account = g.get("account")
    facts = {
        "request": request_id(),
        "account": account.person if account else None,
        "method": request.method,
        "page": request.endpoint,
        "command": g.get("command"),
        "position": g.get("position"),
        "status": response.status_code,
    }
    told = {name: value for name, value in facts.items() if value is not None}
    response.call_on_close(partial(_note, told, g.get("begun", perf_counter())))
    return response


def _note(told: dict[str, str | int], begun: float) -> None:
    """Once all of the answer is made: a stream is made as it is sent."""
    seconds = perf_counter() - begun
    page, status = str(told.get("page", "")), int(told["status"])
    if page not in _QUIET or status >= 400:
        log.info("request", **told, ms=round(seconds * 1000, 1))
    metrics.answered(page, str(told["method"]), status, seconds)
    if command := told.get("command"):
        metrics.commanded(str(command), done="position" in told)
    clear_contextvars()
