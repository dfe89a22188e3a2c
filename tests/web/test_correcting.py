"""Correcting a mistake on the site: first which fact, then what it should say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.disputes.dispute import Dispute
from domain.kernel.mending.correcting import Correctable
from domain.kernel.terms import Role
from domain.recommendations.recommendation import Recommendation
from tests.contracts.test_corrections import KINDS
from tests.databases import Databases
from tests.reading import disagreements
from tests.web.conftest import Visit
from tests.web.deeds import ITEMS, ground
from tests.web.deeds.disputes import AT_EXECUTIVE, AT_SAAS
from tests.web.doing import arrange
from web.running.startup import open_ledger


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """The ledger of a partnership with two items of each kind."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_somebody_chooses_the_fact_and_then_sees_what_it_says(
    kind: type[Correctable], ledger: Ledger, visit: Visit
) -> None:
    address, reference = ITEMS[kind.word]
    visitor = visit(Role.BUSINESS_TEAM)
    page = visitor.get(visitor.get(f"{address}/{reference}").links["Correct a mistake"])
    facts = ledger.get(kind, reference).facts_to_correct()
    assert all(fact.label in page.words for fact in facts)
    for fact in facts:
        form = visitor.get(f"{address}/{reference}/correct?fact={fact.key}")
        assert f"{fact.label}: what it should say" in form.words


def test_what_is_sent_is_corrected_and_told_with_before_and_after(
    ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/recommendations/REC-2026-001/correct?fact=title")
    assert form.filled_in["becomes"] == "Scrutiny of neglect"
    page = visitor.submit(form, becomes="Scrutiny of early help", reason="Misread.")
    told = "corrected “Title of the report” from “Scrutiny of neglect” to “Scrutiny of early help”"
    assert page.notices == [f"REC-2026-001: you {told}."]
    assert told[1:] in page.words
    assert ledger.get(Recommendation, "REC-2026-001").title == "Scrutiny of early help"


def test_a_date_is_typed_in_its_parts(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/disputes/DSP-2026-001/correct?fact=met_on")
    visitor.submit(form, becomes="2026-06-02", reason="The agenda has it.")
    assert ledger.get(Dispute, "DSP-2026-001").met_on == "2026-06-02"


def test_parties_are_ticked(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/disputes/DSP-2026-001/correct?fact=parties")
    before = ledger.get(Dispute, "DSP-2026-001")
    assert form.filled_in["becomes"] == before.parties
    page = visitor.post(
        form.form["action"],
        {**form.filled_in, "becomes": [before.raised_by, "cafcass"], "reason": "Misheard."},
    )
    assert "Cafcass" in page.words
    assert set(ledger.get(Dispute, "DSP-2026-001").parties) == {before.raised_by, "cafcass"}


def test_what_is_wrong_comes_back_with_what_was_typed(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/actions/ACT-2026-001/correct?fact=title")
    page = visitor.submit(form, status=422, becomes="", reason="Why not.")
    assert "Enter what “What must be done” should be." in page.words
    assert page.filled_in["reason"] == "Why not."


def test_nobody_but_the_business_team_corrects(visit: Visit) -> None:
    visit(Role.SAAS_CHAIR).get("/actions/ACT-2026-001/correct", status=403)


@pytest.mark.parametrize(
    ("fact", "words", "asked"),
    [
        ("published", "31/02/2026", "there is no 31 February 2026. Enter a day"),
        ("due_words", "Spring 2027", "“Spring 2027” comes to no date. Enter a day, a month"),
        (
            "due_words",
            "within three months",
            "which is not known. Correct the date published first",
        ),
    ],
)
def test_a_published_date_that_comes_to_none_is_asked_about_as_where_it_is_recorded(
    fact: str, words: str, asked: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    before = ledger.get(Recommendation, "REC-2026-001")
    form = visitor.get(f"/recommendations/REC-2026-001/correct?fact={fact}")
    page = visitor.submit(form, becomes=words, reason="Misread.", status=422)
    assert asked in page.words
    after = ledger.get(Recommendation, "REC-2026-001")
    assert (after.version, after.due_on) == (before.version, before.due_on)


def test_when_it_was_escalated_is_offered_with_its_date_and_corrected(
    ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AT_SAAS)
    visitor = visit(Role.BUSINESS_TEAM)
    before = ledger.get(Dispute, "DSP-2026-001")
    page = visitor.get("/disputes/DSP-2026-001/correct")
    assert "When it came to its third stage" in page.words
    form = visitor.get("/disputes/DSP-2026-001/correct?fact=entered_on_2")
    day = before.met_on
    page = visitor.submit(form, becomes=day, reason="The e-mail has it.")
    assert "corrected “When it came to its second stage”" in page.words
    after = ledger.get(Dispute, "DSP-2026-001")
    assert after.visits[1].entered_on == after.visits[0].left_on == day
    assert disagreements(ledger) == []
    for none in ("entered_on_0", "entered_on_77", "entered_on_x"):
        visitor.get(f"/disputes/DSP-2026-001/correct?fact={none}")


def test_a_wrongly_named_convener_is_corrected_to_one_of_an_agency_or_of_none(
    ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AT_EXECUTIVE)
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/disputes/DSP-2026-001/correct?fact=convener_agency_3")
    assert form.filled_in["becomes"] == "cafcass"
    visitor.submit(form, becomes="", reason="Of none.")
    assert ledger.get(Dispute, "DSP-2026-001").visits[2].convener_agency == ""
    assert disagreements(ledger) == []
