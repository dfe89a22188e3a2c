"""How much memory `scrutiny import` takes at most, for a file far larger than any register, and
how quick it is beside saving the events that it leads to."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from application.importing.importing import import_file
from application.importing.recommendations.rows import RECOMMENDATION_FILES
from application.ledger.ledger import Ledger
from benchmarks.figures import PROCESSOR, Figure, middle, seconds
from benchmarks.partnership import found_kents, somebody
from domain.kernel.item import Item
from web.imports.our_register import AgenciesCalled
from web.running.startup import initialise, open_ledger

ROWS = 20_000
RECOMMENDATIONS = 5_000
_ROUNDS = 3
_HEADINGS = ("register_body", "as_at", "risk_ref", "gist", "likelihood", "impact", "current_score")
_TRACKER = (
    "source_type", "source_body", "source_title", "rec_ref", "gist", "theme", "owner", "published",
    "due", "status_as_reported", "status_date", "status_reported_by",
)  # fmt: skip
_LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
"""
"""Runs a command and prints the most memory and the processor time that it took. The system counts
a child's memory from what its parent held, so the parent must be a small process of its own."""

_MEASURED_IN = 1 if sys.platform == "darwin" else 1024
"""Bytes: what the system counts that memory in."""


def peak_memory(_: None = None) -> Figure:
    """The most memory that loading a file takes, in a process of its own."""
    memory, _processor = _long_file()
    return Figure(f"Memory to import {ROWS:,} rows", memory * _MEASURED_IN / 2**20, "MiB", aim=120)


def rows_a_second(_: None = None) -> Figure:
    """How many rows of that file are loaded in a second of processor time."""
    _memory, processor = _long_file()
    return Figure(
        f"Import of {ROWS:,} rows: rows for each second of processor time",
        ROWS / processor, "", aim=600, at_least=True,
    )  # fmt: skip


@cache
def _long_file() -> tuple[float, float]:
    """The memory and the processor time that a long file takes, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="scrutiny-bench-") as folder:
        database, file = f"sqlite:///{folder}/scrutiny.db", Path(folder) / "risks.csv"
        _empty(database).close()
        _write(file, _HEADINGS, map(_row, range(ROWS)))
        scrutiny = Path(sys.executable).with_name("scrutiny")
        command = [sys.executable, "-c", _LAUNCHER, str(scrutiny), "import", "risks", str(file)]
        surroundings = {**os.environ, "SCRUTINY_DATABASE_URL": database}
        memory, processor = map(float, subprocess.check_output(command, env=surroundings).split())
    return memory, processor


def speed(_: None = None) -> Figure:
    """Loading a file of recommendations, and saving its very events in one go: processor time."""
    rounds = []
    with tempfile.TemporaryDirectory(prefix="scrutiny-bench-") as folder:
        file = Path(folder) / "recommendations.csv"
        _write(file, _TRACKER, map(_tracked, range(RECOMMENDATIONS)))
        for number in range(_ROUNDS):
            with (
                closing(_empty(f"sqlite:///{folder}/import-{number}.db")) as ledger,
                closing(_empty(f"sqlite:///{folder}/direct-{number}.db")) as other,
            ):
                start = ledger.position()
                imported = seconds(lambda: _load(ledger, file), clock=PROCESSOR)
                items = _pending(ledger, start)
                count = ledger.position() - start
                appended = seconds(lambda: _save(other, items), clock=PROCESSOR)  # noqa: B023
            rounds.append((imported, appended))
    ours, theirs = (middle(each) for each in zip(*rounds, strict=True))
    return Figure(
        f"Import of {RECOMMENDATIONS:,} recommendations, to saving their events directly",
        middle(theirs / ours for ours, theirs in rounds),
        "",
        aim=0.3,
        at_least=True,
        details=f"{count:,} events: {count / ours:,.0f} and {count / theirs:,.0f} a second",
    )


def _empty(url: str) -> Ledger:
    initialise(url)
    ledger = open_ledger(url)
    found_kents(ledger)
    return ledger


def _load(ledger: Ledger, file: Path) -> None:
    with file.open("rb") as source:
        report = import_file(
            ledger, source, RECOMMENDATION_FILES,
            person=somebody(ledger), agency_called=AgenciesCalled(ledger),
        )  # fmt: skip
    if report.loaded != RECOMMENDATIONS:
        raise RuntimeError(f"{report.refused:,} rows were refused.")


def _pending(ledger: Ledger, start: int) -> list[Item]:
    """The items with every event of theirs since `start` as if it had just happened."""
    items: dict[str, Item] = {}
    for _, event in ledger.events_after(start):
        item = event.mutate(items.get(event.reference))
        assert item is not None
        item.pending_events.append(event)
        items[event.reference] = item
    return list(items.values())


def _save(ledger: Ledger, items: list[Item]) -> None:
    with ledger.writing():
        for item in items:
            ledger.save(item)


def _write(file: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(headings)
        writer.writerows(rows)


def _tracked(number: int) -> tuple[object, ...]:
    gist = f"Start every strategy discussion of district {number} within 24 hours"
    day = date(2024, 1, 1) + timedelta(days=number % 600)
    status = ("in progress", "complete", "not started")[number % 3]
    return (
        "scrutiny_review", "Independent Scrutineer", f"Review {number // 20}", number % 20 + 1,
        gist, "Workforce", "Assistant director, Kent Police", day, day + timedelta(days=90),
        status, day + timedelta(days=60), "owner self-assessment",
    )  # fmt: skip


def _row(number: int) -> tuple[object, ...]:
    likelihood, impact = 1 + number % 5, 1 + number // 5 % 5
    title = f"Strategy discussions start late in district {number}"
    day = date(2020, 1, 1) + timedelta(days=number % 2000)
    return "A trust", day, f"R{number:05d}", title, likelihood, impact, likelihood * impact
