"""People and their roles: given and ended, with effect from the next page on."""

from __future__ import annotations

import re

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import delete

from application.accounts.people import accounts
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.partnership import an_account, name_of
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor


@pytest.fixture
def administrator(clock: FrozenDateTimeFactory, visit: Visit) -> Visitor:
    return visit(Role.ADMINISTRATOR)


@pytest.fixture
def newcomer(ledger: Ledger) -> str:
    """The person of an account without any role."""
    return an_account(ledger, sign_in="new", name="A newcomer", password="words of the new")


def grants_of(page: Page, name: str) -> list[list[str]]:
    return [row for row in page.rows if row[0] == name]


def test_who_has_no_role_sees_nothing_and_is_told_what_to_do(newcomer: str, visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in("new", "words of the new")
    assert "You have no role today" in page.words
    assert "Ask your partnership’s administrator" in page.words
    assert "No role" in page.root.first("header").words
    for address in ("/risks", "/agencies", "/audit", "/risks/new"):
        visitor.get(address, status=403)


def test_a_role_that_is_given_holds_from_the_next_page_on(
    newcomer: str, administrator: Visitor, visit: Visit
) -> None:
    visitor = visit()
    visitor.sign_in("new", "words of the new")
    visitor.get("/risks/new", status=403)
    assert "A newcomer (new)" in administrator.get("/people").words
    form = administrator.get("/people/give-role")
    page = administrator.submit(
        form, person=newcomer, role="saas_member", agency="kent-police", reason="Named."
    )
    assert grants_of(page, "A newcomer") == [
        ["A newcomer", "SAAS member", "Kent Police", "10 June 2026", "No end",
         name_of(Role.ADMINISTRATOR), "End SAAS member of A newcomer"]
    ]  # fmt: skip
    assert visitor.get("/risks/new").heading == "Record a risk"


def test_a_role_that_is_ended_is_gone_from_the_next_page_on(
    administrator: Visitor, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    assert visitor.get("/audit").heading == "Audit trail"
    name = name_of(Role.AUDITOR)
    form = administrator.get(administrator.get("/people").links[f"End Auditor of {name}"])
    page = administrator.submit(form, to_on="2026-06-09", reason="Moved on.")
    assert grants_of(page, name)[0][1:5] == ["Auditor Ended", "", "8 January 2024", "9 June 2026"]
    visitor.get("/audit", status=403)
    assert "You have no role today" in visitor.get("/").words


def test_a_role_whose_last_day_is_today_holds_until_tonight(
    clock: FrozenDateTimeFactory, administrator: Visitor, visit: Visit
) -> None:
    name = name_of(Role.AUDITOR)
    form = administrator.get(administrator.get("/people").links[f"End Auditor of {name}"])
    administrator.submit(form, to_on="2026-06-10", reason="Moved on.")
    clock.move_to("2026-06-10T22:45:00Z")
    visitor = visit(Role.AUDITOR)
    assert visitor.get("/audit").heading == "Audit trail"
    clock.move_to("2026-06-10T23:05:00Z")
    visitor.get("/audit", status=403)


def test_a_role_that_begins_later_is_not_held_yet(
    clock: FrozenDateTimeFactory, newcomer: str, ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "role.give", person=newcomer, role="auditor", from_on="2026-06-11")
    visitor = visit()
    assert "You have no role today" in visitor.sign_in("new", "words of the new").words
    clock.move_to("2026-06-11T09:00:00Z")
    visitor.sign_in("new", "words of the new")
    assert visitor.get("/audit").heading == "Audit trail"


def test_who_held_which_role_can_be_read_as_at_any_moment(
    ledger: Ledger, administrator: Visitor
) -> None:
    then = ledger.position()
    (grant,) = [row for row in administrator.get("/people").links.values() if "005" in row]
    administrator.submit(administrator.get(grant), to_on="2026-06-09", reason="Moved on.")
    ended = [row for row in administrator.get("/people").rows if row[4] == "9 June 2026"]
    assert len(ended) == 1
    page = administrator.get(f"/people?as-at=%23{then}")
    assert {row[4] for row in page.rows} == {"No end"}
    assert not [href for href in page.links.values() if href.endswith("/end")]


def test_a_role_is_ended_once(ledger: Ledger, administrator: Visitor) -> None:
    reference = do(ledger, "role.give", person="x", role="auditor").reference
    do(ledger, "role.end", reference, to_on="2026-06-09", reason="Moved on.")
    page = administrator.get(f"/people/{reference}/end", status=422)
    assert "This role has already been ended." in page.words


def test_a_saas_member_acts_for_an_agency(newcomer: str, administrator: Visitor) -> None:
    form = administrator.get("/people/give-role")
    page = administrator.submit(form, status=422, person=newcomer, role="saas_member")
    assert page.errors == {"Select an agency.": "#agency"}


def test_a_name_that_was_erased_leaves_the_history_readable(
    ledger: Ledger, administrator: Visitor, visit: Visit
) -> None:
    with ledger.writing() as connection:
        connection.execute(delete(accounts).where(accounts.c.sign_in == "lsp"))
    assert grants_of(administrator.get("/people"), "A person whose name was erased")
    assert name_of(Role.LSP) not in visit(Role.AUDITOR).get("/audit").html


def test_the_access_log_tells_who_came_and_went(administrator: Visitor, visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in("auditor")
    visitor.post("/sign-out")
    visit().sign_in("auditor", "a guess", status=422)
    rows = administrator.get("/access-log").rows
    assert [(row[1], row[2]) for row in rows] == [
        ("Failed", name_of(Role.AUDITOR)),
        ("Signed out", name_of(Role.AUDITOR)),
        ("Signed in", name_of(Role.AUDITOR)),
    ]
    assert {row[0] for row in rows} == {"10 June 2026 at 10:00am"}
    assert {row[4] for row in rows} == {"127.0.0.1"}


def test_what_was_typed_as_a_name_is_not_in_the_access_log(
    administrator: Visitor, visit: Visit
) -> None:
    for name in ("a password by mistake", "another", "a password by mistake"):
        visit().sign_in(name, status=422)
    page = administrator.get("/access-log")
    first, second, third = [row[2] for row in page.rows if row[1] == "Failed"]
    assert first == third != second
    assert re.fullmatch(r"A name that is no account’s \([0-9a-f]{12}\)", first)
    assert "mistake" not in page.html
