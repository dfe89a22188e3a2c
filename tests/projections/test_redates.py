"""Every request for another due date, with its decision, between two dates and as at any moment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.ledger.ledger import Ledger
from projections.followed.redates import redates_since
from tests.acts import POLICE, TEAM, do
from tests.following import (
    SCRUTINEER,
    TODAY,
    found,
    noun_of,
    receive,
    set_action,
    stand_on,
)
from tests.reading import looking

NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    found(ledger)
    return ledger


def ask(ledger: Ledger, reference: str, due_on: str, **data: Any) -> None:
    do(
        ledger, f"{noun_of(reference)}.ask_redate", reference,
        by=POLICE, due_on=due_on, reason="Vacant posts.", **data,
    )  # fmt: skip


def decide(ledger: Ledger, reference: str, move: str, **data: Any) -> None:
    by = SCRUTINEER if move == "approve_redate" else TEAM
    do(ledger, f"{noun_of(reference)}.{move}", reference, by=by, **data)


def asked(
    ledger: Ledger, since: date = NEW_YEAR, on: date = TODAY, position: int | None = None
) -> list[Any]:
    with looking(ledger, on=on, position=position) as view:
        return redates_since(view, since)


@pytest.mark.parametrize("make", [receive, set_action])
def test_a_request_says_who_asked_why_who_approved_and_the_slip_in_days(
    ledger: Ledger, make: Any
) -> None:
    reference = make(ledger)
    ask(ledger, reference, "2027-01-31")
    stand_on(ledger, date(2026, 5, 14))
    decide(ledger, reference, "approve_redate")
    assert asked(ledger, on=date(2026, 5, 14)) == [
        {
            "item": reference, "was": "2026-12-31", "due_on": "2027-01-31",
            "reason": "Vacant posts.", "asked_on": "2026-05-12", "asked_by": POLICE.id,
            "asked_for": "",
            "approved_on": "2026-05-14", "decided_by": SCRUTINEER.id,
            "slip": 31,
        }
    ]  # fmt: skip


def test_a_refused_request_is_decided_and_not_approved(ledger: Ledger) -> None:
    reference = receive(ledger)
    ask(ledger, reference, "2027-01-31")
    decide(ledger, reference, "refuse_redate", reason="It cannot wait.")
    [line] = asked(ledger)
    assert (line["decided_by"], line["approved_on"], line["slip"]) == (TEAM.id, "", None)


def test_a_first_date_has_no_slip(ledger: Ledger) -> None:
    reference = receive(ledger, due_words="to be confirmed")
    ask(ledger, reference, "2027-01-31")
    decide(ledger, reference, "approve_redate")
    [line] = asked(ledger)
    assert (line["was"], line["slip"], line["approved_on"]) == ("", None, "2026-05-12")


def test_a_decision_is_on_the_open_request_of_its_own_item(ledger: Ledger) -> None:
    one, two = receive(ledger), set_action(ledger)
    ask(ledger, one, "2027-01-31")
    ask(ledger, two, "2027-02-28")
    decide(ledger, one, "refuse_redate", reason="x")
    ask(ledger, one, "2027-03-31")
    decide(ledger, one, "approve_redate")
    wanted = ("item", "due_on", "decided_by", "slip")
    assert [tuple(line[name] for name in wanted) for line in asked(ledger)] == [
        (two, "2027-02-28", "", None),
        (one, "2027-01-31", TEAM.id, None),
        (one, "2027-03-31", SCRUTINEER.id, 90),
    ]  # fmt: skip


def test_requests_are_listed_between_two_dates_both_included(ledger: Ledger) -> None:
    for day in (10, 11, 12):
        ask(ledger, receive(ledger, on="2026-05-01"), "2027-01-31", on=f"2026-05-{day}")

    def days(since: date, on: date) -> list[str]:
        return [line["asked_on"] for line in asked(ledger, since, on)]

    assert days(date(2026, 5, 10), TODAY) == ["2026-05-10", "2026-05-11", "2026-05-12"]
    assert days(date(2026, 5, 11), TODAY) == ["2026-05-11", "2026-05-12"]
    assert days(date(2026, 5, 1), date(2026, 5, 11)) == ["2026-05-10", "2026-05-11"]
    assert days(date(2026, 5, 13), date(2026, 5, 31)) == []


def test_at_an_earlier_position_what_came_later_is_not_known(ledger: Ledger) -> None:
    reference = receive(ledger)
    before = ledger.position()
    ask(ledger, reference, "2027-01-31")
    pending = ledger.position()
    [picture] = asked(ledger)
    decide(ledger, reference, "approve_redate")
    decided = ledger.position()
    [approved] = asked(ledger)
    ask(ledger, reference, "2027-02-28")
    assert asked(ledger, position=before) == []
    assert asked(ledger, position=pending) == [picture]
    assert (picture["decided_by"], picture["slip"]) == ("", None)
    assert asked(ledger, position=decided) == [approved]
    assert [line["due_on"] for line in asked(ledger)] == ["2027-01-31", "2027-02-28"]
