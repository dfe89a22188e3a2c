"""How often a command goes to the database and back, so that nobody doubles it unnoticed."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from application.ledger.ledger import Ledger
from domain.kernel.terms import Actor, Occasion, Role
from domain.risks.risk import Risk
from tests.acts import do, record
from web.running.startup import open_ledger

_ASKED = re.compile(r"\tF\t\d+\t(Query|Sync)\b")
"""What ends each turn of the program's in libpq's own account of what goes over the line."""


@contextmanager
def counted(engine: Engine) -> Iterator[Callable[[], int]]:
    """Count how often the program asks the server and waits, on connections made from now on."""
    with tempfile.NamedTemporaryFile() as account:

        def trace(connection: Any, _record: object) -> None:
            connection.pgconn.trace(os.open(account.name, os.O_WRONLY | os.O_APPEND))

        engine.dispose()
        event.listen(engine, "connect", trace)
        yield lambda: len(_ASKED.findall(account.read().decode(errors="replace")))
        event.remove(engine, "connect", trace)
        engine.dispose()


@pytest.fixture
def ledger(postgresql_database_url: str) -> Iterator[Ledger]:
    ledger = open_ledger(postgresql_database_url)
    yield ledger
    ledger.close()


def test_a_command_asks_the_server_a_dozen_times(ledger: Ledger) -> None:
    reference = record(ledger, likelihood="3", impact="4")
    scores = {"measure": "current", "likelihood": "2", "impact": "2", "reason": "Two are filled."}
    with counted(ledger.engine) as asked:
        do(ledger, "risk.assess", reference, **scores, command="first")
        asked()  # what is asked once of a new connection is not counted
        do(ledger, "risk.assess", reference, **scores | {"impact": "3"}, command="second")
        times = asked()
    assert 8 <= times <= 16


def test_many_items_are_saved_for_the_price_of_one(ledger: Ledger) -> None:
    references = [record(ledger) for _ in range(40)]
    risks = [ledger.get(Risk, reference) for reference in references]
    occasion = Occasion(Actor("b7e1", Role.BUSINESS_TEAM), ledger.now(), date(2026, 5, 12))
    for risk in risks:
        risk.add_control(occasion, text="A weekly look")
    with counted(ledger.engine) as asked:
        ledger.position()
        asked()
        ledger.save(*risks)
        times = asked()
    assert 6 <= times <= 16
