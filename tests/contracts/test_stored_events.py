"""Events are the contract: what was once written to a log can be read for as long as it is kept.

In `events/` there is one file for each version of each event: what the log holds of it, and the
names of its words. In the log those words stand apart, behind salts that differ every time; here
they stand in the event, so that the file is always the same. A changed event gets a new
`class_version` and an upcaster (`upcast_v1_v2`); the file of the old version stays, and is still
read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.utils import get_topic

from application.ledger.log.entries import EntryMapper, Stored, class_version, facts_of, stamp
from application.ledger.log.words_apart import part, to_json
from domain.kernel.item import TOPICS, Item
from domain.kernel.terms import item_id
from domain.kernel.words import words_of
from tests.contracts.conftest import AsMadeNow
from tests.examples import EXAMPLES, NAMES, NOW, event_classes, example

FOLDER = Path(__file__).with_name("events")
CLASSES = [event_class for _, event_class in event_classes()]


def name_of(event_class: type[Item.Event]) -> str:
    return f"{event_class.__qualname__}.v{class_version(event_class)}"


def golden(name: str, *, reference: str) -> Stored:
    """The event of a golden file as the log would have it at position 1, its words apart."""
    told = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    state, words = part(told["event"], told["words"])
    return Stored(
        item_id(reference),
        1,
        topics()[name],
        to_json(state).encode(),
        1,
        item=reference,
        recorded=stamp(NOW.at),
        leaf=b"",
        words=words,
    )


def topics() -> dict[str, str]:
    """The topic of each golden file, as the log has it."""
    file = FOLDER / "topics.json"
    found: dict[str, str] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


def test_every_event_has_an_example() -> None:
    assert set(CLASSES) == EXAMPLES.keys()


@pytest.mark.parametrize("event_class", CLASSES, ids=name_of)
def test_an_event_is_stored_as_it_always_was(
    event_class: type[Item.Event], as_made_now: AsMadeNow
) -> None:
    """An event that fails here would be stored in another way than the events of the past."""
    event = to_json(facts_of(example(event_class)))
    words = to_json(sorted(words_of(event_class)))
    text = f'{{"event":{event},\n"words":{words}}}\n'
    as_made_now(f"tests/contracts/events/{name_of(event_class)}.json", text)


def test_every_event_is_found_under_the_topic_that_the_log_has(as_made_now: AsMadeNow) -> None:
    """A module or a class that is renamed registers its old topic
    (`eventsourcing.utils.register_topic`), and events go on being stored under the new one."""
    now = {name_of(event_class): get_topic(event_class) for event_class in CLASSES}
    of_older_versions = {name: topic for name, topic in topics().items() if name not in now}
    text = json.dumps(dict(sorted((now | of_older_versions).items())), indent=1)
    as_made_now("tests/contracts/events/topics.json", f"{text}\n")


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.v*.json")))
def test_an_event_of_the_past_can_be_read_and_told(name: str) -> None:
    reference = example(TOPICS[topics()[name]]).reference
    event = EntryMapper().to_domain_event(golden(name, reference=reference))
    assert f"{type(event).__qualname__}." in f"{name}."
    for names in (NAMES, {}):
        sentence = event.sentence(names)
        assert sentence
        assert sentence == sentence.strip()
    assert event.by.person
    assert event.reference


@pytest.mark.parametrize("event_class", CLASSES, ids=name_of)
def test_an_event_read_from_the_log_is_the_event_that_was_written(
    event_class: type[Item.Event],
) -> None:
    written = example(event_class)
    stored = golden(name_of(event_class), reference=written.reference)
    read = EntryMapper().to_domain_event(stored)
    assert type(read) is event_class
    assert read.facts == written.facts
    assert (read.by, read.on, read.reference) == (written.by, written.on, written.reference)
    assert read.timestamp == written.timestamp


def test_no_file_is_left_over() -> None:
    known = {event_class.__qualname__ for event_class in CLASSES}
    files = {file.stem.rpartition(".v")[0] for file in FOLDER.glob("*.v*.json")}
    assert files <= known


@pytest.mark.parametrize("event_class", CLASSES, ids=name_of)
def test_a_fact_is_plain_json(event_class: type[Item.Event]) -> None:
    """Words, numbers, truth values, nothing, and lists or tables of them: whatever reads the log
    in ten years can read them."""
    for name, value in example(event_class).facts.items():
        for each in plain_values(value):
            assert each is None or type(each) in {str, int, bool}, name


def plain_values(value: Any) -> Iterator[Any]:
    """The values at the ends of lists and tables."""
    if type(value) is dict:
        assert all(type(key) is str for key in value)
        value = list(value.values())
    if type(value) is list:
        for each in value:
            yield from plain_values(each)
    else:
        yield value
