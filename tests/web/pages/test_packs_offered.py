"""What pages say of evidence packs that were made before of the same, and of one made again."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.partnership.proof import PROOF, Pack, Proof
from tests.acts import record
from tests.following import receive
from tests.web.conftest import Visit
from tests.web.deeds.redactions import redact
from tests.web.page import Page
from tests.web.visitor import Visitor
from web.packs import again


@pytest.fixture
def auditor(visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


def make(auditor: Visitor, page: Page, *, form: int = 0) -> None:
    """Press the button of a pack that the page offers."""
    forms = [each for each in page.root.every("form") if each["action"].endswith("/pack")]
    sent = {each["name"]: each["value"] for each in forms[form].every("input")}
    assert auditor.ask("POST", forms[form]["action"], sent).status_code == 200


def packs(ledger: Ledger) -> list[Pack]:
    return ledger.get(Proof, PROOF).packs


def test_a_pack_that_would_be_the_same_is_said_to_be_and_is(
    auditor: Visitor, ledger: Ledger
) -> None:
    risk = record(ledger)
    page = auditor.get(f"/history/{risk}")
    assert "One was made on" not in page.words
    make(auditor, page)
    page = auditor.get(f"/history/{risk}")
    assert f"Its SHA-256 is {packs(ledger)[0].sha256}" in page.words
    assert f"it went up to event {packs(ledger)[0].upto} then and {ledger.position()} now" in (
        page.words
    )
    page = auditor.get(page.links[f"up to event {packs(ledger)[0].upto}"])
    assert "Made again now, it is the same, byte for byte" in page.words
    make(auditor, page)
    assert len({each.sha256 for each in packs(ledger)}) == 1
    assert auditor.get(f"/history/{risk}").words.count("One was made on") == 2


def test_what_has_gone_since_and_another_program_are_said_before_and_after_it_is_made(
    auditor: Visitor, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    risk = record(ledger)
    make(auditor, auditor.get(f"/history/{risk}"))
    then = f"/history/{risk}?as-at=%23{packs(ledger)[0].upto}"
    redact(ledger, risk, "1/title")
    monkeypatch.setattr(again, "version", lambda _: "9.9.9")
    told = auditor.get(then).words
    assert "Made again now, it would not be the same" in told
    assert "words were redacted in between (RED-2026-001)" in told
    assert "and 9.9.9 now" in told
    monkeypatch.undo()
    make(auditor, auditor.get(then))
    assert (
        "It is not the same as the pack made of the same before: texts and files left out were "
        "0 then and 1 now; words were redacted in between (RED-2026-001)."
    ) in auditor.get(then).words


def test_a_report_that_has_grown_and_a_period_say_so_too(auditor: Visitor, ledger: Ledger) -> None:
    first = receive(ledger)
    make(auditor, auditor.get(f"/history/{first}"), form=1)
    receive(ledger, words="Count what is late.")
    told = auditor.get(f"/history/{first}").words
    assert "the items in it were 1 then and 2 now" in told
    assert told.count("One was made on") == 1  # of the report, and not of the recommendation
    page = auditor.get("/changes?since=%231")
    make(auditor, page)
    receive(ledger, words="Say so each quarter.")
    assert f"it went up to event {packs(ledger)[-1].upto} then" in (
        auditor.get("/changes?since=%231").words
    )
    assert "One was made on" not in auditor.get("/changes?since=%232").words
