"""A fault of the database at every door: a sentence for whoever is there, none of its own words."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import text

from application.ledger.ledger import Ledger
from application.ledger.storage import faults
from application.ledger.storage.faults import Meaning
from domain.kernel.terms import Role
from projections.risks.risk_register import RISKS
from tests.databases import Databases
from tests.databases import databases as databases  # on both dialects
from tests.loading import sheet
from tests.web.commanding import Scrutiny
from tests.web.conftest import Visit
from tests.web.test_storage_faults import read_only
from tests.web.visitor import Visitor
from web.running.logs import Lines

OF_THE_DATABASE = ("SELECT", "INSERT", "relation ", "no such table", "[SQL")
"""Words of a database, which nobody is shown and no log holds."""
REGISTER = sheet({"title": "The name of a child"}).encode()

Door = Callable[[Visitor], tuple[int, str, str]]


def page(visitor: Visitor) -> tuple[int, str, str]:
    return _told(visitor.ask("GET", "/risks"))


def form(visitor: Visitor) -> tuple[int, str, str]:
    typed = {"csrf_token": visitor.token, "kind": "risk", "title": "The name of a child"}
    return _told(visitor.ask("POST", "/risks/new", typed))


def loading(visitor: Visitor) -> tuple[int, str, str]:
    sent = {"csrf_token": visitor.token, "how": "load", "file": (REGISTER, "risks.csv")}
    return _told(visitor.ask("POST", "/risks/import", sent))


def _told(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer.headers.get("Retry-After", ""), answer.text


@contextmanager
def tables_missing(databases: Databases, ledger: Ledger) -> Iterator[None]:
    """As where somebody restored the wrong thing."""
    with ledger.engine.begin() as connection:
        for table in (RISKS.table.name, "stored_events"):
            connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_elsewhere"))
    yield


@contextmanager
def database_gone(databases: Databases, ledger: Ledger) -> Iterator[None]:
    """As where it was removed, or its server has none of that name any more."""
    ledger.engine.dispose()
    databases.drop(ledger.engine.url.render_as_string(hide_password=False))
    yield


@contextmanager
def only_read(databases: Databases, ledger: Ledger) -> Iterator[None]:
    """As where a file or a server is read-only."""
    with read_only(ledger.engine):
        yield


FAULTS = [tables_missing, database_gone]
WRITING = [form, loading]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    lines = Lines(structlog.processors.JSONRenderer(ensure_ascii=False))
    caplog.set_level(logging.INFO, logger="scrutiny")
    return lambda: "\n".join(lines.format(each) for each in caplog.records)


@pytest.mark.parametrize(
    ("fault", "door"),
    [(fault, door) for fault in FAULTS for door in (page, form, loading)]
    + [(only_read, door) for door in WRITING],
    ids=lambda each: each.__name__,
)
def test_a_visitor_is_told_what_to_do_and_nothing_of_the_database(
    databases: Databases,
    ledger: Ledger,
    visit: Visit,
    logged: Callable[[], str],
    fault: Callable[[Databases, Ledger], Any],
    door: Door,
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    visitor.get("/risks/new")
    with fault(databases, ledger):
        status, retry_after, words = door(visitor)
    assert status == 503
    assert int(retry_after) > 0
    told = {each.visitor for each in vars(faults).values() if isinstance(each, Meaning)}
    assert any(sentence in words for sentence in told)
    secret = str(ledger.engine.url.database)
    for word in (*OF_THE_DATABASE, "sqlite", "psycopg", secret):
        assert word not in words
    lines = logged()
    for word in (*OF_THE_DATABASE, "child", secret):
        assert word not in lines
    line = [each for each in map(json.loads, lines.splitlines()) if each["level"] == "error"][-1]
    assert (line["event"], line["code"] != "") == ("storage fault", True)
    assert line["request"] in words or "reference" not in words


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("arguments", [["list", "risks"], ["import", "risks", "register.csv"]])
def test_an_operator_is_told_what_to_mend(
    databases: Databases,
    app: Flask,
    ledger: Ledger,
    fault: Callable[[Databases, Ledger], Any],
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("register.csv").write_bytes(REGISTER)
    url = ledger.engine.url
    scrutiny = Scrutiny(url.render_as_string(hide_password=False), monkeypatch)
    with fault(databases, ledger):
        said = scrutiny.refuses(*arguments)
    assert "Run “scrutiny init”" in said or "Check" in said
    for word in OF_THE_DATABASE:
        assert word not in said
