"""How much memory `scrutiny import` takes at most, for a file far larger than any register."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks.figures import Figure, seconds
from web.startup import initialise

ROWS = 20_000
_HEADINGS = ("register_body", "as_at", "risk_ref", "gist", "likelihood", "impact", "current_score")
_LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command and prints the most memory that it took. The system counts a child's memory from
what its parent held, so the parent must be a small process of its own."""

_MEASURED_IN = 1 if sys.platform == "darwin" else 1024
"""Bytes: what the system counts that memory in."""


def peak_memory() -> Figure:
    """The most memory that loading a file takes, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="scrutiny-bench-") as folder:
        database, file = f"sqlite:///{folder}/scrutiny.db", Path(folder) / "risks.csv"
        initialise(database, agencies=True)
        _write(file)
        scrutiny = Path(sys.executable).with_name("scrutiny")
        command = [sys.executable, "-c", _LAUNCHER, str(scrutiny), "import", "risks", str(file)]
        surroundings = {**os.environ, "SCRUTINY_DATABASE_URL": database}
        told: list[bytes] = []
        took = seconds(lambda: told.append(subprocess.check_output(command, env=surroundings)))
    return Figure(
        f"Memory to import {ROWS:,} rows",
        int(told[0]) * _MEASURED_IN / 2**20,
        "MiB",
        aim=150,
        details=f"{took:.0f} s, {ROWS / took:,.0f} rows a second",
    )


def _write(file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(_HEADINGS)
        writer.writerows(_row(number) for number in range(ROWS))


def _row(number: int) -> tuple[object, ...]:
    likelihood, impact = 1 + number % 5, 1 + number // 5 % 5
    title = f"Strategy discussions start late in district {number}"
    day = date(2020, 1, 1) + timedelta(days=number % 2000)
    return "A trust", day, f"R{number:05d}", title, likelihood, impact, likelihood * impact
