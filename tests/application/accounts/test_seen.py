"""What somebody has seen is noted for each person, goes forward only, and goes with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from application.accounts.seen import Seen, forget_seen, mark_as_seen, seen_by
from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from tests.application.accounts.conftest import NINE
from tests.databases import databases as databases  # on both dialects


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def mark(side: SideRecords, person: str, position: int, *, late: int = 0) -> None:
    with side.writing() as connection:
        mark_as_seen(connection, person, position, now=NINE + timedelta(days=late))


def found(side: SideRecords, person: str) -> Seen | None:
    with side.reading() as connection:
        return seen_by(connection, person)


def test_each_person_has_seen_what_they_said(side: SideRecords) -> None:
    mark(side, "anna", 7)
    mark(side, "ben", 9)
    seen = found(side, "anna")
    assert seen is not None
    assert (seen.position, seen.at[:10]) == (7, NINE.date().isoformat())
    assert found(side, "carl") is None


def test_an_older_page_takes_nothing_back(side: SideRecords) -> None:
    mark(side, "anna", 7)
    mark(side, "anna", 5, late=1)
    seen = found(side, "anna")
    assert seen is not None
    assert seen.position == 7


def test_it_goes_with_the_person(side: SideRecords) -> None:
    mark(side, "anna", 7)
    mark(side, "ben", 9)
    with side.writing() as connection:
        forget_seen(connection, "anna")
    assert found(side, "anna") is None
    assert found(side, "ben") is not None
