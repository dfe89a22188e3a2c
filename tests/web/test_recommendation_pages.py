"""The follow-up of recommendations on the site: every move, who may make it, and one page each."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from tests.acts import do
from tests.partnership import PEOPLE, name_of
from tests.web.conftest import Visit
from tests.web.doing import (
    ACCEPTED,
    ASKED,
    EVIDENCE,
    SUBMITTED,
    VERIFIED,
    Example,
    address_of,
    arrange,
    confirm_doubtful_words,
    free_texts,
    open_form,
    receive,
)
from tests.web.page import Page
from tests.web.visitor import fill_in
from web.story import full_sentence

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP
PAGE = "/recommendations/REC-2026-001"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'</p>&amp;{{ 7 * 7 }}"
SHA256 = "4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a"

EXAMPLES = {
    "respond": Example(
        "did not accept it",
        {"response": "not_accepted", "reason": "It is another agency’s."},
        by=MEMBER,
    ),
    "plan": Example(
        "planned how to do it: Train, then sample.",
        {"plan": "Train, then sample."},
        by=MEMBER,
        given=[ACCEPTED],
    ),
    "report_progress": Example(
        "reported progress: Half are trained.", {"progress": "Half are trained."}, by=MEMBER
    ),
    "add_evidence": Example(
        "added evidence 1: The policy",
        {
            "kind": "document",
            "title": "The policy",
            "file_name": "policy.pdf",
            "sha256": SHA256,
            "dated": "2026-06-01",
        },
        by=MEMBER,
    ),
    "submit": Example(
        "submitted it for verification: All are trained.",
        {"claim": "All are trained."},
        by=MEMBER,
        given=[ACCEPTED, EVIDENCE],
    ),
    "check_evidence": Example(
        "checked evidence 1: It is what it says.",
        {"evidence": "1", "finding": "It is what it says."},
        by=CHAIR,
        given=[EVIDENCE],
    ),
    "verify": Example(
        "verified that it is resolved otherwise: The need is gone.",
        {"closing": "resolved_otherwise", "finding": "The need is gone.", "impact_months": "6"},
        by=SCRUTINEER,
        given=SUBMITTED,
    ),
    "return_it": Example(
        "returned it as not yet done", {"reason": "One agency only."}, by=EXECUTIVE, given=SUBMITTED
    ),
    "worsen": Example(
        "said that it is red", {"colour": "red", "reason": "Nobody has begun."}, by=MEMBER
    ),
    "ask_redate": Example(
        "asked to move the due date to 30 September 2026",
        {"due_on": "2026-09-30", "reason": "Rotas change in the summer."},
        by=MEMBER,
    ),
    "approve_redate": Example(
        "approved moving the due date from 31 July 2026 to 30 September 2026",
        {},
        by=CHAIR,
        given=[ASKED],
    ),
    "refuse_redate": Example(
        "refused to move the due date to 30 September 2026",
        {"reason": "Once is enough."},
        by=SCRUTINEER,
        given=[ASKED],
    ),
    "assign_owner": Example(
        "made Director, Cafcass the owner",
        {"owner_role": "Director", "owner_agency": "cafcass", "reason": "A new portfolio."},
        by=EXECUTIVE,
    ),
    "accept_risk": Example(
        "accepted for the Lead Safeguarding Partners the risk of not doing it",
        {"to": "lsp", "reason": "It costs too much."},
        by=LSP,
    ),
    "supersede": Example(
        "recorded that REC-2026-002 supersedes it",
        {"by_other": "rec-2026-002", "reason": "It asks for more."},
        by=SCRUTINEER,
    ),
    "withdraw": Example("recorded that its source withdrew it", {"reason": "A new standard."}),
    "reopen": Example("reopened it", {"reason": "It did not last."}, by=LSP, given=VERIFIED),
    "review_impact": Example(
        "reviewed its impact and found it not evident: Nobody recalls it.",
        {"impact": "not_evident", "finding": "Nobody recalls it.", "impact_months": "12"},
        by=SCRUTINEER,
        given=VERIFIED,
    ),
    "tag": Example("tagged it: Neglect, Workforce", {"themes": "Neglect, Workforce"}),
    "depend": Example(
        "noted that it depends on REC-2026-002",
        {"other": "REC-2026-002", "reason": "First things first."},
        by=SCRUTINEER,
    ),
    "link": Example("linked it to RSK-2026-001", {"other": "rsk-2026-001"}, by=CHAIR),
    "unlink": Example(
        "removed the link to RSK-2026-001",
        {"other": "RSK-2026-001", "reason": "A mistake."},
        given=[("link", {"other": "RSK-2026-001"}, CHAIR)],
    ),
    "report_status": Example(
        "noted what was reported by the committee on 1 June 2026: On track",
        {"status": "On track", "reported": "2026-06-01", "reported_by": "the committee"},
    ),
}


@pytest.fixture
def one(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A recommendation of Kent Police, beside another one and a risk."""
    reference = receive(ledger)
    receive(ledger, words="Use it well.", number="2")
    do(ledger, "risk.record", kind="risk", title="Neglect is seen late", raised_in="saas")
    return reference


