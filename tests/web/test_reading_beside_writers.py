"""Whoever reads or signs in never waits for whoever writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from subprocess import Popen

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import event, text

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.application.conftest import another_process as another_process
from tests.databases import databases as databases  # on both dialects
from tests.web.conftest import Visit


@pytest.fixture
def held(ledger: Ledger, another_process: Callable[..., Popen[str]]) -> Iterator[None]:
    """Another process holds the log's lock, and keeps it."""
    url = ledger.engine.url.render_as_string(hide_password=False)
    program = another_process(url, "hold-the-lock")
    assert program.stdout
    assert program.stdout.readline().strip() == "held"
    yield
    assert program.poll() is None, "it was held all the time"


def test_pages_are_read_and_people_come_and_go_while_another_process_writes(
    clock: FrozenDateTimeFactory, visit: Visit, held: None
) -> None:
    visitor = visit(Role.AUDITOR)
    for address in ("/", "/risks", "/audit", "/people"):
        clock.tick(timedelta(minutes=29))  # so that each visit is noted, or the session would end
        assert visitor.get(address)
    assert visitor.post("/sign-out").heading == "Sign in"
    assert visit().sign_in("auditor", "a guess", status=422)


def test_a_visit_that_cannot_be_noted_at_once_keeps_nobody_from_reading(
    clock: FrozenDateTimeFactory, ledger: Ledger, side: SideRecords, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    clock.tick(timedelta(minutes=2))
    lock = (
        "LOCK TABLE sessions IN EXCLUSIVE MODE" if side.in_ledger else "DELETE FROM sign_in_tries"
    )
    other = SideRecords(ledger.engine)
    with other.writing() as somebody_else:
        somebody_else.execute(text(lock))
        assert visitor.get("/risks").heading == "Partnership Risk Register"
    other.close()


def test_who_is_signed_in_is_read_with_the_page_and_in_as_few_statements_as_can_be(
    ledger: Ledger, side: SideRecords, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    statements: list[str] = []
    checked_out: list[object] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "sessions" in statement or "accounts" in statement:
            statements.append(statement)

    for engine in (ledger.engine, side.engine):
        event.listen(engine, "before_cursor_execute", note)
    event.listen(ledger.engine, "checkout", lambda *each: checked_out.append(each))
    visitor.get("/accessibility")
    assert len(statements) == (1 if side.in_ledger else 2)
    assert len(checked_out) == 1, "one connection a request"
