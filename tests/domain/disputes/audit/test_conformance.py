"""A dispute held against the procedure that it carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.disputes.audit.breach_kinds import BREACH_KINDS, BreachKind
from domain.disputes.audit.conformance import breaches
from domain.disputes.dispute import Dispute
from domain.kernel.terms import Actor, Role
from domain.procedure.rules import Ending
from tests.domain.disputes.day_by_day import (
    CALENDAR,
    COUNCIL,
    DECIDED_ON,
    FIRST,
    HEALTH,
    RULES,
    URGENCY,
    decide,
    dispute,
    escalate,
    events_of,
    found,
    happen,
    issue,
    keep_all,
    on,
    urgent,
)


def test_a_dispute_that_kept_to_the_procedure_has_no_breach() -> None:
    item = dispute()
    item.reply(on("2026-01-21"), agency="kent-county-council", reply="No.")
    item.extend(on("2026-01-21"), days=2, reason="Leave.", calendar=CALENDAR)
    escalate(item, "2026-01-23")
    escalate(item, "2026-01-26")
    item.name_convener(on("2026-01-26"), role="Director", agency=HEALTH)
    keep_all(item, "2026-01-27")
    item.return_it(on("2026-01-27"), stage="senior", reason="New offer.", calendar=CALENDAR)
    keep_all(item, "2026-01-28")
    item.agree(on("2026-01-28"), terms="One rule.")
    assert found(item, "2026-06-01") == []


def test_what_happened_in_time_and_was_recorded_late_is_no_breach() -> None:
    item = dispute(
        others=[COUNCIL, HEALTH], positions=["Yes.", "No.", "No."], to_begin_with="Both leads."
    )
    item.notice_overdue(on("2026-02-02"), calendar=CALENDAR)
    item.reply(on("2026-01-23"), agency="kent-county-council", reply="No.")
    assert [kind for kind, _ in found(item, "2026-02-02")] == [
        BreachKind.LATE_REPLY, BreachKind.RUNNING_LATE,
    ]  # fmt: skip
    item.extend(on("2026-01-21"), days=5, reason="Leave.", calendar=CALENDAR)
    assert found(item, "2026-01-28") == [], "by the extension the reply came in time"
    escalate(item, "2026-01-28")
    item.reply(on("2026-01-27"), agency="nhs", reply="No.")
    item.reply(on("2026-01-30"), agency="nhs", reply="Still no.")
    keep_all(item, "2026-01-30")
    assert found(item, "2026-01-30") == [], "it came before the stage was left"


def test_a_late_reply_is_none_once_an_earlier_one_is_recorded() -> None:
    item = dispute()
    item.reply(on("2026-01-30"), agency="kent-county-council", reply="Still no.")
    assert [kind for kind, _ in found(item)] == [BreachKind.LATE_REPLY]
    item.reply(on("2026-01-20"), agency="kent-county-council", reply="No.")
    assert found(item) == []


def test_a_reply_is_late_by_the_due_date_that_held_then() -> None:
    item = dispute()
    item.reply(on("2026-01-22"), agency="kent-county-council", reply="No.")
    assert found(item) == [
        (
            BreachKind.LATE_REPLY,
            "The reply of Kent County Council was due on 21 January 2026 and came on "
            "22 January 2026.",
        )
    ]


def test_only_the_first_reply_counts_and_not_that_of_the_agency_that_raised_it() -> None:
    item = dispute()
    item.reply(on("2026-01-20"), agency="kent-county-council", reply="No.")
    item.reply(on("2026-01-30"), agency="kent-county-council", reply="Still no.")
    item.reply(on("2026-01-30"), agency="kent-police", reply="Yes.")
    assert found(item) == []


def test_a_breach_names_the_event_that_shows_it() -> None:
    item = dispute()
    escalate(item, "2026-01-22")
    [breach] = breaches(events_of(item))
    assert (breach.kind, breach.on) == (BreachKind.LEFT_LATE, "2026-01-22")
    assert (breach.version, breach.stage) == (
        item.version,
        "Direct resolution between the agencies",
    )
    assert breach.sentence == (
        f"{FIRST} was due on 21 January 2026 and was left on 22 January 2026."
    )


def test_a_stage_that_ended_late_is_found() -> None:
    item = dispute()
    item.withdraw(on("2026-02-02"), reason="Settled elsewhere.")
    assert [kind for kind, _ in found(item, "2026-06-01")] == [BreachKind.LEFT_LATE]


@pytest.mark.parametrize(("day", "late"), [("2026-01-21", False), ("2026-01-22", True)])
def test_a_stage_runs_late_from_the_working_day_after_it_was_due(day: str, late: bool) -> None:
    item = dispute(to_begin_with="Both leads.")
    sentence = f"{FIRST} was due on 21 January 2026 and has not ended."
    assert found(item, day) == [(BreachKind.RUNNING_LATE, sentence)] * late
    assert found(item) == []


def test_what_runs_late_points_at_the_event_that_last_set_or_missed_the_date() -> None:
    item = dispute(to_begin_with="Both leads.")
    [begun] = breaches(events_of(item), on=date(2026, 1, 30))
    item.notice_overdue(on("2026-01-30"), calendar=CALENDAR)
    [noticed] = breaches(events_of(item), on=date(2026, 1, 30))
    assert (begun.version, begun.on) == (2, "2026-01-14")
    assert (noticed.version, noticed.on) == (4, "2026-01-22")


def test_what_time_escalates_leaves_a_late_stage_with_an_incomplete_record() -> None:
    item = dispute(replace(RULES, automatic=True))
    item.notice_overdue(on("2026-01-23"), calendar=CALENDAR)
    assert found(item) == [
        (
            BreachKind.LEFT_LATE,
            # Time escalates nothing before the day on which it was recorded here.
            f"{FIRST} was due on 21 January 2026 and was left on 1 June 2026.",
        ),
        (
            BreachKind.RECORD_MISSING,
            f"{FIRST} was left without on record: The named lead "
            "of each party; What was tried and what came of it.",
        ),
    ]


def test_withdrawing_and_returning_need_no_complete_record() -> None:
    item = dispute()
    escalate(item, "2026-01-15")
    item.return_it(on("2026-01-16"), stage="direct", reason="New offer.", calendar=CALENDAR)
    item.withdraw(on("2026-01-19"), reason="Settled.")
    assert found(item) == []


def test_a_past_dispute_that_passed_over_stages_is_found() -> None:
    item = dispute(past=True)
    item.report_stage(on("2026-01-19"), stage="saas", calendar=CALENDAR)
    assert found(item) == [
        (
            BreachKind.RECORD_MISSING,
            f"{FIRST} was left without on record: The named lead "
            "of each party; What was tried and what came of it.",
        ),
        (
            BreachKind.SKIPPED,
            "It went to SAAS convened resolution past Senior managers, and it was not urgent.",
        ),
    ]


def test_an_urgent_case_may_skip_only_what_the_procedure_lets_it() -> None:
    item = dispute(past=True)
    item.declare_urgent(on("2026-01-14"), **URGENCY)
    keep_all(item, "2026-01-14")
    item.report_stage(on("2026-01-15"), stage="lsp", calendar=CALENDAR)
    assert found(item) == [
        (
            BreachKind.SKIPPED,
            "It went to Lead Safeguarding Partners past KSCMP Executive, which an urgent case "
            "may not skip.",
        )
    ]


def test_an_urgent_case_may_start_higher_and_an_issue_starts_at_the_executive() -> None:
    assert found(urgent("2026-01-14", "16:30", start_at="saas")) == []
    assert found(issue()) == []


def test_a_dispute_that_started_too_high_is_found() -> None:
    item = dispute()
    events = events_of(item)
    higher = {**vars(events[1]), "stage": "senior", "name": "Senior managers", "number": 2}
    events[1] = Dispute.Entered(**higher)
    assert [(each.kind, each.sentence) for each in breaches(events)] == [
        (
            BreachKind.SKIPPED,
            "It went to Senior managers past Direct resolution between the agencies, and it was "
            "not urgent.",
        )
    ]


def test_what_a_party_may_not_do_is_found() -> None:
    item = dispute()
    by = Actor("cc01", Role.SAAS_CHAIR, "kent-county-council")
    clock = {
        "due_on": "2026-01-23",
        "was": "2026-01-21",
        "more": 2,
        "working": "",
        "late_from": "2026-01-26",
    }
    happen(
        item, "2026-01-20", Dispute.Extended, by=by, stage="direct", reason="Leave.", **clock
    )  # fmt: skip
    happen(item, "2026-01-22", Dispute.Withdrawn, by=OF_COUNCIL, reason="No.", **AT_FIRST_STAGE)
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "Kent County Council is a party to it, so nobody from there may give it more time. "
            "Somebody from an agency that is no party can.",
        ),
        (BreachKind.WRONG_DECIDER, "Only the agency that raised it can withdraw it."),
    ]


OF_COUNCIL = Actor("cc02", Role.SAAS_MEMBER, "kent-county-council")
AT_FIRST_STAGE = {"stage": "direct", **DECIDED_ON}


def test_a_past_dispute_that_was_decided_where_nobody_decides_is_found() -> None:
    item = dispute(past=True)
    keep_all(item, "2026-01-15")
    item.report_ending(on("2026-01-20"), ending=Ending.DECIDED, words="One rule.")
    assert found(item) == [
        (
            BreachKind.WRONG_ENDING,
            "It was resolved by decision at Direct resolution between the agencies, where nobody "
            "decides.",
        ),
        (
            BreachKind.DECIDERS_UNKNOWN,
            "It does not say who decided at Direct resolution between the agencies.",
        ),
    ]


def test_a_past_decision_by_nobody_knows_whom_is_found() -> None:
    item = issue(past=True)
    keep_all(item, "2026-01-15")
    item.report_ending(on("2026-01-20"), ending=Ending.DECIDED)
    assert found(item) == [
        (BreachKind.DECIDERS_UNKNOWN, "It does not say who decided at KSCMP Executive.")
    ]


def test_a_past_decision_of_a_convener_who_is_on_record_is_in_order() -> None:
    item = dispute(past=True)
    for stage in ("senior", "saas"):
        keep_all(item, "2026-01-15")
        item.report_stage(on("2026-01-15"), stage=stage, calendar=CALENDAR)
    item.name_convener(on("2026-01-16"), role="Director", agency=HEALTH)
    keep_all(item, "2026-01-16")
    item.report_ending(on("2026-01-20"), ending=Ending.DECIDED)
    assert found(item) == []


def test_an_ending_that_the_version_does_not_know_is_found() -> None:
    endings = tuple(each for each in Ending if each is not Ending.NO_LONGER)
    item = dispute(replace(RULES, endings=endings), past=True)
    item.report_ending(on("2026-01-20"), ending=Ending.NO_LONGER)
    assert found(item) == [
        (
            BreachKind.WRONG_ENDING,
            "Version 1 of the procedure has no ending “no longer a dispute”.",
        )
    ]


def test_an_answer_from_outside_anywhere_but_at_the_last_stage_is_found() -> None:
    item = dispute(past=True)
    keep_all(item, "2026-01-15")
    item.report_ending(on("2026-01-20"), ending=Ending.ANSWERED)
    assert [words for _, words in found(item)] == [
        "It was answered from outside at Direct resolution between the agencies, where that is not "
        "possible.",
        "It ended by an answer from outside, and nobody outside had been told.",
    ]


def test_one_extension_too_many_is_found() -> None:
    item = dispute()
    item.extend(on("2026-01-20"), days=2, reason="Leave.", calendar=CALENDAR)
    clock = {
        "due_on": "2026-01-27",
        "was": "2026-01-23",
        "more": 2,
        "working": "",
        "late_from": "2026-01-28",
    }
    happen(item, "2026-01-22", Dispute.Extended, stage="direct", reason="Leave.", **clock)
    assert found(item) == [
        (
            BreachKind.TOO_MANY_EXTENSIONS,
            f"{FIRST} was extended to 27 January 2026: extension number 2, of 1 allowed.",
        )
    ]


def extended(**facts: Any) -> dict[str, Any]:
    given = {"stage": "direct", "due_on": "2026-01-23", "was": "2026-01-21", "more": 2}
    return {**given, "working": "", "late_from": "2026-01-26", "reason": "Leave.", **facts}


def test_an_extension_after_the_stage_was_due_is_found() -> None:
    item = dispute()
    happen(item, "2026-01-22", Dispute.Extended, **extended())
    assert found(item) == [
        (
            BreachKind.EXTENDED_LATE,
            f"{FIRST} was due on 21 January 2026 and was extended only on 22 January 2026.",
        )
    ]


def test_an_extension_that_is_too_long_is_found_in_days_and_in_hours() -> None:
    item = dispute()
    happen(item, "2026-01-20", Dispute.Extended, **extended(more=11))
    assert found(item) == [
        (
            BreachKind.EXTENDED_TOO_LONG,
            f"{FIRST} was extended by 11 working days, of 10 allowed.",
        )
    ]
    by_hours = urgent("2026-05-20", "16:30")
    due = {"was": "2026-05-21T16:30+01:00", "due_on": "2026-05-22T17:30+01:00", "late_from": ""}
    happen(by_hours, "2026-05-21", Dispute.Extended, clock="12:00", **extended(more=25, **due))
    assert [words for _, words in found(by_hours)] == [
        f"{FIRST} was extended by 25 hours, of 24 allowed."
    ]


def test_a_running_stage_without_the_record_that_it_begins_with_is_found() -> None:
    item = dispute()
    assert found(item, "2026-01-15") == [
        (
            BreachKind.RECORD_MISSING,
            f"{FIRST} began without on record: The named lead of each party.",
        )
    ]
    keep_all(item, "2026-01-16")
    assert found(item, "2026-01-16") == []


def test_what_is_dated_before_its_stage_began_is_found() -> None:
    item = dispute()
    escalate(item, "2026-01-19")
    happen(item, "2026-01-16", Dispute.NoLonger, stage="senior", reason="x", **DECIDED_ON)
    assert found(item) == [
        (
            BreachKind.OUT_OF_ORDER,
            "The stage Senior managers was left on 16 January 2026, before it began on 19 January "
            "2026.",
        )
    ]


def test_a_stage_that_escalated_itself_where_none_does_is_found() -> None:
    item = dispute()
    keep_all(item, "2026-01-15")
    higher = {"stage": "senior", "name": "Senior managers", "number": 2, "was": "direct"}
    happen(
        item, "2026-01-16", Dispute.Escalated, **higher, decided_by="senior_officers",
        entered_on="2026-01-16", due_on="2026-01-23", working="", late_from="2026-01-26",
        reason="It was overdue.", skipped=[], missing=[], automatic=True,
    )  # fmt: skip
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "It left Direct resolution between the agencies by itself, and its procedure lets no "
            "stage escalate by itself.",
        )
    ]


def test_an_external_notification_that_stands_for_an_end_is_found() -> None:
    item = issue()
    told = {"told": "DfE", "told_reference": "17", "reason": "No way left."}
    happen(item, "2026-01-16", Dispute.Notified, stage="executive", **told)
    assert found(item) == [
        (
            BreachKind.TOLD_TOO_SOON,
            "DfE was told at KSCMP Executive, before the stage at which nobody decides.",
        )
    ]
    last = issue()
    for day in ("2026-01-15", "2026-01-16"):
        escalate(last, day)
    keep_all(last, "2026-01-19")
    answer = {"answer": "Told.", "answered_by": "DfE", "answer_reference": ""}
    happen(last, "2026-01-19", Dispute.Answered, stage="external", **answer, **DECIDED_ON)
    assert found(last) == [
        (
            BreachKind.WRONG_ENDING,
            "It ended by an answer from outside, and nobody outside had been told.",
        )
    ]
    settled = issue()
    for day in ("2026-01-15", "2026-01-16"):
        escalate(settled, day)
    keep_all(settled, "2026-01-19")
    happen(settled, "2026-01-19", Dispute.Notified, stage="external", **told)
    happen(settled, "2026-01-19", Dispute.Agreed, stage="external", terms="Told.", **DECIDED_ON)
    assert [words for _, words in found(settled)] == [
        "It was resolved by agreement at External notification, where that is not possible.",
        "It was resolved by agreement, and an issue has no parties that could agree.",
    ]


def test_one_return_too_many_is_found_in_a_past_dispute() -> None:
    item = dispute(past=True)
    for stage in ("senior", "direct", "senior", "direct"):
        keep_all(item, "2026-01-15")
        item.report_stage(on("2026-01-15"), stage=stage, calendar=CALENDAR)
    assert found(item) == [
        (
            BreachKind.TOO_MANY_RETURNS,
            "It went back to Direct resolution between the agencies: return number 2, of 1 "
            "allowed.",
        )
    ]


def test_a_dispute_that_was_reopened_did_not_leave_its_stage_once_more() -> None:
    item = issue()
    keep_all(item, "2026-01-15")
    decide(item, "2026-01-20")
    item.reopen(on("2026-05-11"), reason="New facts.", calendar=CALENDAR, to_begin_with="x")
    assert found(item, "2026-05-12") == []


def test_what_happens_after_the_end_is_no_breach() -> None:
    item = dispute()
    item.drop(on("2026-01-20"), reason="Settled.")
    item.note_learning(on("2026-03-02"), learning="Talk first.")
    assert found(item, "2026-06-01") == []


def test_every_kind_of_breach_has_words() -> None:
    assert BREACH_KINDS.keys() == set(BreachKind)
    assert len(set(BREACH_KINDS.values())) == len(BreachKind)
