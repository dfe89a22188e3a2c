"""What the partnership has settled, on a page; and every page goes by what held at its moment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from freezegun.api import FrozenDateTimeFactory

from application.accounts.side import SideRecords
from application.founding import found, shipped
from application.ledger.ledger import Ledger
from application.nouns.files.partnership_files import write_settled
from domain.kernel.followed import Deadlines
from domain.kernel.terms import Role
from domain.kernel.vocabulary import Vocabulary, speaking
from domain.partnership.partnership import PARTNERSHIP
from domain.risks.matrix import Band
from tests.acts import do, record
from tests.databases import Databases
from tests.kent import KENT, OPERATOR, SETTLED
from tests.partnership import an_account
from tests.web.conftest import Visit
from tests.web.doing import receive
from tests.web.visitor import Visitor
from web.running.startup import open_ledger

REGIONAL = replace(
    SETTLED,
    vocabulary=replace(SETTLED.vocabulary, name="The Regional Partnership", group="the Panel",
                       executive="the Regional Board"),
    deadlines=Deadlines(due_soon=3),
    matrix=replace(KENT, name="Regional", bands=(Band("Calm", 1, 9), Band("Storm", 10, 25))),
)  # fmt: skip


@pytest.fixture
def changed(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """A partnership that settled everything otherwise on 11 June 2026."""
    record(ledger, "No rota", likelihood="4", impact="5", raised_in="saas")
    receive(ledger, due_words="2026-06-30")
    clock.tick(timedelta(days=1))
    do(ledger, "partnership.change", PARTNERSHIP, text=write_settled(REGIONAL), reason="Agreed.")


def test_the_page_says_what_holds_and_how_that_came_about(changed: None, visit: Visit) -> None:
    page = visit(Role.AUDITOR).get("/partnership")
    assert page.heading == "The Regional Partnership"
    assert "1–9 Calm; 10–25 Storm" in page.words
    assert "Adopted the risk matrix “Regional”" in page.words
    assert "Changed what things are called" in page.words


def test_the_page_as_at_an_earlier_day_says_what_held_then(changed: None, visit: Visit) -> None:
    page = visit(Role.AUDITOR).get("/partnership?as-at=2026-06-10")
    assert "Kent 5 × 5" in page.words
    assert "Storm" not in page.words


def test_a_past_view_has_the_bands_and_the_words_of_then(changed: None, visit: Visit) -> None:
    visitor = visit(Role.EXECUTIVE)
    now, then = visitor.get("/risks"), visitor.get("/risks?as-at=2026-06-10")
    assert "Storm" in now.html
    assert "Storm" not in then.html
    assert "The Regional Partnership" in now.html
    assert "The Regional Partnership" not in then.html
    assert SETTLED.vocabulary.name in then.html


def test_a_past_view_has_the_thresholds_of_then(changed: None, visit: Visit) -> None:
    """Due in three weeks: soon by the thresholds of 10 June, not by those of 11 June."""
    visitor = visit(Role.EXECUTIVE)
    assert "Use it well" not in visitor.get("/recommendations?colour=amber").words
    amber = visitor.get("/recommendations?colour=amber&as-at=2026-06-10")
    assert len(amber.rows) == 1
    assert len(visitor.get("/recommendations?colour=amber").rows) == 0


def test_an_administrator_changes_it_in_the_form_of_its_file(visit: Visit) -> None:
    administrator = visit(Role.ADMINISTRATOR)
    form = administrator.get("/partnership/change")
    page = administrator.submit(form, text=write_settled(REGIONAL), reason="Agreed.")
    assert page.heading == "The Regional Partnership"
    assert "adopted the risk matrix “Regional”" in page.html


def test_a_file_that_nobody_could_work_by_is_asked_for_again(visit: Visit) -> None:
    administrator = visit(Role.ADMINISTRATOR)
    form = administrator.get("/partnership/change")
    text = write_settled(SETTLED).replace("due_soon = 28", "due_soon = 0")
    page = administrator.submit(form, status=422, text=text, reason="Agreed.")
    assert "thresholds: “due_soon” must be from 1 to 366." in page.words


def test_labels_are_the_partnerships_own(changed: None, visit: Visit) -> None:
    form = visit(Role.BUSINESS_TEAM).get("/risks/RSK-2026-001/escalate")
    assert "Why can the Panel not resolve it?" in form.words
    assert "The Regional Board" in form.words


# Another partnership


@pytest.fixture
def westmarch(site: Flask, databases: Databases) -> Iterator[Visitor]:
    """An administrator and everything else besides, of the invented partnership."""
    with databases.lend(databases.prepare()) as url, closing(open_ledger(url)) as ledger:
        found(ledger, shipped("westmarch"), person=OPERATOR)
        person = an_account(ledger, sign_in="all", name="All", password="a long password")
        with ledger.writing():
            for role in Role:
                agency = "westmarch-constabulary" if role is Role.SAAS_MEMBER else ""
                do(ledger, "role.give", person=person, role=role.value, agency=agency)
            record(ledger, "No rota", likelihood="4", impact="4", raised_in="saas")
            do(ledger, "risk.escalate", "RSK-2026-001", to="executive", question="Who pays?",
               reason="Beyond us.")  # fmt: skip
            receive(ledger, owner_agency="westmarch-constabulary")
            do(ledger, "dispute.record", kind="dispute", single_case="no",
               title="Who chairs?", issue="Each says no.",
               impact="Late talks.", outcome_sought="One rule.",
               raised_by="westmarch-council", position="The police.",
               other_agency="westmarch-constabulary", other_position="The council.",
               meeting="A meeting", met_on="2026-06-09", minute="5.2")  # fmt: skip
        with closing(SideRecords(ledger.engine)) as side:
            site.extensions |= {"ledger": ledger, "side": side}
            visitor = Visitor(site)
            visitor.sign_in("all", "a long password")
            yield visitor


PAGES = [
    "/", "/risks", "/risks/RSK-2026-001", "/risks/new", "/risks/RSK-2026-001/answer",
    "/risks.csv", "/recommendations", "/recommendations/REC-2026-001", "/recommendations/new",
    "/actions", "/disputes", "/disputes/DSP-2026-001", "/disputes/new", "/disputes/clock",
    "/disputes/conformance", "/procedure", "/procedure/compare",
    "/executive", "/scrutineer", "/audit", "/agencies", "/partnership", "/people",
    "/people/give-role", "/access-log", "/accessibility",
]  # fmt: skip


def test_words_are_looked_up_when_a_page_is_shown_and_not_when_its_template_is_compiled(
    site: Flask,
) -> None:
    template = site.jinja_env.from_string('{{ "{group}" | said }}')
    with speaking(lambda: Vocabulary(group="the first")):
        assert template.render() == "the first"
    with speaking(lambda: Vocabulary(group="the second")):
        assert template.render() == "the second"


def test_nothing_of_kent_is_on_the_pages_of_another_partnership(
    clock: FrozenDateTimeFactory, westmarch: Visitor
) -> None:
    for address in PAGES:
        answer = westmarch.ask("GET", address)
        assert answer.status_code == 200, address
        said = re.findall(r"[^\n]*(?:Kent|KSCMP|SAAS)[^\n]*", answer.text)
        assert said == [], address
    assert "Westmarch Safeguarding Partnership" in westmarch.get("/").html
    assert "the Westmarch Board" in westmarch.get("/audit").html
