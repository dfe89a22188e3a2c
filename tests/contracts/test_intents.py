"""The catalogue of everything a person can do is whole: access, labels, words, methods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from application.doing.access import MAY
from application.doing.fields import Choice, Day, Factor, Labelled
from application.doing.intents import Intent, IntentSchema
from application.doing.steps import Step, Steps
from application.doing.supply import MisfitError
from application.nouns.catalogue import CATALOGUE
from domain.kernel.item import Item
from domain.kernel.moves import moves_of
from domain.kernel.terms import Role
from tests.examples import aggregates
from tests.kent import KENT

EVERY_INTENT = pytest.mark.parametrize("intent", CATALOGUE.values(), ids=CATALOGUE.keys())


def test_every_intent_says_who_may_do_it_and_nothing_else_does() -> None:
    assert CATALOGUE.keys() == {deed for deed in MAY if not deed.startswith("see.")}


def test_no_deed_is_for_nobody() -> None:
    assert all(MAY.values())


def test_every_role_may_do_something() -> None:
    assert set().union(*MAY.values()) == set(Role)


def test_no_two_things_that_can_be_done_to_an_item_have_one_title() -> None:
    titles = [(intent.item_class, intent.title) for intent in CATALOGUE.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("kind", aggregates(), ids=lambda kind: kind.__name__)
def test_the_moves_of_an_item_are_what_people_can_do_with_it(kind: type[Item]) -> None:
    """A command that only time or other code gives is no move.

    See tests/domain/kernel/test_moves.py.
    """
    intents = [intent for intent in CATALOGUE.values() if intent.item_class is kind]
    assert {intent.move for intent in intents} == moves_of(kind).keys()


def test_everything_that_can_be_done_with_an_item_is_named_for_one_noun() -> None:
    nouns = {(intent.item_class, intent.name.split(".")[0]) for intent in CATALOGUE.values()}
    assert len(nouns) == len({kind for kind, _ in nouns}) == len({noun for _, noun in nouns})


def test_steps_that_leave_a_field_out_stop_the_program_at_its_start() -> None:
    intent = CATALOGUE["dispute.record"]
    with pytest.raises(MisfitError, match="are not all of what it asks for"):
        replace(intent, steps=Steps([Step("One", ("title",))]))


@EVERY_INTENT
def test_every_field_has_a_label_of_its_own(intent: Intent) -> None:
    fields = dict(intent.schema().in_order())
    assert fields or intent.name == "redaction.agree"  # what goes was said by whoever proposed it
    assert all(isinstance(field, Labelled) for field in fields.values())
    labels = [field.label for field in fields.values()]
    assert all(label == label.strip() and label[0].isupper() for label in labels)
    assert len(set(labels)) == len(labels)


JUDGING = {
    "accept", "agree", "answer", "approve", "assent", "check", "close", "confirm", "decide",
    "extend", "ratify", "refuse", "reply", "respond", "return", "review", "verify",
}  # fmt: skip
"""The verbs of what somebody decides, answers, verifies or approves."""


@EVERY_INTENT
def test_what_decides_answers_verifies_or_approves_says_what_it_is_about(intent: Intent) -> None:
    """Nobody is asked to judge what they do not see."""
    judging = intent.judges or intent.move.split("_")[0] in JUDGING
    if judging and not intent.creates:
        assert intent.about is not None


@EVERY_INTENT
def test_a_hint_is_a_sentence(intent: Intent) -> None:
    hints = [intent.hint, *(field.hint for _, field in intent.schema().in_order())]
    assert all(hint[-1] in ".?" and not hint[0].islower() for hint in hints if hint)


@EVERY_INTENT
def test_what_is_needed_at_times_is_not_called_optional(intent: Intent) -> None:
    fields = intent.schema().in_order()
    optional = [(name, field) for name, field in fields if not field.required and not field.needed]
    assert [name for name, field in optional if "Needed" in field.hint] == []


@EVERY_INTENT
def test_every_choice_is_shown_in_words(intent: Intent) -> None:
    for _, field in intent.schema().in_order():
        if isinstance(field, Choice):
            assert field.names
            assert field.names.keys() <= set(field.choices)
            assert len(set(field.names.values())) == len(field.names)
        if isinstance(field, Factor):
            assert getattr(KENT, field.axis)


@EVERY_INTENT
def test_an_intent_asks_when_it_happened_unless_it_asks_for_days_of_its_own(
    intent: Intent,
) -> None:
    """A draft of the procedure is no more than what somebody is typing; only publishing it asks
    for a day. Words are redacted at the moment at which it is recorded."""
    assert issubclass(intent.schema, IntentSchema)
    asked = intent.schema().fields
    days_of_its_own = {
        "role.give", "role.end", "dispute.date_minutes", "procedure.publish", "decision.load_past",
        "meeting.load_past",
    }  # fmt: skip
    at_once = intent.name.startswith(("procedure.", "redaction."))
    if at_once and intent.name != "procedure.publish":
        assert not any(isinstance(field, Day) for field in asked.values())
    elif "on" not in asked:
        assert intent.name in days_of_its_own or "met_on" in asked
        assert any(isinstance(field, Day) for field in asked.values())
