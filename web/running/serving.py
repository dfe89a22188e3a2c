"""Serving the site: one process with threads, unless WEB_CONCURRENCY asks for more of them.

gunicorn starts, minds and ends the processes; what each of them does is in web/running/worker.py.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

from gunicorn.app.base import BaseApplication

from web import create_app
from web.running import metrics
from web.running.logs import log, to_standard_error
from web.running.settings import Settings, SettingsError, processes, unknown
from web.running.worker import Door, GunicornLog, WaitressWorker

FINISH_SECONDS = 8
"""How long a process that is to end has for what it has begun; `docker stop` kills after 10."""
THREADS = 8


def serve_site(
    settings: Settings,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    level: int = logging.INFO,
) -> None:
    """Serve until stopped. `ready` is told the address once the site answers there.

    Every request is a line of the log; `level` WARNING leaves those out that went well. Raises
    SettingsError when the address cannot be listened on.
    """
    to_standard_error(level=level)
    for name in unknown():
        log.warning("there is no such setting", name=name)

    addresses = [(host, port)]
    if settings.metrics_port:
        addresses.append((settings.metrics_host, settings.metrics_port))
    with metrics.over_all_processes() if settings.metrics_port else nullcontext():
        serve(partial(_doors, settings), addresses, ready=ready)


def _doors(settings: Settings) -> Sequence[Door]:
    """What a process serves: the site, and at a port of its own what those ask who run it."""
    from web.running.operations import operations

    site = create_app(settings)
    doors = [Door(site, threads=THREADS)]
    if settings.metrics_port:
        metrics.count()
        ledger = site.extensions["ledger"]
        ledger.log.waited = metrics.waited
        metrics.count_connections(ledger.engine)
        doors.append(Door(operations(site), threads=1))
    return doors


def serve(
    doors: Callable[[], Sequence[Door]],
    addresses: Sequence[tuple[str, int]],
    *,
    ready: Callable[[str], None],
) -> None:
    """Serve what `doors` makes in each process, each at its address, until stopped.

    The first is the site's, the second that of the metrics. Raises SettingsError where an address
    cannot be listened on.
    """
    for address, whose in zip(addresses, (THE_SITE, THE_METRICS), strict=False):
        must_be_free(*address, whose=whose)
    shown = [_shown(*address) for address in addresses]
    options = {
        "bind": shown,
        "workers": processes(),
        "worker_class": WaitressWorker,
        "loglevel": "warning",
        "logger_class": GunicornLog,
        "child_exit": lambda server, worker: metrics.forget(worker.pid),
        "timeout": 120,
        "graceful_timeout": FINISH_SECONDS,
        "control_socket_disable": True,
        "when_ready": lambda server: ready(f"http://{shown[0]}"),
    }
    _Served(doors, options).run()


class _Served(BaseApplication):  # type: ignore[misc]
    """What gunicorn runs: each of its processes makes its own."""

    def __init__(self, doors: Callable[[], Sequence[Door]], options: dict[str, Any]) -> None:
        self._doors = doors
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Sequence[Door]:
        return self._doors()


def _shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


THE_SITE = ("The site", "choose another with --host and --port")
THE_METRICS = (
    "The metrics",
    "set SCRUTINY_METRICS_HOST and SCRUTINY_METRICS_PORT to another address of this machine",
)
"""What listens, and what to do where it cannot."""


def must_be_free(host: str, port: int, *, whose: tuple[str, str] = THE_SITE) -> None:
    """Raises SettingsError when the address cannot be listened on."""
    who, instead = whose
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        raise SettingsError(
            f"{who} cannot listen on {host} port {port}: {error.strerror or error}. Stop what is "
            f"using it, or {instead}."
        ) from error