# Every move


def test_every_move_has_an_example() -> None:
    moves = {name for name in CATALOGUE if name.startswith("recommendation.")}
    assert moves == {f"recommendation.{move}" for move in EXAMPLES} | {"recommendation.receive"}


@pytest.mark.parametrize("move", EXAMPLES)
def test_a_move_is_made_by_its_form_and_told_in_the_history(
    move: str, one: str, ledger: Ledger, visit: Visit
) -> None:
    example = EXAMPLES[move]
    arrange(ledger, "recommendation", one, example.given)
    visitor = visit(example.by)
    form = open_form(visitor, PAGE, f"recommendation.{move}")
    page = visitor.post(form.form["action"], fill_in(form, **example.typed))
    assert visitor.address == PAGE
    assert page.history[0] == full_sentence(example.told)
    assert page.notices == [full_sentence(f"{one}: you {example.told}")]
    assert example.typed.get("reason", "") in page.words


@pytest.mark.parametrize(
    "move",
    [move for move, each in EXAMPLES.items() if free_texts(f"recommendation.{move}", each.typed)],
)
def test_words_that_look_like_a_childs_details_are_recorded_once_somebody_has_checked(
    move: str, one: str, ledger: Ledger, visit: Visit
) -> None:
    example, name = EXAMPLES[move], f"recommendation.{move}"
    arrange(ledger, "recommendation", one, example.given)
    visitor = visit(example.by)
    form = open_form(visitor, PAGE, name)
    confirm_doubtful_words(visitor, form, name, example.typed, ledger=ledger)


@pytest.mark.parametrize("move", [move for move, each in EXAMPLES.items() if each.required])
def test_an_empty_form_is_refused_with_a_sentence_for_each_field(
    move: str, one: str, ledger: Ledger, visit: Visit
) -> None:
    example = EXAMPLES[move]
    arrange(ledger, "recommendation", one, example.given)
    visitor = visit(example.by)
    form = open_form(visitor, PAGE, f"recommendation.{move}")
    before = ledger.position()
    typed = dict.fromkeys(form.filled_in.keys() - {"csrf_token", "version", "command"}, "")
    page = visitor.post(form.form["action"], form.filled_in | typed, status=422)
    assert page.errors
    asked = CATALOGUE[f"recommendation.{move}"].schema().fields
    assert {target.removeprefix("#").removesuffix("-day") for target in page.errors.values()} <= {
        *asked, "main-content",
    }  # fmt: skip
    assert ledger.position() == before


