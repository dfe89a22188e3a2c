"""Signing in and out, and what a session is good for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import update

from application.accounts.people import accounts
from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.partnership import PASSWORD, name_of
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web import create_app
from web.running.settings import Settings

WRONG = "The sign-in name or the password is wrong."


def test_who_signs_in_comes_to_what_needs_them(visit: Visit) -> None:
    visitor = visit()
    page = visitor.sign_in("auditor")
    assert (visitor.address, page.heading) == ("/", "What needs you")
    assert name_of(Role.AUDITOR) in page.root.first("header").words


def test_capitals_and_spaces_around_a_sign_in_name_do_not_matter(visit: Visit) -> None:
    assert visit().sign_in("  Auditor ").heading == "What needs you"


def test_who_was_on_the_way_somewhere_gets_there(visit: Visit) -> None:
    visitor = visit()
    page = visitor.get("/risks?band=High&page=1")
    assert page.heading == "Sign in"
    visitor.submit(page, name="auditor", password=PASSWORD)
    assert visitor.address == "/risks?band=High&page=1"


@pytest.mark.parametrize(
    ("name", "password"),
    [("auditor", "not the words"), ("nobody", PASSWORD), ("auditor", PASSWORD.upper())],
    ids=["wrong password", "unknown name", "wrong capitals"],
)
def test_a_wrong_name_or_password_is_refused_without_saying_which(
    name: str, password: str, visit: Visit
) -> None:
    page = visit().sign_in(name, password, status=422)
    assert page.errors == {WRONG: "#name"}
    assert (page.filled_in["name"], page.filled_in["password"]) == (name, "")


def test_what_is_missing_is_asked_for(visit: Visit) -> None:
    page = visit().sign_in("", "", status=422)
    assert page.errors == {
        "Enter your sign-in name.": "#name",
        "Enter your password.": "#password",
    }


@pytest.mark.parametrize("name", ["x" * 100_000, "a\x00b", "<b>bold</b>", "=HYPERLINK(1)"])
def test_a_strange_name_is_only_a_wrong_one(name: str, visit: Visit) -> None:
    assert visit().sign_in(name, status=422).errors == {WRONG: "#name"}
    log = visit(Role.ADMINISTRATOR).get("/access-log")
    assert [row[1] for row in log.rows] == ["Failed"]


def test_who_guesses_has_to_wait_even_with_the_right_password(
    clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    visitor = visit()
    for _ in range(4):
        page = visitor.sign_in("auditor", "a guess", status=422)
    answer = visitor.ask("POST", "/sign-in", {**page.filled_in, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    page = visitor.sign_in("auditor", status=429)
    assert page.errors == {"That was tried too often. Wait 5 seconds and try again.": "#name"}
    clock.tick(timedelta(seconds=5))
    assert visitor.sign_in("auditor").heading == "What needs you"


def test_guessing_keeps_nobody_else_out(visit: Visit) -> None:
    visitor = visit()
    for _ in range(4):
        visitor.sign_in("auditor", "a guess", status=422)
    assert visit().sign_in("lsp").heading == "What needs you"
    elsewhere = visit()
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.sign_in("auditor").heading == "What needs you"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example/",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/risks\r\nSet-Cookie: taken=over",
        "//[",
    ],
)
def test_signing_in_leads_nowhere_but_into_the_site(address: str, visit: Visit) -> None:
    visitor = visit()
    page = visitor.get("/sign-in")
    answer = visitor.ask(
        "POST",
        "/sign-in",
        page.filled_in | {"name": "auditor", "password": PASSWORD, "next": address},
    )
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_session_that_somebody_else_knew_is_not_the_one_that_is_signed_in(
    visit: Visit,
) -> None:
    visitor, thief = visit(), visit()
    page = visitor.get("/sign-in")
    known = _cookie(visitor)
    visitor.submit(page, name="auditor", password=PASSWORD)
    assert _cookie(visitor) != known
    _take(thief, known)
    assert thief.get("/").heading == "Sign in"


def test_signing_out_ends_the_session_on_the_server(visit: Visit) -> None:
    visitor = visit(Role.AUDITOR)
    kept = _cookie(visitor)
    page = visitor.post("/sign-out")
    assert (page.heading, page.notices) == ("Sign in", ["You are signed out."])
    _take(visitor, kept)
    assert visitor.get("/risks").heading == "Sign in"


def test_signing_out_twice_does_no_harm(visit: Visit) -> None:
    visitor = visit(Role.AUDITOR)
    visitor.post("/sign-out")
    assert visitor.post("/sign-out").heading == "Sign in"


def test_a_session_ends_after_half_an_hour_without_activity(
    clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    for _ in range(2):
        clock.tick(timedelta(minutes=29))
        assert visitor.get("/risks").heading == "Partnership Risk Register"
    clock.tick(timedelta(minutes=31))
    assert visitor.get("/risks").heading == "Sign in"


def test_a_session_ends_after_twelve_hours_in_any_case(
    clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    for _ in range(24):
        clock.tick(timedelta(minutes=29))
        assert visitor.get("/").heading == "What needs you"
    clock.tick(timedelta(minutes=29))
    assert visitor.get("/").heading == "Sign in"


def test_an_account_that_is_disabled_is_out_at_once_and_stays_out(
    ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    with ledger.writing() as connection:
        here = accounts.c.sign_in == "auditor"
        connection.execute(update(accounts).where(here).values(disabled_at="2026-06-10"))
    assert visitor.get("/").heading == "Sign in"
    assert visitor.sign_in("auditor", status=422).errors == {WRONG: "#name"}


def test_a_session_that_was_tampered_with_is_no_session(visit: Visit) -> None:
    visitor = visit(Role.AUDITOR)
    _take(visitor, _cookie(visitor)[:-3] + "AAA")
    assert visitor.get("/").heading == "Sign in"


def test_with_https_the_cookie_never_leaves_it(ledger: Ledger, side: SideRecords) -> None:
    settings = Settings("", "k" * 32, base_url="https://ledger.test")
    app = create_app(settings, ledger=ledger, side=side)
    visitor = Visitor(app, base_url="https://ledger.test")
    answer = visitor.ask("GET", "/sign-in")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    assert name == "__Host-scrutiny"
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(rest.split("; "))
    assert "Domain" not in rest
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert visitor.sign_in("auditor").heading == "What needs you"


def test_without_https_the_cookie_still_works(visit: Visit) -> None:
    answer = visit().ask("GET", "/sign-in")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("scrutiny=")
    assert "Secure" not in cookie
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/risks/new", "/people/give-role"])
@pytest.mark.parametrize("token", ["", "made-up"], ids=["no token", "a token made up"])
def test_what_was_not_sent_from_a_page_of_the_site_is_refused(
    address: str, token: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.ADMINISTRATOR)
    before = ledger.position()
    page = visitor.post(address, {"csrf_token": token}, status=400)
    assert page.heading == "That request could not be understood"
    assert "Go back, reload the page and send it again." in page.words
    assert ledger.position() == before
    assert visitor.get("/").heading == "What needs you"


def test_a_refused_request_still_shows_that_one_is_signed_in(visit: Visit) -> None:
    page = visit(Role.AUDITOR).post("/risks/new", {"csrf_token": ""}, status=400)
    assert page.links["Go to the home page"] == "/"


def _cookie(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("scrutiny", domain="ledger.test")
    assert cookie is not None
    return cookie.value


def _take(visitor: Visitor, value: str) -> None:
    visitor.client.set_cookie("scrutiny", value, domain="ledger.test")
