"""Other programs on the same database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Program = subprocess.Popen[str]


@pytest.fixture
def another_process() -> Iterator[Callable[..., Program]]:
    """Starts `another_process.py` with arguments; it is gone when the test ends."""
    with ExitStack() as at_the_end:

        def start(*arguments: object) -> Program:
            program = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.application.ledger.another_process",
                    *map(str, arguments),
                ],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            at_the_end.enter_context(program)
            at_the_end.callback(program.kill)
            return program

        yield start
