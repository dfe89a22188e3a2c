"""What recommendations and actions share, each rule seen on both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from tests.examples import news, told
from tests.followed import (
    EXECUTIVE,
    POLICE,
    POLICE_COLLEAGUE,
    SCRUTINEER,
    TEAM,
    VERIFYING,
    add_evidence,
    by,
    responded,
    set_action,
    settled,
    submitted,
    submitted_action,
)

Make = Callable[[], Any]
EACH = pytest.mark.parametrize("make", [responded, set_action], ids=["recommendation", "action"])
EACH_SUBMITTED = pytest.mark.parametrize(
    "make", [submitted, submitted_action], ids=["recommendation", "action"]
)
LATER = date(2026, 9, 30)


def asked(make: Make, actor: Actor = POLICE) -> Any:
    """Another due date is asked for."""
    item = make()
    item.ask_redate(by(actor), due_on=LATER, reason="Recruitment takes longer.")
    return settled(item)


# The owner


@EACH
def test_it_is_handed_over_to_another_owner(make: Make) -> None:
    item = make()
    item.assign_owner(by(TEAM), owner_role="Director", owner_agency="kent-county-council")
    assert (item.owner_role, item.owner_agency) == ("Director", "kent-county-council")
    assert told(item) == ["made Director, Kent County Council the owner"]


@EACH
def test_the_owner_cannot_be_handed_over_to_themselves(make: Make) -> None:
    item = make()
    with pytest.raises(DomainError, match="the owner already"):
        item.assign_owner(by(TEAM), owner_role="Superintendent", owner_agency="kent-police")


# Progress


@EACH
def test_updates_add_up_and_none_is_overwritten(make: Make) -> None:
    item = make()
    item.report_progress(by(POLICE, date(2026, 5, 1)), progress="Begun")
    item.report_progress(by(POLICE, date(2026, 5, 8)), progress="Half")
    assert [facts["progress"] for _, facts in news(item)] == ["Begun", "Half"]
    assert told(item) == ["reported progress: Begun", "reported progress: Half"]
    assert item.status == "in_progress"


@EACH
def test_an_update_that_is_recorded_late_does_not_make_it_stale(make: Make) -> None:
    item = make()
    assert item.updated_on == "2026-05-12"
    item.report_progress(by(POLICE, date(2026, 4, 1)), progress="What we forgot to say")
    assert item.updated_on == "2026-05-12"
    item.report_progress(by(POLICE, date(2026, 5, 20)), progress="New")
    assert item.updated_on == "2026-05-20"


# Another due date


@EACH
def test_a_new_date_that_is_asked_for_does_not_hold_yet(make: Make) -> None:
    item = make()
    item.ask_redate(by(POLICE), due_on=LATER, reason="Recruitment takes longer.")
    assert (item.due_on, item.moves) == ("2026-06-30", 0)
    assert news(item)[0][1] == {
        "due_on": "2026-09-30", "was": "2026-06-30", "reason": "Recruitment takes longer.",
    }  # fmt: skip
    assert told(item) == ["asked to move the due date to 30 September 2026"]


@EACH
def test_an_approved_date_holds_and_the_first_date_and_the_count_are_kept(make: Make) -> None:
    item = asked(make)
    item.approve_redate(by(TEAM))
    assert news(item)[0][1] == {
        "due_on": "2026-09-30", "was": "2026-06-30", "slip": 92, "asked_by": POLICE.person,
        "reason": "Recruitment takes longer.",
    }  # fmt: skip
    assert told(item) == ["approved moving the due date from 30 June 2026 to 30 September 2026"]
    item.ask_redate(by(POLICE), due_on=date(2026, 12, 31), reason="Again.")
    item.approve_redate(by(SCRUTINEER))
    assert (item.due_on, item.first_due_on, item.moves) == ("2026-12-31", "2026-06-30", 2)


@EACH
def test_a_date_may_come_forward(make: Make) -> None:
    item = make()
    item.ask_redate(by(POLICE), due_on=date(2026, 6, 20), reason="It is urgent.")
    item.approve_redate(by(TEAM))
    assert news(item)[1][1]["slip"] == -10


@EACH
def test_a_refused_date_leaves_the_old_one(make: Make) -> None:
    item = asked(make)
    item.refuse_redate(by(TEAM), reason="It cannot wait.")
    assert news(item)[0][1] == {"due_on": "2026-09-30", "reason": "It cannot wait."}
    assert told(item) == ["refused to move the due date to 30 September 2026"]
    assert (item.due_on, item.moves, item.redate) == ("2026-06-30", 0, None)
    item.ask_redate(by(POLICE), due_on=LATER, reason="Please.")


@EACH
@pytest.mark.parametrize("decide", ["approve_redate", "refuse_redate"])
@pytest.mark.parametrize("approver", [POLICE, POLICE_COLLEAGUE])
def test_an_owner_does_not_decide_on_their_own_date(
    make: Make, decide: str, approver: Actor
) -> None:
    reason = {"reason": "x"} if decide == "refuse_redate" else {}
    for asker in (POLICE, TEAM):
        item = asked(make, asker)
        with pytest.raises(DomainError, match="agency that does not own it must decide"):
            getattr(item, decide)(by(approver), **reason)
        assert (item.due_on, news(item)) == ("2026-06-30", [])


@EACH
def test_whoever_asked_does_not_approve(make: Make) -> None:
    item = asked(make, TEAM)
    with pytest.raises(DomainError, match="Somebody else than the person who asked"):
        item.approve_redate(by(TEAM))
    with pytest.raises(DomainError, match="Somebody else than the person who asked"):
        item.refuse_redate(by(Actor(TEAM.person, EXECUTIVE.role)), reason="x")
    assert item.moves == 0


@EACH
def test_without_a_request_there_is_nothing_to_approve(make: Make) -> None:
    item = make()
    for decide, given in (("approve_redate", {}), ("refuse_redate", {"reason": "x"})):
        with pytest.raises(DomainError, match="No new due date has been asked for"):
            getattr(item, decide)(by(TEAM), **given)


@EACH
def test_one_request_at_a_time(make: Make) -> None:
    item = asked(make)
    with pytest.raises(DomainError, match="asked for already"):
        item.ask_redate(by(POLICE), due_on=date(2026, 12, 31), reason="x")


@EACH
@pytest.mark.parametrize("due_on", [date(2026, 6, 30), date(2026, 5, 11)])
def test_the_same_date_or_a_past_one_is_no_new_date(make: Make, due_on: date) -> None:
    item = make()
    with pytest.raises(DomainError) as refused:
        item.ask_redate(by(POLICE), due_on=due_on, reason="x")
    assert refused.value.field == "due_on"


# Claiming that it is done


@EACH
def test_it_is_claimed_on_the_evidence_put_forward_so_far(make: Make) -> None:
    item = make()
    add_evidence(item)
    add_evidence(item)
    settled(item)
    item.submit(by(POLICE), claim="All done.", **VERIFYING)
    assert news(item) == [
        (
            type(item).Submitted,
            {
                "claim": "All done.", "evidence": [1, 2], "verify_by": "2026-05-27",
                "working": "10 working days from 12 May 2026, not counting 25 May 2026",
            },
        )
    ]  # fmt: skip
    assert told(item) == ["submitted it for verification: All done."]
    assert (item.status, item.submitted_by) == ("submitted", POLICE.person)


@EACH
def test_nothing_is_claimed_without_evidence(make: Make) -> None:
    item = make()
    with pytest.raises(DomainError, match="no evidence yet"):
        item.submit(by(POLICE), claim="All done.", **VERIFYING)


@EACH_SUBMITTED
def test_what_is_claimed_cannot_be_claimed_again(make: Make) -> None:
    with pytest.raises(DomainError, match="submitted already"):
        make().submit(by(POLICE), claim="Again.", **VERIFYING)


@EACH
@pytest.mark.parametrize(("judge", "given"), [("verify", "finding"), ("return_it", "reason")])
def test_what_nobody_claims_cannot_be_judged(make: Make, judge: str, given: str) -> None:
    item = make()
    add_evidence(item)
    with pytest.raises(DomainError, match="has not been submitted"):
        getattr(item, judge)(by(SCRUTINEER), **{given: "x"})


@EACH_SUBMITTED
def test_what_is_returned_is_with_its_owner_again_and_can_be_claimed_again(make: Make) -> None:
    item = make()
    item.return_it(by(SCRUTINEER, date(2026, 8, 3)), reason="Nobody uses it.")
    assert told(item) == ["returned it as not yet done"]
    assert (item.status, item.returned, item.submitted_by) == ("returned", 1, "")
    assert item.updated_on == "2026-08-03", "the time that the verifier took is not the owner's"
    item.submit(by(POLICE, date(2026, 8, 4)), claim="They do now.", **VERIFYING)
    assert item.status == "submitted"


@EACH_SUBMITTED
@pytest.mark.parametrize(("judge", "given"), [("verify", "finding"), ("return_it", "reason")])
def test_nothing_is_judged_before_it_was_claimed(make: Make, judge: str, given: str) -> None:
    item = make()
    with pytest.raises(DomainError, match="submitted on 12 May 2026") as refused:
        getattr(item, judge)(by(SCRUTINEER, date(2026, 5, 11)), **{given: "x"})
    assert refused.value.field == "on"


# Nobody judges their own work


@EACH_SUBMITTED
@pytest.mark.parametrize(("judge", "given"), [("verify", "finding"), ("return_it", "reason")])
@pytest.mark.parametrize("role", [SCRUTINEER.role, EXECUTIVE.role])
def test_nobody_judges_the_work_of_their_own_agency_in_whatever_role(
    make: Make, judge: str, given: str, role: Role
) -> None:
    item = make()
    with pytest.raises(DomainError, match="an agency that does not own it must"):
        getattr(item, judge)(by(Actor("another", role, "kent-police")), **{given: "x"})
    assert item.status == "submitted"


@EACH
@pytest.mark.parametrize(("judge", "given"), [("verify", "finding"), ("return_it", "reason")])
def test_whoever_claims_it_for_the_owner_does_not_judge_it(
    make: Make, judge: str, given: str
) -> None:
    item = make()
    add_evidence(item)
    item.submit(by(TEAM), claim="Kent Police say so.", **VERIFYING)
    with pytest.raises(DomainError, match="Somebody else than the person who submitted it"):
        getattr(item, judge)(by(Actor(TEAM.person, SCRUTINEER.role)), **{given: "x"})


@EACH_SUBMITTED
def test_handing_it_over_does_not_let_those_who_claimed_it_judge_it(make: Make) -> None:
    item = make()
    item.assign_owner(by(TEAM), owner_role="Director", owner_agency="kent-county-council")
    for agency in ("kent-police", "kent-county-council"):
        with pytest.raises(DomainError, match="does not own it must"):
            item.verify(by(Actor("another", SCRUTINEER.role, agency)), finding="Fine.")
    item.verify(by(SCRUTINEER), finding="Fine.")


@EACH_SUBMITTED
def test_history_tells_apart_who_claimed_who_verified_and_on_what_evidence(make: Make) -> None:
    item = make()
    item.verify(by(SCRUTINEER), finding="Seen in use.")
    [event] = item.pending_events
    assert (event.by, event.evidence, event.finding) == (SCRUTINEER, [1], "Seen in use.")


# Links


@EACH
def test_a_link_shows_on_both_and_is_removed_from_both(make: Make) -> None:
    item, other = make(), set_action("ACT-2026-002")
    item.link(by(TEAM), other=other, reason="One serves the other.")
    assert (item.links, other.links) == (["ACT-2026-002"], [item.reference])
    assert told(item) == ["linked it to ACT-2026-002"]
    assert told(other) == [f"linked it to {item.reference}"]
    item.unlink(by(TEAM), other=other, reason="It does not.")
    assert (item.links, other.links) == ([], [])


@EACH
def test_a_link_is_made_once_and_never_to_itself(make: Make) -> None:
    item, other = make(), set_action("ACT-2026-002")
    with pytest.raises(DomainError, match="has no links"):
        item.unlink(by(TEAM), other=other, reason="x")
    item.link(by(TEAM), other=other)
    for wrong in (item, other):
        with pytest.raises(DomainError) as refused:
            item.link(by(TEAM), other=wrong)
        assert refused.value.field == "other"
    with pytest.raises(DomainError, match="not linked to ACT-2026-003"):
        item.unlink(by(TEAM), other=set_action("ACT-2026-003"), reason="x")
