"""A database that fails while the site runs: a sentence, and nothing written or lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import Engine, event

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from application.ledger.storage import faults
from domain.kernel.terms import Role
from tests.acts import record
from tests.databases import Databases
from tests.databases import databases as databases  # on both dialects
from tests.tampering import altered
from tests.web.conftest import Visit

on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

READ_ONLY = faults.READ_ONLY.visitor
FULL = faults.FULL.visitor
BUSY = faults.BUSY.visitor
TO_READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET default_transaction_read_only = ON",
}


@contextmanager
def on_every_connection(engine: Engine, statement: str) -> Iterator[None]:
    """Have each connection that is made from now on begin with a statement."""

    def begin(connection: Any, _record: object) -> None:
        connection.execute(statement)
        connection.commit()

    engine.dispose()
    event.listen(engine, "connect", begin)
    yield
    event.remove(engine, "connect", begin)
    engine.dispose()


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    """Let nobody write to the database."""
    with on_every_connection(engine, TO_READ_ONLY[engine.dialect.name]):
        yield


def test_a_database_that_became_read_only_can_be_read_and_keeps_what_was_typed(
    ledger: Ledger, visit: Visit
) -> None:
    reference = record(ledger)
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get(f"/risks/{reference}/add-control")
    with read_only(ledger.engine):
        page = visitor.submit(form, status=503, text="A weekly look")
        (sentence,) = page.errors
        assert sentence.startswith(READ_ONLY)
        assert page.filled_in["text"] == "A weekly look"
        assert len(visitor.get(f"/risks/{reference}").history) == 1
    done = visitor.submit(page)
    assert done.history[0] == "Added control 1: A weekly look."


def test_a_read_only_ledger_can_still_be_signed_in_to(ledger: Ledger, visit: Visit) -> None:
    with read_only(ledger.engine):
        assert visit().sign_in("auditor").heading == "What needs you"


def test_nobody_can_sign_in_where_no_session_can_be_kept_and_everybody_is_told_why(
    side: SideRecords, visit: Visit
) -> None:
    with read_only(side.engine):
        page = visit().sign_in("auditor", status=503)
    assert page.heading == "The ledger is not available"
    assert READ_ONLY in page.words


def test_who_reads_on_where_no_visit_can_be_noted_is_signed_out_after_half_an_hour(
    clock: FrozenDateTimeFactory, side: SideRecords, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    with read_only(side.engine):
        for _ in range(2):
            clock.tick(timedelta(minutes=14))
            assert visitor.get("/risks").heading == "Partnership Risk Register"
        clock.tick(timedelta(minutes=14))
        assert visitor.get("/risks").heading == "Sign in"


@on_sqlite
def test_a_full_disk_loses_nothing_that_was_typed(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/risks/new")
    before = ledger.position()
    typed = {"kind": "risk", "title": "A risk", "cause": "x" * 9_000}
    with on_every_connection(ledger.engine, "PRAGMA max_page_count = 1"):
        page = visitor.submit(form, status=503, **typed)
    (sentence,) = page.errors
    assert sentence.startswith(FULL)
    assert page.filled_in | typed == page.filled_in
    assert ledger.position() == before


@on_sqlite
def test_who_would_wait_too_long_is_asked_to_try_again(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/risks/new")
    with (
        on_every_connection(ledger.engine, "PRAGMA busy_timeout = 1"),
        closing(sqlite3.connect(ledger.engine.url.database or "")) as somebody_else,
    ):
        somebody_else.execute("BEGIN IMMEDIATE")
        page = visitor.submit(form, status=503, kind="risk", title="A risk")
    (sentence,) = page.errors
    assert sentence.startswith(BUSY)
    assert visitor.submit(page).heading == "A risk"


def test_an_event_of_a_newer_program_leaves_a_page_that_says_so(
    ledger: Ledger, visit: Visit
) -> None:
    reference = record(ledger)
    altered(ledger, ledger.position(), topic="Risk.Vanished")
    visitor = visit(Role.AUDITOR)
    page = visitor.get(f"/risks/{reference}", status=503)
    assert faults.UNREACHABLE in page.words
    assert "Risk.Vanished" not in page.html


def test_a_database_that_is_gone_leaves_a_page_that_says_so(
    databases: Databases, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    ledger.engine.dispose()
    databases.drop(ledger.engine.url.render_as_string(hide_password=False))
    page = visitor.get("/risks", status=503)
    assert page.heading == "The ledger is not available"
    assert faults.UNREACHABLE in page.words
    assert visitor.ask("GET", "/risks").headers["Retry-After"] == "60"
    assert visitor.ask("GET", "/health").status_code == 200


def test_what_was_typed_before_the_database_went_can_be_copied(
    databases: Databases, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/risks/new")
    ledger.engine.dispose()
    databases.drop(ledger.engine.url.render_as_string(hide_password=False))
    page = visitor.submit(form, status=503, kind="risk", title="Too few social workers")
    assert "What you typed, to copy" in page.words
    assert "Too few social workers" in page.words
