"""What home and the Executive's page say of recommendations and actions."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.web.conftest import Visit
from tests.web.deeds.actions import SUBMITTED as ACTION_SUBMITTED
from tests.web.deeds.actions import set_action
from tests.web.doing import ASKED, SUBMITTED, VERIFIED, arrange, receive
from tests.web.page import Page

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE = Role.SCRUTINEER, Role.EXECUTIVE


def needs(page: Page) -> dict[str, list[str]]:
    """The titles of the sections, each with the lines under it."""
    return {
        need.first("h2").words: [line.words for line in need.every("li")]
        for need in page.main.every("section", class_="ledger-need")
    }


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """Received on 20 May 2026; now it is 10 June."""
    clock.move_to("2026-05-20T09:00:00Z")
    receive(ledger, words="Late.", due_words="2026-06-03")
    receive(ledger, words="Claimed.")
    arrange(ledger, "recommendation", "REC-2026-002", SUBMITTED)
    receive(ledger, words="Asked.", owner_agency="cafcass", source="section_11_audit")
    arrange(ledger, "recommendation", "REC-2026-003", [("ask_redate", ASKED[1], TEAM)])
    receive(ledger, words="Undated.", due_words="to be confirmed")
    set_action(ledger, title="Act late", due_on="2026-06-09", owner_agency="cafcass")
    set_action(ledger, title="Act claimed")
    arrange(ledger, "action", "ACT-2026-002", ACTION_SUBMITTED)
    set_action(ledger, title="Act last", serves="REC-2026-004")
    do(ledger, "action.cancel", "ACT-2026-003", reason="Done otherwise.")
    set_action(ledger, title="Act today", due_on="2026-06-10")
    clock.move_to("2026-06-10T09:00:00Z")


def test_the_scrutineer_finds_what_awaits_their_verification_in_working_days(
    story: None, visit: Visit
) -> None:
    found = needs(visit(SCRUTINEER).get("/"))
    assert found == {
        # Ten working days from 20 May, past the bank holiday of 25 May.
        "Recommendations that await your verification (1)": [
            "REC-2026-002 Claimed. 4 working days late"
        ],
        "Actions that await verification (1)": ["ACT-2026-002 Act claimed 4 working days late"],
        "New due dates that await a decision (1)": [
            "REC-2026-003 Asked. due 31 July 2026, asked for 30 September 2026"
        ],
        "Recommendations of independent scrutiny that are overdue (1)": [
            "REC-2026-001 Late. 7 days late"
        ],
    }


def test_a_member_finds_what_their_agency_owns_and_nothing_of_it_to_judge(
    story: None, visit: Visit
) -> None:
    assert needs(visit(MEMBER).get("/")) == {
        "Your agency’s recommendations (2)": [
            "REC-2026-001 Late. 7 days late",
            "REC-2026-004 Undated. no due date; every action has ended",
        ],
        "Your agency’s actions (1)": ["ACT-2026-004 Act today due today"],
    }


def test_the_business_team_finds_what_is_late_and_what_could_be_submitted(
    story: None, visit: Visit
) -> None:
    found = needs(visit(TEAM).get("/"))
    assert found == {
        "Actions that await verification (1)": ["ACT-2026-002 Act claimed 4 working days late"],
        "Recommendations that are overdue (1)": ["REC-2026-001 Late. 7 days late"],
        "Actions that are overdue (1)": ["ACT-2026-001 Act late 1 day late"],
        "Recommendations whose actions have all ended (1)": ["REC-2026-004 Undated. no due date"],
    }, "they asked for the new date themselves, so it is not theirs to decide"


def test_an_impact_review_is_for_those_who_closed_it(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    receive(ledger, words="Lasting?")
    arrange(ledger, "recommendation", "REC-2026-001", VERIFIED)
    clock.move_to("2026-09-12T09:00:00Z")
    line = {"Impact reviews that are due (1)": ["REC-2026-001 Lasting? 2 days late"]}
    assert needs(visit(SCRUTINEER).get("/")) == line
    assert needs(visit(EXECUTIVE).get("/")) == line
    assert needs(visit(CHAIR).get("/")) == {}
    assert needs(visit(MEMBER).get("/")) == {}


def test_of_many_only_the_first_are_shown_and_the_rest_is_a_link_away(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    for number in range(7):
        receive(ledger, words=f"Number {number}.")
    visitor = visit(MEMBER)
    page = visitor.get("/")
    assert len(needs(page)["Your agency’s recommendations (7)"]) == 5
    rest = visitor.get(page.links["See all 7: Your agency’s recommendations"])
    assert len(rest.rows) == 7


def test_who_has_nothing_to_do_is_told_so(story: None, visit: Visit) -> None:
    for role in (Role.LSP, Role.ADMINISTRATOR):
        assert "Nothing needs you today." in visit(role).get("/").words
