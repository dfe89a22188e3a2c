"""Words that look like a child's details: what is recognised, and what an act then asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from application.doing.child_details import (
    DATE_OF_BIRTH,
    NATIONAL_INSURANCE_NUMBER,
    NHS_NUMBER,
    UNIQUE_PUPIL_NUMBER,
    ChildDetailsError,
    is_nhs_number,
    looks_like,
)
from application.doing.fields import AgencyField, ItemField, Listed, WebLink, Words
from application.doing.intents import Intent, child_details
from application.doing.published import DueAsPublished, PublishedOn
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from application.nouns.files.partnership_files import write_settled
from application.nouns.files.procedure_files import write_procedure
from application.nouns.partnership.partnerships import SettledFile
from application.nouns.partnership.procedures import ProcedureFile
from domain.kernel.errors import DomainError, NotAllowedError
from domain.kernel.item import Item
from domain.risks.risk import Risk
from projections.audit.audit_trail import Trail, trail_page
from tests.acts import AUDITOR, do, join, record
from tests.child_texts import ASKED_ABOUT, LEFT_ALONE
from tests.examples import NAMES
from tests.kent import SETTLED, placeholder
from tests.reading import disagreements, looking

NUMBER = "943 476 5919"
"""The NHS number that stands in the NHS's own examples; it is nobody's."""

# What it looks like


@pytest.mark.parametrize("text", ASKED_ABOUT[NHS_NUMBER])
def test_an_nhs_number_is_seen_however_it_is_written(text: str) -> None:
    assert looks_like(text) == [NHS_NUMBER]


@pytest.mark.parametrize("text", [text for texts in LEFT_ALONE.values() for text in texts])
def test_what_only_resembles_them_is_left_alone(text: str) -> None:
    assert looks_like(text) == []


nine_digits = st.from_regex(r"[1-9][0-9]{8}", fullmatch=True)


@given(nine=nine_digits, between=st.sampled_from(["", " ", "-"]))
def test_at_most_one_last_digit_makes_an_nhs_number_of_nine(nine: str, between: str) -> None:
    whole = [f"{nine}{last}" for last in range(10)]
    grouped = [between.join([each[:3], each[3:6], each[6:]]) for each in whole]
    seen = [each for each, text in zip(whole, grouped, strict=True) if looks_like(text)]
    assert seen == [each for each in whole if is_nhs_number(each)]
    assert len(seen) <= 1


@given(nine=nine_digits, place=st.integers(0, 8), other=st.integers(1, 9))
def test_one_wrong_digit_makes_it_no_nhs_number(nine: str, place: int, other: int) -> None:
    wrong = nine[:place] + str((int(nine[place]) + other) % 10) + nine[place + 1 :]
    for last in range(10):
        assert not (is_nhs_number(f"{nine}{last}") and is_nhs_number(f"{wrong}{last}"))


@pytest.mark.parametrize("text", ASKED_ABOUT[DATE_OF_BIRTH])
def test_a_date_of_birth_is_seen_however_it_is_written(text: str) -> None:
    assert looks_like(text) == [DATE_OF_BIRTH]


@pytest.mark.parametrize("text", ["A123456789012", "UPN: t822432110027", "(H801200001001)"])
def test_a_pupils_number_is_seen_by_its_check_letter(text: str) -> None:
    letter, digits = re.search(r"([A-Za-z])(\d{12})", text).groups()  # type: ignore[union-attr]
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, 2))
    right = "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23]
    wrong = "A" if right != "A" else "B"
    assert looks_like(text.replace(letter + digits, right + digits)) == [UNIQUE_PUPIL_NUMBER]
    mistyped = looks_like(text.replace(letter + digits, wrong + digits))
    assert mistyped == ([UNIQUE_PUPIL_NUMBER] if "UPN" in text else [])


@pytest.mark.parametrize("text", ASKED_ABOUT[NATIONAL_INSURANCE_NUMBER])
def test_a_national_insurance_number_is_seen(text: str) -> None:
    assert looks_like(text) == [NATIONAL_INSURANCE_NUMBER]


@pytest.mark.parametrize("text", ASKED_ABOUT[UNIQUE_PUPIL_NUMBER])
def test_a_pupils_number_is_seen_however_it_is_written(text: str) -> None:
    assert looks_like(text) == [UNIQUE_PUPIL_NUMBER]


def test_text_that_looks_like_both_is_told_of_both() -> None:
    assert looks_like(f"{NUMBER}, born 12/03/2012") == [NHS_NUMBER, DATE_OF_BIRTH]


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert set(looks_like(text)) <= {
        NHS_NUMBER, DATE_OF_BIRTH, UNIQUE_PUPIL_NUMBER, NATIONAL_INSURANCE_NUMBER,
    }  # fmt: skip


# Every intent


def about_a_child(field: Words) -> str:
    """Words that the field takes, with an NHS number in them."""
    if isinstance(field, ProcedureFile):
        return write_procedure(replace(placeholder(), note=f"A child, {NUMBER}"))
    if isinstance(field, SettledFile):
        words = replace(SETTLED.vocabulary, contact=f"A child, {NUMBER}")
        return write_settled(replace(SETTLED, vocabulary=words))
    if isinstance(field, WebLink):
        return f"https://kent.example/{NUMBER.replace(' ', '-')}"
    if isinstance(field, PublishedOn | DueAsPublished):
        return f"31 March 2026 (a child, {NUMBER})"
    return f"A child, {NUMBER}"


@pytest.mark.parametrize("intent", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_whatever_can_be_written_in_any_intent_is_looked_at(intent: Intent) -> None:
    for name, field in intent.asks.in_order():
        if not isinstance(field, Words) or isinstance(field, Listed | AgencyField | ItemField):
            continue
        if not field.free:
            with pytest.raises(ValidationError):
                field.deserialize(about_a_child(field))
            continue
        value = field.deserialize(about_a_child(field))
        doubt = child_details(intent, {field.into: value})
        assert doubt, name
        assert doubt.looks_like == {name: [NHS_NUMBER]}
        assert doubt.sentences == {name: f"“{field.label}” holds what looks like an NHS number."}


def test_what_is_chosen_or_names_an_item_is_not_looked_at() -> None:
    values = {"person": "9434765919", "agency": "9434765919", "reason": ""}
    assert child_details(CATALOGUE["role.give"], values) is None


# What an act asks for


def kinds(ledger: Ledger, reference: str) -> list[type[Item.Event]]:
    return [type(event) for event in ledger.history(reference)]


def trail(ledger: Ledger, reference: str) -> list[str]:
    """The sentences of the audit trail on an item, the latest first."""
    with looking(ledger) as view:
        rows = trail_page(view, Trail(item=reference)).rows
    return [row["sentence"] for row in rows]


def test_doubtful_words_are_refused_and_nothing_is_kept(ledger: Ledger) -> None:
    with pytest.raises(ChildDetailsError) as refused:
        record(ledger, f"About {NUMBER}", cause="He was born on 12/03/2012.", event=NUMBER)
    assert refused.value.sentences == {
        "title": "“Title” holds what looks like an NHS number.",
        "cause": "“Cause” holds what looks like a date of birth.",
        "event": "“Event” holds what looks like an NHS number.",
    }
    assert refused.value.sentence.endswith(
        "This ledger must hold no child’s name, date of birth or NHS number."
    )
    assert ledger.position() == 0
    assert record(ledger).endswith("-001")


def test_that_doubtful_words_were_confirmed_is_recorded_without_the_words(ledger: Ledger) -> None:
    reference = record(
        ledger, f"Form {NUMBER}", cause="It was born on 12/03/2012.", likelihood="4", impact="4",
        confirmed=True,
    )  # fmt: skip
    assert kinds(ledger, reference) == [Risk.Recorded, Risk.Assessed, Risk.WordsConfirmed]
    recorded, _, confirmed = ledger.history(reference)
    assert confirmed.facts == {
        "fields": ["Title", "Cause"], "looks_like": [NHS_NUMBER, DATE_OF_BIRTH],
    }  # fmt: skip
    assert (confirmed.by, confirmed.on) == (recorded.by, recorded.on)
    assert not re.search("943|2012", str(vars(confirmed)["fields"]) + confirmed.sentence(NAMES))
    assert trail(ledger, reference)[0] == (
        "confirmed that the words under “Title” and “Cause”, which look like an NHS number and "
        "a date of birth, do not identify a child"
    )


def test_a_confirmation_moves_every_register_on_to_the_items_version(ledger: Ledger) -> None:
    join(ledger)
    risk = record(ledger)
    given = do(ledger, "role.give", person="1", role="auditor").reference
    outcomes = [
        do(ledger, "risk.add_control", risk, text=NUMBER, confirmed=True),
        do(ledger, "agency.rename", "kent-police", name="One", reason=NUMBER, confirmed=True),
        do(ledger, "role.end", given, to_on="2099-01-01", reason=NUMBER, confirmed=True),
        do(ledger, "indicator.rate", extent="partly", reason=NUMBER, confirmed=True),
        do(ledger, "recommendation.receive", source="jtai", title="A title", words=NUMBER,
           confirmed=True),
        do(ledger, "action.set", title=NUMBER, measure="Done", owner_role="Nurse",
           owner_agency="kent-police", due_on="2099-01-01", confirmed=True),
    ]  # fmt: skip
    for outcome in outcomes:
        last = ledger.history(outcome.reference)[-1]
        assert isinstance(last, Item.WordsConfirmed)
        assert last.originator_version == outcome.version
    assert disagreements(ledger) == []


def test_there_is_nothing_to_confirm_about_harmless_words(ledger: Ledger) -> None:
    assert kinds(ledger, record(ledger, confirmed=True)) == [Risk.Recorded]


def test_tags_are_looked_at_too(ledger: Ledger) -> None:
    received: dict[str, Any] = {"source": "jtai", "title": "x", "words": "x"}
    with pytest.raises(ChildDetailsError):
        do(ledger, "recommendation.receive", **received, themes=f"Neglect, {NUMBER}")


def test_what_was_refused_can_be_confirmed_under_the_same_command(ledger: Ledger) -> None:
    data = {"kind": "risk", "title": NUMBER}
    with pytest.raises(ChildDetailsError):
        do(ledger, "risk.record", command="form-1", **data)
    first = do(ledger, "risk.record", command="form-1", confirmed=True, **data)
    assert not first.repeated
    again = do(ledger, "risk.record", command="form-1", **data)
    assert again.repeated
    assert (again.reference, again.version) == (first.reference, first.version)


def test_whatever_else_is_wrong_is_said_first(ledger: Ledger) -> None:
    reference = record(ledger)
    with pytest.raises(NotAllowedError):
        do(ledger, "risk.add_control", reference, by=AUDITOR, text=NUMBER)
    with pytest.raises(ValidationError, match="must not be in the future"):
        do(ledger, "risk.add_control", reference, text=NUMBER, on="2999-01-01")
    with pytest.raises(DomainError, match=f"{reference} is open"):
        do(ledger, "risk.reopen", reference, reason=NUMBER)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("NHS number 123 456 7890", NHS_NUMBER),
        ("the NHS no. is 1234567890", NHS_NUMBER),
        ("UPN: B999999999999", "a unique pupil number"),
        ("NI number QQ 12 34 56 C", "a National Insurance number"),
        ("NINO: QQ123456C", "a National Insurance number"),
    ],
)
def test_a_number_with_its_name_before_it_is_asked_about_whatever_it_checks_to(
    words: str, what: str
) -> None:
    assert looks_like(words) == [what]


@pytest.mark.parametrize(
    "words",
    [
        "NHS 111 took 1234567890 calls",
        "NHS England: 0300 311 2233",
        "Ring the NHS no later than 9",
        "NI rose by 12 34",
        "Order QQ 12 34 56 C",
    ],
)
def test_other_numbers_near_such_names_are_not(words: str) -> None:
    assert looks_like(words) == []
