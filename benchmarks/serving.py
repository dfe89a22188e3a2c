"""Both sites served over loopback as `scrutiny serve` does it, by as many processes and threads.

python -m benchmarks.serving ours PORT
python -m benchmarks.serving theirs PORT
"""

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
_SECONDS_TO_START = 30
_ROOT = Path(__file__).parents[1]


@contextmanager
def ours_served(database_url: str, secret_key: str) -> Iterator[int]:
    """The port of our site on that database."""
    settings = {"SCRUTINY_DATABASE_URL": database_url, "SCRUTINY_SECRET_KEY": secret_key}
    with _served("ours", settings) as port:
        yield port


@contextmanager
def theirs_served(settings: Mapping[str, str]) -> Iterator[int]:
    """The port of the yardstick with those settings."""
    with _served("theirs", settings) as port:
        yield port


@contextmanager
def _served(which: str, settings: Mapping[str, str]) -> Iterator[int]:
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.serving", which, str(port)],
        cwd=_ROOT,
        env={**os.environ, **settings, "WEB_CONCURRENCY": str(WORKERS)},
        stderr=subprocess.DEVNULL,  # a line for every request
    )
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


def _serve(which: str, port: int) -> None:
    """Be one of the sites until stopped; ours with its line in the log for every request."""
    from web.running.serving import THREADS, serve, serve_site
    from web.running.settings import from_environment
    from web.running.worker import Door

    def theirs() -> list[Door]:
        from benchmarks.yardstick.wsgi import application

        return [Door(application, threads=THREADS)]

    if which == "ours":
        serve_site(from_environment(), host="127.0.0.1", port=port, ready=lambda _: None)
    else:
        serve(theirs, [("127.0.0.1", port)], ready=lambda _: None)


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
