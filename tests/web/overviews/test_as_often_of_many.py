"""Pages of risks ask as often of a large register as of a small one."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import event

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.web.conftest import Visit
from tests.web.visitor import Visitor


def asked(ledger: Ledger, visitor: Visitor, address: str) -> int:
    """How many statements a page takes, once all of them have been made."""
    statements: list[str] = []

    def listen(connection: sqlite3.Connection, *more: Any) -> None:
        connection.set_trace_callback(statements.append)

    visitor.get(address)
    event.listen(ledger.engine, "checkout", listen)
    visitor.get(address)
    event.remove(ledger.engine, "checkout", listen)
    return len(statements)


def lived(ledger: Ledger, count: int) -> None:
    """So many risks that moved, each asked about, above its appetite, and late."""
    for number in range(count):
        risk = record(ledger, f"Risk {number}", likelihood="3", impact="4")
        do(ledger, "risk.assess", risk, measure="current", likelihood="4", impact="5", reason="So.")
        do(ledger, "risk.set_appetite", risk, appetite="4")
        if number % 2:
            do(ledger, "risk.escalate", risk, to="executive", question="Now?", reason="Beyond us.")


def test_they_ask_no_more_queries_for_more_risks(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    lived(ledger, 2)
    executive, addresses = visit(Role.EXECUTIVE), ("/executive", "/risks", "/risks/quarters")
    few = {address: asked(ledger, executive, address) for address in addresses}
    assert min(few.values()) > 5
    lived(ledger, 40)
    assert few == {address: asked(ledger, executive, address) for address in addresses}
