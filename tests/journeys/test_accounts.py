"""Somebody's first day: a password of their own, a second factor, and how it is lost and mended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from application.accounts import second_factor
from application.accounts.care import Caretaker
from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.journeys.conftest import Arrive, Person

GIVEN, OWN = "the words of another", "three words of my own"


@pytest.fixture
def newcomer(ledger: Ledger, side: SideRecords) -> str:
    """The account of somebody new, who is to decide with the Executive."""
    person = Caretaker(ledger, side, by="x").add(sign_in="ann", name="Ann", password=GIVEN)
    do(ledger, "role.give", person=person, role=Role.EXECUTIVE)
    return person


def enter(person: Person) -> None:
    """Send the form that is being typed in."""
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def sign_in(person: Person, password: str) -> None:
    person.open("/sign-in")
    person.page.get_by_label("Sign-in name").fill("ann")
    person.page.get_by_label("Password", exact=True).fill(password)
    enter(person)


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["", "no script"])
def test_a_first_day_by_keyboard_and_with_no_barrier(
    newcomer: str, ledger: Ledger, arrive: Arrive, options: dict[str, bool]
) -> None:
    person = arrive(width="narrow", **options)
    scripted = options == {}
    sign_in(person, GIVEN)
    assert person.heading == "Choose a password of your own"
    assert not scripted or person.barriers() == []
    for label in ("The password that you have now", "New password", "New password again"):
        typed = GIVEN if label.startswith("The") else OWN
        person.page.get_by_label(label, exact=True).fill(typed)
    enter(person)
    assert person.heading == "Set up a second factor"
    assert not scripted or person.barriers() == []
    secret = person.page.locator("p.ledger-secret").inner_text().replace(" ", "")
    assert person.page.locator("img.ledger-qr").evaluate("picture => picture.naturalWidth") > 100
    person.page.get_by_label("Code").fill("000000")
    enter(person)
    assert person.page.title().startswith("Error: ")
    assert not scripted or person.barriers() == []
    person.page.get_by_label("Code").fill(second_factor.code_of(secret, now=ledger.now()))
    enter(person)
    assert person.heading == "Your second factor is set up"
    assert not scripted or person.barriers() == []
    recovery = person.page.locator("ul.ledger-secret li").first.inner_text()
    person.page.get_by_role("button", name="I have kept them").click()
    assert person.heading == "What needs you"

    elsewhere = arrive(width="narrow", **options)
    sign_in(elsewhere, OWN)
    assert elsewhere.heading == "Enter your code"
    assert not scripted or elsewhere.barriers() == []
    elsewhere.page.get_by_label("Code").fill(recovery)
    enter(elsewhere)
    assert elsewhere.heading == "What needs you"
    elsewhere.open("/account")
    assert "You have 9 recovery codes left." in elsewhere.words
    assert not scripted or elsewhere.barriers() == []
    elsewhere.page.get_by_role("button", name="End all the others").click()
    person.open("/")
    assert person.heading == "Sign in"


def test_an_administrator_looks_after_an_account_with_no_barrier(
    newcomer: str, arrive: Arrive
) -> None:
    administrator = arrive("administrator")
    for page in ("", "/rename", "/erase"):
        administrator.open(f"/people/accounts/{newcomer}{page}")
        assert administrator.barriers() == []
    administrator.press("Erase for good")
    assert administrator.page.title().startswith("Error: ")
    assert administrator.barriers(widths=["narrow"]) == []
    administrator.page.get_by_label("To erase this person, type ann").fill("ann")
    administrator.press("Erase for good")
    assert administrator.heading == "Accounts"


def test_being_asked_again_who_one_is_is_no_barrier(
    ledger: Ledger, side: SideRecords, newcomer: str, arrive: Arrive
) -> None:
    do(ledger, "role.give", person=newcomer, role=Role.ADMINISTRATOR)
    person = arrive()
    sign_in(person, GIVEN)
    for label in ("The password that you have now", "New password", "New password again"):
        typed = GIVEN if label.startswith("The") else OWN
        person.page.get_by_label(label, exact=True).fill(typed)
    person.press("Change the password")
    secret = person.page.locator("p.ledger-secret").inner_text().replace(" ", "")
    person.page.get_by_label("Code").fill(second_factor.code_of(secret, now=ledger.now()))
    person.press("Set it up")
    with side.writing() as connection:
        long_ago = (ledger.now() - timedelta(hours=1)).isoformat(timespec="microseconds")
        connection.exec_driver_sql(f"UPDATE sessions SET proved_at = '{long_ago}'")
    person.open("/people/accounts/new")
    person.page.get_by_label("Name", exact=True).fill("Somebody")
    person.page.get_by_label("Sign-in name").fill("somebody")
    person.press("Make the account")
    assert person.heading == "Show that it is you"
    assert person.barriers() == []
    after = ledger.now() + timedelta(seconds=second_factor.STEP)
    person.page.get_by_label("Code").fill(second_factor.code_of(secret, now=after))
    person.press("Continue")
    assert person.heading == "First password of Somebody"
    assert person.barriers() == []