def test_whatever_is_typed_shows_as_it_was_typed(one: str, visit: Visit) -> None:
    visitor = visit(TEAM)
    page = visitor.get(PAGE)
    for move, typed in {
        "respond": {"response": "partly_accepted", "reason": MARKUP},
        "plan": {"plan": MARKUP},
        "report_progress": {"progress": MARKUP},
        "add_evidence": {"kind": "data", "title": MARKUP, "link": MARKUP},
        "submit": {"claim": MARKUP},
        "worsen": {"colour": "red", "reason": MARKUP},
        "report_status": {"status": MARKUP, "note": MARKUP},
        "tag": {"themes": MARKUP},
    }.items():
        form = open_form(visitor, PAGE, f"recommendation.{move}")
        page = visitor.post(form.form["action"], fill_in(form, **typed))
    assert page.words.count("<script>alert(1)</script>") > 8
    assert "{{ 7 * 7 }}" in visitor.get("/recommendations").words


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
        "Child safeguarding practice review",
        "Published March 2026",
        "Addressed to NHS Kent and Medway ICB, Cafcass",
        "Due, as published within three months",
        "Due date 30 June 2026",
        "Recurs every 12 months",
        "Themes Workforce, Supervision",
        "Who may say that it is done: the KSCMP Executive; never somebody of an agency that owns",
    ):  # fmt: skip
        assert words in page.words


def test_a_recommendation_in_doubtful_words_is_recorded_once_somebody_has_checked(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(TEAM)
    form = visitor.get("/recommendations/new")
    typed = {"source": "jtai", "title": "x", "words": "x", "themes": "x", "due_words": "x"}
    confirm_doubtful_words(visitor, form, "recommendation.receive", typed, ledger=ledger)


def test_an_empty_recommendation_is_refused(clock: FrozenDateTimeFactory, visit: Visit) -> None:
    visitor = visit(TEAM)
    page = visitor.submit(visitor.get("/recommendations/new"), status=422)
    assert set(page.errors.values()) == {"#source", "#title", "#words"}


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


@pytest.mark.parametrize("role", list(Role))
def test_what_is_offered_can_be_done_and_nothing_else(
    role: Role, one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "recommendation", one, [*SUBMITTED, ASKED])
    visitor = visit(role)
    can = offered(visitor.get(PAGE))
    for move in EXAMPLES:
        answer = visitor.ask("GET", address_of(PAGE, f"recommendation.{move}"))
        assert answer.status_code in (200, 403, 422)
        assert (answer.status_code == 200) == (move in can), move


JUDGING = {"check_evidence", "verify", "return_it", "approve_redate", "refuse_redate"}


@pytest.mark.parametrize(
    ("source", "judges"),
    [
        ("independent_scrutiny", {SCRUTINEER: JUDGING, EXECUTIVE: JUDGING}),
        ("practice_review", {EXECUTIVE: JUDGING}),
        ("section_11_audit", {CHAIR: JUDGING}),
        ("peer_review", {CHAIR: JUDGING, EXECUTIVE: JUDGING}),
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
        "reopen", "review_impact", "tag", "link", "report_status",
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
    sent = {"closing": "implemented", "finding": "I say so.", "version": "4"}
    page = visitor.post("/recommendations/REC-2026-003/verify", sent, status=422)
    assert "Somebody of an agency that does not own it must verify it." in page.errors
    assert ledger.position() == before


# The page


def test_who_may_close_is_said_before_anybody_submits(one: str, visit: Visit) -> None:
    words = visit(Role.AUDITOR).get(PAGE).words
    assert "Who may say that it is done: the Independent Scrutineer or the KSCMP Executive" in words
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
        ("add_evidence", {"kind": "data", "title": "Figures", "link": "Shared drive"}, MEMBER),
        ("submit", {"claim": "Now all do."}, MEMBER),
        ("verify", {"closing": "resolved_otherwise", "finding": "Fine."}, EXECUTIVE),
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
                    "decision_reference": "Letter, 6"}, TEAM),
    ])  # fmt: skip
    page = visit(CHAIR).get(PAGE)
    ((claimed, evidence, verified),) = page.table("claims")
    assert claimed == "Nobody: the source looked unasked"
    assert evidence == "1. A sample"
    assert "10 June 2026; Letter, 6" in verified


