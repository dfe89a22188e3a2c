"""Correcting how a decision was written down: it holds once those who decided have confirmed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from marshmallow import ValidationError

from application.doing.access import HeldRole, Person
from application.ledger.ledger import Ledger
from domain.actions.action import Action
from domain.disputes.audit.breach_kinds import BreachKind
from domain.disputes.audit.conformance import breaches
from domain.disputes.dispute import Dispute
from domain.kernel.deciding.minutes import Minute
from domain.kernel.errors import DomainError, NotAllowedError
from domain.kernel.terms import Role
from domain.recommendations.recommendation import Recommendation
from domain.risks.risk import Risk
from projections.recommendations.follow_up import FOLLOW_UP
from tests.acts import do
from tests.databases import Databases
from tests.partnership import PEOPLE
from tests.reading import disagreements, row_of
from tests.web.conftest import Visit
from tests.web.deeds import ground
from tests.web.deeds.actions import VERIFIED as ACTION_VERIFIED
from tests.web.deeds.disputes import AGREED, EXAMPLES
from tests.web.deeds.risks import EXAMPLES as RISK_EXAMPLES
from tests.web.doing import VERIFIED, arrange
from web.running.startup import open_ledger

OTHER_TEAM = Person("other-team", (HeldRole(Role.BUSINESS_TEAM),))


def member(agency: str) -> Person:
    return Person(f"member-{agency}", (HeldRole(Role.SAAS_MEMBER, agency),))


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """The ledger of a partnership with two items of each kind."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def proposed(ledger: Ledger, noun: str, reference: str, what: str, becomes: str) -> str:
    """Propose that the last decision says something else; return what it is known by."""
    item: Any = ledger.get(_KINDS[noun], reference)
    key = next(each for each, _ in reversed(item.decisions_to_correct()) if each.endswith(what))
    do(ledger, f"{noun}.propose_redecision", reference, by=PEOPLE[Role.BUSINESS_TEAM],
       decision=key, becomes=becomes, reason="Misread.")  # fmt: skip
    return key


_KINDS = {"dispute": Dispute, "risk": Risk, "recommendation": Recommendation, "action": Action}


def test_an_agreement_is_corrected_once_every_party_has_confirmed_it(ledger: Ledger) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AGREED)
    before = ledger.get(Dispute, "DSP-2026-001")
    proposed(ledger, "dispute", "DSP-2026-001", "words", "They take turns by month.")
    pending = ledger.get(Dispute, "DSP-2026-001")
    assert pending.outcome == before.outcome
    with pytest.raises(DomainError, match="Only those who decided it"):
        do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=member("cafcass"))
    first, second = before.parties
    do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=member(first))
    assert ledger.get(Dispute, "DSP-2026-001").outcome == before.outcome
    with pytest.raises(DomainError):
        do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=member(first))
    do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=member(second))
    corrected = ledger.get(Dispute, "DSP-2026-001")
    assert corrected.outcome == "They take turns by month."
    assert corrected.redecision is None
    assert (corrected.corrections, corrected.reopened) == (before.corrections + 1, before.reopened)
    told = ledger.history("DSP-2026-001")[-1].sentence({})
    assert f"from “{before.outcome}” to “They take turns by month.”" in told
    assert disagreements(ledger) == []


def test_nobody_confirms_what_they_proposed_and_hearsay_needs_its_source(ledger: Ledger) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AGREED)
    first, second = ledger.get(Dispute, "DSP-2026-001").parties
    proposed(ledger, "dispute", "DSP-2026-001", "words", "Otherwise.")
    both = Person(PEOPLE[Role.BUSINESS_TEAM].id, (HeldRole(Role.SAAS_MEMBER, first),))
    with pytest.raises(DomainError, match="somebody else must agree"):
        do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=both)
    with pytest.raises(ValidationError, match="Only those who decided can confirm"):
        do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=OTHER_TEAM)
    for agency in (first, second):
        do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=OTHER_TEAM,
           confirmed_by=f"//{agency}", known_by=f"E-mail of {agency}, 9 June 2026")  # fmt: skip
    assert ledger.get(Dispute, "DSP-2026-001").outcome == "Otherwise."


