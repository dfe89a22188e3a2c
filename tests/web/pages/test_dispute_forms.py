"""The forms of a dispute: recording one, what a person is offered, and two people at once."""

from __future__ import annotations

from typing import Any

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.disputing import BOOKED
from tests.web.conftest import Visit
from tests.web.deeds.disputes import (
    AT_EXECUTIVE,
    AT_SAAS,
    CONVENER,
    DIRECT,
    DISPUTE,
    EXAMPLES,
    PARTNERS,
    SAFETY,
    URGENT,
    kept,
    up,
)
from tests.web.dispute_pages import AUDITOR, CHAIR, EXECUTIVE, MEMBER, PAGE, TEAM, refusals, states
from tests.web.doing import (
    arrange,
)
from tests.web.page import Page

NEW = "/disputes/new?on-one-page=yes"
"""Its form with all questions; in steps it is in test_forms_in_steps.py."""


def test_a_dispute_is_recorded_under_headings(one: str, visit: Visit) -> None:
    visitor = visit(CHAIR)
    form = visitor.get(NEW)
    assert [legend.words for legend in form.form.every("h2")] == [
        "What it is", "The meeting that it comes from", "Who disagrees, and what each holds",
        "Only if it is urgent", "As its first stage begins",
    ]  # fmt: skip
    assert (
        f"As the stage {DIRECT} begins, the procedure asks for: {BOOKED['direct'][0]}."
    ) in form.words
    assert SAFETY in form.words
    assert "call 999" in form.words
    assert "An issue has no opposing parties" in form.words
    page = visitor.submit(form, **{**DISPUTE, "title": "Nights"}, **URGENT, start_at="saas")
    assert (visitor.address, page.heading) == ("/disputes/DSP-2026-003", "Nights")
    assert "Stage 3 of 6: SAAS convened resolution" in page.words
    assert "Why it is urgent Reason Two cases this week." in page.words
    assert "Authorised by Assistant Chief Constable" in page.words
    assert "Done to protect children A manager is on call." in page.words
    assert states(page) == ["Passed over", "Passed over", "Now", "To come", "To come", "To come"]


def test_a_single_childs_case_is_turned_away_on_the_form(one: str, visit: Visit) -> None:
    visitor = visit(TEAM)
    form = visitor.get(NEW)
    assert "Is it about a single child’s case?" in form.words
    page = visitor.submit(form, status=422, **{**DISPUTE, "title": "Nights", "single_case": "yes"})
    assert "it goes by the inter-agency policy on professional disagreement" in page.words
    page = visitor.submit(page, single_case="no")
    assert page.heading == "Nights"


def test_only_stages_that_an_urgent_case_may_start_at_are_offered(one: str, visit: Visit) -> None:
    form = visit(TEAM).get(NEW).form
    select = next(each for each in form.every("select") if each["name"] == "start_at")
    assert [option["value"] for option in select.every("option")] == [
        "", "direct", "senior", "saas", "executive",
    ]  # fmt: skip


def test_an_issue_has_no_parties_and_starts_where_the_procedure_says(
    one: str, visit: Visit
) -> None:
    visitor = visit(TEAM)
    without: dict[str, Any] = {
        "kind": "issue",
        "position": "",
        "other_agency": "",
        "other_position": "",
    }
    page = visitor.submit(visitor.get(NEW), **{**DISPUTE, **without})
    assert "Stage 4 of 6: KSCMP Executive" in page.words
    assert "An issue that SAAS cannot resolve" in page.words
    assert "The parties’ positions" not in page.words
    assert "An issue has no parties." in refusals(page)["Record dissent"]
    rows = visitor.get("/disputes?kind=issue").rows
    assert rows[0][1] == f"{DISPUTE['title']} Issue Raised by Kent County Council"


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"other_agency": "", "other_position": ""}, {"#other_agency", "#other_position"}),
        ({"other_agency": "kent-county-council"}, {"#other_agency"}),
        ({"other_position": ""}, {"#other_position"}),
        ({"met_on": "2026-06-11"}, {"#met_on-day"}),
        ({"authorised_by": "Director"}, {"#urgent_reason"}),
        (dict.fromkeys(DISPUTE, "") | {"kind": "dispute", "single_case": "no"},
         {"#title", "#issue", "#impact", "#outcome_sought", "#raised_by", "#meeting", "#minute",
          "#met_on-day", "#other_agency", "#other_position", "#position"}),
    ],
    ids=["one party", "twice", "no position", "future", "urgent in part", "nothing"],
)  # fmt: skip
def test_a_dispute_that_cannot_be_is_refused(
    typed: dict[str, Any], errors: set[str], one: str, visit: Visit
) -> None:
    visitor = visit(TEAM)
    page = visitor.submit(visitor.get(NEW), status=422, **{**DISPUTE, **typed})
    assert set(page.errors.values()) == errors


