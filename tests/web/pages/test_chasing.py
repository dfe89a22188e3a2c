"""A chase sheet says what is awaited from one agency: a page, a Word document, an e-mail's text."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from docx import Document
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.following import set_action
from tests.web.conftest import Visit
from tests.web.deeds import groups, meetings

ADDRESS = "/agencies/kent-police/awaited"


@pytest.fixture
def awaited(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """An action, a late review and a meeting for Kent Police; an action of another agency."""
    groups.establish(ledger)
    set_action(ledger, title="Rota.", owner_agency="kent-police", due_on="2026-06-30")
    set_action(ledger, title="Another", owner_agency="cafcass", due_on="2026-06-20")
    record(ledger, "Vacancies", owner_agency="kent-police", review_on="2026-06-15")
    planned = meetings.plan(ledger, meets_on="2026-06-30")
    for title, restricted in (("Neglect", "no"), ("A complaint", "yes")):
        do(ledger, "meeting.add_item", planned, asked="decide", about_scrutineer="no", title=title,
           restricted=restricted, presenter_agency="kent-police")  # fmt: skip
    clock.tick(timedelta(days=10))


def test_a_page_lists_it_by_kind_and_says_what_is_late(awaited: None, visit: Visit) -> None:
    page = visit(Role.BUSINESS_TEAM).get(ADDRESS)
    assert page.table("part-1") == [["ACT-2026-001", "Rota.", "30 June 2026 (10 days left)"]]
    assert page.table("part-2") == [["RSK-2026-001", "Vacancies", "15 June 2026 (5 days late)"]]
    told = [row[1] for row in page.table("part-3")]
    assert told == [
        "SAAS, 30 June 2026: paper for item 1, Neglect",
        "SAAS, 30 June 2026: paper for item 2, a restricted item",
        "SAAS, 30 June 2026: does the Superintendent come, online or in the room?",
    ]


def test_what_was_sent_and_answered_is_awaited_no_longer(
    awaited: None, ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "meeting.send_paper", "MTG-2026-001", title="Neglect", item="1")
    do(ledger, "meeting.reply", "MTG-2026-001", seat="2", reply="coming")
    told = [row[1] for row in visit(Role.BUSINESS_TEAM).get(ADDRESS).table("part-3")]
    assert told == ["SAAS, 30 June 2026: paper for item 2, a restricted item"]


def test_the_same_is_text_for_an_e_mail_and_a_word_document(awaited: None, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    text = visitor.ask("GET", f"{ADDRESS}.txt").text
    assert text.startswith("Awaited from Kent Police\n\nActions (1)\n- ACT-2026-001: Rota. Due:")
    assert "Another" not in text
    assert "come, online or in the room? Due: 30 June 2026" in text
    assert (".." in text, "?." in text) == (False, False)
    assert "OFFICIAL-SENSITIVE" in text
    document = Document(io.BytesIO(visitor.ask("GET", f"{ADDRESS}.docx").get_data()))
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "ACT-2026-001", "Rota.", "30 June 2026 (10 days left)"
    ]  # fmt: skip


def test_an_agency_from_which_nothing_is_awaited_is_told_so(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    assert "Nothing is awaited." in visitor.get(ADDRESS).words
    assert "Nothing is awaited." in visitor.ask("GET", f"{ADDRESS}.txt").text
    assert "There is no agency nobody." in visitor.get("/agencies/nobody/awaited", status=404).words
