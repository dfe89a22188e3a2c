"""The actions on the site: every move, who may make it, the list, and one page each."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from tests.acts import do
from tests.partnership import name_of
from tests.web.conftest import Visit
from tests.web.deeds.actions import SUBMITTED, VERIFIED, set_action
from tests.web.doing import (
    ASKED,
    arrange,
    receive,
)
from tests.web.page import Page
from tests.web.visitor import Visitor

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE = Role.SCRUTINEER, Role.EXECUTIVE
PAGE = "/actions/ACT-2026-001"


@pytest.fixture
def one(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """An action of Kent Police that stands alone, beside a recommendation."""
    receive(ledger)
    return set_action(ledger)


# Every move


def test_an_action_is_set_for_a_recommendation_from_its_page(one: str, visit: Visit) -> None:
    visitor = visit(CHAIR)
    form = visitor.get(visitor.get("/recommendations/REC-2026-001").links["Set an action"])
    assert form.filled_in["serves"] == "REC-2026-001"
    page = visitor.submit(
        form, title="Write a page", measure="It is signed.", owner_role="Nurse",
        owner_agency="nhs-kent-and-medway-icb", due_on="2026-08-31",
    )  # fmt: skip
    assert (visitor.address, page.heading) == ("/actions/ACT-2026-002", "Write a page")
    assert "Due date 31 August 2026" in page.words
    assert "How success is seen It is signed." in page.words
    assert "REC-2026-001 Use one tool for neglect. Received" in page.words
    page = visitor.get("/recommendations/REC-2026-001")
    assert "ACT-2026-002 Write a page Not started due 31 August 2026, 82 days left" in page.words


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"#title", "#owner_role", "#owner_agency", "#due_on-day"}),
        ({"due_on": "2026-06-09"}, {"#due_on-day"}),
        ({"serves": "REC-2026-999"}, {"#serves"}),
        ({"serves": "kent-police"}, {"#serves"}),
    ],
    ids=["nothing", "due before it was set", "serves nothing there is", "serves an agency"],
)
def test_an_action_that_cannot_be_is_refused(
    typed: dict[str, str], errors: set[str], one: str, visit: Visit
) -> None:
    whole = {"title": "Train", "owner_role": "Trainer", "owner_agency": "kent-police",
             "due_on": "2026-08-31"}  # fmt: skip
    visitor = visit(CHAIR)
    given = whole | typed if typed else {}
    page = visitor.submit(visitor.get("/actions/new"), status=422, **given)
    assert set(page.errors.values()) == errors


# What a person may do


def offered(page: Page) -> set[str]:
    """The moves that the page offers."""
    titles = {each.title: each.move for name, each in CATALOGUE.items() if name[:7] == "action."}
    panel = next(page.main.every("nav"), None)
    return set() if panel is None else {titles[link.words] for link in panel.every("a")}


def test_a_member_judges_what_another_agency_owns(one: str, ledger: Ledger, visit: Visit) -> None:
    reference = set_action(ledger, owner_agency="cafcass")
    evidence = {"kind": "data", "title": "List", "link": "https://evidence.example/1"}
    arrange(ledger, "action", reference, [
        ("add_evidence", evidence, TEAM), ("submit", {"claim": "Done."}, TEAM),
    ])  # fmt: skip
    assert offered(visit(MEMBER).get(f"/actions/{reference}")) == {
        "verify", "return_it", "check_evidence",
    }  # fmt: skip
    can = offered(visit(TEAM).get(f"/actions/{reference}"))
    assert not can & {"verify", "return_it", "check_evidence"}, "the team submitted it"


def test_once_ended_it_can_only_be_linked_and_corrected(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "action", one, VERIFIED)
    assert offered(visit(TEAM).get(PAGE)) == {
        "link", "correct", "add_evidence", "check_evidence", "withdraw_evidence", "say_in_error",
        "propose_redecision",
    }  # fmt: skip
    page = visit(TEAM).get(f"{PAGE}/cancel", status=422)
    assert f"{one} is done." in page.words


# The page


def test_the_page_says_who_may_verify_before_anybody_submits(one: str, visit: Visit) -> None:
    words = visit(Role.AUDITOR).get(PAGE).words
    assert (
        "Who can verify it: Business Team, SAAS Chair, SAAS member, Independent "
        "Scrutineer, Executive member; never somebody of the agency that owns it" in words
    )
    assert "It stands alone." in words
    assert "There is nothing that you can do with this action at present." in words


def test_who_claimed_and_who_verified_are_told_apart(
    one: str, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    arrange(ledger, "action", one, SUBMITTED)
    page = visit(CHAIR).get(PAGE)
    assert "To be verified by 24 June 2026: 10 working days left" in page.words
    clock.move_to("2026-06-25T09:00:00Z")
    assert "24 June 2026: 1 working day late" in visit(CHAIR).get(PAGE).words
    arrange(ledger, "action", one, [("verify", {"finding": "They are."}, CHAIR)])
    page = visit(CHAIR).get(PAGE)
    ((claimed, evidence, verified),) = page.table("claims")
    assert claimed == f"{name_of(MEMBER)}, SAAS member, Kent Police 10 June 2026 All are trained."
    assert evidence == "1. A sample"
    assert verified == (
        f"Verified {name_of(CHAIR)}, SAAS Chair 25 June 2026, 1 working day late They are."
    )
    assert "Ended 25 June 2026" in page.words


def test_a_date_that_is_asked_for_stands_above_until_it_is_decided(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "action", one, [ASKED])
    assert "Asked to be due on 30 September 2026 instead" in visit(CHAIR).get(PAGE).words
    arrange(ledger, "action", one, [("approve_redate", {}, CHAIR)])
    page = visit(CHAIR).get(PAGE)
    assert "Asked to be due" not in page.words
    assert "Due date 30 September 2026, moved once First due date 31 July 2026" in page.words


# The list


@pytest.fixture
def several(one: str, ledger: Ledger, clock: FrozenDateTimeFactory) -> None:
    """Actions in every state, on 1 August 2026."""
    risk = do(ledger, "risk.record", kind="risk", title="Neglect").reference
    set_action(ledger, title="Late", due_on="2026-07-15", owner_agency="cafcass", serves=risk)
    set_action(ledger, title="Claimed", due_on="2026-07-10", serves="REC-2026-001")
    arrange(ledger, "action", "ACT-2026-003", SUBMITTED)
    set_action(ledger, title="Done", due_on="2026-06-30")
    arrange(ledger, "action", "ACT-2026-004", VERIFIED)
    set_action(ledger, title="Cancelled")
    do(ledger, "action.cancel", "ACT-2026-005", reason="No need.")
    set_action(ledger, title="Moved", due_on="2026-07-01", measure="100% of them")
    arrange(ledger, "action", "ACT-2026-006", [ASKED, ("approve_redate", {}, CHAIR)])
    clock.move_to("2026-08-01T09:00:00Z")


def listed(visitor: Visitor, query: str) -> list[str]:
    """The titles in the list."""
    return [row[1] for row in visitor.get(f"/actions?{query}").rows]


def test_each_filter_and_sort_shows_what_it_says(several: None, visit: Visit) -> None:
    first = "Train the front desk"
    found = {
        "": ["Claimed", "Late", first, "Moved"],
        "status=all&sort=reference": [first, "Late", "Claimed", "Done", "Cancelled", "Moved"],
        "status=ended": ["Done", "Cancelled"],
        "status=submitted": ["Claimed"],
        "status=cancelled": ["Cancelled"],
        "overdue=yes": ["Late", first],
        "awaiting=yes": ["Claimed"],
        "owner_agency=cafcass": ["Late"],
        "search=100%25": ["Moved"],
        "search=act-2026-002": ["Late"],
        "search=100_": ["Moved"],
        "sort=-moves&status=all": ["Moved", first, "Late", "Claimed", "Done", "Cancelled"],
        "sort=-due": ["Moved", first, "Late", "Claimed"],
        "sort=luck&status=nothing": ["Claimed", "Late", first, "Moved"],
        "as-at=2026-06-09": [],
        "page=7": [],
    }
    visitor = visit(Role.AUDITOR)
    assert {query: listed(visitor, query) for query in found} == found


def test_an_action_without_a_due_date_is_listed_and_has_a_page(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    reference = do(ledger, "action.load", title="Undated").reference
    reader = visit(Role.AUDITOR)
    (row,) = reader.get("/actions").rows
    assert "No date" in row
    assert reader.get(f"/actions/{reference}").heading == "Undated"


def test_a_row_says_how_late_it_is_and_what_it_serves(several: None, visit: Visit) -> None:
    page = visit(Role.AUDITOR).get("/actions")
    rows = {row[1]: row for row in page.rows}
    assert rows["Late"][2:] == [
        "Not started Overdue", "15 July 2026 17 days late", "Trainer, Cafcass", "RSK-2026-001",
    ]  # fmt: skip
    assert rows["Claimed"][2:4] == [
        "Awaiting verification Verification late",
        "10 July 2026 to be verified by 24 June 2026, 27 working days late",
    ]
    assert rows["Moved"][3] == "30 September 2026 60 days left moved once"
    assert rows["Moved"][5] == "Stands alone"
    assert page.links["RSK-2026-001"] == "/risks/RSK-2026-001"
    assert page.links["REC-2026-001"] == "/recommendations/REC-2026-001"
    assert "Open 4 Overdue 2 Awaiting verification 1" in page.words


def test_a_risk_that_a_reader_may_not_see_is_no_link_and_has_no_title(
    several: None, visit: Visit
) -> None:
    visitor = visit(MEMBER)
    assert "RSK-2026-001" not in visitor.get("/actions").links
    assert "Neglect" not in visitor.get("/actions/ACT-2026-002").words.replace("neglect", "")


def test_without_any_the_page_says_so(clock: object, visit: Visit) -> None:
    assert "No action is on record yet." in visit(TEAM).get("/actions").words
    assert "No action is on record yet." in visit(TEAM).get("/actions?search=x").words
