"""What it costs to prove the log: its tree with each command, and verifying everything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

from application.doing.intents import perform
from application.ledger.log.entries import entry_of, leaf
from application.ledger.log.tiles import fill_tiles, tree_of
from application.ledger.log.tree import GrowingTree
from application.nouns.risks import ASSESS
from benchmarks.figures import PROCESSOR, Figure, in_turn, middle, seconds
from benchmarks.partnership import Partnership, somebody
from benchmarks.plain import plain_sqlite

_ASSESSMENT = {"measure": "current", "impact": "3", "reason": "Two more vacancies."}
_COMMANDS = 512
_AT = 100_000
"""Events, for which the issue names what verifying may take."""


def tree_share(partnership: Partnership) -> Figure:
    """Commands with and without the tiles that they fill: processor time."""
    ledger, person = partnership.ledger, somebody(partnership.ledger)
    spent = 0.0

    def counted(*given: Any, **more: Any) -> None:
        nonlocal spent
        spent += seconds(lambda: fill_tiles(*given, **more), clock=PROCESSOR)

    def commands() -> None:
        for number in range(_COMMANDS):
            reference = partnership.references[number % len(partnership.references)]
            data = {**_ASSESSMENT, "likelihood": str(1 + number % 5)}
            perform(ledger, ASSESS, data, person=person, reference=reference)

    commands()
    with patch("application.ledger.log.recorder.fill_tiles", counted):
        whole = seconds(commands, clock=PROCESSOR)
    return Figure(
        "The tree's share of a command", 100 * spent / whole, "%", aim=5,
        details=f"{spent / _COMMANDS * 1e6:.0f} of {whole / _COMMANDS * 1e6:,.0f} µs",
    )  # fmt: skip


def hashing(partnership: Partnership) -> Figure:
    """Entries, leaves and the tree as verifying works them out, beside bare SHA-256 of the same
    rows: processor time, reading them included in both."""
    path, ledger = partnership.database, partnership.ledger

    def bare() -> None:
        with plain_sqlite(path) as plain:
            for row in plain.execute(_ROWS):
                sha256(b"".join(map(_as_bytes, row))).digest()

    def ours() -> None:
        tree = GrowingTree()
        with ledger.reading() as connection:
            for stored in ledger.log.in_order(connection):
                tree.add(leaf(entry_of(stored)))

    rounds = in_turn(bare, ours, rounds=3, clock=PROCESSOR)
    return Figure(
        "Bare SHA-256 of the log's rows, to verify's hashing",
        middle(bare_seconds / our_seconds for bare_seconds, our_seconds in rounds),
        "",
        aim=0.4,
        at_least=True,
        details=" and ".join(f"{middle(each):.2f} s" for each in zip(*rounds, strict=True)),
    )


_ROWS = (
    "SELECT originator_id, originator_version, topic, state, position, item, recorded, leaf "
    "FROM stored_events ORDER BY position"
)


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def verified(partnership: Partnership) -> Figure:
    """Everything, in a process of its own: its processor time for 100,000 events."""
    took, _, events = _verified(partnership.database)
    return Figure(
        f"Full verify, for {_AT:,} events", took * _AT / events, "s", aim=20,
        details=f"{took:.1f} s for {events:,.0f}",
    )  # fmt: skip


def verifying_memory(partnership: Partnership) -> Figure:
    """The most memory that the same process had."""
    _, peak, events = _verified(partnership.database)
    return Figure(f"Memory of a full verify of {events:,.0f} events", peak / 1024, "MiB", aim=200)


@cache
def _verified(database: Path) -> tuple[float, float, float]:
    """Processor time in seconds, peak of memory in KiB, and events, of one full verify."""
    run = subprocess.run(
        [sys.executable, "-c", _VERIFY, str(database)], capture_output=True, text=True, check=True
    )
    took, peak, events = map(float, run.stdout.split())
    return took, peak, events


_VERIFY = """
import resource, sys, time
from web.proof.verification import verified_now
from web.running.startup import open_ledger
ledger = open_ledger(f"sqlite:///{sys.argv[1]}")
began = time.process_time()
found = verified_now(ledger)
assert found.whole
print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, found.size)
"""


def inclusion(partnership: Partnership) -> Figure:
    """A proof of inclusion in the whole log, by a connection that has read nothing yet."""
    size = partnership.ledger.position()

    def cold() -> None:
        partnership.ledger.engine.dispose()
        with partnership.ledger.reading() as connection:
            tree_of(connection, size).inclusion(size // 3)

    took = middle(seconds(cold, clock=PROCESSOR) for _ in range(9))
    return Figure(
        f"Proof of inclusion among {size:,} events, cold", took * 1000, "ms", aim=5,
    )  # fmt: skip


ALL: tuple[Callable[[Partnership], Figure], ...] = (
    tree_share, hashing, inclusion, verified, verifying_memory,
)  # fmt: skip
