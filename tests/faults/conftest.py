"""Processes to do harm to, and databases to do it on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import Programs


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    """Starts processes of `scrutiny`, which are gone when the test ends."""
    programs = Programs(tmp_path)
    yield programs
    programs.close()
