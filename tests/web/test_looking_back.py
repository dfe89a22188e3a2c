"""A moment of the past that was asked for on one page stays while one moves about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.following import receive, set_action
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor

DAY = "2026-06-10"
OF_ANOTHER_MOMENT = (
    "Back to now", "recorded later", "Stay signed in", "just before this step", "just after this",
)  # fmt: skip


@pytest.fixture
def risk(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A risk of 10 June, changed two days later, and reviewed on the 10th as is recorded then."""
    reference = record(ledger, "Rotas", likelihood="4", impact="5")
    receive(ledger)
    set_action(ledger, due_on="2026-12-31")
    clock.tick(timedelta(days=2))
    do(ledger, "risk.describe", reference, title="Rotas gone", reason="They are gone.")
    do(ledger, "risk.review", reference, finding="No change", on=DAY)
    return reference


@pytest.fixture
def auditor(risk: str, visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


def links(page: Page) -> list[tuple[str, str]]:
    """Every link of a page, its frame included."""
    return [(each.words, each["href"]) for each in page.root.every("a")]


def test_every_link_of_a_past_page_stays_at_its_moment(auditor: Visitor, risk: str) -> None:
    waiting, seen, wrong = [f"/risks/{risk}?as-at={DAY}"], set[str](), list[str]()
    while waiting and len(seen) < 60:
        address = waiting.pop(0)
        seen.add(address)
        answer = auditor.ask("GET", address)
        if answer.mimetype != "text/html":
            continue
        for words, href in links(auditor.get(address)):
            if href.startswith(("#", "https:", "mailto:")) or any(
                each in words for each in OF_ANOTHER_MOMENT
            ):
                continue
            if f"as-at={DAY}" not in href:
                wrong.append(f"{address}: {words} leads to {href}")
            elif href.startswith("/") and href not in seen:
                waiting.append(href)
    assert wrong == []
    assert len(seen) > 30


def test_another_day_is_chosen_at_the_foot_of_any_page_and_keeps_its_filters(
    auditor: Visitor, risk: str
) -> None:
    page = auditor.get("/risks?band=High&status=all&page=1")
    form = next(page.root.every("form", class_="ledger-look-back"))
    assert [(each["name"], each["value"]) for each in form.every("input")] == [
        ("band", "High"), ("status", "all"), ("as-at", ""),
    ]  # fmt: skip
    past = auditor.get(f"/risks?band=High&status=all&as-at={DAY}")
    assert "Rotas gone" not in past.words
    assert next(past.root.every("input", id="look-back"))["value"] == "10 June 2026"


def test_no_form_is_offered_a_past(visit: Visit, risk: str) -> None:
    page = visit(Role.BUSINESS_TEAM).get(f"/risks/{risk}/assess")
    assert not list(page.root.every("form", class_="ledger-look-back"))


def test_a_moment_that_is_an_event_is_named_by_it(
    ledger: Ledger, auditor: Visitor, risk: str
) -> None:
    page = auditor.get(f"/risks?as-at=%23{ledger.position() - 1}")
    assert f"on 12 June 2026, just after step 3 of {risk} (position" in page.root.words


def test_the_banner_counts_what_was_recorded_later_and_leads_to_it(
    auditor: Visitor, risk: str
) -> None:
    page = auditor.get(f"/risks?as-at={DAY}")
    (href,) = [href for words, href in links(page) if "recorded later" in words]
    assert "1 thing that had happened was recorded later" in page.root.words
    assert [row[1] for row in auditor.get(href).rows] == [risk]


def test_who_may_not_search_the_trail_is_not_told_how_much_was_recorded_later(
    visit: Visit, risk: str
) -> None:
    assert "recorded later" not in visit(Role.SAAS_MEMBER).get(f"/actions?as-at={DAY}").root.words


def test_who_may_not_see_everything_is_told_that_something_is_left_out(
    auditor: Visitor, visit: Visit
) -> None:
    told = "What your role may not see today is left out."
    assert told in visit(Role.SAAS_MEMBER).get(f"/actions?as-at={DAY}").root.words
    assert told not in auditor.get(f"/actions?as-at={DAY}").root.words


def test_before_an_item_was_recorded_it_is_said_since_when_there_is_one(
    auditor: Visitor, visit: Visit, risk: str
) -> None:
    """Also where it is asked for by another spelling; and never to whoever may not see it."""
    told = f"There was no {risk} yet at that moment: it was recorded on 10 June 2026 at"
    for address in (f"/risks/{risk}", f"/risks/{risk.lower()}", f"/history/{risk}"):
        assert told in auditor.get(f"{address}?as-at=2026-06-09", status=404).words
    assert "yet at that moment" not in auditor.get("/risks/RSK-2026-900", status=404).words
    member = visit(Role.SAAS_MEMBER)
    member.get(f"/risks/{risk}", status=404)
    hidden = member.get(f"/risks/{risk}?as-at=2026-06-09", status=404).words
    assert "yet at that moment" not in hidden
