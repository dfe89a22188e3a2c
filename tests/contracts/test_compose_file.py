"""docker-compose.yml fits its schema, and each command in it does what it is there for.

The commands are read from the file and run here without containers, against the tests' own
PostgreSQL; only addresses and ports are changed.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import create_engine, inspect, make_url

from tests.postgresql_server import find_programs

FILE = Path(__file__).parents[2] / "docker-compose.yml"
SCRIPTS = Path(sys.executable).parent
SECONDS_TO_START = 60

GIVEN = {
    "SCRUTINY_BASE_URL": "https://ledger.example",
    "SCRUTINY_DATABASE_PASSWORD": "known-to-this-test-alone",
    "SCRUTINY_SECRET_KEY": "known-to-this-test-alone-and-long-enough-to-sign-with",
}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services as the file has them."""
    content: dict[str, Any] = YAML(typ="safe").load(FILE)
    return dict(content["services"])


def test_the_file_fits_the_compose_schema() -> None:
    run = subprocess.run(
        [SCRIPTS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", FILE],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_secret_must_be_given_from_outside(services: dict[str, Any]) -> None:
    secrets = [
        value
        for service in services.values()
        for name, value in service["environment"].items()
        if "SECRET" in name or "PASSWORD" in name
    ]
    assert secrets
    assert all(re.fullmatch(r"\$\{\w+:\?[^}]+\}", secret) for secret in secrets)


def test_db_is_healthy_where_a_server_answers_and_only_there(
    services: dict[str, Any], empty_postgresql_database_url: str
) -> None:
    url = make_url(empty_postgresql_database_url)
    kind, *command = services["db"]["healthcheck"]["test"]
    assert (kind, command[0]) == ("CMD", "pg_isready")
    command = _with(command, "--host", url.query.get("host") or url.host)
    command[0] = next(find_programs()) / "pg_isready"

    def ask(port: object) -> int:
        return subprocess.run(command, env=os.environ | {"PGPORT": str(port)}).returncode

    assert ask(url.query.get("port") or url.port or 5432) == 0
    assert ask(_free_port()) != 0


def test_init_prepares_an_empty_database_and_leaves_a_prepared_one_as_it_is(
    services: dict[str, Any], empty_postgresql_database_url: str, tmp_path: Path
) -> None:
    _init(services, empty_postgresql_database_url, tmp_path)
    tables = _tables(empty_postgresql_database_url)
    assert tables

    _init(services, empty_postgresql_database_url, tmp_path)
    assert _tables(empty_postgresql_database_url) == tables


def test_web_is_healthy_after_init(
    services: dict[str, Any], empty_postgresql_database_url: str, tmp_path: Path
) -> None:
    url = empty_postgresql_database_url
    _init(services, url, tmp_path)
    port = _free_port()
    command = _with(services["web"]["command"], "--host", "127.0.0.1")
    command = _with(command, "--port", str(port))

    with _running(command, _environment(services["web"], url), tmp_path) as web:
        _wait_until_healthy(port, web, tmp_path)


def test_tick_looks_at_the_clock_after_init_and_then_waits(
    services: dict[str, Any], empty_postgresql_database_url: str, tmp_path: Path
) -> None:
    url = empty_postgresql_database_url
    _init(services, url, tmp_path)
    environment = _environment(services["tick"], url)
    with _running(services["tick"]["command"], environment, tmp_path) as tick:
        give_up = time.monotonic() + SECONDS_TO_START
        printed = tmp_path / "printed"
        while "Nothing was overdue." not in printed.read_text():
            assert time.monotonic() < give_up, printed.read_text()
            with pytest.raises(subprocess.TimeoutExpired):  # else it has stopped
                tick.wait(timeout=0.1)
        with pytest.raises(subprocess.TimeoutExpired):
            tick.wait(timeout=0.5)


def _init(services: dict[str, Any], url: str, folder: Path) -> None:
    run = subprocess.run(
        _installed(services["init"]["command"]),
        env=_environment(services["init"], url),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_START,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@contextmanager
def _running(
    command: list[Any], environment: dict[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a server until the block ends; what it prints goes into `folder`."""
    with (folder / "printed").open("wb") as printed:
        server = subprocess.Popen(
            _installed(command),
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
    try:
        yield server
        server.terminate()
        server.wait(timeout=SECONDS_TO_START)
    finally:
        server.kill()
        server.wait()


def _wait_until_healthy(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while (status := _health(port)) != 200:
        printed = (folder / "printed").read_text()
        assert time.monotonic() < give_up, f"/health answers {status}\n{printed}"
        with pytest.raises(subprocess.TimeoutExpired):  # else it has stopped
            server.wait(timeout=0.1)


def _health(port: int) -> int | None:
    """The status of GET /health; None while nobody listens."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def _installed(command: list[Any]) -> list[Any]:
    """`command` with its program taken from the environment that the tests run in."""
    return [SCRIPTS / command[0], *command[1:]]


def _environment(service: dict[str, Any], url: str) -> dict[str, str]:
    """What compose would set, with the values in GIVEN, but for the database."""
    given = {
        name: re.sub(r"\$\{(\w+)[^}]*\}", lambda found: GIVEN[found[1]], value)
        for name, value in service["environment"].items()
    }
    return os.environ | given | {"SCRUTINY_DATABASE_URL": url}


def _with(command: list[Any], option: str, value: object) -> list[Any]:
    """`command` with another value for one of its options."""
    place = command.index(option) + 1
    return [*command[:place], value, *command[place + 1 :]]


def _tables(url: str) -> list[str]:
    engine = create_engine(url)
    try:
        return sorted(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
