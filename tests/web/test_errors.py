"""What a person is told when something does not work: what happened and what to do next."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import record
from tests.web.conftest import Visit
from tests.web.page import Page


def next_steps(page: Page) -> list[str]:
    return [step.words for step in page.main.first("ul").every("li")]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/nowhere", "There is nothing in the ledger at this address."),
        ("/risks/RSK-2026-999", "There is nothing in the ledger at this address."),
        ("/risks/RSK-2026-999/assess", "There is no risk RSK-2026-999."),
        ("/risks/nonsense", "There is nothing in the ledger at this address."),
        ("/risks/kent-police", "There is nothing in the ledger at this address."),
        ("/risks/" + "9" * 5000, "There is nothing in the ledger at this address."),
        ("/agencies/atlantis", "There is no agency atlantis."),
        ("/agencies/atlantis/rename", "There is no agency atlantis."),
        ("/agencies/kent-police/devour", "There is nothing in the ledger at this address."),
        ("/agencies/kent-police/join", "There is nothing in the ledger at this address."),
        ("/people/GRT-2026-999/end", "There is no role grant GRT-2026-999."),
        ("/static/nowhere.css", "There is nothing in the ledger at this address."),
    ],
    ids=lambda words: words[:30],
)
def test_an_address_with_nothing_there(address: str, sentence: str, visit: Visit) -> None:
    page = visit(Role.ADMINISTRATOR if "people" in address or "agencies" in address
                 else Role.BUSINESS_TEAM).get(address, status=404)  # fmt: skip
    assert page.heading == "Page not found"
    assert sentence in page.words
    assert next_steps(page)[0].startswith("If you typed the address, check it.")


@pytest.mark.parametrize(
    "address",
    ["/risks/a%00b", "/risks?search=%00", "/audit?item=a%00", "/?%00=", "/sign-in?next=%00"],
)
def test_an_address_with_a_nul_in_it_is_not_understood(address: str, visit: Visit) -> None:
    page = visit(Role.AUDITOR).get(address, status=400)
    assert page.heading == "That request could not be understood"


@pytest.mark.parametrize("move", ["devour", "record", "RECORD", "assess-", "__class__"])
def test_a_risk_has_no_such_page(move: str, ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger)
    visit(Role.BUSINESS_TEAM).get(f"/risks/{reference}/{move}", status=404)


def test_who_is_signed_in_keeps_the_way_to_other_pages(visit: Visit) -> None:
    page = visit(Role.AUDITOR).get("/nowhere", status=404)
    assert "Audit trail" in page.root.first("header").words
    assert page.links["Go to the home page"] == "/"


def test_who_is_not_signed_in_is_shown_the_way_in(visit: Visit) -> None:
    page = visit().get("/nowhere", status=404)
    assert page.links["Go to sign in"] == "/"


def test_what_a_role_does_not_allow_names_the_roles_that_do(ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger)
    page = visit(Role.AUDITOR).get(f"/risks/{reference}/escalate", status=403)
    assert page.heading == "You cannot do this"
    assert "This can be done only by: Business Team, SAAS Chair." in page.words
    assert next_steps(page)[-1] == "If your role should allow it, ask your administrator."


def test_a_page_that_a_role_may_not_see_says_so(visit: Visit) -> None:
    page = visit(Role.SAAS_MEMBER).get("/executive", status=403)
    assert page.heading == "You cannot do this"
    assert "Executive" not in page.root.first("header").words


@pytest.mark.parametrize(
    ("method", "address"), [("GET", "/sign-out"), ("POST", "/risks"), ("DELETE", "/risks/new")]
)
def test_an_address_that_is_used_in_another_way(method: str, address: str, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    answer = visitor.ask(method, address, {"csrf_token": visitor.token})
    assert answer.status_code == 405
    page = Page(answer.text)
    assert page.heading == "This address cannot be used in that way"
    assert next_steps(page)


@pytest.mark.parametrize("size", [3_000_000, 13_000_000], ids=["a long text", "a huge one"])
def test_what_is_too_large_is_refused(size: int, ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/risks/new")
    before = ledger.position()
    page = visitor.submit(form, status=413, kind="risk", title="A risk", cause="x" * size)
    assert page.heading == "That is too large"
    assert next_steps(page)
    assert ledger.position() == before


def test_a_rule_that_forbids_a_page_is_told(ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger)
    page = visit(Role.EXECUTIVE).get(f"/risks/{reference}/answer", status=422)
    assert page.heading == "That cannot be recorded"
    assert f"{reference} has no escalation that awaits an answer." in page.words
    assert next_steps(page)


class BrokenLedger:
    """A ledger with a fault that nobody foresaw."""

    def reading(self) -> None:
        raise RuntimeError("a secret of the machine")

    now = writing = reading


def test_a_fault_that_nobody_foresaw_is_logged_and_gives_nothing_away(
    app: Flask, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = visit(Role.AUDITOR)
    app.extensions["ledger"] = BrokenLedger()
    page = visitor.get("/risks", status=500)
    assert page.heading == "Sorry, something went wrong"
    assert "secret" not in page.html
    assert next_steps(page)
    reference = page.words.rpartition("reference ")[2].split()[0]
    (entry,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert f"unforeseen {reference} at GET /risks" in entry.getMessage()
    assert "a secret of the machine" in caplog.text