def test_evidence_is_shown_with_its_kind_its_date_and_its_fingerprint(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    file = {"kind": "document", "title": "Policy", "file_name": "policy.pdf",
            "sha256": SHA256.upper(), "dated": "2026-06-01"}  # fmt: skip
    arrange(ledger, "recommendation", one, [
        EVIDENCE,
        ("add_evidence", file, MEMBER),
        ("check_evidence", {"evidence": "2", "finding": "Read."}, CHAIR),
    ])  # fmt: skip
    page = visit(CHAIR).get(PAGE)
    assert page.links["A sample"] == "https://evidence.example/1"
    assert "1. A sample Not checked Audit" in page.words
    assert f"2. Policy Checked Document, 1 June 2026: policy.pdf, SHA-256 {SHA256}" in page.words


def test_a_link_that_could_run_something_is_no_link(one: str, ledger: Ledger, visit: Visit) -> None:
    bad = {"kind": "data", "title": "Figures", "link": "javascript:alert(1)"}
    arrange(ledger, "recommendation", one, [("add_evidence", bad, MEMBER)])
    page = visit(CHAIR).get(PAGE)
    assert "Figures (javascript:alert(1))" in page.words


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
    prompt = "Every action that serves it has ended."
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


def test_who_comes_second_keeps_what_they_typed(one: str, ledger: Ledger, visit: Visit) -> None:
    visitor = visit(MEMBER)
    form = visitor.get(f"{PAGE}/report-progress")
    do(ledger, "recommendation.report_progress", one, by=PEOPLE[TEAM], progress="Begun.")
    before = ledger.position()
    page = visitor.submit(form, status=409, progress="Half are trained.")
    assert ledger.position() == before
    assert page.filled_in["progress"] == "Half are trained."
    assert f"{name_of(TEAM)} reported progress: Begun." in page.notices[0]
    assert visitor.submit(page).history[0] == "Reported progress: Half are trained."


def test_sending_a_form_twice_does_it_once(one: str, ledger: Ledger, visit: Visit) -> None:
    visitor = visit(MEMBER)
    form = visitor.get(f"{PAGE}/report-progress")
    visitor.submit(form, progress="Half.")
    after = ledger.position()
    visitor.submit(form, progress="Half.")
    assert ledger.position() == after


# Addresses that nobody gave out

ODD = [
    "/recommendations/REC-2026-999",
    "/recommendations/RSK-2026-001",
    "/recommendations/%20",
    "/recommendations/kent-police",
    "/recommendations/REC-2026-001/receive",
    "/recommendations/REC-2026-001/dance",
    "/recommendations/REC-2026-999/verify",
    "/recommendations/RSK-2026-001/verify",
    "/recommendations/REC-2026-001/new",
    "/recommendations?page=99999999999999999999",
    "/recommendations?page=-1&sort=nothing&status=nothing&colour=mauve&source=gossip",
    "/recommendations?as-at=tomorrow",
    "/recommendations?as-at=9999-12-31",
    "/recommendations?search=%25_%5C%27",
    "/recommendations?theme=%0A&owner_agency=%0A",
    "/recommendations.csv?as-at=%23999999",
    "/recommendations/tables?since=2027-01-01",
    "/recommendations/tables?since=nonsense",
    "/recommendations/late.csv?since=0001-01-01",
    "/recommendations/closed.csv?as-at=x",
    "/recommendations/re-dates.csv?since=%23abc",
    "/scrutineer?since=x",
    "/scrutineer?as-at=%230",
]  # fmt: skip


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_never_our_fault(address: str, one: str, visit: Visit) -> None:
    assert visit(TEAM).ask("GET", address).status_code in (200, 404, 422)


def test_a_bare_post_is_answered_in_words(one: str, visit: Visit) -> None:
    visitor = visit(TEAM)
    visitor.get(PAGE)
    for move in EXAMPLES:
        address = address_of(PAGE, f"recommendation.{move}")
        visitor.post(address, status=422)
