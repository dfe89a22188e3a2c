"""One process of the site: its main thread reads requests and writes answers, others answer.

gunicorn minds the processes, waitress the connections. A request reaches a thread once all of it
is there, and its answer waits in a file for a slow reader, so that nobody stops anybody by being
slow. What a client may take is bounded: connections, bytes and seconds; where there is no room
left, whoever has kept a request half-sent for longest makes way.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel

from web.running.limits import LARGEST_REQUEST

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONNECTIONS = 500
"""How many one process has open at once."""
HALF_SENT_BYTES = 256 * 1024 * 1024
"""How much of requests that are not all there a process keeps in all."""
HEAD_SECONDS = 30
"""How long a client may take to say what it wants."""
REQUEST_SECONDS = 300
"""How long a client may take to send all of it."""
_WAITRESS = {
    "backlog": 1024,
    "connection_limit": CONNECTIONS,
    "channel_timeout": 120,  # seconds without a byte; proxies keep a connection for less
    "max_request_header_size": 32 * 1024,
    "max_request_body_size": LARGEST_REQUEST + 1024 * 1024,  # so that the site says it is too large
    "inbuf_overflow": 64 * 1024,  # bytes in memory, of a request and of an answer
    "outbuf_overflow": 1024 * 1024,
    "outbuf_high_watermark": 256 * 1024 * 1024,  # beyond it, a thread waits for the reader
    "clear_untrusted_proxy_headers": False,  # the site does that, by SCRUTINY_PROXIES
    "ident": None,
}

logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it tells of every request that waits


class Door(NamedTuple):
    """What is served at one address, by how many threads."""

    app: WSGIApplication
    threads: int


class GunicornLog(Logger):  # type: ignore[misc]
    """Lets gunicorn say what it has to as everybody else does."""

    def setup(self, cfg: Any) -> None:
        """Set it up without a handler of its own."""
        super().setup(cfg)
        self.error_log.handlers = []
        self.error_log.propagate = True


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection, which knows since when its client keeps us waiting."""

    def __init__(self, *args: Any, **more: Any) -> None:
        self.waiting_since = time.monotonic()
        self.answered = False
        super().__init__(*args, **more)

    def received(self, data: bytes) -> bool:
        """Take what the client sent."""
        if self.request is None:
            self.waiting_since = time.monotonic()
        return bool(super().received(data))

    def service(self) -> None:
        """Answer a request, in a thread."""
        super().service()
        self.answered = True

    @property
    def busy(self) -> bool:
        """Whether there is something to answer, or an answer to send."""
        return bool(self.requests or self.total_outbufs_len)

    @property
    def half_sent(self) -> int:
        """Bytes of a request's body that is not all there."""
        return self.request.body_bytes_received if self.request is not None else 0

    def overdue(self, now: float) -> bool:
        """Whether the client has taken too long over a request, or has never sent one."""
        if self.request is None:
            return not (self.busy or self.answered) and now - self.waiting_since > HEAD_SECONDS
        most = REQUEST_SECONDS if self.request.headers_finished else HEAD_SECONDS
        return now - self.waiting_since > most


def _one_arena() -> None:
    """Let all threads take memory from one place; Python lets only one of them do so at a time.

    With a place for each, as glibc has it, a process that has shown every page holds 95 MiB and not
    86. Another C library has no such thing.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


_M_ARENA_MAX = -8


class WaitressWorker(Worker):  # type: ignore[misc]
    """A process of gunicorn's that serves with waitress."""

    def init_signals(self) -> None:
        """Let Ctrl-C end a process as SIGTERM does: it answers what it has begun to, then leaves.

        gunicorn's own way for Ctrl-C takes a lock inside the signal's handler, which the very
        thread that was interrupted may hold; the process then hangs until it is killed.
        """
        super().init_signals()
        signal.signal(signal.SIGINT, self.handle_exit)
        signal.signal(signal.SIGQUIT, self.handle_exit)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Serve no more; wakes the main thread up."""
        super().handle_exit(sig, frame)
        for server in self._servers:
            server.pull_trigger()

    def init_process(self) -> None:
        """Set this process up and serve until it is told to stop."""
        _one_arena()
        self._open: dict[int, Any] = {}
        self._servers: list[Any] = []
        super().init_process()

    def run(self) -> None:
        """Serve until told to stop, then finish what was begun."""
        self._servers = [
            create_server(
                app, map=self._open, sockets=[listening.sock], threads=threads, **_WAITRESS
            )
            for listening, (app, threads) in zip(self.sockets, self.wsgi, strict=True)
        ]
        for server in self._servers:
            server.channel_class = Channel
        while self.alive and os.getppid() == self.ppid:
            self._turn()
        self._finish()

    def _turn(self, *, seconds: float = 1.0) -> None:
        self.notify()
        self._make_room()
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._open, count=1)

    def _channels(self) -> Iterator[Channel]:
        return (each for each in list(self._open.values()) if isinstance(each, Channel))

    def _make_room(self) -> None:
        """Let go of clients that take too long, and of the slowest where too many take too much."""
        now, waiting = time.monotonic(), []
        for channel in self._channels():
            if channel.overdue(now):
                channel.handle_close()
            elif not channel.busy:
                waiting.append(channel)
        waiting.sort(key=lambda each: each.waiting_since)
        kept = sum(each.half_sent for each in waiting)
        for channel in waiting:
            if len(self._open) < CONNECTIONS and kept < HALF_SENT_BYTES:
                break
            kept -= channel.half_sent
            channel.handle_close()

    def _finish(self) -> None:
        """Take no more requests, and give those that are there their answers."""
        for server in self._servers:
            wasyncore.dispatcher.close(server)
        last = time.monotonic() + self.cfg.graceful_timeout - 1  # then gunicorn kills it
        while time.monotonic() < last:
            for channel in self._channels():
                if not channel.busy:
                    channel.handle_close()
            if not any(self._channels()):
                break
            self._turn(seconds=0.1)
        for server in self._servers:
            server.task_dispatcher.shutdown(timeout=0.5)
