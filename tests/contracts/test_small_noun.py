"""What docs/architecture.md says of adding a noun is true: the smallest is used, and counted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = [
    ROOT / "tests/contracts/small_noun" / name
    for name in ("reminder.py", "intents.py", "register.py", "noun.py")
]


def test_a_noun_of_four_files_has_every_door(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.contracts.small_noun.tried", f"sqlite:///{tmp_path}/x.db"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_page_of_the_architecture_counts_its_lines() -> None:
    lines = sum(len(file.read_text("utf-8").splitlines()) for file in FILES)
    words = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert re.search(rf"four files of together {lines} lines", words), lines
