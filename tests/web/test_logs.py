"""What the log says of a request and of a fault, and what it keeps to itself."""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import exc

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.running import logs
from web.running.logs import Lines, fault, log
from web.running.settings import Settings

Told = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Told:
    """The lines that were written, as whoever reads them does."""
    caplog.set_level(logging.INFO, logger="scrutiny")
    lines = Lines(structlog.processors.JSONRenderer())
    return lambda: [json.loads(lines.format(record)) for record in caplog.records]


def requests(told: Told) -> list[dict[str, Any]]:
    return [line for line in told() if line["event"] == "request"]


# Requests


def test_a_request_is_told_by_its_page_and_not_by_its_address(visit: Visit, told: Told) -> None:
    visit(Role.AUDITOR).get("/risks?search=Ann+Example&status=all")
    line = requests(told)[-1]
    assert (line["method"], line["page"], line["status"]) == ("GET", "risks.register", 200)
    assert line["ms"] > 0
    assert "Ann" not in str(told())
    assert "search" not in str(told())


def test_a_command_is_told_with_who_sent_it_and_where_the_log_went(
    ledger: Ledger, visit: Visit, told: Told
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    page = visitor.submit(visitor.get("/risks/new"), kind="risk", title="A risk", cause="Ann did")
    (line,) = [line for line in requests(told) if "command" in line]
    assert line["command"] == "risk.record"
    assert line["position"] == ledger.position()
    assert line["status"] == 303
    assert line["account"] == "person-business_team"
    assert page.heading == "A risk"
    assert "A risk" not in str(told())
    assert "Ann" not in str(told())


def test_a_refused_command_has_no_position(visit: Visit, told: Told) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    visitor.submit(visitor.get("/risks/new"), status=422, kind="risk", title="")
    (line,) = [line for line in requests(told) if "command" in line]
    assert "position" not in line


def test_what_is_asked_all_the_time_is_told_only_when_it_fails(visit: Visit, told: Told) -> None:
    visitor = visit()
    for address in ("/health", "/ready", "/static/ledger.css"):
        visitor.ask("GET", address)
    assert requests(told) == []
    visitor.ask("GET", "/static/nowhere.css")
    assert [line["status"] for line in requests(told)] == [404]


def test_what_nobody_has_a_page_for_is_told_without_its_address(visit: Visit, told: Told) -> None:
    visit().ask("GET", "/the-name-of-a-child")
    (line,) = requests(told)
    assert "page" not in line
    assert "child" not in str(line)


# The id of a request


def test_a_request_has_an_id_in_the_answer_on_an_error_s_page_and_in_the_log(
    visit: Visit, told: Told
) -> None:
    answer = visit().ask("GET", "/nowhere")
    name = answer.headers["X-Request-ID"]
    assert f"reference {name}" in answer.text
    assert [line["request"] for line in requests(told)] == [name]
    assert visit().ask("GET", "/nowhere").headers["X-Request-ID"] != name


GIVEN = "7f3c1a2b-9d4e"


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, GIVEN, True),
        (0, GIVEN, False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, "<script>alert(1)</script>", False),
        (1, "1234567890 \x1b[31m", False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_alone_and_only_if_well_formed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, proxies: int, given: str, taken: bool
) -> None:
    settings = Settings(database_url="", secret_key="k" * 32, proxies=proxies)
    monkeypatch.setitem(app.extensions, "settings", settings)
    answer = app.test_client().get("/health", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is taken


# Faults


def stumble() -> None:
    try:
        raise sqlite3.OperationalError("near 'Ann Example': syntax error in /var/lib/scrutiny.db")
    except sqlite3.OperationalError as error:
        raise exc.OperationalError("INSERT 'Ann Example'", {"name": "Ann"}, error) from error


def line_of(**options: Any) -> str:
    record = logging.LogRecord("x", logging.ERROR, "x", 1, **options)
    return Lines(structlog.processors.JSONRenderer()).format(record)


def test_a_fault_is_told_by_its_kinds_and_places_without_its_words() -> None:
    with pytest.raises(exc.OperationalError) as failed:
        stumble()
    told = fault(failed.value)
    assert told["fault"] == ["sqlite3.OperationalError", "sqlalchemy.exc.OperationalError"]
    assert told["places"][-1].startswith("tests/web/test_logs.py:")
    assert told["places"][-1].endswith(" stumble")
    line = line_of(msg={"event": "unforeseen"}, args=(), exc_info=None)
    assert "unforeseen" in line
    info = (failed.type, failed.value, failed.tb)
    for line in (
        line_of(msg={"event": "unforeseen", "exc_info": failed.value}, args=(), exc_info=None),
        line_of(msg="Exception during reset or similar", args=(), exc_info=info),
    ):
        assert "sqlite3.OperationalError" in line
        for word in ("Ann", "INSERT", "/var/lib"):
            assert word not in line


def test_a_library_s_words_are_told_without_the_values_that_it_fills_in() -> None:
    line = line_of(msg="Exception while serving %s", args=("/risks?search=Ann",), exc_info=None)
    assert "Exception while serving %s" in line
    assert "Ann" not in line


def test_lines_are_json_unless_somebody_watches(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers)
    monkeypatch.setattr(root, "level", root.level)
    logs.to_standard_error()
    log.warning("a test", number=1)
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["number"], line["level"]) == ("a test", 1, "warning")
    assert line["timestamp"].endswith("Z")

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    logs.to_standard_error()
    log.warning("a test", number=1)
    words = capsys.readouterr().err
    assert "a test" in words
    assert "{" not in words


def test_a_visit_that_cannot_be_noted_is_told_without_words_of_the_database(
    app: Flask, visit: Visit, told: Told
) -> None:
    visitor: Visitor = visit(Role.AUDITOR)
    app.extensions["side"].engine.dispose()
    visitor.get("/risks")
    assert all("/" not in str(line.get("name", "")) for line in told())
