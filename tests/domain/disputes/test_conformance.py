"""A dispute held against the procedure that it carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.disputes.conformance import BREACH_KINDS, BreachKind, breaches
from domain.disputes.dispute import Dispute
from domain.kernel.terms import Actor, Role
from domain.procedure.rules import Ending
from tests.domain.disputes.day_by_day import (
    CAFCASS,
    CALENDAR,
    COUNCIL,
    DECIDED_ON,
    FIRST,
    HEALTH,
    NEUTRAL,
    PARTNERS,
    RULES,
    URGENCY,
    at_saas,
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
from tests.minuted import minuted


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
    item = dispute(others=[COUNCIL, HEALTH], positions=["Yes.", "No.", "No."])
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
    item = dispute()
    sentence = f"{FIRST} was due on 21 January 2026 and has not ended."
    assert found(item, day) == [(BreachKind.RUNNING_LATE, sentence)] * late
    assert found(item) == []


def test_what_runs_late_points_at_the_event_that_last_set_or_missed_the_date() -> None:
    item = dispute()
    [begun] = breaches(events_of(item), on=date(2026, 1, 30))
    item.notice_overdue(on("2026-01-30"), calendar=CALENDAR)
    [noticed] = breaches(events_of(item), on=date(2026, 1, 30))
    assert (begun.version, begun.on) == (2, "2026-01-14")
    assert (noticed.version, noticed.on) == (3, "2026-01-22")


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


def test_a_party_that_decides_is_found() -> None:
    item = issue(rules=NEUTRAL)
    keep_all(item, "2026-01-15")
    happen(
        item, "2026-01-16", Dispute.PartyAdded, agency="nhs", name="NHS", position="No."
    )  # fmt: skip
    happen(item, "2026-01-20", Dispute.Decided, **decided("nhs", *THREE[:2]))
    assert found(item) == [(BreachKind.WRONG_DECIDER, "NHS is a party, and took part in deciding.")]


THREE = ("kent-police", "kent-county-council", "nhs")


def decided(*deciders: str, **facts: Any) -> dict[str, Any]:
    """What is known of a decision of these, or of all three Safeguarding Partners."""
    given = {
        "at": "",
        "stage": "executive",
        "decision": "One rule.",
        "decided_by": "executive",
        "how": "all_assent",
        "partners": PARTNERS.names,
        "assents": dict.fromkeys(deciders or THREE, "2026-01-20"),
        "absent": {},
        "chair_role": "Independent chair",
        "chair_agency": "",
        **minuted("7.1", on="2026-01-20"),
    }
    return {**given, **DECIDED_ON, **facts}


@pytest.mark.parametrize("missing", THREE)
def test_a_decision_of_two_of_the_three_is_found(missing: str) -> None:
    item = issue()
    keep_all(item, "2026-01-15")
    two = [each for each in THREE if each != missing]
    happen(item, "2026-01-20", Dispute.Decided, **decided(*two))
    assert found(item) == [
        (
            BreachKind.NOT_ALL_DECIDED,
            f"{PARTNERS.names[missing]} took no part, and KSCMP Executive decides by the assent of "
            "all its Safeguarding Partners, parties included.",
        )
    ]


def test_a_neutral_partner_that_is_left_out_is_found_and_one_that_was_absent_is_not() -> None:
    for absent, kinds in (({}, [BreachKind.NOT_ALL_DECIDED]), ({"nhs": "Ill."}, [])):
        item = issue(rules=NEUTRAL)
        keep_all(item, "2026-01-15")
        facts = decided(*THREE[:2], how="all_neutral", absent=absent)
        happen(item, "2026-01-20", Dispute.Decided, **facts)
        assert [kind for kind, _ in found(item)] == kinds


@pytest.mark.parametrize(
    ("chair", "words"),
    [
        ({"chair_role": ""}, "It does not say who chaired KSCMP Executive."),
        (
            {"chair_role": "Leader", "chair_agency": "kent-county-council"},
            "Leader, Kent County Council chaired, and is of a party.",
        ),
        (
            {"chair_role": "Chief Nurse", "chair_agency": "nhs"},
            "Chief Nurse, NHS Kent chaired, and had stood aside.",
        ),
    ],
)
def test_a_chair_that_is_not_neutral_is_found(chair: dict[str, str], words: str) -> None:
    item = dispute()
    for day in ("2026-01-15", "2026-01-16", "2026-01-19"):
        escalate(item, day)
    keep_all(item, "2026-01-20")
    item.recuse(on("2026-01-20"), role="Chief Nurse", agency="nhs", reason="Friends.")
    happen(item, "2026-01-20", Dispute.Decided, **decided(**chair))
    assert found(item) == [(BreachKind.NO_NEUTRAL_CHAIR, words)]


def test_where_all_partners_are_parties_no_chair_is_a_breach() -> None:
    item = dispute(others=[COUNCIL, HEALTH], positions=["Yes.", "No.", "Either."])
    for day in ("2026-01-15", "2026-01-16", "2026-01-19"):
        escalate(item, day)
    keep_all(item, "2026-01-20")
    facts = decided(chair_role="Leader", chair_agency="kent-county-council")
    happen(item, "2026-01-20", Dispute.Decided, **facts)
    assert found(item) == []


def test_a_convened_stage_that_is_left_without_a_convener_is_found() -> None:
    item = at_saas()
    keep_all(item, "2026-01-19")
    happen(item, "2026-01-20", Dispute.Agreed, terms="Turns.", stage="saas", **DECIDED_ON)
    assert found(item) == [
        (
            BreachKind.NO_CONVENER,
            "The stage SAAS convened resolution was left without a convener named.",
        )
    ]


def test_an_agency_that_becomes_a_party_after_it_decided_is_found() -> None:
    item = dispute(others=[CAFCASS], positions=["Yes.", "No."])
    for day in ("2026-01-15", "2026-01-16", "2026-01-19"):
        escalate(item, day)
    keep_all(item, "2026-01-20")
    decide(item, "2026-01-20")
    item.reopen(on("2026-02-02"), reason="New facts.", calendar=CALENDAR)
    item.add_party(on("2026-02-02"), agency=HEALTH, position="No.")
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "NHS became a party after it had taken part in deciding.",
        )
    ]


def test_an_agency_that_becomes_a_party_after_it_was_named_the_convener_is_found() -> None:
    item = at_saas()
    item.name_convener(on("2026-01-16"), role="Director", agency=HEALTH)
    item.add_party(on("2026-01-19"), agency=HEALTH, position="No.")
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "NHS became a party after it was named to convene SAAS convened resolution.",
        )
    ]


def convener(**facts: str) -> dict[str, str]:
    return {"role": "Chair", "agency": "kent-county-council", "name": "Kent County Council"} | facts


def test_a_convener_of_a_party_and_the_scrutineer_as_convener_are_found() -> None:
    item = at_saas()
    happen(item, "2026-01-19", Dispute.ConvenerNamed, **convener())
    role = {"role": "Independent Scrutineer", "agency": "", "name": "nobody"}
    happen(item, "2026-01-19", Dispute.ConvenerNamed, **convener(**role))
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "Kent County Council is a party, and its Chair was named as the convener.",
        ),
        (
            BreachKind.WRONG_DECIDER,
            "The Independent Scrutineer was named as the convener, who decides.",
        ),
    ]


def test_a_decision_of_the_scrutineer_is_found() -> None:
    item = issue()
    keep_all(item, "2026-01-15")
    by = Actor("5c17", Role.SCRUTINEER)
    happen(item, "2026-01-20", Dispute.Decided, by=by, **decided())
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "The Independent Scrutineer may facilitate, but never decides.",
        )
    ]


def test_who_stood_aside_and_who_did_not_convene_cannot_decide() -> None:
    item = at_saas()
    keep_all(item, "2026-01-16")
    item.name_convener(on("2026-01-16"), role="Director", agency=HEALTH)
    item.recuse(on("2026-01-16"), role="Head", agency="cafcass", reason="Friends.")
    facts = decided("cafcass", "probation", stage="saas", decided_by="convener", how="")
    happen(item, "2026-01-20", Dispute.Decided, **facts)
    assert [words for _, words in found(item)] == [
        "Cafcass had stood aside, and took part in deciding.",
        "probation was not the convener, and decided.",
    ]


def test_what_a_party_may_not_do_is_found() -> None:
    item = dispute()
    by = Actor("cc01", Role.SAAS_CHAIR, "kent-county-council")
    clock = {"due_on": "2026-01-23", "was": "2026-01-21", "working": "", "late_from": "2026-01-26"}
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
    assert [kind for kind, _ in found(item)] == [BreachKind.WRONG_ENDING]


def test_one_extension_too_many_is_found() -> None:
    item = dispute()
    item.extend(on("2026-01-20"), days=2, reason="Leave.", calendar=CALENDAR)
    clock = {"due_on": "2026-01-27", "was": "2026-01-23", "working": "", "late_from": "2026-01-28"}
    happen(item, "2026-01-22", Dispute.Extended, stage="direct", reason="Leave.", **clock)
    assert found(item) == [
        (
            BreachKind.TOO_MANY_EXTENSIONS,
            f"{FIRST} was extended to 27 January 2026: extension number 2, of 1 allowed.",
        )
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
    item.reopen(on("2026-05-11"), reason="New facts.", calendar=CALENDAR)
    assert found(item, "2026-05-12") == []


def test_what_happens_after_the_end_is_no_breach() -> None:
    item = dispute()
    item.drop(on("2026-01-20"), reason="Settled.")
    item.note_learning(on("2026-03-02"), learning="Talk first.")
    assert found(item, "2026-06-01") == []


def test_every_kind_of_breach_has_words() -> None:
    assert BREACH_KINDS.keys() == set(BreachKind)
    assert len(set(BREACH_KINDS.values())) == len(BreachKind)
