"""Decisions between meetings, and what becomes of a decision: assents, reports, ratification."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.decisions.decision import Decision
from domain.decisions.vocabulary import Kind, Ratification, Standing, Where
from domain.groups.vocabulary import GroupKind
from domain.kernel.deciding.minutes import NONE_FOUND, Minute
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from tests.meetings import AGENCIES, DAY, HEALTH, POLICE, group, on, planned, quorate
from tests.minuted import MINUTE, NOT_MINUTED

EXECUTIVE = Actor("e5ec", Role.EXECUTIVE)


def between(**facts: Any) -> Decision:
    said = {"group": group(), "where": Where.EMAIL, "kind": Kind.AGREED, "words": "Send it.",
            "agencies": [AGENCIES[HEALTH], AGENCIES[POLICE]], **facts}  # fmt: skip
    return Decision.take_between(on(DAY), reference="DEC-2026-001", **said)


def assent(decision: Decision, agency: str, *, yes: bool = True, days: int = 0) -> None:
    decision.assent(
        on(DAY + timedelta(days=days)), agency=AGENCIES[agency], assents=yes, known_by="an e-mail"
    )


@pytest.mark.parametrize("said", ["", "none found", "None", "No power found"])
def test_where_no_power_is_found_that_is_what_is_recorded(said: str) -> None:
    assert between(power=said).power == NONE_FOUND


def test_a_power_that_is_found_is_quoted() -> None:
    assert between(power="Standing order 4").power == "Standing order 4"


def test_silence_is_no_assent_and_each_assent_has_its_date() -> None:
    decision = between()
    assent(decision, HEALTH, days=2)
    assert decision.assents_in_words == f"{HEALTH}: 15 May 2026; {POLICE}: no answer"
    assent(decision, POLICE, yes=False)
    assert decision.assents_in_words.endswith(f"{POLICE}: did not assent")


@pytest.mark.parametrize("kind", [Kind.AGREED, Kind.RECOMMENDED])
def test_what_is_agreed_by_email_stands_when_all_who_were_asked_have_assented(kind: Kind) -> None:
    decision = between(kind=kind)
    assert decision.worth is Standing.UNANSWERED
    assent(decision, HEALTH)
    assert decision.worth is Standing.UNANSWERED
    assent(decision, POLICE, yes=False)
    assert decision.worth is Standing.REFUSED
    assent(decision, POLICE)
    assert decision.worth is Standing.STANDS


def test_what_one_member_did_not_assent_to_waits_for_nobody_else() -> None:
    decision = between()
    assent(decision, POLICE, yes=False)
    assert decision.worth is Standing.REFUSED


def test_the_chairs_action_stands_without_an_assent() -> None:
    assert between(where=Where.CHAIRS_ACTION, agencies=[]).worth is Standing.STANDS


def test_who_was_not_asked_does_not_assent_nor_does_anybody_before_they_were() -> None:
    with pytest.raises(DomainError, match="was not asked"):
        assent(between(), "Kent schools")
    with pytest.raises(DomainError, match="not before"):
        assent(between(), HEALTH, days=-1)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"where": Where.MEETING}, "recorded on the page of the meeting"),
        ({"kind": Kind.ADVICE}, "Advice is what a meeting without a quorum gives"),
        ({"agencies": []}, "Say which members were asked"),
    ],
)
def test_what_cannot_be_decided_between_meetings_is_refused(
    facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        between(**facts)


def test_only_who_has_a_seat_that_day_is_asked() -> None:
    seats = group()
    seats.end_seat(on(date(2026, 5, 1)), seat=5, to_on=date(2026, 5, 1), reason="Two became one.")
    with pytest.raises(DomainError, match="Kent Police had no seat"):
        between(group=seats)


def test_the_chairs_action_asks_nobody() -> None:
    decision = between(where=Where.CHAIRS_ACTION, agencies=[])
    with pytest.raises(DomainError, match="Nobody was asked to assent"):
        assent(decision, HEALTH)


def test_it_is_reported_to_a_meeting_of_the_group_once() -> None:
    decision, sitting = between(), planned(date(2026, 6, 10)).open()
    sitting.meeting.report_decision(sitting.now, decision=decision, item=1, minute="1.1")
    assert decision.reported_at == sitting.meeting.reference
    with pytest.raises(DomainError, match="It was reported to MTG-2026-001"):
        sitting.meeting.report_decision(sitting.now, decision=decision, item=1, minute="1.1")


def test_what_a_meeting_decided_is_reported_to_none() -> None:
    sitting = quorate()
    with pytest.raises(DomainError, match="It was not taken between meetings"):
        sitting.meeting.report_decision(
            sitting.now, decision=sitting.decide(1), item=2, minute="2.1"
        )


@pytest.mark.parametrize("kind", [Kind.RECOMMENDED, Kind.SUBJECT])
def test_the_executive_neither_recommends_to_itself_nor_awaits_itself(kind: Kind) -> None:
    sitting, itself = quorate(), "Executive decides that itself"
    sitting.group.kind = GroupKind.EXECUTIVE
    with pytest.raises(DomainError, match=itself) as refused:
        sitting.decide(1, kind=kind)
    assert refused.value.field == "kind"
    with pytest.raises(DomainError, match=itself):
        Decision.take_between(
            sitting.now, reference="DEC-2026-009", group=sitting.group, kind=kind, words="So.",
            where=Where.CHAIRS_ACTION,
        )  # fmt: skip
    assert sitting.decide(1).kind is Kind.AGREED


@pytest.mark.parametrize(
    ("answer", "standing"),
    [(Ratification.RATIFIED, Standing.STANDS), (Ratification.DECLINED, Standing.DECLINED)],
)
def test_what_is_subject_to_ratification_stands_once_it_is_ratified(
    answer: Ratification, standing: Standing
) -> None:
    decision = between(kind=Kind.SUBJECT)
    assert decision.worth is Standing.AWAITS
    later = on(DAY + timedelta(days=7), EXECUTIVE)
    decision.ratify(later, answer=answer, words="So be it.", minute=MINUTE)
    assert decision.worth is standing
    with pytest.raises(DomainError, match="does not await ratification"):
        decision.ratify(later, answer=answer, words="Again.", minute=MINUTE)


def test_the_executive_says_why_it_does_not_ratify_and_only_it_answers() -> None:
    decision, later = between(kind=Kind.SUBJECT), on(DAY + timedelta(days=7), EXECUTIVE)
    with pytest.raises(DomainError, match="Say why it is not ratified"):
        decision.ratify(later, answer=Ratification.DECLINED, minute=MINUTE)
    chair = replace(later, by=Actor("c4a1", Role.SAAS_CHAIR))
    with pytest.raises(DomainError, match="can decide this"):
        decision.ratify(chair, answer=Ratification.RATIFIED, minute=MINUTE)


@pytest.mark.parametrize("answer", Ratification)
def test_outside_a_meeting_it_is_ratified_or_not_only_by_a_power_on_record(
    answer: Ratification,
) -> None:
    decision, later = between(kind=Kind.SUBJECT), on(DAY + timedelta(days=7), EXECUTIVE)
    with pytest.raises(DomainError, match="only by a power that is on record") as refused:
        decision.ratify(later, answer=answer, words="x", minute=NOT_MINUTED)
    assert refused.value.field == "power"
    decision.ratify(later, answer=answer, words="x", minute=Minute(power="Standing order 4"))
    key = next(each for each, _ in decision.decisions_to_correct() if each == "2 minute")
    with pytest.raises(DomainError, match="only by a power that is on record"):
        decision.propose_redecision(
            on(DAY + timedelta(days=8)), decision=key, minute=NOT_MINUTED, reason="Misread."
        )
