"""docs/events.md is made from the events themselves."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import fields
from inspect import cleandoc

from application.ledger.log.entries import class_version
from domain.kernel.deciding.basis import ALL, Basis
from domain.kernel.item import Item, in_a_row
from tests.contracts.conftest import AsMadeNow
from tests.examples import NAMES, aggregates, declared, event_classes, example

OPENING = """\
# Every event

Made from `domain/` by `REGENERATE=1 pytest tests/contracts`; a test fails when it is out of date.

Everything that the ledger knows is one of these events, in one log. They are never changed and
never removed. An event is stored as JSON, its words apart (`docs/log-format.md`);
`tests/contracts/events/` has one of each.

Besides its own fields every event holds these. Its state has `by` and `on`; the others are columns
of their own in the log:

| field | type | meaning |
|---|---|---|
| `originator_id` | UUID | the item's id: uuid5 of its reference |
| `originator_version` | int | the item's version after the event, from 1 upwards without gaps |
| `timestamp` | datetime | when it was recorded (*as at*), in UTC |
| `reference` | Ref | what people call the item: `RSK-2026-001`, `kent-police` |
| `by` | Actor | who did it: account id, role, agency then ("" for none); for whom |
| `on` | Day | the ISO date in London on which it happened (*as of*) |

Text is of four kinds. `Words` is free text, in which anybody can write anything; `Content` is
what a procedure says, much of it written freely. `Code` is one of a closed list, or what the
product works out itself; `Day` an ISO date, "" where there is none; `Ref` a reference, the id of
an account or the key of a stage. `int \\| None` is a number that may be unknown.
"""


def page() -> str:
    return OPENING + "".join(line for item in aggregates() for line in chapter(item))


def chapter(item: type[Item]) -> Iterator[str]:
    yield f"\n## {item.__name__}\n\n{cleandoc(item.__doc__ or '')}\n"
    for owner, event_class in event_classes():
        if owner is item:
            yield section(event_class)


def section(event_class: type[Item.Event]) -> str:
    name, version = event_class.__qualname__, class_version(event_class)
    own = [field for field in fields(event_class) if field.name in example(event_class).facts]
    rows = "".join(
        f"| `{field.name}` | {str(field.type).replace('|', chr(92) + '|')} |\n" for field in own
    )
    sentence = example(event_class).sentence(NAMES)
    return (
        f"\n### {name} (version {version})\n\n{meaning(event_class)}{decisions(event_class)}\n\n"
        f"> The Business Team {sentence}\n\n| field | type |\n|---|---|\n{rows}"
    )


def decisions(event_class: type[Item.Event]) -> str:
    """What it means for decisions: on what it rests, or what it changes of that."""
    said = []
    if event_class.rests_on:
        said.append(f"A decision, which rests on {_all_of(event_class.rests_on)}.")
    if event_class.bears_on:
        said.append(f"Bears on decisions that rest on {_all_of(event_class.bears_on)}.")
    if event_class.undoes:
        said.append("No decision from before holds any longer.")
    return f" {' '.join(said)}" if said else ""


def _all_of(bases: Set[str]) -> str:
    if bases == ALL:
        return "anything that is known of the item"
    return in_a_row(each.value for each in Basis if each in bases)


def meaning(event_class: type[Item.Event]) -> str:
    """What somebody wrote about it; what kinds of items share was written once."""
    return cleandoc(getattr(declared(event_class), "__doc__", None) or "")


def test_the_page_of_events_is_up_to_date(as_made_now: AsMadeNow) -> None:
    as_made_now("docs/events.md", page())


def test_every_event_says_what_it_means_in_its_own_words() -> None:
    meanings = [each.__doc__ for each in {declared(each) for _, each in event_classes()}]
    assert all(meanings)
    assert len(set(meanings)) == len(meanings)


def test_every_fact_of_an_event_is_on_the_page() -> None:
    for _, event_class in event_classes():
        known = {field.name for field in fields(event_class)}
        assert example(event_class).facts.keys() <= known
