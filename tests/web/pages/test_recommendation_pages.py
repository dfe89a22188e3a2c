"""The follow-up of recommendations on the site: every move, who may make it, and one page each."""

from __future__ import annotations

import hashlib

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from tests.acts import do
from tests.minuted import OUTSIDE
from tests.partnership import PEOPLE, name_of
from tests.web.conftest import Visit
from tests.web.doing import (
    ASKED,
    EVIDENCE,
    SUBMITTED,
    VERIFIED,
    arrange,
    receive,
)
from tests.web.page import Page

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP
PAGE = "/recommendations/REC-2026-001"


@pytest.fixture
def one(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A recommendation of Kent Police, beside another one and a risk."""
    reference = receive(ledger)
    receive(ledger, words="Use it well.", number="2")
    do(ledger, "risk.record", kind="risk", title="Neglect is seen late", raised_in="saas")
    return reference


# Every move


def test_a_recommendation_is_recorded_with_its_source_and_words(
    clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    visitor = visit(SCRUTINEER)
    form = visitor.get(visitor.get("/recommendations").links["Record a recommendation"])
    page = visitor.submit(
        form,
        source="practice_review",
        title="Learning",
        publisher="The review group",
        published="2026-03",
        number="4",
        words="Supervise everybody.",
        themes="Workforce, Supervision, Workforce",
        agencies="cafcass",
        owner_role="Chief nurse",
        owner_agency="nhs-kent-and-medway-icb",
        due_words="within three months",
        recurs="12",
    )
    assert page.heading == "Supervise everybody."
    assert visitor.address == PAGE
    for words in (
        "Local child safeguarding practice review",
        "Published March 2026",
        "Addressed to NHS Kent and Medway ICB, Cafcass",
        "Due, as published within three months",
        "Due date 30 June 2026",
        "Recurs every 12 months",
        "Themes Workforce, Supervision",
        "Who can verify it: the KSCMP Executive, with somebody from outside the agencies",
    ):  # fmt: skip
        assert words in page.words


# What a person may do


def offered(page: Page) -> set[str]:
    """The moves that the page offers."""
    titles = {
        intent.title: intent.move
        for name, intent in CATALOGUE.items()
        if name.startswith("recommendation.")
    }
    panel = next(page.main.every("nav"), None)
    found = [] if panel is None else [link.words for link in panel.every("a")]
    return {titles[words] for words in found}


JUDGING = {"check_evidence", "verify", "return_it", "approve_redate", "refuse_redate"}


@pytest.mark.parametrize(
    ("source", "judges"),
    [
        ("independent_scrutiny", {SCRUTINEER: JUDGING, EXECUTIVE: JUDGING, TEAM: JUDGING}),
        ("practice_review", {SCRUTINEER: JUDGING, TEAM: JUDGING}),
        ("section_11_audit", {CHAIR: JUDGING, TEAM: JUDGING}),
        ("peer_review", {CHAIR: JUDGING, EXECUTIVE: JUDGING, TEAM: JUDGING}),
        ("jtai", {TEAM: JUDGING}),
    ],
)
def test_only_those_who_close_its_source_are_offered_to_verify(
    source: str, judges: dict[Role, set[str]], clock: object, ledger: Ledger, visit: Visit
) -> None:
    reference = receive(ledger, source=source)
    arrange(ledger, "recommendation", reference, [*SUBMITTED, ASKED])
    for role in (TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE):
        can = offered(visit(role).get(PAGE)) & JUDGING
        if role is MEMBER:
            assert can == set(), "the police own it"
        else:
            assert can == judges.get(role, JUDGING - {"verify", "return_it"}), role


def test_nobody_is_offered_to_decide_on_a_date_that_they_asked_for(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "recommendation.ask_redate", one, by=PEOPLE[TEAM],
       due_on="2026-09-30", reason="Rotas.")  # fmt: skip
    assert "approve_redate" not in offered(visit(TEAM).get(PAGE))
    assert "approve_redate" in offered(visit(CHAIR).get(PAGE))
    page = visit(TEAM).get(f"{PAGE}/approve-redate", status=422)
    assert "Somebody else than the person who asked must decide." in page.words


def test_of_a_closed_one_little_is_offered(one: str, ledger: Ledger, visit: Visit) -> None:
    arrange(ledger, "recommendation", one, VERIFIED)
    assert offered(visit(TEAM).get(PAGE)) == {
        "reopen", "review_impact", "tag", "link", "report_status", "correct",
        "add_evidence", "check_evidence", "withdraw_evidence", "say_in_error",
        "propose_redecision",
    }  # fmt: skip


def test_verifying_ones_own_agencys_work_is_refused_however_it_is_sent(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "recommendation.receive", source="section_11_audit", title="Audit",
       words="Check.", owner_agency="kent-police")  # fmt: skip
    arrange(ledger, "recommendation", "REC-2026-003", SUBMITTED)
    visitor = visit(MEMBER)
    visitor.get(PAGE)
    before = ledger.position()
    sent = {"closing": "implemented", "finding": "I say so.", "version": "5"}
    page = visitor.post("/recommendations/REC-2026-003/verify", sent, status=422)
    assert "Somebody of an agency that does not own it must verify it." in page.errors
    assert ledger.position() == before


# The page


def test_who_may_close_is_said_before_anybody_submits(one: str, visit: Visit) -> None:
    words = visit(Role.AUDITOR).get(PAGE).words
    assert "Who can verify it: the Independent Scrutineer or the KSCMP Executive" in words
    assert "Nobody has claimed yet that it is done." in words
    assert "There is nothing that you can do with this recommendation at present." in words


def test_who_claimed_who_verified_and_on_what_evidence_is_told_apart(
    one: str, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    arrange(ledger, "recommendation", one, SUBMITTED)
    page = visit(CHAIR).get(PAGE)
    assert (
        f"Claimed to be done by {name_of(MEMBER)}, SAAS member, Kent Police on 10 June 2026, and "
        "not verified yet." in page.words
    )
    assert "To be verified by 24 June 2026: 10 working days left" in page.words
    assert "(10 working days from 10 June 2026)" in page.words
    ((claimed, evidence, verified),) = page.table("claims")
    assert claimed.endswith("10 June 2026 All do.")
    assert (evidence, verified) == ("1. A sample", "Nobody yet")
    clock.move_to("2026-06-26T09:00:00Z")
    page = visit(CHAIR).get(PAGE)
    assert "Verification late" in page.words
    assert "To be verified by 24 June 2026: 2 working days late" in page.words
    arrange(ledger, "recommendation", one, [
        ("return_it", {"reason": "One agency only."}, SCRUTINEER),
        ("add_evidence", {"kind": "data", "title": "Figures", "link": "https://b.example"}, MEMBER),
        ("submit", {"claim": "Now all do."}, MEMBER),
        ("verify", {"closing": "resolved_otherwise", "finding": "Fine.", **OUTSIDE}, EXECUTIVE),
    ])  # fmt: skip
    second, first = visit(CHAIR).get(PAGE).table("claims")
    assert "Now all do." in second[0]
    assert second[1] == "1. A sample 2. Figures"
    assert second[2].startswith(f"Verified: resolved otherwise {name_of(EXECUTIVE)}")
    assert first[2].startswith(f"Returned {name_of(SCRUTINEER)}")
    assert "26 June 2026, 2 working days late" in first[2]
    assert "One agency only." in first[2]


def test_an_inspectorates_own_decision_stands_with_its_reference_and_no_claim(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    receive(ledger, source="jtai")
    arrange(ledger, "recommendation", "REC-2026-001", [
        EVIDENCE,
        ("verify", {"closing": "implemented", "finding": "They looked again.",
                    "unchecked": "It is public.", "decision_reference": "Letter, 6"}, TEAM),
    ])  # fmt: skip
    page = visit(CHAIR).get(PAGE)
    ((claimed, evidence, verified),) = page.table("claims")
    assert claimed == "Nobody: the source looked unasked"
    assert evidence == "1. A sample"
    assert "10 June 2026; Letter, 6" in verified


def test_evidence_is_shown_with_its_kind_its_date_and_its_fingerprint(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    policy = {"name": "C:\\shared\\policy.txt", "content": "One tool."}
    file = {"kind": "document", "title": "Policy", "file": policy, "dated": "2026-06-01"}
    arrange(ledger, "recommendation", one, [
        EVIDENCE,
        ("add_evidence", file, MEMBER),
        ("check_evidence", {"evidence": "2", "finding": "Read."}, CHAIR),
    ])  # fmt: skip
    page = visit(CHAIR).get(PAGE)
    assert page.links["A sample"] == "https://evidence.example/1"
    assert "1. A sample Not checked Audit. Added by" in page.words
    assert "2. Policy Checked Document, 1 June 2026: policy.txt, 9 bytes." in page.words
    assert "SAAS Chair on 10 June 2026: Read." in page.words
    assert f"SHA-256 {hashlib.sha256(b'One tool.').hexdigest()}" in page.words


def test_the_first_due_date_stays_and_the_moves_are_counted(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "recommendation", one, [ASKED])
    page = visit(CHAIR).get(PAGE)
    asked = f"Asked to be due on 30 September 2026 instead, by {name_of(MEMBER)}; not decided yet."
    assert asked in page.words
    arrange(ledger, "recommendation", one, [("approve_redate", {}, CHAIR)])
    page = visit(CHAIR).get(PAGE)
    assert "Due date 30 September 2026, moved once First due date 31 July 2026" in page.words


def test_a_worsened_colour_says_why(one: str, ledger: Ledger, visit: Visit) -> None:
    worse = ("worsen", {"colour": "red", "reason": "Nobody has begun."}, MEMBER)
    arrange(ledger, "recommendation", one, [worse])
    assert "Its owner says that it is red: Nobody has begun." in visit(CHAIR).get(PAGE).words


def test_links_show_on_both_pages_with_the_others_state(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "recommendation.link", one, other="RSK-2026-001")
    do(ledger, "recommendation.depend", one, other="REC-2026-002", reason="First.")
    do(ledger, "recommendation.withdraw", "REC-2026-002", reason="Replaced.")
    page = visit(TEAM).get(PAGE)
    assert page.links["RSK-2026-001"] == "/risks/RSK-2026-001"
    assert "RSK-2026-001 Neglect is seen late Not scored" in page.words
    assert "What must come first REC-2026-002 Use it well. Withdrawn by its source" in page.words
    page = visit(TEAM).get("/risks/RSK-2026-001")
    assert f"{one} Use one tool for neglect. Received" in page.words


def test_when_its_last_action_ends_its_owner_is_prompted_and_nothing_is_submitted(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    action = do(ledger, "action.set", title="Train", owner_role="Trainer",
                owner_agency="kent-police", due_on="2026-07-01", serves=one).reference  # fmt: skip
    prompt = "All its linked actions have ended."
    page = visit(MEMBER).get(PAGE)
    assert prompt not in page.words
    assert f"{action} Train Not started due 1 July 2026, 21 days left" in page.words
    do(ledger, "action.cancel", action, reason="No trainer.")
    page = visit(MEMBER).get(PAGE)
    assert prompt in page.words
    assert "Nobody has claimed yet that it is done." in page.words


def test_what_changed_is_told_in_words_and_names_no_account(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "recommendation", one, [*VERIFIED, ("reopen", {"reason": "Again."}, EXECUTIVE),
                                            ASKED])  # fmt: skip
    words = visit(TEAM).get(PAGE).words
    assert "Evidence 1 Nothing A sample, https://evidence.example/1" in words
    assert "Other due date asked for Nothing 30 September 2026" in words
    for raw in ("Evidence(", "RedateRequest(", "person-", "independent_scrutiny", "{}"):
        assert raw not in words


def test_a_page_as_at_the_past_shows_what_was_known_and_offers_nothing(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    before = ledger.position()
    arrange(ledger, "recommendation", one, VERIFIED)
    page = visit(TEAM).get(f"{PAGE}?as-at=%23{before}")
    assert "Nobody has claimed yet that it is done." in page.words
    assert len(page.history) == 1
    assert offered(page) == set()
    visit(TEAM).get(f"{PAGE}?as-at=%231", status=404)


# Two people at once


# Addresses that nobody gave out
