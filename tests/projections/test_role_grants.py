"""Who could do what, then."""

from __future__ import annotations

from datetime import date

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from projections.partnership.role_grants import list_grants, roles_held
from tests.acts import do, join
from tests.reading import looking


def held(ledger: Ledger, on: str, person: str = "c0ffee") -> list[tuple[Role, str]]:
    with ledger.reading() as connection:
        return roles_held(connection, person, on=date.fromisoformat(on))


@pytest.mark.parametrize(
    ("day", "is_held"),
    [
        ("2026-03-31", False),
        ("2026-04-01", True),
        ("2026-12-31", True),
        ("2027-03-31", True),
        ("2027-04-01", False),
    ],
)
def test_a_role_is_held_from_its_first_day_to_its_last(
    ledger: Ledger, day: str, is_held: bool
) -> None:
    do(
        ledger, "role.give",
        person="c0ffee", role="auditor", from_on="2026-04-01", to_on="2027-03-31",
    )  # fmt: skip
    assert held(ledger, day) == ([(Role.AUDITOR, "")] if is_held else [])


def test_a_role_without_an_end_is_held_for_ever(ledger: Ledger) -> None:
    join(ledger)
    do(
        ledger, "role.give",
        person="c0ffee", role="saas_member", agency="kent-police", from_on="2026-04-01",
    )  # fmt: skip
    assert held(ledger, "9999-12-31") == [(Role.SAAS_MEMBER, "kent-police")]


def test_an_ended_role_is_held_to_its_last_day(ledger: Ledger) -> None:
    given = do(ledger, "role.give", person="c0ffee", role="auditor", from_on="2026-04-01")
    do(ledger, "role.end", given.reference, to_on="2026-06-30", reason="x")
    assert held(ledger, "2026-06-30") == [(Role.AUDITOR, "")]
    assert held(ledger, "2026-07-01") == []


def test_a_role_ended_on_the_day_before_it_began_was_never_held(ledger: Ledger) -> None:
    given = do(ledger, "role.give", person="c0ffee", role="auditor", from_on="2026-04-01")
    do(ledger, "role.end", given.reference, to_on="2026-03-31", reason="By mistake")
    assert held(ledger, "2026-04-01") == held(ledger, "2026-03-31") == []


def test_a_person_may_hold_several_roles_and_others_hold_theirs(ledger: Ledger) -> None:
    for role in ("auditor", "scrutineer"):
        do(ledger, "role.give", person="c0ffee", role=role, from_on="2026-04-01")
    do(ledger, "role.give", person="somebody else", role="lsp", from_on="2026-04-01")
    assert set(held(ledger, "2026-05-01")) == {(Role.AUDITOR, ""), (Role.SCRUTINEER, "")}
    assert held(ledger, "2026-05-01", "somebody else") == [(Role.LSP, "")]
    assert held(ledger, "2026-05-01", "nobody") == []


def test_every_grant_says_by_whom_and_why_the_latest_first(ledger: Ledger) -> None:
    for number, day in enumerate(("2026-04-01", "2026-06-01", "2026-05-01")):
        do(ledger, "role.give", person=str(number), role="auditor", from_on=day, reason="Named")
    with looking(ledger) as view:
        rows = list_grants(view)
        before = list_grants(view.back_to(on=view.on, position=1))
    assert [row["from_on"] for row in rows] == ["2026-06-01", "2026-05-01", "2026-04-01"]
    assert {(row["granted_by"], row["reason"]) for row in rows} == {("operator", "Named")}
    assert [row["person"] for row in before] == ["0"]
