"""How much the site loads before its first answer."""

from __future__ import annotations

import subprocess
import sys

from tests.web.commanding import ROOT

SELDOM_WANTED = (
    "alembic", "gunicorn", "mako", "multiprocessing", "prometheus_client", "psycopg", "pygments",
    "pyotp", "python_calamine", "requests", "rich", "segno", "urllib3", "xlsxwriter", "zxcvbn",
)  # fmt: skip


def test_the_site_starts_without_what_is_seldom_wanted() -> None:
    program = f"""
import sys
import web.site
print([name for name in {SELDOM_WANTED} if name in sys.modules])
import rich.console
"""
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"
