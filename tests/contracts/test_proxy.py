"""proxy/nginx.conf, run as it is but for its addresses: what reaches a site behind it, and when.

The site here answers one request at a time, so that whoever held it up would be noticed at once.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 20
LONG = b"a line of a register\n" * 250_000
"""An answer of five megabytes, which no socket holds by itself."""


@dataclass
class Site:
    """A site that answers one request at a time, and what has reached it."""

    port: int = 0
    came: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    """Path, headers and the length of the body."""


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"  # a connection for each request, so that none is kept waiting

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            site.came.append((self.path, dict(self.headers), len(body)))
            words = LONG if self.path == "/long" else b"here"
            self.send_response(200)
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        do_GET = do_POST = answer  # noqa: N815  the library asks for these names

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        pytest.skip("nginx is not installed")
    return found


@dataclass(frozen=True)
class Ports:
    """Where the proxy listens."""

    plain: int
    tls: int


@pytest.fixture
def proxy(nginx: str, site: Site, tmp_path: Path) -> Iterator[Ports]:
    """The proxy with the certificate of this test, before the site."""
    ports = Ports(_free_port(), _free_port())
    _certificate(tmp_path / "tls", ports.tls)
    config = tmp_path / "nginx.conf"
    text = (ROOT / "proxy/nginx.conf").read_text()
    for told, here in (
        ("server web:8000", f"server 127.0.0.1:{site.port}"),
        ("listen 8080", f"listen 127.0.0.1:{ports.plain}"),
        (" /tmp/", f" {tmp_path}/"),
        ("/etc/nginx/tls", str(tmp_path / "tls")),
        ("/dev/std", f"{tmp_path}/std"),
    ):
        assert told in text
        text = text.replace(told, here)
    config.write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    server = subprocess.Popen([nginx, "-c", str(config), "-g", f"daemon off; {user}"])
    try:
        for port in (ports.plain, ports.tls):
            _wait_until_it_listens(port, server)
        yield ports
    finally:
        server.terminate()
        server.wait()


def test_requests_that_are_never_finished_hold_nobody_up(proxy: Ports, site: Site) -> None:
    begun = [
        b"GET / HTTP/1.1\r\nHost: ledger.example\r\n",
        b"POST / HTTP/1.1\r\nHost: ledger.example\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: ledger.example\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nhalf",
    ]
    slow = []
    for number in range(60):
        slow.append(socket.create_connection(("127.0.0.1", proxy.plain)))
        slow[-1].sendall(begun[number % len(begun)])
    try:
        assert ask(proxy.plain, "/health") == (200, b"here")
        assert [path for path, _, _ in site.came] == ["/health"]
    finally:
        for each in slow:
            each.close()


def test_somebody_who_does_not_read_an_answer_holds_nobody_up(proxy: Ports, site: Site) -> None:
    slow = socket.create_connection(("127.0.0.1", proxy.plain))
    slow.sendall(b"GET /long HTTP/1.1\r\nHost: ledger.example\r\n\r\n")
    try:
        give_up = time.monotonic() + SECONDS_TO_START
        while not site.came:
            assert time.monotonic() < give_up
            time.sleep(0.01)
        assert ask(proxy.plain, "/health") == (200, b"here")
    finally:
        slow.close()


def test_a_whole_request_arrives_whole(proxy: Ports, site: Site) -> None:
    assert ask(proxy.plain, "/imports", body=LONG)[0] == 200
    assert site.came[-1][2] == len(LONG)


def test_the_site_itself_says_what_is_too_long_for_it(proxy: Ports, site: Site) -> None:
    """12 MiB is the most that it takes; far more than that the proxy refuses."""
    assert ask(proxy.plain, "/", body=bytes(12 * 1024 * 1024 + 100))[0] == 200
    assert ask(proxy.plain, "/", body=bytes(14 * 1024 * 1024))[0] == 413
    assert len(site.came) == 1


def test_the_site_is_told_who_asks_for_what_and_what_earlier_proxies_said(
    proxy: Ports, site: Site
) -> None:
    ask(proxy.plain, "/", headers={"Host": "ledger.example"})
    ask(
        proxy.plain, "/",
        headers={
            "Host": "ledger.example",
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Proto": "https",
        },
    )  # fmt: skip
    (_, direct, _), (_, behind, _) = site.came
    assert direct["Host"] == behind["Host"] == "ledger.example"
    assert (direct["X-Forwarded-For"], direct["X-Forwarded-Proto"]) == ("127.0.0.1", "http")
    assert behind["X-Forwarded-For"] == "203.0.113.9, 127.0.0.1"
    assert behind["X-Forwarded-Proto"] == "https, http"


def test_it_ends_tls_as_the_page_about_it_says(proxy: Ports, site: Site, tmp_path: Path) -> None:
    context = ssl.create_default_context(cafile=str(tmp_path / "tls/certificate.pem"))
    connection = HTTPSConnection("localhost", proxy.tls, context=context, timeout=10)
    try:
        connection.request("GET", "/")
        with connection.getresponse() as answer:
            assert answer.read() == b"here"
    finally:
        connection.close()
    assert site.came[-1][1]["X-Forwarded-Proto"] == "https"


@pytest.mark.parametrize("path", ["/ready", "/metrics"])
def test_what_is_for_whoever_runs_it_is_not_shown_outside(
    proxy: Ports, site: Site, path: str
) -> None:
    assert ask(proxy.plain, path)[0] == 404
    assert site.came == []


def test_what_was_looked_for_is_not_in_its_log(proxy: Ports, tmp_path: Path) -> None:
    ask(proxy.plain, "/search?q=something-private")
    give_up = time.monotonic() + SECONDS_TO_START
    while " 200 " not in (text := (tmp_path / "stdout").read_text()):
        assert time.monotonic() < give_up
        time.sleep(0.01)
    assert "private" not in text


def ask(
    port: int, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """The status and the body of the answer to one request."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    method = "GET" if body is None else "POST"
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
            connection.request(method, path, body=body, headers=headers or {})
        with connection.getresponse() as answer:
            return answer.status, answer.read()
    finally:
        connection.close()


def _certificate(folder: Path, port: int) -> None:
    """What proxy/tls/README.md asks for: a certificate, its key, and the lines of that page."""
    folder.mkdir()
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem",
        ],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    page = (ROOT / "proxy/tls/README.md").read_text()
    (lines,) = re.findall(r"```\n(.*?)```", page, re.DOTALL)
    lines = lines.replace("8443", f"127.0.0.1:{port}").replace("/etc/nginx/tls", str(folder))
    (folder / "tls.conf").write_text(lines)


def _wait_until_it_listens(port: int, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            assert server.poll() is None, "nginx has stopped"
            assert time.monotonic() < give_up
            time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
