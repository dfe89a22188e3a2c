"""The site as `scrutiny serve` serves it, and people who use it over HTTP."""

from __future__ import annotations

import http.client
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from domain.kernel.terms import Role
from tests.faults.program import NO_FAULT, Fault
from tests.faults.running import SECONDS, Programs, Running
from tests.partnership import PASSWORD

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
BROKEN = (ConnectionError, http.client.HTTPException, TimeoutError)
"""What a browser meets when nobody answers."""


@contextmanager
def served(
    programs: Programs, url: str, *, fault: Fault = NO_FAULT, workers: int = 2
) -> Iterator[tuple[int, Running]]:
    """The port of the site on that database, and its process; it may die before it answers."""
    port = _free_port()
    more = {"WEB_CONCURRENCY": str(workers)}
    site = programs.start(url, "serve", "--port", port, fault=fault, **more)
    try:
        until = time.monotonic() + SECONDS
        while site.alive and not _answers(port):
            assert time.monotonic() < until, f"it does not answer: {site.ended()}"
            time.sleep(0.02)
        assert site.alive or fault != NO_FAULT, site.ended()
        yield port, site
    except BaseException as error:
        error.add_note(f"The site said: {site.err}")
        raise
    finally:
        site.kill()


class Browser:
    """Somebody of the Business Team, with a connection of their own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: SimpleCookie = SimpleCookie()
        self._open = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)

    def moved_to(self, port: int) -> None:
        """Go on where the site is served now."""
        self._open.close()
        self._open = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)

    def close(self) -> None:
        """Close its connection."""
        self._open.close()

    def sign_in(self) -> None:
        """Begin a session."""
        token = self.form("/sign-in")["csrf_token"]
        data = {"csrf_token": token, "name": str(Role.BUSINESS_TEAM), "password": PASSWORD}
        status, page = self.send("/sign-in", data)
        assert status in (302, 303), page

    def form(self, path: str) -> dict[str, str]:
        """What the form at that path sends unseen."""
        status, page = self.ask("GET", path)
        if status != 200:
            raise NotNow(status, page)
        return dict(_HIDDEN.findall(page))

    def send(self, path: str, data: dict[str, str]) -> tuple[int, str]:
        """Send a form: the status of the answer, and where it leads or what it says."""
        return self.ask("POST", path, urlencode(data))

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """The status of an answer, and where it leads or what it says. Raises one of BROKEN."""
        cookie = "; ".join(f"{name}={each.value}" for name, each in self._cookies.items())
        headers = {"Cookie": cookie, "Referer": f"http://127.0.0.1:{self._port}/"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._open.request(method, path, body, headers)
            answer = self._open.getresponse()
            page = answer.read().decode()
        except BROKEN:
            self._open.close()
            raise
        for each in answer.headers.get_all("Set-Cookie") or []:
            self._cookies.load(each)
        if answer.status == 503:
            assert answer.headers["Retry-After"], page
        return answer.status, answer.headers.get("Location") or page


class NotNow(Exception):
    """The site answered, but not with what was asked for."""


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except BROKEN:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Writer:
    """Records risks one after the other, and keeps sending a form until it is confirmed.

    `titles` are all that it sent, `confirmed` those that the site said were recorded.
    """

    def __init__(self, name: str, browser: Browser) -> None:
        self.name = name
        self.browser = browser
        self._form: dict[str, str] = {}
        self.titles: list[str] = []
        self.confirmed: list[str] = []
        self.faults: list[str] = []

    def write(self) -> bool:
        """Fill in a form, or send again the one that was not confirmed; whether it is now."""
        if len(self.titles) == len(self.confirmed):
            form = self.browser.form("/risks/new")
            title = f"{self.name} of the writers, number {len(self.titles)}"
            self._form = {**form, "kind": "risk", "title": title}
            self.titles.append(title)
        status, said = self.browser.send("/risks/new", self._form)
        if status == 303:
            self.confirmed.append(self.titles[-1])
        elif status != 503:
            raise AssertionError(f"{status}: {said}")
        return status == 303

    def write_until_it_breaks(self, most: int) -> None:
        """Go on until nobody answers. Fails where that never happens."""
        for _ in range(most):
            try:
                self.write()
            except BROKEN:
                return
        raise AssertionError("the site did not die")

    def write_whatever_happens(self, count: int) -> None:
        """Have so many more confirmed, however often that has to be tried."""
        until, wanted = time.monotonic() + SECONDS, len(self.confirmed) + count
        while len(self.confirmed) < wanted:
            assert time.monotonic() < until, self.faults
            try:
                if not self.write():
                    self.faults.append("busy")
            except (NotNow, *BROKEN) as error:
                self.faults.append(repr(error)[:300])
