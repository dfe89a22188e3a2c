"""Recommendations, the actions that serve them and the indicator's rating, by the catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from application.doing.access import MAY, HeldRole, Person
from application.ledger.ledger import Ledger
from application.nouns.files.partnership_files import write_settled
from domain.actions.action import Action
from domain.actions.action import Status as ActionStatus
from domain.indicators.indicator import SCRUTINY_ACTED_UPON, Extent, Indicator
from domain.kernel.errors import DomainError, NotAllowedError
from domain.kernel.followed import Deadlines
from domain.kernel.terms import Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSERS, Closing, Source, Status
from domain.recommendations.words import SOURCES
from domain.risks.risk import Risk
from tests.acts import AUDITOR, CHAIR, COUNCIL, EXECUTIVE, POLICE, TEAM, do, record
from tests.following import (
    HEALTH,
    LSP,
    SCRUTINEER,
    SECOND_OF_TEAM,
    TODAY,
    add_evidence,
    claim,
    found,
    receive,
    redate,
    return_it,
    set_action,
    stand_on,
    submit,
    verify,
)
from tests.kent import SETTLED
from tests.minuted import OUTSIDE


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    found(ledger)
    return ledger


def recommendation(ledger: Ledger, reference: str) -> Recommendation:
    return ledger.get(Recommendation, reference)


def wrong(refused: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    """The fields that a form would point at."""
    messages = refused.value.messages
    assert isinstance(messages, dict)
    return set(messages)


# From receipt to closing


def test_a_recommendation_is_followed_from_receipt_to_its_impact(ledger: Ledger) -> None:
    reference = receive(
        ledger, themes="Neglect, Front door, Neglect", agencies=["kent-county-council"],
        published="2026-03-31", due_words="within three months", recurs="12", number="4",
    )  # fmt: skip
    item = recommendation(ledger, reference)
    assert (item.themes, item.due_on) == (["Neglect", "Front door"], "2026-06-30")
    assert item.agencies == ["kent-police", "kent-county-council"]
    do(ledger, "recommendation.respond", reference, by=POLICE, response="accepted")
    do(ledger, "recommendation.plan", reference, by=COUNCIL, plan="A working group")
    do(ledger, "recommendation.report_progress", reference, by=POLICE, progress="Drafted")
    add_evidence(ledger, reference)
    claim(ledger, reference)
    do(
        ledger, "recommendation.check_evidence", reference,
        by=SCRUTINEER, evidence="1", finding="It is the final one.",
    )  # fmt: skip
    verify(ledger, reference, impact_months="6", unchecked="")
    item = recommendation(ledger, reference)
    assert (item.status, item.closing) == (Status.CLOSED, Closing.IMPLEMENTED)
    assert item.impact_on == "2026-11-12"
    do(
        ledger, "recommendation.review_impact", reference,
        by=SCRUTINEER, impact="partial", finding="Half of the teams.", impact_months="3",
    )  # fmt: skip
    do(ledger, "recommendation.reopen", reference, by=SCRUTINEER, reason="Half is not all.")
    assert recommendation(ledger, reference).status is Status.IN_PROGRESS
    assert [type(event).__name__ for event in ledger.history(reference)] == [
        "Received", "Responded", "Planned", "ProgressReported", "EvidenceAdded", "Submitted",
        "EvidenceChecked", "Verified", "ImpactReviewed", "Reopened",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "verify_by", "working"),
    [
        (date(2026, 1, 14), "2026-01-28", "10 working days from 14 January 2026"),
        (
            date(2026, 4, 2), "2026-04-20",
            "10 working days from 2 April 2026, not counting 3 April 2026 and 6 April 2026",
        ),
        (
            date(2026, 12, 16), "2027-01-04",
            "10 working days from 16 December 2026, not counting 25 December 2026, "
            "28 December 2026 and 1 January 2027",
        ),
    ],
)  # fmt: skip
def test_a_verifier_has_ten_working_days_and_the_sum_is_kept(
    ledger: Ledger, day: date, verify_by: str, working: str
) -> None:
    stand_on(ledger, day)
    reference = receive(ledger)
    submit(ledger, reference)
    event: Any = ledger.history(reference)[-1]
    assert (event.verify_by, event.working) == (verify_by, working)


def test_a_partnership_may_give_its_verifiers_another_number_of_days(ledger: Ledger) -> None:
    quick = replace(SETTLED, deadlines=Deadlines(verify_within=1))
    do(ledger, "partnership.found", text=write_settled(quick))
    reference = set_action(ledger)
    submit(ledger, reference)
    event: Any = ledger.history(reference)[-1]
    assert (event.verify_by, event.working) == ("2026-05-13", "1 working day from 12 May 2026")


def test_every_source_has_words_and_somebody_who_may_close() -> None:
    assert set(SOURCES) == set(CLOSERS) == set(Source)
    for closers in CLOSERS.values():
        assert closers.roles
        for move in ("verify", "return_it"):
            assert closers.roles <= MAY[f"recommendation.{move}"]


# Nobody verifies their own agency's work


def both(agency: str, *roles: Role) -> Person:
    """Somebody with several roles, of which only SAAS member belongs to an agency."""
    return Person(
        "20ba",
        tuple(HeldRole(role, agency if role is Role.SAAS_MEMBER else "") for role in roles),
    )


@pytest.mark.parametrize("agency", ["kent-police", "kent-county-council"])
def test_another_role_does_not_let_somebody_verify_their_own_agency_s_work(
    ledger: Ledger, agency: str
) -> None:
    reference = receive(ledger, agencies=["kent-county-council"])
    submit(ledger, reference, TEAM)
    person = both(agency, Role.EXECUTIVE, Role.SAAS_MEMBER)
    for judge in (verify, return_it):
        with pytest.raises(DomainError, match="does not own it must"):
            judge(ledger, reference, person)
    verify(ledger, reference, both("nhs", Role.EXECUTIVE, Role.SAAS_MEMBER), **OUTSIDE)


def test_a_member_of_two_agencies_is_of_both(ledger: Ledger) -> None:
    reference = receive(ledger, source="multi_agency_audit")
    submit(ledger, reference, TEAM)
    for agencies in (("kent-police", "nhs"), ("nhs", "kent-police")):
        held = tuple(HeldRole(Role.SAAS_MEMBER, agency) for agency in agencies)
        with pytest.raises(DomainError, match="does not own it must"):
            verify(ledger, reference, Person("2a9e", held))


# Bad input


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"source": "gossip"}, "source"),
        ({"source": ""}, "source"),
        ({"words": " "}, "words"),
        ({"title": ""}, "title"),
        ({"owner_agency": "nobody"}, "owner_agency"),
        ({"agencies": ["kent-police", "nobody"]}, "agencies"),
        ({"recurs": "yearly"}, "recurs"),
        ({"on": "2026-05-13"}, "on"),
    ],
)
def test_a_recommendation_that_makes_no_sense_is_not_received(
    ledger: Ledger, data: dict[str, Any], field: str
) -> None:
    before = ledger.position()
    with pytest.raises(ValidationError) as refused:
        receive(ledger, **data)
    assert wrong(refused) == {field}
    assert ledger.position() == before


@pytest.mark.parametrize(
    ("move", "data", "field"),
    [
        ("respond", {"response": "not_accepted"}, "reason"),
        ("respond", {"response": "partly_accepted", "reason": " "}, "reason"),
        ("respond", {"response": "perhaps"}, "response"),
        ("add_evidence", {"kind": "document", "title": "It"}, "link"),
        (
            "add_evidence",
            {"kind": "document", "title": "It", "file": {"name": "a.exe", "content": "MZ"}},
            "file",
        ),
        ("add_evidence", {"kind": "document", "title": "It", "file": "a.pdf"}, "file"),
        ("add_evidence", {"kind": "document", "title": "It", "link": "Shared drive"}, "link"),
        (
            "add_evidence",
            {
                "kind": "audit",
                "title": "It",
                "link": "https://kent.example/it",
                "dated": "2026-05-13",
            },
            "dated",
        ),
        ("ask_redate", {"due_on": "2026-05-11", "reason": "x"}, "due_on"),
        ("ask_redate", {"due_on": "2026-12-31", "reason": "x"}, "due_on"),
        ("ask_redate", {"due_on": "2027-01-31"}, "reason"),
        ("supersede", {"by_other": "REC-2026-001", "reason": "x"}, "by_other"),
        ("supersede", {"by_other": "REC-2026-099", "reason": "x"}, "by_other"),
        ("depend", {"other": "rec-2026-001"}, "other"),
        ("link", {"other": "REC-2026-001"}, "other"),
        ("link", {"other": "RSK-2026-001"}, "other"),
        ("accept_risk", {"to": "lsp", "reason": "x"}, "meeting"),
        (
            "accept_risk",
            {"to": "lsp", "reason": "x", "minute": "3", "meeting": "LSP"},
            "minuted_on",
        ),
        ("accept_risk", {"to": "lsp", "reason": "x", "minute": "3", **OUTSIDE}, "power"),
        ("withdraw", {}, "reason"),
        ("worsen", {"colour": "green", "reason": "x"}, "colour"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    ledger: Ledger, move: str, data: dict[str, Any], field: str
) -> None:
    assert receive(ledger) == "REC-2026-001"
    before = ledger.position()
    with pytest.raises(ValidationError) as refused:
        do(ledger, f"recommendation.{move}", "REC-2026-001", by=TEAM, **data)
    assert wrong(refused) == {field}
    assert ledger.position() == before


@pytest.mark.parametrize("number", ["2", "²", "one"])
def test_only_evidence_that_is_there_can_be_checked(ledger: Ledger, number: str) -> None:
    reference = receive(ledger)
    add_evidence(ledger, reference)
    with pytest.raises(ValidationError) as refused:
        do(
            ledger, "recommendation.check_evidence", reference,
            by=SCRUTINEER, evidence=number, finding="x",
        )  # fmt: skip
    assert wrong(refused) == {"evidence"}


# Another due date


def test_a_due_date_moves_only_when_somebody_else_approves(ledger: Ledger) -> None:
    reference = receive(ledger)
    ask: dict[str, Any] = {"due_on": "2027-03-31", "reason": "Vacant posts."}
    do(ledger, "recommendation.ask_redate", reference, by=TEAM, **ask)
    with pytest.raises(DomainError, match="Somebody else than the person who asked"):
        do(ledger, "recommendation.approve_redate", reference, by=TEAM)
    with pytest.raises(NotAllowedError):
        do(ledger, "recommendation.approve_redate", reference, by=POLICE)
    own = both("kent-police", Role.SAAS_CHAIR, Role.SAAS_MEMBER)
    with pytest.raises(DomainError, match="does not own it"):
        do(ledger, "recommendation.approve_redate", reference, by=own)
    assert recommendation(ledger, reference).due_on == "2026-12-31"
    do(ledger, "recommendation.approve_redate", reference, by=SECOND_OF_TEAM)
    item = recommendation(ledger, reference)
    assert (item.due_on, item.first_due_on, item.moves) == ("2027-03-31", "2026-12-31", 1)


# The colour


# Whose it is


def test_a_member_works_on_what_their_agency_owns_or_is_asked_to_do(ledger: Ledger) -> None:
    reference = receive(ledger, agencies=["kent-county-council"])
    for member in (POLICE, COUNCIL):
        do(ledger, "recommendation.report_progress", reference, by=member, progress="Some")
    with pytest.raises(NotAllowedError):
        do(ledger, "recommendation.report_progress", reference, by=HEALTH, progress="Some")


# Actions


def test_an_action_is_set_worked_on_verified_and_counted_its_moves(ledger: Ledger) -> None:
    reference = set_action(ledger, measure="On every desk")
    do(ledger, "action.report_progress", reference, by=POLICE, progress="Drafted")
    redate(ledger, reference, "2027-01-31")
    submit(ledger, reference)
    return_it(ledger, reference, HEALTH)
    claim(ledger, reference)
    verify(ledger, reference, HEALTH)
    action = ledger.get(Action, reference)
    assert (action.status, action.moves, action.first_due_on) == (
        ActionStatus.DONE, 1, "2026-12-31",
    )  # fmt: skip


def test_links_between_risk_recommendation_and_action_are_kept_by_both(ledger: Ledger) -> None:
    risk, wanted = record(ledger), receive(ledger)
    action = set_action(ledger, serves=wanted.lower())
    do(ledger, "action.link", action, by=TEAM, other=risk)
    do(ledger, "recommendation.link", wanted, by=TEAM, other=risk)
    links = {
        each: {*ledger.get(kind, each).links}
        for kind, each in ((Risk, risk), (Recommendation, wanted), (Action, action))
    }
    assert links == {risk: {wanted, action}, wanted: {risk, action}, action: {risk, wanted}}
    do(ledger, "recommendation.unlink", wanted, by=TEAM, other=action, reason="x")
    assert ledger.get(Action, action).links == [risk]
    assert recommendation(ledger, wanted).links == [risk]


# The rating of the indicator


def test_only_an_authorised_person_rates_the_indicator_and_gives_reasons(ledger: Ledger) -> None:
    rating: dict[str, Any] = {"extent": "partly", "reason": "Two are open."}
    for person in (POLICE, CHAIR, LSP, AUDITOR):
        with pytest.raises(NotAllowedError):
            do(ledger, "indicator.rate", by=person, **rating)
    with pytest.raises(ValidationError) as refused:
        do(ledger, "indicator.rate", by=SCRUTINEER, extent="73", reason="")
    assert wrong(refused) == {"extent", "reason"}
    first = do(ledger, "indicator.rate", by=SCRUTINEER, **rating)
    again = do(ledger, "indicator.rate", by=EXECUTIVE, **{**rating, "extent": "largely"})
    assert (first.reference, again.reference) == (SCRUTINY_ACTED_UPON, SCRUTINY_ACTED_UPON)
    assert (first.version, again.version) == (1, 2)
    assert ledger.get(Indicator, SCRUTINY_ACTED_UPON).extent is Extent.LARGELY
    with pytest.raises(ValidationError) as refused:
        do(ledger, "indicator.rate", by=TEAM, **rating, on=date(2026, 5, 1).isoformat())
    assert wrong(refused) == {"on"}
    assert TODAY.isoformat() == ledger.get(Indicator, SCRUTINY_ACTED_UPON).rated_on