def test_it_can_be_declined_with_a_reason_and_the_decision_stands(ledger: Ledger) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AGREED)
    before = ledger.get(Dispute, "DSP-2026-001")
    proposed(ledger, "dispute", "DSP-2026-001", "words", "Otherwise.")
    do(ledger, "dispute.decline_redecision", "DSP-2026-001", by=member(before.parties[0]),
       reason="That is not what we agreed.")  # fmt: skip
    after = ledger.get(Dispute, "DSP-2026-001")
    assert (after.outcome, after.redecision) == (before.outcome, None)


@pytest.mark.parametrize(
    ("noun", "reference", "given", "ended"),
    [
        ("recommendation", "REC-2026-001", VERIFIED, "closed_on"),
        ("action", "ACT-2026-001", ACTION_VERIFIED, "ended_on"),
    ],
)
def test_a_verification_is_corrected_by_who_verified_or_holds_that_role_now(
    noun: str, reference: str, given: Any, ended: str, ledger: Ledger
) -> None:
    arrange(ledger, noun, reference, given)
    before: Any = ledger.get(_KINDS[noun], reference)
    role = before.claims[-1].verdict.by.role
    proposed(ledger, noun, reference, "date", "8 June 2026")
    with pytest.raises((DomainError, NotAllowedError)):
        do(ledger, f"{noun}.confirm_redecision", reference, by=PEOPLE[Role.LSP])
    successor = Person("successor", (HeldRole(role),))
    do(ledger, f"{noun}.confirm_redecision", reference, by=successor)
    after: Any = ledger.get(_KINDS[noun], reference)
    assert getattr(after, ended) == after.claims[-1].verdict.on == "2026-06-08"
    proposed(ledger, noun, reference, "words", "All files were read.")
    do(ledger, f"{noun}.confirm_redecision", reference, by=successor)
    after = ledger.get(_KINDS[noun], reference)
    assert after.claims[-1].verdict.finding == "All files were read."
    assert (after.moves, after.returned) == (before.moves, before.returned)
    if noun == "recommendation":
        row = row_of(ledger, FOLLOW_UP, reference)
        assert (row["closing_words"], row["verified_on"]) == ("All files were read.", "2026-06-08")
    assert disagreements(ledger) == []


def test_home_asks_those_who_decided_and_the_page_says_what_is_awaited(
    ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "dispute", "DSP-2026-001", AGREED)
    asked = "Corrections of decisions that await your confirmation"
    team, police = visit(Role.BUSINESS_TEAM), visit(Role.SAAS_MEMBER)
    assert asked not in police.get("/").words
    form = team.get(team.get("/disputes/DSP-2026-001").links["Correct a decision"])
    assert "If its minute is wrong: the right one" in form.words
    item = ledger.get(Dispute, "DSP-2026-001")
    key = next(each for each, _ in item.decisions_to_correct() if each.endswith("words"))
    page = team.submit(form, decision=key, becomes="Otherwise.", reason="Misread.")
    assert "Correction of a decision proposed, confirmation awaited" in page.words
    assert asked not in team.get("/").words
    home = police.get("/")
    assert asked in home.words
    page = police.get(home.links["DSP-2026-001"])
    form = police.get(page.links["Confirm the correction of the decision"])
    assert "What it should say Otherwise." in form.words
    police.submit(form)
    assert asked not in police.get("/").words


def test_a_reply_is_corrected_by_the_agency_that_gave_it_and_shows_where_it_stands(
    ledger: Ledger,
) -> None:
    agency = ledger.get(Dispute, "DSP-2026-001").parties[0]
    by, hour = member(agency), "In an hour."
    do(ledger, "dispute.reply", "DSP-2026-001", by=by, agency=agency, reply=hour)
    proposed(ledger, "dispute", "DSP-2026-001", "words", "Within two hours.")
    with pytest.raises(DomainError, match="Only those who decided it"):
        do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=member("cafcass"))
    do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=member(agency))
    (reply,) = ledger.get(Dispute, "DSP-2026-001").visit.answers
    assert reply.words == "Within two hours."
    assert disagreements(ledger) == []


OUTSIDE = {"meeting": "", "minute": "", "minuted_on": "", "power": "None found"}
WRONG = {"meeting": "KSCMP Executive", "minute": "7.4", "minuted_on": "2026-06-10"}


