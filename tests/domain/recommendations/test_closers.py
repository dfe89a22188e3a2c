"""Who may say that a recommendation is done, where those who would usually say so own it."""

from __future__ import annotations

from itertools import product

import pytest

from domain.kernel.bodies import BODY_NAMES, BODY_ROLES, Body, body_called
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.errors import DomainError, each_of
from domain.kernel.terms import Actor, Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSERS, Closing, Source, closers_of
from tests.examples import told
from tests.followed import (
    EXECUTIVE,
    LSP,
    POLICE,
    SCRUTINEER,
    TEAM,
    VERIFYING,
    by,
    responded,
    submitted,
)
from tests.minuted import MINUTE

UNMIRRORED = [source for source in Source if not CLOSERS[source].mirrored]
OWN_LEADS = {Body.EXECUTIVE: {Role.SCRUTINEER, Role.LSP}, Body.LSP: {Role.SCRUTINEER}}


def to(body: Body, source: Source = Source.INDEPENDENT_SCRUTINY) -> Recommendation:
    return submitted(source=source, to_body=body)


@pytest.mark.parametrize(("source", "body", "role"), [*product(UNMIRRORED, Body, Role)])
def test_what_is_recommended_to_a_body_is_never_closed_by_it(
    source: Source, body: Body, role: Role
) -> None:
    item, occasion = to(body, source), by(Actor("1", role, "cafcass"))
    if role in OWN_LEADS[body] or (role is Role.BUSINESS_TEAM and body is Body.EXECUTIVE):
        item.verify(occasion, finding="Seen.", minute=MINUTE)
        assert item.closing is Closing.IMPLEMENTED
        return
    with pytest.raises(DomainError, match="can decide this") as refused:
        item.verify(occasion, finding="Seen.", minute=MINUTE)
    assert "Scrutineer" in refused.value.sentence, "the way out"
    assert BODY_ROLES[body] not in item.closers.roles


@pytest.mark.parametrize("source", [source for source in Source if CLOSERS[source].mirrored])
def test_an_inspectorate_decides_of_what_it_recommends_to_a_body_itself(source: Source) -> None:
    assert closers_of(source, Body.EXECUTIVE) == CLOSERS[source]


@pytest.mark.parametrize("role", ["Executive", "the KSCMP Executive", "executive board", "DSPs"])
def test_a_body_that_owns_it_does_not_close_it_either(role: str) -> None:
    item = submitted(source=Source.PUBLIC_INQUIRY, owner_role=role, owner_agency="")
    with pytest.raises(DomainError, match="Only the Independent Scrutineer or the Lead"):
        item.verify(by(EXECUTIVE), finding="Seen.", minute=MINUTE)


@pytest.mark.parametrize("words", ["", "Executive assistant", "The Executive of Medway", "Board"])
def test_not_everything_is_a_body(words: str) -> None:
    assert body_called(words) is None


def test_the_risk_of_not_doing_it_is_accepted_by_a_body_above() -> None:
    item = to(Body.EXECUTIVE)
    with pytest.raises(DomainError, match="The Lead Safeguarding Partners can") as refused:
        item.accept_risk(by(EXECUTIVE), to=Body.EXECUTIVE, reason="x", minute=MINUTE)
    assert refused.value.field == "to"
    item.accept_risk(by(LSP), to=Body.LSP, reason="Too dear.", minute=MINUTE)
    assert item.closing is Closing.RISK_ACCEPTED


@pytest.mark.parametrize("body", Body)
def test_nobody_accepts_the_risk_of_what_is_recommended_to_the_lead_partners(body: Body) -> None:
    with pytest.raises(DomainError, match="The Independent Scrutineer can verify it"):
        to(Body.LSP).accept_risk(by(TEAM), to=body, reason="x", minute=MINUTE)


# Practice reviews: somebody from outside its owners


def practice_review(source: Source = Source.PRACTICE_REVIEW) -> Recommendation:
    return submitted(source=source)


