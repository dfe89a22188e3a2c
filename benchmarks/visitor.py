"""Somebody signed in to the site, who asks for pages the way a web server does."""

from __future__ import annotations

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from benchmarks.partnership import Partnership
from web import create_app


class Visitor:
    """Asks the WSGI application of a partnership for pages, in one session."""

    def __init__(self, partnership: Partnership) -> None:
        self._app = create_app(partnership.settings, ledger=partnership.ledger)
        name = self._app.config["SESSION_COOKIE_NAME"]
        self.cookie = f"{name}={_signed(self._app, partnership.token)}"

    def get(self, path: str) -> bytes:
        """The page at that path."""
        environ = create_environ(path, headers={"Cookie": self.cookie})
        parts, status, _ = run_wsgi_app(self._app, environ)
        page = b"".join(parts)
        if not status.startswith("200"):
            raise RuntimeError(f"{path} answered {status}.")
        return page


def _signed(app: Flask, token: str) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"token": token}))
