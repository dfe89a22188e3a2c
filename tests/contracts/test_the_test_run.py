"""What tests/conftest.py promises of every run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SKIPS_A_TEST = """
import pytest

@pytest.mark.skip(reason="one test")
def test_skipped(): ...

def test_passed(): ...
"""
SKIPS_A_FILE = """
import pytest

pytest.skip("a whole file", allow_module_level=True)
"""


@pytest.mark.parametrize("workers", ["0", "1"])
def test_where_nothing_may_be_skipped_every_skip_is_named_and_fails_the_run(
    tmp_path: Path, workers: str
) -> None:
    (tmp_path / "test_one.py").write_text(SKIPS_A_TEST)
    (tmp_path / "test_other.py").write_text(SKIPS_A_FILE)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-n", workers]
    run = subprocess.run(
        [*command, "-c", str(ROOT / "pyproject.toml"), str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"SCRUTINY_NO_SKIPS": "1", "TEST_DATABASE_URL": "postgresql://unused"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    assert "test_one.py::test_skipped: Skipped: one test" in run.stdout
    assert "test_other.py: Skipped: a whole file" in run.stdout
    assert "1 passed, 2 skipped" in run.stdout


def test_nothing_beyond_this_machine_can_be_reached() -> None:
    with (
        socket.socket() as beyond,
        pytest.raises(Exception, match=r"socket\.connect: 192\.0\.2\.1"),
    ):
        beyond.connect(("192.0.2.1", 443))
    with pytest.raises(Exception, match=r"socket\.getaddrinfo: ledger\.example"):
        socket.create_connection(("ledger.example", 443))


def test_the_clock_of_the_machine_stands_in_nobodys_zone() -> None:
    assert datetime.now().astimezone().utcoffset() == timedelta(hours=11)
