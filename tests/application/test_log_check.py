"""A log with anything missing, doubled or unreadable in it is found out."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from application.ledger.ledger import Ledger
from application.ledger.log_check import check_log
from application.ledger.recorder import stored_events
from tests.acts import do, record
from tests.loading import PUBLISHED, load

_log = stored_events.c


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    """A ledger with a risk of three events and one of one."""
    reference = record(ledger)
    do(ledger, "risk.assess", reference, measure="current", likelihood="2", impact="3")
    do(ledger, "risk.add_control", reference, text="Weekly look")
    record(ledger)
    return ledger


def damage(ledger: Ledger, position: int, **values: object) -> list[str]:
    """What is found once the event at a position has been changed, or without values, removed."""
    here = _log.position == position
    change = update(stored_events).where(here).values(**values)
    with ledger.writing() as connection:
        connection.execute(change if values else delete(stored_events).where(here))
    return list(check_log(ledger))


def test_a_log_that_was_never_touched_is_whole(ledger: Ledger) -> None:
    assert list(check_log(ledger)) == []
    load(ledger, PUBLISHED)
    assert list(check_log(ledger)) == []


def test_a_missing_event_is_found(told: Ledger) -> None:
    missing, out_of_order = damage(told, 2)
    assert missing == "Position 2 of the log is missing; 3 follows."
    assert out_of_order == ("Position 3: version 3 of an item stands where its version 2 should.")


def test_an_event_that_cannot_be_decoded_is_found(told: Ledger) -> None:
    (fault,) = damage(told, 2, state=b'{"half')
    assert fault.startswith("Position 2 cannot be read: ")


@pytest.mark.parametrize("topic", ["Risk.Gone", "Nowhere.Event", "os:system"])
def test_an_event_that_this_program_does_not_know_is_found(told: Ledger, topic: str) -> None:
    assert damage(told, 2, topic=topic) == [f"Position 2: this program knows no event {topic}."]


def test_an_event_that_speaks_of_another_item_is_found(told: Ledger) -> None:
    with told.reading():
        (event,) = told.recorder.select_notifications(4, 1)
    (fault,) = damage(told, 4, state=event.state.replace(b"-002", b"-001"))
    assert fault.endswith("but belongs to another item.")
