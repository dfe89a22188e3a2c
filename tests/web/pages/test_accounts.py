"""Accounts on the administrator's pages: the same as `scrutiny user` does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import update

from application.accounts.people import accounts, person_called
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.partnership import PASSWORD, an_account, name_of
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor

AUDITOR = "/people/accounts/person-auditor"


@pytest.fixture
def administrator(clock: FrozenDateTimeFactory, visit: Visit) -> Visitor:
    return visit(Role.ADMINISTRATOR)


def shown_once(page: Page) -> str:
    return page.main.first(class_="ledger-secret").words


def test_an_account_is_made_and_its_password_shown_once(
    administrator: Visitor, visit: Visit
) -> None:
    form = administrator.get(administrator.get("/people").links["Accounts"])
    form = administrator.get(form.links["Make an account"])
    page = administrator.submit(form, name="Newcomer", sign_in="New@Kent")
    assert page.heading == "First password of Newcomer"
    password = shown_once(page)
    assert visit().sign_in("new@kent", password).heading == "Choose a password of your own"
    page = administrator.get(page.links["Continue"])
    assert "First password not changed yet" in page.words
    assert password not in page.html
    form = administrator.get(page.links["Give a role"])
    assert administrator.submit(form, role="auditor").heading == "People and roles"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"sign_in": "LSP", "name": "x"}, "There is already an account lsp."),
        ({"sign_in": " ", "name": "x"}, "Give a sign-in name and a name."),
        ({"sign_in": "x", "name": ""}, "Give a sign-in name and a name."),
    ],
)
def test_what_is_wrong_with_a_name_is_said(
    administrator: Visitor, typed: dict[str, str], sentence: str
) -> None:
    for address in ("/people/accounts/new", f"{AUDITOR}/rename"):
        page = administrator.submit(administrator.get(address), status=422, **typed)
        assert page.errors == {sentence: "#sign_in"}
        assert page.filled_in["sign_in"] == typed["sign_in"]


def test_every_account_is_listed(administrator: Visitor) -> None:
    rows = administrator.get("/people/accounts").rows
    assert [name_of(Role.AUDITOR), "auditor", "", "No"] in rows
    assert ["OS user operator", "", "Without sign-in", ""] in rows


def test_who_is_disabled_is_out_at_once(administrator: Visitor, visit: Visit) -> None:
    auditor = visit(Role.AUDITOR)
    page = administrator.post(f"{AUDITOR}/disable")
    assert page.notices == ["The account is disabled, and its sessions have ended."]
    assert "Disabled" in page.words
    assert auditor.get("/").heading == "Sign in"
    visit().sign_in("auditor", status=422)
    administrator.post(f"{AUDITOR}/enable")
    assert visit().sign_in("auditor").heading == "What needs you"
    latest = administrator.get("/access-log").rows[1]
    assert latest[1:4] == ["Account enabled", name_of(Role.AUDITOR), name_of(Role.ADMINISTRATOR)]


def test_a_new_password_replaces_the_old_one(administrator: Visitor, visit: Visit) -> None:
    auditor = visit(Role.AUDITOR)
    password = shown_once(administrator.post(f"{AUDITOR}/password"))
    assert auditor.get("/").heading == "Sign in"
    visit().sign_in("auditor", status=422)
    assert visit().sign_in("auditor", password)


def test_somebody_is_signed_out_everywhere(administrator: Visitor, visit: Visit) -> None:
    auditor = visit()
    auditor.sign_in("auditor")
    assert "A browser, 127.0.0.1: since" in administrator.get(AUDITOR).words
    administrator.post(f"{AUDITOR}/sessions/end")
    assert auditor.get("/").heading == "Sign in"
    assert "Nowhere." in administrator.get(AUDITOR).words


def test_a_second_factor_that_was_lost_is_taken_off(
    ledger: Ledger, administrator: Visitor, visit: Visit
) -> None:
    with ledger.writing() as connection:
        here = accounts.c.person == "person-auditor"
        connection.execute(update(accounts).where(here).values(second_factor="A" * 32))
    assert visit().sign_in("auditor").heading == "Enter your code"
    administrator.post(f"{AUDITOR}/second-factor/take-off")
    assert visit().sign_in("auditor").heading == "What needs you"
    administrator.post(f"{AUDITOR}/second-factor/take-off", status=422)


def test_a_new_name_is_shown_wherever_somebody_did_something(
    administrator: Visitor, visit: Visit
) -> None:
    form = administrator.get(administrator.get(AUDITOR).links["Rename"])
    page = administrator.submit(form, name="Aud Itor", sign_in="aud")
    assert page.heading == "Aud Itor"
    assert visit().sign_in("aud", PASSWORD)
    assert "Aud Itor" in administrator.get("/people").words


def test_who_is_erased_leaves_the_history_readable(
    ledger: Ledger, administrator: Visitor, visit: Visit
) -> None:
    form = administrator.get(administrator.get(AUDITOR).links["Erase"])
    page = administrator.submit(form, status=422, sign_in="somebody else")
    assert page.errors == {"That is not the sign-in name of this account.": "#sign_in"}
    page = administrator.submit(page, sign_in="AUDITOR ")
    assert page.notices == ["The person is erased. The history stays."]
    assert name_of(Role.AUDITOR) not in page.html
    [grant] = [
        row for row in administrator.get("/people").rows
        if row[0] == "A person whose name was erased"
    ]  # fmt: skip
    assert grant[1] == "Auditor Ended"
    lsp = visit(Role.LSP)
    assert name_of(Role.AUDITOR) not in lsp.get("/audit").html
    assert name_of(Role.AUDITOR) not in lsp.ask("GET", "/audit.csv").text
    administrator.get(AUDITOR, status=404)
    visit().sign_in("auditor", status=422)


def test_the_only_administrator_cannot_leave(
    ledger: Ledger, administrator: Visitor, visit: Visit
) -> None:
    own = "/people/accounts/person-administrator"
    page = administrator.post(f"{own}/disable", status=422)
    assert "This is the only administrator." in page.words
    form = administrator.get(f"{own}/erase")
    administrator.submit(form, status=422, sign_in="administrator")
    second = an_account(ledger, sign_in="second", name="Second", password=PASSWORD)
    do(ledger, "role.give", person=second, role="administrator")
    assert administrator.post(f"{own}/disable").heading == "Sign in"


def test_an_account_of_the_server_is_left_alone(ledger: Ledger, administrator: Visitor) -> None:
    with ledger.reading() as connection:
        server = person_called(connection, "os-user:operator")
    page = administrator.get(f"/people/accounts/{server}")
    assert "Nobody can sign in to it." in page.words
    assert len(list(page.main.every("form"))) == 0
    for act in ("disable", "password", "second-factor/take-off"):
        administrator.post(f"/people/accounts/{server}/{act}", status=422)


def test_what_is_done_to_accounts_asks_again_who_one_is(
    clock: FrozenDateTimeFactory, ledger: Ledger, optional: None, visit: Visit
) -> None:
    here = accounts.c.person == "person-administrator"
    with ledger.writing() as connection:
        connection.execute(update(accounts).where(here).values(demonstration=False))
    visitor = visit()
    visitor.sign_in("administrator")
    clock.tick(timedelta(minutes=11))
    for act in ("enable", "password", "sessions/end", "second-factor/take-off", "disable"):
        page = visitor.post(f"{AUDITOR}/{act}", status=403)
        assert page.heading == "Show that it is you"
    assert visitor.submit(page, proof=PASSWORD).notices == [
        "The account is disabled, and its sessions have ended."
    ]
