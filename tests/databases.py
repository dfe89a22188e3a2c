"""Databases for the tests, on SQLite and on PostgreSQL.

A test that asks for `database_url` or `empty_database_url` runs once on each. Every database
belongs to one test and is gone after it. The process that leads the run starts the one PostgreSQL
server at need and, under xdist, tells its workers where it is.
"""

from __future__ import annotations

import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from tests.postgresql_server import NoServer, Server, find_server, memory_folder


class Databases(ABC):
    """Makes databases of one kind and removes them again."""

    def __init__(self) -> None:
        self._templates: dict[Callable[[str], None] | None, str] = {}

    @abstractmethod
    def create(self) -> str:
        """The URL of a new database with no tables."""

    @abstractmethod
    def copy(self, url: str) -> str:
        """The URL of a new copy of a database that nobody uses any more."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Removes a database, even where a test left connections open."""

    def prepare(self, fill: Callable[[str], None] | None = None) -> str:
        """The URL of a new database on which Scrutiny Ledger is ready for use.

        `fill`, given a URL, puts in what several tests start from. It is called once.
        """
        if fill not in self._templates:
            from web.running.startup import initialise

            url = self.create()
            initialise(url)
            if fill is not None:
                fill(url)
            self._templates[fill] = url
        return self.copy(self._templates[fill])

    def close(self) -> None:
        """Removes what no single test owns."""
        for url in self._templates.values():
            self.drop(url)

    @contextmanager
    def lend(self, url: str) -> Iterator[str]:
        """`url` for as long as a test needs it."""
        try:
            yield url
        finally:
            self.drop(url)


class SQLiteDatabases(Databases):
    """Files in one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def create(self) -> str:
        return f"sqlite:///{self._folder / uuid4().hex}.sqlite"

    def copy(self, url: str) -> str:
        new = self.create()
        with (
            closing(sqlite3.connect(_path(url))) as source,
            closing(sqlite3.connect(_path(new))) as target,
        ):
            source.backup(target)
        return new

    def drop(self, url: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal", "-side", "-side-wal", "-side-shm"):
            Path(_path(url) + suffix).unlink(missing_ok=True)


class PostgreSQLDatabases(Databases):
    """Databases on one server, by a connection that commits each statement at once."""

    def __init__(self, url: str, connection: Connection) -> None:
        super().__init__()
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._connection = connection

    def create(self, *, template: str = "template0") -> str:
        name = f"scrutiny_test_{uuid4().hex}"
        self._connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def copy(self, url: str) -> str:
        template = _name(url)
        self._connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": template},
        )
        return self.create(template=template)

    def drop(self, url: str) -> None:
        self._connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    @contextmanager
    def restricted(self, owner_url: str) -> Iterator[str]:
        """The address of a database's site, whose role is not its owner's and is made by `init`."""
        role = f"scrutiny_site_{uuid4().hex}"
        site = make_url(owner_url).set(username=role, password="known to this test alone")
        try:
            yield site.render_as_string(hide_password=False)
        finally:
            self.drop(owner_url)  # and what the role may do in it
            self._connection.exec_driver_sql(f"DROP ROLE IF EXISTS {role}")


def _path(url: str) -> str:
    return url.removeprefix("sqlite:///")


def _name(url: str) -> str:
    name = make_url(url).database
    assert name is not None
    return name


# What tests ask for


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each kind in turn, for a test that needs several databases of one kind."""
    kind: Databases = request.getfixturevalue(f"{request.param}_databases")
    return kind


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database with no tables, on SQLite and on PostgreSQL."""
    with databases.lend(databases.create()) as url:
        yield url


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A database ready for use, on SQLite and on PostgreSQL."""
    with databases.lend(databases.prepare()) as url:
        yield url


@pytest.fixture
def empty_sqlite_database_url(sqlite_databases: Databases) -> Iterator[str]:
    """A database on SQLite alone, with no tables and as yet no file."""
    with sqlite_databases.lend(sqlite_databases.create()) as url:
        yield url


@pytest.fixture
def sqlite_database_url(sqlite_databases: Databases) -> Iterator[str]:
    """A database ready for use, on SQLite alone."""
    with sqlite_databases.lend(sqlite_databases.prepare()) as url:
        yield url


@pytest.fixture
def empty_postgresql_database_url(postgresql_databases: Databases) -> Iterator[str]:
    """A database with no tables, on PostgreSQL alone."""
    with postgresql_databases.lend(postgresql_databases.create()) as url:
        yield url


@pytest.fixture
def postgresql_database_url(postgresql_databases: Databases) -> Iterator[str]:
    """A database ready for use, on PostgreSQL alone."""
    with postgresql_databases.lend(postgresql_databases.prepare()) as url:
        yield url


@dataclass(frozen=True)
class Shared:
    """A PostgreSQL database whose tables one role owns, while the site works as another."""

    owner: str
    site: str


@pytest.fixture
def shared_database(postgresql_databases: PostgreSQLDatabases) -> Iterator[Shared]:
    """A database that `init` made ready for a site that may append to the log, and no more."""
    from web.running.startup import initialise

    owner = postgresql_databases.create()
    with postgresql_databases.restricted(owner) as site:
        initialise(owner, site_url=site)
        yield Shared(owner, site)


# Where they come from


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[Databases]:
    with tempfile.TemporaryDirectory(prefix="scrutiny-", dir=memory_folder()) as folder:
        yield SQLiteDatabases(Path(folder))


@pytest.fixture(scope="session")
def postgresql_databases(pytestconfig: pytest.Config) -> Iterator[PostgreSQLDatabases]:
    """Skips the test where there is no PostgreSQL."""
    url, why_not = _whereabouts(pytestconfig)
    if not url:
        pytest.skip(why_not)
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection, closing(PostgreSQLDatabases(url, connection)) as made:
        yield made
    engine.dispose()


_WHEREABOUTS = pytest.StashKey[tuple[str, str]]()
_SERVER = pytest.StashKey[Server]()


def _whereabouts(config: pytest.Config) -> tuple[str, str]:
    """The server's URL, or "" and the reason why there is none. Found once in a run."""
    if hasattr(config, "workerinput"):
        url, why_not = config.workerinput["postgresql"]
        return url, why_not
    if _WHEREABOUTS not in config.stash:
        try:
            server = find_server()
        except NoServer as reason:
            config.stash[_WHEREABOUTS] = "", str(reason)
        else:
            config.stash[_SERVER] = server
            config.stash[_WHEREABOUTS] = server.url, ""
    return config.stash[_WHEREABOUTS]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist's leader hands the server to a worker."""
    node.workerinput["postgresql"] = _whereabouts(node.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_SERVER, None)
    if server is not None:
        server.stop()
