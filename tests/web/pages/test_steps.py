"""The history of one item, one step after the other."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.partnership.proof import PROOF, Proof
from domain.partnership.role_grant import RoleGrant
from tests.acts import do, record
from tests.following import receive, set_action
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor


@pytest.fixture
def risk(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A risk that was recorded, closed, reopened and described anew, a day after the other."""
    reference = record(ledger, "Rotas", likelihood="4", impact="5", on="2026-06-08")
    clock.tick(timedelta(days=1))
    do(ledger, "risk.close", reference, closing="managed", reason="All posts are filled.")
    clock.tick(timedelta(days=1))
    do(ledger, "risk.reopen", reference, reason="One is vacant again.")
    clock.tick(timedelta(days=1))
    do(ledger, "risk.describe", reference, title="Rotas gone", reason="They are gone.")
    return reference


@pytest.fixture
def reader(risk: str, visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


def facts(page: Page) -> dict[str, str]:
    return {
        row.first("dt").words: row.first("dd").words
        for row in page.main.every("div", class_="govuk-summary-list__row")
    }


def links(page: Page) -> dict[str, str]:
    return {each.words: each["href"] for each in page.main.every("a")}


def last_step(ledger: Ledger, reference: str) -> int:
    return len(ledger.history(reference))


def test_a_step_says_who_when_why_and_what_it_changed(
    ledger: Ledger, risk: str, reader: Visitor
) -> None:
    last = last_step(ledger, risk)
    page = reader.get(f"/history/{risk}/{last}")
    assert page.title.startswith(f"Step {last} of {last}, {risk}")
    assert facts(page) == {
        "Who": "OS user operator, Business Team",
        "Recorded": "13 June 2026 at 10:00am",
        "Happened": "On the day it was recorded",
        "Why": "They are gone.",
    }
    assert "Title Rotas Rotas gone" in page.words


def test_what_was_recorded_late_says_by_how_many_days(reader: Visitor, risk: str) -> None:
    page = reader.get(f"/history/{risk}/1")
    assert facts(page)["Happened"] == "8 June 2026, recorded 2 days later"
    assert "of which 2 were recorded later than on the day" in reader.get(f"/history/{risk}").words


def test_one_steps_back_and_forward_and_jumps(ledger: Ledger, reader: Visitor, risk: str) -> None:
    last = last_step(ledger, risk)
    page = reader.get(f"/history/{risk}/2")
    assert {
        "First": f"/history/{risk}/1",
        "Step back": f"/history/{risk}/1",
        "Step forward": f"/history/{risk}/3",
        "Last": f"/history/{risk}/{last}",
    }.items() <= links(page).items()
    assert not {"First", "Step back"} & links(reader.get(f"/history/{risk}/1")).keys()
    assert not {"Last", "Step forward"} & links(reader.get(f"/history/{risk}/{last}")).keys()
    assert reader.get(f"/history/{risk}?step=3").title.startswith("Step 3 of")


def test_a_step_leads_to_the_item_as_it_was_known_before_and_after(
    ledger: Ledger, reader: Visitor, risk: str
) -> None:
    found = links(reader.get(f"/history/{risk}/{last_step(ledger, risk)}"))
    assert "Rotas gone" not in reader.get(found[f"{risk} just before this step"]).words
    assert "Rotas gone" in reader.get(found[f"{risk} just after this step"]).words
    assert f"{risk} just before this step" not in links(reader.get(f"/history/{risk}/1"))


def test_a_decision_shows_what_it_was_made_on_and_what_changed_since(
    ledger: Ledger, reader: Visitor, risk: str
) -> None:
    last = last_step(ledger, risk)
    page = reader.get(f"/history/{risk}/{last - 2}")
    assert f"as it stood at step {last - 3}" in page.words
    assert "now reads “Rotas gone”" in page.words
    assert "Closed" not in reader.get(links(page)["See what they saw"]).main.first("h1").words


def test_what_one_command_led_to_stands_together(ledger: Ledger, visit: Visit, risk: str) -> None:
    other = record(ledger, "Other")
    do(ledger, "risk.link", risk, other=other, reason="The same cause.")
    page = visit(Role.AUDITOR).get(f"/history/{risk}/{last_step(ledger, risk)}")
    assert f"{other}: Linked it to {risk}." in page.words
    assert links(page)[other] == f"/history/{other}/{last_step(ledger, other)}"


def test_the_entry_of_the_log_is_there_with_its_leaf(
    ledger: Ledger, reader: Visitor, risk: str
) -> None:
    page = reader.get(f"/history/{risk}/1")
    (stored,) = ledger.log.select_notifications(ledger.position() - last_step(ledger, risk) + 1, 1)
    assert stored.leaf.hex() in page.words
    assert "Risk.Recorded" in page.words


@pytest.mark.parametrize("which", ["/0", "/99", "/x", "?step=99"])
def test_a_step_that_there_is_not_is_not_found(reader: Visitor, risk: str, which: str) -> None:
    reader.get(f"/history/{risk}{which}", status=404)


def test_nothing_is_known_of_what_one_may_not_see(ledger: Ledger, visit: Visit, risk: str) -> None:
    member = visit(Role.SAAS_MEMBER)
    hidden, absent = f"/history/{risk}", "/history/RSK-2026-999"
    for address in (hidden, f"{hidden}/1", absent):
        assert "There is nothing in the ledger" in member.get(address, status=404).words


def test_who_may_not_see_roles_may_not_see_what_happened_to_them(
    ledger: Ledger, visit: Visit, risk: str
) -> None:
    granted = next(event.reference for _, event in ledger.events_of(RoleGrant.Event))
    assert visit(Role.AUDITOR).get(f"/history/{granted}").title.startswith(f"History of {granted}")
    visit(Role.BUSINESS_TEAM).get(f"/history/{granted}")
    visit(Role.SAAS_MEMBER).get(f"/history/{granted}", status=404)


def test_every_kind_of_item_has_its_steps(ledger: Ledger, visit: Visit, risk: str) -> None:
    received = receive(ledger)
    auditor = visit(Role.AUDITOR)
    for reference in (risk, received, "kent-police", "PARTNERSHIP"):
        assert auditor.get(f"/history/{reference}/1").words.count("Step 1 of")


def test_a_past_view_has_only_the_steps_of_then_and_says_what_was_recorded_afterwards(
    ledger: Ledger, clock: FrozenDateTimeFactory, visit: Visit, risk: str
) -> None:
    known = last_step(ledger, risk)
    clock.tick(timedelta(days=3))
    do(ledger, "risk.review", risk, finding="No change", on="2026-06-12")
    reader = visit(Role.AUDITOR)
    past = reader.get(f"/history/{risk}?as-at=2026-06-13")
    assert f"{known} steps" in past.words
    assert "1 thing that had happened by 13 June 2026 was recorded afterwards" in past.words
    assert (
        f"Step {known} of {known}" in reader.get(f"/history/{risk}/{known}?as-at=2026-06-13").words
    )
    reader.get(f"/history/{risk}/{known + 1}?as-at=2026-06-13", status=404)


def test_a_decision_of_a_group_shows_its_minute_and_the_evidence_that_there_was(
    ledger: Ledger, visit: Visit, risk: str
) -> None:
    do(ledger, "risk.escalate", risk, to="executive", question="Who pays?", reason="Cost.")
    do(ledger, "risk.add_evidence", risk, kind="document", title="The rota",
       link="https://example.org/rota")  # fmt: skip
    do(ledger, "risk.answer", risk, answer="accept", words="For a year.",
       meeting="KSCMP Executive", minute="7", minuted_on="2026-06-13")  # fmt: skip
    page = visit(Role.AUDITOR).get(f"/history/{risk}/{last_step(ledger, risk)}")
    assert facts(page)["Minute"] == "Minute 7 of KSCMP Executive, 13 June 2026"
    assert "Evidence by then: The rota, not checked" in page.words


def test_the_history_is_taken_along_as_a_pack_of_the_moment_that_is_shown(
    reader: Visitor, risk: str, ledger: Ledger
) -> None:
    upto = ledger.position()
    for as_at, versions in (("", 5), (f"#{upto - 1}", 4)):
        page = reader.get(f"/history/{risk}?as-at={quote(as_at)}")
        [form] = [each for each in page.root.every("form") if each["action"].endswith("/pack")]
        [moment] = [each for each in form.every("input") if each["name"] == "as_at"]
        assert moment["value"] == as_at
        sent = {"csrf_token": reader.token, "as_at": as_at}
        answer = reader.ask("POST", form["action"], sent)
        assert answer.status_code == 200
        with ZipFile(BytesIO(answer.data)) as pack:
            entries = [each for each in pack.namelist() if "/data/entries/" in each]
        assert len(entries) == versions
    made = ledger.get(Proof, PROOF).packs
    assert [each.upto for each in made] == [upto, upto - 1]
    assert made[-1].sha256 == sha256(answer.data).hexdigest()
    assert f"Made an evidence pack of {risk}" in reader.get("/audit").words


def test_from_one_recommendation_the_whole_report_is_taken_along(
    reader: Visitor, ledger: Ledger
) -> None:
    first, second = receive(ledger), receive(ledger, words="Count what is late.")
    page = reader.get(f"/history/{second}")
    assert "“Review of the front door” holds the same of all its 2 recommend" in page.words
    [form] = [each for each in page.root.every("form") if "Make that one" in each.words]
    sent = {each["name"]: each["value"] for each in form.every("input")}
    assert reader.ask("POST", form["action"], sent).status_code == 200
    assert ledger.get(Proof, PROOF).packs[-1].items == (first, second)


def test_who_may_not_see_the_trail_makes_no_pack(
    reader: Visitor, visit: Visit, ledger: Ledger
) -> None:
    chair = visit(Role.SAAS_CHAIR)
    action = set_action(ledger)
    assert "Make an evidence pack" not in chair.get(f"/history/{action}").words
    chair.post(f"/history/{action}/pack", status=403)
    assert "Make an evidence pack" in reader.get(f"/history/{action}").words
