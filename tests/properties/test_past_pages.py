"""A page of the past shows what it would have shown: it knows nothing that was recorded later.

Held against a ledger whose log ends there, and whose registers were made from that log alone.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from freezegun import freeze_time

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from projections.rebuild import rebuild
from tests.databases import Databases
from tests.sites import bare_site
from tests.web.deeds.lived import LONG_AFTER, lived
from tests.web.visitor import Visitor
from web.nouns import every_projection
from web.running.startup import open_ledger

PAGES = (
    "/", "/risks?status=all", "/recommendations?status=all", "/actions?status=all",
    "/disputes?status=all", "/executive", "/scrutineer", "/disputes/conformance", "/audit",
)  # fmt: skip
POSITIONS = 50


@pytest.fixture(scope="module")
def whole(sqlite_databases: Databases) -> Iterator[str]:
    with sqlite_databases.lend(sqlite_databases.prepare(lived)) as url:
        yield url


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_site()


def on(site: Flask, ledger: Ledger) -> Visitor:
    site.extensions |= {"ledger": ledger, "side": SideRecords(ledger.engine, key=b"k")}
    visitor = Visitor(site)
    visitor.sign_in(Role.AUDITOR.value)
    return visitor


def shown(visitor: Visitor, position: int) -> dict[str, str]:
    """What each page shows as at a position, links and all, without what names the session."""
    found = {}
    for page in PAGES:
        address = f"{page}{'&' if '?' in page else '?'}as-at=%23{position}"
        main = visitor.ask("GET", address).text.partition("<main")[2].partition("</main>")[0]
        found[page] = re.sub(r'name="csrf_token" value="[^"]*"', "", main)
    return found


def cut(url: str, position: int) -> None:
    """Let the log of a database end at a position, as if nothing had been recorded since."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
        for table in ("stored_events", "words"):
            database.execute(f"DELETE FROM {table} WHERE position > ?", (position,))
        database.execute("DELETE FROM tiles WHERE (number + 1) * 256 > ?", (position,))
        database.execute("DELETE FROM checkpoints WHERE size > ?", (position,))


def test_at_any_position_it_is_the_page_of_a_ledger_that_ends_there(
    sqlite_databases: Databases, whole: str, site: Flask
) -> None:
    with freeze_time(LONG_AFTER):
        ledger = open_ledger(whole)
        there = on(site, ledger)
        end = ledger.position()
        positions = sorted(random.Random(20260610).sample(range(60, end), POSITIONS))
        told = {position: shown(there, position) for position in positions}
        ledger.close()
        for position in positions:
            with sqlite_databases.lend(sqlite_databases.copy(whole)) as url:
                cut(url, position)
                shorter = open_ledger(url)
                rebuild(shorter, every_projection())
                assert shorter.position() == position
                assert shown(on(site, shorter), position) == told[position]
                shorter.close()
    assert len(told) == POSITIONS
