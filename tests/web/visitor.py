"""Somebody at a browser without JavaScript, who looks closely at every page they get."""

from __future__ import annotations

from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from application.accounts import sessions
from application.accounts.people import person_called
from tests.partnership import PASSWORD
from tests.web.page import Page, check, choices, controls
from web.items.files import FILE_POLICY
from web.security import CONTENT_SECURITY_POLICY, start_session

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Visitor:
    """Asks for pages, fills in forms and presses their buttons."""

    def __init__(self, app: Flask, *, base_url: str = "http://ledger.test") -> None:
        self.app = app
        self.base_url = base_url
        self.client: FlaskClient = app.test_client()
        self.address = ""
        self.token = ""

    def get(self, address: str, *, status: int = 200) -> Page:
        """The page at that address, where a redirect leads on to the next one."""
        answer = self.ask("GET", address)
        while answer.status_code in (302, 303):
            answer = self.ask("GET", answer.headers["Location"])
        return self._page(answer, status)

    def post(self, address: str, data: dict[str, Any] | None = None, *, status: int = 200) -> Page:
        """The page that comes of sending this, with the token that shows it came from a page."""
        answer = self.ask("POST", address, {"csrf_token": self.token} | (data or {}))
        while answer.status_code in (302, 303):
            answer = self.ask("GET", answer.headers["Location"])
        return self._page(answer, status)

    def submit(self, page: Page, *, status: int = 200, **typed: str) -> Page:
        """The page that comes of filling in the page's form and pressing its button.

        A date is given as an ISO date. Fails on what a reader could not have typed or chosen.
        """
        return self.post(page.form["action"] or self.address, fill_in(page, **typed), status=status)

    def ask(self, method: str, address: str, data: dict[str, Any] | None = None) -> TestResponse:
        """The bare answer, with what is true of every answer checked.

        A file is given as its content and its name.
        """
        self.address = address
        files = any(isinstance(value, tuple) for value in (data or {}).values())
        answer = self.client.open(
            address,
            method=method,
            data=_in_parts(data or {}) if files else data,
            content_type=f"multipart/form-data; boundary={BOUNDARY}" if files else None,
            base_url=self.base_url,
            headers={"Referer": f"{self.base_url}/"},
            buffered=True,
        )
        # What somebody gave; the papers that the ledger makes are at an address of their own.
        a_file = any(each in address[1:] for each in ("/evidence/", "/papers/", "/documents/"))
        policy = FILE_POLICY if a_file else CONTENT_SECURITY_POLICY
        for name, words in {**HEADERS, "Content-Security-Policy": policy}.items():
            if answer.status_code == 200 or name != "Content-Security-Policy":
                assert answer.headers[name] == words
        if not address.startswith("/static/"):
            assert answer.headers["Cache-Control"] == "no-store"
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
        return answer

    def sign_in(self, name: str, password: str = PASSWORD, *, status: int = 200) -> Page:
        """Sign in through the form."""
        return self.submit(self.get("/sign-in"), name=name, password=password, status=status)

    def be(self, name: str) -> None:
        """Be signed in as whoever signs in by that name, as the form would have left the browser.

        A third of the time of the tests of the site went into signing in by the form.
        """
        ledger, side = self.app.extensions["ledger"], self.app.extensions["side"]
        with ledger.reading() as connection:
            person = person_called(connection, name)
        with side.writing() as connection:
            token = sessions.start(
                connection, person, proved=True, address="", browser="", now=ledger.now()
            )
        with self.app.test_request_context(base_url=self.base_url):
            start_session(token)
            self.token = generate_csrf()
            remembered = dict(session)
        with self.client.session_transaction(base_url=self.base_url) as browser:
            browser |= remembered

    def _page(self, answer: TestResponse, status: int) -> Page:
        assert answer.content_type == "text/html; charset=utf-8"
        page = Page(answer.text)
        assert answer.status_code == status, f"{self.address}: {page.words}"
        check(page)
        self._check_links(page)
        tokens = [
            each["value"] for each in page.root.every("input") if each["name"] == "csrf_token"
        ]
        self.token = tokens[0] if tokens else self.token
        return page

    def _check_links(self, page: Page) -> None:
        """Every link into the site leads to an address that it has."""
        addresses = self.app.url_map.bind("ledger.test")
        for link in page.root.every("a", "link"):
            path = link["href"].partition("#")[0].partition("?")[0]
            if path.startswith("/"):
                try:
                    addresses.match(path)
                except HTTPException as error:
                    raise AssertionError(f"{path} leads nowhere") from error


BOUNDARY = "the-end-of-a-part"


def _in_parts(data: dict[str, Any]) -> bytes:
    """The body of a form with a file, as browsers write it."""
    lines: list[bytes] = []
    for field, value in data.items():
        content, name = value if isinstance(value, tuple) else (value.encode(), None)
        file = f'; filename="{name}"' if name is not None else ""
        lines += [
            f"--{BOUNDARY}".encode(),
            f'Content-Disposition: form-data; name="{field}"{file}'.encode(),
            b"",
            content,
        ]
    return b"\r\n".join([*lines, f"--{BOUNDARY}--".encode(), b""])


def fill_in(page: Page, **typed: Any) -> dict[str, Any]:
    """What the page's form sends once this has been typed into it."""
    there, sent = controls(page.form), dict(page.filled_in)
    for name, words in typed.items():
        if f"{name}-day" in there:
            year, month, day = words.split("-") if words else ("", "", "")
            sent |= {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
            continue
        assert name in there, f"{page.heading} does not ask for {name}"
        offered = choices(page.form, name)
        wanted = words if isinstance(words, list) else [words]
        assert not offered or set(wanted) <= set(offered), f"{name} does not offer {words}"
        sent[name] = words
    return sent
