"""Disputes and the procedure by the catalogue: what forms give, versions, and people at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from marshmallow import ValidationError

from application.doing.access import HeldRole, Person
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from application.nouns.files.procedure_files import write_procedure
from application.nouns.partnership.procedures import stage_now
from application.nouns.ticking import tick
from domain.disputes.dispute import Dispute
from domain.kernel.days.calendar import Calendar
from domain.kernel.errors import ChangedSinceError, DomainError, NotAllowedError
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE, Procedure, Version
from domain.procedure.rules import Decider
from tests.acts import AUDITOR, CHAIR, COUNCIL, POLICE, TEAM, do, join
from tests.disputing import (
    COUNCIL_AGENCY,
    HEALTH_AGENCY,
    POLICE_AGENCY,
    act,
    complete_record,
    dispute,
    escalate,
    found_partnership,
)
from tests.following import stand_on
from tests.kent import load_placeholder, placeholder
from tests.minuted import OUTSIDE
from tests.reading import disagreements
from web.running.startup import open_ledger

TODAY = date(2026, 5, 12)
EXECUTIVE_OF_HEALTH = Person("e5ec", (HeldRole(Role.EXECUTIVE, HEALTH_AGENCY),))
SHIPPED = write_procedure(placeholder())


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    return founded(ledger)


def founded(ledger: Ledger) -> Ledger:
    """Three agencies and a procedure since 2024; it is 12 May 2026."""
    stand_on(ledger, date(2024, 1, 8))
    found_partnership(ledger)
    stand_on(ledger, TODAY)
    return ledger


def found(ledger: Ledger, reference: str) -> Dispute:
    return ledger.get(Dispute, reference)


def procedure(ledger: Ledger) -> Procedure:
    return ledger.get(Procedure, PROCEDURE)


def wrong(act: Callable[..., Any], *arguments: Any, **data: Any) -> dict[str, list[str]]:
    """What a form would show beside which field."""
    with pytest.raises(ValidationError) as refused:
        act(*arguments, **data)
    assert isinstance(refused.value.messages, dict)
    return refused.value.messages


# Recorded


def test_a_dispute_is_recorded_with_a_reference_of_its_own(ledger: Ledger) -> None:
    assert [dispute(ledger), dispute(ledger)] == ["DSP-2026-001", "DSP-2026-002"]


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        (
            {"met_on": "2026-05-13"},
            {"met_on": ["The date of the meeting must not be in the future."]},
        ),
        (
            {"met_on": "2019-09-16"},
            {
                "raised_by": [
                    "Kent Police was not a member on the date of the meeting, 16 September 2019."
                ]
            },
        ),
        ({"other_agency": ""}, {"other_agency": ["Select the agency that disagrees."]}),
        (
            {"other_agency": "", "other_position": ""},
            {
                "other_agency": ["Select the agency that disagrees."],
                "other_position": ["Enter that agency’s position."],
            },
        ),
        (
            {"third_position": "It depends."},
            {"third_agency": ["Select the agency whose position this is."]},
        ),
        (
            {"other_agency": "", "other_position": "", "third_agency": COUNCIL_AGENCY},
            {
                "other_agency": ["Select the agency that disagrees."],
                "other_position": ["Enter that agency’s position."],
                "third_position": ["Enter the third agency’s position."],
            },
        ),
        (
            {"third_agency": HEALTH_AGENCY},
            {"third_position": ["Enter the third agency’s position."]},
        ),
        ({"raised_by": "nobody"}, {"raised_by": ["There is no agency nobody."]}),
        (
            {"authorised_by": "Director"},
            {"urgent_reason": ["Enter why it is urgent."]},
        ),
        (
            {"start_at": "saas"},
            {"urgent_reason": ["Enter why it is urgent, or leave what belongs to that empty."]},
        ),
        (
            {"urgent_reason": "x", "authorised_by": "Director"},
            {
                "protective_step": ["Enter what has already been done to protect children."],
                "contact": ["Enter who can be reached about it at night and at weekends."],
            },
        ),
        (
            {
                "title": "",
                "met_on": "2026-05-13",
                "circulated_on": "2026-05-12",
                "other_agency": POLICE_AGENCY,
            },
            {
                "title": ["Enter a title."],
                "met_on": ["The date of the meeting must not be in the future."],
                "other_agency": ["Kent Police is named twice."],
            },
        ),
        (
            {"kind": "issue"},
            {"kind": ["An issue has no opposing parties. With them, it is a dispute."]},
        ),
        (
            {"kind": "issue", "other_agency": "", "other_position": ""},
            {
                "position": [
                    "An issue has no parties, so no positions. Put this under what it is about."
                ]
            },
        ),
    ],
)
def test_what_is_wrong_with_a_form_is_said_beside_its_field(
    ledger: Ledger, data: dict[str, str], messages: dict[str, list[str]]
) -> None:
    position = ledger.position()
    assert wrong(dispute, ledger, **data) == messages
    assert ledger.position() == position


def test_a_third_party_holds_what_it_holds(ledger: Ledger) -> None:
    reference = dispute(ledger, third_agency=HEALTH_AGENCY, third_position="It depends.")
    assert found(ledger, reference).positions == {
        POLICE_AGENCY: "The threshold is met.",
        COUNCIL_AGENCY: "It is not.",
        HEALTH_AGENCY: "It depends.",
    }


def test_an_agency_that_has_left_since_was_a_party_then(ledger: Ledger) -> None:
    do(ledger, "agency.leave", COUNCIL_AGENCY, on="2026-05-01", reason="x")
    reference = dispute(ledger, met_on="2026-04-30")
    assert COUNCIL_AGENCY in found(ledger, reference).parties
    assert "other_agency" in wrong(dispute, ledger, met_on="2026-05-02")
    assert "agency" in wrong(
        act, ledger, reference, "name_convener", role="x", agency=COUNCIL_AGENCY
    )
    act(ledger, reference, "record_dissent", agency=COUNCIL_AGENCY, dissent="Nobody asked us.")


def test_dissent_is_of_an_agency_that_there_is(ledger: Ledger) -> None:
    reference = dispute(ledger)
    assert wrong(act, ledger, reference, "record_dissent", agency="nobody", dissent="x") == {
        "agency": ["There is no agency nobody."]
    }


def test_without_a_procedure_no_dispute_is_recorded(sqlite_database_url: str) -> None:
    with closing(open_ledger(sqlite_database_url)) as ledger:
        stand_on(ledger, TODAY)
        join(ledger, on="2020-01-01")
        join(ledger, "Kent County Council", "local_authority", on="2020-01-01")
        with pytest.raises(DomainError) as refused:
            dispute(ledger)
    assert refused.value.sentence == (
        "No escalation procedure has been published. An administrator can do that."
    )


# Who does it


def test_members_act_for_their_own_agency(ledger: Ledger) -> None:
    reference = dispute(ledger)
    do(ledger, "dispute.reply", reference, by=COUNCIL, agency=COUNCIL_AGENCY, reply="By day.")
    assert wrong(
        do, ledger, "dispute.reply", reference, by=COUNCIL, agency=POLICE_AGENCY, reply="By day."
    ) == {"agency": ["You can speak only for your own agency."]}
    with pytest.raises(NotAllowedError):
        do(ledger, "dispute.escalate", reference, by=AUDITOR, reason="x")
    with pytest.raises(DomainError, match="Only the agency that raised it"):
        do(ledger, "dispute.withdraw", reference, by=COUNCIL, reason="x")


def test_the_chair_who_is_also_of_a_party_does_not_step_out_of_it(ledger: Ledger) -> None:
    chair = Person("c4a1", (HeldRole(Role.SAAS_CHAIR), HeldRole(Role.SAAS_MEMBER, COUNCIL_AGENCY)))
    reference = dispute(ledger, met_on="2026-05-12")
    with pytest.raises(DomainError, match="Kent County Council is a party to it"):
        do(ledger, "dispute.extend", reference, by=chair, days="2", reason="x")
    do(ledger, "dispute.extend", reference, by=CHAIR, days="2", reason="x")


def test_the_whole_way_to_a_decision_of_the_executive(ledger: Ledger) -> None:
    reference = dispute(ledger)
    for stage in ("direct", "senior", "saas"):
        escalate(ledger, reference, stage)
    complete_record(ledger, reference, "executive")
    act_of: dict[str, Any] = {
        "decision": "The council chairs.",
        "assenting": [POLICE_AGENCY, COUNCIL_AGENCY, HEALTH_AGENCY],
        "chair_role": "Independent chair",
        **OUTSIDE,
    }
    do(ledger, "dispute.decide", reference, by=EXECUTIVE_OF_HEALTH, **act_of)
    ended = ledger.history(reference)[-1]
    assert isinstance(ended, Dispute.Decided)
    assert ended.decided_position == ledger.position() - 1
    assert ended.decided_version == ended.originator_version - 1
    assert not disagreements(ledger)


# The golden dates, midnight, and holidays announced later


def test_a_due_date_shows_its_sum_over_easter(ledger: Ledger) -> None:
    visit = found(ledger, dispute(ledger, met_on="2026-04-02")).visit
    assert visit.due_on == "2026-04-13"
    assert visit.working == (
        "5 working days from 2 April 2026, not counting 3 April 2026 and 6 April 2026"
    )


def test_a_bank_holiday_announced_later_moves_nothing_that_is_set(ledger: Ledger) -> None:
    early = dispute(ledger, met_on="2026-05-06")
    before = found(ledger, early).visit
    ledger.listed = Calendar(ledger.listed.holidays | {date(2026, 5, 13), date(2026, 5, 14)})
    assert found(ledger, early).visit == before
    assert not disagreements(ledger)
    assert found(ledger, dispute(ledger, met_on="2026-05-06")).visit.due_on == "2026-05-15"
    stand_on(ledger, date(2026, 5, 14))
    assert tick(ledger, [early]) == [early]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 5, 12, 22, 30, tzinfo=UTC), "2026-05-12"),
        (datetime(2026, 5, 12, 23, 30, tzinfo=UTC), "2026-05-13"),
        (datetime(2026, 1, 12, 23, 30, tzinfo=UTC), "2026-01-12"),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), "2026-03-28"),
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), "2026-03-30"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "2026-10-25"),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), "2026-10-25"),
    ],
)
def test_what_is_done_near_midnight_is_done_on_the_day_of_london(
    ledger: Ledger, moment: datetime, day: str
) -> None:
    ledger.now = lambda: moment
    reference = dispute(ledger, met_on=day)
    assert ledger.history(reference)[0].on == day
    escalate(ledger, reference, "direct")
    visit = found(ledger, reference).visit
    assert visit.entered_on == day
    assert f"from {int(day[-2:])} " in visit.working


def test_the_day_after_in_utc_alone_is_in_the_future(ledger: Ledger) -> None:
    ledger.now = lambda: datetime(2026, 1, 12, 23, 30, tzinfo=UTC)
    assert "met_on" in wrong(dispute, ledger, met_on="2026-01-13")


# Versions of the procedure


def publish(ledger: Ledger, **changes: Any) -> Version:
    """Publish another version, for disputes from today."""
    file = SHIPPED
    for old, new in changes.items():
        file = file.replace(f"\n{old} = ", f"\n{old} = {new} # ", 1)
    do(ledger, "procedure.draft_from_file", PROCEDURE, text=file)
    do(ledger, "procedure.publish", PROCEDURE, reason="x")
    return [*procedure(ledger).versions.values()][-1]


def test_a_version_that_is_published_later_moves_no_dispute_that_runs(ledger: Ledger) -> None:
    old = dispute(ledger, met_on="2026-05-12")
    before = vars(found(ledger, old))
    for number, days in ((2, 7), (3, 9), (4, 11)):
        version = publish(ledger, days=days, extensions=0, returns=0, automatic="true")
        assert (version.number, version.rules.first.days) == (number, days)
    assert vars(found(ledger, old)) == before

    new = dispute(ledger, met_on="2026-05-12")
    assert (found(ledger, new).procedure, found(ledger, new).visit.due_on) == (4, "2026-05-28")
    assert (found(ledger, old).procedure, found(ledger, old).visit.due_on) == (1, "2026-05-19")

    act(ledger, old, "extend", days="5", reason="Leave.")
    with pytest.raises(DomainError, match="does not let a stage be extended"):
        act(ledger, new, "extend", days="5", reason="Leave.")
    escalate(ledger, old, "direct")
    act(ledger, old, "return_it", stage="direct", reason="They have not met.")
    assert found(ledger, old).visit.working == "5 working days from 12 May 2026"
    stand_on(ledger, date(2026, 6, 30))
    assert tick(ledger, [old, new]) == [old, new]
    assert found(ledger, old).visit.stage == "direct"
    assert found(ledger, new).visit.stage == "executive"
    assert not disagreements(ledger)


def test_a_dispute_that_ran_before_goes_on_under_the_version_it_was_loaded_with(
    ledger: Ledger,
) -> None:
    old = do(
        ledger, "dispute.load_past", by=TEAM, kind="dispute", title="Thresholds",
        raised_by=POLICE_AGENCY, other_agency=COUNCIL_AGENCY, met_on="2024-03-05",
    ).reference  # fmt: skip
    act(ledger, old, "report_stage", stage="saas", on="2024-04-02")
    for days in (7, 9, 11):
        publish(ledger, days=days)
    act(ledger, old, "report_stage", stage="executive", on="2024-05-01")
    act(ledger, old, "report_ending", ending="decided", words="The council.", on="2024-05-09")
    act(ledger, old, "reopen", reason="It was not done.")
    visits = found(ledger, old).visits
    assert [(visit.stage, visit.due_on) for visit in visits] == [
        ("direct", "2024-03-12"),
        ("saas", "2024-04-16"),
        ("executive", "2024-05-16"),
        ("executive", "2026-05-27"),
    ]
    assert visits[2].left_on == "2024-05-09"
    assert found(ledger, old).procedure == 1


def test_a_dispute_follows_the_version_of_its_meeting(ledger: Ledger) -> None:
    publish(ledger, days=7)
    assert found(ledger, dispute(ledger, met_on="2026-05-11")).procedure == 1
    assert found(ledger, dispute(ledger, met_on="2026-05-12")).procedure == 2


def test_the_placeholder_is_published_once_and_for_all_days(ledger: Ledger) -> None:
    assert not load_placeholder(ledger)
    (version,) = procedure(ledger).versions.values()
    assert (version.number, version.from_on, version.confirmed) == (1, "2000-01-01", False)
    assert version.rules == placeholder()


def test_there_is_one_procedure(ledger: Ledger) -> None:
    with pytest.raises(DomainError) as refused:
        do(ledger, "procedure.begin", text=SHIPPED)
    assert refused.value.sentence == "There is a procedure already. Draft a new version of it."


def test_an_administrator_changes_a_draft_form_by_form(ledger: Ledger) -> None:
    do(ledger, "procedure.draft", PROCEDURE, number="1")
    draft = procedure(ledger).in_draft
    assert draft
    offered = CATALOGUE["procedure.change_stage"].options(procedure(ledger))
    assert offered["stage"][0] == ("direct", "Direct resolution between the agencies")
    form = stage_now(draft.first) | {"days": "7", "exit": "  What was   tried \n\n When"}
    del form["key"]
    do(ledger, "procedure.change_stage", PROCEDURE, **form)
    do(
        ledger, "procedure.add_stage", PROCEDURE, key="panel", name="Panel", decided_by="convener",
        days="3", starts="entered", urgent_may_skip="yes", after="senior", entry="Papers",
    )  # fmt: skip
    do(ledger, "procedure.remove_stage", PROCEDURE, stage="saas")
    do(
        ledger, "procedure.change_rules", PROCEDURE, title="Ours", minutes_days="5",
        urgent_hours="2", extensions="2", extension_days="5", returns="0", automatic="yes",
        issues_start_at="lsp",
        endings=["agreed", "decided", "answered"],
    )  # fmt: skip
    do(ledger, "procedure.publish", PROCEDURE, from_on="2026-07-01", reason="It is ours.")
    do(ledger, "procedure.confirm", PROCEDURE, number="2", reason="Compared.")
    version = procedure(ledger).version_for(date(2026, 7, 1))
    assert (version.number, version.confirmed, version.rules.automatic) == (2, True, True)
    assert version.rules.first.exit == ("What was tried", "When")
    assert [stage.key for stage in version.rules.in_order()] == [
        "direct", "senior", "panel", "executive", "lsp", "external",
    ]  # fmt: skip
    assert version.rules.stage("panel").decided_by is Decider.CONVENER


@pytest.mark.parametrize("number", ["", "0", "9", "one", "1" * 9, "²"])
def test_only_a_version_that_there_is_can_be_copied(ledger: Ledger, number: str) -> None:
    with pytest.raises((DomainError, ValidationError)):
        do(ledger, "procedure.draft", PROCEDURE, number=number)


def test_a_file_that_cannot_work_is_refused_with_its_faults(ledger: Ledger) -> None:
    with pytest.raises(ValidationError, match="Did you mean “urgent_hours”"):
        do(
            ledger, "procedure.draft_from_file", PROCEDURE,
            text=SHIPPED.replace("urgent_hours", "urgent_hour"),
        )  # fmt: skip
    assert procedure(ledger).in_draft is None


# Two people at once


def test_of_two_people_who_escalate_at_once_one_wins(
    database_url: str, ledger_on_each: Ledger
) -> None:
    ledger = founded(ledger_on_each)
    reference = dispute(ledger)
    complete_record(ledger, reference, "direct")
    version, start = found(ledger, reference).version, Barrier(2)

    def escalate_it(person: Person) -> str:
        with closing(open_ledger(database_url)) as own:
            stand_on(own, TODAY)
            start.wait(timeout=30)
            try:
                do(own, "dispute.escalate", reference, by=person, version=version, reason="x")
            except ChangedSinceError as refused:
                return f"seen at {refused.shown}, now at {refused.version}"
            return "escalated"

    with ThreadPoolExecutor(2) as people:
        outcomes = sorted(people.map(escalate_it, [TEAM, POLICE]))
    assert outcomes == ["escalated", f"seen at {version}, now at {version + 1}"]
    assert [visit.stage for visit in found(ledger, reference).visits] == ["direct", "senior"]
    assert not disagreements(ledger)


def test_who_belongs_to_a_party_cannot_step_out_of_it_to_convene(ledger: Ledger) -> None:
    reference = dispute(ledger)
    for stage in ("direct", "senior"):
        escalate(ledger, reference, stage)
    act(ledger, reference, "name_convener", role="Director", agency=HEALTH_AGENCY)
    complete_record(ledger, reference, "saas")
    of_both = Person(
        "b07h",
        (HeldRole(Role.SAAS_MEMBER, HEALTH_AGENCY), HeldRole(Role.SAAS_MEMBER, POLICE_AGENCY)),
    )
    with pytest.raises(DomainError, match="only the convener can decide"):
        do(ledger, "dispute.decide", reference, by=of_both, decision="Met.")
    of_health = Person("4ea1", of_both.roles[:1])
    do(ledger, "dispute.decide", reference, by=of_health, decision="Met.")
    assert found(ledger, reference).outcome == "Met."
