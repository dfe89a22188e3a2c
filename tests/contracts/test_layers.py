"""Which room may know of which. The sentences are in pyproject.toml, under [tool.importlinter]."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]


def test_every_room_knows_only_the_rooms_that_it_may() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-logo", "--no-cache"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_domain_stands_on_eventsourcing_and_the_standard_library_alone() -> None:
    graph = grimp.build_graph("domain", include_external_packages=True, cache_dir=None)
    outside = {module for module in graph.modules if graph.is_module_squashed(module)}
    assert outside - sys.stdlib_module_names <= {"eventsourcing"}
