"""Whatever somebody writes, none of it stands in the log itself, and all of it comes back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.ledger.log.entries import EntryMapper, Stored
from domain.kernel.item import Item
from domain.kernel.words import words_of
from tests.examples import event_classes, example

CLASSES = [event_class for _, event_class in event_classes() if words_of(event_class)]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.mark.parametrize("event_class", CLASSES, ids=lambda each: each.__qualname__)
@settings(max_examples=20)  # of each of some 300 events
@given(said=WORDS)
def test_words_are_apart_and_come_back(event_class: type[Item.Event], said: str) -> None:
    recognisable = f"<{said}>"
    facts = example(event_class).facts
    words = {name: spoken(facts[name], recognisable) for name in words_of(event_class)}
    event = example(event_class, **words)
    written = EntryMapper().to_stored_event(event)
    assert recognisable.encode() not in written.state
    assert b"<" not in written.state, "nor any part of it, however it is written"
    read = EntryMapper().to_domain_event(
        Stored(
            written.originator_id,
            written.originator_version,
            written.topic,
            written.state,
            1,
            item=written.item,
            recorded=written.recorded,
            leaf=b"",
            words=written.words,
        )
    )
    assert read.facts == event.facts


def spoken(value: Any, said: str) -> Any:
    """A value of the same type in which somebody said something."""
    if isinstance(value, dict):
        return {key: spoken(each, said) for key, each in value.items()} or {"key": said}
    if isinstance(value, list):
        return [said]
    return said if isinstance(value, str) else value
