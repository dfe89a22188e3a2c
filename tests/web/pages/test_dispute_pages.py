"""The register of disputes, what is on the clock, one dispute, and everything done with it."""

from __future__ import annotations

from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from application.nouns.disputes import DISPUTE_INTENTS
from application.nouns.ticking import tick
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE
from tests.acts import do
from tests.disputing import BOOKED
from tests.kent import load_placeholder, load_shipped
from tests.web.conftest import Visit
from tests.web.deeds.disputes import (
    AGREED,
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
    record,
    up,
)
from tests.web.doing import (
    arrange,
)
from tests.web.page import Element, Page

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP
AUDITOR = Role.AUDITOR
PAGE = "/disputes/DSP-2026-001"


@pytest.fixture
def one(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A dispute on the day that its first stage is due, 10 June 2026, beside another."""
    load_placeholder(ledger)
    reference = record(ledger)
    record(ledger, title="Another", met_on="2026-06-09", meeting="SAAS, 9 June 2026")
    return reference


# Every move


# Recording


def test_a_dispute_is_recorded_under_headings(one: str, visit: Visit) -> None:
    visitor = visit(CHAIR)
    form = visitor.get(visitor.get("/disputes").links["Record a dispute"])
    assert [legend.words for legend in form.form.every("h2")] == [
        "What it is", "Who disagrees, and what each holds", "The meeting that it comes from",
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
    form = visitor.get("/disputes/new")
    assert "Is it about a single child’s case?" in form.words
    page = visitor.submit(form, status=422, **{**DISPUTE, "title": "Nights", "single_case": "yes"})
    assert "it goes by the inter-agency policy on professional disagreement" in page.words
    page = visitor.submit(page, single_case="no")
    assert page.heading == "Nights"


def test_only_stages_that_an_urgent_case_may_start_at_are_offered(one: str, visit: Visit) -> None:
    form = visit(TEAM).get("/disputes/new").form
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
    page = visitor.submit(visitor.get("/disputes/new"), **{**DISPUTE, **without})
    assert "Stage 4 of 6: KSCMP Executive" in page.words
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
    page = visitor.submit(visitor.get("/disputes/new"), status=422, **{**DISPUTE, **typed})
    assert set(page.errors.values()) == errors


def test_without_a_procedure_nothing_can_be_recorded_and_the_page_says_why(
    clock: object, visit: Visit
) -> None:
    assert "No escalation procedure" in visit(TEAM).get("/disputes/new", status=422).words
    assert "No dispute is open." in visit(TEAM).get("/disputes").words


# What a person may do


def offered(page: Page) -> set[str]:
    """The moves that the page offers."""
    titles = {intent.title: intent.move for intent in DISPUTE_INTENTS}
    found = page.main.every("nav", class_="ledger-moves")
    return {titles[link.words] for panel in found for link in panel.every("a")}


def refusals(page: Page) -> dict[str, str]:
    """What the page says cannot be done, each with the reason."""
    panel = page.root.first("dl", class_="ledger-refused")
    titles, reasons = panel.every("dt"), panel.every("dd")
    return {title.words: reason.words for title, reason in zip(titles, reasons, strict=True)}


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


# The page


def states(page: Page) -> list[str]:
    """What the track says of each stage."""
    return [
        stop.first("h3").first("strong").words
        for stop in page.root.first("ol", class_="ledger-track").every("li")
    ]


def stop(page: Page, number: int) -> str:
    """What the track says of one stage, by its place on the way."""
    stops: list[Element] = list(page.root.first("ol", class_="ledger-track").every("li"))
    return stops[number - 1].words


def needed(page: Page) -> list[str]:
    """What the page says is needed next."""
    return [each.words for each in page.root.first("section", class_="ledger-next").every("li")]


def test_what_is_needed_next_is_a_step_away_for_whoever_can_take_it(one: str, visit: Visit) -> None:
    lead, tried = BOOKED["direct"]
    page = visit(TEAM).get(PAGE)
    assert needed(page)[:2] == [
        "A reply from Kent Police",
        f"For the record of this stage: {lead}",
    ]
    assert page.links["A reply from Kent Police"] == f"{PAGE}/reply?agency=kent-police"
    form = visit(TEAM).get(page.links[f"For the record of this stage: {lead}"])
    assert form.filled_in["record"] == lead
    assert tried not in page.links
    assert "A reply from Kent Police" not in visit(AUDITOR).get(PAGE).links
    assert "A reply from Kent Police" in visit(MEMBER).get(PAGE).links


def test_an_overdue_stage_asks_to_be_escalated(
    one: str, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    clock.move_to("2026-06-12T09:00:00Z")
    page = visit(TEAM).get(PAGE)
    assert "Overdue: 2 working days late" in page.words
    assert needed(page)[0].startswith(
        "Escalation to Senior managers The stage was due on 10 June 2026: 2 working days late. "
        "What happened by then can still be recorded, with its date. First put on record"
    )
    arrange(ledger, "dispute", one, kept("direct")[:1])
    visitor = visit(TEAM)
    page = visitor.get(PAGE)
    assert page.links["Escalation to Senior managers"] == f"{PAGE}/escalate"
    form = visitor.get(f"{PAGE}/escalate")
    assert f"As this stage ends, the procedure asks for: {BOOKED['direct'][1]}." in form.words
    page = visitor.submit(form, reason="No reply.", for_the_record="Two calls.")
    assert f"{BOOKED['direct'][1]} Two calls. Left" in stop(page, 1)


def test_a_clock_from_the_minutes_shows_both_sums_and_is_worked_out_anew(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    load_shipped(ledger)
    record(ledger)
    visitor = visit(TEAM)
    page = visitor.get(PAGE)
    assert (
        "Due 24 June 2026, 10 working days left 5 working days from 17 June 2026, at latest, 10 "
        "working days after the meeting; sooner once it is known that the minutes were circulated "
        "before"
    ) in stop(page, 1)
    form = visitor.get(page.links["The dates of the minutes"])
    page = visitor.submit(form, circulated_on="2026-06-08")
    assert (
        "Due 15 June 2026, 3 working days left 5 working days from 8 June 2026, when the minutes "
        "were circulated; at latest from 17 June 2026, 10 working days after the meeting"
    ) in stop(page, 1)
    assert "worked the due date out anew: 15 June 2026" in page.words
    assert "The dates of the minutes" not in page.links


def test_escalating_asks_for_the_record_that_the_next_stage_begins_with(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, kept("direct"))
    visitor = visit(TEAM)
    form = visitor.get(f"{PAGE}/escalate")
    asked = BOOKED["senior"][0]
    assert f"As the stage Senior managers begins, the procedure asks for: {asked}." in form.words
    assert "If you leave that empty, the dispute is shown as one whose stage began" in form.words
    page = visitor.submit(form, reason="No reply.", to_begin_with="A director of each.")
    assert f"{asked} A director of each." in stop(page, 2)
    assert f"For the record of this stage: {asked}" not in page.words
    without_record = visitor.get("/disputes?record_missing=yes")
    assert PAGE not in without_record.links.values()


def test_what_happened_in_time_is_taken_with_its_date_after_the_stage_was_overdue(
    one: str, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    clock.move_to("2026-06-12T09:00:00Z")
    tick(ledger, [one])
    visitor = visit(CHAIR)
    assert "On record as overdue from 11 June 2026" in stop(visitor.get(PAGE), 1)
    form = visitor.get(visitor.get(PAGE).links["Extend the stage"])
    assert "Only an extension agreed by then can be recorded, with its date." in form.words
    again = visitor.submit(form, status=422, days="3", reason="Leave.")
    assert "The stage was due on 10 June 2026, so an extension must have been agreed" in again.words
    page = visitor.submit(again, on="2026-06-09")
    assert "Overdue" not in page.words
    assert (
        "Was on record as overdue from 11 June 2026, until what had happened in time was recorded: "
        "it was not overdue"
    ) in stop(page, 1)
    team = visit(TEAM)
    form = team.get(f"{PAGE}/reply?agency=kent-police")
    page = team.submit(form, reply="By day.", on="2026-06-10")
    assert "Reply of Kent Police 10 June 2026, recorded on 12 June 2026" in stop(page, 1)
    assert "late" not in stop(page, 1)


def test_a_form_does_not_ask_for_a_record_that_is_complete(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, kept("direct"))
    form = visit(TEAM).get(f"{PAGE}/escalate")
    assert "For the record, as this stage ends" not in form.words


def test_on_the_weekend_after_it_was_due_nothing_is_late_yet(
    ledger: Ledger, one: str, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    arrange(ledger, "dispute", one, [("extend", {"days": "2", "reason": "Leave."}, TEAM)])
    clock.move_to("2026-06-13T09:00:00Z")
    words = visit(TEAM).get(PAGE).words
    assert "due 12 June 2026, due on the last working day" in words
    assert "Overdue" not in words


def test_a_stage_that_needs_a_convener_says_who_could(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, [*AT_SAAS, (
        "recuse", {"role": "Nurse", "agency": "cafcass", "reason": "A relative."}, TEAM,
    )])  # fmt: skip
    (convener, *_) = needed(visit(CHAIR).get(PAGE))
    assert convener.startswith("A convener from no party, to be named Who could: 10 agencies")
    assert "Probation Service" in convener
    for agency in ("Kent Police", "Kent County Council", "Cafcass"):
        assert agency not in convener


def test_a_body_that_decides_is_named_with_who_is_in_conflict(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, [*AT_EXECUTIVE, *kept("executive")])
    page = visit(EXECUTIVE).get(PAGE)
    assert page.links["A decision by the KSCMP Executive"] == f"{PAGE}/decide"
    add = ("add_party", {"agency": "nhs-kent-and-medway-icb", "position": "None."}, TEAM)
    arrange(ledger, "dispute", one, [add])
    assert "All Safeguarding Partners are parties" in visit(EXECUTIVE).get(PAGE).words


def test_it_follows_a_version_that_is_a_placeholder_until_it_is_confirmed(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    before = ledger.position()
    page = visit(AUDITOR).get(PAGE)
    assert page.links["version 1 of the procedure"] == "/procedure/versions/1"
    assert "That version is a placeholder" in page.words
    do(ledger, "procedure.confirm", PROCEDURE, number="1", reason="Compared.")
    assert "placeholder" not in visit(AUDITOR).get(PAGE).words
    then = visit(AUDITOR).get(f"{PAGE}?as-at=%23{before}")
    assert "That version is a placeholder" in then.words


def test_the_track_says_what_happened_at_each_stage_in_words(
    one: str, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    arrange(ledger, "dispute", one, [("extend", {"days": "1", "reason": "Leave."}, TEAM)])
    clock.move_to("2026-06-16T09:00:00Z")
    arrange(ledger, "dispute", one, [("reply", {"agency": "kent-police", "reply": "No."}, TEAM)])
    arrange(ledger, "dispute", one, [*up("direct"), *up("senior"), CONVENER, (
        "recuse", {"role": "Head of safeguarding", "agency": "cafcass", "reason": "A friend."},
        TEAM,
    )])  # fmt: skip
    page = visit(AUDITOR).get(PAGE)
    assert states(page) == ["Done", "Done", "Now", "To come", "To come", "To come"]
    assert stop(page, 1) == (
        f"Stage 1 of 6: {DIRECT} Done Began 3 June 2026 Decided by The named leads of the "
        "parties, jointly Due 11 June 2026 1 working day from 10 June 2026 First due 10 June 2026 "
        "5 working days from 3 June 2026 Extended from 10 June 2026 to 11 June 2026 Leave. Reply "
        "of Kent Police 16 June 2026 3 working days late No. Recorded on its behalf; its e-mail is "
        "not on record. The named lead of each party As "
        "minuted. What was tried and what came of it As minuted. Left Escalated to stage 2 on "
        "16 June 2026, after 9 working days"
    )
    assert "Escalated to stage 2 No agreement." in stop(page, 2)
    assert "No reply from Kent Police" in stop(page, 2)
    assert "Convener Head" not in stop(page, 3)
    assert "Stood aside Head of safeguarding, Cafcass. A friend." in stop(page, 3)
    assert "Not on record yet What is still in dispute; What the convener found" in stop(page, 3)
    assert stop(page, 6).endswith("Nobody: a record of who was told")


def test_a_return_and_a_reopening_are_stages_of_their_own(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    back = ("return_it", {"stage": "direct", "reason": "A new offer."}, CHAIR)
    again = ("reopen", {"reason": "Not kept to."}, CHAIR)
    arrange(ledger, "dispute", one, [*up("direct"), back, *AGREED, again])
    page = visit(AUDITOR).get(PAGE)
    assert states(page)[:4] == ["Done", "Done", "Done", "Now"]
    assert "Left Returned to stage 1" in stop(page, 2)
    assert "Returned to stage 1 A new offer." in stop(page, 3)
    assert "Left Resolved by agreement" in stop(page, 3)
    assert "Reopened Not kept to." in stop(page, 4)
    assert "Reopened once" in page.words


def test_the_facts_and_the_ending_are_told(one: str, ledger: Ledger, visit: Visit) -> None:
    arrange(ledger, "dispute", one, [
        *AGREED,
        ("record_dissent", {"agency": "kent-police", "dissent": "Too slow."}, TEAM),
        ("note_learning", {"learning": "Meet first."}, TEAM),
    ])  # fmt: skip
    page = visit(AUDITOR).get(PAGE)
    assert "Minuted Minute 5.2 of SAAS, 3 June 2026 Minutes circulated" in page.words
    assert "Minutes circulated Not yet known Minutes approved Not yet known" in page.words
    assert "Kent County Council After a check of records. Kent Police On the first" in page.words
    assert "How it ended Resolved by agreement on 10 June 2026. One page." in page.words
    assert "Dissent Kent Police Too slow." in page.words
    assert "What was learned Meet first." in page.words
    assert "Set an action for it" not in page.words


def test_actions_that_serve_it_are_set_from_its_page_and_counted_on_it(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, AGREED)
    visitor = visit(CHAIR)
    form = visitor.get(visitor.get(PAGE).links["Set an action for it"])
    typed: dict[str, Any] = {
        "owner_role": "Head",
        "owner_agency": "kent-police",
        "due_on": "2026-07-31",
    }
    page = visitor.submit(form, title="Write the page", **typed)
    assert f"{one} {DISPUTE['title']} Resolved by agreement" in page.words
    assert page.links[one] == PAGE
    do(ledger, "action.set", title="Sign it", serves=one, **typed)
    do(ledger, "action.cancel", "ACT-2026-002", reason="No need.")
    page = visitor.get(PAGE)
    assert "Agreed actions: 0 of 1 done." in page.words
    assert "ACT-2026-001 Write the page Not started due 31 July 2026" in page.words
    assert visitor.get("/actions").links[one] == PAGE
    assert needed(page)[-1] == "A check that the agreed actions were done"


def test_the_past_shows_what_was_so_and_nothing_to_do(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    before = ledger.position()
    arrange(ledger, "dispute", one, [*up("direct"), ("withdraw", {"reason": "Done."}, TEAM)])
    page = visit(TEAM).get(f"{PAGE}?as-at=%23{before}")
    assert "Stage 1 of 6" in page.words
    assert states(page) == ["Now", *["To come"] * 5]
    assert offered(page) == set()
    assert "What cannot be done now" not in page.words
    assert needed(page)[0] == "A reply from Kent Police"
    assert [row[0] for row in visit(TEAM).get(f"/disputes?as-at=%23{before}").rows] == [
        "DSP-2026-001", "DSP-2026-002",
    ]  # fmt: skip


# The lists


@pytest.fixture
def several(one: str, ledger: Ledger, clock: FrozenDateTimeFactory) -> None:
    """Disputes in every state, on 15 June 2026."""
    record(ledger, title="Urgent", **URGENT, start_at="executive", met_on="2026-06-09")
    record(ledger, title="Issue", kind="issue", position="", other_agency="", other_position="")
    record(ledger, title="Agreed", other_agency="cafcass")
    arrange(
        ledger,
        "dispute",
        "DSP-2026-005",
        [("reply", {"agency": "cafcass", "reply": "Yes"}, TEAM), *AGREED],
    )
    record(ledger, title="Back")
    arrange(ledger, "dispute", "DSP-2026-006", [*AGREED, ("reopen", {"reason": "No."}, CHAIR)])
    clock.move_to("2026-06-15T09:00:00Z")


def listed(page: Page) -> list[str]:
    """The references in the table."""
    return [row[0][-3:] for row in page.rows]


def test_each_filter_and_sort_shows_what_it_says(several: None, visit: Visit) -> None:
    found = {
        "": ["001", "003", "002", "004", "006"],
        "status=all&sort=reference": ["001", "002", "003", "004", "005", "006"],
        "status=ended": ["005"],
        "stage=executive": ["003", "004"],
        "kind=issue": ["004"],
        "agency=kent-police": ["001", "003", "002", "006"],
        "agency=cafcass&status=all": ["005"],
        "overdue=yes": ["001", "003"],
        "urgent=yes": ["003"],
        "reopened=yes": ["006"],
        "beyond=yes": ["003", "004"],
        "search=strategy": ["001"],
        "search=dsp-2026-002": ["002"],
        "search=100%25": [],
        "sort=-stage": ["003", "004", "001", "002", "006"],
        "as-at=2026-06-09": [],
        "sort=luck&status=nothing&stage=nowhere": ["001", "003", "002", "004", "006"],
        "page=7": [],
    }
    visitor = visit(AUDITOR)
    assert {query: listed(visitor.get(f"/disputes?{query}")) for query in found} == found


def test_the_register_begins_with_what_matters(several: None, visit: Visit) -> None:
    page = visit(AUDITOR).get("/disputes")
    assert SAFETY in page.words
    assert "On the clock 5 of 5 open Overdue 2 Urgent 1" in page.words
    assert "Overdue 2 Urgent 1 At the Executive or beyond 2" in page.words
    rows = {row[0]: row[1:] for row in page.rows}
    assert rows["DSP-2026-001"] == [
        "When to call a strategy discussion Kent County Council and Kent Police",
        f"Stage 1 of 6: {DIRECT}",
        "10 June 2026 Overdue: 3 working days late",
        "Reply of Kent Police",
    ]
    assert rows["DSP-2026-003"][0].startswith("Urgent Urgent")
    assert rows["DSP-2026-006"][0].startswith("Back Reopened once")
    assert rows["DSP-2026-004"][1:] == [
        "Stage 4 of 6: KSCMP Executive", "17 June 2026 2 working days left",
        "Decision of the KSCMP Executive",
    ]  # fmt: skip
    ended = visit(AUDITOR).get("/disputes?status=ended").rows
    assert ended[0][2:] == ["Resolved by agreement at stage 1 of 6, 10 June 2026", "Ended", ""]


def test_what_is_on_the_clock_stands_under_its_stage_or_its_agencies(
    several: None, visit: Visit
) -> None:
    page = visit(AUDITOR).get("/disputes/clock")
    assert [each.words for each in page.main.every("h2")] == [
        f"Stage 1: {DIRECT} (3)", "Stage 4: KSCMP Executive (2)",
    ]  # fmt: skip
    assert [row[0] for row in page.table("group-1")] == [
        "DSP-2026-001", "DSP-2026-002", "DSP-2026-006",
    ]  # fmt: skip
    page = visit(AUDITOR).get("/disputes/clock?by=agency")
    assert [each.words for each in page.main.every("h2")] == [
        "Kent County Council (5)", "Kent Police (4)",
    ]  # fmt: skip
    assert "5 on the clock, 2 overdue; the soonest due first." in page.words
    assert (
        "No dispute is on the clock."
        in visit(AUDITOR).get("/disputes/clock?as-at=2026-06-01").words
    )


def test_the_figures_are_a_table_each(several: None, visit: Visit) -> None:
    page = visit(AUDITOR).get("/disputes/figures")
    assert page.table("open") == [[DIRECT, "3", "1"], ["KSCMP Executive", "2", "1"]]
    assert page.table("days")[0] == [DIRECT, "5 working days", "8 working days"]
    assert page.table("settled") == [[DIRECT, "1"], ["KSCMP Executive", "0"]]
    assert page.table("replies") == [["Kent Police", "1"]]
    assert [row[0] for row in page.table("reopened")] == ["DSP-2026-006"]
    empty = visit(AUDITOR).get("/disputes/figures?as-at=2026-06-01")
    assert "No dispute has been recorded." in empty.words


# Elsewhere


def test_the_audit_trail_leads_to_disputes_and_finds_them_by_kind(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    page = visit(AUDITOR).get("/audit?kind=Dispute.Recorded")
    assert page.links[one] == f"/history/{one}/1"
    assert "Dispute: recorded" in page.words
    assert len(page.rows) == 2


def test_a_linked_item_leads_to_the_dispute_and_back(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    risk = do(ledger, "risk.record", kind="risk", title="Thresholds").reference
    do(ledger, "dispute.link", one, other=risk)
    assert visit(TEAM).get(PAGE).links[risk] == f"/risks/{risk}"
    assert visit(TEAM).get(f"/risks/{risk}").links[one] == PAGE


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


# What the track leaves out


def test_a_convener_whose_agency_becomes_a_party_goes_from_the_track(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, [*AT_SAAS, CONVENER])
    assert "Convener Head of safeguarding, Cafcass" in stop(visit(AUDITOR).get(PAGE), 3)
    arrange(ledger, "dispute", one, [
        ("recuse", {"role": "Nurse", "agency": "", "reason": "A friend."}, TEAM),
    ])  # fmt: skip
    assert "Convener Head of safeguarding, Cafcass" in stop(visit(AUDITOR).get(PAGE), 3)
    arrange(ledger, "dispute", one, [
        ("add_party", {"agency": "cafcass", "position": "Neither."}, TEAM),
    ])  # fmt: skip
    assert "Convener Head" not in stop(visit(AUDITOR).get(PAGE), 3)


def test_only_the_first_reply_of_who_was_asked_is_late(
    one: str, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    clock.move_to("2026-06-20T09:00:00Z")
    replies: list[tuple[str, str]] = [
        ("kent-county-council", "We wait."),
        ("kent-police", "No."),
        ("kent-police", "Never."),
    ]
    for agency, reply in replies:
        arrange(ledger, "dispute", one, [("reply", {"agency": agency, "reply": reply}, TEAM)])
    words = stop(visit(AUDITOR).get(PAGE), 1)
    assert "Reply of Kent County Council 20 June 2026 We wait." in words
    assert "Reply of Kent Police 20 June 2026 8 working days late No." in words
    assert "Reply of Kent Police 20 June 2026 Never." in words


def test_a_reply_on_the_saturday_after_it_was_due_is_late(
    one: str, ledger: Ledger, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    arrange(ledger, "dispute", one, [("extend", {"days": "2", "reason": "Leave."}, TEAM)])
    clock.move_to("2026-06-13T09:00:00Z")
    arrange(ledger, "dispute", one, [("reply", {"agency": "kent-police", "reply": "No."}, TEAM)])
    assert "13 June 2026 1 working day late No." in stop(visit(AUDITOR).get(PAGE), 1)


def test_an_issue_passed_over_nothing_below_its_start(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    issue = record(ledger, kind="issue", position="", other_agency="", other_position="")
    assert states(visit(AUDITOR).get(f"/disputes/{issue}")) == ["Now", "To come", "To come"]


# On behalf of an agency


def test_what_is_recorded_for_a_party_shows_so_with_its_e_mail(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    mail = {"behalf_link": "https://mail.example/1", "behalf_dated": "2026-06-10"}
    reply = {"agency": "kent-police", "reply": "Within a day."}
    arrange(ledger, "dispute", one, [("reply", {**reply, **mail}, TEAM)])
    page = visit(AUDITOR).get(PAGE)
    assert "Within a day. Recorded on its behalf; its e-mail is evidence 1." in page.words
    assert "Business Team; recorded on behalf of Kent Police" in page.words
    arrange(ledger, "dispute", one, [("reply", reply, MEMBER)])
    assert visit(AUDITOR).get(PAGE).words.count("Recorded on its behalf") == 1


def test_that_there_is_no_e_mail_shows_too(one: str, ledger: Ledger, visit: Visit) -> None:
    reply = {"agency": "kent-police", "reply": "Within a day."}
    arrange(ledger, "dispute", one, [("reply", reply, TEAM)])
    assert "Recorded on its behalf; its e-mail is not on record" in visit(AUDITOR).get(PAGE).words


def test_that_all_was_done_is_challenged_on_the_page_and_stays(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", one, EXAMPLES["check_actions"].given)
    action = do(
        ledger, "action.set", title="Write it", owner_role="Head", owner_agency="kent-police",
        due_on="2026-12-31", serves=one,
    ).reference  # fmt: skip
    visitor = visit(CHAIR)
    form = visitor.get(f"{PAGE}/check-actions")
    assert f"{action} Write it (not started, due 31 December 2026)" in form.words
    page = visitor.submit(form, status=422, done="all", finding="So they say.")
    assert any(each.startswith(f"{action} is still open.") for each in page.errors)
    visitor.submit(page, done="all", finding="So they say.", although_open="Only its report waits.")
    assert f"{action} had not ended then: Only its report waits." in visitor.get(PAGE).words
