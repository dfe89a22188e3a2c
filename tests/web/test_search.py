"""One search over everything, by the words in any order or by a reference."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.partnership.partnership import PARTNERSHIP
from projections.search.finding import Sought
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.disputing import dispute
from tests.following import receive, set_action
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor
from web.nouns import NOUNS
from web.search.marking import excerpt, marked


@pytest.fixture
def risk(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A risk and an action that speak of rotas, and a recommendation that does not."""
    reference = record(ledger, "Rotas no longer overlap", cause="Night shifts end too early")
    set_action(ledger, title="Let the rotas overlap again", due_on="2026-12-31")
    receive(ledger, words="Share information sooner.")
    do(ledger, "risk.review", reference, finding="The handover was observed")
    return reference


@pytest.fixture
def auditor(risk: str, visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


def found(page: Page) -> dict[str, list[str]]:
    """The references under each heading."""
    return {
        each.first("h2").words: [link.words for link in each.every("a")]
        for each in page.main.every("section")
    }


def test_all_of_the_words_are_looked_for_in_any_order_in_every_register(
    auditor: Visitor, risk: str
) -> None:
    page = auditor.get("/search?q=overlap+ROTA")
    assert found(page) == {"Risks (1)": [risk], "Actions (1)": ["ACT-2026-001"]}
    assert "<mark>Rotas</mark> no longer <mark>overlap</mark>" in page.html


def test_what_is_found_stands_under_headings_in_words() -> None:
    assert [noun.heading for noun in NOUNS if "_" in noun.heading] == []


def test_where_it_stands_is_said_with_the_words_around_it(auditor: Visitor) -> None:
    assert "Cause: Night shifts end too early" in auditor.get("/search?q=shifts").words


def test_a_reference_leads_to_its_item_however_it_is_typed(auditor: Visitor, risk: str) -> None:
    year = risk[4:8]
    for typed in (
        risk.lower(), f"rsk {year} 1", f"RSK{year}001", f"RSK\u2011{year}\u2011001",
        f" RSK\u2013{year}\u20131 ", f"\uff32SK-{year}-001",
    ):  # fmt: skip
        page = auditor.get("/search?" + urlencode({"q": typed}))
        assert page.heading == "Rotas no longer overlap", typed
    for typed in (f"rsk {year}", f"the {year} 1", f"rsk {year} 000", f"rsk {year} 1 2"):
        assert auditor.get("/search?" + urlencode({"q": typed})).heading == "Search", typed


def test_a_partner_is_found_by_what_people_call_it(auditor: Visitor, ledger: Ledger) -> None:
    load_placeholder(ledger)
    page = auditor.get("/search?q=health")
    assert "NHS Kent and Medway ICB" in page.links
    assert "Kind: Safeguarding Partner: Health" in page.words


def test_what_happened_is_searched_too_and_leads_to_its_step(auditor: Visitor, risk: str) -> None:
    page = auditor.get("/search?q=handover+observed")
    assert found(page) == {"In what happened": [risk]}
    assert auditor.get(page.links[risk]).title.startswith("Step ")


def test_what_happened_to_the_partnership_is_called_so(auditor: Visitor, ledger: Ledger) -> None:
    do(ledger, "partnership.add_theme", PARTNERSHIP, name="Sleep")
    assert found(auditor.get("/search?q=sleep"))["In what happened"] == ["Partnership"]


def test_nothing_is_found_of_what_one_may_not_see(visit: Visit, risk: str) -> None:
    page = visit(Role.SAAS_MEMBER).get("/search?q=overlap")
    assert found(page) == {"Actions (1)": ["ACT-2026-001"]}
    page = visit(Role.SAAS_MEMBER).get(f"/search?q={risk}")
    assert "Nothing that you may see holds all of these words." in page.words


def test_it_searches_as_at_any_moment(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit, risk: str
) -> None:
    clock.tick(timedelta(days=2))
    do(ledger, "risk.describe", risk, title="Gaps", reason="Clearer.", cause="Unknown")
    reader = visit(Role.AUDITOR)
    assert risk in found(reader.get("/search?q=night+shifts&as-at=2026-06-10"))["Risks (1)"]
    assert "Risks (1)" not in found(reader.get("/search?q=night+shifts"))


def test_what_cannot_be_found_is_told_in_a_sentence(auditor: Visitor) -> None:
    assert list(auditor.get("/search?q=").main.every("section")) == []
    for words in ("%25", "'\"--", "_", "the+of+and"):
        page = auditor.get(f"/search?q={words}")
        assert found(page) == {}
        assert "These words stand in almost everything." in page.words
    assert "Nothing that you may see holds all" in auditor.get("/search?q=zebra").words
    assert "Only the first 200 characters" in auditor.get(f"/search?q={'rota+' * 80}").words


def test_each_kind_has_pages_of_its_own(auditor: Visitor, ledger: Ledger) -> None:
    for number in range(52):
        receive(ledger, words=f"Look at rotas {number}.", number=str(number))
    page = auditor.get("/search?q=rotas")
    assert "Recommendations (52)" in found(page)
    page = auditor.get(page.links["See all 52 Recommendations"])
    assert list(found(page)) == ["Recommendations (52)"]
    assert "Showing 1 to 50 of 52" in page.words
    page = auditor.get(f"/search{page.links['2']}")
    assert "Showing 51 to 52 of 52" in page.words
    assert "Risks (1)" in found(auditor.get(page.links["Look in everything"]))


def test_positions_evidence_agencies_and_controls_are_found(
    auditor: Visitor, ledger: Ledger, risk: str
) -> None:
    do(ledger, "risk.add_control", risk, text="A duty manager")
    do(ledger, "risk.add_evidence", risk, kind="data", title="Audit of shifts",
       link="https://kent.example/a.pdf")  # fmt: skip
    load_placeholder(ledger)
    quarrel = dispute(ledger, position="The police cannot meet it.")
    for words, reference, where in (
        ("manager duty", risk, "Control 1: "),
        ("audit pdf", risk, "Evidence 1: "),
        ("police cannot", quarrel, "Position of Kent Police: "),
    ):
        page = auditor.get(f"/search?q={words}")
        assert reference in page.links, words
        assert where in page.words, words
    assert "Kent Police" in auditor.get("/search?q=kent+police").links


def test_words_are_marked_as_they_are_compared_and_nothing_else_is_let_through() -> None:
    assert marked("<b>Café</b> cafés", Sought.of("cafe")) == (
        "&lt;b&gt;<mark>Café</mark>&lt;/b&gt; <mark>cafés</mark>"
    )
    long = "word " * 50 + "needle " + "more " * 50
    assert excerpt(long, Sought.of("needle")).startswith("… word")
    assert "needle" in excerpt(long, Sought.of("needle"))
    assert excerpt("short", Sought.of("needle")) == "short"