@pytest.mark.parametrize("source", [Source.PRACTICE_REVIEW, Source.NATIONAL_PRACTICE_REVIEW])
def test_the_business_team_names_who_from_outside_the_owners_took_part(source: Source) -> None:
    item = practice_review(source)
    with pytest.raises(DomainError, match="who from outside") as refused:
        item.verify(by(TEAM), finding="Seen.", minute=MINUTE)
    assert refused.value.field == "outsider_role"
    for owner in ("kent-police", "kent-county-council"):
        with pytest.raises(DomainError, match="That agency owns it") as refused:
            item.verify(
                by(TEAM), finding="x", minute=MINUTE, outsider_role="x", outsider_agency=owner
            )
        assert refused.value.field == "outsider_agency"
    item.verify(
        by(TEAM), finding="Seen.", minute=MINUTE,
        outsider_role="Chief Nurse", outsider_agency="nhs-kent-and-medway",
    )  # fmt: skip
    assert told(item) == [f"verified ({MINUTE.words}) that it is implemented: Seen."]


def test_a_member_of_the_executive_is_from_outside_the_owners_and_it_can_be_seen() -> None:
    with pytest.raises(DomainError, match="Your role names no agency"):
        practice_review().verify(by(EXECUTIVE), finding="Seen.", minute=MINUTE)
    with pytest.raises(DomainError, match="does not own it"):
        practice_review().verify(
            by(Actor("1", Role.EXECUTIVE, "kent-police")), finding="Seen.", minute=MINUTE
        )
    health = by(Actor("1", Role.EXECUTIVE, "nhs-kent-and-medway"))
    practice_review().verify(health, finding="Seen.", minute=MINUTE)


def test_the_scrutineer_is_from_outside_them_all_and_needs_no_minute() -> None:
    item = practice_review()
    item.verify(by(SCRUTINEER), finding="Seen.")
    assert item.closing is Closing.IMPLEMENTED


# Groups and their minutes


@pytest.mark.parametrize("source", [each for each in UNMIRRORED if CLOSERS[each].groups])
def test_what_a_group_decides_is_minuted_whoever_records_it(source: Source) -> None:
    who = [Actor("1", role, "cafcass") for role in {*CLOSERS[source].groups, Role.BUSINESS_TEAM}]
    for actor in who:
        item = submitted(source=source)
        for judge, facts in (("verify", {"finding": "Seen."}), ("return_it", {"reason": "No."})):
            with pytest.raises(DomainError, match="number and date of the minute") as refused:
                getattr(item, judge)(by(actor), **facts)
            assert each_of(refused.value)[0].field == "meeting"


# Evidence that nobody has checked


def test_verifying_without_checked_evidence_needs_a_reason_that_stays() -> None:
    item = responded()
    item.add_evidence(by(TEAM), kind=EvidenceKind.DOCUMENT, title="It", link="https://x.example")
    item.submit(by(POLICE), claim="Done.", **VERIFYING)
    with pytest.raises(DomainError, match="Nobody has checked the evidence") as refused:
        item.verify(by(SCRUTINEER), finding="Seen.")
    assert refused.value.field == "unchecked"
    item.verify(by(SCRUTINEER), finding="Seen.", unchecked="It is on every desk.")
    assert told(item)[-1] == (
        "verified that it is implemented: Seen. (nobody had checked the evidence: It is on every "
        "desk.)"
    )
    item.reopen(by(TEAM), reason="It did not last.")
    assert item.verified_unchecked == "It is on every desk."


def test_a_reason_is_not_given_where_somebody_checked_it() -> None:
    with pytest.raises(DomainError, match="leave this empty") as refused:
        submitted().verify(by(SCRUTINEER), finding="Seen.", unchecked="x")
    assert refused.value.field == "unchecked"


def test_withdrawn_evidence_is_no_checked_evidence() -> None:
    item = submitted()
    item.add_evidence(by(TEAM), kind=EvidenceKind.DOCUMENT, title="It", link="https://x.example")
    item.withdraw_evidence(by(TEAM), evidence=1, reason="Another file.")
    with pytest.raises(DomainError, match="Nobody has checked the evidence"):
        item.verify(by(SCRUTINEER), finding="Seen.")


@pytest.mark.parametrize("body", Body)
def test_the_form_names_who_may(body: Body) -> None:
    others = {Body.EXECUTIVE: BODY_NAMES[Body.LSP], Body.LSP: "the Independent Scrutineer"}
    assert others[body] in to(body).closers.words
