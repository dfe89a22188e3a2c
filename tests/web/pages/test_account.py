"""One's own account: the first password, the second factor, sessions, being asked again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from flask import Flask
from freezegun.api import FrozenDateTimeFactory

from application.accounts import second_factor
from application.accounts.care import Caretaker
from application.accounts.side import SideRecords
from application.founding import publish_where_none, shipped
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE
from tests.acts import do
from tests.kent import OPERATOR
from tests.partnership import an_account
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor

PASSWORD, OWN = "the words of another", "three words of my own"
STEP = timedelta(seconds=second_factor.STEP)


@pytest.fixture
def somebody(clock: FrozenDateTimeFactory, ledger: Ledger) -> Callable[[Role], str]:
    """Makes a person with a role, and an account of the usual kind: anna@kent."""

    def made(role: Role) -> str:
        person = an_account(
            ledger, sign_in="anna@kent", name="Anna", password=PASSWORD, demonstration=False
        )
        do(ledger, "role.give", person=person, role=role)
        return person

    return made


@pytest.fixture
def anna(somebody: Callable[[Role], str], visit: Visit) -> Visitor:
    """Somebody of the Business Team, who is signed in."""
    somebody(Role.BUSINESS_TEAM)
    visitor = visit()
    visitor.sign_in("anna@kent", PASSWORD)
    return visitor


def secret_on(page: Page) -> str:
    return page.main.first(class_="ledger-secret").words.replace(" ", "")


def set_up(visitor: Visitor, clock: FrozenDateTimeFactory) -> tuple[str, list[str]]:
    """The secret and the recovery codes of a second factor that is set up, a minute ago."""
    page = visitor.get("/account/second-factor")
    secret = secret_on(page)
    page = visitor.submit(page, code=code(secret, clock))
    codes = [each.words for each in page.main.first("ul", class_="ledger-secret").every("li")]
    clock.tick(2 * STEP)
    return secret, codes


def code(secret: str, clock: FrozenDateTimeFactory) -> str:
    return second_factor.code_of(secret, now=clock.time_to_freeze.replace(tzinfo=UTC))


# The first password


def test_who_was_given_a_password_chooses_one_before_anything_else(
    clock: FrozenDateTimeFactory, ledger: Ledger, side: SideRecords, visit: Visit
) -> None:
    person = Caretaker(ledger, side, by="x").add(sign_in="new", name="New", password=PASSWORD)
    do(ledger, "role.give", person=person, role=Role.AUDITOR)
    visitor = visit()
    page = visitor.sign_in("new", PASSWORD)
    assert page.heading == "Choose a password of your own"
    assert not list(page.root.first("header").every("nav"))
    for address in ("/", "/audit", "/risks.csv", "/account", "/account/sessions/x/end"):
        assert visitor.ask("GET", address).status_code in (302, 405)
    sent = visitor.post("/risks/new", {"title": "A title"}, status=403)
    assert sent.heading == "Choose a password first"
    assert "Title A title" in sent.words
    page = visitor.submit(page, old=PASSWORD, password=OWN, again=OWN)
    assert page.heading == "What needs you"
    assert page.notices == [
        "You have changed your password. Wherever else you were signed in, you no longer are."
    ]
    assert visit().sign_in("new", OWN).heading == "What needs you"


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"old": ""}, {"Enter the password that you have now.": "#old"}),
        ({"old": "a guess"}, {"That is not your password.": "#old"}),
        (
            {"again": "another"},
            {"The two new passwords differ. Enter the same one twice.": "#again"},
        ),
        (
            {"password": "short", "again": "short"},
            {"The password must have 12 characters or more.": "#password"},
        ),
        (
            {"password": "password2026!", "again": "password2026!"},
            {"That password is among the first that anybody would try. Choose another.":
             "#password"},
        ),
        (
            {"password": "Anna@Kent 2026", "again": "Anna@Kent 2026"},
            {"The password must not be the name. Choose one that nobody would guess.":
             "#password"},
        ),
        (
            {"password": PASSWORD, "again": PASSWORD},
            {"Choose another password than the one you have.": "#password"},
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_new_password_is_said(
    anna: Visitor, typed: dict[str, str], errors: dict[str, str]
) -> None:
    usual = {"old": PASSWORD, "password": OWN, "again": OWN}
    page = anna.submit(anna.get("/account/password"), status=422, **usual | typed)
    assert page.errors == errors
    assert "".join(page.filled_in[name] for name in usual) == "", "nothing is sent back"


def test_who_changes_their_password_is_signed_in_nowhere_else(anna: Visitor, visit: Visit) -> None:
    elsewhere = visit()
    elsewhere.sign_in("anna@kent", PASSWORD)
    anna.submit(anna.get("/account/password"), old=PASSWORD, password=OWN, again=OWN)
    assert anna.get("/").heading == "What needs you"
    assert elsewhere.get("/").heading == "Sign in"


# Sessions


def test_one_sees_where_one_is_signed_in_and_ends_it(anna: Visitor, visit: Visit) -> None:
    elsewhere, third = visit(), visit()
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    elsewhere.client.environ_base["HTTP_USER_AGENT"] = windows
    elsewhere.sign_in("anna@kent", PASSWORD)
    third.sign_in("anna@kent", PASSWORD)
    page = anna.get("/account")
    assert len(page.table("sessions")) == 3
    [ending] = [
        form["action"]
        for form in page.main.every("form")
        if "the session of Firefox on Windows" in form.words
    ]
    page = anna.post(ending)
    assert page.notices == ["That session has ended."]
    assert elsewhere.get("/").heading == "Sign in"
    assert third.get("/").heading == "What needs you"
    anna.post(ending, status=404)
    page = anna.post("/account/sessions/end-others")
    assert [row[4] for row in page.table("sessions")] == ["This is the one you are using"]
    assert third.get("/").heading == "Sign in"


def test_nobody_ends_somebody_elses_session(anna: Visitor, visit: Visit) -> None:
    administrator = visit(Role.ADMINISTRATOR)
    administrator.get("/")
    theirs = sessions_of(administrator)
    for key in theirs:
        anna.post(f"/account/sessions/{key}/end", status=404)
    assert administrator.get("/").heading == "What needs you"


def sessions_of(visitor: Visitor) -> list[str]:
    with visitor.app.extensions["side"].reading() as connection:
        return list(connection.exec_driver_sql("SELECT token FROM sessions").scalars())


# The second factor


def test_whose_role_decides_sets_up_a_second_factor_first(
    clock: FrozenDateTimeFactory, somebody: Callable[[Role], str], visit: Visit
) -> None:
    somebody(Role.EXECUTIVE)
    visitor = visit()
    page = visitor.sign_in("anna@kent", PASSWORD)
    assert page.heading == "Set up a second factor"
    assert "Your role decides for the partnership" in page.words
    assert visitor.post("/risks/new", status=403).heading == "Set up a second factor first"
    picture = page.main.first("img")
    assert picture["src"].startswith("data:image/svg+xml;")
    secret = secret_on(page)
    page = visitor.submit(page, code="000000", status=422)
    assert list(page.errors.values()) == ["#code"]
    assert secret_on(page) == secret, "the authenticator has it by now"
    page = visitor.submit(page, code=code(secret, clock))
    assert page.heading == "Your second factor is set up"
    assert len(re.findall(r"\b(?:\w{4}-){3}\w{4}\b", page.words)) == 10
    assert visitor.get("/").heading == "What needs you"


def test_where_it_is_optional_nobody_is_made_to(
    somebody: Callable[[Role], str], optional: None, visit: Visit
) -> None:
    somebody(Role.ADMINISTRATOR)
    assert visit().sign_in("anna@kent", PASSWORD).heading == "What needs you"


@pytest.mark.parametrize("role", list(Role))
def test_it_is_said_in_one_place_which_roles_need_one(
    role: Role, app: Flask, clock: FrozenDateTimeFactory, somebody: Callable[[Role], str]
) -> None:
    deciding = {
        Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.SAAS_CHAIR, Role.SCRUTINEER,
        Role.EXECUTIVE, Role.LSP,
    }  # fmt: skip
    if role is Role.SAAS_MEMBER:
        return  # acts for an agency, and is given its role otherwise
    somebody(role)
    heading = Visitor(app).sign_in("anna@kent", PASSWORD).heading
    assert heading == ("Set up a second factor" if role in deciding else "What needs you")


def test_after_the_password_comes_the_code(
    clock: FrozenDateTimeFactory, anna: Visitor, visit: Visit
) -> None:
    secret, _ = set_up(anna, clock)
    visitor = visit()
    page = visitor.get("/risks?band=High")
    page = visitor.submit(page, name="anna@kent", password=PASSWORD)
    assert page.heading == "Enter your code"
    assert "Anna" not in page.root.first("header").words
    for address in ("/risks", "/account", "/account/second-factor", "/account/password"):
        assert visitor.ask("GET", address).location.startswith("/sign-in/code?next=")
    assert visitor.post("/account/second-factor/take-off", status=403).heading == (
        "You were signed out"
    )
    page = visitor.submit(page, code="000000", status=422)
    assert page.errors == {
        "That code is wrong, or was used before. Wait for the next one and enter that.": "#code"
    }
    visitor.submit(page, code=code(secret, clock))
    assert visitor.address == "/risks?band=High"


def test_a_code_that_somebody_looked_at_is_good_for_nothing_once_it_was_used(
    clock: FrozenDateTimeFactory, anna: Visitor, visit: Visit
) -> None:
    secret, _ = set_up(anna, clock)
    shown = code(secret, clock)
    one, two = visit(), visit()
    one.submit(one.sign_in("anna@kent", PASSWORD), code=shown)
    page = two.submit(two.sign_in("anna@kent", PASSWORD), code=shown, status=422)
    assert "was used before" in page.words


def test_a_code_that_is_guessed_has_to_wait(
    clock: FrozenDateTimeFactory, anna: Visitor, visit: Visit
) -> None:
    secret, _ = set_up(anna, clock)
    visitor = visit()
    page = visitor.sign_in("anna@kent", PASSWORD)
    for _ in range(4):
        page = visitor.submit(page, code="000000", status=422)
    page = visitor.submit(page, code=code(secret, clock), status=429)
    assert page.errors == {"That was tried too often. Wait 5 seconds and try again.": "#code"}
    assert anna.get("/").heading == "What needs you", "whoever is in stays in"


def test_who_does_not_give_the_code_in_ten_minutes_begins_anew(
    clock: FrozenDateTimeFactory, anna: Visitor, visit: Visit
) -> None:
    set_up(anna, clock)
    visitor = visit()
    visitor.sign_in("anna@kent", PASSWORD)
    clock.tick(timedelta(minutes=11))
    assert visitor.get("/sign-in/code").heading == "Sign in"


def test_a_recovery_code_lets_in_once(
    clock: FrozenDateTimeFactory, anna: Visitor, visit: Visit
) -> None:
    _, codes = set_up(anna, clock)
    visitor = visit()
    page = visitor.submit(visitor.sign_in("anna@kent", PASSWORD), code=codes[0])
    assert page.heading == "What needs you"
    assert "You have 9 recovery codes left." in visitor.get("/account").words
    again = visit()
    again.submit(again.sign_in("anna@kent", PASSWORD), code=codes[0], status=422)


def test_who_needs_none_takes_it_off(clock: FrozenDateTimeFactory, anna: Visitor) -> None:
    set_up(anna, clock)
    page = anna.post("/account/second-factor/take-off")
    assert page.notices == ["You have taken off your second factor. Your password is enough now."]


def test_who_needs_one_may_only_replace_it(
    clock: FrozenDateTimeFactory, somebody: Callable[[Role], str], visit: Visit
) -> None:
    somebody(Role.ADMINISTRATOR)
    visitor = visit()
    visitor.sign_in("anna@kent", PASSWORD)
    secret, _ = set_up(visitor, clock)
    page = visitor.post("/account/second-factor/take-off", status=422)
    assert "It can be replaced, not taken off." in page.words
    page = visitor.post("/account/second-factor/replace")
    assert page.heading == "Set up a second factor"
    other = secret_on(page)
    assert other != secret
    elsewhere = visit()
    page_there = elsewhere.sign_in("anna@kent", PASSWORD)
    assert page_there.heading == "Enter your code", "the old one holds until the new one works"
    visitor.submit(page, code=code(other, clock))
    assert visitor.get("/account/second-factor").heading == "Your account"
    clock.tick(2 * STEP)
    elsewhere = visit()
    page = elsewhere.sign_in("anna@kent", PASSWORD)
    assert elsewhere.submit(page, code=code(secret, clock), status=422)
    assert elsewhere.submit(page, code=code(other, clock)).heading == "What needs you"


def test_a_demonstration_asks_for_nothing_more(visit: Visit) -> None:
    page = visit(Role.ADMINISTRATOR).get("/account")
    assert "Public, as this account is for demonstration" in page.words


# Being asked again


@pytest.fixture
def chief(
    clock: FrozenDateTimeFactory, somebody: Callable[[Role], str], visit: Visit
) -> tuple[Visitor, str]:
    """An administrator with a second factor, who signed in long enough ago; and the secret."""
    somebody(Role.ADMINISTRATOR)
    visitor = visit()
    visitor.sign_in("anna@kent", PASSWORD)
    secret, _ = set_up(visitor, clock)
    clock.tick(timedelta(minutes=11))
    return visitor, secret


def test_before_a_role_is_given_one_shows_again_who_one_is(
    clock: FrozenDateTimeFactory, chief: tuple[Visitor, str], ledger: Ledger
) -> None:
    visitor, secret = chief
    before = ledger.position()
    form = visitor.get("/people/give-role")
    page = visitor.submit(form, status=403, person="person-lsp", role="auditor", reason="For once.")
    assert page.heading == "Show that it is you"
    assert "You are about to do this: Give a role. Nothing has been saved yet." in page.words
    assert ledger.position() == before
    page = visitor.submit(page, status=422, proof="000000")
    assert list(page.errors.values()) == ["#proof"]
    page = visitor.submit(page, proof=code(secret, clock))
    assert page.heading == "People and roles"
    assert ledger.position() == before + 1
    form = visitor.get("/people/give-role")
    visitor.submit(form, person="person-lsp", role="executive")
    assert ledger.position() == before + 2, "for ten minutes nothing more is asked"
    clock.tick(timedelta(minutes=11))
    form = visitor.get("/people/give-role")
    assert visitor.submit(form, status=403, person="person-lsp", role="scrutineer").heading == (
        "Show that it is you"
    )


def test_a_procedure_is_published_and_confirmed_by_whoever_shows_who_they_are(
    ledger: Ledger, chief: tuple[Visitor, str]
) -> None:
    publish_where_none(ledger, shipped().procedure, person=OPERATOR)
    do(ledger, "procedure.draft", PROCEDURE, number="1")
    visitor, before = chief[0], ledger.position()
    for move in ("publish", "confirm"):
        page = visitor.post(f"/procedure/do/{move}", {"reason": "Agreed."}, status=403)
        assert page.heading == "Show that it is you"
        assert page.filled_in["reason"] == "Agreed."
    assert ledger.position() == before


def test_it_is_said_with_each_intent_whether_one_is_asked_again() -> None:
    assert {name for name, intent in CATALOGUE.items() if intent.asks_again} == {
        "role.give", "role.end", "procedure.publish", "procedure.confirm",
        "redaction.propose", "redaction.agree", "redaction.decline",
    }  # fmt: skip


def test_without_a_second_factor_the_password_is_asked_for(
    clock: FrozenDateTimeFactory, somebody: Callable[[Role], str], optional: None, visit: Visit
) -> None:
    somebody(Role.ADMINISTRATOR)
    visitor = visit()
    visitor.sign_in("anna@kent", PASSWORD)
    clock.tick(timedelta(minutes=11))
    form = visitor.get("/people/give-role")
    page = visitor.submit(form, status=403, person="person-lsp", role="auditor")
    page = visitor.submit(page, status=422, proof="a guess")
    assert page.errors == {"That is not your password.": "#proof"}
    assert visitor.submit(page, proof=PASSWORD).heading == "People and roles"


def test_nobody_is_offered_to_give_themselves_a_role(chief: tuple[Visitor, str]) -> None:
    form = chief[0].get("/people/give-role")
    offered = [option.words for option in form.main.every("option")]
    assert not [words for words in offered if words.startswith("Anna ")]


def test_nobody_gives_themselves_a_role_all_the_same(
    ledger: Ledger, clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    visitor, before = visit(Role.ADMINISTRATOR), ledger.position()
    form = visitor.get("/people/give-role")
    mine = form.filled_in | {"person": "person-administrator", "role": "executive"}
    page = visitor.post("/people/give-role", mine, status=422)
    [(sentence, place)] = page.errors.items()
    assert sentence.startswith("Nobody gives themselves a role.")
    assert place == "#person"
    assert ledger.position() == before


def test_the_only_administrator_stays_one(
    ledger: Ledger, clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    visitor, before = visit(Role.ADMINISTRATOR), ledger.position()
    name = "Administrator of the tests"
    form = visitor.get(visitor.get("/people").links[f"End Administrator of {name}"])
    page = visitor.submit(form, status=422, to_on="2099-01-01", reason="I retire.")
    assert "This is the only administrator." in page.words
    assert ledger.position() == before