def decided(ledger: Ledger, **minute: str) -> None:
    """Let the Executive decide the dispute, in some minute."""
    example = EXAMPLES["decide"]
    arrange(ledger, "dispute", "DSP-2026-001", example.given)
    given = {**example.typed, **minute}
    do(ledger, "dispute.decide", "DSP-2026-001", by=PEOPLE[Role.EXECUTIVE], **given)


def minute_proposed(ledger: Ledger, noun: str, reference: str, **minute: str) -> None:
    item: Any = ledger.get(_KINDS[noun], reference)
    key = next(each for each, _ in item.decisions_to_correct() if each.endswith("minute"))
    do(ledger, f"{noun}.propose_redecision", reference, by=PEOPLE[Role.BUSINESS_TEAM],
       decision=key, reason="Misread.", **minute)  # fmt: skip


def not_minuted(ledger: Ledger) -> list[str]:
    found = breaches(ledger.history("DSP-2026-001"))
    return [each.sentence for each in found if each.kind is BreachKind.NOT_MINUTED]


def test_the_minute_of_a_decision_is_corrected_once_those_who_decided_have_confirmed_it(
    ledger: Ledger, visit: Visit
) -> None:
    decided(ledger, **OUTSIDE)
    assert not_minuted(ledger)
    minute_proposed(ledger, "dispute", "DSP-2026-001", **WRONG)
    pending = ledger.get(Dispute, "DSP-2026-001")
    assert pending.redecision
    assert pending.redecision.says({}) == "outside a meeting, no power for it found"
    assert pending.redecision.should_say({}) == "minute 7.4 of KSCMP Executive, 10 June 2026"
    assert not_minuted(ledger)
    while waits := ledger.get(Dispute, "DSP-2026-001").redecision:
        do(ledger, "dispute.confirm_redecision", "DSP-2026-001", by=OTHER_TEAM,
           confirmed_by=waits.awaited[0].token, known_by="E-mail, 12 June 2026")  # fmt: skip
    corrected = ledger.get(Dispute, "DSP-2026-001")
    assert (corrected.ended_on, corrected.outcome) == (pending.ended_on, pending.outcome)
    assert not_minuted(ledger) == []
    told = ledger.history("DSP-2026-001")[-1].sentence({})
    assert told.endswith("to “minute 7.4 of KSCMP Executive, 10 June 2026”")
    page = visit(Role.BUSINESS_TEAM).get("/disputes/DSP-2026-001")
    assert "Minute 7.4 of KSCMP Executive, 10 June 2026" in page.words
    assert disagreements(ledger) == []


@pytest.mark.parametrize(
    ("minute", "sentence"),
    [
        ({}, "Enter the meeting, number and date"),
        ({**WRONG, "minute": ""}, "number of the minute"),
        ({**WRONG, "minuted_on": "2026-06-11"}, "before that meeting"),
        ({**WRONG, "minuted_on": "2027-06-11"}, "future"),
        (WRONG, "on record already"),
    ],
)
def test_the_minute_it_should_be_is_a_whole_one_and_another_one(
    minute: dict[str, str], sentence: str, ledger: Ledger, clock: FrozenDateTimeFactory
) -> None:
    decided(ledger, **WRONG)
    clock.move_to("2026-06-15 12:00")
    with pytest.raises((DomainError, ValidationError), match=sentence):
        minute_proposed(ledger, "dispute", "DSP-2026-001", **minute)


def test_a_minute_typed_beside_the_words_or_a_date_is_asked_about(ledger: Ledger) -> None:
    decided(ledger, **WRONG)
    item = ledger.get(Dispute, "DSP-2026-001")
    key = next(each for each, _ in item.decisions_to_correct() if each.endswith("words"))
    with pytest.raises((DomainError, ValidationError), match="Choose the minute of a decision"):
        do(ledger, "dispute.propose_redecision", "DSP-2026-001", by=PEOPLE[Role.BUSINESS_TEAM],
           decision=key, becomes="Otherwise.", reason="Misread.", **WRONG)  # fmt: skip


