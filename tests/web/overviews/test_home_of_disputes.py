"""What home and the Executive's page say of disputes."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.kent import load_placeholder
from tests.partnership import PEOPLE
from tests.web.conftest import Visit
from tests.web.deeds.disputes import (
    AT_EXECUTIVE,
    AT_SAAS,
    AT_THE_END,
    CHAIR,
    CONVENER,
    EXECUTIVE,
    LSP,
    MEMBER,
    TEAM,
    TOLD,
    kept,
    record,
    up,
)
from tests.web.doing import arrange
from tests.web.overviews.test_home_of_followed import needs
from tests.web.page import Page


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """Three stages each with a dispute, the first of them overdue on Monday 15 June 2026."""
    load_placeholder(ledger)
    record(ledger, title="Silent")
    arrange(ledger, "dispute", record(ledger, title="Unconvened"), AT_SAAS)
    arrange(ledger, "dispute", record(ledger, title="Asked"), [*AT_EXECUTIVE, *kept("executive")])
    clock.move_to("2026-06-15T09:00:00Z")


def to_decide(page: Page) -> list[str]:
    """What the Executive's page says there is to decide."""
    return [each.words for each in page.main.every("li", class_="ledger-decide")]


def test_a_member_finds_what_their_agency_must_reply_to(story: None, visit: Visit) -> None:
    found = needs(visit(MEMBER).get("/"))
    assert found["Disputes that await your agency’s reply (1)"] == [
        "DSP-2026-001 Silent 3 working days late"
    ]
    assert not [title for title in found if "escalate" in title]


def test_a_member_finds_what_their_agency_convenes(
    story: None, ledger: Ledger, visit: Visit
) -> None:
    other = {"raised_by": "cafcass", "other_agency": "probation-service", "title": "Mine to settle"}
    named = ("name_convener", {"role": "Superintendent", "agency": "kent-police"}, CHAIR)
    arrange(ledger, "dispute", record(ledger, **other), [*AT_SAAS, named])
    assert needs(visit(MEMBER).get("/"))["Disputes that your agency convenes (1)"] == [
        "DSP-2026-004 Mine to settle 10 working days left"
    ]


@pytest.mark.parametrize("role", [TEAM, CHAIR])
def test_who_keeps_disputes_moving_finds_what_stands_still(
    role: Role, story: None, visit: Visit
) -> None:
    found = needs(visit(role).get("/"))
    assert found["Disputes to escalate: their stage is overdue (1)"] == [
        "DSP-2026-001 Silent 3 working days late"
    ]
    assert found["Disputes that need a convener (1)"] == [
        "DSP-2026-002 Unconvened 7 working days left"
    ]
    assert found["Disputes whose stage began without its record (2)"] == [
        "DSP-2026-001 Silent missing: The named lead of each party",
        "DSP-2026-002 Unconvened missing: What is still in dispute",
    ]


def test_a_dispute_stays_on_home_until_whoever_was_told_outside_has_answered(
    story: None, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", record(ledger, title="Beyond us"), [*AT_THE_END, *kept("external")])
    arrange(ledger, "dispute", "DSP-2026-004", [TOLD])
    title = "Disputes notified externally: the answer is awaited (1)"
    told = "notified on 15 June 2026"
    assert needs(visit(TEAM).get("/"))[title] == [f"DSP-2026-004 Beyond us unresolved; {told}"]
    assert f"Unresolved; {told}; answer awaited" in visit(TEAM).get("/disputes/DSP-2026-004").words
    answer = {"answer": "As last year.", "answered_by": "DfE"}
    arrange(ledger, "dispute", "DSP-2026-004", [("record_answer", answer, TEAM)])
    assert title not in needs(visit(TEAM).get("/"))


def test_a_body_finds_what_awaits_its_decision(story: None, ledger: Ledger, visit: Visit) -> None:
    asked = "Disputes that await a decision of the KSCMP Executive (1)"
    assert needs(visit(EXECUTIVE).get("/"))[asked] == ["DSP-2026-003 Asked 7 working days left"]
    assert not [title for title in needs(visit(LSP).get("/")) if "Dispute" in title]
    arrange(ledger, "dispute", "DSP-2026-003", [("escalate", {"reason": "No majority."}, TEAM)])
    told = "Disputes that await a decision of the Lead Safeguarding Partners (1)"
    assert needs(visit(LSP).get("/"))[told] == ["DSP-2026-003 Asked 10 working days left"]


def test_the_executives_page_has_what_it_decides_with_its_age_now_and_as_at(
    story: None, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    arrange(ledger, "dispute", "DSP-2026-002", [CONVENER, *up("saas")])
    before = ledger.position()
    clock.move_to("2026-07-01T09:00:00Z")
    asked, unconvened = to_decide(visit(EXECUTIVE).get("/executive"))
    between = "Kent County Council and Kent Police, here for"
    assert f"As minuted. DSP-2026-003 · {between} 15 working days · 5 working days late" in asked
    assert f"Unconvened DSP-2026-002 · {between} 12 working days · 2 working days" in unconvened
    do(ledger, "dispute.withdraw", "DSP-2026-002", reason="Settled.")
    page = visit(EXECUTIVE).get("/executive")
    assert len(to_decide(page)) == 1
    assert "Open disputes, 1 here or beyond" in page.words
    then = visit(EXECUTIVE).get(f"/executive?as-at=%23{before}")
    assert len(to_decide(then)) == 2
    assert "here for 3 working days" in then.words


def test_what_went_further_is_counted_there_and_is_no_longer_the_executives_to_decide(
    story: None, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AT_THE_END)
    page = visit(EXECUTIVE).get("/executive")
    assert "Open disputes, 2 here or beyond" in page.words
    assert [line.split(" · ")[0] for line in to_decide(page)] == ["As minuted. DSP-2026-003"]


def test_a_party_is_led_to_the_dispute_and_not_to_the_form_by_which_it_is_decided(
    story: None, ledger: Ledger, visit: Visit
) -> None:
    person = PEOPLE[EXECUTIVE].id
    do(ledger, "role.give", person=person, role=Role.EXECUTIVE, agency="kent-police")
    (line,) = to_decide(visit(EXECUTIVE).get("/executive"))
    assert "your own agency is a party" in line
    assert line.endswith("Open DSP-2026-003")


def test_nobody_is_asked_to_decide_for_their_own_party_nor_to_reply_without_being_the_member(
    story: None, ledger: Ledger, visit: Visit
) -> None:
    person = PEOPLE[EXECUTIVE].id
    do(ledger, "role.give", person=person, role=Role.EXECUTIVE, agency="kent-police")
    assert not [title for title in needs(visit(EXECUTIVE).get("/")) if "Dispute" in title]


def test_more_than_can_be_shown_leads_only_where_they_are_listed(
    story: None, ledger: Ledger, visit: Visit
) -> None:
    for number in range(5):
        arrange(ledger, "dispute", record(ledger, title=f"Number {number}"), AT_SAAS)
    page = visit(CHAIR).get("/")
    assert "Disputes that need a convener (6)" in needs(page)
    assert "/disputes" not in [
        href for words, href in page.links.items() if words.startswith("See all")
    ]