def test_without_a_procedure_nothing_can_be_recorded_and_the_page_says_why(
    clock: object, visit: Visit
) -> None:
    assert "No escalation procedure" in visit(TEAM).get(NEW, status=422).words
    assert "No dispute is on record yet." in visit(TEAM).get("/disputes").words


# What a person may do


def test_a_reason_is_of_the_dispute_of_the_role_or_of_the_person(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    assert refusals(visit(CHAIR).get(PAGE))["Escalate"] == (
        f"First put on record for this stage: {BOOKED['direct'][0]}."
    )
    assert refusals(visit(MEMBER).get(PAGE))["Withdraw"] == (
        "Only the agency that raised it can withdraw it."
    )
    assert refusals(visit(AUDITOR).get(PAGE))["Record a reply"] == (
        "This is for the Business Team or a SAAS member of an agency that takes part in it."
    )


def test_a_member_replies_for_their_own_agency_without_choosing_it(one: str, visit: Visit) -> None:
    assert visit(MEMBER).get(f"{PAGE}/reply").filled_in["agency"] == "kent-police"
    assert visit(TEAM).get(f"{PAGE}/reply").filled_in["agency"] == ""


def test_a_form_says_who_is_in_conflict_and_offers_only_who_is_not(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, AT_SAAS)
    form = visit(CHAIR).get(f"{PAGE}/name-convener")
    assert "Nobody from Kent County Council or Kent Police can convene it." in form.words
    assert "neither the Chair nor the deputy can" in form.words
    offered_agencies = {option["value"] for option in form.form.every("option")}
    assert "cafcass" in offered_agencies
    assert offered_agencies.isdisjoint({"kent-police", "kent-county-council"})
    arrange(ledger, "dispute", one, [CONVENER, *up("saas"), *kept("executive")])
    form = visit(EXECUTIVE).get(f"{PAGE}/decide")
    assert (
        "Decided by the assent of all: Kent County Council, Kent Police and NHS Kent and Medway "
        "ICB, parties included. There is no vote, and none is bound by the others (Working "
        "Together to Safeguard Children 2023)." in form.words
    )
    assert "Somebody of no party chairs." in form.words
    ticks = [each["value"] for each in form.form.every("input") if each["name"] == "assenting"]
    assert sorted(ticks) == sorted(PARTNERS)
    (chair,) = [each for each in form.form.every("select") if each["name"] == "chair_agency"]
    chairs = {option["value"] for option in chair.every("option")}
    assert "cafcass" in chairs
    assert chairs.isdisjoint({"kent-police", "kent-county-council"})


def test_a_decision_asks_only_for_what_its_body_decides_by(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    by_a_body, of_the_neutral = {"assenting", "chair_role", "chair_agency"}, {"absent", "absence"}

    def asked(form: Page) -> set[str]:
        fields = form.form.every("input", "select", "textarea")
        return {each["name"] for each in fields if each["type"] != "hidden"}

    arrange(ledger, "dispute", one, [*AT_SAAS, CONVENER, *kept("saas")])
    visitor = visit(TEAM)
    form = visitor.get(f"{PAGE}/decide")
    assert asked(form).isdisjoint(by_a_body | of_the_neutral)
    page = visitor.submit(form, decision="One rota.", power="none found")
    assert "Resolved by decision" in page.words


def test_a_body_is_asked_who_assents_and_who_chaired_and_none_is_absent_where_all_must(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, [*AT_SAAS, CONVENER, *up("saas"), *kept("executive")])
    fields = [*visit(EXECUTIVE).get(f"{PAGE}/decide").form.every("input", "select", "textarea")]
    names = {each["name"] for each in fields if each["type"] != "hidden"}
    assert names >= {"assenting", "chair_role", "chair_agency"}
    assert names.isdisjoint({"absent", "absence"})


def test_what_is_put_on_record_while_escalating_is_not_told_in_place_of_it(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, [*AT_SAAS, CONVENER, *kept("saas")])
    visitor = visit(TEAM)
    form = visitor.get(f"{PAGE}/escalate")
    page = visitor.submit(form, reason="No agreement.", to_begin_with="Which reading holds?")
    assert "you escalated it to stage 4, KSCMP Executive" in page.words


# What two people do at once, and who speaks for whom


def test_who_escalates_second_is_told_and_cannot_take_it_a_stage_further(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, kept("direct"))
    visitor = visit(TEAM)
    form = visitor.get(f"{PAGE}/escalate")
    assert form.filled_in["to"] == "senior"
    arrange(ledger, "dispute", one, [("escalate", {"reason": "No reply."}, CHAIR)])
    arrange(ledger, "dispute", one, kept("senior"))
    page = visitor.submit(form, status=409, reason="No reply.")
    assert page.filled_in["to"] == "senior"
    page = visitor.submit(page, status=422)
    assert "It cannot be escalated to that stage from here." in page.words
    assert "Stage 2 of 6" in visitor.get(PAGE).words


def test_who_escalates_second_to_the_last_stage_is_told(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, [*AT_EXECUTIVE, *up("executive"), *kept("lsp")])
    visitor = visit(TEAM)
    form = visitor.get(f"{PAGE}/escalate")
    arrange(ledger, "dispute", one, [("escalate", {"reason": "No reply."}, CHAIR)])
    visitor.submit(form, status=409, reason="No reply.")
    page = visitor.get(f"{PAGE}/escalate", status=422)
    assert "This is the last stage of the procedure." in page.words


@pytest.mark.parametrize("move", ["reply", "state-position", "record-dissent"])
def test_a_member_is_offered_only_their_own_agency(move: str, one: str, visit: Visit) -> None:
    def agencies(role: Role) -> list[Any]:
        selects = visit(role).get(f"{PAGE}/{move}").form.every("select")
        (select,) = [each for each in selects if each["name"] == "agency"]
        return [option["value"] for option in select.every("option")]

    assert agencies(MEMBER) == ["", "kent-police"]
    assert "kent-county-council" in agencies(TEAM)


def test_who_stood_aside_from_an_earlier_visit_is_not_offered(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    aside = ("recuse", {"role": "Head", "agency": "cafcass", "reason": "A friend."}, TEAM)
    back = ("return_it", {"stage": "senior", "reason": "A new offer."}, TEAM)
    arrange(ledger, "dispute", one, [*AT_SAAS, aside, back, *up("senior")])
    options = visit(CHAIR).get(f"{PAGE}/name-convener").form.every("option")
    assert "cafcass" not in {option["value"] for option in options}


def test_the_ending_says_who_decided_and_in_which_minute(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    example = EXAMPLES["decide"]
    arrange(ledger, "dispute", one, [*example.given, ("decide", example.typed, EXECUTIVE)])
    words = visit(AUDITOR).get(PAGE).words
    assert (
        "Call it within a day. Decided by Kent County Council, 10 June 2026; NHS Kent and Medway "
        "ICB, 10 June 2026; Kent Police, 10 June 2026 Chaired by Independent chair Minuted "
        "Minute E7 of KSCMP Executive, 10 June 2026"
    ) in words


def test_the_ending_names_what_took_its_place(one: str, ledger: Ledger, visit: Visit) -> None:
    other = {"other": "DSP-2026-002", "reason": "One dispute for both."}
    arrange(ledger, "dispute", one, [("supersede", other, TEAM)])
    assert "Takes its place DSP-2026-002" in visit(AUDITOR).get(PAGE).words
