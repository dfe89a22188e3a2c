"""Files that are made from the program, and must be as it would make them now.

    REGENERATE=1 pytest tests/contracts

writes them anew. What changed is then in the diff, for somebody to look at.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGENERATE = os.environ.get("REGENERATE") == "1"

AsMadeNow = Callable[[str, str], None]


@pytest.fixture
def as_made_now() -> AsMadeNow:
    """Sees that the file at a path within the repository has this text."""

    def as_made_now(path: str, text: str) -> None:
        file = ROOT / path
        if REGENERATE:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"{path} is missing: REGENERATE=1 pytest tests/contracts"
        assert file.read_text(encoding="utf-8") == text, (
            f"{path} is not as the program would make it now. If the change is meant: "
            "REGENERATE=1 pytest tests/contracts"
        )

    return as_made_now
