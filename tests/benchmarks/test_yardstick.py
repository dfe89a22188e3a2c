"""What the site is timed beside does its work: otherwise the figures would flatter or shame us."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.clients import Site
from benchmarks.serving import theirs_served

ROOT = Path(__file__).parents[2]
RISKS = 120
SECRET = "of the yardstick, while it is tested"


@pytest.fixture
def yardstick(empty_database_url: str) -> Iterator[Site]:
    """It, with some risks, served as for the figures."""
    settings = {"YARDSTICK_DATABASE_URL": empty_database_url, "YARDSTICK_SECRET_KEY": SECRET}
    told = subprocess.check_output(
        [sys.executable, "-m", "benchmarks.yardstick.filling", str(RISKS)],
        env={**os.environ, **settings},
        cwd=ROOT,
        text=True,
    )
    with theirs_served(settings) as port:
        yield Site("theirs", port, f"sessionid={told.strip()}")


def test_the_yardstick_keeps_a_register_with_a_history(yardstick: Site) -> None:
    with yardstick.client() as client:
        register = client.get("/risks?page=2").decode()
        assert f"Showing 51 to 100 of {RISKS}" in register
        assert register.count('<th scope="row"') == 50
        assert "Reviews of risks that are overdue" in client.get("/").decode()
        assert len(client.get("/risks.csv").splitlines()) == RISKS + 1

        client.prepare("RSK-2026-007")
        client.assess("RSK-2026-007", 24)
        client.assess("RSK-2026-007", 23)

        history = client.get("/risks/RSK-2026-007").decode()
        assert history.count('<li class="register-timeline__entry"') == 7
        assert "<td>25</td><td>20</td>" in history
        assert "Current figure: 25 → 20" in client.get("/audit").decode()


def test_the_yardstick_refuses_a_form_that_is_no_longer_true(yardstick: Site) -> None:
    with yardstick.client() as first, yardstick.client() as second:
        first.prepare("RSK-2026-007")
        second.prepare("RSK-2026-007")
        first.assess("RSK-2026-007", 24)
        with pytest.raises(RuntimeError, match="answered 409"):
            second.assess("RSK-2026-007", 23)
