"""A site on a partnership of its own, and visitors to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.databases import Databases
from tests.partnership import found
from tests.sites import bare_site
from tests.web.commanding import Scrutiny
from tests.web.visitor import Visitor
from web.running.settings import Settings
from web.running.startup import open_ledger

Visit = Callable[..., Visitor]


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: what the pages are made of is tested on both beneath them.

    A file whose tests ask the dialect something imports `databases` from tests.databases.
    """
    return sqlite_databases


@pytest.fixture
def ledger(databases: Databases) -> Iterator[Ledger]:
    """The ledger of a partnership with its agencies and people."""
    with databases.lend(databases.prepare(found)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.fixture(scope="session")
def site() -> Flask:
    """The site without a ledger, put together once: its templates take a while to compile."""
    settings = Settings(database_url="", secret_key="k" * 32)
    return bare_site(settings)


@pytest.fixture
def side(ledger: Ledger) -> Iterator[SideRecords]:
    """The side records of that ledger."""
    side = SideRecords(ledger.engine, key=b"the key of the tests")
    yield side
    side.close()


@pytest.fixture
def app(site: Flask, ledger: Ledger, side: SideRecords) -> Flask:
    """The site on that ledger."""
    site.extensions |= {"ledger": ledger, "side": side}
    return site


@pytest.fixture
def clock() -> Iterator[FrozenDateTimeFactory]:
    """A clock that stands at ten in the morning of 10 June 2026 in London, until it is moved."""
    with freeze_time("2026-06-10T09:00:00Z", ignore=["_pytest.timing"]) as clock:
        yield clock


@pytest.fixture
def visit(app: Flask) -> Visit:
    """A visitor to the site: signed in with a role, or nobody in particular."""

    def visit(role: Role | None = None) -> Visitor:
        visitor = Visitor(app)
        if role is not None:
            visitor.be(role)
        return visitor

    return visit


@pytest.fixture
def optional(app: Flask) -> Iterator[None]:
    """Nobody needs a second factor here."""
    usual = app.extensions["settings"]
    app.extensions["settings"] = replace(usual, second_factor=False)
    yield
    app.extensions["settings"] = usual


@pytest.fixture
def scrutiny(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Scrutiny:
    """The command line on a ledger with nothing in it yet."""
    return Scrutiny(database_url, monkeypatch)
