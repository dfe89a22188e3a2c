"""The action log to hand out: by agency, then due, and what has ended is shown once."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from docx import Document
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.following import set_action
from tests.web.conftest import Visit
from tests.web.deeds import groups, meetings
from tests.web.doing import arrange


@pytest.fixture
def actions(clock: FrozenDateTimeFactory, ledger: Ledger) -> dict[str, str]:
    """Of two agencies, on 10 June 2026; one was cancelled then, one after it."""
    groups.establish(ledger)
    meetings.plan(ledger)
    found = {
        "late": set_action(ledger, title="Late", owner_agency="kent-police", due_on="2026-06-20"),
        "soon": set_action(ledger, title="Soon", owner_agency="kent-police", due_on="2026-06-15"),
        "far": set_action(ledger, title="Far", owner_agency="cafcass", due_on="2026-12-01"),
        "old": set_action(ledger, title="Old", owner_agency="cafcass"),
        "gone": set_action(ledger, title="Gone", owner_agency="cafcass", due_on="2026-07-01"),
    }
    do(ledger, "action.link", found["soon"], other="MTG-2026-001")
    do(ledger, "action.cancel", found["old"], reason="No money.")
    clock.tick(timedelta(days=12))
    do(ledger, "action.report_progress", found["soon"], progress="Half of it.")
    do(ledger, "action.cancel", found["gone"], reason="Another does it.")
    return found


ADDRESS = "/actions/log?since=2026-06-10"


def test_it_is_by_agency_and_what_ended_since_is_there_once(
    actions: dict[str, str], visit: Visit
) -> None:
    page = visit(Role.BUSINESS_TEAM).get(ADDRESS)
    order = [each.words for each in page.main.every("th", scope="row")]
    assert order == [actions[each] for each in ("gone", "far", "soon", "late")]
    assert "Cancelled on 22 June 2026: Another does it." in page.words
    assert "No money." not in page.words
    later = visit(Role.BUSINESS_TEAM).get("/actions/log?since=2026-06-22").words
    assert "Another does it." not in later


def test_a_row_says_where_it_was_set_how_it_goes_and_that_it_is_late(
    actions: dict[str, str], visit: Visit
) -> None:
    page = visit(Role.BUSINESS_TEAM).get(ADDRESS)
    soon, _ = page.table("of-2")
    assert soon[0] == actions["soon"]
    assert soon[1] == "MTG-2026-001"
    assert soon[5:9] == ["15 June 2026", "15 June 2026 Overdue", "Half of it.", "In progress"]


def test_an_action_that_came_of_a_minute_says_of_which(
    actions: dict[str, str], ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "meeting", "MTG-2026-001", meetings.OPEN)
    do(ledger, "meeting.trace", "MTG-2026-001", minute="1.4", became=actions["late"])
    late = visit(Role.BUSINESS_TEAM).get(ADDRESS).table("of-2")[1]
    assert late[:2] == [actions["late"], "MTG-2026-001, minute 1.4"]


def test_it_is_a_file_and_a_word_document_too(actions: dict[str, str], visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    lines = csv.DictReader(io.StringIO(visitor.ask("GET", f"{_file('csv')}").text.lstrip("\ufeff")))
    assert {line["Reference"] for line in lines} == {actions[e] for e in actions if e != "old"}
    answer = visitor.ask("GET", _file("docx"))
    document = Document(io.BytesIO(answer.get_data()))
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 2"] == [
        "Cafcass", "Kent Police"
    ]  # fmt: skip
    cells = [cell.text for cell in document.tables[1].rows[1].cells]
    assert cells[0] == actions["soon"]
    assert cells[2] == "Soon"
    assert answer.get_data() == visitor.ask("GET", _file("docx")).get_data()


def test_markup_in_an_action_is_text_in_the_word_document(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    set_action(ledger, title="<b>{{ title }}</b> & more")
    answer = visit(Role.BUSINESS_TEAM).ask("GET", "/actions/log.docx")
    document = Document(io.BytesIO(answer.get_data()))
    assert document.tables[0].rows[1].cells[2].text == "<b>{{ title }}</b> & more"


def _file(form: str) -> str:
    return ADDRESS.replace("log", f"log.{form}")
