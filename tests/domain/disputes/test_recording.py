"""A dispute or an issue is recorded from the minutes, urgent from the start or not."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from domain.disputes.vocabulary import Kind
from domain.partnership.agency import Agency, AgencyKind
from domain.procedure.rules import Ending
from tests.disputed import (
    COUNCIL,
    KENT_POLICE,
    MET,
    PROBATION,
    URGENT,
    agency,
    complete,
    issue,
    procedure,
    raise_it,
    record,
    recorded,
    shipped,
)
from tests.domain.disputes.commands import do, newcomer, refused, sentence_of
from tests.examples import NOW, news, told
from tests.followed import LSP, TEAM, by, settled

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
        "at": "",
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


def leaver(left: date) -> Agency:
    gone = agency("leaver", "Leaver", AgencyKind.RELEVANT)
    gone.leave(by(TEAM, left), reason="x")
    return settled(gone)


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        (
            {"others": [], "positions": ["a"]},
            "A dispute is between at least two agencies. Select the one that disagrees.",
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
        ({"positions": ["", "The police."]}, "Enter the position of Kent Police.", "position"),
        (
            {"positions": ["The council."]},
            "Enter the position of Kent County Council.",
            "other_position",
        ),
        (
            {"others": [COUNCIL, PROBATION], "positions": ["a", "b"]},
            "Enter the position of Probation Service.",
            "third_position",
        ),
        (
            {"met_on": date(2026, 5, 13)},
            "The date of the meeting must not be in the future.",
            "met_on",
        ),
        (
            {"circulated_on": date(2026, 5, 5)},
            "The minutes cannot have been circulated before the meeting.",
            "circulated_on",
        ),
        (
            {"circulated_on": date(2026, 5, 13)},
            "The date the minutes were circulated must not be in the future.",
            "circulated_on",
        ),
        (
            {"approved_on": date(2026, 5, 5)},
            "The minutes cannot have been approved before the meeting.",
            "approved_on",
        ),
        (
            {"approved_on": date(2026, 5, 13)},
            "The date the minutes were approved must not be in the future.",
            "approved_on",
        ),
        (
            {"kind": Kind.ISSUE},
            "An issue has no opposing parties. With them, it is a dispute.",
            "kind",
        ),
        (
            {"kind": Kind.ISSUE, "others": [], "positions": ["The council."]},
            "An issue has no parties, so no positions. Put this under what it is about.",
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


def test_the_version_that_it_started_under_is_its_own() -> None:
    dispute = recorded(procedure=procedure(shipped(urgent_hours=2), number=7))
    assert (dispute.procedure, dispute.rules.urgent_hours) == (7, 2)


# Urgent from the start


def test_an_urgent_dispute_has_a_day_and_may_start_higher() -> None:
    dispute = record(**URGENT, start_at="saas", met_on=date(2026, 5, 8))
    assert told(dispute)[1:] == [
        "declared it urgent on Tuesday 12 May 2026, 10:30, authorised by Director",
        "started it at stage 3, SAAS convened resolution, due Wednesday 13 May 2026, 10:30",
    ]
    assert dispute.visit.working == "24 hours from Tuesday 12 May 2026, 10:30"


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        (
            {"urgent_reason": ""},
            (
                "Enter why it is urgent, or leave what belongs to that empty.",
                "urgent_reason",
            ),
        ),
        (
            {"authorised_by": ""},
            ("Enter who authorised that it is urgent.", "authorised_by"),
        ),
        (
            {"protective_step": ""},
            (
                "Enter what has already been done to protect children.",
                "protective_step",
            ),
        ),
        (
            {"contact": ""},
            ("Enter who can be reached at night and at weekends.", "contact"),
        ),
        (
            {
                "urgent_reason": "",
                "authorised_by": "",
                "protective_step": "",
                "contact": "",
                "declared_time": time(9),
            },
            ("Enter why it is urgent, or leave what belongs to that empty.", "urgent_reason"),
        ),
        (
            {"declared_on": MET},
            (
                "Give the time at which it was declared urgent, too: its clock runs in hours.",
                "declared_time",
            ),
        ),
        (
            {"declared_on": date(2026, 5, 5), "declared_time": time(9)},
            (
                "It was declared urgent before the meeting that it comes from, of 6 May 2026. Its "
                "hours count from the meeting at the earliest: give that day, and the time of the "
                "meeting.",
                "declared_on",
            ),
        ),
        (
            {"declared_on": date(2026, 5, 13), "declared_time": time(9)},
            ("It was declared urgent in the future.", "declared_on"),
        ),
        (
            {"declared_time": time(23)},
            ("The time at which it happened must not be in the future.", "declared_time"),
        ),
    ],
)
def test_an_urgent_dispute_must_say_four_things_and_when_it_was_declared(
    left_out: dict[str, Any], sentence: tuple[str, str]
) -> None:
    assert refused(record, **{**URGENT, **left_out}) == sentence


@pytest.mark.parametrize("start_at", ["lsp", "external", "panel"])
def test_an_urgent_dispute_skips_only_what_may_be_skipped(start_at: str) -> None:
    assert refused(record, **URGENT, start_at=start_at) == (
        "An urgent case may start no higher than KSCMP Executive.",
        "start_at",
    )


def test_a_disagreement_about_a_single_childs_case_is_turned_away_to_the_right_policy() -> None:
    rules = shipped(single_cases="the policy for cases")
    assert refused(record, single_case=True, rules=rules) == (
        "A disagreement about a single child’s case is not recorded here: it goes by the policy "
        "for cases. What is recorded here is between agencies, about how they work, and tells of "
        "no child.",
        "single_case",
    )
    unnamed = refused(record, single_case=True, rules=shipped(single_cases=""))[0]
    assert "it goes by your partnership’s policy for professional disagreement." in unnamed


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
    assert dispute.visit.due_on == "2026-05-13T10:30+01:00"
    assert dispute.visit.working == "24 hours from Tuesday 12 May 2026, 10:30"
    assert news(dispute)[-1][1]["skipped"] == ["senior", "saas"]
    assert sentence_of(do, dispute, "declare_urgent") == "It is urgent already."


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
    do(dispute, "decide", LSP)
    assert dispute.ending is Ending.DECIDED


def test_an_urgent_issue_does_not_start_above_what_may_be_skipped() -> None:
    facts: dict[str, Any] = {"kind": Kind.ISSUE, "others": [], "positions": []}
    dispute = record(**URGENT, **facts)
    assert (dispute.visit.stage, dispute.visit.due_on) == (
        "executive",
        "2026-05-13T10:30+01:00",
    )
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
