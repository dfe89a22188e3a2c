"""From where a request comes, as the proxies in front tell it, and whether they are believed."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from web.running.logs import log

_HEADERS = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


def register(app: Flask, *, proxies: int) -> None:
    """Believe so many proxies. Where none is to be believed and one speaks, say so once.

    Everybody behind it would seem to come from its own address: a stranger who guesses at a
    sign-in name would slow down whoever has it, and the access log would tell nothing.
    """
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies
        )
        return
    said: list[str] = []

    def look() -> None:
        if not said and (told := [name for name in _HEADERS if name in request.headers]):
            said.extend(told)
            log.warning(
                "forwarded address not trusted",
                header=told[0],
                came_from=request.remote_addr,
                setting="SCRUTINY_PROXIES",
            )

    app.before_request(look)
