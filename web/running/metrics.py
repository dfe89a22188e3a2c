"""What is counted for Prometheus, over all processes that serve; nothing where nobody asks for it.

`count` is called in each process that shall count. The numbers of several processes meet in files
of a folder, which is named before the first of them starts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)


class Counts:
    """The counters of this process."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Gauge, Histogram

        self.requests = Counter(
            "scrutiny_requests", "Requests answered.", ["page", "method", "status"]
        )
        self.seconds = Histogram(
            "scrutiny_request_seconds", "Time taken to answer.", ["page"], buckets=_SECONDS
        )
        self.commands = Counter(
            "scrutiny_commands", "Commands that were sent, and what became of them.",
            ["command", "outcome"],
        )  # fmt: skip
        self.lock_waits = Histogram(
            "scrutiny_lock_wait_seconds", "Time waited for the log's lock.", buckets=_SECONDS
        )
        self.refusals = Counter("scrutiny_sign_in_refusals", "Sign-ins that were refused.")
        self.faults = Counter("scrutiny_storage_faults", "Faults of the database.", ["fault"])
        self.connections = Gauge(
            "scrutiny_database_connections", "Connections in use.", multiprocess_mode="livesum"
        )


_counts: Counts | None = None


def count() -> None:
    """Count from now on in this process."""
    global _counts
    _counts = _counts or Counts()


def answered(page: str, method: str, status: int, seconds: float) -> None:
    """Count a request, by the page and not by its address."""
    if _counts:
        method = method if method in _METHODS else "other"
        _counts.requests.labels(page or "none", method, status).inc()
        _counts.seconds.labels(page or "none").observe(seconds)
        if page == "sign_in.sign_in_now" and status >= 400:
            _counts.refusals.inc()


_METHODS = {"GET", "HEAD", "POST"}


def commanded(command: str, *, done: bool) -> None:
    """Count something that somebody did, or tried to."""
    if _counts:
        _counts.commands.labels(command, "done" if done else "refused").inc()


def waited(seconds: float) -> None:
    """Count how long somebody waited for the log's lock."""
    if _counts:
        _counts.lock_waits.observe(seconds)


def faulted(name: str) -> None:
    """Count a fault of the database, by its name."""
    if _counts:
        _counts.faults.labels(name).inc()


def count_connections(engine: Engine) -> None:
    """Count how many connections to the database this process uses at any time."""
    if _counts:
        using = _counts.connections
        event.listen(engine, "checkout", lambda *_: using.inc())
        event.listen(engine, "checkin", lambda *_: using.dec())


@contextmanager
def over_all_processes() -> Iterator[None]:
    """A folder in which the numbers of the processes meet that are started in here."""
    folder, process = mkdtemp(prefix="scrutiny-metrics-"), os.getpid()
    os.environ[_FOLDER] = folder
    try:
        yield
    finally:
        if os.getpid() == process:  # those that were started leave by here, too
            del os.environ[_FOLDER]
            shutil.rmtree(folder, ignore_errors=True)


def forget(process: int) -> None:
    """Let go of what only a living process has; what it counted stays."""
    if _FOLDER in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(process)  # type: ignore[no-untyped-call]


def gathered(now: dict[str, float]) -> bytes:
    """Everything that was counted, with what else is known now, as Prometheus reads it."""
    from prometheus_client import REGISTRY, CollectorRegistry, Gauge, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    counted: CollectorRegistry = REGISTRY
    if _FOLDER in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    also = CollectorRegistry()
    for name, value in now.items():
        Gauge(f"scrutiny_{name}", _WHAT[name], registry=also).set(value)
    return generate_latest(counted) + generate_latest(also)


_WHAT = {
    "ready": "1 where the ledger can be read and written to.",
    "log_position": "The position of the log's last event.",
    "last_tick_age_seconds": "How long ago `scrutiny tick` last ran.",
}
