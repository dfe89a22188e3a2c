"""Real processes of `scrutiny`, and what must hold however they ended."""

from __future__ import annotations

import multiprocessing
import os
import random
import secrets
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import uuid4

from sqlalchemy import inspect, select

from application.ledger.log.log_check import check_log
from application.ledger.log.log_tables import stored_events
from application.ledger.storage.database import connect
from tests.faults.program import NO_FAULT, Fault, run
from tests.reading import disagreements
from web.running.startup import open_ledger

LONG = os.environ.get("FAULTS") == "long"
SEED = int(os.environ.get("FAULTS_SEED", "1"))
SECONDS = 120
"""How long anything may take before it counts as hanging; nothing is proved by waiting."""


def seeds(short: int, *, long: int) -> list[int]:
    """The seeds of a test: few, always the same; or many, after FAULTS_SEED."""
    return list(range(SEED, SEED + (long if LONG else short)))


def chance(seed: int, *about: str) -> random.Random:
    """A source of chance that is the same for the same seed."""
    return random.Random(f"{seed} {about}")


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code (minus the signal, where one ended it), its words."""

    code: int
    out: str
    err: str
    steps: int


class Running:
    """A process of `scrutiny`, and whatever it begins."""

    def __init__(self, process: BaseProcess, output: Path) -> None:
        self._process = process
        self._output = output

    @property
    def out(self) -> str:
        """What it has printed so far."""
        return self._read(".out")

    @property
    def err(self) -> str:
        """What it has complained of so far."""
        return self._read(".err")

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End it and whatever it began, at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join(SECONDS)

    def terminate(self) -> None:
        """Ask it to end, as whoever runs a service does."""
        self._process.terminate()

    def ended(self) -> Ended:
        """How it ended; waits until it has."""
        self._process.join(SECONDS)
        code = self._process.exitcode
        assert code is not None, f"it hangs; so far it said: {self.out}{self.err}"
        steps = self._read(".steps")
        return Ended(code, self.out, self.err, int(steps or 0))

    def _read(self, part: str) -> str:
        file = Path(f"{self._output}{part}")
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


class Programs:
    """Starts processes of `scrutiny` from one that has read the product, so that it is quick."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_READ)
        self._secret = secrets.token_hex(32)
        self._begun: list[Running] = []

    def start(self, url: str, *arguments: object, fault: Fault = NO_FAULT, **more: str) -> Running:
        """A process with these arguments on that database."""
        output = self.folder / uuid4().hex
        settings = {
            "SCRUTINY_DATABASE_URL": url,
            "SCRUTINY_SECRET_KEY": self._secret,
            "COLUMNS": "160",
            **more,
        }
        process = self._context.Process(
            target=run, args=(list(map(str, arguments)), settings, str(output), fault)
        )
        process.start()
        running = Running(process, output)
        self._begun.append(running)
        return running

    def run(self, url: str, *arguments: object, fault: Fault = NO_FAULT, **more: str) -> Ended:
        """The same, to its end."""
        return self.start(url, *arguments, fault=fault, **more).ended()

    def says(self, url: str, *arguments: object) -> str:
        """What it prints; it must have gone well."""
        ended = self.run(url, *arguments)
        assert ended.code == 0, ended
        return ended.out

    def close(self) -> None:
        """End what still runs."""
        for each in self._begun:
            each.kill()


_READ = [
    "tests.faults.program", "web.commands.cli", "web.site",
    "web.running.startup", "web.running.serving",
    "web.moments", "application.importing.importing", "application.doing.intents",
    "alembic.command", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql.psycopg",
]  # fmt: skip


def told(url: str) -> list[tuple[str, str]]:
    """What each event of the log is, and of which item; its positions must be 1, 2, 3 and so on."""
    engine, at = connect(url), stored_events.c
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(stored_events.name):
                return []
            query = select(at.position, at.topic, at.item).order_by(at.position)
            rows = connection.execute(query).all()
    finally:
        engine.dispose()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [(row.topic, row.item) for row in rows]


def must_be_sound(url: str) -> None:
    """The log has no gap and is unaltered, and every row of every register agrees with it."""
    told(url)
    ledger = open_ledger(url)
    try:
        with ledger.reading():
            wrong = [*check_log(ledger), *disagreements(ledger)]
    finally:
        ledger.close()
    assert not wrong, wrong