def test_the_minute_of_an_answer_and_of_a_verification_follow_their_correction(
    ledger: Ledger,
) -> None:
    answer = RISK_EXAMPLES["answer"]
    arrange(ledger, "risk", "RSK-2026-001", answer.given)
    do(ledger, "risk.answer", "RSK-2026-001", by=PEOPLE[answer.by], **answer.typed)
    minute_proposed(ledger, "risk", "RSK-2026-001", **WRONG)
    do(ledger, "risk.confirm_redecision", "RSK-2026-001", by=PEOPLE[answer.by])
    right = Minute("KSCMP Executive", "", "7.4", "2026-06-10")
    risk = ledger.get(Risk, "RSK-2026-001")
    assert risk.decisions[-1].minute == right
    assert risk.decisions[-1].on == "2026-06-10"
    arrange(ledger, "recommendation", "REC-2026-001", VERIFIED)
    before = ledger.get(Recommendation, "REC-2026-001")
    verdict: Any = before.claims[-1].verdict
    minute_proposed(ledger, "recommendation", "REC-2026-001", **WRONG)
    do(ledger, "recommendation.confirm_redecision", "REC-2026-001",
       by=Person("successor", (HeldRole(verdict.by.role),)))  # fmt: skip
    after = ledger.get(Recommendation, "REC-2026-001")
    corrected: Any = after.claims[-1].verdict
    assert (corrected.minute, corrected.on) == (right, verdict.on)
    assert (after.closed_on, after.closing_words) == (before.closed_on, before.closing_words)
    assert disagreements(ledger) == []


# ---------------------------------------------------------------- who decided


def partner(agency: str) -> Person:
    return Person(f"partner-{agency}", (HeldRole(Role.EXECUTIVE, agency),))


def test_who_chaired_a_decision_is_corrected_once_all_who_decided_have_confirmed_it(
    ledger: Ledger, visit: Visit
) -> None:
    reference, decide = "DSP-2026-001", EXAMPLES["decide"]
    arrange(ledger, "dispute", reference, [*decide.given, ("decide", decide.typed, decide.by)])
    do(ledger, "dispute.propose_redecision", reference, by=PEOPLE[Role.BUSINESS_TEAM],
       decision=key_of(ledger, reference, "chair"), becomes="Chief Officer", agency="cafcass",
       reason="The minutes say so.")  # fmt: skip
    page = visit(Role.BUSINESS_TEAM).get(f"/disputes/{reference}")
    assert "should not be “Independent chair” but “Chief Officer, Cafcass”" in page.words
    decided = ledger.get(Dispute, reference).taken
    (assents,) = [each.assents for each in decided.values() if each.assents]
    for agency in assents:
        assert (
            "Chaired by Independent chair"
            in visit(Role.AUDITOR).get(f"/disputes/{reference}").words
        )
        do(ledger, "dispute.confirm_redecision", reference, by=partner(agency))
    assert (
        "Chaired by Chief Officer, Cafcass"
        in visit(Role.AUDITOR).get(f"/disputes/{reference}").words
    )
    assert disagreements(ledger) == []


def test_a_partner_that_was_named_wrongly_did_not_assent_and_another_did(ledger: Ledger) -> None:
    reference, assent = "DSP-2026-001", EXAMPLES["assent"]
    arrange(ledger, "dispute", reference, [*assent.given, ("assent", assent.typed, assent.by)])
    propose = {
        "decision": key_of(ledger, reference, "assent nhs-kent-and-medway-icb"),
        "reason": "Misread.",
    }
    with pytest.raises(ValidationError, match="could not assent"):
        do(ledger, "dispute.propose_redecision", reference, **propose, agency="cafcass")
    do(ledger, "dispute.propose_redecision", reference, **propose, agency="kent-police",
       by=PEOPLE[Role.BUSINESS_TEAM])  # fmt: skip
    with pytest.raises(DomainError, match="Only those who decided it"):
        do(ledger, "dispute.confirm_redecision", reference, by=member("nhs-kent-and-medway-icb"))
    do(ledger, "dispute.confirm_redecision", reference, by=member("kent-police"))
    dispute = ledger.get(Dispute, reference)
    assert list(dispute.visit.assents) == ["kent-police"]
    assert disagreements(ledger) == []


def key_of(ledger: Ledger, reference: str, ending: str) -> str:
    options = ledger.get(Dispute, reference).decisions_to_correct()
    return next(key for key, _ in reversed(options) if key.endswith(ending))
