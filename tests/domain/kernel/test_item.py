"""What a risk, an agency and a role grant have in common."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.kernel.errors import DomainError
from domain.kernel.followed import Followed
from domain.kernel.item import Item, london_date
from domain.kernel.terms import Actor, Role, item_id
from domain.risks.risk import Risk
from domain.risks.vocabulary import Kind
from tests.examples import NOW, aggregates, event_classes, example, given
from tests.kent import KENT


def test_an_event_says_who_did_it_when_it_was_recorded_and_when_it_happened() -> None:
    constable = Actor("c0ffee", Role.SAAS_MEMBER, "kent-police")
    risk = given(Risk.Recorded)
    risk.add_control(replace(NOW, by=constable, on=date(2026, 5, 1)), text="A weekly look")
    [event] = risk.pending_events
    assert event.by == constable
    assert event.timestamp == NOW.at
    assert event.on == "2026-05-01"
    assert event.reference == "RSK-2026-001"
    assert event.originator_version == 2


def test_the_first_event_gives_the_item_the_id_of_its_reference() -> None:
    risk = Risk.record(NOW, reference="RSK-2026-007", kind=Kind.RISK, title="A risk", matrix=KENT)
    assert risk.id == item_id("RSK-2026-007")
    assert risk.reference == "RSK-2026-007"
    assert risk.version == 1


def test_nothing_is_recorded_as_happening_in_the_future() -> None:
    tomorrow = replace(NOW, on=date(2026, 5, 13))
    with pytest.raises(DomainError, match="must not be in the future") as refused:
        Risk.record(tomorrow, reference="RSK-2026-001", kind=Kind.RISK, title="A risk", matrix=KENT)
    assert refused.value.field == "on"
    risk = given(Risk.Recorded)
    with pytest.raises(DomainError, match="must not be in the future"):
        risk.add_control(tomorrow, text="A weekly look")
    assert not risk.pending_events


def test_today_is_the_date_in_london() -> None:
    """At half past eleven in the evening UTC of a summer's day it is the next day in London."""
    late = datetime(2026, 5, 12, 23, 30, tzinfo=UTC)
    assert london_date(late) == date(2026, 5, 13)
    risk = given(Risk.Recorded)
    risk.add_control(replace(NOW, at=late, on=date(2026, 5, 13)), text="A weekly look")
    assert risk.controls == {1: "A weekly look"}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 14, 23, 59, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_date_in_london_follows_summer_time(moment: datetime, day: date) -> None:
    assert london_date(moment) == day


@pytest.mark.parametrize("event_class", [each for _, each in event_classes()], ids=str)
def test_an_event_knows_its_facts_and_its_reason(event_class: type[Item.Event]) -> None:
    event = example(event_class)
    common = {"originator_id", "originator_version", "timestamp", "reference", "by", "on"}
    assert not common & event.facts.keys()
    assert event.why == event.facts.get("reason", "")


@pytest.mark.parametrize("aggregate", aggregates(), ids=lambda each: each.__name__)
def test_words_of_any_item_in_any_state_can_be_confirmed(aggregate: type[Item]) -> None:
    begun = next(
        each for item, each in event_classes()
        if item is aggregate and issubclass(each, Item.Created)
    )  # fmt: skip
    item = given(begun)
    before = {**vars(item)}
    item.confirm_words(NOW, fields=["Title", "Cause", "Note"], looks_like=["an NHS number"])
    [event] = item.pending_events
    assert type(event).__qualname__ == f"{aggregate.__name__}.WordsConfirmed"
    assert event.sentence({}) == (
        "confirmed that the words under “Title”, “Cause” and “Note”, which look like an NHS "
        "number, do not identify a child"
    )
    changed = {name for name, value in vars(item).items() if before[name] != value}
    assert all(name.startswith("_") for name in changed)


def test_every_kind_of_item_has_its_own_word() -> None:
    words = [each.word for each in aggregates()]
    assert len(set(words)) == len(words)
    assert Item.word not in words


@pytest.mark.parametrize(
    ("event_class", "written_as"),
    [
        (Dispute.Escalated, Dispute.StageBegun),
        (Dispute.Decided, Dispute.EndedEvent),
        (Risk.Assessed, Risk.Scored),
        (Action.Returned, Followed.Returned),
    ],
    ids=lambda each: each.__qualname__,
)
def test_an_event_is_one_of_those_that_it_was_written_as_one_of(
    event_class: type[Item.Event], written_as: type[Item.Event]
) -> None:
    """Whatever files the item is written in."""
    assert isinstance(example(event_class), written_as)


def test_two_kinds_of_item_never_share_an_event() -> None:
    seen: dict[type[Item.Event], type[Item]] = {}
    for owner, event_class in event_classes():
        assert seen.setdefault(event_class, owner) is owner
        assert event_class.__qualname__ == f"{owner.__name__}.{event_class.__name__}"
