"""The list of actions: what each event makes of a row, and what people ask of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from application.ledger.ledger import Ledger
from domain.actions.action import Action
from projections.actions.actions import (
    SORTS,
    Actions,
    Filters,
    action_row,
    actions_page,
    actions_that,
    all_ended,
    overdue,
    serving,
    whole_list,
)
from projections.rebuild import differences
from projections.versioned import Moment
from tests.acts import POLICE, TEAM, do, record
from tests.following import (
    HEALTH,
    TODAY,
    found,
    receive,
    redate,
    return_it,
    set_action,
    stand_on,
    submit,
    verify,
)


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    found(ledger)
    return ledger


def row_of(ledger: Ledger, reference: str, position: int | None = None) -> Any:
    with ledger.reading() as connection:
        return action_row(connection, reference, moment=Moment(TODAY, position))


def listed(
    ledger: Ledger, *, on: date = TODAY, position: int | None = None, sort: str = "reference",
    **filters: Any,
) -> list[str]:  # fmt: skip
    asked: dict[str, Any] = {
        "moment": Moment(on, position), "filters": Filters(**filters), "sort": sort,
    }  # fmt: skip
    with ledger.reading() as connection:
        page = actions_page(connection, **asked)
        assert page.rows == whole_list(connection, **asked)
    assert page.total == len(page.rows)
    return [row["reference"] for row in page.rows]


def served_by(ledger: Ledger, reference: str, position: int | None = None) -> list[str]:
    with ledger.reading() as connection:
        rows = actions_that(connection, serving(reference), moment=Moment(TODAY, position))
    return [row["reference"] for row in rows]


def test_a_row_says_what_was_set(ledger: Ledger) -> None:
    reference = set_action(ledger, measure="On every desk", on="2026-05-01")
    row = row_of(ledger, reference)
    expected = {
        "reference": reference, "version": 1, "status": "open", "title": "Write it",
        "measure": "On every desk", "owner_role": "Superintendent",
        "owner_agency": "kent-police", "owner_name": "Kent Police", "set_on": "2026-05-01",
        "due_on": "2026-12-31", "first_due_on": "2026-12-31", "moves": 0, "asked_due_on": "",
        "updated_on": "2026-05-01", "evidence": 0, "submitted_by": "", "submitted_on": "",
        "verify_by": "", "ended_on": "", "returned": 0, "serves": "",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


SHOWN = ("add_evidence", POLICE, {"kind": "data", "title": "It", "link": "x"})
CLAIMED = ("submit", POLICE, {"claim": "Done."})
ASKED = ("ask_redate", POLICE, {"due_on": "2027-01-31", "reason": "x"})
NOT_CLAIMED = {"submitted_by": "", "submitted_on": "", "verify_by": ""}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (
            [("report_progress", POLICE, {"progress": "x", "on": "2026-05-10"})],
            {"status": "in_progress", "updated_on": "2026-05-12"},
        ),
        (
            [("assign_owner", TEAM, {"owner_role": "Head", "owner_agency": "nhs"})],
            {"owner_role": "Head", "owner_agency": "nhs", "owner_name": "NHS"},
        ),
        (
            [SHOWN, SHOWN, ("check_evidence", HEALTH, {"evidence": "2", "finding": "x"})],
            {"evidence": 2, "status": "open"},
        ),
        ([ASKED], {"asked_due_on": "2027-01-31", "due_on": "2026-12-31", "moves": 0}),
        (
            [ASKED, ("approve_redate", TEAM, {})],
            {"asked_due_on": "", "due_on": "2027-01-31", "first_due_on": "2026-12-31", "moves": 1},
        ),
        (
            [ASKED, ("refuse_redate", TEAM, {"reason": "x"})],
            {"asked_due_on": "", "due_on": "2026-12-31", "moves": 0},
        ),
        (
            [SHOWN, CLAIMED],
            {"status": "submitted", "submitted_by": "c0ffee", "submitted_on": "2026-05-12",
             "verify_by": "2026-05-27", "ended_on": ""},
        ),
        (
            [SHOWN, CLAIMED, ("return_it", HEALTH, {"reason": "x"})],
            {"status": "returned", "returned": 1, **NOT_CLAIMED},
        ),
        (
            [SHOWN, CLAIMED, ("verify", HEALTH, {"finding": "x"})],
            {"status": "done", "ended_on": "2026-05-12", **NOT_CLAIMED},
        ),
        (
            [("cancel", TEAM, {"reason": "x"})],
            {"status": "cancelled", "ended_on": "2026-05-12"},
        ),
    ],
)  # fmt: skip
def test_a_row_follows_what_happens(
    ledger: Ledger, steps: list[tuple[str, Any, dict[str, Any]]], expected: dict[str, Any]
) -> None:
    reference = set_action(ledger)
    for move, person, data in steps:
        do(ledger, f"action.{move}", reference, by=person, **data)
    row = row_of(ledger, reference)
    assert {name: row[name] for name in expected} == expected
    action = ledger.get(Action, reference)
    kept = ("version", "status", "due_on", "first_due_on", "moves", "updated_on")
    assert {name: row[name] for name in kept} == {name: getattr(action, name) for name in kept}


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
    assert row_of(ledger, alone)["serves"] == ""
    assert [served_by(ledger, each, position) for each in (risk, one, two)] == [[], [action], []]


def test_an_item_is_told_when_the_last_action_that_serves_it_has_ended(ledger: Ledger) -> None:
    one, two, three = (receive(ledger) for _ in range(3))
    first, second = set_action(ledger, serves=one), set_action(ledger, serves=one)
    do(ledger, "action.link", second, other=two)
    set_action(ledger, serves=three)

    def ended(position: int | None = None) -> set[str]:
        with ledger.reading() as connection:
            return all_ended(connection, moment=Moment(TODAY, position))

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
    assert listed(ledger, overdue=True) == []
    assert listed(ledger, overdue=True, on=tomorrow) == [late, back]
    with ledger.reading() as connection:
        rows = actions_that(connection, overdue(Moment(tomorrow)), moment=Moment(tomorrow))
    assert [row["reference"] for row in rows] == [late, back]


def test_the_list_narrows_down(ledger: Ledger) -> None:
    one = set_action(ledger, title="Agree the form on Straße 1", measure="50% use it")
    two = set_action(ledger, owner_agency="nhs", owner_role="Head")
    waiting, done, cancelled = (set_action(ledger) for _ in range(3))
    for each in (waiting, done):
        submit(ledger, each)
    verify(ledger, done, HEALTH)
    do(ledger, "action.cancel", cancelled, reason="x")
    assert listed(ledger) == [one, two, waiting]
    assert listed(ledger, status="ended") == [done, cancelled]
    assert listed(ledger, status="done") == [done]
    assert listed(ledger, status="") == [one, two, waiting, done, cancelled]
    assert listed(ledger, awaiting=True) == listed(ledger, status="submitted") == [waiting]
    assert listed(ledger, owner_agency="nhs") == [two]
    for term in ("STRASSE", "50%", "the form"):
        assert listed(ledger, search=term) == [one]
    assert listed(ledger, search=two.lower()) == [two]
    assert listed(ledger, search="_") == []


def test_a_search_follows_a_new_owner(ledger: Ledger) -> None:
    reference = set_action(ledger)
    do(ledger, "action.assign_owner", reference, owner_role="Head of Safeguarding",
       owner_agency="nhs")  # fmt: skip
    assert listed(ledger, search="head of safeguarding") == [reference]
    assert listed(ledger, search="superintendent") == []


def test_every_sort_puts_the_list_in_its_order_and_back(ledger: Ledger) -> None:
    one = set_action(ledger, title="beta", owner_agency="nhs", due_on="2026-07-31")
    two = set_action(ledger, title="Gamma", due_on="2026-06-30")
    three = set_action(ledger, title="Alpha", owner_agency="kent-county-council")
    redate(ledger, two, "2027-08-31")
    submit(ledger, one, TEAM)
    orders = {
        "reference": [one, two, three],
        "title": [three, one, two],
        "due": [one, three, two],
        "owner": [three, two, one],
        "moves": [one, three, two],
        "status": [two, three, one],
    }
    assert set(orders) == set(SORTS)
    for sort, order in orders.items():
        assert listed(ledger, sort=sort) == order, sort
    assert listed(ledger, sort="-title") == [two, one, three]
    assert listed(ledger, sort="gossip") == orders["due"]


def test_a_long_list_comes_in_pages(ledger: Ledger) -> None:
    references = [set_action(ledger) for _ in range(3)]
    for number, expected in ((1, references[:2]), (2, references[2:]), (3, [])):
        with ledger.reading() as connection:
            page = actions_page(
                connection, moment=Moment(TODAY), filters=Filters(), page=number, size=2
            )
        assert ([row["reference"] for row in page.rows], page.total) == (expected, 3)


def test_the_list_is_read_as_it_stood_at_any_position(ledger: Ledger) -> None:
    reference = set_action(ledger)
    position, picture = ledger.position(), row_of(ledger, reference)
    submit(ledger, reference)
    stand_on(ledger, date(2026, 5, 20))
    verify(ledger, reference, HEALTH)
    another = set_action(ledger)
    assert listed(ledger, position=position) == [reference]
    assert {**row_of(ledger, reference, position), "until": None} == picture
    assert row_of(ledger, another, position) is None
    assert listed(ledger) == [another]
    assert row_of(ledger, reference)["ended_on"] == "2026-05-20"


def test_the_rows_are_those_that_the_log_gives(ledger: Ledger) -> None:
    for _ in range(2):
        reference = set_action(ledger, serves=receive(ledger))
        redate(ledger, reference, "2027-01-31")
        submit(ledger, reference)
        return_it(ledger, reference, HEALTH)
    do(ledger, "action.cancel", reference, reason="x")
    assert differences(ledger, Actions()) == []
