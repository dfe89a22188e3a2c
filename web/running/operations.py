"""What those who run the site ask it, at a port of its own: /health, /ready in full, /metrics.

Everybody who reaches that port is told; it listens on this machine alone unless
SCRUTINY_METRICS_HOST says otherwise. It answers also while every thread of the site is at work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from application.ledger.clock import now
from web.running import metrics
from web.running.readiness import Readiness, State

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_JSON = "application/json"


def operations(app: Flask) -> WSGIApplication:
    """The answers about one site."""
    readiness: Readiness = app.extensions["readiness"]

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        status, kind, body = "200 OK", _JSON, b'{"status": "ok"}'
        if path == "/ready":
            state = readiness.state()
            status = "200 OK" if state.ready else "503 Service Unavailable"
            body = json.dumps(in_full(state)).encode()
        elif path == "/metrics":
            kind, body = _TEXT, metrics.gathered(_figures(readiness.state()))
        elif path != "/health":
            status, body = "404 Not Found", b'{"status": "not found"}'
        headers = [("Content-Type", kind), ("Cache-Control", "no-store")]
        if status.startswith("503"):
            headers.append(("Retry-After", "10"))
        start_response(status, headers)
        return [body]

    return answer


def in_brief(state: State) -> dict[str, str]:
    """What strangers are told."""
    told = {"status": "ready" if state.ready else "not ready"}
    return told | {"tick": "late"} if state.late else told


def in_full(state: State) -> dict[str, str | int | None]:
    """What those are told who run the site."""
    return {
        **in_brief(state),
        "fault": state.fault or None,
        "position": state.position,
        "last_tick": state.last_tick.isoformat() if state.last_tick else None,
    }


def _figures(state: State) -> dict[str, float]:
    found: dict[str, float] = {"ready": float(state.ready)}
    if state.position is not None:
        found["log_position"] = state.position
    if state.last_tick:
        found["last_tick_age_seconds"] = (now() - state.last_tick).total_seconds()
    return found
