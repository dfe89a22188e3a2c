"""Events are the contract: what was once written to a log can be read for as long as it is kept.

In `events/` there is one state for each version of each event, exactly as the log holds it. A
changed event gets a new `class_version` and an upcaster (`upcast_v1_v2`); the file of the old
version stays, and is still read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import get_topic

from application.ledger.ledger import Ledger
from domain.kernel.item import Item
from tests.contracts.conftest import AsMadeNow
from tests.examples import EXAMPLES, NAMES, event_classes, example

FOLDER = Path(__file__).with_name("events")
CLASSES = [event_class for _, event_class in event_classes()]


@pytest.fixture(scope="module")
def mapper() -> Mapper[UUID]:
    """What turns events into states and back, as the Ledger has it."""
    return Mapper(Ledger.construct_transcoder(None))  # type: ignore[arg-type]


def version_of(event_class: type[Item.Event]) -> int:
    return int(getattr(event_class, "class_version", 1))


def name_of(event_class: type[Item.Event]) -> str:
    return f"{event_class.__qualname__}.v{version_of(event_class)}"


def golden(name: str) -> StoredEvent:
    """The stored event of a golden file."""
    state = (FOLDER / f"{name}.json").read_bytes().strip()
    return StoredEvent(UUID(int=0), 1, topics()[name], state)


def topics() -> dict[str, str]:
    """The topic of each golden file, as the log has it."""
    file = FOLDER / "topics.json"
    found: dict[str, str] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


def test_every_event_has_an_example() -> None:
    assert set(CLASSES) == EXAMPLES.keys()


@pytest.mark.parametrize("event_class", CLASSES, ids=name_of)
def test_an_event_is_stored_as_it_always_was(
    event_class: type[Item.Event], mapper: Mapper[UUID], as_made_now: AsMadeNow
) -> None:
    """An event that fails here would be stored in another way than the events of the past."""
    state = mapper.to_stored_event(example(event_class)).state.decode()
    as_made_now(f"tests/contracts/events/{name_of(event_class)}.json", f"{state}\n")


def test_every_event_is_found_under_the_topic_that_the_log_has(as_made_now: AsMadeNow) -> None:
    """A module or a class that is renamed registers its old topic
    (`eventsourcing.utils.register_topic`), and events go on being stored under the new one."""
    now = {name_of(event_class): get_topic(event_class) for event_class in CLASSES}
    of_older_versions = {name: topic for name, topic in topics().items() if name not in now}
    text = json.dumps(dict(sorted((now | of_older_versions).items())), indent=1)
    as_made_now("tests/contracts/events/topics.json", f"{text}\n")


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.v*.json")))
def test_an_event_of_the_past_can_be_read_and_told(name: str, mapper: Mapper[UUID]) -> None:
    event = mapper.to_domain_event(golden(name))
    assert isinstance(event, Item.Event)
    assert f"{type(event).__qualname__}." in f"{name}."
    for names in (NAMES, {}):
        sentence = event.sentence(names)
        assert sentence
        assert sentence == sentence.strip()
    assert event.by.person
    assert event.reference


@pytest.mark.parametrize("event_class", CLASSES, ids=name_of)
def test_an_event_read_from_the_log_is_the_event_that_was_written(
    event_class: type[Item.Event], mapper: Mapper[UUID]
) -> None:
    read = mapper.to_domain_event(golden(name_of(event_class)))
    written = example(event_class)
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
