"""Every paper of the demonstration: what it says, for whom, and that everybody can read it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.errors import NotFoundError
from domain.kernel.terms import Role, Sight
from projections.actions import actions
from projections.actions.actions import ACTIONS
from projections.recommendations import follow_up
from projections.recommendations.follow_up import FOLLOW_UP
from projections.risks.risk_register import RISKS, is_open
from projections.view import EVERYTHING
from tests.web.conftest import Visit
from tests.web.papers.reading import faults, made, now, pages_of, tables_of, words_of
from web.papers.catalogue import FORMS, KINDS
from web.papers.kinds.tracked import HEADS
from web.papers.making import written
from web.papers.paper import Paper
from web.papers.pdf import pdf_of

OF = {"dispute": "DSP-2026-007"}
POLICE = Sight(False, frozenset({"kent-police"}))


@pytest.fixture
def ledger(demonstration: Ledger) -> Ledger:
    return demonstration


def paper(ledger: Ledger, name: str, *, sight: Sight = EVERYTHING) -> Paper:
    return made(ledger, name, sight=sight, reference=OF.get(name, ""))


def test_each_is_a_pdf_without_fault_and_bears_what_it_is_of_when(ledger: Ledger) -> None:
    for name in KINDS:
        found = paper(ledger, name)
        assert faults(pdf_of(found)) == [], name
        assert found.when.startswith("As at 26 November 2026, 12:00pm, position "), name
        assert found.foot.startswith(f"OFFICIAL-SENSITIVE. Checkpoint {ledger.position()}-"), name
        assert not found.left_out, name


def test_each_register_is_whole(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        view = now(ledger, connection)
        for name, register, which in (
            ("risks", RISKS, is_open()), ("follow-up", FOLLOW_UP, follow_up.is_open()),
            ("actions", ACTIONS, actions.is_open()),
        ):  # fmt: skip
            table = tables_of(paper(ledger, name))["Open"]
            references = {row[0] for row in table.rows}
            assert references == {row["reference"] for row in register.rows(view, which)}, name
            assert len(references) > 5, name


def test_of_a_long_register_a_paper_has_the_first_rows_and_says_how_many_there_are(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("some", "changes"):
        monkeypatch.setattr(f"web.papers.kinds.{module}.MOST", 3)
    for name, table, total in (("risks", "Open", 16), ("actions", "Open", 8)):
        found = paper(ledger, name)
        assert len(tables_of(found)[table].rows) == 3
        assert f"The first 3 of {total}; the register’s files have all." in words_of(found)
    assert re.search(r"The first 3 of \d{3,}; the", words_of(paper(ledger, "changes")))


def test_the_tracker_has_the_columns_that_committees_ask_for(ledger: Ledger) -> None:
    table = tables_of(paper(ledger, "follow-up"))["Open"]
    assert [each.label for each in table.heads] == [each.label for each in HEADS]
    rows = {str(row[0]): dict(zip([each.label for each in HEADS], row, strict=True))
            for row in table.rows}  # fmt: skip
    row = rows["REC-2026-006"]
    assert str(row["Latest update"]).startswith("Two months have been counted.")
    assert "(SAAS member, NHS Kent and Medway ICB), 11 Nov 2026" in str(row["Latest update"])
    assert row["Evidence, checked by"] == "1, last checked by Executive member, Kent Police"
    assert row["Due now"] == "5 Jan 2027 (moved once)"
    assert row["Verified by"] == "Nobody yet"


def test_a_dispute_says_first_what_is_needed_and_then_all_that_is_on_record(
    ledger: Ledger,
) -> None:
    found = paper(ledger, "dispute")
    assert found.title == "DSP-2026-007: Where the threshold for joint funding lies"
    assert [each.title for each in found.sections][1] == "What is needed, and from whom"
    assert "A decision by the KSCMP Executive" in words_of(found)
    assert len(tables_of(found)["History"].rows) > 10
    with pytest.raises(NotFoundError):
        made(ledger, "dispute", reference="DSP-2026-999")


def test_what_changed_is_told_by_role_and_never_by_name(ledger: Ledger) -> None:
    words = words_of(paper(ledger, "changes"))
    assert "SAAS member, Kent Police" in words
    for role in Role:
        assert f"{role.value.replace('_', '-')}@demo.example" not in words


def test_the_circular_is_two_pages_and_has_every_section(ledger: Ledger) -> None:
    found = paper(ledger, "circular")
    assert pages_of(pdf_of(found)) == 2
    assert [each.title for each in found.sections if each.title] == [
        "Alerts", "Decisions sought", "Risk movement", "Update of each group",
        "Recommendations and late actions", "Practice-review learning",
        "Disputes and commissions", "Good practice", "Strategic Plan", "Dates",
    ]  # fmt: skip
    rows = {str(row[0]): row for row in tables_of(found)["Groups"].rows}
    assert rows["KSCMP Scrutiny, Assurance and Audit Sub-group"][3] == date(2026, 12, 17)
    assert "Executive" not in {row[0] for row in tables_of(found)["Groups"].rows}
    words = words_of(found)
    assert "10 recommendations are open, 2 of them late:" in words
    assert "12 disputes are open, 4 at the KSCMP Executive or beyond." in words


def test_a_paper_shows_what_its_maker_may_see_and_says_that_there_is_more(ledger: Ledger) -> None:
    whole, part = paper(ledger, "risks"), paper(ledger, "risks", sight=POLICE)
    assert 0 < len(tables_of(part)["Open"].rows) < len(tables_of(whole)["Open"].rows)
    assert "may not see are left out of it" in words_of(part)
    assert "RSK-2025-028" in words_of(whole)
    assert "RSK-2025-028" not in words_of(part)


def test_each_register_offers_its_paper_and_so_do_a_dispute_and_a_comparison(
    ledger: Ledger, visit: Visit
) -> None:
    visitor = visit()
    visitor.be("executive@demo.example")
    for address, name in (
        ("/risks", "risks"), ("/recommendations", "follow-up"), ("/actions", "actions"),
        ("/disputes/DSP-2026-007", "dispute/DSP-2026-007"), ("/changes", "changes"),
    ):  # fmt: skip
        links = visitor.get(address).links
        for form, called in FORMS.items():
            (words, href), *_ = [
                each for each in links.items() if each[1].startswith(f"/papers/{name}.{form}")
            ]
            assert words.startswith(called)
            assert visitor.ask("GET", href).status_code == 200, href


def test_each_form_is_the_same_bytes_again(ledger: Ledger) -> None:
    for name in KINDS:
        for form in FORMS:
            first = paper(ledger, name)
            again = made(ledger, name, reference=OF.get(name, ""), as_at=first.as_at)
            assert written(again, form) == written(first, form), (name, form)
