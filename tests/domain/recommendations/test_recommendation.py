"""The whole life of a recommendation: what each command records, and when it is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.deciding.minutes import NO_MINUTE
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import (
    CLOSERS,
    Closing,
    Colour,
    Impact,
    Response,
    Source,
    Status,
)
from tests.examples import NOW, finds, news, told
from tests.followed import (
    CHAIR,
    COUNCIL,
    HEALTH,
    OF_EACH_ROLE,
    POLICE,
    SCRUTINEER,
    TEAM,
    VERIFYING,
    add_evidence,
    by,
    evidenced,
    received,
    responded,
    settled,
    submitted,
    verified,
)
from tests.minuted import MINUTE

MIRRORED = [source for source in Source if CLOSERS[source].mirrored]
EVERY_CLOSING = pytest.mark.parametrize("closing", list(Closing))

# Received


def test_a_recommendation_is_received_in_its_own_words() -> None:
    item = Recommendation.receive(
        NOW,
        reference="REC-2026-001",
        source=Source.JTAI,
        title="JTAI of Kent",
        publisher="Ofsted, CQC and HMICFRS",
        published="2022-08-05",
        number="4.2",
        words="Agree one threshold document.",
        themes=("Neglect", "Front door"),
        agencies=("kent-county-council",),
        owner_role="Superintendent",
        owner_agency="kent-police",
        due_words="within three months",
        recurs=12,
    )
    assert news(item) == [
        (
            Recommendation.Received,
            {
                "source": "jtai",
                "to_body": "",
                "title": "JTAI of Kent",
                "publisher": "Ofsted, CQC and HMICFRS",
                "published": "2022-08-05",
                "published_on": "2022-08-05",
                "number": "4.2",
                "words": "Agree one threshold document.",
                "themes": ["Neglect", "Front door"],
                "agencies": ["kent-police", "kent-county-council"],
                "owner_role": "Superintendent",
                "owner_agency": "kent-police",
                "due_words": "within three months",
                "due_on": "2022-11-05",
                "first_due_on": "",
                "recurs": 12,
            },
        )
    ]
    assert told(item) == [
        "recorded recommendation 4.2 of Ofsted, CQC and HMICFRS: Agree one threshold document."
    ]
    assert item.status is Status.RECEIVED
    assert item.owning_agencies == {"kent-police", "kent-county-council"}


def test_little_need_be_known_of_it() -> None:
    item = Recommendation.receive(
        NOW, reference="REC-2026-001", source=Source.PEER_REVIEW, title="A review", words="Do it."
    )
    assert told(item) == ["recorded recommendation of A review: Do it."]
    assert (item.due_on, item.published_on, item.owning_agencies) == ("", "", set())


@pytest.mark.parametrize(
    ("published", "words", "due_on"),
    [
        ("2022-08-05", "immediately", "2022-08-05"),
        ("2022-08-05", "within three months", "2022-11-05"),
        ("2017-04", "within one year", "2018-04-30"),
        ("", "2017-04", "2017-04-30"),
        ("", "immediately", ""),
        ("2022-08-05", "to be confirmed", ""),
        ("2022-08-05", "next meeting of the Executive", ""),
        ("2022-08-05", "", ""),
    ],
)
def test_due_words_are_kept_and_the_date_that_follows_is_a_fact_of_the_event(
    published: str, words: str, due_on: str
) -> None:
    item = received(published=published, due_words=words)
    assert (item.due_words, item.due_on, item.first_due_on) == (words, due_on, due_on)


def test_a_date_that_was_first_set_later_has_no_slip() -> None:
    item = received(due_words="to be confirmed")
    item.ask_redate(by(POLICE), due_on=date(2026, 9, 30), reason="Now it is known.")
    settled(item)
    item.approve_redate(by(TEAM))
    assert news(item)[0][1]["slip"] is None
    assert told(item) == ["approved moving the due date from no date to 30 September 2026"]
    assert (item.first_due_on, item.due_on, item.moves) == ("2026-09-30", "2026-09-30", 0)


def test_a_published_status_is_history_and_not_our_verification() -> None:
    item = received()
    item.report_status(
        by(TEAM), status="Claimed complete", reported="2017-12", reported_by="The owner"
    )
    assert told(item) == ["noted what was reported by The owner on 2017-12: Claimed complete"]
    assert item.status is Status.RECEIVED
    settled(item)
    item.report_status(by(TEAM), status="Open", link="https://kent.example", note="Page 4")
    assert told(item) == ["noted what was reported: Open"]
    assert item.updated_on == "2026-05-12"


# Answered and planned


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        (Response.ACCEPTED, "accepted it"),
        (Response.PARTLY_ACCEPTED, "accepted it in part"),
        (Response.ALREADY_MET, "said that it is already met"),
    ],
)
def test_it_is_answered(response: Response, sentence: str) -> None:
    item = received()
    item.respond(by(POLICE), response=response, reason="Because.")
    assert news(item) == [
        (Recommendation.Responded, {"response": response.value, "reason": "Because."})
    ]
    assert told(item) == [sentence]
    assert (item.status, item.response, item.closing) == (Status.RESPONDED, response, None)


@pytest.mark.parametrize("response", [Response.NOT_ACCEPTED, Response.PARTLY_ACCEPTED])
def test_what_is_not_accepted_in_full_needs_a_reason(response: Response) -> None:
    item = received()
    with pytest.raises(DomainError, match="why it is not accepted in full") as refused:
        item.respond(by(POLICE), response=response)
    assert refused.value.field == "reason"
    assert item.response is None


def test_what_is_not_accepted_is_closed() -> None:
    item = received()
    item.respond(by(POLICE), response=Response.NOT_ACCEPTED, reason="It is not ours to do.")
    assert told(item) == ["did not accept it"]
    assert (item.status, item.closing) == (Status.CLOSED, Closing.NOT_ACCEPTED)


def test_an_answer_may_change_but_not_to_itself() -> None:
    item = responded()
    with pytest.raises(DomainError, match="the response already"):
        item.respond(by(POLICE), response=Response.ACCEPTED)
    item.respond(by(POLICE), response=Response.PARTLY_ACCEPTED, reason="Not the last part.")
    assert item.response is Response.PARTLY_ACCEPTED


@pytest.mark.parametrize("move", ["plan", "submit"])
def test_before_it_is_answered_it_is_neither_planned_nor_submitted(move: str) -> None:
    item = received()
    add_evidence(item)
    assert item.why_not(move) == "REC-2026-001 has no response yet. Record it first."
    with pytest.raises(DomainError, match="no response yet"):
        item.plan(by(POLICE), plan="Somehow")


def test_a_plan_makes_it_under_way() -> None:
    item = responded()
    item.plan(by(POLICE), plan="A working group")
    assert told(item) == ["recorded the plan: A working group"]
    assert (item.status, item.method) == (Status.IN_PROGRESS, "A working group")


# Who may say that it is done


VERIFIERS = {
    Source.INDEPENDENT_SCRUTINY: {Role.SCRUTINEER, Role.EXECUTIVE},
    Source.PRACTICE_REVIEW: {Role.SCRUTINEER, Role.EXECUTIVE},
    Source.NATIONAL_PRACTICE_REVIEW: {Role.SCRUTINEER, Role.EXECUTIVE},
    Source.MULTI_AGENCY_AUDIT: {Role.SAAS_CHAIR, Role.SAAS_MEMBER},
    Source.SECTION_11_AUDIT: {Role.SAAS_CHAIR, Role.SAAS_MEMBER},
    Source.INTERNAL_AUDIT: {Role.SAAS_CHAIR, Role.SAAS_MEMBER},
    Source.JTAI: {Role.BUSINESS_TEAM},
    Source.JOINT_INSPECTION: {Role.BUSINESS_TEAM},
    Source.SINGLE_AGENCY_INSPECTION: {Role.BUSINESS_TEAM},
    Source.PEER_REVIEW: {Role.SAAS_CHAIR, Role.SAAS_MEMBER, Role.EXECUTIVE},
    Source.PUBLIC_INQUIRY: {Role.EXECUTIVE},
    Source.COMMITTEE: {Role.BUSINESS_TEAM},
}
"""The table of who closes: scrutiny, audit, practice review and inspection as the domain says."""


@pytest.mark.parametrize("source", Source)
def test_who_closes_depends_on_the_source(source: Source) -> None:
    reference = "Letter of 1 May 2026" if source in MIRRORED else ""
    judged: dict[str, Any] = {"decision_reference": reference, "minute": MINUTE}
    written = {"outsider_role": "Chief Nurse"} if CLOSERS[source].outsider else {}
    only = re.escape(f"Only {CLOSERS[source].words} can decide this.")
    for role in Role:
        item, occasion = submitted(source=source), by(replace(OF_EACH_ROLE[role], agency="nhs"))
        if role in VERIFIERS[source] | {Role.BUSINESS_TEAM}:
            item.verify(occasion, finding="Seen in use.", **judged, **written)
            assert (item.status, item.closing) == (Status.CLOSED, Closing.IMPLEMENTED)
            submitted(source=source).return_it(occasion, reason="Not seen.", **judged)
        else:
            with pytest.raises(DomainError, match=only):
                item.verify(occasion, finding="Seen.", **judged)
            with pytest.raises(DomainError, match=only):
                item.return_it(occasion, reason="Not seen.", **judged)
            assert item.status is Status.SUBMITTED


def test_the_sources_whose_own_decision_is_mirrored() -> None:
    assert set(MIRRORED) == {
        Source.JTAI, Source.JOINT_INSPECTION, Source.SINGLE_AGENCY_INSPECTION, Source.COMMITTEE,
    }  # fmt: skip


@pytest.mark.parametrize("source", MIRRORED)
def test_a_mirrored_decision_needs_its_reference(source: Source) -> None:
    item = submitted(source=source)
    with pytest.raises(DomainError, match="Give the reference") as refused:
        item.verify(by(TEAM), finding="They lifted it.")
    assert refused.value.field == "decision_reference"
    with pytest.raises(DomainError, match="Give the reference"):
        item.return_it(by(TEAM), reason="They did not.")
    item.verify(by(TEAM), finding="They lifted it.", decision_reference="Letter of 6 August")
    assert told(item) == ["verified (Letter of 6 August) that it is implemented: They lifted it."]


@pytest.mark.parametrize("source", MIRRORED)
def test_an_inspectorate_decides_when_it_wishes_but_on_evidence(source: Source) -> None:
    """Nobody need have claimed anything, and the person who claimed it may write it down."""
    item = received(source=source)
    for move in ("verify", "return_it"):
        assert item.why_not(move) == "REC-2026-001 has no evidence yet."
    with pytest.raises(DomainError, match="no evidence yet"):
        item.verify(by(TEAM), finding="x", decision_reference="Letter")
    add_evidence(item, TEAM)
    settled(item)
    item.check_evidence(by(CHAIR), evidence=1, finding="It is their letter.")
    settled(item)
    item.return_it(by(TEAM), reason="Not yet.", decision_reference="Letter of 2022")
    assert told(item) == ["returned it as not yet done (Letter of 2022)"]
    assert item.status is Status.RETURNED
    item.verify(by(TEAM), finding="Lifted.", decision_reference="Letter of 2024")
    assert item.closing is Closing.IMPLEMENTED


@pytest.mark.parametrize("source", [source for source in Source if source not in MIRRORED])
def test_nothing_else_is_closed_as_done_without_evidence_and_a_claim(source: Source) -> None:
    verifier = by(OF_EACH_ROLE[min(VERIFIERS[source])])
    bare, with_evidence = responded(source=source), evidenced(source=source)
    for item in (bare, with_evidence):
        with pytest.raises(DomainError, match="has not been submitted"):
            item.verify(verifier, finding="Seen.")
    with pytest.raises(DomainError, match="no evidence yet"):
        bare.submit(by(POLICE), claim="Done.", **VERIFYING)


@pytest.mark.parametrize(
    "verifier",
    [
        Actor("another", Role.SAAS_MEMBER, "kent-police"),
        Actor("another", Role.SAAS_CHAIR, "kent-county-council"),
        COUNCIL,
        POLICE,
    ],
)
def test_neither_the_owner_nor_an_agency_that_it_is_addressed_to_verifies(verifier: Actor) -> None:
    item = submitted(source=Source.MULTI_AGENCY_AUDIT)
    with pytest.raises(DomainError, match="agency that does not own it must verify"):
        item.verify(by(verifier), finding="Fine.")
    with pytest.raises(DomainError, match="agency that does not own it must"):
        item.return_it(by(verifier), reason="Not fine.")
    item.verify(by(HEALTH), finding="Fine.", minute=MINUTE)


def test_whoever_submitted_it_does_not_verify_it_in_another_role() -> None:
    item = evidenced()
    item.submit(by(TEAM), claim="Kent Police say so.", **VERIFYING)
    with pytest.raises(DomainError, match="Somebody else than the person who submitted"):
        item.verify(by(Actor(TEAM.person, Role.EXECUTIVE)), finding="Fine.")


# Verified, returned and the look at its impact


def test_it_is_verified_on_the_evidence_and_its_impact_is_looked_at_later() -> None:
    item = submitted()
    item.verify(by(SCRUTINEER), finding="Seen in use.", impact_months=6)
    assert news(item) == [
        (
            Recommendation.Verified,
            {
                "closing": "implemented",
                "finding": "Seen in use.",
                "evidence": [1],
                "unchecked": "",
                "decision_reference": "",
                "outsider_role": "",
                "outsider_agency": "",
                "impact_on": "2026-11-12",
                **NO_MINUTE.facts,
            },
        )
    ]
    assert told(item) == ["verified that it is implemented: Seen in use."]


def test_it_may_be_resolved_otherwise() -> None:
    item = submitted()
    item.verify(by(SCRUTINEER), finding="A new law.", closing=Closing.RESOLVED_OTHERWISE)
    assert told(item) == ["verified that it is resolved otherwise: A new law."]


@pytest.mark.parametrize(
    "closing",
    [each for each in Closing if each not in {Closing.IMPLEMENTED, Closing.RESOLVED_OTHERWISE}],
)
def test_verifying_finds_nothing_but_that_it_is_done(closing: Closing) -> None:
    with pytest.raises(DomainError, match="implemented or resolved otherwise") as refused:
        submitted().verify(by(SCRUTINEER), finding="x", closing=closing)
    assert refused.value.field == "closing"


@pytest.mark.parametrize(
    ("months", "impact_on"),
    [(0, ""), (3, "2026-08-12"), (6, "2026-11-12"), (12, "2027-05-12")],
)
def test_its_impact_falls_due_after_3_6_or_12_months(months: int, impact_on: str) -> None:
    item = submitted()
    item.verify(by(SCRUTINEER), finding="x", impact_months=months)
    assert item.impact_on == impact_on
    item.review_impact(by(SCRUTINEER), impact=Impact.PARTIAL, finding="Half", impact_months=months)
    assert item.impact_on == impact_on


@pytest.mark.parametrize("months", [1, 4, 24])
def test_its_impact_is_looked_at_after_no_other_time(months: int) -> None:
    with pytest.raises(DomainError, match="3, 6 or 12 months") as refused:
        submitted().verify(by(SCRUTINEER), finding="x", impact_months=months)
    assert refused.value.field == "impact_months"
    with pytest.raises(DomainError, match="3, 6 or 12 months"):
        verified().review_impact(
            by(SCRUTINEER), impact=Impact.PARTIAL, finding="x", impact_months=months
        )


@pytest.mark.parametrize(
    ("impact", "words"),
    [
        (Impact.SUSTAINED, "sustained"),
        (Impact.PARTIAL, "partial"),
        (Impact.NOT_EVIDENT, "not evident"),
    ],
)
def test_its_impact_is_reviewed_after_closing(impact: Impact, words: str) -> None:
    item = verified()
    item.review_impact(by(SCRUTINEER, date(2026, 11, 12)), impact=impact, finding="Dip sample")
    assert news(item) == [
        (
            Recommendation.ImpactReviewed,
            {"impact": impact.value, "finding": "Dip sample", "impact_on": ""},
        )
    ]
    assert told(item) == [f"reviewed its impact and found it {words}: Dip sample"]
    assert (item.status, item.impact) == (Status.CLOSED, impact)


def test_its_impact_is_not_reviewed_by_its_owner_nor_before_closing() -> None:
    with pytest.raises(DomainError, match="does not own it must review its impact"):
        verified().review_impact(by(POLICE), impact=Impact.SUSTAINED, finding="Fine.")
    with pytest.raises(DomainError, match="not closed"):
        submitted().review_impact(by(SCRUTINEER), impact=Impact.SUSTAINED, finding="Fine.")


# The colour, themes and dependencies


DUE_FOR = {Colour.GREEN: "2026-12-31", Colour.AMBER: "2026-06-09", Colour.RED: "2026-05-11"}
"""When it must be due for its dates to give a colour on the day of every test."""


@pytest.mark.parametrize("computed", Colour)
@pytest.mark.parametrize("colour", Colour)
def test_an_owner_worsens_the_computed_colour_and_never_betters_it(
    computed: Colour, colour: Colour
) -> None:
    item = responded(due_words=DUE_FOR[computed])
    worse = [Colour.GREEN, Colour.AMBER, Colour.RED]
    if worse.index(colour) > worse.index(computed):
        item.worsen(by(POLICE), colour=colour, reason="Two posts are vacant.", **VERIFYING)
        assert news(item) == [
            (
                Recommendation.ColourWorsened,
                {"colour": colour.value, "reason": "Two posts are vacant."},
            )
        ]
        assert told(item) == [f"said that it is {colour}"]
        assert item.worsened is colour
    else:
        with pytest.raises(DomainError, match=f"Its dates make it {computed}") as refused:
            item.worsen(by(POLICE), colour=colour, reason="x", **VERIFYING)
        assert refused.value.field == "colour"
        assert item.worsened is None


def test_what_its_owner_said_of_the_colour_ends_when_it_is_reopened() -> None:
    item = responded()
    item.worsen(by(POLICE), colour=Colour.RED, reason="Stuck.", **VERIFYING)
    item.withdraw(by(TEAM), reason="x")
    item.reopen(by(TEAM), reason="x")
    assert item.worsened is None


def test_its_themes_are_set_even_after_closing() -> None:
    item = verified(themes=("Neglect",))
    item.tag(by(TEAM), themes=["Neglect", "Front door"])
    assert told(item) == ["tagged it: Neglect, Front door"]
    assert item.themes == ["Neglect", "Front door"]
    with pytest.raises(DomainError, match="its themes already"):
        item.tag(by(TEAM), themes=("Neglect", "Front door"))


def test_it_may_wait_for_another() -> None:
    item = responded()
    item.depend(
        by(TEAM), other=received("REC-2026-002"), reason="It needs the money.", find=finds()
    )
    assert told(item) == ["noted that it depends on REC-2026-002"]
    assert item.depends_on == {"REC-2026-002"}
    with pytest.raises(DomainError, match="waits for REC-2026-002 already"):
        item.depend(by(TEAM), other=received("REC-2026-002"), find=finds())


def test_recommendations_do_not_wait_for_each_other() -> None:
    item, other = responded(), received("REC-2026-002")
    third, far = received("REC-2026-003"), received("REC-2026-004")
    find = finds(item, other, third, far)
    other.depend(by(TEAM), other=item, find=find)
    third.depend(by(TEAM), other=other, find=find)
    far.depend(by(TEAM), other=third, find=find)
    for wrong in (item, other, third, far):
        with pytest.raises(DomainError, match="cannot wait for each other") as refused:
            item.depend(by(TEAM), other=wrong, find=find)
        assert refused.value.field == "other"


# How far it has come


def test_its_status_follows_what_happens() -> None:
    item = received()
    seen = [item.status]
    item.respond(by(POLICE), response=Response.ACCEPTED)
    seen.append(item.status)
    item.report_progress(by(POLICE), progress="Begun")
    seen.append(item.status)
    add_evidence(item)
    item.check_evidence(by(SCRUTINEER), evidence=1, finding="It says so.")
    item.submit(by(POLICE), claim="Done.", **VERIFYING)
    seen.append(item.status)
    item.return_it(by(SCRUTINEER), reason="Not so.")
    seen.append(item.status)
    item.submit(by(POLICE), claim="Done now.", **VERIFYING)
    item.verify(by(SCRUTINEER), finding="So.")
    seen.append(item.status)
    assert seen == list(Status)
