"""The whole life of a dispute: what each command records, and when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from application.nouns.disputes import DISPUTE_INTENTS
from domain.disputes.dispute import Dispute
from domain.disputes.visits import Clock
from domain.disputes.vocabulary import ActionsDone, Kind
from domain.kernel.calendar import NO_HOLIDAYS, Calendar
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from domain.partnership.agency import Agency, AgencyKind
from domain.procedure.rules import ENDINGS, ClockStart, Decider, Ending
from domain.risks.risk import Risk
from tests.disputed import (
    CALENDAR,
    COUNCIL,
    HEALTH_BOARD,
    KENT_POLICE,
    MET,
    PROBATION,
    URGENT,
    agency,
    at_stage,
    complete,
    end,
    ended,
    issue,
    procedure,
    raise_it,
    ready_at,
    record,
    recorded,
    shipped,
    unrecorded,
    with_stage,
)
from tests.examples import NOW, given, happened, news, told
from tests.followed import CHAIR, EXECUTIVE, LSP, POLICE, SCRUTINEER, TEAM, by, settled
from tests.followed import COUNCIL as COUNCIL_MEMBER
from tests.followed import HEALTH as HEALTH_MEMBER

CHAIR_OF_COUNCIL = Actor("c4a1", Role.SAAS_CHAIR, "kent-county-council")
PROBATION_MEMBER = Actor("9b01", Role.SAAS_MEMBER, "probation-service")
EVERY_ENDING = pytest.mark.parametrize("ending", list(Ending))


def refused(act: Callable[..., Any], *arguments: Any, **facts: Any) -> tuple[str, str | None]:
    """The sentence with which something is refused, and the field it points at."""
    with pytest.raises(DomainError) as error:
        act(*arguments, **facts)
    return error.value.sentence, error.value.field


def sentence_of(act: Callable[..., Any], *arguments: Any, **facts: Any) -> str:
    return refused(act, *arguments, **facts)[0]


COMMANDS: dict[str, dict[str, Any]] = {
    "describe": {
        "title": "Nights", "issue": "Nights only.", "impact": "Late.", "outcome_sought": "A rule.",
        "theme": "", "reason": "By day it is settled.",
    },
    "date_minutes": {"calendar": CALENDAR, "circulated_on": date(2026, 5, 8)},
    "add_party": {"agency": HEALTH_BOARD, "position": "Either."},
    "state_position": {"agency": "kent-police", "position": "The council, by day."},
    "reply": {"agency": "kent-county-council", "reply": "By day."},
    "keep_record": {"record": "The named lead of each party", "words": "Two superintendents."},
    "extend": {"days": 5, "reason": "Leave.", "calendar": CALENDAR},
    "name_convener": {"role": "Head of Service", "agency": PROBATION},
    "recuse": {"role": "SAAS Chair", "agency": "kent-county-council", "reason": "A party."},
    "facilitate": {"facilitator": "Independent Scrutineer", "summary": "Met both."},
    "record_dissent": {"agency": "kent-police", "dissent": "Nights."},
    "declare_urgent": {"reason": "x", "authorised_by": "Director", "protective_step": "Cover."},
    "escalate": {"reason": "No reply.", "calendar": CALENDAR},
    "return_it": {"stage": "direct", "reason": "They have not met.", "calendar": CALENDAR},
    "agree": {"terms": "They take turns."},
    "decide": {"decision": "The council.", "deciders": [HEALTH_BOARD], "minute": "4"},
    "withdraw": {"reason": "Put right."},
    "supersede": {"other": recorded(reference="DSP-2026-002"), "reason": "Wider."},
    "drop": {"reason": "Guidance."},
    "notify": {"told": "DfE", "told_reference": "17", "reason": "No way left."},
    "reopen": {"reason": "It was not done.", "calendar": CALENDAR},
    "note_learning": {"learning": "Ask about nights first."},
    "check_actions": {"done": ActionsDone.SOME, "finding": "One waits."},
    "report_stage": {"stage": "senior", "calendar": CALENDAR},
    "report_ending": {"ending": Ending.AGREED},
    "link": {"other": recorded(reference="DSP-2026-003"), "reason": "The same districts."},
    "unlink": {"other": recorded(reference="DSP-2026-003"), "reason": "A mistake."},
}  # fmt: skip
"""Every command with what it needs; a test puts other facts beside or in place of them."""


def do(
    dispute: Dispute, move: str, actor: Actor = TEAM, on: date | None = None, **facts: Any
) -> None:
    """Give one command, on the day of every test or another."""
    occasion = replace(by(actor), on=on) if on else by(actor)
    getattr(dispute, move)(occasion, **{**COMMANDS[move], **facts})


def test_every_command_of_the_catalogue_is_here() -> None:
    moves = {intent.move for intent in DISPUTE_INTENTS if not intent.creates}
    assert moves == COMMANDS.keys()


# Recorded from the minutes


def test_a_dispute_is_recorded_from_a_minute_and_starts_at_its_first_stage() -> None:
    dispute = record()
    assert told(dispute) == [
        "recorded a dispute between Kent Police and Kent County Council from minute 5.2: Who "
        "chairs strategy discussions",
        "started it at stage 1, Direct resolution between the agencies, due 13 May 2026",
    ]
    (_, recorded_facts), (_, entered) = news(dispute)
    assert recorded_facts["positions"] == {
        "kent-police": "The council.", "kent-county-council": "The police.",
    }  # fmt: skip
    assert (recorded_facts["procedure"], recorded_facts["past"]) == (1, False)
    assert entered == {
        "stage": "direct",
        "name": "Direct resolution between the agencies",
        "number": 1,
        "decided_by": "parties",
        "was": "",
        "entered_on": "2026-05-06",
        "due_on": "2026-05-13",
        "working": "5 working days from 6 May 2026",
        "late_from": "2026-05-14",
    }
    assert dispute.awaited == ["kent-county-council"]
    assert dispute.owning_agencies == {"kent-police", "kent-county-council"}


def test_a_dispute_may_have_three_parties() -> None:
    dispute = record(others=[COUNCIL, PROBATION], positions=["a", "b", "c"])
    assert dispute.parties == ["kent-police", "kent-county-council", "probation-service"]
    assert dispute.awaited == ["kent-county-council", "probation-service"]


def newcomer() -> Agency:
    return agency("newcomer", "Newcomer", AgencyKind.RELEVANT, MET)


def leaver(left: date) -> Agency:
    gone = agency("leaver", "Leaver", AgencyKind.RELEVANT)
    gone.leave(by(TEAM, left), reason="x")
    return settled(gone)


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        (
            {"others": [], "positions": ["a"]},
            "A dispute is between at least two agencies.",
            "other_agency",
        ),
        ({"others": [KENT_POLICE]}, "Kent Police is named twice.", "other_agency"),
        ({"others": [COUNCIL, COUNCIL]}, "Kent County Council is named twice.", "other_agency"),
        (
            {"others": [newcomer()], "met_on": date(2026, 5, 5)},
            "Newcomer was not a member on the date of the meeting, 5 May 2026.",
            "other_agency",
        ),
        (
            {"others": [leaver(date(2026, 5, 5))]},
            "Leaver was not a member on the date of the meeting, 6 May 2026.",
            "other_agency",
        ),
        (
            {"raised_by": newcomer(), "met_on": date(2026, 5, 5)},
            "Newcomer was not a member on the date of the meeting, 5 May 2026.",
            "raised_by",
        ),
        ({"positions": ["", "The police."]}, "Say what Kent Police holds.", "position"),
        ({"positions": ["The council."]}, "Say what Kent County Council holds.", "other_position"),
        (
            {"others": [COUNCIL, PROBATION], "positions": ["a", "b"]},
            "Say what Probation Service holds.",
            "third_position",
        ),
        ({"met_on": date(2026, 5, 13)}, "The meeting is dated in the future.", "met_on"),
        (
            {"circulated_on": date(2026, 5, 5)},
            "The minutes were circulated before the meeting.",
            "circulated_on",
        ),
        (
            {"circulated_on": date(2026, 5, 13)},
            "The minutes were circulated in the future.",
            "circulated_on",
        ),
        (
            {"approved_on": date(2026, 5, 5)},
            "The minutes were approved before the meeting.",
            "approved_on",
        ),
        (
            {"approved_on": date(2026, 5, 13)},
            "The minutes were approved in the future.",
            "approved_on",
        ),
        (
            {"circulated_on": date(2026, 5, 8), "approved_on": date(2026, 5, 7)},
            "The minutes were approved before they were circulated.",
            "approved_on",
        ),
        (
            {"kind": Kind.ISSUE},
            "An issue has no opposing parties. With them, it is a dispute.",
            "kind",
        ),
        (
            {"kind": Kind.ISSUE, "others": [], "positions": ["The council."]},
            "An issue has no parties that hold something. Say it under what it is about.",
            "position",
        ),
    ],
)  # fmt: skip
def test_a_dispute_is_not_recorded(facts: dict[str, Any], sentence: str, field: str) -> None:
    assert refused(record, **facts) == (sentence, field)


def test_an_agency_is_a_member_on_the_day_it_joined_and_on_the_day_it_left() -> None:
    dispute = record(raised_by=newcomer(), others=[leaver(MET)])
    assert dispute.parties == ["newcomer", "leaver"]


def test_all_days_may_be_the_same() -> None:
    today = NOW.on
    dispute = record(met_on=today, circulated_on=today, approved_on=today)
    assert (dispute.met_on, dispute.visit.due_on) == ("2026-05-12", "2026-05-19")


def test_a_past_dispute_may_lack_what_nobody_wrote_down() -> None:
    facts: dict[str, Any] = {
        "positions": [],
        "issue": "",
        "impact": "",
        "outcome_sought": "",
        "minute": "",
    }
    dispute = record(past=True, **facts)
    assert told(dispute)[0].startswith("recorded a dispute between Kent Police and Kent County")
    assert dispute.positions == {}


# Urgent from the start


def test_an_urgent_dispute_has_one_working_day_and_may_start_higher() -> None:
    dispute = record(**URGENT, start_at="saas", met_on=date(2026, 5, 8))
    assert told(dispute)[1:] == [
        "declared it urgent, authorised by Director",
        "started it at stage 3, SAAS convened resolution, due 11 May 2026",
    ]
    assert dispute.visit.working == "1 working day from 8 May 2026"


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        (
            {"urgent_reason": ""},
            (
                "Say why it is urgent, or leave what belongs to that empty.",
                "urgent_reason",
            ),
        ),
        (
            {"authorised_by": ""},
            ("An urgent dispute must say who authorised that it is urgent.", "authorised_by"),
        ),
        (
            {"protective_step": ""},
            (
                "An urgent dispute must say what has been done to protect children.",
                "protective_step",
            ),
        ),
    ],
)
def test_an_urgent_dispute_must_say_three_things(
    left_out: dict[str, str], sentence: tuple[str, str]
) -> None:
    assert refused(record, **{**URGENT, **left_out}) == sentence


@pytest.mark.parametrize("start_at", ["lsp", "external", "panel"])
def test_an_urgent_dispute_skips_only_what_may_be_skipped(start_at: str) -> None:
    assert refused(record, **URGENT, start_at=start_at) == (
        "An urgent case may start no higher than KSCMP Executive.",
        "start_at",
    )


@pytest.mark.parametrize("start_at", ["", "direct", "senior", "saas", "executive"])
def test_an_urgent_dispute_starts_where_it_is_said(start_at: str) -> None:
    dispute = record(**URGENT, start_at=start_at)
    assert dispute.visit.stage == (start_at or "direct")


def test_a_running_dispute_that_becomes_urgent_keeps_its_due_date() -> None:
    dispute = recorded()
    do(dispute, "declare_urgent")
    assert dispute.visit.due_on == "2026-05-13"
    assert [stage.key for stage in dispute.ways_up()] == ["senior", "saas", "executive"]
    raise_it(dispute, to="executive")
    assert dispute.visit.due_on == "2026-05-13"
    assert dispute.visit.working == "1 working day from 12 May 2026"
    assert news(dispute)[-1][1]["skipped"] == ["senior", "saas"]
    assert sentence_of(do, dispute, "declare_urgent") == "It is urgent already."


# Due dates


@pytest.mark.parametrize(
    ("met", "days", "due", "late", "working"),
    [
        (
            date(2026, 4, 2), 5, "2026-04-13", "2026-04-14",
            "5 working days from 2 April 2026, not counting 3 April 2026 and 6 April 2026",
        ),
        (date(2026, 1, 14), 10, "2026-01-28", "2026-01-29", "10 working days from 14 January 2026"),
        (
            date(2026, 4, 2), 10, "2026-04-20", "2026-04-21",
            "10 working days from 2 April 2026, not counting 3 April 2026 and 6 April 2026",
        ),
        (date(2026, 1, 6), 10, "2026-01-20", "2026-01-21", "10 working days from 6 January 2026"),
        (
            date(2026, 12, 16), 10, "2027-01-04", "2027-01-05",
            "10 working days from 16 December 2026, not counting 25 December 2026, 28 December "
            "2026 and 1 January 2027",
        ),
        (date(2026, 5, 8), 5, "2026-05-15", "2026-05-18", "5 working days from 8 May 2026"),
        (date(2026, 3, 26), 5, "2026-04-02", "2026-04-07", "5 working days from 26 March 2026"),
        (date(2026, 5, 9), 1, "2026-05-11", "2026-05-12", "1 working day from 9 May 2026"),
    ],
)  # fmt: skip
def test_a_due_date_is_kept_with_its_sum(
    met: date, days: int, due: str, late: str, working: str
) -> None:
    """The golden dates, a Friday, Maundy Thursday, and a meeting on a Saturday."""
    dispute = recorded(by(TEAM, met), met_on=met, rules=with_stage("direct", days=days))
    assert (dispute.visit.due_on, dispute.visit.late_from) == (due, late)
    assert dispute.visit.working == working


@pytest.mark.parametrize(
    ("met", "not_yet", "overdue"),
    [
        (date(2026, 5, 6), date(2026, 5, 13), date(2026, 5, 14)),
        (date(2026, 5, 8), date(2026, 5, 17), date(2026, 5, 18)),
        (date(2026, 3, 26), date(2026, 4, 6), date(2026, 4, 7)),
    ],
    ids=["midweek", "over a weekend", "over Easter"],
)
def test_a_stage_with_no_reply_becomes_overdue_the_next_working_day(
    met: date, not_yet: date, overdue: date
) -> None:
    dispute = recorded(by(TEAM, met), met_on=met)
    assert not dispute.is_overdue(not_yet)
    assert not dispute.notice_overdue(by(TEAM, not_yet), calendar=CALENDAR)
    assert dispute.is_overdue(overdue)
    assert dispute.notice_overdue(by(TEAM, overdue), calendar=CALENDAR)
    (event,) = dispute.pending_events
    assert isinstance(event, Dispute.StageOverdue)
    assert event.on == overdue.isoformat()
    assert event.silent == ["kent-county-council"]


def test_an_overdue_stage_is_told_with_who_did_not_reply() -> None:
    dispute = recorded()
    dispute.notice_overdue(by(TEAM, date(2026, 5, 20)), calendar=CALENDAR)
    assert told(dispute) == [
        "found no reply by Kent County Council by 13 May 2026; the stage Direct resolution between "
        "the agencies is overdue"
    ]
    assert dispute.visit.overdue_on == "2026-05-14"
    assert not dispute.notice_overdue(by(TEAM, date(2026, 5, 20)), calendar=CALENDAR)


def test_where_all_have_replied_it_is_the_outcome_that_is_missing() -> None:
    dispute = recorded()
    do(dispute, "reply")
    settled(dispute)
    dispute.notice_overdue(by(TEAM, date(2026, 5, 20)), calendar=CALENDAR)
    assert told(dispute)[0].startswith("found no outcome by 13 May 2026")


def test_what_has_ended_or_has_no_clock_is_never_overdue() -> None:
    for dispute in (ended(), at_stage("external")):
        assert dispute.overdue_from() is None
        assert not dispute.notice_overdue(by(TEAM, date(2030, 1, 1)), calendar=CALENDAR)


def test_a_bank_holiday_that_is_added_later_moves_nothing_that_is_set() -> None:
    dispute = record()
    events = dispute.collect_events()
    later = Calendar(CALENDAR.holidays | {date(2026, 5, 13), date(2026, 5, 14)})
    again: Any = None
    for event in events:
        again = event.mutate(again)
    assert again.visit == dispute.visit
    assert again.notice_overdue(by(TEAM, date(2026, 5, 14)), calendar=later)
    raise_it(again, by(TEAM, date(2026, 5, 14)))
    assert again.visits[0].due_on == "2026-05-13"


# Clocks that wait


@pytest.mark.parametrize(
    ("starts", "dated", "due"),
    [
        (ClockStart.CIRCULATED, {"circulated_on": date(2026, 5, 8)}, "2026-05-15"),
        (ClockStart.APPROVED, {"approved_on": date(2026, 5, 11)}, "2026-05-18"),
    ],
)
def test_a_clock_waits_until_its_minutes_are_dated(
    starts: ClockStart, dated: dict[str, date], due: str
) -> None:
    dispute = recorded(rules=with_stage("direct", starts=starts))
    assert vars(Clock()).items() >= {"due_on": dispute.visit.due_on, "late_from": ""}.items()
    assert dispute.visit.working == f"The clock starts when the minutes are {starts}."
    assert not dispute.notice_overdue(by(TEAM, date(2026, 9, 1)), calendar=CALENDAR)
    dispute.date_minutes(NOW, calendar=CALENDAR, **dated)
    assert [kind for kind, _ in news(dispute)] == [Dispute.MinutesDated, Dispute.ClockStarted]
    assert (dispute.visit.due_on, dispute.visit.first_due_on) == (due, due)


def test_a_clock_that_waits_for_the_approval_does_not_start_when_minutes_are_circulated() -> None:
    dispute = recorded(rules=with_stage("direct", starts=ClockStart.APPROVED))
    do(dispute, "date_minutes")
    assert told(dispute) == ["recorded that the minutes were circulated on 8 May 2026"]
    assert dispute.visit.due_on == ""


def test_a_clock_starts_at_once_where_the_date_is_known() -> None:
    dispute = recorded(
        rules=with_stage("direct", starts=ClockStart.APPROVED), approved_on=date(2026, 5, 11)
    )
    assert dispute.visit.working == "5 working days from 11 May 2026"


def test_another_date_of_the_minutes_does_not_move_a_clock_that_runs() -> None:
    dispute = recorded(
        rules=with_stage("direct", starts=ClockStart.CIRCULATED), circulated_on=date(2026, 5, 7)
    )
    do(dispute, "date_minutes")
    assert [kind for kind, _ in news(dispute)] == [Dispute.MinutesDated]
    assert dispute.visit.working == "5 working days from 7 May 2026"


def test_a_stage_that_is_entered_again_counts_from_then() -> None:
    dispute = recorded(rules=with_stage("direct", starts=ClockStart.APPROVED))
    raise_it(dispute)
    do(dispute, "return_it")
    assert dispute.visit.working == "5 working days from 12 May 2026"
    do(dispute, "date_minutes", approved_on=date(2026, 5, 8))
    assert dispute.visit.working == "5 working days from 12 May 2026"


def test_minutes_are_dated_after_the_end_without_a_clock() -> None:
    dispute = ended(rules=with_stage("direct", starts=ClockStart.APPROVED))
    do(dispute, "date_minutes", approved_on=date(2026, 5, 8))
    assert [kind for kind, _ in news(dispute)] == [Dispute.MinutesDated]


@pytest.mark.parametrize(
    ("dates", "sentence", "field"),
    [
        ({"circulated_on": None}, "Give at least one of the two dates.", "circulated_on"),
        (
            {"circulated_on": date(2026, 5, 5)},
            "The minutes were circulated before the meeting.",
            "circulated_on",
        ),
        (
            {"approved_on": date(2026, 5, 7)},
            "The minutes were approved before they were circulated.",
            "approved_on",
        ),
        (
            {"circulated_on": date(2026, 5, 13)},
            "The minutes were circulated in the future.",
            "circulated_on",
        ),
    ],
)
def test_minutes_are_dated_in_order(dates: dict[str, Any], sentence: str, field: str) -> None:
    assert refused(do, recorded(), "date_minutes", **dates) == (sentence, field)


# Extending


def test_a_stage_is_extended_from_its_due_date_and_the_first_stays_on_record() -> None:
    dispute = recorded()
    do(dispute, "extend")
    assert news(dispute) == [
        (
            Dispute.Extended,
            {
                "stage": "direct",
                "due_on": "2026-05-20",
                "was": "2026-05-13",
                "working": "5 working days from 13 May 2026",
                "late_from": "2026-05-21",
                "reason": "Leave.",
            },
        )
    ]
    assert told(dispute) == ["extended the stage from 13 May 2026 to 20 May 2026"]
    assert (dispute.visit.first_due_on, dispute.visit.due_on) == ("2026-05-13", "2026-05-20")


@pytest.mark.parametrize("days", [0, 11, -1])
def test_an_extension_is_neither_nothing_nor_too_long(days: int) -> None:
    assert refused(do, recorded(), "extend", days=days) == (
        "An extension must be of 1 to 10 working days.",
        "days",
    )


def test_a_stage_is_extended_as_often_as_the_procedure_says() -> None:
    for times, words in ((1, "once"), (2, "twice"), (3, "3 times")):
        dispute = recorded(rules=shipped(extensions=times))
        for _ in range(times):
            do(dispute, "extend", days=1)
        assert sentence_of(do, dispute, "extend") == (
            f"A stage can be extended {words}, and it has been."
        )
    assert sentence_of(do, recorded(rules=shipped(extensions=0)), "extend") == (
        "The procedure does not let a stage be extended."
    )


def test_each_stage_has_its_own_extension() -> None:
    dispute = recorded()
    do(dispute, "extend")
    raise_it(dispute)
    do(dispute, "extend")
    assert dispute.visit.extensions == 1


def test_a_stage_that_is_overdue_is_no_longer_extended() -> None:
    late = by(TEAM, date(2026, 5, 14))
    assert sentence_of(recorded().extend, late, **COMMANDS["extend"]) == (
        "The stage was due on 13 May 2026, so it can no longer be extended. It can be escalated."
    )
    assert recorded().not_on("extend", date(2026, 5, 13)) is None


def test_a_stage_without_a_clock_is_not_extended() -> None:
    assert sentence_of(do, at_stage("external"), "extend") == "No clock runs at this stage."
    waiting = recorded(rules=with_stage("direct", starts=ClockStart.APPROVED))
    assert sentence_of(do, waiting, "extend") == "No clock runs at this stage."


def test_a_stage_is_not_extended_before_it_began() -> None:
    assert sentence_of(do, recorded(), "extend", on=date(2026, 5, 5)) == (
        "The stage Direct resolution between the agencies began on 6 May 2026; the date is before "
        "that."
    )


def test_an_extension_that_was_given_in_time_and_written_down_late_starts_the_clock_anew() -> None:
    dispute = recorded()
    dispute.notice_overdue(by(TEAM, date(2026, 5, 14)), calendar=CALENDAR)
    later = by(TEAM, date(2026, 5, 18))
    dispute.extend(replace(later, on=date(2026, 5, 12)), **COMMANDS["extend"])
    assert not dispute.notice_overdue(by(TEAM, date(2026, 5, 20)), calendar=CALENDAR)
    assert dispute.notice_overdue(by(TEAM, date(2026, 5, 21)), calendar=CALENDAR)


# What nobody does for an agency that is a party


@pytest.mark.parametrize(
    ("move", "stage", "what"),
    [
        ("extend", "direct", "give it more time"),
        ("return_it", "senior", "return it"),
        ("name_convener", "saas", "choose who convenes it"),
    ],
)
def test_the_chair_of_a_party_does_not_move_it(move: str, stage: str, what: str) -> None:
    """ToR 2.1: the Chair is of the council."""
    dispute = at_stage(stage)
    assert sentence_of(do, dispute, move, CHAIR_OF_COUNCIL) == (
        "Kent County Council is a party to it, so nobody from there may "
        f"{what}. Somebody from an agency that is no party can."
    )
    assert dispute.not_by(move, CHAIR) is None
    assert dispute.not_by(move, TEAM) is None
    do(dispute, move, CHAIR)
    assert len(dispute.pending_events) == 1


def test_a_party_does_not_decide_although_it_sits_on_the_body() -> None:
    police_executive = Actor("e5ec", Role.EXECUTIVE, "kent-police")
    assert sentence_of(do, ready_at("executive"), "decide", police_executive) == (
        "Kent Police is a party to it, so nobody from there may decide it. Somebody from an agency "
        "that is no party can."
    )


# Conveners


def test_a_convener_is_named_from_no_party() -> None:
    dispute = at_stage("saas")
    do(dispute, "name_convener")
    assert told(dispute) == ["named Head of Service, Probation Service, as the convener"]
    assert dispute.owning_agencies >= {"probation-service"}


def test_neither_the_chair_nor_the_deputy_convenes_where_the_council_is_a_party() -> None:
    assert refused(do, at_stage("saas"), "name_convener", agency=COUNCIL) == (
        "Kent County Council is a party, so nobody from it can convene. The Chair and the deputy "
        "are both of the local authority, so neither can. A member of SAAS from an agency other "
        "than Kent Police or Kent County Council can.",
        "agency",
    )
    assert refused(do, at_stage("saas"), "name_convener", agency=KENT_POLICE) == (
        "Kent Police is a party, so nobody from it can convene. A member of SAAS from an agency "
        "other than Kent Police or Kent County Council can.",
        "agency",
    )


def test_whoever_stood_aside_does_not_convene() -> None:
    dispute = at_stage("saas")
    do(dispute, "recuse", role="Head of Service", agency="probation-service")
    stood_aside = ("Probation Service stood aside from this stage.", "agency")
    assert refused(do, dispute, "name_convener") == stood_aside
    do(dispute, "return_it", stage="senior")
    raise_it(dispute)
    assert refused(do, dispute, "name_convener") == stood_aside


def test_a_convener_who_stands_aside_no_longer_convenes() -> None:
    dispute = ready_at("saas")
    do(dispute, "recuse", role="Head of Service", agency="probation-service")
    assert told(dispute) == ["recorded that Head of Service (probation-service) stood aside"]
    assert dispute.visit.convener_agency == ""
    assert sentence_of(do, dispute, "decide") == "First name the convener."


def test_somebody_of_another_agency_who_stands_aside_leaves_the_convener() -> None:
    dispute = ready_at("saas")
    do(dispute, "recuse")
    do(dispute, "recuse", role="Deputy", agency="")
    assert dispute.visit.convener_agency == "probation-service"
    assert told(dispute)[-1] == "recorded that Deputy stood aside"


def test_a_convener_whose_agency_becomes_a_party_no_longer_convenes() -> None:
    dispute = ready_at("saas")
    do(dispute, "add_party", agency=PROBATION)
    assert dispute.visit.convener_agency == ""
    do(dispute, "add_party", agency=HEALTH_BOARD)
    assert dispute.parties[-1] == "nhs-kent-and-medway"


@pytest.mark.parametrize("stage", ["direct", "senior", "executive", "lsp", "external"])
def test_only_a_convened_stage_has_a_convener(stage: str) -> None:
    assert sentence_of(do, at_stage(stage), "name_convener") == "This stage has no convener."


# Parties, replies and what is on record


def test_a_reply_is_recorded_and_no_longer_awaited() -> None:
    dispute = recorded()
    do(dispute, "reply", COUNCIL_MEMBER)
    assert news(dispute) == [
        (
            Dispute.Replied,
            {
                "agency": "kent-county-council",
                "stage": "direct",
                "due_on": "2026-05-13",
                "reply": "By day.",
            },
        )
    ]
    assert dispute.awaited == []
    do(dispute, "reply", on=date(2026, 5, 11), reply="And by night.")
    assert dispute.visit.replies == {"kent-county-council": "2026-05-12"}


@pytest.mark.parametrize("move", ["reply", "state_position"])
def test_a_member_speaks_only_for_their_own_agency(move: str) -> None:
    other = {"agency": "kent-county-council"}
    assert refused(do, recorded(), move, POLICE, **other) == (
        "You can speak only for your own agency.",
        "agency",
    )
    assert refused(do, recorded(), move, agency="probation-service") == (
        "That agency is not a party to it.",
        "agency",
    )


def test_dissent_is_a_members_own() -> None:
    assert refused(do, recorded(), "record_dissent", COUNCIL_MEMBER) == (
        "You can speak only for your own agency.",
        "agency",
    )
    dispute = ended()
    do(dispute, "record_dissent", POLICE)
    assert dispute.dissents == ["kent-police: Nights."]


def test_nobody_replies_before_the_stage_began_or_where_nobody_decides() -> None:
    assert refused(do, recorded(), "reply", on=date(2026, 5, 5)) == (
        "The stage Direct resolution between the agencies began on 6 May 2026; the date is before "
        "that.",
        "on",
    )
    assert sentence_of(do, at_stage("external"), "reply") == "Nobody has to reply at this stage."


def test_a_late_reply_is_taken() -> None:
    dispute = recorded()
    late = by(TEAM, date(2026, 6, 1))
    dispute.notice_overdue(late, calendar=CALENDAR)
    dispute.reply(late, **COMMANDS["reply"])
    assert dispute.visit.replies == {"kent-county-council": "2026-06-01"}


def test_another_party_joins_and_is_awaited() -> None:
    dispute = recorded()
    do(dispute, "add_party")
    assert told(dispute) == ["added NHS Kent and Medway as a party: Either."]
    assert dispute.awaited == ["kent-county-council", "nhs-kent-and-medway"]
    assert dispute.positions["nhs-kent-and-medway"] == "Either."


def test_who_is_a_party_or_was_no_member_does_not_become_one() -> None:
    assert refused(do, recorded(), "add_party", agency=COUNCIL) == (
        "Kent County Council is a party already.",
        "agency",
    )
    assert refused(do, recorded(), "add_party", agency=newcomer(), on=date(2026, 5, 5)) == (
        "Newcomer was not a member on 5 May 2026.",
        "agency",
    )


def test_a_position_is_stated_anew() -> None:
    dispute = recorded()
    do(dispute, "state_position", POLICE)
    assert dispute.positions["kent-police"] == "The council, by day."


def test_only_what_the_procedure_asks_for_is_put_on_record_and_once() -> None:
    dispute = recorded()
    assert dispute.missing == ["The named lead of each party", "What was tried and what came of it"]
    do(dispute, "keep_record")
    assert dispute.missing == ["What was tried and what came of it"]
    assert refused(do, dispute, "keep_record") == (
        "The procedure does not ask for that now.",
        "record",
    )
    complete(dispute)
    assert sentence_of(do, dispute, "keep_record") == "The record of this stage is complete."


# From stage to stage


def test_it_goes_up_through_every_stage_and_no_further() -> None:
    dispute = recorded()
    for stage in ("senior", "saas", "executive", "lsp", "external"):
        raise_it(dispute)
        assert dispute.visit.stage == stage
    assert [visit.stage for visit in dispute.visits[:2]] == ["direct", "senior"]
    assert dispute.visits[0].outcome == "Escalated"
    assert dispute.visits[0].left_on == "2026-05-12"
    complete(dispute)
    assert sentence_of(do, dispute, "escalate") == "This is the last stage of the procedure."
    assert dispute.ways_up() == []


def test_an_escalation_says_where_to_and_until_when() -> None:
    dispute = recorded()
    raise_it(dispute)
    assert told(dispute)[-1] == "escalated it to stage 2, Senior managers, due 19 May 2026"
    assert news(dispute)[-1][1]["was"] == "direct"


def test_it_does_not_leave_a_stage_before_its_record_is_complete() -> None:
    dispute = recorded()
    for move in ("escalate", "agree"):
        assert sentence_of(do, dispute, move) == (
            "First put on record for this stage: The named lead of each party."
        )
    assert sentence_of(do, at_stage("executive"), "decide").startswith("First put on record")
    assert sentence_of(do, at_stage("external"), "notify").startswith("First put on record")


LEAD, TRIED = "The named lead of each party", "What was tried and what came of it"


@pytest.mark.parametrize("move", ["escalate", "agree"])
def test_what_is_asked_for_at_the_end_can_be_put_on_record_in_leaving(move: str) -> None:
    dispute = recorded()
    do(dispute, "keep_record", record=LEAD)
    assert refused(do, dispute, move) == (
        f"Put on record as this stage ends: {TRIED}.",
        "for_the_record",
    )
    do(dispute, move, for_the_record="Two meetings.")
    assert dispute.visits[0].records[TRIED] == "Two meetings."
    assert dispute.visits[0].left_on


def test_words_for_a_record_that_is_complete_are_not_dropped_but_refused() -> None:
    assert refused(do, ready_at("direct"), "escalate", for_the_record="Two meetings.") == (
        "All that the procedure asks for is on record already.",
        "for_the_record",
    )


@pytest.mark.parametrize("to", ["saas", "direct", "external", "panel"])
def test_what_is_not_urgent_is_escalated_one_stage_at_a_time(to: str) -> None:
    dispute = ready_at("direct")
    assert refused(do, dispute, "escalate", to=to) == (
        "It cannot be escalated to that stage from here.",
        "to",
    )
    do(dispute, "escalate", to="senior")
    assert dispute.visit.stage == "senior"


@pytest.mark.parametrize(
    ("move", "stage", "actor"),
    [
        ("escalate", "senior", TEAM),
        ("return_it", "senior", TEAM),
        ("agree", "senior", TEAM),
        ("keep_record", "senior", TEAM),
        ("withdraw", "senior", TEAM),
        ("drop", "senior", TEAM),
        ("supersede", "senior", TEAM),
        ("decide", "executive", EXECUTIVE),
        ("notify", "external", LSP),
    ],
)
def test_nothing_happens_at_a_stage_before_it_began(move: str, stage: str, actor: Actor) -> None:
    dispute = ready_at(stage) if move != "keep_record" else at_stage(stage)
    facts = {"record": "The senior officer of each party"} if move == "keep_record" else {}
    name = dispute.stage.name
    assert refused(do, dispute, move, actor, date(2026, 5, 11), **facts) == (
        f"The stage {name} began on 12 May 2026; the date is before that.",
        "on",
    )
    assert news(dispute) == []


def test_it_is_returned_to_a_lower_stage_once() -> None:
    dispute = at_stage("executive")
    do(dispute, "return_it", stage="senior")
    assert told(dispute) == ["returned it to stage 2, Senior managers, due 19 May 2026"]
    assert dispute.visit.records == {}
    raise_it(dispute)
    assert sentence_of(do, dispute, "return_it") == (
        "A dispute can be returned once, and it has been."
    )


def test_it_is_returned_only_as_the_procedure_lets_it() -> None:
    never = at_stage("senior", rules=shipped(returns=0))
    assert sentence_of(do, never, "return_it") == (
        "The procedure does not let a dispute be returned."
    )
    assert sentence_of(do, recorded(), "return_it") == "There is no lower stage to return it to."
    for stage in ("senior", "saas", "panel"):
        assert refused(do, at_stage("senior"), "return_it", stage=stage) == (
            "That is no lower stage.",
            "stage",
        )


# Endings


@EVERY_ENDING
def test_every_ending_closes_the_stage_that_it_is_at(ending: Ending) -> None:
    dispute = recorded()
    end(dispute, ending)
    event = dispute.pending_events[-1]
    assert isinstance(event, Dispute.EndedEvent)
    assert event.ending is ending
    assert event.decided_position == NOW.position
    assert event.decided_version == event.originator_version - 1
    assert dispute.ended_on == dispute.visit.left_on == "2026-05-12"
    assert dispute.visit.outcome == ending
    assert dispute.outcome
    assert dispute.awaited == []


@EVERY_ENDING
@pytest.mark.parametrize(
    "move",
    sorted(
        COMMANDS.keys()
        - {"reopen", "note_learning", "check_actions", "describe", "date_minutes"}
        - {"record_dissent", "link", "unlink"}
    ),
)
def test_what_has_ended_stays_as_it_is(ending: Ending, move: str) -> None:
    assert sentence_of(do, ended(ending), move) == (
        f"DSP-2026-001 has ended: {ENDINGS[ending].lower()}."
    )


@pytest.mark.parametrize("move", ["reopen", "note_learning", "check_actions"])
def test_what_comes_after_the_end_does_not_come_before(move: str) -> None:
    assert sentence_of(do, recorded(), move) == "DSP-2026-001 has not ended yet."


@EVERY_ENDING
def test_after_the_end_it_is_learned_from_checked_described_and_dissented_from(
    ending: Ending,
) -> None:
    dispute = ended(ending)
    for move in ("note_learning", "check_actions", "describe", "date_minutes", "record_dissent"):
        do(dispute, move)
    assert dispute.learning == ["Ask about nights first."]
    assert dispute.actions_done is ActionsDone.SOME
    assert dispute.title == "Nights"


@pytest.mark.parametrize(
    ("ending", "move"),
    [
        (Ending.AGREED, "agree"),
        (Ending.DECIDED, "decide"),
        (Ending.WITHDRAWN, "withdraw"),
        (Ending.SUPERSEDED, "supersede"),
        (Ending.NO_LONGER, "drop"),
        (Ending.NOTIFIED, "notify"),
    ],
)
def test_an_ending_that_the_procedure_lacks_is_refused(ending: Ending, move: str) -> None:
    endings = tuple(each for each in Ending if each is not ending)
    dispute = recorded(rules=shipped(endings=endings))
    assert sentence_of(do, dispute, move) == (
        f"Version 1 of the procedure has no ending “{ENDINGS[ending].lower()}”."
    )


def test_it_is_notified_only_at_the_last_stage_and_settled_nowhere_there() -> None:
    assert sentence_of(do, ready_at("lsp"), "notify") == (
        "It is notified externally only at the last stage, when nobody can settle it."
    )
    for move in ("agree", "decide"):
        assert sentence_of(do, ready_at("external"), move) == (
            "Nothing is settled at this stage: it is a record of who was told."
        )


def test_only_the_agency_that_raised_it_withdraws_it() -> None:
    assert sentence_of(do, recorded(), "withdraw", COUNCIL_MEMBER) == (
        "Only the agency that raised it can withdraw it."
    )
    for actor in (POLICE, TEAM):
        dispute = recorded()
        do(dispute, "withdraw", actor)
        assert dispute.ending is Ending.WITHDRAWN


def test_it_is_superseded_by_a_linked_item() -> None:
    dispute, other = recorded(), recorded(reference="DSP-2026-002")
    dispute.supersede(NOW, other=other, reason="Wider.")
    assert told(dispute) == [
        "linked it to DSP-2026-002",
        "ended it because DSP-2026-002 takes its place",
    ]
    assert told(other) == ["linked it to DSP-2026-001"]
    risk = given(Risk.Recorded)
    linked = recorded()
    linked.link(NOW, other=risk)
    settled(linked).supersede(NOW, other=risk, reason="It is a risk now.")
    assert len(linked.pending_events) == 1


def test_it_is_not_superseded_by_itself_or_by_what_was_superseded() -> None:
    dispute = recorded()
    assert refused(do, dispute, "supersede", other=recorded()) == (
        "A dispute cannot take its own place.",
        "other",
    )
    other = settled(end(recorded(reference="DSP-2026-004"), Ending.SUPERSEDED))
    assert refused(do, dispute, "supersede", other=other) == (
        "DSP-2026-004 has itself been superseded.",
        "other",
    )


# Decisions


def test_the_executive_decides_by_those_of_no_party() -> None:
    dispute = ready_at("executive")
    do(dispute, "decide", EXECUTIVE, minute="")
    assert told(dispute) == ["recorded the decision of nhs-kent-and-medway: The council."]
    assert news(dispute)[0][1]["deciders"] == ["nhs-kent-and-medway"]


def test_the_business_team_writes_a_decision_down_with_its_minute() -> None:
    for stage, body in (
        ("executive", "the KSCMP Executive"),
        ("lsp", "the Lead Safeguarding Partners"),
    ):
        assert refused(do, ready_at(stage), "decide", minute="") == (
            f"Give the minute in which {body} decided this.",
            "minute",
        )
        dispute = ready_at(stage)
        do(dispute, "decide")
        assert dispute.ending is Ending.DECIDED
    assert refused(do, ready_at("saas"), "decide", minute="") == (
        "Give the minute in which the convener decided.",
        "minute",
    )


@pytest.mark.parametrize(
    ("stage", "actor", "sentence"),
    [
        ("executive", LSP, "At this stage only the KSCMP Executive can decide."),
        ("executive", CHAIR, "At this stage only the KSCMP Executive can decide."),
        ("executive", HEALTH_MEMBER, "At this stage only the KSCMP Executive can decide."),
        ("lsp", EXECUTIVE, "At this stage only the Lead Safeguarding Partners can decide."),
        ("saas", EXECUTIVE, "At this stage only the convener can decide."),
        ("saas", CHAIR, "At this stage only the convener can decide."),
        ("saas", POLICE, "At this stage only the convener can decide."),
        *(
            (stage, SCRUTINEER, "The Independent Scrutineer may facilitate, but never decides.")
            for stage in ("saas", "executive", "lsp")
        ),
    ],
)
def test_nobody_decides_but_those_who_decide_its_stage(
    stage: str, actor: Actor, sentence: str
) -> None:
    dispute = ready_at(stage)
    assert sentence_of(do, dispute, "decide", actor) == sentence
    assert dispute.not_by("decide", actor) == sentence


def test_the_convener_decides_a_convened_stage() -> None:
    dispute = ready_at("saas")
    do(dispute, "decide", PROBATION_MEMBER, deciders=[], minute="")
    assert news(dispute)[0][1]["deciders"] == ["probation-service"]
    assert news(dispute)[0][1]["decided_by"] == Decider.CONVENER


@pytest.mark.parametrize("stage", ["direct", "senior"])
def test_nobody_decides_where_parties_agree(stage: str) -> None:
    assert sentence_of(do, ready_at(stage), "decide") == (
        "Nobody decides at this stage: the parties agree, or it is escalated."
    )


@pytest.mark.parametrize(
    ("deciders", "sentence"),
    [
        ([], "Say which of the KSCMP Executive took the decision, by their agencies."),
        (
            [HEALTH_BOARD, COUNCIL],
            "Kent County Council is a party, so its member cannot decide. The other Safeguarding "
            "Partners can; where all are parties, escalate it.",
        ),
        (
            [PROBATION],
            "Probation Service is not a Safeguarding Partner: it has no say at this stage.",
        ),
    ],
)
def test_who_may_not_take_the_decision(deciders: list[Agency], sentence: str) -> None:
    assert refused(do, ready_at("executive"), "decide", EXECUTIVE, deciders=deciders) == (
        sentence,
        "deciders",
    )


def test_whoever_stood_aside_does_not_decide() -> None:
    dispute = ready_at("executive")
    do(dispute, "recuse", role="Chief Nurse", agency="nhs-kent-and-medway")
    assert refused(do, dispute, "decide", EXECUTIVE) == (
        "NHS Kent and Medway stood aside from this stage.",
        "deciders",
    )


def test_whoever_stood_aside_still_does_after_it_was_reopened() -> None:
    dispute = ready_at("executive")
    do(dispute, "recuse", role="Chief Nurse", agency="nhs-kent-and-medway")
    do(dispute, "drop")
    do(dispute, "reopen")
    complete(dispute)
    assert sentence_of(do, dispute, "decide", EXECUTIVE) == (
        "NHS Kent and Medway stood aside from this stage."
    )


def test_facilitation_decides_nothing() -> None:
    dispute = at_stage("saas")
    do(dispute, "facilitate", SCRUTINEER)
    assert told(dispute) == ["recorded that Independent Scrutineer facilitated: Met both."]
    assert dispute.ending is None


# Reopened


@EVERY_ENDING
def test_it_is_reopened_at_the_stage_where_it_ended(ending: Ending) -> None:
    dispute = ended(ending)
    stage, left = dispute.visit.stage, dispute.visit
    later = by(TEAM, date(2026, 6, 1))
    dispute.reopen(later, reason="It was not done.", calendar=CALENDAR)
    assert dispute.ending is None
    assert (dispute.ended_on, dispute.outcome) == ("", "")
    assert (dispute.visit.stage, dispute.visit.entered_on) == (stage, "2026-06-01")
    assert dispute.visits[-2] == left, "the stay that ended is as it was"
    clock = dispute.stage.days and CALENDAR.after(date(2026, 6, 1), dispute.stage.days)
    assert dispute.visit.due_on == (str(clock) if clock else "")


def test_it_is_not_reopened_before_it_ended() -> None:
    assert refused(do, ended(), "reopen", on=date(2026, 5, 11)) == (
        "It ended on 12 May 2026.",
        "on",
    )


def test_a_dispute_that_is_reopened_can_end_again() -> None:
    dispute = ended()
    do(dispute, "reopen")
    complete(dispute)
    do(dispute, "agree", terms="Every second night.")
    assert dispute.outcome == "Every second night."


# Issues


def test_an_issue_goes_the_same_way_without_parties() -> None:
    dispute = record(kind=Kind.ISSUE, others=[], positions=[])
    assert told(dispute) == [
        "recorded an issue from minute 5.2: Who chairs strategy discussions",
        "started it at stage 4, KSCMP Executive, due 20 May 2026",
    ]
    assert (dispute.parties, dispute.awaited) == ([], [])
    assert dispute.owning_agencies == {"kent-police"}
    raise_it(dispute)
    complete(dispute)
    do(dispute, "decide", LSP, deciders=[KENT_POLICE, COUNCIL, HEALTH_BOARD])
    assert dispute.ending is Ending.DECIDED


def test_an_urgent_issue_does_not_start_above_what_may_be_skipped() -> None:
    facts: dict[str, Any] = {"kind": Kind.ISSUE, "others": [], "positions": []}
    dispute = record(**URGENT, **facts)
    assert (dispute.visit.stage, dispute.visit.due_on) == ("executive", "2026-05-07")
    assert sentence_of(record, **URGENT, start_at="lsp", **facts) == (
        "An urgent case may start no higher than KSCMP Executive."
    )


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        ("reply", "An issue has no parties that reply."),
        ("state_position", "An issue has no parties."),
        ("add_party", "An issue has no parties."),
    ],
)
def test_what_needs_parties_is_not_done_to_an_issue(move: str, sentence: str) -> None:
    assert sentence_of(do, issue(), move) == sentence


def test_an_issue_is_returned_only_to_a_stage_that_parties_do_not_settle() -> None:
    assert [stage.key for stage in issue().ways_down()] == ["saas"]
    assert refused(do, issue(), "return_it", stage="senior") == ("That is no lower stage.", "stage")


# What ran before


def test_what_ran_before_is_reported_and_not_our_own_process() -> None:
    dispute = recorded(past=True)
    do(dispute, "report_stage", stage="saas", on=date(2026, 5, 11))
    do(dispute, "report_ending", ending=Ending.DECIDED, words="The council.")
    assert told(dispute) == [
        "reported that it came to stage 3, SAAS convened resolution",
        "reported that it ended: resolved by decision: The council.",
    ]
    assert news(dispute)[0][1]["skipped"] == ["senior"]
    assert (dispute.ending, dispute.outcome) == (Ending.DECIDED, "The council.")


@pytest.mark.parametrize("move", ["report_stage", "report_ending"])
def test_what_is_recorded_from_the_minutes_is_not_reported(move: str) -> None:
    assert sentence_of(do, recorded(), move) == (
        "This is only for disputes that ran before they were recorded here."
    )


def test_a_past_stage_is_one_of_the_procedure_and_not_before_the_last() -> None:
    dispute = recorded(past=True)
    assert sentence_of(do, dispute, "report_stage", stage="panel").startswith(
        "The procedure has no stage “panel”. It has: 1 Direct resolution between the agencies; 2 "
    )
    assert sentence_of(do, dispute, "report_stage", on=date(2026, 5, 5)).endswith("before that.")
    assert sentence_of(do, dispute, "report_ending", on=date(2026, 5, 5)).endswith("before that.")


def test_that_a_past_dispute_came_to_where_it_is_needs_no_record_without_a_note() -> None:
    dispute = recorded(past=True)
    do(dispute, "report_stage", stage="Stage 1")
    assert news(dispute) == []
    do(dispute, "report_stage", stage="Stage 1", note="It says so twice.")
    assert told(dispute) == [
        "reported that it came to stage 1, Direct resolution between the agencies"
    ]


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        (
            {"third_agency": PROBATION, "third_position": "c", "others": [], "positions": ["a"]},
            "Name the second agency before a third.",
            "other_agency",
        ),
        (
            {"others": [], "positions": ["a", "b"]},
            "Say which agency holds that.",
            "other_agency",
        ),
        (
            {"positions": ["a", "b", "c"]},
            "Say which agency holds that.",
            "third_agency",
        ),
        (
            {"authorised_by": "Director"},
            "Say why it is urgent, or leave what belongs to that empty.",
            "urgent_reason",
        ),
        (
            {"start_at": "saas"},
            "Say why it is urgent, or leave what belongs to that empty.",
            "urgent_reason",
        ),
    ],
)  # fmt: skip
def test_a_form_that_is_filled_in_by_halves_is_not_taken(
    facts: dict[str, Any], sentence: str, field: str
) -> None:
    assert refused(record, **facts) == (sentence, field)


def test_a_past_dispute_may_be_between_more_agencies_than_a_form_has_room_for() -> None:
    dispute = record(past=True, others=[COUNCIL, PROBATION], more_agencies=[HEALTH_BOARD])
    assert dispute.parties == [
        "kent-police", "kent-county-council", "probation-service", "nhs-kent-and-medway",
    ]  # fmt: skip
    assert dispute.positions.keys() == {"kent-police", "kent-county-council"}


# Links, and what no command does


def test_links_are_made_and_removed_whatever_its_state() -> None:
    for dispute in (recorded(), ended()):
        assert sentence_of(do, dispute, "unlink") == "DSP-2026-001 has no links."
        other = recorded(reference="DSP-2026-003")
        dispute.link(NOW, other=other, reason="x")
        dispute.unlink(NOW, other=other, reason="x")
        assert dispute.links == []


@pytest.mark.parametrize("move", COMMANDS)
def test_nothing_happens_in_the_future(move: str) -> None:
    """Of each command in a state in which it is possible."""
    states: dict[str, Callable[[], Dispute]] = {
        "reopen": ended, "note_learning": ended, "check_actions": ended,
        "report_stage": lambda: recorded(past=True), "report_ending": lambda: recorded(past=True),
        "return_it": lambda: at_stage("senior"), "name_convener": lambda: at_stage("saas"),
        "decide": lambda: ready_at("lsp"), "notify": lambda: ready_at("external"),
        "keep_record": recorded, "unlink": lambda: _linked(recorded()),
    }  # fmt: skip
    dispute = states.get(move, lambda: ready_at("direct"))()
    assert sentence_of(do, dispute, move, on=date(2026, 5, 13)) == (
        "The date it happened must not be in the future."
    )
    do(dispute, move)
    assert dispute.pending_events


def _linked(dispute: Dispute) -> Dispute:
    dispute.link(NOW, other=COMMANDS["unlink"]["other"], reason="x")
    return dispute


# What time does by itself


def test_an_overdue_stage_escalates_by_itself_where_the_procedure_says_so() -> None:
    dispute = recorded(rules=shipped(automatic=True))
    assert dispute.notice_overdue(by(TEAM, date(2026, 6, 30)), calendar=CALENDAR)
    overdue, escalated = dispute.pending_events
    assert isinstance(escalated, Dispute.Escalated)
    assert isinstance(overdue, Dispute.StageOverdue)
    assert (overdue.on, escalated.on, escalated.entered_on) == ("2026-05-14",) * 3
    assert escalated.automatic
    assert escalated.missing == [
        "The named lead of each party", "What was tried and what came of it",
    ]  # fmt: skip
    assert escalated.due_on == "2026-05-21"
    assert escalated.sentence({}) == (
        "escalated it by itself, because it was overdue, to stage 2, Senior managers, due 21 May "
        "2026"
    )


def test_nothing_escalates_by_itself_before_it_was_recorded() -> None:
    dispute = recorded(rules=shipped(automatic=True), met_on=date(2026, 4, 15))
    assert dispute.notice_overdue(by(TEAM, date(2026, 6, 30)), calendar=CALENDAR)
    overdue, escalated = dispute.pending_events
    assert (overdue.on, escalated.on, escalated.due_on) == (
        "2026-04-23",
        "2026-05-12",
        "2026-05-19",
    )


def test_a_past_dispute_is_overdue_and_waits_for_what_is_reported_of_it() -> None:
    dispute = recorded(rules=shipped(automatic=True), past=True)
    assert dispute.notice_overdue(by(TEAM, date(2026, 6, 30)), calendar=CALENDAR)
    assert [type(event) for event in dispute.pending_events] == [Dispute.StageOverdue]


def test_a_reply_that_came_late_was_none_by_the_due_date() -> None:
    dispute = recorded()
    do(dispute, "reply")
    late = replace(by(TEAM, date(2026, 6, 1)), on=date(2026, 5, 20))
    another = recorded()
    another.reply(late, agency="kent-county-council", reply="No.")
    for each in (dispute, another):
        each.notice_overdue(by(TEAM, date(2026, 6, 30)), calendar=CALENDAR)
    assert [each.pending_events[-1].silent for each in (dispute, another)] == [
        [], ["kent-county-council"],
    ]  # fmt: skip


def test_the_last_stage_with_a_clock_becomes_overdue_and_stays_there() -> None:
    rules = unrecorded(shipped(automatic=True))
    rules = replace(
        with_stage("lsp", rules, then=""),
        stages=with_stage("lsp", rules, then="").stages[:-1],
        endings=tuple(each for each in Ending if each is not Ending.NOTIFIED),
    )
    assert rules.faults() == []
    dispute = recorded(rules=rules)
    far = by(TEAM, date(2027, 1, 1))
    count = 0
    while dispute.notice_overdue(far, calendar=NO_HOLIDAYS):
        count += 1
    assert (count, dispute.visit.stage) == (5, "lsp")
    assert dispute.visit.overdue_on


def test_the_version_that_it_started_under_is_its_own() -> None:
    dispute = recorded(procedure=procedure(shipped(urgent_days=2), number=7))
    assert (dispute.procedure, dispute.rules.urgent_days) == (7, 2)


def test_examples_replay() -> None:
    dispute = given(
        Dispute.Recorded,
        Dispute.Entered,
        happened(Dispute.RecordKept),
        Dispute.Escalated,
        Dispute.Extended,
        Dispute.Decided,
        Dispute.Reopened,
    )
    assert [visit.stage for visit in dispute.visits] == ["direct", "executive", "executive"]


# Nobody is judge of their own dispute


@pytest.mark.parametrize(
    ("move", "words"),
    [("agree", "write down what was agreed"), ("drop", "end it"), ("return_it", "return it")],
)
def test_the_chair_of_a_party_does_not_take_the_dispute_out_of_the_way(
    move: str, words: str
) -> None:
    dispute = ready_at("senior")
    assert sentence_of(do, dispute, move, CHAIR_OF_COUNCIL) == (
        f"Kent County Council is a party to it, so nobody from there may {words}. Somebody from "
        "an agency that is no party can."
    )
    do(dispute, move, TEAM)


def test_the_chair_of_a_party_does_not_reopen_it() -> None:
    dispute = ended(Ending.NO_LONGER)
    assert "may reopen it" in sentence_of(do, dispute, "reopen", CHAIR_OF_COUNCIL)


def test_a_party_cannot_say_that_those_who_decide_stand_aside() -> None:
    dispute = at_stage("executive")
    facts = {"role": "Chief Nurse", "agency": "nhs-kent-and-medway"}
    assert refused(do, dispute, "recuse", POLICE, **facts) == (
        "You can record only that somebody of your own agency stands aside.",
        "agency",
    )
    do(dispute, "recuse", HEALTH_MEMBER, **facts)
    assert dispute.stood_aside == {"nhs-kent-and-medway"}


def test_the_scrutineer_does_not_convene() -> None:
    assert refused(do, at_stage("saas"), "name_convener", role="Independent Scrutineer") == (
        "The Independent Scrutineer may facilitate, but never decides, so cannot convene.",
        "role",
    )


def test_partners_who_are_ticked_where_a_convener_decides_are_not_dropped_without_a_word() -> None:
    dispute = ready_at("saas")
    do(dispute, "name_convener")
    facts = {"deciders": [HEALTH_BOARD], "minute": "4"}
    assert refused(do, dispute, "decide", **facts) == (
        "At this stage the convener decides, and no Safeguarding Partners do.",
        "deciders",
    )


def test_the_convener_is_not_offered_a_partys_reply() -> None:
    dispute = at_stage("saas")
    do(dispute, "name_convener")
    for move in ("reply", "state_position"):
        assert dispute.not_by(move, PROBATION_MEMBER) == (
            "Only its parties reply and say what they hold."
        )
        assert dispute.not_by(move, POLICE) is None


def test_an_issue_is_not_agreed_by_nobody() -> None:
    assert sentence_of(do, issue(), "agree") == (
        "An issue has no parties that could agree. It is decided, or dropped."
    )


def test_what_was_checked_before_it_was_reopened_is_checked_again() -> None:
    dispute = ended()
    do(dispute, "check_actions")
    assert dispute.actions_done
    do(dispute, "reopen")
    assert dispute.actions_done is None


def test_dates_of_minutes_that_change_nothing_are_not_recorded_again() -> None:
    dispute = recorded()
    do(dispute, "date_minutes")
    assert refused(do, dispute, "date_minutes", circulated_on=None) == (
        "These dates are on record already. They can be corrected, not emptied.",
        "circulated_on",
    )


def test_time_names_nobody_who_was_no_party_yet_and_escalates_when_the_clock_is_known() -> None:
    dispute = recorded()
    do(dispute, "reply")
    later = by(TEAM, date(2026, 5, 18))
    dispute.add_party(later, agency=PROBATION, position="Neither.")
    dispute.notice_overdue(by(TEAM, date(2026, 5, 26)), calendar=CALENDAR)
    assert dispute.pending_events[-1].silent == []
    rules = replace(with_stage("direct", starts=ClockStart.CIRCULATED), automatic=True)
    waiting = recorded(rules=rules)
    known = by(TEAM, date(2026, 9, 1))
    waiting.date_minutes(known, calendar=CALENDAR, circulated_on=date(2026, 5, 11))
    while waiting.notice_overdue(known, calendar=CALENDAR):
        pass
    assert [visit.stage for visit in waiting.visits] == ["direct", "senior"]
    assert waiting.visit.entered_on == "2026-09-01"
