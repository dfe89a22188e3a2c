"""The rules of actions: what each move makes of a row, what they serve, and when they are late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from application.ledger.ledger import Ledger
from projections.actions.actions import ACTIONS, all_ended, overdue, serving, verification_late
from tests.acts import do, record
from tests.following import (
    HEALTH,
    TODAY,
    found,
    receive,
    return_it,
    set_action,
    submit,
    verify,
)
from tests.reading import listed, looking, meeting, row_of


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    found(ledger)
    return ledger


def served_by(ledger: Ledger, reference: str, position: int | None = None) -> list[str]:
    return meeting(ledger, ACTIONS, lambda view: serving(reference), position=position)


def test_a_row_says_what_was_set(ledger: Ledger) -> None:
    reference = set_action(ledger, measure="On every desk", on="2026-05-01")
    row = row_of(ledger, ACTIONS, reference)
    expected = {
        "reference": reference, "version": 1, "status": "open", "title": "Write it",
        "measure": "On every desk", "owner_role": "Superintendent",
        "owner_agency": "kent-police", "set_on": "2026-05-01",
        "due_on": "2026-12-31", "first_due_on": "2026-12-31", "moves": 0, "asked_due_on": "",
        "updated_on": "2026-05-01", "evidence": 0, "submitted_by": "", "submitted_on": "",
        "verify_by": "", "ended_on": "", "returned": 0, "serves": "",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_a_row_says_how_it_ended(ledger: Ledger) -> None:
    done, cancelled = set_action(ledger), set_action(ledger)
    submit(ledger, done)
    verify(ledger, done, HEALTH)
    do(ledger, "action.cancel", cancelled, reason="x")
    for reference, status in ((done, "done"), (cancelled, "cancelled")):
        row = row_of(ledger, ACTIONS, reference)
        assert (row["status"], row["ended_on"]) == (status, "2026-05-12")
        assert (row["submitted_by"], row["submitted_on"], row["verify_by"]) == ("", "", "")


def test_what_an_action_serves_is_listed_both_ways(ledger: Ledger) -> None:
    risk, one, two = record(ledger), receive(ledger), receive(ledger)
    action = set_action(ledger, serves=one)
    alone = set_action(ledger)
    position = ledger.position()
    do(ledger, "action.link", action, other=risk)
    do(ledger, "recommendation.link", two, other=action)
    assert [served_by(ledger, each) for each in (risk, one, two)] == [[action]] * 3
    do(ledger, "risk.unlink", risk, other=action, reason="x")
    assert served_by(ledger, risk) == []
    assert [served_by(ledger, each) for each in (one, two)] == [[action]] * 2
    assert row_of(ledger, ACTIONS, alone)["serves"] == ""
    assert [served_by(ledger, each, position) for each in (risk, one, two)] == [[], [action], []]


def test_an_item_is_told_when_the_last_action_that_serves_it_has_ended(ledger: Ledger) -> None:
    one, two, three = (receive(ledger) for _ in range(3))
    first, second = set_action(ledger, serves=one), set_action(ledger, serves=one)
    do(ledger, "action.link", second, other=two)
    set_action(ledger, serves=three)

    def ended(position: int | None = None) -> set[str]:
        with looking(ledger, position=position) as view:
            return all_ended(view)

    do(ledger, "action.cancel", first, reason="x")
    assert ended() == set()
    position = ledger.position()
    submit(ledger, second)
    assert ended() == set()
    verify(ledger, second, HEALTH)
    assert ended() == {one, two}
    assert ended(position) == set()


def test_the_end_of_a_reference_is_not_taken_for_another(ledger: Ledger) -> None:
    set_action(ledger, serves=receive(ledger))
    assert served_by(ledger, "REC-2026-00") == served_by(ledger, "REC-2026-0010") == []


def test_an_action_is_overdue_the_day_after_unless_it_awaits_its_verification(
    ledger: Ledger,
) -> None:
    late, waiting, back, gone = (set_action(ledger, due_on="2026-05-12") for _ in range(4))
    for each in (waiting, back):
        submit(ledger, each)
    return_it(ledger, back, HEALTH)
    do(ledger, "action.cancel", gone, reason="x")
    tomorrow = TODAY + timedelta(days=1)
    assert meeting(ledger, ACTIONS, overdue) == []
    assert meeting(ledger, ACTIONS, overdue, on=tomorrow) == [late, back]
    assert meeting(ledger, ACTIONS, verification_late, on=date(2026, 5, 27)) == []
    assert meeting(ledger, ACTIONS, verification_late, on=date(2026, 5, 28)) == [waiting]


def test_the_list_tells_the_open_the_waiting_and_the_ended(ledger: Ledger) -> None:
    begun, waiting, done, cancelled = (set_action(ledger) for _ in range(4))
    for each in (waiting, done):
        submit(ledger, each)
    verify(ledger, done, HEALTH)
    do(ledger, "action.cancel", cancelled, reason="x")
    assert listed(ledger, ACTIONS) == [begun, waiting]
    assert listed(ledger, ACTIONS, status="ended") == [done, cancelled]
    assert listed(ledger, ACTIONS, status="done") == [done]
    assert listed(ledger, ACTIONS, awaiting="yes") == [waiting]
