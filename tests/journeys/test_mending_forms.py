"""What mends, redacts and minutes: forms that only some items have, empty and refused."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.risks.risk import Risk
from tests.acts import EXECUTIVE, TEAM, do, record
from tests.journeys.conftest import Arrive, Person
from web.meetings.captured import BECOMES


@pytest.fixture
def forms(ledger: Ledger) -> dict[str, str]:
    """The address of each form that mends, by its intent, for risks with which it can be done."""
    said, gone = record(ledger, "Said"), record(ledger, "Gone")
    for each in (said, gone):
        do(ledger, "risk.say_in_error", each, reason="It was entered twice.")
    do(ledger, "risk.agree_in_error", gone, by=TEAM)
    answered, waiting = _answered(ledger, "Answered"), _answered(ledger, "Waiting")
    key = next(
        key for key, _ in ledger.get(Risk, waiting).decisions_to_correct() if key.endswith("words")
    )
    do(ledger, "risk.propose_redecision", waiting, by=TEAM, decision=key, becomes="By then.",
       reason="Misread.")  # fmt: skip
    moves = {
        "agree_in_error": said, "decline_in_error": said, "put_back": gone,
        "propose_redecision": answered, "confirm_redecision": waiting,
        "decline_redecision": waiting,
    }  # fmt: skip
    return {
        f"risk.{move}": f"/risks/{risk}/{move.replace('_', '-')}" for move, risk in moves.items()
    }


def _answered(ledger: Ledger, title: str) -> str:
    risk = record(ledger, title)
    do(ledger, "risk.escalate", risk, to="executive", question="Who pays?", reason="Beyond us.")
    do(ledger, "risk.answer", risk, by=EXECUTIVE, answer="decide", words="The three.",
       power="none found")  # fmt: skip
    return risk


def refused(person: Person) -> None:
    """Press the button of the form that is open, which sends it back."""
    person.page.locator("main form button:not([name=later])").last.click()
    assert person.page.title().startswith("Error: ")


def test_the_forms_that_mend_a_risk_have_no_barrier(forms: dict[str, str], arrive: Arrive) -> None:
    person = arrive("business-team")
    for name, address in forms.items():
        person.open(address)
        assert person.heading == CATALOGUE[name].title
        assert person.barriers("main") == []
        if name != "risk.agree_in_error":  # nothing is asked for there, so nothing is refused
            refused(person)
            assert person.barriers("main") == []


def test_the_proposal_of_a_redaction_has_no_barrier(ledger: Ledger, arrive: Arrive) -> None:
    person = arrive("administrator")
    person.open(f"/redactions/of/{record(ledger)}/1")
    assert person.barriers("main") == []
    refused(person)
    assert person.barriers("main") == []


def test_the_forms_that_finish_what_was_noted_have_no_barrier(
    ledger: Ledger, meeting: str, arrive: Arrive
) -> None:
    reference = meeting.rpartition("/")[2]
    for captured in BECOMES:
        do(ledger, "meeting.capture", reference, item="1", kind=captured.value, words="The rota.")
    person = arrive("business-team")
    for number, intents in enumerate(BECOMES.values(), start=1):
        for intent in intents:
            form = f"{meeting}/captured/{number}/{intent.move.replace('_', '-')}"
            person.open(f"{form}?on-one-page=yes" if intent.steps else form)
            assert person.heading == intent.title
            assert person.barriers("main") == []
            refused(person)
            assert person.barriers("main", widths=["narrow"]) == []


def test_without_a_connection_a_form_stays_with_its_words(arrive: Arrive) -> None:
    person = arrive("business-team")
    person.open("/risks/new")
    title = person.page.get_by_label("Title")
    title.fill("Late discussions")
    person.page.context.set_offline(True)
    person.press("Record a risk")
    assert "There is no connection, so nothing was sent." in person.words
    assert title.input_value() == "Late discussions"
    assert person.barriers("main", widths=["narrow"]) == []
    person.page.context.set_offline(False)
    with person.page.expect_navigation():  # a second click within a second is taken for one
        person.page.locator("main form").evaluate("form => form.requestSubmit()")
    assert person.page.title().startswith("Error: ")
    assert person.page.get_by_label("Title").input_value() == "Late discussions"
