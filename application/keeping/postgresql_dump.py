"""Backups of PostgreSQL by its own programs, where they are installed and new enough."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL, Connection

from application.ledger.storage.database import BUSY_SECONDS
from application.ledger.storage.faults import StorageError

_DIGITS = re.compile(r"\d+")


def why_not(connection: Connection, program: str) -> str:
    """Why `pg_dump` or `pg_restore` cannot be used with this server, in a sentence; "": it can."""
    found = shutil.which(program)
    if not found:
        return f"{program} is not installed."
    told = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
    digits = _DIGITS.search(told)
    own, servers = int(digits[0]) if digits else 0, _version(connection)
    if own < servers:
        return f"{program} is of version {own}, older than the server's {servers}."
    return ""


def dump(url: URL, target: Path, *, snapshot: str, without: Sequence[str]) -> None:
    """Write the whole database as it is in a snapshot; of the tables in `without` only that they
    are. Raises StorageError."""
    left_out = [f"--exclude-table-data={table}" for table in without]
    _run(
        ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
         f"--file={target}", *left_out],
        url,
    )  # fmt: skip


def load(url: URL, source: Path) -> None:
    """Put what was dumped in the place of what is there: all of it, or nothing.

    Raises StorageError.
    """
    _run(
        ["pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner",
         "--no-privileges", str(source)],
        url,
    )  # fmt: skip


def _run(command: list[str], url: URL) -> None:
    # The password goes by the environment: everybody on the machine can read a command line.
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | {"PGOPTIONS": f"-c lock_timeout={BUSY_SECONDS}s", "LC_ALL": "C"}
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    run = subprocess.run(
        [*command, f"--dbname={address}"], env=environment, capture_output=True, text=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if run.returncode:
        said = run.stderr.strip().splitlines() or ["it said nothing"]
        raise StorageError(f"{command[0]} did not work, so nothing was changed: {said[0]}")


def _version(connection: Connection) -> int:
    info = connection.dialect.server_version_info
    return int(info[0]) if info else 0
