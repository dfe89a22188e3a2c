"""A log with anything missing, doubled or unreadable in it is found out."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, insert, update

from application.ledger.ledger import Ledger
from application.ledger.log.entries import entry_of, leaf
from application.ledger.log.log_check import check_log
from application.ledger.log.log_tables import stored_events, stored_words
from application.ledger.log.state_shape import misfits
from domain.kernel.item import TOPICS, london_date
from tests.acts import do, record
from tests.loading import PUBLISHED, load
from tests.tampering import altered, reworded, without_words

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
    assert damage(told, 2) == [
        "Position 2 of the log is missing; 3 follows.",
        "Position 3: version 3 of an item stands where its version 2 should.",
    ]


UNLIKE_ITS_LEAF = "Position 2 was altered: its leaf does not fit."


@pytest.mark.parametrize(
    ("columns", "more"),
    [
        ({"state": b'{"half'}, ["Position 2 cannot be read: "]),
        ({"state": b"{}"}, ["Position 2 cannot be read: it has no by."]),
        ({"item": "RSK-2026-999"}, ["Position 2 names RSK-2026-999, but belongs to another item."]),
        ({"topic": "Risk.Gone"}, ["Position 2: this program knows no event Risk.Gone. Install"]),
        ({"topic": "os:system"}, ["Position 2: this program knows no event os:system. Install"]),
        (
            {"recorded": "2026-11-25"},
            [
                "Position 2 is said to have happened",
                "Position 2 was recorded at 2026-11-25, before",
            ],
        ),
        ({"leaf": b"x" * 32}, []),
        ({"state": b'{"by":{},"on":7}'}, ["Position 2 cannot be read: it has no "]),
    ],
)
def test_whatever_is_altered_of_an_event_is_found(
    told: Ledger, columns: dict[str, object], more: list[str]
) -> None:
    altered(told, 2, **columns)
    found = [fault for fault in check_log(told) if fault.startswith("Position 2")]
    assert UNLIKE_ITS_LEAF in found
    others = [fault for fault in found if fault != UNLIKE_ITS_LEAF]
    assert len(others) == len(more)
    for fault, start in zip(sorted(others), more, strict=True):
        assert fault.startswith(start)


def test_another_type_is_told_with_its_position(told: Ledger) -> None:
    """Whoever alters a blob by SQLite's own functions makes text of it."""
    with told.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE stored_events SET state = CAST(state AS TEXT) WHERE position = 2"
        )
    assert next(iter(check_log(told))) == "Position 2 was altered: state is of another type."


def test_a_fact_of_another_type_is_told_and_not_compared(told: Ledger) -> None:
    with told.reading():
        [stored] = told.log.select_notifications(2, 1)
    state = json.loads(stored.state) | {"on": 7}
    found = damage(told, 2, state=json.dumps(state, separators=(",", ":")).encode())
    assert "Position 2: “on” is not what such an event has." in found


def test_a_time_before_that_of_the_event_before_is_found(told: Ledger) -> None:
    with told.reading():
        [first] = told.log.select_notifications(1, 1)
    early, today = "2020-01-01T00:00:00.000000Z", london_date(told.now())
    assert damage(told, 2, recorded=early) == [
        f"Position 2 was recorded at {early}, before the one that it follows ({first.recorded}).",
        UNLIKE_ITS_LEAF,
        f"Position 2 is said to have happened on {today}, after it was recorded.",
    ]


@pytest.mark.parametrize(
    ("alteration", "sentence"),
    [
        ({"state": b'{"by": {}}'}, "Position 2 is not written in the form of the log."),
        ({"recorded": "9999-12-31T00:00:00Z"}, "“9999-12-31T00:00:00Z” is no time of the log."),
    ],
)
def test_an_event_in_another_form_is_found_although_its_leaf_fits(
    told: Ledger, alteration: dict[str, object], sentence: str
) -> None:
    altered(told, 2, **alteration)
    with told.reading():
        [stored] = told.log.select_notifications(2, 1)
    found = damage(told, 2, leaf=leaf(entry_of(stored)))
    assert any(sentence in fault for fault in found)


def test_words_that_were_altered_are_found(told: Ledger) -> None:
    reworded(told, 3, "text", "A look every year")
    assert list(check_log(told)) == [
        "Position 3 cannot be read: its words are not those that were written."
    ]


def test_words_that_are_missing_are_found(told: Ledger) -> None:
    without_words(told, 3)
    assert list(check_log(told)) == [
        "Position 3: words of it are missing, and no event says that they go."
    ]


def test_words_without_an_event_are_found(told: Ledger) -> None:
    with told.writing() as connection:
        connection.execute(insert(stored_words).values(position=9, disclosures="x"))
    assert list(check_log(told)) == ["Position 9 of the log has words, but no event."]


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"sly": 1}, "sly"),
        ({"likelihood": "2"}, "likelihood"),
        ({"on": "26 November 2026"}, "on"),
        ({"by": {"person": "x", "role": "king", "agency": ""}}, "by"),
        ({"by": {"person": "x", "role": "lsp", "agency": "", "on_behalf_of": ""}}, "by"),
        ({"_sd": ["short"]}, "_sd"),
    ],
)
def test_a_fact_that_such_an_event_does_not_have_is_found_by_its_name(
    told: Ledger, facts: dict[str, object], name: str
) -> None:
    with told.reading():
        [stored] = told.log.select_notifications(2, 1)
    found = misfits(json.loads(stored.state) | facts, TOPICS[stored.topic])
    assert [each.name for each in found] == [name]


def test_whoever_wrote_it_down_for_an_agency_is_no_misfit(told: Ledger) -> None:
    with told.reading():
        [stored] = told.log.select_notifications(2, 1)
    by = {"person": "x", "role": "business_team", "agency": "", "on_behalf_of": "kent-police"}
    assert list(misfits(json.loads(stored.state) | {"by": by}, TOPICS[stored.topic])) == []
