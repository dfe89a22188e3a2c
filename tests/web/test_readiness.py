"""Whether the site says that it can be used, to strangers and to whoever runs it; and the tick."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

import pytest
from flask import Flask
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import event, text

from application.accounts.signs import TICK, leave_sign
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.databases import Databases
from tests.databases import databases as databases  # on both dialects
from tests.web.commanding import Scrutiny
from tests.web.commands.test_cli import SECRET_KEY, free_port, status_of, wait_for
from tests.web.conftest import Visit
from tests.web.test_storage_faults import read_only
from tests.web.visitor import Visitor
from web.running import operations
from web.running.readiness import Readiness


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The site, which has not looked into anything yet."""
    before = app.extensions["readiness"]
    app.extensions["readiness"] = Readiness(
        lambda: app.extensions["ledger"], lambda: app.extensions["side"]
    )
    yield app
    app.extensions["readiness"] = before


def ready(app: Flask) -> tuple[int, dict[str, Any]]:
    """What a stranger is told, looked into anew."""
    app.extensions["readiness"]._found = None
    answer = Visitor(app).ask("GET", "/ready")
    return answer.status_code, answer.get_json()


def in_full(app: Flask) -> dict[str, Any]:
    """What whoever runs it is told."""
    told: dict[str, Any] = operations.in_full(app.extensions["readiness"].state())
    return told


def tick(app: Flask) -> None:
    leave_sign(app.extensions["side"], TICK, now=app.extensions["ledger"].now())


def test_a_ledger_that_can_be_used_is_ready(app: Flask, ledger: Ledger) -> None:
    tick(app)
    assert ready(app) == (200, {"status": "ready"})
    assert in_full(app)["position"] == ledger.position()


def test_it_leaves_no_trace_in_the_log(app: Flask, ledger: Ledger) -> None:
    before = ledger.position()
    ready(app)
    assert ledger.position() == before


def test_it_is_looked_into_once_in_some_seconds_however_often_it_is_asked(
    app: Flask, ledger: Ledger, clock: FrozenDateTimeFactory
) -> None:
    statements: list[str] = []

    @event.listens_for(ledger.engine, "before_cursor_execute")
    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        statements.append(statement)

    state = app.extensions["readiness"].state
    state()
    once = len(statements)
    assert once
    for _ in range(50):
        state()
    assert len(statements) == once
    clock.tick(timedelta(seconds=6))
    state()
    assert len(statements) == 2 * once


def test_a_ledger_that_can_only_be_read_is_not_ready(app: Flask, ledger: Ledger) -> None:
    of_side = app.extensions["side"].engine
    engine = of_side if ledger.engine.dialect.name == "postgresql" else ledger.engine
    with read_only(engine):
        assert ready(app) == (503, {"status": "not ready"})
        assert in_full(app)["fault"] == "read only"
    assert ready(app)[0] == 200


def test_a_ledger_of_another_version_is_not_ready(app: Flask, ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    status, told = ready(app)
    assert (status, told) == (503, {"status": "not ready"})


def test_a_database_that_is_gone_is_not_ready_and_strangers_are_not_told_why(
    app: Flask, databases: Databases, ledger: Ledger
) -> None:
    ledger.engine.dispose()
    databases.drop(ledger.engine.url.render_as_string(hide_password=False))
    assert ready(app) == (503, {"status": "not ready"})
    assert in_full(app)["fault"] in ("not set up", "unusable", "no server")
    assert Visitor(app).ask("GET", "/ready").headers["Retry-After"]
    assert Visitor(app).ask("GET", "/health").get_json() == {"status": "ok"}


def test_while_somebody_writes_it_is_ready(app: Flask, ledger: Ledger) -> None:
    with ledger.writing():
        assert ready(app)[0] == 200


# The tick

LATE = "“scrutiny tick” has not run"


@pytest.mark.parametrize(
    ("role", "told"),
    [(Role.ADMINISTRATOR, True), (Role.BUSINESS_TEAM, True), (Role.SAAS_MEMBER, False)],
)
def test_a_tick_that_has_not_run_shows_to_those_who_can_see_to_it(
    app: Flask, clock: FrozenDateTimeFactory, visit: Visit, role: Role, told: bool
) -> None:
    visitor = visit(role)
    assert (f"{LATE} yet." in visitor.get("/").words) is told
    tick(app)
    assert LATE not in visitor.get("/").words
    clock.tick(timedelta(hours=27))
    visitor = visit(role)
    since = f"{LATE} since 10 June 2026 at 10:00am."
    assert (since in visitor.get("/").words) is told
    assert ready(app) == (200, {"status": "ready", "tick": "late"})


def test_a_tick_leaves_a_sign_also_where_nothing_was_overdue(
    app: Flask, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = ledger.engine.url.render_as_string(hide_password=False)
    assert ready(app)[1] == {"status": "ready", "tick": "late"}
    assert Scrutiny(url, monkeypatch).says("tick").endswith("\nNothing was overdue.\n")
    assert ready(app)[1] == {"status": "ready"}
    assert in_full(app)["last_tick"]


# At a port of its own


def fetch(port: int, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def number(metrics: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
    assert found, f"no {name} in {metrics}"
    return float(found[1])


def test_whoever_runs_it_asks_at_a_port_of_its_own_which_counts_all_processes(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, own = free_port(), free_port()
    with databases.lend(databases.prepare()) as url:
        scrutiny = Scrutiny(url, monkeypatch)
        with scrutiny.start(
            "serve", "--port", port, SCRUTINY_SECRET_KEY=SECRET_KEY, WEB_CONCURRENCY="2",
            SCRUTINY_METRICS_PORT=str(own),
        ) as program:  # fmt: skip
            wait_for(lambda: status_of(port, "/health") == 200)
            for _ in range(20):
                assert fetch(port, "/sign-in")[0] == 200
            assert fetch(port, "/metrics")[0] == 404
            metrics = fetch(own, "/metrics")[1]
            name = 'scrutiny_requests_total{method="GET",page="sign_in.sign_in",status="200"}'
            assert number(metrics, name) == 20
            assert number(metrics, "scrutiny_ready") == 1
            assert number(metrics, "scrutiny_log_position") == 0
            status, body = fetch(own, "/ready")
            assert (status, json.loads(body)["position"]) == (200, 0)
            assert fetch(own, "/health")[0] == 200
            assert fetch(own, "/risks")[0] == 404
            program.terminate()
            _, complained = program.communicate(timeout=60)
        lines = [json.loads(each) for each in complained.splitlines() if each.startswith("{")]
        assert {line["event"] for line in lines} == {"request"}
        assert program.returncode == 0


def test_the_port_is_this_machine_s_alone(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, own = free_port(), free_port()
    scrutiny = Scrutiny(sqlite_database_url, monkeypatch)
    with scrutiny.start(
        "serve", "--host", "0.0.0.0", "--port", port, SCRUTINY_SECRET_KEY=SECRET_KEY,
        SCRUTINY_METRICS_PORT=str(own),
    ) as program:  # fmt: skip
        wait_for(lambda: status_of(port, "/health") == 200)
        with socket.create_server(("127.0.0.2", own)):  # nobody has it yet
            pass
        program.terminate()
        program.communicate(timeout=60)
