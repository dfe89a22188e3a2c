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
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import create_engine, inspect, make_url

from tests.databases import PostgreSQLDatabases
from tests.postgresql_server import find_programs
from web.running.settings import KNOWN

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
SCRIPTS = Path(sys.executable).parent
SECONDS_TO_START = 60

GIVEN = {
    "SCRUTINY_BASE_URL": "https://ledger.example",
    "SCRUTINY_DATABASE_PASSWORD": "known to this/test@alone",
    "SCRUTINY_OWNER_DATABASE_PASSWORD": "known to this test alone, too",
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
        for name, value in service.get("environment", {}).items()
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


@dataclass(frozen=True)
class Addresses:
    """The two addresses of the database, instead of those in the file."""

    owner: str
    site: str


@pytest.fixture
def addresses(postgresql_databases: PostgreSQLDatabases) -> Iterator[Addresses]:
    """An empty database, and a role of the site's which is not there yet."""
    owner = postgresql_databases.create()
    with postgresql_databases.restricted(owner) as site:
        without_password = make_url(site)._replace(password=None)
        yield Addresses(owner, without_password.render_as_string())


def test_init_prepares_an_empty_database_and_leaves_a_prepared_one_as_it_is(
    services: dict[str, Any], addresses: Addresses, tmp_path: Path
) -> None:
    _init(services, addresses, tmp_path)
    tables = _tables(addresses.owner)
    assert tables

    assert _init(services, addresses, tmp_path) == "Already up to date.\n"
    assert _tables(addresses.owner) == tables


def test_web_is_healthy_after_init(
    services: dict[str, Any], addresses: Addresses, tmp_path: Path
) -> None:
    _init(services, addresses, tmp_path)
    port = _free_port()
    command = _with(services["web"]["command"], "--host", "127.0.0.1")
    command = _with(command, "--port", str(port))

    with _running(command, _environment(services["web"], addresses), tmp_path) as web:
        _wait_until_healthy(port, web, tmp_path)
        kind, _, *check = services["web"]["healthcheck"]["test"]
        assert kind == "CMD"
        check = [part.replace("8000", str(port)) for part in check]
        assert subprocess.run([sys.executable, *check]).returncode == 0
    assert subprocess.run([sys.executable, *check], capture_output=True).returncode != 0


def test_tick_looks_at_the_clock_after_init_and_then_waits(
    services: dict[str, Any], addresses: Addresses, tmp_path: Path
) -> None:
    _init(services, addresses, tmp_path)
    environment = _environment(services["tick"], addresses)
    kind, check = services["tick"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    mark = tmp_path / "ticked"
    command = _with(services["tick"]["command"], "--mark", mark)
    check = check.replace("$$", "$").replace("/tmp/ticked", str(mark))
    assert subprocess.run(check, shell=True, capture_output=True).returncode != 0
    with _running(command, environment, tmp_path) as tick:
        give_up = time.monotonic() + SECONDS_TO_START
        printed = tmp_path / "printed"
        while "Nothing was overdue." not in printed.read_text():
            assert time.monotonic() < give_up, printed.read_text()
            with pytest.raises(subprocess.TimeoutExpired):  # else it has stopped
                tick.wait(timeout=0.1)
        with pytest.raises(subprocess.TimeoutExpired):
            tick.wait(timeout=0.5)
        assert subprocess.run(check, shell=True).returncode == 0
    os.utime(mark, (time.time() - 6000,) * 2)
    assert subprocess.run(check, shell=True).returncode != 0


def test_only_what_makes_tables_knows_the_owners_address(services: dict[str, Any]) -> None:
    knowing = {
        name
        for name, service in services.items()
        if any("OWNER" in key for key in service.get("environment", {}))
    }
    assert knowing == {"init"}


def test_every_service_is_held_within_bounds(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"mem_limit", "cpus", "pids_limit"} <= service.keys(), name
        assert "healthcheck" in service or service["restart"] == "no", name
        assert service.get("read_only") or name == "db", name


def test_every_image_is_pinned_to_a_whole_version(services: dict[str, Any]) -> None:
    images = [service["image"] for service in services.values() if "build" not in service]
    images += [services["web"]["build"]["args"]["PYTHON_IMAGE"]]
    for image in images:
        assert re.fullmatch(r"\$\{SCRUTINY_\w+_IMAGE:-\w+:\d+\.\d+[\w.-]*\}", image), image
    (own,) = re.findall(r"^ARG PYTHON_IMAGE=(.+)$", (ROOT / "Dockerfile").read_text(), re.M)
    assert f":-{own}}}" in services["web"]["build"]["args"]["PYTHON_IMAGE"]


def test_env_example_lists_whatever_can_be_set_with_what_it_is_otherwise() -> None:
    in_file = dict(re.findall(r"\$\{(\w+):[-?]([^}]*)\}", FILE.read_text()))
    required = {name for name in in_file if f"${{{name}:?" in FILE.read_text()}
    listed: dict[str, str] = dict(
        re.findall(r"^#?([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.M)
    )
    assert listed.keys() == in_file.keys()
    assert {name: words for name, words in listed.items() if words} == {
        name: words for name, words in in_file.items() if words and name not in required
    }


def test_every_setting_of_the_product_can_be_set(services: dict[str, Any]) -> None:
    of_the_site = {name for name in KNOWN if "OWNER" not in name}
    assert of_the_site <= services["web"]["environment"].keys()
    assert set(KNOWN) <= services["init"]["environment"].keys()


def test_the_image_is_given_every_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    let_in = re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.M)
    assert {each for each in packages if "." not in each} == set(let_in)


def _init(services: dict[str, Any], addresses: Addresses, folder: Path) -> str:
    run = subprocess.run(
        _installed(services["init"]["command"]),
        env=_environment(services["init"], addresses),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_START,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


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


def _environment(service: dict[str, Any], addresses: Addresses) -> dict[str, str]:
    """What compose would set, with the values in GIVEN, but for the addresses of the database."""
    given = {
        name: re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda found: GIVEN.get(*found.groups()), value)
        for name, value in service["environment"].items()
    }
    given["SCRUTINY_DATABASE_URL"] = addresses.site
    if "SCRUTINY_OWNER_DATABASE_URL" in given:
        given["SCRUTINY_OWNER_DATABASE_URL"] = addresses.owner
    return os.environ | given


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
