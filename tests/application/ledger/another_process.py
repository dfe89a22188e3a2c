"""A second program on the same database, for tests of writers side by side and of sudden death.

    python -m tests.application.ledger.another_process URL record 10
    python -m tests.application.ledger.another_process URL stop-before-commit
    python -m tests.application.ledger.another_process URL stop-holding
    python -m tests.application.ledger.another_process URL maintain
    python -m tests.application.ledger.another_process URL stop-before-answer
    python -m tests.application.ledger.another_process URL hold-the-lock
    python -m tests.application.ledger.another_process URL tick DSP-2026-001 MOMENT

It prints each thing that it has confirmed on a line of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from application.ledger.commands import Outcome
from application.ledger.ledger import Ledger
from application.ledger.storage import database
from application.ledger.storage.maintenance import maintenance
from application.nouns.ticking import tick
from domain.kernel.days.happened import Happened
from tests.acts import do
from tests.kent import SETTLED
from web.running.startup import open_ledger

COMMAND = "a form of another process"
TITLE = "Recorded by another process"


class Waiting:
    """The last projection of all: it says that everything is written, and waits for ever."""

    def row(self, happened: Happened) -> None:
        """It has none."""

    def put(self, connection: Connection, rows: Sequence[Any]) -> None:
        say("appended")
        sys.stdin.read()


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  this is how the two programs talk


def record(ledger: Ledger, command: str = "") -> Outcome:
    return do(
        ledger, "risk.record", command=command,
        kind="risk", title=TITLE, likelihood="3", impact="4",
    )  # fmt: skip


def main(url: str, what: str, about: str = "1", when: str = "") -> None:
    Ledger.unfounded = SETTLED
    ledger = open_ledger(url)
    if what == "tick":
        ledger.now = lambda: datetime.fromisoformat(when)
        say("ready")
        sys.stdin.readline()
        say(f"noticed {len(tick(ledger, [about]))}")
    elif what == "record":
        say("ready")
        sys.stdin.readline()
        for _ in range(int(about)):
            say(record(ledger).reference)
    elif what in {"stop-before-commit", "stop-holding"}:
        if what == "stop-holding":
            database.STOPPED_SECONDS = 1  # a test does not wait as long as people do
        ledger.projections = [*ledger.projections, Waiting()]
        record(ledger, COMMAND)
    elif what == "hold-the-lock":
        with ledger.writing():
            say("held")
            sys.stdin.read()
    elif what == "maintain":
        with maintenance(ledger.engine, what="restore"):
            say("held")
            sys.stdin.read()
    elif what == "stop-before-answer":
        record(ledger, COMMAND)
        say("committed")
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
