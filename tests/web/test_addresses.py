"""Addresses as people type them lead where they should."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import record
from tests.web.conftest import Visit
from tests.web.doing import receive

TEAM = Role.BUSINESS_TEAM


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("/risks/", "/risks"),
        ("/risks///", "/risks"),
        ("/risks/?band=High&page=2", "/risks?band=High&page=2"),
        ("/risks/RSK-2026-001/", "/risks/RSK-2026-001"),
        ("/sign-in/", "/sign-in"),
        ("/risks.csv/", "/risks.csv"),
        ("/RSK-2026-001", "/risks/RSK-2026-001"),
        ("/rsk-2026-1", "/risks/RSK-2026-001"),
        ("/rsk-2026-1/", "/risks/RSK-2026-001"),
        ("/dsp-2026-4", "/disputes/DSP-2026-004"),
        ("/REC-2026-012?as-at=2026-03-31", "/recommendations/REC-2026-012?as-at=2026-03-31"),
        ("/ACT-2026-1234", "/actions/ACT-2026-1234"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_leads_to_the_page_that_it_means(
    method: str, typed: str, leads_to: str, visit: Visit
) -> None:
    answer = visit().ask(method, typed)
    assert (answer.status_code, answer.headers["Location"]) == (308, leads_to)


@pytest.mark.parametrize(
    "typed",
    [
        "/nowhere/", "/XYZ-2026-001", "/RSK-2026-", "/RSK-26-1",
        "/%00", "/risks/%00", "/RSK-2026-001%00", "/%00/", "/%ff", "/%0a", "/RSK-2026-001/%2e%2e/",
        "/%E2%80%AE",
    ],
)  # fmt: skip
def test_what_is_no_address_is_answered_with_a_plain_sentence(typed: str, visit: Visit) -> None:
    page = visit(TEAM).get(typed, status=404)
    assert page.heading == "Page not found"
    assert "There is nothing in the ledger at this address." in page.words


def test_no_address_leads_to_another_site(visit: Visit) -> None:
    client = visit().client
    for typed in ("//elsewhere.example/", "///elsewhere.example/"):
        assert client.open("/", environ_overrides={"PATH_INFO": typed}).status_code == 404
    answer = client.open("/", environ_overrides={"PATH_INFO": "//risks/"})
    assert answer.headers["Location"] == "/risks"


def test_a_form_that_is_sent_to_an_address_with_a_slash_is_not_lost(
    ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(TEAM)
    form = visitor.get("/risks/new")
    sent = form.filled_in | {"kind": "risk", "title": "A risk"}
    answer = visitor.ask("POST", "/risks/new/", sent)
    assert (answer.status_code, answer.headers["Location"]) == (308, "/risks/new")
    assert visitor.post(answer.headers["Location"], sent).notices


def test_an_item_that_is_hidden_looks_like_one_that_there_is_not(
    ledger: Ledger, visit: Visit
) -> None:
    hidden = record(ledger)
    visitor = visit(Role.SAAS_CHAIR)
    answers = [visitor.ask("GET", f"/{each}") for each in (hidden, "RSK-2026-999")]
    assert [each.status_code for each in answers] == [308, 308]
    pages = [visitor.get(f"/risks/{each}", status=404) for each in (hidden, "RSK-2026-999")]
    assert pages[0].words.split("reference")[0] == pages[1].words.split("reference")[0]


def test_whoever_may_see_an_item_gets_there_by_its_reference(ledger: Ledger, visit: Visit) -> None:
    reference = receive(ledger)
    visitor = visit(Role.SCRUTINEER)
    leads_to = visitor.ask("GET", f"/{reference.lower()}").headers["Location"]
    assert reference in visitor.get(leads_to).words
