"""What a person is told when something does not work: what happened and what to do next."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from freezegun import freeze_time

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.kernel.vocabulary import GENERAL, Vocabulary
from tests.acts import record
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import TODAY, ground
from tests.web.page import Page
from tests.web.visitor import Visitor
from web.running.logs import Lines
from web.running.startup import open_ledger


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
    ["/risks?search=%00", "/audit?item=a%00", "/?%00=", "/sign-in?next=%00"],
)
def test_an_address_with_a_nul_in_it_is_not_understood(address: str, visit: Visit) -> None:
    page = visit(Role.AUDITOR).get(address, status=400)
    assert page.heading == "That request could not be understood"


ODD = [
    "/risks/RSK-2026-001/dance", "/risks/RSK-2026-001/record", "/risks/RSK-2026-001/RECORD",
    "/risks/RSK-2026-001/assess-", "/risks/RSK-2026-001/__class__", "/risks/%20",
    "/recommendations/REC-2026-999", "/recommendations/RSK-2026-001",
    "/recommendations/REC-2026-001/receive", "/recommendations/REC-2026-999/verify",
    "/recommendations/RSK-2026-001/verify", "/recommendations/REC-2026-001/new",
    "/actions/ACT-2026-999", "/actions/REC-2026-001", "/actions/kent-police",
    "/actions/ACT-2026-001/set", "/actions/ACT-2026-999/verify", "/actions/REC-2026-001/verify",
    "/disputes/DSP-2026-999", "/disputes/kent-police", "/disputes/DSP-2026-001/record",
    "/disputes/DSP-2026-999/reply", "/disputes/DSP-2026-001/load-past",

]  # fmt: skip
UNREADABLE = [
    "/recommendations?as-at=9999-12-31", "/recommendations.csv?as-at=%23999999",
    "/recommendations/tables?since=2027-01-01", "/recommendations/tables?since=nonsense",
    "/recommendations/late.csv?since=0001-01-01", "/recommendations/closed.csv?as-at=x",
    "/recommendations/re-dates.csv?since=%23abc", "/scrutineer?since=x",
    "/disputes/DSP-2026-001/report-stage", "/disputes?as-at=tomorrow",
    "/disputes.xlsx?as-at=%23x", "/actions.json?as-at=x", "/risks.csv?columns=reference,score",
    "/disputes?columns=x,,reference",
]  # fmt: skip
HARMLESS = [
    "/recommendations?page=99999999999999999999",
    "/recommendations?page=-1&sort=nothing&status=nothing&colour=mauve&source=gossip",
    "/recommendations?search=%25_%5C%27", "/recommendations?theme=%0A&owner_agency=%0A",
    "/scrutineer?as-at=%230", "/disputes/clock?by=%3Cscript%3E",
    "/disputes?columns=,title,,reference",
    "/disputes/DSP-2026-001/keep-record?record=%3Cscript%3E",
    "/disputes/new?kind=x&met_on=y&title=%22",
    "/actions?search=%25_%5C%27", "/actions/new?serves=%3Cscript%3E&due_on=x&title=%22",
]  # fmt: skip


def test_an_odd_address_is_never_our_fault(sqlite_databases: Databases, app: Flask) -> None:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url, freeze_time(TODAY):
        ledger = open_ledger(url)
        side = SideRecords(ledger.engine)
        app.extensions |= {"ledger": ledger, "side": side}
        visitor = Visitor(app)
        visitor.sign_in(Role.BUSINESS_TEAM)
        for addresses, status in ((ODD, 404), (UNREADABLE, 422), (HARMLESS, 200)):
            found = {each: visitor.ask("GET", each).status_code for each in addresses}
            assert found == dict.fromkeys(addresses, status)
        side.close()
        ledger.close()


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
    assert f'href="/risks/{reference}"' in page.html
    assert next_steps(page) == [
        f"Open {reference}: its page says what can be done now, what is needed first, and what "
        "cannot be done and why."
    ]
    assert page.heading == "That cannot be done"
    assert f"{reference} has no escalation that awaits an answer." in page.words
    assert next_steps(page)


class BrokenLedger:
    """A ledger with a fault that nobody foresaw."""

    def reading(self) -> None:
        raise RuntimeError("a secret of the machine")

    now = writing = reading

    def vocabulary(self) -> Vocabulary:
        return GENERAL


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
    line = Lines(lambda logger, name, said: repr(said)).format(entry)
    assert reference in line
    assert "builtins.RuntimeError" in line
    assert "secret" not in line
