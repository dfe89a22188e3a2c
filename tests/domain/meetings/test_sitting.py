"""What happens in a meeting: who is there for which item, what is decided, what stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.decisions.decision import RESTRICTED
from domain.decisions.vocabulary import Kind, Standing
from domain.groups.vocabulary import Office
from domain.kernel.errors import DomainError
from domain.meetings.vocabulary import AskedTo, How, InterestKind, StatementKind, Status
from tests.meetings import (
    AGENCIES,
    ASSISTANT,
    COUNCIL,
    DAY,
    DIRECTOR,
    HEALTH,
    LEAD,
    NURSE,
    POLICE,
    SUPERINTENDENT,
    TEACHER,
    TRUST,
    on,
    planned,
    quorate,
)


def test_the_quorum_is_tested_at_each_item_as_people_come_and_go() -> None:
    sitting = planned().open(items=6)
    meeting = sitting.meeting
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    nurse = sitting.attend(NURSE, How.ONLINE, from_item=2)
    meeting.depart(
        sitting.now, attendee=nurse, item=6, reason="The line broke.", beside=sitting.others
    )
    assert meeting.quorum_words == (
        f"Not quorate for item 1: nobody from {HEALTH}. "
        f"Quorate for items 2 to 5: {COUNCIL}, {HEALTH} and {POLICE} represented, the chair not "
        f"counted. Not quorate for item 6: nobody from {HEALTH}."
    )
    assert meeting.quorate == "partly"


def test_the_last_items_are_told_as_from_one_on() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    nurse = meeting.attendee_of(NURSE)
    assert nurse
    meeting.depart(sitting.now, attendee=nurse.number, item=2, beside=sitting.others)
    assert meeting.quorum_words.endswith(f"Not quorate from item 2: nobody from {HEALTH}.")


def test_who_comes_back_counts_again() -> None:
    sitting = quorate()
    meeting = sitting.meeting
    nurse = meeting.attendee_of(NURSE)
    assert nurse
    meeting.depart(sitting.now, attendee=nurse.number, item=2, beside=sitting.others)
    meeting.arrive(
        sitting.now, attendee=nurse.number, item=3, how=How.ONLINE, beside=sitting.others
    )
    assert [meeting.quorum_at(item).holds for item in (1, 2, 3)] == [True, False, True]


def test_a_chair_who_is_the_only_local_authority_member_is_not_counted() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    sitting.attend(NURSE)
    sitting.attend(SUPERINTENDENT)
    assert sitting.sentence() == (
        f"Not quorate: nobody from {COUNCIL} but the chair, who is not counted."
    )
    sitting.attend(DIRECTOR)
    assert sitting.meeting.quorum_at(1).holds


def test_the_deputy_who_chairs_is_not_counted_and_the_chair_who_does_not_is() -> None:
    sitting = planned().open()
    sitting.attend(LEAD, from_item=2)
    sitting.chair(sitting.attend(DIRECTOR))
    for seat in (NURSE, SUPERINTENDENT):
        sitting.attend(seat)
    assert not sitting.meeting.quorum_at(1).holds
    assert sitting.meeting.quorum_at(2).holds


# ---------------------------------------------------------------- substitutes


def test_a_substitute_counts_if_judged_able_beforehand() -> None:
    sitting = quorate()
    sitting.meeting.correct_attendance(
        sitting.now, attendee=3, how=How.APOLOGIES, reason="Ill.", beside=sitting.others
    )
    assert not sitting.meeting.quorum_at(1).holds
    fresh = planned()
    fresh.judge(NURSE)
    fresh.open()
    fresh.chair(fresh.attend(LEAD))
    fresh.attend(ASSISTANT)
    fresh.attend(SUPERINTENDENT)
    number = fresh.substitute(NURSE)
    came = fresh.meeting.attendees[number].substitute
    assert came
    assert (came.beforehand, came.judged_by, came.reason) == (True, "the chair", "Ill.")
    assert fresh.meeting.quorum_at(1).holds


@pytest.mark.parametrize(
    ("judged", "why"),
    [
        ({"commissions": False}, "a substitute who cannot commission work"),
        ({"contributes": False}, "a substitute who cannot contribute meaningfully"),
        ({}, "a substitute whom nobody has judged"),
    ],
)
def test_a_substitute_who_is_not_able_counts_for_nothing(judged: dict[str, bool], why: str) -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    sitting.substitute(NURSE, **judged)
    assert sitting.sentence() == f"Not quorate: nobody from {HEALTH} but {why}."


@pytest.mark.parametrize("judged", [{}, {"commissions": False}])
def test_who_is_judged_able_during_the_meeting_counts_from_then_on(judged: dict[str, bool]) -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    number = sitting.substitute(NURSE, **judged)
    advice = sitting.decide(1, kind=Kind.ADVICE)
    sitting.judge(NURSE)
    assert sitting.meeting.attendees[number].role == "Deputy"
    decision = sitting.decide(2)
    assert advice.quorum.startswith("Not quorate: ")
    assert decision.quorum.startswith("Quorate: ")


def test_who_is_judged_unable_later_takes_nothing_from_what_was_decided() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    sitting.substitute(NURSE, commissions=True)
    decision = sitting.decide(1)
    sitting.judge(NURSE, commissions=False)
    assert not sitting.meeting.quorum_at(2).holds
    sitting.attend(TEACHER)
    assert decision.worth is Standing.STANDS


def test_another_substitute_is_judged_once_the_first_has_left() -> None:
    sitting = planned().open()
    first = sitting.substitute(NURSE, commissions=False)
    other: dict[str, Any] = {
        "contributes": True,
        "commissions": True,
        "judged_by": "the chair",
        "reason": "Ill.",
    }

    def judge() -> None:
        sitting.meeting.judge_substitute(
            sitting.now, seat=NURSE, role="Matron", find=sitting.find, **other
        )

    with pytest.raises(DomainError, match="Enter that role, “Deputy”, to judge them anew, or"):
        judge()
    sitting.meeting.depart(sitting.now, attendee=first, item=2, beside=sitting.others)
    judge()
    left = sitting.meeting.attendees[first].substitute
    assert left
    assert not left.judged.able


def test_the_same_seat_is_present_once() -> None:
    sitting = quorate()
    with pytest.raises(DomainError, match=r"Designated Nurse.* is on record already. If they came"):
        sitting.attend(NURSE)
    with pytest.raises(DomainError, match=r"is there for seat 4. Record first that they departed"):
        sitting.substitute(NURSE)


def test_after_apologies_a_substitute_comes_and_after_the_substitute_the_member() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    meeting, nurse = sitting.meeting, sitting.attend(NURSE, How.APOLOGIES)
    deputy = sitting.substitute(NURSE, commissions=False)

    def arrives(item: int) -> None:
        meeting.arrive(
            sitting.now, attendee=nurse, item=item, how=How.PRESENT, beside=sitting.others
        )

    with pytest.raises(DomainError, match=r"Deputy.* is there for seat 4. Record first"):
        arrives(2)
    meeting.depart(sitting.now, attendee=deputy, item=2, beside=sitting.others)
    with pytest.raises(DomainError, match="for seat 4 until item 2, so nobody else is before"):
        arrives(1)
    arrives(2)
    assert [meeting.quorum_at(item).holds for item in (1, 2, 3)] == [False, True, True]
    with pytest.raises(DomainError, match=r"Designated Nurse.* is there for seat 4"):
        meeting.correct_attendance(
            sitting.now, attendee=deputy, how=How.PRESENT, reason="x", beside=sitting.others
        )


def test_a_member_nobody_recorded_comes_after_their_substitute_and_chairs() -> None:
    sitting = planned().open()
    deputy = sitting.substitute(LEAD)
    sitting.meeting.depart(sitting.now, attendee=deputy, item=2, beside=sitting.others)
    lead = sitting.attend(LEAD, from_item=2)
    assert not sitting.meeting.can_chair(Office.CHAIR, 1)
    assert sitting.meeting.can_chair(Office.CHAIR, 2)
    sitting.chair(lead, 2)


def test_one_person_who_arrives_counts_for_one_agency() -> None:
    sitting = planned()
    for seat in (NURSE, TRUST):
        sitting.group.vacate_seat(on(date(2026, 4, 1)), seat=seat, reason="A joint post.")
        sitting.group.fill_seat(
            on(date(2026, 4, 2)), seat=seat, role="Joint head", person="one-and-the-same"
        )
    sitting.open()
    apart = sitting.attend(TRUST, How.APOLOGIES)
    sitting.attend(NURSE)
    with pytest.raises(DomainError, match="one person counts for one agency"):
        sitting.meeting.arrive(
            sitting.now, attendee=apart, item=2, how=How.PRESENT, beside=sitting.others
        )


def test_one_person_is_not_recorded_for_a_second_agency() -> None:
    sitting = planned()
    for seat in (NURSE, TRUST):
        sitting.group.vacate_seat(on(date(2026, 4, 1)), seat=seat, reason="A joint post.")
        sitting.group.fill_seat(
            on(date(2026, 4, 2)), seat=seat, role="Joint head", person="one-and-the-same"
        )
    sitting.open()
    sitting.attend(NURSE)
    with pytest.raises(DomainError, match="one person counts for one agency"):
        sitting.attend(TRUST)


def test_who_attends_without_a_seat_counts_for_nothing() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, SUPERINTENDENT):
        sitting.attend(seat)
    sitting.meeting.attend(
        sitting.now, role="Minute taker", agency=AGENCIES[HEALTH], how=How.PRESENT,
        find=sitting.find, beside=sitting.others,
    )  # fmt: skip
    assert sitting.meeting.quorum_at(1).why == (
        f"nobody from {HEALTH} but somebody who attends without being a member"
    )


# ---------------------------------------------------------------- interests and the chair


def declare(sitting: object, attendee: int, item: int, kind: InterestKind) -> None:
    sitting.meeting.declare_interest(  # type: ignore[attr-defined]
        sitting.now, attendee=attendee, item=item, kind=kind, words="A contract.",  # type: ignore[attr-defined]
        beside=sitting.others,  # type: ignore[attr-defined]
    )  # fmt: skip


def test_an_agencys_interest_stays_and_counts_a_persons_leaves_and_does_not() -> None:
    sitting = quorate()
    nurse, superintendent = 3, 4
    declare(sitting, nurse, 1, InterestKind.AGENCY)
    declare(sitting, superintendent, 2, InterestKind.PERSON)
    assert sitting.meeting.quorum_at(1).holds
    assert sitting.meeting.quorum_at(2).why == (
        f"nobody from {POLICE} but somebody who left because of an interest of their own"
    )
    assert sitting.meeting.quorum_at(3).holds


def test_a_chair_in_conflict_does_not_chair_the_decision() -> None:
    sitting = quorate()
    declare(sitting, 1, 2, InterestKind.AGENCY)
    with pytest.raises(DomainError, match="Let somebody else take the chair"):
        sitting.decide(2)
    with pytest.raises(DomainError, match="cannot chair it"):
        sitting.chair(1, item=2)
    deputy = sitting.attend(DIRECTOR)
    sitting.chair(deputy, item=2)
    sitting.chair(1, item=3)
    assert sitting.decide(2).worth is Standing.STANDS
    chairs = [sitting.meeting.chair_at(item) for item in (1, 2, 3)]
    assert [chair.office for chair in chairs if chair] == [
        Office.CHAIR, Office.DEPUTY, Office.CHAIR,
    ]  # fmt: skip


def test_where_neither_can_the_members_choose_and_the_terms_are_silent() -> None:
    sitting = quorate()
    teacher = sitting.attend(TEACHER)
    with pytest.raises(DomainError, match="The chair is there for item 2"):
        sitting.chair(teacher, item=2)
    declare(sitting, 1, 2, InterestKind.PERSON)
    sitting.chair(teacher, item=2)
    *_, event = sitting.meeting.pending_events
    assert event.sentence({}).endswith(  # type: ignore[attr-defined]
        "chosen by the members, as neither the chair nor the deputy could; the terms of reference "
        "are silent on that"
    )


def test_the_deputy_who_chairs_beside_the_chair_says_why() -> None:
    sitting = quorate()
    deputy = sitting.attend(DIRECTOR)
    with pytest.raises(DomainError, match="Say why the deputy chairs"):
        sitting.chair(deputy, item=2)
    sitting.chair(deputy, item=2, reason="The chair presents the item.")


# ---------------------------------------------------------------- what comes of an item


def test_nothing_is_decided_without_a_quorum_and_what_was_said_is_advice() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(LEAD))
    for kind in (Kind.AGREED, Kind.RECOMMENDED, Kind.SUBJECT):
        with pytest.raises(DomainError, match="nothing can be decided on item 1"):
            sitting.decide(1, kind=kind)
    advice = sitting.decide(1, kind=Kind.ADVICE, words="Wait for the audit.")
    assert advice.worth is Standing.ADVICE
    assert advice.quorum.startswith("Not quorate: nobody from Kent County Council but the chair")


def test_a_quorate_meeting_decides_and_does_not_advise() -> None:
    sitting = quorate()
    with pytest.raises(DomainError, match="so it decides"):
        sitting.decide(1, kind=Kind.ADVICE)
    decision = sitting.decide(1, minute="1.4")
    assert (decision.worth, decision.minute, decision.taken_on) == (
        Standing.STANDS, "1.4", "2026-05-13",
    )  # fmt: skip


def test_a_group_whose_quorum_nobody_knows_decides_and_its_decision_says_so() -> None:
    sitting = planned(rule=None).open()
    assert sitting.decide(1).quorum == "Its quorum is not known to this ledger."


def test_undertakings_disagreements_and_alerts_stand_without_a_quorum() -> None:
    sitting = planned().open()
    for kind, whose in (
        (StatementKind.UNDERTAKING, AGENCIES[POLICE]),
        (StatementKind.DISAGREEMENT, AGENCIES[HEALTH]),
        (StatementKind.ALERT, None),
    ):
        sitting.meeting.record_statement(
            sitting.now, item=1, kind=kind, agency=whose, words="So it is."
        )
    assert len(sitting.meeting.statements) == 3
    with pytest.raises(DomainError, match="Select the agency"):
        sitting.meeting.record_statement(
            sitting.now, item=1, kind=StatementKind.UNDERTAKING, words="x"
        )


def test_how_often_an_item_was_put_off_is_counted() -> None:
    sitting = quorate()
    sitting.meeting.defer_item(
        sitting.now, item=1, until="the next meeting", reason="No data.", before=1
    )
    *_, event = sitting.meeting.pending_events
    assert event.sentence({}) == "deferred item 1 until the next meeting, for the second time"  # type: ignore[attr-defined]


def test_a_restricted_item_has_its_words_with_the_meeting_alone() -> None:
    sitting = planned()
    sitting.meeting.add_item(sitting.now, title="Secret", asked=AskedTo.DECIDE, restricted=True)
    sitting.open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, NURSE, SUPERINTENDENT):
        sitting.attend(seat)
    decision = sitting.decide(1, words="Secret words")
    declare(sitting, 4, 1, InterestKind.AGENCY)
    assert decision.words == decision.title == RESTRICTED
    assert sitting.meeting.outcomes[1][0].words == "Secret words"
    told = [*sitting.meeting.pending_events, *decision.pending_events]
    assert not any("ecret" in each.sentence({}) for each in told)  # type: ignore[attr-defined]


def test_a_meeting_at_which_nobody_was_is_called_off_and_not_closed() -> None:
    sitting = planned().open()
    sitting.attend(LEAD, how=How.APOLOGIES)
    with pytest.raises(DomainError, match="Was it held"):
        sitting.meeting.close(sitting.now)
    sitting.call_off()
    assert (sitting.meeting.status, sitting.meeting.quorate) == (Status.CALLED_OFF, None)
    for move in ("close", "minute_item", "attend", "correct_attendance", "call_off"):
        assert sitting.meeting.why_not(move) == "It was called off."
    held = quorate()
    assert "has been opened" in str(held.meeting.why_not("call_off"))


def test_nothing_is_decided_once_it_is_closed() -> None:
    sitting = quorate()
    sitting.meeting.close(sitting.now)
    for act in (lambda: sitting.decide(1), lambda: sitting.attend(TEACHER)):
        with pytest.raises(DomainError, match="was closed on 13 May 2026"):
            act()


def test_what_is_typed_up_later_happened_at_the_meeting() -> None:
    sitting = quorate()
    sitting.meeting.decide(
        on(DAY + timedelta(days=5)), item=1, kind=Kind.AGREED, words="x", beside=sitting.others
    )
    (reference,) = sitting.meeting.decisions
    assert sitting.others.items[reference].taken_on == "2026-05-13"  # type: ignore[attr-defined]
