"""The page of one dispute: what is needed next, its track, its facts and its ending."""

from __future__ import annotations

from typing import Any

from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from application.nouns.ticking import tick
from domain.procedure.procedure import PROCEDURE
from tests.acts import do
from tests.disputing import BOOKED
from tests.kent import load_shipped
from tests.web.conftest import Visit
from tests.web.deeds.disputes import (
    AGREED,
    AT_EXECUTIVE,
    AT_SAAS,
    CONVENER,
    DIRECT,
    DISPUTE,
    EXAMPLES,
    kept,
    record,
    up,
)
from tests.web.dispute_pages import (
    AUDITOR,
    CHAIR,
    EXECUTIVE,
    MEMBER,
    PAGE,
    TEAM,
    buttons,
    needed,
    offered,
    states,
    stop,
    way,
)
from tests.web.doing import (
    arrange,
)


def test_what_is_needed_next_is_a_step_away_for_whoever_can_take_it(one: str, visit: Visit) -> None:
    lead, tried = BOOKED["direct"]
    page = visit(TEAM).get(PAGE)
    assert needed(page)[:2] == [
        "A reply from Kent Police",
        f"For the record of this stage: {lead}",
    ]
    assert way(page, "A reply from Kent Police") == f"{PAGE}/reply?agency=kent-police"
    form = visit(TEAM).get(way(page, f"For the record of this stage: {lead}"))
    assert form.filled_in["record"] == lead
    assert not way(page, tried)
    assert not way(visit(AUDITOR).get(PAGE), "A reply from Kent Police")
    assert way(visit(MEMBER).get(PAGE), "A reply from Kent Police")


def test_the_likely_moves_are_buttons_and_all_others_are_grouped(one: str, visit: Visit) -> None:
    page = visit(TEAM).get(PAGE)
    assert buttons(page) == ["Record a reply", "Complete the record of the stage"]
    others = next(page.main.every("nav", class_="ledger-moves"))
    assert not {"Record a reply", "Complete the record of the stage"} & {
        link.words for link in others.every("a")
    }
    assert {"reply", "keep_record", "extend", "withdraw"} <= offered(page)
    assert buttons(visit(AUDITOR).get(PAGE)) == []


def test_no_more_than_three_moves_have_a_button(one: str, ledger: Ledger, visit: Visit) -> None:
    arrange(ledger, "dispute", one, kept("direct"))
    page = visit(TEAM).get(PAGE)
    assert buttons(page) == ["Record a reply", "Record an agreement", "Escalate"]
    add = ("add_party", {"agency": "nhs-kent-and-medway-icb", "position": "None."}, TEAM)
    arrange(ledger, "dispute", one, [add])
    page = visit(TEAM).get(PAGE)
    assert buttons(page) == ["Record a reply", "Record a reply", "Record an agreement"]
    assert way(page, "Or else, an escalation to Senior managers") == f"{PAGE}/escalate"


def test_the_history_is_shown_when_it_is_asked_for_and_has_an_address_of_its_own(
    one: str, ledger: Ledger, visit: Visit
) -> None:
    before = ledger.position()
    visitor = visit(AUDITOR)
    page = visitor.get(PAGE)
    assert not list(page.main.every("ol", class_="ledger-timeline"))
    assert "History Show the history 2 steps, the last recorded 10 June 2026" in page.words
    shown = visitor.get(page.links["Show the history"].removesuffix("#history"))
    assert len(list(shown.main.first("ol", class_="ledger-timeline").every("li"))) >= 2
    assert shown.links["Hide the history"] == PAGE
    assert page.links["The history on its own"] == f"/history/{one}"
    arrange(ledger, "dispute", one, kept("direct"))
    then = visitor.get(f"{PAGE}?show=history&as-at=%23{before}")
    assert "As minuted" not in then.words
    assert then.links["Hide the history"] == f"{PAGE}?as-at=%23{before}"


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
    assert way(page, "Escalation to Senior managers") == f"{PAGE}/escalate"
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
    form = visitor.get(way(page, "The dates of the minutes"))
    page = visitor.submit(form, circulated_on="2026-06-08")
    assert (
        "Due 15 June 2026, 3 working days left 5 working days from 8 June 2026, when the minutes "
        "were circulated; at latest from 17 June 2026, 10 working days after the meeting"
    ) in stop(page, 1)
    assert "worked the due date out anew: 15 June 2026" in page.words
    assert not way(page, "The dates of the minutes")


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
    assert way(page, "A decision by the KSCMP Executive") == f"{PAGE}/decide"
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
        f"Stage 1 of 6: {DIRECT} Done 3 June 2026: Escalated to stage 2 after 9 working days: "
        f"stage 1, {DIRECT} Began 3 June 2026 Decided by The named leads of the "
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
    told = visit(AUDITOR).get(f"{PAGE}?show=history").words
    assert "Business Team; recorded on behalf of Kent Police" in told
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
