"""Somebody signed in who asks a site over HTTP, on a connection that stays open."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass(frozen=True)
class Site:
    """A site, how to be somebody on it, and what its form for a score sends beside the score."""

    name: str
    port: int
    cookie: str
    more: tuple[tuple[str, str], ...] = ()

    def client(self) -> Client:
        return Client(self)


@dataclass
class Client:
    """One browser's worth of requests, each of which must succeed."""

    site: Site
    _open: http.client.HTTPConnection = field(init=False)
    _cookie: str = field(init=False)
    _form: dict[str, str] = field(init=False, default_factory=dict)
    _versions: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._cookie = self.site.cookie
        self._open = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=120)

    def get(self, path: str) -> bytes:
        """The page at that path."""
        status, page = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{self.site.name}: {path} answered {status}.")
        return page

    def prepare(self, reference: str) -> None:
        """Open the form for a risk's score, as a browser does before it can send it."""
        page = self.get(f"/risks/{reference}/assess").decode()
        hidden = dict(_HIDDEN.findall(page))
        self._versions[reference] = int(hidden.pop("version"))
        self._form = {**hidden, **dict(self.site.more)}

    def assess(self, reference: str, number: int) -> None:
        """Give a risk that was prepared its next score."""
        version = self._versions[reference]
        score = {"likelihood": 1 + number % 5, "impact": 1 + number // 5 % 5}
        self._send(reference, version, score, "Two more vacancies since the last meeting.")
        self._versions[reference] = version + 1

    def _send(self, reference: str, version: int, score: dict[str, int], reason: str) -> None:
        data = {**self._form, **score, "measure": "current", "reason": reason, "version": version}
        if "command" in data:
            data["command"] = uuid4().hex
        status, page = self._ask("POST", f"/risks/{reference}/assess", urlencode(data))
        if status not in (302, 303):
            raise RuntimeError(f"{self.site.name}: a score was answered {status}: {page[:2000]!r}")

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._open.request(method, path, body, headers)
        answer = self._open.getresponse()
        page = answer.read()
        if method == "GET":  # what a form's answer sets, a browser would show and forget
            self._remember(answer.headers.get_all("Set-Cookie") or [])
        return answer.status, page

    def _remember(self, set_cookies: list[str]) -> None:
        jar: SimpleCookie = SimpleCookie(self._cookie)
        for each in set_cookies:
            jar.load(each)
        self._cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
