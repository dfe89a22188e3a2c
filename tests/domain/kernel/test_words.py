"""Every text of an event says what kind of text it is, so that free text can be kept apart."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from domain.kernel.item import Item
from domain.kernel.words import FREE, words_of
from domain.partnership.agency import Agency
from domain.procedure.procedure import Procedure
from domain.risks.risk import Risk
from tests.examples import event_classes, example

CLASSES = [event_class for _, event_class in event_classes()]


@pytest.mark.parametrize("event_class", CLASSES, ids=lambda each: each.__qualname__)
def test_every_text_of_an_event_says_what_it_is(event_class: type[Item.Event]) -> None:
    own = {*example(event_class).facts, "reference", "on"}
    hints = get_type_hints(event_class, include_extras=True)
    unsaid = {name for name in own if says_nothing(hints[name])}
    assert not unsaid, "say Words, Code, Day or Ref instead of str"


def says_nothing(hint: Any) -> bool:
    """Whether a hint has text, or anything at all, in it that does not say what kind it is."""
    if hint in {str, Any}:
        return True
    if get_origin(hint) is Annotated:
        what, *notes = get_args(hint)
        return FREE not in notes and what is not str and says_nothing(what)
    return any(says_nothing(each) for each in get_args(hint))


@pytest.mark.parametrize(
    ("hint", "found"),
    [
        (str, True),
        (list[str], True),
        (dict[str, Any], True),
        (dict[str, int], True),
        (str | None, True),
        (Annotated[list[str], "reference"], True),
        (Annotated[dict[str, Any], FREE], False),
        (Annotated[str, "reference"], False),
        (list[Annotated[str, FREE]], False),
        (int | None, False),
        (bool, False),
    ],
    ids=str,
)
def test_a_plain_text_is_found_wherever_it_hides(hint: Any, found: bool) -> None:
    assert says_nothing(hint) is found


def test_the_words_of_an_event_are_its_free_text() -> None:
    assert words_of(Agency.Renamed) == {"name", "was", "reason"}
    assert words_of(Procedure.Published) == {"content", "reason"}
    assert words_of(Risk.AppetiteSet) == {"reason"}


@pytest.mark.parametrize("event_class", CLASSES, ids=lambda each: each.__qualname__)
def test_what_a_computer_must_be_able_to_read_is_never_free_text(
    event_class: type[Item.Event],
) -> None:
    for name in words_of(event_class):
        assert name not in {"reference", "on", "by", "originator_id", "timestamp"}
        assert not name.endswith("_on")
