"""Both sites served the same way over loopback: gunicorn, as many processes and threads each."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

WORKERS = 2
THREADS = 8
_OURS = "web:create_app()"
_THEIRS = "benchmarks.yardstick.wsgi:application"
_SECONDS_TO_START = 30
_ROOT = Path(__file__).parents[1]


@contextmanager
def ours_served(database_url: str, secret_key: str) -> Iterator[int]:
    """The port of our site on that database."""
    settings = {"SCRUTINY_DATABASE_URL": database_url, "SCRUTINY_SECRET_KEY": secret_key}
    with _served(_OURS, settings) as port:
        yield port


@contextmanager
def theirs_served(settings: Mapping[str, str]) -> Iterator[int]:
    """The port of the yardstick with those settings."""
    with _served(_THEIRS, settings) as port:
        yield port


@contextmanager
def _served(application: str, settings: Mapping[str, str]) -> Iterator[int]:
    port = _free_port()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", application,
            "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS),
            "--bind", f"127.0.0.1:{port}", "--keep-alive", "600", "--timeout", "120",
            "--log-level", "warning", "--no-control-socket",
        ],
        cwd=_ROOT,
        env={**os.environ, **settings},
    )  # fmt: skip
    try:
        _wait_until_it_answers(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=_SECONDS_TO_START)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS_TO_START)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except ConnectionError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError("The site does not answer.")
