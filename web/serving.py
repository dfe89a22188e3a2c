"""Serving the site with gunicorn: threads in one process, unless WEB_CONCURRENCY asks for more."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from web import create_app
from web.settings import Settings, SettingsError

THREADS = 8


def serve_site(settings: Settings, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until stopped. `ready` is told the address once the site answers there.

    Raises SettingsError when the address cannot be listened on.
    """
    must_be_free(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    options = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "worker_class": "gthread",
        "threads": THREADS,
        "loglevel": "warning",
        "timeout": 120,
        "control_socket_disable": True,
        "when_ready": lambda server: ready(address),
        "post_worker_init": _end_gracefully,
    }
    _Site(settings, options).run()


def _end_gracefully(worker: Any) -> None:
    """Let Ctrl-C end a process as SIGTERM does: it answers what it has begun to, then leaves.

    gunicorn's own way for Ctrl-C takes a lock inside the signal's handler, which the very thread
    that was interrupted may hold; the process then hangs until it is killed.
    """
    signal.signal(signal.SIGINT, worker.handle_exit)
    signal.signal(signal.SIGQUIT, worker.handle_exit)


class _Site(BaseApplication):  # type: ignore[misc]
    """What gunicorn runs: each of its processes makes a site of its own."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings = settings
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app(self._settings)


def must_be_free(host: str, port: int) -> None:
    """Raises SettingsError when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        raise SettingsError(
            f"The site cannot listen on {host} port {port}: {error.strerror or error}. Stop what "
            "is using it, or choose another with --port."
        ) from error
