"""A ledger with one person, and the side records beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from application.accounts import signing_in
from application.accounts.access_log import latest_access
from application.accounts.side import SideRecords
from application.accounts.signing_in import Visitor
from application.ledger.ledger import Ledger
from tests.partnership import an_account

NINE = datetime(2026, 5, 12, 9, tzinfo=UTC)
PASSWORD = "correct horse battery"
SECOND = timedelta(seconds=1)


class Door:
    """Where people sign in, at a time that the test sets."""

    def __init__(self, ledger: Ledger, side: SideRecords) -> None:
        self.ledger, self.side = ledger, side
        self.now = NINE
        ledger.now = lambda: self.now

    def enter(
        self, name: str = "auditor@kent", password: str = PASSWORD, address: str = "192.0.2.1"
    ) -> str | None:
        """The token of a session; None where name or password is wrong."""
        return signing_in.sign_in(
            self.ledger, self.side, name=name, password=password,
            visitor=Visitor(address, "A browser"),
        )  # fmt: skip

    def token(self) -> str:
        token = self.enter()
        assert token
        return token

    def fail(self, times: int, name: str = "auditor@kent", address: str = "192.0.2.1") -> None:
        """Fail so many times, each as soon as may be."""
        for _ in range(times):
            assert self.enter(name, "wrong", address) is None

    def log(self) -> list[tuple[str, str, str]]:
        """The access log, oldest first."""
        with self.side.reading() as connection:
            return [
                (line["what"], line["person"], line["address"])
                for line in reversed(latest_access(connection))
            ]


@pytest.fixture
def side(ledger: Ledger) -> Iterator[SideRecords]:
    side = SideRecords(ledger.engine, key=b"the key of the tests")
    yield side
    side.close()


@pytest.fixture
def person(ledger: Ledger) -> str:
    return an_account(ledger, sign_in="Auditor@Kent", name="The auditor", password=PASSWORD)


@pytest.fixture
def door(ledger: Ledger, side: SideRecords) -> Door:
    return Door(ledger, side)
