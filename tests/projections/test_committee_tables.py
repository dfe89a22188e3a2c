"""The tables of committees: what became of recommendations between two moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from application.ledger.ledger import Ledger
from projections.recommendations.figures import (
    became_of_the_late,
    closed_between,
    status_changes,
)
from projections.view import View
from tests.acts import EXECUTIVE, do
from tests.following import (
    TODAY,
    found,
    receive,
    redate,
    return_it,
    stand_on,
    submit,
    verify,
)
from tests.minuted import OUTSIDE
from tests.reading import looking

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    found(ledger)
    return ledger


# The tables of committees


def implement(ledger: Ledger, reference: str) -> None:
    submit(ledger, reference)
    verify(ledger, reference)


def resolve_otherwise(ledger: Ledger, reference: str) -> None:
    submit(ledger, reference)
    verify(ledger, reference, closing="resolved_otherwise")


def not_accept(ledger: Ledger, reference: str) -> None:
    do(ledger, "recommendation.respond", reference, response="not_accepted", reason="x")


def withdraw(ledger: Ledger, reference: str) -> None:
    do(ledger, "recommendation.withdraw", reference, reason="x")


def supersede(ledger: Ledger, reference: str) -> None:
    do(ledger, "recommendation.supersede", reference, by_other=receive(ledger), reason="x")


def accept_risk(ledger: Ledger, reference: str) -> None:
    do(
        ledger, "recommendation.accept_risk", reference,
        by=EXECUTIVE, to="executive", reason="x", **OUTSIDE,
    )  # fmt: skip


def move(ledger: Ledger, reference: str) -> None:
    redate(ledger, reference, "2026-12-31")


def move_to_a_date_that_passes(ledger: Ledger, reference: str) -> None:
    redate(ledger, reference, "2026-06-15")


def do_nothing(ledger: Ledger, reference: str) -> None:
    pass


def claim_in_vain(ledger: Ledger, reference: str) -> None:
    submit(ledger, reference)
    return_it(ledger, reference)


def implement_and_reopen(ledger: Ledger, reference: str) -> None:
    implement(ledger, reference)
    do(ledger, "recommendation.reopen", reference, reason="x")


Happening = Callable[[Ledger, str], None]
BECAME: dict[Happening, str] = {
    implement: "Verified",
    resolve_otherwise: "Otherwise resolved",
    not_accept: "Otherwise resolved",
    withdraw: "Otherwise resolved",
    supersede: "Superseded",
    accept_risk: "Risk accepted",
    submit: "Claimed to be done",
    move: "Given a new date",
    move_to_a_date_that_passes: "Still late",
    do_nothing: "Still late",
    claim_in_vain: "Still late",
    implement_and_reopen: "Still late",
}


def test_what_became_of_those_that_were_late(ledger: Ledger) -> None:
    late = {happening: receive(ledger, due_words="2026-05-01") for happening in BECAME}
    submit(ledger, receive(ledger, due_words="2026-05-01"))
    receive(ledger, due_words="2026-05-12")
    receive(ledger, due_words="to be confirmed")
    then = ledger.position()
    receive(ledger, due_words="2026-05-02")
    stand_on(ledger, date(2026, 6, 10))
    for happening, reference in late.items():
        happening(ledger, reference)

    def became(since: View, view: View) -> dict[str, set[str]]:
        groups = became_of_the_late(since, view)
        assert [words for words, _ in groups] == [
            "Verified", "Otherwise resolved", "Superseded", "Risk accepted",
            "Claimed to be done", "Given a new date", "Still late",
        ]  # fmt: skip
        return {words: {row["reference"] for row in rows} for words, rows in groups}

    with looking(ledger, on=date(2026, 6, 30)) as view:
        earlier = view.back_to(on=TODAY, position=then)
        now, none = became(earlier, view), became(earlier, earlier)
    for words in now:
        assert now[words] == {late[each] for each, group in BECAME.items() if group == words}
    assert none.pop("Still late") == set(late.values())
    assert not any(none.values())


def test_what_was_closed_between_two_dates(ledger: Ledger) -> None:
    references = [receive(ledger) for _ in range(4)]
    for close, reference in zip(
        (implement, withdraw, implement_and_reopen, do_nothing), references, strict=True
    ):
        close(ledger, reference)
    position = ledger.position()
    supersede(ledger, receive(ledger))

    def closed(since: date, *, on: date, position: int | None = None) -> list[str]:
        with looking(ledger, on=on, position=position) as view:
            rows = closed_between(view.back_to(on=since, position=0), view)
        return [row["closing"] for row in rows]

    assert closed(TODAY, on=TODAY) == ["implemented", "withdrawn", "superseded"]
    assert closed(TODAY, on=TODAY, position=position) == ["implemented", "withdrawn"]
    assert closed(TOMORROW, on=TOMORROW) == []
    assert closed(date(2026, 1, 1), on=date(2026, 5, 11)) == []


def test_each_stands_beside_what_it_was_before(ledger: Ledger) -> None:
    before: dict[str, Happening] = {
        "same": do_nothing, "closed": do_nothing, "reopened": implement, "other status": submit,
    }  # fmt: skip
    references = {change: receive(ledger) for change in before}
    for change, happening in before.items():
        happening(ledger, references[change])
    then = ledger.position()
    withdraw(ledger, references["closed"])
    do(ledger, "recommendation.reopen", references["reopened"], reason="It came back.")
    return_it(ledger, references["other status"])
    references["new"] = receive(ledger)
    with looking(ledger) as view:
        rows = status_changes(view.back_to(on=TODAY, position=then), view)
    assert {row["change"]: row["reference"] for row in rows} == references
    stood = {row["change"]: (row["status_before"], row["status"]) for row in rows}
    assert stood == {
        "same": ("received", "received"), "closed": ("received", "closed"),
        "reopened": ("closed", "in_progress"), "other status": ("submitted", "returned"),
        "new": (None, "received"),
    }  # fmt: skip
