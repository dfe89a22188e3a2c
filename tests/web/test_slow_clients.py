"""Nobody stops the site by being slow, or by sending or keeping more than their share."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPResponse

import pytest

from tests.web.commanding import ROOT

SERVED = """
import sys, time
from web.running import serving, worker

def answer(environ, start_response):
    body = environ["wsgi.input"].read()
    path = environ["PATH_INFO"]
    if path == "/slow":
        print("begun", flush=True)
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return (b"x" * 65536 for _ in range(256)) if path == "/large" else [b"%d" % len(body)]

port, *limits = sys.argv[1:]
for limit in limits:
    name, number = limit.split("=")
    setattr(worker, name, float(number))
serving.serve(
    lambda: [worker.Door(answer, threads=2)], [("127.0.0.1", int(port))],
    ready=lambda address: print("ready", flush=True),
)
"""
"""A server as ours is, with two threads, whose pages are as slow or as large as a test wants."""


class Site:
    """Such a server, in a process of its own."""

    def __init__(self, program: subprocess.Popen[str], port: int) -> None:
        self.program = program
        self.port = port

    def connect(self, **options: int) -> socket.socket:
        client = socket.socket()
        for name, value in options.items():
            client.setsockopt(socket.SOL_SOCKET, getattr(socket, name), value)
        client.settimeout(30)
        client.connect(("127.0.0.1", self.port))
        return client

    def get(self, path: str = "/") -> tuple[int, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def stop(self) -> int:
        self.program.send_signal(signal.SIGTERM)
        self.program.communicate(timeout=30)
        return self.program.returncode


@contextmanager
def serving(*limits: str) -> Iterator[Site]:
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port = unused.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", SERVED, str(port), *limits],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        try:
            yield Site(program, port)
        finally:
            program.kill()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


HEAD = b"GET / HTTP/1.1\r\nHost: ledger.test\r\nX-Long: "
BODY = b"POST / HTTP/1.1\r\nHost: ledger.test\r\nContent-Length: 1000\r\n\r\nhalf of it"
CHUNKED = b"POST / HTTP/1.1\r\nHost: ledger.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha"


def answer_to(client: socket.socket) -> tuple[int, bytes]:
    answer = HTTPResponse(client)
    answer.begin()
    return answer.status, answer.read()


def is_let_go(client: socket.socket) -> bool:
    """Whether the server ends a connection, within the time that a client waits."""
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("count", [8, 80])
@pytest.mark.parametrize(
    "sent", [b"", HEAD, BODY, CHUNKED], ids=["nothing", "head", "body", "chunk"]
)
def test_half_sent_requests_stop_nobody(site: Site, count: int, sent: bytes) -> None:
    with ExitStack() as open_until_the_end:
        for _ in range(count):
            client = open_until_the_end.enter_context(site.connect())
            client.sendall(sent)
        assert site.get() == (200, b"0")


def test_slow_readers_of_large_answers_stop_nobody(site: Site) -> None:
    with ExitStack() as open_until_the_end:
        for _ in range(8):
            client = open_until_the_end.enter_context(site.connect(SO_RCVBUF=4096))
            client.sendall(b"GET /large HTTP/1.1\r\nHost: ledger.test\r\n\r\n")
            assert client.recv(1)
        assert site.get() == (200, b"0")


def test_a_slow_request_is_answered_once_all_of_it_is_there(site: Site) -> None:
    with site.connect() as client:
        for part in (BODY[:20], BODY[20:], b" " * 990):
            client.sendall(part)
            assert site.get() == (200, b"0")
        assert answer_to(client) == (200, b"1000")


def test_who_does_not_say_what_they_want_is_let_go() -> None:
    with serving("HEAD_SECONDS=0.2") as site, site.connect() as silent, site.connect() as slow:
        slow.sendall(HEAD)
        assert is_let_go(silent)
        assert is_let_go(slow)


def test_who_does_not_send_all_of_it_is_let_go() -> None:
    with serving("REQUEST_SECONDS=0.2") as site, site.connect() as slow:
        slow.sendall(BODY)
        assert is_let_go(slow)


def test_who_has_been_answered_may_ask_again_later() -> None:
    with serving("HEAD_SECONDS=0.2") as site, site.connect() as client:
        for _ in range(2):
            client.sendall(b"GET / HTTP/1.1\r\nHost: ledger.test\r\n\r\n")
            assert answer_to(client) == (200, b"0")
            with site.connect() as silent:  # as long as it is let be, we are
                assert is_let_go(silent)


def test_where_there_is_no_room_the_slowest_make_way() -> None:
    with serving("CONNECTIONS=10") as site, ExitStack() as open_until_the_end:
        first = open_until_the_end.enter_context(site.connect())
        first.sendall(HEAD)
        for _ in range(20):
            client = open_until_the_end.enter_context(site.connect())
            client.sendall(HEAD)
        assert site.get() == (200, b"0")
        assert is_let_go(first)


def test_where_too_much_is_half_sent_the_slowest_make_way() -> None:
    with (
        serving("HALF_SENT_BYTES=2000") as site,
        site.connect() as first,
        site.connect() as last,
    ):
        for client in (first, last):
            client.sendall(BODY.replace(b"1000", b"9000") + b" " * 1490)
        assert is_let_go(first)
        last.sendall(b"x" * 7500)
        assert answer_to(last) == (200, b"9000")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
    ids=["line", "header", "body", "nonsense"],
)
def test_what_is_too_large_or_makes_no_sense_is_refused(
    site: Site, sent: bytes, status: bytes
) -> None:
    with site.connect() as client:
        client.sendall(sent)
        assert client.recv(100).split()[1] == status
    assert site.get() == (200, b"0")


# Stopping


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_whatever_is_half_sent(sign: signal.Signals) -> None:
    with serving() as site, site.connect() as slow, site.connect() as idle:
        slow.sendall(BODY)
        assert site.get() == (200, b"0")
        begun = time.monotonic()
        site.program.send_signal(sign)
        assert is_let_go(slow)
        assert is_let_go(idle)
        assert site.program.wait(30) == 0
        assert time.monotonic() - begun < 5


def test_what_was_begun_is_answered_before_it_stops() -> None:
    with serving() as site, site.connect() as client:
        client.sendall(b"GET /slow HTTP/1.1\r\nHost: ledger.test\r\n\r\n")
        assert site.program.stdout
        assert site.program.stdout.readline() == "begun\n"
        site.program.send_signal(signal.SIGTERM)
        assert answer_to(client) == (200, b"0")
        assert site.program.wait(30) == 0
