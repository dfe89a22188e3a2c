"""How soon the command line and the site are there, each in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure, middle, seconds
from benchmarks.partnership import Partnership

_TIMES = 7
_SITE = """
from web import create_app
answer = create_app().test_client().get("/health")
raise SystemExit(answer.status_code != 200)
"""


def help_shown(partnership: Partnership) -> Figure:
    """`scrutiny --help`, from the shell and back."""
    command = [str(Path(sys.executable).with_name("scrutiny")), "--help"]
    return Figure("Start of scrutiny --help", _start(command, partnership), "s", aim=0.4)


def site_answers(partnership: Partnership) -> Figure:
    """From nothing to the site's first answer to /health."""
    return Figure("Start of the site", _start([sys.executable, "-c", _SITE], partnership), "s")


def _start(command: list[str], partnership: Partnership) -> float:
    surroundings = {
        **os.environ,
        "SCRUTINY_DATABASE_URL": partnership.settings.database_url,
        "SCRUTINY_SECRET_KEY": partnership.settings.secret_key,
    }

    def start() -> None:
        subprocess.run(command, env=surroundings, check=True, capture_output=True)

    start()
    return middle(seconds(start) for _ in range(_TIMES))
