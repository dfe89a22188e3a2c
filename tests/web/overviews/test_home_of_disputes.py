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
    kept,
    record,
    up,
)
from tests.web.doing import arrange
from tests.web.overviews.test_home_of_followed import needs


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """Three stages each with a dispute, the first of them overdue on Monday 15 June 2026."""
    load_placeholder(ledger)
    record(ledger, title="Silent")
    arrange(ledger, "dispute", record(ledger, title="Unconvened"), AT_SAAS)
    arrange(ledger, "dispute", record(ledger, title="Asked"), [*AT_EXECUTIVE, *kept("executive")])
    clock.move_to("2026-06-15T09:00:00Z")


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


def test_a_body_finds_what_awaits_its_decision(story: None, ledger: Ledger, visit: Visit) -> None:
    asked = "Disputes that await a decision of the KSCMP Executive (1)"
    assert needs(visit(EXECUTIVE).get("/"))[asked] == ["DSP-2026-003 Asked 7 working days left"]
    assert not [title for title in needs(visit(LSP).get("/")) if "Dispute" in title]
    arrange(ledger, "dispute", "DSP-2026-003", [("escalate", {"reason": "No majority."}, TEAM)])
    told = "Disputes that await a decision of the Lead Safeguarding Partners (1)"
    assert needs(visit(LSP).get("/"))[told] == ["DSP-2026-003 Asked 10 working days left"]


def test_the_executives_page_shows_what_is_beyond_saas_with_its_age_now_and_as_at(
    story: None, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    arrange(ledger, "dispute", "DSP-2026-002", [CONVENER, *up("saas")])
    before = ledger.position()
    clock.move_to("2026-07-01T09:00:00Z")
    page = visit(EXECUTIVE).get("/executive")
    between = "Kent County Council and Kent Police"
    assert page.table("disputes") == [
        ["DSP-2026-003", f"Asked {between}", "Stage 4 of 6: KSCMP Executive",
         "15 working days since 10 June 2026", "24 June 2026 Overdue: 5 working days late"],
        ["DSP-2026-002", f"Unconvened {between}", "Stage 4 of 6: KSCMP Executive",
         "12 working days since 15 June 2026", "29 June 2026 Overdue: 2 working days late"],
    ]  # fmt: skip
    assert "2 Disputes" in page.words.replace("Disputes 2 at", "2 Disputes at")
    do(ledger, "dispute.withdraw", "DSP-2026-002", reason="Settled.")
    assert len(visit(EXECUTIVE).get("/executive").table("disputes")) == 1
    then = visit(EXECUTIVE).get(f"/executive?as-at=%23{before}")
    assert len(then.table("disputes")) == 2
    assert "3 working days since 10 June 2026" in then.words


def test_what_went_outside_stays_on_the_executives_page_until_it_has_ended(
    story: None, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AT_THE_END)
    rows = visit(EXECUTIVE).get("/executive").table("disputes")
    assert ["DSP-2026-001", "Stage 6 of 6: External notification", "No clock runs"] in [
        [row[0], row[2], row[4]] for row in rows
    ]


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
