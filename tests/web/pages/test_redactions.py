"""Redactions on the pages: from a step of a history to the gap that says why."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.web.conftest import Visit
from tests.web.deeds.redactions import propose, redact
from tests.web.page import Page
from tests.web.visitor import Visitor, fill_in

ADMINISTRATOR, OFFICER = Role.ADMINISTRATOR, Role.DATA_PROTECTION
SECRET = "Zebedee Quill of Mill Lane"
GAP = "because somebody used their right to erasure: RED-2026-001]"


@pytest.fixture
def risk(ledger: Ledger) -> str:
    risk = record(ledger, SECRET, raised_in="saas")
    do(ledger, "risk.assess", risk, measure="target", likelihood="1", impact="1", reason=SECRET)
    return risk


def form_of(visitor: Visitor, risk: str, step: int = 1) -> Page:
    return visitor.get(visitor.get(f"/history/{risk}/{step}").links["Propose a redaction"])


def test_it_is_proposed_on_a_step_and_agreed_by_another(visit: Visit, risk: str) -> None:
    visitor = visit(ADMINISTRATOR)
    form = form_of(visitor, risk)
    assert SECRET not in form.words, "the words themselves are not repeated"
    assert "Step 2: Reason, which is the same" in form.words
    done = visitor.post(
        form.form["action"],
        fill_in(form, words=["1/title", "2/reason"], basis="erasure", reason="A name is in it."),
    )
    assert "proposed to redact words in steps 1 and 2" in " ".join(done.notices)
    again = form_of(visitor, risk)
    assert "Title (proposed already, by RED-2026-001)" in again.words
    given = {"words": ["1/title"], "basis": "erasure", "reason": "A name is in it, again."}
    refused = visitor.post(again.form["action"], fill_in(again, **given), status=422)
    assert "named by RED-2026-001 already" in refused.words
    officer = visit(OFFICER)
    agree = officer.get(officer.get("/redactions/RED-2026-001").links["Agree: it goes for good"])
    assert "A name is in it." in agree.words
    assert agree.links["Title"] == f"/history/{risk}/1", "there they can be read"
    assert SECRET not in agree.words
    officer.submit(agree)
    assert SECRET not in officer.get(f"/risks/{risk}").words


@pytest.mark.parametrize(
    "address",
    ["/risks/{}", "/history/{}", "/history/{}/1", "/risks", "/audit", "/risks.csv", "/audit.csv"],
)
def test_everywhere_the_gap_says_when_and_why(
    address: str, visit: Visit, ledger: Ledger, risk: str
) -> None:
    visitor = visit(Role.AUDITOR)
    before = visitor.ask("GET", address.format(risk)).text
    redact(ledger, risk, "1/title", "2/reason")
    after = visitor.ask("GET", address.format(risk)).text
    assert SECRET in before
    assert "Zebedee" not in after
    assert GAP in after
    assert "Zebedee" not in visitor.ask("GET", "/risks?as-at=%2330").text, "nor in the past"


def test_a_search_finds_the_words_no_longer(visit: Visit, ledger: Ledger, risk: str) -> None:
    visitor = visit(Role.AUDITOR)
    assert visitor.get("/risks?search=Zebedee&status=all").rows
    redact(ledger, risk, "1/title", "2/reason")
    assert not visitor.get("/risks?search=Zebedee&status=all").rows
    assert risk not in visitor.ask("GET", "/audit?search=Zebedee").text


def test_the_item_and_the_step_lead_to_the_redaction(
    visit: Visit, ledger: Ledger, risk: str
) -> None:
    redact(ledger, risk, "1/title")
    visitor = visit(Role.AUDITOR)
    for address in (f"/risks/{risk}", f"/history/{risk}/1"):
        page = visitor.get(address)
        assert page.links["RED-2026-001"] == "/redactions/RED-2026-001"
        assert "edacted on" in page.words
    member = visit(Role.SAAS_MEMBER).get(f"/history/{risk}/1")
    assert "RED-2026-001" in member.words
    assert "RED-2026-001" not in member.links


def test_what_has_gone_is_not_offered_again(visit: Visit, ledger: Ledger, risk: str) -> None:
    redact(ledger, risk, "1/title")
    assert "Step 1: Title" not in form_of(visit(ADMINISTRATOR), risk, step=2).words


def test_nobody_else_is_offered_it(visit: Visit, risk: str) -> None:
    for role in set(Role) - {ADMINISTRATOR}:
        assert "Propose a redaction" not in visit(role).get(f"/history/{risk}/1").links
    assert visit(OFFICER).ask("GET", f"/redactions/of/{risk}/1").status_code == 403


def test_nobody_decides_about_what_they_proposed(visit: Visit, ledger: Ledger, risk: str) -> None:
    do(ledger, "role.give", person="person-administrator", role=OFFICER)
    propose(ledger, risk)
    page = visit(ADMINISTRATOR).get("/redactions/RED-2026-001")
    assert "Agree: it goes for good" not in page.links


@pytest.mark.parametrize("address", ["/redactions/of/RSK-2026-001/99", "/redactions/of/XYZ/1"])
def test_a_step_that_there_is_not_has_no_form(visit: Visit, risk: str, address: str) -> None:
    assert visit(ADMINISTRATOR).ask("GET", address).status_code == 404


def test_a_file_is_proposed_on_its_step_and_its_gap_says_when_and_why(
    visit: Visit, ledger: Ledger
) -> None:
    risk, other = record(ledger), record(ledger, "Another risk")
    for each in (other, risk):
        file = {"name": "sample.txt", "content": "Zebedee Quill"}
        do(ledger, "risk.add_evidence", each, kind="data", title="Sample", file=file)
    visitor = visit(ADMINISTRATOR)
    form = form_of(visitor, risk, step=2)
    assert f"Step 2: File. It goes from {other}, too" in form.words
    visitor.post(
        form.form["action"],
        fill_in(form, words=["2/sha256"], basis="breach", reason="It is another family's."),
    )
    officer = visit(OFFICER)
    officer.submit(
        officer.get(officer.get("/redactions/RED-2026-001").links["Agree: it goes for good"])
    )
    for each in (risk, other):
        page = officer.get(f"/risks/{each}")
        assert "sample.txt, redacted on" in page.words
        assert "because it had been written here by mistake: RED-2026-001" in page.words
        assert "Sample" not in page.links
        gone = officer.ask("GET", f"/risks/{each}/evidence/1")
        assert gone.status_code == 410
        assert "The file was redacted on" in gone.text
        assert "File: redacted on" in officer.get(f"/history/{each}/2").words
    assert "Taken out because it had been written here by mistake: the file in step 2" in (
        officer.get(f"/risks/{risk}").words
    )
