"""Mistakes in decisions: what was decided only with those who did, all else as any record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.decisions.decision import Decision
from domain.decisions.vocabulary import Kind, Where
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from tests.meetings import (
    AGENCIES,
    CALENDAR,
    CHAIR,
    COUNCIL,
    DAY,
    HEALTH,
    POLICE,
    TEAM,
    Sitting,
    group,
    on,
    quorate,
)

LATER = DAY + timedelta(days=20)
MEMBER = {
    name: Actor(f"m-{AGENCIES[name].reference}", Role.SAAS_MEMBER, AGENCIES[name].reference)
    for name in (COUNCIL, HEALTH, POLICE)
}


def by_email(*assenting: str) -> Decision:
    """Agreed by e-mail, of which those agencies assented a day later."""
    decision = Decision.take_between(
        on(DAY), reference="DEC-2026-001", group=group(), where=Where.EMAIL, kind=Kind.AGREED,
        words="The letter is sent.",
        agencies=[AGENCIES[each] for each in (COUNCIL, HEALTH, POLICE)],
    )  # fmt: skip
    for name in assenting:
        decision.assent(
            on(DAY + timedelta(days=1)), agency=AGENCIES[name], assents=True, known_by="e-mail"
        )
    return decision


def propose(decision: Decision, ending: str, **said: str) -> None:
    key = next(each for each, _ in decision.decisions_to_correct() if each.endswith(ending))
    decision.propose_redecision(on(LATER), decision=key, reason="Misread.", **said)


def test_the_words_of_a_meetings_decision_are_corrected_with_its_chair() -> None:
    decision = quorate().decide(1, words="One tool.")
    propose(decision, "words", becomes="One tool for all.")
    assert decision.words == "One tool."
    with pytest.raises(DomainError, match="Only those who decided it"):
        decision.confirm_redecision(replace(on(LATER), by=MEMBER[POLICE]))
    decision.confirm_redecision(on(LATER, CHAIR))
    assert decision.words == "One tool for all."


def test_the_date_of_a_decision_is_corrected_with_its_chair() -> None:
    decision = quorate().decide(1)
    propose(decision, "date", becomes="12 May 2026")
    decision.confirm_redecision(on(LATER, CHAIR))
    assert decision.taken_on == "2026-05-12"


def test_an_agency_that_was_named_wrongly_did_not_assent_and_another_did() -> None:
    decision = by_email(COUNCIL, POLICE)
    police, health = AGENCIES[POLICE].reference, AGENCIES[HEALTH].reference
    propose(decision, f"assent {police}", agency=health)
    said = decision.pending_events[-1].sentence({police: POLICE, health: HEALTH})
    assert f"from “{POLICE}” to “{HEALTH}”" in said
    assert decision.redecision
    assert decision.redecision.should_say({health: HEALTH}) == HEALTH
    with pytest.raises(DomainError, match="Only those who decided it"):
        decision.confirm_redecision(replace(on(LATER), by=MEMBER[POLICE]))
    decision.confirm_redecision(replace(on(LATER), by=MEMBER[HEALTH]))
    assert decision.assents_in_words == (
        f"{COUNCIL}: 14 May 2026; {HEALTH}: 14 May 2026; {POLICE}: no answer"
    )
    assert f"Answer of {HEALTH}, 14 May 2026" in [each.words for each in decision.made.values()]


def test_what_was_agreed_by_email_is_confirmed_by_all_who_assented() -> None:
    decision = by_email(COUNCIL, HEALTH)
    propose(decision, "1 words", becomes="The letter is not sent.")
    for name in (COUNCIL, HEALTH):
        assert decision.words == "The letter is sent."
        decision.confirm_redecision(replace(on(LATER), by=MEMBER[name]))
    assert decision.words == "The letter is not sent."


@pytest.mark.parametrize(
    ("ending", "said", "why"),
    [
        ("assent kent-police", {}, "Select the agency"),
        ("assent kent-police", {"agency": "kent-county-council"}, "has assented, too"),
        ("assent kent-police", {"agency": "kent-schools"}, "could not assent"),
        ("assent kent-police", {"agency": "kent-police"}, "on record already"),
        ("1 words", {"becomes": "Other", "agency": "kent-police"}, "leave the agency empty"),
        ("1 words", {}, "Enter what it should say"),
    ],
)
def test_nothing_is_proposed_that_makes_no_sense(
    ending: str, said: dict[str, str], why: str
) -> None:
    with pytest.raises(DomainError, match=why):
        propose(by_email(COUNCIL, POLICE), ending, **said)


def correct(decision: Decision, fact: str, becomes: str) -> None:
    decision.correct(
        on(LATER), fact=fact, becomes=becomes, reason="Misread.", calendar=CALENDAR,
        find=Sitting(group(), quorate().meeting).find,
    )  # fmt: skip


def test_who_was_asked_can_be_corrected_but_not_away_from_who_answered() -> None:
    decision = by_email(COUNCIL)
    with pytest.raises(DomainError, match="answered, so was asked"):
        correct(decision, "asked", "kent-police")
    correct(decision, "asked", "kent-county-council, kent-schools")
    assert decision.asked == {"kent-county-council": COUNCIL, "kent-schools": "Kent schools"}


def test_what_was_written_of_a_past_decision_is_corrected_as_any_record() -> None:
    past = Decision.load_past(
        on(DAY), reference="DEC-2026-002", group=group(), words="Adopt it.", meeting="SAAS",
        taken_on=date(2025, 3, 12),
    )  # fmt: skip
    correct(past, "words", "Adopt them.")
    correct(past, "taken_on", "2025-03-13")
    assert (past.words, past.taken_on) == ("Adopt them.", "2025-03-13")
    assert past.decisions_to_correct() == []
    assert TEAM.role is Role.BUSINESS_TEAM
    with pytest.raises(DomainError, match="future"):
        correct(past, "taken_on", "2027-01-01")
    with pytest.raises(DomainError, match="no such fact"):
        correct(quorate().decide(1), "words", "Other")
